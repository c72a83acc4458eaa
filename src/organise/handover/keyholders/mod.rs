//! Who may be a committee's keyholders, and what they decide together.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::canvass::author::{PersonId, Role};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::name_of;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::handover::{ActAsked, ActSigned, Committee, Guarded, Holder};
use crate::canvass::stream::Stream;
use crate::organise::teams::same;

/// A committee has at least so many keyholders.
pub const FEWEST: usize = 3;
/// And at most so many: as many as a root certificate names.
pub const MOST: usize = 16;
/// At least so many of them have to sign.
pub const FEWEST_NEEDED: u8 = 2;
/// What was asked for is open for so many days from the day it was asked; then it has to be asked again.
pub const OPEN_FOR: i32 = 7;

/// Somebody who is to be a keyholder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Their name.
    pub name: String,
    /// How their home is held.
    pub tenure: String,
    /// Which stair they live on.
    pub stair: String,
}

/// Why these cannot be a committee's keyholders.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Flaw {
    /// Fewer than three.
    #[error("a committee needs at least three keyholders")]
    TooFew,
    /// More than sixteen.
    #[error("no more than sixteen people can hold the keys")]
    TooMany,
    /// Somebody's name, tenure or stair is missing.
    #[error("a keyholder's name, tenure or stair is missing")]
    Missing,
    /// One person stands there twice.
    #[error("{0} is named twice, and one person is one keyholder")]
    Twice(String),
    /// All live on one stair and hold their homes alike.
    #[error(
        "all keyholders live on one stair and hold their homes in the same way; somebody else has to be among them"
    )]
    Alike,
    /// One alone could act, or more would have to sign than there are.
    #[error("at least two keyholders sign, and no more than there are")]
    Needed,
}

impl Flaw {
    /// The catalogue's key of its sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Flaw::TooFew => "handover.too_few",
            Flaw::TooMany => "handover.too_many",
            Flaw::Missing => "handover.missing",
            Flaw::Twice(_) => "handover.twice",
            Flaw::Alike => "handover.alike",
            Flaw::Needed => "handover.needed_wrong",
        }
    }
}

/// What keeps these from being keyholders of whom so many must sign; nothing where they may.
pub fn flaws(all: &[Candidate], needed: u8) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut names = BTreeSet::new();
    let mut groups = BTreeSet::new();
    let mut missing = false;
    for candidate in all {
        let [name, tenure, stair] =
            [&candidate.name, &candidate.tenure, &candidate.stair].map(|words| same(words));
        missing |= name.is_empty() || tenure.is_empty() || stair.is_empty();
        groups.insert((tenure, stair));
        if !name.is_empty() && !names.insert(name) {
            flaws.push(Flaw::Twice(candidate.name.trim().to_string()));
        }
    }
    if missing {
        flaws.push(Flaw::Missing);
    }
    if all.len() < FEWEST {
        flaws.push(Flaw::TooFew);
    }
    if all.len() > MOST {
        flaws.push(Flaw::TooMany);
    }
    if !missing && all.len() >= FEWEST && groups.len() < 2 {
        flaws.push(Flaw::Alike);
    }
    if needed < FEWEST_NEEDED || usize::from(needed) > all.len().max(FEWEST) {
        flaws.push(Flaw::Needed);
    }
    flaws
}

/// Something that keyholders were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its entry.
    pub id: Dot,
    /// What.
    pub act: Guarded,
    /// Who asked.
    pub by: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// How many keyholders have signed: persons, on however many devices, each for one place.
    pub signed: usize,
    /// Who has, by their devices' person.
    pub persons: BTreeSet<PersonId>,
    /// Whether that is enough.
    pub decided: bool,
}

impl Act {
    /// Whether it may be done on this day (days since 1970-01-01).
    pub fn is_open(&self, today: i32) -> bool {
        self.decided && (self.day..self.day.saturating_add(OPEN_FOR)).contains(&today)
    }
}

/// Who may sign, each with the persons they are known as: keyholders by their places, then whoever they let in.
fn seats(committee: &Committee, admitted: &BTreeSet<PersonId>) -> Vec<BTreeSet<PersonId>> {
    let mut places: BTreeMap<u8, BTreeSet<PersonId>> = BTreeMap::new();
    for Holder { place, person, .. } in &committee.holders {
        places.entry(*place).or_default().extend(*person);
    }
    let keyholders: BTreeSet<PersonId> = places.values().flatten().copied().collect();
    // Whoever has a place already is let in to no second one.
    let more = admitted.difference(&keyholders).copied();
    let more = more.map(|person| BTreeSet::from([person]));
    places.into_values().chain(more).collect()
}

/// For how many seats these persons speak, no person for two.
fn spoken_for(seats: &[BTreeSet<PersonId>], persons: &BTreeSet<PersonId>) -> usize {
    let mut taken: BTreeMap<PersonId, usize> = BTreeMap::new();
    let placed = |taken: &mut BTreeMap<PersonId, usize>, seat: usize| {
        seat_one(seats, persons, taken, seat, &mut BTreeSet::new())
    };
    (0..seats.len())
        .filter(|seat| placed(&mut taken, *seat))
        .count()
}

/// Finds somebody for a seat, having those who sit elsewhere move where they can.
fn seat_one(
    seats: &[BTreeSet<PersonId>],
    persons: &BTreeSet<PersonId>,
    taken: &mut BTreeMap<PersonId, usize>,
    seat: usize,
    tried: &mut BTreeSet<PersonId>,
) -> bool {
    let Some(known_as) = seats.get(seat) else {
        return false;
    };
    for person in known_as.intersection(persons) {
        if !tried.insert(*person) {
            continue;
        }
        let free = match taken.get(person).copied() {
            None => true,
            Some(other) => seat_one(seats, persons, taken, other, tried),
        };
        if free {
            taken.insert(*person, seat);
            return true;
        }
    }
    false
}

/// Everything that keyholders were asked for, the newest day first.
pub fn acts(state: &State, committee: &Committee) -> Vec<Act> {
    let mut signed: BTreeMap<Dot, BTreeSet<PersonId>> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::ACT_SIGNED) {
        if let Ok(Some(Fact::ActSigned { said })) = Fact::read(Kind::ACT_SIGNED, &entry.event.body)
        {
            signed
                .entry(said.act)
                .or_default()
                .extend(organiser(state, dot));
        }
    }
    let asked = state.of_kind(Kind::ACT_ASKED).filter_map(|(dot, entry)| {
        let Fact::ActAsked { said } = Fact::read(Kind::ACT_ASKED, &entry.event.body).ok()?? else {
            return None;
        };
        organiser(state, dot)?;
        Some(Act {
            id: dot,
            act: said.act,
            by: name_of(state, dot),
            // A clock that is far ahead keeps nothing open for years.
            day: said.day.min(state.latest_day(dot)?),
            signed: 0,
            persons: signed.remove(&dot).unwrap_or_default(),
            decided: false,
        })
    });
    let mut acts: Vec<Act> = asked.collect();
    decide(&mut acts, committee);
    acts.sort_by_key(|act| (std::cmp::Reverse(act.day), act.id));
    acts
}

/// Says what is decided. Whoever is let in may let in others, so this is gone through until nothing changes:
/// there are only ever more who may sign.
fn decide(acts: &mut [Act], committee: &Committee) {
    let mut admitted = BTreeSet::new();
    loop {
        let seats = seats(committee, &admitted);
        let before = admitted.len();
        for act in acts.iter_mut() {
            act.signed = spoken_for(&seats, &act.persons);
            act.decided = act.signed >= usize::from(committee.needed);
            if let (true, Guarded::Admit { person, .. }) = (act.decided, &act.act) {
                admitted.insert(*person);
            }
        }
        if admitted.len() == before {
            return;
        }
    }
}

/// The organiser who wrote an entry.
fn organiser(state: &State, dot: Dot) -> Option<PersonId> {
    let author = &state.log(dot.log)?.author;
    (author.role == Role::Organiser && !state.is_revoked(author)).then_some(author.person)
}

/// Whether somebody may sign: a keyholder, or whoever they let in, known on a device of theirs.
pub fn may_sign(acts: &[Act], committee: &Committee, person: PersonId) -> bool {
    let admitted = acts.iter().filter(|act| act.decided);
    let admitted = admitted.filter_map(|act| match &act.act {
        Guarded::Admit { person, .. } => Some(*person),
        Guarded::Export | Guarded::Wipe => None,
    });
    let mut seats = seats(committee, &admitted.collect()).into_iter();
    seats.any(|known_as| known_as.contains(&person))
}

/// Whether keyholders have opened something of this sort on this day (days since 1970-01-01).
pub fn is_open(state: &State, committee: &Committee, what: &Guarded, today: i32) -> bool {
    let acts = acts(state, committee);
    acts.iter()
        .any(|act| act.act == *what && act.is_open(today))
}

/// To record where a keyholder asks the others, on a day (days since 1970-01-01). To sign it is another entry.
pub fn ask(act: Guarded, day: i32) -> Draft {
    let said = ActAsked { act, day };
    Draft::new(Stream::Board, Fact::ActAsked { said }, Vec::new())
}

/// To record where a keyholder signs; `None` where this person has.
pub fn sign(act: &Act, person: PersonId) -> Option<Draft> {
    let said = ActSigned { act: act.id };
    let is_new = !act.persons.contains(&person);
    is_new.then(|| Draft::new(Stream::Board, Fact::ActSigned { said }, Vec::new()))
}

#[cfg(test)]
mod tests;
