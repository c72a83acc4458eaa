//! The roll, the quorum and the votes.

use super::sheet::{About, roll_sheets};
use super::*;
use crate::canvass::author::Role;
use crate::canvass::structure::Percent;
use crate::locales;
use crate::organise::meetings::{Plan as Meeting, set_up, sign_in};
use crate::organise::small::{NOW, Small};

const TODAY: i32 = (NOW / 86_400) as i32;
const ORGANISER: u8 = 3;

fn organise(small: &mut Small, draft: Draft) -> Dot {
    small.record(ORGANISER, Role::Organiser, draft)
}

/// An estate of six homes a stair, with a meeting tonight.
fn estate() -> (Small, Dot) {
    let mut small = Small::new(6);
    let plan = Meeting {
        what: "First general meeting".into(),
        day: TODAY,
        from: 1_110,
        place: "The hall".into(),
    };
    let meeting = organise(&mut small, set_up(&plan, TODAY).unwrap());
    (small, meeting)
}

fn plan(roll: Roll, votes: Votes, needed: Needed) -> Plan {
    Plan {
        members: "Whoever lives on the estate and is sixteen".into(),
        roll,
        votes,
        quorum: "As many as our constitution says".into(),
        needed,
    }
}

fn share(percent: u8) -> Needed {
    Needed::Share(Percent::new(percent).unwrap())
}

fn say(small: &mut Small, meeting: Dot, plan: &Plan) -> Rules {
    let draft = say_rules(&small.state(), meeting, plan).unwrap();
    organise(small, draft);
    let mut stands = rules(&small.state(), meeting);
    assert_eq!(stands.len(), 1, "what is said anew takes the other's place");
    stands.remove(0)
}

fn members(small: &mut Small, place: usize, people: u8) {
    let draft = put_on_roll(&small.state(), small.household(place), people);
    organise(small, draft);
}

fn comes(small: &mut Small, meeting: Dot, place: usize, people: u8) {
    let home = small.household(place);
    organise(small, sign_in(meeting, home, people, TODAY));
}

fn count(small: &Small, rules: &Rules) -> Count {
    Count::of(&roll(&small.state(), rules), rules)
}

#[test]
fn r12_4_the_rules_are_words_beside_a_number_and_neither_may_be_missing() {
    let (mut small, meeting) = estate();
    let whole = plan(Roll::EveryHome, Votes::Household, Needed::Number(5));
    let wrong = |plan: &Plan| say_rules(&small.state(), meeting, plan).err();
    let mut members = whole.clone();
    members.members = " ".into();
    assert_eq!(wrong(&members), Some(NoRules::NoMembers));
    let mut quorum = whole.clone();
    quorum.quorum.clear();
    assert_eq!(wrong(&quorum), Some(NoRules::NoQuorum));
    let mut nobody = whole.clone();
    nobody.needed = Needed::Number(0);
    assert_eq!(wrong(&nobody), Some(NoRules::Nobody));
    let first = say(&mut small, meeting, &whole);
    assert_eq!(first.members, whole.members);
    let second = say(
        &mut small,
        meeting,
        &plan(Roll::Listed, Votes::Resident, share(10)),
    );
    assert_eq!((second.roll, second.instead.len()), (Roll::Listed, 1));
    // Of another meeting nothing is said, and a volunteer's word is none.
    assert_eq!(rules(&small.state(), small.stair(0).0), []);
    let (mut small, meeting) = estate();
    let draft = say_rules(&small.state(), meeting, &whole).unwrap();
    small.record(7, Role::Volunteer, draft);
    assert_eq!(rules(&small.state(), meeting), []);
}

#[test]
fn r12_4_the_roll_is_every_home_or_those_that_were_put_on_it() {
    let (mut small, meeting) = estate();
    let every = say(
        &mut small,
        meeting,
        &plan(Roll::EveryHome, Votes::Household, Needed::Number(3)),
    );
    assert_eq!(count(&small, &every).on_roll, 12);
    members(&mut small, 0, 2);
    members(&mut small, 1, 3);
    members(&mut small, 2, 0);
    assert_eq!(count(&small, &every).on_roll, 11, "one is not on it");
    let listed = Rules {
        roll: Roll::Listed,
        ..every.clone()
    };
    assert_eq!(count(&small, &listed).on_roll, 2);
    let residents = Rules {
        votes: Votes::Resident,
        ..listed.clone()
    };
    assert_eq!(count(&small, &residents).on_roll, 5);
    // What is said anew stands in place of what was.
    members(&mut small, 1, 1);
    assert_eq!(count(&small, &residents).on_roll, 3);
    // Who lives there next is not on it.
    let moved = Fact::Moved {};
    let home = small.household(0);
    small.say(ORGANISER, Role::Organiser, 0, moved, vec![home.into()]);
    assert_eq!(count(&small, &listed).on_roll, 1);
}

#[test]
fn r12_4_a_quorum_is_a_number_or_a_share_of_votes_by_home_or_by_resident() {
    let (mut small, meeting) = estate();
    for (place, people) in [(0, 2), (1, 3), (2, 1), (3, 4)] {
        members(&mut small, place, people);
    }
    // Five of a home of three came, and somebody of a home that is not on the roll.
    for (place, people) in [(0, 1), (1, 5), (6, 2)] {
        comes(&mut small, meeting, place, people);
    }
    let check = |small: &mut Small, votes, needed, expected: (usize, Option<usize>, Quorum)| {
        let rules = say(small, meeting, &plan(Roll::Listed, votes, needed));
        let count = count(small, &rules);
        assert_eq!((count.present, count.needed, count.quorum()), expected);
    };
    let (homes, residents) = (Votes::Household, Votes::Resident);
    check(
        &mut small,
        homes,
        Needed::Number(2),
        (2, Some(2), Quorum::Met),
    );
    check(
        &mut small,
        homes,
        Needed::Number(3),
        (2, Some(3), Quorum::Missing(1)),
    );
    check(&mut small, homes, share(50), (2, Some(2), Quorum::Met));
    // Of four homes 51 of a hundred are three: rounded up.
    check(
        &mut small,
        homes,
        share(51),
        (2, Some(3), Quorum::Missing(1)),
    );
    check(
        &mut small,
        residents,
        Needed::Number(4),
        (4, Some(4), Quorum::Met),
    );
    check(&mut small, residents, share(40), (4, Some(4), Quorum::Met));
    check(
        &mut small,
        residents,
        share(41),
        (4, Some(5), Quorum::Missing(1)),
    );
}

#[test]
fn r12_4_a_share_of_a_roll_that_is_not_known_is_not_made_up() {
    let (mut small, meeting) = estate();
    let residents = |needed| plan(Roll::EveryHome, Votes::Resident, needed);
    members(&mut small, 0, 2);
    comes(&mut small, meeting, 0, 2);
    let rules = say(&mut small, meeting, &residents(share(10)));
    let counted = count(&small, &rules);
    assert_eq!((counted.on_roll, counted.unknown), (2, 11));
    assert_eq!(
        (counted.needed, counted.quorum()),
        (None, Quorum::Unknown(11))
    );
    // A number needs no roll.
    let rules = say(&mut small, meeting, &residents(Needed::Number(2)));
    assert_eq!(count(&small, &rules).quorum(), Quorum::Met);
    let listed = plan(Roll::Listed, Votes::Household, Needed::Number(1));
    let (mut small, meeting) = estate();
    let rules = say(&mut small, meeting, &listed);
    assert_eq!(count(&small, &rules).quorum(), Quorum::NoRoll);
}

#[test]
fn r12_4_nothing_is_decided_without_a_quorum_and_no_more_vote_than_are_there() {
    let (mut small, meeting) = estate();
    let rules = say(
        &mut small,
        meeting,
        &plan(Roll::EveryHome, Votes::Household, Needed::Number(3)),
    );
    let tally = |yes, no, abstained| Tally { yes, no, abstained };
    let votes =
        |small: &Small, what: &str, tally| vote(&rules, &roll(&small.state(), &rules), what, tally);
    for place in 0..2 {
        comes(&mut small, meeting, place, 1);
    }
    let tried = votes(&small, "A committee of five", tally(2, 0, 0));
    assert_eq!(tried, Err(NoVote::NoQuorum));
    for place in 2..5 {
        comes(&mut small, meeting, place, 1);
    }
    assert_eq!(votes(&small, " ", tally(1, 0, 0)), Err(NoVote::NoWhat));
    assert_eq!(votes(&small, "It", tally(0, 0, 3)), Err(NoVote::Nobody));
    assert_eq!(votes(&small, "It", tally(4, 1, 1)), Err(NoVote::TooMany(5)));
    for (what, said) in [("Five", tally(3, 2, 0)), ("Seven", tally(2, 2, 1))] {
        let draft = votes(&small, what, said).unwrap();
        organise(&mut small, draft);
    }
    let results = results(&small.state(), meeting);
    let read: Vec<_> = results
        .iter()
        .map(|it| (it.said.what.as_str(), it.carried, it.said.present))
        .collect();
    // As many for as against carry nothing.
    assert_eq!(read, [("Five", true, 5), ("Seven", false, 5)]);
    organise(&mut small, was_wrong(&results[0]));
    let left = super::results(&small.state(), meeting);
    assert_eq!(left, results[1..]);
}

#[test]
fn r12_4_the_printed_roll_has_each_home_on_it_and_nobodys_name() {
    let (mut small, meeting) = estate();
    members(&mut small, 0, 2);
    members(&mut small, 7, 1);
    let rules = say(
        &mut small,
        meeting,
        &plan(Roll::Listed, Votes::Resident, share(50)),
    );
    let state = small.state();
    let about = About {
        what: "First general meeting".into(),
        when: "Tonight, The hall".into(),
        privacy: "Kept until the end".into(),
    };
    let place = |stair| {
        let place = crate::organise::board::place(&state, stair, |key| locales::fill(key, &[]));
        place.unwrap_or_default()
    };
    let rows = roll(&state, &rules);
    let file = roll_sheets(&rows, &rules, &about, &place, &locales::fill).unwrap();
    let text = String::from_utf8_lossy(&file);
    for (label, times) in [("(Flat 1) Tj", 1), ("(Flat 2) Tj", 1), ("(Flat 3) Tj", 0)] {
        assert_eq!(text.matches(label).count(), times, "{label}");
    }
    assert!(text.contains("Cambrian House") && text.contains("Dunlin House"));
    assert!(text.contains(&rules.members));
}
