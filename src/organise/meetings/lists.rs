//! Lists of people for a meeting: who asked to be lent one, what stands in it, and who rings whom.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::turnout::pledged;
use super::{Meeting, find};
use crate::canvass::author::PersonId;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Door};
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, Id};
use crate::canvass::meeting::{Lent, List, Purpose, Rings, Row};
use crate::canvass::stream::Stream;
use crate::organise::board::place;
use crate::organise::export::{Contact, reachable};
use crate::organise::standing::deeds;
use crate::organise::structure::is_home;
use crate::organise::teams::standing;

/// A phone that asked for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The entry.
    pub dot: Dot,
    /// Who asked.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The meeting.
    pub meeting: Dot,
    /// What for.
    pub purpose: Purpose,
    /// What the list is to be sealed to.
    pub key: [u8; 32],
    /// The last day it may be read, where it was lent: days since 1970-01-01.
    pub until: Option<i32>,
}

/// Everybody who asked for a list, as organisers' devices see it.
pub fn asks(state: &State) -> Vec<Ask> {
    let mut lent: BTreeMap<Dot, i32> = BTreeMap::new();
    for (_, entry) in state.of_kind(Kind::LENT) {
        if let Ok(Some(Fact::Lent { said })) = Fact::read(Kind::LENT, &entry.event.body) {
            let until = lent.entry(said.asked).or_insert(said.until);
            *until = said.until.min(*until);
        }
    }
    let asked = state.of_kind(Kind::ASKS_LIST).filter_map(|(dot, entry)| {
        let Fact::AsksList { said } = Fact::read(Kind::ASKS_LIST, &entry.event.body).ok()?? else {
            return None;
        };
        Some(Ask {
            dot,
            person: state.log(dot.log)?.author.person,
            name: estate::name_of(state, dot),
            meeting: said.meeting,
            purpose: said.purpose,
            key: said.key,
            until: lent.get(&dot).copied(),
        })
    });
    asked.collect()
}

/// What to record where a list is lent: sealed already to the key that was asked with, until the meeting's
/// day is over.
pub fn lend(ask: &Ask, meeting: &Meeting, sealed: Vec<u8>) -> Draft {
    let said = Lent {
        asked: ask.dot,
        meeting: meeting.id,
        until: meeting.day(),
        sealed,
    };
    Draft::new(Stream::Board, Fact::Lent { said }, Vec::new())
}

/// Every home of the estate, in the order of stairs and of the walk. A name stands beside those alone
/// that may be contacted and gave one; nothing to reach anybody by.
pub fn sign_in_list(
    state: &State,
    meeting: &Meeting,
    today: i32,
    words: &dyn Fn(&str) -> String,
) -> List {
    let pledged = pledged(&deeds(state), meeting);
    let mut names: BTreeMap<HouseholdId, Vec<String>> = BTreeMap::new();
    for Contact {
        household, name, ..
    } in reachable(state, today)
    {
        if !name.is_empty() {
            names.entry(household).or_default().push(name);
        }
    }
    let mut list = List::default();
    for (name, doors) in stairs(state, words) {
        let Ok(at) = u16::try_from(list.places.len()) else {
            break;
        };
        list.places.push(name);
        list.rows.extend(doors.into_iter().map(|door| {
            let home = estate::household(state, door.id);
            Row {
                place: at,
                home,
                label: door.label,
                pledged: pledged.contains(&door.id),
                name: names.remove(&home).unwrap_or_default().join(", "),
                reach: String::new(),
            }
        }));
    }
    list
}

/// The estate's stairs by name, each with its homes in the order of the walk.
pub(super) fn stairs(state: &State, words: &dyn Fn(&str) -> String) -> Vec<(String, Vec<Door>)> {
    let blocks = estate::blocks(state).into_iter();
    let stairs = blocks.flat_map(|block| block.stairs);
    stairs
        .filter_map(|stair| {
            let mut doors = estate::doors(state, stair.id);
            doors.retain(|door| is_home(state, door));
            let name = place(state, stair.id, words)?;
            (!doors.is_empty()).then_some((name, doors))
        })
        .collect()
}

/// Somebody who may be rung before a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// The home.
    pub home: HouseholdId,
    /// Its door.
    pub door: DoorId,
    /// What they like to be called.
    pub name: String,
    /// How to reach them.
    pub reach: String,
    /// They said that they will come.
    pub pledged: bool,
    /// Who rings them already: entries that asked.
    pub by: Vec<Dot>,
}

/// Everybody who may be rung before a meeting: those who agreed to be contacted and gave what to reach
/// them by. Who said that they will come is first.
pub fn to_ring(state: &State, meeting: &Meeting, today: i32) -> Vec<Ring> {
    let pledged = pledged(&deeds(state), meeting);
    let rings: Vec<Rung> = (rings(state).into_iter())
        .filter(|rung| rung.meeting == meeting.id)
        .collect();
    let all = reachable(state, today).into_iter().map(|contact| Ring {
        home: contact.household,
        door: contact.door,
        name: contact.name,
        reach: contact.reach,
        pledged: pledged.contains(&contact.door),
        by: (rings.iter())
            .filter(|rung| rung.homes.contains(&contact.household))
            .map(|rung| rung.asked)
            .collect(),
    });
    let mut all: Vec<Ring> = all.collect();
    all.sort_by_key(|ring| (!ring.pledged, ring.door));
    all
}

/// Who rings whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The entry that asked: whose phone it is.
    pub asked: Dot,
    /// The meeting.
    pub meeting: Dot,
    /// The homes.
    pub homes: BTreeSet<HouseholdId>,
}

/// Who rings whom, as organisers wrote it down.
pub fn rings(state: &State) -> Vec<Rung> {
    let all = standing(state, Kind::RINGS, |fact| match fact {
        Fact::Rings { said } => Some(((said.asked, said.meeting), said.instead)),
        _ => None,
    });
    let all = all.into_iter().map(|(dot, _, (asked, meeting))| {
        let about = state.entry(dot).map(|entry| &entry.event.about);
        let homes = about.into_iter().flatten();
        Rung {
            asked,
            meeting,
            homes: homes
                .filter_map(|id| HouseholdId::try_from(*id).ok())
                .collect(),
        }
    });
    all.collect()
}

/// Why nobody is rung.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotAssigned {
    /// No home was chosen that may be rung.
    #[error("nobody was chosen")]
    Nobody,
    /// The phone did not ask to ring anybody for this meeting, or it is called off.
    #[error("that phone did not ask for this")]
    NotAsked,
}

/// These homes are rung by whoever asked: the list to be lent, and what to record beside it.
///
/// # Errors
/// [`NotAssigned`].
pub fn ring_list(
    state: &State,
    ask: &Ask,
    homes: &BTreeSet<HouseholdId>,
    today: i32,
    words: &dyn Fn(&str) -> String,
) -> Result<(List, Draft), NotAssigned> {
    let meeting = find(state, ask.meeting).filter(|_| ask.purpose == Purpose::Ringing);
    let meeting = meeting.ok_or(NotAssigned::NotAsked)?;
    let chosen = to_ring(state, &meeting, today).into_iter();
    let chosen: Vec<Ring> = chosen.filter(|ring| homes.contains(&ring.home)).collect();
    let mut list = List::default();
    for ring in &chosen {
        let (Some(door), Some(stair)) = (
            estate::door(state, ring.door),
            estate::stair_of(state, ring.door),
        ) else {
            continue;
        };
        let name = place(state, stair, words).unwrap_or_default();
        let known = list.places.iter().position(|known| *known == name);
        let at = known.unwrap_or_else(|| {
            list.places.push(name);
            list.places.len() - 1
        });
        list.rows.push(Row {
            place: u16::try_from(at).unwrap_or(u16::MAX),
            home: ring.home,
            label: door.label,
            pledged: ring.pledged,
            name: ring.name.clone(),
            reach: ring.reach.clone(),
        });
    }
    if list.rows.is_empty() {
        return Err(NotAssigned::Nobody);
    }
    let about: BTreeSet<Id> = chosen.iter().map(|ring| ring.home.into()).collect();
    let said = Rings {
        asked: ask.dot,
        meeting: meeting.id,
        instead: Vec::new(),
    };
    let about = about.into_iter().collect();
    Ok((list, Draft::new(Stream::Inner, Fact::Rings { said }, about)))
}
