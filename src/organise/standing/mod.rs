//! Where people stand, home by home: worked out from dated acts and words, and never typed in. One is
//! the strongest, and takes another home that acted. Nobody who was not asked is anything but not asked.
//! Rules R3.1 to R3.5 of the organisers' handbook.

mod deeds;

use deeds::moved_by_leaders;
pub use deeds::{Deed, deeds};

use std::collections::{BTreeMap, BTreeSet};

use super::structure::{Tests, is_home};
use crate::canvass::act::{Act, Acted};
use crate::canvass::basis::ground;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, StairId};
use crate::canvass::stream::Stream;

/// What is known is stale after so many days.
pub const FRESH_FOR: i32 = 56;

/// Where a home stands. In the order of every chart: not asked first, then the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nobody has written down that they were asked.
    NotAsked,
    /// They had another home act.
    Brings,
    /// They did something for it where others see it.
    WithUs,
    /// They say yes, and have done nothing yet.
    SaysYes,
    /// They are not sure.
    NotSure,
    /// It is not for them.
    NotForThem,
    /// They did something against it where others see it.
    Against,
}

impl Level {
    /// All of them, in that order.
    pub const ALL: [Level; 7] = [
        Level::NotAsked,
        Level::Brings,
        Level::WithUs,
        Level::SaysYes,
        Level::NotSure,
        Level::NotForThem,
        Level::Against,
    ];

    /// The key of the label it is always shown with: its words, and its code beside them.
    pub fn key(self) -> String {
        let word = match self {
            Level::NotAsked => "not_asked",
            Level::Brings => "brings",
            Level::WithUs => "with_us",
            Level::SaysYes => "says_yes",
            Level::NotSure => "not_sure",
            Level::NotForThem => "not_for_them",
            Level::Against => "against",
        };
        format!("standing.level_{word}")
    }

    /// Of levels that agree with each other this is the same.
    fn side(self) -> Level {
        match self {
            Level::Brings | Level::WithUs => Level::SaysYes,
            other => other,
        }
    }
}

/// Why what is known of a home is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It is older than [`FRESH_FOR`] days.
    Old,
    /// They did not do a test that came later, by its dot.
    Absent(Dot),
}

/// One version of where a home stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The level it comes to.
    pub level: Level,
    /// What was recorded.
    pub deed: Deed,
}

/// Where a home stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its door.
    pub door: DoorId,
    /// The stair it is on.
    pub stair: StairId,
    /// The level; of versions that differ the weakest. It is of what somebody there did or said, and rates
    /// nobody else who lives there.
    pub level: Level,
    /// What that was: the newest that the level rests on.
    pub what: Option<Act>,
    /// The day of the newest that it rests on: days since 1970-01-01.
    pub day: Option<i32>,
    /// That it is stale, and why.
    pub stale: Option<Stale>,
    /// Versions that differ, for a person to settle; none where all agree.
    pub differ: Vec<Version>,
}

/// Where every home stands, in walk order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// The homes.
    pub homes: Vec<Standing>,
}

/// How many homes stand where. It has no share and no average: what a figure is of stands beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All homes, whoever was asked.
    pub all: usize,
    by: BTreeMap<Level, usize>,
    /// Of these, those of which what is known is stale.
    stale: BTreeMap<Level, usize>,
}

impl Tally {
    /// How many homes stand there.
    pub fn at(&self, level: Level) -> usize {
        self.by.get(&level).copied().unwrap_or(0)
    }

    /// Of how many of them what is known is stale.
    pub fn stale_at(&self, level: Level) -> usize {
        self.stale.get(&level).copied().unwrap_or(0)
    }
}

impl Standings {
    /// By what is known on a day (days since 1970-01-01). `None` while the campaign may not keep it.
    pub fn read(state: &State, today: i32) -> Option<Standings> {
        ground(state)?;
        let mut deeds = deeds(state);
        let mut acting = acting(&deeds);
        // Whoever came as a leader had agreed did something, whatever it was.
        let moved = moved_by_leaders(state);
        acting.extend(moved.iter().filter_map(|deed| deed.with));
        deeds.extend(moved);
        let tests = Tests::read(state, today);
        let mut of: BTreeMap<DoorId, Vec<&Deed>> = BTreeMap::new();
        for deed in &deeds {
            of.entry(deed.door).or_default().push(deed);
        }
        let doors = estate::all_doors(state).into_values().flatten();
        let homes = doors.filter(|door| is_home(state, door));
        let homes = homes.map(|door| {
            let now = estate::household(state, door.id);
            let here: BTreeSet<HouseholdId> = estate::twins(state, now).collect();
            let own = of.get(&door.id).into_iter().flatten();
            let own = own.filter(|deed| here.contains(&deed.home)).copied();
            let mut standing = standing(door.id, door.stair, own, &acting);
            standing.stale = stale(&standing, &tests, today);
            standing
        });
        Some(Standings {
            homes: homes.collect(),
        })
    }

    /// How many stand where, of the homes of which this is true.
    pub fn tally(&self, of: impl Fn(&Standing) -> bool) -> Tally {
        let mut tally = Tally::default();
        for home in self.homes.iter().filter(|home| of(home)) {
            tally.all += 1;
            *tally.by.entry(home.level).or_default() += 1;
            if home.stale.is_some() {
                *tally.stale.entry(home.level).or_default() += 1;
            }
        }
        tally
    }

    /// Those of which people say different things, to be settled.
    pub fn to_settle(&self) -> impl Iterator<Item = &Standing> {
        self.homes.iter().filter(|home| !home.differ.is_empty())
    }
}

/// The doors that did something themselves where others see it, but for having brought somebody.
fn acting(deeds: &[Deed]) -> BTreeSet<DoorId> {
    let own = deeds
        .iter()
        .filter(|deed| deed.what.is_done_for() && deed.what != Act::Brought);
    own.map(|deed| deed.door).collect()
}

/// What one deed comes to. Having brought somebody is nothing as long as the other home has done nothing.
fn level(deed: &Deed, acting: &BTreeSet<DoorId>) -> Option<Level> {
    Some(match deed.what {
        Act::Brought if deed.with.is_some_and(|other| acting.contains(&other)) => Level::Brings,
        Act::Brought | Act::TakenBack => return None,
        Act::SaysYes => Level::SaysYes,
        Act::NotSure => Level::NotSure,
        Act::NotForThem => Level::NotForThem,
        Act::Against => Level::Against,
        Act::Signed | Act::Poster | Act::Came | Act::WentAlong | Act::Pledged | Act::SpokeOut => {
            Level::WithUs
        }
    })
}

fn standing<'a>(
    door: DoorId,
    stair: StairId,
    own: impl Iterator<Item = &'a Deed>,
    acting: &BTreeSet<DoorId>,
) -> Standing {
    let all: Vec<&Deed> = own.collect();
    let versions: Vec<Version> = all
        .iter()
        .filter(|deed| !deed.what.is_words() || !is_outdated(deed, &all))
        .filter_map(|deed| {
            Some(Version {
                level: level(deed, acting)?,
                deed: (*deed).clone(),
            })
        })
        .collect();
    let sides: BTreeSet<Level> = versions.iter().map(|it| it.level.side()).collect();
    let weakest = sides.last().copied();
    let on_side = versions
        .iter()
        .filter(|it| Some(it.level.side()) == weakest);
    let level = on_side.map(|it| it.level).min();
    let rests_on = versions.iter().filter(|it| Some(it.level) == level);
    let newest = rests_on.max_by_key(|it| (it.deed.day, it.deed.dot));
    Standing {
        door,
        stair,
        level: level.unwrap_or(Level::NotAsked),
        what: newest.map(|it| it.deed.what),
        day: newest.map(|it| it.deed.day),
        stale: None,
        differ: if sides.len() > 1 {
            versions
        } else {
            Vec::new()
        },
    }
}

/// Whether words were followed by something: on a later day, or later that day by the same hand.
fn is_outdated(words: &Deed, all: &[&Deed]) -> bool {
    all.iter().any(|other| {
        let same_hand = other.dot.log == words.dot.log && other.dot.seq > words.dot.seq;
        other.day > words.day || (other.day == words.day && same_hand)
    })
}

fn stale(standing: &Standing, tests: &Tests, today: i32) -> Option<Stale> {
    let day = standing.day?;
    if day.saturating_add(FRESH_FOR) < today {
        return Some(Stale::Old);
    }
    let later = tests.all.iter().filter(|test| {
        let is_over = test.last_day() < today;
        is_over && test.test.from > day && test.units.contains(&standing.door)
    });
    later
        .filter(|test| !test.did.contains(&standing.door))
        .map(|test| Stale::Absent(test.id))
        .next()
}

/// Settles versions that differ: this one stands. `None` where nothing differs, or it is none of them.
pub fn settle(state: &State, standing: &Standing, keep: Dot) -> Option<Draft> {
    let kept = standing.differ.iter().find(|it| it.deed.dot == keep)?;
    // What agrees with it stays as it was recorded.
    let others = standing.differ.iter();
    let others = others.filter(|it| it.level.side() != kept.level.side());
    let others = others.map(|it| it.deed.dot);
    let entry = state.entry(keep)?;
    // What a leader moved is said by a list, which stays; only what differs is taken back.
    let is_act = entry.event.kind == Kind::ACTED;
    let said = Acted {
        what: if is_act {
            kept.deed.what
        } else {
            Act::TakenBack
        },
        day: kept.deed.day,
        people: u8::try_from(kept.deed.people).unwrap_or(u8::MAX),
        instead: others.chain(is_act.then_some(keep)).collect(),
    };
    let about = entry.event.about.clone();
    Some(Draft::new(Stream::Inner, Fact::Acted { said }, about))
}

#[cfg(test)]
mod tests;
