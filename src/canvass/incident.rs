//! What happened to somebody who knocks: abuse, an accident, something they were told in confidence. It
//! is no part of what is known of a home, so here it is a box that nothing of the canvass can open: what
//! lies in it [`sync::incident`](crate::sync::incident) seals. To the enums only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// What sort of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// Somebody was threatened, abused or attacked.
    Threat,
    /// Somebody was hurt, or nearly.
    Accident,
    /// Somebody said that they or another are in danger.
    Disclosure,
    /// Anything else that whoever leads is to know.
    Other,
}

impl Sort {
    /// All of them, as they are offered.
    pub const ALL: [Sort; 4] = [Sort::Threat, Sort::Accident, Sort::Disclosure, Sort::Other];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Threat => "threat",
            Sort::Accident => "accident",
            Sort::Disclosure => "disclosure",
            Sort::Other => "other",
        }
    }
}

/// An incident, sealed under a key of its own; and for each device that may read it a box with that key,
/// in no order that says whose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boxed {
    /// The boxes.
    pub boxes: Vec<Vec<u8>>,
    /// What they open.
    pub text: Vec<u8>,
}

/// How far an incident has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// It is not dealt with after all.
    OpenAgain,
    /// Somebody has read it and looks after it.
    Seen,
    /// It is dealt with.
    DealtWith,
}

/// An organiser says how far an incident has come. Who says so is whose log it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// The incident's event.
    pub incident: Dot,
    /// How far.
    pub step: Step,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Whose devices incidents are sealed for, where that is not every organiser's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readers {
    /// Their public sealing keys, as their certificates have them.
    pub keys: Vec<[u8; 32]>,
}
