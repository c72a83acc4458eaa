//! Which key types what: one for a door.

use crate::canvass::fact::Outcome;
use crate::client::parts::mark::outcome_letter;
use crate::organise::board_sheet::COLUMNS;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Types what came of the knock, and goes on.
    Outcome(Outcome),
    /// Goes on, and types nothing.
    On,
    /// Goes one door back.
    Back,
    /// Takes back what was typed here; where nothing was, goes one door back.
    TakeBack,
}

/// What a key does, by the name a browser gives it; `None` where it is none of these.
pub fn key(name: &str) -> Option<Key> {
    match name {
        "0" | "ArrowDown" => return Some(Key::On),
        "ArrowUp" => return Some(Key::Back),
        "Backspace" | "Delete" => return Some(Key::TakeBack),
        _ => {}
    }
    let column = name.parse::<usize>().ok().filter(|_| name.len() == 1);
    if let Some(outcome) = column.and_then(|n| COLUMNS.get(n.checked_sub(1)?)) {
        return Some(Key::Outcome(*outcome));
    }
    let by_letter = |outcome: &Outcome| outcome_letter(*outcome).eq_ignore_ascii_case(name);
    let outcome = Outcome::ALL.into_iter().find(by_letter)?;
    Some(Key::Outcome(outcome))
}

/// What stands on an outcome's button: its column's figure, or its letter.
pub fn cap(outcome: Outcome) -> String {
    match COLUMNS.iter().position(|column| *column == outcome) {
        Some(place) => (place + 1).to_string(),
        None => outcome_letter(outcome),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_a_key_and_no_key_two_meanings() {
        for outcome in Outcome::ALL {
            assert_eq!(key(&cap(outcome)), Some(Key::Outcome(outcome)));
            let letter = outcome_letter(outcome);
            for letter in [letter.to_lowercase(), letter.to_uppercase()] {
                assert_eq!(key(&letter), Some(Key::Outcome(outcome)), "{letter}");
            }
        }
        assert_eq!(key("0"), Some(Key::On));
        for other in ["5", "9", "Enter", "Tab", " ", "F1", "q", "01", "1a", ""] {
            assert_eq!(key(other), None, "{other}");
        }
    }
}
