//! Invitations: publishing one, looking at it, joining by it.

use std::sync::Arc;

use axum::extract::State;

use super::caller::{Caller, Now};
use super::error::Error;
use super::ledger::room::Room;
use super::ledger::{Campaign, Invitation, NewDevice, NewInvite, Standing, UsedInvite, root_of};
use super::message::Message;
use super::{Endpoint, randomness};
use crate::sync::certificate::{Chain, Kind, Role, SignedCertificate};
use crate::sync::keys::{random_secret, sha256};
use crate::sync::wire::{Invite, Join, Joined, Look, Looked, Moved, Refusal, RefusalCode, Token};

/// `POST /v1/invites/look`
pub async fn look(
    State(endpoint): State<Arc<Endpoint>>,
    Now(now): Now,
    Message(request): Message<Look>,
) -> Result<Message<Looked>, Error> {
    let invite = endpoint.ledger.invitation(&request.name).await?;
    let invite = invite.ok_or(RefusalCode::UnknownInvite)?;
    if invite.campaign.ends <= now {
        return Err(RefusalCode::RunOut.into());
    }
    if invite.campaign.closed {
        return Err(Error::Refused(endpoint.moved(&invite).await?));
    }
    if invite.revoked {
        return Err(RefusalCode::RevokedInvite.into());
    }
    let id = invite.certificate;
    let chain = endpoint.ledger.line(invite.campaign.key, id).await?;
    if has_run_out(&chain, &invite.campaign, id, now)? {
        return Err(RefusalCode::ExpiredInvite.into());
    }
    if invite.uses_left == 0 {
        return Err(RefusalCode::UsedInvite.into());
    }
    let line = chain.line_of(id);
    Ok(Message(Looked {
        line: line.iter().map(SignedCertificate::to_bytes).collect(),
        uses_left: invite.uses_left,
        now,
    }))
}

/// `POST /v1/join`
pub async fn join(
    State(endpoint): State<Arc<Endpoint>>,
    Now(now): Now,
    Message(request): Message<Join>,
) -> Result<Message<Joined>, Error> {
    let certificate = SignedCertificate::from_bytes(&request.certificate)?;
    let campaign = endpoint.campaign_to_join(&certificate, now).await?;
    let invite = endpoint.invite_to_use(&campaign, &certificate, now).await?;
    let token = fresh_token()?;
    // Who comes back by the words does so where nothing else goes any more.
    let reserve = certificate.certificate.role == Role::Organiser;
    let device = NewDevice {
        certificate,
        invite,
        token: sha256(&token.0.0),
        now,
        most: endpoint.limits.devices,
        room: Room {
            bytes: endpoint.limits.bytes,
            reserve,
        },
    };
    let grant = endpoint.ledger.join(campaign.key, &device).await?;
    Ok(Message(Joined { token, grant, now }))
}

/// `POST /v1/invites`
pub async fn publish(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<Invite>,
) -> Result<Message<()>, Error> {
    caller.still_writes()?;
    let certificate = SignedCertificate::from_bytes(&request.certificate)?;
    let Kind::Invite { uses, .. } = certificate.certificate.kind else {
        return Err(RefusalCode::BadCertificate.into());
    };
    endpoint.may_invite(&caller, &certificate).await?;
    let invite = NewInvite {
        name: request.name,
        certificate,
        uses,
        grant: request.grant,
        epoch: request.epoch,
        most: endpoint.limits.invites,
        room: caller.room(&endpoint),
        share: caller.share(&endpoint),
        now: caller.now,
    };
    let campaign = caller.device.campaign.key;
    endpoint.ledger.publish(campaign, &invite).await?;
    caller.heard(&endpoint).await?;
    Ok(Message(()))
}

/// A token nobody has yet.
pub fn fresh_token() -> Result<Token, Error> {
    let mut random = randomness().map_err(|_| Error::Broken("the system gives no randomness"))?;
    Ok(Token(random_secret(&mut random)))
}

/// Whether joining by an invite has ended.
fn has_run_out(
    chain: &Chain,
    campaign: &Campaign,
    id: crate::sync::certificate::CertificateId,
    now: i64,
) -> Result<bool, Error> {
    Ok(chain.check(campaign.id, id)?.in_time(now).is_err())
}

impl Endpoint {
    /// That an invitation's campaign was handed over, as its keyholders signed it, where that was kept. Whoever's
    /// invitation was taken back is not told to whom.
    async fn moved(&self, invite: &Invitation) -> Result<Refusal, Error> {
        let campaign = invite.campaign.key;
        let closing = match invite.revoked {
            true => None,
            false => self.ledger.closing(campaign).await?,
        };
        let Some(closing) = closing else {
            return Ok(Refusal::new(RefusalCode::HandedOver));
        };
        let chain = self.ledger.line(campaign, invite.certificate).await?;
        let line = chain.line_of(invite.certificate);
        Ok(Refusal::of_moved(&Moved {
            line: line.iter().map(SignedCertificate::to_bytes).collect(),
            closing,
        }))
    }

    /// The campaign a certificate belongs to, if it still runs.
    async fn campaign_to_join(
        &self,
        certificate: &SignedCertificate,
        now: i64,
    ) -> Result<Campaign, Error> {
        let id = certificate.campaign();
        let campaign = self.ledger.campaign(id).await?;
        let by_the_words = certificate.certificate.parent.0 == id.0;
        let campaign = campaign.ok_or(if by_the_words {
            RefusalCode::UnknownCampaign
        } else {
            RefusalCode::UnknownInvite
        })?;
        if campaign.ends <= now {
            return Err(RefusalCode::RunOut.into());
        }
        if campaign.closed {
            return Err(RefusalCode::HandedOver.into());
        }
        Ok(campaign)
    }

    /// The invite that signed a certificate, which holds; `None` where the keyholders signed it.
    async fn invite_to_use(
        &self,
        campaign: &Campaign,
        certificate: &SignedCertificate,
        now: i64,
    ) -> Result<Option<UsedInvite>, Error> {
        let parent = certificate.certificate.parent;
        let by_the_words = parent == root_of(campaign);
        let name = self.ledger.invite_name(campaign.key, parent).await?;
        if name.is_none() && !by_the_words {
            return Err(RefusalCode::UnknownInvite.into());
        }
        let mut chain = self.ledger.line(campaign.key, parent).await?;
        let id = chain.insert(certificate.clone());
        let checked = chain.check(campaign.id, id)?;
        // Nobody could give keys to who has a sealing key that nothing can be sealed to.
        if !checked.is_device() || !checked.certificate.seal.is_useful() {
            return Err(RefusalCode::BadCertificate.into());
        }
        checked.in_time(now)?;
        name.map(|name| {
            let run_out = has_run_out(&chain, campaign, parent, now)?;
            Ok(UsedInvite { name, run_out })
        })
        .transpose()
    }

    /// Whether the caller issued this invite, and may still do so.
    async fn may_invite(
        &self,
        caller: &Caller,
        certificate: &SignedCertificate,
    ) -> Result<(), Error> {
        let campaign = &caller.device.campaign;
        let issuer = certificate.certificate.parent;
        let standing = self.ledger.standing(campaign.key, issuer).await?;
        if standing != Standing::Device(caller.device.subject) {
            return Err(RefusalCode::NotAllowed.into());
        }
        let mut chain = self.ledger.line(campaign.key, issuer).await?;
        let id = chain.insert(certificate.clone());
        let invite = chain.check(campaign.id, id)?;
        let issuer = chain.check(campaign.id, issuer)?.certificate;
        caller.may_still_give(&issuer, &invite.certificate)?;
        Ok(invite.in_time(caller.now)?)
    }
}
