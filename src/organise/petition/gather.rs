//! The entries of each signature put together: what stands in place of what, and what two phones, or two
//! organisers at once, said of the same one.

use std::collections::{BTreeMap, BTreeSet};

use super::stacks::Stacks;
use crate::canvass::author::{PersonId, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::petition::{How, Signature, Verdict};
use crate::canvass::signature_out::Step;
use crate::organise::contacts::is_believed;
use crate::organise::report::door_of;
use crate::organise::teams::standing;

/// What organisers found of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// All who looked found the same, or nobody looked.
    At(Verdict),
    /// Two looked at once, and found different things.
    Differ,
}

/// Whether organisers took a signature out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// It stands.
    No,
    /// It is out, for these reasons: more than one where two took it out at once.
    Yes(Vec<String>),
    /// One took it out and another put it back, at once.
    Differ,
}

/// A signature as its entries say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gathered {
    /// The entry that first recorded it.
    pub dot: Dot,
    /// When that was: seconds since 1970.
    pub at: i64,
    /// Who recorded it.
    pub by: PersonId,
    pub home: Option<HouseholdId>,
    pub door: Option<DoorId>,
    /// What stands; its day no later than a day after it was written down.
    pub said: Signature,
    /// The entries that say so, by which another stands in their place.
    pub entries: Vec<Dot>,
    pub looked: Looked,
    pub out: Out,
    /// The entries that took it out or put it back.
    pub outs: Vec<Dot>,
    /// Whether two papers bore its sheet's number when it was noted: which one it is on, nobody has said since.
    pub is_either: bool,
}

impl Gathered {
    /// The sheet and the line it stands on.
    pub fn place(&self) -> Option<(u16, u8)> {
        place(&self.said)
    }

    /// On paper, at one door, on one day, by one phone: whoever stood there saw people sign one after the
    /// other.
    pub fn sitting(&self) -> Option<(LogId, i32)> {
        self.place().map(|_| (self.dot.log, self.said.day))
    }
}

fn place(said: &Signature) -> Option<(u16, u8)> {
    match said.how {
        How::Paper { sheet, line } => Some((sheet, line)),
        How::Phone { .. } | How::TakenBack => None,
    }
}

/// One entry that counts.
struct One {
    at: i64,
    by: PersonId,
    organiser: bool,
    home: Option<HouseholdId>,
    door: Option<DoorId>,
    said: Signature,
}

/// All that stand, whichever petition they are of, in the order they were first recorded: by their times,
/// and where those are the same by their entries.
pub(super) fn gather(state: &State, stacks: &BTreeMap<Dot, Stacks>) -> Vec<Gathered> {
    let all: BTreeMap<Dot, One> = state
        .of_kind(Kind::SIGNED)
        .filter_map(|(dot, entry)| Some((dot, one(state, dot, entry)?)))
        .collect();
    let mut same = Same::default();
    let (mut replaced, mut follows) = (BTreeSet::new(), BTreeSet::new());
    for (dot, one) in &all {
        for other in one.said.instead.iter().filter(|other| *other != dot) {
            if all.get(other).is_some_and(|it| may_replace(one, it)) {
                replaced.insert(*other);
                follows.insert(*dot);
                same.join(*dot, *other);
            }
        }
    }
    let stands = |dot: &Dot, one: &One| !replaced.contains(dot) && one.said.how != How::TakenBack;
    let is_either = |one: &One| {
        let stacks = stacks.get(&one.said.petition).zip(place(&one.said));
        stacks.is_some_and(|(stacks, (sheet, _))| stacks.is_either(sheet, one.at))
    };
    // A line that two phones recorded of one home is one signature; of a number that two papers bear it may be two.
    let mut lines = BTreeMap::new();
    for (dot, one) in all.iter().filter(|(dot, one)| stands(dot, one)) {
        if let Some(place) = place(&one.said).filter(|_| !is_either(one)) {
            let line = (one.said.petition, one.home, place);
            let known = *lines.entry(line).or_insert(*dot);
            same.join(known, *dot);
        }
    }
    let mut together: BTreeMap<Dot, Vec<Dot>> = BTreeMap::new();
    for dot in all.keys() {
        together.entry(same.root(*dot)).or_default().push(*dot);
    }
    let steps = steps(state, &mut same);
    let found = together.into_iter().filter_map(|(root, dots)| {
        let steps = steps.get(&root).map_or(&[][..], Vec::as_slice);
        let dots: Vec<(bool, Dot)> = dots
            .into_iter()
            .map(|dot| (follows.contains(&dot), dot))
            .collect();
        put_together(&all, &dots, stands, is_either, steps)
    });
    let mut found: Vec<Gathered> = found.collect();
    found.sort_by_key(|it| (it.at, it.dot));
    found
}

/// A signature by whoever could have stood at the door; of nobody's home only an organiser's.
fn one(state: &State, dot: Dot, entry: &Entry) -> Option<One> {
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
    let at = state.happened_at(dot)?;
    // A day more, for whoever is east of Greenwich.
    let latest = i32::try_from(at.div_euclid(86_400) + 1).unwrap_or(i32::MAX);
    said.day = said.day.min(latest);
    may.then_some(One {
        at,
        by: author.person,
        organiser,
        home,
        door,
        said,
    })
}

/// Whether an entry may stand in place of another: of the same petition and home, by the same person or an
/// organiser.
fn may_replace(one: &One, other: &One) -> bool {
    let same = one.home == other.home && one.said.petition == other.said.petition;
    same && (one.organiser || one.by == other.by)
}

/// One signature of its entries, each with whether it stands in place of another: what does is later, whatever
/// its time says. `None` where nothing of it stands.
fn put_together(
    all: &BTreeMap<Dot, One>,
    dots: &[(bool, Dot)],
    stands: impl Fn(&Dot, &One) -> bool,
    is_either: impl Fn(&One) -> bool,
    steps: &[(Dot, Step)],
) -> Option<Gathered> {
    let mut entries: Vec<(bool, Dot, &One)> = dots
        .iter()
        .filter_map(|(follows, dot)| Some((*follows, *dot, all.get(dot)?)))
        .collect();
    entries.sort_by_key(|(follows, dot, one)| (*follows, one.at, *dot));
    let mut entries: Vec<(Dot, &One)> = entries
        .into_iter()
        .map(|(_, dot, one)| (dot, one))
        .collect();
    let (dot, first) = entries.first().map(|(dot, one)| (*dot, *one))?;
    entries.retain(|(dot, one)| stands(dot, one));
    let looked = entries.iter().map(|(_, one)| one.said.verdict);
    let looked: BTreeSet<Verdict> = looked.filter(|it| *it != Verdict::NotLooked).collect();
    let mut looked = looked.into_iter();
    let looked = match (looked.next(), looked.next()) {
        (None, _) => Looked::At(Verdict::NotLooked),
        (Some(verdict), None) => Looked::At(verdict),
        (Some(_), Some(_)) => Looked::Differ,
    };
    // Whoever looked says what stood there; else the first who recorded it does.
    let by_looking = entries
        .iter()
        .rfind(|(_, it)| it.said.verdict != Verdict::NotLooked);
    let (_, shown) = by_looking.or(entries.first())?;
    Some(Gathered {
        dot,
        at: first.at,
        by: first.by,
        home: shown.home,
        door: shown.door,
        said: shown.said.clone(),
        entries: entries.iter().map(|(dot, _)| *dot).collect(),
        looked,
        out: out(steps),
        outs: steps.iter().map(|(dot, _)| *dot).collect(),
        is_either: is_either(shown),
    })
}

fn out(steps: &[(Dot, Step)]) -> Out {
    let reasons = steps.iter().filter_map(|(_, step)| match step {
        Step::Out { why } => Some(why.clone()),
        Step::Back => None,
    });
    let reasons: Vec<String> = reasons.collect();
    match (reasons.is_empty(), reasons.len() == steps.len()) {
        (true, _) => Out::No,
        (false, true) => Out::Yes(reasons),
        (false, false) => Out::Differ,
    }
}

/// What organisers took out and put back, by the signature it is of.
fn steps(state: &State, same: &mut Same) -> BTreeMap<Dot, Vec<(Dot, Step)>> {
    let all = standing(state, Kind::SIGNATURE_OUT, |fact| match fact {
        Fact::SignatureOut { said } => Some(((said.signature, said.step), said.instead)),
        _ => None,
    });
    let mut found: BTreeMap<Dot, Vec<(Dot, Step)>> = BTreeMap::new();
    for (dot, _, (signature, step)) in all {
        let root = same.root(signature);
        found.entry(root).or_default().push((dot, step));
    }
    found
}

/// Which entries are of one signature: each leads on to another of it, and all to the same in the end.
#[derive(Default)]
struct Same(BTreeMap<Dot, Dot>);

impl Same {
    fn root(&mut self, dot: Dot) -> Dot {
        let mut root = dot;
        while let Some(next) = self.0.get(&root) {
            root = *next;
        }
        // So that no way is walked twice.
        let mut at = dot;
        while at != root {
            match self.0.insert(at, root) {
                Some(next) => at = next,
                None => break,
            }
        }
        root
    }

    fn join(&mut self, one: Dot, other: Dot) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.0.insert(one.max(other), one.min(other));
        }
    }
}
