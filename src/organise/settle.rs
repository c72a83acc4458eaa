//! Settling a disagreement: a write over every version there is.

use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;

use super::report::{DisagreementRow, Version};

/// The write that says one version stands. `None` where the register is no longer there to be
/// written: its door, its household or all its versions are gone.
pub fn settle(state: &State, row: &DisagreementRow, value: Value) -> Option<Draft> {
    let stair = estate::stair_of(state, row.door?)?;
    let versions = row.versions.iter().chain(&row.before);
    let dots: Vec<_> = versions.flat_map(|version| version.dots.clone()).collect();
    let fact = match row.kind {
        Kind::ANSWER => Fact::Answer {
            value,
            script: dots.iter().filter_map(|dot| script_of(state, *dot)).max()?,
        },
        Kind::PLAIN_FACT => Fact::PlainFact { value },
        _ => return None,
    };
    Some(Draft {
        stream: Stream::Stair(stair),
        fact,
        about: row.about.clone(),
        over: dots,
    })
}

/// The version that was heard last, where one was: not where two were heard at the same moment.
pub fn later(row: &DisagreementRow) -> Option<&Version> {
    let heard = |version: &Version| version.by.iter().map(|(_, at)| *at).max();
    let latest = row.versions.iter().map(heard).max()?;
    let mut last = row
        .versions
        .iter()
        .filter(|version| heard(version) == latest);
    match (last.next(), last.next()) {
        (Some(version), None) => Some(version),
        _ => None,
    }
}

/// What all versions say together, where that is something one household can mean: every choice
/// anyone noted, or everyone's words. `None` where they exclude each other.
pub fn together(row: &DisagreementRow) -> Option<Value> {
    let choices = row.versions.iter().map(|version| match &version.value {
        Value::Choices(choices) => Some(choices.clone()),
        _ => None,
    });
    if let Some(choices) = choices.collect::<Option<Vec<_>>>() {
        return Some(Value::Choices(choices.concat()).normalised());
    }
    let words = row.versions.iter().map(|version| match &version.value {
        Value::Words(words) => Some(words.as_str()),
        _ => None,
    });
    let words = words.collect::<Option<Vec<_>>>()?;
    Some(Value::Words(words.join(" / ")))
}

/// The version of the script an answer was given under.
fn script_of(state: &State, dot: crate::canvass::dot::Dot) -> Option<u32> {
    let entry = state.entry(dot)?;
    match Fact::read(entry.event.kind, &entry.event.body) {
        Ok(Some(Fact::Answer { script, .. })) => Some(script),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::{Author, CertificateId, PersonId, Role};
    use crate::canvass::dot::{Dot, LogId};
    use crate::canvass::fold::Written;
    use crate::canvass::id::{DoorId, HouseholdId, QuestionId, StairId};
    use crate::canvass::register;
    use crate::canvass::walk::Tonight;
    use crate::organise::report::Report;

    const TONIGHT: Tonight = Tonight {
        now: 0,
        since: 0,
        today: 0,
        evening: 0,
    };

    fn dot(log: u8, seq: u64) -> Dot {
        Dot {
            log: LogId([log; 8]),
            seq,
        }
    }

    fn written(log: u8, role: Role, drafts: &[Draft]) -> Written {
        Written {
            log: LogId([log; 8]),
            author: Author {
                device: CertificateId([log; 32]),
                line: vec![],
                person: PersonId([log; 16]),
                role,
                issued: 0,
                appointed: 0,
                stream: drafts[0].stream,
            },
            first: 1,
            offset: 0,
            events: drafts.iter().map(|draft| draft.at(1_000)).collect(),
        }
    }

    fn disagreement(values: &[Value]) -> DisagreementRow {
        let version = |value: &Value| crate::organise::report::Version {
            value: value.clone(),
            by: vec![],
            dots: vec![],
        };
        DisagreementRow {
            door: None,
            kind: Kind::ANSWER,
            about: vec![],
            question: None,
            versions: values.iter().map(version).collect(),
            before: vec![],
        }
    }

    #[test]
    fn choices_and_words_can_stand_together_and_yes_and_no_cannot() {
        let choices = |choices: &[u16]| Value::Choices(choices.to_vec());
        let row = disagreement(&[choices(&[3, 0]), choices(&[0, 1])]);
        assert_eq!(together(&row), Some(choices(&[0, 1, 3])));
        let words = |words: &str| Value::Words(words.into());
        let row = disagreement(&[words("the lift"), words("the bins")]);
        assert_eq!(together(&row), Some(words("the lift / the bins")));
        assert_eq!(together(&disagreement(&[Value::Yes, Value::No])), None);
        let row = disagreement(&[Value::Choice(0), Value::Choice(1)]);
        assert_eq!(together(&row), None);
    }

    #[test]
    fn the_later_visit_stands_unless_two_came_at_the_same_moment() {
        for (heard, expected) in [
            (vec![vec![10], vec![20]], Some(1)),
            (vec![vec![10, 30], vec![20]], Some(0)),
            (vec![vec![20], vec![10, 20]], None),
            (vec![], None),
        ] {
            let values: Vec<Value> = (0..heard.len() as u16).map(Value::Choice).collect();
            let mut row = disagreement(&values);
            for (version, times) in row.versions.iter_mut().zip(&heard) {
                version.by = times.iter().map(|at| (String::new(), *at)).collect();
            }
            let expected = expected.map(|n: usize| &row.versions[n]);
            assert_eq!(later(&row), expected, "{heard:?}");
        }
    }

    #[test]
    fn a_settled_disagreement_has_one_value_and_is_reported_no_more() {
        let stream = Stream::Stair(StairId(dot(1, 2)));
        let door = Draft::new(
            stream,
            Fact::Door {
                label: "Flat 1".into(),
                floor: None,
                order: 0,
                uprn: None,
            },
            vec![],
        );
        let about = vec![
            HouseholdId::FirstOf(DoorId(dot(2, 1))).into(),
            QuestionId(dot(1, 3)).into(),
        ];
        let answer = |value| {
            let fact = Fact::Answer { value, script: 3 };
            Draft::new(stream, fact, about.clone())
        };
        let mut runs = vec![
            written(2, Role::Organiser, &[door]),
            written(3, Role::Volunteer, &[answer(Value::Yes)]),
            written(4, Role::Volunteer, &[answer(Value::No)]),
        ];
        let state = State::fold(&runs);
        let rows = Report::read(&state, &[], TONIGHT).disagreements;
        assert_eq!(rows.len(), 1);
        let draft = settle(&state, &rows[0], Value::No).unwrap();
        assert_eq!(draft.over.len(), 2);
        runs.push(written(5, Role::Organiser, &[draft]));
        let state = State::fold(&runs);
        assert_eq!(Report::read(&state, &[], TONIGHT).disagreements, vec![]);
        let reading = register::read(&state, Kind::ANSWER, &about);
        assert_eq!(
            reading,
            register::Reading::Agreed(Value::No, vec![dot(5, 1)])
        );
    }
}
