//! Who is near whom, and pods.

use super::*;
use crate::canvass::aid::Reason;
use crate::canvass::fact::StairKind;
use crate::canvass::id::StairId;
use crate::canvass::language::speaks;
use crate::canvass::stream::Stream;

#[test]
fn r9_3_one_stair_or_pod_comes_first_with_the_reasons_and_nothing_is_matched_by_itself() {
    let mut small = estate();
    // A second entrance of the first block, with one door.
    let stair = Fact::Stair {
        name: "B".into(),
        kind: StairKind::Entrance,
    };
    let block = small.block(0);
    let second = StairId(small.board(stair, vec![block.into()]));
    let door = Fact::Door {
        label: "Flat 9".into(),
        floor: Some(0),
        order: 0,
        uprn: None,
    };
    let door = Draft::new(Stream::Stair(second), door, vec![]);
    let ninth = HouseholdId::FirstOf(DoorId(small.record(ORGANISER, Role::Organiser, door)));
    says(&mut small, 0, Way::Needs, Help::Lift);
    let far = says(&mut small, 5, Way::Offers, Help::Lift);
    let beside = tapped(ninth, Way::Offers, Help::Lift, TODAY);
    let beside = organise(&mut small, beside);
    let near = says(&mut small, 2, Way::Offers, Help::Lift);
    // Neither of another help, nor their own.
    says(&mut small, 1, Way::Offers, Help::Repairs);
    says(&mut small, 0, Way::Offers, Help::Lift);
    let found = |small: &Small| {
        let state = small.state();
        let need = needs(&state, TODAY).remove(0);
        let all = suggestions(&state, &need, TODAY).into_iter();
        all.map(|it| (it.offer.dot, it.reasons)).collect::<Vec<_>>()
    };
    use Reason::{SameBlock, SameHelp, SameLanguage, SamePod, SameStair};
    let nearest = (near, vec![SameStair, SameBlock, SameHelp]);
    let same_block = (beside, vec![SameBlock, SameHelp]);
    let elsewhere = (far, vec![SameHelp]);
    assert_eq!(found(&small), [nearest, same_block.clone(), elsewhere]);
    // A pod of both houses brings the other house before the other entrance.
    let stairs = [small.stair(0), small.stair(1)].into();
    let pod = keep_pod(("Both", "Gwen", "Bilal"), &stairs, vec![]).unwrap();
    organise(&mut small, pod);
    let nearest = (near, vec![SameStair, SamePod, SameBlock, SameHelp]);
    let in_pod = (far, vec![SamePod, SameHelp]);
    assert_eq!(found(&small), [nearest.clone(), in_pod, same_block.clone()]);
    for place in [0, 5] {
        let stream = Stream::Stair(small.stair(u64::from(place == 5)));
        let draft = speaks(&small.state(), stream, small.household(place), "so");
        small.record(VERA, Role::Volunteer, draft);
    }
    let in_pod = (far, vec![SamePod, SameLanguage, SameHelp]);
    assert_eq!(found(&small), [nearest, in_pod, same_block]);
    // Somebody has to say so.
    assert_eq!(matches(&small.state(), TODAY), []);
    let state = small.state();
    let need = needs(&state, TODAY).remove(0);
    let draft = propose(&need, &suggestions(&state, &need, TODAY)[0], TODAY);
    organise(&mut small, draft.clone());
    small.record(OTHER, Role::Organiser, draft);
    let all = matches(&small.state(), TODAY);
    assert_eq!(all.len(), 1, "proposed by two at once it is one");
    assert_eq!(all[0].reasons, [SameStair, SamePod, SameBlock, SameHelp]);
    assert_eq!(found(&small).len(), 2);
}

#[test]
fn r9_4_a_pod_warns_at_thirty_homes_and_is_split_above() {
    let size = |doors: usize, stairs: u64| {
        let mut small = Small::new(doors);
        let stairs = (0..stairs).map(|place| small.stair(place)).collect();
        let pod = keep_pod(("Larch", "Gwen", ""), &stairs, vec![]).unwrap();
        organise(&mut small, pod);
        let pod = pods(&small.state()).remove(0);
        (pod.homes, pod.size())
    };
    assert_eq!(size(4, 1), (4, Size::Few));
    assert_eq!(size(5, 1), (5, Size::Fine));
    assert_eq!(size(29, 1), (29, Size::Fine));
    assert_eq!(size(15, 2), (30, Size::Full));
    assert_eq!(size(31, 1), (31, Size::TooMany));
}

#[test]
fn r9_4_a_pod_has_somebody_who_rings_and_not_themselves_as_deputy() {
    let mut small = estate();
    let stairs: BTreeSet<StairId> = [small.stair(0)].into();
    let keep = |people, stairs| keep_pod(people, stairs, vec![]).map(|_| ());
    let none = BTreeSet::new();
    for (people, stairs, why) in [
        ((" ", "Gwen", ""), &stairs, NoPod::NoName),
        (("Larch", " ", "Bilal"), &stairs, NoPod::NoPoint),
        (("Larch", "Gwen", " gwen"), &stairs, NoPod::OwnDeputy),
        (("Larch", "Gwen", "Bilal"), &none, NoPod::NoStairs),
    ] {
        assert_eq!(keep(people, stairs), Err(why));
    }
    let pod = keep_pod(("Larch", "Gwen", "Bilal"), &stairs, vec![]).unwrap();
    small.record(VERA, Role::Volunteer, pod.clone());
    assert_eq!(pods(&small.state()), []);
    organise(&mut small, pod);
    let known = pods(&small.state()).remove(0);
    organise(&mut small, drop_pod(&known));
    assert_eq!(pods(&small.state()), []);
}
