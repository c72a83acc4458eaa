//! How far it came: night by night, knock by knock, and by the time of day. A home counts where it was
//! not reached before: what comes after belongs to the conversation and to no tally of knocks. An evening
//! spent at homes that were all reached before is a night all the same, and says to how many somebody went
//! back.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::basis::ground;
use crate::canvass::estate::{self, Knock};
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::slot::Slot;
use crate::canvass::walk::Tonight;
use crate::organise::report::{DoorRow, StairRow};
use crate::organise::rounds::evening;
use crate::organise::standing::deeds;

/// An evening, and where it left the estate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    /// Counted from tonight: −1 is last night.
    pub evening: i64,
    /// Homes that were tried on it and not reached before.
    pub tried: usize,
    /// Homes reached on it for the first time.
    pub newly_reached: usize,
    /// Homes that had been reached on an evening before and were knocked at again.
    pub gone_back_to: usize,
    /// Those of them where somebody was reached again.
    pub reached_again: usize,
    /// Homes that had been reached by its end.
    pub reached: usize,
    /// Homes that nobody had tried by its end.
    pub never_tried: usize,
    /// Homes that had done something by its day where others see it; `None` while the campaign may keep
    /// nothing of that.
    pub acted: Option<usize>,
    /// The estate's homes, as they are known today.
    pub homes: usize,
}

/// Since which day each home has done something where others see it (days since 1970-01-01). `None` while
/// the campaign may keep nothing of that.
pub fn acting_since(state: &State) -> Option<BTreeMap<DoorId, i32>> {
    ground(state)?;
    let mut since: BTreeMap<DoorId, i32> = BTreeMap::new();
    for deed in deeds(state).iter().filter(|it| it.what.is_done_for()) {
        let now = estate::household(state, deed.door);
        if estate::twins(state, now).any(|twin| twin == deed.home) {
            let first = since.entry(deed.door).or_insert(deed.day);
            *first = deed.day.min(*first);
        }
    }
    Some(since)
}

/// What an evening itself came to.
#[derive(Default)]
struct Came {
    tried: usize,
    first_tried: usize,
    newly_reached: usize,
    gone_back_to: usize,
    reached_again: usize,
}

/// Every evening on which somebody knocked, the oldest first; `acting`: see [`acting_since`].
pub fn nights(
    stairs: &[StairRow],
    acting: Option<&BTreeMap<DoorId, i32>>,
    tonight: Tonight,
) -> Vec<Night> {
    let mut all = 0;
    let mut evenings: BTreeMap<i64, Came> = BTreeMap::new();
    for home in homes(stairs).map(|row| Home::of(row, tonight)) {
        all += 1;
        for on in &home.tried {
            evenings.entry(*on).or_default().tried += 1;
        }
        if let Some(first) = home.tried.first() {
            evenings.entry(*first).or_default().first_tried += 1;
        }
        if let Some(on) = home.reached {
            evenings.entry(on).or_default().newly_reached += 1;
        }
        for (on, reached) in &home.gone_back_to {
            let came = evenings.entry(*on).or_default();
            came.gone_back_to += 1;
            came.reached_again += usize::from(*reached);
        }
    }
    // What turned out to be no home is in no figure, and whoever knocked there was out that night.
    for knock in stairs
        .iter()
        .flat_map(|it| &it.apart)
        .flat_map(|it| &it.knocks)
    {
        evenings.entry(evening(knock.at, tonight)).or_default();
    }
    let acting = acting.map(|since| {
        let here = homes(stairs).filter_map(|row| since.get(&row.door.id).copied());
        here.map(|day| i64::from(day) - i64::from(tonight.evening))
            .collect::<Vec<i64>>()
    });
    let (mut ever_tried, mut reached) = (0, 0);
    let nights = evenings.into_iter().map(|(evening, came)| {
        ever_tried += came.first_tried;
        reached += came.newly_reached;
        let by_then = |since: &Vec<i64>| since.iter().filter(|day| **day <= evening).count();
        Night {
            evening,
            tried: came.tried,
            newly_reached: came.newly_reached,
            gone_back_to: came.gone_back_to,
            reached_again: came.reached_again,
            reached,
            never_tried: all - ever_tried,
            acted: acting.as_ref().map(by_then),
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

/// When a home was tried and first reached, by evening, and on which evenings after that somebody knocked
/// there again, and whether anybody was reached then.
struct Home {
    tried: BTreeSet<i64>,
    reached: Option<i64>,
    gone_back_to: BTreeMap<i64, bool>,
}

impl Home {
    fn of(row: &DoorRow, tonight: Tonight) -> Home {
        let on = |knock: &Knock| evening(knock.at, tonight);
        let reached = row.knocks.iter().filter(|knock| knock.outcome.reached());
        let reached = reached.map(on).min();
        let mut gone_back_to = BTreeMap::new();
        let after = |knock: &&Knock| reached.is_some_and(|first| on(knock) > first);
        for knock in row.knocks.iter().filter(after) {
            *gone_back_to.entry(on(knock)).or_insert(false) |= knock.outcome.reached();
        }
        Home {
            tried: until_reached(&row.knocks).iter().map(on).collect(),
            reached,
            gone_back_to,
        }
    }
}
