//! Reading everything at a start, and what may be written without haste: pulled data comes again.

use super::record::{Unread, decode, encode, log_key, plain, read_log_key};
use super::schema::{BATCHES, DEVICE, EVENTS, LOGS, PULLED, STORES};
use super::{Fault, Journal, LogRecord, Marker, THE_DEVICE, THE_JOIN, put_all, strict};
use crate::canvass::dot::LogId;
use crate::canvass::event::{Event, decode_run};
use crate::sync::device::{Device, Joining};
use crate::sync::invite::LookupName;
use crate::sync::session::Pulled;

/// A run of this device's own events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRun {
    /// The log.
    pub log: LogId,
    /// The number of the first.
    pub first: u64,
    /// The events.
    pub events: Vec<Event>,
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
    /// What was pulled, in the order it came.
    pub pulled: Vec<Pulled>,
    /// Records that a newer version of the app wrote. They are kept.
    pub newer: usize,
    /// Records that do not open.
    pub broken: usize,
}

type Records = Vec<(Vec<u8>, Vec<u8>)>;

impl Journal {
    /// Everything it holds.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn load(&self) -> Result<Loaded, Fault> {
        let stores = [DEVICE, LOGS, EVENTS, BATCHES, PULLED];
        let [device, logs, events, batches, pulled] = match self.read(stores).await {
            Err(Fault::Dead) => {
                self.reopen().await?;
                self.read(stores).await?
            }
            other => other?,
        };
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
            loaded.events.extend(run);
        }
        for (key, record) in batches {
            let bytes = loaded.note(self.unseal(BATCHES, &key, &record));
            if let Some(((log, first), bytes)) = read_log_key(&key).zip(bytes) {
                loaded.batches.push((log, first, bytes));
            }
        }
        for (key, record) in pulled {
            let chunk = loaded.note(self.unseal(PULLED, &key, &record).and_then(read));
            loaded.pulled.extend(chunk);
        }
        Ok(loaded)
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

    async fn read<const N: usize>(&self, stores: [&str; N]) -> Result<[Records; N], Fault> {
        let transaction = self.main.begin_reading(&stores)?;
        let mut all = [const { Vec::new() }; N];
        for (name, records) in stores.iter().zip(&mut all) {
            let there = transaction.all(name).await?;
            *records = there
                .into_iter()
                .map(|(key, value)| (key, strict::bytes(&value)))
                .collect();
        }
        Ok(all)
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
            for store in [DEVICE, EVENTS, PULLED] {
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
            transaction.clear(PULLED)?;
            transaction.clear(DEVICE)?;
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
    })
}
