//! Lists loaded one after another.

use super::*;
use crate::canvass::address_list;
use crate::canvass::draft;
use crate::canvass::fact::Outcome;
use crate::organise::device::Journal;
use crate::organise::naming::{What, rename};
use proptest::prelude::*;

fn plan(list: &str) -> Plan {
    address_list::read(list.as_bytes(), |_, _| ()).unwrap()
}

/// Loads a list as the page does: what has changed first, then what is new.
fn load(journal: &mut Journal, plan: &Plan) -> Again {
    let state = journal.state();
    let again = Again::read(&state, plan);
    journal.record(again.change_drafts());
    journal.load(&again.additions(&state, plan), usize::MAX);
    again
}

fn counts(again: &Again) -> [usize; 4] {
    [
        again.added.len(),
        again.same,
        again.changed.len(),
        again.missing.len(),
    ]
}

fn labels(journal: &Journal) -> Vec<String> {
    let mut labels: Vec<String> = estate::all_doors(&journal.state())
        .into_values()
        .flatten()
        .map(|door| door.label)
        .collect();
    labels.sort();
    labels
}

const FIRST: &str = "Address,UPRN\n\"1, Oak Road, Larkton\",11\n\"2, Oak Road, Larkton\",12\n\"3, Oak Road, Larkton\",\n\"Flat 1, Heron House, Mill Lane, Larkton\",21\n\"Flat 2, Heron House, Mill Lane, Larkton\",22\n";

#[test]
fn each_door_is_known_again_and_what_is_new_is_named() {
    let mut journal = Journal::default();
    let first = load(&mut journal, &plan(FIRST));
    assert_eq!(counts(&first), [5, 0, 0, 0]);
    let before = journal.logs.clone();
    let twice = load(&mut journal, &plan(FIRST));
    assert_eq!(counts(&twice), [0, 5, 0, 0]);
    assert_eq!(journal.logs, before, "the same list writes nothing");
    // 1A under 1's number; a new 1; 3 is gone; the house has another name.
    let second = "Address,UPRN\n\"1A, Oak Road, Larkton\",11\n\"1, Oak Road, Larkton\",13\n\"2, Oak Road, Larkton\",12\n\"Flat 1, Heron Court, Mill Lane, Larkton\",21\n\"Flat 2, Heron Court, Mill Lane, Larkton\",22\n\"Flat 3, Heron Court, Mill Lane, Larkton\",\n";
    let again = load(&mut journal, &plan(second));
    assert_eq!(counts(&again), [2, 3, 1, 1]);
    let changed = &again.changed[0];
    assert_eq!(
        (changed.was.label.as_str(), changed.now.label.as_str()),
        ("1", "1A")
    );
    assert_eq!(again.missing[0].shown.label, "3");
    assert!(again.missing[0].block_is_listed);
    assert_eq!(
        labels(&journal),
        ["1", "1A", "2", "3", "Flat 1", "Flat 2", "Flat 3"]
    );
    assert_eq!(
        estate::blocks(&journal.state()).len(),
        2,
        "no block stands there twice"
    );
    let again = load(&mut journal, &plan(second));
    assert_eq!(counts(&again), [0, 6, 0, 1]);
}

#[test]
fn a_number_that_stands_twice_says_nothing() {
    let mut journal = Journal::default();
    load(&mut journal, &plan(FIRST));
    let twice = "Address,UPRN\n\"1, Oak Road, Larkton\",12\n\"2, Oak Road, Larkton\",12\n";
    assert_eq!(
        counts(&Again::read(&journal.state(), &plan(twice))),
        [0, 2, 0, 3]
    );
    let swapped = "Address,UPRN\n\"1, Oak Road, Larkton\",12\n\"2, Oak Road, Larkton\",11\n";
    assert_eq!(
        counts(&Again::read(&journal.state(), &plan(swapped))),
        [0, 0, 2, 3]
    );
}

#[test]
fn a_list_that_has_come_to_know_entrances_moves_no_door() {
    let mut journal = Journal::default();
    load(
        &mut journal,
        &plan("Address\n\"Flat 1, Heron House, Mill Lane\"\n\"Flat 2, Heron House, Mill Lane\"\n"),
    );
    let knowing = plan(
        "Address\n\"Flat 1, Block A, Heron House, Mill Lane\"\n\"Flat 2, Block B, Heron House, Mill Lane\"\n",
    );
    let again = load(&mut journal, &knowing);
    assert_eq!(counts(&again), [0, 0, 2, 0]);
    let state = journal.state();
    let doors: Vec<_> = estate::all_doors(&state).into_values().flatten().collect();
    let entrances: Vec<_> = doors.iter().map(|door| door.entrance.as_deref()).collect();
    assert_eq!(entrances, [Some("Block A"), Some("Block B")]);
    assert_eq!(doors[0].stair, doors[1].stair);
    assert_eq!(counts(&load(&mut journal, &knowing)), [0, 2, 0, 0]);
}

#[test]
fn a_door_marked_as_gone_keeps_its_records_and_comes_back_with_a_list() {
    let mut journal = Journal::default();
    load(&mut journal, &plan(FIRST));
    let state = journal.state();
    let three = estate::all_doors(&state)
        .into_values()
        .flatten()
        .find(|door| door.label == "3")
        .unwrap();
    let household = estate::household(&state, three.id);
    journal.record(draft::knock(
        Stream::Stair(three.stair),
        three.id,
        household,
        Outcome::Spoke,
    ));
    let gone = gone_drafts(&journal.state(), &[three.id]);
    journal.record(gone);
    let state = journal.state();
    assert!(estate::door(&state, three.id).unwrap().gone);
    assert_eq!(estate::knocks(&state, three.id).len(), 1);
    assert_eq!(gone_drafts(&state, &[three.id]), []);
    let without = plan(&FIRST.replace("\"3, Oak Road, Larkton\",\n", ""));
    assert_eq!(
        counts(&Again::read(&state, &without)),
        [0, 4, 0, 0],
        "it is missed once"
    );
    assert_eq!(counts(&load(&mut journal, &plan(FIRST))), [0, 4, 1, 0]);
    let state = journal.state();
    assert!(!estate::door(&state, three.id).unwrap().gone);
    assert_eq!(estate::knocks(&state, three.id).len(), 1);
}

#[test]
fn what_was_put_right_by_hand_stays_so_whatever_lists_go_on_calling_it() {
    let mut journal = Journal::default();
    load(&mut journal, &plan(FIRST));
    let state = journal.state();
    let mut right = Vec::new();
    for block in estate::blocks(&state) {
        let stairs = block.stairs.iter().map(|stair| What::Stair(stair.id));
        let things = stairs.chain([What::Block(block.id)]);
        right.extend(things.map(|what| rename(&state, what, &format!("{} East", block.name))));
    }
    for door in estate::all_doors(&state).into_values().flatten() {
        let name = format!("{}Z", door.label);
        right.push(rename(&state, What::Door(door.id), &name));
    }
    journal.record(right.into_iter().map(Result::unwrap).collect());
    let as_it_is = ["1Z", "2Z", "3Z", "Flat 1Z", "Flat 2Z"];
    assert_eq!(labels(&journal), as_it_is);
    let before = journal.logs.clone();
    // By their numbers, and by their addresses as they were.
    let mut without = FIRST.to_string();
    for number in [11, 12, 21, 22] {
        without = without.replace(&format!(",{number}\n"), ",\n");
    }
    for list in [FIRST, &without] {
        assert_eq!(counts(&load(&mut journal, &plan(list))), [0, 5, 0, 0]);
        assert_eq!(journal.logs, before, "{list}");
    }
    // What is new goes to where the rest is.
    let more = format!("{without}\"4, Oak Road, Larkton\",\n");
    assert_eq!(counts(&load(&mut journal, &plan(&more))), [1, 5, 0, 0]);
    let state = journal.state();
    let names: Vec<String> = estate::blocks(&state)
        .into_iter()
        .map(|it| it.name)
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names.iter().all(|name| name.ends_with(" East")),
        "{names:?}"
    );
    // And what is as a list has it now is known by that.
    let now = more
        .replace("4, Oak", "4, Elm")
        .replace("3, Oak", "3Z, Oak");
    assert_eq!(Again::read(&state, &plan(&now)).same, 5);
}

/// Made-up rows: an address, and a reference number or none.
fn rows() -> impl Strategy<Value = Vec<(String, Option<u8>)>> {
    let address = (
        0u8..3,
        1u8..9,
        prop::sample::select(vec!["Oak Road", "Elm Road", "Heron House, Mill Lane"]),
    );
    let address = address.prop_map(|(letter, number, place)| {
        let letter = ["", "", "A"][usize::from(letter)];
        let flat = if place.starts_with("Heron") {
            "Flat "
        } else {
            ""
        };
        format!("{flat}{number}{letter}, {place}, Larkton")
    });
    prop::collection::vec((address, prop::option::of(1u8..40)), 1..25)
}

fn list(rows: &[(String, Option<u8>)]) -> String {
    let mut list = String::from("Address,UPRN\n");
    for (address, uprn) in rows {
        let uprn = uprn.map(|uprn| uprn.to_string()).unwrap_or_default();
        list.push_str(&format!("\"{address}\",{uprn}\n"));
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_the_second_list_is_every_door_and_every_knock_stays(
        first in rows(),
        second in rows(),
        knocked in any::<prop::sample::Index>(),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut journal = Journal::default();
        load(&mut journal, &plan(&list(&first)));
        let state = journal.state();
        let doors: Vec<Door> = estate::all_doors(&state).into_values().flatten().collect();
        let door = &doors[knocked.index(doors.len())];
        journal.record(draft::knock(
            Stream::Stair(door.stair), door.id, estate::household(&state, door.id), Outcome::Spoke,
        ));
        let state = journal.state();
        let plan_of_second = plan(&list(&second));
        let again = Again::read(&state, &plan_of_second);
        let all = again.same + again.changed.len();
        prop_assert_eq!(again.added.len() + all, plan_of_second.doors);
        prop_assert_eq!(again.missing.len() + all, doors.len());

        let mut turned = second.clone();
        turned.reverse();
        let at = turn.index(turned.len());
        turned.rotate_left(at);
        let other = Again::read(&state, &plan(&list(&turned)));
        prop_assert_eq!(counts(&other), counts(&again));
        prop_assert_eq!(&other.missing, &again.missing);
        prop_assert_eq!(other.change_drafts(), again.change_drafts());

        load(&mut journal, &plan_of_second);
        let state = journal.state();
        for door in &doors {
            let after = estate::door(&state, door.id);
            prop_assert_eq!(after.map(|after| after.stair), Some(door.stair));
        }
        prop_assert_eq!(estate::knocks(&state, door.id).len(), 1);
        prop_assert!(crate::canvass::register::disagreements(&state).is_empty());
    }

    #[test]
    fn the_same_list_twice_adds_nothing(rows in rows()) {
        let mut journal = Journal::default();
        let plan = plan(&list(&rows));
        load(&mut journal, &plan);
        let before = journal.logs.clone();
        let again = load(&mut journal, &plan);
        prop_assert_eq!(counts(&again), [0, plan.doors, 0, 0]);
        prop_assert_eq!(before, journal.logs);
    }
}
