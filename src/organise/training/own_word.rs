//! What somebody says on their own phone: that they trained somebody, or what they saw somebody do. It is
//! sealed for organisers when it is recorded, and no volunteer's phone reads any of it, be it the one it
//! was written on.
//!
//! It is believed as far as it is theirs to say: what they did to somebody, and what they saw somebody else
//! do. Nobody is their own witness, so nobody is a trainer by their own word alone. Rule R6.4 of the
//! organisers' handbook.

use std::collections::BTreeSet;

use super::{Training, by_two, climbs, entry_climbed, entry_trained, seen};
use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::switched::{Switch, is_on};
use crate::canvass::training::{Climbed, Rung, Trained};
use crate::organise::teams::same;

/// What somebody may say of somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// I trained them.
    Trained,
    /// I saw them do this.
    Saw(Rung),
}

impl Said {
    /// The word at the end of its catalogue key.
    pub fn word(self) -> &'static str {
        match self {
            Said::Trained => "them",
            Said::Saw(rung) => rung.word(),
        }
    }
}

/// What is offered: every step while those are switched on, and else only what makes a trainer.
pub fn offered(state: &State) -> Vec<Said> {
    let all = is_on(state, Switch::Rungs);
    let rungs = Rung::ALL.into_iter();
    let rungs = rungs.filter(|rung| all || *rung == Rung::TrainedOne);
    let mut offered = vec![Said::Trained];
    offered.extend(rungs.map(Said::Saw));
    offered
}

/// Says it of somebody, on a day (days since 1970-01-01), as `me`. `None` without both names, or where it
/// is one person: it takes two.
pub fn say(said: Said, who: &str, me: &str, day: i32) -> Option<Draft> {
    match said {
        Said::Trained => entry_trained(who, me, day, Vec::new()),
        Said::Saw(rung) => entry_climbed(who, rung, me, day, Vec::new()),
    }
}

/// Names to choose from: of whoever has written something that this phone reads, but for its owner's.
pub fn known_here(state: &State, me: &str) -> Vec<String> {
    let mut seen = BTreeSet::from([same(me), String::new()]);
    let mut names = estate::team(state);
    names.retain(|name| seen.insert(same(name)));
    names
}

/// What people say they trained. It was seen where somebody else saw them train somebody.
pub(super) fn trainings(state: &State) -> impl Iterator<Item = Training> + use<> {
    let others: BTreeSet<String> = climbs(state)
        .into_iter()
        .filter(|(_, said)| said.rung == Rung::TrainedOne)
        .map(|(_, said)| same(&said.who))
        .collect();
    let all = told(state, Kind::TRAINED, |fact| match fact {
        Fact::Trained { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let own = all.into_iter().filter(|(_, by, said): &(_, _, Trained)| {
        let theirs = same(by) == same(&said.by);
        theirs && by_two(said)
    });
    own.map(move |(dot, _, said)| Training {
        dot,
        seen: others.contains(&same(&said.by)),
        said,
    })
}

/// What people say they saw somebody else do.
pub(super) fn witnessed(state: &State) -> impl Iterator<Item = (Dot, Climbed)> + use<> {
    let all = told(state, Kind::CLIMBED, |fact| match fact {
        Fact::Climbed { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let own = all.into_iter().filter(|(_, by, said): &(_, _, Climbed)| {
        let theirs = same(by) == same(&said.witness);
        theirs && seen(said)
    });
    own.map(|(dot, _, said)| (dot, said))
}

/// What others than organisers wrote of a kind, each with the name of whoever did; but for what an organiser
/// wrote something in place of. Theirs stands in place of nothing: nobody takes out what another says.
fn told<T>(
    state: &State,
    kind: Kind,
    read: impl Fn(Fact) -> Option<(T, Vec<Dot>)>,
) -> Vec<(Dot, String, T)> {
    let (mut told, mut replaced) = (Vec::new(), BTreeSet::new());
    for (dot, entry) in state.of_kind(kind) {
        let fact = Fact::read(kind, &entry.event.body).ok().flatten();
        let (Some((said, instead)), Some(log)) = (fact.and_then(&read), state.log(dot.log)) else {
            continue;
        };
        match log.author.role == Role::Organiser {
            true => replaced.extend(instead),
            false => told.push((dot, estate::name_of(state, dot), said)),
        }
    }
    told.retain(|(dot, ..)| !replaced.contains(dot));
    told
}
