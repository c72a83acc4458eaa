//! Practice: an evening at a made-up estate, on one phone alone. Doors of every kind, a card for
//! each that says who is behind it, hints that fade, and a summary.
//!
//! A [`Practice`] holds a state and nothing else: no keys, no certificate, no journal, no session. What
//! is recorded at it is folded into that state and is an event of no campaign; there is no way from here
//! to anything that sends.

mod cards;
mod estate;
mod summary;

use std::collections::BTreeMap;

pub use cards::{CARDS, Card};
pub use summary::{Line, Summary};

use crate::canvass::author::{Author, CertificateId, PersonId, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{State, Written};
use crate::canvass::id::{DoorId, StairId, TurfId};
use crate::canvass::stream::Stream;

/// So many doors have the whole hint.
const WHOLE_HINTS: usize = 5;
/// So many have a short one after that; then there is none.
const SHORT_HINTS: usize = 7;

/// How much is said at a door of what to do there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// What to say, and what to tap.
    Whole,
    /// What to think of.
    Short,
    /// Nothing: only the card.
    None,
}

/// An evening of practice.
#[derive(Clone, Debug)]
pub struct Practice {
    state: State,
}

impl Practice {
    /// Who practises: nobody of any campaign.
    pub const PERSON: PersonId = PersonId(*b"practice: nobody");
    /// A certificate that nobody has signed: there is none.
    pub const NO_CERTIFICATE: CertificateId = CertificateId([0; 32]);

    /// A new evening, begun at a time (seconds since 1970). `text` gives the words of a catalogue key.
    pub fn begin(now: i64, text: impl Fn(&str) -> String) -> Practice {
        let made_up = estate::made_up(now, text);
        Practice {
            state: State::fold(&made_up),
        }
    }

    /// What is true at the doors of the made-up estate.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The only stair there is.
    pub fn stair() -> StairId {
        StairId(estate::STAIR)
    }

    /// All of its doors.
    pub fn turf() -> TurfId {
        TurfId(estate::TURF)
    }

    /// The door of a card, by its place in [`CARDS`].
    pub fn door(card: usize) -> DoorId {
        estate::door(card)
    }

    /// The card of a door; `None` for a door that was added while practising.
    pub fn card(door: DoorId) -> Option<&'static Card> {
        (0..CARDS.len())
            .find(|card| estate::door(*card) == door)
            .and_then(|card| CARDS.get(card))
    }

    /// The log that what is recorded in a stream goes to.
    pub fn log_of(stream: Stream) -> LogId {
        match stream {
            Stream::Board => LogId(*b"p-board2"),
            Stream::Inner => LogId(*b"p-inner1"),
            Stream::Stair(_) => LogId(*b"p-knocks"),
        }
    }

    /// Records drafts, at a time (seconds since 1970): the dot of each.
    pub fn record(&mut self, drafts: &[Draft], now: i64) -> Vec<Dot> {
        let mut streams: BTreeMap<Stream, Vec<usize>> = BTreeMap::new();
        for (place, draft) in drafts.iter().enumerate() {
            streams.entry(draft.stream).or_default().push(place);
        }
        let mut dots = vec![None; drafts.len()];
        for (stream, places) in streams {
            let log = Practice::log_of(stream);
            let mut first = self.state.log(log).map_or(0, |log| log.head) + 1;
            let mut events = Vec::new();
            if first == 1 {
                let name = String::new();
                events.push(Draft::new(stream, Fact::Writer { name }, Vec::new()).at(now));
            }
            let run_begins = first;
            first += events.len() as u64;
            for (seq, place) in (first..).zip(&places) {
                events.extend(drafts.get(*place).map(|draft| draft.at(now)));
                if let Some(dot) = dots.get_mut(*place) {
                    *dot = Some(Dot { log, seq });
                }
            }
            // Nothing here says who is cut off.
            let _ = self.state.add(&Written {
                log,
                author: author(stream, Role::Volunteer),
                first: run_begins,
                offset: 0,
                events,
            });
        }
        dots.into_iter().flatten().collect()
    }

    /// At how many of its doors somebody has knocked.
    pub fn knocked(&self) -> usize {
        let doors = (0..CARDS.len()).map(Practice::door);
        doors
            .filter(|door| !crate::canvass::estate::knocks(&self.state, *door).is_empty())
            .count()
    }

    /// How much is said at the next door.
    pub fn hint(&self) -> Hint {
        hint(self.knocked())
    }

    /// What came of it.
    pub fn summary(&self) -> Summary {
        summary::of(&self.state)
    }
}

/// How much is said after so many doors.
fn hint(knocked: usize) -> Hint {
    if knocked < WHOLE_HINTS {
        Hint::Whole
    } else if knocked < WHOLE_HINTS + SHORT_HINTS {
        Hint::Short
    } else {
        Hint::None
    }
}

/// Who writes here.
fn author(stream: Stream, role: Role) -> Author {
    Author {
        device: Practice::NO_CERTIFICATE,
        line: Vec::new(),
        person: Practice::PERSON,
        role,
        issued: 0,
        appointed: 0,
        stream,
    }
}

#[cfg(test)]
mod tests;
