//! How people learn to organise: who trained whom, as a tree, and the rungs they reached. What counts is
//! the team's: how many of those who were trained have trained somebody since. There is no order of
//! people and no figure beside a name. Rules R6.3 and R6.4 of the organisers' handbook.

pub mod debrief;

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
    /// How many of those have trained somebody themselves: trainers trained.
    pub trainers: usize,
}

/// Somebody trained somebody, on a day (days since 1970-01-01). `None` without both names, or where it
/// is one person.
pub fn trained(state: &State, who: &str, by: &str, day: i32) -> Option<Draft> {
    let (who, by) = (who.trim(), by.trim());
    let said = Trained {
        who: who.to_string(),
        by: by.to_string(),
        day,
        instead: dots_of(state, who, by),
    };
    let two = !who.is_empty() && !by.is_empty() && same(who) != same(by);
    two.then(|| Draft::new(Stream::Inner, Fact::Trained { said }, vec![]))
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
    let (who, witness) = (who.trim(), witness.trim());
    let all = climbs(state).into_iter();
    let of_it = all.filter(|(_, it)| same(&it.who) == same(who) && it.rung == rung);
    let said = Climbed {
        who: who.to_string(),
        rung,
        witness: witness.to_string(),
        day,
        instead: of_it.map(|(dot, _)| dot).collect(),
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

pub(super) fn trainings(state: &State) -> Vec<(Dot, Trained)> {
    let all = standing(state, Kind::TRAINED, |fact| match fact {
        Fact::Trained { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().map(|(dot, _, said)| (dot, said));
    all.filter(|(_, said)| {
        let (who, by) = (same(&said.who), same(&said.by));
        !who.is_empty() && !by.is_empty() && who != by
    })
    .collect()
}

/// Everybody who trained somebody, by what their name comes to, and on which day they first did (days
/// since 1970-01-01).
pub(super) fn first_trained(state: &State) -> BTreeMap<String, i32> {
    let mut first: BTreeMap<String, i32> = BTreeMap::new();
    for (_, said) in trainings(state) {
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
    all.filter(|(_, said)| seen(said)).collect()
}

fn dots_of(state: &State, who: &str, by: &str) -> Vec<Dot> {
    let all = trainings(state).into_iter();
    all.filter(|(_, said)| same(&said.who) == same(who) && same(&said.by) == same(by))
        .map(|(dot, _)| dot)
        .collect()
}

impl Tree {
    /// As organisers have written it down. Whoever was trained by several stands under the first of
    /// them; where people trained each other in a ring, under whoever that leaves.
    pub fn read(state: &State) -> Tree {
        let mut trainings: Vec<(i32, Dot, Trained)> = trainings(state)
            .into_iter()
            .map(|(dot, said)| (said.day, dot, said))
            .collect();
        trainings.sort_by(|(day, dot, _), (other, after, _)| (day, dot).cmp(&(other, after)));
        let mut people = People::default();
        for (.., said) in &trainings {
            people.meet(&said.by);
            people.meet(&said.who);
            people.teach(&same(&said.who), &same(&said.by));
        }
        for (dot, said) in climbs(state) {
            people.meet(&said.who);
            people.rise(dot, said);
        }
        let students: BTreeSet<String> = trainings.iter().map(|it| same(&it.2.who)).collect();
        let teachers: BTreeSet<String> = trainings.iter().map(|it| same(&it.2.by)).collect();
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
        Learner {
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
