//! Loading a list that was loaded in part, or once before: what of it is there already.
//!
//! Blocks are known by name and kind, stairs by theirs within the block, doors by their label
//! within the stair. Nothing that is there is ever changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::address_list::Plan;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Block};
use crate::canvass::fact::{BlockKind, Fact};
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, StairId};
use crate::canvass::stream::Stream;

/// The blocks of the plan that are there, in its order.
pub fn blocks(state: &State, plan: &Plan) -> Vec<Option<BlockId>> {
    let known = by_name(estate::blocks(state));
    plan.blocks
        .iter()
        .map(|block| Some(known.get(&(block.name.clone(), block.kind))?.id))
        .collect()
}

/// The stairs of the plan that are there, in its order, over all of its blocks.
pub fn stairs(state: &State, plan: &Plan) -> Vec<Option<StairId>> {
    let known = by_name(estate::blocks(state));
    plan.blocks
        .iter()
        .flat_map(|block| {
            let there = known.get(&(block.name.clone(), block.kind));
            block.stairs.iter().map(move |stair| {
                let name = stair.name.as_deref().unwrap_or_default();
                there?
                    .stairs
                    .iter()
                    .find(|there| there.name == name && there.kind == stair.kind)
                    .map(|there| there.id)
            })
        })
        .collect()
}

/// The doors that are not there yet.
pub fn missing_doors(state: &State, doors: Vec<Vec<Draft>>) -> Vec<Draft> {
    let known: BTreeMap<StairId, BTreeSet<String>> = estate::all_doors(state)
        .into_iter()
        .map(|(stair, doors)| (stair, doors.into_iter().map(|door| door.label).collect()))
        .collect();
    doors
        .into_iter()
        .flatten()
        .filter(|draft| match (&draft.fact, draft.stream) {
            (Fact::Door { label, .. }, Stream::Stair(stair)) => known
                .get(&stair)
                .is_none_or(|labels| !labels.contains(label)),
            _ => true,
        })
        .collect()
}

fn by_name(blocks: Vec<Block>) -> BTreeMap<(String, BlockKind), Block> {
    blocks
        .into_iter()
        .map(|block| ((block.name.clone(), block.kind), block))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::address_list;
    use crate::organise::device::Journal;

    const LIST: &[u8] = b"Address\n\"1 Oak Road, Newtown\"\n\"2 Oak Road, Newtown\"\n\"3 Oak Road, Newtown\"\n\"Flat 1, Cambrian House, Oak Road, Newtown\"\n\"Flat 2, Cambrian House, Oak Road, Newtown\"\n";

    #[test]
    fn a_list_loaded_in_part_is_finished_and_once_whole_stays_as_it_is() {
        let plan = address_list::read(LIST, |_, _| ()).unwrap();
        assert_eq!(plan.doors, 5);
        let mut journal = Journal::default();
        journal.load(&plan, 2);
        let count = |journal: &Journal| {
            let state = journal.state();
            let doors = estate::all_doors(&state)
                .values()
                .map(Vec::len)
                .sum::<usize>();
            (estate::blocks(&state).len(), doors)
        };
        assert_eq!(count(&journal), (plan.blocks.len(), 2));
        journal.load(&plan, usize::MAX);
        assert_eq!(count(&journal), (plan.blocks.len(), 5));
        let before = journal.logs.clone();
        journal.load(&plan, usize::MAX);
        assert_eq!(journal.logs, before);
    }
}
