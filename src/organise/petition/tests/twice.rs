//! Two who print while neither knows of the other give two papers one number: which keeps it, and that no line is lost
//! by it.

use proptest::prelude::*;

use super::*;
use crate::canvass::fold::State;
use crate::canvass::renumbered::{Renumbered, renumber};

const OTHER_ORGANISER: u8 = 4;

impl Estate {
    /// Both print so many, as if neither had heard of the other.
    fn print_at_once(&mut self, one: u16, other: u16) {
        let state = self.small.state();
        for (by, many) in [(ORGANISER, one), (OTHER_ORGANISER, other)] {
            let (draft, _) = printed(&state, self.id, many).unwrap();
            self.small.record(by, Role::Organiser, draft);
        }
        self.small.now += 60;
    }

    fn twice(&self) -> Vec<Twice> {
        printed_twice(&self.small.state(), self.id)
    }

    /// The numbers that two papers bear, and the new ones.
    fn numbers(&self) -> Vec<(u16, u16, u16)> {
        let all = self.twice().into_iter();
        let all = all.map(|it| (*it.sheets.start(), *it.sheets.end(), it.to.unwrap()));
        all.collect()
    }

    fn write_the_first(&mut self) {
        self.small.now += 60;
        let draft = self.twice()[0].written().unwrap();
        self.small.record(ORGANISER, Role::Organiser, draft);
        self.small.now += 60;
    }

    /// A line that an organiser typed in, of somebody who lives elsewhere.
    fn elsewhere(&mut self, by: u8, line: (u16, u8)) -> Dot {
        let draft = on_paper(None, line, self.by("")).unwrap();
        self.small.record(by, Role::Organiser, draft)
    }

    fn signed(&self, dot: Dot) -> Signed {
        self.read().find(dot).unwrap().clone()
    }
}

#[test]
fn r7_1_sheets_that_two_print_at_once_are_told_with_the_numbers_to_write_over_them() {
    for (one, other, expected) in [
        (10, 10, (5, 14, 15)),
        (10, 4, (5, 8, 15)),
        (4, 10, (5, 8, 15)),
        (1, 1, (5, 5, 6)),
    ] {
        let mut estate = Estate::new(Told::Unknown);
        assert!(estate.numbers().is_empty());
        estate.print_at_once(one, other);
        assert_eq!(estate.numbers(), [expected], "{one} {other}");
        // Nobody prints the new numbers, and once they are written no two sheets have one.
        estate.write_the_first();
        assert!(estate.numbers().is_empty());
        let (_, next) = printed(&estate.small.state(), estate.id, 1).unwrap();
        let (first, last, to) = expected;
        let most = 4 + one.max(other);
        assert_eq!((to, next.first), (most + 1, most + 2 + last - first));
    }
}

#[test]
fn r7_1_whoever_printed_first_keeps_the_numbers_and_who_and_when_is_said() {
    let mut estate = Estate::new(Told::Unknown);
    let state = estate.small.state();
    let (draft, _) = printed(&state, estate.id, 3).unwrap();
    for (by, name) in [(ORGANISER, "Olwen"), (OTHER_ORGANISER, "Bryn")] {
        let name = name.to_string();
        let writer = Draft::new(Stream::Inner, Fact::Writer { name }, Vec::new());
        estate.small.record(by, Role::Organiser, writer);
    }
    // Bryn's log comes after Olwen's in every order of logs, and he printed before.
    let begun = estate.small.now;
    estate
        .small
        .record(OTHER_ORGANISER, Role::Organiser, draft.clone());
    estate.small.now += 60;
    estate.small.record(ORGANISER, Role::Organiser, draft);
    let [twice] = estate.twice().try_into().unwrap();
    let of = |it: &PrintedBy| (it.who.clone(), it.at);
    assert_eq!(of(&twice.keeps), ("Bryn".into(), begun));
    assert_eq!(of(&twice.changes), ("Olwen".into(), begun + 60));
    // What a volunteer claims to have printed, or to have written, is nothing.
    let written = twice.written().unwrap();
    estate.small.record(VERA, Role::Volunteer, written);
    assert_eq!(estate.twice(), [twice]);
}

#[test]
fn sheets_printed_one_after_the_other_or_recorded_twice_by_one_device_are_not_told() {
    let mut estate = Estate::new(Told::Unknown);
    let (draft, _) = printed(&estate.small.state(), estate.id, 3).unwrap();
    // It could not be saved, so no file was handed over; it was when somebody tried again.
    estate
        .small
        .record(ORGANISER, Role::Organiser, draft.clone());
    estate.small.record(ORGANISER, Role::Organiser, draft);
    let (draft, _) = printed(&estate.small.state(), estate.id, 3).unwrap();
    estate.small.record(OTHER_ORGANISER, Role::Organiser, draft);
    // Nor are those of another petition.
    let other = begin(petition(Told::Unknown, Told::No)).unwrap();
    let other = estate.small.record(1, Role::Organiser, other);
    let (draft, _) = printed(&estate.small.state(), other, 9).unwrap();
    estate.small.record(OTHER_ORGANISER, Role::Organiser, draft);
    assert!(estate.twice().is_empty());
}

#[test]
fn of_three_who_print_at_once_two_are_given_new_numbers_one_after_the_other() {
    let mut estate = Estate::new(Told::Unknown);
    let state = estate.small.state();
    for (by, many) in [(ORGANISER, 6), (OTHER_ORGANISER, 2), (5, 4)] {
        let (draft, _) = printed(&state, estate.id, many).unwrap();
        estate.small.record(by, Role::Organiser, draft);
    }
    // 5 and 6 are on three papers, 7 and 8 on two.
    assert_eq!(estate.numbers(), [(5, 6, 11), (7, 8, 13)]);
    estate.write_the_first();
    assert_eq!(estate.numbers(), [(5, 8, 13)]);
    estate.write_the_first();
    assert!(estate.numbers().is_empty());
}

#[test]
fn r7_3_lines_of_two_papers_with_one_number_are_both_there_until_each_is_on_its_sheet() {
    let mut estate = Estate::new(Told::Unknown);
    estate.print_at_once(3, 3);
    // One of the same home, and of nobody's home, on each of the two papers: on one sheet they would be one line.
    let lines = [
        estate.paper(VERA, 0, (5, 1), ""),
        estate.paper(BRAM, 0, (5, 1), ""),
        estate.elsewhere(ORGANISER, (5, 7)),
        estate.elsewhere(ORGANISER, (5, 7)),
    ];
    let lone = estate.paper(VERA, 3, (6, 2), "");
    let found = |estate: &Estate, dot| estate.signed(dot).found;
    assert_eq!(estate.counts(), (3, 5, 2));
    assert_eq!(estate.read().flagged().count(), 5);
    assert_eq!(
        found(&estate, lines[3]),
        Found::Not(Why::EitherSheet(lines[2]))
    );
    assert_eq!(found(&estate, lone), Found::EitherSheet);
    // Before the new numbers are written there is no sheet to say.
    assert!(estate.signed(lone).may_be_on.is_empty());
    estate.write_the_first();
    assert_eq!(estate.signed(lone).may_be_on, [6, 9]);
    assert_eq!(estate.read().flagged().count(), 5);
    // What is noted from then on is by the new numbers.
    let later = estate.paper(BRAM, 6, (6, 3), "");
    assert_eq!(found(&estate, later), Found::Valid);
    for (dot, sheet) in lines.into_iter().zip([5, 8, 5, 8]).chain([(lone, 9)]) {
        let draft = estate.signed(dot).stands_on(sheet).unwrap();
        estate.small.record(ORGANISER, Role::Organiser, draft);
    }
    assert_eq!(estate.signed(lone).place(), Some((9, 2)));
    // Two of one home are looked at as ever: one of the two may be somebody's second.
    assert_eq!(
        found(&estate, lines[1]),
        Found::Not(Why::MayBeTwice(lines[0]))
    );
    estate.judge(lines[1], Verdict::Counts);
    estate.judge(lines[0], Verdict::Counts);
    assert_eq!(estate.counts(), (6, 6, 3));
    assert_eq!(estate.read().flagged().count(), 0);
}

#[test]
fn r7_3_the_same_line_noted_twice_is_one_again_once_both_are_on_one_sheet() {
    let mut estate = Estate::new(Told::Unknown);
    estate.print_at_once(1, 1);
    let both = [VERA, BRAM].map(|by| estate.paper(by, 0, (5, 1), ""));
    assert_eq!(estate.counts(), (1, 2, 1));
    estate.write_the_first();
    for dot in both {
        let draft = estate.signed(dot).stands_on(6).unwrap();
        estate.small.record(ORGANISER, Role::Organiser, draft);
    }
    assert_eq!(estate.counts(), (1, 1, 1));
    assert_eq!(estate.read().flagged().count(), 0);
}

#[test]
fn two_who_write_new_numbers_at_once_are_shown_where_they_wrote_the_same() {
    let mut estate = Estate::new(Told::Unknown);
    estate.print_at_once(2, 2);
    let draft = estate.twice()[0].written().unwrap();
    for by in [ORGANISER, OTHER_ORGANISER] {
        estate.small.record(by, Role::Organiser, draft.clone());
    }
    assert!(
        estate.twice().is_empty(),
        "the same of the same paper is one"
    );
    // Over a third paper, by somebody who had not heard of it.
    let third = Sheets {
        petition: estate.id,
        first: 5,
        last: 6,
    };
    let third = Draft::new(Stream::Inner, Fact::Sheets { said: third }, Vec::new());
    let of = estate.small.record(5, Role::Organiser, third);
    let said = Renumbered {
        petition: estate.id,
        of,
        first: 5,
        last: 6,
        to: 7,
    };
    let written = renumber(said).unwrap();
    estate.small.record(5, Role::Organiser, written);
    assert_eq!(estate.numbers(), [(7, 8, 9)]);
    estate.write_the_first();
    assert!(estate.twice().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whoever prints, writes new numbers and notes lines, and in whatever order it comes: every device tells the same,
    /// no recorded line is lost, and when all that is told was done no two papers bear one number.
    #[test]
    fn r7_3_nothing_of_two_papers_with_one_number_is_lost_in_whatever_order_it_comes(
        steps in prop::collection::vec((0..4_u8, 3..6_u8, 1..16_u16, 1..6_u16, 1..4_u8), 1..30),
        turn in 0..6_usize,
    ) {
        let mut estate = Estate::new(Told::Unknown);
        let mut noted = Vec::new();
        for (step, by, sheet, many, line) in steps {
            estate.small.now += i64::from(many % 2) * 30;
            match step {
                0 => {
                    let said = Sheets { petition: estate.id, first: sheet, last: sheet + many };
                    let draft = Draft::new(Stream::Inner, Fact::Sheets { said }, Vec::new());
                    estate.small.record(by, Role::Organiser, draft);
                }
                1 => if let Some(draft) = estate.twice().first().and_then(Twice::written) {
                    estate.small.record(by, Role::Organiser, draft);
                },
                2 => noted.push(estate.elsewhere(by, (sheet, line))),
                _ => noted.push(estate.paper(VERA, usize::from(line), (sheet, line), "")),
            }
        }
        let mut runs = estate.small.runs();
        let before = State::fold(&runs);
        let (all, twice) = (read(&before, TODAY), printed_twice(&before, estate.id));
        let places = runs.len();
        runs.rotate_left(turn % places);
        let state = State::fold(&runs);
        prop_assert_eq!(&read(&state, TODAY), &all);
        prop_assert_eq!(&printed_twice(&state, estate.id), &twice);
        for dot in noted {
            let of_it = all[0].signed.iter().filter(|it| it.entries.contains(&dot));
            prop_assert_eq!(of_it.count(), 1);
        }
        let new: Vec<u16> = twice.iter().flat_map(|it| {
            let to = it.to.unwrap();
            to..to + it.sheets.len() as u16
        }).collect();
        let different: BTreeSet<u16> = new.iter().copied().collect();
        prop_assert_eq!(new.len(), different.len(), "no number is given twice");
        let stacks = Stacks::read(&state).remove(&estate.id).unwrap();
        prop_assert!(new.iter().all(|sheet| !stacks.has(*sheet)));
        // Each is done in its turn, and the end comes.
        for _ in 0..200 {
            if estate.twice().is_empty() {
                break;
            }
            estate.write_the_first();
        }
        prop_assert!(estate.twice().is_empty());
    }
}
