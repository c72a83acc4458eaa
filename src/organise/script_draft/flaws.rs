//! What is not right yet about a script that is being written.

use super::{DraftQuestion, Key, MOST_CHOICES, MOST_QUESTIONS, ScriptDraft, Then};
use crate::canvass::script::AnswerKind;

/// Why a draft cannot be asked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It has no questions.
    NoQuestions,
    /// It has more than [`MOST_QUESTIONS`](super::MOST_QUESTIONS).
    TooMany,
    /// A question says nothing.
    NoWords(Key),
    /// A question offers fewer than two choices, or more than [`MOST_CHOICES`](super::MOST_CHOICES).
    Choices(Key),
    /// A choice, or an end of a scale, says nothing.
    EmptyChoice(Key),
    /// Two choices say the same.
    SameChoice(Key),
    /// No answer leads to this question.
    NeverReached(Key),
    /// What can be chosen here is read as what homes raise, and no question for a few words comes after it:
    /// residents could add nothing that is not offered.
    NothingOfTheirOwn(Key),
}

impl ScriptDraft {
    /// Everything that is not right yet; empty where it can be asked.
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        match self.questions.len() {
            0 => flaws.push(Flaw::NoQuestions),
            n if n > MOST_QUESTIONS => flaws.push(Flaw::TooMany),
            _ => {}
        }
        for question in &self.questions {
            flaws.extend(question.flaw());
        }
        let reached = self.reached();
        let unreached = self
            .questions
            .iter()
            .filter(|it| !reached.contains(&it.key));
        flaws.extend(unreached.map(|it| Flaw::NeverReached(it.key)));
        flaws.extend(self.fixed().map(Flaw::NothingOfTheirOwn));
        flaws
    }

    /// The question that asks what presses on people (`organise::issues::Asked`), where residents can say
    /// nothing after it that organisers have not thought of.
    fn fixed(&self) -> Option<Key> {
        let is_issues = |it: &DraftQuestion| matches!(it.answers, AnswerKind::Choices(_));
        let at = self.questions.iter().position(is_issues)?;
        let asks = &self.questions[at];
        let mut after = self.questions[at + 1..].iter();
        let is_fixed = !after.any(|it| it.answers == AnswerKind::Words);
        is_fixed.then_some(asks.key)
    }

    /// The questions some answer leads to, beginning with the first.
    fn reached(&self) -> Vec<Key> {
        let mut reached: Vec<Key> = self
            .questions
            .first()
            .map(|it| it.key)
            .into_iter()
            .collect();
        for (at, question) in self.questions.iter().enumerate() {
            if !reached.contains(&question.key) {
                continue;
            }
            let following = self.questions.get(at + 1).map(|it| it.key);
            let ways = question.branches.iter().map(|(_, then)| *then);
            // Where every answer has a branch, somebody may still pass over the question.
            let to = ways
                .chain([question.otherwise])
                .filter_map(|then| match then {
                    Then::Following => following,
                    Then::Question(key) => Some(key),
                    Then::End => None,
                });
            reached.extend(to);
        }
        reached
    }
}

impl DraftQuestion {
    fn flaw(&self) -> Option<Flaw> {
        if self.words.trim().is_empty() {
            return Some(Flaw::NoWords(self.key));
        }
        match &self.answers {
            AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => {
                let plain = |it: &String| it.trim().to_lowercase();
                let said: Vec<String> = choices.iter().map(plain).collect();
                let twice = |(at, it): (usize, &String)| said.iter().take(at).any(|o| o == it);
                if !(2..=MOST_CHOICES).contains(&choices.len()) {
                    Some(Flaw::Choices(self.key))
                } else if said.iter().any(String::is_empty) {
                    Some(Flaw::EmptyChoice(self.key))
                } else if said.iter().enumerate().any(twice) {
                    Some(Flaw::SameChoice(self.key))
                } else {
                    None
                }
            }
            AnswerKind::Scale(low, high) => {
                let empty = low.trim().is_empty() || high.trim().is_empty();
                empty.then_some(Flaw::EmptyChoice(self.key))
            }
            AnswerKind::Number | AnswerKind::Words | AnswerKind::YesNo | AnswerKind::Nomination => {
                None
            }
        }
    }
}
