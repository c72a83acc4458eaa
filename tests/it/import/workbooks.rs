//! Excel's workbooks, as Excel writes them: found sheets, title rows, dates that were numbers, and
//! what is said of those that cannot be read.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use stairwell::canvass::address_list::{ListError, MAX_UNPACKED, Options, Plan, read, read_as};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::command::import;
use super::{adds_up, left_out, outline};

fn of(bytes: &[u8]) -> Result<Plan, ListError> {
    read(bytes, |_, _| ())
}

/// A sheet of these rows from this row on, the first being 0.
fn sheet(name: &str, from: u32, rows: &[&[&str]]) -> Worksheet {
    let mut sheet = Worksheet::new();
    sheet.set_name(name).unwrap();
    for (row, cells) in (from..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, *cell),
            }
            .unwrap();
        }
    }
    sheet
}

fn book(sheets: impl IntoIterator<Item = Worksheet>) -> Vec<u8> {
    let mut book = Workbook::new();
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    book.save_to_buffer().unwrap()
}

fn oak_road() -> Worksheet {
    let rows: [&[&str]; 4] = [
        &["Flat", "Number", "Street", "Postcode", "UPRN"],
        &["", "2", "Oak Road", "QZ1 1AA", "100000000002"],
        &["", "1", "Oak Road", "QZ1 1AA", "100000000001"],
        &["3", "5", "Oak Road", "QZ1 1AA", "100000000003"],
    ];
    let mut homes = sheet("Homes", 4, &rows);
    homes
        .merge_range(0, 0, 0, 4, "Larkton Council: homes", &Format::new())
        .unwrap();
    homes.write_string(1, 0, "As at 1 January").unwrap();
    homes
}

fn remarks() -> Worksheet {
    let rows: [&[&str]; 3] = [
        &["Larkton Council"],
        &["Questions to the housing office"],
        &["Telephone", "01632 960 001"],
    ];
    sheet("Read me", 0, &rows)
}

#[test]
fn the_sheet_with_the_addresses_is_found_under_its_title() {
    let plan = of(&book([remarks(), oak_road()])).unwrap();
    let expected = [
        "Oak Road: odd: 1",
        "Oak Road: even: 2",
        "5 Oak Road: doors: Flat 3",
    ];
    assert_eq!(outline(&plan), expected);
    assert_eq!((plan.rows, plan.sheet.as_deref()), (3, Some("Homes")));
    let door = &plan.blocks[0].stairs[0].doors[0];
    assert_eq!(door.row, 7, "the sheet's own row");
    assert_eq!(door.uprn.as_deref(), Some("100000000001"));
    assert!(adds_up(&plan));
}

#[test]
fn of_several_sheets_with_addresses_one_has_to_be_named() {
    let rows: [&[&str]; 2] = [&["Address"], &["1 Elm Road, Larkton"]];
    let mut hidden = sheet("Old", 0, &rows);
    hidden.set_hidden(true);
    let bytes = book([oak_road(), sheet("Elm", 0, &rows), hidden]);
    let which = ListError::WhichSheet {
        sheets: vec![("Homes".to_string(), 3), ("Elm".to_string(), 1)],
    };
    assert_eq!(of(&bytes), Err(which));
    let named = |name: &str| {
        let options = Options {
            sheet: Some(name.to_string()),
            ..Options::default()
        };
        read_as(&bytes, &options, |_, _| ())
    };
    assert_eq!(outline(&named("elm").unwrap()), ["Elm Road: odd: 1"]);
    assert_eq!(named("Old").unwrap().doors, 1);
    let none = ListError::NoSuchSheet {
        sheets: vec!["Homes".to_string(), "Elm".to_string()],
    };
    assert_eq!(named("Ash"), Err(none));
}

#[test]
fn dates_where_numbers_belong_are_problems() {
    let rows: [&[&str]; 4] = [
        &["Number", "Street", "UPRN", "Date of Birth"],
        &["", "Oak Road", "1", ""],
        &["2", "Oak Road", "1.5", ""],
        &["4", "Oak Road", "100000000004", ""],
    ];
    let mut spoilt = sheet("Homes", 0, &rows);
    let day = Format::new().set_num_format("d-mmm");
    let third = ExcelDateTime::from_ymd(2025, 3, 1).unwrap();
    spoilt.write_with_format(1, 0, &third, &day).unwrap();
    spoilt.write_with_format(3, 3, &third, &day).unwrap();
    let plan = of(&book([spoilt])).unwrap();
    assert_eq!(left_out(&plan), [(2, "spoilt_date")]);
    let reason = plan.left_out[0].reason.values();
    assert_eq!(reason[1], ("was", "1-3".to_string()));
    assert_eq!(outline(&plan), ["Oak Road: even: 2 | 4"]);
    assert!(adds_up(&plan));
}

#[test]
fn a_workbook_that_cannot_be_read_says_why() {
    let whole = book([oak_road()]);
    assert_eq!(of(&whole[..whole.len() / 2]), Err(ListError::Damaged));
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(of(&locked), Err(ListError::Locked));
    let empty: [&[&str]; 0] = [];
    assert_eq!(of(&book([sheet("A", 0, &empty)])), Err(ListError::Empty));
    let header: [&[&str]; 1] = [&["Address", "UPRN"]];
    assert_eq!(
        of(&book([sheet("A", 0, &header)])),
        Err(ListError::OnlyHeader)
    );
}

/// A workbook whose first sheet is so many blanks.
fn bomb(bytes: u64) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).unwrap();
    zip.write_all(b"<workbook/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..bytes.div_ceil(1 << 20) {
        zip.write_all(&blanks).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let bytes = bomb(MAX_UNPACKED + 1);
    assert!(bytes.len() < 4_000_000, "{}", bytes.len());
    assert_eq!(of(&bytes), Err(ListError::UnpacksTooLarge));
}

/// What a part says of its size is written twice in a zip; a lie does not get past the count.
#[test]
fn a_part_that_lies_about_its_size_is_refused() {
    let mut bytes = bomb(MAX_UNPACKED + 1);
    let told = u32::try_from(MAX_UNPACKED + (1 << 20))
        .unwrap()
        .to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4)
        .filter(|at| bytes[*at..*at + 4] == told)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(
        of(&bytes),
        Err(ListError::UnpacksTooLarge | ListError::Damaged)
    ));
}

/// One cell in the first corner and one in the last are two cells.
#[test]
fn a_sheet_of_two_far_cells_takes_no_room() {
    let mut far = oak_road();
    far.write_string(1_048_575, 16_383, "x").unwrap();
    let plan = of(&book([far])).unwrap();
    assert_eq!(plan.doors, 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_workbook_with_a_few_bytes_changed_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = book([oak_road(), remarks()]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(plan) = of(&bytes) {
            prop_assert!(adds_up(&plan));
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        if let Ok(plan) = of(&bytes) {
            prop_assert!(adds_up(&plan));
        }
    }
}

#[test]
fn the_command_line_takes_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let rows: [&[&str]; 2] = [&["Address"], &["1 Elm Road, Larkton"]];
    let path = folder.path().join("list.xlsx");
    std::fs::write(&path, book([oak_road(), sheet("Elm", 0, &rows)])).unwrap();
    let path = path.to_str().unwrap();
    let asked = import(&["--plan", path, "--json"]);
    let said = String::from_utf8(asked.stderr).unwrap();
    assert!(!asked.status.success() && said.contains("Homes, Elm") && said.contains("--sheet"));
    let read = import(&["--plan", path, "--sheet", "Homes", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    assert_eq!((&json["rows"], &json["doors"]), (&3.into(), &3.into()));
}
