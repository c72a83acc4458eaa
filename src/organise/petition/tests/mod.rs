//! Who counts, and who may be somebody's second.

mod sheet_tests;
mod twice;
mod wrong;

use super::*;
use crate::canvass::act::Act;
use crate::canvass::author::Role;
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::consent::{Consent, consent};
use crate::canvass::fact::Outcome;
use crate::canvass::id::Facet;
use crate::canvass::petition::{
    By, Council, Petition, Qualifies, Told, Verdict, begin, found, on_paper, on_phone, taken_back,
};
use crate::canvass::structure::{Floor, Percent, Rung};
use crate::organise::small::{NOW, Small};
use crate::organise::standing::deeds;
use crate::organise::structure::{Base, Plan, Tests, set_up};

const TODAY: i32 = (NOW / 86_400) as i32;
const VERA: u8 = 7;
const BRAM: u8 = 8;
const ORGANISER: u8 = 3;
/// So many sheets were printed before anybody signs.
const PRINTED: u16 = 4;

/// An estate on both of whose stairs Vera and Bram have knocked, and a petition there.
struct Estate {
    small: Small,
    id: Dot,
    petition: Petition,
}

fn petition(phones: Told, public: Told) -> Petition {
    Petition {
        prayer: "We ask the council to mend both lifts of Llwyn House before the winter".into(),
        target: "the Cabinet member for housing".into(),
        organiser: "Bronwen Hedd".into(),
        reach: "Flat 1, Llwyn House".into(),
        council: Council {
            key: String::new(),
            name: "Llwyn".into(),
            phones,
            public,
            checked: Some(TODAY),
        },
        closes: None,
    }
}

impl Estate {
    fn new(phones: Told) -> Estate {
        let mut small = Small::new(20);
        for (by, stair) in [(VERA, 0), (VERA, 1), (BRAM, 0), (BRAM, 1)] {
            let knock = Fact::Knock {
                outcome: Outcome::Spoke,
                by: None,
                when: None,
            };
            let door = small.door(stair * 20).into();
            small.say(by, Role::Volunteer, stair as u64, knock, vec![door]);
        }
        let petition = petition(phones, Told::Yes);
        let draft = begin(petition.clone()).unwrap();
        let id = small.record(1, Role::Organiser, draft);
        let (sheets, _) = printed(&small.state(), id, PRINTED).unwrap();
        small.record(1, Role::Organiser, sheets);
        Estate {
            small,
            id,
            petition,
        }
    }

    fn by(&self, who: &str) -> By {
        By {
            petition: self.id,
            who: who.into(),
            day: TODAY,
            also_act: false,
        }
    }

    fn paper(&mut self, by: u8, place: usize, at: (u16, u8), who: &str) -> Dot {
        let draft = on_paper(Some(self.small.household(place)), at, self.by(who)).unwrap();
        self.small.record(by, Role::Volunteer, draft)
    }

    fn phone(&mut self, by: u8, place: usize, who: &str) -> Dot {
        let home = self.small.household(place);
        let at = ("Flat 3, Llwyn House", "LL1 1AA");
        let said = self.by(who);
        let draft = on_phone(&self.petition, home, at, Qualifies::Lives, said).unwrap();
        self.small.record(by, Role::Volunteer, draft)
    }

    fn read(&self) -> Petitioned {
        read(&self.small.state(), TODAY).remove(0)
    }

    fn counts(&self) -> (usize, usize, usize) {
        let read = self.read();
        (read.valid(), read.total(), read.homes().len())
    }

    fn judge(&mut self, dot: Dot, verdict: Verdict) {
        let draft = self.read().find(dot).unwrap().judge(verdict);
        self.small.record(ORGANISER, Role::Organiser, draft);
    }
}

#[test]
fn r7_3_valid_of_total_and_of_how_many_homes() {
    let mut estate = Estate::new(Told::Unknown);
    assert_eq!(estate.counts(), (0, 0, 0));
    estate.paper(VERA, 0, (1, 1), "");
    estate.paper(VERA, 1, (1, 2), "");
    let unreadable = estate.paper(VERA, 25, (1, 3), "");
    assert_eq!(estate.counts(), (3, 3, 3));
    estate.judge(unreadable, Verdict::NotReadable);
    assert_eq!(estate.counts(), (2, 3, 2));
    // Whoever lives elsewhere is of no home of the estate, and only an organiser types them in.
    let elsewhere = on_paper(None, (2, 1), estate.by("A Neighbour")).unwrap();
    estate
        .small
        .record(VERA, Role::Volunteer, elsewhere.clone());
    assert_eq!(estate.counts(), (2, 3, 2));
    estate.small.record(ORGANISER, Role::Organiser, elsewhere);
    assert_eq!(estate.counts(), (3, 4, 2));
    assert_eq!(estate.read().elsewhere(), 1);
    assert_eq!(homes(&estate.small.state()), 40);
}

#[test]
fn r7_3_one_person_on_paper_and_on_a_phone_is_flagged_and_counts_once() {
    let mut estate = Estate::new(Told::Yes);
    let first = estate.paper(VERA, 0, (1, 1), "Ceri Hedd");
    let again = estate.phone(BRAM, 0, " ceri  hedd");
    let read = estate.read();
    assert_eq!((read.valid(), read.total()), (1, 2));
    let twice = Found::Not(Why::MayBeTwice(first));
    assert_eq!(read.find(again).unwrap().found, twice);
    // Which of the two is wrong nobody knows: somebody is shown both.
    let one_of_two = Found::FirstOfTwo(again);
    assert_eq!(read.find(first).unwrap().found, one_of_two);
    assert_eq!(read.flagged().count(), 2);
    // Somebody looks: they are mother and daughter of one name.
    estate.judge(again, Verdict::Counts);
    assert_eq!(estate.counts(), (2, 2, 1));
    assert_eq!(estate.read().flagged().count(), 0);
    // A third of that name is looked at once more, and beside it the first, which nobody looked at.
    estate.phone(VERA, 0, "Ceri Hedd");
    assert_eq!(estate.counts(), (2, 3, 1));
    assert_eq!(estate.read().flagged().count(), 2);
    estate.judge(first, Verdict::Counts);
    assert_eq!(estate.read().flagged().count(), 1);
}

#[test]
fn r7_3_two_of_one_home_are_two_where_somebody_saw_both_or_told_them_apart() {
    let mut estate = Estate::new(Told::Yes);
    // Vera stood there: two lines, one after the other.
    estate.paper(VERA, 0, (1, 1), "");
    estate.paper(VERA, 0, (1, 2), "");
    assert_eq!(estate.counts(), (2, 2, 1));
    // Bram was told of another, and nobody knows whose.
    let other = estate.paper(BRAM, 0, (4, 1), "");
    assert_eq!(estate.counts(), (2, 3, 1));
    estate.judge(other, Verdict::Twice);
    let found = estate.read().find_by_place((4, 1));
    assert_eq!(found, Some(Found::Not(Why::Twice)));
    // By name they are told apart.
    estate.paper(VERA, 5, (1, 3), "Ann");
    estate.paper(BRAM, 5, (4, 2), "Bob");
    assert_eq!(estate.counts(), (4, 5, 2));
    // On other days nobody saw two.
    estate.small.now += 86_400;
    let mut by = estate.by("");
    by.day += 1;
    let later = on_paper(Some(estate.small.household(0)), (1, 9), by).unwrap();
    estate.small.record(VERA, Role::Volunteer, later);
    assert_eq!(estate.counts(), (4, 6, 2));
}

impl Petitioned {
    fn find_by_place(&self, place: (u16, u8)) -> Option<Found> {
        let mut all = self.signed.iter();
        all.find(|it| it.place() == Some(place)).map(|it| it.found)
    }
}

#[test]
fn r7_3_a_line_is_one_signature_however_often_it_is_recorded() {
    let mut estate = Estate::new(Told::Unknown);
    estate.paper(VERA, 0, (1, 1), "");
    estate.paper(BRAM, 0, (1, 1), "");
    assert_eq!(estate.counts(), (1, 1, 1));
    // Two homes cannot be on one line: one of them is a slip.
    let slip = estate.paper(BRAM, 4, (1, 1), "");
    let read = estate.read();
    assert_eq!((read.valid(), read.total()), (1, 2));
    assert!(matches!(
        read.find(slip).unwrap().found,
        Found::Not(Why::SameLine(_))
    ));
}

#[test]
fn r7_3_a_volunteer_judges_nothing_and_takes_back_only_their_own() {
    let mut estate = Estate::new(Told::Unknown);
    let first = estate.paper(VERA, 0, (1, 1), "");
    let home = estate.small.household(0);
    let back = taken_back(Some(home), estate.id, TODAY, vec![first]);
    estate.small.record(BRAM, Role::Volunteer, back.clone());
    assert_eq!(estate.counts(), (1, 1, 1));
    let second = estate.paper(VERA, 0, (1, 1), "");
    let signed = estate.read().signed.remove(0).said;
    let counts = found(Some(home), vec![second], &signed, Verdict::NotReadable);
    estate.small.record(VERA, Role::Volunteer, counts);
    assert_eq!(estate.counts(), (1, 1, 1));
    estate.small.record(VERA, Role::Volunteer, back);
    assert_eq!(
        estate.read().total(),
        1,
        "the other entry of that line stands"
    );
}

#[test]
fn r7_2_a_phone_s_signature_counts_for_nothing_where_the_council_is_not_known_to_take_it() {
    let mut estate = Estate::new(Told::Yes);
    estate.phone(VERA, 0, "Ceri Hedd");
    assert_eq!(estate.counts(), (1, 1, 1));
    // As if it were forged for a petition of a council that does not.
    let other = begin(petition(Told::Unknown, Told::Unknown)).unwrap();
    estate.id = estate.small.record(1, Role::Organiser, other);
    estate.phone(VERA, 1, "Mair Hedd");
    let all = read(&estate.small.state(), TODAY);
    let other = all.iter().find(|it| it.id == estate.id).unwrap();
    assert_eq!((other.valid(), other.total()), (0, 1));
    assert_eq!(other.signed[0].found, Found::Not(Why::OnPhone));
}

#[test]
fn a_signature_is_no_consent_to_anything_else_and_goes_with_its_household() {
    let mut estate = Estate::new(Told::Unknown);
    estate.paper(VERA, 0, (1, 1), "Ceri Hedd");
    let home = estate.small.household(0);
    let state = estate.small.state();
    let asked = consent(&state, home, Facet::CONTACT_CONSENT);
    assert_eq!(asked, Consent::NotAsked);
    // Nor is the home one that did anything, as far as tests and levels go.
    ground(&mut estate.small);
    assert_eq!(deeds(&estate.small.state()), []);
    estate.small.board(Fact::Erased {}, vec![home.into()]);
    assert_eq!(estate.counts(), (0, 0, 0));
}

fn ground(small: &mut Small) {
    let group = Group::Residents;
    let ground = Ground::new(group, Basis::Consent, group.conditions()[0], "Policy").unwrap();
    let draft = write_down(&small.state(), Some(&ground));
    small.record(1, Role::Organiser, draft);
}

#[test]
fn signed_once_it_counts_for_a_structure_test_where_they_agreed_to_that() {
    let mut estate = Estate::new(Told::Unknown);
    let plan = Plan {
        rung: Rung::Petition,
        ask: "Sign".into(),
        base: Base::Homes(Percent::new(65).unwrap()),
        floor: Floor::None,
        days: (TODAY, TODAY + 21),
    };
    let draft = set_up(&estate.small.state(), &plan, TODAY).unwrap();
    let test = estate.small.record(ORGANISER, Role::Organiser, draft);
    for (place, also_act) in [(0, true), (1, false)] {
        let by = By {
            also_act,
            ..estate.by("")
        };
        let line = place as u8 + 1;
        let draft = on_paper(Some(estate.small.household(place)), (1, line), by).unwrap();
        estate.small.record(VERA, Role::Volunteer, draft);
    }
    let did = |estate: &Estate| {
        let tests = Tests::read(&estate.small.state(), TODAY);
        tests.find(test).unwrap().n()
    };
    // Nothing while the campaign may keep nothing.
    assert_eq!(did(&estate), 0);
    ground(&mut estate.small);
    assert_eq!(did(&estate), 1);
    let deeds = deeds(&estate.small.state());
    assert_eq!((deeds.len(), deeds[0].what), (1, Act::Signed));
    assert_eq!(deeds[0].door, estate.small.door(0));
    assert_eq!(estate.counts(), (2, 2, 2));
    // Tapped as an act besides, the home counts once.
    let act = crate::canvass::act::acted(estate.small.household(0), Act::Signed, TODAY, vec![]);
    estate.small.record(VERA, Role::Volunteer, act);
    assert_eq!(did(&estate), 1);
}

#[test]
fn no_two_sheets_have_one_number() {
    let mut estate = Estate::new(Told::Unknown);
    let numbers = |estate: &Estate, many| {
        let sheets = printed(&estate.small.state(), estate.id, many)?.1;
        Some((sheets.first, sheets.last))
    };
    assert_eq!(numbers(&estate, 12), Some((5, 16)));
    let (draft, _) = printed(&estate.small.state(), estate.id, 12).unwrap();
    estate.small.record(ORGANISER, Role::Organiser, draft);
    assert_eq!(numbers(&estate, 1), Some((17, 17)));
    // Sheets that somebody numbered by hand are passed over, and no slip uses the numbers up.
    estate.paper(VERA, 0, (20, 1), "");
    estate.paper(VERA, 0, (u16::MAX, 1), "");
    assert_eq!(numbers(&estate, 3), Some((17, 19)));
    assert_eq!(numbers(&estate, 4), Some((21, 24)));
    for none in [0, MOST_SHEETS + 1] {
        assert_eq!(printed(&estate.small.state(), estate.id, none), None);
    }
}

#[test]
fn whoever_signs_on_sheets_all_over_keeps_nobody_from_printing() {
    let mut estate = Estate::new(Told::Unknown);
    // Ahead of what is printed, every fiftieth number to the last.
    for sheet in (50..=u16::MAX).step_by(50) {
        estate.paper(VERA, 0, (sheet, 1), "");
    }
    let numbers = |estate: &Estate, many| {
        let sheets = printed(&estate.small.state(), estate.id, many)?.1;
        Some((sheets.first, sheets.last))
    };
    assert_eq!(numbers(&estate, 45), Some((5, 49)));
    assert_eq!(numbers(&estate, 46), Some((51, 96)));
    assert_eq!(
        numbers(&estate, 200),
        Some((51, 99)),
        "as many as there are"
    );
    let (draft, _) = printed(&estate.small.state(), estate.id, 200).unwrap();
    estate.small.record(ORGANISER, Role::Organiser, draft);
    assert_eq!(numbers(&estate, 200), Some((101, 149)));
}
