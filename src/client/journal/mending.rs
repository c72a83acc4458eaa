//! What is done at a start about two copies that are not alike: an emptied one is filled from the
//! other, and the second is made what the first is.
//!
//! A copy that cannot be read just now is not taken for one that is not there: what it holds would be
//! given up for lost, and written over.

use std::collections::BTreeSet;

use super::record::{self, LogRecord};
use super::schema::{BATCHES, EVENTS, LOGS};
use super::second::{self, Marker};
use super::strict::{Connection, Fault};
use super::unsealed;
use super::vault::Vault;
use super::{Journal, OpenError};
use crate::canvass::dot::LogId;

impl Journal {
    /// Fills an emptied database from the second copy: whether that could be done; `None` where
    /// it was not emptied. `unread`: there may be a second copy, and it does not open.
    pub(super) async fn repair(&self, unread: bool) -> Result<Option<bool>, OpenError> {
        if self
            .holds_anything()
            .await
            .map_err(|_| OpenError::NoStorage)?
        {
            return Ok(None);
        }
        let should_be = Marker::read(&self.database).is_some();
        if unread && should_be {
            return Err(OpenError::CopyUnread);
        }
        if let Some(second) = &self.second
            && self
                .fill_from(second)
                .await
                .map_err(|_| OpenError::CopyUnread)?
        {
            return Ok(Some(true));
        }
        Marker::remove(&self.database);
        Ok(should_be.then_some(false))
    }

    async fn holds_anything(&self) -> Result<bool, Fault> {
        Ok(Vault::read(&self.main).await?.is_some() || self.holds_device(&self.main).await?)
    }

    /// Whether there was something to fill it from.
    async fn fill_from(&self, second: &Connection) -> Result<bool, Fault> {
        let holds = self.holds_device(second).await?;
        if holds {
            second::copy(second, &self.main, unsealed::is_copied).await?;
        }
        Ok(holds)
    }

    /// Makes the second copy whole where it is behind, ahead or was emptied itself.
    pub(super) async fn mend_second(&self) -> Result<(), Fault> {
        let Some(second) = &self.second else {
            return Ok(());
        };
        if !self.holds_device(&self.main).await? {
            return Ok(());
        }
        let logs = self.logs(&self.main).await?;
        let whole = self.holds_device(second).await?
            && Vault::read(second).await?.is_some() == Vault::read(&self.main).await?.is_some()
            && self.logs(second).await? == logs
            && self
                .waiting_keys(&logs, second)
                .await?
                .is_superset(&self.waiting_keys(&logs, &self.main).await?);
        if whole {
            return Ok(());
        }
        second::copy(&self.main, second, |store, key| {
            let acknowledged = |(log, first)| {
                logs.iter()
                    .any(|record| record.log == log && first <= record.acknowledged)
            };
            let waits = !matches!(store, EVENTS | BATCHES)
                || !record::read_log_key(key).is_some_and(acknowledged);
            waits && unsealed::is_copied(store, key)
        })
        .await?;
        self.take_back(second, &logs).await
    }

    /// Where events and batches lie that the endpoint has not acknowledged.
    async fn waiting_keys(
        &self,
        logs: &[LogRecord],
        connection: &Connection,
    ) -> Result<BTreeSet<(&'static str, Vec<u8>)>, Fault> {
        let reading = connection.begin_reading(&[EVENTS, BATCHES])?;
        let mut keys = BTreeSet::new();
        for store in [EVENTS, BATCHES] {
            let all = reading.all_keys(store).await?.into_iter();
            let waits = all.filter(|key| {
                let acknowledged = |(log, first)| {
                    let mut logs = logs.iter();
                    logs.any(|record| record.log == log && first <= record.acknowledged)
                };
                !record::read_log_key(key).is_some_and(acknowledged)
            });
            keys.extend(waits.map(|key| (store, key)));
        }
        Ok(keys)
    }

    /// Takes out of the second copy what only it has: written there by a transaction whose other half
    /// came to nothing, and said to be not saved.
    async fn take_back(&self, second: &Connection, logs: &[LogRecord]) -> Result<(), Fault> {
        let reading = self.main.begin_reading(&[LOGS])?;
        let there = reading.all_keys(LOGS).await?;
        let only_here = |log: LogId, first: u64| {
            let known = logs.iter().find(|record| record.log == log);
            // Of a log that this version cannot read, nothing is known.
            known.map_or(!there.iter().any(|key| key[..] == log.0), |record| {
                first >= record.next
            })
        };
        let stores = [LOGS, EVENTS, BATCHES];
        let writing = second.begin(&stores)?;
        for store in stores {
            for key in writing.all_keys(store).await? {
                let stray = match (store, <[u8; 8]>::try_from(&key[..])) {
                    (LOGS, Ok(log)) => only_here(LogId(log), 1) && !there.contains(&key),
                    _ => {
                        record::read_log_key(&key).is_some_and(|(log, first)| only_here(log, first))
                    }
                };
                if stray {
                    writing.delete(store, &key)?;
                }
            }
        }
        writing.finish().await
    }
}
