//! Who signed a petition, as far as doors tell: on paper by sheet and line, or on a phone where the council
//! takes that. How many there are and how many of them are valid; what looks like somebody's second is
//! flagged, and a person looks. Rules R7.1 to R7.4 of the organisers' handbook.

mod count;
mod gather;
pub mod sheet;
mod stacks;
mod twins;

pub use count::{Found, Petitioned, Signed, Why, homes, read};
pub use gather::{Looked, Out};
use stacks::Stacks;
pub use stacks::{PrintedBy, Twice, printed_twice};

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::petition::Sheets;
use crate::canvass::stream::Stream;

/// More sheets than this nobody prints at once.
pub const MOST_SHEETS: u16 = 200;

/// That so many sheets are printed, with the next numbers that follow each other: after all that were
/// printed, and none on which somebody has signed by some other sheet's number. Where so many do not follow each other
/// any more it is as many as do: whoever writes down signatures on made-up sheets keeps nobody from printing. `None` for
/// none, and for more than anybody prints.
pub fn printed(state: &State, petition: Dot, sheets: u16) -> Option<(Draft, Sheets)> {
    if !(1..=MOST_SHEETS).contains(&sheets) {
        return None;
    }
    let stacks = Stacks::read(state);
    let last = stacks.get(&petition).map_or(0, Stacks::last);
    let (first, last) = next(state, &stacks, (petition, last), sheets)?;
    let said = Sheets {
        petition,
        first,
        last,
    };
    let draft = Draft::new(Stream::Inner, Fact::Sheets { said }, Vec::new());
    Some((draft, said))
}

/// The first and the last of so many numbers of a petition that are free after this one, or of as many as follow each
/// other.
fn next(
    state: &State,
    stacks: &BTreeMap<Dot, Stacks>,
    (petition, last): (Dot, u16),
    sheets: u16,
) -> Option<(u16, u16)> {
    let signed_on = gather::gather(state, stacks).into_iter();
    let signed_on = signed_on.filter(|it| it.said.petition == petition);
    let signed_on: BTreeSet<u16> = signed_on
        .filter_map(|it| it.place())
        .map(|(sheet, _)| sheet)
        .filter(|sheet| *sheet > last)
        .collect();
    let runs = free(last.checked_add(1)?, &signed_on);
    let enough = runs.iter().find(|(_, many)| *many >= u32::from(sheets));
    // Of runs that are as long the first.
    let longest = runs.iter().rev().max_by_key(|(_, many)| *many);
    let (first, many) = enough.or(longest)?;
    let sheets = sheets.min(u16::try_from(*many).unwrap_or(u16::MAX));
    Some((*first, first.checked_add(sheets - 1)?))
}

/// The numbers from this one on that are not taken, as runs: where one begins, and how many follow each other.
fn free(first: u16, taken: &BTreeSet<u16>) -> Vec<(u16, u32)> {
    let mut runs = Vec::new();
    let mut next = u32::from(first);
    let ends = taken.range(first..).map(|it| u32::from(*it));
    for end in ends.chain([u32::from(u16::MAX) + 1]) {
        if let (true, Ok(begins)) = (next < end, u16::try_from(next)) {
            runs.push((begins, end - next));
        }
        next = end + 1;
    }
    runs
}

#[cfg(test)]
mod tests;
