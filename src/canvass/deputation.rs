//! People who go to those who decide, as organisers write it down: to which meeting, by when the council
//! has to be told, and who speaks. In inner, read of organisers only; nothing is struck there, so each
//! names the entries it stands in place of. To the enum only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// How days before a meeting are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Counting {
    /// Whole working days: neither that of the notice nor that of the meeting.
    ClearWorkingDays,
    /// Working days back from the meeting.
    WorkingDays,
    /// Days of the calendar back from the meeting.
    Days,
}

impl Counting {
    /// All of them, in the order they are offered.
    pub const ALL: [Counting; 3] = [
        Counting::ClearWorkingDays,
        Counting::WorkingDays,
        Counting::Days,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Counting::ClearWorkingDays => "clear_working_days",
            Counting::WorkingDays => "working_days",
            Counting::Days => "days",
        }
    }
}

/// How long before a meeting a council has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// So many.
    pub days: u8,
    /// Counted how.
    pub counting: Counting,
    /// Until which minute after midnight; `None` where nobody has said.
    pub at: Option<u16>,
}

/// A deputation: an event's body. With an empty subject it takes out what it is `instead` of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputation {
    /// The entry that first named it; itself where empty.
    pub of: Option<Dot>,
    /// The council whose rules these are, by the key of its rules; empty where they are the organisers' own.
    pub council: String,
    /// What it is about.
    pub subject: String,
    /// Which meeting it goes to.
    pub to: String,
    /// When that meets: days since 1970-01-01.
    pub meeting: i32,
    /// How long before the council has to be told; `None` where nobody knows.
    pub notice: Option<Notice>,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Somebody who speaks or goes along, and agreed that the council is given their name: an event's body.
/// Without a name it takes out what it is `instead` of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaks {
    /// The deputation, by the entry that first named it.
    pub deputation: Dot,
    /// The name they gave.
    pub name: String,
    /// On which day they agreed: days since 1970-01-01.
    pub agreed: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}
