//! What the shell holds behind the phone: the journal, the session, the state, and the signals
//! that tell pages of them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use leptos::prelude::*;

use super::clock::{BrowserRng, now};
use super::journal::{Journal, Loaded, LogRecord, Marker};
use super::tabs::Tabs;
use super::told::{Fetching, Membership, Repair, Saving, Tally};
use crate::canvass::dot::LogId;
use crate::canvass::draft::Draft;
use crate::canvass::estate::counted_through;
use crate::canvass::fold::{Counted, State, Written};
use crate::canvass::stream::Stream;
use crate::organise::counted::withheld;
use crate::sync::batch::{Batch, Context, NO_BATCH};
use crate::sync::device::Device;
use crate::sync::inner::unwrap_event;
use crate::sync::session::{Input, Output, Session, Status};

/// What only the shell touches. One browser tab has one.
#[derive(Debug)]
pub(super) struct Held {
    pub journal: Journal,
    pub tabs: Tabs,
    /// None: the device belongs to no campaign.
    pub session: RefCell<Option<Session>>,
    pub state: RefCell<State>,
    /// This device's own logs, as they were last read or written here.
    pub logs: RefCell<BTreeMap<LogId, LogRecord>>,
    /// Logs that are being opened: two taps at once open one.
    pub opening: RefCell<BTreeMap<Stream, LogRecord>>,
    /// What is NOT SAVED, tap by tap.
    pub unsaved: RefCell<Vec<Vec<Draft>>>,
    /// What was recorded while the journal is being read again.
    pub meanwhile: RefCell<Option<Vec<(LogRecord, Written)>>>,
    /// A chunk of pulled data could not be kept: those after it must not be either.
    pub pulled_gap: Cell<bool>,
    /// When a sync last began: seconds since 1970.
    pub last_sync: Cell<i64>,
}

/// The signals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub membership: RwSignal<Option<Membership>>,
    /// Goes up whenever the state has changed.
    pub version: RwSignal<u64>,
    pub saving: RwSignal<Saving>,
    pub status: RwSignal<Status>,
    pub tally: RwSignal<Tally>,
    pub repaired: RwSignal<Option<Repair>>,
    pub fetching: RwSignal<Option<Fetching>>,
    pub online: RwSignal<bool>,
    pub update_waiting: RwSignal<bool>,
}

impl Told {
    pub fn new(repaired: Option<Repair>) -> Told {
        Told {
            membership: RwSignal::new(None),
            version: RwSignal::new(0),
            saving: RwSignal::default(),
            status: RwSignal::default(),
            tally: RwSignal::default(),
            repaired: RwSignal::new(repaired),
            fetching: RwSignal::new(None),
            online: RwSignal::new(true),
            update_waiting: RwSignal::new(false),
        }
    }
}

impl Held {
    pub fn new(journal: Journal) -> Held {
        Held {
            tabs: Tabs::open(journal.database()),
            journal,
            session: RefCell::new(None),
            state: RefCell::default(),
            logs: RefCell::default(),
            opening: RefCell::default(),
            unsaved: RefCell::default(),
            meanwhile: RefCell::new(None),
            pulled_gap: Cell::new(false),
            last_sync: Cell::new(0),
        }
    }

    /// Hands the session an input; nothing is wanted where there is no campaign.
    pub fn step(&self, input: Input) -> Vec<Output> {
        match &mut *self.session.borrow_mut() {
            Some(session) => session.step(now(), input, &mut BrowserRng),
            None => Vec::new(),
        }
    }

    /// The device, as the session has it.
    pub fn device(&self) -> Option<Device> {
        let session = self.session.borrow();
        session.as_ref().map(|session| session.device().clone())
    }

    /// The endpoint's clock less ours, in seconds, as measured last.
    pub fn offset(&self) -> i32 {
        let session = self.session.borrow();
        session.as_ref().map_or(0, Session::offset)
    }

    /// Counts runs of events.
    pub fn merge(&self, runs: &[Written]) -> Counted {
        let mut state = self.state.borrow_mut();
        let mut counted = Counted::Merged;
        for run in runs {
            if state.add(run) == Counted::FoldAgain {
                counted = Counted::FoldAgain;
            }
        }
        counted
    }

    /// Takes in what was recorded: the session is to send it, the state to show it.
    pub fn take_in(&self, record: &LogRecord, run: Written) -> Counted {
        if !self.logs.borrow().contains_key(&record.log) {
            self.step(Input::Opened(record.own_log()));
        }
        self.know(record);
        for (seq, event) in (run.first..).zip(&run.events) {
            self.step(Input::Recorded {
                log: run.log,
                seq,
                event: event.clone(),
            });
        }
        if let Some(meanwhile) = &mut *self.meanwhile.borrow_mut() {
            meanwhile.push((record.clone(), run.clone()));
        }
        let shown = match self.device() {
            Some(device) => shown(&device, run),
            None => run,
        };
        self.merge(&[shown])
    }

    /// Takes a log's record for what it is now, but for what is known better here.
    fn know(&self, record: &LogRecord) {
        let mut logs = self.logs.borrow_mut();
        let known = logs.entry(record.log).or_insert_with(|| record.clone());
        known.next = known.next.max(record.next);
        known.parked = known.parked.or(record.parked);
        if record.acknowledged > known.acknowledged {
            known.acknowledged = record.acknowledged;
            known.hash = record.hash;
        }
    }

    /// Puts the marker where an emptied database does not reach.
    pub fn mark(&self) {
        let logs = self.logs.borrow();
        Marker {
            logs: logs.len() as u64,
            events: logs.values().map(|log| log.next - 1).sum(),
        }
        .write(self.journal.database());
    }

    /// This device's own events, counted; the ones that open logs are left out.
    pub fn tally(&self) -> Tally {
        let state = self.state.borrow();
        let mut tally = Tally::default();
        for record in self.logs.borrow().values() {
            let sent = record.acknowledged.saturating_sub(1);
            let counted = match record.stream() {
                // The board is organisers' own: what they have sent, they have.
                Stream::Board => record.acknowledged,
                _ => counted_through(&state, record.log),
            };
            tally.recorded += record.next.saturating_sub(2);
            tally.sent += sent;
            tally.merged += counted.saturating_sub(1).min(sent);
        }
        tally
    }

    /// Whose logs were counted by an organiser and cannot be had here.
    pub fn withheld(&self) -> Vec<String> {
        let session = self.session.borrow();
        session.as_ref().map_or_else(Vec::new, |session| {
            withheld(&self.state.borrow(), session.reader().heads())
        })
    }

    /// How many entries of what the device was given are here, and how many there are.
    pub fn doors_here(&self) -> (u64, u64) {
        let session = self.session.borrow();
        let Some(session) = session.as_ref() else {
            return (0, 0);
        };
        let (mut here, mut all) = (0, 0);
        for (log, seq) in &session.device().package.heads {
            let read = session.reader().head(*log).map_or(0, |(head, _)| head);
            here += read.min(*seq);
            all += seq;
        }
        (here, all)
    }
}

/// A run as this device may show it: an organiser's opens what is sealed for organisers.
fn shown(device: &Device, run: Written) -> Written {
    let events = run.events.into_iter();
    Written {
        events: events
            .map(|event| unwrap_event(device.campaign, run.author.person, event, &device.keyring))
            .collect(),
        ..run
    }
}

/// What the journal's contents come to.
pub(super) struct Rebuilt {
    pub session: Session,
    pub state: State,
    pub logs: BTreeMap<LogId, LogRecord>,
}

impl Rebuilt {
    /// Hands a new session everything the journal holds, and folds it.
    pub fn from(device: Device, loaded: Loaded) -> Rebuilt {
        let now = now();
        let mut session = Session::new(device.clone());
        let mut runs = Vec::new();
        for pulled in loaded.pulled {
            for output in session.step(now, Input::Replayed(pulled), &mut BrowserRng) {
                if let Output::Merge(written) = output {
                    runs.extend(written);
                }
            }
        }
        let logs: BTreeMap<LogId, LogRecord> = loaded
            .logs
            .into_iter()
            .filter(|record| record.campaign == device.campaign)
            .map(|record| (record.log, record))
            .collect();
        for record in logs.values() {
            session.step(now, Input::Opened(record.own_log()), &mut BrowserRng);
        }
        let pulled = |log, last| {
            let head = session.reader().head(log);
            head.is_some_and(|(head, _)| head >= last)
        };
        runs.extend(own_batches(&device, &logs, &loaded.batches, pulled));
        for (log, first, bytes) in loaded.batches {
            session.step(now, Input::Stored { log, first, bytes }, &mut BrowserRng);
        }
        for own in loaded.events {
            let Some(record) = logs.get(&own.log) else {
                continue;
            };
            let log = own.log;
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
            runs.push(shown(&device, run));
        }
        Rebuilt {
            state: State::fold(&runs),
            session,
            logs,
        }
    }
}

/// The events of this device's own batches that have not come back in a pull.
fn own_batches(
    device: &Device,
    logs: &BTreeMap<LogId, LogRecord>,
    batches: &[(LogId, u64, Vec<u8>)],
    pulled: impl Fn(LogId, u64) -> bool,
) -> Vec<Written> {
    let mut runs = Vec::new();
    let mut previous: BTreeMap<LogId, [u8; 32]> = BTreeMap::new();
    for (log, first, bytes) in batches {
        let before = previous
            .insert(*log, Batch::hash(bytes))
            .unwrap_or(NO_BATCH);
        let (Some(record), Ok(batch)) = (logs.get(log), Batch::from_bytes(bytes)) else {
            continue;
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
