//! Registers: what visible writes come to.

use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, Value};
use stairwell::canvass::id::Id;
use stairwell::canvass::register::{Reading, disagreements, read};

use super::*;

fn about() -> [Id; 2] {
    [household(), question()]
}

fn reading(runs: &[Written]) -> Reading {
    read(&fold(runs), Kind::ANSWER, &about())
}

#[test]
fn a_register_nobody_wrote_is_empty() {
    assert_eq!(reading(&[]), Reading::Empty);
    assert_eq!(read(&fold(&[]), Kind::ANSWER, &[]), Reading::Empty);
}

#[test]
fn two_phones_that_never_met_meet_in_a_disagreement() {
    let (a, b) = (volunteer(1), volunteer(2));
    let runs = [
        a.says(1, &answer(Value::Yes), &about(), &[]),
        b.says(1, &answer(Value::No), &about(), &[]),
    ];
    let versions = vec![(Value::Yes, vec![a.dot(1)]), (Value::No, vec![b.dot(1)])];
    assert_eq!(reading(&runs), Reading::Disagreement(versions.clone()));
    assert_eq!(
        disagreements(&fold(&runs)),
        [(Kind::ANSWER, about().to_vec(), versions)]
    );
}

#[test]
fn equal_values_are_no_disagreement_and_the_next_write_strikes_both() {
    let (a, b, c) = (volunteer(1), volunteer(2), volunteer(3));
    let words = |words: &str| answer(Value::Words(words.into()));
    let mut runs = vec![
        a.says(1, &words("The lift"), &about(), &[]),
        b.says(1, &words(" the  LIFT "), &about(), &[]),
    ];
    let both = Reading::Agreed(Value::Words("The lift".into()), vec![a.dot(1), b.dot(1)]);
    assert_eq!(reading(&runs), both);
    assert_eq!(disagreements(&fold(&runs)), []);
    runs.push(c.says(1, &answer(Value::No), &about(), &both.dots()));
    assert_eq!(reading(&runs), Reading::Agreed(Value::No, vec![c.dot(1)]));
}

#[test]
fn questions_and_households_are_registers_of_their_own() {
    let (a, b) = (volunteer(1), volunteer(2));
    let other = stairwell::canvass::id::QuestionId(a.dot(77)).into();
    let runs = [
        a.says(1, &answer(Value::Yes), &about(), &[]),
        b.says(1, &answer(Value::No), &[household(), other], &[]),
        b.says(2, &answer(Value::No), &[household()], &[]),
    ];
    assert_eq!(reading(&runs), Reading::Agreed(Value::Yes, vec![a.dot(1)]));
    assert_eq!(disagreements(&fold(&runs)), []);
}

#[test]
fn settling_strikes_every_version_and_holds() {
    let (a, b, lead) = (volunteer(1), volunteer(2), organiser(3));
    let mut runs = vec![
        a.says(1, &answer(Value::Yes), &about(), &[]),
        b.says(1, &answer(Value::No), &about(), &[]),
    ];
    let over = reading(&runs).dots();
    runs.push(lead.says(1, &answer(Value::No), &about(), &over));
    assert_eq!(
        reading(&runs),
        Reading::Agreed(Value::No, vec![lead.dot(1)])
    );
}

#[test]
fn settled_twice_at_once_the_same_way_is_settled_and_differently_is_not() {
    let (a, b, one, two) = (volunteer(1), volunteer(2), organiser(3), organiser(4));
    let before = [
        a.says(1, &answer(Value::Yes), &about(), &[]),
        b.says(1, &answer(Value::No), &about(), &[]),
    ];
    let over = [a.dot(1), b.dot(1)];
    for (second, agreed) in [(Value::No, true), (Value::Yes, false)] {
        let mut runs = before.to_vec();
        runs.push(one.says(1, &answer(Value::No), &about(), &over));
        runs.push(two.says(1, &answer(second), &about(), &over));
        let reading = reading(&runs);
        assert_eq!(matches!(reading, Reading::Agreed(..)), agreed);
        assert_eq!(reading.dots(), [one.dot(1), two.dot(1)]);
    }
}

#[test]
fn undoing_an_answer_writes_the_former_one_over_it() {
    let (a, b) = (volunteer(1), volunteer(2));
    let runs = [
        a.says(1, &answer(Value::Yes), &about(), &[]),
        a.says(2, &answer(Value::No), &about(), &[a.dot(1)]),
        a.says(3, &answer(Value::Yes), &about(), &[a.dot(2)]),
        // Somebody who had seen only the first: beside the third, no false disagreement.
        b.says(1, &answer(Value::Yes), &about(), &[a.dot(1)]),
    ];
    assert_eq!(
        reading(&runs),
        Reading::Agreed(Value::Yes, vec![a.dot(3), b.dot(1)])
    );
}

#[test]
fn a_body_of_another_shape_is_no_version() {
    let (a, b) = (volunteer(1), volunteer(2));
    let runs = [
        a.says(1, &answer(Value::Yes), &about(), &[]),
        b.writes(1, NOW, Kind::ANSWER, &about(), &[], vec![0xff; 3]),
    ];
    assert_eq!(reading(&runs), Reading::Agreed(Value::Yes, vec![a.dot(1)]));
}

#[test]
fn a_plain_fact_and_an_answer_about_the_same_ids_are_two_registers() {
    let (a, b) = (volunteer(1), volunteer(2));
    let runs = [
        a.says(1, &answer(Value::Yes), &about(), &[]),
        b.says(1, &Fact::PlainFact { value: Value::No }, &about(), &[]),
    ];
    assert_eq!(reading(&runs), Reading::Agreed(Value::Yes, vec![a.dot(1)]));
    assert_eq!(disagreements(&fold(&runs)), []);
}

#[test]
fn values_that_mean_the_same_are_one_however_they_were_written() {
    let (a, b) = (volunteer(1), volunteer(2));
    let words = |words: &str| Value::Words(words.into());
    for (one, other, same) in [
        (words("The lift"), words("the LIFT"), true),
        (words("The lift"), words("  The \t lift\n"), true),
        (words("The lift"), words("The lifts"), false),
        (words(""), words("  "), true),
        (Value::Choices(vec![3, 1]), Value::Choices(vec![1, 3]), true),
        (
            Value::Choices(vec![1, 3]),
            Value::Choices(vec![1, 3, 3, 1]),
            true,
        ),
        (Value::Choices(vec![1, 3]), Value::Choices(vec![1]), false),
        (Value::Choices(vec![1]), Value::Choice(1), false),
        (Value::Number(1), Value::Scale(1), false),
        (Value::No, Value::WouldNotSay, false),
    ] {
        let runs = [
            a.says(1, &answer(one.clone()), &about(), &[]),
            b.says(1, &answer(other.clone()), &about(), &[]),
        ];
        let agreed = matches!(reading(&runs), Reading::Agreed(..));
        assert_eq!(agreed, same, "{one:?} and {other:?}");
        assert_eq!(disagreements(&fold(&runs)).is_empty(), same);
        assert_eq!(
            reading(&runs).dots(),
            [a.dot(1), b.dot(1)],
            "whose they are"
        );
    }
}
