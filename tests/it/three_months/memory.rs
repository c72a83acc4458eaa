//! Everybody's devices in memory: each with the state it folds from what it wrote and what it fetched, and
//! between them a place that keeps all in the order it came.

use std::collections::{BTreeMap, BTreeSet};

use stairwell::canvass::author::{Author, CertificateId, PersonId, Role};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Event;
use stairwell::canvass::fold::{Counted, State, Written};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;

use super::script::{Devices, ORGANISERS, TARIQ, Who};

/// One device.
#[derive(Clone, Default)]
struct Device {
    state: State,
    stairs: BTreeSet<StairId>,
    logs: BTreeMap<Stream, (LogId, u64)>,
    /// What it wrote and has not sent.
    own: Vec<Written>,
    /// So much of what is kept it has fetched.
    fetched: usize,
}

/// All of them.
#[derive(Clone, Default)]
pub struct Memory {
    devices: BTreeMap<Who, Device>,
    kept: Vec<(Who, Written)>,
}

fn author(who: Who, stream: Stream) -> Author {
    let number = who.0 as u8 + 1;
    let role = match who.0 < ORGANISERS {
        true => Role::Organiser,
        false => Role::Volunteer,
    };
    Author {
        device: CertificateId([number; 32]),
        line: Vec::new(),
        person: PersonId([number; 16]),
        role,
        issued: 0,
        appointed: 0,
        stream,
    }
}

/// A log of its own for each stream.
fn log(who: Who, nth: usize) -> LogId {
    let mut id = [who.0 as u8 + 1; 8];
    id[6..].copy_from_slice(&(nth as u16).to_be_bytes());
    LogId(id)
}

impl Device {
    fn may_read(&self, who: Who, stream: Stream) -> bool {
        match stream {
            Stream::Board => true,
            Stream::Inner => who.0 < ORGANISERS,
            Stream::Stair(stair) => who.0 < ORGANISERS || self.stairs.contains(&stair),
        }
    }

    fn merge(&mut self, run: &Written) {
        assert_eq!(self.state.add(run), Counted::Merged);
    }
}

impl Devices for Memory {
    fn join(&mut self, who: Who, stairs: &[StairId], _at: i64) {
        let device = Device {
            stairs: stairs.iter().copied().collect(),
            ..Device::default()
        };
        self.devices.insert(who, device);
    }

    fn record(&mut self, who: Who, at: i64, drafts: &[Draft]) -> Vec<Dot> {
        let device = self.devices.get_mut(&who).unwrap();
        let record = |draft: &Draft| {
            let nth = device.logs.len();
            let fresh = (log(who, nth), 1);
            let (log, next) = device.logs.entry(draft.stream).or_insert(fresh);
            let (log, seq) = (*log, *next);
            *next += 1;
            let events: Vec<Event> = vec![draft.at(at)];
            let run = Written {
                log,
                author: author(who, draft.stream),
                first: seq,
                offset: 0,
                events,
            };
            // Sealed at once: not even who wrote it reads it again.
            if device.may_read(who, draft.stream) {
                device.merge(&run);
            }
            device.own.push(run);
            Dot { log, seq }
        };
        drafts.iter().map(record).collect()
    }

    fn sync(&mut self, who: Who, _at: i64) {
        let device = self.devices.get_mut(&who).unwrap();
        let own = device.own.drain(..).map(|run| (who, run));
        self.kept.extend(own);
        let new = self.kept[device.fetched..].iter();
        let new = new.filter(|(by, run)| *by != who && device.may_read(who, run.author.stream));
        let mut new: Vec<Written> = new.map(|(_, run)| run.clone()).collect();
        if who == TARIQ {
            // What came last is merged first: each log in its order, and the logs in another.
            new.sort_by_key(|run| std::cmp::Reverse(run.log));
        }
        for run in &new {
            device.merge(run);
        }
        device.fetched = self.kept.len();
    }

    fn state(&self, who: Who) -> &State {
        &self.devices[&who].state
    }

    fn person(&self, who: Who) -> PersonId {
        author(who, Stream::Board).person
    }
}
