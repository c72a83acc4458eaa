//! What a household has agreed to, one register a purpose ([`Facet`]). Saying no after a yes takes
//! consent back: that stands until an organiser lifts it, whatever is written beside it.

use super::draft::{self, Draft};
use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;
use super::id::{Facet, HouseholdId};
use super::register::{self, Reading};
use super::stream::Stream;

/// Where a household stands on one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consent {
    /// Nobody has asked, or what was said was struck out.
    NotAsked,
    /// They agreed.
    Given,
    /// They did not agree.
    Refused,
    /// They agreed, and took it back.
    Withdrawn,
    /// Two phones heard different things: no consent until it is settled.
    Disagreement,
}

/// What a household has said about one purpose.
pub fn consent(state: &State, household: HouseholdId, purpose: Facet) -> Consent {
    let about = [household.into(), purpose.into()];
    let withdrawn = state.naming(household).any(|(_, entry)| {
        entry.event.kind == Kind::CONSENT_WITHDRAWN && entry.event.about == about
    });
    if withdrawn {
        return Consent::Withdrawn;
    }
    match register::read(state, Kind::PLAIN_FACT, &about) {
        Reading::Empty => Consent::NotAsked,
        Reading::Agreed(Value::Yes, _) => Consent::Given,
        Reading::Agreed(..) => Consent::Refused,
        Reading::Disagreement(_) => Consent::Disagreement,
    }
}

/// What to record when a household says yes or no. A no to what was agreed, or may have been,
/// takes it back.
pub fn said(
    state: &State,
    stream: Stream,
    household: HouseholdId,
    purpose: Facet,
    yes: bool,
) -> Vec<Draft> {
    let value = if yes { Value::Yes } else { Value::No };
    let mut drafts = vec![draft::plain_fact(
        state,
        stream,
        household.into(),
        purpose,
        value,
    )];
    let before = consent(state, household, purpose);
    if !yes && matches!(before, Consent::Given | Consent::Disagreement) {
        let about = vec![household.into(), purpose.into()];
        drafts.push(Draft::new(stream, Fact::ConsentWithdrawn {}, about));
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::author::{Author, CertificateId, PersonId, Role};
    use super::super::dot::{Dot, LogId};
    use super::super::fold::Written;
    use super::super::id::{DoorId, StairId};
    use super::*;

    const PURPOSE: Facet = Facet::CONTACT_CONSENT;

    fn dot(log: u8, seq: u64) -> Dot {
        Dot {
            log: LogId([log; 8]),
            seq,
        }
    }

    fn stream() -> Stream {
        Stream::Stair(StairId(dot(1, 2)))
    }

    fn household() -> HouseholdId {
        HouseholdId::FirstOf(DoorId(dot(1, 3)))
    }

    /// What some phones wrote, each knowing only its own.
    fn state(phones: &[(u8, Role, &[Draft])]) -> State {
        let runs: Vec<Written> = phones
            .iter()
            .map(|(by, role, drafts)| Written {
                log: LogId([*by; 8]),
                author: Author {
                    device: CertificateId([*by; 32]),
                    line: Vec::new(),
                    person: PersonId([*by; 16]),
                    role: *role,
                    issued: 0,
                    appointed: 0,
                    stream: stream(),
                },
                first: 1,
                offset: 0,
                // Farther apart than a slip of the thumb.
                events: (1..)
                    .zip(*drafts)
                    .map(|(n, draft)| draft.at(n * 1_000))
                    .collect(),
            })
            .collect();
        State::fold(&runs)
    }

    /// One phone on which these are said one after the other.
    fn one_phone(answers: &[bool]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for yes in answers {
            let so_far = state(&[(2, Role::Volunteer, &drafts)]);
            drafts.extend(said(&so_far, stream(), household(), PURPOSE, *yes));
        }
        drafts
    }

    #[test]
    fn what_was_said_decides_and_taking_it_back_stands() {
        for (answers, expected) in [
            (&[][..], Consent::NotAsked),
            (&[true], Consent::Given),
            (&[false], Consent::Refused),
            (&[false, true], Consent::Given),
            (&[true, false], Consent::Withdrawn),
            (&[true, false, true], Consent::Withdrawn),
        ] {
            let drafts = one_phone(answers);
            let state = state(&[(2, Role::Volunteer, &drafts)]);
            assert_eq!(
                consent(&state, household(), PURPOSE),
                expected,
                "{answers:?}"
            );
            let other = Facet(PURPOSE.0 + 1_000);
            assert_eq!(consent(&state, household(), other), Consent::NotAsked);
        }
    }

    #[test]
    fn two_phones_that_heard_different_things_are_no_consent_and_a_no_settles_it() {
        let (yes, no) = (one_phone(&[true]), one_phone(&[false]));
        let both = state(&[(2, Role::Volunteer, &yes), (3, Role::Volunteer, &no)]);
        assert_eq!(consent(&both, household(), PURPOSE), Consent::Disagreement);
        let again = said(&both, stream(), household(), PURPOSE, false);
        let settled = state(&[
            (2, Role::Volunteer, &yes),
            (3, Role::Volunteer, &no),
            (4, Role::Volunteer, &again),
        ]);
        assert_eq!(consent(&settled, household(), PURPOSE), Consent::Withdrawn);
        let yes_after_all = said(&both, stream(), household(), PURPOSE, true);
        let settled = state(&[
            (2, Role::Volunteer, &yes),
            (3, Role::Volunteer, &no),
            (4, Role::Volunteer, &yes_after_all),
        ]);
        assert_eq!(consent(&settled, household(), PURPOSE), Consent::Given);
    }

    #[test]
    fn only_an_organiser_lifts_what_was_taken_back() {
        let taken_back = one_phone(&[true, false]);
        let before = state(&[(2, Role::Volunteer, &taken_back)]);
        let lift = draft::strike(&before, stream(), &[dot(2, 3)]).unwrap();
        for (role, expected) in [
            (Role::Volunteer, Consent::Withdrawn),
            (Role::Organiser, Consent::Refused),
        ] {
            let lifted = [lift.clone()];
            let state = state(&[(2, Role::Volunteer, &taken_back), (3, role, &lifted)]);
            assert_eq!(consent(&state, household(), PURPOSE), expected, "{role:?}");
        }
    }
}
