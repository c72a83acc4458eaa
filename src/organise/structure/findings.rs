//! What a test shows: by stair, by tenure, by language and by leaders' lists, and who moved since the
//! last. Every part is of the homes it asked, whatever came of them since.

use std::collections::{BTreeMap, BTreeSet};

use super::{Showing, Tested, Tests};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, StairId};
use crate::canvass::language::spoken;
use crate::canvass::structure::{Floor, Line, Of};
use crate::canvass::tenure::{Tenure, tenure};
use crate::organise::leaders::promised;
use crate::organise::report::door_of;
use crate::organise::standing::deeds;

/// A part of the homes that were asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How many did it.
    pub n: usize,
    /// Of how many homes.
    pub all: usize,
    /// How many of these have to, by the test's floor.
    pub needed: usize,
}

impl Part {
    /// Whether it reached what it had to.
    pub fn is_met(&self) -> bool {
        self.n >= self.needed
    }
}

/// A leader's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Their home.
    pub home: HouseholdId,
    /// Their door.
    pub door: DoorId,
    /// What they agreed to.
    pub task: String,
    /// How many of the homes they agreed to bring did it.
    pub n: usize,
    /// Of how many.
    pub all: usize,
}

/// What keeps a test from being met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fails {
    /// So many are missing of what it is counted of.
    Line(usize),
    /// Too few of a stair.
    Stair(StairId),
    /// None of a landing: its stair, its entrance and its floor.
    Landing(StairId, Option<String>, Option<i16>),
    /// None of a tenure.
    Tenure(String),
    /// A leader brought fewer than they agreed to.
    List(DoorId),
    /// No leader agreed to bring anybody.
    NoList,
}

/// What a test shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// How many have not been asked yet, as far as is known: homes where nobody was spoken to and
    /// nothing was done; of persons those of whom nobody knows whether they may take part.
    pub unknown: usize,
    /// Stair by stair.
    pub stairs: BTreeMap<StairId, Part>,
    /// By how homes are held; last those of which nobody knows, or people differ.
    pub tenures: BTreeMap<Option<String>, Part>,
    /// By the language spoken there, likewise.
    pub languages: BTreeMap<Option<String>, Part>,
    /// Leaders' lists.
    pub lists: Vec<List>,
    /// The test before it that asked some of the same homes.
    pub since: Option<Dot>,
    /// Homes that did it and not the one before.
    pub came_along: Vec<DoorId>,
    /// Homes that did the one before and not this.
    pub fell_away: Vec<DoorId>,
    /// A private test whose result it would tell, too ([`Tests::beside`]).
    pub beside: Option<Dot>,
    /// What keeps it from being met; it is met where there is nothing.
    pub fails: Vec<Fails>,
}

impl Findings {
    /// What a test shows.
    pub fn of(state: &State, tests: &Tests, tested: &Tested) -> Findings {
        let mut findings = Findings::by_itself(state, tests, tested);
        let mut beside = tests.beside(tested);
        findings.beside = beside
            .find(|other| {
                let alone = Findings::by_itself(state, tests, other);
                matches!(Showing::of(other, &alone), Showing::Private { .. })
            })
            .map(|other| other.id);
        findings
    }

    fn by_itself(state: &State, tests: &Tests, tested: &Tested) -> Findings {
        let homes: Vec<Unit> = tested
            .units
            .iter()
            .filter_map(|door| Unit::read(state, *door))
            .collect();
        let before = tests.before(tested);
        let did = &tested.did;
        let others = |a: &BTreeSet<DoorId>, b: &BTreeSet<DoorId>| {
            let moved = a.difference(b).filter(|door| tested.units.contains(door));
            moved.copied().collect::<Vec<DoorId>>()
        };
        let mut findings = Findings {
            unknown: unknown(state, tested),
            stairs: parts(tested, &homes, |home| home.stair),
            tenures: parts(tested, &homes, |home| home.tenure.clone()),
            languages: parts(tested, &homes, |home| home.language.clone()),
            lists: lists(state, tested),
            since: before.map(|before| before.id),
            came_along: before.map_or_else(Vec::new, |before| others(did, &before.did)),
            fell_away: before.map_or_else(Vec::new, |before| others(&before.did, did)),
            beside: None,
            fails: Vec::new(),
        };
        findings.set_floors(tested);
        findings.fails = findings.failing(tested, &homes);
        findings
    }

    /// Whether the line is reached, and every part's.
    pub fn is_met(&self) -> bool {
        self.fails.is_empty()
    }

    /// Lists of which nobody did it.
    pub fn unmoved(&self) -> impl Iterator<Item = &List> {
        self.lists.iter().filter(|list| list.n == 0)
    }

    fn set_floors(&mut self, tested: &Tested) {
        for part in self.stairs.values_mut() {
            part.needed = match tested.test.floor {
                Floor::EachStair(percent) => percent.needed(part.all),
                Floor::EachStairAndTenure => 1,
                Floor::None | Floor::EachLanding => 0,
            };
        }
        for (tenure, part) in &mut self.tenures {
            let each = tested.test.floor == Floor::EachStairAndTenure;
            part.needed = usize::from(each && tenure.is_some());
        }
    }

    fn failing(&self, tested: &Tested, homes: &[Unit]) -> Vec<Fails> {
        let missing = tested
            .needed()
            .map_or(0, |needed| needed.saturating_sub(tested.n()));
        let mut fails: Vec<Fails> = (missing > 0)
            .then_some(Fails::Line(missing))
            .into_iter()
            .collect();
        let stairs = self.stairs.iter().filter(|(_, part)| !part.is_met());
        fails.extend(stairs.map(|(stair, _)| Fails::Stair(*stair)));
        let tenures = self.tenures.iter().filter(|(_, part)| !part.is_met());
        fails.extend(tenures.filter_map(|(tenure, _)| tenure.clone().map(Fails::Tenure)));
        if tested.test.floor == Floor::EachLanding {
            let landings = parts(tested, homes, Unit::landing).into_iter();
            let without = landings.filter(|(_, part)| part.n == 0);
            fails.extend(
                without.map(|((stair, entrance, floor), _)| Fails::Landing(stair, entrance, floor)),
            );
        }
        if tested.test.line == Line::AsAgreed {
            let short = self.lists.iter().filter(|list| list.n < list.all);
            fails.extend(short.map(|list| Fails::List(list.door)));
            fails.extend(self.lists.is_empty().then_some(Fails::NoList));
        }
        fails
    }
}

/// One of the homes that were asked, as it is known now.
struct Unit {
    door: DoorId,
    stair: StairId,
    entrance: Option<String>,
    floor: Option<i16>,
    tenure: Option<String>,
    language: Option<String>,
}

impl Unit {
    fn read(state: &State, id: DoorId) -> Option<Unit> {
        let door = estate::door(state, id)?;
        let home = estate::household(state, id);
        let languages = spoken(state, home);
        Some(Unit {
            door: id,
            stair: door.stair,
            entrance: door.entrance,
            floor: door.floor,
            tenure: match tenure(state, home) {
                Tenure::Known(tenure) => Some(tenure),
                Tenure::Unknown | Tenure::Disputed(_) => None,
            },
            language: match languages.as_slice() {
                [language] => Some(language.clone()),
                _ => None,
            },
        })
    }

    fn landing(&self) -> (StairId, Option<String>, Option<i16>) {
        (self.stair, self.entrance.clone(), self.floor)
    }
}

fn parts<K: Ord>(tested: &Tested, homes: &[Unit], of: impl Fn(&Unit) -> K) -> BTreeMap<K, Part> {
    let mut parts: BTreeMap<K, Part> = BTreeMap::new();
    for home in homes {
        let part = parts.entry(of(home)).or_default();
        part.all += 1;
        part.n += usize::from(tested.did.contains(&home.door));
    }
    parts
}

fn unknown(state: &State, tested: &Tested) -> usize {
    if let Line::Share {
        of: Of::People { unknown, .. },
        ..
    } = tested.test.line
    {
        return usize::try_from(unknown).unwrap_or(usize::MAX);
    }
    let days = tested.test.from..=tested.last_day();
    let deeds = deeds(state).into_iter();
    let acted: BTreeSet<DoorId> = deeds
        .filter(|deed| days.contains(&deed.day))
        .map(|deed| deed.door)
        .collect();
    // Whoever was asked before the test began was not asked this.
    let is_unknown = |door: &&DoorId| !tested.spoke(state, **door) && !acted.contains(door);
    tested.units.iter().filter(is_unknown).count()
}

fn lists(state: &State, tested: &Tested) -> Vec<List> {
    let all = promised(state).into_iter();
    all.filter_map(|(home, asked)| {
        let doors = asked.homes.iter();
        let doors = doors.filter_map(|home| door_of(state, &[(*home).into()]));
        let doors: BTreeSet<DoorId> = doors.filter(|door| tested.units.contains(door)).collect();
        Some(List {
            home,
            door: door_of(state, &[home.into()])?,
            task: asked.task,
            n: doors.intersection(&tested.did).count(),
            all: doors.len(),
        })
    })
    .filter(|list| list.all > 0)
    .collect()
}
