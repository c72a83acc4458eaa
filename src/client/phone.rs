//! The phone, as its pages know it: what it belongs to, what is true at the doors, and how to
//! record, send, join and invite. Everything else of the shell stands behind it.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::told::{Fetching, Membership, OpenError, PhoneError, Repair, SaveError, Saving, Tally};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::fold::State;
use crate::canvass::id::TurfId;
use crate::sync::certificate::CertificateId;
use crate::sync::device::{Founding, Invitation, InviteTerms};
use crate::sync::invite::InviteCode;
use crate::sync::keys::OwnKeys;
use crate::sync::session::Status;
use crate::sync::wire;

/// What pages are given, from context: `expect_context::<Phone>()`. A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Phone {
    held: StoredValue<Rc<Held>, LocalStorage>,
    told: Told,
}

/// What only the shell touches.
#[derive(Debug, Default)]
struct Held {
    state: RefCell<State>,
}

/// The signals.
#[derive(Clone, Copy, Debug)]
struct Told {
    membership: RwSignal<Option<Membership>>,
    /// Goes up whenever the state has changed.
    version: RwSignal<u64>,
    saving: RwSignal<Saving>,
    status: RwSignal<Status>,
    tally: RwSignal<Tally>,
    repaired: RwSignal<Option<Repair>>,
    fetching: RwSignal<Option<Fetching>>,
    online: RwSignal<bool>,
    update_waiting: RwSignal<bool>,
}

impl Phone {
    /// Opens the journal, repaired if the browser had emptied it, and folds what it holds.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open() -> Result<Phone, OpenError> {
        Ok(Phone {
            held: StoredValue::new_local(Rc::default()),
            told: Told {
                membership: RwSignal::new(None),
                version: RwSignal::new(0),
                saving: RwSignal::default(),
                status: RwSignal::default(),
                tally: RwSignal::default(),
                repaired: RwSignal::new(None),
                fetching: RwSignal::new(None),
                online: RwSignal::new(true),
                update_waiting: RwSignal::new(false),
            },
        })
    }

    /// What this device belongs to; `None` where it belongs to no campaign.
    pub fn membership(self) -> Signal<Option<Membership>> {
        self.told.membership.into()
    }

    /// Reads what is true at the doors, and runs again whenever that changes.
    pub fn read<T>(self, f: impl FnOnce(&State) -> T) -> T {
        self.told.version.track();
        self.read_untracked(f)
    }

    /// Reads what is true at the doors, once.
    pub fn read_untracked<T>(self, f: impl FnOnce(&State) -> T) -> T {
        self.held.with_value(|held| f(&held.state.borrow()))
    }

    /// Records these drafts, all of them or none, in one strict transaction; resolves once that
    /// has completed, with the dot of each. Drafts for inner are sealed first.
    ///
    /// # Errors
    /// [`SaveError`]: the drafts are NOT SAVED, and held for [`Phone::retry_save`].
    pub async fn record(self, drafts: Vec<Draft>) -> Result<Vec<Dot>, SaveError> {
        let _ = drafts;
        Err(SaveError::NoCampaign)
    }

    /// Where the newest tap stands.
    pub fn saving(self) -> Signal<Saving> {
        self.told.saving.into()
    }

    /// Tries again to save what is not saved.
    ///
    /// # Errors
    /// [`SaveError`]: it is still not saved, and still held.
    pub async fn retry_save(self) -> Result<(), SaveError> {
        Ok(())
    }

    /// Where sending stands.
    pub fn status(self) -> Signal<Status> {
        self.told.status.into()
    }

    /// This device's own events, counted.
    pub fn tally(self) -> Signal<Tally> {
        self.told.tally.into()
    }

    /// Whether the browser had emptied the database when the app opened, and what came back.
    pub fn repaired(self) -> Signal<Option<Repair>> {
        self.told.repaired.into()
    }

    /// How far the phone is from needing no signal; `None` once it needs none.
    pub fn fetching(self) -> Signal<Option<Fetching>> {
        self.told.fetching.into()
    }

    /// Sends and fetches now: after a tap, at a stair's end.
    pub fn sync(self) {}

    /// Whether the browser believes there is a connection.
    pub fn online(self) -> Signal<bool> {
        self.told.online.into()
    }

    /// A new version of the app is here and waits for a tap.
    pub fn update_waiting(self) -> Signal<bool> {
        self.told.update_waiting.into()
    }

    /// Goes over to the new version: the page loads again.
    pub fn update_now(self) {}

    /// Looks at an invitation without using it: what was typed, pasted or scanned.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn look(self, typed: &str) -> Result<(InviteCode, Invitation), PhoneError> {
        InviteCode::parse(typed)?;
        Err(PhoneError::NoAnswer)
    }

    /// Joins by an invitation.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn join(
        self,
        code: InviteCode,
        invitation: Invitation,
        name: &str,
    ) -> Result<(), PhoneError> {
        let _ = (code, invitation, name);
        Err(PhoneError::NoAnswer)
    }

    /// Founds a campaign; the words have given these keys.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn found(self, words_keys: OwnKeys, founding: Founding) -> Result<(), PhoneError> {
        let _ = (words_keys, founding);
        Err(PhoneError::NoAnswer)
    }

    /// Brings a campaign back by its words, as a new organiser's device.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn recover(self, words_keys: OwnKeys, name: &str) -> Result<(), PhoneError> {
        let _ = (words_keys, name);
        Err(PhoneError::NoAnswer)
    }

    /// Publishes an invitation, with what waits for who joins by it: keys for the stairs its
    /// terms reach, these turfs, and what to fetch.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn invite(
        self,
        terms: InviteTerms,
        turfs: Vec<TurfId>,
    ) -> Result<InviteCode, PhoneError> {
        let _ = (terms, turfs);
        Err(PhoneError::NoAnswer)
    }

    /// Everyone who joined or may. Organisers only.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn members(self) -> Result<wire::Members, PhoneError> {
        Err(PhoneError::NoAnswer)
    }

    /// Takes a device or an invitation off the campaign, for good, and begins an epoch.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn revoke(self, certificate: CertificateId) -> Result<(), PhoneError> {
        let _ = certificate;
        Err(PhoneError::NoAnswer)
    }

    /// Leaves the campaign and wipes everything of it from this phone.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn forget(self) -> Result<(), PhoneError> {
        Err(PhoneError::NoAnswer)
    }
}
