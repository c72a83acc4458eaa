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
use super::walk::{Standing, Stop, Tonight};

/// So many, where the organisers have said nothing.
pub const USUAL: u8 = 4;

/// More than these reach hardly anybody who was not reached before, and tell who is never in.
pub const AT_MOST: u8 = 4;

/// An attempt in vain and the next one lie so far apart, in seconds: whoever was out is not just on
/// the way home, and another evening's walk comes at another hour.
pub const APART: i64 = 20 * 3600;

/// Why a number of attempts is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutOfRange {
    /// A door that is never tried is none to walk to.
    None,
    /// More than [`AT_MOST`].
    TooMany,
}

impl OutOfRange {
    /// The catalogue's key of the sentence, which is told the `most` there may be.
    pub fn key(self) -> &'static str {
        match self {
            OutOfRange::None => "night.tries_none",
            OutOfRange::TooMany => "night.tries_too_many",
        }
    }
}

/// How many attempts at a door are enough. Where two organisers said different things, the fewer.
/// What was set before there was a bound counts up to it.
pub fn most(state: &State) -> usize {
    let said = state.of_kind(Kind::TRIES).filter_map(|(_, entry)| {
        match Fact::read(Kind::TRIES, &entry.event.body) {
            Ok(Some(Fact::Tries { most })) => Some(most),
            _ => None,
        }
    });
    usize::from(said.min().unwrap_or(USUAL).clamp(1, AT_MOST))
}

/// What an organiser records of it.
///
/// # Errors
/// [`OutOfRange`], where it is not 1 to [`AT_MOST`].
pub fn set(state: &State, most: u8) -> Result<Draft, OutOfRange> {
    match most {
        0 => return Err(OutOfRange::None),
        1..=AT_MOST => {}
        _ => return Err(OutOfRange::TooMany),
    }
    Ok(Draft {
        stream: Stream::Board,
        fact: Fact::Tries { most },
        about: vec![Facet::ABOUT_US.into()],
        over: state.of_kind(Kind::TRIES).map(|(dot, _)| dot).collect(),
    })
}

/// Whether it is too soon (at a time, in seconds since 1970) to go back to a door after an attempt in
/// vain.
pub fn rests(last: &Knock, now: i64) -> bool {
    !last.outcome.reached() && now.saturating_sub(last.at) < APART
}

/// Doors that were tried on an evening before and are not to be knocked yet: how many, and when the first of
/// them is to be knocked again, seconds since 1970. `None` where there are none.
pub fn resting(stops: &[Stop], tonight: Tonight) -> Option<(usize, i64)> {
    let tried = stops.iter().filter(|stop| stop.standing == Standing::Tried);
    let last = tried
        .filter_map(|stop| stop.last.as_ref())
        .map(|last| last.at);
    let before: Vec<i64> = last.filter(|at| *at < tonight.since).collect();
    let first = before.iter().min()?;
    Some((before.len(), first.saturating_add(APART)))
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
    use super::super::estate;
    use super::super::fact::Outcome;
    use super::super::small::{NOW, Small};
    use super::super::walk::walk;
    use super::*;
    use proptest::prelude::*;

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
                recorded: 0,
                later: false,
                by: String::new(),
            })
            .collect()
    }

    /// R11.3: by day a stair says how many doors rest since an evening before, and until when.
    #[test]
    fn r11_3_doors_that_rest_are_counted_with_the_time_the_first_of_them_is_left_again() {
        let mut small = Small::new(4);
        let since = Tonight::in_utc(NOW).since;
        let at = |hours_before: i64| since - hours_before * 3_600;
        let tried = [(0, at(8)), (1, at(9)), (2, at(30)), (3, since + 60)];
        for (door, when) in tried {
            small.now = when;
            let fact = Fact::Knock {
                outcome: Outcome::NotHome,
                by: None,
                when: None,
            };
            let about = vec![small.door(door).into()];
            small.say(3, Role::Volunteer, 0, fact, about);
        }
        let told = |now: i64| {
            let tonight = Tonight {
                now,
                ..Tonight::in_utc(NOW)
            };
            let walk = walk(&small.state(), small.stair(0), &[], tonight).unwrap();
            resting(&walk.stops, tonight)
        };
        let first = at(9) + APART;
        assert_eq!(told(since + 60), Some((2, first)));
        assert_eq!(told(first), Some((1, at(8) + APART)));
        assert_eq!(told(at(8) + APART), None);
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
            small.record(by, Role::Organiser, set(&nothing, number).unwrap());
        }
        assert_eq!(most(&small.state()), 2);
        let seen = small.state();
        small.record(1, Role::Organiser, set(&seen, 4).unwrap());
        assert_eq!(most(&small.state()), 4);
    }

    #[test]
    fn r11_3_a_number_that_cannot_be_is_refused_with_its_reason() {
        let state = Small::new(1).state();
        for (number, expected) in [
            (0, Some(OutOfRange::None)),
            (1, None),
            (AT_MOST, None),
            (AT_MOST + 1, Some(OutOfRange::TooMany)),
            (u8::MAX, Some(OutOfRange::TooMany)),
        ] {
            assert_eq!(set(&state, number).err(), expected, "{number}");
        }
        for why in [OutOfRange::None, OutOfRange::TooMany] {
            let words = crate::locales::fill(why.key(), &[("most", AT_MOST.to_string())]);
            assert!(words.contains(&AT_MOST.to_string()), "{words}");
        }
    }

    proptest! {
        /// R11.3: whatever any device has written, a door is tried at least once and at most four
        /// times.
        #[test]
        fn r11_3_no_number_on_the_board_sends_people_more_often(
            numbers in prop::collection::vec(any::<u8>(), 0..5),
        ) {
            let mut small = Small::new(1);
            for (by, most) in (1..).zip(&numbers) {
                let fact = Fact::Tries { most: *most };
                let about = vec![Facet::ABOUT_US.into()];
                let draft = Draft::new(Stream::Board, fact, about);
                small.record(by, Role::Organiser, draft);
            }
            let most = most(&small.state());
            prop_assert!((1..=usize::from(AT_MOST)).contains(&most));
            let fewest = numbers.iter().min().copied().unwrap_or(USUAL);
            prop_assert_eq!(most, usize::from(fewest.clamp(1, AT_MOST)));
        }

        /// R11.3, R8: at no hour is a door among those left that was tried in vain less than twenty
        /// hours ago, and at none of those where it was often enough.
        #[test]
        fn r11_3_no_door_is_suggested_again_within_twenty_hours(
            tried in prop::collection::vec((0_usize..4, 0_usize..6, 0_i64..100), 0..12),
            hour in 100_i64..140,
        ) {
            let mut small = Small::new(4);
            let mut by_time = tried.clone();
            by_time.sort_by_key(|(_, _, at)| *at);
            for (door, outcome, at) in &by_time {
                small.now = NOW + at * 3600;
                let outcome = Outcome::ALL[[0, 1, 2, 3, 6, 10][*outcome]];
                let fact = Fact::Knock { outcome, by: None, when: None };
                small.say(3, Role::Volunteer, 0, fact, vec![small.door(*door).into()]);
            }
            let state = small.state();
            let now = NOW + hour * 3600;
            let walk = walk(&state, small.stair(0), &[], Tonight::in_utc(now)).unwrap();
            for stop in &walk.stops {
                let knocks = estate::knocks(&state, stop.door.id);
                let suggested = stop.standing == Standing::Left;
                let last = knocks.last();
                let in_vain = last.is_some_and(|last| !last.outcome.reached());
                let soon = last.is_some_and(|last| now - last.at < 20 * 3600);
                prop_assert!(!(suggested && in_vain && soon), "{:?}", knocks);
                prop_assert!(!(suggested && enough(&knocks, usize::from(USUAL))));
                // Nothing else holds back a door where nobody was reached on an earlier evening.
                let earlier = last.is_none_or(|last| last.at < Tonight::in_utc(now).since);
                if in_vain && !soon && earlier && !enough(&knocks, usize::from(USUAL)) {
                    prop_assert!(suggested, "{:?}", knocks);
                }
            }
        }

        /// A walk that was counted may be kept until the first door has rested, and no longer.
        #[test]
        fn a_walk_is_the_same_until_a_door_has_rested(
            tried in prop::collection::vec((0_usize..4, 0_usize..6, 0_i64..40 * 3600), 0..8),
            later in 0_i64..30 * 3600,
        ) {
            let mut small = Small::new(4);
            let mut by_time = tried.clone();
            by_time.sort_by_key(|(_, _, at)| *at);
            for (door, outcome, at) in &by_time {
                small.now = NOW + at;
                let outcome = Outcome::ALL[[0, 1, 2, 3, 6, 10][*outcome]];
                let fact = Fact::Knock { outcome, by: None, when: None };
                small.say(3, Role::Volunteer, 0, fact, vec![small.door(*door).into()]);
            }
            let state = small.state();
            let tonight = Tonight::in_utc(NOW + 40 * 3600);
            let first = walk(&state, small.stair(0), &[], tonight).unwrap();
            let until = first.same_until(tonight.now);
            let then = Tonight { now: tonight.now + later, ..tonight };
            let second = walk(&state, small.stair(0), &[], then).unwrap();
            prop_assert!(then.now >= until || first == second);
            let rested = |stop: &Stop| stop.last.as_ref().is_some_and(|it| it.at + APART == until);
            let at_until = Tonight { now: until, ..tonight };
            for stop in first.stops.iter().filter(|it| rested(it)) {
                if stop.standing == Standing::Tried && stop.last.as_ref().unwrap().at < tonight.since {
                    let again = walk(&state, small.stair(0), &[], at_until).unwrap();
                    prop_assert!(again != first);
                }
            }
        }

        /// R11.3: of a door's own attempts, the time suggested is none that was tried in vain while
        /// another was not.
        #[test]
        fn r11_3_an_untried_time_comes_first(
            tried in prop::collection::vec((0_usize..3, 0_i64..24 * 14), 1..8),
        ) {
            let tonight = Tonight::in_utc(NOW);
            let mut knocks = knocks(&vec![Outcome::NotHome; tried.len()]);
            for (knock, (outcome, at)) in knocks.iter_mut().zip(&tried) {
                knock.at = NOW - at * 3600;
                knock.outcome = [Outcome::NotHome, Outcome::NotHome, Outcome::ComeBack][*outcome];
            }
            let slots: Vec<Slot> =
                in_vain(&knocks).iter().map(|knock| Slot::of(knock.at, tonight)).collect();
            let untried = Slot::ALL.iter().any(|slot| !slots.contains(slot));
            match next_slot(&knocks, 100, tonight) {
                Some(slot) => prop_assert!(!untried || !slots.contains(&slot), "{:?}", slots),
                None => prop_assert!(slots.is_empty()),
            }
        }
    }
}
