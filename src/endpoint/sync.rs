//! Pushing and pulling, in one request.

use std::sync::Arc;

use axum::extract::State;

use super::Endpoint;
use super::caller::Caller;
use super::error::Error;
use super::judge::{Arrived, judge};
use super::ledger::room::Room;
use super::ledger::{self, Campaign, Known, Log, Pull, Push};
use super::message::Message;
use crate::sync::batch::{Batch, BatchError};
use crate::sync::certificate::{CertificateId, SignedCertificate, Stream};
use crate::sync::wire::{FULL_ANSWER, LogId, RefusalCode, SyncAnswer, SyncRequest};

/// Another request may move a log on between judging and writing, this often in a row.
pub(super) const TRIES: usize = 8;
/// Streams back-filled and logs wanted in one request. Streams beyond come next time.
const MOST_ASKED: usize = 500;

/// `POST /v1/sync`
pub async fn sync(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<SyncRequest>,
) -> Result<Message<SyncAnswer>, Error> {
    if request.want.len() > MOST_ASKED {
        return Err(RefusalCode::TooLarge.into());
    }
    let arrived = read_batches(&request.batches)?;
    let mut named: Vec<LogId> = arrived.iter().map(|one| one.batch.log).collect();
    let pushed = endpoint
        .push(&caller, arrived, &request.certificates)
        .await?;
    if !pushed {
        caller.heard(&endpoint).await?;
    }
    named.extend(request.want.iter().map(|(log, _)| *log));
    let logs = endpoint.ledger.logs(&caller.device, &named).await?;
    // Of a log that was neither sent nor is this device's to read, it learns nothing.
    let sent = &named[..named.len() - request.want.len()];
    let shown = |(log, own): &&(Log, bool)| {
        *own || caller.reads(log.stream) || sent.contains(&log.head.log)
    };
    let heads = logs.iter().filter(shown).map(|(log, _)| log.head).collect();
    let (pull, later) = what_to_pull(&caller, &request, &logs);
    let pulled = endpoint.ledger.pull(&caller.device, &pull).await?;
    Ok(Message(answer(caller.now, heads, pulled, later)))
}

pub(super) fn read_batches(batches: &[Vec<u8>]) -> Result<Vec<Arrived>, Error> {
    let read = |bytes: &Vec<u8>| {
        let batch = Batch::from_bytes(bytes).map_err(|error| match error {
            BatchError::TooLarge => RefusalCode::TooLarge,
            _ => RefusalCode::Malformed,
        })?;
        Ok(Arrived {
            batch,
            hash: Batch::hash(bytes),
            bytes: bytes.clone(),
        })
    };
    batches.iter().map(read).collect()
}

/// What this device may read of what it asks for, and the back-fills left for another time.
fn what_to_pull(
    caller: &Caller,
    request: &SyncRequest,
    logs: &[(Log, bool)],
) -> (Pull, Vec<([u8; 16], u64)>) {
    let may_have = |name: &LogId| {
        logs.iter()
            .find(|(log, _)| log.head.log == *name)
            .is_some_and(|(log, own)| *own || caller.reads(log.stream))
    };
    let mut backfill: Vec<([u8; 16], u64)> = request
        .backfill
        .iter()
        .filter(|(stream, _)| caller.reads(*stream))
        .copied()
        .collect();
    let later = backfill.split_off(backfill.len().min(MOST_ASKED));
    let pull = Pull {
        cursor: request.cursor,
        streams: caller.readable(),
        backfill,
        held: request
            .want
            .iter()
            .filter(|(log, _)| may_have(log))
            .copied()
            .collect(),
        full: FULL_ANSWER,
        grant: request.grant,
    };
    (pull, later)
}

fn answer(
    now: i64,
    heads: Vec<crate::sync::wire::Head>,
    pulled: ledger::Pulled,
    later: Vec<([u8; 16], u64)>,
) -> SyncAnswer {
    let certificates = pulled.certificates.iter();
    let more = pulled.more || !later.is_empty();
    let mut backfill = pulled.backfill;
    if !pulled.restored {
        backfill.extend(later);
    }
    SyncAnswer {
        now,
        heads,
        restored: pulled.restored,
        batches: pulled.batches,
        cursor: pulled.cursor,
        more,
        backfilled: pulled.backfilled,
        backfill,
        held: pulled.held,
        certificates: certificates.map(SignedCertificate::to_bytes).collect(),
        grant: pulled.grant,
    }
}

impl Endpoint {
    /// Judges and adds, all or nothing. Signatures are checked before anything is locked, and
    /// again if what they were judged on has changed meanwhile. Answers whether anything was new.
    async fn push(
        &self,
        caller: &Caller,
        arrived: Vec<Arrived>,
        certificates: &[Vec<u8>],
    ) -> Result<bool, Error> {
        if arrived.is_empty() {
            return Ok(false);
        }
        let brought: Vec<SignedCertificate> = certificates
            .iter()
            .map(|bytes| SignedCertificate::from_bytes(bytes))
            .collect::<Result<_, _>>()?;
        for _ in 0..TRIES {
            let push = self.pushed(caller, arrived.clone(), &brought).await?;
            if push.additions.is_empty() {
                return Ok(false);
            }
            match self.ledger.push(&caller.device, &push, caller.now).await {
                Err(ledger::Error::Moved) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    self.metrics.pushed(&push);
                    return Ok(true);
                }
            }
        }
        Err(Error::Broken("a log would not stand still"))
    }

    /// Judges a push, beside what else is asked meanwhile: signatures take their time.
    pub async fn judged(
        &self,
        campaign: Campaign,
        known: Known,
        arrived: Vec<Arrived>,
        now: i64,
    ) -> Result<Push, Error> {
        let checks = Arc::clone(&self.checks);
        tokio::task::spawn_blocking(move || judge(campaign, &known, arrived, now, &checks))
            .await
            .map_err(|_| Error::Broken("judging a push panicked"))?
            .map_err(Error::Refused)
    }

    async fn pushed(
        &self,
        caller: &Caller,
        arrived: Vec<Arrived>,
        brought: &[SignedCertificate],
    ) -> Result<Push, Error> {
        let mut known = self.known(caller, &arrived, brought).await?;
        for certificate in brought {
            // What is stored was checked, and is not replaced by what is brought.
            if !known.stored.contains(&certificate.id()) {
                known.chain.insert(certificate.clone());
            }
        }
        let (campaign, now) = (caller.device.campaign, caller.now);
        let mut push = self.judged(campaign, known, arrived, now).await?;
        let board = Stream::Board.name();
        push.room = Room {
            bytes: self.limits.bytes,
            // Only organisers write on the board.
            reserve: push.additions.iter().all(|one| one.log.stream == board),
        };
        push.share = caller.share(self);
        Ok(push)
    }

    async fn known(
        &self,
        caller: &Caller,
        arrived: &[Arrived],
        brought: &[SignedCertificate],
    ) -> Result<Known, Error> {
        let places: Vec<(LogId, u64)> = arrived
            .iter()
            .map(|one| (one.batch.log, one.batch.first))
            .collect();
        let opened = arrived
            .iter()
            .filter_map(|one| one.batch.opening)
            .map(|opening| opening.certificate);
        // Of those brought, the issuers too: they may be here, and revoked.
        let certificates: Vec<CertificateId> = brought
            .iter()
            .flat_map(|signed| [signed.id(), signed.certificate.parent])
            .chain(opened)
            .collect();
        let campaign = caller.device.campaign.key;
        Ok(self.ledger.known(campaign, &places, &certificates).await?)
    }
}
