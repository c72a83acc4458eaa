//! What a phone does not forget: the browser's stores as values, under the rules of
//! `client::journal`. A call is a transaction: all of it, or a [`Fault`] and nothing.

use std::collections::{BTreeMap, BTreeSet};

use stairwell::canvass::author::Author;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind, Run, renumbered};
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, NO_BATCH};
use stairwell::sync::device::Device;
use stairwell::sync::session::{Input, OwnLog, Pulled};
use stairwell::sync::wire::RefusalCode;

/// One of the device's own logs.
#[derive(Clone, Debug)]
pub struct LogRecord {
    pub log: LogId,
    pub author: Author,
    /// The number its next event gets.
    pub next: u64,
    pub acknowledged: u64,
    /// The hash of the batch that ends there.
    pub hash: [u8; 32],
    /// Why no more is written to it, where that is so.
    pub parked: Option<RefusalCode>,
}

impl LogRecord {
    pub fn new(log: LogId, author: Author) -> LogRecord {
        LogRecord {
            log,
            author,
            next: 1,
            acknowledged: 0,
            hash: NO_BATCH,
            parked: None,
        }
    }

    pub fn stream(&self) -> Stream {
        self.author.stream
    }

    pub fn own_log(&self) -> OwnLog {
        OwnLog {
            log: self.log,
            stream: self.stream(),
            certificate: self.author.device,
            acknowledged: self.acknowledged,
            acknowledged_hash: self.hash,
            parked: self.parked,
        }
    }
}

/// Why a transaction came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk is full.
    Full,
    /// The log is left, perhaps by another tab.
    Closed,
    /// The log is not there.
    Emptied,
}

/// Events to write to a log.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// The log, as it is to be where it is not there yet.
    pub record: LogRecord,
    /// Its first event, where it may be opened now.
    pub opening: Option<Event>,
    pub events: Vec<Event>,
    /// How far this phone's clock is off, as it is known; 0 where it is not.
    pub offset: i32,
}

/// Where events came to stand.
#[derive(Clone, Debug)]
pub struct Wrote {
    pub record: LogRecord,
    pub first: u64,
    pub events: Vec<Event>,
    pub opened: bool,
}

/// A log to leave, as `client::journal::Leaving`.
#[derive(Clone, Debug)]
pub struct Leaving {
    pub record: LogRecord,
    pub events: Vec<(u64, Event)>,
    pub through: u64,
}

/// The stores.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    pub device: Option<Device>,
    pub logs: BTreeMap<LogId, LogRecord>,
    /// Runs of events, by log and the number of the first, each with how far the clock was known to be off.
    pub events: BTreeMap<(LogId, u64), Run>,
    pub batches: BTreeMap<(LogId, u64), Vec<u8>>,
    /// The hashes of all batches that ever lay in it.
    pub once_stored: BTreeSet<[u8; 32]>,
    pub pulled: Vec<Pulled>,
    /// How many chunks of `pulled` a power cut leaves: those before the last strict write.
    settled: usize,
    /// The disk is full: nothing is written.
    pub full: bool,
}

/// How far the clock was off when a run was recorded, for the session.
pub fn measured(run: &Run) -> Option<Input> {
    let at = run.events.last()?.at;
    let offset = run.offset;
    Some(Input::Measured { at, offset })
}

impl Journal {
    /// A new device's.
    pub fn of(device: Device) -> Journal {
        Journal {
            device: Some(device),
            ..Journal::default()
        }
    }

    /// A strict write is about to be committed.
    fn strict(&mut self) -> Result<(), Fault> {
        if self.full {
            return Err(Fault::Full);
        }
        self.settled = self.pulled.len();
        Ok(())
    }

    /// The battery dies: what was written without haste since the last strict write is gone.
    pub fn lose_power(&mut self) {
        self.pulled.truncate(self.settled);
    }

    /// The browser empties the database, and the next start fills it from the second copy: what was
    /// pulled and what is acknowledged comes back by pulling.
    pub fn empty_and_refill(&mut self) {
        self.pulled.clear();
        self.settled = 0;
        let logs = &self.logs;
        let acknowledged = |log: &LogId, first: u64| {
            logs.get(log)
                .is_some_and(|own: &LogRecord| first <= own.acknowledged)
        };
        self.batches
            .retain(|(log, first), _| !acknowledged(log, *first));
        self.events
            .retain(|(log, first), _| !acknowledged(log, *first));
    }

    pub fn keep_device(&mut self, device: &Device) -> Result<(), Fault> {
        self.strict()?;
        self.device = Some(device.clone());
        Ok(())
    }

    /// Written without haste: a power cut may undo it.
    pub fn keep_pulled(&mut self, pulled: &Pulled) -> Result<(), Fault> {
        if self.full {
            return Err(Fault::Full);
        }
        self.pulled.push(pulled.clone());
        Ok(())
    }

    /// Writes events to their logs, each with the next number of its log.
    pub fn record(&mut self, runs: &[NewRun]) -> Result<Vec<Wrote>, Fault> {
        let mut ready = Vec::new();
        for run in runs {
            let (mut record, opened) = self.log_for(run)?;
            let opening = run.opening.iter().filter(|_| opened);
            let events: Vec<Event> = opening.chain(&run.events).cloned().collect();
            let first = record.next;
            record.next += events.len() as u64;
            ready.push(Wrote {
                record,
                first,
                events,
                opened,
            });
        }
        self.strict()?;
        for (wrote, run) in ready.iter().zip(runs) {
            self.put(wrote, run.offset);
        }
        Ok(ready)
    }

    fn put(&mut self, wrote: &Wrote, offset: i32) {
        let log = wrote.record.log;
        let events = wrote.events.clone();
        self.events
            .insert((log, wrote.first), Run { offset, events });
        self.logs.insert(log, wrote.record.clone());
    }

    fn log_for(&self, run: &NewRun) -> Result<(LogRecord, bool), Fault> {
        match self.logs.get(&run.record.log) {
            Some(record) if record.parked.is_some() => Err(Fault::Closed),
            Some(record) => Ok((record.clone(), false)),
            None if run.opening.is_some() => Ok((run.record.clone(), true)),
            None => Err(Fault::Emptied),
        }
    }

    /// Stores a batch unless one is there under its number, and says what is there.
    pub fn store_batch(
        &mut self,
        log: LogId,
        first: u64,
        bytes: Vec<u8>,
    ) -> Result<Vec<u8>, Fault> {
        if let Some(there) = self.batches.get(&(log, first)) {
            return Ok(there.clone());
        }
        self.is_written_to(log)?;
        self.strict()?;
        self.batches.insert((log, first), bytes.clone());
        self.once_stored.insert(Batch::hash(&bytes));
        Ok(bytes)
    }

    fn is_written_to(&self, log: LogId) -> Result<(), Fault> {
        let parked = self.logs.get(&log).and_then(|record| record.parked);
        match parked {
            Some(_) => Err(Fault::Closed),
            _ => Ok(()),
        }
    }

    /// Puts a batch in the place of the one under its number, and of all after it.
    pub fn replace_batch(&mut self, log: LogId, first: u64, bytes: &[u8]) -> Result<(), Fault> {
        self.is_written_to(log)?;
        self.strict()?;
        self.batches
            .retain(|(other, at), _| *other != log || *at < first);
        self.batches.insert((log, first), bytes.to_vec());
        self.once_stored.insert(Batch::hash(bytes));
        Ok(())
    }

    /// The endpoint has a log up to a number: whole runs up to there go.
    pub fn acknowledge(&mut self, log: LogId, through: u64, hash: [u8; 32]) -> Result<(), Fault> {
        let record = self.logs.get(&log).ok_or(Fault::Emptied)?;
        let starts: Vec<u64> = self.runs_of(log);
        let ends = starts.iter().skip(1).copied().chain([record.next]);
        let whole: Vec<u64> = starts
            .iter()
            .zip(ends)
            .filter(|(_, end)| *end <= through + 1)
            .map(|(first, _)| *first)
            .collect();
        self.strict()?;
        for first in whole {
            self.events.remove(&(log, first));
        }
        let mut beyond = self.batches.range((log, through + 1)..=(log, u64::MAX));
        let offers_more = beyond.next().is_some();
        if let Some(record) = self.logs.get_mut(&log)
            && (through >= record.acknowledged || offers_more)
        {
            record.acknowledged = through;
            record.hash = hash;
        }
        Ok(())
    }

    fn runs_of(&self, log: LogId) -> Vec<u64> {
        let all = self.events.range((log, 0)..=(log, u64::MAX));
        all.map(|((_, first), _)| *first).collect()
    }

    pub fn park(&mut self, log: LogId, code: RefusalCode) -> Result<(), Fault> {
        self.strict()?;
        let record = self.logs.get_mut(&log).ok_or(Fault::Emptied)?;
        record.parked = Some(code);
        Ok(())
    }

    /// Moves to the log of `run` what the other one is left with. `None` where it had been left
    /// already.
    pub fn leave(
        &mut self,
        leaving: &Leaving,
        run: &NewRun,
    ) -> Result<Option<(LogRecord, Option<Wrote>)>, Fault> {
        let log = leaving.record.log;
        let mut record = self.logs.get(&log).cloned().ok_or(Fault::Emptied)?;
        if record.parked.is_some() {
            return Ok(None);
        }
        let mut events = leaving.events.clone();
        let starts = self.runs_of(log);
        for first in &starts {
            let run = self.events.get(&(log, *first));
            let run = run.map(|run| run.events.clone()).unwrap_or_default();
            let beyond = (*first..).zip(run);
            events.extend(beyond.filter(|(seq, _)| *seq > leaving.through));
        }
        events.retain(|(_, event)| event.kind != Kind::WRITER);
        let moved = match events.is_empty() {
            true => None,
            false => Some(self.moved(log, &events, run)?),
        };
        self.strict()?;
        let kept = leaving.record.acknowledged;
        for first in starts {
            self.events.remove(&(log, first));
        }
        self.batches
            .retain(|(other, first), _| *other != log || *first <= kept);
        record.acknowledged = kept;
        record.hash = leaving.record.hash;
        record.next = kept + 1;
        record.parked = Some(RefusalCode::Clash);
        self.logs.insert(log, record.clone());
        if let Some(wrote) = &moved {
            self.put(wrote, run.offset);
        }
        Ok(Some((record, moved)))
    }

    fn moved(&self, from: LogId, events: &[(u64, Event)], run: &NewRun) -> Result<Wrote, Fault> {
        let (mut record, opened) = self.log_for(run)?;
        let first = record.next;
        let mut all: Vec<Event> = run.opening.iter().filter(|_| opened).cloned().collect();
        let to = Dot {
            log: record.log,
            seq: first + all.len() as u64,
        };
        all.extend(renumbered(from, events, to));
        record.next += all.len() as u64;
        Ok(Wrote {
            record,
            first,
            events: all,
            opened,
        })
    }

    /// The device was revoked: pulled data and keys go, batches that were not acknowledged stay.
    pub fn forget_pulled(&mut self) -> Result<(), Fault> {
        self.strict()?;
        self.device = None;
        self.events.clear();
        self.pulled.clear();
        self.settled = 0;
        let logs = &self.logs;
        self.batches.retain(|(log, first), _| {
            logs.get(log)
                .is_none_or(|record| *first > record.acknowledged)
        });
        Ok(())
    }
}
