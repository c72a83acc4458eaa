//! What stands on the sheets, read back, and where.

use super::layout::OUTCOME_WIDE;
use super::*;
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::estate::Door;
use crate::canvass::id::{DoorId, StairId};
use crate::locales;

fn line(n: usize, floor: Option<i16>, label: &str) -> Line {
    let dot = |seq| Dot {
        log: LogId([1; 8]),
        seq,
    };
    Line {
        door: Door {
            id: DoorId(dot(n as u64)),
            stair: StairId(dot(1_000)),
            label: label.into(),
            entrance: None,
            floor,
            order: n as u32,
            uprn: None,
            gone: false,
        },
        struck: n % 7 == 3,
    }
}

fn board(lines: Vec<Line>) -> Printed {
    Printed {
        place: "Kestrel Court · Stair".into(),
        turf: None,
        code: "K3TQ7".into(),
        lines,
    }
}

/// Floors of six, the highest first.
fn tower(floors: usize) -> Printed {
    let lines = (0..floors * 6).map(|n| {
        let floor = floors - 1 - n / 6;
        line(n, i16::try_from(floor).ok(), &format!("Flat {}", n + 1))
    });
    board(lines.collect())
}

fn street(labels: &[&str], times: usize) -> Printed {
    let all = (0..times).flat_map(|_| labels);
    let lines = all.enumerate().map(|(n, label)| line(n, None, label));
    board(lines.collect())
}

fn said() -> Said {
    let choices = |n: usize| (0..n).map(|n| format!("A pressing matter {n}")).collect();
    Said {
        day: "Friday, 27 November 2026".into(),
        privacy: [
            "Kestrel Residents asks. It is kept until 22 November 2027 and passed on to nobody."
                .into(),
            "Reach us: 01632 960 001".into(),
        ],
        questions: vec![
            ("What presses?".into(), AnswerKind::Choices(choices(9))),
            ("In their own words?".into(), AnswerKind::Words),
            ("Whose door?".into(), AnswerKind::Nomination),
            ("May we come back?".into(), AnswerKind::YesNo),
            (
                "How deep?".into(),
                AnswerKind::Scale("Little".into(), "Much".into()),
            ),
        ],
    }
}

fn laid_out(board: &Printed, said: &Said) -> Layout {
    lay_out(board, said, &locales::fill).unwrap()
}

#[test]
fn every_door_is_on_one_row_and_no_sheet_runs_over() {
    let long = "The Old Coach House at the Back of the Brewery, beside the Second Gate on the Left";
    let mut titled = tower(1);
    titled.place = long.repeat(9);
    for (board, sheets) in [
        (tower(24), 8..=12),
        (tower(1), 1..=1),
        (titled, 1..=1),
        (
            street(&["1", "3A", long, "The-House-Without-Any-Spaces-In-It"], 30),
            9..=13,
        ),
        (street(&["5"], 0), 1..=1),
    ] {
        for questions in [said().questions, Vec::new()] {
            let said = Said {
                questions,
                ..said()
            };
            let layout = laid_out(&board, &said);
            let rows = layout.sheets.iter().flatten();
            let doors: Vec<usize> = rows
                .filter_map(|placed| match placed.what {
                    What::Door(n, _) => Some(n),
                    What::Floor(_) => None,
                })
                .collect();
            assert_eq!(doors, (0..board.lines.len()).collect::<Vec<_>>());
            assert!(
                sheets.contains(&layout.sheets.len()),
                "{}",
                layout.sheets.len()
            );
            assert!(*layout.edges().last().unwrap() <= WIDTH - MARGIN);
            let edges = layout.edges();
            assert!(
                edges
                    .windows(2)
                    .all(|pair| pair[1] - pair[0] >= OUTCOME_WIDE)
            );
            for (n, sheet) in layout.sheets.iter().enumerate() {
                let mut y = layout.heads_at(n == 0) + layout.head;
                for placed in sheet {
                    assert!((placed.y - y).abs() < 0.01, "one after the other");
                    y += placed.height;
                }
                assert!(y <= layout.last_row(), "{y} on sheet {n}");
                let last = sheet.last().map(|placed| &placed.what);
                assert!(!matches!(last, Some(What::Floor(_))));
            }
        }
    }
}

/// What is written in a file, in its order: what is beyond ASCII stands there in hexadecimal.
fn written(file: &[u8]) -> Vec<String> {
    let text: String = file.iter().map(|byte| char::from(*byte)).collect();
    let shown = text.split(" Tj").filter_map(|part| {
        if let Some(plain) = part.strip_suffix(')') {
            return Some(plain.rsplit_once('(')?.1.to_string());
        }
        let hex = part.strip_suffix('>')?.rsplit_once('<')?.1;
        let pairs = (0..hex.len())
            .step_by(2)
            .filter_map(|at| hex.get(at..at + 2));
        let bytes = pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok());
        Some(bytes.map(char::from).collect())
    });
    shown.collect()
}

#[test]
fn doors_code_and_privacy_are_read_back_and_nothing_is_small() {
    let boards = [tower(24), street(&["Tŷ Gwyn", "12A"], 1)];
    let file = board_sheets(&boards, &said(), &locales::fill).unwrap();
    let words = written(&file);
    for n in 1..=144 {
        let label = format!("Flat {n}");
        assert_eq!(
            words.iter().filter(|it| **it == label).count(),
            1,
            "{label}"
        );
    }
    for wanted in ["Ty Gwyn", "12A", "K3TQ7", "1 Spoke", "Floor 23", "A", "B"] {
        assert!(words.iter().any(|it| it == wanted), "{wanted}");
    }
    let all = words.join(" ");
    assert!(all.contains("passed on to nobody"), "{all}");
    assert!(all.contains("What presses?") && all.contains("May we come back?"));
    assert!(!all.contains("Whose door?") && !all.contains("In their own words?"));
    // Every column is typed in: a time for each door is not.
    assert!(words.iter().any(|it| it == "Note") && !words.iter().any(|it| it == "Time"));
    let pages = words
        .iter()
        .filter(|it| it.starts_with("Page 1 of "))
        .count();
    assert_eq!(pages, 2, "each board counts its own pages");
    let text = String::from_utf8_lossy(&file);
    let sizes: Vec<f32> = text
        .split(" Tf")
        .filter_map(|part| part.rsplit_once(' ')?.1.parse().ok())
        .collect();
    assert!(sizes.len() >= words.len());
    assert!(sizes.iter().all(|size| *size >= 12.0));
}

#[test]
fn struck_doors_are_crossed_out_without_a_word_of_why() {
    let crossed = |struck: bool| {
        let mut board = tower(1);
        for line in &mut board.lines {
            line.struck = struck;
        }
        let file = board_sheets(&[board], &said(), &locales::fill).unwrap();
        let text = String::from_utf8_lossy(&file).into_owned();
        (text.matches("\n2 w\n").count(), written(&file))
    };
    let ((plain, words), (lines, same)) = (crossed(false), crossed(true));
    assert_eq!((plain, lines), (0, 12));
    assert_eq!(words, same);
}

#[test]
fn a_letter_no_font_has_is_said() {
    let file = board_sheets(&[street(&["Дім"], 1)], &said(), &locales::fill);
    assert_eq!(file, Err(NotPrintable('Д')));
}

#[test]
fn a_home_that_stands_on_two_boards_is_taken_out_once() {
    let boards = [tower(2), street(&["1", "3", "5"], 1)];
    // The street's three are the tower's first three.
    assert_eq!(homes(&boards), 12);
    let other = board((20..24).map(|n| line(n, None, "A door")).collect());
    assert_eq!(homes(&[tower(2), other]), 16);
    assert_eq!(homes(&[]), 0);
}
