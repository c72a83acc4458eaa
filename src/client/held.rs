//! What the shell holds behind the phone: the journal, the session and the state.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::age;
use super::clock::{BrowserRng, now, pause};
use super::journal::{Fault, Journal, Loaded, LogRecord, Marker, Since};
use super::tabs::Tabs;
use super::told::{Membership, Tally};
use crate::canvass::checkpoint::{Checkpoint, Taken};
use crate::canvass::dot::LogId;
use crate::canvass::draft::Draft;
use crate::canvass::estate::counted_heads;
use crate::canvass::fold::{Counted, State, Written};
use crate::canvass::stream::Stream;
use crate::organise::counted::withheld;
use crate::sync::carried::Carried;
use crate::sync::device::Device;
use crate::sync::inner::unwrap_event;
use crate::sync::keyholding::LastCommittee;
use crate::sync::session::{Input, Output, Session};
use crate::sync::wire::RefusalCode;

/// What was recorded while the journal was being read.
pub(super) type Meanwhile = Vec<(LogRecord, Written)>;

/// How long until it is looked at again whether the journal is still being read, in milliseconds.
const LOOK_AGAIN: i32 = 20;

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
    pub meanwhile: RefCell<Option<Meanwhile>>,
    /// The journal is being read again: whoever else wants that waits.
    pub reading: Cell<bool>,
    /// A chunk of pulled data could not be kept: those after it must not be either.
    pub pulled_gap: Cell<bool>,
    /// What is acknowledged and could not be written: through which number, and the hash there.
    pub unkept: RefCell<BTreeMap<LogId, (u64, [u8; 32])>>,
    /// Streams of which a checkpoint is not what this device holds.
    pub differing: RefCell<BTreeSet<Stream>>,
    /// Checkpoints that tell of more erased ids than were known when they came.
    pub awaiting: RefCell<Vec<Checkpoint>>,
    /// When a sync last began: seconds since 1970.
    pub last_sync: Cell<i64>,
    /// What the session wants and is not carried out yet, in its order.
    pub waiting: RefCell<VecDeque<Output>>,
    /// Another tab has recorded something before what was taken in last.
    pub missed: Cell<bool>,
    /// Somebody is carrying that out.
    pub carrying: Cell<bool>,
    /// The endpoint has heard from here, since the app was opened, that the campaign was handed over.
    pub told_of_close: Cell<bool>,
    /// What was taken in from files and has not come back from the endpoint.
    pub carried: RefCell<Vec<Carried>>,
    /// Who keeps the campaign's keys, as it was read last.
    pub committee: RefCell<LastCommittee>,
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
            reading: Cell::new(false),
            pulled_gap: Cell::new(false),
            unkept: RefCell::default(),
            differing: RefCell::default(),
            awaiting: RefCell::default(),
            last_sync: Cell::new(0),
            waiting: RefCell::default(),
            missed: Cell::new(false),
            carrying: Cell::new(false),
            told_of_close: Cell::new(false),
            carried: RefCell::default(),
            committee: RefCell::default(),
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

    /// What a device is in its campaign, by what is held here; `None` where it belongs to none.
    pub fn membership(&self, device: &Device) -> Option<Membership> {
        let session = self.session.borrow();
        let reader = session.as_ref()?.reader();
        let state = self.state.borrow();
        Some(Membership::of(device, &state, reader, &self.committee))
    }

    /// Whether a log was written in the campaign this device belongs to.
    pub fn is_of_this_campaign(&self, record: &LogRecord) -> bool {
        let session = self.session.borrow();
        let campaign = session.as_ref().map(|session| session.device().campaign);
        campaign == Some(record.campaign)
    }

    /// The log that this device writes a stream in now; `None` where it is to be opened.
    pub fn log_of(&self, stream: Stream) -> Option<LogId> {
        let certificate = self.device()?.certificate();
        let logs = self.logs.borrow();
        let mut fit = logs.values().filter(|record| {
            record.stream() == stream
                && record.certificate() == certificate
                && record.parked.is_none()
        });
        fit.next().map(|record| record.log)
    }

    /// Takes a checkpoint; notes where it is not what this device holds.
    pub fn take(&self, taken: &Taken) -> Counted {
        let mut state = self.state.borrow_mut();
        if let Taken::Held(checkpoint) = taken {
            if state.differs_from(checkpoint) {
                self.differing.borrow_mut().insert(checkpoint.stream());
            } else if state.awaits_erasures(checkpoint) {
                self.awaiting.borrow_mut().push(checkpoint.clone());
            }
        }
        state.take(taken)
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

    /// Reads the journal again, with what was recorded while that went on. One at a time: of two at
    /// once the one that began earlier could end later, and put what is older in place.
    pub async fn load_alone(&self, since: Since) -> (Result<Loaded, Fault>, Meanwhile) {
        while self.reading.replace(true) {
            pause(LOOK_AGAIN).await;
        }
        self.meanwhile.replace(Some(Vec::new()));
        let loaded = self.journal.load(since).await;
        self.reading.set(false);
        (loaded, self.meanwhile.take().unwrap_or_default())
    }

    /// Takes in what was recorded: the session is to send it, the state to show it.
    pub fn take_in(&self, record: &LogRecord, run: Written) -> Counted {
        let known = self.logs.borrow().get(&record.log).map_or(1, |it| it.next);
        if run.first > known {
            self.missed.set(true);
        }
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

    /// This device's own events, counted.
    pub fn tally(&self) -> Tally {
        let session = self.session.borrow();
        session.as_ref().map_or_else(Tally::default, |session| {
            tally(session, &self.state.borrow(), &self.logs.borrow())
        })
    }

    /// What the endpoint will not take, by its reason: as many as a [`Tally`] counts, so without the events
    /// that only open a log.
    pub fn not_accepted(&self) -> Vec<(RefusalCode, u64)> {
        let mut reasons: Vec<(RefusalCode, u64)> = Vec::new();
        for record in self.logs.borrow().values() {
            let left = record.unsent();
            let Some(code) = record.parked.filter(|_| left > 0) else {
                continue;
            };
            match reasons.iter_mut().find(|(known, _)| *known == code) {
                Some((_, n)) => *n += left,
                None => reasons.push((code, left)),
            }
        }
        reasons
    }

    /// When the oldest event was recorded that is not acknowledged, by this phone's clock.
    pub fn waits_since(&self) -> Option<i64> {
        age::waits_since(&self.state.borrow(), &self.logs.borrow())
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

/// A device's own events, counted; the ones that open logs are left out.
fn tally(session: &Session, state: &State, logs: &BTreeMap<LogId, LogRecord>) -> Tally {
    let mut counted: BTreeMap<LogId, u64> = BTreeMap::new();
    for (head, hash) in counted_heads(state) {
        // What was counted under another hash than ours is not what this phone sent.
        if logs.contains_key(&head.log) && session.may_be_own_head(head, hash) {
            let through = counted.entry(head.log).or_default();
            *through = head.seq.max(*through);
        }
    }
    let mut tally = Tally::default();
    for record in logs.values() {
        let sent = record.acknowledged.saturating_sub(1);
        let counted = match record.stream() {
            // The board is organisers' own: what they have sent, they have.
            Stream::Board => record.acknowledged,
            _ => counted.get(&record.log).copied().unwrap_or(0),
        };
        tally.recorded += record.next.saturating_sub(2);
        tally.sent += sent;
        tally.merged += counted.saturating_sub(1).min(sent);
    }
    tally
}

/// A run as this device may show it: an organiser's opens what is sealed for organisers.
pub(super) fn shown(device: &Device, run: Written) -> Written {
    let events = run.events.into_iter();
    Written {
        events: events
            .map(|event| unwrap_event(device.campaign, run.author.person, event, &device.keyring))
            .collect(),
        ..run
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::canvass::dot::Dot;
    use crate::canvass::event::{Event, Run};
    use crate::canvass::fact::Fact;
    use crate::canvass::id::{HeadId, StairId};
    use crate::client::rebuilt::own_batches;
    use crate::sync::batch::{Batch, Context, NO_BATCH};
    use crate::sync::device::Founding;
    use crate::sync::keys::{OwnKeys, Secret};
    use crate::sync::wire::{Joined, Token};

    const NOW: i64 = 1_773_077_400;
    const LOG: LogId = LogId([7; 8]);
    const STAIR: Stream = Stream::Stair(StairId(Dot {
        log: LogId([5; 8]),
        seq: 1,
    }));

    fn device(rng: &mut ChaCha20Rng) -> Device {
        let founding = Founding {
            start_code: String::new(),
            name: "Olwen".into(),
            now: NOW,
            ends: NOW + 86_400,
            practice: true,
        };
        let (_, joining) = founding.found(&OwnKeys::random(rng), rng).unwrap();
        let joined = Joined {
            token: Token(Secret([9; 32])),
            grant: None,
            now: NOW,
        };
        joining.finish(&joined).unwrap()
    }

    fn note(words: &str) -> Event {
        let fact = Fact::Note {
            words: words.into(),
        };
        Draft::new(STAIR, fact, Vec::new()).at(NOW)
    }

    /// A batch as the journal has it: log, number of the first event, bytes.
    type Kept = (LogId, u64, Vec<u8>);

    /// A log of two batches of two events, as far acknowledged: its record and its batches.
    fn log(acknowledged: u64) -> (Device, LogRecord, Vec<Kept>) {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let device = device(&mut rng);
        let author = device.checked().unwrap().author(STAIR);
        let mut record = LogRecord::new(LOG, device.campaign, author);
        let key = device.keyring.last_key(STAIR).unwrap();
        let mut batches = Vec::new();
        let mut previous = NO_BATCH;
        for first in [1, 3] {
            let context = Context {
                campaign: device.campaign,
                stream: STAIR,
                certificate: record.certificate(),
                previous,
            };
            let events = vec![note("one"), note("two")];
            let run = Run { offset: 0, events };
            let batch = Batch::seal(LOG, first, &run, &context, &key, &device.keys, &mut rng);
            let bytes = batch.unwrap().to_bytes();
            previous = Batch::hash(&bytes);
            if first + 1 == acknowledged {
                (record.acknowledged, record.hash) = (acknowledged, previous);
            }
            batches.push((LOG, first, bytes));
        }
        record.next = 5;
        (device, record, batches)
    }

    #[test]
    fn a_batch_opens_by_the_logs_record_where_those_before_it_are_gone() {
        for acknowledged in [0, 2] {
            let (device, record, batches) = log(acknowledged);
            let logs = BTreeMap::from([(LOG, record)]);
            let firsts = |batches: &[_]| -> Vec<u64> {
                let runs = own_batches(&device, &logs, batches, |_, _| false);
                runs.iter().map(|run| run.first).collect()
            };
            assert_eq!(firsts(&batches), [1, 3]);
            let known = if acknowledged == 2 { vec![3] } else { vec![] };
            assert_eq!(firsts(&batches[1..]), known);
        }
    }

    #[test]
    fn what_was_counted_under_another_hash_is_not_called_merged() {
        let (device, record, batches) = log(4);
        let mut session = Session::new(device);
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        session.step(NOW, Input::Opened(record.own_log()), &mut rng);
        let desk = LogId([8; 8]);
        let hash_of = |n: usize| Batch::hash(&batches[n].2);
        let merged = |session: &Session, seq: u64, hash: [u8; 32]| {
            let head = HeadId(Dot { log: LOG, seq }).into();
            let hashes = vec![hash];
            let count = Draft::new(STAIR, Fact::Counted { hashes }, vec![head]);
            let state = State::fold(&[Written {
                log: desk,
                author: record.author.clone(),
                first: 1,
                offset: 0,
                events: vec![count.at(NOW)],
            }]);
            let tally = tally(session, &state, &BTreeMap::from([(LOG, record.clone())]));
            assert_eq!((tally.recorded, tally.sent), (3, 3));
            tally.merged
        };
        // Of a log whose batches are gone, only the acknowledged head is known.
        assert_eq!(merged(&session, 4, hash_of(1)), 3);
        assert_eq!(merged(&session, 4, [6; 32]), 0);
        assert_eq!(merged(&session, 2, [6; 32]), 1);
        for (log, first, bytes) in batches.clone() {
            session.step(NOW, Input::Stored { log, first, bytes }, &mut rng);
        }
        for (seq, hash, expected) in [
            (4, hash_of(1), 3),
            (4, hash_of(0), 0),
            (3, hash_of(0), 0),
            (2, hash_of(0), 1),
            (2, [6; 32], 0),
        ] {
            assert_eq!(merged(&session, seq, hash), expected, "{seq}");
        }
    }
}
