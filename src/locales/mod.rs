//! Every string a person reads, by key, for the browser and the command line alike.
//!
//! A catalogue is a folder of JSON files, one per part of the product; the key `import.done` is
//! the entry `done` of `import.json`. An entry is a sentence with `{name}` placeholders, or an
//! object of CLDR plural categories (`{"one": …, "other": …}`) chosen by the argument `n`.
//! Plural rules come from CLDR: the browser's own where there is one, else by way of
//! `intl_pluralrules`; none are written here.
//!
//! A program for the browser carries the parts it shows and says so first, with [`carry`]; any
//! other has them all.
//!
//! Pure code returns keys and values; shells turn them into words with [`t!`](crate::t).

mod plural;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use plural::category;

/// One file of the English catalogue, as `build.rs` leaves it: a line for each sentence.
pub struct Part(&'static str);

macro_rules! part {
    ($name:literal) => {
        Part(include_str!(concat!(env!("OUT_DIR"), "/", $name, ".txt")))
    };
}

/// What the volunteer's program shows.
pub const EVENING: &[Part] = &[
    part!("along"),
    part!("app"),
    part!("doors"),
    part!("errors"),
    part!("languages"),
    part!("outcomes"),
    part!("phone"),
    part!("practice"),
    part!("script"),
    part!("volunteer"),
    part!("welcome"),
];

/// What the organiser's program shows besides.
pub const DESK: &[Part] = &[
    part!("asking"),
    part!("carried"),
    part!("import"),
    part!("keys"),
    part!("leaders"),
    part!("list"),
    part!("night"),
    part!("organiser"),
    part!("paper"),
    part!("start"),
    part!("tonight"),
];

/// What only the command line shows.
const COMMAND: &[Part] = &[part!("cli")];

/// Sentences by key; of a plural, by key and category.
type Sentences = BTreeMap<&'static str, &'static str>;

static SENTENCES: OnceLock<Sentences> = OnceLock::new();

/// Carries these parts and no others. A program for the browser says this before anything.
pub fn carry(parts: &[&'static [Part]]) {
    // Said twice, the first time counts.
    let _ = SENTENCES.set(read(parts));
}

fn sentences() -> &'static Sentences {
    SENTENCES.get_or_init(|| {
        // What a browser's program does not name here it need not fetch.
        if cfg!(target_arch = "wasm32") {
            Sentences::new()
        } else {
            read(&[EVENING, DESK, COMMAND])
        }
    })
}

fn read(parts: &[&'static [Part]]) -> Sentences {
    let mut sentences = Sentences::new();
    for part in parts.iter().copied().flatten() {
        sentences.extend(part.0.lines().filter_map(|line| line.split_once('\t')));
    }
    sentences
}

/// The sentence for `key` with its placeholders filled; the key itself where there is none, so
/// that a gap is seen rather than hidden.
pub fn fill(key: &str, values: &[(&str, String)]) -> String {
    let sentences = sentences();
    let plain = sentences.get(key).copied();
    let Some(sentence) = plain.or_else(|| plural_of(sentences, key, values)) else {
        return key.to_string();
    };
    let mut sentence = sentence.to_string();
    for (name, value) in values {
        sentence = sentence.replace(&format!("{{{name}}}"), value);
    }
    sentence
}

fn plural_of(sentences: &Sentences, key: &str, values: &[(&str, String)]) -> Option<&'static str> {
    let n = values.iter().find(|(name, _)| *name == "n");
    let n = n.map_or("0", |(_, value)| value);
    let form = |category: &str| sentences.get(format!("{key}/{category}").as_str());
    form(&category(n)).or_else(|| form("other")).copied()
}

/// Whether the catalogue has an entry for `key`.
pub fn has(key: &str) -> bool {
    let sentences = sentences();
    sentences.contains_key(key) || sentences.contains_key(format!("{key}/other").as_str())
}

/// Every key of the catalogue, in order.
pub fn keys() -> impl Iterator<Item = &'static str> {
    // Every plural has its catch-all.
    let keys = sentences().keys();
    keys.filter_map(|key| match key.split_once('/') {
        None => Some(*key),
        Some((key, category)) => (category == "other").then_some(key),
    })
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
    fn no_part_of_the_catalogue_is_left_out() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/locales/en"));
        let parts = EVENING.len() + DESK.len() + COMMAND.len();
        assert_eq!(files.map(Iterator::count).ok(), Some(parts));
    }

    #[test]
    fn the_plural_follows_the_number() {
        let waits = |n: &str| fill("volunteer.shift_waiting", &[("n", n.to_string())]);
        assert!(waits("1").starts_with("1 waits") && waits("2").starts_with("2 wait "));
        assert!(has("volunteer.shift_waiting"));
    }

    #[test]
    fn a_missing_key_is_seen() {
        assert_eq!(fill("no.such.key", &[]), "no.such.key");
    }
}
