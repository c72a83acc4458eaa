//! What organisers write down of what homes raise: a name for it, the demand cut from it, the questions
//! a residents' group answered about it, what came of the demand for whom, and how it ended. Each is an
//! event's whole body, in inner; nothing is struck there, so each names the entries it stands in place
//! of. To the enums only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// A name for what homes raise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The entry that first named the issue, where this is not it: an issue's id.
    pub of: Option<Dot>,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Residents' words that an issue is made of. They stay what they are where they were recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// The issue.
    pub issue: Dot,
    /// Answers in a household's own words: whatever else was said in the same words goes with them.
    pub answers: Vec<Dot>,
    /// Choices of a question: the question, and the choice's place, from 0.
    pub choices: Vec<(Dot, u16)>,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What is demanded, of whom, by when, and how anybody will know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demanded {
    /// The issue.
    pub issue: Dot,
    /// The entry that first said the demand, where this is not it: a demand's id.
    pub of: Option<Dot>,
    /// Who is to do it.
    pub who: String,
    /// What is to be done.
    pub what: String,
    /// By which day: days since 1970-01-01.
    pub by: Option<i32>,
    /// How anybody will know that it is done.
    pub know: String,
    /// Who decides: an office, or a person by their role. Nobody yet where empty.
    pub target: String,
    /// On which day they decide: days since 1970-01-01.
    pub decides: Option<i32>,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What a residents' group says to a question about an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Check {
    /// Yes.
    Yes,
    /// No.
    No,
    /// They are not sure.
    Unsure,
}

/// What a residents' group answered about an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The issue.
    pub issue: Dot,
    /// Which group.
    pub by: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// Each question by its number, and what they said. What they left out is not among them.
    pub answers: Vec<(u8, Check)>,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// How far a demand has come, for one group of homes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// It was asked for.
    Asked,
    /// It was refused, or left out of what was offered to others.
    Refused,
    /// It was offered, by word of mouth.
    Offered,
    /// It was promised in writing.
    Written {
        /// In which document.
        document: String,
    },
    /// They have it.
    Delivered,
    /// What was promised was not kept.
    Broken,
}

/// One entry of the log of what came of a demand: for one tenure, never for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Won {
    /// The demand.
    pub demand: Dot,
    /// The tenure of the homes it is about, as it is recorded of homes.
    pub tenure: String,
    /// How far it has come.
    pub step: Step,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The entries of this kind that it stands in place of, being wrong: a later step is an entry more.
    pub instead: Vec<Dot>,
}

/// How an issue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ending {
    /// It did not: it is worked on again.
    Open,
    /// There is nothing more to do about it.
    Settled,
    /// It led nowhere.
    CulDeSac,
}

/// An issue is closed, or opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The issue.
    pub issue: Dot,
    /// How it ended.
    pub ending: Ending,
    /// Why, in the organisers' words.
    pub why: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}
