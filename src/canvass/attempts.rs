//! How often a door is tried where nobody is reached. Every attempt counts, with its time of day.
//! After as many as the organisers say, a letter is the better way.

use super::draft::Draft;
use super::estate::Knock;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::Facet;
use super::slot::{Slot, suggested};
use super::stream::Stream;
use super::walk::Tonight;

/// So many, where the organisers have said nothing.
pub const USUAL: u8 = 4;

/// How many attempts at a door are enough. Where two organisers said different things, the fewer.
pub fn most(state: &State) -> usize {
    let said = state.of_kind(Kind::TRIES).filter_map(|(_, entry)| {
        match Fact::read(Kind::TRIES, &entry.event.body) {
            Ok(Some(Fact::Tries { most })) => Some(most),
            _ => None,
        }
    });
    usize::from(said.min().unwrap_or(USUAL).max(1))
}

/// What an organiser records of it: at least one.
pub fn set(state: &State, most: u8) -> Draft {
    Draft {
        stream: Stream::Board,
        fact: Fact::Tries { most: most.max(1) },
        about: vec![Facet::ABOUT_US.into()],
        over: state.of_kind(Kind::TRIES).map(|(dot, _)| dot).collect(),
    }
}

/// The newest attempts at which nobody was reached, one after the other (`knocks`: oldest first).
pub fn in_vain(knocks: &[Knock]) -> &[Knock] {
    let reached = knocks.iter().rposition(|knock| knock.outcome.reached());
    &knocks[reached.map_or(0, |place| place + 1)..]
}

/// Whether a door has been tried often enough: nobody was ever reached.
pub fn enough(knocks: &[Knock], most: usize) -> bool {
    let tried = in_vain(knocks).len();
    tried == knocks.len() && tried >= most
}

/// When to try a door next; `None` where nobody has tried it in vain, or it was often enough.
pub fn next_slot(knocks: &[Knock], most: usize, tonight: Tonight) -> Option<Slot> {
    if enough(knocks, most) {
        return None;
    }
    let tried: Vec<Slot> = in_vain(knocks)
        .iter()
        .map(|knock| Slot::of(knock.at, tonight))
        .collect();
    suggested(&tried)
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::dot::{Dot, LogId};
    use super::super::fact::Outcome;
    use super::super::small::Small;
    use super::*;

    fn knocks(outcomes: &[Outcome]) -> Vec<Knock> {
        (0..)
            .zip(outcomes)
            .map(|(n, outcome)| Knock {
                dot: Dot {
                    log: LogId([1; 8]),
                    seq: n + 1,
                },
                outcome: *outcome,
                at: Tonight::in_utc(1_795_809_600).since + 14 * 3600,
                by: String::new(),
            })
            .collect()
    }

    #[test]
    fn a_door_is_tried_as_often_as_the_organisers_say_and_no_more() {
        use Outcome::{ComeBack, Inaccessible, LeftLeaflet, NotHome, Spoke};
        for (outcomes, enough_for) in [
            (&[][..], 0),
            (&[NotHome], 1),
            (&[NotHome, Inaccessible, LeftLeaflet], 3),
            // Somebody was there once: a letter is no better than a knock.
            (&[ComeBack, NotHome, NotHome, NotHome], 0),
            (&[NotHome, NotHome, Spoke], 0),
        ] {
            for most in 1..6 {
                let stops = enough_for > 0 && most <= enough_for;
                assert_eq!(
                    enough(&knocks(outcomes), most),
                    stops,
                    "{outcomes:?} {most}"
                );
            }
        }
    }

    #[test]
    fn another_time_of_day_is_suggested_while_it_is_not_enough() {
        use Outcome::{NotHome, Spoke};
        let tonight = Tonight::in_utc(1_795_809_600);
        let next = |outcomes: &[Outcome]| next_slot(&knocks(outcomes), 2, tonight);
        assert_eq!(next(&[]), None);
        assert_eq!(next(&[NotHome]), Some(Slot::Weekend));
        assert_eq!(next(&[NotHome, NotHome]), None);
        assert_eq!(next(&[NotHome, Spoke]), None);
    }

    #[test]
    fn the_number_is_the_organisers_and_of_two_the_smaller() {
        let mut small = Small::new(1);
        assert_eq!(most(&small.state()), usize::from(USUAL));
        let nothing = small.state();
        for (by, number) in [(1, 3), (5, 2)] {
            small.record(by, Role::Organiser, set(&nothing, number));
        }
        assert_eq!(most(&small.state()), 2);
        let seen = small.state();
        small.record(1, Role::Organiser, set(&seen, 0));
        assert_eq!(most(&small.state()), 1);
    }
}
