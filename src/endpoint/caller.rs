//! Who is asking: from the token to a device that may still be heard.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Endpoint;
use super::error::Error;
use super::ledger::room::{Room, Share};
use super::ledger::{self, Device, Holder, Readable};
use super::message::token;
use crate::sync::certificate::{Certificate, Chain, Checked, Kind, Reach, Role, Stream};
use crate::sync::keys::sha256;
use crate::sync::wire::RefusalCode;

/// Seconds between two notes of when a device was heard, so that not every pull writes.
const HEARD_EVERY: i64 = 60;

/// The time of a request: seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Now(pub i64);

impl FromRequestParts<Arc<Endpoint>> for Now {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Now, Error> {
        Ok(Now(endpoint.clock.now(&parts.headers)))
    }
}

/// A device that has joined, is not revoked, and whose newest certificate and campaign hold.
pub struct Caller {
    /// The device.
    pub device: Device,
    /// Its newest certificate: what it may read.
    pub newest: Checked,
    /// The certificates above that.
    pub chain: Chain,
    /// When it asks: seconds since 1970.
    pub now: i64,
}

impl FromRequestParts<Arc<Endpoint>> for Caller {
    type Rejection = Error;

    async fn from_request_parts(
        parts: &mut Parts,
        endpoint: &Arc<Endpoint>,
    ) -> Result<Caller, Error> {
        let now = endpoint.clock.now(&parts.headers);
        let token = token(&parts.headers).ok_or(RefusalCode::UnknownDevice)?;
        let device = match endpoint.ledger.holder(&sha256(&token.0.0)).await? {
            Holder::Device(device) => device,
            Holder::Ended => return Err(RefusalCode::RunOut.into()),
            Holder::Nobody => return Err(RefusalCode::UnknownDevice.into()),
        };
        if device.campaign.ends <= now {
            return Err(RefusalCode::RunOut.into());
        }
        if device.revoked {
            return Err(RefusalCode::Revoked.into());
        }
        let chain = endpoint
            .ledger
            .line(device.campaign.key, device.newest)
            .await?;
        let checks = &endpoint.checks;
        let newest = checks.check(&chain, device.campaign.id, device.newest)?;
        newest.in_time(now)?;
        Ok(Caller {
            device,
            newest,
            chain,
            now,
        })
    }
}

impl Caller {
    /// Notes that the device was heard, for requests that do not push. Those have been done, or
    /// only read: that there is no room for the note does not undo them.
    pub async fn heard(&self, endpoint: &Endpoint) -> Result<(), Error> {
        let lately = |at: i64| (at..at.saturating_add(HEARD_EVERY)).contains(&self.now);
        if self.device.last_heard.is_some_and(lately) {
            return Ok(());
        }
        match endpoint.ledger.heard(&self.device, self.now).await {
            Err(ledger::Error::Full) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Refuses anyone but an organiser.
    pub fn is_organiser(&self) -> Result<(), Error> {
        match is_organisers(&self.newest) {
            true => Ok(()),
            false => Err(RefusalCode::NotAllowed.into()),
        }
    }

    /// Refuses everyone once the campaign was handed over.
    pub fn still_writes(&self) -> Result<(), Error> {
        match self.device.campaign.closed {
            false => Ok(()),
            true => Err(RefusalCode::HandedOver.into()),
        }
    }

    /// How much may be stored for it: an organiser uses the reserve too.
    pub fn room(&self, endpoint: &Endpoint) -> Room {
        Room {
            bytes: endpoint.limits.bytes,
            reserve: self.is_organiser().is_ok(),
        }
    }

    /// What it may send today. An organiser's own is not counted: lists of doors are large.
    pub fn share(&self, endpoint: &Endpoint) -> Option<Share> {
        share_of(endpoint, &self.newest)
    }

    /// Refuses who no longer may give what one of its older certificates could: a trainer who is
    /// one no more keeps the certificate that said so.
    pub fn may_still_give(&self, issuer: &Certificate, given: &Certificate) -> Result<(), Error> {
        let newest = &self.newest.certificate;
        if issuer.role > newest.role || !newest.reach.covers(&given.reach) {
            return Err(RefusalCode::NotAllowed.into());
        }
        Ok(())
    }

    /// The streams its newest certificate reads.
    pub fn readable(&self) -> Readable {
        let inner = self.newest.may_read(Stream::Inner);
        match &self.newest.certificate.reach {
            Reach::Everything if inner => Readable::All,
            Reach::Everything => Readable::AllBut(Stream::Inner.name()),
            Reach::Stairs(stairs) => {
                let mut streams = stairs.clone();
                streams.push(Stream::Board.name());
                if inner {
                    streams.push(Stream::Inner.name());
                }
                Readable::Only(streams)
            }
        }
    }

    /// Whether its newest certificate reads the stream of this name.
    pub fn reads(&self, name: [u8; 16]) -> bool {
        Stream::from_name(name).is_some_and(|stream| self.newest.may_read(stream))
    }
}

fn is_organisers(checked: &Checked) -> bool {
    let certificate = &checked.certificate;
    certificate.kind == Kind::Organiser && certificate.role == Role::Organiser
}

/// What the device of this certificate may send today; nothing is counted of an organiser's.
pub fn share_of(endpoint: &Endpoint, checked: &Checked) -> Option<Share> {
    let share = Share {
        person: checked.certificate.person,
        bytes: endpoint.limits.share_bytes,
        events: endpoint.limits.share_events,
        invites: endpoint.limits.share_invites,
    };
    (!is_organisers(checked)).then_some(share)
}
