//! A signature that is wrong is taken out by an organiser, who says why, and may be put back. In inner,
//! sealed for organisers, and read of organisers only: a volunteer takes back their own, and no other.
//! Nothing is struck in inner, so each names the entries it stands in place of. To the enum only append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;
use super::draft::Draft;
use super::fact::Fact;
use super::id::{HouseholdId, Id};
use super::stream::Stream;

/// A reason is no longer than this: characters.
pub const REASON_LENGTH: usize = 140;

/// What an organiser says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// It is wrong, and does not stand.
    Out {
        /// Why, in a few words: at most [`REASON_LENGTH`] characters.
        why: String,
    },
    /// It stands after all.
    Back,
}

/// That a signature was taken out, or put back: an event's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureOut {
    /// The signature, by the entry (kind 112) that first recorded it.
    pub signature: Dot,
    /// What is said of it.
    pub step: Step,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Takes a signature of a home, or of somebody of none, out. `None` without a reason.
pub fn take_out(
    home: Option<HouseholdId>,
    signature: Dot,
    why: &str,
    instead: Vec<Dot>,
) -> Option<Draft> {
    let why: String = why.trim().chars().take(REASON_LENGTH).collect();
    let has_reason = !why.is_empty();
    let step = Step::Out { why };
    has_reason.then(|| draft(home, signature, step, instead))
}

/// Puts it back.
pub fn put_back(home: Option<HouseholdId>, signature: Dot, instead: Vec<Dot>) -> Draft {
    draft(home, signature, Step::Back, instead)
}

fn draft(home: Option<HouseholdId>, signature: Dot, step: Step, instead: Vec<Dot>) -> Draft {
    let about: Vec<Id> = home.into_iter().map(Id::from).collect();
    let said = SignatureOut {
        signature,
        step,
        instead,
    };
    Draft::new(Stream::Inner, Fact::SignatureOut { said }, about)
}

#[cfg(test)]
mod tests {
    use super::super::dot::LogId;
    use super::*;

    #[test]
    fn nothing_is_taken_out_without_a_reason() {
        let log = LogId([1; 8]);
        let dot = Dot { log, seq: 1 };
        assert_eq!(take_out(None, dot, "  ", Vec::new()), None);
        let long = "x".repeat(REASON_LENGTH + 1);
        let draft = take_out(None, dot, &long, Vec::new()).unwrap();
        let Fact::SignatureOut { said } = draft.fact else {
            panic!("it is of this kind");
        };
        let why = "x".repeat(REASON_LENGTH);
        assert_eq!(said.step, Step::Out { why });
    }
}
