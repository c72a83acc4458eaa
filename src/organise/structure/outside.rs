//! People elsewhere who support the campaign. However many they are, they are of no home here: the number
//! is of a type of its own, which nothing can be added to and which has no share.

use std::fmt;

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::canvass::structure::Outside;

/// So many people elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideSupporters(u64);

impl fmt::Display for OutsideSupporters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// People elsewhere, where they said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The entry.
    pub dot: Dot,
    /// Where.
    pub place: String,
    /// So many.
    pub people: OutsideSupporters,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// Everything that is known of people elsewhere, each place for itself.
pub fn elsewhere(state: &State) -> Vec<Elsewhere> {
    let all = state.of_kind(Kind::OUTSIDE);
    all.filter_map(
        |(dot, entry)| match Fact::read(Kind::OUTSIDE, &entry.event.body).ok()?? {
            Fact::Outside { said } => Some(Elsewhere {
                dot,
                place: said.place,
                people: OutsideSupporters(said.people),
                day: said.day,
            }),
            _ => None,
        },
    )
    .collect()
}

/// Writes down how many there are at a place on a day, over what was written of that place before.
/// `None` without a place.
pub fn outside(state: &State, place: &str, people: u64, day: i32) -> Option<Draft> {
    let place = place.trim().to_string();
    if place.is_empty() {
        return None;
    }
    let known = elsewhere(state).into_iter();
    let known = known.filter(|it| it.place.to_lowercase() == place.to_lowercase());
    let over = known.map(|it| it.dot).collect();
    let said = Outside { place, people, day };
    let draft = Draft::new(Stream::Board, Fact::Outside { said }, Vec::new());
    Some(Draft { over, ..draft })
}
