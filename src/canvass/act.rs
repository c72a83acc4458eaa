//! What somebody in a home did or said about acting together, as it is written down: dated, and never a
//! number from one to five. It lies in inner, where nothing is struck, so each names the entries it
//! stands in place of. To the enum only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;
use super::draft::Draft;
use super::fact::Fact;
use super::id::{HouseholdId, Id};
use super::stream::Stream;

/// What they did or said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Act {
    /// Words alone: yes.
    SaysYes,
    /// Words alone: undecided.
    NotSure,
    /// Words alone: no.
    NotForThem,
    /// They signed the petition.
    Signed,
    /// Their poster or photo is up where others see it.
    Poster,
    /// They came to a meeting.
    Came,
    /// They went along to whoever decides.
    WentAlong,
    /// They signed a pledge card for a ballot or for harder action.
    Pledged,
    /// They spoke in front of others.
    SpokeOut,
    /// They had another home act: the second home it is about.
    Brought,
    /// They acted against it in front of others.
    Against,
    /// Nothing: the entries it stands in place of were wrong.
    TakenBack,
}

impl Act {
    /// All that can be recorded of a home, in the order of their numbers: only ever append.
    pub const ALL: [Act; 12] = [
        Act::SaysYes,
        Act::NotSure,
        Act::NotForThem,
        Act::Signed,
        Act::Poster,
        Act::Came,
        Act::WentAlong,
        Act::Pledged,
        Act::SpokeOut,
        Act::Brought,
        Act::Against,
        Act::TakenBack,
    ];

    /// Whether it is words and nothing done.
    pub fn is_words(self) -> bool {
        matches!(self, Act::SaysYes | Act::NotSure | Act::NotForThem)
    }

    /// Whether it was done for it, where others see it.
    pub fn is_done_for(self) -> bool {
        !self.is_words() && !matches!(self, Act::Against | Act::TakenBack)
    }

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Act::SaysYes => "says_yes",
            Act::NotSure => "not_sure",
            Act::NotForThem => "not_for_them",
            Act::Signed => "signed",
            Act::Poster => "poster",
            Act::Came => "came",
            Act::WentAlong => "went_along",
            Act::Pledged => "pledged",
            Act::SpokeOut => "spoke_out",
            Act::Brought => "brought",
            Act::Against => "against",
            Act::TakenBack => "taken_back",
        }
    }
}

/// An event's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// What they did or said.
    pub what: Act,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// How many of the home did, at least one.
    pub people: u8,
    /// The entries of this kind, about the same home, that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What to record where somebody in a home did or said something on a day (days since 1970-01-01).
/// Of having brought somebody use [`brought`]: it is nothing without another home.
pub fn acted(home: HouseholdId, what: Act, day: i32, instead: Vec<Dot>) -> Draft {
    draft(vec![home.into()], what, day, instead)
}

/// What to record where a home had another home act. `None` where that is the same home.
pub fn brought(
    home: HouseholdId,
    other: HouseholdId,
    day: i32,
    instead: Vec<Dot>,
) -> Option<Draft> {
    let about = vec![home.into(), other.into()];
    (home != other).then(|| draft(about, Act::Brought, day, instead))
}

/// No home has more people who act than this, whatever was written: one forged entry is not to be worth
/// a house.
pub const MOST_PEOPLE: u8 = 10;

fn draft(about: Vec<Id>, what: Act, day: i32, instead: Vec<Dot>) -> Draft {
    let said = Acted {
        what,
        day,
        people: 1,
        instead,
    };
    Draft::new(Stream::Inner, Fact::Acted { said }, about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_acts_are_their_order_and_no_two_have_one_word() {
        let mut words = std::collections::BTreeSet::new();
        for (number, act) in Act::ALL.into_iter().enumerate() {
            assert_eq!(postcard::to_allocvec(&act).unwrap(), [number as u8]);
            assert!(words.insert(act.word()));
        }
    }
}
