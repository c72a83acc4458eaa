//! Who is near whom: pods of neighbours with one person who rings, and which offers suit a need.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::{Held, matches, needs, offers};
use crate::canvass::aid::{Help, Pair, Pod, Proposed, Reason, Way};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, StairId};
use crate::canvass::language::spoken;
use crate::canvass::stream::Stream;
use crate::organise::structure::is_home;
use crate::organise::teams::{same, standing};

/// A pod has at least so many homes.
const FEWEST: usize = 5;
/// And at most so many.
const MOST: usize = 30;

/// Of what may suit a need so many offers are shown.
pub const MOST_SUGGESTED: usize = 5;

/// How large a pod is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Fewer than five homes: too few to help each other.
    Few,
    /// As it should be.
    Fine,
    /// Thirty: no more.
    Full,
    /// More than thirty: to be split.
    TooMany,
}

impl Size {
    /// Of so many homes.
    pub fn of(homes: usize) -> Size {
        match homes {
            0..FEWEST => Size::Few,
            MOST => Size::Full,
            _ if homes > MOST => Size::TooMany,
            _ => Size::Fine,
        }
    }

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Size::Few => "few",
            Size::Fine => "fine",
            Size::Full => "full",
            Size::TooMany => "too_many",
        }
    }
}

/// A pod, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodSeen {
    /// The entry.
    pub dot: Dot,
    /// What it says.
    pub said: Pod,
    /// Its stairs.
    pub stairs: BTreeSet<StairId>,
    /// How many homes these have.
    pub homes: usize,
}

impl PodSeen {
    /// How large it is.
    pub fn size(&self) -> Size {
        Size::of(self.homes)
    }
}

/// All pods, by name.
pub fn pods(state: &State) -> Vec<PodSeen> {
    let all = standing(state, Kind::POD, |fact| match fact {
        Fact::Pod { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().filter(|(_, _, said)| !said.name.is_empty());
    let all = all.filter_map(|(dot, _, said)| {
        let about = state.entry(dot)?.event.about.iter();
        let stairs: BTreeSet<StairId> = about
            .filter_map(|id| StairId::try_from(*id).ok())
            .filter(|id| estate::stair(state, *id).is_some())
            .collect();
        let doors = stairs.iter().flat_map(|id| estate::doors(state, *id));
        let homes = doors.filter(|door| is_home(state, door)).count();
        Some(PodSeen {
            dot,
            said,
            stairs,
            homes,
        })
    });
    let mut all: Vec<PodSeen> = all.collect();
    all.sort_by(|a, b| estate::natural(&a.said.name, &b.said.name));
    all
}

/// Why it is no pod.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoPod {
    /// It has no name.
    #[error("it has no name")]
    NoName,
    /// Nobody is named who rings.
    #[error("nobody is named who rings")]
    NoPoint,
    /// Whoever rings has themselves for a deputy.
    #[error("whoever rings cannot be their own deputy")]
    OwnDeputy,
    /// It has no stairs.
    #[error("it has no stairs")]
    NoStairs,
}

/// A pod of these stairs, in place of other entries.
///
/// # Errors
/// [`NoPod`].
pub fn keep_pod(
    (name, point, deputy): (&str, &str, &str),
    stairs: &BTreeSet<StairId>,
    instead: Vec<Dot>,
) -> Result<Draft, NoPod> {
    let said = Pod {
        name: name.trim().to_string(),
        point: point.trim().to_string(),
        deputy: deputy.trim().to_string(),
        instead,
    };
    if said.name.is_empty() {
        return Err(NoPod::NoName);
    }
    if said.point.is_empty() {
        return Err(NoPod::NoPoint);
    }
    if same(&said.point) == same(&said.deputy) {
        return Err(NoPod::OwnDeputy);
    }
    if stairs.is_empty() {
        return Err(NoPod::NoStairs);
    }
    let about = stairs.iter().map(|id| (*id).into()).collect();
    Ok(Draft::new(Stream::Inner, Fact::Pod { said }, about))
}

/// A pod is none any more.
pub fn drop_pod(pod: &PodSeen) -> Draft {
    let said = Pod {
        name: String::new(),
        point: String::new(),
        deputy: String::new(),
        instead: vec![pod.dot],
    };
    Draft::new(Stream::Inner, Fact::Pod { said }, Vec::new())
}

/// An offer that may suit a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The offer.
    pub offer: Held,
    /// Why, the nearest first.
    pub reasons: Vec<Reason>,
}

/// An offer with all that tells how near it is to a need.
struct Placed {
    held: Held,
    near: Near,
}

/// Where something is needed or offered, and in what languages.
struct Near {
    stair: Option<StairId>,
    block: Option<BlockId>,
    /// Its stair's pods, by their entries.
    pods: BTreeSet<Dot>,
    /// But English, which is never what two have in common here.
    spoken: BTreeSet<String>,
}

/// What suggestions are made from. It is read once for all needs: there may be as many offers as needs.
pub struct Suggesting {
    proposed: BTreeSet<Pair>,
    pods: BTreeMap<StairId, BTreeSet<Dot>>,
    offers: BTreeMap<Help, Vec<Placed>>,
}

impl Suggesting {
    /// What there is today (days since 1970-01-01).
    pub fn read(state: &State, today: i32) -> Suggesting {
        let mut suggesting = Suggesting {
            proposed: matches(state, today)
                .into_iter()
                .map(|it| it.pair)
                .collect(),
            pods: BTreeMap::new(),
            offers: BTreeMap::new(),
        };
        for pod in pods(state) {
            for stair in pod.stairs {
                suggesting.pods.entry(stair).or_default().insert(pod.dot);
            }
        }
        for held in offers(state, today) {
            let near = suggesting.near(state, &held);
            let alike = suggesting.offers.entry(held.what).or_default();
            alike.push(Placed { held, near });
        }
        suggesting
    }

    fn near(&self, state: &State, held: &Held) -> Near {
        let stair = estate::stair_of(state, held.door);
        let pods = stair.and_then(|stair| self.pods.get(&stair));
        let spoken = spoken(state, held.home).into_iter();
        Near {
            stair,
            block: stair.and_then(|id| Some(estate::stair(state, id)?.block)),
            pods: pods.cloned().unwrap_or_default(),
            spoken: spoken.filter(|tag| tag != "en").collect(),
        }
    }

    /// The offers that may suit a need and are not proposed for it yet: those of one stair or pod first, then
    /// of one block. Nothing is proposed until somebody does.
    pub fn of(&self, state: &State, need: &Held) -> Vec<Suggestion> {
        let near = self.near(state, need);
        let alike = self.offers.get(&need.what).into_iter().flatten();
        let suitable = alike.filter(|offer| {
            let pair = Pair {
                need: need.dot,
                offer: offer.held.dot,
            };
            offer.held.door != need.door && !self.proposed.contains(&pair)
        });
        let mut all: Vec<Suggestion> = suitable
            .map(|offer| Suggestion {
                reasons: reasons(&near, &offer.near),
                offer: offer.held.clone(),
            })
            .collect();
        // The nearest reason is the first; one with no such reason is last.
        all.sort_by_key(|it| (it.reasons.clone(), it.offer.until, it.offer.dot));
        all
    }
}

/// Why an offer of the same help suits, the nearest first.
fn reasons(need: &Near, offer: &Near) -> Vec<Reason> {
    if need.stair.is_none() || offer.stair.is_none() {
        return vec![Reason::SameHelp];
    }
    let is = |reason: &Reason| match reason {
        Reason::SameStair => need.stair == offer.stair,
        Reason::SamePod => !need.pods.is_disjoint(&offer.pods),
        Reason::SameBlock => need.block == offer.block,
        Reason::SameHelp => true,
        Reason::SameLanguage => !need.spoken.is_disjoint(&offer.spoken),
    };
    Reason::ALL.into_iter().filter(is).collect()
}

/// The offers that may suit a need today (days since 1970-01-01), as [`Suggesting::of`] has them.
pub fn suggestions(state: &State, need: &Held, today: i32) -> Vec<Suggestion> {
    Suggesting::read(state, today).of(state, need)
}

/// A need or an offer of a stair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What is needed or offered.
    pub held: Held,
    /// The offers that may suit it, the nearest of them.
    pub suggested: Vec<Suggestion>,
    /// How many more there are.
    pub more: usize,
}

/// What homes need and offer, stair by stair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByStair {
    /// Those that are shown, in the order of stairs.
    pub stairs: Vec<(StairId, Vec<Shown>)>,
    /// How many there are.
    pub all: usize,
}

/// What homes need and offer today (days since 1970-01-01), stair by stair: the first so many. What suits is looked
/// for beside these alone, and of what suits a need the nearest [`MOST_SUGGESTED`] are shown: who writes down a
/// thousand needs that nobody has costs an organiser a page of them.
pub fn by_stair(state: &State, today: i32, most: usize) -> ByStair {
    let mut here: BTreeMap<StairId, Vec<Held>> = BTreeMap::new();
    for held in needs(state, today).into_iter().chain(offers(state, today)) {
        if let Some(stair) = estate::stair_of(state, held.door) {
            here.entry(stair).or_default().push(held);
        }
    }
    let suggesting = Suggesting::read(state, today);
    let mut found = ByStair::default();
    let blocks = estate::blocks(state).into_iter();
    for stair in blocks.flat_map(|block| block.stairs) {
        let all = here.remove(&stair.id).unwrap_or_default();
        let room = most.saturating_sub(found.all);
        found.all += all.len();
        let rows = all.into_iter().take(room);
        let rows: Vec<Shown> = rows.map(|held| suggesting.shown(state, held)).collect();
        if !rows.is_empty() {
            found.stairs.push((stair.id, rows));
        }
    }
    found
}

impl Suggesting {
    fn shown(&self, state: &State, held: Held) -> Shown {
        let mut suggested = match held.way {
            Way::Needs => self.of(state, &held),
            Way::Offers => Vec::new(),
        };
        let more = suggested.len().saturating_sub(MOST_SUGGESTED);
        suggested.truncate(MOST_SUGGESTED);
        Shown {
            held,
            suggested,
            more,
        }
    }
}

/// What to record where an organiser proposes what was suggested, on a day (days since 1970-01-01).
pub fn propose(need: &Held, suggested: &Suggestion, day: i32) -> Draft {
    let offer = &suggested.offer;
    let said = Proposed {
        pair: Pair {
            need: need.dot,
            offer: offer.dot,
        },
        reasons: suggested.reasons.clone(),
        day,
    };
    let about = vec![need.home.into(), offer.home.into()];
    Draft::new(Stream::Inner, Fact::Proposed { said }, about)
}
