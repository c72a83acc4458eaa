//! Times of day at which doors are tried. Whoever is out every evening may be in at the weekend: a
//! door where nobody was is suggested another time, and nothing else of when it was tried is shown.

use super::walk::Tonight;

const DAY: i64 = 24 * 3600;
/// When tonight began, in seconds after midnight.
const NIGHT_TURNS_AT: i64 = 4 * 3600;
/// From when on it is evening, in seconds after midnight.
const EVENING: i64 = 17 * 3600;

/// A time of day, and of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A weekday's evening, to the end of the night.
    Evening,
    /// Saturday or Sunday.
    Weekend,
    /// A weekday before five.
    Day,
}

impl Slot {
    /// All of them, those first in which most people are in.
    pub const ALL: [Slot; 3] = [Slot::Evening, Slot::Weekend, Slot::Day];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Slot::Evening => "evening",
            Slot::Weekend => "weekend",
            Slot::Day => "day",
        }
    }

    /// When a time was (seconds since 1970), by the clock that tells which night it is.
    pub fn of(at: i64, tonight: Tonight) -> Slot {
        let since = at.saturating_sub(tonight.since);
        let day = i64::from(tonight.evening) + since.div_euclid(DAY);
        // The first day counted, 1970-01-01, was a Thursday.
        let weekday = (day + 3).rem_euclid(7);
        match weekday {
            5 | 6 => Slot::Weekend,
            _ if since.rem_euclid(DAY) + NIGHT_TURNS_AT >= EVENING => Slot::Evening,
            _ => Slot::Day,
        }
    }
}

/// When to try next a door that was tried at these times in vain: the time it was tried least. `None`
/// where it was not tried.
pub fn suggested(tried: &[Slot]) -> Option<Slot> {
    if tried.is_empty() {
        return None;
    }
    let times = |slot: &Slot| tried.iter().filter(|tried| *tried == slot).count();
    Slot::ALL.into_iter().min_by_key(times)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Friday, 27 November 2026; tonight began at four that morning.
    fn tonight() -> Tonight {
        Tonight::in_utc(1_795_809_600)
    }

    #[test]
    fn a_time_belongs_to_the_evening_it_is_of_and_to_the_weekend() {
        let friday = tonight().since;
        const HOUR: i64 = 3600;
        for (hours, expected) in [
            (0, Slot::Day),
            (12, Slot::Day),
            (13, Slot::Evening),
            (23, Slot::Evening),
            (24, Slot::Weekend),
            (24 + 14, Slot::Weekend),
            (71, Slot::Weekend),
            (72, Slot::Day),
            (72 + 13, Slot::Evening),
            (-1, Slot::Evening),
            (-24, Slot::Day),
            (-5 * 24, Slot::Weekend),
        ] {
            assert_eq!(
                Slot::of(friday + hours * HOUR, tonight()),
                expected,
                "{hours}"
            );
        }
    }

    proptest! {
        /// R11.3: never a time that was tried while one is left that was not, and after that never one
        /// that was tried more than another.
        #[test]
        fn r11_3_no_time_is_suggested_again_while_one_is_untried(
            tried in prop::collection::vec(0_usize..3, 0..10),
        ) {
            let tried: Vec<Slot> = tried.into_iter().map(|n| Slot::ALL[n]).collect();
            let times = |slot: Slot| tried.iter().filter(|it| **it == slot).count();
            match suggested(&tried) {
                None => prop_assert!(tried.is_empty()),
                Some(slot) => {
                    prop_assert!(Slot::ALL.iter().all(|other| times(slot) <= times(*other)));
                    let untried = Slot::ALL.iter().any(|slot| !tried.contains(slot));
                    prop_assert!(!(untried && tried.contains(&slot)));
                }
            }
        }
    }

    #[test]
    fn another_time_is_suggested_until_all_were_tried_and_then_the_least_tried() {
        use Slot::{Day, Evening, Weekend};
        for (tried, expected) in [
            (&[][..], None),
            (&[Evening], Some(Weekend)),
            (&[Day], Some(Evening)),
            (&[Evening, Weekend], Some(Day)),
            (&[Evening, Weekend, Day], Some(Evening)),
            (&[Evening, Evening, Weekend, Day], Some(Weekend)),
        ] {
            assert_eq!(suggested(tried), expected, "{tried:?}");
        }
    }
}
