//! What kinds of file are read, and what is said of those that are not.

use encoding_rs::{UTF_16BE, UTF_16LE};
use stairwell::canvass::address_list::{
    ColumnUse, ListError, MAX_BYTES, Options, Plan, read, read_as,
};

use super::{adds_up, left_out, outline, plan};

const LIST: &str = "Property,UPRN\n\"2, Café Row, Larkton, QZ1 1AA\",100000000001\n\"1, Café Row, Larkton, QZ1 1AA\",100000000002\n";
const EXPECTED: [&str; 2] = ["Café Row: odd: 1", "Café Row: even: 2"];

fn of(bytes: &[u8]) -> Result<Plan, ListError> {
    read(bytes, |_, _| ())
}

fn refused(bytes: &[u8]) -> ListError {
    of(bytes).unwrap_err()
}

#[test]
fn every_encoding_is_read() {
    let utf16 = |little: bool| -> Vec<u8> {
        let units = LIST.encode_utf16();
        units
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    };
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(LIST);
    let lists: [(&str, Vec<u8>); 7] = [
        ("UTF-8", LIST.into()),
        (
            "UTF-8 with a mark",
            [b"\xEF\xBB\xBF", LIST.as_bytes()].concat(),
        ),
        (UTF_16LE.name(), utf16(true)),
        (UTF_16BE.name(), utf16(false)),
        (
            "UTF-16LE with a mark",
            [b"\xFF\xFE".to_vec(), utf16(true)].concat(),
        ),
        (
            "UTF-16BE with a mark",
            [b"\xFE\xFF".to_vec(), utf16(false)].concat(),
        ),
        ("Windows-1252", windows.into_owned()),
    ];
    for (name, bytes) in lists {
        assert_eq!(outline(&of(&bytes).unwrap()), EXPECTED, "{name}");
    }
}

#[test]
fn every_delimiter_is_read() {
    for delimiter in ["\t", ";", "|"] {
        let list = LIST.replace(",1000", &format!("{delimiter}1000"));
        let list = list.replace("Property,", &format!("Property{delimiter}"));
        assert_eq!(outline(&plan(&list)), EXPECTED, "{delimiter:?}");
    }
}

#[test]
fn rows_are_the_files_lines() {
    let list = "Address,Tenure\r\n\"1 Mill Lane\r\nLarkton\r\nQZ1 1AA\",x\r\n\r\n\"OTHER ELECTORS, Larkton\",x\r\n,,\r\n\"OTHER ELECTORS, Millby\",\r\n";
    let plan = plan(list);
    assert_eq!(
        left_out(&plan),
        [(6, "other_electors"), (8, "other_electors")]
    );
    assert_eq!(plan.blocks[0].stairs[0].doors[0].row, 2);
    assert_eq!(plan.rows, 3, "a row of nothing but commas is none");
}

#[test]
fn what_is_no_list_is_refused() {
    assert_eq!(refused(b""), ListError::Empty);
    assert_eq!(refused(b"\xEF\xBB\xBF \r\n\r\n"), ListError::Empty);
    assert_eq!(
        refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ListError::Picture
    );
    assert_eq!(refused(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), ListError::Picture);
    assert_eq!(
        refused(b"PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml"),
        ListError::Spreadsheet
    );
    assert_eq!(
        refused(b"PK\x03\x04\x14\0\0\0\x08\0xl/workbook.xml"),
        ListError::Damaged
    );
    assert_eq!(
        refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"),
        ListError::Spreadsheet
    );
    assert_eq!(
        refused(b"PK\x03\x04\x14\0\0\0\x08\0list.csv"),
        ListError::Archive
    );
    assert_eq!(refused(b"\x1F\x8B\x08\0"), ListError::Archive);
    assert_eq!(refused(b"%PDF-1.7\n"), ListError::Pdf);
    assert_eq!(
        refused(b"<!DOCTYPE html><table><tr><td>1 Oak Road"),
        ListError::WebPage
    );
    assert_eq!(
        refused(b"Address\n1 Oak Road\0\0\x01\n"),
        ListError::NotText
    );
    let no_address = refused(b"Name,Phone\nNemo,07700900001\n");
    assert!(
        matches!(&no_address, ListError::NoAddressColumn { columns } if columns == "Name, Phone")
    );
    assert_eq!(
        refused(b"hello\nworld\n").key(),
        "import.error_no_addresses"
    );
    assert_eq!(refused(&vec![b'a'; MAX_BYTES + 1]), ListError::TooLarge);
}

#[test]
fn ragged_rows_are_padded_or_flagged() {
    let list = "No.,Street,Postcode,UPRN\n1,Oak Road\n2,Oak Road,QZ1 1AA,,,\n3,Oak Road,Larkton,QZ1 1AA,100000000003\n";
    let plan = plan(list);
    assert_eq!(outline(&plan), ["Oak Road: odd: 1", "Oak Road: even: 2"]);
    assert_eq!(left_out(&plan), [(4, "too_many_cells")]);
    assert!(adds_up(&plan));
}

#[test]
fn a_quotation_mark_never_closed_is_a_problem_and_not_a_door() {
    let mut list =
        String::from("Address,UPRN\n\"1 Oak Road, Larkton\",1\n\"2 Oak Road, Larkton,2\n");
    for n in 3..99 {
        list.push_str(&format!("{n} Oak Road,{n}\n"));
    }
    let plan = plan(&list);
    assert_eq!(outline(&plan), ["Oak Road: odd: 1"]);
    assert_eq!(left_out(&plan), [(3, "too_long")]);
    assert!(plan.left_out[0].text.chars().count() <= 200);
}

#[test]
fn people_are_left_out_and_it_is_said() {
    let list = "Elector Name,Address,Date of Birth,Telephone,E-mail,Ref\n\
        Nemo Nobody,1 Oak Road,01/02/1970,07700 900001,nemo@example.org,x\n\
        Nemo Nobody,OTHER ELECTORS,01/02/1970,07700 900001,nemo@example.org,x\n";
    let plan = plan(list);
    let personal = plan
        .columns
        .iter()
        .filter(|column| column.used == ColumnUse::Personal);
    let personal: Vec<&str> = personal.map(|column| column.header.as_str()).collect();
    assert_eq!(
        personal,
        ["Elector Name", "Date of Birth", "Telephone", "E-mail"]
    );
    let everything = format!("{:?}{:?}", plan.blocks, plan.left_out);
    for secret in ["Nemo", "1970", "07700", "example.org"] {
        assert!(!everything.contains(secret), "{secret} in {everything}");
    }
}

/// Without headers the contents show what is about people.
#[test]
fn people_are_left_out_without_headers_too() {
    let plan = plan(
        "1 Oak Road,07700900001,nemo@example.org\n2 Oak Road,07700900002,nobody@example.org\n",
    );
    assert_eq!(outline(&plan), ["Oak Road: odd: 1", "Oak Road: even: 2"]);
    let personal = plan
        .columns
        .iter()
        .filter(|column| column.used == ColumnUse::Personal);
    assert_eq!(personal.count(), 2);
}

#[test]
fn what_a_spreadsheet_spoilt_is_not_guessed() {
    let list = "Number,Street,UPRN\n1-Mar,Oak Road,1\n#REF!,Oak Road,2\n2,Oak Road,1.001E+11\n03/01/2026,Oak Road,3\n1,Oak Road,100000000001.0\n3,Oak Road,1.00000000003E+11\n46082,Oak Road,4\nJan-13,Oak Road,5\nGarage 1,Oak Road,1.001E+11\n";
    let read_plan = plan(list);
    assert_eq!(outline(&read_plan), ["Oak Road: odd: 1 | 3"]);
    let spoilt = [
        (2, "spoilt_date"),
        (3, "spoilt"),
        (4, "spoilt_uprn"),
        (5, "spoilt_date"),
        (8, "spoilt_date"),
        (9, "spoilt_date"),
        (10, "not_a_dwelling"),
    ];
    assert_eq!(left_out(&read_plan), spoilt);
    assert!(adds_up(&read_plan));
    let doors = &read_plan.blocks[0].stairs[0].doors;
    assert_eq!(doors[0].uprn.as_deref(), Some("100000000001"));
    assert_eq!(doors[1].uprn.as_deref(), Some("100000000003"));
    let was = |row| {
        let left = read_plan.left_out.iter().find(|left| left.row == row);
        let values = left.unwrap().reason.values();
        values
            .into_iter()
            .find(|(name, _)| *name == "was")
            .unwrap()
            .1
    };
    assert_eq!([2, 5, 8, 9].map(was), ["1-3", "3-1", "1-3", "1-13"]);
}

#[test]
fn rows_whose_reference_number_was_rounded_are_doors_without_it() {
    let list =
        "Address,UPRN\n\"1, Oak Road, Larkton\",1.001E+11\n\"3, Oak Road, Larkton\",100000000003\n";
    assert_eq!(left_out(&plan(list)), [(2, "spoilt_uprn")]);
    let options = Options {
        without_uprns: true,
        ..Options::default()
    };
    let plan = read_as(list.as_bytes(), &options, |_, _| ()).unwrap();
    assert_eq!(outline(&plan), ["Oak Road: odd: 1 | 3"]);
    let doors = &plan.blocks[0].stairs[0].doors;
    assert!(doors.iter().all(|door| door.uprn.is_none()));
}

#[test]
fn a_header_alone_says_so() {
    for list in [
        "Property,UPRN\n",
        "Address\n",
        "Larkton Council,\nFlat,Street,Postcode\n",
        "Name,Phone\n\n",
    ] {
        assert_eq!(refused(list.as_bytes()), ListError::OnlyHeader, "{list:?}");
    }
}

/// As a spreadsheet program copies them: tabs between, quotation marks around a cell with a line
/// break, and none around one with commas.
#[test]
fn pasted_cells_are_read() {
    let list = "Address\tUPRN\r\n\"1 Oak Road\nLarkton\nQZ1 1AA\"\t100000000001\r\n2, Oak Road, Larkton\t100000000002\r\n";
    let plan = plan(list);
    assert_eq!(outline(&plan), ["Oak Road: odd: 1", "Oak Road: even: 2"]);
    assert_eq!(
        plan.blocks[0].stairs[0].doors[0].postcode.as_deref(),
        Some("QZ1 1AA")
    );
}

/// A tenth of a borough: the tests run without optimisation.
#[test]
fn a_ward_is_read() {
    let mut list = String::from("Address,UPRN\n");
    for n in 0..2_700 {
        let (street, house) = (n / 200, n % 200 + 1);
        list.push_str(&format!(
            "\"{house}, Road{street} Street, Larkton, QZ{} 1AA\",{n}\n",
            street % 9 + 1
        ));
    }
    let plan = plan(&list);
    assert_eq!((plan.doors, plan.blocks.len()), (2_700, 14));
}
