//! How far it came: night by night, knock by knock, and by the time of day. A home counts where it was
//! not reached before: what comes after belongs to the conversation and to no tally of knocks.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::estate::Knock;
use crate::canvass::slot::Slot;
use crate::canvass::walk::Tonight;
use crate::organise::report::{DoorRow, StairRow};
use crate::organise::rounds::evening;

/// An evening, and where it left the estate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    /// Counted from tonight: −1 is last night.
    pub evening: i64,
    /// Homes that were tried on it.
    pub tried: usize,
    /// Homes reached on it for the first time.
    pub newly_reached: usize,
    /// Homes that had been reached by its end.
    pub reached: usize,
    /// Homes that nobody had tried by its end.
    pub never_tried: usize,
    /// The estate's homes, as they are known today.
    pub homes: usize,
}

/// Every evening on which somebody knocked, the oldest first.
pub fn nights(stairs: &[StairRow], tonight: Tonight) -> Vec<Night> {
    let mut all = 0;
    // Of each evening: tried, first tried, first reached.
    let mut evenings: BTreeMap<i64, [usize; 3]> = BTreeMap::new();
    for home in homes(stairs).map(|row| Home::of(row, tonight)) {
        all += 1;
        for on in &home.tried {
            evenings.entry(*on).or_default()[0] += 1;
        }
        if let Some(first) = home.tried.first() {
            evenings.entry(*first).or_default()[1] += 1;
        }
        if let Some(on) = home.reached {
            evenings.entry(on).or_default()[2] += 1;
        }
    }
    let (mut ever_tried, mut reached) = (0, 0);
    let nights = evenings
        .into_iter()
        .map(|(evening, [tried, first, newly_reached])| {
            ever_tried += first;
            reached += newly_reached;
            Night {
                evening,
                tried,
                newly_reached,
                reached,
                never_tried: all - ever_tried,
                homes: all,
            }
        });
    nights.collect()
}

/// What the nth knock came to, at homes that were not reached before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Which knock: the first is 1.
    pub nth: usize,
    /// Homes that were knocked so often and were not reached before.
    pub tried: usize,
    /// Those of them where somebody was reached.
    pub reached: usize,
}

/// Knock by knock, as far as any home was tried.
pub fn rounds(stairs: &[StairRow]) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    for row in homes(stairs) {
        for (place, knock) in until_reached(&row.knocks).iter().enumerate() {
            if place == rounds.len() {
                let nth = place + 1;
                let (tried, reached) = (0, 0);
                rounds.push(Round {
                    nth,
                    tried,
                    reached,
                });
            }
            rounds[place].tried += 1;
            rounds[place].reached += usize::from(knock.outcome.reached());
        }
    }
    rounds
}

/// What a time of day came to, at homes that were not reached before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtTime {
    /// The time of day and of the week.
    pub slot: Slot,
    /// Homes that were tried then.
    pub tried: usize,
    /// Those of them where somebody was reached then.
    pub reached: usize,
}

/// Time by time, each of them, tried or not.
pub fn at_times(stairs: &[StairRow], tonight: Tonight) -> Vec<AtTime> {
    Slot::ALL
        .into_iter()
        .map(|slot| {
            let mut at = AtTime {
                slot,
                tried: 0,
                reached: 0,
            };
            for row in homes(stairs) {
                let tries = until_reached(&row.knocks).iter();
                let then: Vec<&Knock> = tries
                    .filter(|knock| Slot::of(knock.at, tonight) == slot)
                    .collect();
                at.tried += usize::from(!then.is_empty());
                at.reached += usize::from(then.iter().any(|knock| knock.outcome.reached()));
            }
            at
        })
        .collect()
}

fn homes(stairs: &[StairRow]) -> impl Iterator<Item = &DoorRow> {
    stairs.iter().flat_map(|stair| &stair.doors)
}

/// The knocks up to the first at which somebody was reached (`knocks`: oldest first).
fn until_reached(knocks: &[Knock]) -> &[Knock] {
    let reached = knocks.iter().position(|knock| knock.outcome.reached());
    &knocks[..reached.map_or(knocks.len(), |place| place + 1)]
}

/// When a home was tried and first reached, by evening.
struct Home {
    tried: BTreeSet<i64>,
    reached: Option<i64>,
}

impl Home {
    fn of(row: &DoorRow, tonight: Tonight) -> Home {
        let on = |knock: &Knock| evening(knock.at, tonight);
        let reached = row.knocks.iter().filter(|knock| knock.outcome.reached());
        Home {
            tried: until_reached(&row.knocks).iter().map(on).collect(),
            reached: reached.map(on).min(),
        }
    }
}
