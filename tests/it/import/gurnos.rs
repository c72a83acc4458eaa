//! The real list: an estate as a council published it.

use std::path::PathBuf;

use stairwell::canvass::address_list::{Plan, PlannedBlock, Reason, read};
use stairwell::canvass::fact::{BlockKind, StairKind};

/// The list, where this machine has it.
fn gurnos() -> Option<Plan> {
    let shared = std::env::var_os("STAIRWELL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = shared.join("data/gurnos.csv");
    match std::fs::read(&path) {
        Ok(bytes) => Some(read(&bytes, |_, _| ()).unwrap()),
        Err(error) => {
            println!("skipped: {}: {error}", path.display());
            None
        }
    }
}

fn block<'p>(plan: &'p Plan, name: &str) -> &'p PlannedBlock {
    let found = plan.blocks.iter().find(|block| block.name == name);
    found.unwrap_or_else(|| panic!("no block {name}"))
}

fn doors(plan: &Plan, name: &str, kind: StairKind) -> String {
    let block = block(plan, name);
    let stairs = block.stairs.iter().filter(|stair| stair.kind == kind);
    let labels = stairs.flat_map(|stair| stair.doors.iter().map(|door| door.label.as_str()));
    labels.collect::<Vec<_>>().join(" | ")
}

#[test]
fn every_row_is_accounted_for() {
    let Some(plan) = gurnos() else { return };
    let counts = (
        plan.rows,
        plan.doors,
        plan.duplicates,
        plan.not_doors,
        plan.problems,
    );
    assert_eq!(counts, (2155, 2149, 0, 6, 0));
    let others = plan
        .left_out
        .iter()
        .filter(|left| left.reason == Reason::OtherElectors);
    let rows: Vec<u64> = others.map(|left| left.row).collect();
    assert_eq!(rows, [3, 423, 693, 1167, 1628]);
    let ward = &plan.left_out[5];
    assert_eq!(ward.row, 2120);
    assert!(ward.text.starts_with("WARDS 3 TO 4 AND 9 AND 19, NORTH"));
}

#[test]
fn flats_are_doors_of_their_buildings() {
    let Some(plan) = gurnos() else { return };
    let flats = "Flat 1 | Flat 2 | Flat 3 | Flat 4 | Flat 5 | Flat 6";
    for name in [
        "2 Alder Grove",
        "22 Larch Close",
        "17 Palm Road",
        "1 Plane Grove",
    ] {
        assert_eq!(doors(&plan, name, StairKind::Entrance), flats, "{name}");
        assert_eq!(block(&plan, name).kind, BlockKind::Building);
    }
    let house = doors(&plan, "Cambrian House", StairKind::Entrance);
    assert_eq!(house, "Flat 1A | Flat 1B");
    // From the top down.
    let floors = doors(&plan, "4 Magnolia Close", StairKind::Entrance);
    assert_eq!(floors, "First Floor Flat | Ground Floor Flat");
}

#[test]
fn a_hospitals_flats_stand_by_their_blocks() {
    let Some(plan) = gurnos() else { return };
    let hospital = block(&plan, "Prince Charles Hospital");
    let names: Vec<_> = hospital
        .stairs
        .iter()
        .map(|stair| stair.name.as_deref())
        .collect();
    let blocks = [1, 2, 3, 4, 5, 7, 9].map(|n| format!("Block {n}"));
    let expected: Vec<Option<&str>> = blocks
        .iter()
        .map(|b| Some(b.as_str()))
        .chain([None])
        .collect();
    assert_eq!(names, expected);
    let fifth: Vec<&str> = hospital.stairs[4]
        .doors
        .iter()
        .map(|door| door.label.as_str())
        .collect();
    assert_eq!(fifth, ["Flat 25 Room 3", "Flat 28"]);
}

#[test]
fn streets_have_two_sides_and_named_houses() {
    let Some(plan) = gurnos() else { return };
    let sides: Vec<StairKind> = block(&plan, "Gurnos Road")
        .stairs
        .iter()
        .map(|s| s.kind)
        .collect();
    assert_eq!(
        sides,
        [
            StairKind::OddSide,
            StairKind::EvenSide,
            StairKind::NamedHouses
        ]
    );
    let even = doors(&plan, "Gurnos Road", StairKind::EvenSide);
    assert!(even.contains(" | 24 | 24A | 26 | "), "{even}");
    assert!(even.starts_with("4 | 6 | 8 | "), "{even}");
    let named = doors(&plan, "Gurnos Road", StairKind::NamedHouses);
    assert_eq!(named, "Bella Vista | Ty Gurnos Newydd");
    let named_six = block(&plan, "Gurnos Road").stairs[1].doors[1].clone();
    assert_eq!(
        (named_six.label.as_str(), named_six.house_name.as_deref()),
        ("6", Some("Ty-Ni"))
    );
    let odd = doors(&plan, "Pen-y-Dre", StairKind::OddSide);
    assert_eq!(odd, "1 | 3 | 5 | 7 | 9 | 11 | 13 | 15");
    let villas = doors(&plan, "Gwaelodygarth Villas", StairKind::NamedHouses);
    assert_eq!(villas, "Brynmarlog | Fernwood | Hillside | Somerset House");
    let presbytery = doors(&plan, "Chestnut Way", StairKind::NamedHouses);
    assert_eq!(presbytery, "St Aloysius Presbytery");
    assert_eq!(
        doors(&plan, "Goetre School", StairKind::Entrance),
        "School Bungalow"
    );
}

#[test]
fn doors_keep_what_the_list_knows() {
    let Some(plan) = gurnos() else { return };
    let door = &block(&plan, "2 Alder Grove").stairs[0].doors[5];
    assert_eq!(door.postcode.as_deref(), Some("CF47 9SF"));
    assert_eq!(door.district.as_deref(), Some("CC"));
    assert!(
        door.uprn
            .as_deref()
            .is_some_and(|uprn| uprn.starts_with("100"))
    );
    let labels: Vec<&str> = plan
        .blocks
        .iter()
        .map(|block| block.name.as_str())
        .collect();
    let grove = labels.iter().position(|name| *name == "Alder Grove");
    let flats = labels.iter().position(|name| *name == "2 Alder Grove");
    assert_eq!(
        grove.map(|at| at + 1),
        flats,
        "a building comes after its street"
    );
}
