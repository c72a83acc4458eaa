//! `doors.csv` and `knocks.csv`: nothing in them is about who lives there.

use super::cell::{Cell, Lines, Table, table};
use super::{ExportError, Merged, dot_name, stair_name, time, yes};
use crate::canvass::estate;
use crate::canvass::fact::Outcome;

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
            let last = row.knocks.last();
            [
                dot_name(row.door.id.0).into(),
                stair.block.as_str().into(),
                stair_name(&stair.stair, from.words).into(),
                row.door
                    .floor
                    .map(|floor| floor.to_string())
                    .unwrap_or_default()
                    .into(),
                row.door.label.as_str().into(),
                uprn.map(|uprn| uprn.to_string()).unwrap_or_default().into(),
                row.knocks.len().to_string().into(),
                row.outcome().map(Outcome::word).unwrap_or_default().into(),
                last.map(|knock| time(knock.at)).unwrap_or_default().into(),
                // Whoever sends letters by this file must not have to look elsewhere.
                yes(row.do_not_knock).into(),
                yes(row.door.gone).into(),
            ]
        })
    });
    table(&DOORS, rows)
}

/// Every attempt.
pub(super) fn knocks(from: &Merged<'_>) -> Result<Table, ExportError> {
    let mut lines = Lines::new(&KNOCKS)?;
    for stair in &from.report.stairs {
        let block = Cell::text(&stair.block);
        for row in stair.all() {
            let (id, label) = (
                Cell::text(dot_name(row.door.id.0)),
                Cell::text(&row.door.label),
            );
            for knock in &row.knocks {
                lines.add(&[
                    dot_name(knock.dot).into(),
                    id.lent(),
                    block.lent(),
                    label.lent(),
                    knock.outcome.word().into(),
                    knock.by.as_str().into(),
                    time(knock.at).into(),
                    estate::written_by(from.state, knock.dot).into(),
                ])?;
            }
        }
    }
    lines.done()
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
