//! A structure test, as it is written down: an ask of so many homes, what it is counted of, and the line
//! it is to reach. It stands in inner, where nobody can strike or change it: whoever wants another
//! line sets up another test. To the enums only ever append.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::act::Act;
use super::dot::Dot;

/// Which rung of the ladder it is: each asks a little more than the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rung {
    /// They say what presses on them.
    Conversation,
    /// They sign, and their flat's number is shown to neighbours.
    Petition,
    /// Their poster or photo is up, and a second person has seen it.
    Poster,
    /// They come to the first meeting.
    Meeting,
    /// They go along to whoever decides.
    Deputation,
    /// They sign a pledge card for a ballot or for harder action.
    Pledge,
}

impl Rung {
    /// All of them, from the least that is asked to the most.
    pub const ALL: [Rung; 6] = [
        Rung::Conversation,
        Rung::Petition,
        Rung::Poster,
        Rung::Meeting,
        Rung::Deputation,
        Rung::Pledge,
    ];

    /// What counts for it; `None` where that is a conversation at the door.
    pub fn act(self) -> Option<Act> {
        match self {
            Rung::Conversation => None,
            Rung::Petition => Some(Act::Signed),
            Rung::Poster => Some(Act::Poster),
            Rung::Meeting => Some(Act::Came),
            Rung::Deputation => Some(Act::WentAlong),
            Rung::Pledge => Some(Act::Pledged),
        }
    }

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Rung::Conversation => "conversation",
            Rung::Petition => "petition",
            Rung::Poster => "poster",
            Rung::Meeting => "meeting",
            Rung::Deputation => "deputation",
            Rung::Pledge => "pledge",
        }
    }
}

/// So many of a hundred: 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

/// That a number is none of 1 to 100.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a line is one to a hundred of a hundred")]
pub struct NotAPercent;

impl Percent {
    /// So many of a hundred.
    ///
    /// # Errors
    /// [`NotAPercent`] for 0 and above 100.
    pub fn new(of_hundred: u8) -> Result<Percent, NotAPercent> {
        match (1..=100).contains(&of_hundred) {
            true => Ok(Percent(of_hundred)),
            false => Err(NotAPercent),
        }
    }

    /// As a number of a hundred.
    pub fn get(self) -> u8 {
        self.0
    }

    /// How many of so many reach it: rounded up.
    pub fn needed(self, all: usize) -> usize {
        (all * usize::from(self.0)).div_ceil(100)
    }
}

impl TryFrom<u8> for Percent {
    type Error = NotAPercent;
    fn try_from(of_hundred: u8) -> Result<Percent, NotAPercent> {
        Percent::new(of_hundred)
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> u8 {
        percent.0
    }
}

/// What it is counted of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Of {
    /// The homes it is about.
    Homes,
    /// The homes it is about, being those that did an earlier test.
    DidIn(Dot),
    /// Persons who may take part.
    People {
        /// So many are known to.
        eligible: u32,
        /// Of so many more nobody knows.
        unknown: u32,
    },
}

/// The line it is to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Line {
    /// So many of a hundred.
    Share {
        /// Of what.
        of: Of,
        /// So many.
        percent: Percent,
    },
    /// Of nothing: each leader brings those they agreed to bring.
    AsAgreed,
}

/// What every part has to reach besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Floor {
    /// Nothing.
    None,
    /// Every stair so many of a hundred of its homes.
    EachStair(Percent),
    /// Every landing one home.
    EachLanding,
    /// Every stair and every tenure one home.
    EachStairAndTenure,
}

/// A test: an event's body. It is about the doors of its homes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// Which rung.
    pub rung: Rung,
    /// What is asked of them, in a few words.
    pub ask: String,
    /// The line.
    pub line: Line,
    /// What every part has to reach.
    pub floor: Floor,
    /// From which day on it counts: days since 1970-01-01.
    pub from: i32,
    /// The last day that counts.
    pub until: i32,
}

/// A test is given up, or over before its last day: an event's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The test.
    pub test: Dot,
    /// The last day that counts: days since 1970-01-01.
    pub day: i32,
    /// Why, in the organisers' words.
    pub why: String,
}

/// An organiser's yes that a test's result may be shown: an event's body. One of two persons'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The test.
    pub test: Dot,
}

/// People elsewhere who support it: an event's body. They are of no home here, and added to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outside {
    /// Where they said so.
    pub place: String,
    /// So many.
    pub people: u64,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_rounded_up_to_whole_homes() {
        let of_151 = |percent| Percent::new(percent).unwrap().needed(151);
        assert_eq!([50, 65, 70, 80, 90].map(of_151), [76, 99, 106, 121, 136]);
        assert_eq!(Percent::new(25).unwrap().needed(4), 1);
        assert_eq!(Percent::new(100).unwrap().needed(151), 151);
    }

    #[test]
    fn none_and_more_than_all_are_no_line_written_or_read() {
        for percent in [0, 101, 255] {
            assert_eq!(Percent::new(percent), Err(NotAPercent));
            assert!(postcard::from_bytes::<Percent>(&[percent]).is_err());
        }
    }
}
