//! Structure tests: whether the homes of an estate do together what is asked of them, each time a little
//! more. What is asked, of which homes and by which line stands fast from the beginning; a result says
//! which stairs failed, whose list did not move and who moved since. It never stops anybody from doing
//! anything. Rules R4.1 to R4.6 of the organisers' handbook.

mod before;
mod findings;
mod forecast;
mod ladder;
mod outside;
mod showing;

pub use before::tested_before;
pub use findings::{Fails, Findings, List, Part};
pub(super) use forecast::rule;
pub use forecast::{Forecast, Pledges, Rule, Tenths, forecast};
pub use ladder::{Base, NoTest, Plan, Suggested, end, set_up, suggested};
pub use outside::{Elsewhere, OutsideSupporters, elsewhere, outside};
pub use showing::{Board, MINDS, Row, Showing, board, may_be_shown};

use std::collections::{BTreeMap, BTreeSet};

use super::standing::{Deed, FRESH_FOR, deeds};
use crate::canvass::author::{PersonId, Role};
use crate::canvass::dot::Dot;
use crate::canvass::dwelling::{Behind, behind};
use crate::canvass::estate::{self, Door, Knock};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::structure::{Ended, Line, Of, Rung, Test};

/// A test, and the homes that did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Its id.
    pub id: Dot,
    /// What was set up.
    pub test: Test,
    /// The doors of its homes: as many as there were when it was set up.
    pub units: BTreeSet<DoorId>,
    /// That it is over before its last day, and why.
    pub ended: Option<Ended>,
    /// Those of its homes that did it.
    pub did: BTreeSet<DoorId>,
    /// How many persons in them.
    pub people: usize,
    /// Those whose poster only one person has seen: not counted yet.
    pub seen_once: BTreeSet<DoorId>,
    /// The organisers who said that its result may be shown.
    pub shown_by: BTreeSet<PersonId>,
    /// The day it is looked at, or its last: days since 1970-01-01.
    pub as_of: i32,
}

impl Tested {
    /// The last day that counts.
    pub fn last_day(&self) -> i32 {
        let ended = self.ended.as_ref().map_or(i32::MAX, |ended| ended.day);
        self.test.until.min(ended)
    }

    /// So many of what it is counted of did it: homes, or persons.
    pub fn n(&self) -> usize {
        match self.test.line {
            Line::Share {
                of: Of::People { .. },
                ..
            } => self.people,
            Line::Share { .. } | Line::AsAgreed => self.did.len(),
        }
    }

    /// What it is counted of; `None` where that is nothing.
    pub fn all(&self) -> Option<usize> {
        match self.test.line {
            Line::Share {
                of: Of::People { eligible, .. },
                ..
            } => usize::try_from(eligible).ok(),
            Line::Share { .. } => Some(self.units.len()),
            Line::AsAgreed => None,
        }
    }

    /// How many reach its line.
    pub fn needed(&self) -> Option<usize> {
        match self.test.line {
            Line::Share { percent, .. } => Some(percent.needed(self.all()?)),
            Line::AsAgreed => None,
        }
    }
}

/// Every test there is, in the order they began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tests {
    /// The tests.
    pub all: Vec<Tested>,
}

impl Tests {
    /// By what is known on a day (days since 1970-01-01).
    pub fn read(state: &State, today: i32) -> Tests {
        let deeds = deeds(state);
        let mut ended = ended(state);
        let mut shown = shown(state);
        let tests = state.of_kind(Kind::TEST).filter_map(|(dot, entry)| {
            let Fact::Test { mut said } = Fact::read(Kind::TEST, &entry.event.body).ok()?? else {
                return None;
            };
            organiser(state, dot)?;
            // No line is drawn by what was done before it was.
            said.from = said.from.max(written(state, dot)?);
            let about = entry.event.about.iter();
            let mut tested = Tested {
                id: dot,
                test: said,
                units: about.filter_map(|id| DoorId::try_from(*id).ok()).collect(),
                ended: ended.remove(&dot),
                did: BTreeSet::new(),
                people: 0,
                seen_once: BTreeSet::new(),
                shown_by: shown.remove(&dot).unwrap_or_default(),
                as_of: today,
            };
            tested.as_of = today.min(tested.last_day());
            tested.count(state, &deeds);
            Some(tested)
        });
        let mut all: Vec<Tested> = tests.collect();
        all.sort_by_key(|tested| (tested.test.from, tested.id));
        Tests { all }
    }

    /// A test by its id.
    pub fn find(&self, id: Dot) -> Option<&Tested> {
        self.all.iter().find(|tested| tested.id == id)
    }

    /// Those that began before this one and whose results it would tell, too: of the same act, on some of the
    /// same days, of some of the same homes.
    pub fn beside(&self, of: &Tested) -> impl Iterator<Item = &Tested> {
        let before = self.all.iter().take_while(|other| other.id != of.id);
        before.filter(|other| {
            let first = other.test.from.max(of.test.from);
            let same_days = first <= other.last_day().min(of.last_day());
            let same_act = other.test.rung.act() == of.test.rung.act();
            same_act && same_days && !other.units.is_disjoint(&of.units)
        })
    }

    /// The last before this one that asked some of the same homes.
    pub fn before(&self, of: &Tested) -> Option<&Tested> {
        let place = self.all.iter().position(|tested| tested.id == of.id)?;
        let mut earlier = self.all[..place].iter().rev();
        earlier.find(|tested| !tested.units.is_disjoint(&of.units))
    }
}

impl Tested {
    fn count(&mut self, state: &State, deeds: &[Deed]) {
        let Some(act) = self.test.rung.act() else {
            let spoke = |door: &&DoorId| self.spoke(state, **door);
            self.did = self.units.iter().filter(spoke).copied().collect();
            self.people = self.did.len();
            return;
        };
        let counts = |deed: &&Deed| {
            let in_time = (self.test.from..=self.last_day()).contains(&deed.day);
            deed.what == act && in_time && self.units.contains(&deed.door) && self.is_fresh(deed)
        };
        // By whom it was recorded, and how many of the home did: written down twice it is done once.
        let mut homes: BTreeMap<DoorId, (BTreeSet<PersonId>, usize)> = BTreeMap::new();
        for deed in deeds.iter().filter(counts) {
            let (by, people) = homes.entry(deed.door).or_default();
            by.insert(deed.by);
            *people = deed.people.max(*people);
        }
        for (door, (by, people)) in homes {
            if self.test.rung == Rung::Poster && by.len() < 2 {
                self.seen_once.insert(door);
                continue;
            }
            self.did.insert(door);
            self.people += people;
        }
    }

    /// A pledge is of a few weeks; everything else is of the test's own days.
    fn is_fresh(&self, deed: &Deed) -> bool {
        self.test.rung != Rung::Pledge || deed.day.saturating_add(FRESH_FOR) > self.as_of
    }

    fn spoke(&self, state: &State, door: DoorId) -> bool {
        let knocks = estate::knocks(state, door).into_iter();
        let mut spoke = knocks.filter(|knock| knock.outcome == Outcome::Spoke);
        spoke.any(|knock| {
            let day = i32::try_from(knock.at.div_euclid(86_400)).unwrap_or(i32::MAX);
            (self.test.from..=self.last_day()).contains(&day)
        })
    }
}

/// Whether a door is one of the homes that everything is counted of: refused, asked not to be knocked,
/// never in or empty, as long as nobody has said that it is no home or not there.
pub fn is_home(state: &State, door: &Door) -> bool {
    is_home_after(state, door, estate::knocks(state, door.id).last())
}

/// The same, where the newest knock there is known.
pub fn is_home_after(state: &State, door: &Door, last: Option<&Knock>) -> bool {
    let is = behind(state, door.id, last);
    !door.gone && matches!(is, Behind::Home | Behind::Empty)
}

/// The organiser who wrote an entry; in inner others write, too.
fn organiser(state: &State, dot: Dot) -> Option<PersonId> {
    let author = &state.log(dot.log)?.author;
    (author.role == Role::Organiser).then_some(author.person)
}

/// The first day on which an entry can have been written down: days since 1970-01-01. A day before it
/// was in Greenwich, for whoever is west of it.
fn written(state: &State, dot: Dot) -> Option<i32> {
    let day = state.happened_at(dot)?.div_euclid(86_400) - 1;
    i32::try_from(day).ok()
}

/// How each test ended that did before its last day: the earliest word stands.
fn ended(state: &State) -> BTreeMap<Dot, Ended> {
    let mut found: BTreeMap<Dot, Ended> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::TEST_ENDED) {
        let fact = Fact::read(Kind::TEST_ENDED, &entry.event.body);
        if let (Ok(Some(Fact::TestEnded { mut said })), Some(day)) = (fact, written(state, dot)) {
            // What was done before somebody ended it stays done.
            said.day = said.day.max(day);
            let known = found.entry(said.test).or_insert_with(|| said.clone());
            if said.day < known.day {
                *known = said;
            }
        }
    }
    found
}

/// Who said of which test that it may be shown: persons, on however many devices, none of whom was taken
/// off since.
fn shown(state: &State) -> BTreeMap<Dot, BTreeSet<PersonId>> {
    let mut found: BTreeMap<Dot, BTreeSet<PersonId>> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::TEST_SHOWN) {
        let fact = Fact::read(Kind::TEST_SHOWN, &entry.event.body);
        let revoked = state
            .log(dot.log)
            .is_some_and(|log| state.is_revoked(&log.author));
        let person = organiser(state, dot).filter(|_| !revoked);
        if let (Ok(Some(Fact::TestShown { said })), Some(person)) = (fact, person) {
            found.entry(said.test).or_default().insert(person);
        }
    }
    found
}

#[cfg(test)]
mod tests;
