//! A tab of the app: what `client::held`, `client::pump` and `client::recording` do, step by step.
//! Each output is carried out by itself, so that anything may happen between two of them.

use std::collections::{BTreeMap, VecDeque};

use rand_chacha::ChaCha20Rng;
use stairwell::canvass::checkpoint::{Checkpoint, Taken};
use stairwell::canvass::dot::LogId;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fold::{Counted, State, Written};
use stairwell::organise::counted::to_count;
use stairwell::sync::certificate::Role;
use stairwell::sync::checkpoint::SealedCheckpoint;
use stairwell::sync::device::Device;
use stairwell::sync::session::{Input, Output, Request, Session};
use stairwell::sync::wire::RefusalCode;

use super::journal::{Fault, Journal, LogRecord, Wrote};
use super::rebuilt::{Rebuilt, shown};
use crate::sabotage::Sabotage;

/// A sync is begun at least this often while the app is open, in seconds.
const EVERY: i64 = 300;

/// What a step is taken with.
pub struct Moment<'w> {
    /// The phone's clock, seconds since 1970.
    pub now: i64,
    /// What keys and nonces are made of.
    pub chance: &'w mut ChaCha20Rng,
    /// What is deliberately broken, if anything.
    pub broken: Option<Sabotage>,
}

impl Moment<'_> {
    /// Whether this is what is broken.
    pub fn is(&self, sabotage: Sabotage) -> bool {
        self.broken == Some(sabotage)
    }
}

/// What the session wants and is not carried out yet, in its order.
#[derive(Debug, Default)]
struct Work {
    waiting: VecDeque<Output>,
    /// A request is on its way, and nothing goes on until it is answered or given up.
    away: Option<u64>,
    changed: bool,
}

/// A tab.
pub struct Tab {
    pub id: u64,
    /// None: the device belongs to no campaign any more.
    pub session: Option<Session>,
    pub state: State,
    pub logs: BTreeMap<LogId, LogRecord>,
    /// What is NOT SAVED, tap by tap.
    pub unsaved: Vec<Vec<Draft>>,
    work: Work,
    /// The other tabs are to be told that something has changed.
    pub news: bool,
    /// Another tab has told that something has changed, and it was not heard yet.
    pub unheard: bool,
    /// A grant could not be kept, or a log not be left: that comes again after the next start.
    pub behind: bool,
    /// What it says of checkpoints that are not what it holds.
    pub differing: Vec<String>,
    /// A chunk of what was pulled could not be kept: those after it are not, either.
    pub pulled_gap: bool,
    /// Checkpoints that told of more erased ids than were known.
    pub awaiting: Vec<Checkpoint>,
    /// What it has merged of others' since it was opened: more than its journal has, where that was full.
    pub heard: Vec<Written>,
    /// What is acknowledged and could not be written: through which number, and the hash there.
    unkept: BTreeMap<LogId, (u64, [u8; 32])>,
    last_sync: i64,
    requests: u64,
}

impl Tab {
    /// Opens the journal.
    pub fn open(id: u64, journal: &Journal, moment: &mut Moment<'_>) -> Tab {
        let mut tab = Tab {
            id,
            session: None,
            state: State::default(),
            logs: BTreeMap::new(),
            unsaved: Vec::new(),
            work: Work::default(),
            news: false,
            unheard: false,
            behind: false,
            differing: Vec::new(),
            pulled_gap: false,
            awaiting: Vec::new(),
            heard: Vec::new(),
            unkept: BTreeMap::new(),
            last_sync: 0,
            requests: 0,
        };
        tab.read_again(journal, moment);
        tab
    }

    /// Takes what the journal comes to for the truth.
    pub fn read_again(&mut self, journal: &Journal, moment: &mut Moment<'_>) {
        let Some(device) = journal.device.clone() else {
            self.session = None;
            self.state = State::default();
            self.logs.clear();
            return;
        };
        let mut kept = journal.clone();
        if moment.is(Sabotage::ForgetsWhatIsNotSent) {
            kept.events.clear();
        }
        if moment.is(Sabotage::ForgetsTheClock) {
            for run in kept.events.values_mut() {
                run.offset = 0;
            }
        }
        let session = Session::new(device);
        let rebuilt = Rebuilt::within(session, &kept, moment.now, moment.chance);
        self.state = rebuilt.state();
        let differing = rebuilt.differing.iter();
        self.differing
            .extend(differing.map(|stream| format!("{stream:?} holds less")));
        self.session = Some(rebuilt.session);
        self.logs = rebuilt.logs;
    }

    pub fn device(&self) -> Option<&Device> {
        self.session.as_ref().map(Session::device)
    }

    /// Hands the session an input.
    pub fn step(&mut self, input: Input, moment: &mut Moment<'_>) -> Vec<Output> {
        match &mut self.session {
            Some(session) => session.step(moment.now, input, moment.chance),
            None => Vec::new(),
        }
    }

    /// Begins a sync: a tap, a stair's end, back online.
    pub fn begin_sync(&mut self, journal: &mut Journal, moment: &mut Moment<'_>) {
        self.last_sync = moment.now;
        for (log, (through, hash)) in std::mem::take(&mut self.unkept) {
            self.keep_acknowledged(log, through, hash, journal);
            self.news |= !self.unkept.contains_key(&log);
        }
        self.hear_of_left_logs(journal, moment);
        let outputs = self.step(Input::Sync, moment);
        self.begin(outputs);
    }

    /// Time has passed.
    pub fn tick(&mut self, journal: &mut Journal, moment: &mut Moment<'_>) {
        if moment.now - self.last_sync >= EVERY {
            self.begin_sync(journal, moment);
        } else {
            let outputs = self.step(Input::Tick, moment);
            self.begin(outputs);
        }
    }

    /// Behind whatever waits already: a session that has heard an answer may ask again before that
    /// is kept.
    fn begin(&mut self, outputs: Vec<Output>) {
        self.work.waiting.extend(outputs);
    }

    /// Whether something waits and may go on now.
    pub fn is_ready(&self) -> bool {
        self.work.away.is_none() && !self.work.waiting.is_empty()
    }

    /// The number of the request that is on its way, if one is.
    pub fn away(&self) -> Option<u64> {
        self.work.away
    }

    /// Carries out the next output: what was done, and what is to be sent.
    pub fn advance(
        &mut self,
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) -> (&'static str, Option<Request>) {
        let Some(output) = self.work.waiting.pop_front() else {
            return ("has nothing to do", None);
        };
        if let Output::Send(request) = output {
            self.requests += 1;
            self.work.away = Some(self.requests);
            return ("sends", Some(request));
        }
        self.work.changed |= !matches!(output, Output::Store { .. });
        let (what, more) = self.carry_out(output, journal, moment);
        self.go_on(more, journal, moment);
        (what, None)
    }

    /// An answer came for a request, or none will.
    pub fn answered(
        &mut self,
        request: u64,
        input: Input,
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) {
        if self.work.away != Some(request) {
            return;
        }
        self.work.away = None;
        let outputs = self.step(input, moment);
        self.go_on(outputs, journal, moment);
    }

    fn go_on(&mut self, more: Vec<Output>, journal: &mut Journal, moment: &mut Moment<'_>) {
        self.work.waiting.extend(more);
        if self.work.waiting.is_empty() && self.count(journal, moment) {
            let outputs = self.step(Input::Sync, moment);
            self.work.waiting.extend(outputs);
        }
        if self.work.waiting.is_empty() && std::mem::take(&mut self.work.changed) {
            self.news = true;
        }
    }

    fn carry_out(
        &mut self,
        output: Output,
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) -> (&'static str, Vec<Output>) {
        match output {
            Output::Store { log, first, bytes } => {
                return self.store(log, first, bytes, journal, moment);
            }
            Output::Replace { log, first, bytes } => {
                // As in the product, what fails here is found again after the next start.
                let _ = journal.replace_batch(log, first, &bytes);
                self.fold_again(journal, moment);
                return (
                    "puts the endpoint's batch in the place of its own",
                    Vec::new(),
                );
            }
            Output::LookFor { log } => {
                let more = self.look_for(log, journal, moment);
                return ("looks for what other tabs recorded", more);
            }
            Output::Acknowledged { log, through, hash } => {
                self.acknowledge(log, through, hash, journal);
                return ("hears that a log has come", Vec::new());
            }
            Output::Keep(mut pulled) => {
                if moment.is(Sabotage::KeepsTheCursorAlone) {
                    pulled.batches.clear();
                }
                if moment.is(Sabotage::KeepsNoCheckpoint) {
                    pulled.batches.retain(|one| !SealedCheckpoint::is_one(one));
                }
                let kept = !self.pulled_gap && journal.keep_pulled(&pulled).is_ok();
                self.pulled_gap = !kept;
                return ("keeps what was pulled", Vec::new());
            }
            Output::Merge(runs) => {
                self.merge(&runs, journal, moment);
                return ("merges", Vec::new());
            }
            Output::Checkpoint(taken) => {
                self.take(&taken, journal, moment);
                return ("takes a checkpoint", Vec::new());
            }
            Output::Differs(stream) => {
                self.differing.push(format!("{stream:?} holds less"));
                return ("finds a checkpoint that holds less", Vec::new());
            }
            Output::KeepDevice(device) => {
                self.behind |= journal.keep_device(&device).is_err();
                self.fold_again(journal, moment);
                return ("keeps a grant", Vec::new());
            }
            Output::Park { log, code } => {
                self.park(log, code, journal);
                let what = match code {
                    RefusalCode::BadSignature => "parks a log, whose signature does not fit",
                    RefusalCode::BadCertificate => "parks a log, whose certificate does not hold",
                    RefusalCode::ForeignStream => "parks a log of a stream it may not write",
                    RefusalCode::Gap => "parks a log with a gap before it",
                    _ => "parks a log",
                };
                return (what, Vec::new());
            }
            Output::RecordAnew {
                log,
                events,
                through,
            } => {
                self.record_anew(log, events, through, journal, moment);
                return ("finds that it is a copy, and records anew", Vec::new());
            }
            Output::StartOver => {
                self.unkept.clear();
                return ("starts over", Vec::new());
            }
            Output::Forget => {
                let _ = journal.forget_pulled();
                self.session = None;
                self.state = State::default();
                self.logs.clear();
            }
            Output::Send(_) => {}
        }
        ("is taken off, and forgets", Vec::new())
    }

    fn store(
        &mut self,
        log: LogId,
        first: u64,
        bytes: Vec<u8>,
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) -> (&'static str, Vec<Output>) {
        if moment.is(Sabotage::SendsWhatIsNotStored) {
            let more = self.step(Input::Stored { log, first, bytes }, moment);
            return ("stores a batch", more);
        }
        match journal.store_batch(log, first, bytes) {
            Ok(bytes) => {
                let more = self.step(Input::Stored { log, first, bytes }, moment);
                ("stores a batch", more)
            }
            Err(Fault::Closed) => {
                self.read_again(journal, moment);
                let more = self.step(Input::Sync, moment);
                ("finds that another tab has left a log", more)
            }
            Err(_) => ("cannot store a batch", self.step(Input::NoAnswer, moment)),
        }
    }

    fn acknowledge(&mut self, log: LogId, through: u64, hash: [u8; 32], journal: &mut Journal) {
        if let Some(record) = self.logs.get_mut(&log) {
            record.acknowledged = through;
            record.hash = hash;
        }
        if !self.pulled_gap {
            self.keep_acknowledged(log, through, hash, journal);
        }
    }

    fn keep_acknowledged(
        &mut self,
        log: LogId,
        through: u64,
        hash: [u8; 32],
        journal: &mut Journal,
    ) {
        match journal.acknowledge(log, through, hash) {
            Ok(()) => self.unkept.remove(&log),
            Err(_) => self.unkept.insert(log, (through, hash)),
        };
    }

    pub fn park(&mut self, log: LogId, code: RefusalCode, journal: &mut Journal) {
        if let Some(record) = self.logs.get_mut(&log) {
            record.parked = Some(code);
        }
        let _ = journal.park(log, code);
    }

    pub fn merge(&mut self, runs: &[Written], journal: &Journal, moment: &mut Moment<'_>) {
        self.heard.extend_from_slice(runs);
        let mut again = false;
        for run in runs {
            again |= self.state.add(run) == Counted::FoldAgain;
        }
        if again {
            self.fold_again(journal, moment);
        }
    }

    fn take(&mut self, taken: &Taken, journal: &Journal, moment: &mut Moment<'_>) {
        if moment.is(Sabotage::IgnoresCheckpoints) {
            return;
        }
        if let Taken::Held(checkpoint) = taken {
            let stream = checkpoint.stream();
            if self.state.differs_from(checkpoint) {
                self.differing
                    .push(format!("{stream:?} says something else"));
            } else if self.state.awaits_erasures(checkpoint) {
                self.awaiting.push(checkpoint.clone());
            }
        }
        if self.state.take(taken) == Counted::FoldAgain {
            self.fold_again(journal, moment);
        }
    }

    pub fn fold_again(&mut self, journal: &Journal, moment: &mut Moment<'_>) {
        if moment.is(Sabotage::NeverFoldsAgain) {
            return;
        }
        if let Some(session) = self.session.as_ref().map(Session::again) {
            self.state = Rebuilt::within(session, journal, moment.now, moment.chance).state();
        }
    }

    /// On an organiser's device, once everything has come: writes what it has merged.
    fn count(&mut self, journal: &mut Journal, moment: &mut Moment<'_>) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        if session.device().role() != Role::Organiser || !session.status().up_to_date {
            return false;
        }
        let Some(by) = session.author() else {
            return false;
        };
        let drafts = to_count(&self.state, &by, session.reader().heads());
        !drafts.is_empty() && self.save(&drafts, journal, moment).is_ok()
    }

    /// Takes in what was written to the journal here.
    pub fn show(&mut self, wrote: Vec<Wrote>, journal: &Journal, moment: &mut Moment<'_>) {
        let mut again = false;
        for run in wrote {
            let shown = Written {
                log: run.record.log,
                author: run.record.author.clone(),
                first: run.first,
                offset: 0,
                events: run.events,
            };
            again |= self.take_in(&run.record, shown, moment) == Counted::FoldAgain;
        }
        self.news = true;
        if again {
            self.fold_again(journal, moment);
        }
    }

    pub fn take_in(
        &mut self,
        record: &LogRecord,
        run: Written,
        moment: &mut Moment<'_>,
    ) -> Counted {
        if !self.logs.contains_key(&record.log) {
            self.step(Input::Opened(record.own_log()), moment);
        }
        self.know(record);
        for (seq, event) in (run.first..).zip(&run.events) {
            let (log, event) = (run.log, event.clone());
            self.step(Input::Recorded { log, seq, event }, moment);
        }
        let shown = match self.device() {
            Some(device) => shown(device, run),
            None => run,
        };
        self.state.add(&shown)
    }

    fn know(&mut self, record: &LogRecord) {
        let known = self
            .logs
            .entry(record.log)
            .or_insert_with(|| record.clone());
        known.next = known.next.max(record.next);
        known.parked = known.parked.or(record.parked);
        if record.acknowledged > known.acknowledged {
            known.acknowledged = record.acknowledged;
            known.hash = record.hash;
        }
    }

    /// How many events wait.
    pub fn waits(&self) -> usize {
        self.session
            .as_ref()
            .map_or(0, |session| session.status().waiting)
    }
}
