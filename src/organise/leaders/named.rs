//! Whom homes named. The unit is the home that named somebody, however often it did.

use std::collections::{BTreeMap, BTreeSet};

use super::ladder::{Ladder, Step};
use super::whom::Doors;
use super::{NAMED_FOR, home_now, is_home};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{DoorId, HouseholdId, QuestionId, StairId};
use crate::canvass::script::AnswerKind;
use crate::canvass::stream::Stream;
use crate::organise::contacts::is_believed;
use crate::organise::report::door_of;
use crate::organise::teams::{same, standing};

/// Somebody who was named, or is on the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The home they live in.
    pub home: HouseholdId,
    /// Its door.
    pub door: DoorId,
    /// How many different homes of their own stair named them.
    pub by_own: usize,
    /// How many of other stairs did: to be shown beside it, and added to nothing.
    pub by_others: usize,
    /// How far it has come.
    pub step: Step,
}

/// Words that are nobody's door, as far as one can tell: for an organiser to say whom they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As it was said.
    pub whom: String,
    /// How many different homes said so.
    pub by: usize,
    /// What was recorded: to be told whom it means.
    pub dots: Vec<Dot>,
}

/// One home's word.
struct Said {
    dot: Dot,
    whom: String,
    /// The door it was said at, and its stair.
    at: (DoorId, StairId),
    /// The day: days since 1970-01-01.
    on: i32,
}

/// An organiser says whose door these nominations mean; nobody's of this estate with `None`.
pub fn meant(state: &State, nominations: &[Dot], home: Option<HouseholdId>) -> Draft {
    let before = told(state).into_iter();
    let fact = Fact::Meant {
        nominations: nominations.to_vec(),
        instead: before
            .filter(|(_, of, _)| of.iter().any(|dot| nominations.contains(dot)))
            .map(|(dot, ..)| dot)
            .collect(),
    };
    Draft::new(
        Stream::Inner,
        fact,
        home.into_iter().map(Into::into).collect(),
    )
}

/// What organisers said of whom nominations mean: the entry, the nominations, and the home.
fn told(state: &State) -> Vec<(Dot, Vec<Dot>, Option<HouseholdId>)> {
    let all = standing(state, Kind::MEANT, |fact| match fact {
        Fact::Meant {
            nominations,
            instead,
        } => Some((nominations, instead)),
        _ => None,
    });
    all.into_iter()
        .map(|(dot, _, of)| {
            let about = state
                .entry(dot)
                .map(|entry| &entry.event.about)
                .into_iter()
                .flatten();
            let home = about
                .filter_map(|id| HouseholdId::try_from(*id).ok())
                .next();
            (dot, of, home)
        })
        .collect()
}

/// Who was named on each stair, and what is nobody's door. Nobody counts who named themselves, was
/// named from their own home, or for knocking there; and nobody longer than [`NAMED_FOR`] days, unless
/// somebody has talked to them.
pub fn named(state: &State, today: i32) -> BTreeMap<StairId, (Vec<Named>, Vec<Unknown>)> {
    let doors = Doors::of(state);
    let ladder = Ladder::read(state, today);
    let told = told(state);
    let mut homes: BTreeMap<HouseholdId, BTreeSet<(StairId, DoorId)>> = BTreeMap::new();
    let mut unknown: BTreeMap<(StairId, String), (Unknown, BTreeSet<DoorId>)> = BTreeMap::new();
    for said in state
        .of_kind(Kind::NOMINATION)
        .filter_map(|each| said(state, each))
    {
        let is_old = said.on.saturating_add(NAMED_FOR) < today;
        let by_organiser = told.iter().rev().find(|(_, of, _)| of.contains(&said.dot));
        let home = match by_organiser {
            Some((.., home)) => home.and_then(|home| home_now(state, home)),
            None => {
                let door = doors.meant(&said.whom, said.at.1);
                let home = door.map(|door| estate::household(state, door));
                if home.is_some_and(|home| came_after(state, home, said.dot)) {
                    continue;
                }
                home
            }
        };
        match home {
            Some(home) if is_old && !ladder.is_talked_to(home) => {}
            Some(home) => {
                homes
                    .entry(home)
                    .or_default()
                    .insert((said.at.1, said.at.0));
            }
            None if is_old || by_organiser.is_some() => {}
            None => {
                let key = (said.at.1, same(&said.whom));
                let (all, by) = unknown.entry(key).or_insert_with(|| {
                    let all = Unknown {
                        whom: said.whom.clone(),
                        by: 0,
                        dots: Vec::new(),
                    };
                    (all, BTreeSet::new())
                });
                by.insert(said.at.0);
                all.by = by.len();
                all.dots.push(said.dot);
            }
        }
    }
    let mut found: BTreeMap<StairId, (Vec<Named>, Vec<Unknown>)> = BTreeMap::new();
    for home in ladder.homes() {
        homes.entry(home).or_default();
    }
    for (home, by) in homes
        .into_iter()
        .filter(|(home, _)| !ladder.is_unnamed(*home))
    {
        if let Some((stair, named)) = one(state, &ladder, home, &by) {
            found.entry(stair).or_default().0.push(named);
        }
    }
    for ((stair, _), (words, _)) in unknown {
        found.entry(stair).or_default().1.push(words);
    }
    for (people, words) in found.values_mut() {
        people.sort_by(|a, b| b.by_own.cmp(&a.by_own).then(a.door.cmp(&b.door)));
        words.sort_by(|a, b| b.by.cmp(&a.by).then_with(|| a.whom.cmp(&b.whom)));
    }
    found
}

fn one(
    state: &State,
    ladder: &Ladder,
    home: HouseholdId,
    by: &BTreeSet<(StairId, DoorId)>,
) -> Option<(StairId, Named)> {
    let door = door_of(state, &[home.into()])?;
    let stair = estate::stair_of(state, door)?;
    let others = by.iter().filter(|(_, from)| *from != door);
    let own = others.clone().filter(|(from, _)| *from == stair).count();
    let step = ladder.step(home);
    let by_others = others.count() - own;
    // Named by their own home alone is not named.
    (own + by_others > 0 || step != Step::Named).then_some((
        stair,
        Named {
            home,
            door,
            by_own: own,
            by_others,
            step,
        },
    ))
}

fn said(state: &State, (dot, entry): (Dot, &Entry)) -> Option<Said> {
    let Fact::Nomination { whom } = Fact::read(entry.event.kind, &entry.event.body).ok()?? else {
        return None;
    };
    let door = door_of(state, &entry.event.about)?;
    let stair = estate::stair_of(state, door)?;
    // Whoever knocks is not named for it.
    let knocker = same(&estate::name_of(state, dot)) == same(&whom);
    let counts = !knocker && is_home(state, door) && is_believed(state, dot, door);
    counts.then_some(Said {
        dot,
        whom,
        at: (door, stair),
        on: i32::try_from(state.happened_at(dot)?.div_euclid(86_400)).ok()?,
    })
}

/// Whether those who live there now moved in after this was said: others were meant.
fn came_after(state: &State, home: HouseholdId, said: Dot) -> bool {
    match home {
        HouseholdId::FirstOf(_) => false,
        HouseholdId::Since(began) => state.happened_at(began) > state.happened_at(said),
    }
}

/// The homes of each stair that were asked: they answered something under a script that asks whom
/// they would go to, or named somebody.
pub(super) fn asked(state: &State) -> BTreeMap<StairId, BTreeSet<DoorId>> {
    let asks: BTreeSet<u32> = scripts_that_ask(state);
    let answered = state.of_kind(Kind::ANSWER).filter(|(_, entry)| {
        let fact = Fact::read(entry.event.kind, &entry.event.body)
            .ok()
            .flatten();
        matches!(fact, Some(Fact::Answer { script, .. }) if asks.contains(&script))
    });
    let named = state.of_kind(Kind::NOMINATION);
    let named = named.filter_map(|each| Some(said(state, each)?.at));
    let answered = answered.filter_map(|(_, entry)| {
        let door = door_of(state, &entry.event.about).filter(|door| is_home(state, *door))?;
        Some((door, estate::stair_of(state, door)?))
    });
    let mut asked: BTreeMap<StairId, BTreeSet<DoorId>> = BTreeMap::new();
    for (door, stair) in answered.chain(named) {
        asked.entry(stair).or_default().insert(door);
    }
    asked
}

fn scripts_that_ask(state: &State) -> BTreeSet<u32> {
    let asks = |question: QuestionId| {
        let entry = state.entry(question.0);
        let fact = entry.and_then(|entry| Fact::read(entry.event.kind, &entry.event.body).ok()?);
        matches!(
            fact,
            Some(Fact::Question {
                answers: AnswerKind::Nomination,
                ..
            })
        )
    };
    let scripts = state.of_kind(Kind::SCRIPT).filter(|(_, entry)| {
        let questions = entry.event.about.iter();
        questions
            .filter_map(|id| QuestionId::try_from(*id).ok())
            .any(asks)
    });
    scripts
        .filter_map(
            |(_, entry)| match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
                Fact::Script { version, .. } => Some(version),
                _ => None,
            },
        )
        .collect()
}
