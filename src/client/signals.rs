//! The signals that tell pages what the shell holds.

use leptos::prelude::*;

use super::notes::Left;
use super::told::{Fetching, Membership, Repair, Saving, Tally};
use crate::sync::session::Status;

/// The signals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub membership: RwSignal<Option<Membership>>,
    /// Goes up whenever the state has changed.
    pub version: RwSignal<u64>,
    /// Goes up where another state takes the place of the one that was there, rather than it growing.
    pub anew: StoredValue<u64>,
    pub saving: RwSignal<Saving>,
    pub status: RwSignal<Status>,
    pub tally: RwSignal<Tally>,
    pub repaired: RwSignal<Option<Repair>>,
    pub fetching: RwSignal<Option<Fetching>>,
    /// Why it belongs to no campaign any more.
    pub left: RwSignal<Option<Left>>,
    /// It waits for its PIN.
    pub locked: RwSignal<bool>,
    pub online: RwSignal<bool>,
    /// By its clock the endpoint was not heard for so long that the clock is not believed yet.
    pub doubted: RwSignal<bool>,
    pub update_waiting: RwSignal<bool>,
    /// Whether the browser has promised to keep what is here.
    pub promised: RwSignal<Option<bool>>,
}

impl Told {
    pub fn new(repaired: Option<Repair>, left: Option<Left>) -> Told {
        Told {
            membership: RwSignal::new(None),
            version: RwSignal::new(0),
            anew: StoredValue::new(0),
            saving: RwSignal::default(),
            status: RwSignal::default(),
            tally: RwSignal::default(),
            repaired: RwSignal::new(repaired),
            fetching: RwSignal::new(None),
            left: RwSignal::new(left),
            locked: RwSignal::new(false),
            online: RwSignal::new(true),
            doubted: RwSignal::new(false),
            update_waiting: RwSignal::new(false),
            promised: RwSignal::new(None),
        }
    }
}
