//! `doors.csv` and `knocks.csv`: nothing in them is about who lives there.

use super::cell::{Cell, Table, table};
use super::{ExportError, Merged, dot_name, stair_name, time, yes};
use crate::canvass::estate;

/// The header of `doors.csv`.
pub const DOORS: [&str; 11] = [
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
    "gone",
];
/// The header of `knocks.csv`.
pub const KNOCKS: [&str; 8] = [
    "event_id",
    "door_id",
    "block",
    "door",
    "outcome",
    "by",
    "at",
    "recorded_by",
];

/// Every door, in walk order; those that are no homes at the end of their stair.
pub(super) fn doors(from: &Merged<'_>) -> Result<Table, ExportError> {
    let rows = from.report.stairs.iter().flat_map(|stair| {
        stair.all().map(move |row| {
            let uprn = row.door.uprn;
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
                yes(row.do_not_knock),
                yes(row.door.gone),
            ]
            .map(Cell::from)
        })
    });
    table(&DOORS, rows)
}

/// Every attempt.
pub(super) fn knocks(from: &Merged<'_>) -> Result<Table, ExportError> {
    let rows = from.report.stairs.iter().flat_map(|stair| {
        stair.all().flat_map(move |row| {
            row.knocks.iter().map(move |knock| {
                [
                    dot_name(knock.dot),
                    dot_name(row.door.id.0),
                    stair.block.clone(),
                    row.door.label.clone(),
                    knock.outcome.word().to_string(),
                    knock.by.clone(),
                    time(knock.at),
                    estate::name_of(from.state, knock.dot),
                ]
                .map(Cell::from)
            })
        })
    });
    table(&KNOCKS, rows)
}

#[cfg(test)]
mod tests {
    use crate::canvass::author::Role;
    use crate::canvass::fact::{Fact, Outcome};
    use crate::organise::export::Export;
    use crate::organise::export::tests::written;
    use crate::organise::small::Small;

    #[test]
    fn a_door_that_is_not_there_any_more_says_so_and_is_no_contact_elsewhere() {
        let mut small = Small::new(2);
        for place in [0, 1] {
            let fact = Fact::Knock {
                outcome: Outcome::NotHome,
                by: None,
                when: None,
            };
            let door = small.door(place).into();
            small.say(3, Role::Volunteer, 0, fact, vec![door]);
        }
        let fact = Fact::Listed {
            label: None,
            gone: true,
        };
        let door = small.door(1).into();
        small.say(1, Role::Organiser, 0, fact, vec![door]);
        let doors = written(&small, Export::Doors);
        let mut reader = csv::Reader::from_reader(doors.as_bytes());
        let gone: Vec<String> = reader
            .records()
            .map(|row| row.unwrap()[10].to_string())
            .collect();
        assert_eq!(gone, ["", "yes", "", ""]);
        assert_eq!(written(&small, Export::Knocks).lines().count(), 3);
        let van = written(&small, Export::VanContactHistory);
        assert_eq!(van.lines().count(), 2, "{van}");
        assert!(van.contains("Flat 1, Cambrian House"));
    }
}
