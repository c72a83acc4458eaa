//! Whether a copy of the ledger is what it was: the campaigns' orders, link by link.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sqlx::{PgConnection, SqliteConnection};

use super::Result;
use crate::sync::keys::sha256;

/// Where each campaign's order ends, by its id.
pub type Positions = BTreeMap<Vec<u8>, i64>;

const POSITIONS: &str = "SELECT id, position FROM campaigns";

/// Where the orders in an SQLite database end.
pub async fn positions(db: &mut SqliteConnection) -> Result<Positions> {
    let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(POSITIONS).fetch_all(db).await?;
    Ok(rows.into_iter().collect())
}

/// Where the orders in a PostgreSQL database end.
pub async fn positions_in_postgres(db: &mut PgConnection) -> Result<Positions> {
    let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(POSITIONS).fetch_all(db).await?;
    Ok(rows.into_iter().collect())
}

/// How many batches `here` has of which `there` knows nothing.
pub fn more(here: &Positions, there: &Positions) -> u64 {
    here.iter()
        .map(|(id, position)| position - there.get(id).copied().unwrap_or(0))
        .filter(|more| *more > 0)
        .map(i64::unsigned_abs)
        .sum()
}

/// Every batch that is still needed has the hash it is stored under (of what a checkpoint has replaced
/// the bytes may be gone), every campaign's order is without gaps, and its
/// chain is over those hashes; answers how many batches there are, or what is wrong.
pub async fn order(db: &mut SqliteConnection) -> Result<std::result::Result<u64, &'static str>> {
    type Row = (i64, i64, Vec<u8>, Vec<u8>, Vec<u8>, bool);
    let campaigns: Vec<(i64, i64, Vec<u8>)> =
        sqlx::query_as("SELECT key, position, chain FROM campaigns ORDER BY key")
            .fetch_all(&mut *db)
            .await?;
    // An earlier version's backup has none.
    let has_checkpoints: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'checkpoints')",
    )
    .fetch_one(&mut *db)
    .await?;
    let mut ends: BTreeMap<i64, (i64, Vec<u8>)> = BTreeMap::new();
    let mut batches = 0;
    {
        let mut rows = sqlx::query_as(match has_checkpoints {
            true => {
                "SELECT campaign, position, hash, chain, bytes,
                         EXISTS (SELECT 1 FROM checkpoints c WHERE c.campaign = batches.campaign
                             AND c.stream = batches.stream AND c.position > batches.position
                             AND c.gone)
                     FROM batches ORDER BY campaign, position"
            }
            false => {
                "SELECT campaign, position, hash, chain, bytes, FALSE
                     FROM batches ORDER BY campaign, position"
            }
        })
        .fetch(&mut *db);
        while let Some(row) = rows.try_next().await? {
            let (campaign, position, hash, chain, bytes, gone): Row = row;
            let (last, before) = ends
                .entry(campaign)
                .or_insert_with(|| (0, [0_u8; 32].to_vec()));
            if position != *last + 1 {
                return Ok(Err("a batch is missing"));
            }
            if !(gone && bytes.is_empty()) && sha256(&bytes)[..] != hash {
                return Ok(Err("a batch is not what it was"));
            }
            if sha256(&[&before[..], &hash[..]].concat())[..] != chain {
                return Ok(Err("batches are not in the order they were"));
            }
            (*last, *before) = (position, chain);
            batches += 1;
        }
    }
    for (key, position, chain) in campaigns {
        let end = ends.remove(&key);
        if end.unwrap_or_else(|| (0, [0_u8; 32].to_vec())) != (position, chain) {
            return Ok(Err("a campaign's newest batches are missing"));
        }
    }
    Ok(Ok(batches))
}
