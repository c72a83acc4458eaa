//! Residents' own stories, as organisers write them down: the final words, and what the teller said yes
//! to, one thing at a time. Each is an event's whole body, in inner. To the enums only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// A story in its final words. Other words are another entry, which nobody has said yes to yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The entry that first told it, where this is not it: a story's id.
    pub of: Option<Dot>,
    /// The words, as they are to be heard or read.
    pub words: String,
    /// The language they are in: a BCP 47 tag.
    pub language: String,
    /// On which day it was told: days since 1970-01-01.
    pub day: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What a teller says yes to, each by itself, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum To {
    /// These are the words.
    Words,
    /// They may be quoted without a name.
    Anonymous,
    /// They may be told in the hall under the teller's name.
    Hall,
    /// They may be given to the press under the teller's name.
    Press,
}

impl To {
    /// All of them, from the least.
    pub const ALL: [To; 4] = [To::Words, To::Anonymous, To::Hall, To::Press];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            To::Words => "words",
            To::Anonymous => "anonymous",
            To::Hall => "hall",
            To::Press => "press",
        }
    }
}

/// How anybody knows that they said yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// Somebody else heard it, by name.
    Witness(String),
    /// They signed, and where that is kept.
    Signature(String),
}

/// A yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Yes {
    /// The entry with the words.
    pub told: Dot,
    /// To what.
    pub to: To,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The last day it holds: days since 1970-01-01.
    pub until: i32,
    /// How anybody knows.
    pub proof: Proof,
    /// The language they were asked in: a BCP 47 tag.
    pub language: String,
    /// What was taken back before, and is said yes to all the same.
    pub after: Vec<Dot>,
}

/// A yes is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// The story; all of the home's where none.
    pub story: Option<Dot>,
    /// This, and whatever is more than it; everything where none.
    pub to: Option<To>,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// A story was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// The entry with the words.
    pub told: Dot,
    /// As what.
    pub to: To,
    /// Where: a hearing, a leaflet, a paper.
    pub place: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The yeses it was used by; each is good for one use.
    pub by: Vec<Dot>,
}
