//! Handing a campaign over to a residents' committee. The committee starts a campaign of its own, on its own
//! devices, and fills it from a [`Package`]; nothing of the old campaign's keys, logs or events comes along.
//! Rules R12.1 to R12.7 of the organisers' handbook.
//!
//! What may go along is what a [`Package`] has a place for, and there is no place in it for what may not: who
//! recorded what and when, knocks, answers, notes, nominations, incidents, where people stand, what they signed,
//! languages, residents' names. How to reach somebody goes along only where those of the home said yes to just
//! that; where they said yes to the old campaign alone, the committee learns that it has to ask.

mod filling;
pub mod keyholders;
mod looking;
mod packing;
pub mod paper;
mod worded;

pub use filling::{Filled, NotFilled, ToAsk, counted, fill, to_be_asked, to_be_asked_before};
pub use looking::{FRESH_FOR, MOST_ENTRIES, MOST_HOMES, NotTaken};
pub use packing::{FILE, NotPacked, Packed, pack, recorded};
pub use worded::{InBlock, LeftOut, Named};

use serde::{Deserialize, Serialize};

use crate::canvass::demand::{Ending, Step};
use crate::canvass::dwelling::Behind;
use crate::canvass::fact::{BlockKind, NoKnockScope, StairKind};
use crate::canvass::structure::Rung;
use crate::canvass::training;

/// All that goes along. Its shape is version 1 of the file's (docs/protocol.md, "Hand-over files") and never
/// changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Who held it.
    pub from: Holder,
    /// The blocks, and in them the homes.
    pub blocks: Vec<Block>,
    /// What homes raise.
    pub issues: Vec<Issue>,
    /// What structure tests came to, of those whose result may be shown.
    pub tests: Vec<Test>,
    /// Who trained whom.
    pub trained: Vec<Trained>,
    /// Which rungs people reached.
    pub climbed: Vec<Climbed>,
}

/// Who held what is in a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name of the group.
    pub group: String,
    /// How to reach it.
    pub contact: String,
    /// On which day the package was made: days since 1970-01-01.
    pub day: i32,
}

/// A building or a street.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its name.
    pub name: String,
    /// Building or street.
    pub kind: BlockKind,
    /// The estate it was put to; empty for none.
    pub estate: String,
    /// Its stairs.
    pub stairs: Vec<Stair>,
}

/// An entrance of a building or a side of a street.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stair {
    /// Its own name, where it has one.
    pub name: String,
    /// Which part of the block it is.
    pub kind: StairKind,
    /// How to get in: of the stair, and of its block.
    pub access: Vec<Access>,
    /// Its homes, in walk order.
    pub homes: Vec<Home>,
}

/// How to get in somewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Access {
    /// Words about the block.
    Block(String),
    /// Words about the stair.
    Stair(String),
    /// The code of the block's entrance; none that is too old.
    BlockCode(String),
    /// The code of the stair's.
    StairCode(String),
}

impl Access {
    /// The words, or the code.
    pub fn words(&self) -> &str {
        match self {
            Access::Block(words)
            | Access::Stair(words)
            | Access::BlockCode(words)
            | Access::StairCode(words) => words,
        }
    }
}

/// A home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// As on the door.
    pub label: String,
    /// The entrance it is shown under, where somebody has said so.
    pub entrance: Option<String>,
    /// The floor, where it is known; 0 is the ground.
    pub floor: Option<i16>,
    /// The national property number, where the list has one.
    pub uprn: Option<u64>,
    /// What stands behind the door.
    pub behind: Behind,
    /// How to get in.
    pub access: Vec<String>,
    /// How it is held, where that is known.
    pub tenure: Option<String>,
    /// They asked not to be knocked.
    pub no_knock: Option<NoKnockScope>,
    /// Where they stand on somebody being in touch.
    pub reach: Reach,
}

/// Where those of a home stand on somebody being in touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// They have not said, or nobody may ask any more.
    NotSaid,
    /// They said yes, and yes to its being passed on: how to reach them.
    PassedOn(Vec<Person>),
    /// They said yes to the campaign before, and nothing of passing it on: to be asked again.
    AskAgain,
    /// They said no.
    No,
    /// They took it back.
    TakenBack,
}

/// How to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    /// What they like to be called.
    pub name: String,
    /// Phone or mail, as they gave it.
    pub reach: String,
}

/// What homes raise, by the name that organisers gave it; none of the words it was raised in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The name.
    pub name: String,
    /// So many homes raised it, where that may be told.
    pub homes: Option<u32>,
    /// Of so many homes where somebody was spoken to.
    pub spoken: u32,
    /// What is demanded.
    pub demands: Vec<Demand>,
    /// That it is closed, and why.
    pub closed: Vec<Closed>,
}

/// A demand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Who is to do it.
    pub who: String,
    /// What is to be done.
    pub what: String,
    /// By which day: days since 1970-01-01.
    pub by: Option<i32>,
    /// How anybody will know that it is done.
    pub know: String,
    /// Who decides: an office or a role; nobody yet where empty.
    pub target: String,
    /// On which day they decide: days since 1970-01-01.
    pub decides: Option<i32>,
    /// What came of it, for the homes of one tenure each.
    pub won: Vec<Won>,
}

/// What came of a demand, for the homes of one tenure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Won {
    /// The tenure.
    pub tenure: String,
    /// How far it came.
    pub step: Step,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// That an issue is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// How it ended.
    pub ending: Ending,
    /// Why.
    pub why: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// What a structure test came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// What was asked.
    pub ask: String,
    /// Which rung it was.
    pub rung: Rung,
    /// So many homes did it, where that may be told.
    pub n: Option<u32>,
    /// Of so many homes, where that may be told.
    pub of: Option<u32>,
    /// So many reached its line; `None` where it had none.
    pub needed: Option<u32>,
    /// Its last day: days since 1970-01-01.
    pub day: i32,
}

/// Somebody trained somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trained {
    /// Who was trained.
    pub who: String,
    /// By whom.
    pub by: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// Somebody reached a rung.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Climbed {
    /// Who.
    pub who: String,
    /// What they did.
    pub rung: training::Rung,
    /// Who saw it.
    pub witness: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// How much there is: to be compared before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Homes, and other doors.
    pub homes: usize,
    /// Words and codes that say how to get in.
    pub access: usize,
    /// Homes that asked not to be knocked.
    pub no_knock: usize,
    /// People with how to reach them.
    pub people: usize,
    /// Homes to be asked again.
    pub ask_again: usize,
    /// Homes that said no, or took their yes back.
    pub no: usize,
    /// Issues.
    pub issues: usize,
    /// Demands.
    pub demands: usize,
    /// What came of them.
    pub wins: usize,
    /// Results of structure tests.
    pub tests: usize,
    /// Trainings and rungs.
    pub training: usize,
}

impl Package {
    /// As bytes, to be sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        postcard::to_allocvec(self).expect("a package can be written")
    }

    /// From bytes, to the last; `None` where they are no package of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Package> {
        match postcard::take_from_bytes(bytes) {
            Ok((package, [])) => Some(package),
            _ => None,
        }
    }

    /// Its homes, in their blocks' order.
    pub fn homes(&self) -> impl Iterator<Item = &Home> {
        let stairs = self.blocks.iter().flat_map(|block| &block.stairs);
        stairs.flat_map(|stair| &stair.homes)
    }

    /// How much is in it.
    pub fn counts(&self) -> Counts {
        let stairs = self.blocks.iter().flat_map(|block| &block.stairs);
        let demands = self.issues.iter().flat_map(|issue| &issue.demands);
        let of = |is: fn(&Reach) -> bool| self.homes().filter(|home| is(&home.reach)).count();
        let people = self.homes().map(|home| match &home.reach {
            Reach::PassedOn(people) => people.len(),
            _ => 0,
        });
        Counts {
            homes: self.homes().count(),
            access: stairs.map(|stair| stair.access.len()).sum::<usize>()
                + self.homes().map(|home| home.access.len()).sum::<usize>(),
            no_knock: self.homes().filter(|home| home.no_knock.is_some()).count(),
            people: people.sum(),
            ask_again: of(|reach| *reach == Reach::AskAgain),
            no: of(|reach| matches!(reach, Reach::No | Reach::TakenBack)),
            issues: self.issues.len(),
            demands: demands.clone().count(),
            wins: demands.map(|demand| demand.won.len()).sum(),
            tests: self.tests.len(),
            training: self.trained.len() + self.climbed.len(),
        }
    }
}

#[cfg(test)]
mod tests;
