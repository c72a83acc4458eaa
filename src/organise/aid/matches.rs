//! Who might help whom, what each of them said to that, and what either may be told of the other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thiserror::Error;

use super::{Back, Backs, Held, held};
use crate::canvass::aid::{MatchYes, Pair, Pass, Reason, Taken, Way};
use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::stream::Stream;
use crate::organise::contacts::home_of;

/// What one side said to a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing yet.
    NotAsked,
    /// Yes.
    Yes,
    /// They took it back.
    TakenBack,
}

/// How a side may be reached. It is told by [`Match::exchange`] alone, and shows nothing of itself.
#[derive(Clone, PartialEq, Eq)]
struct Sealed(Option<Pass>);

impl fmt::Debug for Sealed {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("…")
    }
}

/// One side of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// What it needs or offers.
    pub held: Held,
    /// What it said.
    pub said: Said,
    /// The entries of its yes.
    yeses: Vec<Dot>,
    /// What it took back, which a further yes names.
    backs: Vec<Dot>,
    pass: Sealed,
}

/// Two who might suit each other, as an organiser proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which two.
    pub pair: Pair,
    /// Why, the nearest first.
    pub reasons: Vec<Reason>,
    /// Proposed on which day: days since 1970-01-01.
    pub day: i32,
    /// Who needs.
    pub need: Side,
    /// Who offers.
    pub offer: Side,
}

/// How a match stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// One of them, or both, have not said yes.
    Asking,
    /// Both said yes to this match.
    Both,
    /// One of them took it back.
    TakenBack(Way),
    /// What was needed or offered is kept no longer.
    Over,
}

/// What one home may be told of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldBy {
    /// Nothing but what the point person passes on by ringing both.
    PointPerson,
    /// How to reach them.
    Reach {
        /// What they like to be called.
        name: String,
        /// Phone or mail.
        reach: String,
    },
}

/// What both may be told, once both said yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What who needs may be told of who offers.
    pub of_offer: ToldBy,
    /// What who offers may be told of who needs.
    pub of_need: ToldBy,
}

/// Why neither may be told anything of the other.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotYet {
    /// Not both of them have said yes to this match.
    #[error("not both of them have said yes to this match")]
    NotBoth,
    /// One of them took it back.
    #[error("one of them took it back")]
    TakenBack,
    /// What was needed or offered is kept no longer.
    #[error("what was needed or offered is kept no longer")]
    Over,
}

impl Match {
    /// The side of a way.
    pub fn side(&self, way: Way) -> &Side {
        match way {
            Way::Needs => &self.need,
            Way::Offers => &self.offer,
        }
    }

    /// How it stands on a day (days since 1970-01-01).
    pub fn stands(&self, today: i32) -> Stands {
        let back = Way::ALL
            .into_iter()
            .find(|way| self.side(*way).said == Said::TakenBack);
        let open = Way::ALL
            .into_iter()
            .all(|way| self.side(way).held.is_open(today));
        match back {
            Some(way) => Stands::TakenBack(way),
            None if !open => Stands::Over,
            None if self.need.said == Said::Yes && self.offer.said == Said::Yes => Stands::Both,
            None => Stands::Asking,
        }
    }

    /// What either may be told of the other on a day (days since 1970-01-01). There is no other way to it.
    ///
    /// # Errors
    /// [`NotYet`].
    pub fn exchange(&self, today: i32) -> Result<Exchange, NotYet> {
        match self.stands(today) {
            Stands::Both => {}
            Stands::Asking => return Err(NotYet::NotBoth),
            Stands::TakenBack(_) => return Err(NotYet::TakenBack),
            Stands::Over => return Err(NotYet::Over),
        }
        let told = |side: &Side| match &side.pass.0 {
            Some(Pass::Reach { name, reach }) => ToldBy::Reach {
                name: name.clone(),
                reach: reach.clone(),
            },
            Some(Pass::PointPerson) | None => ToldBy::PointPerson,
        };
        Ok(Exchange {
            of_offer: told(&self.offer),
            of_need: told(&self.need),
        })
    }
}

/// Every match that an organiser proposed, as long as both live there and something of it is not over
/// today (days since 1970-01-01), in the order of its needs.
pub fn matches(state: &State, today: i32) -> Vec<Match> {
    let backs = Backs::read(state);
    let by_entry = |way| {
        let all = held(state, way, &backs).into_iter();
        all.map(|it| (it.dot, it)).collect::<BTreeMap<Dot, Held>>()
    };
    let (needs, offers) = (by_entry(Way::Needs), by_entry(Way::Offers));
    let yeses = yeses(state);
    let mut found: BTreeMap<Pair, Match> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::PROPOSED) {
        let Ok(Some(Fact::Proposed { said })) = Fact::read(Kind::PROPOSED, &entry.event.body)
        else {
            continue;
        };
        let (Some(need), Some(offer)) = (needs.get(&said.pair.need), offers.get(&said.pair.offer))
        else {
            continue;
        };
        if !by_organiser(state, dot) || need.door == offer.door {
            continue;
        }
        // Of two who proposed the same at once it is one match.
        let known = found.entry(said.pair).or_insert_with(|| Match {
            pair: said.pair,
            reasons: Vec::new(),
            day: said.day,
            need: side(need, said.pair, &yeses, &backs),
            offer: side(offer, said.pair, &yeses, &backs),
        });
        known.day = known.day.min(said.day);
        let all: BTreeSet<Reason> = known.reasons.iter().chain(&said.reasons).copied().collect();
        known.reasons = all.into_iter().collect();
    }
    let mut all: Vec<Match> = found.into_values().collect();
    all.retain(|it| today <= it.need.held.until.min(it.offer.held.until));
    all
}

fn by_organiser(state: &State, dot: Dot) -> bool {
    let log = state.log(dot.log);
    log.is_some_and(|log| log.author.role == Role::Organiser)
}

/// What was said yes to, by whose door and to which match: the entries, and what they say.
type Yeses = BTreeMap<(DoorId, Pair), Vec<(Dot, MatchYes)>>;

/// Every yes that none stands in place of.
fn yeses(state: &State) -> Yeses {
    let all = state.of_kind(Kind::MATCH_YES).filter_map(|(dot, entry)| {
        let Fact::MatchYes { said } = Fact::read(Kind::MATCH_YES, &entry.event.body).ok()?? else {
            return None;
        };
        let (_, door) = home_of(state, dot)?;
        by_organiser(state, dot).then_some((dot, door, said))
    });
    let all: Vec<(Dot, DoorId, MatchYes)> = all.collect();
    // One home's entry takes the place of none of another's.
    let whose: BTreeMap<Dot, (DoorId, Pair)> = all
        .iter()
        .map(|(dot, door, said)| (*dot, (*door, said.pair)))
        .collect();
    let replaced: BTreeSet<Dot> = all
        .iter()
        .flat_map(|(dot, door, said)| {
            let same = |other: &&Dot| whose.get(other) == Some(&(*door, said.pair));
            let others = said.instead.iter().filter(move |other| *other != dot);
            others.filter(same).copied().collect::<Vec<_>>()
        })
        .collect();
    let mut yeses = Yeses::new();
    for (dot, door, said) in all {
        if !replaced.contains(&dot) {
            yeses
                .entry((door, said.pair))
                .or_default()
                .push((dot, said));
        }
    }
    yeses
}

/// One side: a yes counts that knew of all that was taken back, and no clock says which came first.
fn side(held: &Held, pair: Pair, yeses: &Yeses, backs: &Backs) -> Side {
    let reaches = |back: &&Back| match back.what {
        Taken::Everything => true,
        Taken::Entry(dot) => dot == held.dot,
        Taken::Match(other) => other == pair,
    };
    let backs: Vec<&Back> = backs.of(held.door).filter(reaches).collect();
    let own = yeses.get(&(held.door, pair)).into_iter().flatten();
    let (good, beaten): (Vec<_>, Vec<_>) =
        own.partition(|(_, said)| backs.iter().all(|back| said.after.contains(&back.dot)));
    let refused = backs
        .iter()
        .any(|back| matches!(back.what, Taken::Match(_)));
    let said = match (good.is_empty(), beaten.is_empty() && !refused) {
        _ if held.back => Said::TakenBack,
        (false, _) => Said::Yes,
        (true, false) => Said::TakenBack,
        (true, true) => Said::NotAsked,
    };
    let mut passes = good.iter().map(|(_, said)| said.pass.clone());
    let first = passes.next();
    // Where two wrote different things at once, nobody is told a number.
    let one = passes.all(|pass| Some(&pass) == first.as_ref());
    Side {
        held: held.clone(),
        said,
        yeses: good.iter().map(|(dot, _)| *dot).collect(),
        backs: backs.iter().map(|back| back.dot).collect(),
        pass: Sealed(first.filter(|_| one)),
    }
}

/// Why a yes is none.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoYes {
    /// What was needed or offered is kept no longer, or was taken back.
    #[error("what was needed or offered is kept no longer")]
    Over,
    /// They want the other home to reach them, and did not say how.
    #[error("nothing says how to reach them")]
    NoReach,
}

/// One side's yes to this match on a day (days since 1970-01-01), after all that they took back before.
///
/// # Errors
/// [`NoYes`].
pub fn say_yes(to: &Match, way: Way, pass: Pass, today: i32) -> Result<Draft, NoYes> {
    let side = to.side(way);
    if !side.held.is_open(today) {
        return Err(NoYes::Over);
    }
    let pass = match pass {
        Pass::PointPerson => Pass::PointPerson,
        Pass::Reach { name, reach } => {
            let (name, reach) = (name.trim().to_string(), reach.trim().to_string());
            if reach.is_empty() {
                return Err(NoYes::NoReach);
            }
            Pass::Reach { name, reach }
        }
    };
    let said = MatchYes {
        pair: to.pair,
        pass,
        day: today,
        after: side.backs.clone(),
        instead: side.yeses.clone(),
    };
    let about = vec![side.held.home.into()];
    Ok(Draft::new(Stream::Inner, Fact::MatchYes { said }, about))
}
