//! Settling a disagreement: a write over every version there is.

use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;

use super::report::DisagreementRow;

/// The write that says one version stands. `None` where the register is no longer there to be
/// written: its door, its household or all its versions are gone.
pub fn settle(state: &State, row: &DisagreementRow, value: Value) -> Option<Draft> {
    let stair = estate::stair_of(state, row.door?)?;
    let dots: Vec<_> = row
        .versions
        .iter()
        .flat_map(|version| version.dots.clone())
        .collect();
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
    use crate::organise::report::Report;

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
        let rows = Report::read(&state, &[], 0).disagreements;
        assert_eq!(rows.len(), 1);
        let draft = settle(&state, &rows[0], Value::No).unwrap();
        assert_eq!(draft.over.len(), 2);
        runs.push(written(5, Role::Organiser, &[draft]));
        let state = State::fold(&runs);
        assert_eq!(Report::read(&state, &[], 0).disagreements, vec![]);
        let reading = register::read(&state, Kind::ANSWER, &about);
        assert_eq!(
            reading,
            register::Reading::Agreed(Value::No, vec![dot(5, 1)])
        );
    }
}
