//! What a whole list says about its names: which are streets, which are places around them.
//! An address by itself often cannot tell; the other rows can.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::draft::Draft;
use super::name::Name;
use super::segment::Piece;
use super::words;

/// What the rows together know.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Names that stand after a number, with the postcodes they stand with.
    streets: HashMap<String, Street>,
    /// Names that stand after a street, and how often.
    around: HashMap<String, usize>,
    /// For `12/3` and its street: what stands after the stroke.
    strokes: HashMap<(u32, String), BTreeSet<String>>,
    /// For a house name and its street: the numbers that stand with it.
    numbered_names: BTreeMap<(String, String), BTreeSet<String>>,
    flats_after_stroke: bool,
}

/// What is known of a street.
#[derive(Debug, Default)]
struct Street {
    rows: usize,
    postcodes: HashSet<String>,
}

/// A street as one address shows it.
pub(super) struct Found {
    /// Where among the pieces the number stands.
    pub number: usize,
    /// Where the name stands that the number belongs to.
    pub owner: usize,
    /// Where the street stands: the owner, unless that is a building on a street.
    pub street: usize,
}

impl Places {
    /// Learns from a row.
    pub fn learn(&mut self, draft: &Draft) {
        for place in &draft.localities {
            *self.around.entry(place.key.clone()).or_default() += 1;
        }
        let (street, number) = match (&draft.street, find(&draft.pieces)) {
            (Some(street), _) => (street, draft.pieces.iter().find_map(as_number)),
            (None, Some(found)) => {
                for name in draft.pieces[found.street + 1..].iter().filter_map(as_name) {
                    if !words::is_surely_street(&name.key) {
                        *self.around.entry(name.key.clone()).or_default() += 1;
                    }
                }
                let Some(street) = as_name(&draft.pieces[found.street]) else {
                    return;
                };
                (street, as_number(&draft.pieces[found.number]))
            }
            (None, None) => return,
        };
        let known = self.streets.entry(street.key.clone()).or_default();
        known.rows += 1;
        if let Some(postcode) = &draft.postcode
            && !known.postcodes.contains(postcode)
        {
            known.postcodes.insert(postcode.clone());
        }
        let Some(number) = number else { return };
        if let Some(after) = &number.after_stroke {
            self.strokes
                .entry((number.start, street.key.clone()))
                .or_default()
                .insert(after.clone());
        }
        let names_before = draft.pieces.iter().filter_map(as_name).next();
        let units = draft
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Unit(_)));
        if let Some(name) = names_before.filter(|name| !units && name.key != street.key) {
            self.numbered_names
                .entry((name.key.clone(), street.key.clone()))
                .or_default()
                .insert(number.label.clone());
        }
    }

    /// To be called once every row has been learnt from.
    pub fn finish(&mut self) {
        // A range goes up and stands once; a flat's number starts low and stands beside others.
        self.flats_after_stroke = self.strokes.iter().any(|((start, _), after)| {
            after.len() > 1
                || after
                    .iter()
                    .any(|a| a.parse::<u32>().is_ok_and(|a| a <= *start))
        });
    }

    /// Whether a name is a place around streets: a locality, a town, a county.
    pub fn is_around(&self, key: &str) -> bool {
        let as_street = self.streets.get(key).map_or(0, |street| street.rows);
        self.around.get(key).is_some_and(|rows| *rows > as_street)
    }

    /// Whether houses are numbered along a name.
    pub fn is_street(&self, key: &str) -> bool {
        self.streets.contains_key(key) && !self.is_around(key)
    }

    /// Whether a name that reads like a building's is one street long: a building has one
    /// postcode, seldom two.
    pub fn is_long(&self, key: &str) -> bool {
        self.streets
            .get(key)
            .is_some_and(|street| street.postcodes.len() > 2)
    }

    /// Whether `12/3` is flat 3 of number 12 in this list, rather than 12 to 14.
    pub fn flats_after_stroke(&self) -> bool {
        self.flats_after_stroke
    }

    /// Whether a named house on a street has so many numbers that they must be its flats.
    pub fn numbers_are_flats(&self, name: &str, street: &str) -> bool {
        self.numbered_names
            .get(&(name.to_string(), street.to_string()))
            .is_some_and(|numbers| numbers.len() >= 3)
    }
}

/// The street of an address that has a number before it.
pub(super) fn find(pieces: &[Piece]) -> Option<Found> {
    let name_after = |from: usize| {
        let next = pieces[from + 1..]
            .iter()
            .position(|piece| matches!(piece, Piece::Name(_) | Piece::Number(_)))?;
        as_name(&pieces[from + 1 + next]).map(|_| from + 1 + next)
    };
    let numbers = (0..pieces.len())
        .rev()
        .filter(|at| as_number(&pieces[*at]).is_some());
    let (number, owner) = numbers
        .filter_map(|at| name_after(at).map(|owner| (at, owner)))
        .next()?;
    let key = |at: usize| as_name(&pieces[at]).map_or("", |name| name.key.as_str());
    let next_is_street = name_after(owner).filter(|next| {
        let first = key(owner);
        let building = words::is_building(first) && !words::is_surely_street(first);
        words::is_surely_street(key(*next)) && (building || !words::is_street(first))
            || building && words::is_street(key(*next))
    });
    Some(Found {
        number,
        owner,
        street: next_is_street.unwrap_or(owner),
    })
}

/// The name a piece is, if it is one.
pub(super) fn as_name(piece: &Piece) -> Option<&Name> {
    match piece {
        Piece::Name(name) => Some(name),
        _ => None,
    }
}

/// The number a piece is, if it is one.
pub(super) fn as_number(piece: &Piece) -> Option<&super::house_number::HouseNumber> {
    match piece {
        Piece::Number(number) => Some(number),
        _ => None,
    }
}
