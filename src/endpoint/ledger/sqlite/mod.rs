//! The ledger in SQLite: write-ahead log, every commit on the disk before it is answered, one
//! connection that writes and a few that read. The only place that names the SQL crate.

mod batches;
mod campaigns;
mod certificates;
mod devices;
mod invites;
mod membership;
mod pull;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqlitePool};

use super::{
    Campaign, Device, Error, Head, Holder, Invitation, Known, Ledger, Log, Membership, NewCampaign,
    NewDevice, NewGrant, NewInvite, NextEpoch, Pull, Pulled, Push, Result, Standing, TokenHash,
};
use crate::sync::certificate::{CampaignId, CertificateId, Chain};
use crate::sync::epoch::EpochId;
use crate::sync::invite::LookupName;
use crate::sync::wire::LogId;

/// SQLite's result code for a full disk, or a full database (sqlite.org/rescode.html).
const SQLITE_FULL: &str = "13";
/// Connections that read at once.
const READERS: u32 = 4;
/// SQLite's page, in bytes.
const PAGE: u64 = 4096;

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
    async fn change(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// A transaction that reads one moment.
    async fn look(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
        Ok(self.readers.begin().await?)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        let code = error.as_database_error().and_then(|error| error.code());
        if code.as_deref() == Some(SQLITE_FULL) {
            Error::Full
        } else {
            Error::Broken(error.to_string())
        }
    }
}

impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Error {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Error::Broken(other.to_string()),
        }
    }
}

#[async_trait]
impl Ledger for Sqlite {
    async fn healthy(&self) -> Result<()> {
        sqlx::query("SELECT 1 FROM start_code")
            .fetch_optional(&self.readers)
            .await?;
        Ok(())
    }

    async fn start_code(&self, fresh: &str) -> Result<String> {
        let mut tx = self.change().await?;
        let code = campaigns::start_code(&mut tx, fresh).await?;
        tx.commit().await?;
        Ok(code)
    }

    async fn start(&self, campaign: &NewCampaign, organiser: &NewDevice) -> Result<()> {
        let mut tx = self.change().await?;
        campaigns::start(&mut tx, campaign, organiser).await?;
        Ok(tx.commit().await?)
    }

    async fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>> {
        campaigns::by_id(&mut *self.look().await?, id).await
    }

    async fn found(&self, name: &[u8; 32]) -> Result<Option<(Campaign, Vec<u8>)>> {
        campaigns::found(&mut *self.look().await?, name).await
    }

    async fn holder(&self, token: &TokenHash) -> Result<Holder> {
        devices::holder(&mut *self.look().await?, token).await
    }

    async fn heard(&self, device: &Device, now: i64) -> Result<()> {
        let mut tx = self.change().await?;
        devices::heard(&mut tx, device, now).await?;
        Ok(tx.commit().await?)
    }

    async fn line(&self, campaign: i64, certificate: CertificateId) -> Result<Chain> {
        let mut tx = self.look().await?;
        Ok(certificates::lines(&mut tx, campaign, &[certificate])
            .await?
            .0)
    }

    async fn standing(&self, campaign: i64, certificate: CertificateId) -> Result<Standing> {
        certificates::standing(&mut *self.look().await?, campaign, certificate).await
    }

    async fn is_revoked(&self, campaign: i64, certificate: CertificateId) -> Result<bool> {
        certificates::is_revoked(&mut *self.look().await?, campaign, certificate).await
    }

    async fn invitation(&self, name: &LookupName) -> Result<Option<Invitation>> {
        invites::by_name(&mut *self.look().await?, name).await
    }

    async fn invite_name(&self, campaign: i64, id: CertificateId) -> Result<Option<LookupName>> {
        invites::name_of(&mut *self.look().await?, campaign, id).await
    }

    async fn join(&self, campaign: i64, device: &NewDevice) -> Result<Option<Vec<u8>>> {
        let mut tx = self.change().await?;
        let grant = devices::join(&mut tx, campaign, device).await?;
        tx.commit().await?;
        Ok(grant)
    }

    async fn publish(&self, campaign: i64, invite: &NewInvite) -> Result<()> {
        let mut tx = self.change().await?;
        invites::publish(&mut tx, campaign, invite).await?;
        Ok(tx.commit().await?)
    }

    async fn known(
        &self,
        campaign: i64,
        batches: &[(LogId, u64)],
        certificates: &[CertificateId],
    ) -> Result<Known> {
        batches::known(&mut *self.look().await?, campaign, batches, certificates).await
    }

    async fn push(&self, device: &Device, push: &Push, now: i64) -> Result<()> {
        let mut tx = self.change().await?;
        batches::push(&mut tx, device, push, now).await?;
        Ok(tx.commit().await?)
    }

    async fn logs(&self, device: &Device, logs: &[LogId]) -> Result<Vec<(Log, bool)>> {
        batches::logs(&mut *self.look().await?, device, logs).await
    }

    async fn pull(&self, device: &Device, pull: &Pull) -> Result<Pulled> {
        pull::pull(&mut *self.look().await?, device, pull).await
    }

    async fn revoke(&self, campaign: i64, certificate: CertificateId) -> Result<Vec<Head>> {
        let mut tx = self.change().await?;
        let heads = devices::revoke(&mut tx, campaign, certificate).await?;
        tx.commit().await?;
        Ok(heads)
    }

    async fn members(&self, campaign: i64) -> Result<Membership> {
        membership::members(&mut *self.look().await?, campaign).await
    }

    async fn grant(
        &self,
        campaign: i64,
        epoch: EpochId,
        grants: &[NewGrant],
        most_bytes: u64,
    ) -> Result<()> {
        let mut tx = self.change().await?;
        membership::grant(&mut tx, campaign, epoch, grants, most_bytes).await?;
        Ok(tx.commit().await?)
    }

    async fn begin_epoch(&self, campaign: i64, next: &NextEpoch) -> Result<()> {
        let mut tx = self.change().await?;
        membership::begin_epoch(&mut tx, campaign, next).await?;
        Ok(tx.commit().await?)
    }

    async fn extend(&self, campaign: i64, until: i64) -> Result<()> {
        let mut tx = self.change().await?;
        campaigns::extend(&mut tx, campaign, until).await?;
        Ok(tx.commit().await?)
    }

    async fn sweep(&self, now: i64) -> Result<u64> {
        let mut tx = self.change().await?;
        let gone = campaigns::sweep(&mut tx, now).await?;
        tx.commit().await?;
        if gone > 0 {
            // What was deleted stays in the write-ahead log until it is emptied.
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&self.writer)
                .await?;
        }
        Ok(gone)
    }
}

/// A stored name or hash; the database holds none of another length.
fn fixed<const N: usize>(bytes: Vec<u8>) -> Result<[u8; N]> {
    bytes
        .try_into()
        .map_err(|_| Error::Broken("a stored name has a wrong length".into()))
}

/// Numbers, as the database keeps them. None comes near the limit.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Numbers, as the database kept them.
fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Broken("a stored number is negative".into()))
}

/// Names as a JSON list of hexadecimal, for `json_each`.
fn list<const N: usize>(names: impl IntoIterator<Item = [u8; N]>) -> String {
    let names: Vec<String> = names
        .into_iter()
        .map(|name| data_encoding::HEXLOWER.encode(&name))
        .collect();
    serde_json::Value::from(names).to_string()
}
