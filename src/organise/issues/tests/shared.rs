//! R5.7: common ground.

use super::*;

fn ground(issues: &Issues) -> Vec<&str> {
    let shared = issues.common_ground().into_iter();
    shared.map(|heard| heard.name.as_str()).collect()
}

#[test]
fn r5_7_an_issue_split_between_two_tenures_stands_above_the_same_count_in_one() {
    let mut estate = Estate::new(20);
    for place in 0..10 {
        let tenure = if place % 2 == 0 { "council" } else { "private" };
        estate.held(place, tenure);
        estate.raises(place, LIFT);
    }
    for place in 10..20 {
        estate.held(place, "council");
        estate.raises(place, DAMP);
    }
    let issues = estate.read();
    // As many homes each, on one stair each; by breadth alone the damp comes first.
    assert_eq!(list(&issues), [("Damp and mould", 10), ("The lift", 10)]);
    assert_eq!(ground(&issues), ["The lift"]);
    assert_eq!(issues.heard[1].across(), [Across::Tenures]);
    // One home of another tenure makes it shared, and less evenly.
    estate.held(15, "owner");
    let issues = estate.read();
    assert_eq!(ground(&issues), ["The lift", "Damp and mould"]);
}

#[test]
fn r5_7_the_bus_is_shared_by_very_different_doors_and_comes_before_what_more_of_one_kind_raise() {
    let mut estate = Estate::new(20);
    for (place, tenure, language) in [(0, "council", "en"), (25, "private", "bn")] {
        estate.held(place, tenure);
        let stream = Stream::Stair(estate.small.stair((place / 20) as u64));
        let home = estate.small.household(place);
        let draft = speaks(&estate.small.state(), stream, home, language);
        estate.small.record(VERA, Role::Volunteer, draft);
        estate.says(place, "A bus to the hospital");
    }
    for place in 1..12 {
        estate.held(place, "council");
        estate.raises(place, DAMP);
    }
    estate.raises(26, DAMP);
    let issues = estate.read();
    assert_eq!(list(&issues)[0], ("Damp and mould", 12));
    assert_eq!(ground(&issues), ["A bus to the hospital", "Damp and mould"]);
    let bus = issues.common_ground()[0];
    assert_eq!(
        bus.across(),
        [Across::Tenures, Across::Stairs, Across::Languages]
    );
}

#[test]
fn what_one_home_raises_is_no_common_ground() {
    let mut estate = Estate::new(4);
    estate.says(0, "The bins");
    estate.raises(1, DAMP);
    estate.raises(2, DAMP);
    // Two homes of one stair of which nothing else is known do not differ, as far as one can tell.
    assert!(estate.read().common_ground().is_empty());
}
