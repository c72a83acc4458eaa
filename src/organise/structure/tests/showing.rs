//! R4.6: what may be shown, and when.

use super::*;
use crate::canvass::author::PersonId;
use crate::canvass::fold::Written;
use crate::canvass::id::{Id, Sort};
use crate::organise::evidence::FEWEST;

/// Forty homes of which twenty signed, far from the line.
fn short() -> (Estate, Dot) {
    let mut estate = Estate::new(20);
    let id = estate.petition(90);
    for place in (0..14).chain(20..26) {
        estate.does(VERA, place, Act::Signed, TODAY);
    }
    (estate, id)
}

fn shown(estate: &Estate, id: Dot) -> (Showing, Option<Board>) {
    let (tested, findings) = estate.read(id);
    (Showing::of(&tested, &findings), board(&tested, &findings))
}

fn says_so(estate: &mut Estate, id: Dot, by: u8) {
    let person = PersonId([by; 16]);
    if let Some(draft) = may_be_shown(&estate.read(id).0, person) {
        estate.small.record(by, Role::Organiser, draft);
    }
}

#[test]
fn r4_6_a_result_is_private_until_two_organisers_say_so() {
    let (mut estate, id) = short();
    assert_eq!(shown(&estate, id), (Showing::Private { minds: 0 }, None));
    says_so(&mut estate, id, 1);
    says_so(&mut estate, id, 1);
    assert_eq!(shown(&estate, id), (Showing::Private { minds: 1 }, None));
    // A volunteer is no organiser, whatever their program writes.
    let (tested, _) = estate.read(id);
    let draft = may_be_shown(&tested, PersonId([VERA; 16])).unwrap();
    estate.small.record(VERA, Role::Volunteer, draft);
    assert_eq!(shown(&estate, id).0, Showing::Private { minds: 1 });
    says_so(&mut estate, id, 4);
    let (showing, board) = shown(&estate, id);
    assert_eq!(showing, Showing::Agreed);
    let board = board.unwrap();
    assert_eq!(board.homes, crate::organise::evidence::Share::new(20, 40));
    let rows: Vec<_> = board.stairs.iter().map(|row| row.homes.n).collect();
    assert_eq!(rows, [Figure::Exactly(14), Figure::Exactly(6)]);
    // Whoever takes it back makes it private again.
    let (yes, _) = estate
        .small
        .state()
        .of_kind(Kind::TEST_SHOWN)
        .next()
        .map(|(dot, entry)| (dot, entry.clone()))
        .unwrap();
    let strike = Draft {
        over: vec![yes],
        ..Draft::new(Stream::Board, Fact::Strike {}, Vec::new())
    };
    estate.small.record(1, Role::Organiser, strike);
    assert_eq!(shown(&estate, id), (Showing::Private { minds: 1 }, None));
}

#[test]
fn r4_6_one_persons_two_devices_are_one_organiser() {
    let (mut estate, id) = short();
    says_so(&mut estate, id, 1);
    says_so(&mut estate, id, 4);
    // The second device is of the same person.
    let one_person = |run: Written| match run.author.person == PersonId([4; 16]) {
        true => Written {
            author: crate::canvass::author::Author {
                person: PersonId([1; 16]),
                ..run.author
            },
            ..run
        },
        false => run,
    };
    let runs: Vec<Written> = estate.small.runs().into_iter().map(one_person).collect();
    let state = State::fold(&runs);
    let tests = Tests::read(&state, TODAY);
    let tested = tests.find(id).unwrap();
    let findings = Findings::of(&state, &tests, tested);
    assert_eq!(
        Showing::of(tested, &findings),
        Showing::Private { minds: 1 }
    );
    assert_eq!(board(tested, &findings), None);
}

#[test]
fn r4_6_what_is_met_may_be_shown_and_no_figure_of_few_homes_stands_on_it() {
    let mut estate = Estate::new(20);
    let id = estate.petition(25);
    for place in (0..12).chain(20..23) {
        estate.does(VERA, place, Act::Signed, TODAY);
    }
    let (showing, board) = shown(&estate, id);
    assert_eq!(showing, Showing::Met);
    let rows = board.unwrap().stairs;
    // Three would be what is missing from fifteen.
    assert!(rows.iter().all(|row| row.homes.n == Figure::LeftOut));
    assert!(rows.iter().all(|row| row.homes.of == Figure::Exactly(20)));
}

#[test]
fn r4_6_a_private_result_is_not_told_by_another_line_over_the_same_days() {
    let (mut estate, id) = short();
    let low = estate.petition(1);
    assert!(estate.read(low).1.is_met());
    assert_eq!(estate.read(low).1.beside, Some(id));
    assert_eq!(shown(&estate, low), (Showing::Private { minds: 0 }, None));
    // The other way round nothing that is shown becomes private.
    let mut estate = Estate::new(20);
    let low = estate.petition(1);
    estate.does(VERA, 0, Act::Signed, TODAY);
    let high = estate.petition(90);
    assert_eq!(shown(&estate, low).0, Showing::Met);
    assert_eq!(shown(&estate, high).0, Showing::Private { minds: 0 });
    // Two say so of the first: then the second tells nothing.
    let (mut estate, id) = short();
    let low = estate.petition(1);
    says_so(&mut estate, id, 1);
    says_so(&mut estate, id, 4);
    assert_eq!(shown(&estate, low).0, Showing::Met);
}

#[test]
fn r4_6_the_yes_of_somebody_who_was_taken_off_counts_no_more() {
    let (mut estate, id) = short();
    says_so(&mut estate, id, 1);
    says_so(&mut estate, id, 4);
    assert_eq!(shown(&estate, id).0, Showing::Agreed);
    let runs = estate.small.runs();
    let of = |by: u8| {
        let mut runs = runs.iter();
        runs.find(|run| run.author.person == PersonId([by; 16]))
            .unwrap()
    };
    let (first, second) = (of(1).author.device, of(4).author.device);
    let yes = estate.small.state();
    let yes = yes
        .of_kind(Kind::TEST_SHOWN)
        .map(|(dot, _)| dot)
        .last()
        .unwrap();
    let revoked = Fact::Revoked { device: second };
    let heads = vec![Id::Named(Sort::HEAD, yes)];
    let draft = Draft::new(Stream::Board, revoked, heads);
    estate.small.record(1, Role::Organiser, draft);
    // The second was invited by the first, who may take them off.
    let invited = |mut run: Written| {
        if run.author.device == second {
            run.author.line = vec![first];
        }
        run
    };
    let runs: Vec<Written> = estate.small.runs().into_iter().map(invited).collect();
    let state = State::fold(&runs);
    assert!(state.entry(yes).is_some(), "it was written before");
    let tests = Tests::read(&state, TODAY);
    let tested = tests.find(id).unwrap();
    let findings = Findings::of(&state, &tests, tested);
    assert_eq!(
        Showing::of(tested, &findings),
        Showing::Private { minds: 1 }
    );
}

#[test]
fn r4_1_a_line_written_late_counts_nothing_that_was_done_before_it() {
    let mut estate = Estate::new(10);
    for place in 0..10 {
        estate.does(VERA, place, Act::Signed, TODAY - 20);
    }
    let id = estate.petition(1);
    // Only a program that is not the app writes such a day.
    let state = estate.small.state();
    let entry = state.entry(id).unwrap();
    let Ok(Some(Fact::Test { mut said })) = Fact::read(Kind::TEST, &entry.event.body) else {
        panic!("a test");
    };
    said.from = 0;
    let about = entry.event.about.clone();
    let draft = Draft::new(Stream::Inner, Fact::Test { said }, about);
    let backdated = estate.small.record(1, Role::Organiser, draft.clone());
    assert_eq!(estate.read(backdated).0.n(), 0);
    // Nor is a test what no organiser wrote.
    let forged = estate.small.record(VERA, Role::Volunteer, draft);
    let tests = Tests::read(&estate.small.state(), TODAY);
    assert!(tests.find(backdated).is_some() && tests.find(forged).is_none());
}

#[test]
fn a_test_ended_of_a_day_long_past_keeps_what_was_done() {
    let mut estate = Estate::new(10);
    let id = estate.petition(65);
    estate.does(VERA, 0, Act::Signed, TODAY);
    let said = crate::canvass::structure::Ended {
        test: id,
        day: 0,
        why: "To blank it".into(),
    };
    let draft = Draft::new(Stream::Board, Fact::TestEnded { said }, vec![]);
    estate.small.record(1, Role::Organiser, draft);
    let (tested, _) = estate.read(id);
    assert!(tested.last_day() >= TODAY - 1, "{}", tested.last_day());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// R11.5: however many homes of two stairs did it, what may be shown tells of no few of them that they did, or did
    /// not: not of a stair, nor of one without the other.
    #[test]
    fn r11_5_no_few_homes_can_be_worked_out_from_what_is_shown(one in 0..21_usize, other in 0..21_usize) {
        let mut estate = Estate::new(20);
        let id = estate.petition(90);
        for place in (0..one).chain(20..20 + other) {
            estate.does(VERA, place, Act::Signed, TODAY);
        }
        says_so(&mut estate, id, 1);
        says_so(&mut estate, id, 4);
        let board = shown(&estate, id).1.unwrap();
        let many = |figure: Figure| match figure {
            Figure::Exactly(homes) => Some(homes),
            Figure::LeftOut => None,
        };
        let rows = board.stairs.iter().map(|row| row.homes);
        for share in rows.chain([board.homes]) {
            let (n, of) = (many(share.n), many(share.of));
            prop_assert!(n.into_iter().chain(of).all(|it| it >= FEWEST), "{share:?}");
            prop_assert!(n.zip(of).is_none_or(|(n, of)| of - n >= FEWEST), "{share:?}");
        }
        let told: Vec<usize> = board.stairs.iter().filter_map(|row| many(row.homes.n)).collect();
        if let (Some(whole), [n]) = (many(board.homes.n), told.as_slice()) {
            let rest = whole - n;
            prop_assert!((FEWEST..=20 - FEWEST).contains(&rest), "{rest} on the other stair");
        }
        // What many did is told.
        if (5..=15).contains(&one) && (5..=15).contains(&other) {
            prop_assert_eq!(told.len(), 2);
        }
    }
}
