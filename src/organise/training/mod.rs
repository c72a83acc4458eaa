//! How people learn to organise: who trained whom, as a tree, and the rungs they reached. What counts is
//! the team's: how many of those who were trained have trained somebody since. There is no order of
//! people and no figure beside a name. What a volunteer says counts as far as it is theirs to say
//! ([`own_word`]), and of all of it one figure is [`told`] to everybody. Rules R6.3 and R6.4 of the organisers' handbook.

pub mod debrief;
pub mod own_word;
pub mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::teams::{same, standing};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::canvass::training::{Climbed, Rung, Trained};

/// So many steps down from whoever nobody trained; a longer line goes on as one of its own.
const DEEPEST: usize = 24;

/// So many volunteers to one who trains is what a year of it comes to elsewhere.
pub const TO_ONE_TRAINER: usize = 9;

/// What somebody did, and who saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// What they did.
    pub rung: Rung,
    /// Who saw it.
    pub witness: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The entries that say so.
    pub dots: Vec<Dot>,
}

/// Somebody in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learner {
    /// What they are called.
    pub name: String,
    /// What they did that somebody else saw, from the lowest rung.
    pub rungs: Vec<Reached>,
    /// Who trained them besides whoever they stand under.
    pub also_by: Vec<String>,
    /// Only whoever trained them says so, and nobody has seen that: it makes nobody a trainer yet.
    pub own_word: bool,
    /// Those they trained, by name.
    pub trained: Vec<Learner>,
}

/// Everybody who trained or was trained, or reached a rung.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Those nobody here trained, by name, each with those they trained.
    pub roots: Vec<Learner>,
    /// How many people were trained by somebody here.
    pub trained: usize,
    /// How many of those have trained somebody themselves, by somebody else's word than their own: trainers
    /// trained.
    pub trainers: usize,
}

/// Somebody trained somebody, on a day (days since 1970-01-01). `None` without both names, or where it
/// is one person.
pub fn trained(state: &State, who: &str, by: &str, day: i32) -> Option<Draft> {
    entry_trained(who, by, day, dots_of(state, who, by))
}

fn entry_trained(who: &str, by: &str, day: i32, instead: Vec<Dot>) -> Option<Draft> {
    let said = Trained {
        who: who.trim().to_string(),
        by: by.trim().to_string(),
        day,
        instead,
    };
    by_two(&said).then(|| Draft::new(Stream::Inner, Fact::Trained { said }, vec![]))
}

/// Writes down, as an organiser, what was the trainer's own word: somebody else saw it. On the day it was.
pub fn seen_too(state: &State, who: &str, by: &str) -> Option<Draft> {
    let all = trainings(state).into_iter();
    let of_them = all.filter(|it| is_of(&it.said, who, by));
    let day = of_them.map(|it| it.said.day).min()?;
    trained(state, who, by, day)
}

/// Takes out that somebody trained somebody.
pub fn not_trained(state: &State, who: &str, by: &str) -> Option<Draft> {
    let said = Trained {
        who: String::new(),
        by: String::new(),
        day: 0,
        instead: dots_of(state, who, by),
    };
    let is = !said.instead.is_empty();
    is.then(|| Draft::new(Stream::Inner, Fact::Trained { said }, vec![]))
}

/// Somebody reached a rung, and somebody else saw it. `None` without both names, or where it is one
/// person: a rung is what somebody saw.
pub fn climbed(state: &State, who: &str, rung: Rung, witness: &str, day: i32) -> Option<Draft> {
    let all = climbs(state).into_iter();
    let of_it = all.filter(|(_, it)| same(&it.who) == same(who) && it.rung == rung);
    let instead = of_it.map(|(dot, _)| dot).collect();
    entry_climbed(who, rung, witness, day, instead)
}

fn entry_climbed(
    who: &str,
    rung: Rung,
    witness: &str,
    day: i32,
    instead: Vec<Dot>,
) -> Option<Draft> {
    let said = Climbed {
        who: who.trim().to_string(),
        rung,
        witness: witness.trim().to_string(),
        day,
        instead,
    };
    seen(&said).then(|| Draft::new(Stream::Inner, Fact::Climbed { said }, vec![]))
}

/// Takes a rung out again: it was written down by mistake.
pub fn not_climbed(reached: &Reached) -> Draft {
    let said = Climbed {
        who: String::new(),
        rung: reached.rung,
        witness: String::new(),
        day: 0,
        instead: reached.dots.clone(),
    };
    Draft::new(Stream::Inner, Fact::Climbed { said }, vec![])
}

/// Whether two people are named in it.
fn seen(said: &Climbed) -> bool {
    let (who, witness) = (same(&said.who), same(&said.witness));
    !who.is_empty() && !witness.is_empty() && who != witness
}

/// Whether it names two people.
fn by_two(said: &Trained) -> bool {
    let (who, by) = (same(&said.who), same(&said.by));
    !who.is_empty() && !by.is_empty() && who != by
}

fn is_of(said: &Trained, who: &str, by: &str) -> bool {
    same(&said.who) == same(who) && same(&said.by) == same(by)
}

/// Somebody trained somebody.
pub(super) struct Training {
    dot: Dot,
    /// All that is said of it.
    pub said: Trained,
    /// An organiser wrote it down, or somebody else saw it: it is not the trainer's word alone.
    pub seen: bool,
}

pub(super) fn trainings(state: &State) -> Vec<Training> {
    let all = standing(state, Kind::TRAINED, |fact| match fact {
        Fact::Trained { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let by_organisers = all.into_iter().map(|(dot, _, said)| Training {
        dot,
        said,
        seen: true,
    });
    let by_organisers = by_organisers.filter(|it| by_two(&it.said));
    by_organisers.chain(own_word::trainings(state)).collect()
}

/// Everybody who trained somebody, by what their name comes to, and on which day they first did (days
/// since 1970-01-01). Nobody does by their own word alone.
pub(super) fn first_trained(state: &State) -> BTreeMap<String, i32> {
    let mut first: BTreeMap<String, i32> = BTreeMap::new();
    let trainings = trainings(state).into_iter();
    for Training { said, .. } in trainings.filter(|it| it.seen) {
        let day = first.entry(same(&said.by)).or_insert(said.day);
        *day = said.day.min(*day);
    }
    first
}

pub(super) fn climbs(state: &State) -> Vec<(Dot, Climbed)> {
    let all = standing(state, Kind::CLIMBED, |fact| match fact {
        Fact::Climbed { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().map(|(dot, _, said)| (dot, said));
    let by_organisers = all.filter(|(_, said)| seen(said));
    by_organisers.chain(own_word::witnessed(state)).collect()
}

fn dots_of(state: &State, who: &str, by: &str) -> Vec<Dot> {
    let all = trainings(state).into_iter();
    all.filter(|it| is_of(&it.said, who, by))
        .map(|it| it.dot)
        .collect()
}

impl Tree {
    /// As it was written down. Whoever was trained by several stands under the first of
    /// them; where people trained each other in a ring, under whoever that leaves.
    pub fn read(state: &State) -> Tree {
        let mut trainings = trainings(state);
        trainings.sort_by_key(|it| (it.said.day, it.dot));
        let mut people = People::default();
        for Training { said, seen, .. } in &trainings {
            people.meet(&said.by);
            people.meet(&said.who);
            people.teach(&same(&said.who), &same(&said.by));
            if *seen {
                people.seen.insert((same(&said.who), same(&said.by)));
            }
        }
        for (dot, said) in climbs(state) {
            people.meet(&said.who);
            people.rise(dot, said);
        }
        let students: BTreeSet<String> = trainings.iter().map(|it| same(&it.said.who)).collect();
        let seen = trainings.iter().filter(|it| it.seen);
        let teachers: BTreeSet<String> = seen.map(|it| same(&it.said.by)).collect();
        Tree {
            roots: people.tree(),
            trained: students.len(),
            trainers: students.intersection(&teachers).count(),
        }
    }

    /// Everybody's name, in order: to be offered where somebody is to be named.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut open: Vec<&Learner> = self.roots.iter().collect();
        while let Some(learner) = open.pop() {
            names.push(learner.name.clone());
            open.extend(&learner.trained);
        }
        names.sort_by_key(|name| same(name));
        names
    }
}

/// People while the tree is put together, by what their name comes to.
#[derive(Default)]
struct People {
    called: BTreeMap<String, String>,
    /// Whom somebody stands under.
    over: BTreeMap<String, String>,
    also_by: BTreeMap<String, Vec<String>>,
    /// Whoever was trained and by whom, where that is not the trainer's word alone.
    seen: BTreeSet<(String, String)>,
    rungs: BTreeMap<String, Vec<Reached>>,
}

impl People {
    fn meet(&mut self, name: &str) {
        let called = self.called.entry(same(name));
        called.or_insert_with(|| name.trim().to_string());
    }

    fn teach(&mut self, who: &str, by: &str) {
        if self.over.get(who).is_some_and(|over| over == by) {
            return;
        }
        if self.over.contains_key(who) || self.stands_under(by, who) {
            let also = self.also_by.entry(who.to_string()).or_default();
            if !also.iter().any(|it| it == by) {
                also.push(by.to_string());
            }
            return;
        }
        self.over.insert(who.to_string(), by.to_string());
    }

    fn stands_under(&self, who: &str, over: &str) -> bool {
        let mut at = Some(who);
        while let Some(here) = at {
            if here == over {
                return true;
            }
            at = self.over.get(here).map(String::as_str);
        }
        false
    }

    fn rise(&mut self, dot: Dot, said: Climbed) {
        let rungs = self.rungs.entry(same(&said.who)).or_default();
        match rungs.iter_mut().find(|it| it.rung == said.rung) {
            // Two organisers wrote it down at once: whichever was seen first.
            Some(reached) => {
                reached.dots.push(dot);
                if (said.day, &said.witness) < (reached.day, &reached.witness) {
                    reached.day = said.day;
                    reached.witness = said.witness;
                }
            }
            None => rungs.push(Reached {
                rung: said.rung,
                witness: said.witness,
                day: said.day,
                dots: vec![dot],
            }),
        }
        rungs.sort_by_key(|it| it.rung);
    }

    fn name(&self, key: &str) -> String {
        self.called.get(key).cloned().unwrap_or_default()
    }

    /// Everybody, each under whoever trained them first.
    fn tree(&self) -> Vec<Learner> {
        let mut under: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (who, over) in &self.over {
            under.entry(over).or_default().push(who);
        }
        // From the top down, and then put together from the bottom up.
        let mut order: Vec<(&str, Option<usize>, usize)> = Vec::new();
        let tops = self.called.keys().map(String::as_str);
        order.extend(
            tops.filter(|key| !self.over.contains_key(*key))
                .map(|key| (key, None, 0)),
        );
        let mut at = 0;
        while let Some((key, _, depth)) = order.get(at).copied() {
            let trained = under.get(key).into_iter().flatten();
            order.extend(trained.map(|who| match depth < DEEPEST {
                true => (*who, Some(at), depth + 1),
                false => (*who, None, 0),
            }));
            at += 1;
        }
        let mut branches: Vec<Vec<Learner>> = order.iter().map(|_| Vec::new()).collect();
        let mut roots = Vec::new();
        for (place, (key, over, _)) in order.iter().enumerate().rev() {
            let mut trained = std::mem::take(&mut branches[place]);
            trained.reverse();
            let learner = self.learner(key, over.is_none(), trained);
            match over {
                Some(over) => branches[*over].push(learner),
                None => roots.push(learner),
            }
        }
        roots.sort_by_key(|root| same(&root.name));
        roots
    }

    fn learner(&self, key: &str, is_root: bool, trained: Vec<Learner>) -> Learner {
        // Who goes on a line by themselves still has a trainer.
        let first = self.over.get(key).filter(|_| is_root);
        let others = self.also_by.get(key).into_iter().flatten();
        let pair = self.over.get(key).map(|by| (key.to_string(), by.clone()));
        Learner {
            own_word: pair.is_some_and(|pair| !self.seen.contains(&pair)),
            name: self.name(key),
            rungs: self.rungs.get(key).cloned().unwrap_or_default(),
            also_by: first
                .into_iter()
                .chain(others)
                .map(|by| self.name(by))
                .collect(),
            trained,
        }
    }
}

#[cfg(test)]
mod tests;
