//! Logs written by hand, batch by batch, so that each can be wrong in one way.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Run};
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::device::Device;
use stairwell::sync::keys::{OwnKeys, Secret, random_bytes};

/// A stair. The endpoint never learns whether the board has it.
pub fn stair(n: u64) -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([1; 8]),
        seq: n,
    }))
}

/// A log in the making.
#[derive(Clone)]
pub struct Hand {
    pub log: LogId,
    pub context: Context,
    pub keys: OwnKeys,
    pub key: Secret,
    /// The number of the next event.
    pub next: u64,
    rng: ChaCha20Rng,
}

impl Hand {
    /// A device's log in a stream; sealed with the stream's key if the device has it.
    pub fn new(device: &Device, stream: Stream, log: u8) -> Hand {
        Hand {
            log: LogId([log; 8]),
            context: Context {
                campaign: device.campaign,
                stream,
                certificate: device.certificate(),
                previous: NO_BATCH,
            },
            keys: device.keys.clone(),
            key: device.keyring.newest_key(stream).unwrap_or(Secret([7; 32])),
            next: 1,
            rng: ChaCha20Rng::seed_from_u64(u64::from(log)),
        }
    }

    /// The next batch, of so many events, with which the log moves on.
    pub fn write(&mut self, events: u64) -> Vec<u8> {
        let bytes = self.draft(events);
        self.next += events;
        self.context.previous = Batch::hash(&bytes);
        bytes
    }

    /// The next batch, from which the log does not move on: another time it is another.
    pub fn draft(&mut self, events: u64) -> Vec<u8> {
        let events = (self.next..self.next + events).map(knock).collect();
        self.seal(events)
    }

    /// The next batch, of events that deflating makes no smaller, some 30 kB in all.
    pub fn write_much(&mut self) -> Vec<u8> {
        let events: Vec<Event> = (0..300).map(|_| note(&mut self.rng)).collect();
        let count = events.len() as u64;
        let bytes = self.seal(events);
        self.next += count;
        self.context.previous = Batch::hash(&bytes);
        bytes
    }

    fn seal(&mut self, events: Vec<Event>) -> Vec<u8> {
        let run = Run { offset: 0, events };
        let (context, key) = (&self.context, &self.key);
        Batch::seal(
            self.log,
            self.next,
            &run,
            context,
            key,
            &self.keys,
            &mut self.rng,
        )
        .unwrap()
        .to_bytes()
    }
}

/// Words nobody says.
pub fn noise(rng: &mut ChaCha20Rng) -> String {
    let bytes: [u8; 100] = random_bytes(rng);
    data_encoding::BASE64.encode(&bytes)
}

fn note(rng: &mut ChaCha20Rng) -> Event {
    let fact = Fact::Note { words: noise(rng) };
    Event {
        at: 1_773_077_400,
        kind: fact.kind(),
        about: Vec::new(),
        over: Vec::new(),
        body: fact.body(),
    }
}

fn knock(n: u64) -> Event {
    let fact = Fact::Knock {
        outcome: Outcome::NotHome,
        by: None,
        when: None,
    };
    Event {
        at: 1_773_077_400 + n as i64,
        kind: fact.kind(),
        about: Vec::new(),
        over: Vec::new(),
        body: fact.body(),
    }
}
