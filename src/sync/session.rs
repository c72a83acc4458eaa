//! The sync session: a state machine without IO. Time and randomness are arguments, whatever
//! happens outside comes in as an [`Input`], and what is to be done goes out as [`Output`]s.
//!
//! The driver's whole loop is: hand in an input, do every output in order, hand in what came of
//! it. A batch is strictly stored before its first send, so a retry sends the same bytes, and of
//! two tabs the first stored wins. Only an answer with the right authentication counts.

use std::collections::{BTreeMap, BTreeSet};

use rand_core::CryptoRng;

use super::batch::Batch;
use super::certificate::{Chain, SignedCertificate};
use super::device::Device;
use super::grant::Grant;
use super::keys::random_bytes;
use super::outbox::Line;
pub use super::outbox::OwnLog;
use super::reader::{Page, Reader, Trust};
use super::wire::{Cursor, Refusal, RefusalCode, SyncAnswer, SyncRequest, decode, encode, path};
use crate::canvass::dot::LogId;
use crate::canvass::event::Event;
use crate::canvass::fold::Written;

/// A request's batches together are not larger, in bytes, unless a single one is.
const FULL_REQUEST: usize = 384 * 1024;
/// After how many seconds a failed sync is tried again: the first, the second, … failure.
const RETRY_AFTER: [i64; 6] = [5, 15, 30, 60, 120, 300];

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum Input {
    /// The journal has opened a log of this device's own (or had it when the session began).
    Opened(OwnLog),
    /// The journal holds this event of an own log, durably. Doubles are welcome.
    Recorded {
        /// The log.
        log: LogId,
        /// The event's number.
        seq: u64,
        /// The event, inner ones sealed already.
        event: Event,
    },
    /// The journal holds this batch of an own log: what it was asked to store, or what another
    /// tab stored first.
    Stored {
        /// The log.
        log: LogId,
        /// The number of its first event.
        first: u64,
        /// The batch.
        bytes: Vec<u8>,
    },
    /// A chunk of what was pulled before, from the journal, in its order.
    Replayed(Pulled),
    /// It is time: a tap, a stair's end, back online, five minutes.
    Sync,
    /// Time has passed.
    Tick,
    /// An answer came.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: Vec<u8>,
        /// What stood in the answer's authentication header.
        mac: Option<String>,
    },
    /// No answer came: no signal, or the time ran out.
    NoAnswer,
}

/// Something to do, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Store this batch strictly unless one is there under its number; hand in
    /// [`Input::Stored`] with what is there then.
    Store {
        /// The log.
        log: LogId,
        /// The number of its first event.
        first: u64,
        /// The batch.
        bytes: Vec<u8>,
    },
    /// Put the endpoint's batch in the place of ours: it holds the same events.
    Replace {
        /// The log.
        log: LogId,
        /// The number of its first event.
        first: u64,
        /// The batch.
        bytes: Vec<u8>,
    },
    /// Send this; hand in [`Input::Answered`] or [`Input::NoAnswer`].
    Send(Request),
    /// The endpoint has the log up to here: its events need no second copy any more.
    Acknowledged {
        /// The log.
        log: LogId,
        /// The number of the last event it has.
        through: u64,
        /// The hash of the batch that ends there.
        hash: [u8; 32],
    },
    /// Keep what was pulled, with where it leads to.
    Keep(Pulled),
    /// Merge this into the state.
    Merge(Vec<Written>),
    /// Keep the device's record: a grant has changed it.
    KeepDevice(Device),
    /// Write no more to this log; go on in a new one.
    Park {
        /// The log.
        log: LogId,
        /// What the endpoint said.
        code: RefusalCode,
    },
    /// This phone is a copy: the endpoint has other events under this log's numbers. Write
    /// these, which only this phone has, to a new log, and no more to this one.
    RecordAnew {
        /// The log to leave.
        log: LogId,
        /// What only this phone has.
        events: Vec<Event>,
    },
    /// The endpoint was restored from a backup: the cursor is back at the start.
    StartOver,
    /// The device was revoked: pulled data and keys go, unsent batches stay.
    Forget,
}

/// A chunk of pulled data, as the journal keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Pulled {
    /// Batches, in the order they came.
    pub batches: Vec<Vec<u8>>,
    /// Certificates they need, root first.
    pub certificates: Vec<Vec<u8>>,
    /// Where the pull stands after them.
    pub cursor: Cursor,
    /// Streams still being back-filled, and how far.
    pub backfill: Vec<([u8; 16], u64)>,
}

/// A request to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where to.
    pub path: &'static str,
    /// Its nonce.
    pub nonce: [u8; 16],
    /// The token, hex, for the `Authorization` header.
    pub token: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What stands in the way of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No answer, or none that was the endpoint's. It is tried again.
    NoAnswer,
    /// The endpoint said to wait. It is tried again.
    Busy(RefusalCode),
    /// The endpoint will not have this device. It is not tried again by itself.
    Refused(RefusalCode),
}

/// Where sending stands, in counts of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Recorded and not yet acknowledged by the endpoint.
    pub waiting: usize,
    /// Among those, in logs the endpoint will not take more of.
    pub not_accepted: usize,
    /// When the endpoint last answered, seconds since 1970.
    pub last_answer: Option<i64>,
    /// A request is on its way.
    pub sending: bool,
    /// What stands in the way.
    pub trouble: Option<Trouble>,
    /// Everything up to the endpoint's newest batch has been pulled.
    pub up_to_date: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Idle,
    /// Batches are being stored.
    Storing(BTreeSet<(LogId, u64)>),
    /// A request is on its way.
    Asking { nonce: [u8; 16] },
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
    /// Endpoint's clock less ours, in seconds.
    offset: i32,
    offer_certificates: bool,
    most_batches: usize,
    failures: usize,
    retry_at: Option<i64>,
    trouble: Option<Trouble>,
    last_answer: Option<i64>,
    up_to_date: bool,
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
            offset: 0,
            offer_certificates: false,
            most_batches: usize::MAX,
            failures: 0,
            retry_at: None,
            trouble: None,
            last_answer: None,
            up_to_date: false,
        }
    }

    /// The device.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// What has been read of others' logs.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Endpoint's clock less ours, in seconds, as measured at the last answer.
    pub fn offset(&self) -> i32 {
        self.offset
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
            sending: self.phase != Phase::Idle,
            trouble: self.trouble,
            up_to_date: self.up_to_date,
        }
    }

    /// When to hand in a [`Input::Tick`] at the latest, seconds since 1970.
    pub fn wants_tick_at(&self) -> Option<i64> {
        self.retry_at
    }

    /// The hash of the batch that ends an own log at its acknowledged head, for `counted`.
    pub fn own_head(&self, log: LogId) -> Option<(u64, [u8; 32])> {
        let line = self.own.get(&log)?;
        line.batches
            .values()
            .rfind(|sealed| sealed.last <= line.own.acknowledged)
            .map(|sealed| (sealed.last, sealed.hash))
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
            Input::Stored { log, first, bytes } => self.stored(log, first, bytes, rng),
            Input::Replayed(pulled) => self.replayed(pulled),
            Input::Sync => self.begin(rng),
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

    fn begin(&mut self, rng: &mut impl CryptoRng) -> Vec<Output> {
        if self.phase != Phase::Idle {
            return Vec::new();
        }
        self.retry_at = None;
        self.seal_or_ask(rng)
    }

    /// Seals what is recorded, one batch a log at a time; once all is sealed and stored, asks.
    fn seal_or_ask(&mut self, rng: &mut impl CryptoRng) -> Vec<Output> {
        let mut outputs = Vec::new();
        let mut storing = BTreeSet::new();
        for (log, line) in &self.own {
            if let Some((first, bytes)) = line.seal_next(
                self.device.campaign,
                &self.device.keyring,
                &self.device.keys,
                self.offset,
                rng,
            ) {
                storing.insert((*log, first));
                outputs.push(Output::Store {
                    log: *log,
                    first,
                    bytes,
                });
            }
        }
        if storing.is_empty() {
            outputs.push(self.ask(rng));
        } else {
            self.phase = Phase::Storing(storing);
        }
        outputs
    }

    fn stored(
        &mut self,
        log: LogId,
        first: u64,
        bytes: Vec<u8>,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        if let Some(line) = self.own.get_mut(&log) {
            // What the journal holds was a batch when it was stored; a broken one is sealed anew.
            let _ = line.keep(first, bytes);
        }
        let Phase::Storing(storing) = &mut self.phase else {
            return Vec::new();
        };
        storing.remove(&(log, first));
        if storing.is_empty() {
            self.phase = Phase::Idle;
            self.seal_or_ask(rng)
        } else {
            Vec::new()
        }
    }

    fn ask(&mut self, rng: &mut impl CryptoRng) -> Output {
        let nonce = random_bytes(rng);
        let mut batches = Vec::new();
        let mut size = 0;
        'full: for line in self.own.values() {
            if line.own.parked.is_some() || line.clashed {
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

    fn answered(
        &mut self,
        now: i64,
        status: u16,
        body: &[u8],
        mac: Option<String>,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let Phase::Asking { nonce } = self.phase else {
            return Vec::new();
        };
        let ours = mac.is_some_and(|mac| self.device.token.is_answer(&nonce, status, body, &mac));
        if !ours {
            self.fail(now, Trouble::NoAnswer);
            return Vec::new();
        }
        if status != 200 {
            return match serde_json::from_slice::<Refusal>(body) {
                Ok(refusal) => self.refused(now, &refusal, rng),
                Err(_) => {
                    self.fail(now, Trouble::NoAnswer);
                    Vec::new()
                }
            };
        }
        let Ok(answer) = decode::<SyncAnswer>(body) else {
            self.fail(now, Trouble::NoAnswer);
            return Vec::new();
        };
        self.phase = Phase::Idle;
        self.failures = 0;
        self.trouble = None;
        self.last_answer = Some(now);
        self.offset = i32::try_from(answer.now.saturating_sub(now)).unwrap_or(0);
        self.take_answer(answer, rng)
    }

    fn take_answer(&mut self, answer: SyncAnswer, rng: &mut impl CryptoRng) -> Vec<Output> {
        let mut outputs = Vec::new();
        if answer.restored {
            self.start_over(&mut outputs);
        } else {
            self.offer_certificates = false;
        }
        for head in &answer.heads {
            self.acknowledge(head.log, head.seq, head.hash, &mut outputs);
        }
        let more = answer.more || !answer.backfill.is_empty() || answer.restored;
        self.settle_clashes(&answer.held, &mut outputs);
        let new_streams = self.take_grant(answer.grant.as_ref(), &mut outputs);
        self.take_pulled(answer, &mut outputs);
        for stream in new_streams {
            self.backfill.entry(stream).or_insert(0);
        }
        self.up_to_date = !more && self.backfill.is_empty();
        let unsent = self.own.values().any(|line| {
            line.own.parked.is_none() && (line.clashed || line.unacknowledged().next().is_some())
        });
        if !self.up_to_date || unsent {
            outputs.extend(self.seal_or_ask(rng));
        } else {
            self.most_batches = usize::MAX;
        }
        outputs
    }

    /// The endpoint's order is not the one we pulled: it was restored from a backup.
    fn start_over(&mut self, outputs: &mut Vec<Output>) {
        self.cursor = Cursor::default();
        self.offer_certificates = true;
        for line in self.own.values_mut() {
            line.own.acknowledged = 0;
        }
        outputs.push(Output::StartOver);
    }

    fn acknowledge(&mut self, log: LogId, seq: u64, hash: [u8; 32], outputs: &mut Vec<Output>) {
        let Some(line) = self.own.get_mut(&log) else {
            return;
        };
        let ours = line
            .batches
            .values()
            .any(|sealed| sealed.last == seq && sealed.hash == hash);
        if ours && seq > line.own.acknowledged {
            line.acknowledge(seq, hash);
            outputs.push(Output::Acknowledged {
                log,
                through: seq,
                hash,
            });
        } else if !ours && seq > 0 && line.own.parked.is_none() {
            // It holds what we do not know of, under our numbers.
            line.clashed = true;
        }
    }

    /// What the endpoint holds of logs that clashed: the same events are acknowledged; else this
    /// phone is a copy, and what only it has is recorded in a new log.
    fn settle_clashes(&mut self, held: &[Vec<u8>], outputs: &mut Vec<Output>) {
        let held: Vec<(Batch, &Vec<u8>)> = held
            .iter()
            .filter_map(|bytes| Some((Batch::from_bytes(bytes).ok()?, bytes)))
            .collect();
        for line in self.own.values_mut().filter(|line| line.clashed) {
            let theirs: Vec<_> = held
                .iter()
                .filter(|(batch, _)| batch.log == line.own.log)
                .collect();
            if theirs.is_empty() {
                continue;
            }
            line.clashed = false;
            let mut same = true;
            line.batches
                .retain(|_, sealed| sealed.last <= line.own.acknowledged);
            let mut previous = None;
            for (batch, bytes) in theirs {
                let mut context = line.context(self.device.campaign, batch.first);
                context.previous = previous.unwrap_or(context.previous);
                let hash = Batch::hash(bytes);
                previous = Some(hash);
                same &= line.take_theirs(&self.device.keyring, batch, &context);
                if !same || line.keep(batch.first, bytes.to_vec()).is_err() {
                    continue;
                }
                line.acknowledge(batch.last(), hash);
                outputs.push(Output::Replace {
                    log: line.own.log,
                    first: batch.first,
                    bytes: bytes.to_vec(),
                });
                outputs.push(Output::Acknowledged {
                    log: line.own.log,
                    through: batch.last(),
                    hash,
                });
            }
            if !same {
                line.own.parked = Some(RefusalCode::Clash);
                outputs.push(Output::RecordAnew {
                    log: line.own.log,
                    events: std::mem::take(&mut line.events).into_values().collect(),
                });
            }
        }
    }

    fn take_grant(
        &mut self,
        grant: Option<&(u64, Vec<u8>)>,
        outputs: &mut Vec<Output>,
    ) -> Vec<[u8; 16]> {
        let Some((number, sealed)) = grant else {
            return Vec::new();
        };
        let Ok(grant) = Grant::open(self.device.campaign, &self.device.keys, sealed) else {
            return Vec::new();
        };
        let before = reached(&self.device);
        self.device.take_grant(*number, grant);
        for signed in &self.device.line {
            self.reader.chain_mut().insert(signed.clone());
        }
        outputs.push(Output::KeepDevice(self.device.clone()));
        let page = self.reader.read_set_aside(&self.device.keyring);
        if !page.written.is_empty() {
            outputs.push(Output::Merge(page.written));
        }
        reached(&self.device)
            .into_iter()
            .filter(|stream| !before.contains(stream))
            .collect()
    }

    fn take_pulled(&mut self, answer: SyncAnswer, outputs: &mut Vec<Output>) {
        let moved = answer.cursor != self.cursor
            || !answer.backfilled.is_empty()
            || answer.backfill.len() != self.backfill.len();
        let mut batches = answer.backfilled;
        batches.extend(answer.batches);
        let pulled = Pulled {
            batches,
            certificates: answer.certificates,
            cursor: answer.cursor,
            backfill: answer.backfill,
        };
        let page = self.read(&pulled, Trust::Verify);
        if moved && !answer.restored {
            outputs.push(Output::Keep(pulled));
        }
        if !page.written.is_empty() {
            outputs.push(Output::Merge(page.written));
        }
    }

    fn read(&mut self, pulled: &Pulled, trust: Trust) -> Page {
        for bytes in &pulled.certificates {
            if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
                self.reader.chain_mut().insert(signed);
            }
        }
        self.cursor = pulled.cursor;
        self.backfill = pulled.backfill.iter().copied().collect();
        self.reader.read(
            pulled.batches.iter().map(Vec::as_slice),
            &self.device.keyring,
            trust,
        )
    }

    fn replayed(&mut self, pulled: Pulled) -> Vec<Output> {
        let page = self.read(&pulled, Trust::Own);
        if page.written.is_empty() {
            Vec::new()
        } else {
            vec![Output::Merge(page.written)]
        }
    }

    fn refused(&mut self, now: i64, refusal: &Refusal, rng: &mut impl CryptoRng) -> Vec<Output> {
        self.last_answer = Some(now);
        match (refusal.code, refusal.log()) {
            (RefusalCode::Revoked, _) => {
                self.fail(now, Trouble::Refused(refusal.code));
                vec![Output::Forget]
            }
            (RefusalCode::UnknownDevice | RefusalCode::RunOut | RefusalCode::NotAllowed, _) => {
                self.fail(now, Trouble::Refused(refusal.code));
                Vec::new()
            }
            (RefusalCode::TooLarge, None) if self.most_batches > 1 => {
                let most = self.own.values().flat_map(Line::unacknowledged).count();
                self.most_batches = (self.most_batches.min(most) / 2).max(1);
                self.phase = Phase::Idle;
                self.seal_or_ask(rng)
            }
            (RefusalCode::Clash, Some(log)) => self.look_at(now, log, refusal, rng),
            (RefusalCode::Gap, Some(log)) => self.fall_back(now, log, refusal, rng),
            (code, Some(log)) if (400..429).contains(&code.status()) => {
                self.park(now, log, code, rng)
            }
            (code, _) => {
                self.fail(now, Trouble::Busy(code));
                Vec::new()
            }
        }
    }

    /// A clash: next time, ask what the endpoint holds.
    fn look_at(
        &mut self,
        now: i64,
        log: LogId,
        refusal: &Refusal,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        match self.own.get_mut(&log) {
            Some(line) if !line.clashed => {
                line.clashed = true;
                self.phase = Phase::Idle;
                self.seal_or_ask(rng)
            }
            _ => {
                self.fail(now, Trouble::Busy(refusal.code));
                Vec::new()
            }
        }
    }

    /// A gap: the endpoint has less than it had acknowledged. Offer from there, if we hold it.
    fn fall_back(
        &mut self,
        now: i64,
        log: LogId,
        refusal: &Refusal,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let head = refusal.head.unwrap_or(0);
        match self.own.get_mut(&log) {
            Some(line) if head < line.own.acknowledged => {
                line.own.acknowledged = head;
                self.phase = Phase::Idle;
                self.seal_or_ask(rng)
            }
            _ => self.park(now, log, refusal.code, rng),
        }
    }

    fn park(
        &mut self,
        now: i64,
        log: LogId,
        code: RefusalCode,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let Some(line) = self.own.get_mut(&log) else {
            self.fail(now, Trouble::Busy(code));
            return Vec::new();
        };
        line.own.parked = Some(code);
        self.phase = Phase::Idle;
        let mut outputs = vec![Output::Park { log, code }];
        outputs.extend(self.seal_or_ask(rng));
        outputs
    }
}

/// The stairs a device's certificate names.
fn reached(device: &Device) -> Vec<[u8; 16]> {
    match device.line.last().map(|signed| &signed.certificate.reach) {
        Some(super::certificate::Reach::Stairs(stairs)) => stairs.clone(),
        _ => Vec::new(),
    }
}
