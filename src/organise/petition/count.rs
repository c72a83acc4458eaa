//! The signatures of a petition, and which of them count.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Gathered, Looked, Out, gather};
use super::stacks::Stacks;
use super::twins::{Twin, Twins};
use crate::canvass::author::PersonId;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Door};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::petition::{self, How, Petition, Signature, Verdict, petitions};
use crate::canvass::signature_out;
use crate::organise::structure::is_home_after;

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It looks like the same person's as this one, by its entry: somebody has to look.
    MayBeTwice(Dot),
    /// This one, by its entry, stands on the same line: somebody has to look.
    SameLine(Dot),
    /// This one, by its entry, stands on the same line of a number that two papers bore: they may be two people's.
    EitherSheet(Dot),
    /// Two organisers looked at once and found different things, or one took it out and another put it back:
    /// somebody has to look again.
    Differ,
    /// An organiser found that it is somebody's second.
    Twice,
    /// An organiser found that they may not sign.
    DoesNotQualify,
    /// An organiser found that it cannot be read.
    NotReadable,
    /// It was made on a phone, and the council is not known to take that.
    OnPhone,
    /// It was made after the petition's last day.
    TooLate,
    /// No sheet of that number was printed.
    NotPrinted,
    /// An organiser took it out, and said why.
    TakenOut,
}

impl Why {
    /// Whether somebody is to look at it.
    pub fn is_to_be_looked_at(self) -> bool {
        self.is_second() || self == Why::Differ
    }

    /// Whether it may be the second of two, of which somebody is to look at both.
    fn is_second(self) -> bool {
        matches!(
            self,
            Why::MayBeTwice(_) | Why::SameLine(_) | Why::EitherSheet(_)
        )
    }

    /// Whether it stands apart, in neither figure: it is on no sheet there is, or was no signature.
    pub fn is_apart(self) -> bool {
        matches!(self, Why::NotPrinted | Why::TakenOut)
    }
}

/// What is found of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It counts.
    Valid,
    /// It counts, being the first of two; this one, by its entry, may be the same person's or stands on the
    /// same line. Somebody has to look at both, since it may as well be this one that is wrong.
    FirstOfTwo(Dot),
    /// It counts, and two papers bore the number of its sheet when it was noted: somebody has to say which it is on.
    EitherSheet,
    /// It does not.
    Not(Why),
}

impl Found {
    /// Whether it counts.
    pub fn counts(self) -> bool {
        matches!(
            self,
            Found::Valid | Found::FirstOfTwo(_) | Found::EitherSheet
        )
    }

    /// Whether somebody is to look at it.
    pub fn is_to_be_looked_at(self) -> bool {
        match self {
            Found::Valid => false,
            Found::FirstOfTwo(_) | Found::EitherSheet => true,
            Found::Not(why) => why.is_to_be_looked_at(),
        }
    }

    /// Whether it stands apart ([`Why::is_apart`]).
    pub fn is_apart(self) -> bool {
        matches!(self, Found::Not(why) if why.is_apart())
    }
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The entry that first recorded it.
    pub dot: Dot,
    /// The home; `None` of whoever lives elsewhere.
    pub home: Option<HouseholdId>,
    /// Its door.
    pub door: Option<DoorId>,
    /// What was recorded; its day no later than a day after it was written down.
    pub said: Signature,
    /// Who recorded it.
    pub by: PersonId,
    /// Whether it counts.
    pub found: Found,
    /// The entries that say it.
    pub entries: Vec<Dot>,
    /// Whether organisers took it out, and why.
    pub out: Out,
    /// The numbers of the sheets it may stand on, where two papers bore the one it was noted by: none where that is known,
    /// and none before the numbers are told apart.
    pub may_be_on: Vec<u16>,
    outs: Vec<Dot>,
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

    /// What an organiser found of it, in place of all that was found before.
    pub fn judge(&self, verdict: Verdict) -> Draft {
        petition::found(self.home, self.entries.clone(), &self.said, verdict)
    }

    /// Says on which sheet it stands, by the number which that bears now, in place of all that was said of it before.
    /// `None` of one that is on no paper.
    pub fn stands_on(&self, sheet: u16) -> Option<Draft> {
        let (_, line) = self.place()?;
        let said = Signature {
            how: How::Paper { sheet, line },
            ..self.said.clone()
        };
        let entries = self.entries.clone();
        Some(petition::found(self.home, entries, &said, said.verdict))
    }

    /// Takes it out, in place of all that was said of that before. `None` without a reason.
    pub fn take_out(&self, why: &str) -> Option<Draft> {
        signature_out::take_out(self.home, self.dot, why, self.outs.clone())
    }

    /// Puts it back, in place of all that was said of that before.
    pub fn put_back(&self) -> Draft {
        signature_out::put_back(self.home, self.dot, self.outs.clone())
    }
}

/// A petition and its signatures, in the order they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petitioned {
    /// Its id.
    pub id: Dot,
    /// What it says.
    pub petition: Petition,
    /// Whether it is still signed.
    pub open: bool,
    /// The signatures, each line of a sheet once.
    pub signed: Vec<Signed>,
}

impl Petitioned {
    /// How many signatures there are, but for those that stand apart.
    pub fn total(&self) -> usize {
        self.signed.iter().filter(|it| !it.found.is_apart()).count()
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
        let all = self.signed.iter();
        all.filter(|it| it.found.is_to_be_looked_at())
    }

    /// Those that stand apart, in neither figure.
    pub fn apart(&self) -> impl Iterator<Item = &Signed> {
        self.signed.iter().filter(|it| it.found.is_apart())
    }

    /// A signature by the entry that first recorded it.
    pub fn find(&self, dot: Dot) -> Option<&Signed> {
        self.signed.iter().find(|it| it.dot == dot)
    }

    /// Those that count.
    pub fn valid_ones(&self) -> impl Iterator<Item = &Signed> {
        self.signed.iter().filter(|it| it.found.counts())
    }
}

/// Every petition as of a day (days since 1970-01-01), the newest first.
pub fn read(state: &State, today: i32) -> Vec<Petitioned> {
    let mut by_petition: BTreeMap<Dot, Vec<Gathered>> = BTreeMap::new();
    let mut stacks = Stacks::read(state);
    for it in gather(state, &stacks) {
        by_petition.entry(it.said.petition).or_default().push(it);
    }
    let all = petitions(state).into_iter();
    all.map(|(id, petition)| {
        let stacks = stacks.remove(&id).unwrap_or_default();
        let signed = by_petition.remove(&id).unwrap_or_default();
        Petitioned {
            id,
            open: petition.is_open(today),
            signed: judged(&petition, &stacks, signed),
            petition,
        }
    })
    .collect()
}

/// How many homes the estate has, for what a petition's homes are of.
pub fn homes(state: &State) -> usize {
    let doors = estate::all_doors(state).into_values().flatten();
    let knocks = estate::all_knocks(state);
    let last = |door: &Door| knocks.get(&door.id).and_then(|knocks| knocks.last());
    let homes = doors.filter(|door| is_home_after(state, door, last(door)));
    homes.count()
}

/// What is found of each.
fn judged(petition: &Petition, stacks: &Stacks, all: Vec<Gathered>) -> Vec<Signed> {
    let mut twins = Twins::default();
    let mut kept: Vec<Signed> = Vec::with_capacity(all.len());
    for it in all {
        let twin = twins.of(&it);
        let found = finding(petition, stacks, &it, twin, &kept);
        let place = kept.len();
        if let (Found::Not(why), Some(twin)) = (found, twin)
            && why.is_second()
        {
            flag(&mut kept[twin.place()], it.dot);
        }
        // Of what does not count nothing is a second.
        if found.counts() || found.is_to_be_looked_at() {
            twins.add(place, &it);
        }
        let sheet = it.place().filter(|_| it.is_either);
        kept.push(Signed {
            may_be_on: sheet.map_or_else(Vec::new, |(sheet, _)| stacks.now(sheet)),
            dot: it.dot,
            home: it.home,
            door: it.door,
            said: it.said,
            by: it.by,
            found,
            entries: it.entries,
            out: it.out,
            outs: it.outs,
        });
    }
    kept
}

/// Somebody is to look at the first of two as well, unless they have.
fn flag(first: &mut Signed, other: Dot) {
    if first.found == Found::Valid && first.said.verdict == Verdict::NotLooked {
        first.found = Found::FirstOfTwo(other);
    }
}

fn finding(
    petition: &Petition,
    stacks: &Stacks,
    it: &Gathered,
    twin: Option<Twin>,
    kept: &[Signed],
) -> Found {
    let on_phone = matches!(it.said.how, How::Phone { .. });
    let on_no_sheet = it.place().is_some_and(|(sheet, _)| !stacks.has(sheet));
    let why = match (&it.out, &it.looked) {
        (Out::Yes(_), _) => Some(Why::TakenOut),
        (Out::No | Out::Differ, _) if on_no_sheet => Some(Why::NotPrinted),
        (Out::No | Out::Differ, _) if on_phone && !petition.takes_phones() => Some(Why::OnPhone),
        (Out::No | Out::Differ, _) if !petition.is_open(it.said.day) => Some(Why::TooLate),
        (Out::Differ, _) | (Out::No, Looked::Differ) => Some(Why::Differ),
        (Out::No, Looked::At(Verdict::Counts)) => None,
        (Out::No, Looked::At(Verdict::Twice)) => Some(Why::Twice),
        (Out::No, Looked::At(Verdict::DoesNotQualify)) => Some(Why::DoesNotQualify),
        (Out::No, Looked::At(Verdict::NotReadable)) => Some(Why::NotReadable),
        (Out::No, Looked::At(Verdict::NotLooked)) => match twin {
            Some(Twin::Person(place)) => Some(Why::MayBeTwice(kept[place].dot)),
            Some(Twin::Line(place)) if it.is_either => Some(Why::EitherSheet(kept[place].dot)),
            Some(Twin::Line(place)) => Some(Why::SameLine(kept[place].dot)),
            None if it.is_either => return Found::EitherSheet,
            None => None,
        },
    };
    why.map_or(Found::Valid, Found::Not)
}
