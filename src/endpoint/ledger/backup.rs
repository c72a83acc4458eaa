//! Backups: one file that is an SQLite database of the ledger's tables, whichever database it came
//! from, made while the endpoint runs; and bringing one back.
//!
//! A backup is made beside its name and takes it only when it is whole and on the disk. It is as
//! secret as the database: it holds what the endpoint holds, and nothing more.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use thiserror::Error as ThisError;

use super::{Error, check, copy};

/// What a backup's file says it is (SQLite's `application_id`): "STWL". Set last.
const BACKUP: i64 = 0x5354_574C;
static MIGRATIONS: Migrator = sqlx::migrate!("src/endpoint/ledger/migrations/sqlite");

/// Where an endpoint keeps what it has.
#[derive(Clone, Debug)]
pub enum Place {
    /// In this SQLite database.
    File(PathBuf),
    /// In the PostgreSQL database at this address.
    Postgres(String),
}

/// Why there is no backup, or it was not brought back. Nothing was changed.
#[derive(Debug, ThisError)]
pub enum BackupError {
    /// Nothing to back up.
    #[error("there is no database at {0}; give the folder that the endpoint keeps everything in")]
    Nothing(PathBuf),
    /// The name is taken.
    #[error("{0} is there already; a backup never overwrites another")]
    Taken(PathBuf),
    /// Something else.
    #[error("{0} is not a backup that `stairwell backup` wrote, or not a whole one")]
    NotABackup(PathBuf),
    /// From a later version.
    #[error("{0} was written by a newer version of stairwell; bring it back with that one")]
    Newer(PathBuf),
    /// It is not as it was written.
    #[error("{0} is damaged ({1}); try an earlier backup")]
    Damaged(PathBuf, String),
    /// There is more here than in the backup.
    #[error(
        "what is here is newer than {0}: {1} batches that the backup has not would go. If that is \
         meant, add --replace"
    )]
    Older(PathBuf, u64),
    /// There is something here.
    #[error("there is a database here already. If the backup is to take its place, add --replace")]
    There,
    /// The database.
    #[error(transparent)]
    Ledger(#[from] Error),
    /// The file or its folder.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> BackupError {
        Error::from(error).into()
    }
}

type Result<T> = std::result::Result<T, BackupError>;

fn at(path: &Path) -> impl Fn(std::io::Error) -> BackupError {
    let path = path.to_path_buf();
    move |error| BackupError::File(path.clone(), error)
}

/// `path` with something added to its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(ending);
    PathBuf::from(name)
}

/// A new, empty file that nobody else reads.
fn fresh(path: &Path) -> Result<()> {
    // Of one that was not finished, nothing is of use.
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(path).map(drop).map_err(at(path))
}

/// Gives a finished file its name, for good.
fn settle(made: &Path, name: &Path) -> Result<()> {
    let synced = File::open(made).and_then(|file| file.sync_all());
    synced.map_err(at(made))?;
    fs::rename(made, name).map_err(at(name))?;
    let folder = name.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(at(folder))
}

async fn open(file: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file);
    let options = options.busy_timeout(Duration::from_secs(60));
    Ok(options.connect().await?)
}

async fn open_postgres(address: &str) -> Result<PgConnection> {
    let options: PgConnectOptions = address.parse().map_err(Error::from)?;
    Ok(options.connect().await?)
}

/// Writes everything of one moment to a new file, checks it, and answers how many batches it has.
///
/// # Errors
/// [`BackupError`]; there is then no file of that name.
pub async fn backup(from: &Place, to: &Path) -> Result<u64> {
    if to.exists() {
        return Err(BackupError::Taken(to.to_path_buf()));
    }
    let made = beside(to, ".part");
    let done = write(from, &made).await;
    let done = match done {
        Ok(()) => checked(&made).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(batches) => settle(&made, to).map(|()| batches),
        Err(error) => {
            // What is not whole is of no use to anybody.
            let _ = fs::remove_file(&made);
            Err(error)
        }
    }
}

async fn write(from: &Place, made: &Path) -> Result<()> {
    match from {
        Place::File(file) => {
            if !file.exists() {
                return Err(BackupError::Nothing(file.clone()));
            }
            fresh(made)?;
            let mut db = open(file).await?;
            sqlx::query("VACUUM INTO $1")
                .bind(made.to_string_lossy().into_owned())
                .execute(&mut db)
                .await?;
            db.close().await?;
        }
        Place::Postgres(address) => {
            fresh(made)?;
            let mut to = open(made).await?;
            MIGRATIONS.run(&mut to).await.map_err(Error::from)?;
            let mut from = open_postgres(address).await?;
            let mut moment = from
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await?;
            let mut rows = to.begin().await?;
            // The migrations may have put rows there.
            for table in copy::tables() {
                let empty = format!("DELETE FROM {table}");
                sqlx::query(AssertSqlSafe(empty))
                    .execute(&mut *rows)
                    .await?;
            }
            copy::out_of_postgres(&mut moment, &mut rows).await?;
            rows.commit().await?;
            to.close().await?;
        }
    }
    mark(made, BACKUP).await
}

async fn mark(file: &Path, as_what: i64) -> Result<()> {
    let mut db = open(file).await?;
    let mark = format!("PRAGMA application_id = {as_what}");
    sqlx::query(AssertSqlSafe(mark)).execute(&mut db).await?;
    Ok(db.close().await?)
}

/// Whether a file is a whole backup of this version or an earlier one, and nothing in it has
/// changed since; answers how many batches it has.
///
/// # Errors
/// [`BackupError`].
pub async fn checked(file: &Path) -> Result<u64> {
    let none = || BackupError::NotABackup(file.to_path_buf());
    let damaged = |what: String| BackupError::Damaged(file.to_path_buf(), what);
    if !file.is_file() {
        return Err(none());
    }
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut db = options.connect().await.map_err(|_| none())?;
    let mark: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut db)
        .await
        .map_err(|_| none())?;
    if mark != BACKUP {
        return Err(none());
    }
    let integrity: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut db)
        .await
        .map_err(|error| damaged(error.to_string()))?;
    if integrity != "ok" {
        return Err(damaged(integrity));
    }
    let version: i64 = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(&mut db)
        .await
        .map_err(|_| none())?;
    if !MIGRATIONS.version_exists(version) {
        return Err(BackupError::Newer(file.to_path_buf()));
    }
    let orphans = sqlx::query("PRAGMA foreign_key_check")
        .fetch_optional(&mut db)
        .await?;
    if orphans.is_some() {
        return Err(damaged("rows refer to what is not there".into()));
    }
    let batches = check::order(&mut db)
        .await?
        .map_err(|what| damaged(what.into()))?;
    db.close().await?;
    Ok(batches)
}

/// Puts a backup in the place of what is there, or where nothing is, and answers how many batches
/// that has. An SQLite database that was there stays beside it, its name ending in `.before`.
///
/// No endpoint may be running on it.
///
/// # Errors
/// [`BackupError`].
pub async fn restore(file: &Path, to: &Place, replace: bool) -> Result<u64> {
    let batches = checked(file).await?;
    match to {
        Place::File(there) => {
            let made = beside(there, ".part");
            readied(file, &made).await?;
            if there.exists() {
                let mut db = open(there).await?;
                // Everything into the one file, which then is the whole database.
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                    .execute(&mut db)
                    .await?;
                let here = check::positions(&mut db).await?;
                db.close().await?;
                allowed(file, &made, &here, replace).await?;
                let before = beside(there, ".before");
                let _ = fs::remove_file(&before);
                fs::hard_link(there, &before).map_err(at(&before))?;
            }
            for left in ["-wal", "-shm"] {
                // Empty by now, and of the other database.
                let _ = fs::remove_file(beside(there, left));
            }
            settle(&made, there)?;
        }
        Place::Postgres(address) => {
            let folder = std::env::temp_dir();
            let made = folder.join(format!("stairwell-restore-{}.part", std::process::id()));
            let done = into_postgres(file, &made, address, replace).await;
            let _ = fs::remove_file(&made);
            done?;
        }
    }
    Ok(batches)
}

/// A copy that is a database like any other, with all its tables as they are now.
async fn readied(file: &Path, made: &Path) -> Result<()> {
    fresh(made)?;
    let mut copy = File::options().write(true).open(made).map_err(at(made))?;
    let mut whole = File::open(file).map_err(at(file))?;
    std::io::copy(&mut whole, &mut copy).map_err(at(made))?;
    let options = SqliteConnectOptions::new()
        .filename(made)
        .journal_mode(SqliteJournalMode::Delete);
    let mut db = options.connect().await?;
    MIGRATIONS.run(&mut db).await.map_err(Error::from)?;
    db.close().await?;
    mark(made, 0).await
}

/// Whether what is here may be replaced by what was made of the backup.
async fn allowed(file: &Path, made: &Path, here: &check::Positions, replace: bool) -> Result<()> {
    if replace || here.is_empty() {
        return Ok(());
    }
    let mut db = open(made).await?;
    let there = check::positions(&mut db).await?;
    db.close().await?;
    // Nothing is half done.
    let _ = fs::remove_file(made);
    match check::more(here, &there) {
        0 => Err(BackupError::There),
        more => Err(BackupError::Older(file.to_path_buf(), more)),
    }
}

async fn into_postgres(file: &Path, made: &Path, address: &str, replace: bool) -> Result<()> {
    readied(file, made).await?;
    // With its tables as they are now, where it has none yet.
    super::postgres::Postgres::open(address).await?;
    let mut db = open_postgres(address).await?;
    let mut tx = db.begin().await?;
    let tables: Vec<&str> = copy::tables().collect();
    // From here on nobody else reads or writes there.
    let lock = format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", tables.join(", "));
    sqlx::query(AssertSqlSafe(lock)).execute(&mut *tx).await?;
    let here = check::positions_in_postgres(&mut tx).await?;
    allowed(file, made, &here, replace).await?;
    let empty = format!("TRUNCATE {}", tables.join(", "));
    sqlx::query(AssertSqlSafe(empty)).execute(&mut *tx).await?;
    let mut rows = open(made).await?;
    copy::into_postgres(&mut rows, &mut tx).await?;
    rows.close().await?;
    tx.commit().await?;
    Ok(db.close().await?)
}
