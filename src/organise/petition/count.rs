//! The signatures of a petition, and which of them count.

use std::collections::BTreeSet;

use crate::canvass::author::{PersonId, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::petition::{How, Petition, Signature, Verdict, petitions};
use crate::organise::contacts::is_believed;
use crate::organise::report::door_of;
use crate::organise::teams::same;

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It looks like the same person's as this one, by its entry: somebody has to look.
    MayBeTwice(Dot),
    /// This one, by its entry, stands on the same line: somebody has to look.
    SameLine(Dot),
    /// An organiser found that it is somebody's second.
    Twice,
    /// An organiser found that they may not sign.
    DoesNotQualify,
    /// An organiser found that it cannot be read.
    NotReadable,
    /// It was made on a phone, and the council is not known to take that.
    OnPhone,
}

impl Why {
    /// Whether somebody is to look at it.
    pub fn is_to_be_looked_at(self) -> bool {
        matches!(self, Why::MayBeTwice(_) | Why::SameLine(_))
    }
}

/// What is found of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It counts.
    Valid,
    /// It does not.
    Not(Why),
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The entry.
    pub dot: Dot,
    /// The home; `None` of whoever lives elsewhere.
    pub home: Option<HouseholdId>,
    /// Its door.
    pub door: Option<DoorId>,
    /// What was recorded.
    pub said: Signature,
    /// Who recorded it.
    pub by: PersonId,
    /// Whether it counts.
    pub found: Found,
}

impl Signed {
    /// The sheet it stands on.
    pub fn sheet(&self) -> Option<u16> {
        self.place().map(|(sheet, _)| sheet)
    }

    /// The sheet and the line it stands on.
    pub fn place(&self) -> Option<(u16, u8)> {
        match self.said.how {
            How::Paper { sheet, line } => Some((sheet, line)),
            How::Phone { .. } | How::TakenBack => None,
        }
    }
}

/// A petition and its signatures, in the order they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petitioned {
    /// Its id.
    pub id: Dot,
    /// What it says.
    pub petition: Petition,
    /// The signatures, each line of a sheet once.
    pub signed: Vec<Signed>,
}

impl Petitioned {
    /// How many signatures there are.
    pub fn total(&self) -> usize {
        self.signed.len()
    }

    /// How many of them count.
    pub fn valid(&self) -> usize {
        self.valid_ones().count()
    }

    /// Of how many homes somebody's counts: the doors.
    pub fn homes(&self) -> BTreeSet<DoorId> {
        self.valid_ones().filter_map(|it| it.door).collect()
    }

    /// How many that count are of nobody on the estate.
    pub fn elsewhere(&self) -> usize {
        self.valid_ones().filter(|it| it.door.is_none()).count()
    }

    /// Those that somebody is to look at.
    pub fn flagged(&self) -> impl Iterator<Item = &Signed> {
        let of = |it: &&Signed| matches!(it.found, Found::Not(why) if why.is_to_be_looked_at());
        self.signed.iter().filter(of)
    }

    /// A signature by its entry.
    pub fn find(&self, dot: Dot) -> Option<&Signed> {
        self.signed.iter().find(|it| it.dot == dot)
    }

    fn valid_ones(&self) -> impl Iterator<Item = &Signed> {
        self.signed.iter().filter(|it| it.found == Found::Valid)
    }
}

/// Every petition, the newest first.
pub fn read(state: &State) -> Vec<Petitioned> {
    let signed = signatures(state);
    let all = petitions(state).into_iter();
    all.map(|(id, petition)| {
        let own = signed.iter().filter(|it| it.said.petition == id);
        let signed = judged(&petition, own.cloned().collect());
        Petitioned {
            id,
            petition,
            signed,
        }
    })
    .collect()
}

/// How many homes the estate has, for what a petition's homes are of.
pub fn homes(state: &State) -> usize {
    let doors = estate::all_doors(state).into_values().flatten();
    let homes = doors.filter(|door| crate::organise::structure::is_home(state, door));
    homes.count()
}

/// All that stand, whichever petition they are of, in the order they were made.
pub(in crate::organise) fn signatures(state: &State) -> Vec<Signed> {
    let mut replaced = BTreeSet::new();
    let mut found = Vec::new();
    for (dot, entry) in state.of_kind(Kind::SIGNED) {
        let Some(signed) = one(state, dot, entry) else {
            continue;
        };
        let instead = signed.said.instead.iter().copied();
        replaced
            .extend(instead.filter(|other| *other != dot && may_replace(state, &signed, *other)));
        found.push(signed);
    }
    found.retain(|it| !replaced.contains(&it.dot) && it.said.how != How::TakenBack);
    // One that an organiser looked at stands where it stood: what comes after it is the second.
    found.sort_by_key(|it| (it.said.day, first_written(state, it)));
    found
}

/// The entry that a signature was first recorded by.
fn first_written(state: &State, signed: &Signed) -> Dot {
    let (mut first, mut said) = (signed.dot, signed.said.clone());
    // Nothing stands in place of itself, whoever wrote that it does.
    let mut seen = BTreeSet::from([first]);
    while let Some(before) = said.instead.first().copied() {
        let earlier = state.entry(before).and_then(|entry| {
            match Fact::read(Kind::SIGNED, &entry.event.body).ok()?? {
                Fact::Signed { said } if entry.event.kind == Kind::SIGNED => Some(said),
                _ => None,
            }
        });
        match earlier {
            Some(earlier) if seen.insert(before) => (first, said) = (before, earlier),
            _ => break,
        }
    }
    first
}

/// A signature by whoever could have stood at the door; of nobody's home only an organiser's.
fn one(state: &State, dot: Dot, entry: &Entry) -> Option<Signed> {
    let Fact::Signed { mut said } = Fact::read(Kind::SIGNED, &entry.event.body).ok()?? else {
        return None;
    };
    let author = &state.log(dot.log)?.author;
    let organiser = author.role == Role::Organiser;
    let mut homes = entry.event.about.iter();
    let home = homes.find_map(|id| HouseholdId::try_from(*id).ok());
    let door = home.and_then(|home| door_of(state, &[home.into()]));
    let may = match (home, door) {
        (Some(home), Some(door)) => {
            is_believed(state, dot, door) && !estate::is_hidden(state, home)
        }
        (None, _) => organiser,
        (Some(_), None) => false,
    };
    if !organiser {
        said.verdict = Verdict::NotLooked;
    }
    may.then_some(Signed {
        dot,
        home,
        door,
        said,
        by: author.person,
        found: Found::Valid,
    })
}

/// Whether an entry may stand in place of another: of the same home, by the same person or an organiser.
fn may_replace(state: &State, signed: &Signed, other: Dot) -> bool {
    let (Some(own), Some(its)) = (state.log(signed.dot.log), state.log(other.log)) else {
        return false;
    };
    let same_home = state.entry(other).is_some_and(|entry| {
        let mut about = entry.event.about.iter();
        let home = about.find_map(|id| HouseholdId::try_from(*id).ok());
        entry.event.kind == Kind::SIGNED && home == signed.home
    });
    let may = own.author.role == Role::Organiser || own.author.person == its.author.person;
    same_home && may
}

/// What is found of each. A line that two phones recorded of one home is one signature.
fn judged(petition: &Petition, all: Vec<Signed>) -> Vec<Signed> {
    let mut kept: Vec<Signed> = Vec::new();
    for mut signed in all {
        let is_known = |it: &&mut Signed| {
            it.home == signed.home && it.place().is_some() && it.place() == signed.place()
        };
        if let Some(known) = kept.iter_mut().find(is_known) {
            // What an organiser found of the one is found of the other.
            if known.said.verdict == Verdict::NotLooked && signed.said.verdict != Verdict::NotLooked
            {
                known.said.verdict = signed.said.verdict;
                known.found = finding(petition, known, None);
            }
            continue;
        }
        // Of what does not count nothing is a second.
        let mut others = kept.iter().filter(|it| match it.found {
            Found::Valid => true,
            Found::Not(why) => why.is_to_be_looked_at(),
        });
        let twin = others.find_map(|it| may_be_twice(it, &signed));
        signed.found = finding(petition, &signed, twin);
        kept.push(signed);
    }
    kept
}

fn finding(petition: &Petition, signed: &Signed, twin: Option<Why>) -> Found {
    let on_phone = matches!(signed.said.how, How::Phone { .. });
    if on_phone && !petition.takes_phones() {
        return Found::Not(Why::OnPhone);
    }
    match signed.said.verdict {
        Verdict::Counts => Found::Valid,
        Verdict::Twice => Found::Not(Why::Twice),
        Verdict::DoesNotQualify => Found::Not(Why::DoesNotQualify),
        Verdict::NotReadable => Found::Not(Why::NotReadable),
        Verdict::NotLooked => twin.map_or(Found::Valid, Found::Not),
    }
}

/// Why a later signature may be the same person's as an earlier one, on paper or on a phone.
fn may_be_twice(earlier: &Signed, later: &Signed) -> Option<Why> {
    if earlier.place().is_some() && earlier.place() == later.place() {
        return Some(Why::SameLine(earlier.dot));
    }
    let names = (same(&earlier.said.who), same(&later.said.who));
    let named = !names.0.is_empty() && !names.1.is_empty();
    let may_be = match (earlier.home, later.home) {
        (Some(home), Some(other)) if home == other => match named {
            true => names.0 == names.1,
            // Whoever stood there saw two people sign on two lines.
            false => !one_sitting(earlier, later),
        },
        (None, None) => named && names.0 == names.1,
        _ => false,
    };
    may_be.then_some(Why::MayBeTwice(earlier.dot))
}

/// Both on paper, recorded at one door on one day by one phone.
fn one_sitting(earlier: &Signed, later: &Signed) -> bool {
    let log = |it: &Signed| -> LogId { it.dot.log };
    let on_paper = earlier.place().is_some() && later.place().is_some();
    on_paper && log(earlier) == log(later) && earlier.said.day == later.said.day
}
