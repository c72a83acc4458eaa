//! Whose door was meant: what a home said, in its own words, as a door.

use std::collections::BTreeMap;

use crate::canvass::estate::{self, Door};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId};

use crate::organise::teams::same;

/// What can be told apart by its words: the doors of each stair, and the stairs of each block.
pub(super) struct Doors {
    of: BTreeMap<StairId, Vec<Door>>,
    blocks: Vec<(String, Vec<StairId>)>,
}

impl Doors {
    pub(super) fn of(state: &State) -> Doors {
        let blocks = estate::blocks(state).into_iter();
        Doors {
            of: estate::all_doors(state),
            blocks: blocks
                .map(|block| {
                    let stairs = block.stairs.into_iter().map(|stair| stair.id);
                    (same(&block.name), stairs.collect())
                })
                .collect(),
        }
    }

    /// The one door that these words mean, said at a door of this stair; `None` where that could be
    /// several or none. `Flat 9`, `9`, `number 9` and `no. 9` are the 9 of one's own stair, and else of
    /// one's own block; with a block's name behind it, of that block.
    pub(super) fn meant(&self, whom: &str, asked_at: StairId) -> Option<DoorId> {
        let words = same(whom);
        let own = [asked_at];
        let (words, places) = match self.named_block(&words) {
            Some((rest, stairs)) => (rest, vec![stairs]),
            None => {
                let block = self.blocks.iter().find(|(_, all)| all.contains(&asked_at));
                let block = block.map(|(_, stairs)| stairs.as_slice());
                let places: Vec<&[StairId]> = std::iter::once(&own[..]).chain(block).collect();
                (words.as_str(), places)
            }
        };
        let label = number(words)?;
        places.into_iter().find_map(|stairs| {
            let doors = stairs.iter().filter_map(|stair| self.of.get(stair));
            let mut found = doors
                .flatten()
                .filter(|door| number(&same(&door.label)) == Some(label));
            let first = found.next()?;
            found.next().is_none().then_some(first.id)
        })
    }

    /// The block whose name ends these words, and what stands before it.
    fn named_block<'w>(&self, words: &'w str) -> Option<(&'w str, &[StairId])> {
        self.blocks.iter().find_map(|(name, stairs)| {
            let rest = words.strip_suffix(name.as_str())?;
            let rest = rest.trim_end_matches([' ', ',']);
            (!rest.is_empty()).then_some((rest, stairs.as_slice()))
        })
    }
}

/// The one number of a door's label or of some words, with its letter: `9`, `13a`. Words that say
/// anything else than where it is are no door's.
fn number(words: &str) -> Option<&str> {
    let words = words.trim_end_matches('.');
    let plain = ["flat", "number", "no", "no.", "door", "at"];
    let mut rest = words.split([' ', ',']).filter(|word| !word.is_empty());
    let mut found = None;
    for word in rest.by_ref() {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().filter(u8::is_ascii_alphabetic).count() < 2;
        match (is_number, found) {
            (true, None) => found = Some(word),
            (false, _) if plain.contains(&word) => {}
            _ => return None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organise::small::Small;

    #[test]
    fn a_number_is_a_door_of_ones_own_stair_and_anything_else_is_left_to_people() {
        let small = Small::new(12);
        let state = small.state();
        let doors = Doors::of(&state);
        let (own, other) = (small.stair(0), small.door(12 + 8));
        for (whom, meant) in [
            ("Flat 9", Some(small.door(8))),
            (" 9 ", Some(small.door(8))),
            ("number 9", Some(small.door(8))),
            ("No. 9", Some(small.door(8))),
            ("flat 9, Dunlin House", Some(other)),
            ("9 dunlin house", Some(other)),
            ("Flat 90", None),
            ("the woman at number 9", None),
            ("9 or 10", None),
            ("Siân", None),
            ("", None),
        ] {
            assert_eq!(doors.meant(whom, own), meant, "{whom}");
        }
    }
}
