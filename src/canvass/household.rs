//! Who lives behind a door: the household there now, those it is the same people as, and what it asked
//! for.

use super::dot::Dot;
use super::event::Kind;
use super::fold::State;
use super::id::{DoorId, HouseholdId, Id};
use super::no_knock::scope_of;
use super::whose::Whose;

/// The household behind a door now: the first, or the one the last counted `moved` or erasure
/// began.
pub fn household(state: &State, door: DoorId) -> HouseholdId {
    household_as_of(state, door, |_| true)
}

/// The same, as far as the events tell of which this is true.
fn household_as_of(state: &State, door: DoorId, told: impl Fn(&Dot) -> bool) -> HouseholdId {
    let mut household = HouseholdId::FirstOf(door);
    // Comes to an end: each event ends one household, and none a door's first that another began.
    while let Some(dot) = moves_of(state, household)
        .find(&told)
        .or_else(|| erasure_of(state, household.into()).filter(&told))
    {
        household = HouseholdId::Since(dot);
    }
    household
}

/// The events that say a household has moved, the first by dot first.
fn moves_of(state: &State, household: HouseholdId) -> impl Iterator<Item = Dot> {
    let id = Id::from(household);
    state
        .naming_as(Kind::MOVED, id)
        .filter(move |(_, entry)| entry.event.ends_household() == Some(id))
        .map(|(dot, _)| dot)
}

/// The board's event that erased a household, the first by dot.
fn erasure_of(state: &State, id: Id) -> Option<Dot> {
    if !state.is_erased(id) {
        return None;
    }
    state
        .naming_as(Kind::ERASED, id)
        .find(|(_, entry)| entry.event.ends_household() == Some(id))
        .map(|(dot, _)| dot)
}

/// A household, and its twins: two phones that both found those before moved out have begun one
/// each, and the same people are meant. What any of them was asked or refused holds.
pub fn twins(state: &State, household: HouseholdId) -> impl Iterator<Item = HouseholdId> {
    let before = match household {
        HouseholdId::FirstOf(_) => None,
        HouseholdId::Since(dot) => state.entry(dot).and_then(|e| e.event.ends_household()),
    };
    let twins = before
        .and_then(|id| HouseholdId::try_from(id).ok())
        .into_iter()
        .flat_map(|before| moves_of(state, before))
        .map(HouseholdId::Since)
        .filter(move |twin| *twin != household);
    std::iter::once(household).chain(twins)
}

/// Whether a household, or its [twin](twins), asked not to be knocked, and today (days since
/// 1970-01-01) falls within.
pub fn do_not_knock(state: &State, household: HouseholdId, today: i32) -> bool {
    asked_not(state, household, today, |_| true)
}

/// Whether whoever lived behind a door had asked so before a time (seconds since 1970).
pub fn do_not_knock_before(state: &State, door: DoorId, today: i32, before: i64) -> bool {
    let told = |dot: &Dot| state.happened_at(*dot).is_some_and(|at| at < before);
    asked_not(state, household_as_of(state, door, told), today, told)
}

fn asked_not(
    state: &State,
    household: HouseholdId,
    today: i32,
    told: impl Fn(&Dot) -> bool,
) -> bool {
    let here_then = |twin: &HouseholdId| match twin {
        HouseholdId::Since(dot) => *twin == household || told(dot),
        HouseholdId::FirstOf(_) => true,
    };
    twins(state, household)
        .filter(here_then)
        .flat_map(|household| state.naming_as(Kind::DO_NOT_KNOCK, household))
        .filter(|(dot, _)| told(dot))
        .any(|(_, entry)| scope_of(entry).holds(today))
}

/// Whether what came with a knock, that they moved, died or are not to be knocked, is a neighbour's word: it is
/// the event recorded with it.
pub fn on_a_neighbours_word(state: &State, knock: Dot) -> bool {
    let beside = Dot {
        seq: knock.seq.saturating_add(1),
        ..knock
    };
    let told = [Kind::MOVED, Kind::DECEASED, Kind::DO_NOT_KNOCK];
    state.entry(beside).is_some_and(|entry| {
        told.contains(&entry.event.kind) && Whose::of(&entry.event.about) == Whose::Neighbour
    })
}

/// Whether a household or resident is hidden until an organiser erases or lifts it.
pub fn is_hidden(state: &State, id: impl Into<Id>) -> bool {
    state.naming_as(Kind::HIDDEN, id).next().is_some()
}
