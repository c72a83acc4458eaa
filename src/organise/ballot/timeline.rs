//! How many homes of a block stand empty, and how many people were moved out of, month by month: as dated
//! facts of a home, since who is still there on the day of the offer decides a ballot. A home of which
//! nobody has said anything is neither.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};

use crate::canvass::ballot::{Became, Changed};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Block};
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::stream::Stream;
use crate::organise::teams::standing;

/// No chart goes back farther than so many months.
const MOST_MONTHS: usize = 60;

/// What became of a home on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The entry.
    pub dot: Dot,
    /// Its door.
    pub door: DoorId,
    /// What became of it.
    pub what: Became,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// A block at the end of a month, or today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The last day that counts: days since 1970-01-01.
    pub day: i32,
    /// Homes that stand empty.
    pub void: usize,
    /// Homes whose people were moved out.
    pub decanted: usize,
    /// Homes that are known to be lived in.
    pub lived_in: usize,
}

/// A block over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// How many homes it has, listed and not gone.
    pub homes: usize,
    /// Month by month, the last as of today.
    pub months: Vec<Month>,
}

/// All that is written down, in the order of its days.
pub fn changes(state: &State) -> Vec<Change> {
    let all = standing(state, Kind::CHANGED, |fact| match fact {
        Fact::Changed { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let found = all.into_iter().filter_map(|(dot, _, said)| {
        let mut about = state.entry(dot)?.event.about.iter();
        let door = about.find_map(|id| DoorId::try_from(*id).ok())?;
        Some(Change {
            dot,
            door,
            what: said.what?,
            day: said.day,
        })
    });
    let mut found: Vec<Change> = found.collect();
    found.sort_by_key(|it| (it.day, it.dot));
    found
}

/// A block over time, up to today (days since 1970-01-01). Without anything written down it has no month.
pub fn timeline(state: &State, block: &Block, today: i32) -> Timeline {
    let doors = estate::all_doors(state);
    let own = block.stairs.iter().filter_map(|stair| doors.get(&stair.id));
    let own = own.flatten().filter(|door| !door.gone);
    let doors: BTreeSet<DoorId> = own.map(|door| door.id).collect();
    let mut all = changes(state);
    all.retain(|it| doors.contains(&it.door) && it.day <= today);
    let first = all.first().map(|it| it.day);
    let ends = first.map(|first| ends(first, today)).unwrap_or_default();
    Timeline {
        homes: doors.len(),
        months: ends.into_iter().map(|day| at(&all, day)).collect(),
    }
}

fn at(all: &[Change], day: i32) -> Month {
    let mut now: BTreeMap<DoorId, Became> = BTreeMap::new();
    for change in all.iter().filter(|it| it.day <= day) {
        now.insert(change.door, change.what);
    }
    let of = |what: Became| now.values().filter(|it| **it == what).count();
    Month {
        day,
        void: of(Became::Void),
        decanted: of(Became::Decanted),
        lived_in: of(Became::LivedIn),
    }
}

/// The last days of the months from the first day on, and today.
fn ends(first: i32, today: i32) -> Vec<i32> {
    let mut ends = vec![today];
    let mut month = NaiveDate::from_epoch_days(today).and_then(|day| day.with_day(1));
    while let Some(begins) = month.filter(|_| ends.len() < MOST_MONTHS) {
        let end = begins.to_epoch_days() - 1;
        if end < first {
            break;
        }
        ends.push(end);
        month = begins.checked_sub_months(Months::new(1));
    }
    ends.reverse();
    ends
}

/// What became of a home on a day. `None` for a day that has not come.
pub fn became(door: DoorId, what: Became, day: i32, today: i32) -> Option<Draft> {
    let said = Changed {
        what: Some(what),
        day,
        instead: Vec::new(),
    };
    let fact = Fact::Changed { said };
    (day <= today).then(|| Draft::new(Stream::Inner, fact, vec![door.into()]))
}

/// Takes out what was written down by mistake.
pub fn was_wrong(change: &Change) -> Draft {
    let said = Changed {
        what: None,
        day: change.day,
        instead: vec![change.dot],
    };
    let about = vec![change.door.into()];
    Draft::new(Stream::Inner, Fact::Changed { said }, about)
}
