//! Leaving a log to a new one: this phone is a copy, and other events stand under its numbers at
//! the endpoint.
//!
//! The log keeps what the endpoint has acknowledged of it. What only this phone has moves: were it
//! to stay as well, it would wait for ever, be counted twice, and hide from this phone what the
//! others see under those numbers.

use super::load::read_run;
use super::record::{LogRecord, log_key, run_bytes};
use super::schema::{BATCHES, EVENTS, LOGS};
use super::{Fault, Journal, NewRun, Strict, Write, Written, first_of};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::event::{Event, Kind, renumbered};
use crate::sync::wire::RefusalCode;

/// A log to leave.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Its record, as far as the endpoint has acknowledged it.
    pub record: LogRecord,
    /// Why no more is written to it.
    pub code: RefusalCode,
    /// What only this phone has, each with the number it had.
    pub events: Vec<(u64, Event)>,
    /// What was recorded beyond this number goes along.
    pub through: u64,
}

/// What became of a log that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The log, as it is now.
    pub record: LogRecord,
    /// Where its events came to stand; `None` where there were none.
    pub written: Option<Written>,
}

impl Journal {
    /// In one strict transaction, moves to the log of `run` what the other one is left with, and
    /// writes no more to that. `None` where it had been left already, and nothing was written.
    ///
    /// # Errors
    /// [`Fault`]: nothing was written.
    pub async fn leave(&self, leaving: &Leaving, run: &NewRun) -> Result<Option<Left>, Fault> {
        self.twice(async || self.try_leave(leaving, run).await)
            .await
    }

    async fn try_leave(&self, leaving: &Leaving, run: &NewRun) -> Result<Option<Left>, Fault> {
        let transaction = self.main.begin(&[LOGS, EVENTS, BATCHES])?;
        let log = leaving.record.log;
        let mut record = self.log_in(&transaction, log).await?;
        if record.parked.is_some() {
            return Ok(None);
        }
        let mut events = leaving.events.clone();
        let mut writes = self
            .take_out(&transaction, log, leaving.through, &mut events)
            .await?;
        let kept = leaving.record.acknowledged;
        let (from, to) = (log_key(log, kept + 1), log_key(log, u64::MAX));
        let stale = transaction.keys(BATCHES, &from, &to).await?;
        writes.extend(stale.into_iter().map(|key| (BATCHES, key, None)));
        record.acknowledged = kept;
        record.hash = leaving.record.hash;
        record.next = kept + 1;
        record.parked = Some(leaving.code);
        writes.push(self.log_write(&record));
        // The new log has its own beginning.
        events.retain(|(_, event)| event.kind != Kind::WRITER);
        let written = if events.is_empty() {
            None
        } else {
            Some(self.move_to(&transaction, log, &events, run).await?)
        };
        if let Some(written) = &written {
            let key = log_key(written.record.log, written.first);
            let bytes = run_bytes(written.record.log, run.offset, &written.events);
            let bytes = self.seal(EVENTS, &key, &bytes);
            writes.push((EVENTS, key, Some(bytes)));
            writes.push(self.log_write(&written.record));
        }
        self.write_in_turn(transaction, &writes, &writes).await?;
        Ok(Some(Left { record, written }))
    }

    /// Takes a log's events out of the journal, and adds those beyond a number. What does not open
    /// stays where it is.
    async fn take_out(
        &self,
        transaction: &Strict,
        log: LogId,
        through: u64,
        events: &mut Vec<(u64, Event)>,
    ) -> Result<Vec<Write<'static>>, Fault> {
        let (from, to) = (log_key(log, 0), log_key(log, u64::MAX));
        let mut writes = Vec::new();
        for key in transaction.keys(EVENTS, &from, &to).await? {
            let record = transaction.get_bytes(EVENTS, &key).await?;
            let bytes = record.and_then(|record| self.unseal(EVENTS, &key, &record).ok());
            let run = bytes.and_then(|bytes| read_run(&key, &bytes).ok());
            if let (Some(run), Some(first)) = (run, first_of(&key)) {
                let numbered = (first..).zip(run.events);
                events.extend(numbered.filter(|(seq, _)| *seq > through));
                writes.push((EVENTS, key, None));
            }
        }
        Ok(writes)
    }

    /// These events as they are to stand in the log of `run`.
    async fn move_to(
        &self,
        transaction: &Strict,
        from: LogId,
        events: &[(u64, Event)],
        run: &NewRun,
    ) -> Result<Written, Fault> {
        let (mut record, opened) = self.log_for(transaction, run).await?;
        let first = record.next;
        let mut all: Vec<Event> = run.opening.iter().filter(|_| opened).cloned().collect();
        let moved = Dot {
            log: record.log,
            seq: first + all.len() as u64,
        };
        all.extend(renumbered(from, events, moved));
        record.next += all.len() as u64;
        Ok(Written {
            record,
            first,
            events: all,
            opened,
        })
    }
}
