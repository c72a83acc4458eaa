//! Words that are offered by a tap, each by its name in this catalogue; any other as it was typed.

use crate::t;

/// What is recorded as one word of several, or as a name that was typed.
#[derive(Clone, Copy, Debug)]
pub struct Offered {
    /// The words, in the order in which they are offered.
    pub words: &'static [&'static str],
    /// The catalogue's key of a word's name.
    pub key: fn(&str) -> String,
}

impl Offered {
    /// The name of what was recorded.
    pub fn name(self, recorded: &str) -> String {
        match self.words.contains(&recorded) {
            true => t!(&(self.key)(recorded)),
            false => recorded.to_string(),
        }
    }

    /// What to record of a name that was typed: the word it is the name of, else the name.
    pub fn recorded(self, typed: &str) -> String {
        let typed = typed.trim();
        let named = |word: &&&str| self.name(word).to_lowercase() == typed.to_lowercase();
        let word = self.words.iter().find(named);
        word.map_or(typed, |word| word).to_string()
    }
}

#[cfg(test)]
mod tests {
    use crate::client::parts::language::LANGUAGES;
    use crate::client::parts::tenure::TENURES;

    #[test]
    fn a_typed_name_of_what_is_offered_is_that() {
        for (offered, typed, recorded) in [
            (LANGUAGES, " welsh ", "cy"),
            (LANGUAGES, "Tigrinya ", "Tigrinya"),
            (TENURES, " council TENANT ", "council"),
            (TENURES, "Almshouse ", "Almshouse"),
        ] {
            assert_eq!(offered.recorded(typed), recorded);
        }
    }

    #[test]
    fn whatever_is_offered_has_a_name_that_means_it() {
        for offered in [LANGUAGES, TENURES] {
            for word in offered.words {
                assert_ne!(offered.name(word), (offered.key)(word));
                assert_eq!(offered.recorded(&offered.name(word)), *word);
            }
        }
    }
}
