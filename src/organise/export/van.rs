//! The columns of VAN's contact history and survey responses, with what this campaign knows in
//! them. Where VAN has a person's name stands the address, and where it has its own number the
//! door's id: whoever has VAN's numbers puts them in its place.

use super::cell::{Cell, Table, table};
use super::{ExportError, Merged, answer_words, asked, dot_name, time};
use crate::canvass::conversation::question;
use crate::canvass::estate;
use crate::canvass::fact::{Outcome, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, QuestionId};
use crate::canvass::script::AnswerKind;

/// The header of `van_contact_history.csv`.
pub const CONTACT_HISTORY: [&str; 10] = [
    "Voter File VANID",
    "Contact Name",
    "Date Canvassed",
    "Result",
    "Contact Type",
    "Canvassed By",
    "Created By",
    "Date Created",
    "Input Type Name",
    "MiniVAN Campaign",
];
/// The header of `van_survey_responses.csv`.
pub const SURVEY_RESPONSES: [&str; 8] = [
    "Voter File VANID",
    "Contact Name",
    "Date Canvassed",
    "Survey Response",
    "Survey Question Name",
    "Survey Question Type",
    "Canvassed By",
    "Contact Type",
];
/// VAN's word for a visit on foot.
const ON_FOOT: &str = "Walk";
/// VAN's word for what no person has typed into it.
const INPUT: &str = "API";

/// VAN's name of an outcome. Names alone are its own everywhere: its short names collide, and its
/// numbers differ.
pub(super) fn result(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Spoke => "Canvassed",
        Outcome::NotHome => "Not Home",
        Outcome::ComeBack => "Come Back",
        Outcome::Refused => "Refused",
        Outcome::Moved => "Moved",
        Outcome::Deceased => "Deceased",
        Outcome::Inaccessible => "Inaccessible",
        Outcome::AddressNotFound => "Address Not Found",
        Outcome::Language => "Language Barrier",
        Outcome::DoNotKnock => "Do Not Walk",
        Outcome::LeftLeaflet => "Lit drop",
    }
}

/// Every attempt.
pub(super) fn contact_history(from: &Merged<'_>) -> Result<Table, ExportError> {
    let state = from.state;
    let rows = from.report.stairs.iter().flat_map(|stair| {
        let doors = stair.all().filter(|row| !row.door.gone);
        doors.flat_map(move |row| {
            row.knocks.iter().map(move |knock| {
                let created = state.happened_at(knock.dot).unwrap_or(knock.at);
                [
                    dot_name(row.door.id.0),
                    address(from, Some(row.door.id)),
                    time(knock.at),
                    result(knock.outcome).to_string(),
                    ON_FOOT.to_string(),
                    knock.by.clone(),
                    estate::name_of(state, knock.dot),
                    time(created),
                    INPUT.to_string(),
                    String::new(),
                ]
                .map(Cell::from)
            })
        })
    });
    table(&CONTACT_HISTORY, rows)
}

/// Every answer, several choices one line each.
pub(super) fn survey_responses(from: &Merged<'_>) -> Result<Table, ExportError> {
    let state = from.state;
    let answered = from.answered().iter().filter(|row| row.is_of_today());
    let rows = answered.flat_map(|row| {
        let values = match &row.value {
            Value::Choices(several) => several.iter().copied().map(Value::Choice).collect(),
            one => vec![one.clone()],
        };
        values.into_iter().map(move |value| {
            let door = row.door.map(|door| dot_name(door.0)).unwrap_or_default();
            [
                door,
                address(from, row.door),
                time(row.at),
                response(from, row.question, &value),
                row.question
                    .map(|question| asked(state, question))
                    .unwrap_or_default(),
                answer_kind(state, row.question).to_string(),
                row.by.clone(),
                ON_FOOT.to_string(),
            ]
            .map(Cell::from)
        })
    });
    table(&SURVEY_RESPONSES, rows)
}

/// An answer in words; of a scale, the number with the words at its end, since others count the
/// other way round.
pub(super) fn response(from: &Merged<'_>, about: Option<QuestionId>, value: &Value) -> String {
    let words = answer_words(from.state, about, value, from.words);
    let asked = about.and_then(|id| question(from.state, id));
    match (value, asked.map(|asked| asked.answers)) {
        (Value::Scale(1), Some(AnswerKind::Scale(low, _))) => format!("{words} ({low})"),
        (Value::Scale(5), Some(AnswerKind::Scale(_, high))) => format!("{words} ({high})"),
        _ => words,
    }
}

fn answer_kind(state: &State, about: Option<QuestionId>) -> &'static str {
    match about
        .and_then(|id| question(state, id))
        .map(|asked| asked.answers)
    {
        Some(AnswerKind::Choice(_)) => "choice",
        Some(AnswerKind::Choices(_)) => "choices",
        Some(AnswerKind::Scale(..)) => "scale",
        Some(AnswerKind::Number) => "number",
        Some(AnswerKind::Words) => "words",
        Some(AnswerKind::YesNo) => "yes_no",
        Some(AnswerKind::Nomination) | None => "",
    }
}

/// A door in one line: `Flat 6, Cedar House`.
pub(super) fn address(from: &Merged<'_>, door: Option<DoorId>) -> String {
    let place = from.place(door);
    match place.block.as_str() {
        "" => place.label,
        block => format!("{}, {block}", place.label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::Fact;
    use crate::organise::export::Export;
    use crate::organise::export::tests::{answer_to, question, written};
    use crate::organise::small::{NOW, Small};

    #[test]
    fn an_attempt_typed_in_later_says_who_knocked_and_who_typed() {
        let mut small = Small::new(2);
        let fact = Fact::Knock {
            outcome: Outcome::Language,
            by: Some("Carys".into()),
            when: Some(NOW - 3_600),
        };
        let door = small.door(1).into();
        small.say(3, Role::Volunteer, 0, fact, vec![door]);
        let file = written(&small, Export::VanContactHistory);
        let line = file.lines().nth(1).unwrap();
        let then = time(NOW - 3_600);
        let middle = format!(",\"Flat 2, Cambrian House\",{then},Language Barrier,Walk,Carys,");
        assert!(line.contains(&middle), "{file}");
        assert!(line.ends_with(&format!(",{},API,", time(NOW))), "{file}");
    }

    #[test]
    fn each_of_several_choices_is_a_line_and_a_scale_has_its_words() {
        let mut small = Small::new(2);
        let several = AnswerKind::Choices(vec!["Lift".into(), "Damp".into()]);
        let several = question(&mut small, several);
        let scale = AnswerKind::Scale("not at all".into(), "every day".into());
        let scale = question(&mut small, scale);
        answer_to(&mut small, several, 0, Value::Choices(vec![0, 1]), 1);
        answer_to(&mut small, scale, 0, Value::Scale(5), 1);
        answer_to(&mut small, scale, 1, Value::Scale(3), 1);
        let file = written(&small, Export::VanSurveyResponses);
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let said: Vec<String> = reader
            .records()
            .map(|row| row.unwrap()[3].to_string())
            .collect();
        assert_eq!(said, ["Lift", "Damp", "5 (every day)", "3"]);
    }
}
