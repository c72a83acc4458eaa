//! What stands on each sheet.

use super::*;
use crate::canvass::petition::LINES;
use crate::locales;
use crate::organise::council;
use crate::organise::petition::sheet::{About, NoSheets, PRAYER_LENGTH, petition_sheets};

/// What stands on each page of a file, in its order.
fn pages(file: &[u8]) -> Vec<Vec<String>> {
    let text: String = file.iter().map(|byte| char::from(*byte)).collect();
    let streams = text.split("endstream").filter(|part| part.contains(" Tj"));
    streams.map(shown).collect()
}

fn shown(stream: &str) -> Vec<String> {
    let shown = stream.split(" Tj").filter_map(|part| {
        if let Some(plain) = part.strip_suffix(')') {
            return Some(plain.rsplit_once('(')?.1.to_string());
        }
        let hex = part.strip_suffix('>')?.rsplit_once('<')?.1;
        let pairs = (0..hex.len()).step_by(2);
        let pairs = pairs.filter_map(|at| hex.get(at..at + 2));
        let bytes = pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok());
        Some(bytes.map(char::from).collect())
    });
    shown.collect()
}

fn about() -> About {
    About {
        group: "Residents of Llwyn".into(),
        until: "22 November 2027".into(),
    }
}

fn sheets_of(petition: &Petition, first: u16, last: u16) -> Result<Vec<u8>, NoSheets> {
    let log = crate::canvass::dot::LogId([1; 8]);
    let sheets = Sheets {
        petition: Dot { log, seq: 1 },
        first,
        last,
    };
    petition_sheets(petition, sheets, &about(), &locales::fill)
}

#[test]
fn r7_1_prayer_target_organiser_and_number_stand_on_every_page() {
    let file = sheets_of(&petition(Told::Unknown, Told::Unknown), 3, 14).unwrap();
    let pages = pages(&file);
    assert_eq!(pages.len(), 12);
    for (n, page) in (3..).zip(&pages) {
        let all = page.join(" ");
        for wanted in [
            "We ask the council to mend both lifts of Llwyn House before the winter",
            "the Cabinet member for housing",
            "Bronwen Hedd",
            "Flat 1, Llwyn House",
            &format!("Sheet {n} of 14"),
            "Residents of Llwyn",
            "22 November 2027",
        ] {
            assert!(all.contains(wanted), "{wanted} on sheet {n}: {all}");
        }
        for key in [
            "column_name",
            "column_address",
            "column_postcode",
            "column_qualifies",
            "column_date",
            "column_signature",
            "column_informed",
            "sheet_informed",
        ] {
            let words = locales::fill(&format!("petition.{key}"), &[]);
            for word in words.split_whitespace() {
                assert!(all.contains(word), "{word} of {key} on sheet {n}");
            }
        }
        for line in 1..=LINES {
            let line = line.to_string();
            let times = page.iter().filter(|it| **it == line).count();
            assert_eq!(times, 1, "line {line} of sheet {n}");
        }
    }
    // A box to tick on each line, and no other.
    let text: String = file.iter().map(|byte| char::from(*byte)).collect();
    let boxes = text.matches(" re\n").count();
    assert_eq!(boxes, 12 * usize::from(LINES));
}

#[test]
fn r7_4_the_sheet_says_that_anybody_may_see_who_signed() {
    let said = |public| {
        let file = sheets_of(&petition(Told::Unknown, public), 1, 1).unwrap();
        pages(&file).remove(0).join(" ")
    };
    let words = |key: &str| {
        let key = format!("petition.{key}");
        locales::fill(&key, &[("council", "Llwyn".to_string())])
    };
    let keys = ["sheet_public", "sheet_not_public", "sheet_may_be_public"];
    for (public, key) in [Told::Yes, Told::No, Told::Unknown].into_iter().zip(keys) {
        for other in keys {
            let stands = said(public).contains(&words(other));
            assert_eq!(stands, other == key, "{public:?}: {other}");
        }
    }
    let westminster = council::find("westminster").unwrap().council();
    assert_eq!(westminster.public, Told::Yes);
}

#[test]
fn r7_1_the_longest_prayer_leaves_room_for_ten_to_sign_and_more_is_refused() {
    let mut long = petition(Told::Unknown, Told::Unknown);
    long.prayer = "Wash and mend each lift ".repeat(30)[..PRAYER_LENGTH].to_string();
    assert!(sheets_of(&long, 1, 1).is_ok());
    long.prayer = long.prayer.repeat(4);
    assert_eq!(sheets_of(&long, 1, 1), Err(NoSheets::TooLong));
    long.prayer = "Дім".into();
    assert!(matches!(
        sheets_of(&long, 1, 1),
        Err(NoSheets::NotPrintable(_))
    ));
}
