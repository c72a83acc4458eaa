//! A campaign that is handed over: ending it for every device, and what this one does once it has ended.

use leptos::prelude::*;

use super::clock::now;
use super::net;
use super::own::Own;
use super::phone::Phone;
use super::told::{PhoneError, SaveError};
use crate::canvass::author::Role;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::handover::closings;
use crate::canvass::id::Facet;
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;
use crate::sync::closing::{SignedClosing, closed};
use crate::sync::device::Device;
use crate::sync::keys::OwnKeys;
use crate::sync::wire::{Close, RefusalCode, path};

impl Phone {
    /// Says for good that this campaign was handed over, and to whom (a name), with these keyholders' words: how
    /// many more have to sign. With none left it is done: nothing more is written into it.
    ///
    /// # Errors
    /// [`PhoneError`]; `UnknownCampaign` where words are none of this campaign's.
    pub async fn close_campaign(
        self,
        to: &str,
        keyholders: &[OwnKeys],
    ) -> Result<usize, PhoneError> {
        self.own()?.close_campaign(to, keyholders).await
    }

    /// Whether this campaign was handed over, as far as this device has heard.
    pub fn is_handed_over(self) -> bool {
        self.own().is_ok_and(|own| {
            // A phone that was emptied before it could hear knows by what was refused of its own alone.
            own.told.status.track();
            own.told.membership.track();
            own.is_handed_over()
        })
    }
}

impl Own {
    /// Whether nothing more is to be written: the board says so, or the endpoint does.
    pub(super) fn is_handed_over(self) -> bool {
        let own = self.told.membership;
        let said = |own: &Option<super::told::Membership>| {
            own.as_ref().is_some_and(|own| own.handed_over.is_some())
        };
        let refused = |held: &super::held::Held| {
            let logs = held.logs.borrow();
            let mut parked = logs.values().filter_map(|log| log.parked);
            parked.any(|code| code == RefusalCode::HandedOver)
        };
        own.with_untracked(said) || refused(&self.held())
    }

    /// Refuses to record once the campaign was handed over.
    pub(super) fn still_records(self) -> Result<(), SaveError> {
        match self.is_handed_over() {
            false => Ok(()),
            true => Err(SaveError::HandedOver),
        }
    }

    async fn close_campaign(self, to: &str, keyholders: &[OwnKeys]) -> Result<usize, PhoneError> {
        let device = self.device()?;
        let (by, missing) = super::members::signers(&device, keyholders)?;
        if missing > 0 {
            return Ok(missing);
        }
        let today = Tonight::in_utc(now()).today;
        let signed = SignedClosing::sign(device.campaign, today, to, &by).to_bytes();
        // What this device has recorded is to be there before: nothing of it is taken after.
        self.all_sent().await?;
        let about = vec![Facet::ABOUT_US.into()];
        let fact = Fact::HandedOver {
            signed: signed.clone(),
        };
        self.save(&[Draft::new(Stream::Board, fact, about)]).await?;
        self.all_sent().await?;
        let close = Close { closing: signed };
        net::ask_as::<_, ()>(&device.token, path::CLOSE, &close).await?;
        Ok(0)
    }

    /// Syncs, and sees that nothing waits but what the endpoint will never take.
    async fn all_sent(self) -> Result<(), PhoneError> {
        self.sync_through().await;
        match self.is_all_sent() {
            true => Ok(()),
            false => Err(PhoneError::NoAnswer),
        }
    }

    fn is_all_sent(self) -> bool {
        let status = self.held().session.borrow().as_ref().map(|it| it.status());
        status
            .is_some_and(|status| status.trouble.is_none() && status.waiting <= status.not_accepted)
    }

    /// After a sync of an organiser's device: tells the endpoint that the campaign was handed over, where whoever
    /// said so was cut off before it heard; or phones would go on sending to it. Once each time the app is opened.
    pub(super) async fn finish_closing(self) {
        let held = self.held();
        if held.told_of_close.get() || !self.is_all_sent() {
            return;
        }
        let device = held.device();
        if let Some(device) = device.filter(|it| it.role() == Role::Organiser)
            && let Some(closing) = self.closing(&device)
        {
            held.told_of_close.set(tell(&device, closing).await);
        }
    }

    /// Tells the endpoint once more: one that was brought back from a backup has forgotten it. Only once it has
    /// the word itself: it takes nothing after, and nobody else would ever be told.
    pub(super) async fn remind_of_the_close(self, device: &Device) {
        if let Some(closing) = self.closing(device)
            && self.all_sent().await.is_ok()
        {
            // Where it does not answer, the next time will do.
            tell(device, closing).await;
        }
    }

    /// The keyholders' word that it was handed over, where they said so and it came by the endpoint, or goes there.
    fn closing(self, device: &Device) -> Option<Vec<u8>> {
        let held = self.held();
        if !held.carried.borrow().is_empty() {
            return None;
        }
        let root = device.line.first()?;
        let said = closings(&held.state.borrow());
        said.into_iter()
            .find(|bytes| closed(root, [&bytes[..]].into_iter()).is_some())
    }
}

/// Whether the endpoint has heard it.
async fn tell(device: &Device, closing: Vec<u8>) -> bool {
    net::ask_as::<_, ()>(&device.token, path::CLOSE, &Close { closing })
        .await
        .is_ok()
}
