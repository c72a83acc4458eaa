//! What is written once, sealed for others, and shown on this phone no more (an incident, who was
//! trained): how far it has come. Nothing of it is kept before it is sealed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::evening::Evening;
use crate::canvass::draft::Draft;
use crate::client::phone::Phone;
use crate::client::told::SaveError;

/// Something that is said once. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct SaidOnce {
    /// Whose word it is.
    pub phone: Phone,
    /// The evening it is said on, or after.
    pub evening: Evening,
    stands: RwSignal<Stands>,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stands {
    /// It can still be changed; why it was not sealed, where it was tried.
    Open(Option<String>),
    /// On its way to the journal.
    Saving,
    /// NOT SAVED: the phone holds it, sealed, and the words are still on the screen.
    NotSaved(String),
    /// Sealed and saved.
    Kept,
}

impl SaidOnce {
    /// Nothing said yet.
    pub fn open() -> SaidOnce {
        SaidOnce {
            phone: expect_context(),
            evening: expect_context(),
            stands: RwSignal::new(Stands::Open(None)),
        }
    }

    /// Whether it can still be changed.
    pub fn is_open(self) -> bool {
        self.stands.with(|stands| matches!(stands, Stands::Open(_)))
    }

    /// Whether it is sealed and saved.
    pub fn is_kept(self) -> bool {
        self.stands.with(|stands| *stands == Stands::Kept)
    }

    /// Why it is not, in a sentence.
    pub fn why_not(self) -> Option<String> {
        match self.stands.get() {
            Stands::Open(why) => why,
            Stands::NotSaved(why) => Some(why),
            Stands::Saving | Stands::Kept => None,
        }
    }

    /// Begins another.
    pub fn another(self) {
        self.stands.set(Stands::Open(None));
    }

    /// Seals and saves what is written, called `described` where it is not saved; or, where the phone
    /// holds it already, saves that. `sealed` says what is missing; `emptied` empties the fields once
    /// it is kept.
    pub fn submit(
        self,
        described: String,
        sealed: impl FnOnce() -> Result<Draft, String>,
        emptied: impl FnOnce() + 'static,
    ) {
        match self.stands.get_untracked() {
            Stands::Open(_) => match sealed() {
                Ok(draft) => self.save(described, draft, emptied),
                Err(why) => self.stands.set(Stands::Open(Some(why))),
            },
            Stands::NotSaved(_) => self.save_again(emptied),
            Stands::Saving | Stands::Kept => {}
        }
    }

    fn save(self, described: String, draft: Draft, emptied: impl FnOnce() + 'static) {
        self.stands.set(Stands::Saving);
        spawn_local(async move {
            // It is often said once the shift has ended, and begins none.
            let ended = self.evening.shift_ended.get_untracked();
            let drafts = vec![draft];
            let saved = self
                .evening
                .record_beside(self.phone, described, drafts)
                .await;
            self.evening.shift_ended.set(ended);
            self.came(saved.map(drop), emptied);
        });
    }

    /// The phone holds it; whoever tapped in the banner meanwhile has saved it.
    fn save_again(self, emptied: impl FnOnce() + 'static) {
        self.stands.set(Stands::Saving);
        spawn_local(async move {
            let saved = match self.phone.holds_unsaved() {
                true => self.evening.save_again(self.phone).await,
                false => Ok(()),
            };
            self.came(saved, emptied);
        });
    }

    // The page may have been left meanwhile.
    fn came(self, saved: Result<(), SaveError>, emptied: impl FnOnce()) {
        match saved {
            Ok(()) => {
                emptied();
                self.stands.try_set(Stands::Kept);
                // Somebody may be waiting to hear of it.
                self.phone.sync();
            }
            // So nothing can be saved again.
            Err(why) if !why.is_held() => {
                self.stands.try_set(Stands::Open(Some(why.sentence())));
            }
            Err(why) => {
                self.stands.try_set(Stands::NotSaved(why.sentence()));
            }
        }
    }
}
