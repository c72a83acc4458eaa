//! The sync session: a state machine without IO. Time and randomness are arguments, whatever
//! happens outside comes in as an [`Input`], and what is to be done goes out as [`Output`]s.
//!
//! The driver's whole loop is: hand in an input, do every output in order, hand in what came of
//! it. A batch is strictly stored before its first send, so a retry sends the same bytes, and of
//! two tabs the first stored wins. Only an answer with the right authentication counts.

mod answer;
mod carrying;
mod checkpoint;
mod clock;
mod exchange;
mod looking;
mod own_device;
mod refusal;

use std::collections::{BTreeMap, BTreeSet};

use rand_core::CryptoRng;

use super::batch::Batch;
use super::certificate::{Chain, SignedCertificate};
use super::device::Device;
use super::keys::random_bytes;
use super::outbox::Line;
pub use super::outbox::OwnLog;
use super::reader::Reader;
use super::wire::{Cursor, SyncRequest, encode, path};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::order::gather;
use crate::canvass::stream::Stream;

pub use exchange::{Input, Kept, Output, Pulled, Request, Status, Trouble};

/// A request's batches together are not larger, in bytes, unless a single one is.
const FULL_REQUEST: usize = 384 * 1024;
/// After how many seconds a failed sync is tried again: the first, the second, … failure.
const RETRY_AFTER: [i64; 6] = [5, 15, 30, 60, 120, 300];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Idle,
    /// The journal is asked for what other tabs have recorded in these logs.
    Looking(BTreeSet<LogId>),
    /// Batches are being stored, by log and the number of their first event.
    Storing(BTreeMap<(LogId, u64), Storing>),
    /// A request is on its way.
    Asking { nonce: [u8; 16] },
}

/// A batch that is being stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Storing {
    hash: [u8; 32],
    /// It was asked to take another's place, which could never have been sent.
    replaces: bool,
}

/// Which batches a request offers: fewer once the endpoint has said that there is no room for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Offer {
    #[default]
    All,
    /// The board's, for which room is kept.
    Board,
    /// None, so that what is new comes all the same.
    Nothing,
}

/// The state machine.
#[derive(Clone, Debug)]
pub struct Session {
    device: Device,
    own: BTreeMap<LogId, Line>,
    reader: Reader,
    cursor: Cursor,
    backfill: BTreeMap<[u8; 16], u64>,
    phase: Phase,
    /// Endpoint's clock less ours, in seconds; none until an answer has come, or a batch of an
    /// earlier session has told it.
    offset: Option<i32>,
    /// The same as an answer to this session has told it: no clock was set since.
    measured: Option<i32>,
    /// The newest that was measured before and stands beside what is recorded, and when that was written.
    recorded_with: Option<(i64, i32)>,
    offer_certificates: bool,
    most_batches: usize,
    offer: Offer,
    failures: usize,
    retry_at: Option<i64>,
    trouble: Option<Trouble>,
    last_answer: Option<i64>,
    caught_up: Option<i64>,
    up_to_date: bool,
    /// A sync was asked for while one was under way: what was recorded meanwhile is not in it.
    asked_meanwhile: bool,
    /// Sealing is all that was asked for.
    only_seals: bool,
}

impl Offer {
    fn includes(self, line: &Line) -> bool {
        match self {
            Offer::All => true,
            Offer::Board => line.own.stream == Stream::Board,
            Offer::Nothing => false,
        }
    }
}

impl Session {
    /// A session of this device. Hand in its logs, batches, events and pulled chunks next, as
    /// the journal has them.
    pub fn new(device: Device) -> Session {
        let mut chain = Chain::default();
        for signed in &device.line {
            chain.insert(signed.clone());
        }
        Session {
            reader: Reader::new(device.campaign, chain),
            device,
            own: BTreeMap::new(),
            cursor: Cursor::default(),
            backfill: BTreeMap::new(),
            phase: Phase::Idle,
            offset: None,
            measured: None,
            recorded_with: None,
            offer_certificates: false,
            most_batches: usize::MAX,
            offer: Offer::All,
            failures: 0,
            retry_at: None,
            trouble: None,
            last_answer: None,
            caught_up: None,
            up_to_date: false,
            asked_meanwhile: false,
            only_seals: false,
        }
    }

    /// A session of the same device that has read nothing, but knows which certificates hold: each takes
    /// a signature a link to check.
    pub fn again(&self) -> Session {
        let mut again = Session::new(self.device.clone());
        again.reader.learn_from(&self.reader);
        again
    }

    /// The device.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// What has been read of others' logs.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Where sending stands.
    pub fn status(&self) -> Status {
        let count = |line: &Line| line.events.range(line.own.acknowledged + 1..).count();
        Status {
            waiting: self.own.values().map(count).sum(),
            not_accepted: self
                .own
                .values()
                .filter(|line| line.own.parked.is_some())
                .map(count)
                .sum(),
            last_answer: self.last_answer,
            caught_up: self.caught_up,
            offset: self.measured,
            sending: self.phase != Phase::Idle,
            trouble: self.trouble,
            up_to_date: self.up_to_date,
        }
    }

    /// Whether all that was recorded is in batches: none of it needs a stream's key any more to be
    /// sent.
    pub fn is_sealed(&self) -> bool {
        self.own.values().all(Line::is_sealed)
    }

    /// When to hand in a [`Input::Tick`] at the latest, seconds since 1970.
    pub fn wants_tick_at(&self) -> Option<i64> {
        self.retry_at
    }

    /// Whether a head that somebody names of an own log can be one that this device sent: not
    /// where it is known that another batch ends there, or none.
    pub fn may_be_own_head(&self, head: Dot, hash: [u8; 32]) -> bool {
        let line = self.own.get(&head.log);
        line.is_none_or(|line| line.may_end_with(head.seq, hash))
    }

    /// Takes one step.
    pub fn step(&mut self, now: i64, input: Input, rng: &mut impl CryptoRng) -> Vec<Output> {
        match input {
            Input::Opened(own) => {
                self.own.entry(own.log).or_insert_with(|| Line::new(own));
                Vec::new()
            }
            Input::Recorded { log, seq, event } => {
                if let Some(line) = self.own.get_mut(&log)
                    && seq > line.own.acknowledged
                {
                    line.events.insert(seq, event);
                }
                Vec::new()
            }
            Input::Measured { at, offset } => {
                self.measured_before(at, offset);
                Vec::new()
            }
            Input::Stored { log, first, bytes } => self.stored(now, (log, first), bytes, rng),
            Input::RecordedAnew { log } => {
                if let Some(line) = self.own.get_mut(&log) {
                    line.events.clear();
                }
                Vec::new()
            }
            Input::Found { log, batches } => self.found(log, batches, rng),
            Input::Replayed(pulled) => self.replayed(pulled),
            Input::Sync => self.begin(rng),
            Input::Seal => self.seal(rng),
            Input::Tick => match self.retry_at {
                Some(at) if at <= now => self.begin(rng),
                _ => Vec::new(),
            },
            Input::NoAnswer => {
                self.fail(now, Trouble::NoAnswer);
                Vec::new()
            }
            Input::Answered { status, body, mac } => self.answered(now, status, &body, mac, rng),
        }
    }

    /// What was pulled so far, to go on from at the next start.
    pub fn kept(&self) -> Kept {
        Kept {
            reader: self.reader.kept(),
            cursor: self.cursor,
            backfill: self
                .backfill
                .iter()
                .map(|(name, at)| (*name, *at))
                .collect(),
        }
    }

    /// Goes on from what an earlier session of this device had pulled, before anything else. Whether
    /// it fits together: nothing has changed where it does not.
    pub fn go_on_from(&mut self, kept: Kept) -> bool {
        let fits = self.reader.go_on_from(kept.reader);
        if fits {
            self.cursor = kept.cursor;
            self.backfill = gather(kept.backfill);
        }
        fits
    }

    fn begin(&mut self, rng: &mut impl CryptoRng) -> Vec<Output> {
        if self.phase != Phase::Idle {
            self.asked_meanwhile = true;
            return Vec::new();
        }
        self.asked_meanwhile = false;
        self.retry_at = None;
        self.offer = Offer::All;
        self.offset = self.offset.or_else(|| self.offset_told());
        let looks = self.look_for_missing();
        if looks.is_empty() {
            return self.seal_or_ask(rng);
        }
        looks
    }

    /// Seals what is recorded, and asks nobody.
    fn seal(&mut self, rng: &mut impl CryptoRng) -> Vec<Output> {
        if self.phase != Phase::Idle {
            return Vec::new();
        }
        self.offset = self.offset.or_else(|| self.offset_told());
        let outputs = self.seal_next(rng);
        self.only_seals = !outputs.is_empty();
        outputs
    }

    /// Seals what is recorded, one batch a log at a time; once all is sealed and stored, asks.
    fn seal_or_ask(&mut self, rng: &mut impl CryptoRng) -> Vec<Output> {
        let outputs = self.seal_next(rng);
        if outputs.is_empty() {
            vec![self.ask(rng)]
        } else {
            outputs
        }
    }

    /// Seals the next batch of each log that has more recorded.
    fn seal_next(&mut self, rng: &mut impl CryptoRng) -> Vec<Output> {
        let logs: Vec<LogId> = self.own.keys().copied().collect();
        let mut outputs = Vec::new();
        let mut storing = BTreeMap::new();
        for log in logs {
            if let Some((first, bytes)) = self.seal_of(log, rng) {
                let hash = Batch::hash(&bytes);
                let replaces = false;
                storing.insert((log, first), Storing { hash, replaces });
                outputs.push(Output::Store { log, first, bytes });
            }
        }
        if !storing.is_empty() {
            self.phase = Phase::Storing(storing);
        }
        outputs
    }

    /// The next batch of a log, and the number of its first event.
    fn seal_of(&self, log: LogId, rng: &mut impl CryptoRng) -> Option<(u64, Vec<u8>)> {
        let device = &self.device;
        self.own.get(&log)?.seal_next(
            device.campaign,
            &device.keyring,
            &device.keys,
            self.offset(),
            rng,
        )
    }

    fn stored(
        &mut self,
        now: i64,
        (log, first): (LogId, u64),
        bytes: Vec<u8>,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let asked = match &mut self.phase {
            Phase::Storing(storing) => storing.remove(&(log, first)),
            _ => None,
        };
        let (campaign, keys) = (self.device.campaign, &self.device.keys);
        if let Some(line) = self.own.get_mut(&log) {
            let anothers = asked.filter(|asked| asked.hash != Batch::hash(&bytes));
            match anothers {
                Some(asked) if !line.follows(campaign, keys, first, &bytes) => {
                    return self.does_not_follow(now, (log, first), asked, rng);
                }
                _ => {
                    // What the journal holds was a batch when it was stored; a broken one is sealed anew.
                    let _ = line.keep_stored(first, bytes);
                }
            }
        }
        match asked {
            Some(_) => self.stored_one(rng),
            None => Vec::new(),
        }
    }

    /// Another tab has stored a batch that follows another than the one before it here. Where the endpoint
    /// has acknowledged that, the other's could never be sent, and this one takes its place; else it is
    /// looked at what the endpoint has.
    fn does_not_follow(
        &mut self,
        now: i64,
        (log, first): (LogId, u64),
        asked: Storing,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let line = self.own.get_mut(&log);
        if let Some(line) = line
            && !line.is_acknowledged_before(first)
        {
            line.clashed = true;
            return self.stored_one(rng);
        }
        // It could not take its place: the disk is full.
        if asked.replaces {
            self.fail(now, Trouble::NoAnswer);
            return Vec::new();
        }
        let (Some((first, bytes)), Phase::Storing(storing)) =
            (self.seal_of(log, rng), &mut self.phase)
        else {
            return self.stored_one(rng);
        };
        let hash = Batch::hash(&bytes);
        let replaces = true;
        storing.insert((log, first), Storing { hash, replaces });
        let replace = bytes.clone();
        vec![
            Output::Replace {
                log,
                first,
                bytes: replace,
            },
            Output::Store { log, first, bytes },
        ]
    }

    /// One batch more is stored: once all are, it goes on.
    fn stored_one(&mut self, rng: &mut impl CryptoRng) -> Vec<Output> {
        match &self.phase {
            Phase::Storing(storing) if storing.is_empty() => {}
            _ => return Vec::new(),
        }
        self.phase = Phase::Idle;
        if !std::mem::take(&mut self.only_seals) {
            return self.seal_or_ask(rng);
        }
        let outputs = self.seal(rng);
        if outputs.is_empty() && self.asked_meanwhile {
            return self.begin(rng);
        }
        outputs
    }

    fn ask(&mut self, rng: &mut impl CryptoRng) -> Output {
        let nonce = random_bytes(rng);
        let mut batches = Vec::new();
        let mut size = 0;
        'full: for line in self.own.values() {
            if line.own.parked.is_some() || line.clashed || !self.offer.includes(line) {
                continue;
            }
            for sealed in line.unacknowledged() {
                size += sealed.bytes.len();
                let full = size > FULL_REQUEST || batches.len() >= self.most_batches;
                if full && !batches.is_empty() {
                    break 'full;
                }
                batches.push(sealed.bytes.clone());
            }
        }
        let certificates = if self.offer_certificates {
            self.device
                .line
                .iter()
                .map(SignedCertificate::to_bytes)
                .collect()
        } else {
            Vec::new()
        };
        let request = SyncRequest {
            cursor: self.cursor,
            backfill: self
                .backfill
                .iter()
                .map(|(name, at)| (*name, *at))
                .collect(),
            certificates,
            batches,
            want: self
                .own
                .values()
                .filter(|line| line.clashed)
                .map(|line| (line.own.log, line.own.acknowledged + 1))
                .collect(),
            grant: self.device.grant,
        };
        self.phase = Phase::Asking { nonce };
        Output::Send(Request {
            path: path::SYNC,
            nonce,
            token: self.device.token.to_hex(),
            body: encode(&request),
        })
    }

    fn fail(&mut self, now: i64, trouble: Trouble) {
        self.only_seals = false;
        self.phase = Phase::Idle;
        self.trouble = Some(trouble);
        self.up_to_date = false;
        self.retry_at = match trouble {
            Trouble::Refused(_) => None,
            Trouble::NoAnswer | Trouble::Busy(_) => {
                let wait = RETRY_AFTER[self.failures.min(RETRY_AFTER.len() - 1)];
                Some(now.saturating_add(wait))
            }
        };
        self.failures += 1;
    }
}
