use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::canvass::author::Role;
use crate::canvass::demand::{Check, Ending, Step};
use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::id::{Id, QuestionId};
use crate::canvass::language::speaks;
use crate::canvass::script::{AnswerKind, Stage as ScriptStage, Step as Asks};
use crate::canvass::stream::Stream;
use crate::canvass::tenure::holds;
use crate::organise::small::{NOW, Small};

mod breadth;
mod demands;
mod gathering;
mod shared;

const VERA: u8 = 7;
const ORGANISER: u8 = 3;
const TODAY: i32 = (NOW / 86_400) as i32;
/// The choices of the question what presses on people.
const DAMP: u16 = 0;
const LIFT: u16 = 1;

/// An estate of two stairs where the listening script is asked.
struct Estate {
    small: Small,
    issues: QuestionId,
    words: QuestionId,
    depth: QuestionId,
    doors: usize,
}

impl Estate {
    fn new(doors: usize) -> Estate {
        let mut small = Small::new(doors);
        let mut question = |words: &str, answers: AnswerKind| {
            let words = words.to_string();
            QuestionId(small.board(Fact::Question { words, answers }, vec![]))
        };
        let choices = |all: &[&str]| all.iter().map(|it| (*it).to_string()).collect();
        let issues = question(
            "What presses on you?",
            AnswerKind::Choices(choices(&["Damp and mould", "The lift"])),
        );
        let words = question("What would you change first?", AnswerKind::Words);
        let depth = question(
            "How much does it matter?",
            AnswerKind::Choice(choices(&["A nuisance", "A lot", "I would act"])),
        );
        let script = Fact::Script {
            version: 1,
            title: "Listening".into(),
            stage: ScriptStage::Listen,
            steps: vec![Asks::straight_on(); 3],
        };
        small.board(script, vec![issues.into(), words.into(), depth.into()]);
        Estate {
            small,
            issues,
            words,
            depth,
            doors,
        }
    }

    fn read(&self) -> Issues {
        Issues::read(&self.small.state(), Tonight::in_utc(NOW))
    }

    /// A home answers a question.
    fn answers(&mut self, place: usize, question: QuestionId, value: Value) -> Dot {
        let about: Vec<Id> = vec![self.small.household(place).into(), question.into()];
        self.hears(place, about, value)
    }

    fn hears(&mut self, place: usize, about: Vec<Id>, value: Value) -> Dot {
        let stair = (place / self.doors) as u64;
        let fact = Fact::Answer { value, script: 1 };
        self.small.say(VERA, Role::Volunteer, stair, fact, about)
    }

    /// A home raises one of the choices.
    fn raises(&mut self, place: usize, choice: u16) {
        self.answers(place, self.issues, Value::Choices(vec![choice]));
    }

    /// A home says something in its own words.
    fn says(&mut self, place: usize, words: &str) -> Dot {
        self.answers(place, self.words, Value::Words(words.into()))
    }

    /// How far a home would go.
    fn would(&mut self, place: usize, depth: Depth) {
        let place_of = Depth::ALL.iter().position(|it| *it == depth).unwrap();
        self.answers(place, self.depth, Value::Choice(place_of as u16));
    }

    fn held(&mut self, place: usize, tenure: &str) {
        let stream = Stream::Stair(self.small.stair((place / self.doors) as u64));
        let home = self.small.household(place);
        let draft = holds(&self.small.state(), stream, home, tenure);
        self.small.record(VERA, Role::Volunteer, draft);
    }

    fn organise(&mut self, draft: Draft) -> Dot {
        self.small.record(ORGANISER, Role::Organiser, draft)
    }

    /// An issue by this name, with the words that homes raise now and that are given.
    fn issue(&mut self, named: &str, words: &[&str]) -> Dot {
        let id = self.organise(name(named).unwrap());
        for words in words {
            let source = self.source(words);
            self.organise(gather(id, &source));
        }
        id
    }

    /// Where words stand that homes raise.
    fn source(&self, words: &str) -> Source {
        let issues = self.read();
        let found = issues.heard.iter().flat_map(|heard| &heard.words);
        let mut found = found.filter(|it| it.key == words);
        found.next().unwrap().source.clone()
    }
}

/// What is raised, by name, and by how many homes.
fn list(issues: &Issues) -> Vec<(&str, usize)> {
    let heard = issues.heard.iter();
    heard
        .map(|heard| (heard.name.as_str(), heard.breadth.homes.len()))
        .collect()
}
