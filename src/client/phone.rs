//! The phone, as its pages know it: what it belongs to, what is true at the doors, and how to
//! record, send, join and invite. Everything else of the shell stands behind it.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::*;

use super::clock::now;
use super::held::Held;
use super::journal::{Journal, Since};
use super::members::TakenOff;
use super::notes::{How, Left, ShiftEnd};
use super::rebuilt::{FoldAll, Rebuilt};
use super::rest;
use super::signals::Told;
use super::told::{Fetching, Membership, OpenError, PhoneError, Repair, SaveError, Saving, Tally};
use crate::canvass::consent::Hearer;
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::fold::State;
use crate::canvass::id::TurfId;
use crate::canvass::stream::Stream;
use crate::organise::roster::Roster;
use crate::sync::certificate::{CertificateId, Reach};
use crate::sync::device::{Founding, Invitation, InviteTerms};
use crate::sync::invite::InviteCode;
use crate::sync::keys::OwnKeys;
use crate::sync::session::Status;
use crate::sync::wire;

/// What pages are given, from context: `expect_context::<Phone>()`. A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Phone {
    held: StoredValue<Rc<Held>, LocalStorage>,
    pub(super) told: Told,
}

impl Phone {
    /// Opens the journal, repaired if the browser had emptied it, folds what it holds, and
    /// listens for what should wake it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open() -> Result<Phone, OpenError> {
        let phone = Phone::open_asleep("").await?;
        phone.wake();
        Ok(phone)
    }

    /// As [`Phone::open`], under a name of its own and as its only tab: it syncs when told to.
    /// Several phones in one browser are for tests.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_as(name: &str) -> Result<Phone, OpenError> {
        let phone = Phone::open_asleep(name).await?;
        phone.held().tabs.lead_at_once();
        Ok(phone)
    }

    async fn open_asleep(name: &str) -> Result<Phone, OpenError> {
        let (journal, repaired) = Journal::open(name).await?;
        let member = journal.has_device().await;
        let member = member.map_err(|_| OpenError::NoStorage)?;
        let left = Left::read(journal.database());
        let phone = Phone {
            held: StoredValue::new_local(Rc::new(Held::new(journal))),
            told: Told::new(repaired, left),
        };
        if member {
            let rest = rest::come().await.map_err(|_| OpenError::NotLoaded)?;
            (rest.begin)(phone).await?;
        }
        Ok(phone)
    }

    /// Folds what the journal holds.
    pub(super) async fn begin(self) -> Result<(), OpenError> {
        let held = self.held();
        if held.journal.lock_salt().is_some() {
            self.told.locked.set(true);
            return Ok(());
        }
        let rebuilt = match self.rebuilt(Since::Snapshot).await? {
            Err(FoldAll) => match self.rebuilt(Since::Start).await? {
                Ok(rebuilt) => rebuilt,
                Err(FoldAll) => return Err(OpenError::Unreadable),
            },
            Ok(rebuilt) => rebuilt,
        };
        self.put_in_place(rebuilt);
        self.refresh();
        Ok(())
    }

    /// What the journal comes to; `None` where it holds no device.
    async fn rebuilt(self, since: Since) -> Result<Result<Option<Rebuilt>, FoldAll>, OpenError> {
        let loaded = self.held().journal.load(since).await;
        let mut loaded = loaded.map_err(|_| OpenError::NoStorage)?;
        match loaded.device.take() {
            Some(device) => Ok(Rebuilt::from(device, loaded).map(Some)),
            // A device that is there and does not open must not look like none.
            None if loaded.device_unread => Err(OpenError::Unreadable),
            None => Ok(Ok(None)),
        }
    }

    pub(super) fn held(self) -> Rc<Held> {
        self.held.get_value()
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
        self.record_or_hold(drafts).await
    }

    /// Where the newest tap stands.
    pub fn saving(self) -> Signal<Saving> {
        self.told.saving.into()
    }

    /// Whether something is not saved, and held: then a tap is another try to save that, not something
    /// more to be recorded.
    pub fn holds_unsaved(self) -> bool {
        !self.held().unsaved.borrow().is_empty()
    }

    /// Tries again to save what is not saved.
    ///
    /// # Errors
    /// [`SaveError`]: it is still not saved, and still held.
    pub async fn retry_save(self) -> Result<(), SaveError> {
        self.save_held().await
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
        self.held.with_value(|held| held.withheld())
    }

    /// Whether a checkpoint was made that is not what this device holds. Runs again whenever that may
    /// have changed.
    pub fn checkpoint_differs(self) -> bool {
        self.told.version.track();
        self.held
            .with_value(|held| !held.differing.borrow().is_empty())
    }

    /// The logs this device writes or has written, of its newest certificate or an older one.
    pub fn own_logs(self) -> BTreeSet<LogId> {
        self.held().logs.borrow().keys().copied().collect()
    }

    /// Who hears what is said at a door of this stream, now: what a slip is judged by.
    pub fn hearer(self, stream: Stream) -> Hearer {
        Hearer {
            log: self.held().log_of(stream),
            now: now(),
        }
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
        self.begin_sync();
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
        self.take_update();
    }

    /// Looks at an invitation without using it: what was typed, pasted or scanned.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn look(self, typed: &str) -> Result<(InviteCode, Invitation), PhoneError> {
        self.look_at(typed).await
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
        (rest.join)(self, code, invitation, name.to_string()).await
    }

    /// Founds a campaign; the words have given these keys.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn found(self, words_keys: OwnKeys, founding: Founding) -> Result<(), PhoneError> {
        self.found_campaign(&words_keys, &founding).await
    }

    /// Brings a campaign back by its words, as a new organiser's device.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn recover(self, words_keys: OwnKeys, name: &str) -> Result<(), PhoneError> {
        self.recover_by(&words_keys, name).await
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
        self.publish(&terms, turfs).await
    }

    /// Everyone who joined or may. Organisers only.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn members(self) -> Result<wire::Members, PhoneError> {
        self.ask_members().await
    }

    /// Takes a device or an invitation off the campaign, for good, with the open invitations that
    /// were made below it, and begins an epoch.
    ///
    /// # Errors
    /// [`PhoneError`]: what was begun is finished by doing it again, see
    /// [`Phone::half_taken_off`].
    pub async fn revoke(self, certificate: CertificateId) -> Result<TakenOff, PhoneError> {
        self.take_off(certificate).await
    }

    /// Who is being taken off, where that was begun and not finished.
    pub fn half_taken_off(self) -> Option<CertificateId> {
        self.unfinished()
    }

    /// The members as the endpoint shows them, with what this device knows of each.
    pub fn roster(self, members: &wire::Members) -> Roster {
        self.told.version.track();
        self.roster_of(members)
    }

    /// When a shift last ended on this device: seconds since 1970.
    pub fn shift_ended_at(self) -> Option<i64> {
        let held = self.held();
        ShiftEnd::read(held.journal.database()).map(|ShiftEnd(at)| at)
    }

    /// Notes that a shift ends now.
    pub fn note_shift_end(self) {
        ShiftEnd(now()).write(self.held().journal.database());
    }

    /// Signs a later end of the campaign (seconds since 1970) with these keyholders' words: how
    /// many more have to sign. With none left it is done.
    ///
    /// # Errors
    /// [`PhoneError`]; `UnknownCampaign` where words are none of this campaign's.
    pub async fn extend(self, until: i64, keyholders: &[OwnKeys]) -> Result<usize, PhoneError> {
        self.extend_to(until, keyholders).await
    }

    /// Which stairs this device reaches.
    pub fn reach(self) -> Option<Reach> {
        let device = self.held().device()?;
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
        self.empty(How::Wiped).await
    }

    /// As [`Phone::wipe`], at the end of a shift.
    ///
    /// # Errors
    /// [`PhoneError`]: nothing was emptied.
    pub async fn close_list(self) -> Result<usize, PhoneError> {
        self.empty(How::Closed).await
    }

    /// As [`Phone::close_list`], but only where everything could be sent before: how many events
    /// could not be, and with none the list is closed.
    ///
    /// # Errors
    /// [`PhoneError`]: nothing was closed.
    pub async fn give_list_back(self) -> Result<usize, PhoneError> {
        let rest = rest::come().await.map_err(|_| PhoneError::NoAnswer)?;
        (rest.give_back)(self).await
    }

    /// Leaves the campaign and wipes everything of it from this phone.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn forget(self) -> Result<(), PhoneError> {
        self.leave().await
    }
}
