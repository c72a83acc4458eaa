//! A list loaded again, or another list of the same estate: what of it is new, the same, changed,
//! and what it no longer has. A plan first; nothing is written by making it.
//!
//! A door is known again by its reference number where that stands once on both sides, else by its
//! address, never by its row. Doors keep their ids and their streams whatever a list says, and none
//! is ever taken away: what a list no longer has is listed, and an organiser may mark it.

mod matching;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::address_list::{Plan, PlannedBlock, PlannedDoor, PlannedStair};
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Door, natural};
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, DoorId};
use crate::canvass::stream::Stream;

use super::publish::label;
use matching::{Known, There, by_address, by_uprn, in_plan, is_named, key, known_again};

/// A door of a plan, by the places of its block, its stair and itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InPlan {
    block: usize,
    stair: usize,
    door: usize,
}

/// Where a door is, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// The block's name.
    pub block: String,
    /// The entrance, where it has a name.
    pub entrance: Option<String>,
    /// The floor, where it is known.
    pub floor: Option<i16>,
    /// What is on the door.
    pub label: String,
}

/// A door that the list has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The door.
    pub door: DoorId,
    /// As it is known here.
    pub was: Shown,
    /// As the list has it.
    pub now: Shown,
    /// It stands in another block there. It stays in its own: a door's place among the streams is
    /// settled once.
    pub other_block: bool,
    drafts: Vec<Draft>,
}

/// A door that the list does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The door.
    pub door: DoorId,
    /// Where it is.
    pub shown: Shown,
    /// The list has other doors of its block. Where it has none, it is another part's list.
    pub block_is_listed: bool,
}

/// What a list would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// New doors, in the plan's order.
    pub added: Vec<InPlan>,
    /// How many are as they were.
    pub same: usize,
    /// Those it has otherwise.
    pub changed: Vec<Changed>,
    /// Those it does not have, but for those marked as not there before.
    pub missing: Vec<Missing>,
    /// The stored block of each of the plan's, and the stored stair of each of theirs.
    known: Vec<Known>,
}

impl Again {
    /// Compares a plan with what is there. The order of the list's rows changes nothing.
    pub fn read(state: &State, plan: &Plan) -> Again {
        let there = There::read(state);
        let mut matched: BTreeMap<InPlan, DoorId> = by_uprn(&there, plan);
        let known = known_again(&there, plan, &matched);
        by_address(&there, plan, &known, &mut matched);
        let mut again = Again {
            known,
            ..Again::default()
        };
        for (at, listed) in in_plan(plan) {
            let Some(door) = matched.get(&at).and_then(|id| there.doors.get(id)) else {
                again.added.push(at);
                continue;
            };
            match again.change(state, &there, plan, at, listed, door) {
                None => again.same += 1,
                Some(changed) => again.changed.push(changed),
            }
        }
        let found: BTreeSet<DoorId> = matched.into_values().collect();
        let listed: BTreeSet<BlockId> = again.known.iter().filter_map(|(id, _)| *id).collect();
        let gone = there
            .doors
            .values()
            .filter(|door| !found.contains(&door.id) && !door.gone);
        again.missing = gone
            .map(|door| Missing {
                door: door.id,
                shown: there.shown(door),
                block_is_listed: there
                    .block_of(door.stair)
                    .is_some_and(|block| listed.contains(&block)),
            })
            .collect();
        // Those of the list's own blocks first, as a person looks for them.
        again.missing.sort_by(|a, b| {
            let (one, other) = (&a.shown, &b.shown);
            b.block_is_listed
                .cmp(&a.block_is_listed)
                .then_with(|| natural(&one.block, &other.block))
                .then_with(|| one.entrance.cmp(&other.entrance))
                .then_with(|| natural(&one.label, &other.label))
                .then(a.door.cmp(&b.door))
        });
        again
    }

    /// What the list has otherwise of a door, if anything.
    fn change(
        &self,
        state: &State,
        there: &There,
        plan: &Plan,
        at: InPlan,
        listed: &PlannedDoor,
        door: &Door,
    ) -> Option<Changed> {
        let block = &plan.blocks[at.block];
        let stair = &block.stairs[at.stair];
        let (known_block, known_stairs) = &self.known[at.block];
        let own_block = there.block_of(door.stair);
        let other_block = known_block.is_some() && *known_block != own_block;
        let other_stair = known_stairs[at.stair] != Some(door.stair);
        let placed = is_placed(state, door.id);
        // Where an organiser has said how it stands, that counts before what a list says.
        let floor = listed
            .floor
            .filter(|floor| !placed && door.floor != Some(*floor));
        let entrance = stair.name.clone().filter(|name| {
            let now = there.shown(door).entrance;
            other_stair && !other_block && !placed && now.as_ref() != Some(name)
        });
        let name = label(listed);
        // What organisers call it counts before what a list does.
        let is_other = key(&name) != key(&door.label) && !is_named(state, door.id);
        let renamed = is_other.then(|| name.clone());
        let mut drafts = Vec::new();
        if renamed.is_some() || door.gone {
            let label = renamed.clone().or_else(|| said_label(state, door.id));
            drafts.push(listed_draft(state, door, label, false));
        }
        if floor.is_some() || entrance.is_some() {
            let fact = Fact::Placed {
                entrance: entrance.clone().or_else(|| door.entrance.clone()),
                floor: floor.or(door.floor),
                order: door.order,
            };
            drafts.push(Draft::new(Stream::Board, fact, vec![door.id.into()]));
        }
        (other_block || !drafts.is_empty()).then(|| Changed {
            door: door.id,
            was: there.shown(door),
            now: Shown {
                block: block.name.clone(),
                entrance: stair.name.clone(),
                floor: listed.floor,
                label: name,
            },
            other_block,
            drafts,
        })
    }

    /// The facts that say what has changed.
    pub fn change_drafts(&self) -> Vec<Draft> {
        let changed = self.changed.iter();
        changed.flat_map(|changed| changed.drafts.clone()).collect()
    }

    /// The new doors as a plan, under the names by which their blocks and stairs are known here.
    pub fn additions(&self, state: &State, plan: &Plan) -> Plan {
        let new: BTreeSet<InPlan> = self.added.iter().copied().collect();
        let mut blocks: Vec<PlannedBlock> = Vec::new();
        for (at, block) in plan.blocks.iter().enumerate() {
            let (known, known_stairs) = &self.known[at];
            let known = known.and_then(|id| estate::block(state, id));
            let mut stairs: Vec<PlannedStair> = Vec::new();
            for (place, stair) in block.stairs.iter().enumerate() {
                let doors = stair.doors.iter().enumerate().filter(|(door, _)| {
                    let (block, stair) = (at, place);
                    new.contains(&InPlan {
                        block,
                        stair,
                        door: *door,
                    })
                });
                let doors: Vec<PlannedDoor> = doors.map(|(_, door)| door.clone()).collect();
                if doors.is_empty() {
                    continue;
                }
                let known = known_stairs[place].and_then(|id| estate::stair(state, id));
                stairs.push(match known {
                    Some(known) => PlannedStair {
                        name: Some(known.name).filter(|name| !name.is_empty()),
                        kind: known.kind,
                        doors,
                    },
                    None => PlannedStair {
                        doors,
                        ..stair.clone()
                    },
                });
            }
            if !stairs.is_empty() {
                blocks.push(PlannedBlock {
                    name: known
                        .as_ref()
                        .map_or(&block.name, |known| &known.name)
                        .clone(),
                    kind: known.map_or(block.kind, |known| known.kind),
                    stairs,
                });
            }
        }
        Plan {
            doors: self.added.len(),
            blocks,
            ..plan.clone()
        }
    }
}

/// The facts that mark doors as not there any more. What was recorded at them stays.
pub fn gone_drafts(state: &State, doors: &[DoorId]) -> Vec<Draft> {
    let doors = doors.iter().filter_map(|id| estate::door(state, *id));
    doors
        .filter(|door| !door.gone)
        .map(|door| listed_draft(state, &door, said_label(state, door.id), true))
        .collect()
}

fn listed_draft(state: &State, door: &Door, label: Option<String>, gone: bool) -> Draft {
    let before = state
        .naming(door.id)
        .filter(|(_, entry)| entry.event.kind == Kind::LISTED);
    Draft {
        over: before.map(|(dot, _)| dot).collect(),
        ..Draft::new(
            Stream::Stair(door.stair),
            Fact::Listed { label, gone },
            vec![door.id.into()],
        )
    }
}

/// What a later list called the door, if any has.
fn said_label(state: &State, door: DoorId) -> Option<String> {
    estate::listed(state, door).and_then(|(label, _)| label)
}

/// Whether an organiser has said where a door is shown.
fn is_placed(state: &State, door: DoorId) -> bool {
    let mut naming = state.naming(door);
    naming.any(|(_, entry)| entry.event.kind == Kind::PLACED)
}
