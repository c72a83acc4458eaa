//! For tests: an organiser's device that records in memory, as the journal would number it.

use std::collections::BTreeMap;

use super::{publish, resume};
use crate::canvass::address_list::Plan;
use crate::canvass::author::{Author, CertificateId, PersonId, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::fold::{State, Written};
use crate::canvass::id::{BlockId, StairId};
use crate::canvass::stream::Stream;

fn log(stream: Stream) -> LogId {
    match stream {
        Stream::Stair(StairId(dot)) => LogId([dot.seq as u8 + 100; 8]),
        Stream::Board => LogId([7; 8]),
        Stream::Inner => LogId([8; 8]),
    }
}

/// What the device holds.
#[derive(Clone, Default)]
pub struct Journal {
    /// Each stream's log.
    pub logs: BTreeMap<Stream, Vec<Draft>>,
}

impl Journal {
    /// Records drafts.
    pub fn record(&mut self, drafts: Vec<Draft>) -> Vec<Dot> {
        drafts
            .into_iter()
            .map(|draft| {
                let stream = draft.stream;
                self.logs.entry(stream).or_default().push(draft);
                let seq = self.logs[&stream].len() as u64;
                Dot {
                    log: log(stream),
                    seq,
                }
            })
            .collect()
    }

    /// What they come to.
    pub fn state(&self) -> State {
        let runs: Vec<Written> = self
            .logs
            .iter()
            .map(|(stream, drafts)| Written {
                log: log(*stream),
                author: Author {
                    device: CertificateId([1; 32]),
                    line: vec![],
                    person: PersonId([1; 16]),
                    role: Role::Organiser,
                    issued: 0,
                    appointed: 0,
                    stream: *stream,
                },
                first: 1,
                offset: 0,
                events: drafts.iter().map(|draft| draft.at(1_000)).collect(),
            })
            .collect();
        State::fold(&runs)
    }

    /// Loads a list, at most so many doors of it.
    pub fn load(&mut self, plan: &Plan, doors: usize) {
        let known = resume::blocks(&self.state(), plan);
        let drafts = publish::blocks(plan);
        let missing = known
            .iter()
            .zip(drafts)
            .filter(|(known, _)| known.is_none());
        self.record(missing.map(|(_, draft)| draft).collect());
        let ids: Vec<BlockId> = resume::blocks(&self.state(), plan)
            .into_iter()
            .flatten()
            .collect();
        let known = resume::stairs(&self.state(), plan);
        let drafts = publish::stairs(plan, &ids);
        let missing = known
            .iter()
            .zip(drafts)
            .filter(|(known, _)| known.is_none());
        self.record(missing.map(|(_, draft)| draft).collect());
        let ids: Vec<StairId> = resume::stairs(&self.state(), plan)
            .into_iter()
            .flatten()
            .collect();
        let missing = resume::missing_doors(&self.state(), publish::doors(plan, &ids));
        self.record(missing.into_iter().take(doors).collect());
    }
}
