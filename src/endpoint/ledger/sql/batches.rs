//! Logs and batches: what a push is judged on, and adding it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Db, campaigns, certificates, devices, fixed, list, shares, signed, start_codes, unsigned,
};
use crate::endpoint::ledger::room::Sent;
use crate::endpoint::ledger::{Addition, Device, Error, Head, Known, Log, Push, Result};
use crate::sync::certificate::{CertificateId, SignedCertificate};
use crate::sync::keys::sha256;
use crate::sync::wire::{LogId, RefusalCode};
use data_encoding::HEXLOWER;

/// A log's row: log, stream, certificate, number and hash of its head.
type Row = (Vec<u8>, Vec<u8>, Vec<u8>, i64, Vec<u8>);

fn read((log, stream, certificate, seq, hash): Row) -> Result<Log> {
    Ok(Log {
        stream: fixed(stream)?,
        certificate: CertificateId(fixed(certificate)?),
        head: Head {
            log: LogId(fixed(log)?),
            seq: unsigned(seq)?,
            hash: fixed(hash)?,
        },
    })
}

pub async fn known(
    db: &mut Db,
    campaign: i64,
    batches: &[(LogId, u64)],
    openings: &[CertificateId],
) -> Result<Known> {
    let names: BTreeSet<[u8; 8]> = batches.iter().map(|(log, _)| log.0).collect();
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT log, stream, certificate, head_seq, head_hash
         FROM json_each($2) CROSS JOIN logs WHERE log = unhex(value) AND campaign = $1",
    )
    .bind(campaign)
    .bind(list(names))
    .fetch_all(&mut *db)
    .await?;
    let logs: BTreeMap<LogId, Log> = rows
        .into_iter()
        .map(|row| read(row).map(|log| (log.head.log, log)))
        .collect::<Result<_>>()?;
    let old = batches
        .iter()
        .filter(|(log, first)| logs.get(log).is_some_and(|known| *first <= known.head.seq));
    let hashes = hashes(db, campaign, old).await?;
    let certificates: Vec<CertificateId> = logs
        .values()
        .map(|log| log.certificate)
        .chain(openings.iter().copied())
        .collect();
    let (chain, revoked) = certificates::lines(db, campaign, &certificates).await?;
    Ok(Known {
        stored: chain.iter().map(SignedCertificate::id).collect(),
        chain,
        revoked,
        logs,
        hashes,
    })
}

/// The hashes of the batches of these logs that start at these numbers.
async fn hashes(
    db: &mut Db,
    campaign: i64,
    batches: impl Iterator<Item = &(LogId, u64)>,
) -> Result<BTreeMap<(LogId, u64), [u8; 32]>> {
    let asked: Vec<String> = batches
        .map(|(log, first)| format!("{} {first}", HEXLOWER.encode(&log.0)))
        .collect();
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(Vec<u8>, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT log, first, hash FROM json_each($2) CROSS JOIN batches
         WHERE campaign = $1 AND log = unhex(substr(value, 1, 16))
             AND first = CAST(substr(value, 18) AS BIGINT)",
    )
    .bind(campaign)
    .bind(serde_json::json!(asked).to_string())
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|(log, first, hash)| Ok(((LogId(fixed(log)?), unsigned(first)?), fixed(hash)?)))
        .collect()
}

pub async fn logs(db: &mut Db, device: &Device, names: &[LogId]) -> Result<Vec<(Log, bool)>> {
    type Owned = (Vec<u8>, Vec<u8>, Vec<u8>, i64, Vec<u8>, bool);
    let names: BTreeSet<[u8; 8]> = names.iter().map(|log| log.0).collect();
    let rows: Vec<Owned> = sqlx::query_as(
        "SELECT log, stream, certificate, head_seq, head_hash,
             EXISTS (SELECT 1 FROM certificates c
                     WHERE c.campaign = $1 AND c.id = certificate AND c.device = $3)
         FROM json_each($2) CROSS JOIN logs WHERE log = unhex(value) AND campaign = $1",
    )
    .bind(device.campaign.key)
    .bind(list(names))
    .bind(&device.subject.0[..])
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|(log, stream, certificate, seq, hash, own)| {
            Ok((read((log, stream, certificate, seq, hash))?, own))
        })
        .collect()
}

/// The heads of the logs written under a certificate, or under any of a device's.
pub async fn heads_of(db: &mut Db, campaign: i64, subject: &[u8]) -> Result<Vec<Head>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT log, stream, certificate, head_seq, head_hash FROM logs
         WHERE campaign = $1 AND certificate IN (
             SELECT $2 UNION SELECT id FROM certificates WHERE campaign = $1 AND device = $2)
         ORDER BY log",
    )
    .bind(campaign)
    .bind(subject)
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| read(row).map(|log| log.head))
        .collect()
}

pub async fn push(db: &mut Db, device: &Device, push: &Push, now: i64) -> Result<()> {
    let campaign = device.campaign.key;
    let (position, chain, closed): (i64, Vec<u8>, bool) =
        sqlx::query_as("SELECT position, chain, closed FROM campaigns WHERE key = $1")
            .bind(campaign)
            .fetch_one(&mut *db)
            .await?;
    // Handed over since this was judged, on what was read before.
    if closed {
        return Err(Error::Refused(RefusalCode::HandedOver));
    }
    for certificate in &push.certificates {
        certificates::keep(db, campaign, certificate, push.room).await?;
    }
    unrevoked(db, campaign, &push.additions).await?;
    let mut chain: [u8; 32] = fixed(chain)?;
    let mut bytes = 0;
    for (position, addition) in (position + 1..).zip(&push.additions) {
        move_head(db, campaign, addition).await?;
        chain = sha256(&[chain, addition.log.head.hash].concat());
        insert(db, campaign, position, &chain, addition).await?;
        bytes += addition.bytes.len() as u64;
    }
    let events = push.additions.iter().map(|one| u64::from(one.count)).sum();
    start_codes::count_events(db, campaign, events, push.room, now).await?;
    campaigns::take_room(db, campaign, bytes, push.room).await?;
    if let Some(share) = &push.share {
        let certificates = push.certificates.iter();
        let brought: u64 = certificates.map(|one| one.to_bytes().len() as u64).sum();
        let sent = Sent {
            bytes: bytes + brought,
            events,
            invites: 0,
        };
        shares::take(db, campaign, share, sent, now).await?;
    }
    sqlx::query("UPDATE campaigns SET position = $1, chain = $2 WHERE key = $3")
        .bind(position + signed(push.additions.len() as u64))
        .bind(&chain[..])
        .bind(campaign)
        .execute(&mut *db)
        .await?;
    if push.unheard {
        return Ok(());
    }
    devices::heard(db, device, now).await
}

/// None of these logs' certificates was revoked since this was judged.
async fn unrevoked(db: &mut Db, campaign: i64, additions: &[Addition]) -> Result<()> {
    let certificates: BTreeSet<[u8; 32]> = additions
        .iter()
        .map(|addition| addition.log.certificate.0)
        .collect();
    let revoked: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM json_each($2) CROSS JOIN certificates c
             WHERE c.campaign = $1 AND c.id = unhex(value) AND revoked)",
    )
    .bind(campaign)
    .bind(list(certificates))
    .fetch_one(db)
    .await?;
    if revoked { Err(Error::Moved) } else { Ok(()) }
}

/// Opens the log, or moves its head on from where it was when this was judged.
async fn move_head(db: &mut Db, campaign: i64, addition: &Addition) -> Result<()> {
    let log = &addition.log;
    let moved = match &addition.follows {
        None => {
            sqlx::query(
                "INSERT INTO logs (campaign, log, stream, certificate, head_seq, head_hash)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            )
            .bind(campaign)
            .bind(&log.head.log.0[..])
            .bind(&log.stream[..])
            .bind(&log.certificate.0[..])
            .bind(signed(log.head.seq))
            .bind(&log.head.hash[..])
            .execute(db)
            .await?
        }
        Some(previous) => {
            sqlx::query(
                "UPDATE logs SET head_seq = $1, head_hash = $2
                 WHERE campaign = $3 AND log = $4 AND head_hash = $5",
            )
            .bind(signed(log.head.seq))
            .bind(&log.head.hash[..])
            .bind(campaign)
            .bind(&log.head.log.0[..])
            .bind(&previous[..])
            .execute(db)
            .await?
        }
    };
    if moved.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Moved)
    }
}

async fn insert(
    db: &mut Db,
    campaign: i64,
    position: i64,
    chain: &[u8; 32],
    addition: &Addition,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO batches
             (campaign, position, log, first, count, stream, hash, chain, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(campaign)
    .bind(position)
    .bind(&addition.log.head.log.0[..])
    .bind(signed(addition.first))
    .bind(i64::from(addition.count))
    .bind(&addition.log.stream[..])
    .bind(&addition.log.head.hash[..])
    .bind(&chain[..])
    .bind(&addition.bytes)
    .execute(db)
    .await?;
    Ok(())
}
