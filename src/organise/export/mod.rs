//! What an organiser may take out of a campaign as files: tables that no spreadsheet runs (`cell`),
//! and the shapes other tools read.
//!
//! Each takes a [`MayExport`]: nothing is written where the full register locks it. And each is
//! recorded on the board, for every organiser to see: see [`Written::recorded`].
//!
//! Names of files and headers are fixed; they stand in `docs/files.md`.

mod cell;
mod doors;
mod evidence;
mod geojson;
mod may_contact;
mod merged;
mod osdi;
mod people;
mod said;
mod van;

use chrono::{DateTime, NaiveDate, SecondsFormat};
use thiserror::Error;

use super::lock::MayExport;
use crate::canvass::conversation::{Asked, question};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, StairKind, Value};
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{HouseholdId, Id, QuestionId};
use crate::canvass::script::AnswerKind;
use crate::canvass::stream::Stream;

pub use doors::{DOORS, KNOCKS};
pub use evidence::EVIDENCE;
use may_contact::has_moved;
pub(in crate::organise) use may_contact::may_contact;
pub use merged::{Ahead, Merged};
pub use people::{CONSENTS, CONTACTS, Contact, FOLLOW_UPS, reachable};
pub use said::{ANSWERS, DISAGREEMENTS, PLEDGES};
pub use van::{CONTACT_HISTORY, SURVEY_RESPONSES};

/// A file could not be written.
#[derive(Debug, Error)]
#[error("this file could not be written")]
pub struct ExportError;

/// A file that can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Export {
    /// Every door.
    Doors,
    /// Every attempt.
    Knocks,
    /// Every answer.
    Answers,
    /// Every version of every disagreement.
    Disagreements,
    /// How to reach those who want to be reached.
    Contacts,
    /// Who agreed to be contacted, who did not, who took it back.
    Consents,
    /// What people said they would do.
    Pledges,
    /// What was promised at doors.
    FollowUps,
    /// What residents bring to a deputation, figures of few homes left out.
    Evidence,
    /// Attempts in the shape of VAN's contact history.
    VanContactHistory,
    /// Answers in the shape of VAN's survey responses.
    VanSurveyResponses,
    /// Attempts and answers as OSDI has them.
    Osdi,
    /// Figures by stair, for a map.
    GeoJson,
}

impl Export {
    /// All of them, in the order they are offered.
    pub const ALL: [Export; 13] = [
        Export::Doors,
        Export::Knocks,
        Export::Answers,
        Export::Disagreements,
        Export::FollowUps,
        Export::Contacts,
        Export::Consents,
        Export::Pledges,
        Export::Evidence,
        Export::VanContactHistory,
        Export::VanSurveyResponses,
        Export::Osdi,
        Export::GeoJson,
    ];

    /// What the file is called.
    pub fn file(self) -> &'static str {
        match self {
            Export::Doors => "doors.csv",
            Export::Knocks => "knocks.csv",
            Export::Answers => "answers.csv",
            Export::Disagreements => "disagreements.csv",
            Export::Contacts => "contacts.csv",
            Export::Consents => "consents.csv",
            Export::Pledges => "pledges.csv",
            Export::FollowUps => "follow_ups.csv",
            Export::Evidence => "evidence.csv",
            Export::VanContactHistory => "van_contact_history.csv",
            Export::VanSurveyResponses => "van_survey_responses.csv",
            Export::Osdi => "osdi.json",
            Export::GeoJson => "stairs.geojson",
        }
    }

    /// The catalogue's key of what it is called on screen.
    pub fn key(self) -> &'static str {
        match self {
            Export::Doors => "organiser.file_doors",
            Export::Knocks => "organiser.file_knocks",
            Export::Answers => "organiser.file_answers",
            Export::Disagreements => "organiser.file_disagreements",
            Export::Contacts => "organiser.file_contacts",
            Export::Consents => "organiser.file_consents",
            Export::Pledges => "organiser.file_pledges",
            Export::FollowUps => "organiser.file_follow_ups",
            Export::Evidence => "evidence.file",
            Export::VanContactHistory => "organiser.file_van_contacts",
            Export::VanSurveyResponses => "organiser.file_van_answers",
            Export::Osdi => "organiser.file_osdi",
            Export::GeoJson => "organiser.file_geojson",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Export::Osdi => "application/hal+json",
            Export::GeoJson => "application/geo+json",
            _ => "text/csv;charset=utf-8",
        }
    }

    /// Whether it is in a shape made elsewhere, for other tools.
    pub fn is_for_other_tools(self) -> bool {
        match self {
            Export::VanContactHistory
            | Export::VanSurveyResponses
            | Export::Osdi
            | Export::GeoJson => true,
            Export::Doors
            | Export::Knocks
            | Export::Answers
            | Export::Disagreements
            | Export::Contacts
            | Export::Consents
            | Export::Pledges
            | Export::FollowUps
            | Export::Evidence => false,
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn write(self, _may: &MayExport, from: &Merged<'_>) -> Result<Written, ExportError> {
        let table = match self {
            Export::Doors => doors::doors(from),
            Export::Knocks => doors::knocks(from),
            Export::Answers => said::answers(from),
            Export::Disagreements => said::disagreements(from),
            Export::Contacts => people::contacts(from),
            Export::Consents => people::consents(from),
            Export::Pledges => said::pledges(from),
            Export::FollowUps => people::follow_ups(from),
            Export::Evidence => evidence::evidence(from),
            Export::VanContactHistory => van::contact_history(from),
            Export::VanSurveyResponses => van::survey_responses(from),
            Export::Osdi => osdi::osdi(from),
            Export::GeoJson => geojson::stairs(from),
        }?;
        Ok(Written {
            export: self,
            bytes: table.bytes,
            lines: table.lines,
        })
    }
}

/// A file, written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Which.
    pub export: Export,
    /// Its contents.
    pub bytes: Vec<u8>,
    /// How many lines, attempts or stairs are in it.
    pub lines: u64,
}

impl Written {
    /// That it was taken out, for the board: to be recorded before it is handed over.
    pub fn recorded(&self) -> Draft {
        recorded(self.export.file(), self.lines)
    }
}

/// That a file, a table or what is printed, was taken out, for the board: to be recorded before it is handed over.
pub fn recorded(file: &str, rows: u64) -> Draft {
    let fact = Fact::Exported {
        file: file.to_string(),
        rows,
    };
    Draft::new(Stream::Board, fact, Vec::new())
}

/// A file that was taken out before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOut {
    /// What it is called.
    pub file: String,
    /// How many lines it had.
    pub lines: u64,
    /// Who took it.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// What was taken out, by whom and when, the newest first.
pub fn taken_out(state: &State) -> Vec<TakenOut> {
    let mut taken: Vec<(Dot, TakenOut)> = state
        .of_kind(Kind::EXPORTED)
        .filter_map(|(dot, entry)| match fact_of(entry)? {
            Fact::Exported { file, rows } => {
                let (lines, by) = (rows, estate::name_of(state, dot));
                let at = state.happened_at(dot)?;
                let taken = TakenOut {
                    file,
                    lines,
                    by,
                    at,
                };
                Some((dot, taken))
            }
            _ => None,
        })
        .collect();
    taken.sort_by(|(a, left), (b, right)| right.at.cmp(&left.at).then(b.cmp(a)));
    taken.into_iter().map(|(_, taken)| taken).collect()
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

/// A day (days since 1970-01-01) as `2026-03-09`.
fn day(days: i32) -> String {
    NaiveDate::from_epoch_days(days)
        .map(|day| day.to_string())
        .unwrap_or_default()
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
    about: Option<QuestionId>,
    value: &Value,
    words: impl Fn(&str) -> String,
) -> String {
    let asked = about.and_then(|id| question(state, id));
    value_words(asked.as_ref(), value, words)
}

/// The same, of a question that is known.
fn value_words(asked: Option<&Asked>, value: &Value, words: impl Fn(&str) -> String) -> String {
    let choices = match asked.map(|asked| &asked.answers) {
        Some(AnswerKind::Choice(choices) | AnswerKind::Choices(choices)) => choices.as_slice(),
        _ => &[],
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

/// Whether one of these is a household that lives behind its door no more.
fn tells_of_moved(state: &State, about: &[Id]) -> bool {
    let mut households = about
        .iter()
        .filter_map(|id| HouseholdId::try_from(*id).ok());
    households.any(|household| has_moved(state, household))
}

/// A yes as it stands in a table; nothing for a no.
fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "" }
}

/// Whether one of these is a household that is not to be shown.
fn tells_of_hidden(state: &State, about: &[Id]) -> bool {
    about
        .iter()
        .filter_map(|id| HouseholdId::try_from(*id).ok())
        .any(|household| estate::is_hidden(state, household))
}

fn fact_of(entry: &Entry) -> Option<Fact> {
    Fact::read(entry.event.kind, &entry.event.body).ok()?
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::walk::Tonight;
    use crate::organise::lock::may_export;
    use crate::organise::report::Report;
    use crate::organise::small::{NOW, Small};

    /// An export of what a small estate comes to.
    pub fn written(small: &Small, export: Export) -> String {
        String::from_utf8(write(small, export).bytes).unwrap()
    }

    fn write(small: &Small, export: Export) -> Written {
        let state = small.state();
        let tonight = Tonight::in_utc(NOW);
        let report = Report::read(&state, &[], tonight);
        let merged = Merged::new(&state, &report, tonight, &str::to_string);
        export
            .write(&may_export(&state, None, 0).unwrap(), &merged)
            .unwrap()
    }

    /// A question on the board.
    pub fn question(small: &mut Small, answers: AnswerKind) -> QuestionId {
        let fact = Fact::Question {
            words: "What would you change first?".into(),
            answers,
        };
        QuestionId(small.board(fact, vec![]))
    }

    /// What a household of the first stair answers, over nothing.
    pub fn answer_to(
        small: &mut Small,
        asked: QuestionId,
        place: usize,
        value: Value,
        script: u32,
    ) {
        let about = vec![small.household(place).into(), asked.into()];
        let fact = Fact::Answer { value, script };
        small.say(3, Role::Volunteer, 0, fact, about);
    }

    #[test]
    fn times_and_days_are_written_as_iso_has_them() {
        assert_eq!(time(0), "1970-01-01T00:00:00Z");
        assert_eq!(day(20_521), "2026-03-09");
    }

    #[test]
    fn every_file_has_a_name_of_its_own_and_is_offered_once() {
        let names: std::collections::BTreeSet<_> = Export::ALL.map(Export::file).into();
        assert_eq!(names.len(), Export::ALL.len());
    }

    #[test]
    fn what_was_taken_out_is_on_the_board_by_whom_and_when_and_never_what_stood_in_it() {
        let mut small = Small::new(3);
        let doors = write(&small, Export::Doors);
        assert_eq!(doors.lines, 6);
        small.record(1, Role::Organiser, doors.recorded());
        small.now += 60;
        let stairs = write(&small, Export::GeoJson);
        small.record(1, Role::Organiser, stairs.recorded());
        // Nobody but an organiser says anything on the board.
        small.record(7, Role::Volunteer, doors.recorded());
        let taken = taken_out(&small.state());
        let taken: Vec<_> = taken
            .iter()
            .map(|row| (row.file.as_str(), row.lines, row.at))
            .collect();
        let expected = [("stairs.geojson", 2, NOW + 60), ("doors.csv", 6, NOW)];
        assert_eq!(taken, expected);
    }
}
