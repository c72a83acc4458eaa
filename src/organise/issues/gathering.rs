//! Residents' words under one name, and apart again. What was recorded at doors is never touched: an
//! issue is a list of where words stand, and whoever splits it takes them off that list.

use std::collections::{BTreeMap, BTreeSet};

use super::home::{Source, choice_words};
use crate::canvass::demand::{Gathered, Named};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::organise::teams::{same, standing};

/// The longest name of an issue: characters.
pub const NAME_LENGTH: usize = 80;

/// Issues by their id: the entry that first named each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gatherings {
    /// What each is called; several where two organisers named it at once.
    pub(super) names: BTreeMap<Dot, Vec<String>>,
    /// The words under each, as they are compared.
    pub(super) words: BTreeMap<Dot, BTreeSet<String>>,
}

impl Gatherings {
    pub(super) fn read(state: &State) -> Gatherings {
        let mut found = Gatherings::default();
        for (_, id, name) in namings(state) {
            let names = found.names.entry(id).or_default();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        found.names.retain(|_, names| !names.is_empty());
        for (_, gathered) in gatherings(state) {
            if found.names.contains_key(&gathered.issue) {
                let words = found.words.entry(gathered.issue).or_default();
                words.extend(keys(state, &gathered));
            }
        }
        found
    }

    /// The issues that these words stand under.
    pub(super) fn of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = Dot> + 'a {
        let holding = self
            .words
            .iter()
            .filter(move |(_, words)| words.contains(key));
        holding.map(|(id, _)| *id)
    }
}

/// Every name that stands: its entry, the issue, and the name.
fn namings(state: &State) -> Vec<(Dot, Dot, String)> {
    let all = standing(state, Kind::ISSUE, |fact| match fact {
        Fact::Issue { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    all.into_iter()
        .map(|(dot, _, said)| (dot, said.of.unwrap_or(dot), said.name.trim().to_string()))
        .collect()
}

fn gatherings(state: &State) -> Vec<(Dot, Gathered)> {
    let all = standing(state, Kind::GATHERED, |fact| match fact {
        Fact::Gathered { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    all.into_iter().map(|(dot, _, said)| (dot, said)).collect()
}

/// The words that a gathering holds, as they are compared; of an answer that stands no more, none.
fn keys(state: &State, gathered: &Gathered) -> BTreeSet<String> {
    let answers = gathered.answers.iter();
    let answers = answers.filter_map(|dot| answer_key(state, *dot));
    let choices = gathered.choices.iter();
    let choices = choices.filter_map(|(question, choice)| choice_key(state, *question, *choice));
    answers.chain(choices).collect()
}

fn answer_key(state: &State, dot: Dot) -> Option<String> {
    let entry = state.entry(dot)?;
    match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
        Fact::Answer {
            value: Value::Words(words),
            ..
        } => Some(same(&words)),
        _ => None,
    }
}

fn choice_key(state: &State, question: Dot, choice: u16) -> Option<String> {
    Some(same(&choice_words(state, question, choice)?))
}

fn named(said: Named) -> Draft {
    Draft::new(Stream::Inner, Fact::Issue { said }, Vec::new())
}

/// An issue by this name; `None` without one. Its id is the dot it is recorded under.
pub fn name(name: &str) -> Option<Draft> {
    let name = name.trim().to_string();
    (!name.is_empty()).then(|| {
        named(Named {
            name,
            of: None,
            instead: Vec::new(),
        })
    })
}

/// An issue is called otherwise; `None` where it is called nothing.
pub fn rename(state: &State, issue: Dot, name: &str) -> Option<Draft> {
    let name = name.trim().to_string();
    let before = namings(state).into_iter();
    let instead = before
        .filter(|(_, id, _)| *id == issue)
        .map(|(dot, ..)| dot)
        .collect();
    (!name.is_empty()).then(|| {
        named(Named {
            name,
            of: Some(issue),
            instead,
        })
    })
}

/// Puts words under an issue.
pub fn gather(issue: Dot, source: &Source) -> Draft {
    let said = Gathered {
        issue,
        answers: source.answers.iter().copied().collect(),
        choices: source.choices.iter().copied().collect(),
        instead: Vec::new(),
    };
    Draft::new(Stream::Inner, Fact::Gathered { said }, Vec::new())
}

/// Takes words out from under an issue; they stand for themselves again. `None` where they do not stand
/// under it.
pub fn split(state: &State, issue: Dot, words: &str) -> Option<Draft> {
    let key = same(words);
    let mut said = Gathered {
        issue,
        answers: Vec::new(),
        choices: Vec::new(),
        instead: Vec::new(),
    };
    for (dot, gathered) in gatherings(state) {
        if gathered.issue != issue || !keys(state, &gathered).contains(&key) {
            continue;
        }
        said.instead.push(dot);
        // What it holds besides stays.
        let answers = gathered.answers.into_iter();
        said.answers
            .extend(answers.filter(|dot| answer_key(state, *dot).as_ref() != Some(&key)));
        let choices = gathered.choices.into_iter();
        said.choices.extend(choices.filter(|(question, choice)| {
            choice_key(state, *question, *choice).as_ref() != Some(&key)
        }));
    }
    let holds = !said.instead.is_empty();
    holds.then(|| Draft::new(Stream::Inner, Fact::Gathered { said }, Vec::new()))
}

/// Takes all words out from under an issue. `None` where there are none.
pub fn split_all(state: &State, issue: Dot) -> Option<Draft> {
    let all = gatherings(state).into_iter();
    let said = Gathered {
        issue,
        answers: Vec::new(),
        choices: Vec::new(),
        instead: all
            .filter(|(_, gathered)| gathered.issue == issue && !keys(state, gathered).is_empty())
            .map(|(dot, _)| dot)
            .collect(),
    };
    let holds = !said.instead.is_empty();
    holds.then(|| Draft::new(Stream::Inner, Fact::Gathered { said }, Vec::new()))
}
