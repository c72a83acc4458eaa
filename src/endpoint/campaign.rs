//! Starting a campaign, and finding one by its words.

use std::sync::Arc;

use axum::extract::State;
use subtle::ConstantTimeEq;

use super::caller::{Caller, Now};
use super::clock::Clock;
use super::error::Error;
use super::invitation::fresh_token;
use super::ledger::room::Room;
use super::ledger::{NewCampaign, NewDevice};
use super::message::Message;
use super::{Endpoint, ledger};
use crate::sync::certificate::{Chain, Kind, SignedCertificate};
use crate::sync::closing::{SignedClosing, closed};
use crate::sync::extension::SignedExtension;
use crate::sync::invite::InviteCode;
use crate::sync::keys::sha256;
use crate::sync::root::find_name;
use crate::sync::wire::{Close, Extend, Find, Found, Joined, RefusalCode, Start};

/// `POST /v1/campaigns`
pub async fn start(
    State(endpoint): State<Arc<Endpoint>>,
    Now(now): Now,
    Message(request): Message<Start>,
) -> Result<Message<Joined>, Error> {
    let code = endpoint.starts(&request.start_code).await?;
    let (campaign, organiser) = endpoint.check_start(&request, code, now)?;
    let token = fresh_token()?;
    let organiser = NewDevice {
        certificate: organiser,
        invite: None,
        token: sha256(&token.0.0),
        now,
        most: endpoint.limits.devices,
        room: Room {
            bytes: endpoint.limits.bytes,
            reserve: false,
        },
    };
    endpoint.ledger.start(&campaign, &organiser).await?;
    Ok(Message(Joined {
        token,
        grant: None,
        now,
    }))
}

/// `POST /v1/find`
pub async fn find(
    State(endpoint): State<Arc<Endpoint>>,
    Now(now): Now,
    Message(request): Message<Find>,
) -> Result<Message<Found>, Error> {
    let found = endpoint.ledger.found(&request.name).await?;
    let (campaign, recovery) = found.ok_or(RefusalCode::UnknownCampaign)?;
    if campaign.ends <= now {
        return Err(RefusalCode::RunOut.into());
    }
    if campaign.closed {
        return Err(RefusalCode::HandedOver.into());
    }
    let id = ledger::root_of(&campaign);
    let chain = endpoint.ledger.line(campaign.key, id).await?;
    let root = chain
        .get(id)
        .ok_or(Error::Broken("a campaign has no root"))?;
    Ok(Message(Found {
        root: root.to_bytes(),
        recovery,
        now,
    }))
}

/// `POST /v1/extend`
///
/// As many keyholders as the root needs have signed a later end. An organiser brings it; the same
/// again, or an earlier one, changes nothing.
pub async fn extend(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<Extend>,
) -> Result<Message<()>, Error> {
    caller.is_organiser()?;
    caller.still_writes()?;
    let campaign = caller.device.campaign;
    let root = caller
        .chain
        .get(ledger::root_of(&campaign))
        .ok_or(Error::Broken("a campaign has no root"))?;
    let until = SignedExtension::from_bytes(&request.extension)?.until(root)?;
    endpoint.ledger.extend(campaign.key, until).await?;
    caller.heard(&endpoint).await?;
    Ok(Message(()))
}

/// `POST /v1/close`
///
/// As many keyholders as the root needs have signed that the campaign was handed over. An organiser brings
/// it, and the same again changes nothing.
pub async fn close(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<Close>,
) -> Result<Message<()>, Error> {
    caller.is_organiser()?;
    let campaign = caller.device.campaign;
    let root = caller
        .chain
        .get(ledger::root_of(&campaign))
        .ok_or(Error::Broken("a campaign has no root"))?;
    let said = SignedClosing::from_bytes(&request.closing)?.of(root)?;
    let kept = endpoint.ledger.closing(campaign.key).await?;
    let stands = closed(root, kept.iter().map(Vec::as_slice));
    // Of several the earliest counts, here as on every device.
    if stands.is_none_or(|stands| (said.day, &said.to) < (stands.day, &stands.to)) {
        endpoint
            .ledger
            .close(campaign.key, &request.closing)
            .await?;
    }
    if !campaign.closed {
        tracing::info!("a campaign was handed over, and takes nothing new");
    }
    caller.heard(&endpoint).await?;
    Ok(Message(()))
}

impl Endpoint {
    /// The number of the start code that is, however it was typed. Takes as long for any.
    async fn starts(&self, typed: &str) -> Result<i64, Error> {
        let typed = InviteCode::parse(typed).map_err(|_| RefusalCode::WrongStartCode)?;
        let typed = typed.characters();
        let codes = self.ledger.start_codes().await?;
        let mut found = None;
        for code in codes.iter().filter(|code| !code.revoked) {
            if code.code.as_bytes().ct_eq(typed.as_bytes()).into() {
                found = Some(code.key);
            }
        }
        Ok(found.ok_or(RefusalCode::WrongStartCode)?)
    }

    /// A root that holds, its first organiser, and a way back for every keyholder.
    fn check_start(
        &self,
        request: &Start,
        start_code: i64,
        now: i64,
    ) -> Result<(NewCampaign, SignedCertificate), Error> {
        let root = SignedCertificate::from_bytes(&request.root)?;
        let organiser = SignedCertificate::from_bytes(&request.organiser)?;
        let Kind::Root { keyholders, .. } = &root.certificate.kind else {
            return Err(RefusalCode::BadCertificate.into());
        };
        let id = root.campaign();
        let mut chain = Chain::default();
        let root_id = chain.insert(root.clone());
        let organiser_id = chain.insert(organiser.clone());
        let checked = chain.check(id, organiser_id)?;
        let is_first =
            checked.certificate.kind == Kind::Organiser && checked.certificate.parent == root_id;
        let played = self.clock == Clock::Practice;
        if !is_first || (played && !root.certificate.practice) {
            return Err(RefusalCode::BadCertificate.into());
        }
        checked.in_time(now)?;
        if root.certificate.until <= now {
            return Err(RefusalCode::RunOut.into());
        }
        if request.recovery.len() != keyholders.len() {
            return Err(RefusalCode::Malformed.into());
        }
        let keyholders = keyholders.iter().map(find_name);
        let campaign = NewCampaign {
            id,
            ends: root.certificate.until,
            epoch: request.epoch,
            keyholders: keyholders.zip(request.recovery.iter().cloned()).collect(),
            start_code,
            most: self.limits.campaigns,
            root,
        };
        Ok((campaign, organiser))
    }
}
