//! R4.5: how many are likely to come to a meeting.

use super::*;
use crate::organise::structure::{Forecast, Pledges, Rule, Tenths, forecast};

/// So many days after today it is.
fn day(estate: &mut Estate, days: i32) -> i32 {
    estate.small.now = NOW + i64::from(days) * DAY;
    TODAY + days
}

fn range(estate: &Estate, id: Dot, today: i32) -> Option<Forecast> {
    let state = estate.small.state();
    likely(&state, &find(&state, id).unwrap(), today)
}

#[test]
fn r4_5_of_a_meeting_it_is_of_those_who_said_something_and_have_not_come() {
    let mut estate = Estate::new();
    let id = estate.id;
    assert_eq!(range(&estate, id, TODAY), None);
    for place in 0..10 {
        estate.says(VERA, place, Act::SaysYes, TODAY);
    }
    let later = day(&mut estate, 5);
    for place in 20..24 {
        estate.says(VERA, place, Act::SaysYes, later);
    }
    estate.says(VERA, 24, Act::NotSure, later);
    // They said otherwise since, or live there no more.
    estate.says(VERA, 9, Act::NotForThem, later);
    let about = vec![estate.small.household(8).into()];
    let moved = Fact::Moved {};
    estate.small.say(VERA, Role::Volunteer, 0, moved, about);
    let found = range(&estate, id, later).unwrap();
    let pledges = Pledges {
        confirmed: 4,
        earlier: 8,
        maybe: 1,
    };
    assert_eq!((found.pledges, found.rule), (pledges, Rule::OfThumb));
    // 4 × 0.5 + 8 × 0.33 + 0.1 = 4.74
    let ends = (found.low, found.middle, found.high);
    assert_eq!(ends, (Tenths(24), Tenths(47), Tenths(62)));
    // Whoever has come is likely to do nothing more, and what is over is no forecast.
    day(&mut estate, 7);
    estate.signs(ORGANISER, Role::Organiser, 0, 2);
    let found = range(&estate, id, MEETING).unwrap();
    assert_eq!((found.pledges.confirmed, found.pledges.earlier), (4, 7));
    assert_eq!(range(&estate, id, MEETING + 1), None);
}

#[test]
fn r4_5_of_a_meeting_no_old_yes_is_believed() {
    let mut estate = Estate::new();
    let plan = Plan {
        what: "Much later".into(),
        day: TODAY + 90,
        from: 19 * 60,
        place: "The community room".into(),
    };
    let draft = set_up(&plan, TODAY).unwrap();
    let id = estate.small.record(ORGANISER, Role::Organiser, draft);
    estate.says(VERA, 0, Act::SaysYes, TODAY);
    let said = |days: i32| range(&estate, id, TODAY + days).map(|it| it.pledges.earlier);
    assert_eq!((said(56), said(57)), (Some(1), None));
}

#[test]
fn r4_5_two_meetings_of_twenty_yeses_make_the_campaigns_own_rate_and_a_test_of_one_is_no_third() {
    let mut estate = Estate::new();
    let plan = TestPlan {
        rung: TestRung::Meeting,
        ask: "Come on Thursday".into(),
        base: Base::Homes(Percent::new(25).unwrap()),
        floor: suggested(TestRung::Meeting).1,
        days: (TODAY, MEETING),
    };
    let draft = test(&estate.small.state(), &plan, TODAY).unwrap();
    estate.small.record(ORGANISER, Role::Organiser, draft);
    // Of twenty who say yes so many come: a week later, from when the last one was over.
    let meet = |estate: &mut Estate, from: i32, place: usize, came: usize| {
        let today = day(estate, from);
        let plan = Plan {
            what: "The next meeting".into(),
            day: today + 6,
            from: 19 * 60,
            place: "The community room".into(),
        };
        let id = match from {
            0 => estate.id,
            _ => {
                let draft = set_up(&plan, today).unwrap();
                estate.small.record(ORGANISER, Role::Organiser, draft)
            }
        };
        for home in place..place + 20 {
            estate.says(VERA, home, Act::SaysYes, today);
        }
        let on = day(estate, from + 7);
        for home in place..place + came {
            let draft = sign_in(id, estate.small.household(home), 1, on);
            estate.small.record(ORGANISER, Role::Organiser, draft);
        }
        id
    };
    meet(&mut estate, 0, 0, 10);
    let second = meet(&mut estate, 8, 20, 6);
    let today = day(&mut estate, 14);
    assert_eq!(range(&estate, second, today).unwrap().rule, Rule::OfThumb);
    let third = meet(&mut estate, 16, 0, 0);
    let found = range(&estate, third, TODAY + 20).unwrap();
    let own = Rule::Own {
        came: 16,
        yeses: 40,
    };
    assert_eq!((found.rule, found.pledges.earlier), (own, 20));
    assert_eq!(
        (found.low, found.middle, found.high),
        (Tenths(40), Tenths(80), Tenths(104))
    );
    // A test that is begun now goes by the same.
    let today = day(&mut estate, 20);
    let plan = TestPlan {
        days: (today, today + 5),
        ..plan
    };
    let draft = test(&estate.small.state(), &plan, today).unwrap();
    let id = estate.small.record(ORGANISER, Role::Organiser, draft);
    let state = estate.small.state();
    let tests = Tests::read(&state, today);
    let found = forecast(&state, &tests, tests.find(id).unwrap()).unwrap();
    assert_eq!(found.rule, own);
}
