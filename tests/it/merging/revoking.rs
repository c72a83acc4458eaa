//! Devices cut off: by whom, where, and what that does to what they wrote.

use stairwell::canvass::author::{CertificateId, Role};
use stairwell::canvass::dot::Dot;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::{Counted, State};
use stairwell::canvass::id::{HeadId, Id};
use stairwell::canvass::stream::Stream;

use super::*;

fn head(dot: Dot) -> Id {
    HeadId(dot).into()
}

fn revoked(by: &Log, seq: u64, device: CertificateId, heads: &[Id]) -> Written {
    by.says(seq, &Fact::Revoked { device }, heads, &[])
}

fn notes(by: &Log, count: u64) -> Vec<Written> {
    (1..=count)
        .map(|seq| by.says(seq, &note(), &[household()], &[]))
        .collect()
}

/// How many of a log's events count.
fn counted(runs: &[Written], log: &Log) -> u64 {
    fold(runs).log(log.id).map_or(0, |log| log.head)
}

#[test]
fn what_is_past_the_cut_off_does_not_count_and_what_is_before_does() {
    let (lead, a) = (board(1), volunteer(2));
    let mut runs = notes(&a, 3);
    runs.push(revoked(&lead, 1, a.author.device, &[head(a.dot(2))]));
    assert_eq!(counted(&runs, &a), 2);
    assert_eq!(
        seen(&runs, &[a.dot(1), a.dot(2), a.dot(3)]),
        [true, true, false]
    );
    assert!(fold(&runs).is_revoked(&a.author));
}

#[test]
fn a_log_nobody_named_does_not_count_at_all() {
    let (lead, a) = (board(1), volunteer(2));
    let other = volunteer(3).same_device(&a);
    let mut runs = notes(&a, 1);
    runs.extend(notes(&other, 1));
    runs.push(revoked(&lead, 1, a.author.device, &[head(a.dot(1))]));
    assert_eq!((counted(&runs, &a), counted(&runs, &other)), (1, 0));
}

#[test]
fn the_highest_cut_off_counts_so_that_a_mistake_is_mended() {
    let (lead, a) = (board(1), volunteer(2));
    let mut runs = notes(&a, 3);
    runs.push(revoked(&lead, 1, a.author.device, &[head(a.dot(3))]));
    runs.push(revoked(&lead, 2, a.author.device, &[head(a.dot(1))]));
    assert_eq!(counted(&runs, &a), 3);
}

#[test]
fn of_two_who_name_a_cut_off_the_higher_counts() {
    let (one, two, a) = (board(1), board(4), volunteer(2));
    let mut runs = notes(&a, 3);
    runs.push(revoked(&one, 1, a.author.device, &[head(a.dot(1))]));
    runs.push(revoked(&two, 1, a.author.device, &[head(a.dot(2))]));
    assert_eq!(counted(&runs, &a), 2);
}

#[test]
fn a_first_cut_off_for_a_log_lets_in_what_had_waited() {
    let (lead, a) = (board(1), volunteer(2));
    let mut state = State::default();
    let mut runs = vec![revoked(&lead, 1, a.author.device, &[])];
    assert_eq!(state.add(&runs[0]), Counted::FoldAgain);
    runs.extend(notes(&a, 2));
    runs.push(revoked(&lead, 2, a.author.device, &[head(a.dot(2))]));
    state = State::fold(&runs[..3]);
    assert_eq!(state.log(a.id).map_or(0, |log| log.head), 0);
    assert_eq!(state.add(&runs[3]), Counted::FoldAgain);
    assert_eq!(counted(&runs, &a), 2);
}

/// Down the tree, never up or across.
#[test]
fn an_organiser_cuts_off_those_below_and_no_others() {
    let top = board(1).appointed(10);
    let left = board(2).below(&[&top]).appointed(10);
    let right = board(3).below(&[&top]).appointed(10);
    let below_left = board(4).below(&[&top, &left]).appointed(10);
    for (by, of, may) in [
        (&top, &left, true),
        (&top, &below_left, true),
        (&left, &below_left, true),
        (&left, &top, false),
        (&left, &right, false),
        (&right, &below_left, false),
        (&below_left, &left, false),
        (&left, &left, false),
        (&top, &top, false),
    ] {
        let stair_log = organiser(9).same_device(of);
        let mut runs = notes(&stair_log, 1);
        runs.push(revoked(by, 1, of.author.device, &[]));
        assert_eq!(
            counted(&runs, &stair_log) == 0,
            may,
            "{:?} of {:?}",
            by.id,
            of.id
        );
    }
}

#[test]
fn any_organiser_cuts_off_any_volunteer_or_trainer_and_no_volunteer_anybody() {
    let right = board(3).below(&[&board(1)]);
    for role in [Role::Volunteer, Role::Trainer] {
        let a = log(7, role, stair()).below(&[&board(2)]);
        let mut runs = notes(&a, 1);
        runs.push(revoked(&right, 1, a.author.device, &[]));
        assert_eq!(counted(&runs, &a), 0, "{role:?}");
    }
    let trainer = log(5, Role::Trainer, Stream::Board);
    let a = volunteer(6).below(&[&trainer]);
    let mut runs = notes(&a, 1);
    runs.push(revoked(&trainer, 1, a.author.device, &[]));
    assert_eq!(counted(&runs, &a), 1, "a trainer writes nothing there");
}

/// The words make a new organiser, who is beside the stolen phone and below nobody.
#[test]
fn whoever_comes_back_by_the_words_outranks_a_stolen_phone_and_all_below_it() {
    let stolen = board(1).appointed(10);
    let below = board(2).below(&[&stolen]).appointed(10);
    let back = board(3).appointed(20);
    for of in [&stolen, &below] {
        let stair_log = organiser(9).same_device(of);
        let mut runs = notes(&stair_log, 1);
        runs.push(revoked(&back, 1, of.author.device, &[]));
        assert_eq!(counted(&runs, &stair_log), 0, "{:?}", of.id);
        let back_again = organiser(8).same_device(&back);
        let mut runs = notes(&back_again, 1);
        runs.push(revoked(of, 1, back.author.device, &[]));
        assert_eq!(counted(&runs, &back_again), 1, "{:?} strikes back", of.id);
    }
    let below_back = board(4).below(&[&back]).appointed(20);
    let stair_log = organiser(9).same_device(&stolen);
    let mut runs = notes(&stair_log, 1);
    runs.push(revoked(&below_back, 1, stolen.author.device, &[]));
    assert_eq!(counted(&runs, &stair_log), 1, "the words' own device only");
}

/// Two who revoke each other: the higher one's word counts, whichever arrives first.
#[test]
fn a_revoked_organisers_own_revocations_do_not_count_past_the_cut_off() {
    let top = board(1);
    let left = board(2).below(&[&top]);
    let a = volunteer(3);
    let mut runs = notes(&a, 1);
    runs.push(left.says(1, &Fact::Turf { name: "B".into() }, &[], &[]));
    runs.push(revoked(&left, 2, a.author.device, &[]));
    runs.push(revoked(&top, 1, left.author.device, &[head(left.dot(1))]));
    assert_eq!(counted(&runs, &a), 1, "said after being cut off");
    runs.push(revoked(&top, 2, left.author.device, &[head(left.dot(2))]));
    assert_eq!(counted(&runs, &a), 0, "said before");
}

#[test]
fn three_ranks_of_revocations_settle() {
    let top = board(1);
    let left = board(2).below(&[&top]);
    let lower = board(3).below(&[&top, &left]);
    let a = volunteer(4);
    let mut runs = notes(&a, 1);
    runs.push(revoked(&lower, 1, a.author.device, &[]));
    runs.push(revoked(&left, 1, lower.author.device, &[]));
    assert_eq!(counted(&runs, &a), 1, "the middle one cuts off the lowest");
    runs.push(revoked(&top, 1, left.author.device, &[]));
    assert_eq!(counted(&runs, &a), 0, "the highest gives it back its word");
}

/// A stolen phone names its own log's cut-off, as high as can be, beside somebody else's.
#[test]
fn nobody_raises_a_cut_off_whom_they_could_not_have_cut_off() {
    let top = board(1);
    let thief = board(2).below(&[&top]);
    let a = volunteer(3);
    let own = organiser(4).same_device(&thief);
    let mut runs = notes(&own, 2);
    let heads = [head(own.dot(u64::MAX)), head(thief.dot(u64::MAX))];
    runs.push(revoked(&thief, 1, a.author.device, &heads));
    runs.push(revoked(&thief, 2, thief.author.device, &heads));
    runs.push(revoked(
        &top,
        1,
        thief.author.device,
        &[head(thief.dot(2)), head(own.dot(1))],
    ));
    assert_eq!(counted(&runs, &own), 1);
}

#[test]
fn an_erasure_past_the_cut_off_is_undone_for_everyone() {
    let top = board(1);
    let left = board(2).below(&[&top]);
    let a = volunteer(3);
    let mut runs = notes(&a, 1);
    runs.push(left.says(1, &Fact::Erased {}, &[household()], &[]));
    runs.push(revoked(&top, 1, left.author.device, &[]));
    assert_eq!(seen(&runs, &[a.dot(1)]), [true]);
}

#[test]
fn a_strike_for_what_was_cut_off_waits_and_changes_nothing() {
    let (lead, a, b) = (board(1), volunteer(2), volunteer(3));
    let about = [household(), question()];
    let yes = stairwell::canvass::fact::Value::Yes;
    let runs = [
        a.says(1, &answer(yes.clone()), &about, &[]),
        b.says(1, &answer(yes), &about, &[a.dot(1)]),
        revoked(&lead, 1, a.author.device, &[]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), b.dot(1)]), [false, true]);
}

#[test]
fn a_revocation_past_a_gap_does_not_count() {
    let (lead, a) = (board(1), volunteer(2));
    let mut runs = notes(&a, 1);
    runs.push(revoked(&lead, 2, a.author.device, &[]));
    assert_eq!(counted(&runs, &a), 1);
    runs.push(lead.says(1, &Fact::Turf { name: "B".into() }, &[], &[]));
    assert_eq!(counted(&runs, &a), 0, "the gap has closed");
}

#[test]
fn a_revocation_in_a_stair_is_none() {
    let a = volunteer(2);
    for stream in [stair(), Stream::Inner] {
        let lead = organiser(1).in_stream(stream);
        let mut runs = notes(&a, 1);
        runs.push(revoked(&lead, 1, a.author.device, &[]));
        assert_eq!(counted(&runs, &a), 1, "{stream:?}");
    }
}

#[test]
fn a_head_of_number_nought_and_ids_of_other_sorts_say_nothing_of_a_cut_off() {
    let (lead, a) = (board(1), volunteer(2));
    let ids = [head(a.dot(0)), household(), facet()];
    let mut runs = notes(&a, 1);
    runs.push(revoked(&lead, 1, a.author.device, &ids));
    assert_eq!(counted(&runs, &a), 0);
}
