//! What the pages of one evening share: the last thing done, what could not be saved, and the
//! stair one is on. It lives as long as the app is open; everything that lasts is in the journal.

use leptos::prelude::*;

use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::policy::SLIP_SECONDS;
use crate::canvass::stream::Stream;
use crate::client::clock::now;
use crate::client::phone::Phone;
use crate::client::told::SaveError;

/// The last thing done, while it can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// In words, as the undo line says it.
    pub what: String,
    /// Where it was recorded.
    pub stream: Stream,
    /// The events.
    pub dots: Vec<Dot>,
    /// When, seconds since 1970.
    pub at: i64,
    /// One of them is a safety fact: after two minutes only an organiser may lift it.
    pub safety: bool,
    /// The door to come back to.
    pub door: Option<DoorId>,
}

impl Done {
    /// Whether undoing it still counts.
    pub fn may_be_undone(&self, now: i64) -> bool {
        !self.safety || now - self.at < SLIP_SECONDS
    }
}

/// A handle, copied freely; from context.
#[derive(Clone, Copy, Debug)]
pub struct Evening {
    /// The last thing done.
    pub done: RwSignal<Option<Done>>,
    /// What the newest tap was to record, in words: shown where it could not be saved.
    pub recording: RwSignal<String>,
    /// The stair one was last on.
    pub stair: RwSignal<Option<StairId>>,
}

impl Evening {
    /// A new evening.
    pub fn new() -> Evening {
        Evening {
            done: RwSignal::new(None),
            recording: RwSignal::default(),
            stair: RwSignal::new(None),
        }
    }

    /// Records drafts, described in words. What was done before can no longer be undone.
    ///
    /// # Errors
    /// [`SaveError`]: NOT SAVED; the phone holds the drafts and every page says so.
    pub async fn record(
        self,
        phone: Phone,
        what: String,
        drafts: Vec<Draft>,
    ) -> Result<Vec<Dot>, SaveError> {
        self.recording.set(what);
        let dots = phone.record(drafts).await?;
        self.done.set(None);
        Ok(dots)
    }

    /// Records drafts of one stream that the undo line then offers to undo.
    ///
    /// # Errors
    /// [`SaveError`], as [`Evening::record`].
    pub async fn record_with_undo(
        self,
        phone: Phone,
        what: String,
        door: Option<DoorId>,
        drafts: Vec<Draft>,
    ) -> Result<(), SaveError> {
        let Some(stream) = drafts.first().map(|draft| draft.stream) else {
            return Ok(());
        };
        let safety = drafts.iter().any(|draft| {
            use crate::canvass::fact::Fact::{Deceased, DoNotKnock, Moved};
            matches!(draft.fact, DoNotKnock { .. } | Moved {} | Deceased {})
        });
        let dots = self.record(phone, what.clone(), drafts).await?;
        self.done.set(Some(Done {
            what,
            stream,
            dots,
            at: now(),
            safety,
            door,
        }));
        Ok(())
    }

    /// Undoes the last thing done; returns the door it was done at.
    ///
    /// # Errors
    /// [`SaveError`], as [`Evening::record`].
    pub async fn undo(self, phone: Phone, what: String) -> Result<Option<DoorId>, SaveError> {
        let Some(done) = self.done.get_untracked() else {
            return Ok(None);
        };
        let strikes = phone.read_untracked(|state| draft::undo(state, done.stream, &done.dots));
        self.record(phone, what, strikes).await?;
        Ok(done.door)
    }
}

impl Default for Evening {
    fn default() -> Evening {
        Evening::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_safety_fact_is_taken_back_within_two_minutes_and_a_knock_at_any_time() {
        let done = |safety| Done {
            what: String::new(),
            stream: Stream::Board,
            dots: Vec::new(),
            at: 1_000,
            safety,
            door: None,
        };
        assert!(done(true).may_be_undone(1_000 + SLIP_SECONDS - 1));
        assert!(!done(true).may_be_undone(1_000 + SLIP_SECONDS));
        assert!(done(false).may_be_undone(1_000_000));
    }
}
