//! Attempts at doors: those at one, or at all, and who knocked before something was heard.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::dot::Dot;
use super::estate::read;
use super::event::Kind;
use super::fact::{Fact, Outcome};
use super::fold::{Entry, State};
use super::id::DoorId;
use super::order;
use super::shown::Shown;

/// One attempt at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knock {
    /// The event.
    pub dot: Dot,
    /// What came of it.
    pub outcome: Outcome,
    /// When, as entered or as shown (see [`State::happened_at`]): seconds since 1970.
    pub at: i64,
    /// When it was recorded, as shown.
    pub recorded: i64,
    /// It was recorded later than it was, and says when that was: typed in from paper.
    pub later: bool,
    /// Who knocked.
    pub by: String,
}

/// The knocks at a door, oldest first by their own times, as shown: a clock far ahead holds a
/// door no longer than until the knock is counted.
pub fn knocks(state: &State, door: DoorId) -> Vec<Knock> {
    let mut shown = Shown::of(state);
    let mut knocks: Vec<Knock> = state
        .naming_as(Kind::KNOCK, door)
        .filter_map(|(dot, entry)| knock(&mut shown, dot, entry))
        .collect();
    sort_by_time(&mut knocks);
    knocks
}

/// The same of every door that was knocked at: for who goes through all of them.
pub fn all_knocks(state: &State) -> BTreeMap<DoorId, Vec<Knock>> {
    let mut shown = Shown::of(state);
    let mut all: BTreeMap<DoorId, Vec<Knock>> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::KNOCK) {
        let Some(knock) = knock(&mut shown, dot, entry) else {
            continue;
        };
        let doors = entry.event.about.iter();
        for door in doors.filter_map(|id| DoorId::try_from(*id).ok()) {
            let knocks = all.entry(door).or_default();
            // However often it names the door.
            if knocks.last().is_none_or(|last| last.dot != dot) {
                knocks.push(knock.clone());
            }
        }
    }
    for knocks in all.values_mut() {
        sort_by_time(knocks);
    }
    all
}

fn sort_by_time(knocks: &mut [Knock]) {
    order::sort_by(knocks, |a, b| a.at.cmp(&b.at).then(a.dot.cmp(&b.dot)));
}

/// Who knocked last at a door, of the knocks that stand in an event's own log before it and have such an outcome, and
/// when.
pub fn knocked_before(
    state: &State,
    door: DoorId,
    event: Dot,
    outcome: impl Fn(Outcome) -> bool,
) -> Option<(Cow<'_, str>, i64)> {
    let mut shown = Shown::of(state);
    let before = state.naming_before(Kind::KNOCK, door, event);
    let attempts = before.filter_map(|(dot, entry)| Some((dot, entry, Attempt::read(entry)?)));
    let mut meant = attempts.filter(|(.., attempt)| outcome(attempt.outcome));
    meant.find_map(|(dot, entry, attempt)| attempt.visit(&mut shown, dot, entry))
}

/// What a knock says of itself.
pub struct Attempt {
    /// What came of it.
    pub outcome: Outcome,
    by: Option<String>,
    when: Option<i64>,
}

impl Attempt {
    /// As it was written down.
    pub fn read(entry: &Entry) -> Option<Attempt> {
        match read(entry)? {
            Fact::Knock { outcome, by, when } => Some(Attempt { outcome, by, when }),
            _ => None,
        }
    }

    /// Who knocked, and when.
    pub fn visit<'a>(
        self,
        shown: &mut Shown<'a>,
        dot: Dot,
        entry: &Entry,
    ) -> Option<(Cow<'a, str>, i64)> {
        let at = self.at(shown.happened_at(dot, entry)?);
        let by = self.by.map(Cow::Owned);
        Some((by.unwrap_or(Cow::Borrowed(shown.by(dot))), at))
    }

    /// What was entered later did not happen later than that.
    fn at(&self, recorded: i64) -> i64 {
        self.when.map_or(recorded, |when| when.min(recorded))
    }
}

fn knock(shown: &mut Shown<'_>, dot: Dot, entry: &Entry) -> Option<Knock> {
    let attempt = Attempt::read(entry)?;
    let recorded = shown.happened_at(dot, entry)?;
    Some(Knock {
        dot,
        outcome: attempt.outcome,
        at: attempt.at(recorded),
        recorded,
        later: attempt.when.is_some(),
        by: attempt.by.unwrap_or_else(|| shown.by(dot).to_string()),
    })
}
