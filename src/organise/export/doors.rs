//! `doors.csv` and `knocks.csv`: nothing in them is about who lives there.

use super::cell::{Cell, Table, table};
use super::{ExportError, Merged, dot_name, fact, stair_name, time};
use crate::canvass::fact::Fact;

/// The header of `doors.csv`.
pub const DOORS: [&str; 10] = [
    "door_id",
    "block",
    "stair",
    "floor",
    "door",
    "uprn",
    "attempts",
    "outcome",
    "last_attempt",
    "do_not_knock",
];
/// The header of `knocks.csv`.
pub const KNOCKS: [&str; 7] = [
    "event_id", "door_id", "block", "door", "outcome", "by", "at",
];

/// Every door, in walk order.
pub(super) fn doors(from: &Merged<'_>) -> Result<Table, ExportError> {
    let rows = from.report.stairs.iter().flat_map(|stair| {
        stair.doors.iter().map(move |row| {
            let uprn = match fact(from.state, row.door.id.0) {
                Some(Fact::Door { uprn, .. }) => uprn,
                _ => None,
            };
            [
                dot_name(row.door.id.0),
                stair.block.clone(),
                stair_name(&stair.stair, from.words),
                row.door
                    .floor
                    .map(|floor| floor.to_string())
                    .unwrap_or_default(),
                row.door.label.clone(),
                uprn.map(|uprn| uprn.to_string()).unwrap_or_default(),
                row.knocks.len().to_string(),
                row.outcome()
                    .map(|outcome| outcome.word().to_string())
                    .unwrap_or_default(),
                row.knocks
                    .last()
                    .map(|knock| time(knock.at))
                    .unwrap_or_default(),
                // Whoever sends letters by this file must not have to look elsewhere.
                if row.do_not_knock { "yes" } else { "" }.to_string(),
            ]
            .map(Cell::from)
        })
    });
    table(&DOORS, rows)
}

/// Every attempt.
pub(super) fn knocks(from: &Merged<'_>) -> Result<Table, ExportError> {
    let rows = from.report.stairs.iter().flat_map(|stair| {
        stair.doors.iter().flat_map(move |row| {
            row.knocks.iter().map(move |knock| {
                [
                    dot_name(knock.dot),
                    dot_name(row.door.id.0),
                    stair.block.clone(),
                    row.door.label.clone(),
                    knock.outcome.word().to_string(),
                    knock.by.clone(),
                    time(knock.at),
                ]
                .map(Cell::from)
            })
        })
    });
    table(&KNOCKS, rows)
}
