//! Twelve people, Love Lane, and a block that is emptied.

use chrono::NaiveDate;

use super::timeline::{became, changes, timeline, was_wrong};
use super::*;
use crate::canvass::author::Role;
use crate::canvass::ballot::{Became, Since};
use crate::canvass::switched::{Switch, is_on};
use crate::canvass::tenure::holds;
use crate::organise::small::Small;

const ORGANISER: u8 = 3;

fn day(text: &str) -> i32 {
    text.parse::<NaiveDate>().unwrap().to_epoch_days()
}

fn on(text: &str) -> Since {
    Since::On(day(text))
}

/// The Landlord Offer is published on 1 June 2027; a year before it 365 days have passed.
fn days() -> Ballot {
    Ballot {
        offer: Some(day("2027-06-01")),
        opens: Some(day("2027-07-01")),
        closes: Some(day("2027-07-22")),
        scrutineer: "An independent body".into(),
        instead: Vec::new(),
    }
}

fn voter(named: Since, main_home: Since, register: Since, sixteen: Since) -> Voter {
    Voter {
        named,
        main_home,
        register,
        sixteen,
        agreed: day("2027-01-10"),
        out: false,
        instead: Vec::new(),
    }
}

#[test]
fn r7_6_twelve_people_each_likely_not_or_unknown_with_what_would_settle_it() {
    use Since::{Never, Unknown};
    let long = Since::Before(day("2020-01-01"));
    let adult = Since::Before(day("2010-01-01"));
    let likely = Eligible::Likely;
    let unknown = |of: &[Settles]| Eligible::Unknown(of.to_vec());
    #[rustfmt::skip]
    let table = [
        ("a council tenant who is named",
            "council", voter(long, long, Never, adult), likely(Means::Tenancy)),
        ("a tenant whose agreement is of the day of the offer",
            "association", voter(on("2027-06-01"), Unknown, Never, adult), likely(Means::Tenancy)),
        ("a tenant whose agreement is of the day after",
            "council", voter(on("2027-06-02"), long, Never, adult), Eligible::Not),
        ("an unnamed partner who is not on the register",
            "council", voter(Never, long, Never, adult), Eligible::Not),
        ("an unnamed partner of whom nobody knows that",
            "council", voter(Never, long, Unknown, adult), unknown(&[Settles::Register])),
        ("an owner who moved in a year before to the day",
            "owner", voter(long, on("2026-06-01"), Never, adult), likely(Means::Title)),
        ("an owner who lets the home to others",
            "owner", voter(long, Never, Never, adult), Eligible::Not),
        ("in temporary accommodation, 365 days on the register",
            "temporary", voter(Never, long, on("2026-06-01"), adult), likely(Means::Register)),
        ("in temporary accommodation, 364 days on the register",
            "temporary", voter(Never, long, on("2026-06-02"), adult), Eligible::Not),
        ("a private tenant of whom nobody knows whether they are on it",
            "private", voter(long, long, Unknown, adult), unknown(&[Settles::Register])),
        ("a named tenant who is sixteen on the day of the offer",
            "council", voter(long, long, Never, on("2027-06-01")), likely(Means::Tenancy)),
        ("a named tenant whose sixteenth birthday is before the vote ends",
            "council", voter(long, long, Never, on("2027-07-10")), unknown(&[Settles::AgeDay])),
    ];
    assert_eq!(table.len(), 12);
    for (who, tenure, said, expected) in table {
        let found = eligible(held(Some(tenure)), &said, &days());
        assert_eq!(found, expected, "{who}");
    }
}

#[test]
fn r7_6_what_is_not_known_is_unknown_and_every_thing_that_would_settle_it_is_named() {
    let adult = Since::Before(day("2010-01-01"));
    let nothing = voter(
        Since::Unknown,
        Since::Unknown,
        Since::Unknown,
        Since::Unknown,
    );
    let of = |tenure: Option<&str>, said: &Voter| eligible(held(tenure), said, &days());
    let all = [
        Settles::Tenure,
        Settles::Named,
        Settles::MainHome,
        Settles::Register,
        Settles::Sixteen,
    ];
    assert_eq!(of(None, &nothing), Eligible::Unknown(all.to_vec()));
    // Shared owners and homes held in some other way: nobody here can say what counts.
    let register_alone = Voter {
        sixteen: adult,
        register: Since::Never,
        named: Since::Before(day("2020-01-01")),
        ..nothing.clone()
    };
    for tenure in ["shared", "sheltered", "a deed of 1962"] {
        let found = of(Some(tenure), &register_alone);
        let Eligible::Unknown(settles) = found else {
            panic!("{tenure}: {found:?}");
        };
        assert!(settles.contains(&Settles::Tenure), "{tenure}");
    }
    // Whoever is on the register needs nothing else.
    let registered = Voter {
        register: Since::Before(day("2026-06-01")),
        sixteen: adult,
        ..nothing.clone()
    };
    assert_eq!(of(None, &registered), Eligible::Likely(Means::Register));
    // Known only to have been on it since some day within the year: since when?
    let within = Voter {
        register: Since::Before(day("2026-12-01")),
        named: Since::Never,
        sixteen: adult,
        ..nothing.clone()
    };
    let settles = Eligible::Unknown(vec![Settles::Register]);
    assert_eq!(of(Some("temporary"), &within), settles);
    // A child on a tenancy counts for nothing, whatever else is unknown.
    let child = Voter {
        sixteen: Since::Never,
        ..nothing
    };
    assert_eq!(of(None, &child), Eligible::Not);
}

#[test]
fn r7_6_long_enough_is_so_for_the_offer_it_was_asked_about_and_any_later_one() {
    let today = day("2027-02-10");
    for (offer, by, year) in [
        (None, "2027-02-10", "2026-02-10"),
        (Some("2027-06-01"), "2027-02-10", "2026-02-10"),
        (Some("2027-01-20"), "2027-01-20", "2026-01-20"),
    ] {
        let found = long_enough(offer.map(day), today);
        assert_eq!(found, (day(by), day(year)), "{offer:?}");
        let said = voter(
            Since::Before(found.0),
            Since::Before(found.1),
            Since::Never,
            Since::Before(found.0),
        );
        for later in ["2027-02-10", "2027-06-01", "2029-01-01"] {
            let ballot = Ballot {
                offer: Some(day(later)),
                ..Ballot::default()
            };
            let likely = Eligible::Likely(Means::Title);
            assert_eq!(eligible(Held::Owned, &said, &ballot), likely, "{later}");
        }
    }
}

/// Homes of which so many are held so.
fn estate(doors: usize, tenures: &[(&str, usize)]) -> Small {
    let mut small = Small::new(doors);
    let each = tenures.iter().flat_map(|(tenure, n)| vec![*tenure; *n]);
    for (place, tenure) in each.enumerate() {
        let stream = Stream::Stair(small.stair((place / doors) as u64));
        let draft = holds(&small.state(), stream, small.household(place), tenure);
        small.record(ORGANISER, Role::Organiser, draft);
    }
    small
}

fn organise(small: &mut Small, draft: Draft) -> Dot {
    small.record(ORGANISER, Role::Organiser, draft)
}

fn says(small: &mut Small, place: usize, said: Voter) {
    let agreed = said.agreed;
    let draft = person(small.household(place), said, Some(agreed), None).unwrap();
    organise(small, draft);
}

#[test]
fn r7_6_another_day_of_the_offer_works_everything_out_anew() {
    let mut small = estate(2, &[("temporary", 2)]);
    let long = Since::Before(day("2010-01-01"));
    says(
        &mut small,
        0,
        voter(Since::Never, long, on("2026-06-01"), long),
    );
    says(
        &mut small,
        1,
        voter(Since::Never, long, on("2026-09-01"), long),
    );
    let tally = |small: &Small| {
        let tally = Roll::read(&small.state()).tally();
        (tally.likely, tally.not, tally.unknown)
    };
    // Before there is a day nobody can say.
    assert_eq!(tally(&small), (0, 0, 2));
    let set_offer = |small: &mut Small, offer: &str| {
        let said = Ballot {
            offer: Some(day(offer)),
            ..Ballot::default()
        };
        let draft = set(&Roll::read(&small.state()), said).unwrap();
        organise(small, draft);
    };
    set_offer(&mut small, "2027-06-01");
    assert_eq!(tally(&small), (1, 1, 0));
    set_offer(&mut small, "2027-09-01");
    assert_eq!(tally(&small), (2, 0, 0));
    set_offer(&mut small, "2027-05-31");
    assert_eq!(tally(&small), (0, 2, 0));
    // Two organisers who write different days at once: nobody knows the day.
    let roll = Roll::read(&small.state());
    for (by, offer) in [(4, "2027-06-01"), (5, "2027-09-01")] {
        let said = Ballot {
            offer: Some(day(offer)),
            ..Ballot::default()
        };
        let draft = set(&roll, said).unwrap();
        small.record(by, Role::Organiser, draft);
    }
    assert_eq!(tally(&small), (0, 0, 2));
}

#[test]
fn r7_6_nobody_stands_in_it_who_did_not_agree_and_whoever_takes_it_back_is_out() {
    let mut small = estate(2, &[("council", 2)]);
    let home = small.household(0);
    let long = Since::Before(day("2010-01-01"));
    let said = voter(long, long, Since::Never, long);
    assert_eq!(person(home, said.clone(), None, None), None);
    says(&mut small, 0, said.clone());
    // A volunteer's word is not read: it is organisers who ask.
    let other = person(small.household(1), said, Some(20_000), None).unwrap();
    small.record(7, Role::Volunteer, other);
    let roll = Roll::read(&small.state());
    assert_eq!((roll.tally().told, roll.tally().people()), (1, 1));
    let out = take_out(home, &roll.homes[0].people[0]);
    organise(&mut small, out);
    assert_eq!(Roll::read(&small.state()).tally().people(), 0);
    // Nor is it of whoever lives there next.
    says(&mut small, 0, voter(long, long, Since::Never, long));
    let moved = vec![home.into()];
    small.say(7, Role::Volunteer, 0, Fact::Moved {}, moved);
    let roll = Roll::read(&small.state());
    assert_eq!((roll.homes.len(), roll.tally().people()), (4, 0));
}

#[test]
fn r7_6_love_lane_who_is_still_there_and_on_the_register_decides() {
    // 226 in temporary accommodation, 43 secure tenants, 25 resident leaseholders: 294 homes.
    let mut small = estate(147, &[("temporary", 226), ("council", 43), ("owner", 25)]);
    let long = Since::Before(day("2010-01-01"));
    let draft = set(&Roll::read(&small.state()), days()).unwrap();
    organise(&mut small, draft);
    for place in 0..226 {
        // A hundred have been on the register for a year, a hundred since the summer, of 26 nobody knows.
        let register = match place {
            0..100 => on("2026-03-01"),
            100..200 => on("2026-08-01"),
            _ => Since::Unknown,
        };
        says(&mut small, place, voter(Since::Never, long, register, long));
    }
    for place in 226..294 {
        says(&mut small, place, voter(long, long, Since::Never, long));
    }
    let roll = Roll::read(&small.state());
    let by = roll.by_tenure();
    let of = |tenure: &str| by[&Some(tenure.to_string())];
    let (temporary, council, owner) = (of("temporary"), of("council"), of("owner"));
    assert_eq!((temporary.homes, council.homes, owner.homes), (226, 43, 25));
    let all = roll.tally();
    assert_eq!(all.homes, 294);
    // 77 of a hundred, rounded: 226 of 294.
    assert_eq!((temporary.homes * 1_000 / all.homes + 5) / 10, 77);
    assert_eq!(
        (temporary.likely, temporary.not, temporary.unknown),
        (100, 100, 26)
    );
    assert_eq!((council.likely, owner.likely), (43, 25));
    assert_eq!((all.likely, all.not, all.unknown), (168, 100, 26));
    // Two months later those who came in the summer have been on it for a year.
    let later = Ballot {
        offer: Some(day("2027-08-01")),
        ..Ballot::default()
    };
    let draft = set(&roll, later).unwrap();
    organise(&mut small, draft);
    let all = Roll::read(&small.state()).tally();
    assert_eq!((all.likely, all.not, all.unknown), (268, 0, 26));
}

/// Walden House and Cundy Street: the scheme sought no money of the Mayor's, and no ballot was held.
#[test]
fn r7_6_walden_and_cundy_without_a_ballot_nobody_is_said_to_have_a_vote() {
    let mut small = estate(76, &[("council", 40), ("private", 111)]);
    assert!(!is_on(&small.state(), Switch::Ballot));
    let long = Since::Before(day("2010-01-01"));
    for place in 0..151 {
        says(&mut small, place, voter(long, long, Since::Never, long));
    }
    let roll = Roll::read(&small.state());
    assert_eq!((roll.ballot.offer, roll.ballot.opens), (None, None));
    for (tenure, homes) in [("council", 40), ("private", 111)] {
        let tally = &roll.by_tenure()[&Some(tenure.to_string())];
        assert_eq!((tally.homes, tally.likely, tally.not), (homes, 0, 0));
        assert_eq!(tally.unknown, homes, "no day is known to vote on");
    }
}

#[test]
fn a_ballot_is_over_after_it_begins_and_begins_after_the_offer() {
    let roll = Roll::default();
    assert!(set(&roll, days()).is_some());
    assert!(set(&roll, Ballot::default()).is_some());
    for (offer, opens, closes) in [
        ("2027-06-01", "2027-05-01", "2027-07-22"),
        ("2027-06-01", "2027-07-22", "2027-07-01"),
    ] {
        let said = Ballot {
            offer: Some(day(offer)),
            opens: Some(day(opens)),
            closes: Some(day(closes)),
            ..Ballot::default()
        };
        assert_eq!(set(&roll, said), None);
    }
}

#[test]
fn r7_7_voids_and_decants_of_a_block_month_by_month() {
    let mut small = Small::new(10);
    let today = day("2027-04-15");
    let mut wrong = None;
    for (place, what, on) in [
        (0, Became::Void, "2027-01-20"),
        (1, Became::Decanted, "2027-02-10"),
        (2, Became::Decanted, "2027-02-28"),
        (0, Became::LivedIn, "2027-03-05"),
        (1, Became::Void, "2027-04-10"),
        // Of the other block.
        (15, Became::Void, "2027-02-01"),
        (3, Became::Void, "2027-03-01"),
    ] {
        let draft = became(small.door(place), what, day(on), today).unwrap();
        wrong = Some(organise(&mut small, draft));
    }
    let state = small.state();
    let blocks = estate::blocks(&state);
    let read = |state: &State, place: usize| timeline(state, &blocks[place], today);
    let months = |state: &State, place: usize| -> Vec<(i32, usize, usize, usize)> {
        let months = read(state, place).months.into_iter();
        months
            .map(|it| (it.day, it.void, it.decanted, it.lived_in))
            .collect()
    };
    assert_eq!(read(&state, 0).homes, 10);
    assert_eq!(
        months(&state, 0),
        [
            (day("2027-01-31"), 1, 0, 0),
            (day("2027-02-28"), 1, 2, 0),
            (day("2027-03-31"), 1, 2, 1),
            (day("2027-04-15"), 2, 1, 1),
        ]
    );
    assert_eq!(
        months(&state, 1),
        [
            (day("2027-02-28"), 1, 0, 0),
            (day("2027-03-31"), 1, 0, 0),
            (day("2027-04-15"), 1, 0, 0),
        ]
    );
    let slip = changes(&state).into_iter().find(|it| Some(it.dot) == wrong);
    organise(&mut small, was_wrong(&slip.unwrap()));
    let state = small.state();
    assert_eq!(months(&state, 0)[2], (day("2027-03-31"), 0, 2, 1));
    // What is to come is no fact, and without any there is no month.
    let door = small.door(4);
    assert_eq!(became(door, Became::Void, today + 1, today), None);
    let bare = Small::new(3).state();
    let bare = timeline(&bare, &estate::blocks(&bare)[0], today);
    assert_eq!((bare.homes, bare.months.len()), (3, 0));
}

#[test]
fn must_not_7_no_name_stands_in_what_is_kept_for_a_ballot_and_nothing_of_how_anybody_votes() {
    let bodies = include_str!("../../canvass/ballot.rs");
    let fields: Vec<&str> = bodies
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub "))
        .filter_map(|line| line.split_once(": "))
        .map(|(name, _)| name)
        .filter(|name| !name.contains(' '))
        .collect();
    // Another field is another thing that is kept of somebody: it is to be thought about here.
    assert_eq!(
        fields,
        [
            "offer",
            "opens",
            "closes",
            "scrutineer",
            "instead",
            "named",
            "main_home",
            "register",
            "sixteen",
            "agreed",
            "out",
            "instead",
            "what",
            "day",
            "instead",
        ]
    );
    let words = bodies.matches("String").count();
    assert_eq!(words, 1, "the scrutineer alone is words");
}
