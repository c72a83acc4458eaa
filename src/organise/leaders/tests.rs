use super::*;
use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::homes_a_leader::set;
use crate::canvass::id::{Id, QuestionId};
use crate::canvass::readback::sealed;
use crate::canvass::script::{AnswerKind, Next, Stage, Step as Asks};
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;
use crate::organise::chart::Chart;
use crate::organise::small::{NOW, Small};
use crate::organise::week::Week;

const TODAY: i32 = (NOW / 86_400) as i32;
const VERA: u8 = 7;
const ORGANISER: u8 = 3;

/// An estate where Vera has knocked on both stairs.
fn estate(doors: usize) -> Small {
    let mut small = Small::new(doors);
    for stair in 0..2 {
        let name = "Vera".to_string();
        small.say(VERA, Role::Volunteer, stair, Fact::Writer { name }, vec![]);
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        let door: Id = small.door(doors * stair as usize).into();
        small.say(VERA, Role::Volunteer, stair, fact, vec![door]);
    }
    let name = "Vera".to_string();
    small.record(
        VERA,
        Role::Volunteer,
        Draft::new(Stream::Inner, Fact::Writer { name }, vec![]),
    );
    small
}

/// At a door somebody names somebody.
fn name(small: &mut Small, place: usize, whom: &str) -> Dot {
    let fact = Fact::Nomination { whom: whom.into() };
    let about = vec![small.household(place).into()];
    small.record(
        VERA,
        Role::Volunteer,
        Draft::new(Stream::Inner, fact, about),
    )
}

fn organise(small: &mut Small, draft: Draft) -> Dot {
    small.record(ORGANISER, Role::Organiser, draft)
}

fn on(small: &Small, stair: u64) -> StairLeaders {
    later(small, stair, TODAY)
}

fn later(small: &Small, stair: u64, today: i32) -> StairLeaders {
    let mut all = leaders(&small.state(), today);
    all.remove(&small.stair(stair)).unwrap()
}

/// Who is named on a stair: the door's place, and by how many homes of it.
fn list(small: &Small, stair: u64) -> Vec<(HouseholdId, usize)> {
    let named = on(small, stair).named.into_iter();
    named.map(|named| (named.home, named.by_own)).collect()
}

#[test]
fn r2_1_a_leader_is_listed_by_the_homes_of_their_own_stair_whatever_the_order() {
    let homes = [3, 9, 21, 40, 77, 98];
    let mut orders = vec![homes.to_vec(), homes.iter().rev().copied().collect()];
    orders.push(vec![77, 3, 98, 9, 40, 21]);
    for order in orders {
        let mut small = estate(100);
        for place in order {
            name(&mut small, place, "Flat 51");
        }
        // Twice at the same door is once.
        name(&mut small, 3, "51");
        // Somebody else is named by two, and an activist everybody sees by nobody but himself.
        name(&mut small, 5, "Flat 12");
        name(&mut small, 6, "number 12");
        name(&mut small, 80, "Flat 81");
        assert_eq!(
            list(&small, 0),
            [(small.household(50), 6), (small.household(11), 2)]
        );
        assert!(list(&small, 1).is_empty());
    }
}

#[test]
fn r2_1_nobody_counts_for_knocking_and_words_that_are_no_door_are_kept_for_people() {
    let mut small = estate(20);
    name(&mut small, 1, "vera ");
    let first = name(&mut small, 2, "the woman with the dog");
    let second = name(&mut small, 3, "The woman  with the dog");
    name(&mut small, 4, "Flat 9");
    let stair = on(&small, 0);
    assert_eq!(list(&small, 0), [(small.household(8), 1)]);
    let said: Vec<_> = stair
        .unknown
        .iter()
        .map(|it| (it.by, it.dots.clone()))
        .collect();
    assert_eq!(said, [(2, vec![first, second])]);
    // An organiser knows who that is.
    let told = meant(&small.state(), &[first, second], Some(small.household(8)));
    organise(&mut small, told);
    assert_eq!(list(&small, 0), [(small.household(8), 3)]);
    assert!(on(&small, 0).unknown.is_empty());
    // It was the warden, who lives nowhere here.
    let told = meant(&small.state(), &[first, second], None);
    organise(&mut small, told);
    assert_eq!(list(&small, 0), [(small.household(8), 1)]);
    assert!(on(&small, 0).unknown.is_empty());
    // A volunteer's word is none.
    let told = meant(&small.state(), &[first], Some(small.household(8)));
    small.record(VERA, Role::Volunteer, told);
    assert_eq!(list(&small, 0), [(small.household(8), 1)]);
}

#[test]
fn r2_1_whoever_is_named_on_another_stair_is_shown_so_and_added_to_nothing() {
    let mut small = estate(20);
    for place in [1, 2, 3] {
        name(&mut small, place, "Flat 9");
        name(&mut small, place, "Flat 4, Dunlin House");
    }
    name(&mut small, 25, "9 Cambrian House");
    let first = &on(&small, 0).named;
    assert_eq!((first[0].by_own, first[0].by_others), (3, 1));
    // Nobody of Dunlin House was asked but one: still it says nothing of its own.
    let second = on(&small, 1);
    assert!(second.too_few());
    assert!(second.named.is_empty());
}

#[test]
fn r2_2_with_fewer_than_three_homes_asked_it_is_too_early_to_say() {
    let mut small = estate(20);
    let question = Fact::Question {
        words: "Whose door?".into(),
        answers: AnswerKind::Nomination,
    };
    let asks = QuestionId(small.board(question, vec![]));
    let other = Fact::Question {
        words: "What gets on your nerves?".into(),
        answers: AnswerKind::Words,
    };
    let other = QuestionId(small.board(other, vec![]));
    let step = || Asks {
        branches: vec![],
        otherwise: Next::Following,
    };
    let script = |version, steps| Fact::Script {
        version,
        title: "Listening".into(),
        stage: Stage::Listen,
        steps,
    };
    small.board(script(1, vec![step()]), vec![other.into()]);
    small.board(
        script(2, vec![step(), step()]),
        vec![other.into(), asks.into()],
    );
    let answer = |small: &mut Small, place: usize, script: u32| {
        let value = Value::Words("damp".into());
        let about = vec![small.household(place).into(), other.into()];
        small.say(
            VERA,
            Role::Volunteer,
            0,
            Fact::Answer { value, script },
            about,
        );
    };
    // Under a script without the question nobody was asked.
    for place in 10..15 {
        answer(&mut small, place, 1);
    }
    name(&mut small, 1, "Flat 9");
    answer(&mut small, 2, 2);
    let stair = on(&small, 0);
    assert_eq!((stair.asked, stair.too_few()), (2, true));
    assert!(stair.named.is_empty());
    answer(&mut small, 3, 2);
    let stair = on(&small, 0);
    assert_eq!((stair.asked, stair.too_few()), (3, false));
    assert_eq!(list(&small, 0), [(small.household(8), 1)]);
}

/// A leader of a stair who agreed to bring these homes to something.
fn promising(small: &mut Small, leader: usize, homes: &[usize]) -> Asked {
    let home = small.household(leader);
    let homes: Vec<HouseholdId> = homes.iter().map(|place| small.household(*place)).collect();
    let draft = agreed(&small.state(), home, "Sign the petition", &homes, TODAY + 7).unwrap();
    organise(small, draft);
    let stair = on(small, 0);
    let named = stair.named.iter().find(|named| named.home == home).unwrap();
    match &named.step {
        Step::Agreed(asked) => asked.clone(),
        other => panic!("{other:?}"),
    }
}

fn step(small: &Small, place: usize, today: i32) -> Step {
    let home = small.household(place);
    let stair = later(small, 0, today);
    let named = stair.named.into_iter().find(|named| named.home == home);
    named.map_or(Step::Named, |named| named.step)
}

#[test]
fn r2_3_only_tested_leaders_count_and_a_stair_wants_one_to_about_ten_homes() {
    // 24 floors of six.
    let mut small = estate(144);
    for place in 0..5 {
        name(&mut small, place, "Flat 100");
    }
    let stair = on(&small, 0);
    assert_eq!((stair.homes, stair.tested(), stair.gap()), (144, 0, 15));
    let talk = talked_to(&small.state(), small.household(99), TODAY);
    organise(&mut small, talk);
    assert_eq!(step(&small, 99, TODAY), Step::TalkedTo(TODAY));
    let asked = promising(&mut small, 99, &[98, 97, 96]);
    assert_eq!((on(&small, 0).tested(), on(&small, 0).gap()), (0, 15));
    let draft = came(
        &small.state(),
        small.household(99),
        &asked,
        &[small.household(98)],
        TODAY,
    );
    organise(&mut small, draft);
    assert_eq!((on(&small, 0).tested(), on(&small, 0).gap()), (1, 14));
    // Eight weeks on it is to be tested again, and counts no longer.
    let then = TODAY + TESTED_FOR + 1;
    assert!(matches!(
        step(&small, 99, then),
        Step::Tested {
            due: true,
            moved: 1,
            ..
        }
    ));
    assert_eq!(later(&small, 0, then).tested(), 0);
}

#[test]
fn r2_3_organisers_say_for_how_many_homes_one_leader_is_wanted() {
    let mut small = estate(144);
    let wants = |small: &Small| {
        let chart = Chart::read(&small.state(), Tonight::in_utc(NOW), 0);
        let week = Week::read(&small.state(), Tonight::in_utc(NOW));
        let stair = chart.stairs().find(|it| it.homes() == 144).unwrap();
        let of_week = week.stairs.iter().find(|it| it.stair == small.stair(0));
        let of_week = of_week.unwrap().leaders.of;
        (on(small, 0).gap(), stair.wanted(), stair.gap(), of_week)
    };
    assert_eq!(wants(&small), (15, 15, Some(15), 15));
    let fewer = set(&small.state(), 12).unwrap();
    organise(&mut small, fewer);
    assert_eq!(wants(&small), (12, 12, Some(12), 12));
}

#[test]
fn r2_4_a_test_counts_the_homes_of_ones_own_list_and_of_two_counts_the_lower() {
    let mut small = estate(30);
    let (leader, home) = (9, small.household(9));
    let none: [HouseholdId; 0] = [];
    assert_eq!(agreed(&small.state(), home, "Sign", &none, TODAY), None);
    assert_eq!(agreed(&small.state(), home, "Sign", &[home], TODAY), None);
    let some = [small.household(4)];
    assert_eq!(agreed(&small.state(), home, " ", &some, TODAY), None);

    let asked = promising(&mut small, leader, &[1, 2, 3, 9]);
    assert_eq!(asked.homes.len(), 3);
    let all = [1, 2, 20, 21].map(|place| small.household(place));
    let before = small.state();
    let draft = came(&before, home, &asked, &all, TODAY);
    organise(&mut small, draft);
    assert!(matches!(
        step(&small, leader, TODAY),
        Step::Tested { moved: 2, .. }
    ));
    // Another organiser, at the same time, counted one.
    let draft = came(&before, home, &asked, &all[..1], TODAY);
    small.record(4, Role::Organiser, draft);
    assert!(matches!(
        step(&small, leader, TODAY),
        Step::Tested { moved: 1, .. }
    ));
    assert_eq!(on(&small, 0).tested(), 1);
    // A new task is a new test.
    promising(&mut small, leader, &[5, 6]);
    assert!(matches!(step(&small, leader, TODAY), Step::Agreed(_)));
}

#[test]
fn r2_3_whoever_was_tested_and_brought_nobody_covers_no_stair() {
    let mut small = estate(30);
    let (leader, home) = (9, small.household(9));
    let asked = promising(&mut small, leader, &[1, 2, 3]);
    let draft = came(&small.state(), home, &asked, &[], TODAY);
    organise(&mut small, draft);
    let step = step(&small, leader, TODAY);
    assert!(matches!(step, Step::Tested { moved: 0, .. }), "{step:?}");
    assert_eq!((on(&small, 0).tested(), on(&small, 0).gap()), (0, 3));
}

#[test]
fn r2_5_whoever_does_not_want_to_be_named_is_not_until_they_have_agreed() {
    let mut small = estate(20);
    for place in [1, 2, 3] {
        name(&mut small, place, "Flat 9");
    }
    let wish = unnamed(small.household(8));
    // Somebody who was never on the stair says so: that is nobody's wish.
    small.record(9, Role::Volunteer, wish.clone());
    assert_eq!(list(&small, 0), [(small.household(8), 3)]);
    small.record(VERA, Role::Volunteer, wish);
    assert!(list(&small, 0).is_empty());
    name(&mut small, 4, "Flat 9");
    assert!(list(&small, 0).is_empty());
    let talk = talked_to(&small.state(), small.household(8), TODAY);
    organise(&mut small, talk);
    assert_eq!(list(&small, 0), [(small.household(8), 4)]);
}

#[test]
fn r2_5_it_is_said_at_the_read_back_of_any_door_and_tells_nothing_of_who_was_named() {
    let mut small = estate(20);
    for place in [1, 2, 3] {
        name(&mut small, place, "Flat 9");
        name(&mut small, place, "Flat 15");
    }
    let stair = Stream::Stair(small.stair(0));
    let (named, other) = (small.household(8), small.household(11));
    let said = |home| unnamed_at_door(stair, home);
    // The wish in inner, so sealed; on the stair that something is sealed, and no more.
    let outlined = |home: HouseholdId| {
        let drafts = said(home).into_iter();
        let drafts = drafts.map(|draft| {
            let about = draft.about.into_iter().filter(|id| *id != Id::from(home));
            (draft.stream, draft.fact, about.collect::<Vec<_>>())
        });
        drafts.collect::<Vec<_>>()
    };
    assert_eq!(outlined(named), outlined(other));
    let streams: Vec<Stream> = said(named).iter().map(|draft| draft.stream).collect();
    assert_eq!(streams, [Stream::Inner, stair]);
    assert_eq!(sealed(&small.state(), named), 0);
    for home in [named, other] {
        for draft in said(home) {
            small.record(VERA, Role::Volunteer, draft);
        }
    }
    assert_eq!(list(&small, 0), [(small.household(14), 3)]);
    assert_eq!(sealed(&small.state(), named), 1);
}

#[test]
fn r2_5_a_nomination_is_dropped_after_ninety_days_unless_somebody_has_talked_to_them() {
    let mut small = estate(20);
    for place in [1, 2, 3] {
        name(&mut small, place, "Flat 9");
        name(&mut small, place, "Flat 15");
    }
    let talk = talked_to(&small.state(), small.household(8), TODAY);
    organise(&mut small, talk);
    let last = later(&small, 0, TODAY + NAMED_FOR);
    assert_eq!(last.named.len(), 2);
    let after = later(&small, 0, TODAY + NAMED_FOR + 1);
    let left: Vec<_> = after.named.iter().map(|it| (it.home, it.by_own)).collect();
    assert_eq!(left, [(small.household(8), 3)]);
}

#[test]
fn whoever_moved_in_after_is_not_meant_by_what_was_said_of_those_before() {
    let mut small = estate(20);
    let before = small.household(8);
    let talk = talked_to(&small.state(), before, TODAY);
    organise(&mut small, talk);
    assert_eq!(on(&small, 0).named.len(), 1);
    small.say(
        VERA,
        Role::Volunteer,
        0,
        Fact::Moved {},
        vec![before.into()],
    );
    assert!(on(&small, 0).named.is_empty());
}

#[test]
fn must_not_2_nobody_named_has_a_score_a_reason_or_a_place_across_the_estate() {
    let fields = |source: &'static str, of: &str| -> Vec<&'static str> {
        let (_, body) = source.split_once(&format!("pub struct {of} {{")).unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        let fields = body
            .lines()
            .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "));
        fields.map(|(name, _)| name).collect()
    };
    // Another field is another thing that is said of somebody who was not at the door: it is to be thought
    // about here.
    let named = include_str!("named.rs");
    assert_eq!(
        fields(named, "Named"),
        ["home", "door", "by_own", "by_others", "step"]
    );
    assert_eq!(fields(named, "Unknown"), ["whom", "by", "dots"]);
    // Whom somebody named is all that is recorded of it.
    let kinds = include_str!("../../canvass/fact/mod.rs");
    let (_, nomination) = kinds.split_once("NOMINATION Nomination {").unwrap();
    let (nomination, _) = nomination.split_once("\n    }").unwrap();
    let said = nomination.lines().map(str::trim);
    let said: Vec<&str> = said
        .filter(|line| !line.is_empty() && !line.starts_with("///"))
        .collect();
    assert_eq!(said, ["whom: String,"]);
    // Of two stairs the one where somebody is named most stands where it stands on the estate.
    let mut small = estate(20);
    for place in [1, 2, 3] {
        name(&mut small, place, "Flat 9");
    }
    for place in 21..30 {
        name(&mut small, place, "Flat 1");
    }
    let all: Vec<(StairId, usize)> = leaders(&small.state(), TODAY)
        .into_iter()
        .map(|(stair, of)| (stair, of.named[0].by_own))
        .collect();
    assert_eq!(all, [(small.stair(0), 3), (small.stair(1), 9)]);
}
