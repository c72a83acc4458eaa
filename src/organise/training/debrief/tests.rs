use proptest::prelude::*;

use super::*;
use crate::canvass::act::acted;
use crate::canvass::author::Role;
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::id::{FollowUpId, Id};
use crate::canvass::training::AnybodyUnsafe;
use crate::organise::phones::seen;
use crate::organise::small::{NOW, Small};

const DAY: i32 = 20_775;
const ORGANISER: u8 = 3;
const OTHER: u8 = 4;

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

fn knock(small: &mut Small, by: u8, place: usize, at: i64, outcome: Outcome) {
    let fact = Fact::Knock {
        outcome,
        by: None,
        when: None,
    };
    let door: Id = small.door(place).into();
    let now = std::mem::replace(&mut small.now, at);
    let stair = u64::from(place >= 4);
    small.say(by, Role::Volunteer, stair, fact, vec![door]);
    small.now = now;
}

/// The sheet of what has come in.
fn sheet_of(small: &Small) -> Sheet {
    let state = small.state();
    let report = Report::read(&state, &seen(&state), tonight());
    Sheet::read(&state, &report, tonight())
}

#[test]
fn r6_3_the_sheet_counts_tonight_alone_and_grows_as_phones_come_in() {
    let mut small = Small::new(4);
    let since = tonight().since;
    for place in 0..4 {
        knock(&mut small, 7, place, since - 3600, Outcome::NotHome);
    }
    knock(&mut small, 7, 0, since + 60, Outcome::Inaccessible);
    knock(&mut small, 7, 0, since + 600, Outcome::Spoke);
    knock(&mut small, 7, 1, since + 900, Outcome::Refused);
    let before = sheet_of(&small);
    assert_eq!(before.phones, (0, 1));
    assert_eq!((before.stairs, before.done, before.tried), (1, 1, 2));
    assert_eq!(
        (before.at(Outcome::Spoke), before.at(Outcome::Refused)),
        (1, 1)
    );
    assert_eq!(
        (
            before.at(Outcome::NotHome),
            before.at(Outcome::Inaccessible)
        ),
        (0, 0)
    );
    // Another phone comes in, from the other stair.
    knock(&mut small, 8, 4, since + 700, Outcome::NotHome);
    let whom = Fact::Nomination {
        whom: "Flat 2".into(),
    };
    let home = small.household(4).into();
    let now = std::mem::replace(&mut small.now, since + 800);
    small.record(
        8,
        Role::Volunteer,
        Draft::new(Stream::Inner, whom, vec![home]),
    );
    small.now = now;
    let after = sheet_of(&small);
    assert_eq!(after.phones, (0, 2));
    assert_eq!((after.stairs, after.done, after.tried), (2, 1, 3));
    assert_eq!((after.at(Outcome::NotHome), after.nominations), (1, 1));
}

proptest! {
    /// On a screen whose rows are not all there is, somebody looks in vain for the homes that are missing.
    #[test]
    fn r6_3_what_came_of_the_homes_comes_to_all_that_were_tried(
        knocks in proptest::collection::vec((0..8_usize, 0..11_usize, any::<bool>()), 0..20),
    ) {
        let mut small = Small::new(4);
        let since = tonight().since;
        for (nth, (place, outcome, is_tonight)) in (1..).zip(knocks) {
            let at = if is_tonight { since + nth } else { since - 3600 + nth };
            knock(&mut small, 7, place, at, Outcome::ALL[outcome]);
        }
        let sheet = sheet_of(&small);
        let rows = sheet.rows();
        prop_assert_eq!(rows.iter().map(|(_, n)| n).sum::<usize>(), sheet.tried);
        let each: BTreeSet<Outcome> = rows.iter().map(|(outcome, _)| *outcome).collect();
        prop_assert_eq!(each.len(), rows.len());
    }
}

#[test]
fn r6_3_what_came_of_an_evening_is_told_whole_and_what_never_occurs_is_no_row() {
    let mut small = Small::new(4);
    let since = tonight().since;
    let others = [Outcome::ComeBack, Outcome::LeftLeaflet];
    for (place, outcome) in [(0, Outcome::Spoke), (1, others[0]), (2, others[1])] {
        knock(&mut small, 7, place, since + 60, outcome);
    }
    let rows = sheet_of(&small).rows();
    let told = |outcome: Outcome| rows.iter().find(|(it, _)| *it == outcome).map(|it| it.1);
    assert_eq!(others.map(told), [Some(1), Some(1)]);
    assert_eq!(
        (told(Outcome::Spoke), told(Outcome::Refused)),
        (Some(1), Some(0))
    );
    assert_eq!(
        (told(Outcome::Moved), told(Outcome::Deceased)),
        (None, None)
    );
}

#[test]
fn r6_3_the_sheet_says_how_many_were_asked_who_did_something_and_who_only_said_yes() {
    let mut small = Small::new(4);
    let since = tonight().since;
    small.now = since + 60;
    for place in 0..4 {
        knock(&mut small, 7, place, since + 60, Outcome::Spoke);
    }
    let act = |small: &mut Small, place: usize, what: Act, day: i32| {
        let draft = acted(small.household(place), what, day, Vec::new());
        small.record(7, Role::Volunteer, draft);
    };
    let today = tonight().evening;
    // The first said yes and signed, the second said yes, the third is not sure; the fourth was asked last week.
    for (place, what, day) in [
        (0, Act::SaysYes, today),
        (0, Act::Signed, today),
        (1, Act::SaysYes, today),
        (2, Act::NotSure, today),
        (3, Act::SaysYes, today - 7),
    ] {
        act(&mut small, place, what, day);
    }
    assert_eq!(
        sheet_of(&small).asked,
        None,
        "nothing is kept without a ground"
    );
    let condition = Group::Members.conditions()[0];
    let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
    let draft = write_down(&small.state(), Some(&ground));
    small.record(ORGANISER, Role::Organiser, draft);
    let asked = sheet_of(&small).asked.unwrap();
    assert_eq!((asked.spoken, asked.asked), (4, 3));
    assert_eq!((asked.acted, asked.says_yes), (1, 1));
}

#[test]
fn r1_4_the_debrief_counts_promises_that_are_open_and_those_nobody_has_taken_on() {
    let mut small = Small::new(4);
    let promise = |small: &mut Small, place: usize| {
        let fact = Fact::FollowUp {
            what: "Bring the form".into(),
            who: None,
            by: None,
        };
        let about = vec![small.household(place).into()];
        FollowUpId(small.say(7, Role::Volunteer, 0, fact, about))
    };
    let kept = promise(&mut small, 0);
    promise(&mut small, 1);
    assert_eq!(sheet_of(&small).promises, (2, 2));
    small.say(7, Role::Volunteer, 0, Fact::Done {}, vec![kept.into()]);
    assert_eq!(sheet_of(&small).promises, (1, 1));
}

#[test]
fn r6_3_what_two_organisers_wrote_at_once_stands_together_until_one_keeps_both() {
    let of = |rose: &str, thorn: &str| Debriefed {
        day: DAY,
        rose: rose.into(),
        thorn: thorn.into(),
        ..Debriefed::default()
    };
    let mut small = Small::new(1);
    for (by, said) in [
        (ORGANISER, of("They all spoke", "The lift")),
        (OTHER, of("Flat 6 opened", "The lift")),
    ] {
        small.record(by, Role::Organiser, keep(said, vec![]));
    }
    let (said, dots) = debriefed(&small.state(), DAY);
    assert_eq!(said, of("They all spoke\nFlat 6 opened", "The lift"));
    assert_eq!(debriefed(&small.state(), DAY - 1).1, []);
    small.record(OTHER, Role::Organiser, keep(of("Both", ""), dots));
    assert_eq!(debriefed(&small.state(), DAY).0, of("Both", ""));
}

/// What an event's body was before nothing of an incident stood in it.
fn with_words(incident: &str) -> Vec<u8> {
    let before = (
        (DAY, "A rose", "", "", ""),
        (incident, "", "", "", Vec::<Dot>::new()),
    );
    postcard::to_stdvec(&before).unwrap()
}

#[test]
fn r8_5_no_debrief_has_a_word_of_an_incident_and_of_one_from_before_it_is_read_that_there_was_one()
{
    let words = "The man at number 9 held Carys by the arm";
    for (before, read, written) in [
        (words, AnybodyUnsafe::Somebody, "yes"),
        ("yes", AnybodyUnsafe::Somebody, "yes"),
        ("no", AnybodyUnsafe::Nobody, "no"),
        (" ", AnybodyUnsafe::NotSaid, ""),
    ] {
        let fact = Fact::read(Kind::DEBRIEFED, &with_words(before));
        let fact = fact.unwrap().unwrap();
        let Fact::Debriefed { said } = &fact else {
            panic!("{fact:?}");
        };
        assert_eq!((said.day, said.rose.as_str()), (DAY, "A rose"));
        assert_eq!(said.incident, read, "{before}");
        assert_eq!(fact.body(), with_words(written), "{before}");
        assert!(!format!("{fact:?}").contains(words));
    }
}

#[test]
fn of_two_who_say_different_things_that_somebody_was_unsafe_stands() {
    use AnybodyUnsafe::{Nobody, NotSaid, Somebody};
    for (one, other, stands) in [
        (NotSaid, NotSaid, NotSaid),
        (Nobody, NotSaid, Nobody),
        (Nobody, Somebody, Somebody),
        (Somebody, NotSaid, Somebody),
    ] {
        let mut small = Small::new(1);
        for (by, incident) in [(ORGANISER, one), (OTHER, other)] {
            let said = Debriefed {
                day: DAY,
                incident,
                ..Debriefed::default()
            };
            small.record(by, Role::Organiser, keep(said, vec![]));
        }
        let (said, _) = debriefed(&small.state(), DAY);
        assert_eq!(said.incident, stands, "{one:?} {other:?}");
    }
}
