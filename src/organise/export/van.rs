//! The columns of VAN's contact history and survey responses, with what this campaign knows in
//! them. Where VAN has a person's name stands the address, and where it has its own number the
//! door's id: whoever has VAN's numbers puts them in its place.

use super::cell::{Cell, Lines, Table};
use super::{ExportError, Merged, dot_name, time, value_words};
use crate::canvass::conversation::Asked;
use crate::canvass::estate;
use crate::canvass::fact::{Outcome, Value};
use crate::canvass::script::AnswerKind;
use crate::organise::report::StairRow;

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
    let mut lines = Lines::new(&CONTACT_HISTORY)?;
    let doors = from.report.stairs.iter().flat_map(StairRow::all);
    for row in doors.filter(|row| !row.door.gone) {
        let place = from.place(Some(row.door.id));
        for knock in &row.knocks {
            lines.add(&[
                place.id.lent(),
                place.address.lent(),
                time(knock.at).into(),
                result(knock.outcome).into(),
                ON_FOOT.into(),
                knock.by.as_str().into(),
                estate::written_by(state, knock.dot).into(),
                time(knock.recorded).into(),
                INPUT.into(),
                Cell::default(),
            ])?;
        }
    }
    lines.done()
}

/// Every answer, several choices one line each.
pub(super) fn survey_responses(from: &Merged<'_>) -> Result<Table, ExportError> {
    let mut lines = Lines::new(&SURVEY_RESPONSES)?;
    for row in from.answered().iter().filter(|row| row.is_of_today()) {
        let place = from.place(row.door);
        let door = row.door.map(|door| dot_name(door.0)).unwrap_or_default();
        let door = Cell::from(door);
        let asked = from.question(row.question);
        let mut add = |value: &Value| {
            lines.add(&[
                door.lent(),
                place.address.lent(),
                time(row.at).into(),
                response(from, asked, value).into(),
                asked.map_or("", |asked| &asked.words).into(),
                answer_kind(asked).into(),
                Cell::text(&*row.by),
                ON_FOOT.into(),
            ])
        };
        match &row.value {
            Value::Choices(several) => {
                let mut each = several.iter().copied().map(Value::Choice);
                each.try_for_each(|one| add(&one))?;
            }
            one => add(one)?,
        }
    }
    lines.done()
}

/// An answer in words; of a scale, the number with the words at its end, since others count the
/// other way round.
pub(super) fn response(from: &Merged<'_>, asked: Option<&Asked>, value: &Value) -> String {
    let words = value_words(asked, value, from.words);
    match (value, asked.map(|asked| &asked.answers)) {
        (Value::Scale(1), Some(AnswerKind::Scale(low, _))) => format!("{words} ({low})"),
        (Value::Scale(5), Some(AnswerKind::Scale(_, high))) => format!("{words} ({high})"),
        _ => words,
    }
}

fn answer_kind(asked: Option<&Asked>) -> &'static str {
    match asked.map(|asked| &asked.answers) {
        Some(AnswerKind::Choice(_)) => "choice",
        Some(AnswerKind::Choices(_)) => "choices",
        Some(AnswerKind::Scale(..)) => "scale",
        Some(AnswerKind::Number) => "number",
        Some(AnswerKind::Words) => "words",
        Some(AnswerKind::YesNo) => "yes_no",
        Some(AnswerKind::Nomination) | None => "",
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
