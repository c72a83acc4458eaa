//! Help between neighbours: what homes need and offer, who might help whom, and care for children. Rules
//! R9.1 to R9.6 of the organisers' handbook.
//!
//! Nothing here is counted anywhere else: no level, no ask, no test, no figure and no file reads any of it,
//! since help must not hang on what somebody signs. Nobody but organisers reads it, and the two homes of a
//! match learn of each other through whoever rings them.

mod checks;
mod childcare;
mod matches;
mod near;

pub use checks::{Check, NoCheck, checks, seen};
pub use childcare::{
    Caution, Kept, Missing, NoSession, care, cautions, drop_session, keep_session, missing,
    sessions,
};
pub use matches::{Exchange, Match, NoYes, NotYet, Said, Side, Stands, ToldBy, matches, say_yes};
pub use near::{
    ByStair, MOST_SUGGESTED, NoPod, PodSeen, Shown, Size, Suggesting, Suggestion, by_stair,
    drop_pod, keep_pod, pods, propose, suggestions,
};

use std::collections::{BTreeMap, BTreeSet};

use super::contacts::{home_of, is_believed};
use crate::canvass::aid::{Help, Need, Offer, Says, Taken, Way};
use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};

/// A need or an offer is kept for so many days after they agreed to that.
pub const HOLDS_FOR: i32 = 14;

/// A need or an offer, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The entry.
    pub dot: Dot,
    /// Whether it is needed or offered.
    pub way: Way,
    /// The home.
    pub home: HouseholdId,
    /// Its door.
    pub door: DoorId,
    /// What with.
    pub what: Help,
    /// A few words; often none.
    pub words: String,
    /// The last day it holds: days since 1970-01-01.
    pub until: i32,
    /// Who wrote it down.
    pub by: String,
    /// They took it back.
    back: bool,
}

impl Held {
    /// Whether it is open on a day (days since 1970-01-01).
    pub fn is_open(&self, today: i32) -> bool {
        !self.back && today <= self.until
    }
}

/// What homes need today (days since 1970-01-01), as they agreed that it is kept.
pub fn needs(state: &State, today: i32) -> Vec<Held> {
    open(state, Way::Needs, today)
}

/// What homes offer today (days since 1970-01-01), as they agreed that it is kept.
pub fn offers(state: &State, today: i32) -> Vec<Held> {
    open(state, Way::Offers, today)
}

fn open(state: &State, way: Way, today: i32) -> Vec<Held> {
    let mut all = held(state, way, &Backs::read(state));
    all.retain(|it| it.is_open(today));
    all
}

/// A need and an offer say the same of different things.
struct Written {
    what: Help,
    words: String,
    agreed: i32,
    after: Vec<Dot>,
    instead: Vec<Dot>,
}

fn kind_of(way: Way) -> Kind {
    match way {
        Way::Needs => Kind::NEED,
        Way::Offers => Kind::OFFER,
    }
}

fn written(way: Way, body: &[u8]) -> Option<Written> {
    match Fact::read(kind_of(way), body).ok()?? {
        Fact::Need {
            said:
                Need {
                    what,
                    words,
                    agreed,
                    after,
                    instead,
                },
        }
        | Fact::Offer {
            said:
                Offer {
                    what,
                    words,
                    agreed,
                    after,
                    instead,
                },
        } => Some(Written {
            what,
            words,
            agreed,
            after,
            instead,
        }),
        _ => None,
    }
}

/// All of one way that nothing stands in place of, of those who live there, over or not.
fn held(state: &State, way: Way, backs: &Backs) -> Vec<Held> {
    let mut replaced = BTreeSet::new();
    let mut found = Vec::new();
    for (dot, entry) in state.of_kind(kind_of(way)) {
        let Some((home, door)) = home_of(state, dot) else {
            continue;
        };
        let (Some(said), Some(latest)) = (written(way, &entry.event.body), state.latest_day(dot))
        else {
            continue;
        };
        if !is_believed(state, dot, door) {
            continue;
        }
        let others = said.instead.iter().copied();
        replaced.extend(others.filter(|other| may_replace(state, way, dot, *other)));
        // Nobody agrees on a day to come, or it would be kept for ever.
        let agreed = said.agreed.min(latest);
        found.push(Held {
            dot,
            way,
            home,
            door,
            what: said.what,
            words: said.words,
            until: agreed.saturating_add(HOLDS_FOR),
            by: estate::name_of(state, dot),
            back: backs.reach_entry(dot, door, agreed, &said.after),
        });
    }
    found.retain(|it| !replaced.contains(&it.dot));
    found
}

/// Whether an entry may stand in place of another: of the same way and door, by the same person or an
/// organiser.
fn may_replace(state: &State, way: Way, dot: Dot, other: Dot) -> bool {
    let (Some(own), Some(its)) = (state.log(dot.log), state.log(other.log)) else {
        return false;
    };
    let is_such = state
        .entry(other)
        .is_some_and(|it| it.event.kind == kind_of(way));
    let door = |dot| home_of(state, dot).map(|(_, door)| door);
    let may = own.author.role == Role::Organiser || own.author.person == its.author.person;
    other != dot && is_such && door(other) == door(dot) && may
}

/// Something that was taken back, by whoever could have heard it.
struct Back {
    dot: Dot,
    door: DoorId,
    what: Taken,
    day: i32,
}

/// All that was taken back.
struct Backs {
    /// By the door that took it back.
    by_door: BTreeMap<DoorId, Vec<Back>>,
    /// Who took back all that they ever agreed to, at their door.
    consent: BTreeSet<DoorId>,
}

impl Backs {
    fn read(state: &State) -> Backs {
        let all = state.of_kind(Kind::AID_TAKEN_BACK);
        let all = all.filter_map(|(dot, entry)| {
            let body = &entry.event.body;
            let Fact::AidTakenBack { said } = Fact::read(Kind::AID_TAKEN_BACK, body).ok()?? else {
                return None;
            };
            let (_, door) = home_of(state, dot)?;
            is_believed(state, dot, door).then_some(Back {
                dot,
                door,
                what: said.what,
                day: said.day.min(state.latest_day(dot)?),
            })
        });
        let everything = state.of_kind(Kind::CONSENT_WITHDRAWN);
        let everything = everything.filter(|(_, entry)| {
            let about = &entry.event.about;
            about.iter().all(|id| id.sort().names_a_dot())
        });
        let consent = everything.filter_map(|(dot, _)| Some(home_of(state, dot)?.1));
        let mut by_door: BTreeMap<DoorId, Vec<Back>> = BTreeMap::new();
        for back in all {
            by_door.entry(back.door).or_default().push(back);
        }
        Backs {
            by_door,
            consent: consent.collect(),
        }
    }

    fn of(&self, door: DoorId) -> impl Iterator<Item = &Back> {
        self.by_door.get(&door).into_iter().flatten()
    }

    /// Whether one reaches a need or an offer of a door. What takes everything back reaches what was
    /// agreed to no later, but not what the same phone wrote after it: a phone cannot read what it sealed.
    fn reach_entry(&self, dot: Dot, door: DoorId, agreed: i32, after: &[Dot]) -> bool {
        let reaches = |back: &Back| {
            let knew = back.dot.log == dot.log && back.dot.seq < dot.seq;
            let takes = match back.what {
                Taken::Everything => agreed <= back.day && !knew,
                Taken::Entry(other) => other == dot,
                Taken::Match(_) => false,
            };
            takes && !after.contains(&back.dot)
        };
        self.consent.contains(&door) || self.of(door).any(reaches)
    }
}

/// What a home says that it needs or offers, as an organiser writes it down in place of some of what it
/// said before, knowing of all that it took back.
pub fn write_down(state: &State, home: HouseholdId, says: Says, instead: Vec<Dot>) -> Draft {
    let backs = Backs::read(state);
    let door = super::contacts::lives_at(state, home);
    let after = door.into_iter().flat_map(|door| backs.of(door));
    let after = after.map(|back| back.dot).collect();
    says.draft(home, after, instead)
}

#[cfg(test)]
mod tests;
