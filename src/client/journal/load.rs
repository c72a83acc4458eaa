//! Reading everything at a start, and what may be written without haste: pulled data comes again.

use super::record::{Unread, decode, encode, log_key, plain, read_log_key};
use super::schema::{BATCHES, DEVICE, EVENTS, LOGS, META, PULLED, STORES};
use super::snapshot::{Snapshot, Tail};
use super::{Fault, Journal, LogRecord, Marker, THE_DEVICE, THE_JOIN, put_all, strict};
use crate::canvass::dot::LogId;
use crate::canvass::event::{Event, decode_run};
use crate::sync::carried::Carried;
use crate::sync::device::{Device, Joining};
use crate::sync::invite::LookupName;
use crate::sync::keys::sha256;
use crate::sync::session::{Input, Pulled};

/// A run of this device's own events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRun {
    /// The log.
    pub log: LogId,
    /// The number of the first.
    pub first: u64,
    /// The events.
    pub events: Vec<Event>,
    /// How far the clock was known to be off when they were recorded; 0 where it was not known.
    pub offset: i32,
}

impl OwnRun {
    /// How far the clock was off, for the session.
    pub fn measured(&self) -> Option<Input> {
        let at = self.events.last()?.at;
        let offset = self.offset;
        Some(Input::Measured { at, offset })
    }
}

/// From where on pulled chunks are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// From the first.
    Start,
    /// Those behind the snapshot, where there is one that fits.
    Snapshot,
}

/// Everything the journal holds.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The device; `None` where it belongs to no campaign.
    pub device: Option<Device>,
    /// There is a device's record, and it cannot be read.
    pub device_unread: bool,
    /// Its logs.
    pub logs: Vec<LogRecord>,
    /// Its events that are not acknowledged.
    pub events: Vec<OwnRun>,
    /// Its batches: log, number of the first event, bytes.
    pub batches: Vec<(LogId, u64, Vec<u8>)>,
    /// What older chunks came to; `None` where they are all here.
    pub snapshot: Option<Snapshot>,
    /// What was pulled (behind the snapshot), in the order it came.
    pub pulled: Vec<Pulled>,
    /// The same, as it was read.
    pub tail: Tail,
    /// What was taken in from files and has not come back from the endpoint.
    pub carried: Vec<Carried>,
    /// Records that a newer version of the app wrote. They are kept.
    pub newer: usize,
    /// Records that do not open.
    pub broken: usize,
}

type Records = Vec<(Vec<u8>, Vec<u8>)>;

/// The stores that are read at a start, each whole.
const WHOLE: [&str; 4] = [DEVICE, LOGS, EVENTS, BATCHES];

/// What was read, not unsealed yet.
struct Raw {
    whole: [Records; 4],
    /// The snapshot and the number of the newest chunk in it.
    snapshot: Option<(u64, Snapshot)>,
    pulled: Records,
    carried: Records,
}

impl Journal {
    /// Everything it holds.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn load(&self, since: Since) -> Result<Loaded, Fault> {
        let raw = match self.read(since).await {
            Err(Fault::Dead) => {
                self.reopen().await?;
                self.read(since).await?
            }
            other => other?,
        };
        match self.loaded(raw) {
            Some(loaded) => Ok(loaded),
            // The snapshot does not fit what is there.
            None => self
                .loaded(self.read(Since::Start).await?)
                .ok_or(Fault::Other),
        }
    }

    /// What was read, unsealed; `None` where the snapshot does not fit.
    fn loaded(&self, raw: Raw) -> Option<Loaded> {
        let [device, logs, events, batches] = raw.whole;
        let mut loaded = Loaded::default();
        for (key, record) in device {
            if key == THE_DEVICE {
                loaded.device = loaded.note(self.unseal(DEVICE, &key, &record).and_then(read));
                loaded.device_unread = loaded.device.is_none();
            }
        }
        for (key, record) in logs {
            let log = loaded.note(self.read_log(&key, &record));
            loaded.logs.extend(log);
        }
        for (key, record) in events {
            let run = self.unseal(EVENTS, &key, &record);
            let run = loaded.note(run.and_then(|bytes| read_run(&key, &bytes)));
            loaded
                .events
                .extend(run.and_then(|run| within(run, &loaded.logs)));
        }
        for (key, record) in batches {
            let bytes = loaded.note(self.unseal(BATCHES, &key, &record));
            if let Some(((log, first), bytes)) = read_log_key(&key).zip(bytes) {
                loaded.batches.push((log, first, bytes));
            }
        }
        let mut pulled = raw.pulled.into_iter();
        if let Some((through, snapshot)) = raw.snapshot {
            let (key, record) = pulled.next()?;
            let device = loaded.device.as_ref()?;
            if chunk_number(&key) != Some(through) || !snapshot.fits(device, sha256(&record)) {
                return None;
            }
            loaded.snapshot = Some(snapshot);
        }
        for (key, record) in pulled {
            let Some(number) = chunk_number(&key) else {
                // No key of this version's: left alone like any other record of a newer one.
                loaded.newer += 1;
                continue;
            };
            loaded.tail.add(number, &record);
            let chunk = loaded.note(self.unseal(PULLED, &key, &record).and_then(read));
            loaded.pulled.extend(chunk);
        }
        for (key, record) in raw.carried {
            let carried = loaded.note(self.read_carried(&key, &record));
            loaded.carried.extend(carried);
        }
        Some(loaded)
    }

    /// Keeps a chunk of pulled data behind those that are there.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_pulled(&self, pulled: &Pulled) -> Result<(), Fault> {
        let record = plain(&encode(pulled));
        match self.append_pulled(&record).await {
            Err(Fault::Dead) => {
                self.reopen().await?;
                self.append_pulled(&record).await
            }
            other => other,
        }
    }

    async fn append_pulled(&self, record: &[u8]) -> Result<(), Fault> {
        let transaction = self.main.begin_relaxed(&[PULLED])?;
        let keys = transaction.keys(PULLED, &[], &[u8::MAX; 9]).await?;
        let last = keys.into_iter().next_back();
        let number = last.and_then(|key| key.try_into().ok());
        let number = number.map_or(0, |last| u64::from_be_bytes(last) + 1);
        transaction.put_bytes(PULLED, &number.to_be_bytes(), record)?;
        transaction.finish().await
    }

    async fn read(&self, since: Since) -> Result<Raw, Fault> {
        let transaction = self.main.begin_reading(&STORES)?;
        let mut whole = [const { Vec::new() }; WHOLE.len()];
        for (name, records) in WHOLE.iter().zip(&mut whole) {
            *records = in_bytes(transaction.all(name).await?);
        }
        let snapshot = match since {
            Since::Start => None,
            Since::Snapshot => self.snapshot_in(&transaction).await?,
        };
        let from = snapshot.as_ref().map_or(0, |(through, _)| *through);
        let pulled = transaction.all_from(PULLED, &from.to_be_bytes()).await?;
        let carried = self.carried_in(&transaction).await?;
        Ok(Raw {
            whole,
            snapshot,
            pulled: in_bytes(pulled),
            carried,
        })
    }

    /// Keeps the device's record, in both copies.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_device(&self, device: &Device) -> Result<(), Fault> {
        let record = self.seal(DEVICE, THE_DEVICE, &encode(device));
        self.twice(async || {
            let transaction = self.main.begin(&[DEVICE])?;
            let writes = [
                (DEVICE, THE_DEVICE.to_vec(), Some(record.clone())),
                (DEVICE, THE_JOIN.to_vec(), None),
            ];
            self.write_both(transaction, &writes).await
        })
        .await?;
        if self.mend_second().await.is_err() {
            self.second_behind.set(true);
        }
        Ok(())
    }

    /// Keeps a join before it is sent: should its answer be lost, the same is sent again.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_joining(&self, code: LookupName, joining: &Joining) -> Result<(), Fault> {
        let record = self.seal(DEVICE, THE_JOIN, &encode(&(code, joining)));
        self.twice(async || {
            let transaction = self.main.begin(&[DEVICE])?;
            let write = (DEVICE, THE_JOIN.to_vec(), Some(record.clone()));
            put_all(&transaction, &[write])?;
            transaction.finish().await
        })
        .await
    }

    /// The join by this code that waits for its answer, if there is one.
    pub async fn joining(&self, code: LookupName) -> Option<Joining> {
        let reading = self.main.begin_reading(&[DEVICE]).ok()?;
        let record = reading.get_bytes(DEVICE, THE_JOIN).await.ok()??;
        let bytes = self.unseal(DEVICE, THE_JOIN, &record).ok()?;
        let (kept, joining): (LookupName, Joining) = decode(&bytes).ok()?;
        (kept == code).then_some(joining)
    }

    /// This device was revoked: pulled data and keys go, batches that were not acknowledged stay.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn forget_pulled(&self) -> Result<(), Fault> {
        let acknowledged = self.logs(&self.main).await?;
        for connection in [Some(&self.main), self.second.as_ref()]
            .into_iter()
            .flatten()
        {
            let transaction = connection.begin(&STORES)?;
            for store in [DEVICE, EVENTS, PULLED, META] {
                transaction.clear(store)?;
            }
            for log in &acknowledged {
                let (from, to) = (log_key(log.log, 0), log_key(log.log, log.acknowledged));
                for key in transaction.keys(BATCHES, &from, &to).await? {
                    transaction.delete(BATCHES, &key)?;
                }
            }
            transaction.finish().await?;
        }
        Marker::remove(&self.database);
        Ok(())
    }

    /// Keeps a device without what it was given: what was pulled goes, and what is acknowledged;
    /// batches that are not stay, and events that no batch will ever hold (a parked log's).
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn empty(&self, device: &Device) -> Result<(), Fault> {
        let logs = self.logs(&self.main).await?;
        let record = self.seal(DEVICE, THE_DEVICE, &encode(device));
        for connection in [self.second.as_ref(), Some(&self.main)]
            .into_iter()
            .flatten()
        {
            let transaction = connection.begin(&STORES)?;
            for store in [PULLED, META, DEVICE] {
                transaction.clear(store)?;
            }
            transaction.put_bytes(DEVICE, THE_DEVICE, &record)?;
            for log in &logs {
                let (from, to) = (log_key(log.log, 0), log_key(log.log, log.acknowledged));
                for key in transaction.keys(BATCHES, &from, &to).await? {
                    transaction.delete(BATCHES, &key)?;
                }
                if log.parked.is_none() {
                    let all = log_key(log.log, u64::MAX);
                    for key in transaction.keys(EVENTS, &from, &all).await? {
                        transaction.delete(EVENTS, &key)?;
                    }
                }
            }
            transaction.finish().await?;
        }
        Ok(())
    }

    /// Wipes everything, in both copies.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn wipe(&self) -> Result<(), Fault> {
        // The second copy first: what is left of an interrupted wipe must not come back.
        for connection in [self.second.as_ref(), Some(&self.main)]
            .into_iter()
            .flatten()
        {
            let transaction = connection.begin(&STORES)?;
            for store in STORES {
                transaction.clear(store)?;
            }
            transaction.finish().await?;
        }
        Marker::remove(&self.database);
        self.data_key.replace(None);
        self.lock.replace(None);
        self.unlock().await.map_err(|_| Fault::Other)
    }
}

impl Loaded {
    /// What was read; what was not is counted.
    fn note<T>(&mut self, read: Result<T, Unread>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(Unread::Newer) => {
                self.newer += 1;
                None
            }
            Err(Unread::Broken) => {
                self.broken += 1;
                None
            }
        }
    }
}

/// A run as far as its log's record goes. Both are written together, so what lies beyond was left in the
/// second copy by a transaction that came to nothing in the first, and said to be not saved.
fn within(mut run: OwnRun, logs: &[LogRecord]) -> Option<OwnRun> {
    if let Some(record) = logs.iter().find(|record| record.log == run.log) {
        let there = usize::try_from(record.next.saturating_sub(run.first)).ok()?;
        run.events.truncate(there);
    }
    (!run.events.is_empty()).then_some(run)
}

fn in_bytes(records: Vec<(Vec<u8>, wasm_bindgen::JsValue)>) -> Records {
    let records = records.into_iter();
    records
        .map(|(key, value)| (key, strict::bytes(&value)))
        .collect()
}

fn chunk_number(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.try_into().ok()?))
}

fn read<T: serde::de::DeserializeOwned>(bytes: Vec<u8>) -> Result<T, Unread> {
    decode(&bytes)
}

/// The run of events under a key.
pub(super) fn read_run(key: &[u8], bytes: &[u8]) -> Result<OwnRun, Unread> {
    let (log, first) = read_log_key(key).ok_or(Unread::Broken)?;
    let run = decode_run(log, bytes).map_err(|error| match error {
        crate::canvass::event::RunError::NewerFormat => Unread::Newer,
        crate::canvass::event::RunError::Malformed => Unread::Broken,
    })?;
    Ok(OwnRun {
        log,
        first,
        events: run.events,
        offset: run.offset,
    })
}
