//! Which phones are in: what they held when their shift ended is merged, all of it.

use stairwell::canvass::dot::Dot;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::Written;
use stairwell::canvass::id::{HeadId, Id, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::canvass::walk::Tonight;
use stairwell::organise::phones::{KnownPhone, may_be_knocked, phones};

use crate::merging::*;

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

fn the_stair() -> StairId {
    let Stream::Stair(stair) = stair() else {
        unreachable!()
    };
    stair
}

fn known(log: &Log, revoked: bool) -> KnownPhone {
    KnownPhone {
        person: log.author.person,
        certificates: vec![log.author.device],
        stairs: vec![the_stair()],
        last_heard: None,
        revoked,
    }
}

fn ended(by: &Log, seq: u64, at: i64, heads: &[Dot]) -> Written {
    let about: Vec<Id> = heads.iter().map(|dot| HeadId(*dot).into()).collect();
    by.says_at(at, seq, &Fact::ShiftEnded {}, &about, &[])
}

#[test]
fn a_phone_is_in_once_its_end_and_all_it_held_is_merged() {
    let walked = volunteer(1);
    let inner = volunteer(2).same_device(&walked).in_stream(Stream::Inner);
    let held = [walked.dot(2)];
    let first = walked.says(1, &knock(), &[door().into()], &[]);
    let second = walked.says(2, &knock(), &[door().into()], &[]);
    let end = ended(&inner, 1, NOW, &held);
    for (runs, is_in) in [
        (vec![first.clone(), second.clone()], false),
        (vec![first.clone(), end.clone()], false),
        (vec![second.clone(), end.clone()], false),
        (vec![end.clone()], false),
        (vec![first, second, end], true),
    ] {
        let state = fold(&runs);
        for revoked in [false, true] {
            let found = phones(&state, &[known(&walked, revoked)], tonight());
            assert_eq!(found[0].is_in, is_in);
            let hatched = may_be_knocked(&found).contains_key(&the_stair());
            assert_eq!(hatched, !is_in && !revoked);
        }
    }
}

/// Somebody else's word that a phone's shift has ended is not that phone's.
#[test]
fn only_the_phones_own_end_counts() {
    let walked = volunteer(1);
    let other = volunteer(2).in_stream(Stream::Inner);
    let runs = [
        walked.says(1, &knock(), &[door().into()], &[]),
        ended(&other, 1, NOW, &[walked.dot(1)]),
    ];
    assert!(!phones(&fold(&runs), &[known(&walked, false)], tonight())[0].is_in);
}

#[test]
fn of_two_evenings_the_later_end_says_what_is_missing() {
    let walked = volunteer(1);
    let inner = volunteer(2).same_device(&walked).in_stream(Stream::Inner);
    let mut runs = vec![
        walked.says(1, &knock(), &[door().into()], &[]),
        ended(&inner, 1, NOW, &[walked.dot(1)]),
        ended(&inner, 2, NOW + 86_400, &[walked.dot(2)]),
    ];
    assert!(!phones(&fold(&runs), &[known(&walked, false)], tonight())[0].is_in);
    runs.push(walked.says(2, &knock(), &[door().into()], &[]));
    assert!(phones(&fold(&runs), &[known(&walked, false)], tonight())[0].is_in);
}

/// Nothing tells an organiser that somebody is on the doors again but what they record there.
#[test]
fn who_knocks_again_after_their_shift_ended_is_out_again() {
    let walked = volunteer(1);
    let inner = volunteer(2).same_device(&walked).in_stream(Stream::Inner);
    let mut runs = vec![
        walked.says(1, &knock(), &[door().into()], &[]),
        ended(&inner, 1, NOW, &[walked.dot(1)]),
    ];
    let is_in = |runs: &[Written]| {
        let phone = phones(&fold(runs), &[known(&walked, false)], tonight()).remove(0);
        (phone.is_in, phone.ended.is_some())
    };
    assert_eq!(is_in(&runs), (true, true));
    runs.push(walked.says(2, &knock(), &[door().into()], &[]));
    assert_eq!(is_in(&runs), (false, false));
    runs.push(ended(&inner, 2, NOW + 86_400, &[walked.dot(2)]));
    assert_eq!(is_in(&runs), (true, true));
}

#[test]
fn who_is_out_stands_first_and_who_was_taken_off_last() {
    let (home, out, gone) = (volunteer(1), volunteer(3), volunteer(5));
    let inner = volunteer(2).same_device(&home).in_stream(Stream::Inner);
    let runs = [
        home.says(1, &knock(), &[door().into()], &[]),
        ended(&inner, 1, NOW, &[home.dot(1)]),
    ];
    let all = [known(&gone, true), known(&home, false), known(&out, false)];
    let found = phones(&fold(&runs), &all, tonight());
    let order: Vec<_> = found.iter().map(|phone| phone.known.person).collect();
    let expected = [&out, &home, &gone].map(|log| log.author.person);
    assert_eq!(order, expected);
    assert_eq!(stairwell::organise::phones::how_many_in(&found), (1, 2));
}
