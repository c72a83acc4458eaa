//! The walks that were asked for. What is tapped at a door, the page it is tapped on and the page it leads
//! to all ask for the same one, and my stairs for all of them: each is counted once.

use std::sync::Arc;

use leptos::prelude::*;

use super::phone::Phone;
use crate::canvass::fold::State;
use crate::canvass::id::{StairId, TurfId};
use crate::canvass::known_walks::KnownWalks;
use crate::canvass::walk::{Tonight, Walk};

/// A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walked(StoredValue<(u64, KnownWalks), LocalStorage>);

impl Walked {
    pub fn new() -> Walked {
        Walked(StoredValue::new_local((0, KnownWalks::default())))
    }
}

impl Phone {
    /// The walk of a stair tonight, as [`walk`](crate::canvass::walk::walk) counts it; and again whenever
    /// anything changes.
    pub fn walk(self, stair: StairId, turfs: &[TurfId], tonight: Tonight) -> Option<Arc<Walk>> {
        self.told.version.track();
        self.walk_untracked(stair, turfs, tonight)
    }

    /// The same, once.
    pub fn walk_untracked(
        self,
        stair: StairId,
        turfs: &[TurfId],
        tonight: Tonight,
    ) -> Option<Arc<Walk>> {
        self.known(|known, state| known.walk(state, stair, turfs, tonight))
    }

    /// The walks of these turfs tonight, as [`walks`](crate::canvass::walk::walks) counts them; and again
    /// whenever anything changes.
    pub fn walks(self, turfs: &[TurfId], tonight: Tonight) -> Vec<Arc<Walk>> {
        self.told.version.track();
        self.known(|known, state| known.walks(state, turfs, tonight))
    }

    fn known<T>(self, ask: impl FnOnce(&mut KnownWalks, &State) -> T) -> T {
        let anew = self.told.anew.get_value();
        let Walked(known) = self.walked;
        self.read_untracked(|state| match known.try_write_value() {
            Some(mut known) => {
                let (of, known) = &mut *known;
                if *of != anew {
                    (*of, *known) = (anew, KnownWalks::default());
                }
                ask(known, state)
            }
            // The app is on its way out.
            None => ask(&mut KnownWalks::default(), state),
        })
    }
}
