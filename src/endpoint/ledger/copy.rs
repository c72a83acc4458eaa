//! Rows from one database to another, table by table: how a PostgreSQL ledger comes into a
//! backup's file, and a backup into PostgreSQL.

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, PgConnection, Row, SqliteConnection};

use super::Result;

/// What a column holds.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Whole numbers, or nothing.
    Number,
    /// Bytes, or nothing.
    Bytes,
    /// Text.
    Text,
    /// Yes or no.
    Flag,
}

use Kind::{Bytes, Flag, Number, Text};

/// A table and its columns.
type Table = (&'static str, &'static [(&'static str, Kind)]);

/// Every table, those before that others refer to.
#[rustfmt::skip]
const TABLES: &[Table] = &[
    ("start_codes", &[
        ("key", Number), ("code", Text), ("label", Text), ("made", Number), ("revoked", Flag),
        ("most_bytes", Number), ("most_devices", Number), ("most_events", Number),
        ("day", Number), ("events", Number),
    ]),
    ("campaigns", &[
        ("key", Number), ("id", Bytes), ("ends", Number), ("epoch", Bytes), ("position", Number),
        ("chain", Bytes), ("bytes", Number), ("start_code", Number), ("closed", Flag),
        ("closing", Bytes),
    ]),
    ("certificates", &[
        ("campaign", Number), ("id", Bytes), ("parent", Bytes), ("device", Bytes),
        ("revoked", Flag), ("bytes", Bytes),
    ]),
    ("devices", &[
        ("campaign", Number), ("subject", Bytes), ("newest", Bytes), ("sign", Bytes),
        ("token", Bytes), ("joined", Number), ("last_heard", Number), ("revoked", Flag),
        ("grant_number", Number), ("grant_sealed", Bytes),
    ]),
    ("invites", &[
        ("name", Bytes), ("campaign", Number), ("certificate", Bytes), ("uses_left", Number),
        ("revoked", Flag), ("grant_sealed", Bytes),
    ]),
    ("keyholders", &[
        ("name", Bytes), ("campaign", Number), ("place", Number), ("recovery", Bytes),
    ]),
    ("logs", &[
        ("campaign", Number), ("log", Bytes), ("stream", Bytes), ("certificate", Bytes),
        ("head_seq", Number), ("head_hash", Bytes),
    ]),
    ("batches", &[
        ("campaign", Number), ("position", Number), ("log", Bytes), ("first", Number),
        ("count", Number), ("stream", Bytes), ("hash", Bytes), ("chain", Bytes), ("bytes", Bytes),
    ]),
    ("checkpoints", &[
        ("campaign", Number), ("position", Number), ("stream", Bytes), ("certificate", Bytes),
        ("due", Number), ("gone", Flag),
    ]),
    ("shares", &[
        ("campaign", Number), ("person", Bytes), ("day", Number), ("bytes", Number),
        ("events", Number), ("invites", Number),
    ]),
    ("ended", &[("token", Bytes), ("at", Number)]),
];

/// A value on its way.
enum Value {
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
    Text(String),
    Flag(bool),
}

/// The names of every table, in the order they are copied.
pub fn tables() -> impl DoubleEndedIterator<Item = &'static str> {
    TABLES.iter().map(|(table, _)| *table)
}

fn select((table, columns): &Table) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    format!("SELECT {} FROM {table}", names.join(", "))
}

fn insert((table, columns): &Table) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        names.join(", "),
        places.join(", ")
    )
}

/// Copies every row of one kind of database to the other.
macro_rules! copy {
    ($from:expr, $to:expr) => {
        for table in TABLES {
            let (select, insert) = (select(table), insert(table));
            let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(&mut *$from);
            while let Some(row) = rows.try_next().await? {
                let mut query = sqlx::query(AssertSqlSafe(insert.clone()));
                for (at, (_, kind)) in table.1.iter().enumerate() {
                    let value = match kind {
                        Number => Value::Number(row.try_get(at)?),
                        Bytes => Value::Bytes(row.try_get(at)?),
                        Text => Value::Text(row.try_get(at)?),
                        Flag => Value::Flag(row.try_get(at)?),
                    };
                    query = match value {
                        Value::Number(number) => query.bind(number),
                        Value::Bytes(bytes) => query.bind(bytes),
                        Value::Text(text) => query.bind(text),
                        Value::Flag(flag) => query.bind(flag),
                    };
                }
                query.execute(&mut *$to).await?;
            }
        }
    };
}

/// From PostgreSQL, as `from`'s transaction sees it, into an SQLite database with empty tables.
pub async fn out_of_postgres(from: &mut PgConnection, to: &mut SqliteConnection) -> Result<()> {
    copy!(from, to);
    Ok(())
}

/// Into PostgreSQL, whose tables are empty, within `to`'s transaction.
pub async fn into_postgres(from: &mut SqliteConnection, to: &mut PgConnection) -> Result<()> {
    copy!(from, to);
    // The next campaign's key comes after all that are here, and the next start code's.
    for table in ["campaigns", "start_codes"] {
        let next = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'key'),
                 (SELECT COALESCE(MAX(key), 0) + 1 FROM {table}), FALSE)"
        );
        sqlx::query(AssertSqlSafe(next)).execute(&mut *to).await?;
    }
    Ok(())
}
