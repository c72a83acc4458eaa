//! Members: who they are, what they are granted, and taking them off.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;

use super::Endpoint;
use super::caller::Caller;
use super::error::Error;
use super::ledger::{Member, Membership, NewGrant, NextEpoch, Standing, root_of};
use super::message::Message;
use crate::sync::certificate::{
    Author, CertificateId, Checked, Kind, Role, SignedCertificate, Stream,
};
use crate::sync::wire::{
    GrantFor, Grants, Member as Shown, Members, NewEpoch, RefusalCode, Revoke, Revoked,
};

/// `POST /v1/revoke`
///
/// A device is refused from then on, with all its certificates; an invite lets nobody join any
/// more. Who and what is below either stays until revoked by name.
pub async fn revoke(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<Revoke>,
) -> Result<Message<Revoked>, Error> {
    endpoint.may_revoke(&caller, request.certificate).await?;
    let campaign = caller.device.campaign.key;
    let heads = endpoint
        .ledger
        .revoke(campaign, request.certificate)
        .await?;
    caller.heard(&endpoint).await?;
    Ok(Message(Revoked { heads }))
}

/// `POST /v1/members`
pub async fn members(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(()): Message<()>,
) -> Result<Message<Members>, Error> {
    caller.is_organiser()?;
    let campaign = caller.device.campaign;
    let membership = endpoint.ledger.members(campaign.key).await?;
    caller.heard(&endpoint).await?;
    Ok(Message(Members {
        epoch: campaign.epoch,
        certificates: root_first(&membership),
        members: membership.members.iter().map(shown).collect(),
    }))
}

/// `POST /v1/grants`
pub async fn grants(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<Grants>,
) -> Result<Message<()>, Error> {
    caller.still_writes()?;
    let campaign = caller.device.campaign.key;
    let membership = endpoint.ledger.members(campaign).await?;
    let mut checked = Vec::new();
    for grant in request.grants {
        checked.push(endpoint.check_grant(&caller, &membership, grant).await?);
    }
    endpoint
        .ledger
        .grant(campaign, request.epoch, &checked, caller.room(&endpoint))
        .await?;
    caller.heard(&endpoint).await?;
    Ok(Message(()))
}

/// `POST /v1/epoch`
pub async fn new_epoch(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<NewEpoch>,
) -> Result<Message<()>, Error> {
    caller.is_organiser()?;
    caller.still_writes()?;
    let campaign = caller.device.campaign;
    if request.recovery.len() != keyholders(&caller)? {
        return Err(RefusalCode::Malformed.into());
    }
    let membership = endpoint.ledger.members(campaign.key).await?;
    let granted: BTreeSet<CertificateId> = request.grants.iter().map(|g| g.subject).collect();
    if live(&endpoint, &caller, &membership).any(|subject| !granted.contains(&subject)) {
        return Err(RefusalCode::EpochMoved.into());
    }
    let mut grants = Vec::new();
    for grant in request.grants {
        grants.push(endpoint.check_grant(&caller, &membership, grant).await?);
    }
    let next = NextEpoch {
        replaces: request.replaces,
        epoch: request.epoch,
        recovery: request.recovery,
        seen: holding(&membership).collect(),
        grants,
        room: caller.room(&endpoint),
    };
    endpoint.ledger.begin_epoch(campaign.key, &next).await?;
    caller.heard(&endpoint).await?;
    Ok(Message(()))
}

fn shown(member: &Member) -> Shown {
    match *member {
        Member::Device {
            subject,
            newest,
            revoked,
            joined,
            last_heard,
        } => Shown {
            subject,
            newest,
            revoked,
            uses_left: None,
            joined: Some(joined),
            last_heard,
        },
        Member::Invite {
            subject,
            revoked,
            uses_left,
        } => Shown {
            subject,
            newest: subject,
            revoked,
            uses_left: Some(uses_left),
            joined: None,
            last_heard: None,
        },
    }
}

/// Every certificate once, each after those above it.
fn root_first(membership: &Membership) -> Vec<Vec<u8>> {
    let mut sent = BTreeSet::new();
    membership
        .chain
        .iter()
        .flat_map(|signed| membership.chain.line_of(signed.id()))
        .filter(|signed| sent.insert(signed.id()))
        .map(|signed| signed.to_bytes())
        .collect()
}

/// How many keyholders the campaign's root names.
fn keyholders(caller: &Caller) -> Result<usize, Error> {
    let root = caller.chain.get(root_of(&caller.device.campaign));
    match root.map(|root| &root.certificate.kind) {
        Some(Kind::Root { keyholders, .. }) => Ok(keyholders.len()),
        _ => Err(Error::Broken("a campaign has no root")),
    }
}

/// Devices not revoked, and invites neither revoked nor used up.
fn holding(membership: &Membership) -> impl Iterator<Item = CertificateId> {
    membership.members.iter().filter_map(|member| match member {
        Member::Device {
            subject,
            revoked: false,
            ..
        } => Some(*subject),
        Member::Invite {
            subject,
            revoked: false,
            uses_left: 1..,
        } => Some(*subject),
        _ => None,
    })
}

/// Of those, the ones that have not run out: who needs the new epoch's keys. Not the caller,
/// who made them.
fn live(
    endpoint: &Endpoint,
    caller: &Caller,
    membership: &Membership,
) -> impl Iterator<Item = CertificateId> {
    holding(membership).filter(|subject| {
        let newest = newest_of(membership, *subject);
        *subject != caller.device.subject
            && endpoint
                .checks
                .check(&membership.chain, caller.device.campaign.id, newest)
                .is_ok_and(|checked| checked.in_time(caller.now).is_ok())
    })
}

/// A member's newest certificate; an invite's own.
fn newest_of(membership: &Membership, of: CertificateId) -> CertificateId {
    let newest = membership.members.iter().find_map(|member| match member {
        Member::Device {
            subject, newest, ..
        } if *subject == of => Some(*newest),
        _ => None,
    });
    newest.unwrap_or(of)
}

impl Endpoint {
    /// The caller's certificates among these.
    async fn own_of(
        &self,
        caller: &Caller,
        line: &[CertificateId],
    ) -> Result<Vec<CertificateId>, Error> {
        let own = Standing::Device(caller.device.subject);
        let mut found = Vec::new();
        for id in line {
            if self
                .ledger
                .standing(caller.device.campaign.key, *id)
                .await?
                == own
            {
                found.push(*id);
            }
        }
        Ok(found)
    }

    /// Down the certificate tree, by any of the caller's certificates; and any organiser any
    /// trainer or volunteer.
    async fn may_revoke(&self, caller: &Caller, id: CertificateId) -> Result<(), Error> {
        let campaign = caller.device.campaign;
        let chain = self.ledger.line(campaign.key, id).await?;
        let target = self.checks.check(&chain, campaign.id, id)?;
        let other = target.author(Stream::Board);
        let newest = caller.newest.author(Stream::Board);
        let own = self.own_of(caller, &target.line).await?;
        let is_root = matches!(target.certificate.kind, Kind::Root { .. });
        let may = own.into_iter().chain([newest.device]).any(|device| {
            let by = Author {
                device,
                ..newest.clone()
            };
            by.may_revoke(&other)
        });
        if may && !is_root {
            Ok(())
        } else {
            Err(RefusalCode::NotAllowed.into())
        }
    }

    /// A grant from who may give it: an organiser, or whoever is above the member. A newer
    /// certificate must hold and be the same device's.
    async fn check_grant(
        &self,
        caller: &Caller,
        membership: &Membership,
        grant: GrantFor,
    ) -> Result<NewGrant, Error> {
        let campaign = caller.device.campaign.id;
        let chain = &membership.chain;
        let subject = self.checks.check(chain, campaign, grant.subject)?;
        let above = caller.newest.certificate.role == Role::Organiser
            || !self.own_of(caller, &subject.line).await?.is_empty();
        if !above {
            return Err(RefusalCode::NotAllowed.into());
        }
        let certificate = grant
            .certificate
            .map(|bytes| SignedCertificate::from_bytes(&bytes))
            .transpose()?;
        if let Some(newer) = &certificate {
            self.check_newer(caller, membership, &subject, newer)
                .await?;
        }
        Ok(NewGrant {
            subject: grant.subject,
            certificate,
            sealed: grant.sealed,
            left: caller.now,
        })
    }

    async fn check_newer(
        &self,
        caller: &Caller,
        membership: &Membership,
        subject: &Checked,
        newer: &SignedCertificate,
    ) -> Result<(), Error> {
        let campaign = caller.device.campaign;
        let issuer = newer.certificate.parent;
        let mut chain = membership.chain.clone();
        let id = chain.insert(newer.clone());
        let newer = chain.check(campaign.id, id)?;
        caller.may_still_give(
            &chain.check(campaign.id, issuer)?.certificate,
            &newer.certificate,
        )?;
        let (was, is) = (&subject.certificate, &newer.certificate);
        let same_device = was.sign == is.sign && was.seal == is.seal && was.person == is.person;
        let revoked = self.ledger.is_revoked(campaign.key, issuer).await?;
        if !same_device || !subject.is_device() || !newer.is_device() || revoked {
            return Err(RefusalCode::BadCertificate.into());
        }
        Ok(newer.in_time(caller.now)?)
    }
}
