//! Who may be a committee's keyholders, and what they decide together.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::canvass::author::{CertificateId, PersonId, Role};
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
/// Whom keyholders are to let sign is to be signed within so many days after the day it was asked: else what was half
/// signed once could be completed when nobody remembers it.
pub const SIGNED_WITHIN: i32 = 14;

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

/// Whether the board names somebody for each of the keys. It does not where the app was closed while the campaign
/// was founded: then each says who they are with their own words.
pub fn all_named(committee: &Committee) -> bool {
    let holders = committee.holders.iter();
    let places: BTreeSet<u8> = holders.map(|holder| holder.place).collect();
    places.len() >= committee.places
}

/// Who keeps the key at a place: as the board names them, or as they say themselves where it names nobody.
///
/// # Errors
/// [`Flaw::Missing`] where it names nobody, and their name, tenure or stair is not said.
pub fn named(committee: &Committee, place: u8, typed: Candidate) -> Result<Candidate, Flaw> {
    let mut holders = committee.holders.iter();
    if let Some(holder) = holders.find(|holder| holder.place == place) {
        return Ok(Candidate {
            name: holder.name.clone(),
            tenure: holder.tenure.clone(),
            stair: holder.stair.clone(),
        });
    }
    let words = [&typed.name, &typed.tenure, &typed.stair];
    match words.iter().any(|words| words.trim().is_empty()) {
        true => Err(Flaw::Missing),
        false => Ok(typed),
    }
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
    /// The last day on which it may be signed: days since 1970-01-01.
    pub fn last_day(&self) -> i32 {
        match self.act {
            Guarded::Admit { .. } => self.day.saturating_add(SIGNED_WITHIN),
            Guarded::Export | Guarded::Wipe => self.day.saturating_add(OPEN_FOR - 1),
        }
    }

    /// Whether too few signed it in time, by this day (days since 1970-01-01).
    pub fn has_ended(&self, today: i32) -> bool {
        !self.decided && today > self.last_day()
    }

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

/// Everything that keyholders were asked for, the newest day first. What was asked of wiping is not among it:
/// nothing does that (`src/ARCHITECTURE.md`).
pub fn acts(state: &State, committee: &Committee) -> Vec<Act> {
    let mut acts: Vec<Act> = asked(state, committee).collect();
    let places: BTreeMap<Dot, usize> = acts.iter().map(|act| act.id).zip(0..).collect();
    for (dot, entry) in state.of_kind(Kind::ACT_SIGNED) {
        let Ok(Some(Fact::ActSigned { said })) = Fact::read(Kind::ACT_SIGNED, &entry.event.body)
        else {
            continue;
        };
        let act = places.get(&said.act).and_then(|place| acts.get_mut(*place));
        let (Some(act), Some(day)) = (act, state.happened_at(dot).map(day_of)) else {
            continue;
        };
        if day <= act.last_day() {
            act.persons.extend(organiser(state, committee, dot));
        }
    }
    decide(&mut acts, committee);
    acts.sort_by_key(|act| (std::cmp::Reverse(act.day), act.id));
    acts
}

/// What was asked, with nobody's signature yet.
fn asked(state: &State, committee: &Committee) -> impl Iterator<Item = Act> {
    let all = state.of_kind(Kind::ACT_ASKED);
    all.filter_map(move |(dot, entry)| {
        let Fact::ActAsked { said } = Fact::read(Kind::ACT_ASKED, &entry.event.body).ok()?? else {
            return None;
        };
        organiser(state, committee, dot)?;
        (said.act != Guarded::Wipe).then_some(())?;
        Some(Act {
            id: dot,
            act: said.act,
            by: name_of(state, dot),
            // A clock that is far ahead keeps nothing open for years.
            day: said.day.min(state.latest_day(dot)?),
            signed: 0,
            persons: BTreeSet::new(),
            decided: false,
        })
    })
}

/// The day of a moment (seconds since 1970), in Greenwich: days since 1970-01-01.
fn day_of(at: i64) -> i32 {
    i32::try_from(at.div_euclid(86_400)).unwrap_or(i32::MAX)
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

/// The organiser who wrote an entry, where certificates prove whose device they wrote it on: an organiser could
/// certify a device of their own as anybody's.
fn organiser(state: &State, committee: &Committee, dot: Dot) -> Option<PersonId> {
    let author = &state.log(dot.log)?.author;
    let is_on = author.role == Role::Organiser && !state.is_revoked(author);
    let proven = committee.devices.get(&author.device).copied();
    proven.filter(|person| is_on && *person == author.person)
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

/// To record where a keyholder signs on this day (days since 1970-01-01); `None` where this person has, or it is too
/// late.
pub fn sign(act: &Act, person: PersonId, today: i32) -> Option<Draft> {
    let said = ActSigned { act: act.id };
    let counts = !act.persons.contains(&person) && today <= act.last_day();
    counts.then(|| Draft::new(Stream::Board, Fact::ActSigned { said }, Vec::new()))
}

/// An organiser as the campaign's devices know them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownAs {
    /// What their devices go by: several where these differ, none where nothing of it has come.
    pub names: BTreeSet<String>,
    /// How many devices are proven to be theirs and not taken off.
    pub devices: usize,
}

/// Organisers as their devices show them, by their person: whoever certificates prove to have one that is on.
pub fn organisers(state: &State, committee: &Committee) -> BTreeMap<PersonId, KnownAs> {
    let mut all: BTreeMap<PersonId, (BTreeSet<String>, BTreeSet<CertificateId>)> = BTreeMap::new();
    for (_, log) in state.logs() {
        let author = &log.author;
        let is_on = author.role == Role::Organiser && !state.is_revoked(author);
        if is_on && committee.devices.get(&author.device) == Some(&author.person) {
            let (names, devices) = all.entry(author.person).or_default();
            names.extend(log.name.clone());
            devices.insert(author.device);
        }
    }
    let known = all.into_iter().map(|(person, (names, devices))| {
        let devices = devices.len();
        (person, KnownAs { names, devices })
    });
    known.collect()
}

/// Who could be let sign: organisers who may not yet, and for whom nobody asks at this day (days since 1970-01-01).
pub fn candidates(
    state: &State,
    committee: &Committee,
    acts: &[Act],
    today: i32,
) -> BTreeMap<PersonId, KnownAs> {
    let asked_for = |who: PersonId| {
        let mut open = acts.iter().filter(|act| !act.has_ended(today));
        open.any(|act| matches!(&act.act, Guarded::Admit { person, .. } if *person == who))
    };
    let mut all = organisers(state, committee);
    all.retain(|person, _| !may_sign(acts, committee, *person) && !asked_for(*person));
    all
}

/// To record where a keyholder asks the others to let somebody sign, on a day (days since 1970-01-01).
///
/// # Errors
/// [`Flaw::Missing`] where their name, tenure or stair is not said.
pub fn ask_to_admit(who: &Candidate, person: PersonId, day: i32) -> Result<Draft, Flaw> {
    let words = [&who.name, &who.tenure, &who.stair].map(|words| words.trim().to_string());
    if words.iter().any(String::is_empty) {
        return Err(Flaw::Missing);
    }
    let [name, tenure, stair] = words;
    let act = Guarded::Admit {
        name,
        tenure,
        stair,
        person,
    };
    Ok(ask(act, day))
}

#[cfg(test)]
mod tests;
