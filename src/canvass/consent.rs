//! What a household has agreed to, one register a purpose ([`Facet`]). A no stands until an organiser
//! lifts it, whatever is written beside it: a yes that goes over it days later would leave no trace.

use super::dot::{Dot, LogId};
use super::draft::{self, Draft};
use super::estate;
use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;
use super::id::{Facet, HouseholdId, Id};
use super::policy::SLIP_SECONDS;
use super::register::{self, Reading};
use super::stream::Stream;

/// Where a household stands on one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consent {
    /// Nobody has asked, or what was said was struck out.
    NotAsked,
    /// They agreed.
    Given,
    /// They did not agree, and may be asked again.
    Refused,
    /// They said no, or took their yes back: only an organiser lifts it.
    Withdrawn,
    /// Two phones heard different things: no consent until it is settled.
    Disagreement,
}

/// Whose phone something is said to, and when: what a slip of the thumb is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hearer {
    /// The log that this phone writes in the household's stair; `None` where it is to be opened.
    pub log: Option<LogId>,
    /// By this phone's own clock: seconds since 1970.
    pub now: i64,
}

/// What a household has said about one purpose. Of [twins](estate::twins) the one that did not agree
/// speaks for both.
pub fn consent(state: &State, household: HouseholdId, purpose: Facet) -> Consent {
    if withdrawals(state, household, purpose).next().is_some() {
        return Consent::Withdrawn;
    }
    let said = |household: HouseholdId| said_by(state, household, purpose);
    let own = said(household);
    let mut twins = estate::twins(state, household).skip(1).map(said);
    let against = twins.any(|twin| matches!(twin, Consent::Refused | Consent::Disagreement));
    match (own, against) {
        (Consent::Given, true) => Consent::Disagreement,
        (Consent::NotAsked, true) => Consent::Refused,
        (own, _) => own,
    }
}

/// What one household's register says.
fn said_by(state: &State, household: HouseholdId, purpose: Facet) -> Consent {
    let about = [household.into(), purpose.into()];
    match register::read(state, Kind::PLAIN_FACT, &about) {
        Reading::Empty => Consent::NotAsked,
        Reading::Agreed(Value::Yes, _) => Consent::Given,
        Reading::Agreed(..) => Consent::Refused,
        Reading::Disagreement(_) => Consent::Disagreement,
    }
}

/// What takes consent back and stands; what names no purpose takes back every one.
fn withdrawals(
    state: &State,
    household: HouseholdId,
    purpose: Facet,
) -> impl Iterator<Item = Dot> + '_ {
    let meant = move |about: &[Id]| {
        let mut facets = about.iter().filter_map(|id| match id {
            Id::Numbered(_, number) => Some(*number),
            Id::Named(..) => None,
        });
        facets.next().is_none_or(|facet| facet == purpose.0)
    };
    estate::twins(state, household)
        .flat_map(|household| state.naming_as(Kind::CONSENT_WITHDRAWN, household))
        .filter(move |(_, entry)| meant(&entry.event.about))
        .map(|(dot, _)| dot)
}

/// Whether a yes would be one: not where a no stands that is no slip of this phone's.
pub fn may_agree(state: &State, hearer: Hearer, household: HouseholdId, purpose: Facet) -> bool {
    withdrawals(state, household, purpose).all(|dot| is_slip(state, hearer, dot))
}

/// What this phone took back by a slip: struck together with the no that came with it.
pub fn slips(state: &State, hearer: Hearer, household: HouseholdId, purpose: Facet) -> Vec<Dot> {
    withdrawals(state, household, purpose)
        .filter(|dot| is_slip(state, hearer, *dot))
        .collect()
}

fn is_slip(state: &State, hearer: Hearer, dot: Dot) -> bool {
    let since = state
        .entry(dot)
        .map(|entry| hearer.now.saturating_sub(entry.event.at));
    hearer.log == Some(dot.log) && since.is_some_and(|since| (0..=SLIP_SECONDS).contains(&since))
}

/// What to record when a household says yes or no. A no stands against every later yes; one that was
/// a slip is struck by the yes that follows it at once. Nothing, where a no stands against a yes.
pub fn said(
    state: &State,
    hearer: Hearer,
    stream: Stream,
    household: HouseholdId,
    purpose: Facet,
    yes: bool,
) -> Vec<Draft> {
    if yes && !may_agree(state, hearer, household, purpose) {
        return Vec::new();
    }
    let value = || if yes { Value::Yes } else { Value::No };
    // A twin that was asked is answered for as well, or the two would disagree for ever.
    let asked = estate::twins(state, household)
        .filter(|it| *it == household || said_by(state, *it, purpose) != Consent::NotAsked);
    let mut drafts: Vec<Draft> = asked
        .map(|it| draft::plain_fact(state, stream, it.into(), purpose, value()))
        .collect();
    let mut standing = withdrawals(state, household, purpose).peekable();
    if yes {
        drafts.extend(standing.filter_map(|dot| draft::strike(state, stream, &[dot])));
    } else if standing.peek().is_none() {
        let about = vec![household.into(), purpose.into()];
        drafts.push(Draft::new(stream, Fact::ConsentWithdrawn {}, about));
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::author::{Author, CertificateId, PersonId, Role};
    use super::super::event::Event;
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
            .map(|(by, role, drafts)| {
                // Farther apart than a slip of the thumb.
                let events = (1..).zip(*drafts).map(|(n, draft)| draft.at(n * 1_000));
                written(*by, *role, events.collect())
            })
            .collect();
        State::fold(&runs)
    }

    fn written(by: u8, role: Role, events: Vec<Event>) -> Written {
        Written {
            log: LogId([by; 8]),
            author: Author {
                device: CertificateId([by; 32]),
                line: Vec::new(),
                person: PersonId([by; 16]),
                role,
                issued: 0,
                appointed: 0,
                stream: stream(),
            },
            first: 1,
            offset: 0,
            events,
        }
    }

    /// The phone of this log, when it has recorded so many drafts, so much later than the last.
    fn hearer(log: u8, drafts: usize, later: i64) -> Hearer {
        Hearer {
            log: Some(LogId([log; 8])),
            now: drafts as i64 * 1_000 + later,
        }
    }

    /// One phone on which these are said one after the other.
    fn one_phone(answers: &[bool]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for yes in answers {
            let so_far = state(&[(2, Role::Volunteer, &drafts)]);
            let hearer = hearer(2, drafts.len(), 1_000);
            drafts.extend(said(&so_far, hearer, stream(), household(), PURPOSE, *yes));
        }
        drafts
    }

    #[test]
    fn what_was_said_decides_and_a_no_stands() {
        for (answers, expected) in [
            (&[][..], Consent::NotAsked),
            (&[true], Consent::Given),
            (&[false], Consent::Withdrawn),
            (&[false, true], Consent::Withdrawn),
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
    fn a_no_is_taken_back_by_the_yes_of_the_same_phone_within_two_minutes_and_by_no_other() {
        let no = one_phone(&[false]);
        let before = state(&[(2, Role::Volunteer, &no)]);
        for (log, later, expected) in [
            (2, SLIP_SECONDS, Consent::Given),
            (2, SLIP_SECONDS + 1, Consent::Withdrawn),
            (3, 1, Consent::Withdrawn),
        ] {
            let hearer = hearer(log, no.len(), later);
            let yes = said(&before, hearer, stream(), household(), PURPOSE, true);
            let may = may_agree(&before, hearer, household(), PURPOSE);
            assert_eq!(may, expected == Consent::Given, "{log} {later}");
            let mut events: Vec<_> = (1..).zip(&no).map(|(n, it)| it.at(n * 1_000)).collect();
            events.extend(yes.iter().map(|draft| draft.at(hearer.now)));
            let after = State::fold(&[written(2, Role::Volunteer, events)]);
            assert_eq!(
                consent(&after, household(), PURPOSE),
                expected,
                "{log} {later}"
            );
        }
    }

    #[test]
    fn two_phones_that_heard_different_things_are_no_consent_until_it_is_lifted() {
        let (yes, no) = (one_phone(&[true]), one_phone(&[false]));
        let both = state(&[(2, Role::Volunteer, &yes), (3, Role::Volunteer, &no)]);
        assert_eq!(consent(&both, household(), PURPOSE), Consent::Withdrawn);
        let lift = [draft::strike(&both, stream(), &[dot(3, 2)]).unwrap()];
        let lifted = [
            (2, Role::Volunteer, &yes[..]),
            (3, Role::Volunteer, &no),
            (4, Role::Organiser, &lift),
        ];
        let asked_again = state(&lifted);
        let heard = consent(&asked_again, household(), PURPOSE);
        assert_eq!(heard, Consent::Disagreement);
        for (answer, expected) in [(true, Consent::Given), (false, Consent::Withdrawn)] {
            let hearer = hearer(5, 9, 0);
            let again = said(&asked_again, hearer, stream(), household(), PURPOSE, answer);
            let [a, b, c] = lifted;
            let settled = state(&[a, b, c, (5, Role::Volunteer, &again)]);
            assert_eq!(consent(&settled, household(), PURPOSE), expected);
        }
    }

    #[test]
    fn what_was_taken_back_without_saying_what_counts_for_every_purpose() {
        let mut drafts = one_phone(&[true]);
        let fact = Fact::ConsentWithdrawn {};
        drafts.push(Draft::new(stream(), fact, vec![household().into()]));
        let state = state(&[(2, Role::Volunteer, &drafts)]);
        assert_eq!(consent(&state, household(), PURPOSE), Consent::Withdrawn);
    }

    #[test]
    fn of_twins_the_one_that_did_not_agree_speaks_for_both() {
        let moved = Draft::new(stream(), Fact::Moved {}, vec![household().into()]);
        let twins = [2, 3].map(|log| HouseholdId::Since(dot(log, 1)));
        let fact = |household: HouseholdId, value: Value| {
            let about = vec![household.into(), PURPOSE.into()];
            Draft::new(stream(), Fact::PlainFact { value }, about)
        };
        let yes = [moved.clone(), fact(twins[0], Value::Yes)];
        let refused = [moved.clone(), fact(twins[1], Value::No)];
        let withdrawn = [
            moved.clone(),
            Draft::new(
                stream(),
                Fact::ConsentWithdrawn {},
                vec![twins[1].into(), PURPOSE.into()],
            ),
        ];
        for (other, expected) in [
            (&[moved][..], [Consent::Given, Consent::NotAsked]),
            (&refused, [Consent::Disagreement, Consent::Refused]),
            (&withdrawn, [Consent::Withdrawn, Consent::Withdrawn]),
        ] {
            let phones = [(2, Role::Volunteer, &yes[..]), (3, Role::Volunteer, other)];
            let both = state(&phones);
            assert_eq!(twins.map(|it| consent(&both, it, PURPOSE)), expected);
        }
        // Asked again, they answer for both.
        let [a, b] = [
            (2, Role::Volunteer, &yes[..]),
            (3, Role::Volunteer, &refused),
        ];
        let again = said(
            &state(&[a, b]),
            hearer(4, 9, 0),
            stream(),
            twins[0],
            PURPOSE,
            true,
        );
        let settled = state(&[a, b, (4, Role::Volunteer, &again)]);
        let stands = twins.map(|it| consent(&settled, it, PURPOSE));
        assert_eq!(stands, [Consent::Given; 2]);
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
