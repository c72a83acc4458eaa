//! What goes along and what does not.

#[path = "filling_tests.rs"]
mod filling_tests;
#[path = "paper_tests.rs"]
mod paper_tests;
#[path = "worded_tests.rs"]
mod worded_tests;

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::canvass::access::{Entrance, Place, say, say_code};
use crate::canvass::author::Role;
use crate::canvass::consent::{Consent, consent};
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, Source, Value};
use crate::canvass::fold::State;
use crate::canvass::giveaways::Giveaways;
use crate::canvass::handover::{Committee, held_before};
use crate::canvass::id::{DoorId, Facet, HouseholdId};
use crate::canvass::stream::Stream;
use crate::canvass::structure::{Floor, Line, Percent, Rung};
use crate::canvass::training::Rung as RungOfTraining;
use crate::canvass::walk::Tonight;
use crate::canvass::{act, incident};
use crate::locales;
use crate::organise::device::Journal;
use crate::organise::handover::*;
use crate::organise::issues;
use crate::organise::listening::about_us;
use crate::organise::lock::Locked;
use crate::organise::small::{NOW, Small};
use crate::organise::training;

const TODAY: i32 = (NOW / 86_400) as i32;
const DAY: i64 = 86_400;
const ORGANISER: u8 = 3;
const VERA: u8 = 7;
/// What a file hashes to.
const HASH: [u8; 32] = [7; 32];
/// What may be in no package: it is said wherever something is said that stays.
const STAYS: &str = "zebra";
/// What names a party.
const PARTY: &str = "Vote Labour";

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

/// What gives a party away, in every language.
fn party() -> Giveaways {
    Giveaways::of(&locales::party_words())
}

fn packed(state: &State) -> Packed {
    pack(state, None, tonight(), &party()).unwrap()
}

fn organise(small: &mut Small, draft: Draft) -> crate::canvass::dot::Dot {
    small.record(ORGANISER, Role::Organiser, draft)
}

/// An estate of twelve homes a stair, that says who it is.
fn estate_of(homes: usize) -> Small {
    let mut small = Small::new(homes);
    let us = about_us("Larch Lane Action", "01632 960 001", "");
    organise(&mut small, us);
    small
}

fn stream(small: &Small, place: usize) -> Stream {
    let stair = estate::stair_of(&small.state(), small.door(place)).unwrap();
    Stream::Stair(stair)
}

/// Somebody of a home says yes or no to something.
fn says(small: &mut Small, place: usize, purpose: Facet, value: Value) {
    let about = vec![small.household(place).into(), purpose.into()];
    let draft = Draft::new(stream(small, place), Fact::PlainFact { value }, about);
    // Whether it may be passed on is asked by organisers.
    let (who, role) = match purpose {
        Facet::PASSED_ON => (ORGANISER, Role::Organiser),
        _ => (VERA, Role::Volunteer),
    };
    small.record(who, role, draft);
}

/// They say how to reach them.
fn can_be_reached(small: &mut Small, place: usize, name: &str, reach: &str) {
    let fact = Fact::Contact {
        name: name.into(),
        reach: reach.into(),
    };
    let about = vec![small.household(place).into()];
    small.record(
        VERA,
        Role::Volunteer,
        Draft::new(Stream::Inner, fact, about),
    );
}

fn about_home(small: &mut Small, place: usize, fact: Fact) {
    let about = vec![small.household(place).into()];
    let draft = Draft::new(stream(small, place), fact, about);
    small.record(VERA, Role::Volunteer, draft);
}

/// A home of the first stair.
fn home(package: &Package, place: usize) -> &Home {
    let label = format!("Flat {}", place + 1);
    let mut homes = package.blocks[0].stairs[0].homes.iter();
    homes.find(|home| home.label == label).unwrap()
}

/// Whether words stand anywhere in a package, as it is sealed.
fn holds(package: &Package, words: &str) -> bool {
    let bytes = package.to_bytes();
    let words = words.as_bytes();
    bytes.windows(words.len()).any(|window| window == words)
}

/// Everything that is to go along.
fn everything(small: &mut Small) {
    let [first, second] = [0, 1].map(|place| small.stair(place));
    for draft in [
        say(
            &small.state(),
            Stream::Stair(first),
            Place::Stair(first),
            "The left door sticks",
        ),
        say(
            &small.state(),
            Stream::Stair(first),
            Place::Door(small.door(1)),
            "No bell",
        ),
        say_code(
            &small.state(),
            Stream::Stair(second),
            Entrance::Stair(second),
            "4711",
        ),
    ] {
        organise(small, draft.unwrap());
    }
    says(small, 0, Facet::TENURE, Value::Words("council".into()));
    for place in [0, 1, 2] {
        says(small, place, Facet::CONTACT_CONSENT, Value::Yes);
    }
    says(small, 0, Facet::PASSED_ON, Value::Yes);
    can_be_reached(small, 0, "Amina", "07700 900001");
    says(small, 3, Facet::CONTACT_CONSENT, Value::No);
    about_home(small, 4, Fact::ConsentWithdrawn {});
    about_home(
        small,
        5,
        Fact::DoNotKnock {
            scope: NoKnockScope::ForGood,
        },
    );
    let lift = organise(small, issues::name("The lift").unwrap());
    let terms = issues::Terms {
        who: "The council".into(),
        what: "A new lift".into(),
        by: Some(TODAY + 90),
        know: "It runs".into(),
        target: issues::Target::named("Head of housing").ok(),
        decides: Some(TODAY + 30),
    };
    let demand = issues::demand(&small.state(), lift, None, &terms).unwrap();
    let demand = organise(small, demand);
    let step = Step::Written {
        document: "Letter to tenants".into(),
    };
    organise(
        small,
        issues::came_of_it(demand, "council", step, TODAY).unwrap(),
    );
    let bins = organise(small, issues::name("The bins").unwrap());
    let why = issues::close(&small.state(), bins, Ending::Settled, "New lids", TODAY);
    organise(small, why.unwrap());
    let trained = training::trained(&small.state(), "Beth", "Olwen", TODAY);
    organise(small, trained.unwrap());
    let rung = training::climbed(
        &small.state(),
        "Beth",
        RungOfTraining::LedStair,
        "Olwen",
        TODAY,
    );
    organise(small, rung.unwrap());
    conversations(small, "What presses on you?");
}

/// A structure test of conversations on the first stair, which every home of it meets.
fn conversations(small: &mut Small, ask: &str) {
    let test = crate::canvass::structure::Test {
        rung: Rung::Conversation,
        ask: ask.into(),
        line: Line::Share {
            of: crate::canvass::structure::Of::Homes,
            percent: Percent::new(50).unwrap(),
        },
        floor: Floor::None,
        from: TODAY - 1,
        until: TODAY,
    };
    let doors: Vec<_> = (0..12).map(|place| small.door(place)).collect();
    let about = doors.iter().map(|door| (*door).into()).collect();
    let fact = Fact::Test { said: test };
    organise(small, Draft::new(Stream::Inner, fact, about));
    for (place, door) in doors.iter().enumerate().take(7) {
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: Some(STAYS.into()),
            when: None,
        };
        let draft = Draft::new(stream(small, place), fact, vec![(*door).into()]);
        small.record(VERA, Role::Volunteer, draft);
    }
}

#[test]
fn r12_2_homes_access_consents_issues_tests_wins_and_the_training_tree_go_along() {
    let mut small = estate_of(12);
    everything(&mut small);
    let Packed {
        package, left_out, ..
    } = packed(&small.state());
    assert_eq!(left_out, []);
    assert_eq!(
        package.counts(),
        Counts {
            homes: 24,
            access: 3,
            no_knock: 1,
            people: 1,
            ask_again: 2,
            no: 2,
            issues: 2,
            demands: 1,
            wins: 1,
            tests: 1,
            training: 2,
        }
    );
    let reached = Person {
        name: "Amina".into(),
        reach: "07700 900001".into(),
    };
    assert_eq!(home(&package, 0).reach, Reach::PassedOn(vec![reached]));
    assert_eq!(home(&package, 0).tenure.as_deref(), Some("council"));
    assert_eq!(home(&package, 3).reach, Reach::No);
    assert_eq!(home(&package, 4).reach, Reach::TakenBack);
    assert_eq!(home(&package, 5).no_knock, Some(NoKnockScope::ForGood));
    // Seven of twelve: all but five is a figure that may be told.
    assert_eq!(
        (package.tests[0].n, package.tests[0].of),
        (Some(7), Some(12))
    );
    assert_eq!(
        Package::from_bytes(&package.to_bytes()),
        Some(package.clone())
    );
    let mut longer = package.to_bytes();
    longer.push(0);
    assert_eq!(Package::from_bytes(&longer), None);
}

/// Everything that is said at a door or of somebody and stays, each with the word that may not go along.
fn stays(small: &mut Small, place: usize) {
    let words = || STAYS.to_string();
    let household = small.household(place);
    about_home(small, place, Fact::Note { words: words() });
    about_home(small, place, Fact::Resident { name: words() });
    let follow_up = Fact::FollowUp {
        what: words(),
        who: Some(words()),
        by: Some(TODAY),
    };
    about_home(small, place, follow_up);
    says(small, place, Facet::LANGUAGE, Value::Words(words()));
    let question = Fact::Question {
        words: words(),
        answers: crate::canvass::script::AnswerKind::Words,
    };
    let question = organise(small, Draft::new(Stream::Board, question, vec![]));
    let about = vec![
        household.into(),
        crate::canvass::id::QuestionId(question).into(),
    ];
    let value = Value::Words(words());
    let answer = Fact::Answer { value, script: 1 };
    let answer = Draft::new(stream(small, place), answer, about);
    small.record(VERA, Role::Volunteer, answer);
    let acted = Fact::Acted {
        said: act::Acted {
            what: act::Act::Against,
            day: TODAY,
            people: 1,
            instead: vec![],
        },
    };
    let sealed = [
        Fact::Nomination { whom: words() },
        acted,
        Fact::Unnamed {},
        Fact::Incident {
            said: incident::Boxed {
                boxes: vec![],
                text: words().into_bytes(),
            },
        },
    ];
    for fact in sealed {
        let draft = Draft::new(Stream::Inner, fact, vec![household.into()]);
        small.record(VERA, Role::Volunteer, draft);
    }
}

#[test]
fn r12_2_nothing_of_a_party_no_incident_no_note_and_no_nomination_is_in_it() {
    let mut small = estate_of(12);
    everything(&mut small);
    let before = packed(&small.state()).package;
    // Fresh and long expired.
    for now in [NOW - 200 * DAY, NOW] {
        small.now = now;
        stays(&mut small, 6);
    }
    small.now = NOW;
    let package = packed(&small.state()).package;
    assert!(!holds(&package, STAYS));
    // Not even that something was said.
    assert_eq!(package, before);
}

#[test]
fn r12_6_how_to_reach_a_home_goes_along_only_with_a_yes_to_just_that() {
    use Value::{No, Yes};
    let number = "07700 900777";
    let yes_to_both = || {
        Reach::PassedOn(vec![Person {
            name: "Siân".into(),
            reach: number.into(),
        }])
    };
    for (contact, passed_on, expected) in [
        (None, None, Reach::NotSaid),
        (None, Some(Yes), Reach::NotSaid),
        (Some(No), Some(Yes), Reach::No),
        (Some(Yes), None, Reach::AskAgain),
        (Some(Yes), Some(No), Reach::No),
        (Some(Yes), Some(Yes), yes_to_both()),
    ] {
        let mut small = estate_of(4);
        can_be_reached(&mut small, 0, "Siân", number);
        let said = [
            (Facet::CONTACT_CONSENT, contact.clone()),
            (Facet::PASSED_ON, passed_on.clone()),
        ];
        for (purpose, value) in said {
            if let Some(value) = value {
                says(&mut small, 0, purpose, value);
            }
        }
        let package = packed(&small.state()).package;
        assert_eq!(
            home(&package, 0).reach,
            expected,
            "{contact:?} {passed_on:?}"
        );
        let both = expected == yes_to_both();
        assert_eq!(holds(&package, number), both, "{contact:?} {passed_on:?}");
    }
}

#[test]
fn r12_6_a_volunteers_phone_lets_nobodys_number_out() {
    let mut small = estate_of(4);
    can_be_reached(&mut small, 0, "Siân", "07700 900777");
    says(&mut small, 0, Facet::CONTACT_CONSENT, Value::Yes);
    let about = vec![small.household(0).into(), Facet::PASSED_ON.into()];
    let yes = Fact::PlainFact { value: Value::Yes };
    let draft = Draft::new(stream(&small, 0), yes, about);
    small.record(VERA, Role::Volunteer, draft);
    let state = small.state();
    let package = packed(&state).package;
    assert_eq!(home(&package, 0).reach, Reach::AskAgain);
    assert!(!holds(&package, "07700 900777"));
    let waits = to_be_asked_before(&state, TODAY).into_iter();
    assert!(
        waits
            .map(|it| it.household)
            .any(|it| it == small.household(0))
    );
}

#[test]
fn r12_6_whoever_asked_for_nothing_more_is_neither_passed_on_nor_to_be_asked() {
    for stops in [
        Fact::Hidden {},
        Fact::Deceased {},
        Fact::Moved {},
        Fact::ConsentWithdrawn {},
        Fact::DoNotKnock {
            scope: NoKnockScope::Campaign,
        },
    ] {
        for passed_on in [false, true] {
            let mut small = estate_of(4);
            can_be_reached(&mut small, 0, "Siân", "07700 900777");
            says(&mut small, 0, Facet::CONTACT_CONSENT, Value::Yes);
            if passed_on {
                says(&mut small, 0, Facet::PASSED_ON, Value::Yes);
            }
            about_home(&mut small, 0, stops.clone());
            let package = packed(&small.state()).package;
            assert!(!holds(&package, "07700"), "{stops:?}");
            let reach = &home(&package, 0).reach;
            assert!(
                !matches!(reach, Reach::PassedOn(_) | Reach::AskAgain),
                "{stops:?}: {reach:?}"
            );
        }
    }
}

#[test]
fn r12_2_the_full_register_an_unnamed_group_and_no_homes_are_not_handed_over() {
    let tried = |small: &Small| pack(&small.state(), None, tonight(), &party()).map(|_| ());
    let mut small = estate_of(4);
    let fact = Fact::ListSource {
        source: Source::FullRegister,
        doors: 8,
    };
    organise(&mut small, Draft::new(Stream::Board, fact, vec![]));
    assert_eq!(tried(&small), Err(NotPacked::Locked(Locked::Register)));
    assert_eq!(tried(&Small::new(4)), Err(NotPacked::Nameless));
    assert_eq!(tried(&estate_of(0)), Err(NotPacked::NoHomes));
}

#[test]
fn r12_6_before_it_is_handed_over_homes_that_can_be_reached_are_asked_once() {
    let mut small = estate_of(12);
    everything(&mut small);
    let asked = |small: &Small| -> Vec<HouseholdId> {
        let homes = to_be_asked_before(&small.state(), TODAY).into_iter();
        homes.map(|home| home.household).collect()
    };
    // The first has said yes already, and the third, fourth and fifth of those below no or nothing at all.
    let (second, third) = (small.household(1), small.household(2));
    assert_eq!(asked(&small), [second, third]);
    says(&mut small, 1, Facet::PASSED_ON, Value::No);
    assert_eq!(asked(&small), [third]);
    says(&mut small, 2, Facet::PASSED_ON, Value::Yes);
    assert_eq!(asked(&small), []);
}

#[test]
fn r12_5_a_committee_hands_over_only_what_two_of_its_keyholders_let_out() {
    let committee = Committee {
        needed: 2,
        places: 3,
        holders: Vec::new(),
        devices: BTreeMap::new(),
    };
    let small = estate_of(4);
    let tried = pack(&small.state(), Some(&committee), tonight(), &party());
    assert_eq!(tried.err(), Some(NotPacked::Locked(Locked::NotSigned)));
}
