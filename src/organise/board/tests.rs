//! Boards of a made-up estate, printed and typed in.

use super::*;
use crate::canvass::author::{PersonId, Role};
use crate::canvass::draft::{self, Draft, Visit};
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::id::Id;
use crate::canvass::stream::Stream;
use crate::canvass::walk::{self, Tonight};
use crate::organise::small::{NOW, Small};

const DAY: i32 = 20_782;

fn board(small: &Small) -> BoardId {
    BoardId {
        stair: small.stair(0),
        turf: None,
        day: DAY,
    }
}

fn visit(by: &str, when: i64) -> Visit {
    Visit {
        by: Some(by.into()),
        when: Some(when),
    }
}

/// Who types: an organiser, and two volunteers.
const OLWEN: (u8, Role) = (3, Role::Organiser);
const AMINA: (u8, Role) = (4, Role::Volunteer);
const CAI: (u8, Role) = (5, Role::Volunteer);

fn record(small: &mut Small, (by, role): (u8, Role), drafts: Vec<Draft>) {
    for draft in drafts {
        small.record(by, role, draft);
    }
}

/// Types an outcome for a door of the first stair.
fn type_in(small: &mut Small, place: usize, visit: &Visit, outcome: Outcome) {
    type_in_by(small, OLWEN, place, visit, outcome);
}

fn type_in_by(small: &mut Small, who: (u8, Role), place: usize, visit: &Visit, outcome: Outcome) {
    let state = small.state();
    let door = estate::door(&state, small.door(place)).unwrap();
    record(small, who, take_back(&state, &door, visit));
    let state = small.state();
    record(small, who, knock(&state, &door, visit, outcome));
}

/// Whoever types, and the log in which they write of the first stair.
fn typist(small: &Small, (by, role): (u8, Role)) -> Typist {
    let stair = Stream::Stair(small.stair(0));
    let state = small.state();
    let mut logs = state.logs();
    let own =
        logs.find(|(_, log)| log.author.person == PersonId([by; 16]) && log.author.stream == stair);
    Typist {
        role,
        person: PersonId([by; 16]),
        log: own.map(|(log, _)| log),
    }
}

fn struck(state: &State, board: BoardId, before: i64) -> Vec<String> {
    let lines = lines(state, board, before, DAY).into_iter();
    let struck = lines.filter(|line| line.struck);
    struck.map(|line| line.door.label).collect()
}

fn turf(small: &mut Small, doors: &[usize]) -> TurfId {
    let about: Vec<Id> = doors.iter().map(|door| small.door(*door).into()).collect();
    TurfId(small.board(Fact::Turf { name: "A".into() }, about))
}

#[test]
fn a_code_is_found_again_however_it_is_typed_and_no_other_is() {
    let mut small = Small::new(4);
    let part = turf(&mut small, &[0, 1, 4]);
    let state = small.state();
    let mut codes = BTreeSet::new();
    for day in DAY..DAY + 50 {
        for place in 0..2 {
            for turf in [None, Some(part)] {
                let stair = small.stair(place);
                let board = BoardId { stair, turf, day };
                let code = board.code();
                assert_eq!(code.len(), CHARACTERS);
                let as_typed = format!(" {}-{}", &code[..2], code[2..].to_lowercase());
                let as_typed = as_typed.replace('0', "o").replace('1', "l");
                assert_eq!(find(&state, &as_typed, DAY..=DAY + 60), [board]);
                assert_eq!(find(&state, &code, DAY + 60..=DAY + 90), []);
                codes.insert(code);
            }
        }
    }
    assert_eq!(codes.len(), 200);
    assert_eq!(find(&state, "", DAY..=DAY), []);
    assert_eq!(find(&state, "K3TQ", DAY..=DAY), []);
}

#[test]
fn a_turfs_boards_are_its_stairs_and_its_parts_of_them() {
    let mut small = Small::new(4);
    let id = turf(&mut small, &[5, 0, 1, 2, 3]);
    let state = small.state();
    let (whole, part) = (small.stair(0), small.stair(1));
    let expected = [(part, Some(id)), (whole, None)];
    let found = boards(&state, id, DAY);
    assert_eq!(found.len(), 2);
    for (board, (stair, turf)) in found.iter().zip(expected) {
        assert_eq!((board.stair, board.turf), (stair, turf));
    }
    let doors = |board: BoardId| -> Vec<String> {
        let lines = lines(&state, board, NOW, DAY);
        lines.into_iter().map(|line| line.door.label).collect()
    };
    assert_eq!(doors(found[0]), ["Flat 2"]);
    assert_eq!(doors(found[1]), ["Flat 1", "Flat 2", "Flat 3", "Flat 4"]);
}

#[test]
fn a_door_added_at_the_doors_by_anyone_stands_on_its_parts_board_and_on_the_whole_stairs() {
    for (by, role) in [(3, Role::Volunteer), (2, Role::Organiser)] {
        let mut small = Small::new(4);
        let whole = turf(&mut small, &[0, 1, 2, 3]);
        let parts = [turf(&mut small, &[0, 1]), turf(&mut small, &[2, 3])];
        let stair = small.stair(0);
        let known = estate::doors(&small.state(), stair);
        small.now += 60;
        let draft = crate::canvass::added::added(&known, stair, "2A", Some(0)).unwrap();
        small.record(by, role, draft);
        let state = small.state();
        let labels = |turf: TurfId| -> (bool, Vec<String>) {
            let board = boards(&state, turf, DAY).remove(0);
            let lines = lines(&state, board, NOW + 120, DAY).into_iter();
            (
                board.turf.is_none(),
                lines.map(|line| line.door.label).collect(),
            )
        };
        let all = ["Flat 1", "Flat 2", "Flat 2A", "Flat 3", "Flat 4"];
        assert_eq!(labels(whole), (true, all.map(str::to_string).to_vec()));
        assert_eq!(
            labels(parts[0]),
            (false, all[..3].iter().map(|it| it.to_string()).collect())
        );
        assert_eq!(
            labels(parts[1]),
            (false, all[3..].iter().map(|it| it.to_string()).collect())
        );
    }
}

#[test]
fn struck_is_who_asked_for_it_or_was_reached_before_and_nobody_else() {
    let mut small = Small::new(6);
    let (monday, tuesday) = (NOW - 2 * 86_400, NOW - 86_400);
    for (place, outcome) in [
        (0, Outcome::Spoke),
        (1, Outcome::ComeBack),
        (2, Outcome::NotHome),
        (3, Outcome::DoNotKnock),
    ] {
        type_in(&mut small, place, &visit("Beth", monday), outcome);
    }
    // Of the evening that is being typed in.
    type_in(&mut small, 4, &visit("Beth", tuesday), Outcome::Refused);
    type_in(&mut small, 5, &visit("Beth", tuesday), Outcome::DoNotKnock);
    let state = small.state();
    assert_eq!(struck(&state, board(&small), tuesday), ["Flat 1", "Flat 4"]);
    let tonight = ["Flat 1", "Flat 4", "Flat 5", "Flat 6"];
    let mut now = struck(&state, board(&small), NOW + 1);
    now.sort();
    assert_eq!(now, tonight);
}

#[test]
fn who_asked_before_is_struck_whoever_moved_in_since() {
    let mut small = Small::new(4);
    let first = small.household(0);
    let asked = draft::knock(
        Stream::Stair(small.stair(0)),
        small.door(0),
        first,
        Outcome::DoNotKnock,
    );
    record(&mut small, OLWEN, asked);
    small.now = NOW + 3_600;
    let moved = Draft::new(
        Stream::Stair(small.stair(0)),
        Fact::Moved {},
        vec![first.into()],
    );
    record(&mut small, OLWEN, vec![moved]);
    let state = small.state();
    let asked_not = |before| estate::do_not_knock_before(&state, small.door(0), DAY, before);
    assert!(!asked_not(NOW));
    assert!(asked_not(NOW + 1), "on the paper of that hour it is struck");
    assert!(!asked_not(NOW + 3_601), "others live there now");
}

#[test]
fn a_home_that_was_reached_once_stays_reached_on_the_walk_as_in_the_report() {
    let mut small = Small::new(3);
    let (before, yesterday) = (NOW - 2 * 86_400, NOW - 86_400);
    for (place, first) in [Outcome::Spoke, Outcome::ComeBack, Outcome::NotHome]
        .into_iter()
        .enumerate()
    {
        type_in(&mut small, place, &visit("Beth", before), first);
        type_in(
            &mut small,
            place,
            &visit("Beth", yesterday),
            Outcome::NotHome,
        );
    }
    let tonight = Tonight {
        now: NOW,
        since: NOW - 3_600,
        today: DAY,
        evening: DAY,
    };
    let walk = walk::walk(&small.state(), small.stair(0), &[], tonight).unwrap();
    assert_eq!((walk.progress().left, walk.progress().reached), (3, 2));
}

#[test]
fn a_promise_that_is_due_is_neither_struck_nor_done_until_it_is_kept() {
    let mut small = Small::new(2);
    let (yesterday, since) = (NOW - 86_400, NOW - 3_600);
    for place in 0..2 {
        type_in(&mut small, place, &visit("Beth", yesterday), Outcome::Spoke);
    }
    let left = |small: &Small| {
        let tonight = Tonight {
            now: NOW,
            since,
            today: DAY,
            evening: DAY,
        };
        let walk = walk::walk(&small.state(), small.stair(0), &[], tonight).unwrap();
        let next = walk::next_door(&walk.stops, None);
        (walk.progress().left, walk.progress().reached, next)
    };
    assert_eq!(left(&small), (0, 2, None));
    let promise = |by| Fact::FollowUp {
        what: "Bring the damp form".into(),
        who: None,
        by: Some(by),
    };
    let (soon, household) = (small.household(0), small.household(1));
    small.say(3, Role::Organiser, 0, promise(DAY + 1), vec![soon.into()]);
    let due = small.say(3, Role::Organiser, 0, promise(DAY), vec![household.into()]);
    assert_eq!(left(&small), (1, 2, Some(small.door(1))));
    let board = board(&small);
    assert_eq!(struck(&small.state(), board, NOW), ["Flat 1"]);

    let id = crate::canvass::id::FollowUpId(due);
    let done = crate::organise::noted::done(&small.state(), id).unwrap();
    record(&mut small, OLWEN, vec![done]);
    assert_eq!(left(&small), (0, 2, None));
    assert_eq!(struck(&small.state(), board, NOW), ["Flat 1", "Flat 2"]);
}

#[test]
fn a_stair_of_which_no_door_of_the_turf_is_there_has_no_board() {
    let mut small = Small::new(4);
    let id = turf(&mut small, &[0, 1, 4]);
    assert_eq!(boards(&small.state(), id, DAY).len(), 2);
    let gone = Fact::Listed {
        label: None,
        gone: true,
    };
    let door = small.door(4);
    small.say(2, Role::Organiser, 1, gone, vec![door.into()]);
    let left = boards(&small.state(), id, DAY);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].stair, small.stair(0));
}

#[test]
fn one_is_told_that_one_may_take_it_back_exactly_where_all_of_it_then_goes() {
    let beth = visit("Beth", NOW - 5_400);
    for outcome in [Outcome::NotHome, Outcome::DoNotKnock, Outcome::Moved] {
        for who in [AMINA, CAI, OLWEN] {
            for later in [0, 60, 120, 121, 180, 86_400] {
                let mut small = Small::new(4);
                // Whoever takes it back has written of the stair before.
                type_in_by(&mut small, who, 1, &beth, Outcome::NotHome);
                type_in_by(&mut small, AMINA, 0, &beth, outcome);
                small.now += later;
                let state = small.state();
                let dots = typed(&state, small.door(0), &beth).unwrap().dots;
                let may = may_take_back(&state, &dots, typist(&small, who), small.now);
                let door = estate::door(&state, small.door(0)).unwrap();
                record(&mut small, who, take_back(&state, &door, &beth));
                let state = small.state();
                let gone = dots.iter().all(|dot| state.entry(*dot).is_none());
                assert_eq!(may.is_ok(), gone, "{outcome:?} {who:?} {later}");
                let slip = outcome == Outcome::NotHome || later <= 120;
                let expected = match who {
                    OLWEN => Ok(()),
                    AMINA if slip => Ok(()),
                    AMINA => Err(NotYours::TooLate),
                    _ => Err(NotYours::Anothers),
                };
                assert_eq!(may, expected, "{outcome:?} {who:?} {later}");
            }
        }
    }
}

#[test]
fn a_slip_is_of_the_log_that_made_it_and_not_of_the_persons_next() {
    let mut small = Small::new(4);
    let beth = visit("Beth", NOW - 5_400);
    type_in_by(&mut small, AMINA, 0, &beth, Outcome::DoNotKnock);
    let state = small.state();
    let dots = typed(&state, small.door(0), &beth).unwrap().dots;
    let elsewhere = Typist {
        log: None,
        ..typist(&small, AMINA)
    };
    let may = may_take_back(&state, &dots, elsewhere, NOW + 1);
    assert_eq!(may, Err(NotYours::TooLate));
}

#[test]
fn what_two_typed_in_is_as_it_was_typed_last_and_taken_back_as_a_whole() {
    let mut small = Small::new(4);
    let beth = visit("Beth", NOW - 5_400);
    let door = estate::door(&small.state(), small.door(0)).unwrap();
    // Neither device has heard of the other; the second one's log is the lower.
    let before = small.state();
    record(
        &mut small,
        CAI,
        knock(&before, &door, &beth, Outcome::Refused),
    );
    small.now += 60;
    record(
        &mut small,
        AMINA,
        knock(&before, &door, &beth, Outcome::DoNotKnock),
    );
    let state = small.state();
    let both = typed(&state, door.id, &beth).unwrap();
    assert_eq!((both.outcome, both.dots.len()), (Outcome::DoNotKnock, 3));
    let may = |who| may_take_back(&state, &both.dots, typist(&small, who), small.now);
    assert_eq!(may(AMINA), Err(NotYours::Anothers));
    assert_eq!(may(OLWEN), Ok(()));
    type_in(&mut small, 0, &beth, Outcome::NotHome);
    let knocks = estate::knocks(&small.state(), door.id);
    assert_eq!(knocks.len(), 1);
    assert_eq!(knocks[0].outcome, Outcome::NotHome);
}

#[test]
fn a_name_is_one_persons_however_it_is_typed() {
    let mut small = Small::new(4);
    let when = NOW - 5_400;
    type_in(&mut small, 0, &visit("Beth", when), Outcome::NotHome);
    type_in(&mut small, 0, &visit(" beth", when), Outcome::Refused);
    let state = small.state();
    let knocks = estate::knocks(&state, small.door(0));
    assert_eq!(knocks.len(), 1);
    assert_eq!(knocks[0].outcome, Outcome::Refused);
    let id = board(&small);
    record(&mut small, OLWEN, vec![done(id, "BETH", when)]);
    let state = small.state();
    assert_eq!(under_way(&state, id, when..=NOW), None);
    assert_eq!(entered(&state)[0].doors, 1);
}

#[test]
fn nobody_says_that_another_stairs_board_is_typed_in() {
    let mut small = Small::new(4);
    let (own, other) = (small.stair(0), small.stair(1));
    let board = |stair| BoardId {
        stair,
        turf: None,
        day: DAY,
    };
    let mut said = done(board(other), "Beth", NOW - 5_400);
    said.stream = Stream::Stair(own);
    record(&mut small, AMINA, vec![said]);
    assert_eq!(entered(&small.state()), []);
    let said = done(board(own), "Beth", NOW - 5_400);
    record(&mut small, AMINA, vec![said]);
    assert_eq!(entered(&small.state()).len(), 1);
}

#[test]
fn a_board_typed_in_stands_with_its_name_and_time_and_can_be_corrected() {
    let mut small = Small::new(4);
    let when = NOW - 5_400;
    let beth = visit("Beth", when);
    type_in(&mut small, 0, &beth, Outcome::NotHome);
    type_in(&mut small, 1, &beth, Outcome::DoNotKnock);
    type_in(&mut small, 1, &beth, Outcome::NotHome);
    type_in(&mut small, 2, &beth, Outcome::Refused);
    type_in(&mut small, 2, &beth, Outcome::DoNotKnock);
    let state = small.state();
    let expected = [Outcome::NotHome, Outcome::NotHome, Outcome::DoNotKnock];
    for (place, outcome) in expected.into_iter().enumerate() {
        let door = small.door(place);
        let knocks = estate::knocks(&state, door);
        assert_eq!(knocks.len(), 1, "{place}");
        assert_eq!((knocks[0].outcome, knocks[0].at), (outcome, when));
        assert_eq!(knocks[0].by, "Beth");
        let safe = estate::do_not_knock(&state, estate::household(&state, door), DAY);
        assert_eq!(
            safe,
            place == 2,
            "the paper's do not knock is a safety fact"
        );
    }
    assert_eq!(typed(&state, small.door(3), &beth), None);
    assert_eq!(typed(&state, small.door(0), &visit("Ann", when)), None);
}

#[test]
fn a_break_is_gone_on_from_and_an_end_is_said_once_for_all() {
    let mut small = Small::new(4);
    let when = NOW - 5_400;
    let evening = NOW - 9_000..=NOW;
    let id = board(&small);
    assert_eq!(under_way(&small.state(), id, evening.clone()), None);
    for place in 0..3 {
        type_in(&mut small, place, &visit("Beth", when), Outcome::NotHome);
    }
    let state = small.state();
    let found = under_way(&state, id, evening.clone());
    assert_eq!(found, Some(visit("Beth", when)));
    assert_eq!(under_way(&state, id, NOW - 900..=NOW), None);
    record(&mut small, OLWEN, vec![done(id, "Beth", when)]);
    let state = small.state();
    assert_eq!(under_way(&state, id, evening), None);
    // Corrected afterwards, and ended once more: still one board.
    type_in(&mut small, 0, &visit("Beth", when), Outcome::Refused);
    record(&mut small, AMINA, vec![done(id, "Beth", when)]);
    let all = entered(&small.state());
    assert_eq!(all.len(), 1);
    let only = &all[0];
    assert_eq!((only.code.clone(), only.doors), (id.code(), 3));
    assert_eq!((only.by.as_str(), only.when), ("Beth", when));
    assert_eq!(only.visit, visit("Beth", when));
    assert_eq!(only.typed_at, NOW);
}
