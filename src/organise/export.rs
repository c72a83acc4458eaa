//! Files anyone can open: CSV, by RFC 4180, with nothing a spreadsheet would run.
//!
//! Each takes a [`MayExport`]: nothing is written where the full register locks it.
//! The headers are fixed; they stand in `docs/files.md`.

use chrono::{DateTime, SecondsFormat};
use csv::WriterBuilder;
use thiserror::Error;

use super::lock::MayExport;
use super::report::{Report, door_of};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, StairKind, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, QuestionId};
use crate::canvass::script::AnswerKind;

/// A file could not be written.
#[derive(Debug, Error)]
#[error("this table could not be written as a file")]
pub struct ExportError;

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

/// A cell no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10): what begins like one gets
/// an apostrophe before it.
pub fn safe_cell(text: &str) -> String {
    let runs = text.chars().next().is_some_and(|first| {
        matches!(
            first,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
        )
    });
    if runs {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

/// An id as it stands in files and links: its log in hex, a dash, its number.
pub fn dot_name(dot: Dot) -> String {
    format!("{:?}-{}", dot.log, dot.seq)
}

/// Seconds since 1970 as RFC 3339 in UTC.
pub fn time(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0)
        .map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
        .unwrap_or_default()
}

/// Every door, in walk order: `doors.csv`. `words` gives a catalogue key's sentence.
///
/// # Errors
/// [`ExportError`].
pub fn doors(
    _may: &MayExport,
    state: &State,
    report: &Report,
    words: impl Fn(&str) -> String,
) -> Result<Vec<u8>, ExportError> {
    let rows = report.stairs.iter().flat_map(|stair| {
        let words = &words;
        stair.doors.iter().map(move |row| {
            let uprn = match state
                .entry(row.door.id.0)
                .and_then(|entry| Fact::read(entry.event.kind, &entry.event.body).ok()?)
            {
                Some(Fact::Door { uprn, .. }) => uprn,
                _ => None,
            };
            vec![
                dot_name(row.door.id.0),
                stair.block.clone(),
                stair_name(&stair.stair, words),
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
        })
    });
    table(&DOORS, rows)
}

/// Every attempt: `knocks.csv`.
///
/// # Errors
/// [`ExportError`].
pub fn knocks(_may: &MayExport, report: &Report) -> Result<Vec<u8>, ExportError> {
    let rows = report.stairs.iter().flat_map(|stair| {
        stair.doors.iter().flat_map(move |row| {
            row.knocks.iter().map(move |knock| {
                vec![
                    dot_name(knock.dot),
                    dot_name(row.door.id.0),
                    stair.block.clone(),
                    row.door.label.clone(),
                    knock.outcome.word().to_string(),
                    knock.by.clone(),
                    time(knock.at),
                ]
            })
        })
    });
    table(&KNOCKS, rows)
}

/// Every visible answer, those in disagreement too: `answers.csv`.
///
/// # Errors
/// [`ExportError`].
pub fn answers(
    _may: &MayExport,
    state: &State,
    words: impl Fn(&str) -> String,
) -> Result<Vec<u8>, ExportError> {
    let rows = state.of_kind(Kind::ANSWER).filter_map(|(dot, entry)| {
        let Ok(Some(Fact::Answer { value, script })) =
            Fact::read(entry.event.kind, &entry.event.body)
        else {
            return None;
        };
        let question = entry
            .event
            .about
            .iter()
            .find_map(|id| QuestionId::try_from(*id).ok());
        let (block, door_id, label) = place(state, door_of(state, &entry.event.about));
        Some(vec![
            dot_name(dot),
            door_id,
            block,
            label,
            question.map(|id| asked(state, id)).unwrap_or_default(),
            answer_words(state, question, &value, &words),
            script.to_string(),
            estate::name_of(state, dot),
            time(state.happened_at(dot)?),
        ])
    });
    table(&ANSWERS, rows)
}

/// Every version of every disagreement: `disagreements.csv`.
///
/// # Errors
/// [`ExportError`].
pub fn disagreements(
    _may: &MayExport,
    state: &State,
    report: &Report,
    words: impl Fn(&str) -> String,
) -> Result<Vec<u8>, ExportError> {
    let rows = report
        .disagreements
        .iter()
        .enumerate()
        .flat_map(|(n, row)| {
            let (block, door_id, label) = place(state, row.door);
            let words = &words;
            row.versions.iter().map(move |version| {
                let by: Vec<String> = version
                    .by
                    .iter()
                    .map(|(name, at)| format!("{name} {}", time(*at)))
                    .collect();
                vec![
                    (n + 1).to_string(),
                    door_id.clone(),
                    block.clone(),
                    label.clone(),
                    row.question.map(|id| asked(state, id)).unwrap_or_default(),
                    answer_words(state, row.question, &version.value, words),
                    by.join("; "),
                ]
            })
        });
    table(&DISAGREEMENTS, rows)
}

/// A stair's name on screen and in files: its own, or what side of the street it is.
pub fn stair_name(stair: &estate::Stair, words: impl Fn(&str) -> String) -> String {
    if !stair.name.is_empty() {
        return stair.name.clone();
    }
    words(match stair.kind {
        StairKind::Entrance => "organiser.stair_entrance",
        StairKind::OddSide => "organiser.stair_odd",
        StairKind::EvenSide => "organiser.stair_even",
        StairKind::NamedHouses => "organiser.stair_named",
    })
}

/// An answer in words: the question's own choices, or yes, no, would rather not say.
pub fn answer_words(
    state: &State,
    question: Option<QuestionId>,
    value: &Value,
    words: impl Fn(&str) -> String,
) -> String {
    let choices = match question.and_then(|id| fact(state, id.0)) {
        Some(Fact::Question {
            answers: AnswerKind::Choice(choices) | AnswerKind::Choices(choices),
            ..
        }) => choices,
        _ => Vec::new(),
    };
    let choice = |n: &u16| {
        choices
            .get(usize::from(*n))
            .cloned()
            .unwrap_or_else(|| n.to_string())
    };
    match value {
        Value::Choice(n) => choice(n),
        Value::Choices(several) => several.iter().map(choice).collect::<Vec<_>>().join("; "),
        Value::Scale(n) => n.to_string(),
        Value::Number(n) => n.to_string(),
        Value::Words(words) => words.clone(),
        Value::Yes => words("organiser.answer_yes"),
        Value::No => words("organiser.answer_no"),
        Value::WouldNotSay => words("organiser.answer_would_not_say"),
    }
}

fn asked(state: &State, id: QuestionId) -> String {
    match fact(state, id.0) {
        Some(Fact::Question { words, .. }) => words,
        _ => String::new(),
    }
}

fn fact(state: &State, dot: Dot) -> Option<Fact> {
    let entry = state.entry(dot)?;
    Fact::read(entry.event.kind, &entry.event.body).ok()?
}

/// Block, id and label of a door.
fn place(state: &State, door: Option<DoorId>) -> (String, String, String) {
    let Some(door) = door.and_then(|id| estate::door(state, id)) else {
        return Default::default();
    };
    let block = estate::stair(state, door.stair)
        .and_then(|stair| estate::block(state, stair.block))
        .map(|block| block.name)
        .unwrap_or_default();
    (block, dot_name(door.id.0), door.label)
}

fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, ExportError> {
    let mut writer = WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(header).map_err(|_| ExportError)?;
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| safe_cell(cell)))
            .map_err(|_| ExportError)?;
    }
    writer.into_inner().map_err(|_| ExportError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_spreadsheet_would_run_stays_as_it_is() {
        for formula in ["=1+1", "+44", "-2", "@SUM", "\t=1", "\r=1", "＝1", "＠x"] {
            assert_eq!(safe_cell(formula), format!("'{formula}"));
        }
        for plain in ["Flat 6", "13A", "", "O'Neill", "2 = 2"] {
            assert_eq!(safe_cell(plain), plain);
        }
    }

    #[test]
    fn times_are_rfc_3339_in_utc() {
        assert_eq!(time(0), "1970-01-01T00:00:00Z");
    }
}
