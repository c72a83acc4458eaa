//! What came of a knock.

use serde::{Deserialize, Serialize};

/// What came of a knock. Numbers on the wire are the order here: only ever append.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// A conversation.
    Spoke,
    /// Nobody came.
    NotHome,
    /// Somebody came, but not now.
    ComeBack,
    /// They do not want to talk.
    Refused,
    /// Those on record have moved.
    Moved,
    /// The person on record has died.
    Deceased,
    /// The door could not be reached.
    Inaccessible,
    /// There is no such door.
    AddressNotFound,
    /// No language in common.
    Language,
    /// They asked not to be knocked again.
    DoNotKnock,
    /// A leaflet was left.
    LeftLeaflet,
}

impl Outcome {
    /// All of them, in the order of their numbers.
    pub const ALL: [Outcome; 11] = [
        Outcome::Spoke,
        Outcome::NotHome,
        Outcome::ComeBack,
        Outcome::Refused,
        Outcome::Moved,
        Outcome::Deceased,
        Outcome::Inaccessible,
        Outcome::AddressNotFound,
        Outcome::Language,
        Outcome::DoNotKnock,
        Outcome::LeftLeaflet,
    ];

    /// The word used in files and as the end of its catalogue key.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Spoke => "spoke",
            Outcome::NotHome => "not_home",
            Outcome::ComeBack => "come_back",
            Outcome::Refused => "refused",
            Outcome::Moved => "moved",
            Outcome::Deceased => "deceased",
            Outcome::Inaccessible => "inaccessible",
            Outcome::AddressNotFound => "address_not_found",
            Outcome::Language => "language",
            Outcome::DoNotKnock => "do_not_knock",
            Outcome::LeftLeaflet => "left_leaflet",
        }
    }

    /// Whether somebody was reached, whatever they said: nobody is where no door was found.
    pub fn reached(self) -> bool {
        !matches!(
            self,
            Outcome::NotHome
                | Outcome::Inaccessible
                | Outcome::AddressNotFound
                | Outcome::LeftLeaflet
        )
    }

    /// Whether somebody was heard: a conversation. Who refused, or had no time, was reached and not
    /// heard.
    pub fn heard(self) -> bool {
        self == Outcome::Spoke
    }

    /// Whether the door is not among those to try again: somebody was reached and did not ask for
    /// another time, or there is no door.
    pub fn settles(self) -> bool {
        self == Outcome::AddressNotFound || self.reached() && self != Outcome::ComeBack
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_outcomes_are_their_order() {
        for (number, outcome) in Outcome::ALL.into_iter().enumerate() {
            assert_eq!(postcard::to_allocvec(&outcome).unwrap(), [number as u8]);
        }
    }

    #[test]
    fn who_refused_was_reached_and_not_heard_and_where_no_door_was_found_nobody_was_reached() {
        use Outcome::*;
        for outcome in Outcome::ALL {
            let (reached, heard, settles) = match outcome {
                Spoke => (true, true, true),
                NotHome | Inaccessible | LeftLeaflet => (false, false, false),
                ComeBack => (true, false, false),
                Refused | Moved | Deceased | Language | DoNotKnock => (true, false, true),
                AddressNotFound => (false, false, true),
            };
            let found = (outcome.reached(), outcome.heard(), outcome.settles());
            assert_eq!(found, (reached, heard, settles), "{outcome:?}");
        }
    }
}
