//! Devices cut off: who said so, and how far each of their logs still counts.
//!
//! A revocation is an event of the board, and a revoked organiser's own revocations must not
//! count past their cut-off. So what the board says is found in passes: each judges the board
//! by what the pass before found, from nothing at all. [`Author::may_revoke`] has no circles, so
//! each pass settles at least one rank more, and the result does not depend on any order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::author::{Author, CertificateId, Role};
use super::dot::LogId;
use super::event::{Event, Kind};
use super::fact::Fact;
use super::fold::{State, Written};
use super::id::HeadId;
use super::stream::Stream;

/// Everything the board says of devices cut off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Revocations {
    /// Per device, who cut it off, and the last number that counts of each log they named.
    /// Whether they may is judged where the device's own logs are known.
    pub(super) said: BTreeMap<CertificateId, BTreeMap<Author, BTreeMap<LogId, u64>>>,
}

impl Revocations {
    /// What these runs say of revocations, of the board's gap-free logs, on top of what was counted
    /// of the board before. What was stays: a checkpoint holds it, and nobody is cut off below one.
    pub(super) fn on<'a>(base: &State, runs: impl IntoIterator<Item = &'a Written>) -> Revocations {
        let mut board = BTreeMap::new();
        for run in runs {
            if run.author.stream == Stream::Board && run.author.role == Role::Organiser {
                let (_, events) = board
                    .entry(run.log)
                    .or_insert_with(|| (&run.author, BTreeMap::new()));
                for (n, event) in run.events.iter().enumerate() {
                    let seq = run.first.saturating_add(n as u64);
                    if seq > 0 {
                        events.entry(seq).or_insert(event);
                    }
                }
            }
        }
        let mut known = base.revocations.clone();
        // One rank a pass, and no more ranks than logs.
        for _ in 0..=board.len() {
            let found = found_in(base, &board, &known);
            if found == known {
                break;
            }
            known = found;
        }
        known
    }

    /// Counts a revocation; whether it says anything new.
    pub(super) fn record(&mut self, by: &Author, event: &Event) -> bool {
        let Some(device) = device_revoked(event) else {
            return false;
        };
        let revokers = self.said.entry(device).or_default();
        let mut new = !revokers.contains_key(by);
        let heads = revokers.entry(by.clone()).or_default();
        for head in &event.about {
            if let Ok(HeadId(dot)) = HeadId::try_from(*head) {
                let last = heads.entry(dot.log).or_insert(0);
                new |= dot.seq > *last;
                *last = dot.seq.max(*last);
            }
        }
        new
    }

    /// Takes in what another knows; whether that is anything new.
    pub(super) fn join(&mut self, other: &Revocations) -> bool {
        let mut new = false;
        for (device, by) in &other.said {
            for (author, heads) in by {
                let revokers = self.said.entry(*device).or_default();
                new |= !revokers.contains_key(author);
                let known = revokers.entry(author.clone()).or_default();
                for (log, seq) in heads {
                    let last = known.entry(*log).or_insert(0);
                    new |= seq > last;
                    *last = (*seq).max(*last);
                }
            }
        }
        new
    }

    /// The last number of a log that counts, where its device is cut off by somebody who may:
    /// the highest that any of them gave it, 0 where none did.
    pub(super) fn cut_off(&self, log: LogId, author: &Author) -> Option<u64> {
        self.by_those_who_may(author)
            .map(|heads| heads.get(&log).copied().unwrap_or(0))
            .max()
    }

    /// Whether a device is cut off by somebody who may.
    pub(super) fn contains(&self, author: &Author) -> bool {
        self.by_those_who_may(author).next().is_some()
    }

    fn by_those_who_may<'a>(
        &'a self,
        author: &'a Author,
    ) -> impl Iterator<Item = &'a BTreeMap<LogId, u64>> {
        self.said
            .get(&author.device)
            .into_iter()
            .flatten()
            .filter(|(revoker, _)| revoker.may_revoke(author))
            .map(|(_, heads)| heads)
    }
}

type Board<'a> = BTreeMap<LogId, (&'a Author, BTreeMap<u64, &'a Event>)>;

fn found_in(base: &State, board: &Board<'_>, known: &Revocations) -> Revocations {
    let mut found = base.revocations.clone();
    for (log, (author, events)) in board {
        let floor = base.floors.get(log).copied().unwrap_or(0);
        let last = known
            .cut_off(*log, author)
            .map_or(u64::MAX, |last| last.max(floor));
        let next = base.logs.get(log).map_or(0, |log| log.head) + 1;
        for (n, (seq, event)) in (next..=last).zip(events.range(next..)) {
            if n != *seq {
                break;
            }
            found.record(author, event);
        }
    }
    found
}

fn device_revoked(event: &Event) -> Option<CertificateId> {
    if event.kind != Kind::REVOKED {
        return None;
    }
    match Fact::read(event.kind, &event.body) {
        Ok(Some(Fact::Revoked { device })) => Some(device),
        _ => None,
    }
}
