//! What organisers write down of how people learn to organise: who trained whom, which rung somebody
//! reached and who saw it, and what was said when the doors were done. Each is an event's whole body,
//! in inner; nothing is struck there, so each names the entries it stands in place of. To the enums
//! only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// Somebody trained somebody. Without a name of who was trained it takes out what it is `instead` of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trained {
    /// Who was trained, by name.
    pub who: String,
    /// Who trained them, by name.
    pub by: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What somebody has done for the first time, in the order it is usually learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rung {
    /// Practised a conversation.
    Practised,
    /// Went along with somebody.
    Shadowed,
    /// Knocked in a pair.
    Paired,
    /// Led a stair.
    LedStair,
    /// Ran a debrief.
    RanDebrief,
    /// Trained somebody.
    TrainedOne,
    /// Ran a night.
    RanNight,
}

impl Rung {
    /// All of them, from the lowest.
    pub const ALL: [Rung; 7] = [
        Rung::Practised,
        Rung::Shadowed,
        Rung::Paired,
        Rung::LedStair,
        Rung::RanDebrief,
        Rung::TrainedOne,
        Rung::RanNight,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Rung::Practised => "practised",
            Rung::Shadowed => "shadowed",
            Rung::Paired => "paired",
            Rung::LedStair => "led_stair",
            Rung::RanDebrief => "ran_debrief",
            Rung::TrainedOne => "trained_one",
            Rung::RanNight => "ran_night",
        }
    }
}

/// Somebody reached a rung, and somebody saw it. Without a name it takes out what it is `instead` of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Climbed {
    /// Who, by name.
    pub who: String,
    /// What they did.
    pub rung: Rung,
    /// Who saw it, by name.
    pub witness: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// How far training has come, for everybody on the campaign: two figures, and nobody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How many of those who were trained here have trained somebody since.
    pub trainers: u32,
    /// How many were trained here.
    pub trained: u32,
    /// As of which day: days since 1970-01-01.
    pub day: i32,
}

/// Whether anybody was unsafe on an evening. What happened is an incident, sealed for whoever is named for it, and
/// no word of it stands here. Where a body has words in this place, as it had before, only that there are some is read.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(from = "String", into = "String")]
pub enum AnybodyUnsafe {
    /// Nobody has said.
    #[default]
    NotSaid,
    /// Nobody was.
    Nobody,
    /// Somebody was.
    Somebody,
}

impl From<String> for AnybodyUnsafe {
    fn from(words: String) -> AnybodyUnsafe {
        match words.trim() {
            "" => AnybodyUnsafe::NotSaid,
            "no" => AnybodyUnsafe::Nobody,
            _ => AnybodyUnsafe::Somebody,
        }
    }
}

impl From<AnybodyUnsafe> for String {
    fn from(said: AnybodyUnsafe) -> String {
        let word = match said {
            AnybodyUnsafe::NotSaid => "",
            AnybodyUnsafe::Nobody => "no",
            AnybodyUnsafe::Somebody => "yes",
        };
        word.to_string()
    }
}

/// What was said when the doors of an evening were done: asked aloud, typed by whoever led. An empty
/// one was not asked, or nobody had anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debriefed {
    /// Which evening: days since 1970-01-01.
    pub day: i32,
    /// What went well.
    pub rose: String,
    /// What was hard.
    pub thorn: String,
    /// What may come of it.
    pub bud: String,
    /// What people are saying, in at most three lines.
    pub heard: String,
    /// Whether anybody was unsafe.
    pub incident: AnybodyUnsafe,
    /// How one gets in, and where one does not.
    pub access: String,
    /// Who did well at what.
    pub well: String,
    /// Who is ready for what comes next.
    pub ready: String,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}
