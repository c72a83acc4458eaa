//! Checks that somebody has seen: which sort, by whom, when, and when again. Nothing of the paper itself
//! is kept, and no check says that anybody may be left with children.

use thiserror::Error;

use crate::canvass::aid::{CheckSeen, Level};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::stream::Stream;
use crate::organise::contacts::home_of;
use crate::organise::teams::standing;

/// A check is to be seen again within so many days.
const AT_MOST: i32 = 3 * 366;
/// So many digits may be a certificate's number.
const DIGITS: usize = 4;

/// A check that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The entry.
    pub dot: Dot,
    /// Of somebody of which home.
    pub home: HouseholdId,
    /// Its door.
    pub door: DoorId,
    /// What was seen.
    pub said: CheckSeen,
}

impl Check {
    /// Whether it is to be seen again on a day (days since 1970-01-01).
    pub fn is_due(&self, today: i32) -> bool {
        today >= self.said.recheck
    }
}

/// All checks that were seen, of those who live there, the one to be seen again soonest first.
pub fn checks(state: &State) -> Vec<Check> {
    let all = standing(state, Kind::CHECK_SEEN, |fact| match fact {
        Fact::CheckSeen { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().filter_map(|(dot, _, said)| {
        let (home, door) = home_of(state, dot)?;
        Some(Check {
            dot,
            home,
            door,
            said,
        })
    });
    let mut all: Vec<Check> = all.collect();
    all.sort_by_key(|check| (check.said.recheck, check.dot));
    all
}

/// Why it is not kept.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoCheck {
    /// Nobody is named who saw it.
    #[error("nobody is named who saw it")]
    Nobody,
    /// There is a number in it: a certificate's is not kept.
    #[error("a certificate's number is not kept")]
    Number,
    /// It is to be seen again before it was, or years later.
    #[error("a check is seen again after it was, and within three years")]
    Recheck,
}

/// What to record where somebody's check was seen on a day, and is to be again on another (days since
/// 1970-01-01), in place of other entries.
///
/// # Errors
/// [`NoCheck`].
pub fn seen(
    home: HouseholdId,
    level: Level,
    seen_by: &str,
    (day, recheck): (i32, i32),
    instead: Vec<Dot>,
) -> Result<Draft, NoCheck> {
    let seen_by = seen_by.trim().to_string();
    if seen_by.is_empty() {
        return Err(NoCheck::Nobody);
    }
    if seen_by.chars().filter(|letter| letter.is_numeric()).count() >= DIGITS {
        return Err(NoCheck::Number);
    }
    if recheck <= day || recheck > day.saturating_add(AT_MOST) {
        return Err(NoCheck::Recheck);
    }
    let said = CheckSeen {
        level,
        seen_by,
        day,
        recheck,
        instead,
    };
    let about = vec![home.into()];
    Ok(Draft::new(Stream::Inner, Fact::CheckSeen { said }, about))
}
