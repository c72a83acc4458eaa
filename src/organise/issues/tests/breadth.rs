//! R5.1, and what must not be counted.

use super::*;
use crate::canvass::fact::Outcome;
use crate::canvass::id::ResidentId;
use crate::canvass::whose::Whose;
use crate::organise::estates::{estates, put};

#[test]
fn r5_1_forty_mentions_at_one_door_rank_below_one_at_each_of_ten() {
    let mut estate = Estate::new(20);
    let stair = 0;
    // Forty who live behind one door each say the lift, at length.
    for n in 0..40 {
        let name = format!("Resident {n}");
        let about = vec![estate.small.household(15).into()];
        let fact = Fact::Resident { name };
        let resident = estate.small.say(VERA, Role::Volunteer, stair, fact, about);
        let whose = Whose::Resident(ResidentId(resident));
        let home = estate.small.household(15);
        estate.hears(
            15,
            whose.answers(home, estate.issues),
            Value::Choices(vec![LIFT]),
        );
        let words = Value::Words(format!(
            "The lift, the lift, the lift! {}",
            "Again! ".repeat(n)
        ));
        estate.hears(15, whose.answers(home, estate.words), words);
    }
    for place in 0..10 {
        estate.raises(place, DAMP);
    }
    let issues = estate.read();
    assert_eq!(list(&issues)[0], ("Damp and mould", 10));
    assert!(list(&issues).contains(&("The lift", 1)));
    assert_eq!(issues.spoken(), 11);
}

#[test]
fn r5_1_breadth_is_of_homes_stairs_tenures_and_languages_and_depth_no_average() {
    let mut estate = Estate::new(10);
    for (place, tenure) in [
        (0, "council"),
        (1, "council"),
        (2, "private"),
        (10, "private"),
    ] {
        estate.raises(place, DAMP);
        estate.held(place, tenure);
    }
    let stream = Stream::Stair(estate.small.stair(0));
    let home = estate.small.household(0);
    let draft = speaks(&estate.small.state(), stream, home, "bn");
    estate.small.record(VERA, Role::Volunteer, draft);
    estate.would(0, Depth::WouldAct);
    estate.would(1, Depth::Grumble);
    estate.would(10, Depth::WouldAct);
    // Somebody was spoken to and asked nothing; nobody came elsewhere.
    for (place, outcome) in [(5, Outcome::Spoke), (6, Outcome::NotHome)] {
        let knock = Fact::Knock {
            outcome,
            by: None,
            when: None,
        };
        let door = vec![estate.small.door(place).into()];
        estate.small.say(VERA, Role::Volunteer, 0, knock, door);
    }
    let issues = estate.read();
    assert_eq!((issues.spoken(), issues.unknown()), (5, 1));
    assert_eq!(issues.homes.len(), 20);
    let damp = &issues.heard[0];
    assert_eq!(damp.breadth.homes.len(), 4);
    let stairs = [(estate.small.stair(0), 3), (estate.small.stair(1), 1)];
    assert_eq!(damp.breadth.stairs.known, BTreeMap::from(stairs));
    let tenures = [("council".to_string(), 2), ("private".to_string(), 2)];
    assert_eq!(damp.breadth.tenures.known, BTreeMap::from(tenures));
    assert_eq!(
        damp.breadth.languages.known,
        BTreeMap::from([("bn".into(), 1)])
    );
    assert_eq!(damp.breadth.languages.unknown, 3);
    // Two of the three asked would act; of one nobody knows. A mean would make them the middle.
    assert_eq!(
        (damp.deep.would_act(), damp.deep.asked(), damp.deep.unknown),
        (2, 3, 1)
    );
    assert_eq!(damp.deep.at(Depth::Matters), 0);
}

#[test]
fn must_not_5_neither_how_much_is_said_nor_how_angrily_changes_the_order() {
    let order = |lift: &str, bus: &str| {
        let mut estate = Estate::new(10);
        let ids = [(0..3, lift), (3..5, bus)].map(|(homes, words)| {
            for place in homes {
                estate.says(place, words);
            }
            words.to_lowercase()
        });
        let [lift, bus] = ids;
        estate.issue("The lift", &[&lift]);
        estate.issue("The bus", &[&bus]);
        let issues = estate.read();
        let all = list(&issues).into_iter();
        all.map(|(name, homes)| (name.to_string(), homes))
            .collect::<Vec<_>>()
    };
    let plain = order("lift", "bus");
    assert_eq!(plain, [("The lift".into(), 3), ("The bus".into(), 2)]);
    let furious =
        "It is a disgrace, an outrage! We are all furious, and afraid, and it is hateful!";
    let content = "quite lovely, thank you";
    for (lift, bus) in [
        ("lift", furious),
        (furious, "bus"),
        (content, furious),
        ("lift", content),
    ] {
        assert_eq!(order(lift, bus), plain);
    }
}

#[test]
fn of_as_many_homes_more_who_would_act_come_first() {
    let mut estate = Estate::new(10);
    for place in 0..3 {
        estate.raises(place, DAMP);
        estate.raises(place + 3, LIFT);
    }
    assert_eq!(
        list(&estate.read()),
        [("Damp and mould", 3), ("The lift", 3)]
    );
    estate.would(4, Depth::WouldAct);
    assert_eq!(
        list(&estate.read()),
        [("The lift", 3), ("Damp and mould", 3)]
    );
}

#[test]
fn what_residents_say_in_their_own_words_is_raised_without_anybody_having_offered_it() {
    let mut estate = Estate::new(10);
    estate.says(0, "A bus after ten");
    estate.says(1, "a  bus after TEN");
    estate.raises(2, DAMP);
    assert_eq!(
        list(&estate.read()),
        [("A bus after ten", 2), ("Damp and mould", 1)]
    );
}

#[test]
fn what_a_neighbour_says_a_hidden_household_or_those_who_moved_out_is_raised_by_nobody() {
    let mut estate = Estate::new(10);
    let neighbours = Whose::Neighbour.answers(estate.small.household(0), estate.issues);
    estate.hears(0, neighbours, Value::Choices(vec![DAMP]));
    estate.raises(1, DAMP);
    estate.raises(2, DAMP);
    estate.raises(3, DAMP);
    assert_eq!(list(&estate.read()), [("Damp and mould", 3)]);
    let hidden = vec![estate.small.household(1).into()];
    estate
        .small
        .say(VERA, Role::Volunteer, 0, Fact::Hidden {}, hidden);
    let moved = vec![estate.small.household(2).into()];
    estate
        .small
        .say(VERA, Role::Volunteer, 0, Fact::Moved {}, moved);
    let issues = estate.read();
    assert_eq!(list(&issues), [("Damp and mould", 1)]);
    assert_eq!((issues.spoken(), issues.homes.len()), (1, 20));
}

#[test]
fn a_home_that_two_phones_heard_differently_on_one_evening_is_not_counted_and_not_known() {
    let mut estate = Estate::new(10);
    estate.raises(0, DAMP);
    estate.raises(1, DAMP);
    let about: Vec<Id> = vec![estate.small.household(1).into(), estate.issues.into()];
    let fact = Fact::Answer {
        value: Value::Choices(vec![LIFT]),
        script: 1,
    };
    estate.small.say(8, Role::Volunteer, 0, fact, about);
    let issues = estate.read();
    assert_eq!(list(&issues), [("Damp and mould", 1)]);
    assert!(
        !issues
            .homes
            .iter()
            .any(|home| home.raised.contains_key("the lift"))
    );
}

#[test]
fn answers_under_an_earlier_version_and_a_script_of_words_alone_are_read_and_no_other_question() {
    let mut estate = Estate::new(10);
    estate.raises(0, DAMP);
    let other = Fact::Question {
        words: "Which evenings suit you?".into(),
        answers: AnswerKind::Choices(vec!["Monday".into()]),
    };
    let other = QuestionId(estate.small.board(other, vec![]));
    let plain = Fact::Question {
        words: "What would you change?".into(),
        answers: AnswerKind::Words,
    };
    let plain = QuestionId(estate.small.board(plain, vec![]));
    for (version, questions) in [
        (2, vec![estate.issues.into(), other.into()]),
        (3, vec![plain.into()]),
    ] {
        let script = Fact::Script {
            version,
            title: "Later".into(),
            stage: ScriptStage::Listen,
            steps: vec![Asks::straight_on(); questions.len()],
        };
        estate.small.board(script, questions);
    }
    estate.answers(1, other, Value::Choices(vec![0]));
    estate.answers(2, plain, Value::Words("damp and  mould".into()));
    assert_eq!(list(&estate.read()), [("Damp and mould", 2)]);
}

#[test]
fn how_widely_something_is_raised_on_an_estate_is_of_the_homes_spoken_to_there() {
    let mut estate = Estate::new(4);
    for (place, choice) in [(0, DAMP), (1, DAMP), (2, LIFT), (4, DAMP)] {
        estate.raises(place, choice);
    }
    estate.would(0, Depth::WouldAct);
    estate.would(4, Depth::Grumble);
    let small = &mut estate.small;
    for draft in put(&small.state(), [small.block(0)], "Heron") {
        small.record(ORGANISER, Role::Organiser, draft);
    }
    let state = small.state();
    let all = estates(&state).into_iter().map(Extent::Estate);
    let read = |of: &Extent| {
        let issues = Issues::read_of(&state, of, Tonight::in_utc(NOW));
        let raise: BTreeMap<String, (usize, usize)> = (issues.heard.iter())
            .map(|it| {
                (
                    it.name.clone(),
                    (it.breadth.homes.len(), it.deep.would_act()),
                )
            })
            .collect();
        (issues.homes.len(), issues.spoken(), raise)
    };
    let parts: Vec<_> = all.map(|of| read(&of)).collect();
    let raise = |of: &[(&str, (usize, usize))]| -> BTreeMap<String, (usize, usize)> {
        of.iter().map(|(name, n)| (name.to_string(), *n)).collect()
    };
    let heron = raise(&[("Damp and mould", (2, 1)), ("The lift", (1, 0))]);
    assert_eq!(parts[0], (4, 3, heron));
    assert_eq!(parts[1], (4, 1, raise(&[("Damp and mould", (1, 0))])));
    let whole = raise(&[("Damp and mould", (3, 1)), ("The lift", (1, 0))]);
    assert_eq!(read(&Extent::Campaign), (8, 4, whole));
}
