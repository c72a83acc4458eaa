//! Coming to a campaign: by an invitation, by founding it, by its words; and leaving it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::clock::{BrowserRng, now};
use super::net;
use super::notes::Left;
use super::own::Own;
use super::rebuilt::Rebuilt;
use super::told::{PhoneError, SaveError};
use crate::sync::device::{Device, Founding, Invitation, Joining, recover_by, words_missing};
use crate::sync::invite::InviteCode;
use crate::sync::keys::OwnKeys;
use crate::sync::root::{find_name, keyholder};
use crate::sync::wire::{Find, Found, Joined, Look, Looked, Refusal, path};

/// Why an invitation is not to be had. That its campaign was handed over is believed of its keyholders alone.
fn not_to_be_had(code: &InviteCode, refusal: &Refusal) -> PhoneError {
    let moved = refusal.moved();
    let said = moved.and_then(|moved| Invitation::moved(code, &moved).ok());
    match said {
        Some(closing) => PhoneError::Moved(closing),
        None => PhoneError::Refused(refusal.code),
    }
}

impl Own {
    pub(super) async fn look_at(self, typed: &str) -> Result<(InviteCode, Invitation), PhoneError> {
        let code = InviteCode::parse(typed)?;
        let look = Look {
            name: code.lookup_name(),
        };
        match net::hear::<_, Looked>(path::LOOK, &look).await? {
            Ok(looked) => {
                let invitation = Invitation::read(&code, &looked)?;
                Ok((code, invitation))
            }
            Err(refusal) => Err(not_to_be_had(&code, &refusal)),
        }
    }

    pub(super) async fn join_by(
        self,
        code: &InviteCode,
        invitation: &Invitation,
        name: &str,
    ) -> Result<(), PhoneError> {
        spawn_local(self.asked_to_keep());
        let held = self.held();
        // Should an answer have been lost, the same certificate is shown again: it uses the
        // invitation once.
        let joining = match held.journal.joining(code.lookup_name()).await {
            Some(joining) => joining,
            None => {
                let joining = invitation.join(code, name, now(), &mut BrowserRng);
                let kept = held.journal.keep_joining(code.lookup_name(), &joining);
                kept.await.map_err(SaveError::from)?;
                joining
            }
        };
        let joined: Joined = net::ask(path::JOIN, &joining.request()).await?;
        self.become_device(joining, &joined).await
    }

    pub(super) async fn found_campaign(
        self,
        words_keys: &[OwnKeys],
        needed: u8,
        founding: &Founding,
    ) -> Result<(), PhoneError> {
        spawn_local(self.asked_to_keep());
        let (start, joining) = founding.found_by(words_keys, needed, &mut BrowserRng)?;
        let joined: Joined = net::ask(path::START, &start).await?;
        self.become_device(joining, &joined).await
    }

    /// The campaign that these keyholders' words open, by the first one's.
    async fn find(self, words_keys: &[OwnKeys]) -> Result<Found, PhoneError> {
        let first = words_keys.first().ok_or(PhoneError::NotAllowed)?;
        let find = Find {
            name: find_name(&keyholder(first)),
        };
        net::ask(path::FIND, &find).await
    }

    /// How many keyholders' words are still missing.
    pub(super) async fn words_missing(self, words_keys: &[OwnKeys]) -> Result<usize, PhoneError> {
        let found = self.find(words_keys).await?;
        Ok(words_missing(&found, words_keys)?)
    }

    pub(super) async fn recover_by(
        self,
        words_keys: &[OwnKeys],
        name: &str,
    ) -> Result<(), PhoneError> {
        spawn_local(self.asked_to_keep());
        let found = self.find(words_keys).await?;
        let joining = recover_by(words_keys, &found, name, now(), &mut BrowserRng)?;
        let joined: Joined = net::ask(path::JOIN, &joining.request()).await?;
        self.become_device(joining, &joined).await
    }

    async fn become_device(self, joining: Joining, joined: &Joined) -> Result<(), PhoneError> {
        let device = joining.finish(joined)?;
        self.begin_as(device).await?;
        self.begin_sync();
        Ok(())
    }

    /// Keeps the device's record, and starts as it with nothing.
    pub(super) async fn begin_as(self, device: Device) -> Result<(), SaveError> {
        let held = self.held();
        held.journal.keep_device(&device).await?;
        Left::remove(held.journal.database());
        self.told.left.set(None);
        self.put_in_place(Some(Rebuilt::new(device)));
        held.tabs.tell(super::tabs::News::Changed);
        self.refresh();
        self.changed();
        Ok(())
    }

    pub(super) async fn leave(self) -> Result<(), PhoneError> {
        let held = self.held();
        held.journal.wipe().await.map_err(SaveError::from)?;
        self.put_in_place(None);
        self.keep_script(None);
        held.unsaved.borrow_mut().clear();
        held.tabs.tell(super::tabs::News::Changed);
        self.told.repaired.set(None);
        self.refresh();
        self.changed();
        Ok(())
    }
}
