//! Sheets of a petition that bear a number which other sheets bear as well are given new ones, by hand on the paper. In
//! inner, sealed for organisers, and read of organisers only.

use serde::{Deserialize, Serialize};

use super::dot::Dot;
use super::draft::Draft;
use super::fact::Fact;
use super::stream::Stream;

/// That new numbers were written over old ones: an event's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Renumbered {
    /// The petition.
    pub petition: Dot,
    /// Whose numbers: the entry that they were printed by (kind 113), or that gave them the old numbers (this kind).
    pub of: Dot,
    /// The first old number.
    pub first: u16,
    /// The last.
    pub last: u16,
    /// The new number of the first; the others follow it.
    pub to: u16,
}

/// New numbers were written over these. `None` where there is no such number.
pub fn renumber(said: Renumbered) -> Option<Draft> {
    let many = said.last.checked_sub(said.first)?;
    let is_one = said.first > 0 && said.to > 0 && said.to.checked_add(many).is_some();
    is_one.then(|| Draft::new(Stream::Inner, Fact::Renumbered { said }, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::super::dot::LogId;
    use super::*;

    #[test]
    fn a_sheet_is_given_no_number_that_there_is_not() {
        let dot = |seq| Dot {
            log: LogId([1; 8]),
            seq,
        };
        for (first, last, to, is_one) in [
            (3, 5, 8, true),
            (3, 3, u16::MAX, true),
            (3, 4, u16::MAX, false),
            (5, 3, 8, false),
            (0, 3, 8, false),
            (3, 5, 0, false),
        ] {
            let said = Renumbered {
                petition: dot(1),
                of: dot(2),
                first,
                last,
                to,
            };
            assert_eq!(renumber(said).is_some(), is_one, "{said:?}");
        }
    }
}
