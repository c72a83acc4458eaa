//! Whatever a file holds, nothing panics, every row is accounted for, and only the addresses
//! count, not their order.

use proptest::prelude::*;
use stairwell::canvass::address_list::{Plan, read, walk_order};
use stairwell::canvass::fact::BlockKind;

use super::{adds_up, outline, plan};

/// Labels of a street's side go up; a stair never has one label twice.
fn in_walk_order(plan: &Plan) -> bool {
    let street = plan
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Street);
    let sorted = street.flat_map(|block| &block.stairs).all(|stair| {
        stair
            .doors
            .is_sorted_by(|a, b| walk_order(bare(&a.label), bare(&b.label)).is_le())
    });
    let apart = plan
        .blocks
        .iter()
        .flat_map(|block| &block.stairs)
        .all(|stair| {
            let labels: std::collections::BTreeSet<_> =
                stair.doors.iter().map(|d| &d.label).collect();
            labels.len() == stair.doors.len()
        });
    sorted && apart
}

/// A label without what tells it from its twin.
fn bare(label: &str) -> &str {
    label.split(" (").next().unwrap_or(label)
}

/// The parts that addresses are made of, in all their spellings.
fn address() -> impl Strategy<Value = String> {
    let unit = prop::sample::select(vec![
        "",
        "",
        "",
        "FLAT 1,",
        "Flat 10, ",
        "FLAT 2,, ",
        "GROUND FLOOR FLAT, ",
        "Room 3, Flat 2 ",
        "3/1, ",
        "Basement Flat, ",
        "FLAT A, BLOCK 2, ",
    ]);
    let house = prop::sample::select(vec![
        "1, ",
        "2 ",
        "13, ",
        "13A, ",
        "13a ",
        "12-14, ",
        "12/3 ",
        "ROSE COTTAGE, ",
        "Heron House, ",
        "",
        "TY-NI, 6, ",
        "1-Mar ",
        "Garage 4, ",
    ]);
    let street = prop::sample::select(vec![
        "OAK ROAD",
        "Oak Rd",
        "Oak Road",
        "Pen-y-Dre",
        "Heron Court",
        "St. John's Close",
        "",
    ]);
    let place = prop::sample::select(vec![
        ", LARKTON",
        ", MILLBY, LARKTON",
        "",
        ", LARKTON, QZ1 1AA",
        ", QZ1 1AB",
        ", TEALBY, QZ9 1AB",
    ]);
    (unit, house, street, place)
        .prop_map(|(unit, house, street, place)| format!("{unit}{house}{street}{place}"))
}

fn list(rows: &[(String, Option<u8>)]) -> String {
    let mut list = String::from("Address,UPRN\n");
    for (address, uprn) in rows {
        let uprn = uprn
            .map(|uprn| format!("1000000000{uprn}"))
            .unwrap_or_default();
        list.push_str(&format!("\"{address}\",{uprn}\n"));
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(plan) = read(&bytes, |_, _| ()) {
            prop_assert!(adds_up(&plan));
        }
    }

    #[test]
    fn any_text_is_taken(text in "([ ,;\"'\t\r\n/0-9A-Za-zé.&#-]|FLAT |ROAD|QZ1 1AA|Address|UPRN|, ){0,120}") {
        if let Ok(plan) = read(text.as_bytes(), |_, _| ()) {
            prop_assert!(adds_up(&plan));
            prop_assert!(in_walk_order(&plan), "{:?}", outline(&plan));
        }
    }

    #[test]
    fn only_the_addresses_count_and_not_their_order(
        rows in prop::collection::vec((address(), prop::option::of(0u8..20)), 1..40),
        order in any::<prop::sample::Index>(),
    ) {
        let before = read(list(&rows).as_bytes(), |_, _| ());
        let mut turned = rows.clone();
        turned.reverse();
        let at = order.index(turned.len());
        turned.rotate_left(at);
        let after = read(list(&turned).as_bytes(), |_, _| ());
        match (before, after) {
            (Ok(before), Ok(after)) => {
                prop_assert!(adds_up(&before));
                prop_assert!(in_walk_order(&before), "{:?}", outline(&before));
                prop_assert_eq!(outline(&before), outline(&after));
            }
            (before, after) => prop_assert_eq!(before.err(), after.err()),
        }
    }
}

/// One street name 2,000 times, each time in a place of its own: the list is made up, the
/// computer's patience is not.
#[test]
fn a_hostile_list_takes_no_hour() {
    let mut list = String::from("Address\n");
    for n in 0..2000 {
        list.push_str(&format!(
            "\"{n}, Oak Road, Place{n}, QZ{} 1AA\"\n",
            n % 90 + 1
        ));
    }
    assert_eq!(plan(&list).doors, 2000);
}
