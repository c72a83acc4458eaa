//! What the phone tells its pages: small values behind signals, and errors a person can act on.

use std::cell::RefCell;

use thiserror::Error;

use crate::canvass::about::extensions;
use crate::canvass::fold::State;
use crate::canvass::handover::{Committee, closings};
use crate::canvass::id::TurfId;
use crate::canvass::other_devices;
use crate::sync::certificate::{CertificateId, PersonId, Role};
use crate::sync::closing::{Closing, closed};
use crate::sync::device::{Device, JoinError};
use crate::sync::extension::campaign_ends;
use crate::sync::invite::CodeError;
use crate::sync::keyholding::LastCommittee;
use crate::sync::reader::Reader;
use crate::sync::wire::RefusalCode;
use crate::t;

/// That this device belongs to a campaign, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The name its person goes by; empty on another device of somebody's who has written nothing yet.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whose it is.
    pub person: PersonId,
    /// The turfs it was given.
    pub turfs: Vec<TurfId>,
    /// Whether the campaign is for practice.
    pub practice: bool,
    /// When the campaign ends, as far as its keyholders have said: seconds since 1970.
    pub ends: i64,
    /// Who keeps its keys, where no keyholder may act alone.
    pub committee: Option<Committee>,
    /// That the campaign was handed over, where its keyholders have signed that.
    pub handed_over: Option<Closing>,
    /// It holds no doors and no keys any more, and only sends what it still has.
    pub emptied: bool,
    /// The certificate by which it joined: what members lists and the endpoint call it.
    pub device: CertificateId,
}

impl Membership {
    /// The membership a device record, the board and what was read of others' devices show, with the committee as it
    /// was read last.
    pub fn of(
        device: &Device,
        state: &State,
        reader: &Reader,
        committee: &RefCell<LastCommittee>,
    ) -> Membership {
        let extensions = extensions(state);
        let extensions = extensions.iter().map(Vec::as_slice);
        let root = device.line.first();
        Membership {
            name: other_devices::name(state, device.person(), &device.name),
            role: device.role(),
            person: device.person(),
            turfs: device.turfs.clone(),
            practice: device.practice(),
            ends: root.map_or(0, |root| campaign_ends(root, extensions)),
            committee: committee.borrow_mut().read(device, state, reader),
            handed_over: root.and_then(|root| {
                let said = closings(state);
                closed(root, said.iter().map(Vec::as_slice))
            }),
            emptied: device.keyring.is_empty(),
            device: device.joined_as,
        }
    }
}

/// Where the newest tap stands on its way to the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was recorded since the app opened.
    #[default]
    Quiet,
    /// On its way.
    Saving,
    /// The strict transaction has completed.
    Saved,
    /// It is not saved, and still held in memory: see [`Phone::retry_save`](super::phone::Phone::retry_save).
    NotSaved {
        /// Why.
        reason: SaveError,
    },
}

/// This device's own events, counted. The events that only say who writes are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Saved on this phone.
    pub recorded: u64,
    /// Among those, acknowledged by the endpoint.
    pub sent: u64,
    /// Among those, counted by an organiser's device.
    pub merged: u64,
}

impl Tally {
    /// Saved here and not yet acknowledged.
    pub fn waiting(&self) -> usize {
        usize::try_from(self.recorded.saturating_sub(self.sent)).unwrap_or(usize::MAX)
    }
}

/// The browser had emptied the app's database; what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Everything not yet sent was in the second copy, and is back.
    Restored {
        /// How many events that had not been sent, as many as a [`Tally`] counts.
        events: u64,
    },
    /// There was no second copy. What had not been sent is gone.
    Lost,
}

/// How far the phone is from needing no signal at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fetching {
    /// Files of the app kept on this phone.
    pub app_done: u32,
    /// Files there are; 0 while that is not known.
    pub app_total: u32,
    /// The files could not be kept: without a signal the app will not start.
    pub app_failed: bool,
    /// Entries of the board and of the stairs given that are here.
    pub doors_done: u64,
    /// Entries there are.
    pub doors_total: u64,
}

/// Why the phone's journal did not open.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// The browser keeps nothing (private window, storage turned off).
    #[error("this browser lets the app store nothing")]
    NoStorage,
    /// Another tab holds the database in a way that must end first.
    #[error("another tab keeps the database from opening")]
    Blocked,
    /// What is stored cannot be read with the key that is stored with it.
    #[error("what is stored on this phone cannot be read")]
    Unreadable,
    /// The browser has emptied the database, and does not open the second copy just now.
    #[error("the second copy of what is on this phone does not open")]
    CopyUnread,
    /// The rest of the program did not come.
    #[error("the rest of the app could not be fetched")]
    NotLoaded,
}

impl OpenError {
    /// In words for the person holding the phone.
    pub fn sentence(&self) -> String {
        match self {
            OpenError::NoStorage => t!("errors.open.no_storage"),
            OpenError::Blocked => t!("errors.open.blocked"),
            OpenError::Unreadable => t!("errors.open.unreadable"),
            OpenError::CopyUnread => t!("errors.open.copy_unread"),
            OpenError::NotLoaded => t!("app.failed"),
        }
    }
}

/// Why something is not saved.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SaveError {
    /// This device belongs to no campaign.
    #[error("this device belongs to no campaign")]
    NoCampaign,
    /// This device holds no key it could be sealed with.
    #[error("this device holds no key for that")]
    NoKey,
    /// The phone's storage is full.
    #[error("the storage of this phone is full")]
    Full,
    /// The database is gone, and opening it again did not help.
    #[error("the database on this phone does not answer")]
    Storage,
    /// The campaign was handed over: nothing more is written into it.
    #[error("this campaign was handed over, and nothing more is written into it")]
    HandedOver,
}

impl SaveError {
    /// Whether the phone holds what it could not save, to try it again. Of a campaign that was handed over nothing is
    /// held: there is no later time at which it would be taken.
    pub fn is_held(&self) -> bool {
        *self != SaveError::HandedOver
    }

    /// In words for the person holding the phone.
    pub fn sentence(&self) -> String {
        match self {
            SaveError::NoCampaign => t!("errors.save.no_campaign"),
            SaveError::NoKey => t!("errors.save.no_key"),
            SaveError::Full => t!("errors.save.full"),
            SaveError::Storage => t!("errors.save.storage"),
            SaveError::HandedOver => refusal(RefusalCode::HandedOver),
        }
    }
}

/// Why something that needs the endpoint did not come to be.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PhoneError {
    /// What was typed is no code.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// No answer, or none that was the endpoint's.
    #[error("the endpoint did not answer")]
    NoAnswer,
    /// The endpoint will not.
    #[error("the endpoint refused: {0}")]
    Refused(RefusalCode),
    /// The campaign of an invitation was handed over, as its keyholders signed.
    #[error("the campaign of this invitation was handed over")]
    Moved(Closing),
    /// What it answered does not hold.
    #[error(transparent)]
    Join(#[from] JoinError),
    /// It could not be kept on this phone.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// This device may not do that.
    #[error("this device may not do that")]
    NotAllowed,
    /// This device was invited as another device of somebody's, who may not be whoever holds it.
    #[error("this device was invited as somebody's other device")]
    NotOwnDevice,
    /// Nobody is invited before it is said who asks, what is kept and why.
    #[error("the campaign has not said yet who it is and what it keeps")]
    NothingSaid,
}

impl PhoneError {
    /// In words for the person holding the phone.
    pub fn sentence(&self) -> String {
        match self {
            PhoneError::Code(CodeError::Length(n)) => t!("errors.code_length", n = n),
            PhoneError::Code(CodeError::Character(c)) => t!("errors.code_character", c = c),
            PhoneError::NoAnswer => t!("errors.no_answer"),
            PhoneError::Refused(code) => refusal(*code),
            PhoneError::Moved(closing) => super::parts::handed_over::said(closing),
            PhoneError::Join(_) => t!("errors.join"),
            PhoneError::Save(error) => error.sentence(),
            PhoneError::NothingSaid => t!("errors.nothing_said"),
            PhoneError::NotOwnDevice | PhoneError::NotAllowed => refusal(RefusalCode::NotAllowed),
        }
    }
}

/// A refusal in words: the catalogue's entry for its code.
pub fn refusal(code: RefusalCode) -> String {
    t!(&format!("errors.refusal.{}", code.word()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales;

    #[test]
    fn every_refusal_has_its_sentence() {
        for code in RefusalCode::ALL {
            let sentence = refusal(code);
            assert!(!sentence.starts_with("errors."), "{code:?}: {sentence}");
        }
    }

    #[test]
    fn a_code_cut_short_is_said_with_its_length() {
        assert!(
            PhoneError::Code(CodeError::Length(6))
                .sentence()
                .contains('6')
        );
        assert!(locales::has("errors.code_length"));
    }
}
