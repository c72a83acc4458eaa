//! How long a turf takes, as an honest range.
//!
//! Doors an hour = 60 / (move + (1 − p) × wait + p × talk), in minutes, with p the share of
//! doors where somebody talks. Doors an hour falls when organising goes well: it is for planning
//! an evening, never a target.

use crate::canvass::fact::BlockKind;

/// One setting of the planning model: minutes to the next door, waiting, talking; per thousand
/// doors where somebody talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Setting {
    move_seconds: u64,
    wait_seconds: u64,
    talk_seconds: u64,
    talk_per_thousand: u64,
}

/// Evening, listening for eight minutes: a corridor at 35 in 100 spoken with, a terrace at 30.
const SLOW: [Setting; 2] = [
    Setting {
        move_seconds: 30,
        wait_seconds: 60,
        talk_seconds: 480,
        talk_per_thousand: 350,
    },
    Setting {
        move_seconds: 60,
        wait_seconds: 60,
        talk_seconds: 480,
        talk_per_thousand: 300,
    },
];
/// A weekday afternoon, when fewer answer: 15 in 100.
const QUICK_PER_THOUSAND: u64 = 150;

/// How long one pair of hands takes, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// If few are in.
    pub from_minutes: u64,
    /// If many are in and talk.
    pub to_minutes: u64,
}

/// How long one person takes for so many doors of this kind of block.
pub fn estimate(doors: usize, kind: BlockKind) -> Estimate {
    let slow = match kind {
        BlockKind::Building => SLOW[0],
        BlockKind::Street => SLOW[1],
    };
    let quick = Setting {
        talk_per_thousand: QUICK_PER_THOUSAND,
        ..slow
    };
    Estimate {
        from_minutes: minutes(doors, quick),
        to_minutes: minutes(doors, slow),
    }
}

/// An evening on the doors, between supper and the hour when nobody likes a knock any more.
const EVENING_MINUTES: u64 = 180;

impl Estimate {
    /// One person may not get through it in an evening.
    pub fn is_more_than_an_evening(self) -> bool {
        self.to_minutes > EVENING_MINUTES
    }
}

impl std::ops::Add for Estimate {
    type Output = Estimate;
    fn add(self, other: Estimate) -> Estimate {
        Estimate {
            from_minutes: self.from_minutes + other.from_minutes,
            to_minutes: self.to_minutes + other.to_minutes,
        }
    }
}

fn minutes(doors: usize, setting: Setting) -> u64 {
    let a_door = setting.move_seconds * 1_000
        + (1_000 - setting.talk_per_thousand) * setting.wait_seconds
        + setting.talk_per_thousand * setting.talk_seconds;
    (doors as u64 * a_door).div_ceil(60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The planning table: tower corridor in the evening 15 doors an hour, by day 24; terrace 15.
    #[test]
    fn doors_an_hour_are_those_of_the_planning_table() {
        let tower = estimate(1_000, BlockKind::Building);
        assert_eq!(60_000 / tower.to_minutes, 15);
        assert_eq!(60_000 / tower.from_minutes, 23);
        let terrace = estimate(1_000, BlockKind::Street);
        assert_eq!(60_000 / terrace.to_minutes, 14);
        assert!(terrace.from_minutes < terrace.to_minutes);
    }

    #[test]
    fn an_evening_holds_some_forty_doors_and_not_sixty() {
        assert!(!estimate(43, BlockKind::Street).is_more_than_an_evening());
        assert!(estimate(60, BlockKind::Street).is_more_than_an_evening());
    }

    #[test]
    fn no_doors_take_no_time() {
        assert_eq!(estimate(0, BlockKind::Street).to_minutes, 0);
    }
}
