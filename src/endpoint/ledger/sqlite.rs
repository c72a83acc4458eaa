//! SQLite: write-ahead log, every commit on the disk before it is answered, one connection that
//! writes and a few that read.

// The same SQL as for the other database, with this one's connections.
#[allow(clippy::duplicate_mod, reason = "compiled once for each database")]
#[path = "sql/mod.rs"]
mod sql;

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, SqlitePool};

use super::Result;

/// Connections that read at once.
const READERS: u32 = 4;
/// SQLite's page, in bytes.
const PAGE: u64 = 4096;

/// A connection.
type Db = SqliteConnection;
type Store = Sqlite;
type Transaction = sqlx::Transaction<'static, sqlx::Sqlite>;

/// The ledger in an SQLite database.
#[derive(Debug)]
pub struct Sqlite {
    /// One connection: SQLite has one writer at a time, and waiting here is fair.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the database in this file, which is made where there is none. It will not grow past
    /// `room` bytes, where that is given.
    ///
    /// # Errors
    /// [`Error::Broken`] or [`Error::Full`].
    pub async fn open(file: &Path, room: Option<u64>) -> Result<Sqlite> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .page_size(4096)
            // What is deleted is overwritten.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(10));
        let writing = match room {
            Some(room) => options
                .clone()
                .pragma("max_page_count", (room / PAGE).max(1).to_string()),
            None => options.clone(),
        };
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            // A full disk makes SQLite end a transaction by itself. sqlx still counts it as open
            // and would begin no other: such a connection is closed, and the next one is fresh.
            .after_release(|connection, _| {
                Box::pin(async move {
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
            .connect_with(writing)
            .await?;
        sqlx::migrate!("src/endpoint/ledger/migrations/sqlite")
            .run(&writer)
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Sqlite { writer, readers })
    }

    /// A transaction that may change something, from its start the only one.
    async fn change(&self) -> Result<Transaction> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// One that changes something of this campaign.
    async fn change_in(&self, _: i64) -> Result<Transaction> {
        self.change().await
    }

    /// One that changes what is not of one campaign.
    async fn change_all(&self) -> Result<Transaction> {
        self.change().await
    }

    /// A transaction that reads one moment.
    async fn look(&self) -> Result<Transaction> {
        Ok(self.readers.begin().await?)
    }

    /// What was deleted stays in the write-ahead log until it is emptied.
    async fn forget(&self) -> Result<()> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

/// How large the whole database is.
async fn database_bytes(db: &mut Db) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    )
    .fetch_one(db)
    .await?)
}

/// Lets no other transaction change this campaign until this one ends: as it is in any case.
#[allow(clippy::unused_async, reason = "elsewhere it waits")]
async fn alone(_: &mut Db, _: i64) -> Result<()> {
    Ok(())
}
