//! Languages by their names.

use crate::canvass::language::OFFERED;
use crate::t;

/// The name of a language that was noted: of a tag offered here in the words of this catalogue, any
/// other as it was typed.
pub fn language_name(language: &str) -> String {
    if OFFERED.contains(&language) {
        t!(&format!("languages.{language}"))
    } else {
        language.to_string()
    }
}

/// What to note of a name that was typed: the tag of a language offered here, else the name.
pub fn noted(typed: &str) -> String {
    let typed = typed.trim();
    let named = |tag: &&str| language_name(tag).to_lowercase() == typed.to_lowercase();
    let tag = OFFERED.into_iter().find(named);
    tag.unwrap_or(typed).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_of_an_offered_language_is_that_language() {
        assert_eq!(noted(" welsh "), "cy");
        assert_eq!(noted("Tigrinya "), "Tigrinya");
        for tag in OFFERED {
            assert_ne!(language_name(tag), format!("languages.{tag}"));
            assert_eq!(noted(&language_name(tag)), tag);
        }
    }
}
