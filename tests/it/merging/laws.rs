//! What holds whatever else is written, in whatever order: laws over any history there can be.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use stairwell::canvass::author::Role;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::{Entry, State};
use stairwell::canvass::id::{DoorId, HeadId, HouseholdId, Id, ResidentId};
use stairwell::canvass::policy::{MayStrike, policy};
use stairwell::canvass::register::{Reading, read};

use super::sets::any_arrival;
use super::*;

/// Safety facts: they stand until somebody who may strikes them by name.
const SAFETY: [Kind; 5] = [
    Kind::DO_NOT_KNOCK,
    Kind::MOVED,
    Kind::DECEASED,
    Kind::HIDDEN,
    Kind::CONSENT_WITHDRAWN,
];
/// A kind no version knows.
const UNKNOWN: Kind = Kind(9_999);
const TEN_YEARS: i64 = 315_576_000;

/// A volunteer of this stair whom nobody revokes and nobody else's log is below.
fn onlooker() -> Log {
    volunteer(50)
}

/// What one of these histories says of each dot: its log's author, and the event.
fn written(history: &[Written]) -> BTreeMap<Dot, (&Written, &Event)> {
    let runs = history.iter().flat_map(|run| {
        let numbered = (run.first..).zip(&run.events);
        numbered.map(move |(seq, event)| (Dot { log: run.log, seq }, (run, event)))
    });
    runs.collect()
}

/// Whether somebody who may, or the same log by a slip, struck what this dot names; or erased it.
fn may_be_gone(dot: Dot, target: (&Written, &Event), all: &[Written], state: &State) -> bool {
    let (of, event) = target;
    let rule = policy(event.kind).map(|policy| policy.may_strike);
    let struck = written(all).into_iter().any(|(striker, (by, strike))| {
        let organiser = by.author.role == Role::Organiser;
        let own = by.author.person == of.author.person;
        let slip = striker.log == dot.log && (0..=120).contains(&(strike.at - event.at));
        strike.over.contains(&dot)
            && by.author.stream == of.author.stream
            && strike.about == event.about
            && (striker.log != dot.log || striker.seq > dot.seq)
            && match rule {
                None | Some(MayStrike::Nobody) => false,
                Some(MayStrike::OwnPerson) => organiser || own,
                Some(MayStrike::Organiser) => organiser || slip,
                Some(MayStrike::Anyone) => true,
            }
    });
    let named = |id: &Id| state.is_erased(*id);
    let told = state.is_erased(ResidentId(dot));
    struck || event.about.iter().any(named) || told
}

/// When an organiser first said that they had an event, no earlier than their certificate: read from every visible
/// entry there is.
fn first_count(state: &State, dot: Dot) -> Option<i64> {
    let covers = |id: &Id| {
        let head = HeadId::try_from(*id);
        head.is_ok_and(|HeadId(head)| head.log == dot.log && head.seq >= dot.seq)
    };
    let counts = state.entries().filter_map(|(by, entry)| {
        let author = &state.log(by.log)?.author;
        let counts = entry.event.kind == Kind::COUNTED
            && author.role == Role::Organiser
            && entry.event.about.iter().any(covers);
        let claimed = entry.event.at.saturating_add(entry.offset.into());
        counts.then_some(claimed.max(author.issued))
    });
    counts.min()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whoever's strikes there are, from whichever stream, of each other or of what has not come.
    #[test]
    fn nothing_goes_but_by_a_strike_that_may((history, pieces) in any_arrival()) {
        let state = State::fold(&pieces);
        for (dot, target) in written(&history) {
            let (run, event) = target;
            let counted = state.log(dot.log).is_some_and(|log| dot.seq <= log.head);
            let board = run.author.stream == Stream::Board;
            let stands = stairwell::canvass::policy::may_stand(event.kind, run.author.stream)
                && (!board || run.author.role == Role::Organiser);
            if counted && stands && state.entry(dot).is_none() {
                prop_assert!(may_be_gone(dot, target, &history, &state), "{dot:?} {event:?}");
            }
        }
    }

    /// Of a household that no organiser has anything to say about.
    #[test]
    fn what_keeps_people_safe_stands_in_every_interleaving(
        (_, pieces) in any_arrival(),
        kind in prop::sample::select(SAFETY.to_vec()),
        at in any::<prop::sample::Index>(),
        hostile in prop::collection::vec((1..9u8, 0..400i64), 0..6),
    ) {
        let theirs: Id = HouseholdId::FirstOf(DoorId(onlooker().dot(77))).into();
        let fact = onlooker().writes(1, NOW, kind, &[theirs], &[], vec![0]);
        let mut runs = pieces;
        runs.insert(at.index(runs.len() + 1), fact);
        for (n, (role, later)) in (60..).zip(hostile) {
            let by = match role {
                1 => organiser(n).in_stream(other_stair()),
                2 => organiser(n).in_stream(Stream::Inner),
                3 => board(n),
                4 => log(n, Role::Trainer, stair()),
                5 => volunteer(n).same_person(&onlooker()),
                6 => volunteer(n).same_device(&onlooker()),
                7 => organiser(n),
                _ => volunteer(n),
            };
            // The organiser of the stair itself is wrong in what the strike is about.
            let about = if role == 7 { vec![theirs, facet()] } else { vec![theirs] };
            let over = by.says_at(NOW + later, 1, &strike(), &about, &[onlooker().dot(1)]);
            runs.insert(at.index(runs.len() + 1), over);
        }
        prop_assert!(State::fold(&runs).entry(onlooker().dot(1)).is_some());
        prop_assert!(one_by_one(&runs).entry(onlooker().dot(1)).is_some());
    }

    /// What a version does not know it keeps as it came, and goes on as if it were not there.
    #[test]
    fn what_is_not_known_is_kept_and_changes_nothing_else(
        (history, _) in any_arrival(),
        body in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let newer = volunteer(51);
        let unknown = newer.writes(1, NOW, UNKNOWN, &[household()], &[], body.clone());
        let without = State::fold(&history);
        let with = State::fold(&[history, vec![unknown]].concat());
        let others = |state: &State| -> Vec<(Dot, Entry)> {
            let entries = state.entries().filter(|(dot, _)| dot.log != newer.id);
            entries.map(|(dot, entry)| (dot, entry.clone())).collect()
        };
        prop_assert_eq!(others(&with), others(&without));
        let kept = with.entry(newer.dot(1)).map(|entry| &entry.event.body);
        // Unless somebody erased whom it is about.
        let gone = with.is_erased(household());
        prop_assert_eq!(kept, Some(&body).filter(|_| !gone));
    }

    /// Every log's clock another one, years ahead or behind: the same is visible, but for slips of the
    /// thumb, which go by the log's own times; so each log keeps its distances.
    #[test]
    fn a_clock_ten_years_off_changes_no_fact(
        (history, pieces) in any_arrival(),
        off in prop::collection::vec(-TEN_YEARS..=TEN_YEARS, 13),
    ) {
        let shifted = |runs: &[Written]| -> Vec<Written> {
            let mut runs = runs.to_vec();
            for run in &mut runs {
                let by = off[usize::from(run.log.0[0])];
                run.events.iter_mut().for_each(|event| event.at += by);
            }
            runs
        };
        let dots = |state: &State| -> BTreeSet<Dot> { state.entries().map(|(dot, _)| dot).collect() };
        let plain = State::fold(&history);
        let moved = State::fold(&shifted(&pieces));
        prop_assert_eq!(dots(&plain), dots(&moved));
        for about in [vec![household(), question()], vec![household()]] {
            let reading = |state| read(state, Kind::ANSWER, &about);
            prop_assert_eq!(reading(&plain), reading(&moved));
        }
        // Shown no earlier than its certificate, and no later than the first count.
        for (dot, entry) in moved.entries() {
            let claimed = entry.event.at.saturating_add(entry.offset.into());
            let issued = moved.log(dot.log).unwrap().author.issued;
            let shown = moved.happened_at(dot).unwrap();
            match first_count(&moved, dot) {
                Some(latest) if claimed.max(issued) > latest => prop_assert_eq!(shown, latest),
                _ => prop_assert_eq!(shown, claimed.max(issued)),
            }
        }
    }

    /// Two organisers who have seen the same, at once: one answer, or a disagreement that is shown.
    #[test]
    fn whatever_was_said_settling_it_leaves_what_was_settled(
        (_, pieces) in any_arrival(),
        values in (0..3u8, 0..3u8),
    ) {
        let of = |n: u8| [Value::Yes, Value::No, Value::WouldNotSay][usize::from(n)].clone();
        let about = [household(), question()];
        // With the door, it is known whose stair this is, and what is written elsewhere is not read.
        let door = Fact::Door {
            label: "Flat 1".into(),
            floor: None,
            order: 0,
            uprn: None,
        };
        let mut runs = pieces;
        runs.push(organiser(91).says(1, &door, &[], &[]));
        let seen = read(&State::fold(&runs), Kind::ANSWER, &about).dots();
        let (one, two) = (organiser(52), organiser(53));
        runs.push(one.says(1, &answer(of(values.0)), &about, &seen));
        runs.push(two.says(1, &answer(of(values.1)), &about, &seen));
        let state = State::fold(&runs);
        let reading = read(&state, Kind::ANSWER, &about);
        if about.iter().any(|id| state.is_erased(*id)) {
            prop_assert_eq!(reading, Reading::Empty);
        } else if values.0 == values.1 {
            prop_assert_eq!(reading, Reading::Agreed(of(values.0), vec![one.dot(1), two.dot(1)]));
        } else {
            prop_assert!(matches!(reading, Reading::Disagreement(..)));
            prop_assert_eq!(reading.dots(), [one.dot(1), two.dot(1)]);
        }
    }
}
