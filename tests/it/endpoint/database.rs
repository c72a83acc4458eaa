//! Everything an endpoint has stored, as text.
//!
//! Nothing is left out: not when a device was last heard, nor the campaigns' counter. A refused
//! request is not even a sign of life, since the endpoint notes one only where it answers 200.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::cluster::{address, wait};

/// Looks into whichever database goes with a test's folder.
macro_rules! looking {
    ($data:expr, |$db:ident| $look:expr) => {
        match address($data) {
            Some(address) => wait(async {
                let options: PgConnectOptions = address.parse().unwrap();
                let mut connection: PgConnection = options.connect().await.unwrap();
                let $db = &mut connection;
                let seen = $look;
                connection.close().await.unwrap();
                seen
            }),
            None => wait(async {
                let mut connection: SqliteConnection = SqliteConnectOptions::new()
                    .filename($data.join("stairwell.db"))
                    .connect()
                    .await
                    .unwrap();
                let $db = &mut connection;
                let seen = $look;
                // Dropped, it would be closed a little later, by when its files may be others.
                connection.close().await.unwrap();
                seen
            }),
        }
    };
}

/// What tests of this run keep everything in.
pub fn name() -> &'static str {
    match std::env::var(super::cluster::ADDRESS) {
        Ok(_) => "PostgreSQL",
        Err(_) => "SQLite",
    }
}

/// Every row of every table, and how each table is made, in an order of their own.
pub fn rows(data: &Path) -> Vec<String> {
    match address(data) {
        Some(address) => wait(rows_of_postgres(&address)),
        None => wait(rows_of_sqlite(data)),
    }
}

async fn rows_of_sqlite(data: &Path) -> Vec<String> {
    let mut db = SqliteConnectOptions::new()
        .filename(data.join("stairwell.db"))
        .connect()
        .await
        .unwrap();
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type = 'table' ORDER BY name",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let mut rows = Vec::new();
    for (table, made) in tables {
        rows.push(made);
        rows.extend(rows_of(&mut db, &table).await);
    }
    db.close().await.unwrap();
    rows
}

async fn rows_of_postgres(address: &str) -> Vec<String> {
    let options: PgConnectOptions = address.parse().unwrap();
    let mut db: PgConnection = options.connect().await.unwrap();
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT table_name::text, string_agg(column_name || ' ' || data_type, ',')
         FROM information_schema.columns WHERE table_schema = 'public'
         GROUP BY table_name ORDER BY table_name",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let mut rows = Vec::new();
    for (table, columns) in tables {
        rows.push(format!("{table} {columns}"));
        let query = format!("SELECT '{table} ' || t::text AS row FROM {table} t ORDER BY row");
        let of: Vec<String> = sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_all(&mut db)
            .await
            .unwrap();
        rows.extend(of);
    }
    db.close().await.unwrap();
    rows
}

/// How much an endpoint has of something: `batches`, or `batches WHERE first = 1`.
pub fn count(data: &Path, of: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM {of}");
    looking!(data, |db| sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_one(db)
        .await
        .unwrap())
}

/// What the database itself says of its pages: `ok`, or what is wrong.
pub fn integrity(data: &Path) -> String {
    match address(data) {
        Some(address) => wait(integrity_of_postgres(&address)),
        None => looking!(data, |db| sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_one(db)
            .await
            .unwrap()),
    }
}

/// Every index against its table, by PostgreSQL's own means.
async fn integrity_of_postgres(address: &str) -> String {
    let options: PgConnectOptions = address.parse().unwrap();
    let mut db: PgConnection = options.connect().await.unwrap();
    sqlx::query("CREATE EXTENSION IF NOT EXISTS amcheck")
        .execute(&mut db)
        .await
        .unwrap();
    let checked = sqlx::query(
        "SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
         JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'",
    )
    .fetch_all(&mut db)
    .await;
    db.close().await.unwrap();
    match checked {
        Ok(indexes) if indexes.len() > 10 => "ok".to_string(),
        Ok(indexes) => format!("only {} indexes", indexes.len()),
        Err(error) => error.to_string(),
    }
}

/// A batch as it is stored: campaign, position, log, first number, how many, hash, chain hash,
/// bytes.
pub type Stored = (i64, i64, Vec<u8>, i64, i64, Vec<u8>, Vec<u8>, Vec<u8>);

/// Every batch, in the campaigns' order.
pub fn batches(data: &Path) -> Vec<Stored> {
    looking!(data, |db| {
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
    looking!(data, |db| {
        sqlx::query_as("SELECT log, head_seq, head_hash FROM logs ORDER BY campaign, log")
            .fetch_all(db)
            .await
            .unwrap()
    })
}

/// How many pages an SQLite database has.
pub fn pages(data: &Path) -> u64 {
    let file = data.join("stairwell.db");
    let pages: i64 = wait(async {
        let mut db = SqliteConnectOptions::new()
            .filename(file)
            .connect()
            .await
            .unwrap();
        let pages = sqlx::query_scalar("PRAGMA page_count")
            .fetch_one(&mut db)
            .await;
        db.close().await.unwrap();
        pages.unwrap()
    });
    pages.try_into().unwrap()
}

/// Takes a campaign's batches away, behind the endpoint's back, to make room.
pub fn forget_batches(data: &Path, campaign: i64) {
    looking!(data, |db| {
        sqlx::query("DELETE FROM batches WHERE campaign = $1")
            .bind(campaign)
            .execute(db)
            .await
            .unwrap();
    });
}

/// Takes the words by which campaigns were handed over away, as they were before they were kept.
pub fn forget_closings(data: &Path) {
    looking!(data, |db| {
        sqlx::query("UPDATE campaigns SET closing = NULL")
            .execute(db)
            .await
            .unwrap();
    });
}

/// Empties every batch, behind the endpoint's back.
pub fn empty_batches(data: &Path) {
    looking!(data, |db| {
        sqlx::query("UPDATE batches SET bytes = $1")
            .bind(Vec::<u8>::new())
            .execute(db)
            .await
            .unwrap();
    });
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
