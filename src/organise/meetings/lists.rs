//! Lists of people for a meeting: who asked to be lent one, what stands in it, and who rings whom.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::turnout::pledged;
use super::{Meeting, find, meetings};
use crate::canvass::author::{PersonId, Role};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Door};
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::meeting::{Lent, List, OnList, Purpose, Rings, Row};
use crate::canvass::stream::Stream;
use crate::organise::estates::{Extent, Places};
use crate::organise::export::{Contact, reachable};
use crate::organise::standing::deeds;
use crate::organise::structure::is_home;
use crate::organise::teams::standing;

/// A list is read until so many days after its meeting, at the latest, whatever it says.
pub const LATEST: i32 = 3;

/// How a list that was asked for stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lending {
    /// Nobody has lent it.
    Waits,
    /// It is lent until a day, with it: days since 1970-01-01.
    Until(i32),
    /// An organiser has ended it, or its meeting is called off. The last day it was there: days since
    /// 1970-01-01.
    Ended(i32),
}

/// A phone that asked for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The entry.
    pub dot: Dot,
    /// Who asked.
    pub person: PersonId,
    /// Their name, as they write it themselves.
    pub name: String,
    /// What their certificate makes them.
    pub role: Role,
    /// The meeting.
    pub meeting: Dot,
    /// What for.
    pub purpose: Purpose,
    /// What the list is to be sealed to.
    pub key: [u8; 32],
    /// Whether it was lent.
    pub lending: Lending,
    /// The entries by which it is.
    lent: Vec<Dot>,
}

impl Ask {
    /// The last day it may be read, where it was lent: days since 1970-01-01.
    pub fn until(&self) -> Option<i32> {
        match self.lending {
            Lending::Until(day) => Some(day),
            Lending::Waits | Lending::Ended(_) => None,
        }
    }
}

/// What was lent, by the entries that asked: several to one where two organisers lent at once, and then
/// the phone has all of them.
type AllLent = BTreeMap<Dot, Vec<(Dot, Lent)>>;

fn all_lent(state: &State) -> AllLent {
    let mut lent = AllLent::new();
    for (dot, entry) in state.of_kind(Kind::LENT) {
        if let Ok(Some(Fact::Lent { said })) = Fact::read(Kind::LENT, &entry.event.body) {
            lent.entry(said.asked).or_default().push((dot, said));
        }
    }
    lent
}

/// The days of all meetings.
fn days(state: &State) -> BTreeMap<Dot, i32> {
    let all = meetings(state).into_iter();
    all.map(|meeting| (meeting.id, meeting.day())).collect()
}

/// How an asking stands by what was lent to it. Of several entries the earliest end counts, and no list
/// outlasts its meeting by more than [`LATEST`] days.
fn lending(days: &BTreeMap<Dot, i32>, lent: &[(Dot, Lent)]) -> Lending {
    let ends = |said: &Lent| match days.get(&said.meeting) {
        Some(day) => said.until.min(day.saturating_add(LATEST)),
        None => said.until,
    };
    let is_over = |said: &Lent| said.sealed.is_empty() || !days.contains_key(&said.meeting);
    let over = lent.iter().any(|(_, said)| is_over(said));
    match lent.iter().map(|(_, said)| ends(said)).min() {
        None => Lending::Waits,
        Some(day) if over => Lending::Ended(day),
        Some(day) => Lending::Until(day),
    }
}

/// What was lent to this asking, and how it stands: what the phone that asked has to know.
pub fn lent_to(state: &State, asked: Dot) -> (Lending, Vec<Lent>) {
    let own = all_lent(state).remove(&asked).unwrap_or_default();
    let lending = lending(&days(state), &own);
    (lending, own.into_iter().map(|(_, said)| said).collect())
}

/// Everybody who asked for a list, as organisers' devices see it. Who is taken off the campaign asks for
/// nothing.
pub fn asks(state: &State) -> Vec<Ask> {
    let mut lent = all_lent(state);
    let days = days(state);
    let asked = state.of_kind(Kind::ASKS_LIST).filter_map(|(dot, entry)| {
        let Fact::AsksList { said } = Fact::read(Kind::ASKS_LIST, &entry.event.body).ok()?? else {
            return None;
        };
        let author = &state.log(dot.log)?.author;
        let lent = lent.remove(&dot).unwrap_or_default();
        let lending = lending(&days, &lent);
        if lending == Lending::Waits && state.is_revoked(author) {
            return None;
        }
        Some(Ask {
            dot,
            person: author.person,
            name: estate::name_of(state, dot),
            role: author.role,
            meeting: said.meeting,
            purpose: said.purpose,
            key: said.key,
            lending,
            lent: lent.iter().map(|(dot, _)| *dot).collect(),
        })
    });
    asked.collect()
}

/// What to record where a list is lent: sealed already to the key that was asked with, until the meeting's
/// day is over, and whose contacts stand on it. It stands over whatever was lent to this asking before.
pub fn lend(
    state: &State,
    ask: &Ask,
    meeting: &Meeting,
    contacts: BTreeSet<Dot>,
    sealed: Vec<u8>,
) -> Vec<Draft> {
    let said = Lent {
        asked: ask.dot,
        meeting: meeting.id,
        until: meeting.day(),
        sealed,
    };
    let mut lent = Draft::new(Stream::Board, Fact::Lent { said }, Vec::new());
    lent.over.clone_from(&ask.lent);
    let before = on_lists(state).into_iter();
    let before = before.filter(|(_, said)| said.asked == ask.dot);
    let said = OnList {
        asked: ask.dot,
        contacts: contacts.into_iter().collect(),
        instead: before.map(|(dot, _)| dot).collect(),
    };
    vec![
        lent,
        Draft::new(Stream::Inner, Fact::OnList { said }, Vec::new()),
    ]
}

/// What to record where a list is ended before its day: the phone lets go of it once it has heard that.
pub fn end(ask: &Ask, today: i32) -> Draft {
    let said = Lent {
        asked: ask.dot,
        meeting: ask.meeting,
        until: today.saturating_sub(1),
        sealed: Vec::new(),
    };
    let mut draft = Draft::new(Stream::Board, Fact::Lent { said }, Vec::new());
    draft.over.clone_from(&ask.lent);
    draft
}

fn on_lists(state: &State) -> Vec<(Dot, OnList)> {
    let all = standing(state, Kind::ON_LIST, |fact| match fact {
        Fact::OnList { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    all.into_iter().map(|(dot, _, said)| (dot, said)).collect()
}

/// The lists lent to a phone on which somebody stands who may not be reached any more today (days since
/// 1970-01-01): they took it back, moved or asked to be erased, or an organiser took their contact out.
/// Each is to be ended and lent anew without them. By the entries that asked.
pub fn stale(state: &State, today: i32) -> BTreeSet<Dot> {
    let may: BTreeSet<Dot> = reachable(state, today).iter().map(|it| it.dot).collect();
    let gone = |said: &OnList| !said.contacts.iter().all(|dot| may.contains(dot));
    let all = on_lists(state).into_iter();
    all.filter(|(_, said)| gone(said))
        .map(|(_, said)| said.asked)
        .collect()
}

/// The homes that this asking rings, as far as they may be rung today (days since 1970-01-01): whom a list
/// that is lent anew has.
pub fn still_rung(state: &State, ask: &Ask, today: i32) -> BTreeSet<HouseholdId> {
    let may: BTreeSet<HouseholdId> = reachable(state, today)
        .iter()
        .map(|it| it.household)
        .collect();
    let rings = rings(state).into_iter();
    let own = rings.filter(|rung| rung.asked == ask.dot);
    own.map(|rung| rung.home)
        .filter(|home| may.contains(home))
        .collect()
}

/// Whose contacts stand on a list for signing in today (days since 1970-01-01).
pub fn named(state: &State, today: i32) -> BTreeSet<Dot> {
    let all = reachable(state, today).into_iter();
    let named = all.filter(|contact| !contact.name.is_empty());
    named.map(|contact| contact.dot).collect()
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
    let places = Places::new(state, &Extent::Campaign);
    stairs
        .filter_map(|stair| {
            let mut doors = estate::doors(state, stair.id);
            doors.retain(|door| is_home(state, door));
            let name = places.name(stair.id, words)?;
            (!doors.is_empty()).then_some((name, doors))
        })
        .collect()
}

/// Somebody who may be rung before a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// The contact, by its entry.
    pub contact: Dot,
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
        contact: contact.dot,
        home: contact.household,
        door: contact.door,
        name: contact.name,
        reach: contact.reach,
        pledged: pledged.contains(&contact.door),
        by: (rings.iter())
            .filter(|rung| rung.home == contact.household)
            .map(|rung| rung.asked)
            .collect::<BTreeSet<Dot>>()
            .into_iter()
            .collect(),
    });
    let mut all: Vec<Ring> = all.collect();
    all.sort_by_key(|ring| (!ring.pledged, ring.door));
    all
}

/// Who rings a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The entry that asked: whose phone it is.
    pub asked: Dot,
    /// The meeting.
    pub meeting: Dot,
    /// The home.
    pub home: HouseholdId,
}

/// Who rings whom, as organisers wrote it down, home by home.
pub fn rings(state: &State) -> Vec<Rung> {
    let all = standing(state, Kind::RINGS, |fact| match fact {
        Fact::Rings { said } => Some(((said.asked, said.meeting), said.instead)),
        _ => None,
    });
    let all = all.into_iter().flat_map(|(dot, _, (asked, meeting))| {
        let about = state.entry(dot).map(|entry| &entry.event.about);
        let homes = about.into_iter().flatten();
        let homes = homes.filter_map(|id| HouseholdId::try_from(*id).ok());
        homes.map(move |home| Rung {
            asked,
            meeting,
            home,
        })
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

/// A list to ring from, and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingList {
    /// The list, to be sealed.
    pub list: List,
    /// Whose contacts stand on it.
    pub contacts: BTreeSet<Dot>,
    /// Who rings whom, to be recorded beside it: an event for each home, so that what erases one home
    /// leaves the others, and two organisers who choose at once lose nobody.
    pub rings: Vec<Draft>,
}

/// These homes are rung by whoever asked, besides those that they ring already.
///
/// # Errors
/// [`NotAssigned`].
pub fn ring_list(
    state: &State,
    ask: &Ask,
    homes: &BTreeSet<HouseholdId>,
    today: i32,
    words: &dyn Fn(&str) -> String,
) -> Result<RingList, NotAssigned> {
    let meeting = find(state, ask.meeting).filter(|_| ask.purpose == Purpose::Ringing);
    let meeting = meeting.ok_or(NotAssigned::NotAsked)?;
    let known = still_rung(state, ask, today);
    let chosen = to_ring(state, &meeting, today).into_iter();
    let chosen: Vec<Ring> = chosen
        .filter(|ring| homes.contains(&ring.home) || known.contains(&ring.home))
        .collect();
    let list = list_of(state, &chosen, words);
    if list.rows.is_empty() {
        return Err(NotAssigned::Nobody);
    }
    let new: BTreeSet<HouseholdId> = chosen.iter().map(|ring| ring.home).collect();
    let rings = new.difference(&known).map(|home| {
        let said = Rings {
            asked: ask.dot,
            meeting: meeting.id,
            instead: Vec::new(),
        };
        Draft::new(Stream::Inner, Fact::Rings { said }, vec![(*home).into()])
    });
    Ok(RingList {
        list,
        contacts: chosen.iter().map(|ring| ring.contact).collect(),
        rings: rings.collect(),
    })
}

/// What becomes of a list to ring from that is lent anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LentAnew {
    /// Those are left whom it still has.
    List(RingList),
    /// Nobody is left on it, so that it ends: to be recorded.
    Ended(Draft),
}

/// Those whom a list to ring from still has today (days since 1970-01-01), or its end.
///
/// # Errors
/// [`NotAssigned::NotAsked`].
pub fn lent_anew(
    state: &State,
    ask: &Ask,
    today: i32,
    words: &dyn Fn(&str) -> String,
) -> Result<LentAnew, NotAssigned> {
    match ring_list(state, ask, &BTreeSet::new(), today, words) {
        Ok(list) => Ok(LentAnew::List(list)),
        Err(NotAssigned::Nobody) => Ok(LentAnew::Ended(end(ask, today))),
        Err(why) => Err(why),
    }
}

fn list_of(state: &State, chosen: &[Ring], words: &dyn Fn(&str) -> String) -> List {
    let mut list = List::default();
    let places = Places::new(state, &Extent::Campaign);
    for ring in chosen {
        let (Some(door), Some(stair)) = (
            estate::door(state, ring.door),
            estate::stair_of(state, ring.door),
        ) else {
            continue;
        };
        let name = places.name(stair, words).unwrap_or_default();
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
    list
}
