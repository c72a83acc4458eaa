//! Erasure: a grow-only set of ids on the board. Whatever names one is dropped, by any route.

use stairwell::canvass::dot::Dot;
use stairwell::canvass::estate::household as household_now;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, Value};
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{FollowUpId, HeadId, HouseholdId, Id, ResidentId};

use super::*;

fn erased(lead: &Log, seq: u64, ids: &[Id]) -> Written {
    lead.says(seq, &Fact::Erased {}, ids, &[])
}

fn resident_named() -> Fact {
    Fact::Resident {
        name: "Gwen from the third".into(),
    }
}

fn holds_words(state: &State, words: &str) -> bool {
    state
        .to_bytes()
        .windows(words.len())
        .any(|part| part == words.as_bytes())
}

#[test]
fn whatever_names_an_erased_household_is_dropped_before_and_after() {
    let (a, b, lead) = (volunteer(1), volunteer(2), board(3));
    let runs = [
        a.says(1, &note(), &[household()], &[]),
        a.says(2, &knock(), &[door().into()], &[]),
        erased(&lead, 1, &[household()]),
        b.says(1, &answer(Value::Yes), &[household(), question()], &[]),
        b.writes(2, NOW, Kind(9_999), &[facet(), household()], &[], vec![1]),
    ];
    let dots = [a.dot(1), a.dot(2), lead.dot(1), b.dot(1), b.dot(2)];
    assert_eq!(seen(&runs, &dots), [false, true, true, false, false]);
    assert!(!holds_words(&fold(&runs), "The lift again"));
}

#[test]
fn what_was_erased_strikes_on() {
    let (a, b, lead) = (volunteer(1), volunteer(2), board(3));
    let about = [household(), question()];
    let runs = [
        a.says(1, &answer(Value::Yes), &about, &[]),
        b.says(1, &answer(Value::No), &about, &[a.dot(1)]),
        erased(&lead, 1, &[household()]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), b.dot(1)]), [false, false]);
}

#[test]
fn erasing_a_resident_drops_the_event_that_names_them() {
    let (a, lead) = (volunteer(1), board(2));
    let resident: Id = ResidentId(a.dot(1)).into();
    let runs = [
        a.says(1, &resident_named(), &[household()], &[]),
        a.says(2, &Fact::Hidden {}, &[resident], &[]),
        a.says(3, &note(), &[household()], &[]),
        erased(&lead, 1, &[resident]),
    ];
    let dots = [a.dot(1), a.dot(2), a.dot(3)];
    assert_eq!(seen(&runs, &dots), [false, false, true]);
    assert!(!holds_words(&fold(&runs), "Gwen"));
}

#[test]
fn erasing_a_follow_up_drops_what_was_promised() {
    let (a, lead) = (volunteer(1), board(2));
    let promised = Fact::FollowUp {
        what: "Ring back".into(),
        who: None,
        by: None,
    };
    let runs = [
        a.says(1, &promised, &[household()], &[]),
        erased(&lead, 1, &[FollowUpId(a.dot(1)).into()]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1)]), [false]);
}

#[test]
fn the_door_stays_and_the_next_household_begins_at_the_erasure() {
    let (a, lead) = (organiser(91), board(2));
    let listed = Fact::Door {
        label: "Flat 6".into(),
        floor: Some(2),
        order: 6,
        uprn: None,
    };
    let runs = [
        a.says(1, &listed, &[], &[]),
        erased(&lead, 1, &[household()]),
    ];
    assert_eq!(seen(&runs, &[door().0]), [true]);
    assert_eq!(
        household_now(&fold(&runs), door()),
        HouseholdId::Since(lead.dot(1))
    );
}

#[test]
fn erasing_those_who_moved_away_leaves_those_who_came_after() {
    let (a, lead) = (volunteer(1), board(2));
    let next: Id = HouseholdId::Since(a.dot(1)).into();
    let runs = [
        a.says(1, &Fact::Moved {}, &[household()], &[]),
        a.says(2, &note(), &[next], &[]),
        erased(&lead, 1, &[household()]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), a.dot(2)]), [true, true]);
    assert_eq!(
        household_now(&fold(&runs), door()),
        HouseholdId::Since(a.dot(1))
    );
}

#[test]
fn a_volunteer_in_a_stair_erases_nothing() {
    let (a, b) = (volunteer(1), volunteer(2));
    let runs = [
        a.says(1, &note(), &[household()], &[]),
        b.says(1, &Fact::Erased {}, &[household()], &[]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), b.dot(1)]), [true, false]);
    assert!(!fold(&runs).is_erased(household()));
}

#[test]
fn an_erasure_with_a_body_of_another_shape_erases_nothing() {
    let (a, lead) = (volunteer(1), board(2));
    let runs = [
        a.says(1, &note(), &[household()], &[]),
        lead.writes(1, NOW, Kind::ERASED, &[household()], &[], vec![9]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1)]), [true]);
}

#[test]
fn an_erasure_cannot_be_struck() {
    let (a, lead) = (volunteer(1), board(2));
    let runs = [
        erased(&lead, 1, &[household()]),
        lead.says(2, &strike(), &[household()], &[lead.dot(1)]),
        a.says(1, &note(), &[household()], &[]),
    ];
    let dots: [Dot; 1] = [a.dot(1)];
    assert_eq!(seen(&runs, &dots), [false]);
}

/// A later household begins at an event, and a head is one: neither is told by it. Whoever erases them
/// takes nothing away that says something else.
#[test]
fn whatever_a_later_household_or_a_head_names_by_its_dot_stays() {
    let (a, lead) = (volunteer(1), board(2));
    for id in [
        Id::from(HouseholdId::Since(a.dot(1))),
        Id::from(HeadId(a.dot(1))),
    ] {
        let runs = [
            a.says(1, &note(), &[household()], &[]),
            a.says(2, &note(), &[id], &[]),
            erased(&lead, 1, &[id]),
        ];
        assert_eq!(seen(&runs, &[a.dot(1), a.dot(2)]), [true, false], "{id:?}");
    }
}

/// What an erasure leaves, `moved`, names the household too: an organiser may still mend it.
#[test]
fn what_stays_of_the_erased_can_be_struck_still() {
    let (a, lead, top) = (volunteer(1), organiser(2), board(3));
    let runs = [
        a.says(1, &Fact::Moved {}, &[household()], &[]),
        erased(&top, 1, &[household()]),
        lead.says(1, &strike(), &[household()], &[a.dot(1)]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), lead.dot(1)]), [false, false]);
}
