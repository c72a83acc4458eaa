//! The doors, each with its card: who is behind it, for one person to play and another to knock.

use crate::canvass::fact::Outcome;

/// A door's card. Its words stand in the catalogue: `practice.who_…`, `says_…`, `try_…`, `think_…` and
/// `why_…`, each with the card's name at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name within the catalogue.
    pub name: &'static str,
    /// What most would record of such a door; the first is what the card was made for.
    pub outcomes: &'static [Outcome],
}

/// In the order they are walked: what is easy comes first.
pub const CARDS: [Card; 14] = [
    Card {
        name: "nobody",
        outcomes: &[Outcome::NotHome],
    },
    Card {
        name: "cooking",
        outcomes: &[Outcome::ComeBack],
    },
    Card {
        name: "lift",
        outcomes: &[Outcome::Spoke],
    },
    Card {
        name: "not_interested",
        outcomes: &[Outcome::Refused],
    },
    Card {
        name: "child_opens",
        outcomes: &[Outcome::NotHome, Outcome::ComeBack],
    },
    Card {
        name: "what_do_you_keep",
        outcomes: &[Outcome::Spoke],
    },
    Card {
        name: "other_language",
        outcomes: &[Outcome::Language],
    },
    Card {
        name: "new_here",
        outcomes: &[Outcome::Moved, Outcome::Spoke],
    },
    Card {
        name: "fear",
        outcomes: &[Outcome::Spoke],
    },
    Card {
        name: "decided",
        outcomes: &[Outcome::Spoke],
    },
    Card {
        name: "who_helps",
        outcomes: &[Outcome::Spoke],
    },
    Card {
        name: "separate_deal",
        outcomes: &[Outcome::Spoke],
    },
    Card {
        name: "never_again",
        outcomes: &[Outcome::DoNotKnock],
    },
    Card {
        name: "in_confidence",
        outcomes: &[Outcome::Spoke],
    },
];
