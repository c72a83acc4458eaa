//! A phone, as the browser's app is one: a journal, and tabs over it.

pub mod journal;
mod other_tabs;
pub mod rebuilt;
pub mod recording;
pub mod tab;

use std::cell::RefCell;

use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{CertificateId, Checked, PersonId, Role};
use stairwell::sync::device::Device;
use stairwell::sync::session::Session;

use journal::Journal;
use tab::Tab;

/// A phone.
pub struct Phone {
    /// Whose: "Amina's phone".
    pub name: String,
    pub journal: Journal,
    /// What is open; none while it is off.
    pub tabs: Vec<Tab>,
    /// How far its clock is off, seconds.
    pub skew: i64,
    /// Its clock was never put right or wrong on the way.
    pub steady: bool,
    /// The certificate it joined by.
    pub joined_as: CertificateId,
    pub person: PersonId,
    pub role: Role,
    /// An organiser has taken it off.
    pub revoked: bool,
    /// It lies in a river: what it had not sent is gone.
    pub gone: bool,
    /// There are two of it, or it was put back to what it was: no third one is made.
    pub copied: bool,
    /// The journal as it was copied to a computer, and how many facts were recorded by then.
    pub kept_aside: Option<Journal>,
    /// The certificate that was last found to hold.
    held: RefCell<Option<Checked>>,
}

impl Phone {
    /// A new one, not open yet.
    pub fn of(name: String, device: Device, skew: i64) -> Phone {
        Phone {
            name,
            joined_as: device.joined_as,
            person: device.person(),
            role: device.role(),
            journal: Journal::of(device),
            tabs: Vec::new(),
            skew,
            steady: true,
            revoked: false,
            gone: false,
            copied: false,
            kept_aside: None,
            held: RefCell::new(None),
        }
    }

    /// The device as its first tab has it, or else the journal.
    pub fn device(&self) -> Option<&Device> {
        match self.tabs.first() {
            Some(tab) => tab.device(),
            None => self.journal.device.as_ref(),
        }
    }

    /// A session of this device that has read nothing; where a tab is open, one that knows which certificates hold.
    pub fn new_session(&self, device: Device) -> Session {
        let open = self.tabs.iter().find_map(|tab| tab.session.as_ref());
        match open.filter(|open| *open.device() == device) {
            Some(open) => open.again(),
            None => Session::new(device),
        }
    }

    /// Whether it takes part to the end.
    pub fn is_on(&self) -> bool {
        !self.revoked && !self.gone
    }

    /// Whether what it says that it has counted may be of another time.
    pub fn counts_by_a_clock_that_was_set(&self) -> bool {
        self.role == Role::Organiser && !self.steady
    }

    /// What it may read, by the certificate it has. A certificate's chain takes signatures to check: what holds
    /// once holds for ever.
    pub fn checked(&self) -> Option<Checked> {
        let device = self.device()?;
        let mut held = self.held.borrow_mut();
        if held
            .as_ref()
            .is_none_or(|held| held.id != device.certificate())
        {
            *held = device.checked().ok();
        }
        held.clone()
    }

    /// The stairs it works in, of these.
    pub fn stairs(&self, all: &[StairId]) -> Vec<StairId> {
        let Some(checked) = self.checked() else {
            return Vec::new();
        };
        let reads = |stair: &&StairId| checked.may_read(Stream::Stair(**stair));
        all.iter().filter(reads).copied().collect()
    }
}
