//! One phone for two who knock: who of them it is, as the phone's own knocks tell it. So a phone
//! that is opened again in the middle of an evening goes on with the right name.

use std::collections::BTreeSet;

use super::dot::LogId;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;

/// Who knocks besides this phone's owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Second {
    /// Their name.
    pub name: String,
    /// It is they who knock now.
    pub knocks: bool,
}

/// The second one on the phone of these logs since a time by its own clock (seconds since 1970), if
/// there is one: whoever knocked last under a name of their own. What was typed in from paper tells
/// nothing of it.
pub fn second(state: &State, own: &BTreeSet<LogId>, since: i64) -> Option<Second> {
    let knocks = state.of_kind(Kind::KNOCK).filter_map(|(dot, entry)| {
        // As the phone's own clock had it, like the time it is held against.
        let at = entry.event.at;
        if !own.contains(&dot.log) || at < since {
            return None;
        }
        match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
            Fact::Knock { by, when: None, .. } => Some((at, dot, by)),
            _ => None,
        }
    });
    let mut last = None;
    let mut named = None;
    for (at, dot, by) in knocks {
        let place = Some((at, dot));
        if last.as_ref().map(|(place, _)| *place) < place {
            last = Some(((at, dot), by.is_some()));
        }
        if let Some(name) = by
            && named.as_ref().map(|(place, _)| *place) < place
        {
            named = Some(((at, dot), name));
        }
    }
    let (_, knocks) = last?;
    let (_, name) = named?;
    Some(Second { name, knocks })
}

#[cfg(test)]
mod tests {
    use super::super::author::{Author, CertificateId, PersonId, Role};
    use super::super::dot::Dot;
    use super::super::draft::{self, Draft, Visit};
    use super::super::fact::Outcome;
    use super::super::fold::Written;
    use super::super::id::{DoorId, HouseholdId, StairId};
    use super::super::stream::Stream;
    use super::*;

    /// The phone's own logs: another one of the same person is not among them.
    fn own(log: u8) -> BTreeSet<LogId> {
        [LogId([log; 8])].into()
    }

    /// A phone's knocks: when, by whom, and the time that was given.
    fn state(knocks: &[(i64, Option<&str>, Option<i64>)]) -> State {
        let dot = Dot {
            log: LogId([1; 8]),
            seq: 3,
        };
        let (stream, door) = (Stream::Stair(StairId(dot)), DoorId(dot));
        let household = HouseholdId::FirstOf(door);
        let event = |(at, by, when): &(i64, Option<&str>, Option<i64>)| {
            let by = by.map(String::from);
            let visit = Visit { by, when: *when };
            let drafts = draft::knock_of(visit, stream, door, household, Outcome::NotHome);
            drafts.iter().map(|draft: &Draft| draft.at(*at)).next()
        };
        State::fold(&[Written {
            log: LogId([2; 8]),
            author: Author {
                device: CertificateId([2; 32]),
                line: Vec::new(),
                person: PersonId([2; 16]),
                role: Role::Volunteer,
                issued: 0,
                appointed: 0,
                stream,
            },
            first: 1,
            // Its clock is ten minutes behind: shown, each knock is so much later.
            offset: 600,
            events: knocks.iter().filter_map(event).collect(),
        }])
    }

    #[test]
    fn who_knocks_now_is_who_knocked_last_and_another_evening_does_not_count() {
        let beth = Some("Beth");
        let told = |name: &str, knocks| {
            let name = name.into();
            Some(Second { name, knocks })
        };
        for (knocks, expected) in [
            (vec![], None),
            (vec![(100, None, None)], None),
            (vec![(100, beth, None)], told("Beth", true)),
            (
                vec![(100, beth, None), (110, None, None)],
                told("Beth", false),
            ),
            (
                vec![
                    (90, None, None),
                    (100, Some("Cai"), None),
                    (120, beth, None),
                ],
                told("Beth", true),
            ),
            (vec![(40, beth, None), (110, None, None)], None),
            (vec![(100, beth, Some(60)), (110, None, None)], None),
        ] {
            assert_eq!(second(&state(&knocks), &own(2), 50), expected, "{knocks:?}");
        }
        let another = second(&state(&[(100, beth, None)]), &own(9), 50);
        assert_eq!(another, None, "knocked with another phone of theirs");
    }
}
