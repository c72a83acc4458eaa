//! Picking a turf: whole stairs, or part of one.

use std::collections::{BTreeMap, BTreeSet};

use super::export::stair_name;
use super::turf::{Estimate, estimate};
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Turf};
use crate::canvass::fact::BlockKind;
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, DoorId, StairId};
use crate::canvass::loose;

/// A block to pick from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockChoice {
    /// The block.
    pub id: BlockId,
    /// Its name.
    pub name: String,
    /// Building or street.
    pub kind: BlockKind,
    /// Its stairs, those without a door left out.
    pub stairs: Vec<StairChoice>,
}

/// A stair to pick, or part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StairChoice {
    /// The stair.
    pub stair: estate::Stair,
    /// How many doors it has.
    pub doors: usize,
    /// What stands on them, in walk order.
    pub labels: Vec<String>,
    /// How many of those are in a turf already.
    pub in_turfs: usize,
}

/// Every block with doors, in the order a person looks for them.
pub fn choices(state: &State) -> Vec<BlockChoice> {
    let mut doors: BTreeMap<StairId, Vec<String>> = BTreeMap::new();
    for (stair, listed) in estate::all_doors(state) {
        let labels: Vec<String> = listed
            .into_iter()
            .filter(|door| !door.gone)
            .map(|door| match door.entrance {
                Some(entrance) => format!("{entrance} · {}", door.label),
                None => door.label,
            })
            .collect();
        doors.insert(stair, labels);
    }
    let mut in_turfs: BTreeMap<DoorId, ()> = BTreeMap::new();
    for turf in loose::turfs(state) {
        in_turfs.extend(turf.doors.into_iter().map(|door| (door, ())));
    }
    let mut taken: BTreeMap<StairId, usize> = BTreeMap::new();
    for door in in_turfs.keys() {
        if let Some(stair) = estate::stair_of(state, *door) {
            *taken.entry(stair).or_insert(0) += 1;
        }
    }
    estate::blocks(state)
        .into_iter()
        .map(|block| BlockChoice {
            id: block.id,
            name: block.name,
            kind: block.kind,
            stairs: block
                .stairs
                .into_iter()
                .filter_map(|stair| {
                    let labels = doors.remove(&stair.id)?;
                    Some(StairChoice {
                        doors: labels.len(),
                        labels,
                        in_turfs: taken.get(&stair.id).copied().unwrap_or(0),
                        stair,
                    })
                })
                .collect(),
        })
        .filter(|block| !block.stairs.is_empty())
        .collect()
}

/// Which doors of a stair are picked: the first and the last, by their place in the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The first, from 0.
    pub first: usize,
    /// The last; not before the first.
    pub last: usize,
}

impl Part {
    /// All of a stair with so many doors.
    pub fn whole(doors: usize) -> Part {
        Part {
            first: 0,
            last: doors.saturating_sub(1),
        }
    }

    /// How many doors.
    pub fn doors(self) -> usize {
        (self.last + 1).saturating_sub(self.first)
    }
}

/// What is picked: stairs, in the order they are listed, and which part of each.
pub type Picked = BTreeMap<StairId, Part>;

/// The doors picked, and how long they take.
pub fn sum(choices: &[BlockChoice], picked: &Picked) -> (usize, Estimate) {
    let mut doors = 0;
    let mut time = estimate(0, BlockKind::Building);
    for block in choices {
        for stair in &block.stairs {
            if let Some(part) = picked.get(&stair.stair.id) {
                doors += part.doors();
                time = time + estimate(part.doors(), block.kind);
            }
        }
    }
    (doors, time)
}

/// What a turf may be called when nobody thinks of better: the block it is in, the stair where it
/// is one of several, from which door to which where it is part of one, and how many blocks more.
/// `words` fills a catalogue's sentence.
pub fn suggested_name(
    choices: &[BlockChoice],
    picked: &Picked,
    words: impl Fn(&str, &[(&str, String)]) -> String,
) -> String {
    let part = |stair: &StairChoice| picked.get(&stair.stair.id).copied();
    let mut blocks = choices
        .iter()
        .filter(|block| block.stairs.iter().any(|stair| part(stair).is_some()));
    let Some(first) = blocks.next() else {
        return String::new();
    };
    let mut name = first.name.clone();
    let mut stairs = first.stairs.iter().filter(|stair| part(stair).is_some());
    if let (Some(stair), None) = (stairs.next(), stairs.next()) {
        if first.stairs.len() > 1 {
            let stair = stair_name(&stair.stair, |key| words(key, &[]));
            let values = [("block", name), ("stair", stair)];
            name = words("organiser.turf_name_stair", &values);
        }
        name = match part(stair).filter(|part| *part != Part::whole(stair.doors)) {
            Some(part) => {
                let label = |place: usize| stair.labels.get(place).cloned().unwrap_or_default();
                let (from, to) = (label(part.first), label(part.last));
                let values = [("place", name), ("from", from), ("to", to)];
                words("organiser.turf_name_part", &values)
            }
            None => name,
        };
    }
    match blocks.count() {
        0 => name,
        more => words(
            "organiser.turf_name_more",
            &[("place", name), ("n", more.to_string())],
        ),
    }
}

/// The doors that are picked, in walk order, stair by stair as the choices list them.
pub fn doors(state: &State, choices: &[BlockChoice], picked: &Picked) -> Vec<DoorId> {
    let mut doors = estate::all_doors(state);
    choices
        .iter()
        .flat_map(|block| &block.stairs)
        .filter_map(|stair| {
            let part = picked.get(&stair.stair.id)?;
            let listed = doors.remove(&stair.stair.id)?;
            Some(
                listed
                    .into_iter()
                    .filter(|door| !door.gone)
                    .skip(part.first)
                    .take(part.doors())
                    .map(|door| door.id),
            )
        })
        .flatten()
        .collect()
}

/// The turf to record: the doors that are picked.
pub fn turf(state: &State, choices: &[BlockChoice], picked: &Picked, name: &str) -> Draft {
    super::came::turf(&doors(state, choices, picked), name)
}

/// The stairs a turf's doors are in, once each, in the turf's order.
pub fn stairs_of(state: &State, turf: &Turf) -> Vec<StairId> {
    let mut stairs = Vec::new();
    for stair in turf
        .doors
        .iter()
        .filter_map(|door| estate::stair_of(state, *door))
    {
        if !stairs.contains(&stair) {
            stairs.push(stair);
        }
    }
    stairs
}

/// What an invitation to a turf opens: the stairs its doors are in, and all doors of those, whether
/// they are in the turf or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The stairs.
    pub stairs: usize,
    /// All of their doors.
    pub doors: usize,
}

/// What who is invited to these doors gets to see.
pub fn opened(state: &State, doors: &[DoorId]) -> Opened {
    let stairs: BTreeSet<StairId> = doors
        .iter()
        .filter_map(|door| estate::stair_of(state, *door))
        .collect();
    let all = stairs.iter().flat_map(|stair| estate::doors(state, *stair));
    Opened {
        stairs: stairs.len(),
        doors: all.filter(|door| !door.gone).count(),
    }
}

/// How long a turf takes.
pub fn time_for(state: &State, turf: &Turf) -> Estimate {
    let mut by_kind: BTreeMap<BlockKind, usize> = BTreeMap::new();
    for door in &turf.doors {
        let kind = estate::stair_of(state, *door)
            .and_then(|stair| estate::stair(state, stair))
            .and_then(|stair| estate::block_alone(state, stair.block))
            .map_or(BlockKind::Building, |(_, kind)| kind);
        *by_kind.entry(kind).or_insert(0) += 1;
    }
    by_kind
        .into_iter()
        .map(|(kind, doors)| estimate(doors, kind))
        .fold(estimate(0, BlockKind::Building), |sum, time| sum + time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::{Author, CertificateId, PersonId, Role};
    use crate::canvass::dot::{Dot, LogId};
    use crate::canvass::fact::{Fact, StairKind};
    use crate::canvass::fold::Written;
    use crate::canvass::id::Id;
    use crate::canvass::stream::Stream;

    const BOARD: LogId = LogId([1; 8]);
    const DOORS: LogId = LogId([2; 8]);

    fn stair() -> StairId {
        StairId(Dot { log: BOARD, seq: 2 })
    }

    fn door(seq: u64) -> DoorId {
        DoorId(Dot { log: DOORS, seq })
    }

    fn written(log: LogId, drafts: &[Draft]) -> Written {
        Written {
            log,
            author: Author {
                device: CertificateId([1; 32]),
                line: vec![],
                person: PersonId([1; 16]),
                role: Role::Organiser,
                issued: 0,
                appointed: 0,
                stream: drafts[0].stream,
            },
            first: 1,
            offset: 0,
            events: drafts.iter().map(|draft| draft.at(1_000)).collect(),
        }
    }

    /// A building with one stair of four doors, and a turf of the second and third.
    fn estate() -> State {
        let block = Fact::Block {
            name: "Cambrian House".into(),
            kind: BlockKind::Building,
        };
        let entrance = Fact::Stair {
            name: String::new(),
            kind: StairKind::Entrance,
        };
        let turf = Fact::Turf {
            name: "Middle".into(),
        };
        let doors: Vec<Draft> = (0..4)
            .map(|order| {
                let fact = Fact::Door {
                    label: format!("Flat {order}"),
                    floor: None,
                    order,
                    uprn: None,
                };
                Draft::new(Stream::Stair(stair()), fact, vec![])
            })
            .collect();
        let block_id = BlockId(Dot { log: BOARD, seq: 1 });
        let board = [
            Draft::new(Stream::Board, block, vec![]),
            Draft::new(Stream::Board, entrance, vec![block_id.into()]),
            Draft::new(Stream::Board, turf, vec![door(2).into(), door(3).into()]),
        ];
        State::fold(&[written(BOARD, &board), written(DOORS, &doors)])
    }

    #[test]
    fn stairs_are_offered_with_what_is_already_in_a_turf() {
        let choices = choices(&estate());
        assert_eq!(choices.len(), 1);
        assert_eq!(choices[0].stairs[0].doors, 4);
        assert_eq!(choices[0].stairs[0].in_turfs, 2);
    }

    #[test]
    fn part_of_a_stair_is_a_turf_in_walk_order() {
        let state = estate();
        let choices = choices(&state);
        let picked = Picked::from([(stair(), Part { first: 1, last: 3 })]);
        let (doors, time) = sum(&choices, &picked);
        assert_eq!(doors, 3);
        assert_eq!(time, estimate(3, BlockKind::Building));
        let draft = turf(&state, &choices, &picked, "Upper");
        let expected: Vec<Id> = (2..=4).map(|seq| door(seq).into()).collect();
        assert_eq!(draft.about, expected);
    }

    #[test]
    fn a_turf_is_called_after_its_block_and_the_part_of_it() {
        let choices = choices(&estate());
        let name = |choices: &[BlockChoice], part| {
            suggested_name(
                choices,
                &Picked::from([(stair(), part)]),
                crate::locales::fill,
            )
        };
        assert_eq!(name(&choices, Part::whole(4)), "Cambrian House");
        let part = Part { first: 1, last: 2 };
        assert_eq!(name(&choices, part), "Cambrian House, Flat 1 to Flat 2");
        let mut two = choices.clone();
        let mut other = two[0].stairs[0].clone();
        other.stair.id = StairId(Dot { log: BOARD, seq: 9 });
        other.stair.name = "Entrance B".into();
        let picked = other.stair.id;
        two[0].stairs.push(other);
        let one = Picked::from([(picked, Part::whole(4))]);
        let called = |picked: &Picked| suggested_name(&two, picked, crate::locales::fill);
        assert_eq!(called(&one), "Cambrian House, Entrance B");
        let both = Picked::from([(stair(), Part::whole(4)), (picked, Part::whole(4))]);
        assert_eq!(called(&both), "Cambrian House");
        assert_eq!(called(&Picked::new()), "");
    }

    #[test]
    fn a_turf_of_several_blocks_says_how_many_more() {
        let mut several = choices(&estate());
        let mut second = several[0].clone();
        second.name = "Kite House".into();
        second.stairs[0].stair.id = StairId(Dot { log: BOARD, seq: 9 });
        let picked = Picked::from([
            (stair(), Part::whole(4)),
            (second.stairs[0].stair.id, Part::whole(4)),
        ]);
        several.push(second);
        let name = suggested_name(&several, &picked, crate::locales::fill);
        assert_eq!(name, "Cambrian House and 1 more");
    }

    #[test]
    fn a_turf_tells_its_stairs_once_and_its_time() {
        let state = estate();
        let turf = estate::turfs(&state).remove(0);
        assert_eq!(stairs_of(&state, &turf), vec![stair()]);
        assert_eq!(time_for(&state, &turf), estimate(2, BlockKind::Building));
    }

    #[test]
    fn a_whole_stair_without_doors_has_none_beyond_its_first() {
        assert_eq!(Part::whole(4).doors(), 4);
        assert_eq!(Part { first: 3, last: 1 }.doors(), 0);
    }
}
