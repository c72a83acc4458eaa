//! What was recorded of homes, as far as it counts: by whoever could have stood at the door, not taken
//! back, and such as the campaign may keep.

use std::collections::BTreeSet;

use crate::canvass::act::{Act, Acted, MOST_PEOPLE};
use crate::canvass::author::{PersonId, Role};
use crate::canvass::basis::{Ground, ground};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{DoorId, HouseholdId, Id};
use crate::organise::contacts::is_believed;
use crate::organise::leaders::{Moved, moved};
use crate::organise::meetings::{Trusted, signed_in};
use crate::organise::petition;
use crate::organise::report::door_of;

/// Something that somebody in a home did or said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The entry.
    pub dot: Dot,
    /// The home.
    pub home: HouseholdId,
    /// Its door.
    pub door: DoorId,
    /// The other door, where they had another home act.
    pub with: Option<DoorId>,
    /// What they did or said.
    pub what: Act,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// How many of the home did.
    pub people: usize,
    /// Who recorded it.
    pub by: PersonId,
    /// The meeting they were signed in at.
    pub meeting: Option<Dot>,
}

/// All that counts, in the order of its entries. Nothing while the campaign may keep nothing.
pub fn deeds(state: &State) -> Vec<Deed> {
    match ground(state) {
        Some(ground) => kept(state, &ground).0,
        None => Vec::new(),
    }
}

/// What organisers noted that leaders moved: each home of their list that came they had come. What it
/// came to the list says in words, so it is no act that a test counts. Nothing while the campaign may
/// keep nothing.
pub(super) fn moved_by_leaders(state: &State) -> Vec<Deed> {
    let Some(ground) = ground(state).filter(|ground| ground.may_keep(Act::Brought)) else {
        return Vec::new();
    };
    let replaced = kept(state, &ground).1;
    let stands = |moved: &Moved| !replaced.contains(&moved.dot);
    let moved = moved(state).into_iter().filter(stands);
    moved.flat_map(|moved| had_come(state, &moved)).collect()
}

fn had_come(state: &State, moved: &Moved) -> Vec<Deed> {
    let door = |home: HouseholdId| {
        let shown = !estate::is_hidden(state, home);
        shown.then(|| door_of(state, &[home.into()])).flatten()
    };
    let by = state.log(moved.dot.log).map(|log| log.author.person);
    let (Some(own), Some(by)) = (door(moved.leader), by) else {
        return Vec::new();
    };
    let others = moved.homes.iter().filter_map(|home| door(*home));
    let others = others.filter(|other| *other != own);
    others
        .map(|other| Deed {
            dot: moved.dot,
            home: moved.leader,
            door: own,
            with: Some(other),
            what: Act::Brought,
            day: moved.on,
            people: 1,
            by,
            meeting: None,
        })
        .collect()
}

/// What stands, and what something stands in place of.
fn kept(state: &State, ground: &Ground) -> (Vec<Deed>, BTreeSet<Dot>) {
    let mut replaced = BTreeSet::new();
    let mut found = Vec::new();
    let trusted = Trusted::read(state);
    for (dot, entry) in state.of_kind(Kind::ACTED) {
        let Some((deed, said)) = one(state, dot, entry, &trusted) else {
            continue;
        };
        let instead = said.instead.into_iter();
        replaced.extend(instead.filter(|other| *other != dot && may_replace(state, &deed, *other)));
        if ground.may_keep(deed.what) && deed.what != Act::TakenBack {
            found.push(deed);
        }
    }
    if ground.may_keep(Act::Came) {
        found.extend(signed_in(state));
    }
    found.retain(|deed| !replaced.contains(&deed.dot));
    found.extend(by_petition(state, ground, &replaced));
    (found, replaced)
}

/// What was signed on a petition at a door and counts there, where they agreed that their home is counted
/// for it: so nobody taps it twice.
fn by_petition(state: &State, ground: &Ground, replaced: &BTreeSet<Dot>) -> Vec<Deed> {
    if !ground.may_keep(Act::Signed) {
        return Vec::new();
    }
    let mut found = Vec::new();
    // Which of them count depends on no day but the signature's own.
    for petition in petition::read(state, i32::MAX) {
        for it in petition.valid_ones().filter(|it| it.said.also_act) {
            let mut entries = it.entries.iter().chain([&it.dot]);
            let (Some(home), Some(door)) = (it.home, it.door) else {
                continue;
            };
            if !entries.any(|dot| replaced.contains(dot)) {
                found.push(Deed {
                    dot: it.dot,
                    home,
                    door,
                    with: None,
                    what: Act::Signed,
                    day: it.said.day,
                    people: 1,
                    by: it.by,
                    meeting: None,
                });
            }
        }
    }
    found
}

fn one(state: &State, dot: Dot, entry: &Entry, trusted: &Trusted) -> Option<(Deed, Acted)> {
    let Fact::Acted { said } = Fact::read(Kind::ACTED, &entry.event.body).ok()?? else {
        return None;
    };
    let homes: Vec<HouseholdId> = homes(&entry.event.about).collect();
    let home = *homes.first()?;
    let door = door_of(state, &[home.into()])?;
    let with = homes.get(1);
    let with = with.and_then(|other| door_of(state, &[(*other).into()]));
    let hidden = homes.iter().any(|home| estate::is_hidden(state, *home));
    let author = &state.log(dot.log)?.author;
    // Whoever rings a home for organisers was not at its door, and hears what is said all the same. What
    // they take back is their own word (`may_replace`).
    let written = state.happened_at(dot)?.div_euclid(86_400);
    let written = i32::try_from(written).unwrap_or(i32::MAX);
    let is_word = said.what.is_words() || said.what == Act::TakenBack;
    let heard = is_word && trusted.hears(author.person, home, written);
    let at_door = is_believed(state, dot, door);
    if hidden || !(heard || at_door) {
        return None;
    }
    let mut day = said.day.min(state.latest_day(dot)?);
    if !at_door {
        // Nobody rang anybody before they were on the campaign.
        let issued = author.issued.div_euclid(86_400);
        day = day.max(i32::try_from(issued).unwrap_or(i32::MIN));
    }
    let deed = Deed {
        dot,
        home,
        door,
        with: with.filter(|other| *other != door),
        what: said.what,
        day,
        people: usize::from(said.people.clamp(1, MOST_PEOPLE)),
        by: author.person,
        meeting: None,
    };
    Some((deed, said))
}

fn homes(about: &[Id]) -> impl Iterator<Item = HouseholdId> {
    about
        .iter()
        .filter_map(|id| HouseholdId::try_from(*id).ok())
}

/// Whether an entry may stand in place of another: of the same door, by the same person or an organiser.
fn may_replace(state: &State, deed: &Deed, other: Dot) -> bool {
    let (Some(own), Some(its)) = (state.log(deed.dot.log), state.log(other.log)) else {
        return false;
    };
    let same_home = state.entry(other).is_some_and(|entry| {
        let kind = entry.event.kind;
        let is_such = [Kind::ACTED, Kind::CAME, Kind::SIGNED_IN, Kind::SIGNED].contains(&kind);
        is_such && door_of(state, &entry.event.about) == Some(deed.door)
    });
    let may = own.author.role == Role::Organiser || own.author.person == its.author.person;
    same_home && may
}
