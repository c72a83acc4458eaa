//! Attempts and answers as OSDI has them: people, canvasses, questions and answers, as the resources
//! of one file. A person there is the household behind a door, by its address; no name of anyone
//! stands in it but those of who knocked.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::cell::Table;
use super::said::Answered;
use super::van::response;
use super::{ExportError, Merged, time};
use crate::canvass::conversation::{Asked, question};
use crate::canvass::dot::Dot;
use crate::canvass::estate::{self, Knock};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Outcome, Value};
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
    let questions = from.state.of_kind(Kind::QUESTION);
    let questions = questions.filter_map(|(dot, _)| question(from.state, QuestionId(dot)));
    let answers = || {
        let answered = from.answered().iter().filter(|row| is_in(row));
        answered.filter_map(|row| Answer::of(from, row))
    };
    let canvasses = || {
        let knocks = rows().flat_map(|(_, row)| row.knocks.iter().map(move |knock| (row, knock)));
        knocks.map(|(row, knock)| Canvass::of(from, row, knock))
    };
    let knocks = rows().map(|(_, row)| row.knocks.len()).sum::<usize>();
    let lines = knocks + from.answered().iter().filter(|row| is_in(row)).count();
    let file = File {
        embedded: Embedded {
            answers: Each(answers),
            canvasses: Each(canvasses),
            people: Each(|| rows().map(|(stair, row)| Person::of(stair, row))),
            questions: questions.filter_map(|asked| question_of(&asked)).collect(),
        },
        links: json!({ "curies": [{ "name": "osdi", "href": LINKS, "templated": true }] }),
    };
    let bytes = serde_json::to_vec_pretty(&file).map_err(|_| ExportError)?;
    let lines = u64::try_from(lines).unwrap_or(u64::MAX);
    Ok(Table { bytes, lines })
}

/// Whether an answer stands in the file: somebody who lives there now gave it, to a question.
fn is_in(row: &Answered<'_>) -> bool {
    row.is_of_today() && row.question.is_some() && row.door.is_some()
}

/// All of it. What there are many of is written as it is read, and its fields stand in the order of their names, as those
/// do of what is made with `json!`.
#[derive(Serialize)]
struct File<A: Serialize, C: Serialize, P: Serialize> {
    #[serde(rename = "_embedded")]
    embedded: Embedded<A, C, P>,
    #[serde(rename = "_links")]
    links: Json,
}

#[derive(Serialize)]
struct Embedded<A: Serialize, C: Serialize, P: Serialize> {
    #[serde(rename = "osdi:answers")]
    answers: A,
    #[serde(rename = "osdi:canvasses")]
    canvasses: C,
    #[serde(rename = "osdi:people")]
    people: P,
    #[serde(rename = "osdi:questions")]
    questions: Vec<Json>,
}

/// A list that is read while it is written.
struct Each<F>(F);

impl<F: Fn() -> I, I: IntoIterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq((self.0)())
    }
}

/// What something is called elsewhere, too.
struct Identifier(Dot);

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SYSTEM}:{}", self.0)
    }
}

impl Serialize for Identifier {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A link to another resource of the file.
struct Link(&'static str, Dot);

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut link = to.serialize_struct("Link", 1)?;
        let Link(resource, dot) = self;
        link.serialize_field("href", &Href(resource, *dot))?;
        link.end()
    }
}

struct Href(&'static str, Dot);

impl Serialize for Href {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{}/{}", self.0, self.1))
    }
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "_links")]
    links: OwnLink,
    custom_fields: Custom,
    identifiers: Vec<String>,
    origin_system: &'static str,
    postal_addresses: [Address<'a>; 1],
}

#[derive(Serialize)]
struct OwnLink {
    #[serde(rename = "self")]
    own: Link,
}

#[derive(Serialize)]
struct Custom {
    #[serde(skip_serializing_if = "Option::is_none")]
    do_not_knock: Option<&'static str>,
}

#[derive(Serialize)]
struct Address<'a> {
    address_lines: [&'a str; 2],
    address_type: &'static str,
    primary: bool,
}

impl Person<'_> {
    fn of<'a>(stair: &'a StairRow, row: &'a DoorRow) -> Person<'a> {
        let door = &row.door;
        let mut identifiers = vec![Identifier(door.id.0).to_string()];
        identifiers.extend(door.uprn.map(|uprn| format!("uprn:{uprn}")));
        Person {
            links: OwnLink {
                own: Link("people", door.id.0),
            },
            custom_fields: Custom {
                do_not_knock: row.do_not_knock.then_some("yes"),
            },
            identifiers,
            origin_system: SYSTEM,
            postal_addresses: [Address {
                address_lines: [&door.label, &stair.block],
                address_type: "Home",
                primary: true,
            }],
        }
    }
}

#[derive(Serialize)]
struct Canvass<'a> {
    #[serde(rename = "_links")]
    links: CanvassLinks,
    action_date: String,
    contact_type: &'static str,
    created_date: String,
    identifiers: [Identifier; 1],
    input_type: &'static str,
    modified_date: String,
    origin_system: &'static str,
    #[serde(rename = "stairwell:canvasser")]
    canvasser: &'a str,
    /// Who wrote it down, where that is not who stood at the door.
    #[serde(
        rename = "stairwell:recorded_by",
        skip_serializing_if = "Option::is_none"
    )]
    recorded_by: Option<&'a str>,
    status_code: &'static str,
    success: bool,
}

#[derive(Serialize)]
struct CanvassLinks {
    #[serde(rename = "osdi:target")]
    target: Link,
    #[serde(rename = "self")]
    own: Link,
}

impl Canvass<'_> {
    fn of<'a>(from: &Merged<'a>, row: &DoorRow, knock: &'a Knock) -> Canvass<'a> {
        let recorded = time(knock.recorded);
        let recorded_by = estate::written_by(from.state, knock.dot);
        Canvass {
            links: CanvassLinks {
                target: Link("people", row.door.id.0),
                own: Link("canvasses", knock.dot),
            },
            action_date: time(knock.at),
            contact_type: "in-person",
            created_date: recorded.clone(),
            identifiers: [Identifier(knock.dot)],
            input_type: if knock.later { "paper" } else { "mobile" },
            modified_date: recorded,
            origin_system: SYSTEM,
            canvasser: &knock.by,
            recorded_by: (recorded_by != knock.by).then_some(recorded_by),
            status_code: status(knock.outcome),
            success: knock.outcome == Outcome::Spoke,
        }
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(rename = "_links")]
    links: AnswerLinks,
    created_date: String,
    identifiers: [Identifier; 1],
    modified_date: String,
    origin_system: &'static str,
    responses: Vec<String>,
    #[serde(rename = "stairwell:canvasser")]
    canvasser: &'a str,
    /// Who wrote it down, where that is not who stood at the door.
    #[serde(
        rename = "stairwell:recorded_by",
        skip_serializing_if = "Option::is_none"
    )]
    recorded_by: Option<&'a str>,
    value: String,
}

#[derive(Serialize)]
struct AnswerLinks {
    #[serde(rename = "osdi:person")]
    person: Link,
    #[serde(rename = "osdi:question")]
    question: Link,
    #[serde(rename = "self")]
    own: Link,
}

impl Answer<'_> {
    fn of<'a>(from: &Merged<'_>, row: &'a Answered<'_>) -> Option<Answer<'a>> {
        let (question, door) = (row.question?, row.door?);
        let at = time(row.at);
        Some(Answer {
            links: AnswerLinks {
                person: Link("people", door.0),
                question: Link("questions", question.0),
                own: Link("answers", row.dot),
            },
            created_date: at.clone(),
            identifiers: [Identifier(row.dot)],
            modified_date: at,
            origin_system: SYSTEM,
            responses: keys(&row.value),
            canvasser: &row.by,
            recorded_by: (row.recorded_by != row.by).then_some(row.recorded_by),
            value: response(from, from.question(row.question), &row.value),
        })
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
        "identifiers": [Identifier(asked.id.0)],
        "origin_system": SYSTEM,
        "title": asked.words,
        "question_type": kind,
        "responses": responses,
        "_links": { "self": Link("questions", asked.id.0) },
    }))
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
    use crate::canvass::fact::Fact;
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
