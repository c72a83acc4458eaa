//! Estates: the blocks of a campaign that goes to several, told apart by name.

use std::collections::{BTreeMap, BTreeSet};

use super::selection::stairs_of;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Turf, natural};
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::BlockId;
use crate::canvass::stream::Stream;

/// An estate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estate {
    /// What it is called; empty for the blocks that were put to none.
    pub name: String,
    /// Its blocks.
    pub blocks: BTreeSet<BlockId>,
}

/// Every estate with a block, by name; the blocks without one last. One where nobody has told any
/// apart.
pub fn estates(state: &State) -> Vec<Estate> {
    let mut by_name: BTreeMap<String, BTreeSet<BlockId>> = BTreeMap::new();
    for (dot, _) in state.of_kind(crate::canvass::event::Kind::BLOCK) {
        let block = BlockId(dot);
        by_name
            .entry(name_of(state, block))
            .or_default()
            .insert(block);
    }
    let mut estates: Vec<Estate> = by_name
        .into_iter()
        .map(|(name, blocks)| Estate { name, blocks })
        .collect();
    estates.sort_by(|a, b| {
        (a.name.is_empty().cmp(&b.name.is_empty())).then_with(|| natural(&a.name, &b.name))
    });
    estates
}

/// Whether a turf goes to an estate, be it with one door.
pub fn has_turf(state: &State, estate: &Estate, turf: &Turf) -> bool {
    let stairs = stairs_of(state, turf).into_iter();
    stairs
        .filter_map(|stair| estate::stair(state, stair))
        .any(|stair| estate.blocks.contains(&stair.block))
}

/// What the estate of a block is called; empty where it was put to none. Where two organisers put
/// it to two, the one that stands last in the logs' order: the same on every device, and a tap
/// changes it.
pub fn name_of(state: &State, block: BlockId) -> String {
    let last = writes(state, block).pop();
    last.map(|(_, name)| name).unwrap_or_default()
}

fn writes(state: &State, block: BlockId) -> Vec<(Dot, String)> {
    state
        .naming(block)
        .filter_map(
            |(dot, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
                Ok(Some(Fact::Estate { name })) => Some((dot, name)),
                _ => None,
            },
        )
        .collect()
}

/// Puts blocks to an estate of this name, over what was said before. Those that are in it already
/// are left out.
pub fn put(state: &State, blocks: impl IntoIterator<Item = BlockId>, name: &str) -> Vec<Draft> {
    blocks
        .into_iter()
        .filter(|block| name_of(state, *block) != name)
        .map(|block| Draft {
            stream: Stream::Board,
            fact: Fact::Estate { name: name.into() },
            about: vec![block.into()],
            over: writes(state, block)
                .into_iter()
                .map(|(dot, _)| dot)
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::organise::small::Small;

    fn names(state: &State) -> Vec<(String, usize)> {
        let estates = estates(state).into_iter();
        estates
            .map(|estate| (estate.name, estate.blocks.len()))
            .collect()
    }

    #[test]
    fn blocks_are_one_estate_until_they_are_told_apart() {
        let mut small = Small::new(1);
        let (first, second) = (small.block(0), small.block(1));
        assert_eq!(names(&small.state()), [(String::new(), 2)]);
        for draft in put(&small.state(), [first], "Heron") {
            small.record(1, Role::Organiser, draft);
        }
        assert_eq!(
            names(&small.state()),
            [("Heron".into(), 1), (String::new(), 1)]
        );
        // Said otherwise, it is said over what was there.
        for draft in put(&small.state(), [first, second], "Kestrel") {
            small.record(1, Role::Organiser, draft);
        }
        assert_eq!(names(&small.state()), [("Kestrel".into(), 2)]);
        assert_eq!(put(&small.state(), [first, second], "Kestrel"), vec![]);
    }

    #[test]
    fn a_turf_goes_to_every_estate_it_has_a_door_in() {
        let mut small = Small::new(2);
        for draft in put(&small.state(), [small.block(0)], "Heron") {
            small.record(1, Role::Organiser, draft);
        }
        for (doors, expected) in [
            (vec![0, 1], [true, false]),
            (vec![3], [false, true]),
            (vec![1, 2], [true, true]),
        ] {
            let mut small = small.clone();
            let about = doors.iter().map(|n| small.door(*n).into()).collect();
            small.board(Fact::Turf { name: "T".into() }, about);
            let state = small.state();
            let turf = estate::turfs(&state).remove(0);
            let found = estates(&state).into_iter();
            let found: Vec<bool> = found.map(|it| has_turf(&state, &it, &turf)).collect();
            assert_eq!(found, expected, "{doors:?}");
        }
    }
}
