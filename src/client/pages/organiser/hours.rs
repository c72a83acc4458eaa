//! How long a turf takes, in words: a range, in quarters of an hour.

use crate::organise::turf::Estimate;
use crate::t;

/// An estimate as a range.
pub fn range(time: Estimate) -> String {
    let (from, to) = (quarters(time.from_minutes), quarters(time.to_minutes));
    match from == to {
        true => t!("organiser.time_about", time = length(to)),
        false => t!("organiser.time_range", from = length(from), to = length(to)),
    }
}

/// Minutes rounded up to quarters of an hour: nothing here is known better than that.
fn quarters(minutes: u64) -> u64 {
    minutes.div_ceil(15)
}

fn length(quarters: u64) -> String {
    let (hours, minutes) = (quarters / 4, quarters % 4 * 15);
    match (hours, minutes) {
        (0, minutes) => t!("organiser.time_minutes", n = minutes),
        (hours, 0) => t!("organiser.time_hours", n = hours),
        (hours, minutes) => t!("organiser.time_both", hours = hours, minutes = minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_up_to_quarters_and_said_as_a_range() {
        let words = range(Estimate {
            from_minutes: 61,
            to_minutes: 118,
        });
        assert!(words.contains("1 h 15") && words.contains("2 h"), "{words}");
        let same = range(Estimate {
            from_minutes: 3,
            to_minutes: 9,
        });
        assert!(same.contains("15"), "{same}");
    }
}
