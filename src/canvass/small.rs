//! A made-up estate for tests: two blocks of one stair each, some doors in either.

use std::collections::BTreeMap;

use super::author::{Author, CertificateId, PersonId, Role};
use super::dot::{Dot, LogId};
use super::draft::Draft;
use super::event::Event;
use super::fact::{BlockKind, Fact, StairKind};
use super::fold::{State, Written};
use super::id::{BlockId, DoorId, HouseholdId, Id, StairId};
use super::stream::Stream;

/// The log that has the board.
const BOARD: u8 = 1;
/// Whose clock nobody set: seconds since 1970.
pub const NOW: i64 = 1_795_550_400;

/// Logs as they are written, by their number and stream.
#[derive(Clone, Default)]
pub struct Small {
    logs: BTreeMap<(u8, Stream), (Role, Vec<Event>)>,
    doors: usize,
    /// What time it is for whoever writes.
    pub now: i64,
}

impl Small {
    /// So many doors on each of two stairs, four to a floor.
    pub fn new(doors: usize) -> Small {
        let mut small = Small {
            doors,
            now: NOW - 30 * 86_400,
            ..Small::default()
        };
        for name in ["Cambrian House", "Dunlin House"] {
            let block = Fact::Block {
                name: name.into(),
                kind: BlockKind::Building,
            };
            let block = BlockId(small.board(block, vec![]));
            let stair = Fact::Stair {
                name: String::new(),
                kind: StairKind::Entrance,
            };
            small.board(stair, vec![block.into()]);
        }
        for stair in 0..2 {
            for n in 0..doors {
                let fact = Fact::Door {
                    label: format!("Flat {}", n + 1),
                    floor: Some(i16::try_from(n / 4).unwrap_or(0)),
                    order: u32::try_from(n).unwrap_or(0),
                    uprn: None,
                };
                small.say(2, Role::Organiser, stair, fact, vec![]);
            }
        }
        small.now = NOW;
        small
    }

    /// A block, by its place.
    pub fn block(&self, place: u64) -> BlockId {
        BlockId(Dot {
            log: log(BOARD, Stream::Board),
            seq: place * 2 + 1,
        })
    }

    /// A stair, by its place.
    pub fn stair(&self, place: u64) -> StairId {
        StairId(Dot {
            log: log(BOARD, Stream::Board),
            seq: place * 2 + 2,
        })
    }

    /// A door, counted over both stairs.
    pub fn door(&self, place: usize) -> DoorId {
        let stair = self.stair((place / self.doors) as u64);
        DoorId(Dot {
            log: log(2, Stream::Stair(stair)),
            seq: (place % self.doors) as u64 + 1,
        })
    }

    /// The first household behind a door.
    pub fn household(&self, place: usize) -> HouseholdId {
        HouseholdId::FirstOf(self.door(place))
    }

    /// An organiser's event on the board.
    pub fn board(&mut self, fact: Fact, about: Vec<Id>) -> Dot {
        let draft = Draft::new(Stream::Board, fact, about);
        self.record(BOARD, Role::Organiser, draft)
    }

    /// An event in a stair, by its place.
    pub fn say(&mut self, by: u8, role: Role, stair: u64, fact: Fact, about: Vec<Id>) -> Dot {
        let stream = Stream::Stair(self.stair(stair));
        self.record(by, role, Draft::new(stream, fact, about))
    }

    /// Records a draft in the log of this number in its stream.
    pub fn record(&mut self, by: u8, role: Role, draft: Draft) -> Dot {
        let stream = draft.stream;
        let (_, events) = self
            .logs
            .entry((by, stream))
            .or_insert_with(|| (role, Vec::new()));
        events.push(draft.at(self.now));
        Dot {
            log: log(by, stream),
            seq: events.len() as u64,
        }
    }

    /// What all of it comes to.
    pub fn state(&self) -> State {
        State::fold(&self.runs())
    }

    /// All of it, log by log.
    pub fn runs(&self) -> Vec<Written> {
        self.logs
            .iter()
            .map(|((by, stream), (role, events))| Written {
                log: log(*by, *stream),
                author: Author {
                    device: CertificateId([*by; 32]),
                    line: vec![],
                    person: PersonId([*by; 16]),
                    role: *role,
                    issued: 0,
                    appointed: 0,
                    stream: *stream,
                },
                first: 1,
                offset: 0,
                events: events.clone(),
            })
            .collect()
    }
}

/// The log of this writer in a stream.
fn log(by: u8, stream: Stream) -> LogId {
    let mut id = [by; 8];
    id[7] = match stream {
        Stream::Board => 1,
        Stream::Inner => 2,
        Stream::Stair(StairId(dot)) => 16 + dot.seq as u8,
    };
    LogId(id)
}
