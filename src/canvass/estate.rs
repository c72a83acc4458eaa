//! The estate as the state tells it: blocks, stairs, doors in walk order, and what is known at
//! each door.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::author::Role;
use super::dot::{Dot, LogId};
use super::event::Kind;
use super::fact::{BlockKind, Fact, StairKind};
use super::fold::{Entry, State};
pub use super::household::{do_not_knock, do_not_knock_before, household, is_hidden, twins};
use super::id::{BlockId, DoorId, HeadId, Id, StairId, TurfId};
pub use super::knocks::{Attempt, Knock, all_knocks, knocked_before, knocks};
use super::order;
use super::stream::Stream;

/// A building or a street.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its id.
    pub id: BlockId,
    /// Its name: as organisers call it, or else as it was listed.
    pub name: String,
    /// Building or street.
    pub kind: BlockKind,
    /// Its stairs, in the order they were listed.
    pub stairs: Vec<Stair>,
}

/// An entrance of a building or a side of a street.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stair {
    /// Its id, which also names its stream.
    pub id: StairId,
    /// The block it is in.
    pub block: BlockId,
    /// Its own name, where it has one.
    pub name: String,
    /// Which part of the block it is.
    pub kind: StairKind,
}

/// One dwelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Its id.
    pub id: DoorId,
    /// The stair it is in.
    pub stair: StairId,
    /// As on the door: as organisers call it, or else as the newest list has it.
    pub label: String,
    /// The entrance it is shown under, where an organiser has said so.
    pub entrance: Option<String>,
    /// The floor, where it is known; 0 is the ground.
    pub floor: Option<i16>,
    /// Its place in the walk.
    pub order: u32,
    /// The national property number, where the list has one.
    pub uprn: Option<u64>,
    /// An organiser has marked it as not there.
    pub gone: bool,
}

/// A turf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turf {
    /// Its id.
    pub id: TurfId,
    /// Its name.
    pub name: String,
    /// Its doors, in walk order.
    pub doors: Vec<DoorId>,
}

/// Every block, its stairs with it, by name as a person would look for them: `1 Palm Road` after
/// `Palm Road`.
pub fn blocks(state: &State) -> Vec<Block> {
    let mut blocks: Vec<Block> = state
        .of_kind(Kind::BLOCK)
        .filter_map(|(dot, entry)| match read(entry)? {
            Fact::Block { name, kind } => Some(Block {
                id: BlockId(dot),
                name: called(state, BlockId(dot)).unwrap_or(name),
                kind,
                stairs: Vec::new(),
            }),
            _ => None,
        })
        .collect();
    for block in &mut blocks {
        block.stairs = stairs_of(state, block.id);
    }
    order::sort_by(&mut blocks, |a, b| {
        by_street(&a.name, &b.name).then(a.id.cmp(&b.id))
    });
    blocks
}

/// Orders blocks' names by the street, a number before it last, so that a street's buildings stand
/// beside the street.
fn by_street(a: &str, b: &str) -> Ordering {
    // `2`, `12A`, `12-14`; but the `1st` of `1st Avenue` is its name.
    let is_number = |word: &str| {
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        word.starts_with(|c: char| c.is_ascii_digit()) && letters < 2
    };
    let parts = |name: &str| -> (String, String) {
        match name.split_once(' ') {
            Some((number, street)) if is_number(number) => (street.to_string(), number.to_string()),
            _ => (name.to_string(), String::new()),
        }
    };
    let ((street_a, number_a), (street_b, number_b)) = (parts(a), parts(b));
    natural(&street_a, &street_b).then_with(|| natural(&number_a, &number_b))
}

fn stairs_of(state: &State, block: BlockId) -> Vec<Stair> {
    state
        .naming_as(Kind::STAIR, block)
        .filter_map(|(dot, entry)| match read(entry)? {
            Fact::Stair { name, kind } => Some(Stair {
                id: StairId(dot),
                block,
                name: called(state, StairId(dot)).unwrap_or(name),
                kind,
            }),
            _ => None,
        })
        .collect()
}

/// A stair by its id.
pub fn stair(state: &State, id: StairId) -> Option<Stair> {
    let entry = state.entry(id.0)?;
    let block = entry
        .event
        .about
        .iter()
        .find_map(|about| BlockId::try_from(*about).ok())?;
    match read(entry)? {
        Fact::Stair { name, kind } => Some(Stair {
            id,
            block,
            name: called(state, id).unwrap_or(name),
            kind,
        }),
        _ => None,
    }
}

/// A block by its id, its stairs with it.
pub fn block(state: &State, id: BlockId) -> Option<Block> {
    let (name, kind) = block_alone(state, id)?;
    Some(Block {
        id,
        name,
        kind,
        stairs: stairs_of(state, id),
    })
}

/// What a block is called and whether it is a building or a street, for who asks for every line of a file: its
/// stairs, of which a street may have many, are not looked at.
pub fn block_alone(state: &State, id: BlockId) -> Option<(String, BlockKind)> {
    match read(state.entry(id.0)?)? {
        Fact::Block { name, kind } => Some((called(state, id).unwrap_or(name), kind)),
        _ => None,
    }
}

/// The doors of a stair, in walk order: highest floor first, then along the landing or street.
pub fn doors(state: &State, stair: StairId) -> Vec<Door> {
    let mut doors: Vec<Door> = state
        .of_kind_on(Kind::DOOR, stair)
        .filter_map(|(dot, _)| door(state, DoorId(dot)))
        .collect();
    sort_for_walking(&mut doors);
    doors
}

/// All doors here, by stair, each stair's in walk order.
pub fn all_doors(state: &State) -> BTreeMap<StairId, Vec<Door>> {
    let mut stairs: BTreeMap<StairId, Vec<Door>> = Default::default();
    for (dot, _) in state.of_kind(Kind::DOOR) {
        if let Some(door) = door(state, DoorId(dot)) {
            stairs.entry(door.stair).or_default().push(door);
        }
    }
    for doors in stairs.values_mut() {
        sort_for_walking(doors);
    }
    stairs
}

/// Puts doors of one stair in walk order: entrance by entrance where there are several, highest
/// floor first, then along the landing or street.
pub fn sort_for_walking(doors: &mut [Door]) {
    order::sort_by(doors, |a, b| {
        natural_if_any(a.entrance.as_deref(), b.entrance.as_deref())
            .then(b.floor.unwrap_or(0).cmp(&a.floor.unwrap_or(0)))
            .then(a.order.cmp(&b.order))
            .then_with(|| natural(&a.label, &b.label))
            .then(a.id.cmp(&b.id))
    });
}

/// The stair a door is in: that of the stream it was listed in.
pub fn stair_of(state: &State, door: DoorId) -> Option<StairId> {
    match state.log(door.0.log)?.author.stream {
        Stream::Stair(stair) => Some(stair),
        _ => None,
    }
}

/// A door by its id. Where an organiser has placed it counts before what the list said.
pub fn door(state: &State, id: DoorId) -> Option<Door> {
    let stair = stair_of(state, id)?;
    let Fact::Door {
        label,
        floor,
        order,
        uprn,
    } = read(state.entry(id.0)?)?
    else {
        return None;
    };
    let (entrance, floor, order) = placed(state, id)
        .pop()
        .map_or((None, floor, order), |(_, spot)| spot);
    let (later, gone) = listed(state, id).unwrap_or_default();
    Some(Door {
        id,
        stair,
        label: called(state, id).or(later).unwrap_or(label),
        entrance,
        floor,
        order,
        uprn,
        gone,
    })
}

/// Where a door is shown: under which entrance (where the block has several), on which floor (0 is the ground),
/// and its place there.
pub type Spot = (Option<String>, Option<i16>, u32);

/// Where organisers say that a door is shown, each with where they said so: several where two said so at once, of
/// which the last in the logs' order counts.
pub fn placed(state: &State, door: DoorId) -> Vec<(Dot, Spot)> {
    state
        .naming_as(Kind::PLACED, door)
        .filter_map(|(dot, entry)| match read(entry)? {
            Fact::Placed {
                entrance,
                floor,
                order,
            } => Some((dot, (entrance, floor, order))),
            _ => None,
        })
        .collect()
}

/// What organisers call a block, a stair or a door in place of what was listed, each with where they said so:
/// several where two said so at once. Of anyone else, or in another's stream, it counts for nothing.
pub fn named(state: &State, what: impl Into<Id>) -> Vec<(Dot, String)> {
    let what = what.into();
    let stream = match DoorId::try_from(what) {
        Ok(door) => stair_of(state, door).map(Stream::Stair),
        Err(_) => Some(Stream::Board),
    };
    let counts = |dot: &Dot| {
        let author = state.log(dot.log).map(|log| &log.author);
        author.is_some_and(|it| it.role == Role::Organiser && Some(it.stream) == stream)
    };
    state
        .naming_as(Kind::NAMED, what)
        .filter(|(dot, _)| counts(dot))
        .filter_map(|(dot, entry)| match read(entry)? {
            Fact::Named { name } => Some((dot, name)),
            _ => None,
        })
        .collect()
}

/// What it is called now, where organisers have said so: the last in the logs' order, which is one on every device.
fn called(state: &State, what: impl Into<Id>) -> Option<String> {
    named(state, what).pop().map(|(_, name)| name)
}

/// What a block, a stair or a door was called when it was listed, whatever it is called now.
pub fn listed_as(state: &State, what: impl Into<Id>) -> Option<String> {
    let Id::Named(_, dot) = what.into() else {
        return None;
    };
    match read(state.entry(dot)?)? {
        Fact::Block { name, .. } | Fact::Stair { name, .. } | Fact::Door { label: name, .. } => {
            Some(name)
        }
        _ => None,
    }
}

/// What a later list says of a door: what is on it now, where that has changed, and whether an
/// organiser has marked it as not there. Of anyone else it counts for nothing.
pub fn listed(state: &State, door: DoorId) -> Option<(Option<String>, bool)> {
    let by_organiser = |dot: &Dot| {
        let log = state.log(dot.log);
        log.is_some_and(|log| log.author.role == Role::Organiser)
    };
    state
        .naming_as(Kind::LISTED, door)
        .filter(|(dot, _)| by_organiser(dot))
        .filter_map(|(_, entry)| match read(entry)? {
            Fact::Listed { label, gone } => Some((label, gone)),
            _ => None,
        })
        .last()
}

/// Who wrote an event, by the name they go by; empty where their log has none.
pub fn name_of(state: &State, dot: Dot) -> String {
    written_by(state, dot).to_string()
}

/// The same, lent.
pub fn written_by(state: &State, dot: Dot) -> &str {
    let log = state.log(dot.log);
    log.and_then(|log| log.name.as_deref()).unwrap_or_default()
}

/// The names of everyone who has written something this device reads, each once.
pub fn team(state: &State) -> Vec<String> {
    let mut names: Vec<String> = state
        .logs()
        .filter_map(|(_, log)| log.name.clone())
        .collect();
    order::sort_by(&mut names, |a, b| natural(a, b).then_with(|| a.cmp(b)));
    names.dedup();
    names
}

/// The turfs, by name.
pub fn turfs(state: &State) -> Vec<Turf> {
    let mut turfs: Vec<Turf> = state
        .of_kind(Kind::TURF)
        .filter_map(|(dot, entry)| match read(entry)? {
            Fact::Turf { name } => Some(Turf {
                id: TurfId(dot),
                name,
                doors: entry
                    .event
                    .about
                    .iter()
                    .filter_map(|id| DoorId::try_from(*id).ok())
                    .collect(),
            }),
            _ => None,
        })
        .collect();
    order::sort_by(&mut turfs, |a, b| {
        natural(&a.name, &b.name).then(a.id.cmp(&b.id))
    });
    turfs
}

/// The turfs that hold a door.
pub fn turfs_of(state: &State, door: DoorId) -> impl Iterator<Item = TurfId> {
    state
        .naming_as(Kind::TURF, door)
        .filter(|(_, entry)| matches!(read(entry), Some(Fact::Turf { .. })))
        .map(|(dot, _)| TurfId(dot))
}

/// How far organisers' devices have merged a log: the highest head any of them counted.
pub fn counted_through(state: &State, log: LogId) -> u64 {
    counted_heads(state)
        .filter(|(head, _)| head.log == log)
        .map(|(head, _)| head.seq)
        .max()
        .unwrap_or(0)
}

/// Every head that an organiser's device has counted, with the hash of the batch that ended there
/// for that device.
pub fn counted_heads(state: &State) -> impl Iterator<Item = (Dot, [u8; 32])> {
    let by_organiser = |dot: &Dot| {
        let log = state.log(dot.log);
        log.is_some_and(|log| log.author.role == Role::Organiser)
    };
    state
        .of_kind(Kind::COUNTED)
        .filter(move |(dot, _)| by_organiser(dot))
        .flat_map(|(_, entry)| {
            let hashes = match read(entry) {
                Some(Fact::Counted { hashes }) => hashes,
                _ => Vec::new(),
            };
            entry.event.about.iter().zip(hashes)
        })
        .filter_map(|(id, hash)| {
            let HeadId(head) = HeadId::try_from(*id).ok()?;
            Some((head, hash))
        })
}

pub(super) fn read(entry: &Entry) -> Option<Fact> {
    Fact::read(entry.event.kind, &entry.event.body).ok()?
}

/// The same of what is mostly not there: a sort asks for it thousands of times.
fn natural_if_any(a: Option<&str>, b: Option<&str>) -> Ordering {
    match a == b {
        true => Ordering::Equal,
        false => natural(a.unwrap_or_default(), b.unwrap_or_default()),
    }
}

/// Orders names as a person does: runs of digits by their value, letters without case.
pub fn natural(a: &str, b: &str) -> Ordering {
    alphanumeric_sort::compare_str(a.to_lowercase(), b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streets_buildings_stand_beside_the_street() {
        let mut names = [
            "10 Palm Road",
            "Zebra Close",
            "Palm Road",
            "12A Acacia Row",
            "2 Palm Road",
            "1st Avenue",
            "Acacia Row",
        ];
        names.sort_by(|a, b| by_street(a, b));
        assert_eq!(
            names,
            [
                "1st Avenue",
                "Acacia Row",
                "12A Acacia Row",
                "Palm Road",
                "2 Palm Road",
                "10 Palm Road",
                "Zebra Close"
            ]
        );
    }
}
