//! What is typed in for a board's doors, and who may take it back.

use crate::canvass::author::{PersonId, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::{self, Draft, Visit};
use crate::canvass::estate::{self, Door};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::policy::policy;
use crate::canvass::stream::Stream;
use crate::organise::teams::same;
use thiserror::Error;

/// What was typed for a door from a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What came of the knock: where two typed it in, as it was recorded last.
    pub outcome: Outcome,
    /// Every knock of this visit, and the safety facts that came with them.
    pub dots: Vec<Dot>,
}

/// The knocks at a door that stand, and the name and time that each was recorded with.
pub(super) fn visits(state: &State, door: DoorId) -> impl Iterator<Item = (Dot, Outcome, Visit)> {
    state.naming(door).filter_map(|(dot, entry)| {
        match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
            Fact::Knock { outcome, by, when } => Some((dot, outcome, Visit { by, when })),
            _ => None,
        }
    })
}

/// Whether two names and times are of one visit: `Beth` and ` beth` are one person.
pub(super) fn one_visit(a: &Visit, b: &Visit) -> bool {
    let by = |visit: &Visit| visit.by.as_deref().map(same);
    a.when == b.when && by(a) == by(b)
}

/// What was typed for a door as of this visit, and stands.
pub fn typed(state: &State, door: DoorId, visit: &Visit) -> Option<Typed> {
    let of_visit = visits(state, door).filter(|(_, _, of)| one_visit(of, visit));
    let all: Vec<(Dot, Outcome)> = of_visit.map(|(dot, outcome, _)| (dot, outcome)).collect();
    let newest = all
        .iter()
        .max_by_key(|(dot, _)| (state.happened_at(*dot), *dot));
    let outcome = newest?.1;
    let with_safety = |(dot, outcome): (Dot, Outcome)| {
        let follows = Dot {
            log: dot.log,
            seq: dot.seq + 1,
        };
        let entry = state.entry(follows);
        let safety = entry.is_some_and(|entry| outcome_of(entry.event.kind) == Some(outcome));
        [Some(dot), safety.then_some(follows)].into_iter().flatten()
    };
    let dots = all.into_iter().flat_map(with_safety).collect();
    Some(Typed { outcome, dots })
}

/// Whoever types, as far as the policy asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typist {
    /// What they may do.
    pub role: Role,
    /// Who they are.
    pub person: PersonId,
    /// The log in which they write of this stair, where there is one yet.
    pub log: Option<LogId>,
}

/// Why somebody may not take back what was typed.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotYours {
    /// Somebody else typed it.
    #[error("only an organiser, or who typed it, can take this back")]
    Anothers,
    /// They typed it themselves, longer ago than a slip of the thumb.
    #[error("only an organiser can take this back by now")]
    TooLate,
}

/// Whether these events may be taken back at a time (seconds since 1970): whether strikes of all of
/// them count, by the [policy](crate::canvass::policy). Where one of them does not, half of it would
/// stand.
///
/// # Errors
/// [`NotYours`].
pub fn may_take_back(
    state: &State,
    dots: &[Dot],
    typist: Typist,
    now: i64,
) -> Result<(), NotYours> {
    for dot in dots {
        let (Some(entry), Some(log)) = (state.entry(*dot), state.log(dot.log)) else {
            continue; // It does not stand any more.
        };
        let own = log.author.person == typist.person;
        let since = (typist.log == Some(dot.log)).then(|| now.saturating_sub(entry.event.at));
        let row = policy(entry.event.kind);
        if !row.is_some_and(|row| row.may_strike.lets(typist.role, own, since)) {
            return Err(match own {
                true => NotYours::TooLate,
                false => NotYours::Anothers,
            });
        }
    }
    Ok(())
}

/// The outcome that brings a safety fact of this kind along.
fn outcome_of(kind: Kind) -> Option<Outcome> {
    match kind {
        Kind::DO_NOT_KNOCK => Some(Outcome::DoNotKnock),
        Kind::MOVED => Some(Outcome::Moved),
        Kind::DECEASED => Some(Outcome::Deceased),
        _ => None,
    }
}

/// Types what came of a knock at a door of a board.
pub fn knock(state: &State, door: &Door, visit: &Visit, outcome: Outcome) -> Vec<Draft> {
    let household = estate::household(state, door.id);
    let stream = Stream::Stair(door.stair);
    draft::knock_of(visit.clone(), stream, door.id, household, outcome)
}

/// Takes back what was typed for a door, where [one may](may_take_back).
pub fn take_back(state: &State, door: &Door, visit: &Visit) -> Vec<Draft> {
    let dots = typed(state, door.id, visit).map(|typed| typed.dots);
    draft::undo(state, Stream::Stair(door.stair), &dots.unwrap_or_default())
}
