//! What stairs, floors and doors are called on screen.

use super::no_knock::scope_words;
use crate::canvass::draft::Visit;
use crate::canvass::fact::{Outcome, StairKind};
use crate::canvass::walk::{Standing, Stop, Tonight, Walk};
use crate::client::parts::mark::outcome_name;
use crate::client::parts::when::time_and_day_on;
use crate::t;

/// A stair's name within its block: an entrance's own, or the side of the street. `None` where
/// the block's name says it all.
pub fn stair_name(walk: &Walk) -> Option<String> {
    match walk.stair.kind {
        StairKind::OddSide => Some(t!("volunteer.side_odd")),
        StairKind::EvenSide => Some(t!("volunteer.side_even")),
        StairKind::NamedHouses if walk.one_of_several => Some(t!("volunteer.side_named")),
        StairKind::NamedHouses => None,
        StairKind::Entrance if walk.stair.name.is_empty() => None,
        StairKind::Entrance => Some(walk.stair.name.clone()),
    }
}

/// A floor: `Ground`, `3`.
pub fn floor_name(floor: i16) -> String {
    match floor {
        0 => t!("volunteer.floor_ground"),
        below if below < 0 => t!("volunteer.floor_below", n = below.unsigned_abs()),
        above => above.to_string(),
    }
}

/// A floor as it is read out: `Floor 3`.
pub fn floor_spoken(floor: i16) -> String {
    match floor {
        0 => t!("volunteer.floor_ground_spoken"),
        other => t!("volunteer.floor_spoken", floor = floor_name(other)),
    }
}

/// A door as it is read out: `Flat 6, not home, 18:42`, or for how long it is not to be knocked; with the name of whoever of the team it was,
/// where it was not this phone.
pub fn door_spoken(stop: &Stop, theirs: bool, tonight: Tonight) -> String {
    let label = &stop.door.label;
    match stop.standing {
        Standing::NoKnock => {
            let said = t!("volunteer.door_no_knock", label = label);
            return match stop.asked_not.map(scope_words) {
                Some(scope) => t!("doors.door_no_knock", said = said, scope = scope),
                None => said,
            };
        }
        Standing::Apart(behind) => {
            let words = t!(&format!("doors.behind_{}", behind.word()));
            return t!("doors.door_apart", label = label, words = words);
        }
        _ => {}
    }
    match &stop.last {
        None => t!("volunteer.door_untried", label = label),
        Some(knock) => {
            let outcome = outcome_name(knock.outcome);
            let when = time_and_day_on(knock.at, tonight);
            let said = t!(
                "volunteer.door_knocked",
                label = label,
                outcome = outcome,
                when = when
            );
            let said = match theirs {
                true => t!("volunteer.outcome_by", what = said, by = knock.by),
                false => said,
            };
            match stop.standing {
                Standing::Left => t!("volunteer.door_again", said = said),
                Standing::Enough => t!("doors.door_enough", said = said),
                _ => said,
            }
        }
    }
}

/// `12A: Not home`, as the undo line says it; `Number 1: Not home`, where a figure alone stands on the door.
pub fn outcome_at(label: &str, outcome: Outcome) -> String {
    let is_bare = !label.is_empty() && label.chars().all(|it| it.is_ascii_digit());
    let label = match is_bare {
        true => t!("volunteer.house_number", label = label),
        false => label.to_string(),
    };
    t!(
        "volunteer.outcome_at",
        label = label,
        outcome = outcome_name(outcome)
    )
}

/// The same, with the name of whoever else knocked: `12A: Not home (Beth)`.
pub fn outcome_by(label: &str, outcome: Outcome, visit: &Visit) -> String {
    let what = outcome_at(label, outcome);
    match &visit.by {
        Some(by) => t!("volunteer.outcome_by", what = what, by = by),
        None => what,
    }
}
