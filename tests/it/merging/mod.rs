//! The one rule of merging, from outside: each clause by name, and any set of events at all.

mod checkpoints;
mod erasing;
mod laws;
mod reaching;
mod registers;
mod revoking;
mod sets;
mod snapshots;
mod striking;
mod table;
mod times;

use std::collections::BTreeSet;

use stairwell::canvass::author::{Author, CertificateId, PersonId, Role};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind};
use stairwell::canvass::fact::{Fact, Outcome, Value};
use stairwell::canvass::fold::{Counted, State, Written};
use stairwell::canvass::id::{DoorId, Facet, HouseholdId, Id, QuestionId, StairId};
use stairwell::canvass::stream::Stream;

/// When everything happens unless a test says otherwise.
pub const NOW: i64 = 1_000;

/// A log and who writes it.
#[derive(Clone)]
pub struct Log {
    pub id: LogId,
    pub author: Author,
}

/// A log of somebody nobody stands above, in a stream; their device and person are numbered as
/// their log is.
pub fn log(n: u8, role: Role, stream: Stream) -> Log {
    Log {
        id: LogId([n; 8]),
        author: Author {
            device: CertificateId([n; 32]),
            line: Vec::new(),
            person: PersonId([n; 16]),
            role,
            issued: 0,
            appointed: 0,
            stream,
        },
    }
}

pub fn volunteer(n: u8) -> Log {
    log(n, Role::Volunteer, stair())
}

pub fn organiser(n: u8) -> Log {
    log(n, Role::Organiser, stair())
}

pub fn board(n: u8) -> Log {
    log(n, Role::Organiser, Stream::Board)
}

impl Log {
    pub fn dot(&self, seq: u64) -> Dot {
        Dot { log: self.id, seq }
    }

    pub fn in_stream(mut self, stream: Stream) -> Log {
        self.author.stream = stream;
        self
    }

    pub fn below(mut self, line: &[&Log]) -> Log {
        self.author.line = line.iter().map(|log| log.author.device).collect();
        self
    }

    pub fn appointed(mut self, at: i64) -> Log {
        self.author.appointed = at;
        self
    }

    /// Another log of the same device.
    pub fn same_device(mut self, other: &Log) -> Log {
        let stream = self.author.stream;
        self.author = Author {
            stream,
            ..other.author.clone()
        };
        self
    }

    /// A log of another device of the same person.
    pub fn same_person(mut self, other: &Log) -> Log {
        self.author.person = other.author.person;
        self
    }

    pub fn says(&self, seq: u64, fact: &Fact, about: &[Id], over: &[Dot]) -> Written {
        self.says_at(NOW, seq, fact, about, over)
    }

    pub fn says_at(&self, at: i64, seq: u64, fact: &Fact, about: &[Id], over: &[Dot]) -> Written {
        self.writes(seq, at, fact.kind(), about, over, fact.body())
    }

    pub fn writes(
        &self,
        seq: u64,
        at: i64,
        kind: Kind,
        about: &[Id],
        over: &[Dot],
        body: Vec<u8>,
    ) -> Written {
        Written {
            log: self.id,
            author: self.author.clone(),
            first: seq,
            offset: 0,
            events: vec![Event {
                at,
                kind,
                about: about.to_vec(),
                over: over.to_vec(),
                body,
            }],
        }
    }
}

pub fn stair() -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([90; 8]),
        seq: 1,
    }))
}

pub fn other_stair() -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([90; 8]),
        seq: 2,
    }))
}

pub fn door() -> DoorId {
    DoorId(Dot {
        log: LogId([91; 8]),
        seq: 1,
    })
}

pub fn household() -> Id {
    HouseholdId::FirstOf(door()).into()
}

pub fn question() -> Id {
    QuestionId(Dot {
        log: LogId([90; 8]),
        seq: 9,
    })
    .into()
}

pub fn facet() -> Id {
    Facet::LANGUAGE.into()
}

pub fn knock() -> Fact {
    Fact::Knock {
        outcome: Outcome::Spoke,
        by: None,
        when: None,
    }
}

pub fn note() -> Fact {
    Fact::Note {
        words: "The lift again".into(),
    }
}

pub fn answer(value: Value) -> Fact {
    Fact::Answer { value, script: 1 }
}

pub fn strike() -> Fact {
    Fact::Strike {}
}

/// Folds the runs in every order (of up to four; rotated and turned round beyond), and one by
/// one, and sees that all come to the same.
pub fn fold(runs: &[Written]) -> State {
    let state = State::fold(runs);
    for order in orders(runs) {
        assert_eq!(
            State::fold(&order).to_bytes(),
            state.to_bytes(),
            "the order of arrival made a difference"
        );
        assert_eq!(
            one_by_one(&order).to_bytes(),
            state.to_bytes(),
            "arriving one by one made a difference"
        );
    }
    state
}

/// As a device does it: adds each, and folds again where it is told to.
pub fn one_by_one(runs: &[Written]) -> State {
    let mut state = State::default();
    for (n, run) in runs.iter().enumerate() {
        if state.add(run) == Counted::FoldAgain {
            state = State::fold(&runs[..=n]);
        }
    }
    state
}

pub fn visible(runs: &[Written]) -> BTreeSet<Dot> {
    fold(runs).entries().map(|(dot, _)| dot).collect()
}

fn orders(runs: &[Written]) -> Vec<Vec<Written>> {
    if runs.len() <= 4 {
        return permutations(runs);
    }
    let mut orders = Vec::new();
    for turn in 0..runs.len() {
        let mut order = runs.to_vec();
        order.rotate_left(turn);
        orders.push(order.clone());
        order.reverse();
        orders.push(order);
    }
    orders
}

fn permutations(runs: &[Written]) -> Vec<Vec<Written>> {
    if runs.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for n in 0..runs.len() {
        let mut rest = runs.to_vec();
        let first = rest.remove(n);
        for mut order in permutations(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}

/// The dots among these that are visible, in the order given: what a table's row compares.
pub fn seen(runs: &[Written], dots: &[Dot]) -> Vec<bool> {
    let visible = visible(runs);
    dots.iter().map(|dot| visible.contains(dot)).collect()
}
