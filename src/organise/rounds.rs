//! Rounds: what was said on another evening is history, not disagreement.
//!
//! Two phones that knock at one door on the same evening and hear different things disagree, and
//! somebody has to say which stands. Where the second came on a later evening nobody was wrong: its
//! answer is what the household says now, and what was said before is told as history. (Where the
//! second phone knew of the first answer it wrote over it, and only one is there at all.)
//!
//! This is a way to read: the register holds every version until somebody writes over them. Which evening it was
//! goes by the time shown ([`State::happened_at`]), never by a bare clock (docs/protocol.md, "Rounds").

use super::report::door_of;
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::register::Versions;
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

/// Which evening a time falls on, counted from tonight: −1 is last night.
pub fn evening(at: i64, tonight: Tonight) -> i64 {
    at.saturating_sub(tonight.since).div_euclid(NIGHT)
}

/// Who stood at the door to hear what an event says, and when (seconds since 1970): by their knock
/// before it, which may have been entered from paper days later, or on another's phone; else whoever
/// recorded the event, then. At a knock to which nobody came nothing was heard, and an answer at none
/// but a conversation: who refused later took nothing back.
pub fn visit_of(state: &State, dot: Dot) -> (String, i64) {
    let recorded = || {
        let at = state.happened_at(dot).unwrap_or(0);
        (estate::name_of(state, dot), at)
    };
    let Some(event) = state.entry(dot).map(|entry| &entry.event) else {
        return recorded();
    };
    let Some(door) = door_of(state, &event.about) else {
        return recorded();
    };
    let could_hear = |outcome: Outcome| match event.kind {
        Kind::ANSWER => outcome.heard(),
        _ => outcome.reached(),
    };
    estate::knock_before(state, door, dot, could_hear)
        .map_or_else(recorded, |knock| (knock.by, knock.at))
}

/// When somebody stood at the door to hear what an event says: see [`visit_of`].
pub fn visited_at(state: &State, dot: Dot) -> i64 {
    visit_of(state, dot).1
}

/// Parts the versions of a register by round.
pub fn rounds(state: &State, versions: &Versions, tonight: Tonight) -> Rounds {
    by_round(versions, |dot| evening(visited_at(state, dot), tonight))
}

fn by_round(versions: &Versions, evening: impl Fn(Dot) -> i64) -> Rounds {
    let dots = versions.iter().flat_map(|(_, dots)| dots);
    let Some(newest) = dots.map(|dot| evening(*dot)).max() else {
        return Rounds::default();
    };
    let part = |now: bool| {
        let kept = versions.iter().map(|(value, dots)| {
            let dots: Vec<Dot> = dots
                .iter()
                .copied()
                .filter(|dot| (evening(*dot) == newest) == now)
                .collect();
            (value.clone(), dots)
        });
        kept.filter(|(_, dots)| !dots.is_empty()).collect()
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
    use crate::canvass::dot::LogId;
    use crate::canvass::fact::Value;

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

    proptest! {
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
