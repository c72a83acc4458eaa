//! Estates: the blocks of a campaign that goes to several, told apart by name; and what figures are of,
//! the whole campaign or one of them.

use std::collections::{BTreeMap, BTreeSet};

use super::board;
use super::selection::stairs_of;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::dwelling::is_home;
use crate::canvass::estate::{self, Turf, natural};
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, DoorId, StairId};
use crate::canvass::stream::Stream;

/// An estate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estate {
    /// What it is called; empty for the blocks that were put to none.
    pub name: String,
    /// Its blocks.
    pub blocks: BTreeSet<BlockId>,
}

/// What figures are of. Both sides of one are of the same: so many of an estate's homes are of that
/// estate's homes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// The whole campaign: the blocks that were put to no estate with it.
    #[default]
    Campaign,
    /// One estate.
    Estate(Estate),
}

impl Extent {
    /// Whether a block is of it.
    pub fn has(&self, block: BlockId) -> bool {
        match self {
            Extent::Campaign => true,
            Extent::Estate(estate) => estate.blocks.contains(&block),
        }
    }

    /// Whether a stair is of it: where its block is.
    pub fn has_stair(&self, state: &State, stair: StairId) -> bool {
        let block = || estate::stair(state, stair).map(|stair| stair.block);
        *self == Extent::Campaign || block().is_some_and(|block| self.has(block))
    }

    /// Whether a door is of it: where its stair is.
    pub fn has_door(&self, state: &State, door: DoorId) -> bool {
        let stair = || estate::stair_of(state, door);
        *self == Extent::Campaign || stair().is_some_and(|stair| self.has_stair(state, stair))
    }

    /// Whether what was recorded on a stair is of it, by where it is recorded. What stands in no stair is of
    /// the campaign alone.
    pub fn has_record(&self, state: &State, dot: Dot) -> bool {
        let stair = || match state.log(dot.log)?.author.stream {
            Stream::Stair(stair) => Some(stair),
            _ => None,
        };
        *self == Extent::Campaign || stair().is_some_and(|stair| self.has_stair(state, stair))
    }
}

/// An estate in short: its homes, and at how many of them somebody was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InShort {
    /// What it is called; empty for the blocks that were put to none.
    pub name: String,
    /// Its homes.
    pub homes: usize,
    /// Those of them where somebody was reached.
    pub reached: usize,
}

/// Every estate in short, in their order. What is no home is counted on neither side.
pub fn in_short(state: &State) -> Vec<InShort> {
    let mut doors = estate::all_doors(state);
    let mut short = |estate: Estate| {
        let (mut homes, mut reached) = (0, 0);
        let blocks = estate
            .blocks
            .iter()
            .filter_map(|id| estate::block(state, *id));
        let stairs: Vec<StairId> = blocks
            .flat_map(|block| block.stairs)
            .map(|stair| stair.id)
            .collect();
        for door in stairs
            .iter()
            .flat_map(|id| doors.remove(id).unwrap_or_default())
        {
            let knocks = estate::knocks(state, door.id);
            if is_home(state, &door, knocks.last()) {
                homes += 1;
                reached += usize::from(knocks.iter().any(|knock| knock.outcome.reached()));
            }
        }
        InShort {
            name: estate.name,
            homes,
            reached,
        }
    };
    estates(state).into_iter().map(&mut short).collect()
}

/// The estate that a block is of; `None` for one that is not here.
pub fn of_block(state: &State, block: BlockId) -> Option<Estate> {
    let mut all = estates(state).into_iter();
    all.find(|estate| estate.blocks.contains(&block))
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

/// What the estates are called that some of these doors are in, in their order: an empty name for the blocks
/// that were put to none. Nothing where there is one alone.
pub fn names_of<'a>(state: &State, doors: impl IntoIterator<Item = &'a DoorId>) -> Vec<String> {
    let mut estates = estates(state);
    if estates.len() < 2 {
        return Vec::new();
    }
    let stairs: BTreeSet<StairId> = doors
        .into_iter()
        .filter_map(|door| estate::stair_of(state, *door))
        .collect();
    let blocks: BTreeSet<BlockId> = stairs
        .into_iter()
        .filter_map(|stair| Some(estate::stair(state, stair)?.block))
        .collect();
    estates.retain(|estate| !estate.blocks.is_disjoint(&blocks));
    estates.into_iter().map(|estate| estate.name).collect()
}

/// What stairs are called where they stand below each other: as on their boards, and by their estate too where
/// those of several stand there, for blocks of two may be called the same.
pub struct Places<'a> {
    state: &'a State,
    by_estate: bool,
}

impl<'a> Places<'a> {
    /// Of this much of a campaign.
    pub fn new(state: &'a State, of: &Extent) -> Places<'a> {
        Places {
            state,
            by_estate: *of == Extent::Campaign && estates(state).len() > 1,
        }
    }

    /// What a stair is called. `words` gives a catalogue key's sentence.
    pub fn name(&self, stair: StairId, words: impl Fn(&str) -> String) -> Option<String> {
        let place = board::place(self.state, stair, words)?;
        let block = estate::stair(self.state, stair)?.block;
        let estate = match self.by_estate {
            true => name_of(self.state, block),
            false => String::new(),
        };
        Some(match estate.is_empty() {
            true => place,
            false => format!("{estate} · {place}"),
        })
    }
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

/// Puts blocks to an estate of this name, over what was said before. Those that are in it already, and
/// of which nobody says otherwise, are left out.
pub fn put(state: &State, blocks: impl IntoIterator<Item = BlockId>, name: &str) -> Vec<Draft> {
    blocks
        .into_iter()
        .filter(|block| {
            let otherwise = writes(state, *block).iter().any(|(_, said)| said != name);
            otherwise || name_of(state, *block) != name
        })
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
    use crate::canvass::event::Kind;
    use crate::canvass::fact::{Outcome, Value};
    use crate::canvass::id::Facet;
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
    fn a_block_put_to_two_estates_at_once_is_settled_by_either() {
        let mut small = Small::new(1);
        let block = small.block(0);
        let puts = ["Heron", "Kestrel"].map(|name| put(&small.state(), [block], name));
        for (by, drafts) in [9, 4].into_iter().zip(puts) {
            for draft in drafts {
                small.record(by, Role::Organiser, draft);
            }
        }
        let shown = name_of(&small.state(), block);
        assert_eq!(shown, "Heron", "the last in the logs' order");
        for name in ["Kestrel", "Heron"] {
            let mut settled = small.clone();
            let drafts = put(&settled.state(), [block], name);
            assert_eq!(drafts.len(), 1, "{name}");
            for draft in drafts {
                settled.record(4, Role::Organiser, draft);
            }
            assert_eq!(name_of(&settled.state(), block), name);
            assert_eq!(writes(&settled.state(), block).len(), 1);
            assert_eq!(put(&settled.state(), [block], name), []);
        }
    }

    /// The first block is put to an estate, the second to none. One home is spoken to at each, and at the
    /// second block nobody is in at another.
    fn knocked() -> Small {
        let mut small = Small::new(3);
        for draft in put(&small.state(), [small.block(0)], "Heron") {
            small.record(1, Role::Organiser, draft);
        }
        for (place, outcome) in [
            (0, Outcome::Spoke),
            (3, Outcome::Spoke),
            (4, Outcome::NotHome),
        ] {
            let fact = Fact::Knock {
                outcome,
                by: None,
                when: None,
            };
            let (stair, door) = ((place / 3) as u64, small.door(place).into());
            small.say(7, Role::Volunteer, stair, fact, vec![door]);
        }
        small
    }

    #[test]
    fn what_is_of_one_estate_is_of_no_other_and_all_of_it_is_of_the_campaign() {
        let small = knocked();
        let state = small.state();
        let all: Vec<Extent> = estates(&state).into_iter().map(Extent::Estate).collect();
        assert_eq!(all.len(), 2, "the block of no estate is one of its own");
        for (place, expected) in [(0, [true, false]), (2, [true, false]), (3, [false, true])] {
            let (door, stair) = (small.door(place), small.stair((place / 3) as u64));
            let held: Vec<bool> = all.iter().map(|of| of.has_door(&state, door)).collect();
            assert_eq!(held, expected, "door {place}");
            let held: Vec<bool> = all.iter().map(|of| of.has_stair(&state, stair)).collect();
            assert_eq!(held, expected, "the stair of door {place}");
            assert!(Extent::Campaign.has_door(&state, door));
        }
        for (dot, entry) in state.of_kind(Kind::KNOCK) {
            let at = DoorId::try_from(entry.event.about[0]).unwrap();
            for of in &all {
                assert_eq!(of.has_record(&state, dot), of.has_door(&state, at));
            }
            assert!(Extent::Campaign.has_record(&state, dot));
        }
        // What stands on the board is recorded in no stair.
        let (board, _) = state.of_kind(Kind::BLOCK).next().unwrap();
        assert!(!all.iter().any(|of| of.has_record(&state, board)));
        assert!(Extent::Campaign.has_record(&state, board));
    }

    #[test]
    fn each_estate_in_short_is_of_its_own_homes() {
        let short = |name: &str, homes, reached| InShort {
            name: name.into(),
            homes,
            reached,
        };
        let mut small = knocked();
        assert_eq!(
            in_short(&small.state()),
            [short("Heron", 3, 1), short("", 3, 1)]
        );
        // What turns out to be no home is of neither side.
        let no_home = Fact::PlainFact {
            value: Value::Choice(1),
        };
        let about = vec![small.door(3).into(), Facet::BEHIND.into()];
        small.say(7, Role::Volunteer, 1, no_home, about);
        assert_eq!(
            in_short(&small.state()),
            [short("Heron", 3, 1), short("", 2, 0)]
        );
        assert_eq!(
            of_block(&small.state(), small.block(1)).unwrap().name,
            String::new()
        );
    }

    #[test]
    fn two_stairs_of_one_name_are_told_apart_by_their_estates() {
        let mut small = Small::new(2);
        let twin = Fact::Block {
            name: "Cambrian House".into(),
            kind: crate::canvass::fact::BlockKind::Building,
        };
        let twin = BlockId(small.board(twin, vec![]));
        let stair = Fact::Stair {
            name: String::new(),
            kind: crate::canvass::fact::StairKind::Entrance,
        };
        let stairs = [
            small.stair(0),
            StairId(small.board(stair, vec![twin.into()])),
            small.stair(1),
        ];
        let named = |small: &Small, of: &Extent| {
            let state = small.state();
            let places = Places::new(&state, of);
            stairs.map(|stair| places.name(stair, str::to_string).unwrap())
        };
        let alone = ["Cambrian House", "Cambrian House", "Dunlin House"];
        assert_eq!(named(&small, &Extent::Campaign), alone);
        for (block, name) in [(small.block(0), "Heron"), (twin, "Kestrel")] {
            for draft in put(&small.state(), [block], name) {
                small.record(1, Role::Organiser, draft);
            }
        }
        // What is of no estate has no other name.
        assert_eq!(
            named(&small, &Extent::Campaign),
            [
                "Heron · Cambrian House",
                "Kestrel · Cambrian House",
                "Dunlin House"
            ]
        );
        // Where one was picked it is said above.
        let heron = of_block(&small.state(), small.block(0)).unwrap();
        assert_eq!(named(&small, &Extent::Estate(heron)), alone);
    }

    #[test]
    fn doors_are_of_the_estates_they_are_in_and_of_none_by_name_where_there_is_one() {
        let mut small = Small::new(2);
        let names = |small: &Small, doors: &[usize]| {
            let doors: Vec<DoorId> = doors.iter().map(|n| small.door(*n)).collect();
            names_of(&small.state(), &doors)
        };
        assert_eq!(names(&small, &[0, 3]), Vec::<String>::new());
        for draft in put(&small.state(), [small.block(1)], "Heron") {
            small.record(1, Role::Organiser, draft);
        }
        assert_eq!(names(&small, &[0, 1]), [""]);
        assert_eq!(names(&small, &[2]), ["Heron"]);
        assert_eq!(names(&small, &[0, 3]), ["Heron", ""]);
        assert_eq!(names(&small, &[]), Vec::<String>::new());
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
