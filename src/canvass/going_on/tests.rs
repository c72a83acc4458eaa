//! Talks that were left, and how they go on.

use super::super::author::Role;
use super::super::conversation::{Asked, conversation, script_of};
use super::super::dot::LogId;
use super::super::draft::{self, Draft};
use super::super::fact::Outcome;
use super::super::script::{Next, Stage, Step};
use super::super::small::{NOW, Small};
use super::super::stream::Stream;
use super::*;

const ME: u8 = 3;
const ELSE: u8 = 4;

fn dot(seq: u64) -> Dot {
    Dot {
        log: LogId([1; 8]),
        seq,
    }
}

/// Three questions; "no" to the first leads to the third. The missing ones are not here yet, and the second is
/// whose door they would knock on where `names`.
fn script(missing: &[usize], names: bool) -> Script {
    let mut first = Step::straight_on();
    first.branches.push((Value::No, Next::Question(2)));
    let asked = |n: usize| Asked {
        id: QuestionId(dot(n as u64)),
        words: String::new(),
        answers: match names && n == 1 {
            true => AnswerKind::Nomination,
            false => AnswerKind::YesNo,
        },
    };
    Script {
        version: 1,
        title: String::new(),
        stage: Stage::Listen,
        questions: (0..3)
            .map(|n| (!missing.contains(&n)).then(|| asked(n)))
            .collect(),
        steps: vec![first, Step::straight_on(), Step::straight_on()],
    }
}

fn recorded(answers: &[(u64, Value)]) -> Vec<Recorded> {
    let one = |(question, value): &(u64, Value)| Recorded {
        dot: dot(100),
        fact: Fact::Answer {
            value: value.clone(),
            script: 1,
        },
        about: vec![QuestionId(dot(*question)).into()],
    };
    answers.iter().map(one).collect()
}

fn talk(before: &[(u64, Value)], now: &[(u64, Value)]) -> Conversation {
    Conversation {
        began: dot(50),
        recorded: recorded(now),
        before: recorded(before),
    }
}

#[test]
fn a_talk_goes_on_after_the_last_answer_by_the_branch_it_took() {
    let script = script(&[], false);
    let at = |now: &[(u64, Value)]| goes_on(Some(&script), Some(&talk(&[], now)), Whose::Household);
    assert_eq!(at(&[]), (Some(0), vec![]));
    assert_eq!(at(&[(0, Value::Yes)]), (Some(1), vec![0]));
    assert_eq!(at(&[(0, Value::No)]), (Some(2), vec![0]));
    assert_eq!(at(&[(1, Value::Yes)]), (Some(2), vec![0, 1]));
    assert_eq!(at(&[(2, Value::No)]), (None, vec![0, 1, 2]));
}

#[test]
fn without_a_script_there_is_only_the_end() {
    assert_eq!(goes_on(None, None, Whose::Household), (None, vec![]));
}

#[test]
fn a_question_that_is_not_here_is_passed_over() {
    let script = script(&[0, 1], false);
    let at = goes_on(Some(&script), None, Whose::Household);
    assert_eq!(at, (Some(2), vec![]));
    assert_eq!(following(&script, 0, None), Some(2));
    assert_eq!(following(&script, 2, None), None);
}

#[test]
fn another_time_it_goes_on_at_the_first_question_that_was_not_answered() {
    use Value::{No, Yes};
    let script = script(&[], false);
    let at = |before: &[(u64, Value)], now: &[(u64, Value)]| {
        goes_on(Some(&script), Some(&talk(before, now)), Whose::Household)
    };
    assert_eq!(at(&[(0, Yes)], &[]), (Some(1), vec![0]));
    // One that was passed over is asked again, and what came behind it stands.
    assert_eq!(at(&[(0, Yes), (2, Yes)], &[]), (Some(1), vec![0]));
    assert_eq!(at(&[(0, Yes), (2, Yes)], &[(1, No)]), (Some(2), vec![0, 1]));
    // Nothing was left open: whoever talks again begins anew, and sees what was said.
    assert_eq!(at(&[(0, No), (2, Yes)], &[]), (Some(0), vec![]));
    let whole = talk(&[(0, No), (2, Yes)], &[(0, Yes)]);
    let answers = whole.answers_of(Whose::Household);
    assert_eq!(answers.get(&QuestionId(dot(0))), Some(&Yes));
    assert_eq!(answers.get(&QuestionId(dot(2))), Some(&Yes));
}

#[test]
fn whom_they_named_is_sealed_and_counts_as_passed_once_something_behind_it_is_answered() {
    let script = script(&[], true);
    let at = |before: &[(u64, Value)]| {
        goes_on(Some(&script), Some(&talk(before, &[])), Whose::Household).0
    };
    assert_eq!(at(&[(0, Value::Yes)]), Some(1));
    assert_eq!(at(&[(2, Value::Yes)]), Some(0));
    // All of it was answered.
    assert_eq!(at(&[(0, Value::Yes), (2, Value::Yes)]), Some(0));
}

/// A script of two questions on the board; the ids of both.
fn asked(small: &mut Small, version: u32) -> [QuestionId; 2] {
    let question = |small: &mut Small, words: &str| {
        let fact = Fact::Question {
            words: words.into(),
            answers: AnswerKind::YesNo,
        };
        QuestionId(small.board(fact, vec![]))
    };
    let both = [
        question(small, "Is it damp?"),
        question(small, "Come back?"),
    ];
    let fact = Fact::Script {
        version,
        title: "Listening".into(),
        stage: Stage::Listen,
        steps: vec![Step::straight_on(); 2],
    };
    small.board(fact, both.map(Into::into).to_vec());
    both
}

fn knocks(small: &mut Small, by: u8, outcome: Outcome) {
    let stream = Stream::Stair(small.stair(0));
    for draft in draft::knock(stream, small.door(0), small.household(0), outcome) {
        small.record(by, Role::Volunteer, draft);
    }
}

fn answers(small: &mut Small, by: u8, question: QuestionId, version: u32) {
    let state = small.state();
    let stream = Stream::Stair(small.stair(0));
    let draft = draft::answer(
        &state,
        stream,
        small.household(0),
        question,
        Value::Yes,
        version,
    );
    small.record(by, Role::Volunteer, draft);
}

fn left(small: &Small, by: u8) -> bool {
    was_left(&small.state(), small.door(0), PersonId([by; 16]), small.now)
}

#[test]
fn a_talk_that_was_left_is_offered_to_whoever_left_it_until_it_is_whole() {
    let mut small = Small::new(1);
    let [damp, back] = asked(&mut small, 1);
    knocks(&mut small, ME, Outcome::Spoke);
    assert!(!left(&small, ME), "nothing was answered");
    answers(&mut small, ME, damp, 1);
    knocks(&mut small, ME, Outcome::ComeBack);
    small.now += 3 * 86_400;
    assert!(left(&small, ME));
    assert!(!left(&small, ELSE), "it is nobody else's");
    knocks(&mut small, ME, Outcome::Spoke);
    answers(&mut small, ME, back, 1);
    assert!(!left(&small, ME));
}

#[test]
fn it_is_no_longer_offered_once_other_questions_are_asked_others_live_there_or_it_is_hidden() {
    let begun = || {
        let mut small = Small::new(1);
        let [damp, _] = asked(&mut small, 1);
        knocks(&mut small, ME, Outcome::Spoke);
        answers(&mut small, ME, damp, 1);
        small.now += 86_400;
        small
    };
    assert!(left(&begun(), ME));
    let mut small = begun();
    asked(&mut small, 2);
    assert!(!left(&small, ME), "another version is asked");
    for fact in [Fact::Moved {}, Fact::Hidden {}] {
        let mut small = begun();
        let about = vec![small.household(0).into()];
        small.say(ELSE, Role::Volunteer, 0, fact.clone(), about);
        assert!(!left(&small, ME), "{fact:?}");
    }
}

#[test]
fn gone_on_with_another_evening_what_was_said_stands_and_is_written_over() {
    let mut small = Small::new(1);
    let [damp, back] = asked(&mut small, 1);
    knocks(&mut small, ME, Outcome::Spoke);
    answers(&mut small, ME, damp, 1);
    small.now += 86_400;
    knocks(&mut small, ME, Outcome::Spoke);
    let me = PersonId([ME; 16]);
    let read = |small: &Small| {
        let state = small.state();
        let talk = conversation(&state, small.door(0), me).unwrap();
        let script = script_of(&state, Some(&talk), me, small.now).unwrap();
        let talk = talk.going_on(&state, small.household(0), me, script.version);
        (goes_on(Some(&script), Some(&talk), Whose::Household), talk)
    };
    let (at, talk) = read(&small);
    assert_eq!(at, (Some(1), vec![0]));
    assert_eq!(talk.answers().get(&damp), Some(&Value::Yes));
    assert!(talk.recorded.is_empty());

    // Somebody else's word over it is theirs, and no longer part of this talk.
    let no = |small: &Small, by: u8| -> (u8, Draft) {
        let stream = Stream::Stair(small.stair(0));
        let state = small.state();
        (
            by,
            draft::answer(&state, stream, small.household(0), damp, Value::No, 1),
        )
    };
    let mut others = small.clone();
    let (by, draft) = no(&others, ELSE);
    others.record(by, Role::Volunteer, draft);
    assert_eq!(read(&others).1.answers().get(&damp), None);

    let (by, draft) = no(&small, ME);
    small.record(by, Role::Volunteer, draft);
    answers(&mut small, ME, back, 1);
    let (at, talk) = read(&small);
    assert_eq!(at, (None, vec![0, 1]));
    assert_eq!(talk.answers().get(&damp), Some(&Value::No));
    assert!(talk.before.is_empty(), "what was written over is gone");
    assert!(small.now > NOW);
}
