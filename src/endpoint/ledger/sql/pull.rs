//! Reading: batches since a cursor, back-fills, what is held of a log. Of what a checkpoint has
//! replaced nothing is read but by who wants a log's batches by name, and while they are here.

use std::collections::BTreeSet;

use super::{Db, certificates, checkpoints, fixed, list, signed, unsigned};
use crate::endpoint::ledger::{Device, Pull, Pulled, Readable, Result};
use crate::sync::certificate::CertificateId;
use crate::sync::wire::{Cursor, LogId};

/// No more batches than this are looked at for each part of an answer; a batch is at least some
/// 190 bytes, so an answer of 256 kB is full before that.
const MOST: i64 = 2_000;

/// A batch or checkpoint but for its bytes: position, log, first number, chain hash, length, stream.
type Row = (i64, Vec<u8>, i64, Vec<u8>, i64, Vec<u8>);

/// An answer being filled.
struct Answer {
    campaign: i64,
    left: u64,
    /// The logs whose certificates it needs.
    logs: BTreeSet<[u8; 8]>,
    /// The streams whose checkpoint it has: the certificates of all logs there are needed, and of
    /// who made it.
    checkpoints: BTreeSet<[u8; 16]>,
}

impl Answer {
    /// The rows that still fit, the last one perhaps not quite.
    fn take<'a>(&mut self, rows: &'a [Row]) -> Result<&'a [Row]> {
        let mut taken = 0;
        for (_, log, first, _, length, stream) in rows {
            if self.left == 0 {
                break;
            }
            taken += 1;
            self.left = self.left.saturating_sub(unsigned(*length)?);
            if checkpoints::is_one(log) {
                self.checkpoints.insert(fixed(stream.clone())?);
            } else if *first == 1 {
                self.logs.insert(fixed(log.clone())?);
            }
        }
        Ok(&rows[..taken])
    }

    /// The batches themselves. Their lengths were looked at first, so that a request for a few
    /// never reads them all.
    async fn bytes(&self, db: &mut Db, rows: &[Row]) -> Result<Vec<Vec<u8>>> {
        let positions: Vec<i64> = rows.iter().map(|row| row.0).collect();
        Ok(sqlx::query_scalar(
            "SELECT bytes FROM json_each($2) CROSS JOIN batches
             WHERE campaign = $1 AND position = CAST(value AS BIGINT) ORDER BY position",
        )
        .bind(self.campaign)
        .bind(serde_json::json!(positions).to_string())
        .fetch_all(db)
        .await?)
    }
}

pub async fn pull(db: &mut Db, device: &Device, pull: &Pull) -> Result<Pulled> {
    let campaign = device.campaign.key;
    let mut pulled = Pulled::default();
    let mut answer = Answer {
        campaign,
        left: pull.full as u64,
        logs: BTreeSet::new(),
        checkpoints: BTreeSet::new(),
    };
    for (log, from) in &pull.held {
        held(db, *log, *from, &mut answer, &mut pulled).await?;
    }
    if is_of_this_order(db, campaign, &pull.cursor).await? {
        since(db, pull, &mut answer, &mut pulled).await?;
        for (stream, from) in &pull.backfill {
            let span = (*from, pull.cursor.position);
            backfill(db, *stream, span, &mut answer, &mut pulled).await?;
        }
    } else {
        pulled.restored = true;
        pulled.more = true;
    }
    let writers = writers(db, &answer).await?;
    let (chain, _) = certificates::lines(db, campaign, &writers).await?;
    let mut sent = BTreeSet::new();
    for writer in writers {
        let line = chain.line_of(writer).into_iter();
        pulled
            .certificates
            .extend(line.filter(|signed| sent.insert(signed.id())));
    }
    pulled.grant = newer_grant(db, device, pull.grant).await?;
    Ok(pulled)
}

pub async fn is_of_this_order(db: &mut Db, campaign: i64, cursor: &Cursor) -> Result<bool> {
    if cursor.position == 0 {
        return Ok(cursor.chain == [0; 32]);
    }
    let chain: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT chain FROM batches WHERE campaign = $1 AND position = $2")
            .bind(campaign)
            .bind(signed(cursor.position))
            .fetch_optional(db)
            .await?;
    Ok(chain.is_some_and(|chain| chain == cursor.chain))
}

/// Batches after the cursor, and how far that came.
async fn since(db: &mut Db, pull: &Pull, answer: &mut Answer, pulled: &mut Pulled) -> Result<()> {
    let (end, chain): (i64, Vec<u8>) =
        sqlx::query_as("SELECT position, chain FROM campaigns WHERE key = $1")
            .bind(answer.campaign)
            .fetch_one(&mut *db)
            .await?;
    let rows = rows_since(db, answer.campaign, pull).await?;
    let taken = answer.take(&rows)?;
    pulled.batches = answer.bytes(db, taken).await?;
    pulled.cursor = if taken.len() == rows.len() && (rows.len() as i64) < MOST {
        // What follows is not for this device to read.
        Cursor {
            position: unsigned(end)?,
            chain: fixed(chain)?,
        }
    } else if let Some((position, _, _, chain, _, _)) = taken.last() {
        Cursor {
            position: unsigned(*position)?,
            chain: fixed(chain.clone())?,
        }
    } else {
        pull.cursor
    };
    pulled.more |= pulled.cursor.position < unsigned(end)?;
    Ok(())
}

async fn rows_since(db: &mut Db, campaign: i64, pull: &Pull) -> Result<Vec<Row>> {
    let from = signed(pull.cursor.position);
    let query = match &pull.streams {
        Readable::Only(streams) => sqlx::query_as(
            "SELECT position, log, first, chain, CAST(LENGTH(bytes) AS BIGINT), stream FROM batches
             WHERE campaign = $1 AND position > $2
                 AND stream IN (SELECT unhex(value) FROM json_each($3))
                 AND NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.campaign = $1
                     AND c.stream = batches.stream AND c.position > batches.position)
             ORDER BY position LIMIT $4",
        )
        .bind(campaign)
        .bind(from)
        .bind(list(streams.iter().copied())),
        all => {
            let but = match all {
                Readable::AllBut(stream) => stream.to_vec(),
                _ => Vec::new(),
            };
            sqlx::query_as(
                "SELECT position, log, first, chain, CAST(LENGTH(bytes) AS BIGINT), stream FROM batches
                 WHERE campaign = $1 AND position > $2 AND stream <> $3
                 AND NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.campaign = $1
                     AND c.stream = batches.stream AND c.position > batches.position)
                 ORDER BY position LIMIT $4",
            )
            .bind(campaign)
            .bind(from)
            .bind(but)
        }
    };
    Ok(query.bind(MOST).fetch_all(db).await?)
}

/// One stream's batches after the first of `span`, up to the second, where the cursor stood.
async fn backfill(
    db: &mut Db,
    stream: [u8; 16],
    (from, up_to): (u64, u64),
    answer: &mut Answer,
    pulled: &mut Pulled,
) -> Result<()> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT position, log, first, chain, CAST(LENGTH(bytes) AS BIGINT), stream FROM batches
         WHERE campaign = $1 AND stream = $2 AND position > $3 AND position <= $4
             AND NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.campaign = $1
                 AND c.stream = batches.stream AND c.position > batches.position)
         ORDER BY position LIMIT $5",
    )
    .bind(answer.campaign)
    .bind(&stream[..])
    .bind(signed(from))
    .bind(signed(up_to))
    .bind(MOST)
    .fetch_all(&mut *db)
    .await?;
    let taken = answer.take(&rows)?;
    pulled.backfilled.extend(answer.bytes(db, taken).await?);
    if taken.len() < rows.len() || rows.len() as i64 == MOST {
        let reached = taken.last().map_or(Ok(from), |row| unsigned(row.0))?;
        pulled.backfill.push((stream, reached));
        pulled.more = true;
    }
    Ok(())
}

/// One log's batches from the one that holds number `from`.
async fn held(
    db: &mut Db,
    log: LogId,
    from: u64,
    answer: &mut Answer,
    pulled: &mut Pulled,
) -> Result<()> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT position, log, first, chain, CAST(LENGTH(bytes) AS BIGINT), stream FROM batches
         WHERE campaign = $1 AND log = $2 AND first + count > $3 AND LENGTH(bytes) > 0
         ORDER BY position LIMIT $4",
    )
    .bind(answer.campaign)
    .bind(&log.0[..])
    .bind(signed(from))
    .bind(MOST)
    .fetch_all(&mut *db)
    .await?;
    let taken = answer.take(&rows)?;
    pulled.held.extend(answer.bytes(db, taken).await?);
    pulled.more |= taken.len() < rows.len();
    if !taken.is_empty() {
        answer.logs.insert(log.0);
    }
    Ok(())
}

/// The certificates an answer needs, each once.
async fn writers(db: &mut Db, answer: &Answer) -> Result<Vec<CertificateId>> {
    let ids: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT certificate FROM json_each($2) CROSS JOIN logs
         WHERE log = unhex(value) AND campaign = $1
         UNION
         SELECT certificate FROM json_each($3) CROSS JOIN logs
         WHERE stream = unhex(value) AND campaign = $1
         UNION
         SELECT certificate FROM json_each($3) CROSS JOIN checkpoints
         WHERE stream = unhex(value) AND campaign = $1
         ORDER BY certificate",
    )
    .bind(answer.campaign)
    .bind(list(answer.logs.iter().copied()))
    .bind(list(answer.checkpoints.iter().copied()))
    .fetch_all(db)
    .await?;
    ids.into_iter()
        .map(|id| fixed(id).map(CertificateId))
        .collect()
}

async fn newer_grant(db: &mut Db, device: &Device, than: u64) -> Result<Option<(u64, Vec<u8>)>> {
    let row: Option<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT grant_number, grant_sealed FROM devices
         WHERE campaign = $1 AND subject = $2 AND grant_number > $3 AND grant_sealed IS NOT NULL",
    )
    .bind(device.campaign.key)
    .bind(&device.subject.0[..])
    .bind(signed(than))
    .fetch_optional(db)
    .await?;
    row.map(|(number, sealed)| Ok((unsigned(number)?, sealed)))
        .transpose()
}
