//! The script a campaign starts with: listening. Nothing is asked of anyone, and nothing but
//! the outcome is mandatory (the conversation it follows: what presses on you, whose door would
//! you knock on, may we come back).

use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::id::{Facet, Id, QuestionId};
use crate::canvass::script::{AnswerKind, Next, Stage, Step};
use crate::canvass::stream::Stream;

/// The catalogue keys of the issues offered first; residents' own words come next.
pub const ISSUES: [&str; 9] = [
    "script.issue_repairs",
    "script.issue_damp",
    "script.issue_rent",
    "script.issue_safety",
    "script.issue_lift",
    "script.issue_noise",
    "script.issue_young",
    "script.issue_demolition",
    "script.issue_other",
];

/// The questions, to record on the board first. `text` gives a catalogue key's words: they
/// become the campaign's own, to be changed as it likes.
pub fn questions(text: impl Fn(&str) -> String) -> Vec<Draft> {
    let choices = |keys: &[&str]| keys.iter().map(|key| text(key)).collect();
    let answers = [
        ("script.pressure", AnswerKind::Choices(choices(&ISSUES))),
        ("script.own_words", AnswerKind::Words),
        (
            "script.depth",
            AnswerKind::Choice(choices(&[
                "script.depth_grumble",
                "script.depth_matters",
                "script.depth_would_act",
            ])),
        ),
        ("script.whose_door", AnswerKind::Nomination),
        ("script.come_back", AnswerKind::YesNo),
    ];
    answers
        .into_iter()
        .map(|(key, answers)| {
            let fact = Fact::Question {
                words: text(key),
                answers,
            };
            Draft::new(Stream::Board, fact, Vec::new())
        })
        .collect()
}

/// The script over those questions, once they are recorded. Whoever names no pressure is not
/// asked how deep it goes.
pub fn script(text: impl Fn(&str) -> String, questions: &[QuestionId], version: u32) -> Draft {
    let mut steps = vec![Step::straight_on(); questions.len()];
    if let Some(first) = steps.first_mut() {
        first
            .branches
            .push((Value::Choices(Vec::new()), Next::Question(3)));
    }
    let fact = Fact::Script {
        version,
        title: text("script.listening"),
        stage: Stage::Listen,
        steps,
    };
    let about = questions
        .iter()
        .map(|question| Id::from(*question))
        .collect();
    Draft::new(Stream::Board, fact, about)
}

/// What is kept of residents, why, and for how many days without contact on a phone, for the
/// board.
pub fn kept(what: &str, why: &str, days: u16) -> Draft {
    let fact = Fact::Kept {
        what: what.to_string(),
        why: why.to_string(),
        days,
    };
    Draft::new(Stream::Board, fact, vec![Facet::ABOUT_US.into()])
}

/// Who the campaign is, for the board.
pub fn about_us(group: &str, contact: &str, shared_with: &str) -> Draft {
    let fact = Fact::AboutUs {
        group: group.to_string(),
        contact: contact.to_string(),
        shared_with: shared_with.to_string(),
    };
    Draft::new(Stream::Board, fact, vec![Facet::ABOUT_US.into()])
}
