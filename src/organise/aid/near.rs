//! Who is near whom: pods of neighbours with one person who rings, and which offers suit a need.

use std::collections::BTreeSet;

use thiserror::Error;

use super::{Held, matches, offers};
use crate::canvass::aid::{Pair, Pod, Proposed, Reason};
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

/// The offers that may suit a need today (days since 1970-01-01) and are not proposed for it yet: those of
/// one stair or pod first, then of one block. Nothing is proposed until somebody does.
pub fn suggestions(state: &State, need: &Held, today: i32) -> Vec<Suggestion> {
    let proposed: BTreeSet<Pair> = matches(state, today)
        .into_iter()
        .map(|known| known.pair)
        .collect();
    let pods = pods(state);
    let offers = offers(state, today).into_iter();
    let suitable = offers.filter(|offer| {
        let pair = Pair {
            need: need.dot,
            offer: offer.dot,
        };
        offer.what == need.what && offer.door != need.door && !proposed.contains(&pair)
    });
    let mut all: Vec<Suggestion> = suitable
        .map(|offer| Suggestion {
            reasons: reasons(state, &pods, need, &offer),
            offer,
        })
        .collect();
    // The nearest reason is the first; one with no such reason is last.
    all.sort_by_key(|it| (it.reasons.clone(), it.offer.until, it.offer.dot));
    all
}

fn reasons(state: &State, pods: &[PodSeen], need: &Held, offer: &Held) -> Vec<Reason> {
    let stairs = [need, offer].map(|it| estate::stair_of(state, it.door));
    let block = |stair: Option<StairId>| -> Option<BlockId> {
        stair.and_then(|id| Some(estate::stair(state, id)?.block))
    };
    let [Some(own), Some(other)] = stairs else {
        return vec![Reason::SameHelp];
    };
    let of_pod = |pod: &PodSeen| pod.stairs.contains(&own) && pod.stairs.contains(&other);
    let spoken = |held: &Held| -> BTreeSet<String> {
        let all = spoken(state, held.home).into_iter();
        // English is never what two have in common here.
        all.filter(|tag| tag != "en").collect()
    };
    let is = |reason: &Reason| match reason {
        Reason::SameStair => own == other,
        Reason::SamePod => pods.iter().any(of_pod),
        Reason::SameBlock => block(Some(own)) == block(Some(other)),
        Reason::SameHelp => need.what == offer.what,
        Reason::SameLanguage => !spoken(need).is_disjoint(&spoken(offer)),
    };
    Reason::ALL.into_iter().filter(is).collect()
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
