//! Languages by their names.

use super::offered::Offered;
use crate::canvass::language::OFFERED;

/// Those offered here, by their tags.
pub const LANGUAGES: Offered = Offered {
    words: &OFFERED,
    key: |tag| format!("languages.{tag}"),
};

/// The name of a language that was noted: of a tag offered here in the words of this catalogue, any
/// other as it was typed.
pub fn language_name(language: &str) -> String {
    LANGUAGES.name(language)
}
