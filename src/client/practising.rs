//! The evening of practice that is under way, if one is: begun when the first of its pages is opened,
//! and gone when the last is left. Nothing of it is ever stored.

use leptos::prelude::*;

use super::address::{bar, practised};
use super::clock::pause;
use super::parts::evening::Evening;
use super::phone::Phone;

/// A handle, copied freely; from context.
#[derive(Clone, Copy, Debug)]
pub struct Practising {
    /// What it lives in: the app, and no page of it.
    owner: StoredValue<Owner>,
    under_way: StoredValue<Option<(Phone, Evening)>>,
}

impl Practising {
    /// None is under way.
    pub fn new() -> Practising {
        Practising {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            under_way: StoredValue::new(None),
        }
    }

    /// The one that is under way, or else a new one; it ends when the page that is being made is left
    /// for one that is none of practice.
    pub fn here(self) -> (Phone, Evening) {
        on_cleanup(move || {
            leptos::task::spawn_local(async move {
                // What the page still keeps as it is left is of practice, too.
                pause(0).await;
                if practised(&bar()).is_none() {
                    self.end();
                }
            });
        });
        if let Some(under_way) = self.under_way.get_value() {
            return under_way;
        }
        let owner = self.owner.get_value();
        let new = owner.with(|| (Phone::to_practise(), Evening::new()));
        self.under_way.set_value(Some(new));
        new
    }

    /// Begins anew, at doors nobody has knocked at.
    pub fn anew(self) {
        if let Some((phone, evening)) = self.under_way.get_value() {
            evening.done.set(None);
            phone.practise_anew(true);
        }
    }

    fn end(self) {
        let ended = self.under_way.try_update_value(Option::take).flatten();
        if let Some((phone, _)) = ended {
            phone.practise_anew(false);
        }
    }
}

impl Default for Practising {
    fn default() -> Practising {
        Practising::new()
    }
}
