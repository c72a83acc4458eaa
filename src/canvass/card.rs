//! The privacy card at a door: that it was shown, and when.

use super::draft::Draft;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::HouseholdId;
use super::stream::Stream;

/// When the card was last shown to a household: seconds since 1970. `None` where nobody has said so.
pub fn shown_at(state: &State, household: HouseholdId) -> Option<i64> {
    state
        .naming_as(Kind::CARD_SHOWN, household)
        .filter_map(|(dot, _)| state.happened_at(dot))
        .max()
}

/// That it is shown now, in a language; `None` where that is said already since a time (seconds since
/// 1970): looked at twice on one evening, it was shown.
pub fn shown(
    state: &State,
    stream: Stream,
    household: HouseholdId,
    language: &str,
    since: i64,
) -> Option<Draft> {
    if shown_at(state, household).is_some_and(|at| at >= since) {
        return None;
    }
    let language = language.to_string();
    let fact = Fact::CardShown { language };
    Some(Draft::new(stream, fact, vec![household.into()]))
}

#[cfg(test)]
mod tests {
    use super::super::author::{Author, CertificateId, PersonId, Role};
    use super::super::dot::{Dot, LogId};
    use super::super::fold::Written;
    use super::super::id::{DoorId, StairId};
    use super::*;

    fn dot(seq: u64) -> Dot {
        let log = LogId([1; 8]);
        Dot { log, seq }
    }

    #[test]
    fn a_card_is_said_to_be_shown_once_an_evening_and_to_one_household() {
        let stream = Stream::Stair(StairId(dot(1)));
        let here = HouseholdId::FirstOf(DoorId(dot(8)));
        let (evening, next) = (1_000, 90_000);
        let draft = shown(&State::default(), stream, here, "cy", evening).unwrap();
        let state = State::fold(&[Written {
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
            offset: 0,
            events: vec![draft.at(2_000)],
        }]);
        assert_eq!(shown_at(&state, here), Some(2_000));
        assert_eq!(shown(&state, stream, here, "en", evening), None);
        assert!(shown(&state, stream, here, "en", next).is_some());
        let beside = HouseholdId::FirstOf(DoorId(dot(9)));
        assert_eq!(shown_at(&state, beside), None);
        assert!(shown(&state, stream, beside, "en", evening).is_some());
    }
}
