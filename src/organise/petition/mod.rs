//! Who signed a petition, as far as doors tell: on paper by sheet and line, or on a phone where the council
//! takes that. How many there are and how many of them are valid; what looks like somebody's second is
//! flagged, and a person looks. Rules R7.1 to R7.4 of the organisers' handbook.

mod count;
pub mod sheet;

pub(super) use count::signatures;
pub use count::{Found, Petitioned, Signed, Why, homes, read};

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::petition::Sheets;
use crate::canvass::stream::Stream;
use crate::organise::teams::standing;

/// More sheets than this nobody prints at once.
pub const MOST_SHEETS: u16 = 200;

/// The number that the next sheet of a petition bears: one more than any that was printed, or that somebody
/// signed on.
pub fn next_sheet(state: &State, petition: Dot) -> u16 {
    let printed = standing(state, Kind::SHEETS, |fact| match fact {
        Fact::Sheets { said } => Some((said, Vec::new())),
        _ => None,
    });
    let printed = printed.into_iter().map(|(.., said)| said);
    let printed = printed.filter(|said| said.petition == petition);
    let last = printed.map(|said| said.last).max().unwrap_or(0);
    let of_it = read(state).into_iter().find(|it| it.id == petition);
    let signed = of_it.into_iter().flat_map(|it| it.signed);
    let signed_on = signed.filter_map(|it| it.sheet()).max().unwrap_or(0);
    last.max(signed_on).saturating_add(1)
}

/// That so many sheets are printed, from the next number on. `None` for none, and for more than anybody
/// prints.
pub fn printed(state: &State, petition: Dot, sheets: u16) -> Option<(Draft, Sheets)> {
    let first = next_sheet(state, petition);
    let last = first.checked_add(sheets)?.checked_sub(1)?;
    let said = Sheets {
        petition,
        first,
        last,
    };
    let draft = Draft::new(Stream::Inner, Fact::Sheets { said }, Vec::new());
    (1..=MOST_SHEETS).contains(&sheets).then_some((draft, said))
}

#[cfg(test)]
mod tests;
