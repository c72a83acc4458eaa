//! Attempts and answers as OSDI has them: people, canvasses, questions and answers, as the resources
//! of one file. A person there is the household behind a door, by its address; no name of anyone
//! stands in it but those of who knocked.

use serde_json::{Value as Json, json};

use super::cell::Table;
use super::said::Answered;
use super::van::response;
use super::{ExportError, Merged, dot_name, time};
use crate::canvass::conversation::{Asked, question};
use crate::canvass::dot::Dot;
use crate::canvass::estate::{self, Knock};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::id::QuestionId;
use crate::canvass::script::AnswerKind;
use crate::organise::report::{DoorRow, StairRow};

/// What identifiers begin with, and where all of it was made.
const SYSTEM: &str = "stairwell";
const LINKS: &str = "https://opensupporter.github.io/osdi-docs/{rel}.html";

/// OSDI's `status_code`. The specification gives `not-home` and, for success, nothing; the others
/// are named after it.
fn status(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Spoke => "",
        Outcome::NotHome => "not-home",
        Outcome::ComeBack => "come-back",
        Outcome::Refused => "refused",
        Outcome::Moved => "moved",
        Outcome::Deceased => "deceased",
        Outcome::Inaccessible => "inaccessible",
        Outcome::AddressNotFound => "address-not-found",
        Outcome::Language => "language-barrier",
        Outcome::DoNotKnock => "do-not-walk",
        Outcome::LeftLeaflet => "lit-dropped",
    }
}

/// The file; its lines are its canvasses and answers.
pub(super) fn osdi(from: &Merged<'_>) -> Result<Table, ExportError> {
    let stairs = &from.report.stairs;
    let rows = || {
        stairs
            .iter()
            .flat_map(|stair| stair.doors.iter().map(move |row| (stair, row)))
            .filter(|(_, row)| !row.door.gone)
    };
    let people: Vec<Json> = rows().map(|(stair, row)| person(stair, row)).collect();
    let canvasses = rows().flat_map(|(_, row)| row.knocks.iter().map(move |knock| (row, knock)));
    let canvasses: Vec<Json> = canvasses
        .map(|(row, knock)| canvass(from, row, knock))
        .collect();
    let questions = from.state.of_kind(Kind::QUESTION);
    let questions = questions.filter_map(|(dot, _)| question(from.state, QuestionId(dot)));
    let questions: Vec<Json> = questions.filter_map(|asked| question_of(&asked)).collect();
    let answers: Vec<Json> = from
        .answered()
        .iter()
        .filter(|row| row.is_of_today())
        .filter_map(|row| answer(from, row))
        .collect();
    let lines = canvasses.len() + answers.len();
    let file = json!({
        "_links": { "curies": [{ "name": "osdi", "href": LINKS, "templated": true }] },
        "_embedded": {
            "osdi:people": people,
            "osdi:canvasses": canvasses,
            "osdi:questions": questions,
            "osdi:answers": answers,
        },
    });
    let bytes = serde_json::to_vec_pretty(&file).map_err(|_| ExportError)?;
    let lines = u64::try_from(lines).unwrap_or(u64::MAX);
    Ok(Table { bytes, lines })
}

fn identifier(dot: Dot) -> String {
    format!("{SYSTEM}:{}", dot_name(dot))
}

/// A link to another resource of the file.
fn link(resource: &str, dot: Dot) -> Json {
    json!({ "href": format!("{resource}/{}", dot_name(dot)) })
}

fn person(stair: &StairRow, row: &DoorRow) -> Json {
    let door = &row.door;
    let mut identifiers = vec![identifier(door.id.0)];
    identifiers.extend(door.uprn.map(|uprn| format!("uprn:{uprn}")));
    let mut custom = json!({});
    if row.do_not_knock {
        custom = json!({ "do_not_knock": "yes" });
    }
    json!({
        "identifiers": identifiers,
        "origin_system": SYSTEM,
        "postal_addresses": [{
            "primary": true,
            "address_type": "Home",
            "address_lines": [door.label, stair.block],
        }],
        "custom_fields": custom,
        "_links": { "self": link("people", door.id.0) },
    })
}

fn canvass(from: &Merged<'_>, row: &DoorRow, knock: &Knock) -> Json {
    let entry = from.state.entry(knock.dot);
    let fact = entry.and_then(|entry| Fact::read(entry.event.kind, &entry.event.body).ok()?);
    let from_paper = matches!(fact, Some(Fact::Knock { when: Some(_), .. }));
    let recorded = time(from.state.happened_at(knock.dot).unwrap_or(knock.at));
    let mut canvass = json!({
        "identifiers": [identifier(knock.dot)],
        "origin_system": SYSTEM,
        "created_date": recorded,
        "modified_date": recorded,
        "action_date": time(knock.at),
        "contact_type": "in-person",
        "input_type": if from_paper { "paper" } else { "mobile" },
        "success": knock.outcome == Outcome::Spoke,
        "status_code": status(knock.outcome),
        "stairwell:canvasser": knock.by,
        "_links": {
            "self": link("canvasses", knock.dot),
            "osdi:target": link("people", row.door.id.0),
        },
    });
    say_who_recorded(
        &mut canvass,
        &knock.by,
        estate::name_of(from.state, knock.dot),
    );
    canvass
}

/// Adds who wrote something down, where that is not who stood at the door.
fn say_who_recorded(resource: &mut Json, stood_there: &str, recorded: String) {
    if recorded != stood_there {
        resource["stairwell:recorded_by"] = recorded.into();
    }
}

/// A question; none where what is answered to it is for organisers' eyes and stands in no file.
fn question_of(asked: &Asked) -> Option<Json> {
    let named = |choices: &[String]| -> Vec<Json> {
        let choices = (0..).zip(choices);
        let choice = |(n, name): (usize, &String)| json!({ "key": n.to_string(), "name": name });
        choices.map(choice).collect()
    };
    let yes_or_no = ["yes", "no", "would_not_say"];
    let (kind, responses) = match &asked.answers {
        AnswerKind::Choice(choices) => ("SingleChoice", named(choices)),
        AnswerKind::Choices(choices) => ("MultiChoice", named(choices)),
        AnswerKind::Scale(low, high) => {
            let name = |n: usize| match n {
                1 => low.clone(),
                5 => high.clone(),
                n => n.to_string(),
            };
            let responses = (1..=5).map(|n| json!({ "key": n.to_string(), "name": name(n) }));
            ("SingleChoice", responses.collect())
        }
        AnswerKind::YesNo => {
            let responses = yes_or_no.map(|key| json!({ "key": key, "name": key }));
            ("SingleChoice", responses.to_vec())
        }
        AnswerKind::Number | AnswerKind::Words => ("Paragraph", Vec::new()),
        AnswerKind::Nomination => return None,
    };
    Some(json!({
        "identifiers": [identifier(asked.id.0)],
        "origin_system": SYSTEM,
        "title": asked.words,
        "question_type": kind,
        "responses": responses,
        "_links": { "self": link("questions", asked.id.0) },
    }))
}

fn answer(from: &Merged<'_>, row: &Answered) -> Option<Json> {
    let (question, door) = (row.question?, row.door?);
    let at = time(row.at);
    let mut answer = json!({
        "identifiers": [identifier(row.dot)],
        "origin_system": SYSTEM,
        "created_date": at,
        "modified_date": at,
        "value": response(from, row.question, &row.value),
        "responses": keys(&row.value),
        "stairwell:canvasser": row.by,
        "_links": {
            "self": link("answers", row.dot),
            "osdi:question": link("questions", question.0),
            "osdi:person": link("people", door.0),
        },
    });
    say_who_recorded(&mut answer, &row.by, row.recorded_by.clone());
    Some(answer)
}

/// Which of the question's responses an answer is.
fn keys(value: &Value) -> Vec<String> {
    match value {
        Value::Choice(n) => vec![n.to_string()],
        Value::Choices(several) => several.iter().map(u16::to_string).collect(),
        Value::Scale(n) => vec![n.to_string()],
        Value::Yes => vec!["yes".to_string()],
        Value::No => vec!["no".to_string()],
        Value::WouldNotSay => vec!["would_not_say".to_string()],
        Value::Number(_) | Value::Words(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::organise::export::Export;
    use crate::organise::export::tests::{answer_to, question, written};
    use crate::organise::small::Small;

    #[test]
    fn every_link_of_a_canvass_or_an_answer_leads_to_something_in_the_file() {
        let mut small = Small::new(2);
        let asked = question(
            &mut small,
            AnswerKind::Choices(vec!["Lift".into(), "Damp".into()]),
        );
        let outcomes = [Outcome::Spoke, Outcome::NotHome];
        for (door, outcome) in outcomes.into_iter().enumerate() {
            let (by, when) = (None, None);
            let fact = Fact::Knock { outcome, by, when };
            let about = vec![small.door(door).into()];
            small.say(3, Role::Volunteer, 0, fact, about);
        }
        answer_to(&mut small, asked, 0, Value::Choices(vec![1]), 1);
        let file: Json = serde_json::from_str(&written(&small, Export::Osdi)).unwrap();
        let all = |resource: &str| file["_embedded"][resource].as_array().unwrap().clone();
        let (people, canvasses) = (all("osdi:people"), all("osdi:canvasses"));
        let (questions, answers) = (all("osdi:questions"), all("osdi:answers"));
        let own = |of: &[Json]| -> Vec<Json> {
            of.iter().map(|one| one["_links"]["self"].clone()).collect()
        };
        for canvass in &canvasses {
            assert!(own(&people).contains(&canvass["_links"]["osdi:target"]));
        }
        let told: Vec<_> = canvasses
            .iter()
            .map(|canvass| {
                (
                    canvass["success"].as_bool(),
                    canvass["status_code"].as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [(Some(true), Some("")), (Some(false), Some("not-home"))]
        );
        assert_eq!(answers[0]["value"], "Damp");
        assert_eq!(answers[0]["responses"], json!(["1"]));
        assert!(own(&questions).contains(&answers[0]["_links"]["osdi:question"]));
        assert!(own(&people).contains(&answers[0]["_links"]["osdi:person"]));
    }
}
