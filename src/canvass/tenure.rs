//! How a household holds its home. It decides who may come back to what is built anew, who votes, who
//! can be put out fast. Kinds of tenure are data: those offered by a tap are recorded by their word, any
//! other by its name as typed.

use super::draft::{self, Draft};
use super::estate;
use super::event::Kind;
use super::fact::Value;
use super::fold::State;
use super::id::{Facet, HouseholdId, StairId};
use super::register::{self, Reading};
use super::stream::Stream;

/// The words of those offered by a tap, in that order. Others may be added; none changes its word.
pub const OFFERED: [&str; 8] = [
    "council",
    "temporary",
    "association",
    "private",
    "owner",
    "shared",
    "sheltered",
    "lodger",
];

/// What a household's tenure is known to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// Nobody has said.
    Unknown,
    /// This.
    Known(String),
    /// People noted different ones.
    Disputed(Vec<String>),
}

/// The tenure of a household, as recorded.
pub fn tenure(state: &State, household: HouseholdId) -> Tenure {
    let about = [household.into(), Facet::TENURE.into()];
    let words = |value: Value| match value.normalised() {
        Value::Words(words) => words,
        _ => String::new(),
    };
    match register::read(state, Kind::PLAIN_FACT, &about) {
        Reading::Empty => Tenure::Unknown,
        Reading::Agreed(value, _) => match words(value) {
            // A name that was taken out again.
            none if none.is_empty() => Tenure::Unknown,
            words => Tenure::Known(words),
        },
        Reading::Disagreement(versions) => {
            Tenure::Disputed(versions.into_iter().map(|(it, _)| words(it)).collect())
        }
    }
}

/// What to record where a household holds its home so: a word that is offered, or a name as typed.
pub fn holds(state: &State, stream: Stream, household: HouseholdId, tenure: &str) -> Draft {
    let value = Value::Words(tenure.trim().to_string());
    draft::plain_fact(state, stream, household.into(), Facet::TENURE, value)
}

/// What to record where all homes of a stair are held so: of every home of which nobody has said
/// anything. What was said at a door stands.
pub fn whole_stair(state: &State, stair: StairId, tenure: &str) -> Vec<Draft> {
    unknown(state, stair)
        .into_iter()
        .map(|household| holds(state, Stream::Stair(stair), household, tenure))
        .collect()
}

/// The households of a stair whose tenure nobody has said.
pub fn unknown(state: &State, stair: StairId) -> Vec<HouseholdId> {
    estate::doors(state, stair)
        .into_iter()
        .filter(|door| !door.gone)
        .map(|door| estate::household(state, door.id))
        .filter(|household| tenure(state, *household) == Tenure::Unknown)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::fact::Fact;
    use super::super::small::Small;
    use super::*;

    fn known(words: &str) -> Tenure {
        Tenure::Known(words.into())
    }

    #[test]
    fn a_tap_at_the_door_says_it_and_two_who_differ_are_shown_with_both() {
        let mut small = Small::new(2);
        let (stream, home) = (Stream::Stair(small.stair(0)), small.household(0));
        let before = small.state();
        assert_eq!(tenure(&before, home), Tenure::Unknown);
        small.record(3, Role::Volunteer, holds(&before, stream, home, "private"));
        assert_eq!(tenure(&small.state(), home), known("private"));
        // A name typed twice is one tenure.
        let other = small.household(1);
        let typed = holds(&before, stream, other, "Housing  Co-op ");
        small.record(3, Role::Volunteer, typed);
        assert_eq!(tenure(&small.state(), other), known("housing co-op"));
        small.record(4, Role::Volunteer, holds(&before, stream, home, "council"));
        let both = Tenure::Disputed(vec!["council".into(), "private".into()]);
        assert_eq!(tenure(&small.state(), home), both);
        // Who moves in begins with nothing.
        small.say(3, Role::Volunteer, 0, Fact::Moved {}, vec![home.into()]);
        let next = estate::household(&small.state(), small.door(0));
        assert_eq!(tenure(&small.state(), next), Tenure::Unknown);
    }

    #[test]
    fn a_whole_stair_is_said_at_once_and_what_was_said_at_a_door_stands() {
        let mut small = Small::new(3);
        let stair = small.stair(0);
        let (stream, said) = (Stream::Stair(stair), small.household(1));
        let at_the_door = holds(&small.state(), stream, said, "owner");
        small.record(3, Role::Volunteer, at_the_door);
        let drafts = whole_stair(&small.state(), stair, "council");
        assert_eq!(drafts.len(), 2);
        for draft in drafts {
            small.record(9, Role::Organiser, draft);
        }
        let state = small.state();
        let all: Vec<Tenure> = (0..3)
            .map(|place| tenure(&state, small.household(place)))
            .collect();
        assert_eq!(all, [known("council"), known("owner"), known("council")]);
        assert!(unknown(&state, stair).is_empty());
        assert_eq!(unknown(&state, small.stair(1)).len(), 3);
    }
}
