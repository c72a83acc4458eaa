//! Going to another page once something is done.

use std::rc::Rc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Goes to an address of the app. A handle, copied freely; made inside the router.
#[derive(Clone, Copy)]
pub struct Go(StoredValue<Rc<dyn Fn(&str)>, LocalStorage>);

impl Go {
    /// The handle, for the component that is being made.
    pub fn new() -> Go {
        let navigate = use_navigate();
        Go(StoredValue::new_local(Rc::new(move |to: &str| {
            navigate(to, Default::default());
        })))
    }

    /// Goes there, unless the page that asked has been left meanwhile.
    pub fn to(self, address: &str) {
        if let Some(navigate) = self.0.try_get_value() {
            navigate(address);
        }
    }
}

impl Default for Go {
    fn default() -> Go {
        Go::new()
    }
}
