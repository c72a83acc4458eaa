//! What the journal holds, folded: the session, the state and the logs of a device at its start.

use std::collections::{BTreeMap, BTreeSet};

use super::carrying;
use super::clock::{BrowserRng, now};
use super::held::shown;
use super::journal::{Loaded, LogRecord, OwnRun, ToKeep};
use crate::canvass::checkpoint::{Checkpoint, Taken};
use crate::canvass::dot::LogId;
use crate::canvass::fold::{Counted, State, Written};
use crate::canvass::stream::Stream;
use crate::sync::batch::{Batch, Context, NO_BATCH};
use crate::sync::carried::Carried;
use crate::sync::device::Device;
use crate::sync::session::{Input, Output, Session};

/// What the journal's contents come to.
pub(super) struct Rebuilt {
    pub session: Session,
    pub state: State,
    pub logs: BTreeMap<LogId, LogRecord>,
    /// Streams of which a checkpoint is not what this device holds.
    pub differing: BTreeSet<Stream>,
    /// Checkpoints to compare once more when everything has come.
    pub awaiting: Vec<Checkpoint>,
    /// A snapshot of what was pulled, where it is worth one.
    pub keep: Option<ToKeep>,
    /// What was taken in from files and has not come back from the endpoint.
    pub carried: Vec<Carried>,
}

/// What has come since the snapshot changes what was counted before it: read everything.
#[derive(Debug)]
pub(super) struct FoldAll;

impl Rebuilt {
    /// Hands a new session everything the journal holds, and folds it.
    ///
    /// # Errors
    /// [`FoldAll`], only where there is a snapshot.
    pub fn from(device: Device, loaded: Loaded) -> Result<Rebuilt, FoldAll> {
        Rebuilt::within(Session::new(device), loaded)
    }

    /// As [`Rebuilt::from`], of a session that has read nothing.
    ///
    /// # Errors
    /// [`FoldAll`], only where there is a snapshot.
    pub fn within(mut session: Session, mut loaded: Loaded) -> Result<Rebuilt, FoldAll> {
        let now = now();
        let device = session.device().clone();
        let snapshot = loaded.snapshot.take();
        let from_snapshot = snapshot.is_some();
        let before = snapshot.map(|snapshot| snapshot.open(&mut session).ok_or(FoldAll));
        let mut runs = Vec::new();
        let (mut taken, mut differing) = (Vec::new(), BTreeSet::new());
        for pulled in &loaded.pulled {
            let input = Input::Replayed(pulled.clone());
            for output in session.step(now, input, &mut BrowserRng) {
                match output {
                    Output::Merge(written) => runs.extend(written),
                    Output::Checkpoint(checkpoint) => taken.push(checkpoint),
                    Output::Differs(stream) => {
                        differing.insert(stream);
                    }
                    _ => {}
                }
            }
        }
        let mut state = match before.transpose()? {
            Some(before) => on_top(before, &runs, &taken).ok_or(FoldAll)?,
            None => State::fold_on(&taken, &runs),
        };
        let mut awaiting = Vec::new();
        for one in &taken {
            let Taken::Held(checkpoint) = one else {
                continue;
            };
            if state.differs_from(checkpoint) {
                differing.insert(checkpoint.stream());
            } else if state.awaits_erasures(checkpoint) {
                awaiting.push(checkpoint.clone());
            }
        }
        // A snapshot would forget what differs: only the chunks tell it after the next start.
        let whole =
            loaded.newer + loaded.broken == 0 && differing.is_empty() && awaiting.is_empty();
        let keep = whole
            .then(|| ToKeep::of(&session, &state, loaded.tail, &loaded.pulled))
            .flatten();
        let (logs, own) = own(
            &device,
            &mut session,
            loaded.logs,
            loaded.batches,
            loaded.events,
        );
        state = match with(state, &own) {
            Some(state) => state,
            None if from_snapshot => return Err(FoldAll),
            None => State::fold_on(&taken, runs.iter().chain(&own)),
        };
        let lent = carrying::beyond(session.reader(), &device, &loaded.carried);
        state = match with(state, &lent) {
            Some(state) => state,
            None if from_snapshot => return Err(FoldAll),
            None => State::fold_on(&taken, runs.iter().chain(&own).chain(&lent)),
        };
        Ok(Rebuilt {
            state,
            session,
            logs,
            differing,
            awaiting,
            keep,
            carried: loaded.carried,
        })
    }

    /// A device that has nothing yet.
    pub fn new(device: Device) -> Rebuilt {
        Rebuilt {
            session: Session::new(device),
            state: State::default(),
            logs: BTreeMap::new(),
            differing: BTreeSet::new(),
            awaiting: Vec::new(),
            keep: None,
            carried: Vec::new(),
        }
    }
}

/// A state with these runs counted; `None` where they change what was counted before.
fn with(mut state: State, runs: &[Written]) -> Option<State> {
    for run in runs {
        if state.add(run) == Counted::FoldAgain {
            return None;
        }
    }
    Some(state)
}

/// A state with these runs counted and these checkpoints taken; `None` where they change what was
/// counted before.
fn on_top(state: State, runs: &[Written], taken: &[Taken]) -> Option<State> {
    let mut state = with(state, runs)?;
    for one in taken {
        if state.take(one) == Counted::FoldAgain {
            return None;
        }
    }
    Some(state)
}

/// Hands a session this device's own logs, batches and events: the logs, and what is to be folded
/// besides what was pulled.
fn own(
    device: &Device,
    session: &mut Session,
    records: Vec<LogRecord>,
    batches: Vec<(LogId, u64, Vec<u8>)>,
    events: Vec<OwnRun>,
) -> (BTreeMap<LogId, LogRecord>, Vec<Written>) {
    let now = now();
    let mut logs: BTreeMap<LogId, LogRecord> = BTreeMap::new();
    for record in records {
        if record.campaign == device.campaign {
            logs.insert(record.log, record);
        }
    }
    for record in logs.values() {
        session.step(now, Input::Opened(record.own_log()), &mut BrowserRng);
    }
    let pulled = |log, last| {
        let head = session.reader().head(log);
        head.is_some_and(|(head, _)| head >= last)
    };
    let mut runs = own_batches(device, &logs, &batches, pulled);
    for (log, first, bytes) in batches {
        session.step(now, Input::Stored { log, first, bytes }, &mut BrowserRng);
    }
    for own in events {
        let Some(record) = logs.get(&own.log) else {
            continue;
        };
        let log = own.log;
        if let Some(measured) = own.measured() {
            session.step(now, measured, &mut BrowserRng);
        }
        for (seq, event) in (own.first..).zip(own.events.iter().cloned()) {
            session.step(now, Input::Recorded { log, seq, event }, &mut BrowserRng);
        }
        let run = Written {
            log,
            author: record.author.clone(),
            first: own.first,
            offset: 0,
            events: own.events,
        };
        runs.push(shown(device, run));
    }
    (logs, runs)
}

/// The events of this device's own batches that have not come back in a pull.
pub(super) fn own_batches(
    device: &Device,
    logs: &BTreeMap<LogId, LogRecord>,
    batches: &[(LogId, u64, Vec<u8>)],
    pulled: impl Fn(LogId, u64) -> bool,
) -> Vec<Written> {
    let mut runs = Vec::new();
    let mut previous: BTreeMap<LogId, (u64, [u8; 32])> = BTreeMap::new();
    for (log, first, bytes) in batches {
        let (Some(record), Ok(batch)) = (logs.get(log), Batch::from_bytes(bytes)) else {
            continue;
        };
        let ends = (batch.last(), Batch::hash(bytes));
        // Earlier ones may be gone, or be others than the endpoint has, where a full disk kept those from
        // being replaced; where it had just those, the log's record tells the hash of the last.
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
            certificate: record.certificate(),
            previous: before,
        };
        let key = device.keyring.key(record.stream(), batch.key);
        let Some(run) = key.and_then(|key| batch.open(&context, &key).ok()) else {
            continue;
        };
        let run = Written {
            log: *log,
            author: record.author.clone(),
            first: *first,
            offset: run.offset,
            events: run.events,
        };
        runs.push(shown(device, run));
    }
    runs
}
