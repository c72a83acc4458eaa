//! What homes that are otherwise unlike each other raise all the same: the same need behind very
//! different doors.

use super::{Heard, Issues};

/// What an issue is raised across.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Across {
    /// Homes held differently.
    Tenures,
    /// Several stairs.
    Stairs,
    /// Homes where different languages are spoken.
    Languages,
}

impl Heard {
    /// What it is raised across: in which ways the homes that raise it differ.
    pub fn across(&self) -> Vec<Across> {
        let breadth = &self.breadth;
        let ways = [
            (Across::Tenures, breadth.tenures.known.len()),
            (Across::Stairs, breadth.stairs.known.len()),
            (Across::Languages, breadth.languages.known.len()),
        ];
        let ways = ways.into_iter().filter(|(_, groups)| *groups > 1);
        ways.map(|(across, _)| across).collect()
    }

    /// How different those are who raise it, to be compared and not to be shown: in how many ways they
    /// differ, of how many groups they are, and how many homes are of no group that most are of.
    fn difference(&self) -> (usize, usize, usize, usize) {
        let breadth = &self.breadth;
        let groups = breadth.tenures.known.len()
            + breadth.stairs.known.len()
            + breadth.languages.known.len();
        let beyond = breadth.tenures.beyond_the_largest()
            + breadth.stairs.beyond_the_largest()
            + breadth.languages.beyond_the_largest();
        (self.across().len(), groups, beyond, breadth.homes.len())
    }
}

impl Issues {
    /// What is raised by homes that differ: by the most different first.
    pub fn common_ground(&self) -> Vec<&Heard> {
        let mut shared: Vec<&Heard> = self
            .heard
            .iter()
            .filter(|heard| !heard.across().is_empty())
            .collect();
        shared.sort_by(|a, b| {
            let order = b.difference().cmp(&a.difference());
            order.then_with(|| a.tag.cmp(&b.tag))
        });
        shared
    }
}
