//! Checkpoints: putting one in its stream's place, and deleting what was replaced.

use super::pull::is_of_this_order;
use super::{Db, campaigns, certificates, devices, fixed, signed, unsigned};
use crate::endpoint::ledger::checkpoint::{LetGo, Replacement};
use crate::endpoint::ledger::{Device, Error, Result};
use crate::sync::certificate::Stream;
use crate::sync::keys::sha256;
use crate::sync::wire::RefusalCode;

/// The log that checkpoints stand under among batches: none has this name.
const NO_LOG: [u8; 8] = [0; 8];

/// Whether what stands under this log's name is a checkpoint.
pub fn is_one(log: &[u8]) -> bool {
    log == NO_LOG
}

pub async fn replace(db: &mut Db, device: &Device, new: &Replacement, now: i64) -> Result<()> {
    let campaign = device.campaign.key;
    let in_order = is_of_this_order(db, campaign, &new.upto).await?;
    let moved: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM batches
             WHERE campaign = $1 AND stream IN ($2, $3) AND position > $4)",
    )
    .bind(campaign)
    .bind(&new.stream[..])
    .bind(&Stream::Board.name()[..])
    .bind(signed(new.upto.position))
    .fetch_one(&mut *db)
    .await?;
    if moved || !in_order {
        return Err(Error::Refused(RefusalCode::CheckpointMoved));
    }
    if certificates::is_revoked(db, campaign, new.certificate).await? {
        return Err(Error::Refused(RefusalCode::Revoked));
    }
    campaigns::take_room(db, campaign, new.bytes.len() as u64, new.room).await?;
    let (position, chain): (i64, Vec<u8>) =
        sqlx::query_as("SELECT position, chain FROM campaigns WHERE key = $1")
            .bind(campaign)
            .fetch_one(&mut *db)
            .await?;
    let before: [u8; 32] = fixed(chain)?;
    let (position, chain) = (position + 1, sha256(&[before, new.hash].concat()));
    insert(db, campaign, position, &chain, new).await?;
    sqlx::query("UPDATE campaigns SET position = $1, chain = $2 WHERE key = $3")
        .bind(position)
        .bind(&chain[..])
        .bind(campaign)
        .execute(&mut *db)
        .await?;
    devices::heard(db, device, now).await
}

async fn insert(
    db: &mut Db,
    campaign: i64,
    position: i64,
    chain: &[u8; 32],
    new: &Replacement,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO batches
             (campaign, position, log, first, count, stream, hash, chain, bytes)
         VALUES ($1, $2, $3, $2, 0, $4, $5, $6, $7)",
    )
    .bind(campaign)
    .bind(position)
    .bind(&NO_LOG[..])
    .bind(&new.stream[..])
    .bind(&new.hash[..])
    .bind(&chain[..])
    .bind(&new.bytes)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "INSERT INTO checkpoints (campaign, position, stream, certificate, due)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(campaign)
    .bind(position)
    .bind(&new.stream[..])
    .bind(&new.certificate.0[..])
    .bind(new.due)
    .execute(db)
    .await?;
    Ok(())
}

/// Empties what was replaced and is due. The rows stay: the order's chain and every cursor need
/// their hashes, and whoever offers one of them again is told that it is here.
pub async fn let_go(db: &mut Db, now: i64) -> Result<LetGo> {
    let due: Vec<(i64, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT campaign, position, stream FROM checkpoints WHERE NOT gone AND due <= $1
         ORDER BY campaign, position",
    )
    .bind(now)
    .fetch_all(&mut *db)
    .await?;
    let mut gone = LetGo::default();
    for (campaign, position, stream) in due {
        let (batches, bytes): (i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), CAST(COALESCE(SUM(LENGTH(bytes)), 0) AS BIGINT) FROM batches
             WHERE campaign = $1 AND stream = $2 AND position < $3 AND LENGTH(bytes) > 0",
        )
        .bind(campaign)
        .bind(&stream)
        .bind(position)
        .fetch_one(&mut *db)
        .await?;
        sqlx::query(
            "UPDATE batches SET bytes = $4
             WHERE campaign = $1 AND stream = $2 AND position < $3 AND LENGTH(bytes) > 0",
        )
        .bind(campaign)
        .bind(&stream)
        .bind(position)
        .bind(Vec::<u8>::new())
        .execute(&mut *db)
        .await?;
        sqlx::query("UPDATE campaigns SET bytes = bytes - $1 WHERE key = $2")
            .bind(bytes)
            .bind(campaign)
            .execute(&mut *db)
            .await?;
        sqlx::query("UPDATE checkpoints SET gone = TRUE WHERE campaign = $1 AND position = $2")
            .bind(campaign)
            .bind(position)
            .execute(&mut *db)
            .await?;
        gone.batches += unsigned(batches)?;
        gone.bytes += unsigned(bytes)?;
    }
    Ok(gone)
}
