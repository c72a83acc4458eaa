//! A state as a device keeps it for itself: opening then costs what is new, not all there ever was.
//!
//! It holds what the fold of some events came to, and vouches for nothing: whoever reads one must
//! have written it. What was folded by other rules is not taken ([`State::from_snapshot`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::author::Author;
use super::dot::{Dot, LogId};
use super::event::Event;
use super::fact::Fact;
use super::fold::{Entry, Log, State, Strike};
use super::id::Id;
use super::revocation::Revocations;
use super::stream::Stream;

/// Goes up whenever the fold comes to something else of the same events, or this layout or what a session
/// keeps beside it changes.
const RULES: u32 = 3;

/// The layout, with maps lent to write and owned once read.
#[derive(Serialize)]
struct Lent<'a> {
    rules: u32,
    kinds: u32,
    logs: &'a BTreeMap<LogId, Log>,
    entries: &'a BTreeMap<Dot, Entry>,
    waiting: &'a BTreeMap<Dot, BTreeMap<Dot, Strike>>,
    erased: &'a BTreeSet<Id>,
    told_and_erased: &'a BTreeSet<Dot>,
    revocations: &'a Revocations,
    floors: &'a BTreeMap<LogId, u64>,
    unknown: &'a BTreeSet<Stream>,
    early: &'a BTreeMap<LogId, BTreeMap<u64, (Event, i32)>>,
    early_authors: &'a BTreeMap<LogId, Author>,
}

#[derive(Deserialize)]
struct Owned {
    rules: u32,
    kinds: u32,
    logs: BTreeMap<LogId, Log>,
    entries: BTreeMap<Dot, Entry>,
    waiting: BTreeMap<Dot, BTreeMap<Dot, Strike>>,
    erased: BTreeSet<Id>,
    told_and_erased: BTreeSet<Dot>,
    revocations: Revocations,
    floors: BTreeMap<LogId, u64>,
    unknown: BTreeSet<Stream>,
    early: BTreeMap<LogId, BTreeMap<u64, (Event, i32)>>,
    early_authors: BTreeMap<LogId, Author>,
}

/// How many kinds this version knows: one that learns a kind may count what it did not before.
fn kinds() -> u32 {
    Fact::KNOWN.len() as u32
}

impl State {
    /// The state, and what waits in it, as bytes for this device alone.
    pub fn snapshot(&self) -> Vec<u8> {
        let lent = Lent {
            rules: RULES,
            kinds: kinds(),
            logs: &self.logs,
            entries: &self.entries,
            waiting: &self.waiting,
            erased: &self.erased,
            told_and_erased: &self.told_and_erased,
            revocations: &self.revocations,
            floors: &self.floors,
            unknown: &self.unknown,
            early: &self.early,
            early_authors: &self.early_authors,
        };
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        postcard::to_allocvec(&lent).expect("a state can be written")
    }

    /// The state a snapshot holds; `None` where it is none, or was folded by other rules than this
    /// version's.
    pub fn from_snapshot(bytes: &[u8]) -> Option<State> {
        let (owned, rest): (Owned, &[u8]) = postcard::take_from_bytes(bytes).ok()?;
        if owned.rules != RULES || owned.kinds != kinds() || !rest.is_empty() {
            return None;
        }
        let mut state = State {
            logs: owned.logs,
            entries: owned.entries,
            waiting: owned.waiting,
            erased: owned.erased,
            told_and_erased: owned.told_and_erased,
            revocations: owned.revocations,
            floors: owned.floors,
            unknown: owned.unknown,
            early: owned.early,
            early_authors: owned.early_authors,
            naming: BTreeMap::new(),
            by_kind: BTreeMap::new(),
        };
        state.index();
        Some(state)
    }

    /// Finds every entry anew by its kind and by what it names.
    pub(super) fn index(&mut self) {
        for (dot, entry) in &self.entries {
            for id in &entry.event.about {
                let naming = self.naming.entry(*id).or_default();
                naming.insert(*dot, entry.event.kind);
            }
            let of_kind = self.by_kind.entry(entry.event.kind).or_default();
            of_kind.insert(*dot);
        }
    }
}
