//! Every string a person reads, by key, for the browser and the command line alike.
//!
//! A catalogue is a folder of JSON files, one per part of the product; the key `import.done` is
//! the entry `done` of `import.json`. An entry is a sentence with `{name}` placeholders, or an
//! object of CLDR plural categories (`{"one": …, "other": …}`) chosen by the argument `n`.
//! Plural rules come from CLDR by way of `intl_pluralrules`; none are written here.
//!
//! Pure code returns keys and values; shells turn them into words with [`t!`](crate::t).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde::Deserialize;

/// The files of the English catalogue: the prefix of their keys, and their text.
const ENGLISH: &[(&str, &str)] = &[
    ("app", include_str!("en/app.json")),
    ("cli", include_str!("en/cli.json")),
    ("errors", include_str!("en/errors.json")),
    ("import", include_str!("en/import.json")),
    ("organiser", include_str!("en/organiser.json")),
    ("outcomes", include_str!("en/outcomes.json")),
    ("script", include_str!("en/script.json")),
    ("start", include_str!("en/start.json")),
    ("volunteer", include_str!("en/volunteer.json")),
];

/// One entry of a catalogue: a sentence, or one sentence per CLDR plural category.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Entry {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

/// A catalogue in one language.
struct Catalogue {
    entries: BTreeMap<String, Entry>,
    plurals: Option<PluralRules>,
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut entries = BTreeMap::new();
        for (prefix, text) in ENGLISH {
            // A catalogue that does not parse is caught by `every_catalogue_parses`.
            let file: BTreeMap<String, Entry> = serde_json::from_str(text).unwrap_or_default();
            entries.extend(
                file.into_iter()
                    .map(|(key, entry)| (format!("{prefix}.{key}"), entry)),
            );
        }
        let plurals = "en"
            .parse::<unic_langid::LanguageIdentifier>()
            .ok()
            .and_then(|language| PluralRules::create(language, PluralRuleType::CARDINAL).ok());
        Catalogue { entries, plurals }
    })
}

/// The sentence for `key` with its placeholders filled; the key itself where there is none, so
/// that a gap is seen rather than hidden.
pub fn fill(key: &str, values: &[(&str, String)]) -> String {
    let catalogue = catalogue();
    let Some(entry) = catalogue.entries.get(key) else {
        return key.to_string();
    };
    let mut sentence = match entry {
        Entry::Plain(sentence) => sentence.clone(),
        Entry::Plural(forms) => {
            let n = values
                .iter()
                .find(|(name, _)| *name == "n")
                .map(|(_, value)| value.as_str())
                .unwrap_or("0");
            let category = catalogue
                .plurals
                .as_ref()
                .and_then(|rules| rules.select(n).ok())
                .map(category_name)
                .unwrap_or("other");
            forms
                .get(category)
                .or_else(|| forms.get("other"))
                .cloned()
                .unwrap_or_else(|| key.to_string())
        }
    };
    for (name, value) in values {
        sentence = sentence.replace(&format!("{{{name}}}"), value);
    }
    sentence
}

/// Whether the catalogue has an entry for `key`.
pub fn has(key: &str) -> bool {
    catalogue().entries.contains_key(key)
}

/// Every key of the catalogue, in order.
pub fn keys() -> impl Iterator<Item = &'static str> {
    catalogue().entries.keys().map(String::as_str)
}

fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}

/// The sentence for a key: `t!("import.done", n = doors)`. `n` chooses the plural form.
#[macro_export]
macro_rules! t {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::locales::fill($key, &[$((stringify!($name), $value.to_string())),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_parses() {
        for (prefix, text) in ENGLISH {
            let parsed: Result<BTreeMap<String, Entry>, _> = serde_json::from_str(text);
            assert!(parsed.is_ok(), "{prefix}.json: {:?}", parsed.err());
        }
    }

    #[test]
    fn every_plural_has_its_catch_all() {
        for (key, entry) in &catalogue().entries {
            if let Entry::Plural(forms) = entry {
                assert!(forms.contains_key("other"), "{key} has no `other` form");
            }
        }
    }

    #[test]
    fn a_missing_key_is_seen() {
        assert_eq!(fill("no.such.key", &[]), "no.such.key");
    }
}
