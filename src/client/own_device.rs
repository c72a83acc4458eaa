//! Another device of the same person: the invitation for it, and the name it goes by. It may do what the one
//! that invites it may, reaches what that reaches, and is given the same turfs.

use leptos::prelude::*;

use super::clock::now;
use super::own::Own;
use super::phone::Phone;
use super::told::{PhoneError, SaveError};
use crate::canvass::id::TurfId;
use crate::canvass::other_devices::{Others, others};
use crate::sync::certificate::Kind;
use crate::sync::device::InviteTerms;
use crate::sync::invite::InviteCode;

/// What an invitation for another device of one's own allows, until a time (seconds since 1970), and the
/// turfs that wait for it. `None` where this device belongs to no campaign.
pub fn own_device_terms(phone: Phone, until: i64) -> Option<(InviteTerms, Vec<TurfId>)> {
    let own = phone.membership().get_untracked()?;
    let terms = InviteTerms {
        role: own.role,
        reach: phone.reach()?,
        uses: 1,
        second_device_of: Some(own.person),
        now: now(),
        until,
    };
    Some((terms, own.turfs))
}

impl Phone {
    /// Sends what waits here, and publishes an invitation for another device of its owner's, until a time
    /// (seconds since 1970).
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn invite_own_device(self, until: i64) -> Result<InviteCode, PhoneError> {
        let (terms, turfs) = own_device_terms(self, until).ok_or(PhoneError::NotAllowed)?;
        self.invite(terms, turfs).await
    }

    /// What this device can know of its owner's other ones; runs again whenever that may have changed.
    pub fn other_devices(self) -> Option<Others> {
        let device = self.own().ok()?.held().device()?;
        let own_logs = self.own_logs();
        let person = device.person();
        let second = device.line.iter().any(|signed| {
            matches!(signed.certificate.kind, Kind::Invite { second_device_of: Some(of), .. } if of == person)
        });
        self.read(|state| others(state, person, &own_logs, second, now()))
    }

    /// From now on its person goes by this name here: for who joined as somebody's other device, of whom
    /// none has written anything yet.
    ///
    /// # Errors
    /// [`SaveError`]: it is not kept.
    pub async fn go_by(self, name: &str) -> Result<(), SaveError> {
        self.own()?.go_by(name).await
    }
}

impl Own {
    async fn go_by(self, name: &str) -> Result<(), SaveError> {
        let held = self.held();
        let mut device = held.device().ok_or(SaveError::NoCampaign)?;
        device.name = name.to_string();
        held.journal.keep_device(&device).await?;
        if let Some(session) = held.session.borrow_mut().as_mut() {
            session.go_by(name);
        }
        held.tabs.tell(super::tabs::News::Changed);
        self.changed();
        Ok(())
    }
}
