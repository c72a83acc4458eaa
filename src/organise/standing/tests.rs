use super::*;
use crate::canvass::act::{acted, brought};
use crate::canvass::author::Role;
use crate::canvass::basis::{Basis, Condition, Ground, Group, write_down};
use crate::canvass::fact::Outcome;
use crate::canvass::structure::{Floor, Percent, Rung};
use crate::locales;
use crate::organise::leaders::{agreed, came, promised};
use crate::organise::small::{NOW, Small};
use crate::organise::structure::{Base, Plan, set_up};

const TODAY: i32 = (NOW / 86_400) as i32;
const VERA: u8 = 7;
const BRAM: u8 = 8;
const ORGANISER: u8 = 3;

/// An estate of two stairs, on both of which Vera and Bram have knocked, of a campaign of this sort.
fn estate(doors: usize, group: Group) -> Small {
    let mut small = Small::new(doors);
    for by in [VERA, BRAM] {
        for stair in 0..2 {
            let fact = Fact::Knock {
                outcome: Outcome::NotHome,
                by: None,
                when: None,
            };
            let door = small.door(doors * stair as usize).into();
            small.say(by, Role::Volunteer, stair, fact, vec![door]);
        }
    }
    let condition = group.conditions()[0];
    let ground = Ground::new(group, Basis::Consent, condition, "Policy of 1 May").unwrap();
    let draft = write_down(&small.state(), Some(&ground));
    small.record(1, Role::Organiser, draft);
    small
}

fn members(doors: usize) -> Small {
    estate(doors, Group::Members)
}

fn act(small: &mut Small, by: u8, place: usize, what: Act, day: i32) -> Dot {
    let draft = acted(small.household(place), what, day, Vec::new());
    small.record(by, Role::Volunteer, draft)
}

fn has_act(small: &mut Small, place: usize, other: usize, day: i32) -> Dot {
    let (home, other) = (small.household(place), small.household(other));
    let draft = brought(home, other, day, Vec::new()).unwrap();
    small.record(VERA, Role::Volunteer, draft)
}

fn read(small: &Small, today: i32) -> Standings {
    Standings::read(&small.state(), today).unwrap()
}

fn at(small: &Small, place: usize) -> Standing {
    later(small, place, TODAY)
}

fn later(small: &Small, place: usize, today: i32) -> Standing {
    let door = small.door(place);
    let mut homes = read(small, today).homes.into_iter();
    homes.find(|home| home.door == door).unwrap()
}

fn level_at(small: &Small, place: usize) -> Level {
    at(small, place).level
}

#[test]
fn r3_1_nobody_brings_neighbours_without_another_home_that_acted() {
    let mut small = members(4);
    assert_eq!(level_at(&small, 0), Level::NotAsked);
    for what in Act::ALL {
        act(&mut small, VERA, 0, what, TODAY);
        assert_ne!(level_at(&small, 0), Level::Brings, "{what:?}");
    }
    // A home cannot have itself act, by whatever program.
    let home = small.household(1);
    assert_eq!(brought(home, home, TODAY, Vec::new()), None);
    let mut draft = acted(home, Act::Brought, TODAY, Vec::new());
    draft.about.push(home.into());
    small.record(VERA, Role::Volunteer, draft);
    act(&mut small, VERA, 1, Act::Signed, TODAY);
    assert_eq!(level_at(&small, 1), Level::WithUs);
    // Another home that has done nothing, or says yes, has not acted.
    has_act(&mut small, 2, 3, TODAY);
    assert_eq!(level_at(&small, 2), Level::NotAsked);
    act(&mut small, VERA, 3, Act::SaysYes, TODAY);
    assert_eq!(level_at(&small, 2), Level::NotAsked);
    act(&mut small, VERA, 3, Act::Signed, TODAY);
    assert_eq!(level_at(&small, 2), Level::Brings);
}

#[test]
fn r3_1_a_level_comes_from_what_was_done_and_words_are_no_act() {
    let mut small = members(6);
    for (place, what, level) in [
        (0, Act::SaysYes, Level::SaysYes),
        (1, Act::NotSure, Level::NotSure),
        (2, Act::NotForThem, Level::NotForThem),
        (3, Act::Poster, Level::WithUs),
        (4, Act::Against, Level::Against),
    ] {
        act(&mut small, VERA, place, what, TODAY);
        assert_eq!(level_at(&small, place), level);
    }
    // Whoever was not sure has signed since: that is no disagreement.
    act(&mut small, BRAM, 1, Act::Signed, TODAY + 1);
    let home = at(&small, 1);
    assert_eq!((home.level, home.differ.len()), (Level::WithUs, 0));
    // Whoever moves in was not asked.
    let home = small.household(3);
    small.say(VERA, Role::Volunteer, 0, Fact::Moved {}, vec![home.into()]);
    assert_eq!(level_at(&small, 3), Level::NotAsked);
}

#[test]
fn r3_1_what_somebody_writes_of_a_stair_they_never_had_counts_for_nothing() {
    let mut small = members(4);
    let draft = acted(small.household(0), Act::Against, TODAY, Vec::new());
    small.record(9, Role::Volunteer, draft);
    assert_eq!(level_at(&small, 0), Level::NotAsked);
    // Nor does it take back what others wrote.
    let signed = act(&mut small, VERA, 0, Act::Signed, TODAY);
    for (by, role) in [(9, Role::Volunteer), (BRAM, Role::Volunteer)] {
        let draft = acted(small.household(0), Act::TakenBack, TODAY, vec![signed]);
        small.record(by, role, draft);
        assert_eq!(level_at(&small, 0), Level::WithUs);
    }
    let draft = acted(small.household(0), Act::TakenBack, TODAY, vec![signed]);
    small.record(VERA, Role::Volunteer, draft);
    assert_eq!(level_at(&small, 0), Level::NotAsked);
}

#[test]
fn r3_1_whoever_moved_the_homes_they_agreed_to_brings_neighbours() {
    let mut small = members(4);
    let (leader, list) = (
        small.household(0),
        [1, 2].map(|place| small.household(place)),
    );
    let draft = agreed(&small.state(), leader, "Sign", &list, TODAY + 7).unwrap();
    small.record(ORGANISER, Role::Organiser, draft);
    assert_eq!(level_at(&small, 0), Level::NotAsked);
    let (_, asked) = promised(&small.state()).remove(0);
    // Another home that came is on nobody's list, and whoever is no organiser notes nothing.
    let stranger = [small.household(3)];
    for (by, role, homes) in [
        (ORGANISER, Role::Organiser, &stranger[..]),
        (VERA, Role::Volunteer, &list[..]),
    ] {
        let draft = came(&small.state(), leader, &asked, homes, TODAY);
        small.record(by, role, draft);
        assert_eq!(level_at(&small, 0), Level::NotAsked);
    }
    let draft = came(&small.state(), leader, &asked, &list[..1], TODAY);
    small.record(ORGANISER, Role::Organiser, draft);
    assert_eq!(level_at(&small, 0), Level::Brings);
    // It does not say what they came to, so no test counts it and their own level waits for an act.
    assert_eq!(level_at(&small, 1), Level::NotAsked);
    assert!(deeds(&small.state()).is_empty());
    // What somebody else saw against it is a disagreement, which an organiser can settle either way.
    act(&mut small, VERA, 0, Act::Against, TODAY);
    assert_eq!(level_at(&small, 0), Level::Against);
    for (keep, level) in [
        (Level::Against, Level::Against),
        (Level::Brings, Level::Brings),
    ] {
        let mut settled = small.clone();
        let standing = at(&settled, 0);
        let kept = standing.differ.iter().find(|it| it.level == keep);
        let kept = kept.unwrap().deed.dot;
        let draft = settle(&settled.state(), &standing, kept).unwrap();
        settled.record(ORGANISER, Role::Organiser, draft);
        let now = at(&settled, 0);
        assert_eq!((now.level, now.differ.len()), (level, 0), "{keep:?}");
    }
}

#[test]
fn must_not_3_a_home_stands_where_somebody_of_it_does_and_it_is_said_what_they_did() {
    let mut small = members(4);
    assert_eq!(at(&small, 0).what, None);
    act(&mut small, VERA, 0, Act::Poster, TODAY - 3);
    act(&mut small, VERA, 0, Act::Signed, TODAY - 1);
    act(&mut small, VERA, 0, Act::Came, TODAY - 2);
    // The newest of it, which is one act by somebody: no more is said of the home.
    assert_eq!(at(&small, 0).what, Some(Act::Signed));
    // Somebody else of the home says no on the same day, at another's door bell: both stand.
    act(&mut small, BRAM, 0, Act::NotForThem, TODAY - 1);
    let home = at(&small, 0);
    assert_eq!(
        (home.level, home.what, home.differ.len()),
        (Level::NotForThem, Some(Act::NotForThem), 4)
    );
    let words = locales::fill("standing.somebody", &[("act", "Signed".into())]);
    assert_eq!(words, "somebody there: Signed");
    let page = include_str!("../../client/pages/organiser/standing/stair.rs");
    assert!(page.contains("standing.somebody"));
}

#[test]
fn must_not_3_no_figure_is_an_average_and_a_tally_has_whole_homes_alone() {
    let mut small = members(4);
    for (place, what) in [(0, Act::Signed), (1, Act::Against)] {
        act(&mut small, VERA, place, what, TODAY);
    }
    // A mean of the strongest and the weakest would be the middle, where nobody stands.
    let tally = read(&small, TODAY).tally(|_| true);
    assert_eq!((tally.at(Level::WithUs), tally.at(Level::Against)), (1, 1));
    assert_eq!(
        (tally.at(Level::NotSure), tally.at(Level::NotAsked)),
        (0, 6)
    );
    for part in [
        include_str!("mod.rs"),
        include_str!("deeds.rs"),
        include_str!("../../client/pages/organiser/standing/mod.rs"),
        include_str!("../../client/pages/organiser/standing/picture.rs"),
        include_str!("../../client/pages/organiser/standing/stair.rs"),
    ] {
        for fraction in ["f32", "f64", "as u8", "mean", "percent"] {
            assert!(!part.contains(fraction), "{fraction}");
        }
    }
}

#[test]
fn must_not_3_of_what_somebody_did_nothing_says_how_old_they_are() {
    let bodies = include_str!("../../canvass/act.rs");
    let (_, body) = bodies.split_once("pub struct Acted {").unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let fields: Vec<&str> = body
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "))
        .map(|(name, _)| name)
        .collect();
    // Another field is another thing that is kept of somebody: it is to be thought about here.
    assert_eq!(fields, ["what", "day", "people", "instead"]);
}

#[test]
fn r3_2_not_asked_comes_first_and_stands_in_every_denominator() {
    let mut small = members(50);
    for place in 0..40 {
        act(&mut small, VERA, place, Act::Signed, TODAY);
    }
    let all = read(&small, TODAY);
    let tally = all.tally(|_| true);
    assert_eq!(Level::ALL[0], Level::NotAsked);
    assert_eq!((tally.at(Level::NotAsked), tally.all), (60, 100));
    // Every figure there is is of all homes: none is more than 40 of 100.
    for level in &Level::ALL[1..] {
        assert!(tally.at(*level) * 100 / tally.all <= 40, "{level:?}");
    }
    let sum: usize = Level::ALL.iter().map(|level| tally.at(*level)).sum();
    assert_eq!(sum, tally.all);
    let stair = all.tally(|home| home.stair == small.stair(1));
    assert_eq!((stair.at(Level::NotAsked), stair.all), (50, 50));
}

#[test]
fn r3_3_what_is_older_than_eight_weeks_is_stale_and_stays_what_it_is() {
    let mut small = members(4);
    act(&mut small, VERA, 0, Act::Signed, TODAY);
    let then = |today| {
        let home = later(&small, 0, today);
        (home.level, home.stale)
    };
    assert_eq!(then(TODAY + FRESH_FOR), (Level::WithUs, None));
    let stale = Some(Stale::Old);
    assert_eq!(then(TODAY + FRESH_FOR + 1), (Level::WithUs, stale));
    let tally = read(&small, TODAY + FRESH_FOR + 1).tally(|_| true);
    assert_eq!(tally.stale_at(Level::WithUs), 1);
    // Of nobody who was never asked can anything be stale.
    assert_eq!(tally.stale_at(Level::NotAsked), 0);
}

#[test]
fn r3_3_whoever_did_not_do_a_later_test_is_stale_once_it_is_over() {
    let mut small = members(4);
    act(&mut small, VERA, 0, Act::Signed, TODAY);
    act(&mut small, VERA, 1, Act::Signed, TODAY);
    let plan = Plan {
        rung: Rung::Meeting,
        ask: "Come to the hall".into(),
        base: Base::Homes(Percent::new(25).unwrap()),
        floor: Floor::None,
        days: (TODAY + 1, TODAY + 7),
    };
    let test = small.record(
        1,
        Role::Organiser,
        set_up(&small.state(), &plan, TODAY).unwrap(),
    );
    small.now = NOW + 5 * 86_400;
    act(&mut small, VERA, 1, Act::Came, TODAY + 5);
    let stale = |today| [0, 1].map(|place| later(&small, place, today).stale);
    assert_eq!(stale(TODAY + 7), [None, None]);
    assert_eq!(stale(TODAY + 8), [Some(Stale::Absent(test)), None]);
}

#[test]
fn r3_4_of_two_who_differ_both_are_kept_the_weaker_is_shown_and_a_person_settles_it() {
    for order in [[VERA, BRAM], [BRAM, VERA]] {
        let mut small = members(4);
        for by in order {
            let what = match by {
                VERA => Act::SaysYes,
                _ => Act::NotSure,
            };
            act(&mut small, by, 0, what, TODAY);
        }
        let home = at(&small, 0);
        assert_eq!(home.level, Level::NotSure);
        let levels: Vec<Level> = home.differ.iter().map(|it| it.level).collect();
        assert_eq!(levels, [Level::SaysYes, Level::NotSure]);
        assert_eq!(read(&small, TODAY).to_settle().count(), 1);
        let keep = home.differ[0].deed.dot;
        let draft = settle(&small.state(), &home, keep).unwrap();
        // A volunteer settles nothing of another's.
        small.record(VERA, Role::Volunteer, draft.clone());
        assert_eq!(level_at(&small, 0), Level::NotSure);
        small.record(ORGANISER, Role::Organiser, draft);
        let home = at(&small, 0);
        assert_eq!((home.level, home.differ.len()), (Level::SaysYes, 0));
        assert_eq!(settle(&small.state(), &home, keep), None);
    }
}

#[test]
fn r3_4_the_order_in_which_it_comes_in_changes_nothing() {
    let mut small = members(4);
    act(&mut small, VERA, 0, Act::Signed, TODAY);
    act(&mut small, BRAM, 0, Act::Against, TODAY);
    has_act(&mut small, 1, 0, TODAY);
    act(&mut small, BRAM, 1, Act::NotSure, TODAY);
    let runs = small.runs();
    let all = Standings::read(&small.state(), TODAY);
    let mut turned = runs.clone();
    turned.reverse();
    // All of it twice.
    turned.extend(runs);
    assert_eq!(Standings::read(&State::fold(&turned), TODAY), all);
    assert_eq!(level_at(&small, 0), Level::Against);
}

#[test]
fn r3_5_a_code_never_stands_without_its_words_and_the_axis_has_one_direction() {
    let labels = Level::ALL.map(|level| locales::fill(&level.key(), &[]));
    assert_eq!(
        labels,
        [
            "Not asked (–)",
            "Brings neighbours (1)",
            "With us (2)",
            "Says yes (2?)",
            "Not sure (3)",
            "Not for them (4)",
            "Working against (5)",
        ]
    );
}

#[test]
fn whoever_wants_nothing_shown_is_a_home_of_which_nothing_is_known() {
    let mut small = members(4);
    act(&mut small, VERA, 0, Act::Signed, TODAY);
    let home = small.household(0);
    small.say(VERA, Role::Volunteer, 0, Fact::Hidden {}, vec![home.into()]);
    assert_eq!(level_at(&small, 0), Level::NotAsked);
    assert_eq!(read(&small, TODAY).tally(|_| true).all, 8);
}

#[test]
fn it_is_off_until_the_campaign_has_its_ground_and_a_residents_group_keeps_no_opinion() {
    let mut none = Small::new(4);
    act(&mut none, ORGANISER, 0, Act::Signed, TODAY);
    assert_eq!(Standings::read(&none.state(), TODAY), None);
    assert!(deeds(&none.state()).is_empty());
    let mut small = estate(6, Group::Residents);
    assert_eq!(Group::Residents.conditions(), [Condition::ExplicitConsent]);
    for (place, what) in Act::ALL.into_iter().enumerate() {
        act(&mut small, VERA, place, what, TODAY);
    }
    for (place, what) in Act::ALL.into_iter().enumerate() {
        let level = level_at(&small, place);
        // Nobody is said to have been brought.
        let counts = what.is_done_for() && what != Act::Brought;
        let expected = if counts {
            Level::WithUs
        } else {
            Level::NotAsked
        };
        assert_eq!(level, expected, "{what:?}");
    }
}

#[test]
fn an_act_about_a_household_that_began_with_itself_is_nobodys_and_ends() {
    use crate::canvass::dot::Dot;
    use crate::canvass::id::{HouseholdId, Id};
    use crate::organise::report::door_of;
    let mut small = crate::organise::small::Small::new(1);
    let none: Id = HouseholdId::Since(Dot {
        log: small.door(0).0.log,
        seq: 1,
    })
    .into();
    let whom = Fact::Nomination { whom: "1".into() };
    let first = small.record(
        9,
        Role::Volunteer,
        Draft::new(Stream::Inner, whom, vec![none]),
    );
    // The next entry of the log is about the household that began with it.
    let own: Id = HouseholdId::Since(Dot {
        seq: first.seq + 1,
        ..first
    })
    .into();
    small.record(
        9,
        Role::Volunteer,
        Draft::new(Stream::Inner, Fact::Unnamed {}, vec![own]),
    );
    assert_eq!(door_of(&small.state(), &[own]), None);
}
