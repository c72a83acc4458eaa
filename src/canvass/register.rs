//! Registers: the visible writes about one thing, and disagreements between them.

use std::collections::BTreeMap;

use super::dot::Dot;
use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;
use super::id::{Facet, Id};
use super::order;
use super::policy::policy;

/// The versions of a register that stands in disagreement, each with who wrote it.
pub type Versions = Vec<(Value, Vec<Dot>)>;

/// What a register's writes come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nobody has written it.
    Empty,
    /// One value, by these writes (several where people wrote the same).
    Agreed(Value, Vec<Dot>),
    /// Values that differ: every version and who wrote it. Shown, never silently resolved.
    Disagreement(Versions),
}

impl Reading {
    /// The dots of every visible write: what the next write strikes.
    pub fn dots(&self) -> Vec<Dot> {
        match self {
            Reading::Empty => Vec::new(),
            Reading::Agreed(_, dots) => dots.clone(),
            Reading::Disagreement(versions) => {
                let mut dots: Vec<Dot> =
                    versions.iter().flat_map(|(_, dots)| dots.clone()).collect();
                order::sort(&mut dots);
                dots
            }
        }
    }
}

/// Reads the register of a kind about these ids.
pub fn read(state: &State, kind: Kind, about: &[Id]) -> Reading {
    let Some(first) = about.first() else {
        return Reading::Empty;
    };
    let writes = state
        .naming_as(kind, *first)
        .filter(|(_, entry)| entry.event.about == about)
        .filter_map(|(dot, entry)| Some((dot, value(kind, &entry.event.body)?)));
    reading(writes)
}

fn reading(writes: impl Iterator<Item = (Dot, Value)>) -> Reading {
    let mut versions: BTreeMap<Value, (Value, Vec<Dot>)> = BTreeMap::new();
    for (dot, value) in writes {
        versions
            .entry(value.normalised())
            .or_insert_with(|| (value, Vec::new()))
            .1
            .push(dot);
    }
    let mut versions: Vec<_> = versions.into_values().collect();
    match versions.len() {
        0 => Reading::Empty,
        1 => {
            let (value, dots) = versions.remove(0);
            Reading::Agreed(value, dots)
        }
        _ => Reading::Disagreement(versions),
    }
}

/// Every register with values at doors that stands in disagreement, by what it is about.
pub fn disagreements(state: &State) -> Vec<(Kind, Vec<Id>, Versions)> {
    let mut registers: BTreeMap<_, Vec<(Dot, Value)>> = BTreeMap::new();
    for kind in [Kind::ANSWER, Kind::PLAIN_FACT] {
        debug_assert!(policy(kind).is_some_and(|policy| policy.register));
        let told = state.of_kind(kind);
        for (dot, entry) in told.filter(|(_, entry)| !every_version_stands(&entry.event.about)) {
            if let Some(value) = value(kind, &entry.event.body) {
                registers
                    .entry((kind, entry.event.about.clone()))
                    .or_default()
                    .push((dot, value));
            }
        }
    }
    registers
        .into_iter()
        .filter_map(
            |((kind, about), writes)| match reading(writes.into_iter()) {
                Reading::Disagreement(versions) => Some((kind, about, versions)),
                _ => None,
            },
        )
        .collect()
}

/// What is shown with every version wherever it is read, and is nobody's to settle: how to get in, and
/// why somebody did not.
fn every_version_stands(about: &[Id]) -> bool {
    [Facet::ACCESS, Facet::NO_WAY_IN]
        .iter()
        .any(|facet| about.contains(&(*facet).into()))
}

fn value(kind: Kind, body: &[u8]) -> Option<Value> {
    match Fact::read(kind, body) {
        Ok(Some(Fact::Answer { value, .. } | Fact::PlainFact { value })) => Some(value),
        _ => None,
    }
}
