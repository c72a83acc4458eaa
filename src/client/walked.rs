//! The walk of a stair that was asked for last. What is tapped at a door, the page it is tapped on and
//! the page it leads to all ask for the same one: it is counted once.

use std::sync::Arc;

use leptos::prelude::*;

use super::phone::Phone;
use crate::canvass::fold::State;
use crate::canvass::id::{StairId, TurfId};
use crate::canvass::walk::{self, Tonight, Walk};

/// A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walked(StoredValue<Option<Last>, LocalStorage>);

/// A walk, and what it was counted of.
#[derive(Debug)]
struct Last {
    /// Of the state, as [`Told::version`](super::signals::Told) counts it.
    version: u64,
    stair: StairId,
    turfs: Vec<TurfId>,
    /// When it was counted.
    from: Tonight,
    /// Seconds since 1970: from then on it may be another.
    until: i64,
    walk: Option<Arc<Walk>>,
}

impl Last {
    fn is(&self, version: u64, stair: StairId, turfs: &[TurfId], tonight: Tonight) -> bool {
        let same_night = Tonight {
            now: tonight.now,
            ..self.from
        } == tonight;
        let meanwhile = self.from.now..self.until;
        self.version == version
            && self.stair == stair
            && self.turfs == turfs
            && same_night
            && meanwhile.contains(&tonight.now)
    }
}

impl Walked {
    pub fn new() -> Walked {
        Walked(StoredValue::new_local(None))
    }

    /// Of a state with this version.
    fn walk(
        self,
        (version, state): (u64, &State),
        stair: StairId,
        turfs: &[TurfId],
        tonight: Tonight,
    ) -> Option<Arc<Walk>> {
        let known = self.0.with_value(|last| {
            let last = last.as_ref()?;
            let is = last.is(version, stair, turfs, tonight);
            is.then(|| last.walk.clone())
        });
        if let Some(walk) = known {
            return walk;
        }
        let walk = walk::walk(state, stair, turfs, tonight).map(Arc::new);
        let until = walk.as_ref().map(|walk| walk.same_until(tonight.now));
        self.0.set_value(Some(Last {
            version,
            stair,
            turfs: turfs.to_vec(),
            from: tonight,
            until: until.unwrap_or(i64::MAX),
            walk: walk.clone(),
        }));
        walk
    }
}

impl Phone {
    /// The walk of a stair tonight, as [`walk::walk`] counts it; and again whenever anything changes.
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
        let version = self.told.version.get_untracked();
        let walked = |state: &State| self.walked.walk((version, state), stair, turfs, tonight);
        self.read_untracked(walked)
    }
}
