//! What was recorded against what was merged: nothing lost, nothing doubled.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::{Event, Kind};
use crate::canvass::fold::Written;
use crate::sync::certificate::PersonId;
use crate::sync::keys::sha256;

/// A fact, whoever's log it ended up in: a copy of a phone may have to write it anew.
type Fact = (PersonId, Event);

/// Counts facts as people recorded them.
#[derive(Debug, Default)]
pub struct Tally {
    recorded: BTreeMap<Fact, usize>,
    taken_back: usize,
}

/// How recorded and merged compare.
#[derive(Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Facts recorded by devices that were not revoked before they could send them.
    pub recorded: usize,
    /// Of those, how many an organiser's device has merged.
    pub merged: usize,
    /// Recorded and not merged.
    pub lost: usize,
    /// Merged more often than recorded.
    pub doubled: usize,
    /// What revoked devices recorded too late: refused, as it should be.
    pub refused: usize,
}

impl Tally {
    /// Notes what a person recorded.
    pub fn record(&mut self, person: PersonId, drafts: &[Draft], at: i64) {
        for draft in drafts {
            *self.recorded.entry((person, draft.at(at))).or_insert(0) += 1;
        }
    }

    /// Notes that these events of a revoked device were never sent.
    pub fn refuse(&mut self, refused: usize) {
        self.taken_back += refused;
    }

    /// The SHA-256 of everything recorded: the same for the same seed.
    pub fn digest(&self) -> [u8; 32] {
        let facts: Vec<String> = self
            .recorded
            .iter()
            .map(|(fact, times)| format!("{fact:?} {times}"))
            .collect();
        sha256(facts.join("\n").as_bytes())
    }

    /// Compares with what an organiser's device merged of these people.
    pub fn compare(&self, merged: &[Written]) -> Comparison {
        let people: BTreeSet<PersonId> = self.recorded.keys().map(|(person, _)| *person).collect();
        let mut seen: BTreeMap<Dot, Fact> = BTreeMap::new();
        for run in merged {
            if !people.contains(&run.author.person) {
                continue;
            }
            for (seq, event) in (run.first..).zip(&run.events) {
                if event.kind != Kind::WRITER && event.kind != Kind::COUNTED {
                    let dot = Dot { log: run.log, seq };
                    seen.insert(dot, (run.author.person, event.clone()));
                }
            }
        }
        let mut counts: BTreeMap<Fact, usize> = BTreeMap::new();
        for fact in seen.into_values() {
            *counts.entry(fact).or_insert(0) += 1;
        }
        let (mut merged, mut missing, mut doubled) = (0, 0, 0);
        for (fact, times) in &self.recorded {
            let here = counts.remove(fact).unwrap_or(0);
            merged += here.min(*times);
            missing += times.saturating_sub(here);
            doubled += here.saturating_sub(*times);
        }
        // Whatever nobody recorded must not be there either.
        doubled += counts.into_values().sum::<usize>();
        let all: usize = self.recorded.values().sum();
        let refused = self.taken_back.min(missing);
        Comparison {
            recorded: all - refused,
            merged,
            lost: missing - refused,
            doubled,
            refused,
        }
    }
}
