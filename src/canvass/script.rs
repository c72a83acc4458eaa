//! Scripts: ordered questions with branches, as data.

use serde::{Deserialize, Serialize};

use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;

/// How far a campaign has come, and so what its script may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Finding out what people say. Nothing is asked of them.
    Listen,
    /// Asking for one act.
    Commit,
    /// Seeing who acts.
    Test,
}

/// What an answer to a question can be. Only ever append.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AnswerKind {
    /// One of these.
    Choice(Vec<String>),
    /// Any of these.
    Choices(Vec<String>),
    /// 1 to 5, with the words at both ends.
    Scale(String, String),
    /// A number.
    Number,
    /// A few words.
    Words,
    /// Yes, no, or would rather not say.
    YesNo,
    /// Whose door they would knock on: kept for organisers' eyes, in inner.
    Nomination,
}

/// What comes after a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Next {
    /// The question after it in the script's order.
    Following,
    /// The question at this place, from 0.
    Question(u16),
    /// The end of the conversation.
    End,
}

/// One question's place in a script: where each answer leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    /// Answers that lead elsewhere than `otherwise`.
    pub branches: Vec<(Value, Next)>,
    /// Where every other answer leads, and none at all.
    pub otherwise: Next,
}

impl Step {
    /// A step that always goes on to the next question.
    pub fn straight_on() -> Step {
        Step {
            branches: Vec::new(),
            otherwise: Next::Following,
        }
    }
}

/// The place of the question after the one at `place`, or `None` at the end. A branch that
/// leads backwards or outside the script ends it, so that a conversation always comes to an end.
pub fn next_place(steps: &[Step], place: usize, answer: Option<&Value>) -> Option<usize> {
    let step = steps.get(place)?;
    let next = answer
        .and_then(|answer| {
            let answer = answer.normalised();
            step.branches
                .iter()
                .find(|(value, _)| value.normalised() == answer)
        })
        .map_or(step.otherwise, |(_, next)| *next);
    let to = match next {
        Next::Following => place + 1,
        Next::Question(to) => usize::from(to),
        Next::End => return None,
    };
    (to > place && to < steps.len()).then_some(to)
}

/// Whether any question there is asks whose door somebody would knock on.
pub fn asks_whose_door(state: &State) -> bool {
    state.of_kind(Kind::QUESTION).any(|(_, entry)| {
        matches!(
            Fact::read(entry.event.kind, &entry.event.body),
            Ok(Some(Fact::Question {
                answers: AnswerKind::Nomination,
                ..
            }))
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::small::Small;
    use super::*;

    #[test]
    fn whose_door_is_asked_once_any_question_asks_it() {
        let mut small = Small::new(1);
        let mut ask = |answers| {
            let words = "Whose door would you knock on?".into();
            small.board(Fact::Question { words, answers }, vec![]);
            asks_whose_door(&small.state())
        };
        assert!(!ask(AnswerKind::Words));
        assert!(ask(AnswerKind::Nomination));
        assert!(ask(AnswerKind::YesNo));
    }

    #[test]
    fn a_branch_skips_and_no_answer_goes_on() {
        let mut first = Step::straight_on();
        first.branches.push((Value::No, Next::Question(2)));
        let steps = [first, Step::straight_on(), Step::straight_on()];
        assert_eq!(next_place(&steps, 0, Some(&Value::Yes)), Some(1));
        assert_eq!(next_place(&steps, 0, Some(&Value::No)), Some(2));
        assert_eq!(next_place(&steps, 0, None), Some(1));
        assert_eq!(next_place(&steps, 2, None), None);
    }

    #[test]
    fn a_branch_that_leads_back_ends_the_conversation() {
        let mut back = Step::straight_on();
        back.otherwise = Next::Question(0);
        let steps = [Step::straight_on(), back];
        assert_eq!(next_place(&steps, 1, None), None);
    }
}
