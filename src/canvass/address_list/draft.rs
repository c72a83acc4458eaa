//! A row taken apart, before the other rows have said what its names are.

use super::name::Name;
use super::postcode;
use super::segment::{self, Piece};

/// What a row says.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// In the order in which the row has them.
    pub pieces: Vec<Piece>,
    /// The street, where a column says it.
    pub street: Option<Name>,
    /// The places around, where columns say them.
    pub localities: Vec<Name>,
    /// The address's own postcode.
    pub postcode: Option<String>,
    /// The floor, where a column says it.
    pub floor: Option<i16>,
}

/// Countries and the like, which tell no two addresses of a list apart.
const BEYOND: &[&str] = &[
    "UNITED KINGDOM",
    "UK",
    "GREAT BRITAIN",
    "GB",
    "ENGLAND",
    "WALES",
    "SCOTLAND",
    "NORTHERN IRELAND",
    "CYMRU",
];

impl Draft {
    /// Adds an address, or a part of one, with commas or line ends between its parts.
    pub fn add(&mut self, text: &str) {
        let mut parts: Vec<&str> = text
            .split([',', '\n', '\r', ';', '|'])
            .map(|part| part.trim_matches(|c: char| c.is_whitespace() || c == '.' || c == '"'))
            .filter(|part| part.chars().any(char::is_alphanumeric))
            .collect();
        while let Some(last) = parts.last() {
            if BEYOND.contains(&last.to_uppercase().as_str())
                || postcode::is_first_half(last) && parts.len() > 1
            {
                parts.pop();
            } else {
                break;
            }
        }
        if let Some(last) = parts.last_mut() {
            let (rest, found) = postcode::split_off(last);
            if found.is_some() {
                self.postcode = found.or(self.postcode.take());
                *last = rest;
            }
        }
        // A reference number in the middle of an address says nothing at the door.
        parts.retain(|part| {
            let reference = part.len() >= 6 && part.bytes().all(|b| b.is_ascii_digit());
            !part.is_empty() && !reference
        });
        let alone = parts.len() == 1;
        for part in parts {
            // A postcode may stand before the town.
            match postcode::parse(part) {
                Some(found) => self.postcode = Some(found),
                None => segment::read(part, alone, &mut self.pieces),
            }
        }
    }

    /// Adds a place around the street.
    pub fn add_locality(&mut self, text: &str) {
        self.localities
            .extend(Name::new(text).filter(|name| !BEYOND.contains(&name.key.as_str())));
    }

    /// Sets the street from its own column; a number in front of it is taken off.
    pub fn set_street(&mut self, text: &str) {
        let mut pieces = Vec::new();
        segment::read(text, false, &mut pieces);
        if let Some(Piece::Name(street)) = pieces.pop() {
            self.street = Some(street);
            self.pieces.extend(pieces);
        } else {
            self.street = Name::new(text);
        }
    }
}
