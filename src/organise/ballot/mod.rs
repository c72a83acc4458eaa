//! A ballot on an estate: who may likely vote, who not, of whom nobody knows and what would settle it. It
//! is no roll, which only the independent body has, and no advice to anybody. The day the Landlord Offer
//! is published decides, so another day works all of it out anew. Rules R7.6 and R7.7 of the handbook.

mod eligible;
pub mod timeline;

pub use eligible::{Eligible, Held, Means, Settles, eligible, held, long_enough};

use std::collections::{BTreeMap, BTreeSet};

use super::structure::is_home;
use super::teams::standing;
use crate::canvass::ballot::{Ballot, Since, Voter};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::stream::Stream;
use crate::canvass::tenure::{Tenure, tenure};

/// Somebody of a home who agreed that it is written down. Nobody's name stands anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The entry.
    pub dot: Dot,
    /// What was written down.
    pub said: Voter,
    /// Whether they may vote.
    pub eligible: Eligible,
}

/// A home and those of it who agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Its door.
    pub door: DoorId,
    /// Whoever lives there now.
    pub household: HouseholdId,
    /// How it is held, as recorded.
    pub tenure: Option<String>,
    /// Those who agreed.
    pub people: Vec<Person>,
}

/// So many persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Homes.
    pub homes: usize,
    /// Homes of which somebody agreed.
    pub told: usize,
    /// Persons who may likely vote.
    pub likely: usize,
    /// Persons who likely may not.
    pub not: usize,
    /// Persons of whom nobody can say yet.
    pub unknown: usize,
}

impl Tally {
    /// Persons who agreed, whatever it comes to.
    pub fn people(self) -> usize {
        self.likely + self.not + self.unknown
    }
}

/// The ballot and every home of the estate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Its days.
    pub ballot: Ballot,
    /// The entries that say so: several where two organisers wrote at once.
    pub dots: Vec<Dot>,
    /// The homes, in walk order.
    pub homes: Vec<Home>,
}

impl Roll {
    /// As it stands.
    pub fn read(state: &State) -> Roll {
        let (ballot, dots) = ballot(state);
        let mut people = people(state);
        let doors = estate::all_doors(state).into_values().flatten();
        let homes = doors.filter(|door| is_home(state, door)).map(|door| {
            let household = estate::household(state, door.id);
            let tenure = match tenure(state, household) {
                Tenure::Known(tenure) => Some(tenure),
                Tenure::Unknown | Tenure::Disputed(_) => None,
            };
            let held = held(tenure.as_deref());
            let own = people.remove(&household).unwrap_or_default();
            let own = own.into_iter().map(|(dot, said)| Person {
                dot,
                eligible: eligible(held, &said, &ballot),
                said,
            });
            Home {
                door: door.id,
                household,
                tenure,
                people: own.collect(),
            }
        });
        Roll {
            homes: homes.collect(),
            ballot,
            dots,
        }
    }

    /// How many of each tenure, those of which nobody knows it under `None`.
    pub fn by_tenure(&self) -> BTreeMap<Option<String>, Tally> {
        let mut found: BTreeMap<Option<String>, Tally> = BTreeMap::new();
        for home in &self.homes {
            home.add_to(found.entry(home.tenure.clone()).or_default());
        }
        found
    }

    /// How many in all.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for home in &self.homes {
            home.add_to(&mut tally);
        }
        tally
    }
}

impl Home {
    fn add_to(&self, tally: &mut Tally) {
        tally.homes += 1;
        tally.told += usize::from(!self.people.is_empty());
        for person in &self.people {
            match person.eligible {
                Eligible::Likely(_) => tally.likely += 1,
                Eligible::Not => tally.not += 1,
                Eligible::Unknown(_) => tally.unknown += 1,
            }
        }
    }
}

/// The ballot. A day on which two organisers differ is unknown, until one of them writes it anew.
fn ballot(state: &State) -> (Ballot, Vec<Dot>) {
    let all = standing(state, Kind::BALLOT, |fact| match fact {
        Fact::Ballot { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let dots = all.iter().map(|(dot, ..)| *dot).collect();
    let one = |day: fn(&Ballot) -> Option<i32>| {
        let days: BTreeSet<Option<i32>> = all.iter().map(|(.., said)| day(said)).collect();
        match days.len() {
            1 => days.into_iter().next().flatten(),
            _ => None,
        }
    };
    let bodies: BTreeSet<&str> = all
        .iter()
        .map(|(.., said)| said.scrutineer.trim())
        .collect();
    let said = Ballot {
        offer: one(|it| it.offer),
        opens: one(|it| it.opens),
        closes: one(|it| it.closes),
        scrutineer: bodies.into_iter().collect::<Vec<_>>().join(" / "),
        instead: Vec::new(),
    };
    (said, dots)
}

/// Those who agreed, by their household, in the order they did.
fn people(state: &State) -> BTreeMap<HouseholdId, Vec<(Dot, Voter)>> {
    let all = standing(state, Kind::VOTER, |fact| match fact {
        Fact::Voter { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let mut found: BTreeMap<HouseholdId, Vec<(Dot, Voter)>> = BTreeMap::new();
    for (dot, _, said) in all.into_iter().filter(|(.., said)| !said.out) {
        let about = state.entry(dot).map(|entry| entry.event.about.clone());
        let mut about = about.into_iter().flatten();
        let home = about.find_map(|id| HouseholdId::try_from(id).ok());
        if let Some(home) = home.filter(|home| !estate::is_hidden(state, *home)) {
            found.entry(home).or_default().push((dot, said));
        }
    }
    found
}

/// Writes down the ballot's days, in place of what stands. `None` where it is over before it begins.
pub fn set(roll: &Roll, said: Ballot) -> Option<Draft> {
    let said = Ballot {
        scrutineer: said.scrutineer.trim().to_string(),
        instead: roll.dots.clone(),
        ..said
    };
    let days = [said.offer, said.opens, said.closes];
    let in_order = days.into_iter().flatten().is_sorted();
    in_order.then(|| Draft::new(Stream::Inner, Fact::Ballot { said }, Vec::new()))
}

/// Somebody of a home, in place of what was written down of them before. `None` where they did not agree.
pub fn person(
    home: HouseholdId,
    said: Voter,
    agreed: Option<i32>,
    before: Option<Dot>,
) -> Option<Draft> {
    let said = Voter {
        agreed: agreed?,
        out: false,
        instead: before.into_iter().collect(),
        ..said
    };
    Some(Draft::new(
        Stream::Inner,
        Fact::Voter { said },
        vec![home.into()],
    ))
}

/// Takes out what was written down of somebody.
pub fn take_out(home: HouseholdId, person: &Person) -> Draft {
    let said = Voter {
        named: Since::Unknown,
        main_home: Since::Unknown,
        register: Since::Unknown,
        sixteen: Since::Unknown,
        agreed: person.said.agreed,
        out: true,
        instead: vec![person.dot],
    };
    Draft::new(Stream::Inner, Fact::Voter { said }, vec![home.into()])
}

#[cfg(test)]
mod tests;
