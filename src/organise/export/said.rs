//! `answers.csv`, `disagreements.csv` and `pledges.csv`. What a hidden household said is in none.

use std::collections::BTreeSet;

use super::cell::{Cell, Table, table};
use super::{
    Answered, ExportError, Merged, Place, answer_words, answered, asked, dot_name, fact_of, place,
    tells_of_hidden, time,
};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::script::Stage;

/// The header of `answers.csv`.
pub const ANSWERS: [&str; 9] = [
    "event_id",
    "door_id",
    "block",
    "door",
    "question",
    "answer",
    "script_version",
    "by",
    "at",
];
/// The header of `pledges.csv`.
pub const PLEDGES: [&str; 9] = [
    "event_id",
    "door_id",
    "block",
    "door",
    "question",
    "pledge",
    "script_version",
    "by",
    "at",
];
/// The header of `disagreements.csv`.
pub const DISAGREEMENTS: [&str; 7] = [
    "disagreement",
    "door_id",
    "block",
    "door",
    "question",
    "answer",
    "recorded_by",
];

/// Every visible answer, those in disagreement too.
pub(super) fn answers(from: &Merged<'_>) -> Result<Table, ExportError> {
    table(
        &ANSWERS,
        answered(from.state).iter().map(|row| line(from, row)),
    )
}

/// Those answers that were given under a script that asks for an act: what people said they would
/// do.
pub(super) fn pledges(from: &Merged<'_>) -> Result<Table, ExportError> {
    let asking = scripts_of(from.state, Stage::Commit);
    let rows = answered(from.state);
    let pledges = rows.iter().filter(|row| asking.contains(&row.script));
    table(&PLEDGES, pledges.map(|row| line(from, row)))
}

fn line(from: &Merged<'_>, row: &Answered) -> [Cell; 9] {
    let Place { block, id, label } = place(from.state, row.door);
    [
        dot_name(row.dot),
        id,
        block,
        label,
        row.question
            .map(|question| asked(from.state, question))
            .unwrap_or_default(),
        answer_words(from.state, row.question, &row.value, from.words),
        row.script.to_string(),
        estate::name_of(from.state, row.dot),
        time(row.at),
    ]
    .map(Cell::from)
}

/// The versions of the scripts of a stage.
fn scripts_of(state: &State, wanted: Stage) -> BTreeSet<u32> {
    let scripts = state.of_kind(Kind::SCRIPT);
    let versions = scripts.filter_map(|(_, entry)| match fact_of(entry)? {
        Fact::Script { version, stage, .. } => (stage == wanted).then_some(version),
        _ => None,
    });
    versions.collect()
}

/// Every version of every disagreement.
pub(super) fn disagreements(from: &Merged<'_>) -> Result<Table, ExportError> {
    let shown = from.report.disagreements.iter();
    let shown = shown.filter(|row| !tells_of_hidden(from.state, &row.about));
    let rows = (1..).zip(shown).flat_map(|(n, row): (usize, _)| {
        row.versions.iter().map(move |version| {
            let Place { block, id, label } = place(from.state, row.door);
            let by: Vec<String> = version
                .by
                .iter()
                .map(|(name, at)| format!("{name} {}", time(*at)))
                .collect();
            [
                n.to_string(),
                id,
                block,
                label,
                row.question
                    .map(|question| asked(from.state, question))
                    .unwrap_or_default(),
                answer_words(from.state, row.question, &version.value, from.words),
                by.join("; "),
            ]
            .map(Cell::from)
        })
    });
    table(&DISAGREEMENTS, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::draft::Draft;
    use crate::canvass::fact::Value;
    use crate::canvass::script::{AnswerKind, Step};
    use crate::canvass::stream::Stream;
    use crate::organise::export::Export;
    use crate::organise::export::tests::{answer_to, question, written};
    use crate::organise::small::Small;

    fn lines(file: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        reader
            .records()
            .map(|row| {
                format!(
                    "{} {}",
                    &row.as_ref().unwrap()[3],
                    &row.as_ref().unwrap()[5]
                )
            })
            .collect()
    }

    #[test]
    fn a_pledge_is_what_was_answered_under_a_script_that_asks_for_an_act() {
        let mut small = Small::new(3);
        let asked = question(&mut small, AnswerKind::YesNo);
        for (version, stage) in [(1, Stage::Listen), (2, Stage::Commit)] {
            let fact = Fact::Script {
                version,
                title: "Thursday".into(),
                stage,
                steps: vec![Step::straight_on()],
            };
            let draft = Draft::new(Stream::Board, fact, vec![asked.into()]);
            small.record(1, Role::Organiser, draft);
        }
        answer_to(&mut small, asked, 0, Value::Yes, 1);
        answer_to(&mut small, asked, 1, Value::Yes, 2);
        answer_to(&mut small, asked, 2, Value::No, 2);
        let pledges = lines(&written(&small, Export::Pledges));
        assert_eq!(
            pledges,
            ["Flat 2 organiser.answer_yes", "Flat 3 organiser.answer_no"]
        );
        assert_eq!(lines(&written(&small, Export::Answers)).len(), 3);
    }

    #[test]
    fn what_a_hidden_household_said_stands_in_no_file() {
        let mut small = Small::new(2);
        let asked = question(&mut small, AnswerKind::Words);
        for words in ["the damp", "the lift"] {
            answer_to(&mut small, asked, 0, Value::Words(words.into()), 1);
        }
        for export in [Export::Answers, Export::Disagreements, Export::Osdi] {
            assert!(written(&small, export).contains("the damp"), "{export:?}");
        }
        let hidden = vec![small.household(0).into()];
        small.say(3, Role::Volunteer, 0, Fact::Hidden {}, hidden);
        for export in Export::ALL {
            assert!(!written(&small, export).contains("the damp"), "{export:?}");
        }
    }
}
