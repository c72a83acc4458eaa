//! Registers: the visible writes about one thing, and disagreements between them.

use std::collections::BTreeMap;

use super::dot::Dot;
use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::{Entry, State};
use super::id::{Facet, Id};
use super::order;
use super::policy::policy;

/// The versions of a register that stands in disagreement, each with who wrote it.
pub type Versions = Vec<(Value, Vec<Dot>)>;

/// Writes of a register.
pub type Writes<'a> = Vec<(Dot, &'a Entry)>;

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
    versions(writes)
}

/// Every register of a kind: what it is about, and its writes by their dots.
pub fn all(state: &State, kind: Kind) -> impl Iterator<Item = (&[Id], Writes<'_>)> {
    let mut registers: BTreeMap<&[Id], Writes<'_>> = BTreeMap::new();
    for (dot, entry) in state.of_kind(kind) {
        let about = entry.event.about.as_slice();
        registers.entry(about).or_default().push((dot, entry));
    }
    registers.into_iter()
}

/// What these writes of one register come to.
pub fn reading(kind: Kind, writes: Writes<'_>) -> Reading {
    let writes = writes.into_iter();
    versions(writes.filter_map(|(dot, entry)| Some((dot, value(kind, &entry.event.body)?))))
}

fn versions(writes: impl Iterator<Item = (Dot, Value)>) -> Reading {
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
    let mut found = Vec::new();
    for kind in [Kind::ANSWER, Kind::PLAIN_FACT] {
        debug_assert!(policy(kind).is_some_and(|policy| policy.register));
        for (about, writes) in all(state, kind) {
            // Of one write there are no two versions.
            if writes.len() < 2 || every_version_stands(about) {
                continue;
            }
            if let Reading::Disagreement(versions) = reading(kind, writes) {
                found.push((kind, about.to_vec(), versions));
            }
        }
    }
    found
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
