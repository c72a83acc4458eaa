//! Answers to one question, counted apart by the version of the script they were given under: what was
//! asked before it differed, and where it led, may tell why the answers do.

use std::collections::{BTreeMap, BTreeSet};

use super::report::as_of_the_newest_round;
use crate::canvass::dot::Dot;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{Id, QuestionId};
use crate::canvass::register::{self, Reading};
use crate::canvass::walk::Tonight;

/// How many households gave each value (of several choices: each choice), by version. Households that
/// stand in disagreement are in none. Where two people recorded the same under two versions, the later
/// one counts.
pub fn by_version(
    state: &State,
    question: QuestionId,
    tonight: Tonight,
) -> BTreeMap<u32, BTreeMap<Value, usize>> {
    let registers: BTreeSet<Vec<Id>> = state
        .naming(question)
        .filter(|(_, entry)| entry.event.kind == Kind::ANSWER)
        .map(|(_, entry)| entry.event.about.clone())
        .collect();
    let mut counted: BTreeMap<u32, BTreeMap<Value, usize>> = BTreeMap::new();
    for about in registers {
        let reading = register::read(state, Kind::ANSWER, &about);
        let Reading::Agreed(value, dots) = as_of_the_newest_round(state, reading, tonight) else {
            continue;
        };
        let Some(version) = dots.iter().filter_map(|dot| version(state, *dot)).max() else {
            continue;
        };
        let counts = counted.entry(version).or_default();
        let values = match value {
            Value::Choices(choices) => choices.into_iter().map(Value::Choice).collect(),
            value => vec![value],
        };
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
    }
    counted
}

fn version(state: &State, dot: Dot) -> Option<u32> {
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
    use crate::canvass::conversation::script_tonight;
    use crate::canvass::dot::LogId;
    use crate::canvass::draft::Draft;
    use crate::canvass::fold::Written;
    use crate::canvass::id::{DoorId, HouseholdId, StairId};
    use crate::canvass::script::AnswerKind;
    use crate::canvass::stream::Stream;
    use crate::organise::script_draft::ScriptDraft;

    const BOARD: LogId = LogId([1; 8]);
    const NOW: i64 = 1_773_077_400;

    fn dot(log: LogId, seq: u64) -> Dot {
        Dot { log, seq }
    }

    fn run(log: LogId, stream: Stream, drafts: &[Draft], at: i64) -> Written {
        Written {
            log,
            author: Author {
                device: CertificateId([log.0[0]; 32]),
                line: Vec::new(),
                person: PersonId([log.0[0]; 16]),
                role: Role::Organiser,
                issued: 0,
                appointed: 0,
                stream,
            },
            first: 1,
            offset: 0,
            events: drafts.iter().map(|draft| draft.at(at)).collect(),
        }
    }

    /// Two phones ask one question; one took the new version before it knocked, the other was in the
    /// middle of its evening.
    #[test]
    fn r1_2_tallies_split_by_version_where_the_script_changed_mid_evening() {
        let question = Draft::new(
            Stream::Board,
            Fact::Question {
                words: "May we come back?".into(),
                answers: AnswerKind::YesNo,
            },
            Vec::new(),
        );
        let mut script = ScriptDraft::empty("Listening".into());
        script.add("May we come back?".into(), AnswerKind::YesNo);
        script.recorded(&[dot(BOARD, 1)]);
        let board = [
            question,
            script.script(1).unwrap(),
            script.script(2).unwrap(),
        ];
        let stream = Stream::Stair(StairId(dot(BOARD, 9)));
        let id = QuestionId(dot(BOARD, 1));
        let answers = |script: u32, given: &[(u64, Value)]| -> Vec<Draft> {
            let answer = |(door, value): &(u64, Value)| {
                let household = HouseholdId::FirstOf(DoorId(dot(BOARD, 100 + door)));
                let value = value.clone();
                let fact = Fact::Answer { value, script };
                Draft::new(stream, fact, vec![household.into(), id.into()])
            };
            given.iter().map(answer).collect()
        };
        let (early, late) = (LogId([2; 8]), LogId([3; 8]));
        let begun = answers(1, &[(1, Value::Yes), (2, Value::No)]);
        let runs = [
            run(BOARD, Stream::Board, &board, NOW),
            run(early, stream, &begun, NOW),
            run(
                late,
                stream,
                &answers(2, &[(3, Value::Yes), (1, Value::Yes)]),
                NOW,
            ),
        ];
        let state = State::fold(&runs);
        let tonight = Tonight::in_utc(NOW);
        let counted = by_version(&state, id, tonight);
        let of = |version: u32| counted.get(&version).cloned().unwrap_or_default();
        assert_eq!(of(1), BTreeMap::from([(Value::No, 1)]));
        assert_eq!(of(2), BTreeMap::from([(Value::Yes, 2)]));
        let asks = |log: LogId| {
            script_tonight(&state, PersonId([log.0[0]; 16]), tonight.since).map(|it| it.version)
        };
        assert_eq!((asks(early), asks(late)), (Some(1), Some(2)));
    }
}
