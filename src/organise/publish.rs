//! An address list becomes an estate: the events that list it.
//!
//! A stair's id is the dot of its event on the board and names its stream, so publishing takes
//! turns: blocks, then stairs, then doors.

use crate::canvass::address_list::{Plan, PlannedBlock, PlannedDoor};
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::id::{BlockId, StairId};
use crate::canvass::stream::Stream;

/// What stands on a door: its number, and the house's name where it has one as well.
pub fn label(door: &PlannedDoor) -> String {
    match &door.house_name {
        Some(name) => format!("{} {name}", door.label),
        None => door.label.clone(),
    }
}

/// One event for each block of the plan, in its order.
pub fn blocks(plan: &Plan) -> Vec<Draft> {
    plan.blocks
        .iter()
        .map(|block| {
            let fact = Fact::Block {
                name: block.name.clone(),
                kind: block.kind,
            };
            Draft::new(Stream::Board, fact, Vec::new())
        })
        .collect()
}

/// One event for each stair, once the blocks are recorded under these ids.
pub fn stairs(plan: &Plan, blocks: &[BlockId]) -> Vec<Draft> {
    plan.blocks
        .iter()
        .zip(blocks)
        .flat_map(|(block, id)| {
            block.stairs.iter().map(|stair| {
                let fact = Fact::Stair {
                    name: stair.name.clone().unwrap_or_default(),
                    kind: stair.kind,
                };
                Draft::new(Stream::Board, fact, vec![(*id).into()])
            })
        })
        .collect()
}

/// The events of each stair's doors, in walk order, once the stairs are recorded under these ids.
pub fn doors(plan: &Plan, stairs: &[StairId]) -> Vec<Vec<Draft>> {
    plan.blocks
        .iter()
        .flat_map(|block: &PlannedBlock| &block.stairs)
        .zip(stairs)
        .map(|(stair, id)| {
            (0..)
                .zip(&stair.doors)
                .map(|(order, door)| {
                    let fact = Fact::Door {
                        label: label(door),
                        floor: door.floor,
                        order,
                        uprn: door.uprn.as_ref().and_then(|uprn| uprn.parse().ok()),
                    };
                    Draft::new(Stream::Stair(*id), fact, Vec::new())
                })
                .collect()
        })
        .collect()
}
