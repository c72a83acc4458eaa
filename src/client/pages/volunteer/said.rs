//! What was recorded, in plain words: to be read back at the door.

use crate::canvass::conversation::{Recorded, question, question_of};
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{Facet, Id, ResidentId};
use crate::canvass::script::AnswerKind;
use crate::canvass::whose::Whose;
use crate::client::parts::language::language_name;
use crate::client::parts::tenure::tenure_name;
use crate::client::parts::when::short_day;
use crate::t;

/// An answer in words.
pub fn value_words(answers: &AnswerKind, value: &Value) -> String {
    let choice = |n: &u16| match answers {
        AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => {
            choices.get(usize::from(*n)).cloned()
        }
        _ => None,
    };
    match value {
        Value::Choice(n) => choice(n).unwrap_or_else(|| t!("volunteer.unknown_choice")),
        Value::Choices(several) if several.is_empty() => t!("volunteer.none_of_these"),
        Value::Choices(several) => several
            .iter()
            .map(|n| choice(n).unwrap_or_else(|| t!("volunteer.unknown_choice")))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Scale(n) => match (answers, n) {
            (AnswerKind::Scale(low, _), 1) => t!("volunteer.scale_end", n = n, words = low),
            (AnswerKind::Scale(_, high), 5) => t!("volunteer.scale_end", n = n, words = high),
            _ => t!("volunteer.scale_value", n = n),
        },
        Value::Number(n) => n.to_string(),
        Value::Words(words) => words.clone(),
        Value::Yes => t!("volunteer.yes"),
        Value::No => t!("volunteer.no"),
        Value::WouldNotSay => t!("volunteer.would_not_say"),
    }
}

/// What was recorded: what it is, and what it says. `None` for what needs no reading back.
pub fn said(state: &State, recorded: &Recorded) -> Option<(String, String)> {
    match &recorded.fact {
        Fact::Answer { value, .. } => {
            // Whatever version it was given under, its question has its own words. One that is not
            // here can still be read back as far as it goes, and struck.
            let asked = question(state, question_of(&recorded.about)?);
            Some(match asked {
                Some(asked) => {
                    let words = value_words(&asked.answers, value);
                    (asked.words, words)
                }
                None => {
                    let words = value_words(&AnswerKind::Words, value);
                    (t!("volunteer.unknown_question"), words)
                }
            })
        }
        Fact::Note { words } => Some((t!("volunteer.note"), words.clone())),
        Fact::Resident { name } => Some((t!("volunteer.resident"), name.clone())),
        Fact::FollowUp { what, who, by } => {
            let who = who.clone().unwrap_or_else(|| t!("volunteer.nobody_yet"));
            let by = by.map_or_else(|| t!("volunteer.no_day"), short_day);
            let words = t!("volunteer.follow_up_words", what = what, who = who, by = by);
            Some((t!("volunteer.follow_up"), words))
        }
        Fact::PlainFact { value } if is_consent(&recorded.about) => {
            let words = match value {
                Value::Yes => t!("volunteer.yes_in_touch"),
                _ => t!("volunteer.no_not_again"),
            };
            Some((t!("volunteer.be_in_touch"), words))
        }
        Fact::PlainFact { value } if recorded.about.contains(&Facet::PASSED_ON.into()) => {
            let unknown = AnswerKind::YesNo;
            Some((t!("doors.known_passed_on"), value_words(&unknown, value)))
        }
        Fact::PlainFact {
            value: Value::Words(language),
        } if recorded.about.contains(&Facet::LANGUAGE.into()) => {
            Some((t!("volunteer.language"), language_name(language)))
        }
        Fact::PlainFact {
            value: Value::Words(tenure),
        } if recorded.about.contains(&Facet::TENURE.into()) => {
            Some((t!("tenure.what"), tenure_name(tenure)))
        }
        _ => None,
    }
}

/// Whose word it is, where it is not the household's as one.
pub fn whose_words(state: &State, about: &[Id]) -> Option<String> {
    match Whose::of(about) {
        Whose::Household => None,
        Whose::Resident(id) => Some(resident_name(state, id)),
        Whose::Neighbour => Some(t!("doors.a_neighbour")),
    }
}

/// What somebody who lives there likes to be called.
pub fn resident_name(state: &State, id: ResidentId) -> String {
    let entry = state.entry(id.0);
    match entry.map(|entry| Fact::read(entry.event.kind, &entry.event.body)) {
        Some(Ok(Some(Fact::Resident { name }))) => name,
        _ => t!("doors.who_gone"),
    }
}

/// Whether it is about being contacted again.
pub fn is_consent(about: &[Id]) -> bool {
    about.contains(&Facet::CONTACT_CONSENT.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dot::{Dot, LogId};
    use crate::canvass::id::QuestionId;

    #[test]
    fn answers_are_said_in_the_words_they_were_offered_in() {
        let issues = AnswerKind::Choices(vec!["Repairs".into(), "Noise".into()]);
        let words = |value| value_words(&issues, &value);
        assert_eq!(words(Value::Choices(vec![0, 1])), "Repairs, Noise");
        assert_eq!(
            words(Value::Choices(Vec::new())),
            t!("volunteer.none_of_these")
        );
        assert_eq!(words(Value::Choice(7)), t!("volunteer.unknown_choice"));
        assert_eq!(words(Value::Words("the lift".into())), "the lift");
    }

    #[test]
    fn an_answer_to_a_question_that_is_not_here_is_read_back_all_the_same() {
        let dot = |seq| Dot {
            log: LogId([1; 8]),
            seq,
        };
        let recorded = Recorded {
            dot: dot(2),
            fact: Fact::Answer {
                value: Value::Yes,
                script: 1,
            },
            about: vec![QuestionId(dot(1)).into()],
        };
        let line = said(&State::default(), &recorded);
        assert_eq!(
            line,
            Some((t!("volunteer.unknown_question"), t!("volunteer.yes")))
        );
    }

    #[test]
    fn the_ends_of_a_scale_are_said_with_their_words() {
        let scale = AnswerKind::Scale("Never".into(), "Every day".into());
        let words = |n| value_words(&scale, &Value::Scale(n));
        assert!(words(1).contains("Never") && words(5).contains("Every day"));
        assert_eq!(words(3), t!("volunteer.scale_value", n = 3));
    }
}
