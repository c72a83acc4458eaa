//! The policy table against docs/protocol.md ("Kinds"), row by row, and where each row lets a kind stand.

use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::policy::{Home, MayStrike, Policy, may_stand, policy};
use stairwell::canvass::stream::Stream;

use super::*;

const PROTOCOL: &str = include_str!("../../../docs/protocol.md");

/// A row of the document: number, name, and what it says of the kind.
struct Row {
    number: u16,
    name: String,
    policy: Policy,
}

fn row(line: &str) -> Option<Row> {
    let line = line.strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let number = cells[0].parse().ok()?;
    let home = match cells[2].split([';', ',']).next()? {
        "any" => Home::Any,
        "board" => Home::Board,
        "stair" if cells[2].contains("; board for ") => Home::StairOrBoard,
        "stair" => Home::Stair,
        "inner" => Home::Inner,
        other => panic!("{other} is no stream"),
    };
    let may_strike = match *cells.last()? {
        "nobody" => MayStrike::Nobody,
        "own person" => MayStrike::OwnPerson,
        "organiser" => MayStrike::Organiser,
        "anyone" => MayStrike::Anyone,
        other => panic!("{other} is nobody"),
    };
    Some(Row {
        number,
        name: cells[1].to_string(),
        policy: Policy {
            home,
            may_strike,
            register: cells[cells.len() - 2] == "R",
        },
    })
}

fn rows() -> Vec<Row> {
    let kinds = PROTOCOL.split("\n## Kinds").nth(1).unwrap();
    let kinds = kinds.split("\n## ").next().unwrap();
    let lines = kinds.lines().filter(|line| line.starts_with("| "));
    let all = lines.filter(|line| line.matches('|').count() > 5);
    all.filter_map(row).collect()
}

#[test]
fn the_table_is_the_documents_row_by_row() {
    let rows = rows();
    assert_eq!(rows.len(), Fact::KNOWN.len());
    for (kind, name) in Fact::KNOWN {
        let row = rows.iter().find(|row| row.number == kind.0);
        let row = row.unwrap_or_else(|| panic!("{name} has no row in the document"));
        assert_eq!(
            row.name.replace('_', ""),
            name.to_lowercase().replace('_', "")
        );
        assert_eq!(Some(row.policy), policy(*kind), "{name}");
    }
    assert_eq!(policy(Kind(9_999)), None);
}

#[test]
fn each_kind_is_seen_in_the_streams_of_its_row_and_in_no_other() {
    for row in rows() {
        let kind = Kind(row.number);
        for stream in [Stream::Board, Stream::Inner, stair()] {
            let by = organiser(1).in_stream(stream);
            let run = by.writes(1, NOW, kind, &[household()], &[], vec![0]);
            let stands = match row.policy.home {
                Home::Any => true,
                Home::Board => stream == Stream::Board,
                Home::Stair => stream == stair(),
                Home::StairOrBoard => stream != Stream::Inner,
                Home::Inner => stream == Stream::Inner,
            };
            // An erasure would drop nothing here: it stays, whatever it names.
            let seen = seen(&[run], &[by.dot(1)]);
            assert_eq!(seen, [stands], "{} in {stream:?}", row.name);
            assert_eq!(may_stand(kind, stream), stands);
        }
    }
}
