//! PostgreSQL, which several endpoints may share: every campaign's order is taken under a lock on
//! its row, so that positions are given and become visible in the same order, without gaps.

// The same SQL as for the other database, with this one's connections.
#[allow(clippy::duplicate_mod, reason = "compiled once for each database")]
#[path = "sql/mod.rs"]
mod sql;

use std::str::FromStr;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};

use super::Result;

/// Connections of one endpoint.
const CONNECTIONS: u32 = 16;
/// Whoever changes what is not of one campaign holds this advisory lock: any number, always the
/// same, that no other program on the database is likely to use.
const EVERYTHING: i64 = 0x0073_7461_6972_7765;

/// A connection.
type Db = PgConnection;
type Store = Postgres;
type Transaction = sqlx::Transaction<'static, sqlx::Postgres>;

/// The ledger in a PostgreSQL database.
#[derive(Debug)]
pub struct Postgres {
    pool: PgPool,
}

impl Postgres {
    /// Opens the database at this address (`postgres://…`), and makes its tables where there are
    /// none.
    ///
    /// # Errors
    /// [`Error::Broken`](super::Error::Broken) or [`Error::Full`](super::Error::Full).
    pub async fn open(address: &str) -> Result<Postgres> {
        let options = PgConnectOptions::from_str(address)?
            .application_name("stairwell")
            .options([
                // Acknowledged is on the disk, whatever the server's own settings say.
                ("synchronous_commit", "on"),
                // Who has died holding a campaign's lock does not hold it for long.
                ("idle_in_transaction_session_timeout", "30s"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(20))
            .connect_with(options)
            .await?;
        sqlx::migrate!("src/endpoint/ledger/migrations/postgres")
            .run(&pool)
            .await?;
        Ok(Postgres { pool })
    }

    /// A transaction that may change something, of which it sees what is committed.
    async fn change(&self) -> Result<Transaction> {
        Ok(self
            .pool
            .begin_with("BEGIN ISOLATION LEVEL READ COMMITTED")
            .await?)
    }

    /// One that changes something of this campaign, from its start the only one.
    async fn change_in(&self, campaign: i64) -> Result<Transaction> {
        let mut tx = self.change().await?;
        alone(&mut tx, campaign).await?;
        Ok(tx)
    }

    /// One that changes what is not of one campaign, from its start the only such one.
    async fn change_all(&self) -> Result<Transaction> {
        let mut tx = self.change().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(EVERYTHING)
            .execute(&mut *tx)
            .await?;
        Ok(tx)
    }

    /// A transaction that reads one moment.
    async fn look(&self) -> Result<Transaction> {
        Ok(self
            .pool
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?)
    }

    /// What was deleted is overwritten when the server next vacuums, which it does by itself.
    #[allow(clippy::unused_async, reason = "elsewhere it waits")]
    async fn forget(&self) -> Result<()> {
        Ok(())
    }
}

/// How large the whole database is.
async fn database_bytes(db: &mut Db) -> Result<i64> {
    Ok(
        sqlx::query_scalar("SELECT pg_database_size(current_database())")
            .fetch_one(db)
            .await?,
    )
}

/// Lets no other transaction change this campaign until this one ends.
async fn alone(db: &mut Db, campaign: i64) -> Result<()> {
    sqlx::query("SELECT 1 FROM campaigns WHERE key = $1 FOR UPDATE")
        .bind(campaign)
        .execute(db)
        .await?;
    Ok(())
}
