//! What homes raise, how widely and how deeply, and what is made of it: from residents' words to an
//! issue, a demand, whoever decides, and what came of it for whom.
//!
//! Words are residents': a choice of the script's or what was written down at a door, each is something
//! that is raised, whether organisers have a name for it or not. Nothing is read out of how long or how
//! often something was said. Rules R5.1 to R5.7 of the organisers' handbook.

mod breadth;
mod checklist;
mod closing;
mod common_ground;
mod demands;
mod gathering;
mod home;
mod wins;

pub use breadth::{Breadth, Deep, Groups};
pub use checklist::{Answered, GROUP_LENGTH, Question, checked};
pub use closing::{Close, WHY_LENGTH, close};
pub use common_ground::Across;
pub use demands::{Demand, Missing, NoTarget, PART_LENGTH, Target, Terms, demand};
pub use gathering::{NAME_LENGTH, gather, name, rename, split, split_all};
pub use home::{Asked, Depth, Home, Source};
pub use wins::{Cell, Entry, Row, came_of_it, was_wrong};

use std::collections::{BTreeMap, BTreeSet};

use super::estates::Extent;
use super::teams::standing;
use crate::canvass::dot::Dot;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::handover::RaisedBefore;
use crate::canvass::walk::Tonight;
use gathering::Gatherings;

/// What something that is raised goes by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// An issue that organisers named, by its id.
    Issue(Dot),
    /// Words that stand for themselves, as they are compared.
    Words(String),
}

/// Words, and how many homes raise it in these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As they are compared.
    pub key: String,
    /// Where they were recorded.
    pub source: Source,
    /// How many homes.
    pub homes: usize,
}

/// Something that homes raise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What it goes by.
    pub tag: Tag,
    /// What it is called: the issue's name (both, where two organisers named it at once), or the words.
    pub name: String,
    /// The words it was said in, those of most homes first.
    pub words: Vec<Words>,
    /// How widely it is raised.
    pub breadth: Breadth,
    /// How deeply.
    pub deep: Deep,
    /// What is demanded; nothing of words without a name.
    pub demands: Vec<Demand>,
    /// What residents' groups answered about it.
    pub answered: Vec<Answered>,
    /// That it is closed, and why; open where empty.
    pub closed: Vec<Close>,
    /// How widely it was raised in the campaign that was handed over, where it is from there.
    pub before: Option<RaisedBefore>,
}

/// How far something that is raised has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nobody is named who decides.
    Problem,
    /// It is an issue: something is demanded of somebody.
    Issue,
    /// It is closed.
    Closed,
}

impl Heard {
    /// How far it has come.
    pub fn stage(&self) -> Stage {
        let has_target = |demand: &Demand| {
            let versions = &demand.versions;
            versions.iter().any(|terms| terms.target.is_some())
        };
        match self.closed.is_empty() {
            false => Stage::Closed,
            true if self.demands.iter().any(has_target) => Stage::Issue,
            true => Stage::Problem,
        }
    }
}

/// All that is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issues {
    /// The homes, each with what it said.
    pub homes: Vec<Home>,
    /// What they raise and is not closed: by most homes first, of as many those of which more would act.
    pub heard: Vec<Heard>,
    /// What is closed, in the same order.
    pub closed: Vec<Heard>,
    /// What came of each demand, by its id.
    pub wins: BTreeMap<Dot, Row>,
    /// The tenures there are, of homes and in what came of demands.
    pub tenures: BTreeSet<String>,
}

impl Issues {
    /// Of a state; tonight is for what is history by now.
    pub fn read(state: &State, tonight: Tonight) -> Issues {
        Issues::read_of(state, &Extent::Campaign, tonight)
    }

    /// The same of one estate's homes. What is made of it (names, demands, what came of them) is the
    /// campaign's, so an issue may stand here that none of these homes raise.
    pub fn read_of(state: &State, of: &Extent, tonight: Tonight) -> Issues {
        let mut homes = home::homes(state, tonight);
        homes.retain(|home| of.has_stair(state, home.stair));
        let gatherings = Gatherings::read(state);
        let mut open = raised(&homes, &gatherings);
        let mut demands = demands::demands(state);
        let mut answered = checklist::answered(state);
        let mut closed = closing::closed(state);
        let mut before = raised_before(state);
        for heard in &mut open {
            let Tag::Issue(id) = heard.tag else {
                continue;
            };
            heard.demands = demands.remove(&id).unwrap_or_default();
            heard.answered = answered.remove(&id).unwrap_or_default();
            heard.closed = closed.remove(&id).unwrap_or_default();
            heard.before = before.remove(&id);
        }
        // A name with nothing under it and nothing written about it is nobody's issue.
        let is_something = |heard: &Heard| {
            let written = !heard.demands.is_empty() || !heard.answered.is_empty();
            written
                || heard.before.is_some()
                || !heard.breadth.homes.is_empty()
                || !heard.closed.is_empty()
        };
        open.retain(is_something);
        open.sort_by(|a, b| {
            let key = |it: &Heard| (it.breadth.homes.len(), it.deep.would_act());
            let order = key(b).cmp(&key(a));
            order.then_with(|| a.name.cmp(&b.name).then_with(|| a.tag.cmp(&b.tag)))
        });
        let (closed, heard) = open
            .into_iter()
            .partition(|heard| heard.stage() == Stage::Closed);
        let wins = wins::wins(state);
        let tenures = homes.iter().filter_map(|home| home.tenure.as_ref());
        Issues {
            tenures: wins::tenures(tenures, &wins),
            heard,
            closed,
            wins,
            homes,
        }
    }

    /// How many homes somebody was spoken to at: what figures of homes are of.
    pub fn spoken(&self) -> usize {
        self.homes.iter().filter(|home| home.spoken).count()
    }

    /// Of how many of these it is not known what they raise.
    pub fn unknown(&self) -> usize {
        let unknown = |home: &&Home| home.spoken && !home.answered;
        self.homes.iter().filter(unknown).count()
    }

    /// Something that is raised, closed or not.
    pub fn find(&self, tag: &Tag) -> Option<&Heard> {
        let mut all = self.heard.iter().chain(&self.closed);
        all.find(|heard| heard.tag == *tag)
    }
}

/// What homes raise, each with its words; of an issue that nobody raises its name alone.
fn raised(homes: &[Home], gatherings: &Gatherings) -> Vec<Heard> {
    let mut by_tag: BTreeMap<Tag, Vec<&Home>> = BTreeMap::new();
    let mut words: BTreeMap<Tag, BTreeMap<&str, (Source, usize)>> = BTreeMap::new();
    for id in gatherings.names.keys() {
        by_tag.insert(Tag::Issue(*id), Vec::new());
    }
    for home in homes {
        for (key, source) in &home.raised {
            let mut tags: Vec<Tag> = gatherings.of(key).map(Tag::Issue).collect();
            if tags.is_empty() {
                tags.push(Tag::Words(key.clone()));
            }
            for tag in tags {
                let said = words.entry(tag.clone()).or_default();
                let (all, homes) = said.entry(key).or_default();
                all.join(source);
                *homes += 1;
                let raising = by_tag.entry(tag).or_default();
                // However many of its words say it, a home is one.
                if raising.last().is_none_or(|last| last.door != home.door) {
                    raising.push(home);
                }
            }
        }
    }
    by_tag
        .into_iter()
        .map(|(tag, homes)| {
            let words = words.remove(&tag).unwrap_or_default();
            let mut words: Vec<Words> = words
                .into_iter()
                .map(|(key, (source, homes))| Words {
                    key: key.to_string(),
                    source,
                    homes,
                })
                .collect();
            words.sort_by(|a, b| b.homes.cmp(&a.homes).then_with(|| a.key.cmp(&b.key)));
            let name = match &tag {
                Tag::Issue(id) => gatherings.names.get(id).map(|names| names.join(" / ")),
                Tag::Words(_) => words.first().map(|words| words.source.words.clone()),
            };
            Heard {
                name: name.unwrap_or_default(),
                words,
                breadth: Breadth::of(&homes),
                deep: Deep::of(&homes),
                demands: Vec::new(),
                answered: Vec::new(),
                closed: Vec::new(),
                before: None,
                tag,
            }
        })
        .collect()
}

/// How widely each issue was raised in the campaign that was handed over.
fn raised_before(state: &State) -> BTreeMap<Dot, RaisedBefore> {
    let all = standing(state, Kind::RAISED_BEFORE, |fact| match fact {
        Fact::RaisedBefore { said } => Some((said, Vec::new())),
        _ => None,
    });
    all.into_iter()
        .map(|(_, _, said)| (said.issue, said))
        .collect()
}

#[cfg(test)]
mod tests;
