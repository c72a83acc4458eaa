use proptest::prelude::*;

use super::*;
use crate::canvass::act::{Act, acted};
use crate::canvass::author::Role;
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::draft::Draft;
use crate::canvass::stream::Stream;
use crate::canvass::structure::{Floor, Percent};
use crate::canvass::tenure::holds;
use crate::organise::evidence::Figure;
use crate::organise::leaders::agreed;
use crate::organise::small::{NOW, Small};

mod fixtures;
mod forecast;
mod showing;

const TODAY: i32 = (NOW / 86_400) as i32;
const VERA: u8 = 7;
const BRAM: u8 = 8;
const ORGANISER: u8 = 3;

fn percent(of_hundred: u8) -> Percent {
    Percent::new(of_hundred).unwrap()
}

/// An estate on both of whose stairs Vera and Bram have knocked, of a campaign that may keep what people
/// did and said.
struct Estate {
    small: Small,
    doors: usize,
}

impl Estate {
    fn new(doors: usize) -> Estate {
        let mut estate = Estate {
            small: Small::new(doors),
            doors,
        };
        for by in [VERA, BRAM] {
            for place in [0, doors] {
                estate.knock(by, place, Outcome::NotHome);
            }
        }
        let condition = Group::Members.conditions()[0];
        let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
        let draft = write_down(&estate.small.state(), Some(&ground));
        estate.small.record(1, Role::Organiser, draft);
        estate
    }

    fn knock(&mut self, by: u8, place: usize, outcome: Outcome) {
        let fact = Fact::Knock {
            outcome,
            by: None,
            when: None,
        };
        let door = self.small.door(place).into();
        let stair = (place / self.doors) as u64;
        self.small.say(by, Role::Volunteer, stair, fact, vec![door]);
    }

    fn does(&mut self, by: u8, place: usize, what: Act, day: i32) -> Dot {
        let draft = acted(self.small.household(place), what, day, Vec::new());
        self.small.record(by, Role::Volunteer, draft)
    }

    fn held(&mut self, place: usize, tenure: &str) {
        let stream = Stream::Stair(self.small.stair((place / self.doors) as u64));
        let home = self.small.household(place);
        let draft = holds(&self.small.state(), stream, home, tenure);
        self.small.record(VERA, Role::Volunteer, draft);
    }

    fn gone(&mut self, place: usize) {
        let fact = Fact::Listed {
            label: None,
            gone: true,
        };
        let door = self.small.door(place).into();
        let stair = (place / self.doors) as u64;
        self.small
            .say(ORGANISER, Role::Organiser, stair, fact, vec![door]);
    }

    fn test(&mut self, rung: Rung, base: Base, floor: Floor) -> Dot {
        let plan = plan(rung, base, floor, (TODAY, TODAY + 20));
        let draft = set_up(&self.small.state(), &plan, TODAY).unwrap();
        self.small.record(1, Role::Organiser, draft)
    }

    fn petition(&mut self, line: u8) -> Dot {
        self.test(Rung::Petition, Base::Homes(percent(line)), Floor::None)
    }

    fn read(&self, id: Dot) -> (Tested, Findings) {
        self.read_on(id, TODAY)
    }

    fn read_on(&self, id: Dot, today: i32) -> (Tested, Findings) {
        let state = self.small.state();
        let tests = Tests::read(&state, today);
        let tested = tests.find(id).unwrap().clone();
        let findings = Findings::of(&state, &tests, &tested);
        (tested, findings)
    }
}

fn plan(rung: Rung, base: Base, floor: Floor, days: (i32, i32)) -> Plan {
    Plan {
        rung,
        ask: "Sign, with your flat's number".into(),
        base,
        floor,
        days,
    }
}

#[test]
fn r4_1_the_line_and_what_it_is_of_stay_as_they_were_set_up() {
    let mut estate = Estate::new(10);
    let id = estate.petition(65);
    estate.does(VERA, 0, Act::Signed, TODAY);
    let (tested, _) = estate.read(id);
    assert_eq!(
        (tested.all(), tested.needed(), tested.n()),
        (Some(20), Some(13), 1)
    );
    // A home that is no more stays among them, and one that is found is of the next test.
    estate.gone(5);
    let found = Fact::Door {
        label: "Flat 99".into(),
        floor: None,
        order: 99,
        uprn: None,
    };
    estate.small.say(2, Role::Organiser, 0, found, vec![]);
    estate.knock(VERA, 6, Outcome::Refused);
    let (tested, _) = estate.read(id);
    assert_eq!((tested.all(), tested.needed()), (Some(20), Some(13)));
    // Nobody strikes it, not whoever wrote it.
    let strike = Draft {
        over: vec![id],
        about: estate.small.state().entry(id).unwrap().event.about.clone(),
        ..Draft::new(Stream::Inner, Fact::Strike {}, Vec::new())
    };
    estate.small.record(1, Role::Organiser, strike);
    assert_eq!(estate.read(id).0, tested);
    // Another line is another test beside it.
    let other = estate.petition(30);
    assert_eq!(estate.read(id).0.needed(), Some(13));
    assert_eq!(estate.read(other).0.needed(), Some(6));
}

#[test]
fn r4_1_no_line_is_drawn_by_what_is_done_already() {
    let mut estate = Estate::new(4);
    estate.does(VERA, 0, Act::Signed, TODAY - 1);
    let homes = Base::Homes(percent(65));
    let refused = |days, ask: &str, base| {
        let plan = Plan {
            ask: ask.into(),
            ..plan(Rung::Petition, base, Floor::None, days)
        };
        set_up(&estate.small.state(), &plan, TODAY).unwrap_err()
    };
    assert_eq!(refused((TODAY - 1, TODAY), "Sign", homes), NoTest::Begun);
    assert_eq!(refused((TODAY, TODAY - 1), "Sign", homes), NoTest::Days);
    assert_eq!(refused((TODAY, TODAY), " ", homes), NoTest::NoAsk);
    let nobody = Base::People(0, 9, percent(75));
    assert_eq!(refused((TODAY, TODAY), "Pledge", nobody), NoTest::Nobody);
    // What was signed the day before is not of this test.
    let id = estate.petition(65);
    assert_eq!(estate.read(id).0.n(), 0);
}

#[test]
fn r4_1_the_rungs_differ_in_what_counts_and_in_what_it_is_counted_of() {
    let mut estate = Estate::new(8);
    let talk = estate.test(Rung::Conversation, Base::Homes(percent(60)), Floor::None);
    let signing = estate.petition(65);
    for place in 0..6 {
        estate.knock(VERA, place, Outcome::Spoke);
    }
    for place in 0..4 {
        estate.does(VERA, place, Act::Signed, TODAY);
    }
    assert_eq!(
        (estate.read(talk).0.n(), estate.read(signing).0.n()),
        (6, 4)
    );
    let base = Base::DidIn(signing, percent(65));
    let posters = estate.test(Rung::Poster, base, Floor::EachLanding);
    let (tested, _) = estate.read(posters);
    assert_eq!((tested.all(), tested.needed()), (Some(4), Some(3)));
    // One person alone has not seen it for anybody else.
    estate.does(VERA, 0, Act::Poster, TODAY);
    estate.does(VERA, 0, Act::Poster, TODAY);
    let (tested, _) = estate.read(posters);
    assert_eq!((tested.n(), tested.seen_once.len()), (0, 1));
    estate.does(BRAM, 0, Act::Poster, TODAY);
    let (tested, _) = estate.read(posters);
    assert_eq!((tested.n(), tested.seen_once.len()), (1, 0));
    // Persons: of those who may take part, with those of whom nobody knows beside them.
    let ballot = Base::People(40, 7, percent(75));
    let pledge = estate.test(Rung::Pledge, ballot, Floor::None);
    let mut two = acted(estate.small.household(2), Act::Pledged, TODAY, Vec::new());
    if let Fact::Acted { said } = &mut two.fact {
        said.people = 2;
    }
    estate.small.record(VERA, Role::Volunteer, two);
    estate.does(BRAM, 2, Act::Pledged, TODAY);
    let (tested, findings) = estate.read(pledge);
    assert_eq!(
        (tested.n(), tested.all(), tested.needed()),
        (2, Some(40), Some(30))
    );
    assert_eq!(findings.unknown, 7);
    // A deputation is of nothing.
    let along = estate.test(Rung::Deputation, Base::AsAgreed, Floor::None);
    let (tested, findings) = estate.read(along);
    assert_eq!((tested.all(), tested.needed()), (None, None));
    assert_eq!(findings.fails, [Fails::NoList]);
}

#[test]
fn r4_1_a_pledge_is_of_the_last_eight_weeks() {
    let mut estate = Estate::new(4);
    let days = (TODAY, TODAY + 100);
    let base = Base::People(8, 0, percent(75));
    let plan = plan(Rung::Pledge, base, Floor::None, days);
    let draft = set_up(&estate.small.state(), &plan, TODAY).unwrap();
    let id = estate.small.record(1, Role::Organiser, draft);
    estate.does(VERA, 0, Act::Pledged, TODAY);
    assert_eq!(estate.read_on(id, TODAY + FRESH_FOR - 1).0.n(), 1);
    assert_eq!(estate.read_on(id, TODAY + FRESH_FOR).0.n(), 0);
}

#[test]
fn r4_2_every_figure_has_what_it_is_of_how_many_nobody_knows_and_a_day() {
    let mut estate = Estate::new(10);
    let id = estate.petition(65);
    estate.knock(VERA, 1, Outcome::Refused);
    estate.knock(VERA, 2, Outcome::Spoke);
    estate.does(VERA, 3, Act::Signed, TODAY);
    // Twice, by two phones and on paper, is once.
    estate.does(BRAM, 3, Act::Signed, TODAY);
    estate.held(3, "council");
    let (tested, findings) = estate.read_on(id, TODAY + 3);
    assert_eq!(
        (tested.n(), tested.all(), tested.as_of),
        (1, Some(20), TODAY + 3)
    );
    // Whoever refused was not spoken to about it, and is of the homes all the same.
    assert_eq!(findings.unknown, 18);
    let council = Some("council".to_string());
    assert_eq!(
        (findings.tenures[&council].n, findings.tenures[&council].all),
        (1, 1)
    );
    assert_eq!(
        (findings.tenures[&None].n, findings.tenures[&None].all),
        (0, 19)
    );
    let stairs: usize = findings.stairs.values().map(|part| part.all).sum();
    assert_eq!(stairs, 20);
    // A test that is over is as of its last day.
    assert_eq!(estate.read_on(id, TODAY + 99).0.as_of, TODAY + 20);
}

proptest! {
    /// Whatever comes in when, and however often.
    #[test]
    fn r4_3_the_result_is_the_same_in_any_order_and_however_often(
        acts in prop::collection::vec((0..12_usize, 3..8_usize, any::<bool>()), 0..30),
        turn in 0..8_usize,
    ) {
        let mut estate = Estate::new(6);
        let id = estate.petition(65);
        for (place, what, by) in acts {
            estate.does(if by { VERA } else { BRAM }, place, Act::ALL[what], TODAY);
        }
        let read = |state: &State| {
            let tests = Tests::read(state, TODAY);
            let findings = Findings::of(state, &tests, tests.find(id).unwrap());
            (tests, findings)
        };
        let mut runs = estate.small.runs();
        let whole = read(&State::fold(&runs));
        let all = runs.len();
        runs.rotate_left(turn % all);
        runs.extend(estate.small.runs());
        prop_assert_eq!(read(&State::fold(&runs)), whole);
    }
}

#[test]
fn r4_4_a_result_names_the_stairs_that_failed_the_lists_that_did_not_move_and_who_moved() {
    let mut estate = Estate::new(10);
    let list = |estate: &mut Estate, leader: usize, homes: &[usize]| {
        let homes: Vec<_> = homes.iter().map(|it| estate.small.household(*it)).collect();
        let home = estate.small.household(leader);
        let draft = agreed(&estate.small.state(), home, "Sign", &homes, TODAY).unwrap();
        estate.small.record(ORGANISER, Role::Organiser, draft);
    };
    list(&mut estate, 0, &[1, 2, 3]);
    list(&mut estate, 11, &[12, 13]);
    let floor = Floor::EachStair(percent(50));
    let first = estate.test(Rung::Petition, Base::Homes(percent(30)), floor);
    for place in [0, 1, 2, 4, 5, 6, 7] {
        estate.does(VERA, place, Act::Signed, TODAY);
    }
    let (tested, findings) = estate.read(first);
    // The estate reached its line; one stair has nobody.
    assert!(tested.n() >= tested.needed().unwrap());
    assert_eq!(findings.fails, [Fails::Stair(estate.small.stair(1))]);
    assert!(!findings.is_met());
    let lists: Vec<_> = findings.lists.iter().map(|it| (it.n, it.all)).collect();
    assert_eq!(lists, [(2, 3), (0, 2)]);
    let unmoved: Vec<_> = findings.unmoved().map(|it| it.door).collect();
    assert_eq!(unmoved, [estate.small.door(11)]);
    assert_eq!((findings.since, findings.came_along.len()), (None, 0));

    let second = estate.test(
        Rung::Meeting,
        Base::Homes(percent(25)),
        Floor::EachStairAndTenure,
    );
    estate.held(12, "private");
    for place in [1, 2, 13, 14] {
        estate.does(BRAM, place, Act::Came, TODAY);
    }
    let (_, findings) = estate.read(second);
    assert_eq!(findings.since, Some(first));
    assert_eq!(
        findings.came_along,
        [13, 14].map(|it| estate.small.door(it))
    );
    assert_eq!(
        findings.fell_away,
        [0, 4, 5, 6, 7].map(|it| estate.small.door(it))
    );
    assert_eq!(
        findings.fails,
        [Fails::Line(1), Fails::Tenure("private".into())]
    );
}

#[test]
fn r4_4_posters_are_wanted_on_every_landing_of_those_who_signed() {
    let mut estate = Estate::new(8);
    let signing = estate.petition(10);
    for place in [0, 1, 5] {
        estate.does(VERA, place, Act::Signed, TODAY);
    }
    let base = Base::DidIn(signing, percent(65));
    let posters = estate.test(Rung::Poster, base, Floor::EachLanding);
    for place in [0, 1] {
        estate.does(VERA, place, Act::Poster, TODAY);
        estate.does(BRAM, place, Act::Poster, TODAY);
    }
    // Four to a floor: two of the first signed and have it up, one of the second has not.
    let (tested, findings) = estate.read(posters);
    assert_eq!((tested.n(), tested.needed()), (2, Some(2)));
    let stair = estate.small.stair(0);
    assert_eq!(findings.fails, [Fails::Landing(stair, None, Some(1))]);
}

#[test]
fn a_test_that_is_given_up_counts_to_that_day_and_keeps_why() {
    let mut estate = Estate::new(4);
    let id = estate.petition(65);
    assert_eq!(end(id, " ", TODAY), None);
    estate.does(VERA, 0, Act::Signed, TODAY);
    let draft = end(id, "The prayer was wrong", TODAY).unwrap();
    estate.small.record(1, Role::Organiser, draft);
    estate.small.now += 86_400;
    estate.does(VERA, 1, Act::Signed, TODAY + 1);
    let (tested, _) = estate.read_on(id, TODAY + 2);
    assert_eq!(
        (tested.n(), tested.last_day(), tested.as_of),
        (1, TODAY, TODAY)
    );
    assert_eq!(tested.ended.unwrap().why, "The prayer was wrong");
}

#[test]
fn whatever_a_test_comes_to_the_next_may_be_set_up_and_acts_recorded() {
    let mut estate = Estate::new(4);
    let id = estate.petition(90);
    assert!(!estate.read(id).1.is_met());
    for rung in Rung::ALL {
        let base = match suggested(rung).0 {
            Suggested::Homes(line) | Suggested::After(_, line) => Base::Homes(percent(line)),
            Suggested::People(line) => Base::People(9, 0, percent(line)),
            Suggested::AsAgreed => Base::AsAgreed,
        };
        let next = estate.test(rung, base, suggested(rung).1);
        if let Some(act) = rung.act() {
            estate.does(VERA, 0, act, TODAY);
            estate.does(BRAM, 0, act, TODAY);
            assert_eq!(estate.read(next).0.n(), 1, "{rung:?}");
        }
    }
}

#[test]
fn must_not_4_no_refusal_leaves_what_a_test_is_counted_of() {
    // Each in turn is what came of every home but one; that there is no such door is no refusal.
    let outcomes = Outcome::ALL.into_iter();
    for outcome in outcomes.filter(|outcome| *outcome != Outcome::AddressNotFound) {
        let mut estate = Estate::new(10);
        let before = estate.petition(50);
        for place in 0..19 {
            estate.knock(VERA, place, outcome);
        }
        estate.does(VERA, 19, Act::Signed, TODAY);
        // Set up before or after they were asked, all of them are what it is of.
        let after = estate.petition(50);
        for id in [before, after] {
            let (tested, findings) = estate.read(id);
            assert_eq!((tested.n(), tested.all()), (1, Some(20)), "{outcome:?}");
            assert_eq!(tested.needed(), Some(10), "{outcome:?}");
            let stairs: usize = findings.stairs.values().map(|part| part.all).sum();
            assert_eq!(stairs, 20, "{outcome:?}");
        }
    }
    // Nor does whoever acts against it.
    let mut estate = Estate::new(10);
    for place in 0..20 {
        estate.does(VERA, place, Act::Against, TODAY);
    }
    let id = estate.petition(50);
    assert_eq!(estate.read(id).0.all(), Some(20));
}

#[test]
fn must_not_4_no_test_waits_for_another_to_be_met() {
    let mut estate = Estate::new(10);
    let id = estate.petition(100);
    assert!(!estate.read(id).1.is_met());
    let homes = Base::Homes(percent(50));
    for rung in Rung::ALL {
        let base = match rung {
            Rung::Deputation => Base::AsAgreed,
            Rung::Pledge => Base::People(30, 0, percent(75)),
            _ => homes,
        };
        let plan = plan(rung, base, Floor::None, (TODAY, TODAY + 20));
        assert!(
            set_up(&estate.small.state(), &plan, TODAY).is_ok(),
            "{rung:?}"
        );
    }
    // And what is done counts, whatever the one before came to.
    let next = estate.test(Rung::Pledge, homes, Floor::None);
    estate.does(VERA, 3, Act::Pledged, TODAY);
    assert_eq!(estate.read(next).0.n(), 1);
}
