//! What was there before: groups that residents belong to, campaigns that won or lost; and what somebody
//! complained of. Each is an event's whole body, in inner; nothing is struck there, so each names the
//! entries it stands in place of. To the enums only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// A group there is; about a home, that they say they belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belongs {
    /// The group's name.
    pub group: String,
    /// It is so; not, or not any more, where false.
    pub is: bool,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// How a campaign ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ended {
    /// They got what they wanted.
    Won,
    /// Some of it, or for some of them.
    Partly,
    /// They did not.
    Lost,
    /// It goes on.
    GoesOn,
    /// Nobody remembers.
    Unknown,
}

impl Ended {
    /// All of them.
    pub const ALL: [Ended; 5] = [
        Ended::Won,
        Ended::Partly,
        Ended::Lost,
        Ended::GoesOn,
        Ended::Unknown,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Ended::Won => "won",
            Ended::Partly => "partly",
            Ended::Lost => "lost",
            Ended::GoesOn => "goes_on",
            Ended::Unknown => "unknown",
        }
    }
}

/// A campaign before this one. Without a `who` it takes out what it is `instead` of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Which group, or who they were together.
    pub who: String,
    /// What they wanted.
    pub what: String,
    /// How it ended.
    pub ended: Ended,
    /// When, as people say it: a year, or from when to when.
    pub when: String,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Somebody complained about being called on, or about how. It is about no home. Without words it takes
/// out what it is `instead` of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// What about, without a name or a door.
    pub what: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}
