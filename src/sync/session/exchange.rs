//! What goes into the session and what comes out of it.

use super::OwnLog;
use crate::canvass::checkpoint::Taken;
use crate::canvass::dot::LogId;
use crate::canvass::event::Event;
use crate::canvass::fold::Written;
use crate::canvass::stream::Stream;
use crate::sync::device::Device;
use crate::sync::reader;
use crate::sync::wire::{Cursor, RefusalCode};

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
    /// The journal holds an event of an own log beside which it stands how far this device's clock was off, as it
    /// was known when that was recorded: of an event that is in no batch yet nothing else tells it.
    Measured {
        /// When the event was recorded, by this device's clock.
        at: i64,
        /// The endpoint's clock less this device's, in seconds. 0 says nothing.
        offset: i32,
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
    /// What [`Output::RecordAnew`] asked for is done: the log holds nothing more that waits.
    RecordedAnew {
        /// The log that was left.
        log: LogId,
    },
    /// What [`Output::LookFor`] asked for: the batches of an own log that lie in the journal, by the number of
    /// their first event. What it holds of the log's events is handed in first.
    Found {
        /// The log.
        log: LogId,
        /// Its batches.
        batches: Vec<(u64, Vec<u8>)>,
    },
    /// A chunk of what was pulled before, from the journal, in its order.
    Replayed(Pulled),
    /// It is time: a tap, a stair's end, back online, five minutes.
    Sync,
    /// What is recorded is to leave as a file: sealed, and not sent. Nothing where a sync is under
    /// way, which seals it.
    Seal,
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
    /// There are events under this log's numbers that are not known here: the endpoint holds them, or later
    /// ones are known. Another tab may have recorded and sent them: hand in what the journal holds of the log
    /// ([`Input::Recorded`], then [`Input::Found`]), or [`Input::NoAnswer`] where it does not say.
    LookFor {
        /// The log.
        log: LogId,
    },
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
    /// Take this checkpoint into the state ([`State::take`](crate::canvass::fold::State::take)), and
    /// say so where that [differs](crate::canvass::fold::State::differs_from) though all of it is
    /// held here.
    Checkpoint(Taken),
    /// A checkpoint of this stream holds less than was read here, or another batch: say so. What is
    /// here stays.
    Differs(Stream),
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
    /// these, which only this phone has, to a new log ([`renumbered`](crate::canvass::event::renumbered),
    /// and without a [`writer`](crate::canvass::event::Kind::WRITER): it has its own), and of this one keep what was
    /// acknowledged. Hand in [`Input::RecordedAnew`] once that is done; until then, they count as
    /// not accepted.
    RecordAnew {
        /// The log to leave.
        log: LogId,
        /// What only this phone has, each with the number it had.
        events: Vec<(u64, Event)>,
        /// What the journal holds of the log beyond this number was recorded meanwhile, and is to
        /// go along.
        through: u64,
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

/// How far pulling has come, as the journal keeps it beside a [snapshot](crate::canvass::snapshot).
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Kept {
    pub(super) reader: reader::Kept,
    pub(super) cursor: Cursor,
    pub(super) backfill: Vec<([u8; 16], u64)>,
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
    /// When it last answered with all that was left to pull, seconds since 1970: until then nothing that others
    /// wrote before is unknown here.
    pub caught_up: Option<i64>,
    /// The endpoint's clock less this device's, in seconds, as measured since this session began; `None` where it
    /// was not yet.
    pub offset: Option<i32>,
    /// A request is on its way.
    pub sending: bool,
    /// What stands in the way.
    pub trouble: Option<Trouble>,
    /// Everything up to the endpoint's newest batch has been pulled.
    pub up_to_date: bool,
}
