//! Which door of a list is which of those that are there.

use std::collections::{BTreeMap, BTreeSet};

use super::{InPlan, Shown};
use crate::canvass::address_list::{Plan, PlannedBlock, PlannedDoor, PlannedStair};
use crate::canvass::estate::{self, Block, Door, Stair};
use crate::canvass::fact::StairKind;
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, DoorId, Id, StairId};
use crate::organise::publish::label;

/// What is there.
pub(super) struct There {
    pub blocks: BTreeMap<BlockId, Block>,
    pub stairs: BTreeMap<StairId, Stair>,
    pub doors: BTreeMap<DoorId, Door>,
    by_label: BTreeMap<(StairId, String), DoorId>,
    /// What those were called when they were listed that organisers call otherwise: a list may go on calling them so.
    listed_as: BTreeMap<Id, String>,
}

impl There {
    pub fn read(state: &State) -> There {
        let all = estate::blocks(state);
        let stairs = all.iter().flat_map(|block| block.stairs.clone());
        let stairs = stairs.map(|stair| (stair.id, stair)).collect();
        let doors: BTreeMap<DoorId, Door> = estate::all_doors(state)
            .into_values()
            .flatten()
            .map(|door| (door.id, door))
            .collect();
        let mut by_label: BTreeMap<(StairId, String), DoorId> = doors
            .values()
            .map(|door| ((door.stair, key(&door.label)), door.id))
            .collect();
        for door in doors.values().filter(|door| is_named(state, door.id)) {
            if let Some(label) = label_of_lists(state, door.id) {
                let by_list = (door.stair, key(&label));
                by_label.entry(by_list).or_insert(door.id);
            }
        }
        let named = all.iter().flat_map(|block| {
            let stairs = block.stairs.iter().map(|stair| stair.id.into());
            stairs.chain([block.id.into()]).collect::<Vec<Id>>()
        });
        let named = named.filter(|id| is_named(state, *id));
        let listed_as = named.filter_map(|id| Some((id, estate::listed_as(state, id)?)));
        There {
            listed_as: listed_as.collect(),
            blocks: all.into_iter().map(|block| (block.id, block)).collect(),
            stairs,
            by_label,
            doors,
        }
    }

    pub fn block_of(&self, stair: StairId) -> Option<BlockId> {
        self.stairs.get(&stair).map(|stair| stair.block)
    }

    /// Whether a list may call it so: it is called so, or was when it was listed.
    fn goes_by(&self, id: impl Into<Id>, now: &str, name: &str, as_listed: bool) -> bool {
        match as_listed {
            false => now == name,
            true => self.listed_as.get(&id.into()).is_some_and(|it| it == name),
        }
    }

    pub fn shown(&self, door: &Door) -> Shown {
        let stair = self.stairs.get(&door.stair);
        let block = stair.and_then(|stair| self.blocks.get(&stair.block));
        let name = stair.map(|stair| stair.name.clone());
        Shown {
            block: block.map(|block| block.name.clone()).unwrap_or_default(),
            entrance: door
                .entrance
                .clone()
                .or(name)
                .filter(|name| !name.is_empty()),
            floor: door.floor,
            label: door.label.clone(),
        }
    }
}

/// Whether organisers call it otherwise than any list.
pub(super) fn is_named(state: &State, id: impl Into<Id>) -> bool {
    !estate::named(state, id).is_empty()
}

/// What lists call a door, whatever organisers do.
fn label_of_lists(state: &State, door: DoorId) -> Option<String> {
    let later = estate::listed(state, door).and_then(|(label, _)| label);
    later.or_else(|| estate::listed_as(state, door))
}

/// What labels are compared by.
pub(super) fn key(label: &str) -> String {
    label.to_lowercase()
}

/// The doors of a plan.
pub(super) fn in_plan(plan: &Plan) -> impl Iterator<Item = (InPlan, &PlannedDoor)> {
    plan.blocks.iter().enumerate().flat_map(|(block, listed)| {
        listed
            .stairs
            .iter()
            .enumerate()
            .flat_map(move |(stair, listed)| {
                let doors = listed.doors.iter().enumerate();
                doors.map(move |(door, listed)| (InPlan { block, stair, door }, listed))
            })
    })
}

/// Doors by a reference number that stands once on both sides.
pub(super) fn by_uprn(there: &There, plan: &Plan) -> BTreeMap<InPlan, DoorId> {
    fn once<T: Copy>(numbered: impl Iterator<Item = (u64, T)>) -> BTreeMap<u64, Option<T>> {
        let mut once: BTreeMap<u64, Option<T>> = BTreeMap::new();
        for (uprn, what) in numbered {
            once.entry(uprn)
                .and_modify(|it| *it = None)
                .or_insert(Some(what));
        }
        once
    }
    let here = once(
        there
            .doors
            .values()
            .filter_map(|door| Some((door.uprn?, door.id))),
    );
    let listed = once(in_plan(plan).filter_map(|(at, door)| {
        let uprn = door.uprn.as_ref()?.parse().ok()?;
        Some((uprn, at))
    }));
    let both = listed.into_iter().filter_map(|(uprn, at)| {
        let door = here.get(&uprn).copied().flatten()?;
        Some((at?, door))
    });
    both.collect()
}

/// A stored block that a plan's is, and the stored stairs that its stairs are.
pub(super) type Known = (Option<BlockId>, Vec<Option<StairId>>);

/// The stored blocks and stairs that the plan's are: those that most of their doors known so far
/// are in, else those of the same name.
pub(super) fn known_again(
    there: &There,
    plan: &Plan,
    matched: &BTreeMap<InPlan, DoorId>,
) -> Vec<Known> {
    let mut blocks: BTreeMap<usize, BTreeMap<BlockId, usize>> = BTreeMap::new();
    let mut stairs: BTreeMap<(usize, usize), BTreeMap<StairId, usize>> = BTreeMap::new();
    for (at, id) in matched {
        let Some(door) = there.doors.get(id) else {
            continue;
        };
        let counts = stairs.entry((at.block, at.stair)).or_default();
        *counts.entry(door.stair).or_default() += 1;
        if let Some(block) = there.block_of(door.stair) {
            *blocks
                .entry(at.block)
                .or_default()
                .entry(block)
                .or_default() += 1;
        }
    }
    let named = |listed: &PlannedBlock| {
        let find = |as_listed| {
            let mut blocks = there.blocks.values();
            blocks.find(|block| {
                let same = there.goes_by(block.id, &block.name, &listed.name, as_listed);
                block.kind == listed.kind && same
            })
        };
        let block = find(false).or_else(|| find(true));
        block.map(|block| block.id)
    };
    let known = plan.blocks.iter().enumerate().map(|(at, listed)| {
        let block = blocks.get(&at).and_then(most).or_else(|| named(listed));
        let stairs = listed.stairs.iter().enumerate().map(|(place, listed)| {
            let counted = stairs.get(&(at, place)).and_then(most);
            // Of the doors of a side of a street that are known, some may be on another's.
            let counted = counted.filter(|id| there.block_of(*id) == block);
            counted.or_else(|| stair_named(there, there.blocks.get(&block?)?, listed))
        });
        (block, stairs.collect())
    });
    known.collect()
}

fn most<T: Copy + Ord>(counts: &BTreeMap<T, usize>) -> Option<T> {
    let most = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    most.map(|(id, _)| *id)
}

fn stair_named(there: &There, block: &Block, listed: &PlannedStair) -> Option<StairId> {
    let name = listed.name.as_deref().unwrap_or_default();
    let find = |as_listed| {
        let mut stairs = block.stairs.iter();
        stairs.find(|stair| {
            let same = there.goes_by(stair.id, &stair.name, name, as_listed);
            stair.kind == listed.kind && same
        })
    };
    let stair = find(false).or_else(|| find(true));
    stair.map(|stair| stair.id)
}

/// Doors by their address: what is on them, in the same stair; or else in the same building, where
/// the list has come to know entrances, or to forget them.
pub(super) fn by_address(
    there: &There,
    plan: &Plan,
    known: &[Known],
    matched: &mut BTreeMap<InPlan, DoorId>,
) {
    let mut taken: BTreeSet<DoorId> = matched.values().copied().collect();
    for (at, listed) in in_plan(plan) {
        let Some(stair) = known[at.block].1[at.stair].filter(|_| !matched.contains_key(&at)) else {
            continue;
        };
        if let Some(id) = there.by_label.get(&(stair, key(&label(listed))))
            && taken.insert(*id)
        {
            matched.insert(at, *id);
        }
    }
    let mut unknown: BTreeMap<(BlockId, String), Vec<InPlan>> = BTreeMap::new();
    for (at, listed) in in_plan(plan).filter(|(at, _)| !matched.contains_key(at)) {
        let is_entrance = plan.blocks[at.block].stairs[at.stair].kind == StairKind::Entrance;
        if let Some(block) = known[at.block].0.filter(|_| is_entrance) {
            let same = unknown.entry((block, key(&label(listed)))).or_default();
            same.push(at);
        }
    }
    for ((block, label), listed) in unknown {
        let stairs = there
            .blocks
            .get(&block)
            .map_or(&[][..], |block| &block.stairs);
        let doors: Vec<DoorId> = stairs
            .iter()
            .filter_map(|stair| there.by_label.get(&(stair.id, label.clone())))
            .filter(|id| !taken.contains(id))
            .copied()
            .collect();
        if let ([at], [door]) = (&listed[..], &doors[..]) {
            taken.insert(*door);
            matched.insert(*at, *door);
        }
    }
}
