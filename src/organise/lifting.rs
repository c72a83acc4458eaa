//! Lifting a safety fact: an organiser strikes it, and says why to everyone who organises.

use std::cmp::Reverse;

use super::eleven::{Safety, SafetyRow};
use super::report::door_of;
use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::stream::Stream;
use crate::canvass::whose::Whose;

/// A reason is no longer than this: characters.
pub const WHY_LENGTH: usize = 140;

/// A safety fact that an organiser has lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiftedRow {
    /// What it was.
    pub what: Safety,
    /// The door.
    pub door: DoorId,
    /// Why, in their words.
    pub why: String,
    /// Who lifted it.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// Lifts a safety fact: the strike in its stair, and why, sealed for organisers. Only an organiser's
/// counts. `None` where no such fact is there, or no reason.
pub fn lift(state: &State, fact: Dot, why: &str) -> Option<[Draft; 2]> {
    let event = &state.entry(fact)?.event;
    let stream = state.log(fact.log)?.author.stream;
    let why: String = why.trim().chars().take(WHY_LENGTH).collect();
    if why.is_empty() || Safety::of(event.kind).is_none() {
        return None;
    }
    let said = Fact::Lifted {
        lifted: fact,
        what: event.kind,
        why,
    };
    let said = Draft::new(Stream::Inner, said, event.about.clone());
    Some([draft::strike(state, stream, &[fact])?, said])
}

/// What organisers have lifted, the newest first.
pub fn lifted(state: &State) -> Vec<LiftedRow> {
    let told = state.of_kind(Kind::LIFTED);
    let mut rows: Vec<LiftedRow> = told
        .filter_map(|(dot, entry)| lifted_row(state, dot, entry))
        .collect();
    rows.sort_by_key(|row| (Reverse(row.at), row.door));
    rows
}

fn lifted_row(state: &State, dot: Dot, entry: &Entry) -> Option<LiftedRow> {
    let fact = Fact::read(entry.event.kind, &entry.event.body).ok()??;
    let Fact::Lifted { lifted, what, why } = fact else {
        return None;
    };
    let by_organiser = state.log(dot.log)?.author.role == Role::Organiser;
    // Until the strike has come, it stands.
    let stands = state.entry(lifted).is_some();
    Some(LiftedRow {
        what: Safety::of(what).filter(|_| by_organiser && !stands)?,
        door: door_of(state, &entry.event.about)?,
        why,
        by: estate::name_of(state, dot),
        at: state.happened_at(dot)?,
    })
}

/// The safety facts that stand at a door: of the household that lives there, of its
/// [twins](estate::twins), and that those before have moved.
pub fn standing(state: &State, door: DoorId) -> Vec<SafetyRow> {
    let household = estate::household(state, door);
    let twins: Vec<HouseholdId> = estate::twins(state, household).collect();
    let began = twins.iter().filter_map(|twin| match twin {
        HouseholdId::Since(dot) => Some(*dot),
        HouseholdId::FirstOf(_) => None,
    });
    let said = twins.iter().flat_map(|twin| state.naming(*twin));
    let mut rows: Vec<SafetyRow> = began
        .chain(said.map(|(dot, _)| dot))
        .filter_map(|dot| {
            let event = &state.entry(dot)?.event;
            Some(SafetyRow {
                what: Safety::of(event.kind)?,
                neighbour: Whose::of(&event.about) == Whose::Neighbour,
                dot,
                door,
                by: estate::name_of(state, dot),
                at: state.happened_at(dot)?,
            })
        })
        .collect();
    rows.sort_by_key(|row| (row.what, row.at, row.dot));
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::canvass::draft::knock;
    use crate::canvass::fact::{NoKnockScope, Outcome, Value};
    use crate::canvass::id::Facet;
    use crate::organise::small::{NOW, Small};

    /// A door where they asked not to be knocked.
    fn asked() -> (Small, Dot) {
        let mut small = Small::new(4);
        let stream = Stream::Stair(small.stair(0));
        let (door, household) = (small.door(0), small.household(0));
        let mut last = None;
        for draft in knock(stream, door, household, Outcome::DoNotKnock) {
            last = Some(small.record(3, Role::Volunteer, draft));
        }
        (small, last.unwrap())
    }

    fn record(small: &mut Small, by: u8, role: Role, drafts: [Draft; 2]) {
        small.now += 3_600;
        for draft in drafts {
            small.record(by, role, draft);
        }
    }

    #[test]
    fn an_organiser_lifts_it_with_a_reason_and_a_volunteer_does_not() {
        for (role, counts) in [
            (Role::Volunteer, false),
            (Role::Trainer, false),
            (Role::Organiser, true),
        ] {
            let (mut small, dot) = asked();
            let door = small.door(0);
            let lift = lift(&small.state(), dot, " They rang and asked us back ").unwrap();
            record(&mut small, 4, role, lift);
            let state = small.state();
            let stands = estate::do_not_knock(&state, small.household(0), 0);
            assert_eq!(stands, !counts, "{role:?}");
            assert_eq!(standing(&state, door).is_empty(), counts, "{role:?}");
            let told: Vec<_> = lifted(&state)
                .into_iter()
                .map(|row| (row.what, row.door, row.why, row.at))
                .collect();
            let why = "They rang and asked us back".to_string();
            let row = (Safety::DoNotKnock, door, why, NOW + 3_600);
            let expected: Vec<_> = counts.then_some(row).into_iter().collect();
            assert_eq!(told, expected, "{role:?}");
        }
    }

    #[test]
    fn nothing_is_lifted_without_a_reason_nor_what_is_no_safety_fact() {
        let (small, dot) = asked();
        let state = small.state();
        assert_eq!(lift(&state, dot, "  "), None);
        let knock = Dot {
            seq: dot.seq - 1,
            ..dot
        };
        assert!(state.entry(knock).is_some());
        assert_eq!(lift(&state, knock, "They rang"), None);
    }

    #[test]
    fn at_a_door_stands_that_those_before_have_moved_and_lifting_it_brings_them_back() {
        let mut small = Small::new(4);
        let first = small.household(0);
        let moved = small.say(3, Role::Volunteer, 0, Fact::Moved {}, vec![first.into()]);
        let died = vec![HouseholdId::Since(moved).into()];
        small.say(3, Role::Volunteer, 0, Fact::Deceased {}, died);
        let what: Vec<Safety> = standing(&small.state(), small.door(0))
            .into_iter()
            .map(|row| row.what)
            .collect();
        assert_eq!(what, [Safety::Deceased, Safety::Moved]);
        let lift = lift(&small.state(), moved, "The wrong door").unwrap();
        record(&mut small, 4, Role::Organiser, lift);
        let state = small.state();
        assert_eq!(estate::household(&state, small.door(0)), first);
        assert!(standing(&state, small.door(0)).is_empty());
    }

    proptest! {
        /// R8.2: whatever is recorded beside it, in whatever order it comes, a do-not-knock stands
        /// until an organiser lifts it with a reason.
        #[test]
        fn r8_2_do_not_knock_stands_against_every_concurrent_write(
            others in prop::collection::vec((3_u8..7, 0_u8..4), 0..12),
            place in 0_usize..12,
        ) {
            let mut small = Small::new(1);
            let household = small.household(0);
            let nothing = small.state();
            let stream = Stream::Stair(small.stair(0));
            for (n, (by, what)) in others.iter().enumerate() {
                if n == place.min(others.len().saturating_sub(1)) {
                    asks(&mut small);
                }
                let drafts = match what {
                    0 => knock(stream, small.door(0), household, Outcome::Spoke),
                    1 => vec![draft::plain_fact(
                        &nothing,
                        stream,
                        household.into(),
                        Facet::LANGUAGE,
                        Value::Yes,
                    )],
                    2 => vec![Draft::new(stream, Fact::Note { words: "Hello".into() }, vec![household.into()])],
                    // A volunteer who tries to lift it: theirs does not count.
                    _ => strikes_by_volunteers(&small.state(), stream, household),
                };
                for draft in drafts {
                    small.now += 1_000;
                    small.record(*by, Role::Volunteer, draft);
                }
            }
            if others.is_empty() {
                asks(&mut small);
            }
            let state = small.state();
            prop_assert!(estate::do_not_knock(&state, household, 0));
            let dot = state
                .naming(household)
                .find(|(_, entry)| entry.event.kind == Kind::DO_NOT_KNOCK)
                .map(|(dot, _)| dot)
                .unwrap();
            prop_assert_eq!(lift(&state, dot, " "), None);
            for draft in lift(&state, dot, "They rang us").unwrap() {
                small.record(1, Role::Organiser, draft);
            }
            prop_assert!(!estate::do_not_knock(&small.state(), household, 0));
        }
    }

    fn asks(small: &mut Small) {
        let about = vec![small.household(0).into()];
        let scope = NoKnockScope::Campaign;
        small.say(8, Role::Volunteer, 0, Fact::DoNotKnock { scope }, about);
    }

    fn strikes_by_volunteers(state: &State, stream: Stream, household: HouseholdId) -> Vec<Draft> {
        let asked = state
            .naming(household)
            .filter(|(_, entry)| entry.event.kind == Kind::DO_NOT_KNOCK);
        asked
            .filter_map(|(dot, _)| draft::strike(state, stream, &[dot]))
            .collect()
    }
}
