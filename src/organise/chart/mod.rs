//! The stair chart: block, stair, floor and door of the whole estate, with the homes reached, those
//! whom people listen to and where nobody is yet; and how far it came, night by night and knock by
//! knock. Every figure is of homes, and says of how many and of how many nothing is known.

mod progress;

pub use progress::{AtTime, Night, Round, acting_since, at_times, nights, rounds};

use std::collections::{BTreeMap, BTreeSet};

use super::estates::Extent;
use super::leaders::{StairLeaders, leaders};
use super::report::{DoorRow, Report, StairRow};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::homes_a_leader::HomesALeader;
use crate::canvass::id::{BlockId, DoorId, StairId};
use crate::canvass::walk::Tonight;

/// So many homes of so many. R11.1 of the organisers' handbook: never without the whole, nor without
/// those of which nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfHomes {
    /// Of how many it is so.
    pub n: usize,
    /// Of how many it is not known: nobody has tried them, or nobody has asked.
    pub unknown: usize,
    /// All of them.
    pub homes: usize,
}

impl OfHomes {
    /// Of how many it is known not to be so.
    pub fn others(self) -> usize {
        self.homes.saturating_sub(self.n + self.unknown)
    }
}

/// A stair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartStair {
    /// Its doors and what came of them, as of the night that is looked at.
    pub row: StairRow,
    /// Whom people here listen to; `None` on an earlier night, of which only the knocks are told.
    pub leaders: Option<StairLeaders>,
    /// For how many of its homes one leader is wanted, as organisers say today.
    pub each: HomesALeader,
}

impl ChartStair {
    /// Homes where somebody was reached.
    pub fn reached(&self) -> OfHomes {
        OfHomes {
            n: self.row.reached(),
            unknown: self.never_tried(),
            homes: self.homes(),
        }
    }

    /// Homes nobody has tried.
    pub fn never_tried(&self) -> usize {
        self.homes() - self.row.tried()
    }

    /// Its homes: doors that are none are counted nowhere.
    pub fn homes(&self) -> usize {
        self.row.doors.len()
    }

    /// Where somebody lives who was tested and brought somebody.
    pub fn tested(&self) -> BTreeSet<DoorId> {
        let people = self.leaders.iter().flat_map(|it| &it.named);
        let tested = people.filter(|it| it.step.covers());
        tested.map(|it| it.door).collect()
    }

    /// How many tested leaders it takes for one to about as many of its homes as organisers say.
    pub fn wanted(&self) -> usize {
        self.each.wanted(self.homes())
    }

    /// How many of them it still wants; `None` on an earlier night.
    pub fn gap(&self) -> Option<usize> {
        let tested = self.leaders.as_ref()?.tested();
        Some(self.wanted().saturating_sub(tested))
    }

    /// Homes that were asked whom they would go to, without which nobody is named; `None` on an earlier
    /// night.
    pub fn asked(&self) -> Option<usize> {
        self.leaders.as_ref().map(|leaders| leaders.asked)
    }

    /// Floor by floor from the top, as one stands before the house; each floor's doors in walk order.
    /// What has no floor stands below.
    pub fn floors(&self) -> Vec<(Option<i16>, Vec<&DoorRow>)> {
        let mut floors: BTreeMap<Option<i16>, Vec<&DoorRow>> = BTreeMap::new();
        for row in &self.row.doors {
            floors.entry(row.door.floor).or_default().push(row);
        }
        floors.into_iter().rev().collect()
    }
}

/// A block and its stairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBlock {
    /// The block.
    pub id: BlockId,
    /// What it is called.
    pub name: String,
    /// Its stairs.
    pub stairs: Vec<ChartStair>,
}

/// The chart, of the whole campaign or of one of its estates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// Every block, in their order.
    pub blocks: Vec<ChartBlock>,
    /// Every evening on which somebody knocked, whichever is looked at.
    pub nights: Vec<Night>,
    /// Knock by knock.
    pub rounds: Vec<Round>,
    /// Time of day by time of day.
    pub at_times: Vec<AtTime>,
}

impl Chart {
    /// The chart as it stands, or as it stood at the end of an earlier evening (counted from tonight:
    /// −1 is last night). Of an earlier one only what doors said is told: the homes are today's.
    pub fn read(state: &State, tonight: Tonight, upto: i64) -> Chart {
        Chart::read_of(state, &Extent::Campaign, tonight, upto)
    }

    /// The same of one estate alone: its blocks, its nights and of so many of its homes.
    pub fn read_of(state: &State, of: &Extent, tonight: Tonight, upto: i64) -> Chart {
        let mut report = Report::read_of(state, of, &[], tonight);
        let mut people = match upto < 0 {
            true => None,
            false => Some(leaders(state, tonight.today)),
        };
        let names = estate::blocks(state).into_iter();
        let mut blocks: Vec<ChartBlock> = names
            .filter(|block| of.has(block.id))
            .map(|block| ChartBlock {
                id: block.id,
                name: block.name,
                stairs: Vec::new(),
            })
            .collect();
        let acting = acting_since(state);
        let nights = nights(&report.stairs, acting.as_ref(), tonight);
        for row in &mut report.stairs {
            forget_after(row, tonight, upto);
        }
        let rounds = rounds(&report.stairs);
        let at_times = at_times(&report.stairs, tonight);
        let each = HomesALeader::read(state);
        for row in report.stairs {
            let stair: StairId = row.stair.id;
            let block = row.stair.block;
            let leaders = people.as_mut().and_then(|people| people.remove(&stair));
            if let Some(block) = blocks.iter_mut().find(|it| it.id == block) {
                block.stairs.push(ChartStair { row, leaders, each });
            }
        }
        Chart {
            blocks,
            nights,
            rounds,
            at_times,
        }
    }

    /// The block of this id.
    pub fn block(&self, id: BlockId) -> Option<&ChartBlock> {
        self.blocks.iter().find(|block| block.id == id)
    }

    /// All stairs.
    pub fn stairs(&self) -> impl Iterator<Item = &ChartStair> {
        self.blocks.iter().flat_map(|block| &block.stairs)
    }

    /// Homes where somebody was reached, of all that the chart is of.
    pub fn reached(&self) -> OfHomes {
        reached(self.stairs())
    }

    /// Stairs without a tested leader, of all stairs with a home; `None` on an earlier night.
    pub fn without_a_leader(&self) -> Option<(usize, usize)> {
        let stairs = self.stairs().filter(|stair| stair.homes() > 0);
        let tested: Option<Vec<usize>> = stairs
            .map(|stair| stair.leaders.as_ref().map(StairLeaders::tested))
            .collect();
        let tested = tested?;
        let without = tested.iter().filter(|tested| **tested == 0).count();
        Some((without, tested.len()))
    }
}

/// Homes of these stairs where somebody was reached.
pub fn reached<'a>(stairs: impl IntoIterator<Item = &'a ChartStair>) -> OfHomes {
    let mut all = OfHomes::default();
    for stair in stairs {
        let of = stair.reached();
        all.n += of.n;
        all.unknown += of.unknown;
        all.homes += of.homes;
    }
    all
}

/// Takes away what came after an evening.
fn forget_after(row: &mut StairRow, tonight: Tonight, upto: i64) {
    for door in row.doors.iter_mut().chain(&mut row.apart) {
        let before = |at: i64| super::rounds::evening(at, tonight) <= upto;
        door.knocks.retain(|knock| before(knock.at));
    }
}

#[cfg(test)]
mod tests;
