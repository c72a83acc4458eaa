//! What the pages of one evening share: the last thing done, what could not be saved, and the
//! stair one is on. It lives as long as the app is open; everything that lasts is in the journal.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::knockers::Knockers;
use super::rhythm::Taps;
use super::walking::Walking;
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::policy::SLIP_SECONDS;
use crate::canvass::stream::Stream;
use crate::client::clock::now;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::board::Head;

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

/// Something that could not be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSaved {
    /// In words.
    pub what: String,
    /// The door it came of, where it is a knock.
    pub door: Option<DoorId>,
}

/// A handle, copied freely; from context.
#[derive(Clone, Copy, Debug)]
pub struct Evening {
    /// The last thing done.
    pub done: RwSignal<Option<Done>>,
    /// What could not be saved, the oldest first: shown until it is.
    pub not_saved: RwSignal<Vec<NotSaved>>,
    /// The stair one was last on.
    pub stair: RwSignal<Option<StairId>>,
    /// The shift has ended, and nothing was recorded since.
    pub shift_ended: RwSignal<bool>,
    /// How fast taps follow each other.
    pub taps: Taps,
    /// Who knocks, where it is two with one phone.
    pub knockers: Knockers,
    /// Which way one walks.
    pub walking: Walking,
    /// The board of paper that is being typed in, and the place in it one is at.
    pub board: RwSignal<Option<(Head, usize)>>,
    /// The sheet and the line of a petition that are signed next, as they are typed.
    pub sheet: RwSignal<(String, String)>,
}

impl Evening {
    /// A new evening.
    pub fn new() -> Evening {
        Evening {
            done: RwSignal::new(None),
            not_saved: RwSignal::default(),
            stair: RwSignal::new(None),
            shift_ended: RwSignal::new(false),
            taps: Taps::new(),
            knockers: Knockers::new(),
            walking: Walking::new(),
            board: RwSignal::new(None),
            sheet: RwSignal::new((String::new(), String::from("1"))),
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
        let dots = self
            .save(phone, NotSaved { what, door: None }, drafts)
            .await?;
        self.done.set(None);
        Ok(dots)
    }

    /// Records drafts, described in words, beside what was done last: that can still be undone.
    ///
    /// # Errors
    /// [`SaveError`], as [`Evening::record`].
    pub async fn record_beside(
        self,
        phone: Phone,
        what: String,
        drafts: Vec<Draft>,
    ) -> Result<Vec<Dot>, SaveError> {
        let about = NotSaved { what, door: None };
        self.save(phone, about, drafts).await
    }

    async fn save(
        self,
        phone: Phone,
        about: NotSaved,
        drafts: Vec<Draft>,
    ) -> Result<Vec<Dot>, SaveError> {
        self.said(phone.record(drafts).await, about)
    }

    /// What came of saving, told the pages of this evening.
    fn said(
        self,
        saved: Result<Vec<Dot>, SaveError>,
        about: NotSaved,
    ) -> Result<Vec<Dot>, SaveError> {
        match &saved {
            Ok(_) => self.shift_ended.set(false),
            Err(reason) if reason.is_held() => {
                self.not_saved.update(|not_saved| not_saved.push(about));
            }
            Err(_) => {}
        }
        saved
    }

    /// Tries again to save what is not saved.
    ///
    /// # Errors
    /// [`SaveError`]: it is still not saved, and still held.
    pub async fn save_again(self, phone: Phone) -> Result<(), SaveError> {
        phone.retry_save().await?;
        self.not_saved.set(Vec::new());
        self.done.set(None);
        Ok(())
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
        let about = NotSaved {
            what: what.clone(),
            door,
        };
        // The same tap at the same door is another try of the first, not a second knock.
        if door.is_some() && self.not_saved.with_untracked(|held| held.contains(&about)) {
            return self.save_again(phone).await;
        }
        let safety = drafts.iter().any(|draft| {
            use crate::canvass::fact::Fact::{ConsentWithdrawn, Deceased, DoNotKnock, Moved};
            matches!(
                draft.fact,
                DoNotKnock { .. } | Moved {} | Deceased {} | ConsentWithdrawn {}
            )
        });
        let dots = self.said(phone.record_leading_on(drafts).await, about)?;
        let done = Done {
            what,
            stream,
            dots,
            at: now(),
            safety,
            door,
        };
        // The line to undo by is the page's that the tap leads to.
        spawn_local(async move { self.done.set(Some(done)) });
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
