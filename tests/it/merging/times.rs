//! Times are for people: between the log's certificate and the first count, whoever's clock it is.

use stairwell::canvass::dot::Dot;
use stairwell::canvass::estate;
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{HeadId, Id};

use super::*;

const IN_2035: i64 = 2_050_000_000;

fn counted(by: &Log, seq: u64, at: i64, heads: &[Dot]) -> Written {
    let fact = Fact::Counted {
        hashes: vec![[0; 32]; heads.len()],
    };
    let about: Vec<Id> = heads.iter().map(|dot| HeadId(*dot).into()).collect();
    by.says_at(at, seq, &fact, &about, &[])
}

fn attempt(outcome: Outcome, when: Option<i64>) -> Fact {
    Fact::Knock {
        outcome,
        by: None,
        when,
    }
}

fn last_outcome(state: &State) -> Option<Outcome> {
    estate::knocks(state, door())
        .last()
        .map(|knock| knock.outcome)
}

#[test]
fn an_event_is_shown_no_later_than_the_first_count_that_covers_it() {
    let (a, lead, other) = (volunteer(1), organiser(2), organiser(3));
    let runs = [
        a.says_at(IN_2035, 1, &note(), &[household()], &[]),
        a.says_at(IN_2035, 2, &note(), &[household()], &[]),
        counted(&lead, 1, 3_000, &[a.dot(1)]),
        counted(&lead, 2, 9_000, &[a.dot(2)]),
        counted(&other, 1, 5_000, &[a.dot(2)]),
    ];
    let state = fold(&runs);
    assert_eq!(state.happened_at(a.dot(1)), Some(3_000));
    assert_eq!(state.happened_at(a.dot(2)), Some(5_000));
    let head_alone = [&runs[..2], &runs[4..]].concat();
    assert_eq!(
        fold(&head_alone).happened_at(a.dot(1)),
        Some(5_000),
        "a head covers what is before it"
    );
    assert_eq!(
        fold(&runs[..2]).happened_at(a.dot(1)),
        Some(IN_2035),
        "nobody has counted it"
    );
}

#[test]
fn only_an_organisers_count_bounds_a_time_and_only_from_its_own_certificate_on() {
    let (a, b) = (volunteer(1), volunteer(2));
    let mut lead = organiser(3);
    lead.author.issued = 4_000;
    let mut runs = vec![
        a.says_at(IN_2035, 1, &note(), &[household()], &[]),
        counted(&b, 1, 2_000, &[a.dot(1)]),
    ];
    assert_eq!(fold(&runs).happened_at(a.dot(1)), Some(IN_2035));
    runs.push(counted(&lead, 1, 10, &[a.dot(1)]));
    assert_eq!(fold(&runs).happened_at(a.dot(1)), Some(4_000));
}

/// The clock attack: a phone whose clock is years ahead must not hold the door.
#[test]
fn a_knock_from_2035_yields_to_the_next_evenings_once_it_is_counted() {
    let (ahead, honest, lead) = (volunteer(1), volunteer(2), organiser(3));
    for when in [None, Some(IN_2035)] {
        let mut runs = vec![ahead.says_at(
            IN_2035,
            1,
            &attempt(Outcome::NotHome, when),
            &[door().into()],
            &[],
        )];
        runs.push(counted(&lead, 1, 3_000, &[ahead.dot(1)]));
        let spoke = attempt(Outcome::Spoke, None);
        runs.push(honest.says_at(4_000, 1, &spoke, &[door().into()], &[]));
        assert_eq!(last_outcome(&fold(&runs)), Some(Outcome::Spoke), "{when:?}");
    }
}

#[test]
fn no_time_that_can_be_written_is_too_large_to_show() {
    let a = volunteer(1);
    for at in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
        for offset in [i32::MIN, -1, 0, 1, i32::MAX] {
            for when in [None, Some(i64::MIN), Some(i64::MAX)] {
                let knocked = attempt(Outcome::NotHome, when);
                let mut run = a.says_at(at, 1, &knocked, &[door().into()], &[]);
                run.offset = offset;
                let state = State::fold(&[run]);
                assert_eq!(estate::knocks(&state, door()).len(), 1);
            }
        }
    }
}

#[test]
fn what_was_entered_later_keeps_the_time_it_happened() {
    let a = volunteer(1);
    let on_paper = attempt(Outcome::Spoke, Some(300));
    let runs = [a.says_at(9_000, 1, &on_paper, &[door().into()], &[])];
    let knocks = estate::knocks(&fold(&runs), door());
    assert_eq!(knocks[0].at, 300);
}

/// A head is named elsewhere too: where a shift ended, say. That is not somebody who has it.
#[test]
fn only_a_count_bounds_a_time() {
    let (a, lead) = (volunteer(1), organiser(2));
    let head: Id = HeadId(a.dot(1)).into();
    let runs = [
        a.says_at(IN_2035, 1, &note(), &[household()], &[]),
        lead.says_at(3_000, 1, &strike(), &[head], &[]),
    ];
    assert_eq!(fold(&runs).happened_at(a.dot(1)), Some(IN_2035));
}
