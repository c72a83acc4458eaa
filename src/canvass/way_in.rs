//! A whole stair that could not be entered: an attempt at each of its doors, and why, as a plain fact
//! about the stair. Once somebody has been at a door again it is history.

use super::draft::{self, Draft, Visit};
use super::estate;
use super::event::Kind;
use super::fact::{Fact, Outcome, Value};
use super::fold::State;
use super::id::{DoorId, Facet, Id, StairId};
use super::stream::Stream;

/// Why nobody got in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Barred {
    /// Nobody answered at the buzzer.
    NoAnswer,
    /// The code did not work, or nobody knew it.
    NoCode,
    /// Somebody said no, at the entrance.
    TurnedAway,
    /// The lift is out, and it is too far up.
    LiftOut,
    /// It did not feel safe.
    NotSafe,
    /// Anything else.
    Other,
}

impl Barred {
    /// All of them, in the order of their numbers: only ever append.
    pub const ALL: [Barred; 6] = [
        Barred::NoAnswer,
        Barred::NoCode,
        Barred::TurnedAway,
        Barred::LiftOut,
        Barred::NotSafe,
        Barred::Other,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Barred::NoAnswer => "no_answer",
            Barred::NoCode => "no_code",
            Barred::TurnedAway => "turned_away",
            Barred::LiftOut => "lift_out",
            Barred::NotSafe => "not_safe",
            Barred::Other => "other",
        }
    }
}

/// That nobody got in, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoWayIn {
    /// Why.
    pub why: Barred,
    /// Who was there.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// What to record of a stair that could not be entered: an attempt at each of these doors, and why.
pub fn barred(
    state: &State,
    visit: &Visit,
    stair: StairId,
    doors: &[DoorId],
    why: Barred,
) -> Vec<Draft> {
    let stream = Stream::Stair(stair);
    let knocks = doors.iter().flat_map(|door| {
        let household = estate::household(state, *door);
        draft::knock_of(
            visit.clone(),
            stream,
            *door,
            household,
            Outcome::Inaccessible,
        )
    });
    let place = Barred::ALL.iter().position(|it| *it == why);
    let value = Value::Choice(place.and_then(|n| u16::try_from(n).ok()).unwrap_or(0));
    let fact = draft::plain_fact(state, stream, stair.into(), Facet::NO_WAY_IN, value);
    knocks.chain([fact]).collect()
}

/// The newest time nobody got into a stair, where nobody has been at any of its doors since.
pub fn no_way_in(state: &State, stair: StairId) -> Option<NoWayIn> {
    let about = [Id::from(stair), Facet::NO_WAY_IN.into()];
    let told = state
        .naming_as(Kind::PLAIN_FACT, stair)
        .filter(|(_, entry)| entry.event.about == about);
    let newest = told.filter_map(|(dot, entry)| {
        let Ok(Some(Fact::PlainFact {
            value: Value::Choice(n),
        })) = Fact::read(entry.event.kind, &entry.event.body)
        else {
            return None;
        };
        Some(NoWayIn {
            why: *Barred::ALL.get(usize::from(n))?,
            by: estate::name_of(state, dot),
            at: state.happened_at(dot)?,
        })
    });
    let newest = newest.max_by_key(|told| told.at)?;
    let since = estate::doors(state, stair)
        .into_iter()
        .flat_map(|door| estate::knocks(state, door.id))
        .any(|knock| knock.at > newest.at && knock.outcome != Outcome::Inaccessible);
    (!since).then_some(newest)
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::small::Small;
    use super::*;

    #[test]
    fn a_stair_nobody_got_into_is_an_attempt_at_each_door_and_says_why_until_somebody_does() {
        let mut small = Small::new(3);
        let stair = small.stair(0);
        let doors = [small.door(0), small.door(1), small.door(2)];
        let here = Visit::default();
        for why in [Barred::NoCode, Barred::LiftOut] {
            small.now += 3_600;
            for draft in barred(&small.state(), &here, stair, &doors, why) {
                small.record(3, Role::Volunteer, draft);
            }
            let told = no_way_in(&small.state(), stair).unwrap();
            assert_eq!((told.why, told.at), (why, small.now));
        }
        let state = small.state();
        for door in doors {
            let outcomes: Vec<_> = estate::knocks(&state, door)
                .into_iter()
                .map(|knock| knock.outcome)
                .collect();
            assert_eq!(outcomes, [Outcome::Inaccessible; 2]);
        }
        assert_eq!(no_way_in(&state, small.stair(1)), None);
        small.now += 3_600;
        let stream = Stream::Stair(stair);
        for draft in draft::knock(stream, doors[1], small.household(1), Outcome::NotHome) {
            small.record(4, Role::Volunteer, draft);
        }
        assert_eq!(no_way_in(&small.state(), stair), None);
    }

    #[test]
    fn each_reason_reads_back() {
        for why in Barred::ALL {
            let mut small = Small::new(1);
            let drafts = barred(&small.state(), &Visit::default(), small.stair(0), &[], why);
            for draft in drafts {
                small.record(3, Role::Volunteer, draft);
            }
            let told = no_way_in(&small.state(), small.stair(0)).unwrap();
            assert_eq!(told.why, why);
        }
    }
}
