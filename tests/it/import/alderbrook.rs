//! A made-up list with the same shapes as the real one.

use stairwell::canvass::address_list::{ColumnUse, Warning, read};

use super::{adds_up, left_out, outline, plan};

const ALDERBROOK: &str = include_str!("../lists/alderbrook.csv");

#[test]
fn a_whole_estate_is_walkable() {
    let expected = [
        "Alderbrook: named: Alderbrook Farm",
        "Alderbrook Farm Cottages: doors: 1 | 2 | 3",
        "Alderbrook Road: odd: 1 | 3 | 5 | 7 | 9 | 11 | 13 | 13A | 31 | 33",
        "Alderbrook Road: even: 2 | 6 | 8 | 10 | 12 | 24 | 24A | 26 | 30 | 32",
        "Alderbrook Road: named: Bella Costa",
        "Heron Close: odd: 1 | 3 | 5 | 7-9",
        "Heron Close: even: 2 | 6 | 8 | 10",
        "Heron Close: named: Alder Lodge",
        "4 Heron Close: doors: First Floor Flat | Ground Floor Flat",
        "Heronsgate: named: Fronheulog",
        "Main Avenue: odd: 1 | 3 | 5 | 7 | 9 | 11 | 13 | 15 | 17 | 19 | 21 | 23 | 25 | 27 | 29 | 43",
        "Main Avenue: even: 2 | 4 | 6 | 8 | 10 | 12 | 14 | 16 | 18 | 20 | 22 | 24 | 26 | 28 | 30",
        "Mallard House: doors: Flat 1A | Flat 1B",
        "Pen-y-Bryn: odd: 1 | 7 | 11",
        "Pen-y-Bryn: even: 2 | 10 | 14",
        "Queen Matilda Hospital: Block 1: Flat 2 | Flat 3",
        "Queen Matilda Hospital: Block 2: Flat 8",
        "Queen Matilda Hospital: Block 5: Flat 25 Room 3",
        "Queen Matilda Hospital: doors: Flat 1 | Flat 12 | Flat 24",
        "Robin School: doors: School Bungalow",
        "Robin Way: odd: 1 | 3 | 5 | 7 | 9 | 11 | 13",
        "Robin Way: even: 4 | 6 | 8 | 10 | 12 | 14",
        "Robin Way: named: St Oswin Presbytery",
        "2 Robin Way: doors: Flat 1 | Flat 2 | Flat 3 | Flat 4 | Flat 5 | Flat 6",
    ];
    let plan = plan(ALDERBROOK);
    assert_eq!(outline(&plan), expected);
    assert!(adds_up(&plan));
    let left = [
        (3, "other_electors"),
        (88, "other_electors"),
        (97, "not_a_dwelling"),
        (103, "same_door"),
    ];
    assert_eq!(left_out(&plan), left);
}

#[test]
fn the_polling_stations_columns_are_not_the_doors() {
    let plan = plan(ALDERBROOK);
    let used: Vec<ColumnUse> = plan.columns.iter().map(|column| column.used).collect();
    let expected = [
        ColumnUse::District,
        ColumnUse::NotNeeded,
        ColumnUse::NotNeeded,
        ColumnUse::Address,
        ColumnUse::Uprn,
    ];
    assert_eq!(used, expected);
    let mut doors = plan
        .blocks
        .iter()
        .flat_map(|b| &b.stairs)
        .flat_map(|s| &s.doors);
    assert!(doors.all(|door| door.postcode.is_some() && door.district.is_some()));
}

/// The same list under headers that say nothing: the contents must do.
#[test]
fn contents_do_where_headers_say_nothing() {
    let (_, body) = ALDERBROOK.split_once('\n').unwrap();
    let named = plan(ALDERBROOK);
    let unnamed = plan(&format!("a,b,c,d,e\n{body}"));
    assert_eq!(outline(&unnamed), outline(&named));
}

#[test]
fn a_reference_number_on_two_addresses_is_said_and_loses_no_door() {
    assert_eq!(
        plan(ALDERBROOK).warnings,
        [Warning::UprnsShared { uprns: 1 }]
    );
}

#[test]
fn progress_goes_up_to_the_end() {
    let mut seen = Vec::new();
    let plan = read(ALDERBROOK.as_bytes(), |done, total| {
        seen.push((done, total))
    })
    .unwrap();
    assert!(seen.is_sorted());
    assert_eq!(seen.last(), Some(&(plan.rows, plan.rows)));
}
