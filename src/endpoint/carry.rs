//! Taking what somebody carried here by hand: batches of a device that has joined, without a token.
//!
//! Whoever brings them shows nothing but the batches, and these prove themselves: each is signed by
//! its log's device. That device has to have joined here, or a code that was used up would still let
//! anybody write; a member who syncs may bring a stranger's, and vouches for it by that. What it takes
//! counts as its writer's own, so nobody's share is used up by others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::State;

use super::Endpoint;
use super::caller::Now;
use super::error::Error;
use super::judge::Arrived;
use super::ledger::room::Room;
use super::ledger::{self, Campaign, Device, Known, Push, Standing};
use super::message::Message;
use super::sync::{TRIES, read_batches};
use crate::sync::certificate::{CertificateId, Checked, Stream};
use crate::sync::wire::{CarriedTo, Carry, LogId, Refusal, RefusalCode};

/// `POST /v1/carry`
pub async fn carry(
    State(endpoint): State<Arc<Endpoint>>,
    Now(now): Now,
    Message(request): Message<Carry>,
) -> Result<Message<CarriedTo>, Error> {
    let campaign = endpoint.ledger.campaign(request.campaign).await?;
    let campaign = campaign.ok_or(RefusalCode::UnknownCampaign)?;
    if campaign.ends <= now {
        return Err(RefusalCode::RunOut.into());
    }
    let arrived = read_batches(&request.batches)?;
    let logs: BTreeSet<LogId> = arrived.iter().map(|one| one.batch.log).collect();
    let writer = endpoint.carried(campaign, arrived, now).await?;
    let logs: Vec<LogId> = logs.into_iter().collect();
    let heads = endpoint.ledger.logs(&writer, &logs).await?;
    Ok(Message(CarriedTo {
        heads: heads.into_iter().map(|(log, _)| log.head).collect(),
    }))
}

impl Endpoint {
    /// Judges and adds what was brought, all or nothing, as its writer's.
    async fn carried(
        &self,
        campaign: Campaign,
        arrived: Vec<Arrived>,
        now: i64,
    ) -> Result<Device, Error> {
        for _ in 0..TRIES {
            let known = self.known_of(campaign, &arrived).await?;
            let writer = self.writer(campaign, &known, &arrived).await?;
            let mut push = self
                .judged(campaign, known.clone(), arrived.clone(), now)
                .await?;
            if push.additions.is_empty() {
                return Ok(writer);
            }
            let written_by = self
                .checks
                .check(&known.chain, campaign.id, writer.newest)?;
            self.limit(&mut push, &written_by);
            match self.ledger.push(&writer, &push, now).await {
                Err(ledger::Error::Moved) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    self.metrics.pushed(&push);
                    return Ok(writer);
                }
            }
        }
        Err(Error::Broken("a log would not stand still"))
    }

    fn limit(&self, push: &mut Push, written_by: &Checked) {
        let board = Stream::Board.name();
        push.room = Room {
            bytes: self.limits.bytes,
            reserve: push.additions.iter().all(|one| one.log.stream == board),
        };
        push.share = super::caller::share_of(self, written_by);
        // That somebody brought it does not say that the device is well.
        push.unheard = true;
    }

    async fn known_of(&self, campaign: Campaign, arrived: &[Arrived]) -> Result<Known, Error> {
        let places: Vec<(LogId, u64)> = arrived
            .iter()
            .map(|one| (one.batch.log, one.batch.first))
            .collect();
        let openings = arrived.iter().filter_map(|one| one.batch.opening);
        let certificates: Vec<CertificateId> =
            openings.map(|opening| opening.certificate).collect();
        let known = self
            .ledger
            .known(campaign.key, &places, &certificates)
            .await?;
        Ok(known)
    }

    /// The device that joined here and wrote all of these.
    async fn writer(
        &self,
        campaign: Campaign,
        known: &Known,
        arrived: &[Arrived],
    ) -> Result<Device, Error> {
        let mut under: BTreeMap<CertificateId, LogId> = BTreeMap::new();
        for one in arrived {
            let log = one.batch.log;
            let there = known.logs.get(&log).map(|log| log.certificate);
            let certificate = there.or(one.batch.opening.map(|opening| opening.certificate));
            // A log that does not begin is for the judge to refuse.
            under.extend(certificate.map(|certificate| (certificate, log)));
        }
        let mut writer: Option<Device> = None;
        for (certificate, log) in under {
            let standing = self.ledger.standing(campaign.key, certificate).await?;
            let same = |subject: CertificateId| {
                writer.is_none_or(|writer: Device| writer.subject == subject)
            };
            let subject = match standing {
                Standing::Device(subject) if same(subject) => subject,
                _ => {
                    let head = known.logs.get(&log).map_or(0, |log| log.head.seq);
                    let refusal = Refusal::of_log(RefusalCode::BadCertificate, log, Some(head));
                    return Err(Error::Refused(refusal));
                }
            };
            writer = Some(Device {
                campaign,
                subject,
                newest: certificate,
                revoked: false,
                last_heard: None,
            });
        }
        match (writer, arrived.first()) {
            (Some(writer), _) => Ok(writer),
            (None, Some(one)) => {
                let refusal = Refusal::of_log(RefusalCode::Gap, one.batch.log, Some(0));
                Err(Error::Refused(refusal))
            }
            (None, None) => Err(RefusalCode::Malformed.into()),
        }
    }
}
