//! Tenures by their names.

use crate::canvass::tenure::OFFERED;
use crate::t;

/// The name of a tenure that was recorded: of one offered here in the words of this catalogue, any other
/// as it was typed.
pub fn tenure_name(tenure: &str) -> String {
    if OFFERED.contains(&tenure) {
        t!(&format!("tenure.{tenure}"))
    } else {
        tenure.to_string()
    }
}

/// What to record of a name that was typed: the word of a tenure offered here, else the name.
pub fn recorded(typed: &str) -> String {
    let typed = typed.trim();
    let named = |word: &&str| tenure_name(word).to_lowercase() == typed.to_lowercase();
    let word = OFFERED.into_iter().find(named);
    word.unwrap_or(typed).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_of_an_offered_tenure_is_that_tenure() {
        assert_eq!(recorded(" council TENANT "), "council");
        assert_eq!(recorded("Almshouse "), "Almshouse");
        for word in OFFERED {
            assert_ne!(tenure_name(word), format!("tenure.{word}"));
            assert_eq!(recorded(&tenure_name(word)), word);
        }
    }
}
