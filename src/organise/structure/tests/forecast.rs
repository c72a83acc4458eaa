//! R4.5: how many are likely to come.

use super::*;

#[test]
fn r4_5_a_forecast_is_a_range_by_a_rule_and_says_which() {
    let mut estate = Estate::new(30);
    let id = estate.test(Rung::Meeting, Base::Homes(percent(25)), Floor::None);
    let state = estate.small.state();
    let tests = Tests::read(&state, TODAY);
    assert_eq!(forecast(&state, &tests, tests.find(id).unwrap()), None);
    for place in 0..10 {
        estate.does(VERA, place, Act::SaysYes, TODAY - 10);
    }
    for place in 0..4 {
        estate.does(VERA, place, Act::SaysYes, TODAY - 1);
    }
    estate.does(VERA, 11, Act::NotSure, TODAY);
    // Whoever came is no forecast any more.
    estate.does(VERA, 9, Act::Came, TODAY);
    let state = estate.small.state();
    let tests = Tests::read(&state, TODAY);
    let found = forecast(&state, &tests, tests.find(id).unwrap()).unwrap();
    let pledges = Pledges {
        confirmed: 4,
        earlier: 5,
        maybe: 1,
    };
    assert_eq!((found.pledges, found.rule), (pledges, Rule::OfThumb));
    // 4 × 0.5 + 5 × 0.33 + 0.1 = 3.75
    assert_eq!(
        (found.low, found.middle, found.high),
        (Tenths(19), Tenths(38), Tenths(49))
    );
}

#[test]
fn r4_5_a_forecast_asks_whoever_lives_there_now_and_believes_no_old_yes() {
    let mut estate = Estate::new(10);
    let id = estate.test(Rung::Meeting, Base::Homes(percent(25)), Floor::None);
    estate.does(VERA, 0, Act::SaysYes, TODAY - FRESH_FOR - 1);
    estate.does(VERA, 1, Act::SaysYes, TODAY - FRESH_FOR);
    estate.does(VERA, 2, Act::SaysYes, TODAY - 1);
    let pledges = |estate: &Estate| {
        let state = estate.small.state();
        let tests = Tests::read(&state, TODAY);
        let found = forecast(&state, &tests, tests.find(id).unwrap()).unwrap();
        (found.pledges.confirmed, found.pledges.earlier)
    };
    assert_eq!(pledges(&estate), (1, 1));
    let home = estate.small.household(2).into();
    let moved = Fact::Moved {};
    estate
        .small
        .say(VERA, Role::Volunteer, 0, moved, vec![home]);
    assert_eq!(pledges(&estate), (0, 1));
}

#[test]
fn r4_5_after_two_meetings_of_twenty_yeses_it_is_the_campaigns_own_rate() {
    let mut estate = Estate::new(40);
    let meeting = |estate: &mut Estate, day: i32, came: usize| {
        let days = (day, day);
        let plan = plan(Rung::Meeting, Base::Homes(percent(25)), Floor::None, days);
        // Written down on its own day, as people do: an earlier one is not believed.
        estate.small.now = NOW + i64::from(day - TODAY) * 86_400;
        let draft = set_up(&estate.small.state(), &plan, day).unwrap();
        let id = estate.small.record(1, Role::Organiser, draft);
        for place in 0..20 {
            estate.does(VERA, place, Act::SaysYes, day);
        }
        for place in 0..came {
            estate.does(VERA, place, Act::Came, day);
        }
        id
    };
    let rule = |estate: &Estate, id, today| {
        let state = estate.small.state();
        let tests = Tests::read(&state, today);
        forecast(&state, &tests, tests.find(id).unwrap()).unwrap()
    };
    meeting(&mut estate, TODAY - 20, 10);
    let second = meeting(&mut estate, TODAY - 10, 6);
    assert_eq!(rule(&estate, second, TODAY - 10).rule, Rule::OfThumb);
    let third = meeting(&mut estate, TODAY, 0);
    let found = rule(&estate, third, TODAY);
    let own = Rule::Own {
        came: 16,
        yeses: 40,
    };
    assert_eq!(found.rule, own);
    assert_eq!(
        (found.low, found.middle, found.high),
        (Tenths(40), Tenths(80), Tenths(104))
    );
    assert!(
        Forecast::of(
            Pledges {
                confirmed: 3,
                ..Pledges::default()
            },
            Rule::Own { came: 9, yeses: 9 }
        )
        .high
            <= Tenths(30)
    );
}
