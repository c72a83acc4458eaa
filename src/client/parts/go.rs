//! Going to another page once something is done.

use std::rc::Rc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

type Navigate = Rc<dyn Fn(&str)>;

/// A handle, copied freely; made inside the router.
#[derive(Clone, Copy)]
pub struct Go(StoredValue<Navigate, LocalStorage>);

impl Go {
    /// The handle, for the component that is being made.
    pub fn new() -> Go {
        let navigate = use_navigate();
        Go(StoredValue::new_local(Rc::new(move |to: &str| {
            navigate(to, Default::default());
        })))
    }

    /// What goes there. Taken before anything is awaited: what is recorded may redraw, and so
    /// drop, the part that asked.
    pub fn ready(self) -> Navigate {
        self.0.get_value()
    }
}

impl Default for Go {
    fn default() -> Go {
        Go::new()
    }
}
