//! What each home said at its door: what presses on it, in whose words, and how far it would go.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::conversation::question_of;
use crate::canvass::dot::Dot;
use crate::canvass::dwelling::is_home;
use crate::canvass::estate::{self, Door, Knock};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, Id, QuestionId, StairId};
use crate::canvass::language::spoken;
use crate::canvass::register::{self, Reading};
use crate::canvass::script::AnswerKind;
use crate::canvass::tenure::{Tenure, tenure};
use crate::canvass::walk::Tonight;
use crate::canvass::whose::Whose;
use crate::organise::report::as_of_the_newest_round;
use crate::organise::teams::same;

/// How far a home says it would go: the three choices of the question that asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// It is a nuisance.
    Grumble,
    /// It matters to them.
    Matters,
    /// They would act.
    WouldAct,
}

impl Depth {
    /// All of them, in the order of the question's choices.
    pub const ALL: [Depth; 3] = [Depth::Grumble, Depth::Matters, Depth::WouldAct];
}

/// Where words were recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// As they were said, at the first door of the walk.
    pub words: String,
    /// Answers in a household's own words.
    pub answers: BTreeSet<Dot>,
    /// Choices of a question: the question, and the choice's place, from 0.
    pub choices: BTreeSet<(Dot, u16)>,
}

impl Source {
    /// The same, where another home's are added.
    pub(super) fn join(&mut self, other: &Source) {
        if self.words.is_empty() {
            let words: Vec<&str> = other.words.split_whitespace().collect();
            self.words = words.join(" ");
        }
        self.answers.extend(&other.answers);
        self.choices.extend(&other.choices);
    }
}

/// A home, and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Its door.
    pub door: DoorId,
    /// The stair it is on.
    pub stair: StairId,
    /// Somebody there was spoken to.
    pub spoken: bool,
    /// It was asked what presses on it, and what it said is known.
    pub answered: bool,
    /// What it raised: the words as they are compared, and where they were recorded.
    pub raised: BTreeMap<String, Source>,
    /// How far it would go; of several who live there the furthest.
    pub depth: Option<Depth>,
    /// How it is held, where that is known and nobody says otherwise.
    pub tenure: Option<String>,
    /// The language spoken there, where that is known and nobody says otherwise.
    pub language: Option<String>,
}

/// The questions that ask what presses on people, in their own words too, and how far they would go.
///
/// Of a script these are the first with several choices (where there is none, the first for a few
/// words), a question for a few words after it, and the first after it that has three choices of which
/// one is picked, the last being that they would act. All versions are read: what was answered under an
/// earlier one stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// With choices.
    pub issues: BTreeSet<QuestionId>,
    /// In a household's own words.
    pub words: BTreeSet<QuestionId>,
    /// How far they would go.
    pub depth: BTreeSet<QuestionId>,
}

impl Asked {
    /// As the board has it.
    pub fn of(state: &State) -> Asked {
        let mut asked = Asked::default();
        for (_, entry) in state.of_kind(Kind::SCRIPT) {
            let questions = entry.event.about.iter();
            let questions: Vec<(QuestionId, AnswerKind)> = questions
                .filter_map(|id| QuestionId::try_from(*id).ok())
                .filter_map(|id| Some((id, answers_of(state, id)?)))
                .collect();
            asked.add(&questions);
        }
        asked
    }

    /// Whether it is one of them.
    fn has(&self, question: QuestionId) -> bool {
        [&self.issues, &self.words, &self.depth]
            .iter()
            .any(|questions| questions.contains(&question))
    }

    fn add(&mut self, questions: &[(QuestionId, AnswerKind)]) {
        let is_words = |(_, answers): &&(QuestionId, AnswerKind)| *answers == AnswerKind::Words;
        let choices =
            |(_, answers): &(QuestionId, AnswerKind)| matches!(answers, AnswerKind::Choices(_));
        let rest = match questions.iter().position(choices) {
            Some(at) => {
                self.issues.insert(questions[at].0);
                &questions[at + 1..]
            }
            None => questions,
        };
        self.words
            .extend(rest.iter().find(is_words).map(|(id, _)| *id));
        let depth = rest.iter().find(|(_, answers)| {
            matches!(answers, AnswerKind::Choice(choices) if choices.len() == Depth::ALL.len())
        });
        self.depth.extend(depth.map(|(id, _)| *id));
    }
}

fn answers_of(state: &State, id: QuestionId) -> Option<AnswerKind> {
    let entry = state.entry(id.0)?;
    match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
        Fact::Question { answers, .. } => Some(answers),
        _ => None,
    }
}

/// The words of a question's choice.
pub(super) fn choice_words(state: &State, question: Dot, choice: u16) -> Option<String> {
    match answers_of(state, QuestionId(question))? {
        AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => {
            choices.get(usize::from(choice)).cloned()
        }
        _ => None,
    }
}

/// Every home of the estate, with what those who live there now have said. Of a household that is
/// hidden nothing is told but that it is a home.
pub(super) fn homes(state: &State, tonight: Tonight) -> Vec<Home> {
    let asked = Asked::of(state);
    let doors = estate::all_doors(state).into_values().flatten();
    let mut knocks = estate::all_knocks(state);
    doors
        .filter_map(|door| {
            let knocks = knocks.remove(&door.id).unwrap_or_default();
            home(state, &asked, &door, &knocks, tonight)
        })
        .collect()
}

fn home(
    state: &State,
    asked: &Asked,
    door: &Door,
    knocks: &[Knock],
    tonight: Tonight,
) -> Option<Home> {
    if !is_home(state, door, knocks.last()) {
        return None;
    }
    let household = estate::household(state, door.id);
    let mut home = Home {
        door: door.id,
        stair: door.stair,
        spoken: false,
        answered: false,
        raised: BTreeMap::new(),
        depth: None,
        tenure: None,
        language: None,
    };
    if estate::twins(state, household).any(|it| estate::is_hidden(state, it)) {
        return Some(home);
    }
    let since = match household {
        HouseholdId::FirstOf(_) => i64::MIN,
        HouseholdId::Since(began) => state.happened_at(began).unwrap_or(i64::MIN),
    };
    home.spoken = knocks
        .iter()
        .any(|knock| knock.outcome == Outcome::Spoke && knock.at >= since);
    for household in estate::twins(state, household) {
        for about in answered(state, household) {
            // That somebody was spoken to is known, and nothing else is read out of it.
            if home.spoken && !question_of(about).is_some_and(|it| asked.has(it)) {
                continue;
            }
            let reading = register::read(state, Kind::ANSWER, about);
            if let Reading::Agreed(value, dots) = as_of_the_newest_round(state, reading, tonight) {
                home.spoken = true;
                home.hear(state, asked, about, value, &dots);
            }
        }
    }
    home.tenure = match tenure(state, household) {
        Tenure::Known(tenure) => Some(tenure),
        Tenure::Unknown | Tenure::Disputed(_) => None,
    };
    home.language = match spoken(state, household).as_slice() {
        [language] => Some(language.clone()),
        _ => None,
    };
    Some(home)
}

/// The registers of answers of a household and of those who live there; what a neighbour says of them
/// is nobody's answer.
fn answered(state: &State, household: HouseholdId) -> BTreeSet<&[Id]> {
    let told = state.naming_as(Kind::ANSWER, household);
    told.map(|(_, entry)| entry.event.about.as_slice())
        .filter(|about| Whose::of(about) != Whose::Neighbour)
        .collect()
}

impl Home {
    fn hear(&mut self, state: &State, asked: &Asked, about: &[Id], value: Value, dots: &[Dot]) {
        let Some(question) = question_of(about) else {
            return;
        };
        match value {
            Value::Choices(choices) if asked.issues.contains(&question) => {
                self.answered = true;
                for choice in choices {
                    let Some(words) = choice_words(state, question.0, choice) else {
                        continue;
                    };
                    let choices = BTreeSet::from([(question.0, choice)]);
                    self.raise(Source {
                        words,
                        choices,
                        answers: BTreeSet::new(),
                    });
                }
            }
            Value::Words(words) if asked.words.contains(&question) => {
                self.answered = true;
                self.raise(Source {
                    words,
                    answers: dots.iter().copied().collect(),
                    choices: BTreeSet::new(),
                });
            }
            Value::Choice(choice) if asked.depth.contains(&question) => {
                let depth = Depth::ALL.get(usize::from(choice)).copied();
                self.depth = self.depth.max(depth);
            }
            _ => {}
        }
    }

    fn raise(&mut self, source: Source) {
        let key = same(&source.words);
        if !key.is_empty() {
            self.raised.entry(key).or_default().join(&source);
        }
    }
}
