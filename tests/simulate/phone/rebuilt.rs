//! A phone that starts: what `client::held::Rebuilt` makes of the journal.

use std::collections::BTreeMap;

use rand_chacha::ChaCha20Rng;
use stairwell::canvass::checkpoint::Taken;
use stairwell::canvass::dot::LogId;
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::device::Device;
use stairwell::sync::inner::unwrap_event;
use stairwell::sync::session::{Input, Output, Session};

use super::journal::{Journal, LogRecord, measured};

/// What the journal comes to.
pub struct Rebuilt {
    pub session: Session,
    pub logs: BTreeMap<LogId, LogRecord>,
    /// All that is folded.
    pub runs: Vec<Written>,
    /// The checkpoints it is folded on.
    pub taken: Vec<Taken>,
    /// Streams of which a checkpoint holds less than was read, or another batch.
    pub differing: Vec<Stream>,
}

impl Rebuilt {
    /// Hands a session that has read nothing everything the journal holds.
    pub fn within(
        mut session: Session,
        journal: &Journal,
        now: i64,
        chance: &mut ChaCha20Rng,
    ) -> Rebuilt {
        let device = session.device().clone();
        let mut runs = Vec::new();
        let (mut taken, mut differing) = (Vec::new(), Vec::new());
        for pulled in &journal.pulled {
            for output in session.step(now, Input::Replayed(pulled.clone()), chance) {
                match output {
                    Output::Merge(written) => runs.extend(written),
                    Output::Checkpoint(checkpoint) => taken.push(checkpoint),
                    Output::Differs(stream) => differing.push(stream),
                    _ => {}
                }
            }
        }
        let logs = journal.logs.clone();
        for record in logs.values() {
            session.step(now, Input::Opened(record.own_log()), chance);
        }
        let pulled = |log, last| {
            let head = session.reader().head(log);
            head.is_some_and(|(head, _)| head >= last)
        };
        runs.extend(own_batches(&device, journal, pulled));
        for ((log, first), bytes) in journal.batches.clone() {
            session.step(now, Input::Stored { log, first, bytes }, chance);
        }
        for ((log, first), own) in &journal.events {
            let Some(record) = logs.get(log) else {
                continue;
            };
            if let Some(measured) = measured(own) {
                session.step(now, measured, chance);
            }
            for (seq, event) in (*first..).zip(own.events.iter().cloned()) {
                let log = *log;
                session.step(now, Input::Recorded { log, seq, event }, chance);
            }
            let run = Written {
                log: *log,
                author: record.author.clone(),
                first: *first,
                offset: 0,
                events: own.events.clone(),
            };
            runs.push(shown(&device, run));
        }
        Rebuilt {
            session,
            logs,
            runs,
            taken,
            differing,
        }
    }

    /// What it shows.
    pub fn state(&self) -> State {
        State::fold_on(&self.taken, &self.runs)
    }
}

/// A run as this device may show it: an organiser's opens what is sealed for organisers.
pub fn shown(device: &Device, run: Written) -> Written {
    let person = run.author.person;
    let events = run.events.into_iter();
    Written {
        events: events
            .map(|event| unwrap_event(device.campaign, person, event, &device.keyring))
            .collect(),
        ..run
    }
}

/// The events of this device's own batches that have not come back in a pull.
fn own_batches(
    device: &Device,
    journal: &Journal,
    pulled: impl Fn(LogId, u64) -> bool,
) -> Vec<Written> {
    let mut runs = Vec::new();
    let mut previous: BTreeMap<LogId, (u64, [u8; 32])> = BTreeMap::new();
    for ((log, first), bytes) in &journal.batches {
        let (Some(record), Ok(batch)) = (journal.logs.get(log), Batch::from_bytes(bytes)) else {
            continue;
        };
        let ends = (batch.last(), Batch::hash(bytes));
        let before = match previous.insert(*log, ends) {
            _ if record.acknowledged + 1 == *first => record.hash,
            Some((last, hash)) if last + 1 == *first => hash,
            _ => NO_BATCH,
        };
        if pulled(*log, batch.last()) {
            continue;
        }
        let context = Context {
            campaign: device.campaign,
            stream: record.stream(),
            certificate: record.author.device,
            previous: before,
        };
        let key = device.keyring.key(record.stream(), batch.key);
        if let Some(run) = key.and_then(|key| batch.open(&context, &key).ok()) {
            let run = Written {
                log: *log,
                author: record.author.clone(),
                first: *first,
                offset: run.offset,
                events: run.events,
            };
            runs.push(shown(device, run));
        }
    }
    runs
}
