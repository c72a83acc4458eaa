//! Who may have signed twice. Each signature is asked for in what came before it, in a few steps however
//! many there are.

use std::collections::BTreeMap;

use super::gather::Gathered;
use crate::canvass::dot::LogId;
use crate::canvass::id::HouseholdId;
use crate::organise::teams::same;

/// At one door, on one day, by one phone.
type Sitting = (LogId, i32);

/// What an earlier signature has in common with a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Twin {
    /// It may be the same person's.
    Person(usize),
    /// It stands on the same line.
    Line(usize),
}

impl Twin {
    /// Which it is, by its place.
    pub fn place(self) -> usize {
        match self {
            Twin::Person(place) | Twin::Line(place) => place,
        }
    }
}

/// The signatures so far that another may be the second of, by their places.
#[derive(Default)]
pub(super) struct Twins {
    lines: BTreeMap<(u16, u8), usize>,
    homes: BTreeMap<HouseholdId, AtHome>,
    elsewhere: BTreeMap<String, usize>,
}

#[derive(Default)]
struct AtHome {
    named: BTreeMap<String, usize>,
    unnamed: Firsts,
    all: Firsts,
}

/// The first, and the first that was at no sitting of its.
#[derive(Default)]
struct Firsts {
    first: Option<(usize, Option<Sitting>)>,
    other: Option<usize>,
}

impl Firsts {
    fn add(&mut self, place: usize, sitting: Option<Sitting>) {
        match self.first {
            None => self.first = Some((place, sitting)),
            Some((_, first)) if first != sitting || sitting.is_none() => {
                self.other.get_or_insert(place);
            }
            Some(_) => {}
        }
    }

    /// The first that was not at this sitting: whoever stood there saw two people sign on two lines.
    fn beside(&self, sitting: Option<Sitting>) -> Option<usize> {
        match self.first? {
            (_, first) if first.is_some() && first == sitting => self.other,
            (place, _) => Some(place),
        }
    }
}

impl Twins {
    /// Which earlier one this may be the second of: the first of them.
    pub fn of(&self, signed: &Gathered) -> Option<Twin> {
        let line = signed.place().and_then(|place| self.lines.get(&place));
        let line = line.map(|place| Twin::Line(*place));
        let person = self.person(signed).map(Twin::Person);
        line.into_iter()
            .chain(person)
            .min_by_key(|twin| twin.place())
    }

    fn person(&self, signed: &Gathered) -> Option<usize> {
        let name = same(&signed.said.who);
        let Some(home) = signed.home else {
            return self.elsewhere.get(&name).copied();
        };
        let home = self.homes.get(&home)?;
        let sitting = signed.sitting();
        match name.is_empty() {
            true => home.all.beside(sitting),
            false => {
                let named = home.named.get(&name).copied();
                named.into_iter().chain(home.unnamed.beside(sitting)).min()
            }
        }
    }

    /// One more, at a place after all that are here.
    pub fn add(&mut self, place: usize, signed: &Gathered) {
        if let Some(line) = signed.place() {
            self.lines.entry(line).or_insert(place);
        }
        let name = same(&signed.said.who);
        let Some(home) = signed.home else {
            if !name.is_empty() {
                self.elsewhere.entry(name).or_insert(place);
            }
            return;
        };
        let home = self.homes.entry(home).or_default();
        home.all.add(place, signed.sitting());
        match name.is_empty() {
            true => home.unnamed.add(place, signed.sitting()),
            false => {
                home.named.entry(name).or_insert(place);
            }
        }
    }
}
