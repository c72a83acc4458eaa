//! Until when doors are knocked. Where people are old or afraid nobody comes after dark: organisers say
//! of a block when the last door is knocked there, and every phone shows it.

use super::draft::Draft;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::BlockId;
use super::stream::Stream;

/// People do not open to strangers after this: half past eight, in minutes after midnight. Whoever
/// sends people out for longer says why.
pub const LATEST: u16 = 20 * 60 + 30;

/// Nor do they before this: nine in the morning, in minutes after midnight.
pub const EARLIEST: u16 = 9 * 60;

/// Why an hour is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHour {
    /// After [`LATEST`]: that is for one evening alone, with its reason.
    TooLate,
    /// Not after [`EARLIEST`]: then nobody would ever knock.
    TooEarly,
}

impl NoHour {
    /// The catalogue's key of the sentence, which is told the `time` it is held against.
    pub fn key(self) -> &'static str {
        match self {
            NoHour::TooLate => "tonight.hours_too_late",
            NoHour::TooEarly => "tonight.hours_too_early",
        }
    }
}

/// When the last door of a block is knocked, in minutes after midnight, where organisers have said so;
/// where two said different hours, the earlier one.
pub fn said(state: &State, block: BlockId) -> Option<u16> {
    let said = state.naming(block).filter_map(|(_, entry)| {
        match Fact::read(entry.event.kind, &entry.event.body) {
            Ok(Some(Fact::Hours { until })) => Some(until.min(LATEST)),
            _ => None,
        }
    });
    said.min()
}

/// When the last door of a block is knocked, whoever said so or nobody.
pub fn until(state: &State, block: BlockId) -> u16 {
    said(state, block).unwrap_or(LATEST)
}

/// Whether nobody knocks in a block at a time of day, in minutes after midnight.
pub fn is_out(state: &State, block: BlockId, minute: u16) -> bool {
    minute < EARLIEST || minute > until(state, block)
}

/// What an organiser records of a block.
///
/// # Errors
/// [`NoHour`].
pub fn set(state: &State, block: BlockId, until: u16) -> Result<Draft, NoHour> {
    if until > LATEST {
        return Err(NoHour::TooLate);
    }
    if until <= EARLIEST {
        return Err(NoHour::TooEarly);
    }
    let before = state.naming(block);
    let before = before.filter(|(_, entry)| entry.event.kind == Kind::HOURS);
    Ok(Draft {
        stream: Stream::Board,
        fact: Fact::Hours { until },
        about: vec![block.into()],
        over: before.map(|(dot, _)| dot).collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::author::Role;
    use super::super::small::Small;
    use super::*;

    #[test]
    fn r8_3_a_block_has_its_own_hour_and_no_other_has_it() {
        let mut small = Small::new(2);
        let (first, second) = (small.block(0), small.block(1));
        assert_eq!(said(&small.state(), first), None);
        assert_eq!(until(&small.state(), first), LATEST);
        let draft = set(&small.state(), first, 16 * 60).unwrap();
        small.record(1, Role::Organiser, draft);
        let state = small.state();
        for (block, minute, expected) in [
            (first, EARLIEST - 1, true),
            (first, EARLIEST, false),
            (first, 16 * 60, false),
            (first, 16 * 60 + 1, true),
            (second, 16 * 60 + 1, false),
            (second, LATEST, false),
            (second, LATEST + 1, true),
        ] {
            assert_eq!(is_out(&state, block, minute), expected, "{minute}");
        }
        // In summer it is light for longer.
        let draft = set(&state, first, 18 * 60).unwrap();
        small.record(1, Role::Organiser, draft);
        assert_eq!(until(&small.state(), first), 18 * 60);
    }

    #[test]
    fn r8_3_an_hour_that_cannot_be_is_refused_with_its_reason() {
        let small = Small::new(2);
        for (until, expected) in [
            (EARLIEST, Some(NoHour::TooEarly)),
            (EARLIEST + 1, None),
            (LATEST, None),
            (LATEST + 1, Some(NoHour::TooLate)),
        ] {
            let set = set(&small.state(), small.block(0), until);
            assert_eq!(set.err(), expected, "{until}");
        }
        for why in [NoHour::TooEarly, NoHour::TooLate] {
            assert!(crate::locales::has(why.key()), "{why:?}");
        }
    }

    proptest! {
        /// R8.3: whatever organisers wrote at once, and in whatever order it comes, nobody is sent later
        /// than any of them said, nor after half past eight.
        #[test]
        fn r8_3_of_several_hours_the_earliest_counts(
            hours in prop::collection::vec(any::<u16>(), 0..5),
        ) {
            let mut small = Small::new(1);
            let about = vec![small.block(0).into()];
            for (by, until) in (1..).zip(&hours) {
                let fact = Fact::Hours { until: *until };
                let draft = Draft::new(Stream::Board, fact, about.clone());
                small.record(by, Role::Organiser, draft);
            }
            let until = until(&small.state(), small.block(0));
            prop_assert!(until <= LATEST && hours.iter().all(|said| until <= *said));
            prop_assert!(until == LATEST || hours.contains(&until));
        }
    }
}
