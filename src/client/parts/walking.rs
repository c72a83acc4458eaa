//! Which way this phone's owner walks. Kept beside the database; nobody else hears of it.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::canvass::route::Route;
use crate::canvass::walk::Stop;
use crate::client::phone::Phone;

/// A handle, copied freely; from the evening.
#[derive(Clone, Copy, Debug)]
pub struct Walking(RwSignal<Option<Route>>);

impl Walking {
    /// Not looked up yet.
    pub fn new() -> Walking {
        Walking(RwSignal::new(None))
    }

    /// The way.
    pub fn route(self, phone: Phone) -> Route {
        self.0.get().unwrap_or_else(|| phone.route())
    }

    /// Walks another way from now on.
    pub fn turn(self, phone: Phone, route: Route) {
        phone.keep_route(route);
        self.0.set(Some(route));
    }

    /// Doors in the order they are walked, now and whenever that changes.
    pub fn walked(self, phone: Phone, stops: &[Stop]) -> Cow<'_, [Stop]> {
        self.route(phone).walked(stops)
    }
}

impl Default for Walking {
    fn default() -> Walking {
        Walking::new()
    }
}
