//! What a certificate's reach means for merging: what is written in one stair says nothing of
//! the doors and people of another, and one event ends one household.

use stairwell::canvass::estate::{self, do_not_knock, household as household_now, is_hidden};
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, NoKnockScope, Value};
use stairwell::canvass::id::{DoorId, Facet, FollowUpId, HouseholdId, Id, ResidentId};
use stairwell::canvass::register::{Reading, disagreements, read};
use stairwell::canvass::stream::Stream;

use super::*;

/// Who lists this stair's doors: the log that `door()` names.
fn lister() -> Log {
    organiser(91)
}

fn listed(label: &str) -> Fact {
    Fact::Door {
        label: label.into(),
        floor: None,
        order: 0,
        uprn: None,
    }
}

fn no_knock() -> Fact {
    Fact::DoNotKnock {
        scope: NoKnockScope::ForGood,
    }
}

fn second_door() -> DoorId {
    DoorId(lister().dot(2))
}

/// Both doors of the stair.
fn doors() -> Vec<Written> {
    vec![
        lister().says(1, &listed("Flat 1"), &[], &[]),
        lister().says(2, &listed("Flat 2"), &[], &[]),
    ]
}

/// A volunteer of another stair, who has no key of this one, writes about its doors in their own.
#[test]
fn nobody_speaks_of_another_stairs_doors() {
    let stranger = volunteer(1).in_stream(other_stair());
    let own = volunteer(2);
    let resident: Id = ResidentId(own.dot(1)).into();
    let mut runs = doors();
    runs.push(own.says(
        1,
        &Fact::Resident { name: "Nia".into() },
        &[household()],
        &[],
    ));
    runs.push(own.says(2, &answer(Value::Yes), &[household(), question()], &[]));
    let facts: [(Fact, Vec<Id>); 7] = [
        (knock(), vec![door().into()]),
        (note(), vec![household()]),
        (answer(Value::No), vec![household(), question()]),
        (no_knock(), vec![household()]),
        (Fact::Moved {}, vec![household()]),
        (Fact::Hidden {}, vec![household()]),
        (Fact::Hidden {}, vec![resident]),
    ];
    for (seq, (fact, about)) in (1..).zip(&facts) {
        runs.push(stranger.says(seq, fact, about, &[]));
    }
    let state = fold(&runs);
    assert_eq!(estate::knocks(&state, door()), []);
    assert_eq!(household_now(&state, door()), HouseholdId::FirstOf(door()));
    assert!(!do_not_knock(&state, HouseholdId::FirstOf(door()), 0));
    assert!(!is_hidden(&state, household()));
    assert!(!is_hidden(&state, resident));
    assert_eq!(state.of_kind(Kind::NOTE).count(), 0);
    let about = [household(), question()];
    let reading = read(&state, Kind::ANSWER, &about);
    assert_eq!(reading, Reading::Agreed(Value::Yes, vec![own.dot(2)]));
    // Nor a disagreement that nobody of the stair could ever settle.
    assert_eq!(disagreements(&state), []);
    // It is counted all the same: its phone is told so.
    assert_eq!(state.log(stranger.id).map(|log| log.head), Some(7));
}

/// Whose board of paper is typed in, how one gets in: of the stair as a whole.
#[test]
fn nor_of_the_other_stair_itself() {
    let (own, stranger) = (volunteer(2), volunteer(1).in_stream(other_stair()));
    let Stream::Stair(here) = own.author.stream else {
        panic!("a volunteer of a stair");
    };
    let entered = Fact::BoardEntered {
        code: "K3TQ7".into(),
        by: "Beth".into(),
        when: 1_000,
    };
    let access = Fact::PlainFact {
        value: Value::Words("1234".into()),
    };
    let facts: [(Fact, Vec<Id>); 2] = [
        (entered, vec![here.into()]),
        (access, vec![here.into(), Facet::ACCESS.into()]),
    ];
    for (log, heard) in [(&stranger, 0), (&own, 1)] {
        let facts = (1..).zip(&facts);
        let runs: Vec<Written> = facts
            .map(|(seq, (fact, about))| log.says(seq, fact, about, &[]))
            .collect();
        let state = fold(&runs);
        assert_eq!(state.of_kind(Kind::BOARD_ENTERED).count(), heard);
        assert_eq!(state.of_kind(Kind::PLAIN_FACT).count(), heard);
        assert_eq!(state.naming(here).count(), 2 * heard);
    }
}

#[test]
fn nor_of_who_came_after_a_move_or_an_erasure_there() {
    let stranger = volunteer(1).in_stream(other_stair());
    let (own, lead) = (volunteer(2), board(3));
    for (run, begun) in [
        (
            own.says(1, &Fact::Moved {}, &[household()], &[]),
            own.dot(1),
        ),
        (
            lead.says(1, &Fact::Erased {}, &[household()], &[]),
            lead.dot(1),
        ),
    ] {
        let next = HouseholdId::Since(begun);
        let mut runs = doors();
        runs.push(run);
        runs.push(stranger.says(1, &no_knock(), &[next.into()], &[]));
        let state = fold(&runs);
        assert_eq!(household_now(&state, door()), next);
        assert!(!do_not_knock(&state, next, 0));
        runs.push(own.says(2, &no_knock(), &[next.into()], &[]));
        runs.push(own.says(1, &Fact::Moved {}, &[household()], &[]));
        assert!(do_not_knock(&fold(&runs), next, 0));
    }
}

/// What the board says of doors is of every stair.
#[test]
fn the_board_and_inner_speak_of_any_stairs_doors() {
    let lead = board(3);
    let placed = Fact::Placed {
        entrance: None,
        floor: Some(4),
        order: 2,
    };
    let inner = volunteer(4).in_stream(Stream::Inner);
    let nominated = Fact::Nomination {
        whom: "number 9".into(),
    };
    let mut runs = doors();
    runs.push(lead.says(1, &placed, &[door().into()], &[]));
    runs.push(inner.says(1, &nominated, &[household()], &[]));
    let state = fold(&runs);
    assert_eq!(estate::door(&state, door()).and_then(|d| d.floor), Some(4));
    assert_eq!(state.of_kind(Kind::NOMINATION).count(), 1);
}

/// Else those who come to live behind all of these doors would be one household, and what the
/// one says shown at the other.
#[test]
fn one_event_ends_one_household() {
    let second: Id = HouseholdId::FirstOf(second_door()).into();
    let (own, lead) = (volunteer(2), board(3));
    let moved = own.says(1, &Fact::Moved {}, &[household(), second], &[]);
    let erased = lead.says(1, &Fact::Erased {}, &[household(), second], &[]);
    for run in [moved, erased] {
        let begun = Dot {
            log: run.log,
            seq: 1,
        };
        let state = fold(&[doors(), vec![run]].concat());
        assert_eq!(
            household_now(&state, door()),
            HouseholdId::Since(begun),
            "the first it names"
        );
        assert_eq!(
            household_now(&state, second_door()),
            HouseholdId::FirstOf(second_door())
        );
    }
    // A second erasure, of the second household alone, mends it.
    let runs = [
        doors(),
        vec![
            lead.says(1, &Fact::Erased {}, &[household(), second], &[]),
            lead.says(2, &Fact::Erased {}, &[second], &[]),
        ],
    ]
    .concat();
    assert_eq!(
        household_now(&fold(&runs), second_door()),
        HouseholdId::Since(lead.dot(2))
    );
}

#[test]
fn an_erasure_of_people_and_their_household_begins_the_next() {
    let (own, lead) = (volunteer(2), board(3));
    let resident: Id = ResidentId(own.dot(1)).into();
    let runs = [
        doors(),
        vec![
            own.says(
                1,
                &Fact::Resident { name: "Nia".into() },
                &[household()],
                &[],
            ),
            lead.says(1, &Fact::Erased {}, &[resident, household()], &[]),
        ],
    ]
    .concat();
    assert_eq!(
        household_now(&fold(&runs), door()),
        HouseholdId::Since(lead.dot(1))
    );
}

#[test]
fn households_in_a_circle_come_to_an_end() {
    let own = volunteer(2);
    let since = |seq| Id::from(HouseholdId::Since(own.dot(seq)));
    let runs = [
        doors(),
        vec![
            own.says(1, &Fact::Moved {}, &[household(), since(1), since(2)], &[]),
            own.says(2, &Fact::Moved {}, &[since(1), household()], &[]),
            own.says(3, &Fact::Moved {}, &[since(3)], &[]),
        ],
    ]
    .concat();
    assert_eq!(
        household_now(&fold(&runs), door()),
        HouseholdId::Since(own.dot(2))
    );
}

/// Erasures of those whom erasures preceded, in a circle that only an organiser could draw.
#[test]
fn erasures_in_a_circle_come_to_an_end() {
    let (own, lead) = (volunteer(2), board(3));
    let since = |seq| Id::from(HouseholdId::Since(lead.dot(seq)));
    let runs = [
        lead.says(1, &Fact::Erased {}, &[since(2)], &[]),
        lead.says(2, &Fact::Erased {}, &[since(1)], &[]),
        own.says(
            1,
            &note(),
            &[Id::from(HouseholdId::Since(lead.dot(3)))],
            &[],
        ),
    ];
    let state = fold(&runs);
    assert_eq!(state.of_kind(Kind::NOTE).count(), 1);
    assert!(state.is_at_home(own.dot(1)));
}

/// Two phones that never met both found them gone, and each spoke to those who came after.
#[test]
fn whoever_asked_not_to_be_knocked_is_not_whichever_phone_they_told() {
    let (a, b) = (volunteer(1), volunteer(2));
    let after = |log: &Log| HouseholdId::Since(log.dot(1));
    let runs = [
        a.says(1, &Fact::Moved {}, &[household()], &[]),
        b.says(1, &Fact::Moved {}, &[household()], &[]),
        b.says(2, &no_knock(), &[after(&b).into()], &[]),
    ];
    let state = fold(&[doors(), runs.to_vec()].concat());
    assert_eq!(household_now(&state, door()), after(&a));
    assert!(do_not_knock(&state, after(&a), 0));
    // Those before asked nothing of those who came.
    assert!(!do_not_knock(&state, HouseholdId::FirstOf(door()), 0));
}

#[test]
fn nor_of_what_was_promised_there() {
    let (own, stranger) = (volunteer(2), volunteer(1).in_stream(other_stair()));
    let promised = Fact::FollowUp {
        what: "Ring back".into(),
        who: None,
        by: None,
    };
    let it: Id = FollowUpId(own.dot(1)).into();
    let mut runs = doors();
    runs.push(own.says(1, &promised, &[household()], &[]));
    runs.push(stranger.says(1, &Fact::Done {}, &[it], &[]));
    assert_eq!(fold(&runs).of_kind(Kind::DONE).count(), 0);
    runs.push(own.says(2, &Fact::Done {}, &[it], &[]));
    assert_eq!(fold(&runs).of_kind(Kind::DONE).count(), 1);
}

/// What names a door of one's own first and somebody else's second is about both.
#[test]
fn an_answer_about_two_stairs_belongs_to_neither() {
    let elsewhere = organiser(92).in_stream(other_stair());
    let theirs: Id = DoorId(elsewhere.dot(1)).into();
    let own = volunteer(2);
    let mut runs = doors();
    runs.push(elsewhere.says(1, &listed("Flat 1"), &[], &[]));
    runs.push(own.says(1, &note(), &[household()], &[]));
    runs.push(own.says(2, &note(), &[household(), theirs], &[]));
    runs.push(own.says(3, &note(), &[theirs, household()], &[]));
    let state = fold(&runs);
    let notes: Vec<Dot> = state.of_kind(Kind::NOTE).map(|(dot, _)| dot).collect();
    assert_eq!(notes, [own.dot(1)]);
}
