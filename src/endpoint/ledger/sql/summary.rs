//! The whole, in counts.

use super::super::{Db, database_bytes};
use super::unsigned;
use crate::endpoint::ledger::Result;
use crate::endpoint::ledger::summary::Summary;

pub async fn summary(db: &mut Db) -> Result<Summary> {
    let (campaigns, bytes, batches): (i64, i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT),
             CAST(COALESCE(SUM(position), 0) AS BIGINT) FROM campaigns",
    )
    .fetch_one(&mut *db)
    .await?;
    let (devices, last_heard): (i64, Option<i64>) =
        sqlx::query_as("SELECT COUNT(*), MAX(last_heard) FROM devices WHERE NOT revoked")
            .fetch_one(&mut *db)
            .await?;
    Ok(Summary {
        campaigns: unsigned(campaigns)?,
        devices: unsigned(devices)?,
        batches: unsigned(batches)?,
        bytes: unsigned(bytes)?,
        last_heard,
        database_bytes: unsigned(database_bytes(db).await?)?,
    })
}
