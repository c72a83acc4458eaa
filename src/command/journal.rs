//! The journal of a device without a browser: everything it must not forget, as one value.
//!
//! It keeps the same things under the same rules as the browser's: a number is taken in the
//! step that stores the event, a batch is stored before it is sent, and of two the first stays.

use std::collections::BTreeMap;

use crate::canvass::dot::{Dot, LogId};
use crate::canvass::event::Event;
use crate::canvass::stream::Stream;
use crate::sync::certificate::CertificateId;
use crate::sync::device::Device;
use crate::sync::session::{OwnLog, Pulled};
use crate::sync::wire::RefusalCode;
use serde::{Deserialize, Serialize};

/// One own log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogRecord {
    /// Its stream's name.
    pub stream: [u8; 16],
    /// The certificate it is written under.
    pub certificate: CertificateId,
    /// The number its next event takes.
    pub next: u64,
    /// The endpoint has it up to here.
    pub acknowledged: u64,
    /// The hash of the batch that ends there.
    pub acknowledged_hash: [u8; 32],
    /// Nothing more is written to it.
    pub closed: bool,
}

/// Everything a device keeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journal {
    /// The device.
    pub device: Device,
    /// Its logs.
    pub logs: BTreeMap<LogId, LogRecord>,
    /// Events not yet acknowledged.
    pub events: BTreeMap<Dot, Event>,
    /// Sealed batches, by log and first number.
    pub batches: BTreeMap<Dot, Vec<u8>>,
    /// What was pulled, chunk by chunk.
    pub pulled: Vec<Pulled>,
}

impl Journal {
    /// A new device's journal.
    pub fn new(device: Device) -> Journal {
        Journal {
            device,
            logs: BTreeMap::new(),
            events: BTreeMap::new(),
            batches: BTreeMap::new(),
            pulled: Vec::new(),
        }
    }

    /// The log this device writes a stream in now, if there is one.
    pub fn open_log(&self, stream: Stream) -> Option<LogId> {
        let certificate = self.device.certificate();
        self.logs
            .iter()
            .find(|(_, record)| {
                !record.closed
                    && record.stream == stream.name()
                    && record.certificate == certificate
            })
            .map(|(log, _)| *log)
    }

    /// Opens a log.
    pub fn add_log(&mut self, log: LogId, stream: Stream) {
        self.logs.insert(
            log,
            LogRecord {
                stream: stream.name(),
                certificate: self.device.certificate(),
                next: 1,
                acknowledged: 0,
                acknowledged_hash: [0; 32],
                closed: false,
            },
        );
    }

    /// Stores an event under its log's next number.
    pub fn add_event(&mut self, log: LogId, event: Event) -> Option<Dot> {
        let record = self.logs.get_mut(&log)?;
        let dot = Dot {
            log,
            seq: record.next,
        };
        record.next += 1;
        self.events.insert(dot, event);
        Some(dot)
    }

    /// Stores a batch unless one is there, and gives back what is there then.
    pub fn add_batch(&mut self, log: LogId, first: u64, bytes: Vec<u8>) -> Vec<u8> {
        self.batches
            .entry(Dot { log, seq: first })
            .or_insert(bytes)
            .clone()
    }

    /// A log's batches, each with the number of its first event.
    pub fn batches_of(&self, log: LogId) -> Vec<(u64, Vec<u8>)> {
        let own = self.batches.iter().filter(|(dot, _)| dot.log == log);
        own.map(|(dot, bytes)| (dot.seq, bytes.clone())).collect()
    }

    /// Puts a batch in the place of the one under its number, and of all after it.
    pub fn replace(&mut self, log: LogId, first: u64, bytes: Vec<u8>) {
        self.batches
            .retain(|dot, _| dot.log != log || dot.seq < first);
        self.batches.insert(Dot { log, seq: first }, bytes);
    }

    /// Leaves a log with what was acknowledged of it, and says up to which number that is.
    pub fn leave(&mut self, log: LogId) -> u64 {
        let Some(record) = self.logs.get_mut(&log) else {
            return 0;
        };
        record.closed = true;
        record.next = record.acknowledged + 1;
        let kept = record.acknowledged;
        self.events
            .retain(|dot, _| dot.log != log || dot.seq <= kept);
        self.batches
            .retain(|dot, _| dot.log != log || dot.seq <= kept);
        kept
    }

    /// The endpoint has a log up to here: its events need not be kept one by one any more.
    pub fn acknowledge(&mut self, log: LogId, through: u64, hash: [u8; 32]) {
        if let Some(record) = self.logs.get_mut(&log) {
            record.acknowledged = through;
            record.acknowledged_hash = hash;
        }
        self.events
            .retain(|dot, _| dot.log != log || dot.seq > through);
    }

    /// An own log as the session takes it.
    pub fn own_log(&self, log: LogId) -> Option<OwnLog> {
        let record = self.logs.get(&log)?;
        Some(OwnLog {
            log,
            stream: Stream::from_name(record.stream)?,
            certificate: record.certificate,
            acknowledged: record.acknowledged,
            acknowledged_hash: record.acknowledged_hash,
            // Which refusal it was is not kept: the session sends no more of it after any.
            parked: record.closed.then_some(RefusalCode::Clash),
        })
    }
}
