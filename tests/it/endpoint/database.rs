//! Everything an endpoint has stored, as text.
//!
//! Nothing is left out: not when a device was last heard, nor the campaigns' counter. A refused
//! request is not even a sign of life, since the endpoint notes one only where it answers 200.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

/// Every row of every table, and how each table is made, in an order of their own.
pub fn rows(data: &Path) -> Vec<String> {
    looking(data, async |db| {
        let tables: Vec<(String, String)> = sqlx::query_as(
            "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type = 'table' ORDER BY name",
        )
        .fetch_all(&mut *db)
        .await
        .unwrap();
        let mut rows = Vec::new();
        for (table, made) in tables {
            rows.push(made);
            rows.extend(rows_of(db, &table).await);
        }
        rows
    })
}

/// How much an endpoint has of something: `batches`, or `batches WHERE first = 1`.
pub fn count(data: &Path, of: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM {of}");
    looking(data, async |db| {
        sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_one(db)
            .await
            .unwrap()
    })
}

/// What SQLite itself says of the database's pages.
pub fn integrity(data: &Path) -> String {
    looking(data, async |db| {
        sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_one(db)
            .await
            .unwrap()
    })
}

/// A batch as it is stored: campaign, position, log, first number, how many, hash, chain hash,
/// bytes.
pub type Stored = (i64, i64, Vec<u8>, i64, i64, Vec<u8>, Vec<u8>, Vec<u8>);

/// Every batch, in the campaigns' order.
pub fn batches(data: &Path) -> Vec<Stored> {
    looking(data, async |db| {
        sqlx::query_as(
            "SELECT campaign, position, log, first, count, hash, chain, bytes FROM batches
             ORDER BY campaign, position",
        )
        .fetch_all(db)
        .await
        .unwrap()
    })
}

/// Every log with the number and the hash of its head.
pub fn heads(data: &Path) -> Vec<(Vec<u8>, i64, Vec<u8>)> {
    looking(data, async |db| {
        sqlx::query_as("SELECT log, head_seq, head_hash FROM logs ORDER BY campaign, log")
            .fetch_all(db)
            .await
            .unwrap()
    })
}

/// Takes a campaign's batches away, behind the endpoint's back, to make room.
pub fn forget_batches(data: &Path, campaign: i64) {
    looking(data, async |db| {
        sqlx::query("DELETE FROM batches WHERE campaign = ?")
            .bind(campaign)
            .execute(db)
            .await
            .unwrap();
    });
}

fn looking<T>(data: &Path, look: impl AsyncFnOnce(&mut SqliteConnection) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut db = SqliteConnectOptions::new()
            .filename(data.join("stairwell.db"))
            .connect()
            .await
            .unwrap();
        let seen = look(&mut db).await;
        // Dropped, it would be closed a little later, by when its files may be others.
        db.close().await.unwrap();
        seen
    })
}

async fn rows_of(db: &mut SqliteConnection, table: &str) -> Vec<String> {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
        .bind(table)
        .fetch_all(&mut *db)
        .await
        .unwrap();
    let quoted: Vec<String> = columns
        .iter()
        .map(|name| format!("quote({name})"))
        .collect();
    let row = quoted.join(" || ' ' || ");
    let query = format!("SELECT '{table} ' || {row} AS row FROM {table} ORDER BY row");
    sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_all(db)
        .await
        .unwrap()
}
