//! One part of an address between commas, taken for what it says.

use super::house_number::HouseNumber;
use super::name::Name;
use super::unit::{self, Unit};
use super::words;

/// What a part of an address says.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// A dwelling inside a building.
    Unit(Unit),
    /// An entrance of a building, as it should be shown: `Block 2`.
    Entrance(String),
    /// A floor by itself, and as it should be shown.
    Floor(i16, String),
    /// The number of a house, or of a flat whose word is missing.
    Number(HouseNumber),
    /// A building, a street, a place: which one, its neighbours say.
    Name(Name),
}

/// Words for an entrance, before its number or letter.
const ENTRANCE: &[&str] = &[
    "BLOCK",
    "BLK",
    "STAIR",
    "STAIRS",
    "STAIRCASE",
    "STAIRWELL",
    "ENTRANCE",
    "CORE",
];

/// Appends what `text` says to `pieces`. `alone` says that it is the whole address, in which case
/// a street may run into its place without a comma.
pub(super) fn read(text: &str, alone: bool, pieces: &mut Vec<Piece>) {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    loop {
        let start = words
            .iter()
            .position(|word| word.chars().any(char::is_alphanumeric));
        let Some(start) = start else { return };
        words.drain(..start);
        if let Some((unit, taken)) = Unit::at_start(&words) {
            pieces.push(Piece::Unit(unit));
            words.drain(..taken);
        } else if let Some((entrance, taken)) = entrance(&words) {
            pieces.push(Piece::Entrance(entrance));
            words.drain(..taken);
        } else if let Some(floor) = unit::floor(&words.join(" "), false) {
            let shown = super::name::title_case(&words.join(" "));
            pieces.push(Piece::Floor(floor, shown));
            return;
        } else {
            break;
        }
    }
    numbers_and_names(&words, alone, pieces);
}

fn numbers_and_names(words: &[&str], alone: bool, pieces: &mut Vec<Piece>) {
    if let Some((number, taken)) = HouseNumber::at_start(words) {
        pieces.push(Piece::Number(number));
        if taken < words.len() {
            numbers_and_names(&words[taken..], alone, pieces);
        }
        return;
    }
    if let Some(at) = inner_number(words) {
        name(&words[..at], alone, pieces);
        numbers_and_names(&words[at..], alone, pieces);
        return;
    }
    name(words, alone, pieces);
}

/// Where in `Rose Cottage 12 Mill Lane` the number stands.
fn inner_number(words: &[&str]) -> Option<usize> {
    let is_number = |word: &str| HouseNumber::parse(word.trim_end_matches('.')).is_some();
    let at = (1..words.len().saturating_sub(1)).find(|at| is_number(words[*at]))?;
    let rest = Name::new(&words[at + 1..].join(" "))?;
    let streetlike = words[at + 1..]
        .iter()
        .skip(1)
        .any(|word| words::is_street_word(&unit::clean(word)));
    (words::is_street(&rest.key) || streetlike).then_some(at)
}

fn name(words: &[&str], alone: bool, pieces: &mut Vec<Piece>) {
    let mut rest = words;
    if alone && let Some(end) = street_end(words) {
        pieces.extend(Name::new(&words[..end].join(" ")).map(Piece::Name));
        rest = &words[end..];
    }
    pieces.extend(Name::new(&rest.join(" ")).map(Piece::Name));
}

/// Where in `Acacia Road Larkton` the street ends.
fn street_end(words: &[&str]) -> Option<usize> {
    let cleaned: Vec<String> = words.iter().map(|word| unit::clean(word)).collect();
    (1..words.len()).find_map(|at| {
        let ends = Name::new(&words[..=at].join(" "))
            .is_some_and(|name| words::is_surely_street(&name.key));
        let next = cleaned.get(at + 1)?;
        let goes_on = words::is_street_word(next) || words::is_direction(next);
        (ends && !goes_on).then_some(at + 1)
    })
}

fn entrance(words: &[&str]) -> Option<(String, usize)> {
    let word = unit::clean(words.first()?);
    let ident = unit::clean(words.get(1)?);
    if !ENTRANCE.contains(&word.as_str()) || !unit::is_ident(&ident) {
        return None;
    }
    let word = if word == "BLK" {
        "BLOCK"
    } else {
        word.as_str()
    };
    Some((format!("{} {ident}", super::name::title_case(word)), 2))
}
