//! How widely something is raised, and how deeply. The unit is the home, however often it says so and
//! however much it says.

use std::collections::{BTreeMap, BTreeSet};

use super::home::{Depth, Home};
use crate::canvass::id::{DoorId, StairId};

/// Homes by a group they are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups<G> {
    /// How many homes of each.
    pub known: BTreeMap<G, usize>,
    /// Homes of which nobody knows.
    pub unknown: usize,
}

impl<G: Ord + Clone> Groups<G> {
    /// Homes, each with the group it is of; none where nobody knows.
    pub fn of(groups: impl IntoIterator<Item = Option<G>>) -> Groups<G> {
        let mut found = Groups {
            known: BTreeMap::new(),
            unknown: 0,
        };
        for group in groups {
            match group {
                Some(group) => *found.known.entry(group).or_insert(0) += 1,
                None => found.unknown += 1,
            }
        }
        found
    }

    /// How many homes are of another group than the one most are of.
    pub fn beyond_the_largest(&self) -> usize {
        let largest = self.known.values().max().copied().unwrap_or(0);
        self.known.values().sum::<usize>() - largest
    }
}

/// How widely something is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breadth {
    /// The homes that raise it.
    pub homes: BTreeSet<DoorId>,
    /// They by their stairs.
    pub stairs: Groups<StairId>,
    /// By their tenures.
    pub tenures: Groups<String>,
    /// By the languages spoken there.
    pub languages: Groups<String>,
}

impl Breadth {
    pub(super) fn of(homes: &[&Home]) -> Breadth {
        Breadth {
            homes: homes.iter().map(|home| home.door).collect(),
            stairs: Groups::of(homes.iter().map(|home| Some(home.stair))),
            tenures: Groups::of(homes.iter().map(|home| home.tenure.clone())),
            languages: Groups::of(homes.iter().map(|home| home.language.clone())),
        }
    }
}

/// How deeply something is felt by the homes that raise it: how many of each, and never an average.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deep {
    /// How many of those asked would go so far.
    pub by: BTreeMap<Depth, usize>,
    /// Of how many nobody knows.
    pub unknown: usize,
}

impl Deep {
    pub(super) fn of(homes: &[&Home]) -> Deep {
        let groups = Groups::of(homes.iter().map(|home| home.depth));
        Deep {
            by: groups.known,
            unknown: groups.unknown,
        }
    }

    /// How many would go exactly so far.
    pub fn at(&self, depth: Depth) -> usize {
        self.by.get(&depth).copied().unwrap_or(0)
    }

    /// How many would act.
    pub fn would_act(&self) -> usize {
        self.at(Depth::WouldAct)
    }

    /// How many were asked how far they would go.
    pub fn asked(&self) -> usize {
        self.by.values().sum()
    }
}
