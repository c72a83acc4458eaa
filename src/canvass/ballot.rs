//! What organisers write down for a ballot on an estate: its days; of persons who agreed to it, since when
//! they are what counts; and what became of homes. How anybody votes has no place in it, and nobody's name.
//! In inner, read of organisers only; nothing is struck there, so each names the entries it stands in place
//! of. To the enums only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// A ballot: an event's body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// The day the Landlord Offer is published, which decides who may vote: days since 1970-01-01.
    pub offer: Option<i32>,
    /// The first day of voting.
    pub opens: Option<i32>,
    /// The last day of voting.
    pub closes: Option<i32>,
    /// The independent body that runs it.
    pub scrutineer: String,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Since when something is so of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Since {
    /// Nobody has said.
    Unknown,
    /// It is not so.
    Never,
    /// Since this day: days since 1970-01-01.
    On(i32),
    /// Since before this day, nobody said when.
    Before(i32),
}

impl Since {
    /// Whether it was so on a day; `None` where nobody can say.
    pub fn by(self, day: i32) -> Option<bool> {
        match self {
            Since::Unknown => None,
            Since::Never => Some(false),
            Since::On(since) => Some(since <= day),
            Since::Before(since) => (since <= day).then_some(true),
        }
    }
}

/// Somebody of a home who agreed that this is written down: an event's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voter {
    /// Named on the tenancy agreement, or on the title.
    pub named: Since,
    /// It is their only or main home.
    pub main_home: Since,
    /// On the housing register.
    pub register: Since,
    /// Sixteen years old: since their sixteenth birthday.
    pub sixteen: Since,
    /// On which day they agreed: days since 1970-01-01.
    pub agreed: i32,
    /// It is taken out: the entries it stands in place of are wrong, or they no longer agree.
    pub out: bool,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What became of a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Became {
    /// Somebody lives in it.
    LivedIn,
    /// It stands empty.
    Void,
    /// Whoever lived there was moved out for the works.
    Decanted,
}

impl Became {
    /// All of them, in the order they are offered.
    pub const ALL: [Became; 3] = [Became::Void, Became::Decanted, Became::LivedIn];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Became::LivedIn => "lived_in",
            Became::Void => "void",
            Became::Decanted => "decanted",
        }
    }
}

/// What became of a home on a day: an event's body, about its door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What; nothing where it only takes out what it is `instead` of.
    pub what: Option<Became>,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}
