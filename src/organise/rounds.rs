//! Rounds: what was said on another evening is history, not disagreement.
//!
//! Two phones that knock at one door on the same evening and hear different things disagree, and
//! somebody has to say which stands. Where the second came on a later evening nobody was wrong: its
//! answer is what the household says now, and what was said before is told as history. (Where the
//! second phone knew of the first answer it wrote over it, and only one is there at all.)
//!
//! This is a way to read: the register holds every version until somebody writes over them. Which evening it was
//! goes by the time shown ([`State::happened_at`]), never by a bare clock (docs/protocol.md, "Rounds").

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::report::door_of;
use crate::canvass::dot::Dot;
use crate::canvass::estate::{self, Attempt};
use crate::canvass::event::{Event, Kind};
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::register::Versions;
use crate::canvass::shown::Shown;
use crate::canvass::walk::Tonight;

/// Seconds from one evening's beginning to the next one's.
const NIGHT: i64 = 24 * 3600;

/// A register's versions, by round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rounds {
    /// Those of the newest round: several are a disagreement.
    pub newest: Versions,
    /// Those of earlier rounds.
    pub before: Versions,
}

/// Who stood at a door, and when (seconds since 1970).
pub type Visit<'a> = (Cow<'a, str>, i64);

/// Which evening a time falls on, counted from tonight: −1 is last night.
pub fn evening(at: i64, tonight: Tonight) -> i64 {
    at.saturating_sub(tonight.since).div_euclid(NIGHT)
}

/// Who stood at the door to hear what an event says, and when (seconds since 1970): by their knock
/// before it, which may have been entered from paper days later, or on another's phone; else whoever
/// recorded the event, then. At a knock to which nobody came nothing was heard, and an answer at none
/// but a conversation: who refused later took nothing back.
pub fn visit_of(state: &State, dot: Dot) -> Visit<'_> {
    let recorded = || {
        let at = state.happened_at(dot).unwrap_or(0);
        (Cow::Borrowed(estate::written_by(state, dot)), at)
    };
    let Some(event) = state.entry(dot).map(|entry| &entry.event) else {
        return recorded();
    };
    let Some(door) = door_of(state, &event.about) else {
        return recorded();
    };
    let could_hear = |outcome| could_hear(event.kind, outcome);
    estate::knocked_before(state, door, dot, could_hear).unwrap_or_else(recorded)
}

fn could_hear(kind: Kind, outcome: Outcome) -> bool {
    match kind {
        Kind::ANSWER => outcome.heard(),
        _ => outcome.reached(),
    }
}

/// What registers are written by.
const WRITES: [Kind; 2] = [Kind::ANSWER, Kind::PLAIN_FACT];

/// The same of every visible write of a register, for who goes through all of them: each log is read once, and no knock
/// is looked for.
pub fn all_visits(state: &State) -> BTreeMap<Dot, Visit<'_>> {
    let (mut shown, mut log) = (Shown::of(state), None);
    // The last knock at each door, in the log so far, at which such a write's words could be heard.
    let mut knocked: BTreeMap<(Kind, DoorId), Visit<'_>> = BTreeMap::new();
    let mut visits = Vec::new();
    for (dot, entry) in state.entries() {
        let Event { kind, about, .. } = &entry.event;
        if log.replace(dot.log) != Some(dot.log) {
            knocked.clear();
        }
        if *kind == Kind::KNOCK && state.is_at_home(dot) {
            let attempt = Attempt::read(entry);
            let outcome = attempt.as_ref().map(|attempt| attempt.outcome);
            let visit = attempt.and_then(|attempt| attempt.visit(&mut shown, dot, entry));
            let (Some(outcome), Some(visit)) = (outcome, visit) else {
                continue;
            };
            let doors = about.iter().filter_map(|id| DoorId::try_from(*id).ok());
            for door in doors {
                let heard = WRITES.iter().filter(|kind| could_hear(**kind, outcome));
                knocked.extend(heard.map(|kind| ((*kind, door), visit.clone())));
            }
        } else if WRITES.contains(kind) {
            let door = door_of(state, about);
            let heard = door.and_then(|door| knocked.get(&(*kind, door)).cloned());
            let recorded = |shown: &mut Shown<'_>| shown.happened_at(dot, entry).unwrap_or(0);
            let visit = heard.unwrap_or_else(|| {
                let at = recorded(&mut shown);
                (Cow::Borrowed(shown.by(dot)), at)
            });
            visits.push((dot, visit));
        }
    }
    visits.into_iter().collect()
}

/// When somebody stood at the door to hear what an event says: see [`visit_of`].
pub fn visited_at(state: &State, dot: Dot) -> i64 {
    visit_of(state, dot).1
}

/// Parts the versions of a register by round.
pub fn rounds(state: &State, versions: &Versions, tonight: Tonight) -> Rounds {
    by_round(versions, |dot| evening(visited_at(state, dot), tonight))
}

/// The same, where who heard each and when was read before.
pub fn rounds_of(
    visits: &BTreeMap<Dot, Visit<'_>>,
    versions: &Versions,
    tonight: Tonight,
) -> Rounds {
    let at = |dot| visits.get(&dot).map_or(0, |(_, at)| *at);
    by_round(versions, |dot| evening(at(dot), tonight))
}

fn by_round(versions: &Versions, evening: impl Fn(Dot) -> i64) -> Rounds {
    // Once each: whoever asks looks for the knock before it.
    let evenings: Vec<Vec<i64>> = versions
        .iter()
        .map(|(_, dots)| dots.iter().map(|dot| evening(*dot)).collect())
        .collect();
    let Some(newest) = evenings.iter().flatten().copied().max() else {
        return Rounds::default();
    };
    let part = |now: bool| {
        let mut kept = Versions::new();
        for ((value, dots), evenings) in versions.iter().zip(&evenings) {
            let dots = dots.iter().zip(evenings);
            let dots = dots.filter(|(_, evening)| (**evening == newest) == now);
            let dots: Vec<Dot> = dots.map(|(dot, _)| *dot).collect();
            if !dots.is_empty() {
                kept.push((value.clone(), dots));
            }
        }
        kept
    };
    Rounds {
        newest: part(true),
        before: part(false),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::dot::LogId;
    use crate::canvass::fact::{Fact, Value};
    use crate::canvass::id::{Facet, HeadId, QuestionId};
    use crate::organise::small::Small;

    const TONIGHT: Tonight = Tonight {
        now: 1_795_579_200,
        since: 1_795_579_200,
        today: 20_782,
        evening: 20_782,
    };

    #[test]
    fn an_evening_turns_over_where_tonight_began() {
        for (hours, expected) in [
            (0, 0),
            (23, 0),
            (24, 1),
            (-1, -1),
            (-24, -1),
            (-25, -2),
            (-48, -2),
        ] {
            let at = TONIGHT.since + hours * 3600;
            assert_eq!(evening(at, TONIGHT), expected, "{hours} h");
        }
        assert!(evening(i64::MIN, TONIGHT) < evening(i64::MAX, TONIGHT));
    }

    fn dot(seq: u64) -> Dot {
        Dot {
            log: LogId([1; 8]),
            seq,
        }
    }

    #[test]
    fn only_what_differs_on_the_newest_evening_is_a_disagreement() {
        let versions = vec![
            (Value::Yes, vec![dot(1), dot(3)]),
            (Value::No, vec![dot(2)]),
        ];
        // Which evening each of the three was heard; how many versions stand in the newest round.
        for (evenings, now, before) in [
            ([0, 0, 0], 2, 0),
            ([-1, 0, -1], 1, 1),
            ([0, -1, 0], 1, 1),
            ([-1, 0, 0], 2, 1),
            ([-2, -2, -1], 1, 2),
        ] {
            let rounds = by_round(&versions, |dot| evenings[dot.seq as usize - 1]);
            assert_eq!(
                (rounds.newest.len(), rounds.before.len()),
                (now, before),
                "{evenings:?}"
            );
        }
        assert_eq!(by_round(&Versions::new(), |_| 0), Rounds::default());
    }

    /// What somebody says at a door, from the first stair of two with two doors each: at a door of the other it is said
    /// where it does not belong.
    fn said(small: &mut Small, by: u8, place: usize, what: usize) -> Dot {
        let (door, home) = (small.door(place), small.household(place));
        let later = small.now - 7_200;
        let knock = |outcome, by: Option<&str>, when| {
            let by = by.map(str::to_string);
            (Fact::Knock { outcome, by, when }, vec![door.into()])
        };
        let value = Value::Yes;
        let (fact, about) = match what {
            0 => knock(Outcome::Spoke, None, None),
            1 => knock(Outcome::NotHome, None, None),
            2 => knock(Outcome::Refused, None, None),
            3 => knock(Outcome::Spoke, Some("Carys"), Some(later)),
            4 => {
                let question = QuestionId(dot(1)).into();
                (
                    Fact::Answer { value, script: 1 },
                    vec![home.into(), question],
                )
            }
            _ => (
                Fact::PlainFact { value },
                vec![home.into(), Facet::LANGUAGE.into()],
            ),
        };
        small.say(by, Role::Volunteer, 0, fact, about)
    }

    proptest! {
        /// What goes through all of them tells the same of each as what looks for one.
        #[test]
        fn visits_and_knocks_that_are_read_at_once_are_those_that_are_read_one_by_one(
            all in prop::collection::vec((3_u8..6, 0_usize..4, 0_usize..7, -3_600_i64..90_000), 0..40),
        ) {
            let mut small = Small::new(2);
            let mut last = None;
            for (by, place, what, later) in all {
                small.now += later;
                // An organiser counts it, and by then it has happened.
                if let (6, Some(dot)) = (what, last) {
                    let fact = Fact::Counted { hashes: vec![[0; 32]] };
                    small.say(2, Role::Organiser, 0, fact, vec![HeadId(dot).into()]);
                } else {
                    last = Some(said(&mut small, by, place, what));
                }
            }
            let state = small.state();
            let (visits, mut shown) = (all_visits(&state), Shown::of(&state));
            for (dot, entry) in state.entries() {
                prop_assert_eq!(shown.happened_at(dot, entry), state.happened_at(dot));
                if WRITES.contains(&entry.event.kind) {
                    prop_assert_eq!(visits.get(&dot), Some(&visit_of(&state, dot)));
                }
            }
            let knocks = estate::all_knocks(&state);
            for door in (0..4).map(|place| small.door(place)) {
                let here = knocks.get(&door).cloned().unwrap_or_default();
                prop_assert_eq!(here, estate::knocks(&state, door));
            }
        }

        /// Nothing is lost, nothing told twice, and every round but the newest is history.
        #[test]
        fn rounds_part_the_writes(heard in prop::collection::vec((0_u8..3, -3_i64..1), 1..12)) {
            let mut versions = Versions::new();
            for value in 0..3 {
                let dots: Vec<Dot> = (1..)
                    .zip(&heard)
                    .filter(|(_, (said, _))| *said == value)
                    .map(|(seq, _)| dot(seq))
                    .collect();
                if !dots.is_empty() {
                    versions.push((Value::Scale(value), dots));
                }
            }
            let evening = |dot: Dot| heard[dot.seq as usize - 1].1;
            let rounds = by_round(&versions, evening);
            let dots = |versions: &Versions| -> Vec<Dot> {
                versions.iter().flat_map(|(_, dots)| dots.clone()).collect()
            };
            let (now, before) = (dots(&rounds.newest), dots(&rounds.before));
            let all: BTreeSet<Dot> = now.iter().chain(&before).copied().collect();
            prop_assert_eq!(all.len(), heard.len());
            prop_assert_eq!(now.len() + before.len(), heard.len());
            let newest = heard.iter().map(|(_, evening)| *evening).max().unwrap_or(0);
            prop_assert!(now.iter().all(|dot| evening(*dot) == newest));
            prop_assert!(before.iter().all(|dot| evening(*dot) < newest));
        }
    }
}
