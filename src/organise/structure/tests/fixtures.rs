//! What is known of real estates: Walden House and Cundy Street, Ebury Bridge, and twenty yeses.

use super::*;

/// 151 homes: 40 of council tenants, 111 private.
fn walden_and_cundy() -> Estate {
    let mut estate = Estate::new(76);
    estate.gone(151);
    for place in 0..151 {
        estate.held(place, if place < 40 { "council" } else { "private" });
    }
    estate
}

#[test]
fn r4_2_walden_and_cundy_whoever_signs_elsewhere_is_of_no_home_and_in_no_share() {
    let mut estate = walden_and_cundy();
    let id = estate.petition(65);
    for place in (0..30).chain(40..80) {
        estate.does(VERA, place, Act::Signed, TODAY);
    }
    let before = estate.read(id);
    assert_eq!(
        (before.0.n(), before.0.all(), before.0.needed()),
        (70, Some(151), Some(99))
    );
    let draft = outside(&estate.small.state(), "An open petition", 108_000, TODAY).unwrap();
    estate.small.record(1, Role::Organiser, draft);
    assert_eq!(estate.read(id), before);
    let there = elsewhere(&estate.small.state());
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].people.to_string(), "108000");
    // A later count takes the place of the earlier, and another place stands beside it.
    for (place, people) in [("an open petition", 108_400), ("The market", 300)] {
        let draft = outside(&estate.small.state(), place, people, TODAY).unwrap();
        estate.small.record(1, Role::Organiser, draft);
    }
    let there = elsewhere(&estate.small.state());
    let people: Vec<String> = there.iter().map(|it| it.people.to_string()).collect();
    assert_eq!(people, ["108400", "300"]);
    assert_eq!(outside(&estate.small.state(), " ", 3, TODAY), None);
    let of = |tenure: &str| before.1.tenures[&Some(tenure.to_string())];
    assert_eq!((of("council").n, of("council").all), (30, 40));
    assert_eq!((of("private").n, of("private").all), (40, 111));
}

#[test]
fn r4_2_ebury_both_claims_stand_with_what_they_are_of() {
    // 217 households; 59 back it, of the two tenures that were asked nearly all.
    let mut estate = Estate::new(109);
    estate.gone(217);
    for place in 0..217 {
        let tenure = match place {
            0..=60 => "council",
            61..=98 => "owner",
            _ => "temporary",
        };
        estate.held(place, tenure);
    }
    let id = estate.petition(50);
    for place in 0..59 {
        estate.does(VERA, place, Act::Signed, TODAY);
    }
    let (tested, findings) = estate.read(id);
    assert_eq!((tested.n(), tested.all()), (59, Some(217)));
    let of = |tenure: &str| findings.tenures[&Some(tenure.to_string())];
    let (council, owner, temporary) = (of("council"), of("owner"), of("temporary"));
    assert_eq!((council.n + owner.n, council.all + owner.all), (59, 99));
    assert_eq!((temporary.n, temporary.all), (0, 118));
    let rounded = |n: usize, all: usize| n * 100 / all;
    assert_eq!((rounded(59, 217), rounded(59, 99)), (27, 59));
}

#[test]
fn r4_5_rathke_of_twenty_yeses_five_coming_is_within_the_forecast() {
    let mut estate = Estate::new(20);
    let id = estate.test(Rung::Meeting, Base::Homes(percent(25)), Floor::None);
    for place in 0..20 {
        estate.does(VERA, place, Act::SaysYes, TODAY - 9);
    }
    let state = estate.small.state();
    let tests = Tests::read(&state, TODAY);
    let found = forecast(&state, &tests, tests.find(id).unwrap()).unwrap();
    assert_eq!((found.low, found.high), (Tenths(33), Tenths(86)));
    assert_eq!((found.low.at_least(), found.high.at_most()), (3, 9));
    assert!((found.low..=found.high).contains(&Tenths(50)));
}
