//! What a column's contents look like, over all of its rows.

use std::collections::HashSet;

use super::postcode;
use super::table::Row;
use super::unit::clean;
use super::words;

/// Counts over a column.
#[derive(Debug, Default, Clone)]
pub(super) struct Profile {
    /// Cells with anything in them.
    pub filled: usize,
    /// How many of them differ.
    pub distinct: usize,
    /// Cells that are a postcode and nothing else.
    pub postcodes: usize,
    /// Cells that read like an address, or a line of one.
    pub addresses: usize,
    /// Cells that begin with a number, or have one after a comma.
    pub numbered: usize,
    /// Cells of six to twelve digits.
    pub references: usize,
    /// Cells of at most four characters, letters first: what districts are called.
    pub codes: usize,
    /// Cells with an e-mail address, a telephone number or a date.
    pub personal: usize,
    /// Cells that start with `R`, as AddressBase's residential classes do.
    pub residential: usize,
}

impl Profile {
    /// The profile of the column at `index`.
    pub fn of(rows: &[Row], index: usize) -> Self {
        let mut profile = Self::default();
        let mut distinct = HashSet::new();
        for cell in rows
            .iter()
            .map(|row| row.cell(index))
            .filter(|cell| !cell.is_empty())
        {
            profile.filled += 1;
            distinct.insert(cell);
            profile.count(cell);
        }
        profile.distinct = distinct.len();
        profile
    }

    fn count(&mut self, cell: &str) {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
        self.postcodes += usize::from(cell.len() <= 9 && postcode::parse(cell).is_some());
        self.numbered += usize::from(letters > 2 && is_numbered(cell));
        self.references += usize::from(digits == cell.len() && (6..=12).contains(&digits));
        self.codes +=
            usize::from(cell.chars().count() <= 4 && cell.starts_with(char::is_alphabetic));
        self.personal += usize::from(is_personal(cell, digits, letters));
        self.residential += usize::from(cell.len() <= 6 && cell.starts_with(['R', 'r']));
        self.addresses += usize::from(is_address(cell, digits, letters));
    }

    /// How many in a hundred filled cells are counted by `count`.
    pub fn percent(&self, count: usize) -> usize {
        (count * 100).checked_div(self.filled).unwrap_or(0)
    }

    /// How well a column would do as the column of addresses: a polling station's address reads
    /// just as well, but it is the same on many rows.
    pub fn as_address(&self) -> usize {
        self.percent(self.addresses) * (10 + self.percent(self.distinct))
    }
}

/// An e-mail address, a telephone number, a date.
fn is_personal(cell: &str, digits: usize, letters: usize) -> bool {
    let email = cell.contains('@') && cell.contains('.') && !cell.contains(' ');
    let telephone = letters == 0
        && (10..=13).contains(&digits)
        && (cell.starts_with('0') || cell.starts_with('+') || cell.starts_with('('));
    let date = letters == 0
        && (6..=8).contains(&digits)
        && cell.bytes().filter(|b| matches!(b, b'/' | b'-')).count() == 2;
    email || telephone || date
}

fn is_numbered(cell: &str) -> bool {
    cell.split([',', '\n']).any(|part| {
        let part = part.trim_start();
        part.starts_with(|c: char| c.is_ascii_digit()) && postcode::parse(part).is_none()
    })
}

/// A number or unit with letters, or a street's name.
fn is_address(cell: &str, digits: usize, letters: usize) -> bool {
    if letters < 3 || cell.contains('@') {
        return false;
    }
    let numbered = digits > 0 && cell.split_whitespace().count() > 1;
    let has_comma = cell.contains(',') || cell.contains('\n');
    let mut words = cell
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty());
    let named = words.any(|word| words::is_street_word(&clean(word)));
    (numbered && (named || has_comma))
        || (named && has_comma)
        || (numbered && letters > digits && cell.starts_with(|c: char| c.is_ascii_digit()))
        || (named && letters > 5)
}
