//! The phone, as its pages know it: what it belongs to, what is true at the doors, and how to
//! record, send, join and invite. Everything else of the shell stands behind it.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::clock::now;
use super::members::TakenOff;
use super::notes::{How, Left};
use super::own::Own;
use super::pin::PinError;
use super::rest;
use super::signals::Told;
use super::told::{Fetching, Membership, OpenError, PhoneError, Repair, SaveError, Saving, Tally};
use super::walked::Walked;
use crate::canvass::consent::Hearer;
use crate::canvass::dot::LogId;
use crate::canvass::fold::State;
use crate::canvass::id::TurfId;
use crate::canvass::stream::Stream;
use crate::organise::practice::Practice;
use crate::organise::roster::Roster;
use crate::sync::certificate::{CertificateId, Reach, Role};
use crate::sync::device::{Founding, Invitation, InviteTerms};
use crate::sync::invite::InviteCode;
use crate::sync::keys::OwnKeys;
use crate::sync::session::Status;
use crate::sync::wire::{self, RefusalCode};
use crate::t;

/// What pages are given, from context: `expect_context::<Phone>()`. A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Phone {
    pub(super) kept: Kept,
    pub(super) told: Told,
    pub(super) walked: Walked,
}

/// What is behind it: handles. Where the app runs they are half as large as on the host.
#[allow(clippy::large_enum_variant, reason = "a box is not copied freely")]
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    /// A journal and a session.
    Own(Own),
    /// Made-up doors, as long as they are practised at.
    Practice(StoredValue<Option<Practice>, LocalStorage>),
}

/// There is nothing here that stores or sends.
#[derive(Clone, Copy, Debug)]
pub(super) struct OnlyPractice;

impl From<OnlyPractice> for SaveError {
    fn from(_: OnlyPractice) -> SaveError {
        SaveError::NoCampaign
    }
}

impl From<OnlyPractice> for PhoneError {
    fn from(_: OnlyPractice) -> PhoneError {
        PhoneError::NotAllowed
    }
}

impl From<OnlyPractice> for PinError {
    fn from(_: OnlyPractice) -> PinError {
        PinError::NotDone
    }
}

/// A campaign of practice is over so long after it was begun: seconds.
const PRACTICE_ENDS: i64 = 24 * 3600;

impl Phone {
    /// Opens the journal, repaired if the browser had emptied it, folds what it holds, and
    /// listens for what should wake it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open() -> Result<Phone, OpenError> {
        Own::open().await.map(Phone::of)
    }

    /// As [`Phone::open`], under a name of its own and as its only tab: it syncs when told to.
    /// Several phones in one browser are for tests.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_as(name: &str) -> Result<Phone, OpenError> {
        Own::open_as(name).await.map(Phone::of)
    }

    fn of(own: Own) -> Phone {
        Phone {
            told: own.told,
            kept: Kept::Own(own),
            walked: Walked::new(),
        }
    }

    /// A phone to practise with: made-up doors in memory, and nothing that stores or sends.
    pub fn to_practise() -> Phone {
        let begun = now();
        let told = Told::new(None, None);
        told.membership.set(Some(Membership {
            name: t!("practice.you"),
            role: Role::Volunteer,
            person: Practice::PERSON,
            turfs: vec![Practice::turf()],
            practice: true,
            ends: begun + PRACTICE_ENDS,
            committee: None,
            handed_over: None,
            emptied: false,
            device: Practice::NO_CERTIFICATE,
        }));
        let practice = Practice::begin(begun, |key| t!(key));
        Phone {
            kept: Kept::Practice(StoredValue::new_local(Some(practice))),
            told,
            walked: Walked::new(),
        }
    }

    /// Begins an evening of practice anew, on a phone to practise with; or ends it for good, so that
    /// nothing of it stays in memory either.
    pub fn practise_anew(self, goes_on: bool) {
        if let Kept::Practice(practice) = self.kept {
            let anew = goes_on.then(|| Practice::begin(now(), |key| t!(key)));
            practice.set_value(anew);
            self.told.anew.update_value(|anew| *anew += 1);
            self.told.version.update(|version| *version += 1);
        }
    }

    /// Reads the evening of practice, where this is one; runs again whenever something is recorded.
    pub fn practice<T>(self, f: impl FnOnce(&Practice) -> T) -> Option<T> {
        self.told.version.track();
        match self.kept {
            Kept::Own(_) => None,
            Kept::Practice(practice) => practice.with_value(|practice| practice.as_ref().map(f)),
        }
    }

    /// Whether this is a phone to practise with.
    pub fn is_to_practise(self) -> bool {
        matches!(self.kept, Kept::Practice(_))
    }

    /// What stores and sends.
    pub(super) fn own(self) -> Result<Own, OnlyPractice> {
        match self.kept {
            Kept::Own(own) => Ok(own),
            Kept::Practice(_) => Err(OnlyPractice),
        }
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
        match self.kept {
            Kept::Own(own) => own.read_untracked(f),
            Kept::Practice(practice) => practice.with_value(|practice| match practice {
                Some(practice) => f(practice.state()),
                None => f(&State::default()),
            }),
        }
    }

    /// Where the newest tap stands.
    pub fn saving(self) -> Signal<Saving> {
        self.told.saving.into()
    }

    /// Whether something is not saved, and held: then a tap is another try to save that, not something
    /// more to be recorded.
    pub fn holds_unsaved(self) -> bool {
        let own = self.own();
        own.is_ok_and(|own| !own.held().unsaved.borrow().is_empty())
    }

    /// Tries again to save what is not saved.
    ///
    /// # Errors
    /// [`SaveError`]: it is still not saved, and still held.
    pub async fn retry_save(self) -> Result<(), SaveError> {
        self.own()?.save_held().await
    }

    /// Where sending stands.
    pub fn status(self) -> Signal<Status> {
        self.told.status.into()
    }

    /// On an organiser's device: whose logs an organiser has counted and cannot be had here, see
    /// [`withheld`](crate::organise::counted::withheld). None until everything has come. Runs again whenever that
    /// may have changed.
    pub fn withheld(self) -> Vec<String> {
        self.told.version.track();
        if !self.told.status.get().up_to_date {
            return Vec::new();
        }
        let own = self.own();
        own.map_or_else(|_| Vec::new(), |own| own.held().withheld())
    }

    /// The logs this device writes or has written, of its newest certificate or an older one.
    pub fn own_logs(self) -> BTreeSet<LogId> {
        match self.own() {
            Ok(own) => own.held().logs.borrow().keys().copied().collect(),
            Err(OnlyPractice) => {
                let stair = Stream::Stair(Practice::stair());
                BTreeSet::from([Practice::log_of(stair)])
            }
        }
    }

    /// Who hears what is said at a door of this stream, now: what a slip is judged by.
    pub fn hearer(self, stream: Stream) -> Hearer {
        Hearer {
            log: self.log_of(stream),
            now: now(),
        }
    }

    /// What the endpoint will not take, by its reason: how many events each. Runs again whenever that may
    /// have changed.
    pub fn not_accepted(self) -> Vec<(RefusalCode, u64)> {
        self.told.status.track();
        self.own()
            .map_or_else(|_| Vec::new(), |own| own.held().not_accepted())
    }

    /// When the oldest event was recorded that waits to be sent, by this phone's clock: seconds since 1970.
    pub fn waits_since(self) -> Option<i64> {
        self.own().ok()?.held().waits_since()
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
    pub fn sync(self) {
        if let Ok(own) = self.own() {
            own.begin_sync();
        }
    }

    /// Somebody looks at a list that teammates change: asks for what is new, if that is five minutes ago.
    pub fn freshen(self) {
        if let Ok(own) = self.own() {
            own.freshen();
        }
    }

    /// Whether the browser believes there is a connection.
    pub fn online(self) -> Signal<bool> {
        self.told.online.into()
    }

    /// A new version of the app is here and waits for a tap.
    pub fn update_waiting(self) -> Signal<bool> {
        self.told.update_waiting.into()
    }

    /// Goes over to the new version: the page loads again.
    pub fn update_now(self) {
        if let Ok(own) = self.own() {
            own.take_update();
        }
    }

    /// Looks at an invitation without using it: what was typed, pasted or scanned.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn look(self, typed: &str) -> Result<(InviteCode, Invitation), PhoneError> {
        self.own()?.look_at(typed).await
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
        let rest = rest::come().await.map_err(|_| PhoneError::NoAnswer)?;
        (rest.join)(self.own()?, code, invitation, name.to_string()).await
    }

    /// Founds a campaign; each keyholder's words have given keys, and so many of them must sign.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn found(
        self,
        words_keys: &[OwnKeys],
        needed: u8,
        founding: Founding,
    ) -> Result<(), PhoneError> {
        let own = self.own()?;
        own.found_campaign(words_keys, needed, &founding).await
    }

    /// Brings a campaign back by its keyholders' words, as a new organiser's device.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn recover(self, words_keys: &[OwnKeys], name: &str) -> Result<(), PhoneError> {
        self.own()?.recover_by(words_keys, name).await
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
        self.own()?.publish(&terms, turfs).await
    }

    /// Everyone who joined or may. Organisers only.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn members(self) -> Result<wire::Members, PhoneError> {
        self.own()?.ask_members().await
    }

    /// Takes a device or an invitation off the campaign, for good, with the open invitations that
    /// were made below it, and begins an epoch.
    ///
    /// # Errors
    /// [`PhoneError`]: what was begun is finished by doing it again, see
    /// [`Phone::half_taken_off`].
    pub async fn revoke(self, certificate: CertificateId) -> Result<TakenOff, PhoneError> {
        self.own()?.take_off(certificate).await
    }

    /// Who is being taken off, where that was begun and not finished.
    pub fn half_taken_off(self) -> Option<CertificateId> {
        self.own().ok()?.unfinished()
    }

    /// The members as the endpoint shows them, with what this device knows of each.
    pub fn roster(self, members: &wire::Members) -> Roster {
        self.told.version.track();
        let own = self.own();
        own.map_or_else(|_| Roster::default(), |own| own.roster_of(members))
    }

    /// Signs a later end of the campaign (seconds since 1970) with these keyholders' words: how
    /// many more have to sign. With none left it is done.
    ///
    /// # Errors
    /// [`PhoneError`]; `UnknownCampaign` where words are none of this campaign's.
    pub async fn extend(self, until: i64, keyholders: &[OwnKeys]) -> Result<usize, PhoneError> {
        self.own()?.extend_to(until, keyholders).await
    }

    /// Which stairs this device reaches.
    pub fn reach(self) -> Option<Reach> {
        let device = self.own().ok()?.held().device()?;
        let own = device.line.last()?;
        Some(own.certificate.reach.clone())
    }

    /// Why this device belongs to no campaign any more, if it did to one.
    pub fn left(self) -> Signal<Option<Left>> {
        self.told.left.into()
    }

    /// Empties this phone: sends what it can first; what could not be sent stays, sealed, and is
    /// sent when that is possible. How many events had to stay.
    ///
    /// # Errors
    /// [`PhoneError`]: nothing was emptied.
    pub async fn wipe(self) -> Result<usize, PhoneError> {
        self.own()?.empty(How::Wiped).await
    }

    /// As [`Phone::wipe`], at the end of a shift.
    ///
    /// # Errors
    /// [`PhoneError`]: nothing was emptied.
    pub async fn close_list(self) -> Result<usize, PhoneError> {
        self.own()?.empty(How::Closed).await
    }

    /// As [`Phone::close_list`], but only where everything could be sent before: how many events
    /// could not be, and with none the list is closed.
    ///
    /// # Errors
    /// [`PhoneError`]: nothing was closed.
    pub async fn give_list_back(self) -> Result<usize, PhoneError> {
        let rest = rest::come().await.map_err(|_| PhoneError::NoAnswer)?;
        (rest.give_back)(self.own()?).await
    }

    /// Leaves the campaign and wipes everything of it from this phone.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn forget(self) -> Result<(), PhoneError> {
        self.own()?.leave().await
    }

    /// The log that this device's events of a stream go to, where one is open.
    pub fn log_of(self, stream: Stream) -> Option<LogId> {
        match self.own() {
            Ok(own) => own.held().log_of(stream),
            Err(OnlyPractice) => Some(Practice::log_of(stream)),
        }
    }

    /// Whether this phone waits for its PIN.
    pub fn locked(self) -> Signal<bool> {
        self.told.locked.into()
    }

    /// Whether this phone has one.
    pub fn has_pin(self) -> bool {
        self.own().is_ok_and(|own| own.held().journal.has_lock())
    }

    /// Opens this phone.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn unlock(self, pin: &str) -> Result<(), PinError> {
        self.own()?.unlock(pin).await
    }

    /// Asks for this PIN from now on, or for none.
    ///
    /// # Errors
    /// [`PinError`]: it is as it was.
    pub async fn set_pin(self, pin: Option<&str>) -> Result<(), PinError> {
        self.own()?.set_pin(pin).await
    }

    /// Somebody has forgotten the PIN: everything goes, what was not sent, too, since nothing can
    /// open or send it.
    ///
    /// # Errors
    /// [`PinError::NotDone`].
    pub async fn wipe_locked(self) -> Result<(), PinError> {
        self.own()?.wipe_locked().await
    }
}
