//! A script that is being written: questions in their order, where each answer leads, and what is
//! not right yet. Nothing leads back: whatever would, after a question was moved or taken out, falls
//! away, and is told.

mod flaws;

pub use flaws::Flaw;
use serde::{Deserialize, Serialize};

use super::off_limits::{Warning, warnings};
use crate::canvass::conversation::{Asked, Script};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::hex;
use crate::canvass::id::{Id, QuestionId};
use crate::canvass::script::{AnswerKind, Next, Stage, Step};
use crate::canvass::stream::Stream;

/// The most characters of a question, so that it stands on a small phone with its answers.
pub const WORDS_LENGTH: usize = 160;
/// The most characters of one choice.
pub const CHOICE_LENGTH: usize = 60;
/// The most choices of a question.
pub const MOST_CHOICES: usize = 20;
/// The most questions of a script: nobody stands at a door for more.
pub const MOST_QUESTIONS: usize = 40;

/// A question within a draft, whatever its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key(pub u32);

/// What comes after a question, in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Then {
    /// The one after it.
    Following,
    /// That one, which stands further down.
    Question(Key),
    /// The end of the conversation.
    End,
}

/// A question that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftQuestion {
    /// Its name within the draft.
    pub key: Key,
    /// The question on the board that it is, as long as nothing of it is changed.
    pub is: Option<Dot>,
    /// As it is said at the door.
    pub words: String,
    /// What an answer can be.
    pub answers: AnswerKind,
    /// Answers that lead elsewhere.
    pub branches: Vec<(Value, Then)>,
    /// Where every other answer leads, and none.
    pub otherwise: Then,
}

/// A script that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptDraft {
    /// What it is called.
    pub title: String,
    /// How far the campaign has come.
    pub stage: Stage,
    /// Its questions, in order.
    pub questions: Vec<DraftQuestion>,
    /// The version it was made from; 0 for none.
    pub from: u32,
    next: u32,
}

impl ScriptDraft {
    /// The draft that changes nothing of a script. What is not here of it falls away.
    pub fn of(script: &Script) -> ScriptDraft {
        let key = |place: usize| Key(u32::try_from(place).unwrap_or(u32::MAX));
        let then = |next: Next| match next {
            Next::Following => Then::Following,
            Next::Question(to) => Then::Question(key(usize::from(to))),
            Next::End => Then::End,
        };
        let question = |(place, asked): (usize, &Option<Asked>)| {
            let asked = asked.as_ref()?;
            let straight = Step::straight_on();
            let step = script.steps.get(place).unwrap_or(&straight);
            let branches = step.branches.iter();
            Some(DraftQuestion {
                key: key(place),
                is: Some(asked.id.0),
                words: asked.words.clone(),
                answers: asked.answers.clone(),
                branches: branches.map(|(v, next)| (v.clone(), then(*next))).collect(),
                otherwise: then(step.otherwise),
            })
        };
        let mut draft = ScriptDraft {
            title: script.title.clone(),
            stage: script.stage,
            questions: script
                .questions
                .iter()
                .enumerate()
                .filter_map(question)
                .collect(),
            from: script.version,
            next: key(script.questions.len()).0,
        };
        let _ = draft.mend();
        draft
    }

    /// A script without questions.
    pub fn empty(title: String) -> ScriptDraft {
        ScriptDraft {
            title,
            stage: Stage::Listen,
            questions: Vec::new(),
            from: 0,
            next: 0,
        }
    }

    /// A question by its key.
    pub fn question(&self, key: Key) -> Option<&DraftQuestion> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// Its place in the order, from 0.
    pub fn place(&self, key: Key) -> Option<usize> {
        self.questions.iter().position(|it| it.key == key)
    }

    /// The questions further down: where an answer may lead.
    pub fn further_down(&self, key: Key) -> &[DraftQuestion] {
        let after = self.place(key).map_or(self.questions.len(), |at| at + 1);
        self.questions.get(after..).unwrap_or_default()
    }

    /// Puts a question at the end.
    pub fn add(&mut self, words: String, answers: AnswerKind) -> Key {
        let key = Key(self.next);
        self.next += 1;
        self.questions.push(DraftQuestion {
            key,
            is: None,
            words,
            answers,
            branches: Vec::new(),
            otherwise: Then::Following,
        });
        key
    }

    /// Changes what a question says. What has changed is another question from then on, so that
    /// answers to the former one keep its words. How many branches fell away with their answers.
    #[must_use]
    pub fn change(&mut self, key: Key, words: String, answers: AnswerKind) -> usize {
        let Some(question) = self.questions.iter_mut().find(|it| it.key == key) else {
            return 0;
        };
        if question.words == words && question.answers == answers {
            return 0;
        }
        let former = std::mem::replace(&mut question.answers, answers);
        question.words = words;
        question.is = None;
        let before = question.branches.len();
        let now = &question.answers;
        question.branches = std::mem::take(&mut question.branches)
            .into_iter()
            .filter_map(|(value, then)| Some((carried(&former, now, value)?, then)))
            .collect();
        before - question.branches.len()
    }

    /// Moves a question one place up. How many branches fell away because they would lead back.
    #[must_use]
    pub fn move_up(&mut self, key: Key) -> usize {
        match self.place(key) {
            Some(at) if at > 0 => {
                self.questions.swap(at, at - 1);
                self.mend()
            }
            _ => 0,
        }
    }

    /// Moves a question one place down, as [`ScriptDraft::move_up`].
    #[must_use]
    pub fn move_down(&mut self, key: Key) -> usize {
        match self.place(key) {
            Some(at) if at + 1 < self.questions.len() => {
                self.questions.swap(at, at + 1);
                self.mend()
            }
            _ => 0,
        }
    }

    /// Takes a question out. How many branches that led to it fell away.
    #[must_use]
    pub fn remove(&mut self, key: Key) -> usize {
        self.questions.retain(|question| question.key != key);
        self.mend()
    }

    /// Says where an answer leads; `None`: where every other does. What would lead back is not taken.
    pub fn lead(&mut self, key: Key, answer: Option<&Value>, to: Then) {
        if let Then::Question(target) = to
            && !self.further_down(key).iter().any(|it| it.key == target)
        {
            return;
        }
        let Some(question) = self.questions.iter_mut().find(|it| it.key == key) else {
            return;
        };
        let Some(answer) = answer else {
            question.otherwise = to;
            return;
        };
        question.branches.retain(|(value, _)| value != answer);
        // An answer that leads where every other one does needs no branch.
        if to != question.otherwise {
            question.branches.push((answer.clone(), to));
        }
    }

    /// Where an answer leads as it stands.
    pub fn leads(&self, key: Key, answer: Option<&Value>) -> Then {
        let Some(question) = self.question(key) else {
            return Then::Following;
        };
        let branch = |answer: &Value| {
            let mut branches = question.branches.iter();
            branches.find(|(value, _)| value == answer)
        };
        answer
            .and_then(branch)
            .map_or(question.otherwise, |(_, then)| *then)
    }

    /// What would lead back or nowhere falls away; how much did.
    fn mend(&mut self) -> usize {
        let order: Vec<Key> = self.questions.iter().map(|it| it.key).collect();
        let mut fallen = 0;
        for (at, question) in self.questions.iter_mut().enumerate() {
            let after = order.get(at + 1..).unwrap_or_default();
            let holds = |then: &Then| match then {
                Then::Question(key) => after.contains(key),
                Then::Following | Then::End => true,
            };
            let before = question.branches.len();
            question.branches.retain(|(_, then)| holds(then));
            fallen += before - question.branches.len();
            if !holds(&question.otherwise) {
                question.otherwise = Then::Following;
                fallen += 1;
            }
        }
        fallen
    }

    /// What gives reason to look at a question again.
    pub fn warnings(&self, key: Key, text: impl Fn(&str) -> String) -> Vec<Warning> {
        self.question(key).map_or_else(Vec::new, |question| {
            warnings(&question.words, &question.answers, self.stage, text)
        })
    }

    /// Whether it asks anything else than this script, or otherwise.
    pub fn differs(&self, script: Option<&Script>) -> bool {
        let Some(script) = script else {
            return !self.questions.is_empty();
        };
        let before = ScriptDraft::of(script);
        let ids = |draft: &ScriptDraft| -> Vec<_> {
            draft.questions.iter().map(|question| question.is).collect()
        };
        self.title != before.title
            || self.stage != before.stage
            || ids(self) != ids(&before)
            || self.steps() != before.steps()
    }

    /// The questions the board does not have yet, to record first: see [`ScriptDraft::recorded`].
    pub fn new_questions(&self) -> Vec<Draft> {
        let new = self
            .questions
            .iter()
            .filter(|question| question.is.is_none());
        new.map(|question| {
            let fact = Fact::Question {
                words: question.words.trim().to_string(),
                answers: question.answers.clone(),
            };
            Draft::new(Stream::Board, fact, Vec::new())
        })
        .collect()
    }

    /// Its new questions are on the board, under these dots.
    pub fn recorded(&mut self, dots: &[Dot]) {
        let new = self.questions.iter_mut().filter(|it| it.is.is_none());
        for (question, dot) in new.zip(dots) {
            question.is = Some(*dot);
        }
    }

    /// The script itself, once all its questions are on the board; `None` before.
    pub fn script(&self, version: u32) -> Option<Draft> {
        let on_the_board = self.questions.iter().map(|question| question.is);
        let about: Option<Vec<Id>> = on_the_board
            .map(|dot| dot.map(|dot| QuestionId(dot).into()))
            .collect();
        let fact = Fact::Script {
            version,
            title: self.title.trim().to_string(),
            stage: self.stage,
            steps: self.steps(),
        };
        Some(Draft::new(Stream::Board, fact, about?))
    }

    /// The draft as it would be asked, under ids of its own that no board has.
    pub fn preview(&self) -> Script {
        let questions = (1..).zip(&self.questions).map(|(seq, question)| {
            Some(Asked {
                id: QuestionId(Dot {
                    log: LogId([0; 8]),
                    seq,
                }),
                words: question.words.clone(),
                answers: question.answers.clone(),
            })
        });
        Script {
            version: self.from,
            title: self.title.clone(),
            stage: self.stage,
            questions: questions.collect(),
            steps: self.steps(),
        }
    }

    /// As it is kept where the page was left.
    pub fn put_away(&self) -> String {
        // Plain data can always be written; if not, there is nothing to take up.
        postcard::to_allocvec(self).map_or_else(|_| String::new(), |bytes| hex::encode(&bytes))
    }

    /// What was put away; `None` for anything else.
    pub fn taken_up(text: &str) -> Option<ScriptDraft> {
        let bytes = (0..text.len()).step_by(2).map(|at| {
            let pair = text.get(at..at + 2)?;
            u8::from_str_radix(pair, 16).ok()
        });
        postcard::from_bytes(&bytes.collect::<Option<Vec<u8>>>()?).ok()
    }

    fn steps(&self) -> Vec<Step> {
        let next = |then: Then| match then {
            Then::Following => Next::Following,
            Then::End => Next::End,
            Then::Question(key) => {
                let place = self.place(key).and_then(|at| u16::try_from(at).ok());
                place.map_or(Next::Following, Next::Question)
            }
        };
        let step = |question: &DraftQuestion| Step {
            branches: question
                .branches
                .iter()
                .map(|(value, then)| (value.clone(), next(*then)))
                .collect(),
            otherwise: next(question.otherwise),
        };
        self.questions.iter().map(step).collect()
    }
}

/// The answers of a kind that may each lead elsewhere. Of several choices only none of them can: a
/// branch is taken by one whole answer.
pub fn branchable(answers: &AnswerKind) -> Vec<Value> {
    match answers {
        AnswerKind::Choice(choices) => (0..).zip(choices).map(|(n, _)| Value::Choice(n)).collect(),
        AnswerKind::Choices(_) => vec![Value::Choices(Vec::new())],
        AnswerKind::Scale(..) => (1..=5).map(Value::Scale).collect(),
        AnswerKind::YesNo => vec![Value::Yes, Value::No, Value::WouldNotSay],
        AnswerKind::Number | AnswerKind::Words | AnswerKind::Nomination => Vec::new(),
    }
}

/// An answer of a question as it was, as an answer of what it is now: a choice goes with its words.
fn carried(former: &AnswerKind, now: &AnswerKind, value: Value) -> Option<Value> {
    let value = match (former, now, value) {
        (AnswerKind::Choice(before), AnswerKind::Choice(now), Value::Choice(n)) => {
            let words = before.get(usize::from(n))?;
            let at = now.iter().position(|other| other == words)?;
            Value::Choice(u16::try_from(at).ok()?)
        }
        (_, _, value) => value,
    };
    branchable(now).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests;
