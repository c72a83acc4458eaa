//! The journal: everything this phone keeps, in IndexedDB, by [`strict`]'s transactions; what must
//! be durable goes to two databases, see [`second`].

mod append;
mod carried;
mod leave;
mod lists;
mod load;
mod mending;
mod patience;
mod record;
pub mod schema;
mod second;
mod snapshot;
mod strict;
mod unsealed;
mod vault;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use append::Known;

pub use append::{NewRun, Written};
pub use leave::{Leaving, Left};
pub use lists::{AskedFor, Tick, ToAsk};
pub use load::{Loaded, OwnRun, Since};
pub use record::LogRecord;
use record::{Unread, decode, encode, log_key, plain, seal};
use schema::{BATCHES, COPIED, DEVICE, EVENTS, LOGS};
pub use second::{CaughtUp, LastAnswer, LastOffset, Marker};
pub use snapshot::{Snapshot, Tail, ToKeep};
pub use strict::Fault;
use strict::{Connection, Strict};
pub use unsealed::{Moment, Unsealed};
pub use vault::PinKey;
use vault::{Lock, Opened, Vault};

use super::told::{OpenError, Repair};
use crate::canvass::dot::LogId;
use crate::sync::keys::Secret;
use crate::sync::wire::RefusalCode;

/// Where the device's record lies.
const THE_DEVICE: &[u8] = b"device";
/// Where a join lies that waits for its answer.
const THE_JOIN: &[u8] = b"joining";

/// Everything this phone keeps.
#[derive(Debug)]
pub struct Journal {
    database: String,
    main: Connection,
    second: Option<Connection>,
    /// A write to the second copy failed: it is made whole at the next start.
    second_behind: Cell<bool>,
    data_key: RefCell<Option<Secret>>,
    /// How often something was sealed for organisers, or begun to be.
    sealings: Cell<u64>,
    /// The logs' records as they were last written or read here.
    known: RefCell<BTreeMap<LogId, Known>>,
    /// What the data key is behind, until the PIN has been typed; and whether there is one at all.
    lock: RefCell<Option<Lock>>,
    has_lock: Cell<bool>,
}

/// One write of a transaction: a store, a key, and the record or nothing.
type Write<'a> = (&'a str, Vec<u8>, Option<Vec<u8>>);

impl Journal {
    /// Opens it: made if it is not there, repaired if it was emptied.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(phone: &str) -> Result<(Journal, Option<Repair>), OpenError> {
        let database = strict::database_name(phone);
        let factory = strict::main_factory().ok_or(OpenError::NoStorage)?;
        let main = Connection::open(factory, &database)
            .await
            .map_err(|fault| match fault {
                Fault::Dead => OpenError::Blocked,
                _ => OpenError::NoStorage,
            })?;
        let mut second = second::open(&database).await;
        if second.is_err() {
            second = second::open(&database).await;
        }
        let no_second = second.is_err();
        let journal = Journal {
            second: second.unwrap_or(None),
            database,
            main,
            second_behind: Cell::new(no_second),
            data_key: RefCell::new(None),
            sealings: Cell::new(0),
            known: RefCell::default(),
            lock: RefCell::new(None),
            has_lock: Cell::new(false),
        };
        let emptied = journal.repair(no_second).await?;
        journal.unlock().await?;
        let repair = match emptied {
            None => None,
            Some(true) => Some(Repair::Restored {
                events: journal.unsent().await.unwrap_or(0),
            }),
            Some(false) => Some(Repair::Lost),
        };
        if journal.mend_second().await.is_err() {
            journal.second_behind.set(true);
        }
        Ok((journal, repair))
    }

    /// Whether this device belongs to a campaign.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn has_device(&self) -> Result<bool, Fault> {
        self.holds_device(&self.main).await
    }

    /// Whether there is a second copy, and it is whole.
    pub fn has_second(&self) -> bool {
        self.second.is_some() && !self.second_behind.get()
    }

    /// The database's name, and the name of whatever belongs to this phone alone.
    pub fn database(&self) -> &str {
        &self.database
    }

    async fn holds_device(&self, connection: &Connection) -> Result<bool, Fault> {
        let reading = connection.begin_reading(&[DEVICE])?;
        Ok(reading.get(DEVICE, THE_DEVICE).await?.is_some())
    }

    /// Takes out the data key, made if there is none.
    async fn unlock(&self) -> Result<(), OpenError> {
        let stored = Vault::read(&self.main).await;
        let vault = match stored.map_err(|_| OpenError::NoStorage)? {
            Some(vault) => vault,
            None => match Vault::new().await {
                // A browser that cannot store such a key keeps records unsealed.
                Some((vault, _)) => match vault.keep(&self.main).await {
                    Ok(vault) => vault,
                    Err(_) => return Ok(()),
                },
                None => return Ok(()),
            },
        };
        let opened = vault.open().await.ok_or(OpenError::Unreadable)?;
        self.has_lock.set(matches!(opened, Opened::Behind(_)));
        match opened {
            Opened::Key(data_key) => drop(self.data_key.replace(Some(data_key))),
            Opened::Behind(lock) => drop(self.lock.replace(Some(lock))),
        }
        Ok(())
    }

    /// Whether this phone has a PIN.
    pub fn has_lock(&self) -> bool {
        self.has_lock.get()
    }

    /// The salt of the PIN this phone waits for; `None` where it waits for none.
    pub fn lock_salt(&self) -> Option<[u8; 16]> {
        self.lock.borrow().as_ref().map(|lock| lock.salt)
    }

    /// Takes the data key out with a PIN's key: whether it was the right one.
    pub fn unlock_with(&self, key: &Secret) -> bool {
        let opened = self.lock.borrow().as_ref().and_then(|lock| lock.open(key));
        let right = opened.is_some();
        if right {
            self.data_key.replace(opened);
            self.lock.replace(None);
        }
        right
    }

    /// Puts the data key behind a PIN, or behind none any more, in both copies.
    ///
    /// # Errors
    /// [`Fault`]: also where this browser keeps no key of its own, and records are not sealed.
    pub async fn set_lock(&self, lock: Option<&PinKey>) -> Result<(), Fault> {
        let data_key = self.data_key.borrow().clone().ok_or(Fault::Other)?;
        let vault = Vault::read(&self.main).await?.ok_or(Fault::Other)?;
        let vault = vault.relocked(&data_key, lock).await.ok_or(Fault::Other)?;
        // The second copy first: one that were left open would be the way around the PIN.
        if let Some(second) = &self.second {
            vault.replace(second).await?;
        }
        vault.replace(&self.main).await?;
        self.has_lock.set(lock.is_some());
        Ok(())
    }

    /// This device's own logs, as they are now, whichever tab wrote to them.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn logs_there(&self) -> Result<Vec<LogRecord>, Fault> {
        self.twice(async || self.logs(&self.main).await).await
    }

    async fn logs(&self, connection: &Connection) -> Result<Vec<LogRecord>, Fault> {
        let reading = connection.begin_reading(&[LOGS])?;
        let all = reading.all(LOGS).await?;
        Ok(all
            .iter()
            .filter_map(|(key, value)| self.read_log(key, &strict::bytes(value)).ok())
            .collect())
    }

    async fn unsent(&self) -> Result<u64, Fault> {
        let logs = self.logs(&self.main).await?;
        Ok(logs.iter().map(LogRecord::unsent).sum())
    }

    fn seal(&self, store: &str, key: &[u8], bytes: &[u8]) -> Vec<u8> {
        seal(self.data_key.borrow().as_ref(), store, key, bytes)
    }

    fn unseal(&self, store: &str, key: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Unread> {
        record::open(self.data_key.borrow().as_ref(), store, key, bytes)
    }

    fn read_log(&self, key: &[u8], bytes: &[u8]) -> Result<LogRecord, Unread> {
        decode(&self.unseal(LOGS, key, bytes)?)
    }

    fn log_write(&self, record: &LogRecord) -> Write<'static> {
        (LOGS, record.log.0.to_vec(), Some(self.sealed_log(record)))
    }

    fn sealed_log(&self, record: &LogRecord) -> Vec<u8> {
        self.seal(LOGS, &record.log.0, &encode(record))
    }

    /// Tries once more where the connection had gone, or the browser had emptied the database.
    async fn twice<T>(&self, attempt: impl AsyncFn() -> Result<T, Fault>) -> Result<T, Fault> {
        match attempt().await {
            Err(Fault::Dead) => self.reopen().await?,
            Err(Fault::Emptied) => {}
            other => return other,
        }
        match attempt().await {
            Err(Fault::Emptied) => {
                self.refill().await?;
                attempt().await
            }
            other => other,
        }
    }

    async fn reopen(&self) -> Result<(), Fault> {
        if let Some(second) = &self.second
            && second.reopen().await.is_err()
        {
            self.second_behind.set(true);
        }
        self.main.reopen().await?;
        let emptied = self.data_key.borrow().is_some() && Vault::read(&self.main).await?.is_none();
        if emptied { self.refill().await } else { Ok(()) }
    }

    /// Fills a database that was emptied while the app ran.
    async fn refill(&self) -> Result<(), Fault> {
        let second = self.second.as_ref().ok_or(Fault::Emptied)?;
        second::copy(second, &self.main, unsealed::is_copied).await
    }

    /// The page is left, and may lie in the back/forward cache: whatever is under way comes to
    /// nothing, and to [`Fault::Dead`] where somebody waits for it.
    pub fn leave_off(&self) {
        for connection in [Some(&self.main), self.second.as_ref()]
            .into_iter()
            .flatten()
        {
            connection.leave_off();
        }
    }

    /// The page was taken out of the back/forward cache again.
    pub fn go_on(&self) {
        for connection in [Some(&self.main), self.second.as_ref()]
            .into_iter()
            .flatten()
        {
            connection.go_on();
        }
    }

    /// Writes to both copies at once; resolves when both have it. The second may fail: it is
    /// made whole at the next start.
    async fn write_both(&self, main: Strict, writes: &[Write<'_>]) -> Result<(), Fault> {
        let second = self.begin_second(writes);
        put_all(&main, writes)?;
        main.finish().await?;
        self.end_second(second).await;
        Ok(())
    }

    /// Writes to the first copy, and to the second once that is done: what is taken out of the second
    /// must not be gone there while the first still goes without what takes its place.
    async fn write_in_turn(
        &self,
        main: Strict,
        to_main: &[Write<'_>],
        to_second: &[Write<'_>],
    ) -> Result<(), Fault> {
        put_all(&main, to_main)?;
        main.finish().await?;
        let second = self.begin_second(to_second);
        self.end_second(second).await;
        Ok(())
    }

    fn begin_second(&self, writes: &[Write<'_>]) -> Option<Result<Strict, Fault>> {
        let second = self.second.as_ref()?;
        let begun = second.begin(&COPIED).and_then(|transaction| {
            put_all(&transaction, writes)?;
            transaction.commit();
            Ok(transaction)
        });
        Some(begun)
    }

    async fn end_second(&self, begun: Option<Result<Strict, Fault>>) {
        let written = match begun {
            None => true,
            Some(Ok(transaction)) => transaction.ended().await.is_ok(),
            Some(Err(_)) => false,
        };
        if !written {
            self.second_behind.set(true);
        }
    }

    /// Stores a batch strictly unless one is there under its number, and says what is there.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::Closed`] where another tab has left the log, and taken along what was in it.
    pub async fn store_batch(
        &self,
        log: LogId,
        first: u64,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let key = log_key(log, first);
        self.twice(async || {
            let transaction = self.main.begin(&[LOGS, BATCHES])?;
            if let Some(there) = transaction.get_bytes(BATCHES, &key).await?
                && let Ok(there) = self.unseal(BATCHES, &key, &there)
            {
                return Ok(there);
            }
            self.is_written_to(&transaction, log).await?;
            let write = (BATCHES, key.clone(), Some(plain(bytes)));
            self.write_both(transaction, &[write]).await?;
            Ok(bytes.to_vec())
        })
        .await
    }

    /// Puts a batch in the place of the one under its number, and of all after it.
    ///
    /// # Errors
    /// [`Fault`], as [`Journal::store_batch`].
    pub async fn replace_batch(&self, log: LogId, first: u64, bytes: &[u8]) -> Result<(), Fault> {
        self.twice(async || {
            let transaction = self.main.begin(&[LOGS, BATCHES])?;
            self.is_written_to(&transaction, log).await?;
            let from = log_key(log, first);
            let stale = transaction
                .keys(BATCHES, &from, &log_key(log, u64::MAX))
                .await?;
            let mut writes: Vec<Write<'_>> =
                stale.into_iter().map(|key| (BATCHES, key, None)).collect();
            writes.push((BATCHES, from, Some(plain(bytes))));
            self.write_in_turn(transaction, &writes, &writes).await
        })
        .await
    }

    /// The endpoint has a log up to a number: its events live in its batches now, and need no
    /// second copy.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn acknowledge(&self, log: LogId, through: u64, hash: [u8; 32]) -> Result<(), Fault> {
        let (from, to) = (log_key(log, 0), log_key(log, through));
        self.twice(async || {
            let transaction = self.main.begin(&[LOGS, EVENTS, BATCHES])?;
            let mut record = self.log_in(&transaction, log).await?;
            // Another tab may have heard of more meanwhile. Less is true again only where the endpoint was
            // brought back, and then what it has forgotten is here to be offered again.
            let (next, last) = (log_key(log, through + 1), log_key(log, u64::MAX));
            if through >= record.acknowledged
                || !transaction.keys(BATCHES, &next, &last).await?.is_empty()
            {
                record.acknowledged = through;
                record.hash = hash;
            }
            let runs = transaction
                .keys(EVENTS, &from, &log_key(log, u64::MAX))
                .await?;
            let batches = transaction.keys(BATCHES, &from, &to).await?;
            let starts: Vec<u64> = runs.iter().filter_map(|key| first_of(key)).collect();
            let ends = starts.iter().skip(1).copied().chain([record.next]);
            let whole = starts
                .iter()
                .zip(ends)
                .filter(|(first, end)| **first <= through && *end <= through + 1);
            let mut writes: Vec<Write<'_>> = whole
                .map(|(first, _)| (EVENTS, log_key(log, *first), None))
                .collect();
            writes.push(self.log_write(&record));
            let mut to_second = writes.clone();
            to_second.extend(batches.into_iter().map(|key| (BATCHES, key, None)));
            self.write_in_turn(transaction, &writes, &to_second).await
        })
        .await
    }

    /// Writes no more to a log.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn park(&self, log: LogId, code: RefusalCode) -> Result<(), Fault> {
        self.twice(async || {
            let transaction = self.main.begin(&[LOGS])?;
            let mut record = self.log_in(&transaction, log).await?;
            record.parked = Some(code);
            let write = self.log_write(&record);
            self.write_both(transaction, &[write]).await
        })
        .await
    }

    /// [`Fault::Closed`] where no more is written to a log.
    async fn is_written_to(&self, transaction: &Strict, log: LogId) -> Result<(), Fault> {
        let bytes = transaction.get_bytes(LOGS, &log.0).await?;
        let record = bytes.and_then(|bytes| self.read_log(&log.0, &bytes).ok());
        match record.and_then(|record| record.parked) {
            Some(_) => Err(Fault::Closed),
            None => Ok(()),
        }
    }

    async fn log_in(&self, transaction: &Strict, log: LogId) -> Result<LogRecord, Fault> {
        let bytes = transaction.get_bytes(LOGS, &log.0).await?;
        let bytes = bytes.ok_or(Fault::Emptied)?;
        self.read_log(&log.0, &bytes).map_err(|_| Fault::Closed)
    }
}

fn first_of(key: &[u8]) -> Option<u64> {
    record::read_log_key(key).map(|(_, first)| first)
}

fn put_all(transaction: &Strict, writes: &[Write<'_>]) -> Result<(), Fault> {
    for (store, key, record) in writes {
        match record {
            Some(record) => transaction.put_bytes(store, key, record)?,
            None => transaction.delete(store, key)?,
        }
    }
    Ok(())
}
