//! The steps of a leader: named, talked to, agreed to a task, tested. Each is an organiser's entry in
//! inner; what was agreed is a list of homes, and what came is those of them that did.

use std::collections::{BTreeMap, BTreeSet};

use super::{TESTED_FOR, home_now};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{HouseholdId, Id};
use crate::canvass::readback::one_more_sealed;
use crate::canvass::stream::Stream;
use crate::organise::contacts::is_believed;
use crate::organise::report::door_of;
use crate::organise::teams::standing;

/// How far it has come with somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Homes named them.
    Named,
    /// An organiser has talked to them, the last time on this day: days since 1970-01-01.
    TalkedTo(i32),
    /// They agreed to a task.
    Agreed(Asked),
    /// Of those they agreed to bring, some came, or none.
    Tested {
        /// What they had agreed to.
        asked: Asked,
        /// How many of those homes came.
        moved: usize,
        /// On which day that was noted: days since 1970-01-01.
        on: i32,
        /// It is so long ago that it is to be tested again.
        due: bool,
    },
}

impl Step {
    /// Whether it is of a leader whom one can count on: some of those they agreed to bring came, and not so
    /// long ago that it is to be tested again. Who was tested and brought nobody has no following.
    pub fn covers(&self) -> bool {
        matches!(
            self,
            Step::Tested {
                moved: 1..,
                due: false,
                ..
            }
        )
    }
}

/// What somebody agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The entry.
    pub dot: Dot,
    /// What they are to bring the others to.
    pub task: String,
    /// The homes they are to bring: another's list is another's test.
    pub homes: BTreeSet<HouseholdId>,
    /// By which day: days since 1970-01-01.
    pub by: i32,
}

/// An organiser has talked to somebody of a home, who may be named from now on.
pub fn talked_to(state: &State, home: HouseholdId, day: i32) -> Draft {
    let mut instead = own(state, Kind::TALKED_TO, home);
    // Whoever did not want to be named has said otherwise.
    instead.extend(
        wishes(state)
            .into_iter()
            .filter(|(_, of)| *of == home)
            .map(|(dot, _)| dot),
    );
    let fact = Fact::TalkedTo { day, instead };
    Draft::new(Stream::Inner, fact, vec![home.into()])
}

/// Somebody agreed to bring these homes to something by a day, in place of what they agreed to before.
/// `None` where nothing is asked of them, or of nobody but their own home.
pub fn agreed(
    state: &State,
    home: HouseholdId,
    task: &str,
    homes: &[HouseholdId],
    by: i32,
) -> Option<Draft> {
    let task = task.trim();
    let mut about: Vec<Id> = vec![home.into()];
    for other in homes.iter().filter(|other| **other != home) {
        if !about.contains(&(*other).into()) {
            about.push((*other).into());
        }
    }
    let fact = Fact::AgreedTo {
        task: task.to_string(),
        by,
        instead: own(state, Kind::AGREED_TO, home),
    };
    (!task.is_empty() && about.len() > 1).then(|| Draft::new(Stream::Inner, fact, about))
}

/// Which of the homes that were agreed on came, in place of what was said of it before. Others cannot
/// be counted.
pub fn came(
    state: &State,
    home: HouseholdId,
    asked: &Asked,
    came: &[HouseholdId],
    day: i32,
) -> Draft {
    let of_list = came.iter().filter(|home| asked.homes.contains(home));
    let of_list: BTreeSet<Id> = of_list.map(|home| (*home).into()).collect();
    let about = std::iter::once(home.into()).chain(of_list).collect();
    let fact = Fact::Came {
        agreed: asked.dot,
        day,
        instead: own(state, Kind::CAME, home),
    };
    Draft::new(Stream::Inner, fact, about)
}

/// At their own door somebody has heard that they were named, or may be, and does not want it. Recorded
/// by whoever stands there.
pub fn unnamed(home: HouseholdId) -> Draft {
    Draft::new(Stream::Inner, Fact::Unnamed {}, vec![home.into()])
}

/// The same, said to whoever knocks as all is read back: at every door alike, named or not. Beside it, in the
/// door's stair, that one more remark is sealed.
pub fn unnamed_at_door(stream: Stream, home: HouseholdId) -> Vec<Draft> {
    vec![unnamed(home), one_more_sealed(stream, home)]
}

/// Organisers' entries of a kind that stand, about a home first.
fn own(state: &State, kind: Kind, home: HouseholdId) -> Vec<Dot> {
    let all = standing(state, kind, |fact| match fact {
        Fact::TalkedTo { instead, .. }
        | Fact::AgreedTo { instead, .. }
        | Fact::Came { instead, .. } => Some(((), instead)),
        _ => None,
    });
    let dots = all.into_iter().map(|(dot, ..)| dot);
    dots.filter(|dot| whose(state, *dot) == Some(home))
        .collect()
}

/// The home an entry is about first, as it is lived in now.
fn whose(state: &State, dot: Dot) -> Option<HouseholdId> {
    let first = state.entry(dot)?.event.about.first()?;
    home_now(state, HouseholdId::try_from(*first).ok()?)
}

/// The other homes it is about.
fn others(state: &State, dot: Dot) -> BTreeSet<HouseholdId> {
    let about = state.entry(dot).map(|entry| &entry.event.about);
    let homes = about.into_iter().flatten().skip(1);
    homes
        .filter_map(|id| HouseholdId::try_from(*id).ok())
        .collect()
}

/// Those who do not want to be named, by what they said, of whoever could have heard it.
fn wishes(state: &State) -> Vec<(Dot, HouseholdId)> {
    let said = state.of_kind(Kind::UNNAMED);
    said.filter_map(|(dot, entry)| {
        let door = door_of(state, &entry.event.about)?;
        let home = whose(state, dot)?;
        is_believed(state, dot, door).then_some((dot, home))
    })
    .collect()
}

/// All of the ladder, read once.
pub(super) struct Ladder {
    steps: BTreeMap<HouseholdId, Step>,
    unnamed: BTreeSet<HouseholdId>,
}

impl Ladder {
    pub(super) fn read(state: &State, today: i32) -> Ladder {
        let mut steps = BTreeMap::new();
        let mut lifted = BTreeSet::new();
        let talked = standing(state, Kind::TALKED_TO, |fact| match fact {
            Fact::TalkedTo { day, instead } => Some(((day, instead.clone()), instead)),
            _ => None,
        });
        for (dot, _, (day, instead)) in talked {
            lifted.extend(instead);
            if let Some(home) = whose(state, dot) {
                // Two organisers may each have done so.
                let last = match steps.get(&home) {
                    Some(Step::TalkedTo(other)) => day.max(*other),
                    _ => day,
                };
                steps.insert(home, Step::TalkedTo(last));
            }
        }
        for (home, asked) in promised(state) {
            steps.insert(home, Step::Agreed(asked));
        }
        for (home, step) in tested(state, &steps, today) {
            steps.insert(home, step);
        }
        let unnamed = wishes(state).into_iter();
        Ladder {
            steps,
            unnamed: unnamed
                .filter(|(dot, _)| !lifted.contains(dot))
                .map(|(_, home)| home)
                .collect(),
        }
    }

    /// Everybody on it.
    pub(super) fn homes(&self) -> impl Iterator<Item = HouseholdId> {
        self.steps.keys().copied()
    }

    pub(super) fn step(&self, home: HouseholdId) -> Step {
        self.steps.get(&home).cloned().unwrap_or(Step::Named)
    }

    pub(super) fn is_talked_to(&self, home: HouseholdId) -> bool {
        self.steps.contains_key(&home)
    }

    pub(super) fn is_unnamed(&self, home: HouseholdId) -> bool {
        self.unnamed.contains(&home)
    }
}

/// What leaders agreed to, as it stands: each leader's home, and the homes they are to bring.
pub fn promised(state: &State) -> Vec<(HouseholdId, Asked)> {
    let all = standing(state, Kind::AGREED_TO, |fact| match fact {
        Fact::AgreedTo { task, by, instead } => Some(((task, by), instead)),
        _ => None,
    });
    all.into_iter()
        .filter_map(|(dot, _, (task, by))| {
            let homes = others(state, dot);
            Some((
                whose(state, dot)?,
                Asked {
                    dot,
                    task,
                    homes,
                    by,
                },
            ))
        })
        .collect()
}

/// What a leader moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The entry.
    pub dot: Dot,
    /// The leader's home.
    pub leader: HouseholdId,
    /// Those of the homes on their list that came.
    pub homes: BTreeSet<HouseholdId>,
    /// Noted on which day: days since 1970-01-01.
    pub on: i32,
}

/// What organisers noted that came of leaders' lists, of every list there was. Where two noted it
/// differently, the fewer came.
pub fn moved(state: &State) -> Vec<Moved> {
    let mut found: BTreeMap<Dot, Moved> = BTreeMap::new();
    for (dot, (agreed, on)) in noted(state) {
        let is_list = state.entry(agreed).map(|entry| entry.event.kind) == Some(Kind::AGREED_TO);
        let Some(leader) = whose(state, dot).filter(|_| is_list) else {
            continue;
        };
        // Nobody moves a home that is on another's list.
        if whose(state, agreed) != Some(leader) {
            continue;
        }
        let list = others(state, agreed);
        let homes: BTreeSet<_> = others(state, dot).intersection(&list).copied().collect();
        let before = found.get(&agreed).map(|it| it.homes.len());
        if before.is_none_or(|before| homes.len() < before) {
            let moved = Moved {
                dot,
                leader,
                homes,
                on,
            };
            found.insert(agreed, moved);
        }
    }
    found.into_values().collect()
}

/// Organisers' entries of what came, each with the list it is of and its day.
fn noted(state: &State) -> Vec<(Dot, (Dot, i32))> {
    let all = standing(state, Kind::CAME, |fact| match fact {
        Fact::Came {
            agreed,
            day,
            instead,
        } => Some(((agreed, day), instead)),
        _ => None,
    });
    all.into_iter().map(|(dot, _, said)| (dot, said)).collect()
}

/// What came of what stands as agreed. Where two organisers noted it differently, the fewer came.
fn tested(
    state: &State,
    steps: &BTreeMap<HouseholdId, Step>,
    today: i32,
) -> BTreeMap<HouseholdId, Step> {
    let mut found: BTreeMap<HouseholdId, Step> = BTreeMap::new();
    for (dot, (agreed, on)) in noted(state) {
        let Some(home) = whose(state, dot) else {
            continue;
        };
        let Some(Step::Agreed(asked)) = steps
            .get(&home)
            .filter(|step| matches!(step, Step::Agreed(asked) if asked.dot == agreed))
        else {
            continue;
        };
        let moved = others(state, dot).intersection(&asked.homes).count();
        let fewer = match found.get(&home) {
            Some(Step::Tested { moved: before, .. }) => moved < *before,
            _ => true,
        };
        if fewer {
            let step = Step::Tested {
                asked: asked.clone(),
                moved,
                on,
                due: on.saturating_add(TESTED_FOR) < today,
            };
            found.insert(home, step);
        }
    }
    found
}
