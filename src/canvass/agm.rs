//! A general meeting of members, as it is written down: who counts as a member and when it may decide, both as its
//! rules say; who of a home is on the roll; and how votes went. Each is an event's whole body. To the enums
//! only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;
use super::structure::Percent;

/// Who is on the roll of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Roll {
    /// Every home of the estate.
    EveryHome,
    /// The homes that were put on it.
    Listed,
}

/// Who has a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Votes {
    /// Each home on the roll has one.
    Household,
    /// Each member has one.
    Resident,
}

/// How many have to be there for it to decide anything: of whatever has a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Needed {
    /// So many.
    Number(u32),
    /// Such a share of the roll.
    Share(Percent),
}

/// The rules of a general meeting, as its constitution or whoever called it has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The meeting.
    pub meeting: Dot,
    /// Who counts as a member, in the rule's own words.
    pub members: String,
    /// Who is on the roll by it.
    pub roll: Roll,
    /// Who has a vote.
    pub votes: Votes,
    /// When it may decide, in the rule's own words.
    pub quorum: String,
    /// How many that is.
    pub needed: Needed,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// How many members a home has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnRoll {
    /// So many; 0 where it is not on the roll.
    pub people: u8,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// How a vote went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voted {
    /// The meeting.
    pub meeting: Dot,
    /// What was voted on; empty where it only takes out what it is instead of.
    pub what: String,
    /// For it.
    pub yes: u32,
    /// Against it.
    pub no: u32,
    /// Neither.
    pub abstained: u32,
    /// So many votes were there.
    pub present: u32,
    /// So many had to be.
    pub needed: u32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}
