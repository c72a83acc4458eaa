//! What does not count though somebody recorded it: lines of no sheet, what is too late, what organisers
//! took out; and two organisers who look at once.

use proptest::prelude::*;

use super::*;
use crate::canvass::fold::State;
use crate::canvass::signature_out;

const OTHER_ORGANISER: u8 = 4;

impl Estate {
    fn found(&self, dot: Dot) -> Found {
        self.read().find(dot).unwrap().found
    }

    fn organise(&mut self, by: u8, draft: Draft) -> Dot {
        self.small.record(by, Role::Organiser, draft)
    }
}

#[test]
fn r7_3_a_line_of_a_sheet_that_was_never_printed_stands_apart() {
    let mut estate = Estate::new(Told::Unknown);
    estate.paper(VERA, 0, (PRINTED, 1), "");
    let forged = [(PRINTED + 1, 1), (u16::MAX, 10)];
    let forged = forged.map(|line| estate.paper(VERA, 1, line, ""));
    assert_eq!(estate.counts(), (1, 1, 1));
    assert_eq!(estate.read().apart().count(), 2);
    let apart = Found::Not(Why::NotPrinted);
    assert_eq!(forged.map(|dot| estate.found(dot)), [apart; 2]);
    // No verdict makes a sheet of it; nor does a volunteer's word that it was printed.
    estate.judge(forged[0], Verdict::Counts);
    let (sheets, _) = printed(&estate.small.state(), estate.id, MOST_SHEETS).unwrap();
    estate.small.record(VERA, Role::Volunteer, sheets);
    assert_eq!(estate.counts(), (1, 1, 1));
    // A sheet of another petition is none of this one.
    let other = begin(petition(Told::Unknown, Told::No)).unwrap();
    let other = estate.organise(1, other);
    let (sheets, _) = printed(&estate.small.state(), other, 20).unwrap();
    estate.organise(1, sheets);
    let all = read(&estate.small.state(), TODAY);
    let own = all.iter().find(|it| it.id == estate.id).unwrap();
    assert_eq!((own.valid(), own.total()), (1, 1));
    // What claims to be all sheets there could be is as many as anybody prints at once.
    let said = Sheets {
        petition: estate.id,
        first: 1,
        last: u16::MAX,
    };
    let all = Draft::new(Stream::Inner, Fact::Sheets { said }, Vec::new());
    estate.organise(1, all);
    assert_eq!(estate.found(forged[1]), apart);
}

#[test]
fn r7_3_which_of_two_is_the_first_is_when_it_was_and_not_in_whose_log() {
    // Bram's log comes after Vera's in every order of logs, and he was there before.
    let mut estate = Estate::new(Told::Yes);
    let first = estate.phone(BRAM, 0, "Ceri Hedd");
    estate.small.now += 60;
    let second = estate.paper(VERA, 0, (1, 1), "Ceri Hedd");
    assert_eq!(estate.found(first), Found::FirstOfTwo(second));
    assert_eq!(estate.found(second), Found::Not(Why::MayBeTwice(first)));
    // It is the first that was wrong: then the second is nobody's second.
    estate.judge(first, Verdict::DoesNotQualify);
    assert_eq!(estate.found(second), Found::Valid);
    assert_eq!(estate.counts(), (1, 2, 1));
    // What an organiser looked at later stays where it was.
    estate.judge(first, Verdict::Counts);
    assert_eq!(estate.found(second), Found::Not(Why::MayBeTwice(first)));
}

#[test]
fn r7_3_an_organiser_takes_a_wrong_one_out_with_a_reason_and_back_and_no_volunteer_does() {
    let mut estate = Estate::new(Told::Unknown);
    let wrong = estate.paper(VERA, 0, (1, 1), "");
    let home = Some(estate.small.household(0));
    let draft = signature_out::take_out(home, wrong, "Another flat", Vec::new()).unwrap();
    estate.small.record(VERA, Role::Volunteer, draft.clone());
    estate.small.record(BRAM, Role::Volunteer, draft);
    assert_eq!(estate.counts(), (1, 1, 1));
    let signed = |estate: &Estate| estate.read().find(wrong).unwrap().clone();
    assert_eq!(signed(&estate).take_out(" "), None);
    let out = signed(&estate).take_out("Another flat").unwrap();
    estate.organise(ORGANISER, out);
    assert_eq!(estate.counts(), (0, 0, 0));
    assert_eq!(signed(&estate).found, Found::Not(Why::TakenOut));
    assert_eq!(signed(&estate).out, Out::Yes(vec!["Another flat".into()]));
    // Whoever looks at it later does not bring it back by that; and it is nobody's first.
    estate.judge(wrong, Verdict::Counts);
    assert_eq!(estate.counts(), (0, 0, 0));
    let other = estate.paper(BRAM, 0, (1, 2), "");
    assert_eq!(estate.found(other), Found::Valid);
    let back = signed(&estate).put_back();
    estate.small.record(VERA, Role::Volunteer, back.clone());
    assert_eq!(signed(&estate).found, Found::Not(Why::TakenOut));
    estate.organise(OTHER_ORGANISER, back);
    assert_eq!(signed(&estate).found, Found::Valid);
    assert_eq!(signed(&estate).out, Out::No);
}

#[test]
fn r7_3_one_takes_it_out_while_another_puts_it_back_and_both_are_shown() {
    let mut estate = Estate::new(Told::Unknown);
    let line = estate.paper(VERA, 0, (1, 1), "");
    let signed = |estate: &Estate| estate.read().find(line).unwrap().clone();
    let out = signed(&estate).take_out("Another flat").unwrap();
    estate.organise(ORGANISER, out);
    let before = signed(&estate);
    estate.organise(ORGANISER, before.put_back());
    estate.organise(OTHER_ORGANISER, before.take_out("A joke name").unwrap());
    assert_eq!(signed(&estate).found, Found::Not(Why::Differ));
    assert_eq!(signed(&estate).out, Out::Differ);
    assert_eq!(estate.counts(), (0, 1, 0));
    assert_eq!(estate.read().flagged().count(), 1);
    // Two who take it out at once agree, and both reasons stand.
    let both = signed(&estate);
    for (by, why) in [
        (ORGANISER, "Another flat"),
        (OTHER_ORGANISER, "A joke name"),
    ] {
        estate.organise(by, both.take_out(why).unwrap());
    }
    let Out::Yes(mut reasons) = signed(&estate).out else {
        panic!("it is out");
    };
    reasons.sort();
    assert_eq!(reasons, ["A joke name", "Another flat"]);
}

#[test]
fn r7_3_what_was_signed_after_the_last_day_does_not_count() {
    let mut estate = Estate::new(Told::Unknown);
    let closes = Petition {
        closes: Some(TODAY + 2),
        ..petition(Told::Unknown, Told::No)
    };
    estate.id = estate
        .small
        .record(1, Role::Organiser, begin(closes).unwrap());
    let (sheets, _) = printed(&estate.small.state(), estate.id, 1).unwrap();
    estate.organise(1, sheets);
    let sign = |estate: &mut Estate, after: i32, day: i32, place: usize| {
        estate.small.now = NOW + i64::from(after) * 86_400;
        let by = By {
            day: TODAY + day,
            ..estate.by("")
        };
        let home = Some(estate.small.household(place));
        let draft = on_paper(home, (1, place as u8 + 1), by).unwrap();
        estate.small.record(VERA, Role::Volunteer, draft)
    };
    let in_time = sign(&mut estate, 2, 2, 0);
    let late = sign(&mut estate, 3, 3, 1);
    // Signed in time, and typed in from the sheet a week later.
    let typed = sign(&mut estate, 9, 1, 2);
    let found = |estate: &Estate, today: i32| {
        let all = read(&estate.small.state(), today);
        let own = all.into_iter().find(|it| it.id == estate.id).unwrap();
        let found = [in_time, late, typed].map(|dot| own.find(dot).unwrap().found);
        (own.open, found)
    };
    let expected = [Found::Valid, Found::Not(Why::TooLate), Found::Valid];
    assert_eq!(found(&estate, TODAY + 2), (true, expected));
    assert_eq!(found(&estate, TODAY + 3), (false, expected));
}

#[test]
fn r7_3_two_organisers_who_look_at_once_come_to_one_answer_or_are_shown_to_differ() {
    for (one, other, expected) in [
        (Verdict::Counts, Verdict::Counts, Found::Valid),
        (Verdict::Twice, Verdict::Twice, Found::Not(Why::Twice)),
        (Verdict::Counts, Verdict::Twice, Found::Not(Why::Differ)),
    ] {
        let mut estate = Estate::new(Told::Yes);
        let dots = [
            estate.phone(VERA, 0, "Ceri Hedd"),
            estate.paper(VERA, 1, (1, 1), ""),
        ];
        for dot in dots {
            // Neither has seen what the other found.
            let before = estate.read().find(dot).unwrap().clone();
            estate.organise(ORGANISER, before.judge(one));
            estate.organise(OTHER_ORGANISER, before.judge(other));
            assert_eq!(estate.found(dot), expected, "{one:?} {other:?}");
        }
        assert_eq!(estate.read().total(), 2, "each is one signature");
        for dot in dots {
            estate.judge(dot, Verdict::Counts);
        }
        assert_eq!(estate.counts(), (2, 2, 2));
    }
}

#[test]
fn r7_3_a_structure_test_counts_only_signatures_that_are_valid() {
    let mut estate = Estate::new(Told::Unknown);
    ground(&mut estate.small);
    let sign = |estate: &mut Estate, place: usize, line: (u16, u8)| {
        let by = By {
            also_act: true,
            ..estate.by("")
        };
        let draft = on_paper(Some(estate.small.household(place)), line, by).unwrap();
        estate.small.record(VERA, Role::Volunteer, draft)
    };
    let dots = [0, 1, 2, 3].map(|place| sign(&mut estate, place, (1, place as u8 + 1)));
    sign(&mut estate, 4, (u16::MAX, 1));
    let homes = |estate: &Estate| {
        let deeds = deeds(&estate.small.state()).into_iter();
        deeds.map(|deed| deed.door).collect::<Vec<_>>()
    };
    assert_eq!(homes(&estate).len(), 4);
    estate.judge(dots[0], Verdict::NotReadable);
    let out = estate.read().find(dots[1]).unwrap().take_out("A joke name");
    estate.organise(ORGANISER, out.unwrap());
    let mut left = vec![estate.small.door(2), estate.small.door(3)];
    left.sort();
    let mut found = homes(&estate);
    found.sort();
    assert_eq!(found, left);
    // Judged to count, it is still the same deed, and of whoever stood at the door.
    estate.judge(dots[2], Verdict::Counts);
    assert_eq!(homes(&estate).len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever order logs are read in, and whatever is recorded of five homes' ten lines, no line and no
    /// person counts twice, and everything stands in one place.
    #[test]
    fn r7_3_each_stands_once_in_whatever_order_it_comes(
        signed in prop::collection::vec((0..2usize, 0..5usize, 0..12u8, 0..3usize), 1..25),
        turn in 0..5usize,
    ) {
        let mut estate = Estate::new(Told::Yes);
        for (by, place, line, who) in signed {
            let by = [VERA, BRAM][by];
            let who = ["", "Ann", "Bob"][who];
            estate.small.now += i64::from(line % 3);
            match line {
                0 => estate.phone(by, place, "Ann"),
                line => estate.paper(by, place, (1 + u16::from(line / 10) * 8, line % 10 + 1), who),
            };
        }
        let mut runs = estate.small.runs();
        let all = read(&State::fold(&runs), TODAY);
        let places = runs.len();
        runs.rotate_left(turn % places);
        prop_assert_eq!(&read(&State::fold(&runs), TODAY), &all);
        let own = &all[0];
        let lines = own.valid_ones().filter_map(Signed::place);
        let different: std::collections::BTreeSet<_> = own.valid_ones().filter_map(Signed::place).collect();
        prop_assert_eq!(lines.count(), different.len());
        prop_assert_eq!(own.total() + own.apart().count(), own.signed.len());
        for it in own.valid_ones() {
            prop_assert!(it.place().is_none_or(|(sheet, _)| sheet <= PRINTED));
        }
    }
}
