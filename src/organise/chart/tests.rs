use proptest::prelude::*;

use super::*;
use crate::canvass::act::{Act, acted};
use crate::canvass::author::Role;
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::id::{Facet, Id};
use crate::canvass::slot::Slot;
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;
use crate::organise::estates::{Extent, estates, in_short, put};
use crate::organise::issues::Issues;
use crate::organise::small::{NOW, Small};

const DAY: i64 = 86_400;
const VERA: u8 = 7;

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

/// Somebody knocks at a door, so many evenings ago, at so many hours after four.
fn knock(small: &mut Small, place: usize, ago: i64, hours: i64, outcome: Outcome) {
    small.now = tonight().since - ago * DAY + hours * 3600;
    let fact = Fact::Knock {
        outcome,
        by: None,
        when: None,
    };
    let stair = u64::from(place >= 8);
    let door: Id = small.door(place).into();
    small.say(VERA, Role::Volunteer, stair, fact, vec![door]);
    small.now = NOW;
}

/// Eight doors on each of two stairs, three evenings: at six flats of the first nobody is in, then at
/// two of them somebody is; on the second stair one door opens at once.
fn estate() -> Small {
    let mut small = Small::new(8);
    for place in 0..6 {
        knock(&mut small, place, 2, 14, Outcome::NotHome);
    }
    knock(&mut small, 0, 1, 14, Outcome::Spoke);
    knock(&mut small, 1, 1, 14, Outcome::NotHome);
    knock(&mut small, 2, 1, 14, Outcome::Refused);
    knock(&mut small, 8, 0, 14, Outcome::Spoke);
    // A second conversation is no second home reached.
    knock(&mut small, 0, 0, 15, Outcome::Spoke);
    small
}

fn of(n: usize, unknown: usize, homes: usize) -> OfHomes {
    OfHomes { n, unknown, homes }
}

#[test]
fn r11_1_the_homes_reached_stand_beside_all_homes_and_those_nobody_has_tried() {
    let chart = Chart::read(&estate().state(), tonight(), 0);
    assert_eq!(chart.reached(), of(3, 9, 16));
    assert_eq!(chart.reached().others(), 4);
    let by_stair: Vec<OfHomes> = chart.stairs().map(ChartStair::reached).collect();
    assert_eq!(by_stair, [of(2, 2, 8), of(1, 7, 8)]);
}

/// Of the first eight doors one is a shop, one stands empty, one is not there by somebody's word, one by a list's,
/// and one by the newest knock.
fn estate_of_more_than_homes() -> Small {
    let mut small = Small::new(8);
    for (place, behind) in [(0, 1), (1, 2), (2, 3)] {
        let fact = Fact::PlainFact {
            value: Value::Choice(behind),
        };
        let about = vec![small.door(place).into(), Facet::BEHIND.into()];
        small.say(VERA, Role::Volunteer, 0, fact, about);
    }
    let gone = Fact::Listed {
        label: None,
        gone: true,
    };
    small.say(3, Role::Organiser, 0, gone, vec![small.door(3).into()]);
    knock(&mut small, 4, 0, 14, Outcome::AddressNotFound);
    small
}

#[test]
fn the_chart_and_whoever_counts_beside_it_agree_on_what_a_home_is() {
    let mut small = estate_of_more_than_homes();
    // At each of them somebody names somebody.
    for place in 0..8 {
        let fact = Fact::Nomination {
            whom: "Flat 8".into(),
        };
        let about = vec![small.household(place).into()];
        let draft = Draft::new(Stream::Inner, fact, about);
        small.record(VERA, Role::Volunteer, draft);
    }
    let state = small.state();
    let chart = Chart::read(&state, tonight(), 0);
    let homes: Vec<usize> = chart.stairs().map(ChartStair::homes).collect();
    assert_eq!(homes, [3, 8]);
    let people = leaders(&state, tonight().today);
    let of_leaders: Vec<usize> = people.values().map(|stair| stair.homes).collect();
    assert_eq!(of_leaders, homes);
    let gaps: Vec<usize> = people.values().map(StairLeaders::gap).collect();
    let of_chart: Vec<usize> = chart.stairs().filter_map(ChartStair::gap).collect();
    assert_eq!(gaps, of_chart);
    let in_short: usize = in_short(&state).iter().map(|estate| estate.homes).sum();
    assert_eq!(in_short, 11);
    assert_eq!(Issues::read(&state, tonight()).homes.len(), 11);
    // Of homes that were asked, and that named somebody, there are no more than homes: two besides their own.
    let first = &people[&small.stair(0)];
    assert_eq!((first.asked, first.named.len()), (3, 1));
    assert_eq!(
        (first.named[0].door, first.named[0].by_own),
        (small.door(7), 2)
    );
}

#[test]
fn the_chart_of_an_earlier_night_is_as_it_was_then_and_tells_of_no_leader() {
    let state = estate().state();
    for (upto, reached) in [(-3, 0), (-2, 0), (-1, 2), (0, 3)] {
        let chart = Chart::read(&state, tonight(), upto);
        assert_eq!(chart.reached().n, reached, "{upto}");
        assert_eq!(chart.reached().homes, 16);
        let known = chart.stairs().all(|stair| stair.leaders.is_some());
        assert_eq!(known, upto == 0, "{upto}");
        assert_eq!(chart.without_a_leader().is_some(), upto == 0);
    }
    let before = Chart::read(&state, tonight(), -3);
    assert_eq!(before.reached().unknown, 16);
    // Which nights there were is told all the same, or one could not come back.
    assert_eq!(before.nights.len(), 3);
}

#[test]
fn each_night_says_whom_it_reached_first_and_where_it_left_the_estate() {
    let chart = Chart::read(&estate().state(), tonight(), 0);
    let night = |evening, tried, newly_reached, reached, never_tried| Night {
        evening,
        tried,
        newly_reached,
        gone_back_to: 0,
        reached_again: 0,
        reached,
        never_tried,
        acted: None,
        homes: 16,
    };
    assert_eq!(
        chart.nights,
        [
            night(-2, 6, 0, 0, 10),
            night(-1, 3, 2, 2, 10),
            Night {
                gone_back_to: 1,
                reached_again: 1,
                ..night(0, 1, 1, 3, 9)
            },
        ]
    );
}

#[test]
fn an_evening_spent_at_homes_that_were_reached_before_is_a_night_too() {
    let mut small = Small::new(8);
    knock(&mut small, 0, 3, 14, Outcome::Spoke);
    knock(&mut small, 1, 3, 14, Outcome::Refused);
    // Later that evening is no other night.
    knock(&mut small, 0, 3, 15, Outcome::Spoke);
    knock(&mut small, 0, 1, 14, Outcome::NotHome);
    knock(&mut small, 0, 1, 15, Outcome::Spoke);
    knock(&mut small, 1, 1, 14, Outcome::NotHome);
    let chart = Chart::read(&small.state(), tonight(), 0);
    let said = chart.nights.iter().map(|it| {
        let back = (it.gone_back_to, it.reached_again);
        (it.evening, it.tried, it.newly_reached, back, it.reached)
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [(-3, 2, 2, (0, 0), 2), (-1, 0, 0, (2, 1), 2)]
    );
    // What comes after a home was reached is in no tally of knocks all the same.
    let tried: Vec<usize> = chart.rounds.iter().map(|round| round.tried).collect();
    assert_eq!(tried, [2]);
}

#[test]
fn a_night_says_how_many_homes_had_acted_by_its_day_where_that_may_be_kept() {
    let mut small = estate();
    let day = tonight().evening;
    let acts = [
        (0, Act::Signed, day - 1),
        (0, Act::Came, day),
        (1, Act::SaysYes, day - 1),
        (2, Act::Against, day - 1),
        (8, Act::Poster, day),
    ];
    for (place, what, on) in acts {
        let home = small.household(place);
        small.record(1, Role::Organiser, acted(home, what, on, Vec::new()));
    }
    let by_night = |small: &Small| -> Vec<Option<usize>> {
        let chart = Chart::read(&small.state(), tonight(), 0);
        chart.nights.iter().map(|night| night.acted).collect()
    };
    assert_eq!(by_night(&small), [None, None, None]);
    let group = Group::Members;
    let condition = group.conditions()[0];
    let ground = Ground::new(group, Basis::Consent, condition, "Policy of 1 May").unwrap();
    let draft = write_down(&small.state(), Some(&ground));
    small.record(1, Role::Organiser, draft);
    assert_eq!(by_night(&small), [Some(0), Some(1), Some(2)]);
}

#[test]
fn each_knock_counts_at_homes_that_were_not_reached_before_it() {
    let chart = Chart::read(&estate().state(), tonight(), 0);
    let round = |nth, tried, reached| Round {
        nth,
        tried,
        reached,
    };
    assert_eq!(chart.rounds, [round(1, 7, 1), round(2, 3, 2)]);
}

#[test]
fn each_time_of_day_says_how_many_of_those_tried_then_were_reached_then() {
    let mut small = Small::new(8);
    // The evening of a weekday, the day before it, and a weekend.
    let weekday = (0..7).find(|ago| slot(*ago, 14) == Slot::Evening).unwrap();
    let weekend = (0..7).find(|ago| slot(*ago, 14) == Slot::Weekend).unwrap();
    for place in 0..4 {
        knock(&mut small, place, weekday + 7, 6, Outcome::NotHome);
        knock(&mut small, place, weekday + 7, 14, Outcome::NotHome);
    }
    knock(&mut small, 0, weekend, 10, Outcome::Spoke);
    knock(&mut small, 1, weekend, 10, Outcome::NotHome);
    let chart = Chart::read(&small.state(), tonight(), 0);
    let at = |slot, tried, reached| AtTime {
        slot,
        tried,
        reached,
    };
    assert_eq!(
        chart.at_times,
        [
            at(Slot::Evening, 4, 0),
            at(Slot::Weekend, 2, 1),
            at(Slot::Day, 4, 0),
        ]
    );
}

fn slot(ago: i64, hours: i64) -> Slot {
    Slot::of(tonight().since - ago * DAY + hours * 3600, tonight())
}

#[test]
fn floors_stand_as_the_house_does_with_the_highest_on_top() {
    let chart = Chart::read(&Small::new(8).state(), tonight(), 0);
    let stair = chart.stairs().next().unwrap();
    let floors: Vec<(Option<i16>, Vec<&str>)> = stair
        .floors()
        .into_iter()
        .map(|(floor, doors)| {
            let labels = doors.iter().map(|row| row.door.label.as_str());
            (floor, labels.collect())
        })
        .collect();
    assert_eq!(
        floors,
        [
            (Some(1), vec!["Flat 5", "Flat 6", "Flat 7", "Flat 8"]),
            (Some(0), vec!["Flat 1", "Flat 2", "Flat 3", "Flat 4"]),
        ]
    );
}

#[test]
fn a_stair_nobody_was_tested_on_is_one_of_those_without() {
    let chart = Chart::read(&estate().state(), tonight(), 0);
    assert_eq!(chart.without_a_leader(), Some((2, 2)));
    let stair = chart.stairs().next().unwrap();
    assert!(stair.tested().is_empty());
    assert_eq!((stair.gap(), stair.wanted()), (Some(1), 1));
}

fn outcome() -> impl Strategy<Value = Outcome> {
    proptest::sample::select(Outcome::ALL.to_vec())
}

proptest! {
    #[test]
    fn r11_4_the_figures_are_the_same_whatever_came_first_and_every_home_is_counted_once(
        knocks in proptest::collection::vec((0..16_usize, 0..6_i64, outcome()), 0..60),
        upto in -6..1_i64,
    ) {
        let mut small = Small::new(8);
        let evenings: Vec<i64> = knocks.iter().map(|(_, ago, _)| *ago).collect();
        for (place, ago, outcome) in knocks {
            knock(&mut small, place, ago, 14, outcome);
        }
        let chart = Chart::read(&small.state(), tonight(), upto);
        let mut runs = small.runs();
        runs.reverse();
        let other = Chart::read(&State::fold(&runs), tonight(), upto);
        prop_assert_eq!(&chart, &other);

        let all = chart.reached();
        prop_assert_eq!(all.n + all.unknown + all.others(), all.homes);
        // No evening on which somebody knocked is missing, whatever came of it and at whichever home.
        let on: BTreeSet<i64> = evenings.into_iter().map(|ago| -ago).collect();
        let told: Vec<i64> = chart.nights.iter().map(|night| night.evening).collect();
        prop_assert_eq!(told, on.into_iter().collect::<Vec<i64>>());
        let newly: usize = chart.nights.iter().map(|night| night.newly_reached).sum();
        let last = chart.nights.last().map_or(0, |night| night.reached);
        prop_assert_eq!(newly, last);
        if let Some(night) = chart.nights.iter().rfind(|night| night.evening <= upto) {
            prop_assert_eq!((night.reached, night.never_tried), (all.n, all.unknown));
        }
        // Somebody is reached for the first time at one knock only.
        let by_knock: usize = chart.rounds.iter().map(|round| round.reached).sum();
        prop_assert_eq!(by_knock, all.n);
        let tried = chart.rounds.first().map_or(0, |round| round.tried);
        prop_assert_eq!(tried, all.homes - all.unknown);
    }
}

/// The chart of each estate: the first block is put to one, the second stays in none.
fn by_estate(small: &mut Small, upto: i64) -> Vec<Chart> {
    for draft in put(&small.state(), [small.block(0)], "Heron") {
        small.record(1, Role::Organiser, draft);
    }
    let state = small.state();
    let all = estates(&state).into_iter().map(Extent::Estate);
    all.map(|of| Chart::read_of(&state, &of, tonight(), upto))
        .collect()
}

#[test]
fn the_chart_of_an_estate_is_of_its_homes_nights_and_knocks_alone() {
    let mut small = estate();
    let [heron, other] = <[Chart; 2]>::try_from(by_estate(&mut small, 0)).unwrap();
    let names =
        |chart: &Chart| -> Vec<String> { chart.blocks.iter().map(|it| it.name.clone()).collect() };
    assert_eq!(names(&heron), ["Cambrian House"]);
    assert_eq!(names(&other), ["Dunlin House"]);
    assert_eq!(
        (heron.reached(), other.reached()),
        (of(2, 2, 8), of(1, 7, 8))
    );
    // At the second estate somebody knocked tonight alone; at the first somebody only went back tonight.
    let nights = |chart: &Chart| -> Vec<(i64, usize, usize, usize)> {
        let nights = chart.nights.iter();
        nights
            .map(|it| (it.evening, it.tried, it.reached, it.homes))
            .collect()
    };
    assert_eq!(nights(&heron), [(-2, 6, 0, 8), (-1, 3, 2, 8), (0, 0, 2, 8)]);
    assert_eq!(nights(&other), [(0, 1, 1, 8)]);
    let first = |chart: &Chart| (chart.rounds[0].tried, chart.rounds[0].reached);
    assert_eq!((first(&heron), first(&other)), ((6, 0), (1, 1)));
    assert_eq!(heron.without_a_leader(), Some((1, 1)));
    // Of an earlier night, too.
    let before = by_estate(&mut small, -2);
    assert_eq!(before[0].reached(), of(0, 2, 8));
    assert_eq!(before[1].reached(), of(0, 8, 8));
}

proptest! {
    #[test]
    fn what_the_estates_charts_say_adds_up_to_the_campaigns(
        knocks in proptest::collection::vec((0..16_usize, 0..4_i64, any::<bool>()), 0..30),
        named in any::<[bool; 2]>(),
        upto in -3..1_i64,
    ) {
        let mut small = Small::new(8);
        for (block, name) in named.into_iter().zip(["Heron", "Kestrel"]).enumerate() {
            if let (true, name) = name {
                for draft in put(&small.state(), [small.block(block as u64)], name) {
                    small.record(1, Role::Organiser, draft);
                }
            }
        }
        for (place, ago, spoke) in knocks {
            let outcome = if spoke { Outcome::Spoke } else { Outcome::NotHome };
            knock(&mut small, place, ago, 14, outcome);
        }
        let state = small.state();
        let whole = Chart::read(&state, tonight(), upto);
        let parts: Vec<Chart> = estates(&state)
            .into_iter()
            .map(|estate| Chart::read_of(&state, &Extent::Estate(estate), tonight(), upto))
            .collect();
        let sum = |figure: fn(&Chart) -> usize| parts.iter().map(figure).sum::<usize>();
        prop_assert_eq!(sum(|it| it.reached().n), whole.reached().n);
        prop_assert_eq!(sum(|it| it.reached().unknown), whole.reached().unknown);
        prop_assert_eq!(sum(|it| it.reached().homes), whole.reached().homes);
        prop_assert_eq!(sum(|it| it.blocks.len()), whole.blocks.len());
        for night in &whole.nights {
            let there = |chart: &Chart| -> usize {
                let nights = chart.nights.iter().filter(|it| it.evening == night.evening);
                nights.map(|it| it.tried).sum()
            };
            prop_assert_eq!(parts.iter().map(there).sum::<usize>(), night.tried);
        }
        for (place, at) in whole.at_times.iter().enumerate() {
            let tried: usize = parts.iter().map(|it| it.at_times[place].tried).sum();
            prop_assert_eq!(tried, at.tried);
        }
    }
}
