//! The week in figures, on every phone the same.

mod few;

use proptest::prelude::*;

use super::sheet::week_sheets;
use super::*;
use crate::canvass::act::{Act, acted};
use crate::canvass::author::{PersonId, Role};
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::fact::NoKnockScope;
use crate::canvass::shift::ended;
use crate::locales;
use crate::organise::estates::{Extent, estates, put};
use crate::organise::evening::{Said, meet};
use crate::organise::meetings::{Plan, set_up, sign_in};
use crate::organise::small::{NOW, Small};
use crate::organise::training::trained;

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
const VERA: u8 = 7;
const BRAM: u8 = 8;
const ORGANISER: u8 = 3;

/// Tonight, at ten in the evening.
fn tonight() -> Tonight {
    Tonight::in_utc(evening_of(0) + 22 * HOUR)
}

/// Midnight so many days from tonight's.
fn evening_of(day: i64) -> i64 {
    NOW.div_euclid(DAY) * DAY + day * DAY
}

fn knock(small: &mut Small, by: u8, place: usize, outcome: Outcome) {
    let fact = Fact::Knock {
        outcome,
        by: None,
        when: None,
    };
    let stair = u64::from(place >= 20);
    small.say(
        by,
        Role::Volunteer,
        stair,
        fact,
        vec![small.door(place).into()],
    );
}

fn act(small: &mut Small, by: u8, place: usize, what: Act, day: i64) {
    let day = i32::try_from(evening_of(day) / DAY).unwrap();
    let draft = acted(small.household(place), what, day, Vec::new());
    small.record(by, Role::Volunteer, draft);
}

/// Two stairs of twenty homes. Vera and Bram are out last night from seven, Vera for two hours and Bram
/// for three; tonight Vera knocks and nobody said when it began.
fn campaign() -> Small {
    let mut small = Small::new(20);
    let condition = Group::Members.conditions()[0];
    let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
    let draft = write_down(&small.state(), Some(&ground));
    small.record(1, Role::Organiser, draft);
    let said = Said::checked("The gate", 19 * 60, 20 * 60 + 30, "").unwrap();
    let last_night = i32::try_from(evening_of(-1) / DAY).unwrap();
    for draft in meet(&small.state(), last_night, &said) {
        small.record(ORGANISER, Role::Organiser, draft);
    }
    small.now = evening_of(-1) + 19 * HOUR + 600;
    for place in 0..6 {
        knock(&mut small, VERA, place, Outcome::Spoke);
    }
    knock(&mut small, VERA, 6, Outcome::NotHome);
    knock(&mut small, BRAM, 7, Outcome::Language);
    for (place, what) in [(0, Act::Signed), (1, Act::SaysYes), (2, Act::NotSure)] {
        act(&mut small, VERA, place, what, -1);
    }
    for (by, hours) in [(VERA, 21), (BRAM, 22)] {
        small.now = evening_of(-1) + hours * HOUR;
        let draft = ended(&small.state(), PersonId([by; 16]));
        small.record(by, Role::Volunteer, draft);
    }
    small.now = evening_of(0) + 19 * HOUR;
    knock(&mut small, VERA, 8, Outcome::Spoke);
    small
}

fn read(small: &Small) -> Week {
    Week::read(&small.state(), tonight())
}

fn of(rate: Rate) -> (usize, usize) {
    (rate.n, rate.of)
}

#[test]
fn r11_1_every_measure_has_its_name_and_its_definition() {
    let mut words = BTreeSet::new();
    for measure in Measure::ALL {
        for key in [
            format!("week.{}", measure.word()),
            format!("week.{}_what", measure.word()),
        ] {
            let said = locales::fill(&key, &[]);
            assert!(said != key && !said.is_empty(), "{key}");
            assert!(words.insert(said), "{key} says what another does");
        }
    }
}

#[test]
fn r11_1_what_was_reached_and_what_came_of_it_is_so_many_of_so_many() {
    let mut small = campaign();
    let week = read(&small);
    assert_eq!(
        (of(week.reached()), of(week.never_tried())),
        ((8, 40), (31, 40))
    );
    assert_eq!(
        (week.asks.map(of), week.acts.map(of)),
        (Some((3, 7)), Some((1, 3)))
    );
    assert_eq!(of(week.unmet), (1, 9));
    assert_eq!((of(week.complaints), of(week.no_knock)), ((0, 9), (0, 40)));
    let about = vec![small.household(3).into()];
    let scope = NoKnockScope::Campaign;
    small.say(VERA, Role::Volunteer, 0, Fact::DoNotKnock { scope }, about);
    let today = i32::try_from(evening_of(0) / DAY).unwrap();
    let draft = complained("Called on after nine", today).unwrap();
    let complaint = small.record(ORGANISER, Role::Organiser, draft);
    for (who, by, day) in [
        ("Dai", "Amina", -30),
        ("Ema", "Amina", 0),
        ("Fay", "Bron", -2),
    ] {
        let draft = trained(&small.state(), who, by, today + day).unwrap();
        small.record(ORGANISER, Role::Organiser, draft);
    }
    let week = read(&small);
    assert_eq!((of(week.complaints), of(week.no_knock)), ((1, 9), (1, 40)));
    assert_eq!(of(week.trainers), (1, 2));
    small.record(ORGANISER, Role::Organiser, not_complained(complaint));
    assert_eq!(of(read(&small).complaints), (0, 9));
    assert_eq!(complained(" ", today), None);
}

#[test]
fn conversations_an_hour_are_told_where_hours_are_known_and_nowhere_else() {
    let mut small = campaign();
    // Two hours and three. Of tonight nobody said when it began.
    let expected = Hours {
        conversations: 6,
        minutes: 5 * 60,
        known: 1,
        evenings: 2,
    };
    assert_eq!(read(&small).hours, expected);
    // Somebody who has not ended their shift was out nobody knows how long.
    small.now = evening_of(-1) + 20 * HOUR;
    knock(&mut small, 9, 12, Outcome::NotHome);
    let hours = read(&small).hours;
    assert_eq!((hours.known, hours.minutes, hours.conversations), (0, 0, 0));
}

#[test]
fn r11_2_the_stair_with_most_homes_nobody_has_tried_comes_first() {
    let small = campaign();
    let week = read(&small);
    let stairs: Vec<_> = week
        .stairs
        .iter()
        .map(|it| (it.stair, it.never_tried.n))
        .collect();
    assert_eq!(stairs, [(small.stair(1), 20), (small.stair(0), 11)]);
}

#[test]
fn r11_3_a_stair_is_suggested_a_time_that_was_not_tried_there() {
    let mut small = campaign();
    let next = |small: &Small| {
        let week = read(small);
        let of = |place| week.stairs.iter().find(|it| it.stair == small.stair(place));
        (of(0).unwrap().next, of(1).unwrap().next)
    };
    let tried = Slot::of(evening_of(-1) + 19 * HOUR, tonight());
    let (first, second) = next(&small);
    assert!(first.is_some_and(|slot| slot != tried), "{first:?}");
    // Nobody has tried the other, and any time is new.
    assert_eq!(second, None);
    // A home that asked not to be knocked is gone back to at no time.
    for place in [6, 7] {
        let about = vec![small.household(place).into()];
        let scope = NoKnockScope::ForGood;
        small.say(VERA, Role::Volunteer, 0, Fact::DoNotKnock { scope }, about);
    }
    assert_eq!(next(&small).0, None);
}

#[test]
fn the_show_rate_is_of_those_who_said_they_would_come_to_this_weeks_meetings() {
    let mut small = campaign();
    assert_eq!(read(&small).shows, None);
    let plan = Plan {
        what: "Both houses".into(),
        day: i32::try_from(evening_of(0) / DAY).unwrap(),
        from: 18 * 60,
        place: "The hall".into(),
    };
    let draft = set_up(&plan, plan.day - 5).unwrap();
    let id = small.record(ORGANISER, Role::Organiser, draft);
    small.now = evening_of(0) + 18 * HOUR;
    for place in [1, 15] {
        let draft = sign_in(id, small.household(place), 1, plan.day);
        small.record(ORGANISER, Role::Organiser, draft);
    }
    let week = read(&small);
    assert_eq!(week.shows.map(of), Some((1, 1)));
    // That somebody came says of nobody that they were asked.
    assert_eq!(week.asks.map(of), Some((3, 7)));
    assert_eq!(week.acts.map(of), Some((2, 3)));
}

proptest! {
    /// R11.4: the figures are the same on every phone that has the same events, in whatever order they
    /// came and however often.
    #[test]
    fn r11_4_the_week_is_the_same_on_every_phone(
        knocks in prop::collection::vec((0_usize..40, 0_usize..4, -8_i64..1, any::<bool>()), 0..25),
        turn in 0_usize..20,
        cut in 0_usize..20,
    ) {
        let mut small = campaign();
        for (place, outcome, day, by_vera) in knocks {
            small.now = evening_of(day) + 18 * HOUR;
            let outcome = [Outcome::Spoke, Outcome::NotHome, Outcome::Language, Outcome::Refused][outcome];
            knock(&mut small, if by_vera { VERA } else { BRAM }, place, outcome);
        }
        let whole = read(&small);
        let mut runs = small.runs();
        let all = runs.len();
        runs.rotate_left(turn % all);
        // One by one, some of them twice, as they come on another phone.
        let mut state = State::default();
        for run in runs.iter().chain(&runs[..cut % all]) {
            let _ = state.add(run);
        }
        prop_assert_eq!(Week::read(&state, tonight()), whole);
    }

    /// R11.5: no figure of few homes, or of all but few, stands on the sheet.
    #[test]
    fn r11_5_no_figure_of_few_homes_is_printed(reached in 0_usize..20, other in 0_usize..20) {
        let mut small = Small::new(20);
        small.now = evening_of(0) + 18 * HOUR;
        for place in (0..reached).chain(20..20 + other) {
            knock(&mut small, VERA, place, Outcome::Spoke);
        }
        let week = read(&small);
        let place = |stair: StairId| if stair == small.stair(0) { "First" } else { "Second" }.to_string();
        let made = week_sheets(&week, "This week", &place, &locales::fill).unwrap();
        let file = String::from_utf8_lossy(&made).into_owned();
        let few = |n: usize| !(5..=15).contains(&n);
        for (name, n) in [("First", reached), ("Second", other)] {
            let shown = file.contains(&format!("{name}: {n} of 20"));
            prop_assert!(!(few(n) && shown), "{name} {n}");
        }
        // Nor can the one be worked out from the other and the whole.
        if few(reached) != few(other) {
            let (name, n) = if few(reached) { ("Second", other) } else { ("First", reached) };
            let shown = file.contains(&format!("{name}: {n} of 20"));
            prop_assert!(!shown, "{name} {n}");
        }
    }
}

#[test]
fn the_week_of_an_estate_is_of_its_own_homes_and_says_apart_what_is_of_no_home() {
    let mut small = campaign();
    for draft in put(&small.state(), [small.block(0)], "Heron") {
        small.record(ORGANISER, Role::Organiser, draft);
    }
    for (place, outcome) in [(20, Outcome::Spoke), (21, Outcome::Language)] {
        knock(&mut small, BRAM, place, outcome);
    }
    act(&mut small, BRAM, 20, Act::Signed, 0);
    let draft = complained("Too late", tonight().evening).unwrap();
    small.record(ORGANISER, Role::Organiser, draft);
    let state = small.state();
    let all = estates(&state).into_iter().map(Extent::Estate);
    let parts: Vec<Week> = all
        .map(|it| Week::read_of(&state, &it, tonight()))
        .collect();
    let whole = read(&small);
    let [heron, other] = <[Week; 2]>::try_from(parts).unwrap();
    let figures = |week: &Week| {
        [
            Some(week.never_tried()),
            Some(week.reached()),
            week.asks,
            week.acts,
            Some(week.no_knock),
            Some(week.unmet),
        ]
        .map(|rate| of(rate.unwrap()))
    };
    assert_eq!(
        figures(&heron),
        [(11, 20), (8, 20), (3, 7), (1, 3), (0, 20), (1, 9)]
    );
    assert_eq!(
        figures(&other),
        [(18, 20), (2, 20), (1, 1), (1, 1), (0, 20), (1, 2)]
    );
    let sums = figures(&heron).into_iter().zip(figures(&other));
    let sums: Vec<(usize, usize)> = sums.map(|(a, b)| (a.0 + b.0, a.1 + b.1)).collect();
    assert_eq!(sums, figures(&whole));
    // A complaint names no door: it is of the campaign, and so are the homes it is of.
    for week in [&heron, &other, &whole] {
        assert_eq!(of(week.complaints), (1, 11));
        assert_eq!(week.hours, whole.hours);
        assert_eq!(
            (week.missing, week.trainers),
            (whole.missing, whole.trainers)
        );
    }
}
