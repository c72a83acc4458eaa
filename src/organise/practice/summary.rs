//! What came of an evening of practice: door by door, what was recorded and what most would.

use super::{CARDS, Card, Practice};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;

/// One door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its card.
    pub card: &'static Card,
    /// As on the door.
    pub label: String,
    /// What was recorded last; `None` where nobody has knocked.
    pub recorded: Option<Outcome>,
}

impl Line {
    /// Whether it is what most would record.
    pub fn as_most(&self) -> bool {
        self.recorded
            .is_some_and(|outcome| self.card.outcomes.contains(&outcome))
    }
}

/// The summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Door by door, in walk order.
    pub lines: Vec<Line>,
    /// Answers that were kept.
    pub answers: usize,
    /// Notes that were written, for somebody else to look at with the person who practised: a door where
    /// something was told in confidence should have none.
    pub notes: usize,
    /// A note stands at the door where something was told in confidence.
    pub wrote_down_a_confidence: bool,
}

impl Summary {
    /// How many doors somebody has knocked at.
    pub fn knocked(&self) -> usize {
        let knocked = self.lines.iter().filter(|line| line.recorded.is_some());
        knocked.count()
    }

    /// At how many of them was recorded what most would.
    pub fn as_most(&self) -> usize {
        self.lines.iter().filter(|line| line.as_most()).count()
    }

    /// Conversations.
    pub fn spoken(&self) -> usize {
        let spoke = |line: &&Line| line.recorded == Some(Outcome::Spoke);
        self.lines.iter().filter(spoke).count()
    }
}

/// The summary of a state.
pub fn of(state: &State) -> Summary {
    let lines = CARDS
        .iter()
        .enumerate()
        .filter_map(|(place, card)| {
            let door = estate::door(state, Practice::door(place))?;
            let knocks = estate::knocks(state, door.id);
            Some(Line {
                card,
                label: door.label,
                recorded: knocks.last().map(|knock| knock.outcome),
            })
        })
        .collect();
    let told = CARDS.iter().position(|card| card.name == "in_confidence");
    let wrote_down = told.is_some_and(|card| {
        let household = estate::household(state, Practice::door(card));
        let mut about = state.naming(household);
        about.any(|(_, entry)| entry.event.kind == Kind::NOTE)
    });
    Summary {
        lines,
        answers: state.of_kind(Kind::ANSWER).count(),
        notes: state.of_kind(Kind::NOTE).count(),
        wrote_down_a_confidence: wrote_down,
    }
}
