//! Every string a person reads, by key, for the browser and the command line alike.
//!
//! A catalogue is a folder of JSON files, one per part of the product; the key `import.done` is
//! the entry `done` of `import.json`. An entry is a sentence with `{name}` placeholders, or an
//! object of CLDR plural categories (`{"one": …, "other": …}`) chosen by the argument `n`.
//! Plural rules come from CLDR: the browser's own where there is one, else by way of
//! `intl_pluralrules`; none are written here.
//!
//! A program for the browser carries the parts it shows and says so first, with [`carry`]; any
//! other has them all. That is English. The parts of [`EVENING`] are translated, see
//! `docs/languages.md`: another language is a text that a browser fetches, and [`speak`]s.
//!
//! Pure code returns keys and values; shells turn them into words with [`t!`](crate::t).

mod card;
mod catalogue;
#[cfg(test)]
mod lines;
mod number;
mod tongue;

use std::cell::Cell;
use std::sync::OnceLock;

pub use card::{Card, NotRead, read_cards};
pub use catalogue::Catalogue;
use catalogue::Sentences;
pub use tongue::Tongue;

/// One file of the English catalogue, as `build.rs` leaves it: a line for each sentence.
pub struct Part {
    name: &'static str,
    lines: &'static str,
}

impl Part {
    /// What its file is called: `volunteer`.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

macro_rules! text {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".txt"))
    };
}

macro_rules! part {
    ($name:literal) => {
        Part {
            name: $name,
            lines: text!($name),
        }
    };
}

/// What the volunteer's program shows. Every other language has these, but for [`TONGUES`].
pub const EVENING: &[Part] = &[
    part!("acts"),
    part!("along"),
    part!("app"),
    part!("card"),
    part!("doors"),
    part!("errors"),
    part!("incident"),
    part!("languages"),
    part!("neighbours"),
    part!("outcomes"),
    part!("phone"),
    part!("practice"),
    part!("script"),
    part!("signing"),
    part!("tenure"),
    part!("volunteer"),
    part!("welcome"),
];

/// What those who speak a language call it: the same in every language.
pub const TONGUES: &[Part] = &[part!("tongues")];

/// What the organiser's program shows besides.
pub const DESK: &[Part] = &[
    part!("agm"),
    part!("aid"),
    part!("asking"),
    part!("ballot"),
    part!("carried"),
    part!("chart"),
    part!("deputation"),
    part!("evidence"),
    part!("groups"),
    part!("handover"),
    part!("import"),
    part!("incidents"),
    part!("issues"),
    part!("keys"),
    part!("leaders"),
    part!("list"),
    part!("meeting"),
    part!("night"),
    part!("organiser"),
    part!("paper"),
    part!("petition"),
    part!("standing"),
    part!("start"),
    part!("stories"),
    part!("structure"),
    part!("tonight"),
    part!("training"),
    part!("week"),
];

/// What only the command line and the endpoint show.
const COMMAND: &[Part] = &[part!("cli")];

/// The other languages by their tags, as a browser fetches them.
#[cfg(not(target_arch = "wasm32"))]
pub fn translations() -> &'static [(&'static str, &'static str)] {
    &[
        ("cy", text!("cy")),
        ("ur", text!("ur")),
        ("ar", text!("ar")),
        ("bn", text!("bn")),
        ("pl", text!("pl")),
        ("so", text!("so")),
    ]
}

static SENTENCES: OnceLock<Sentences> = OnceLock::new();

thread_local! {
    /// What is spoken in place of English.
    static SPOKEN: Cell<Option<Catalogue>> = const { Cell::new(None) };
}

/// Carries these parts and no others. A program for the browser says this before anything.
pub fn carry(parts: &[&'static [Part]]) {
    // Said twice, the first time counts.
    let _ = SENTENCES.set(read(parts));
}

/// From now on, sentences are in the language of this catalogue; where it lacks one, in English.
pub fn speak(catalogue: Catalogue) {
    SPOKEN.set(Some(catalogue));
}

/// The language that is spoken.
pub fn spoken() -> Catalogue {
    SPOKEN.get().unwrap_or_else(Catalogue::english)
}

fn sentences() -> &'static Sentences {
    SENTENCES.get_or_init(|| {
        // What a browser's program does not name here it need not fetch.
        if cfg!(target_arch = "wasm32") {
            Sentences::new()
        } else {
            read(&[EVENING, TONGUES, DESK, COMMAND])
        }
    })
}

fn read(parts: &[&'static [Part]]) -> Sentences {
    let mut sentences = Sentences::new();
    for part in parts.iter().copied().flatten() {
        sentences.extend(part.lines.lines().filter_map(|line| line.split_once('\t')));
    }
    sentences
}

/// The sentence for `key` with its placeholders filled; the key itself where there is none, so
/// that a gap is seen rather than hidden.
pub fn fill(key: &str, values: &[(&str, String)]) -> String {
    let sentence = spoken().say(key, values);
    let sentence = sentence.or_else(|| Catalogue::english().say(key, values));
    sentence.unwrap_or_else(|| key.to_string())
}

/// Whether the English catalogue has an entry for `key`.
pub fn has(key: &str) -> bool {
    Catalogue::english().has(key)
}

/// What gives a party away in words, as one list: what scripts are looked over by, and what notes at a door are
/// in each of the languages, whichever is spoken. What a campaign has written down may be in any of them.
pub fn party_words() -> String {
    format!("{}, {}", fill("asking.words_party", &[]), text!("party"))
}

/// Every key of the English catalogue, in order.
pub fn keys() -> impl Iterator<Item = &'static str> {
    Catalogue::english().keys()
}

/// The sentence for a key: `t!("import.done", n = doors)`. `n` chooses the plural form.
#[macro_export]
macro_rules! t {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::locales::fill($key, &[$((stringify!($name), $value.to_string())),*])
    };
}

#[cfg(test)]
mod giveaways_tests;
#[cfg(test)]
mod tests {
    use super::*;

    /// What is spoken is a thread's own, and each test has one.
    fn speak_tag(tag: &str) {
        let mut all = translations().iter();
        let (_, text) = all.find(|(one, _)| *one == tag).unwrap();
        speak(Catalogue::read(Tongue::of(tag).unwrap(), text).unwrap());
    }

    #[test]
    fn no_part_of_the_catalogue_is_left_out() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/locales/en"));
        let parts = EVENING.len() + TONGUES.len() + DESK.len() + COMMAND.len();
        assert_eq!(files.map(Iterator::count).ok(), Some(parts));
    }

    #[test]
    fn every_other_language_is_here() {
        let ours: Vec<_> = translations().iter().map(|(tag, _)| *tag).collect();
        let all: Vec<_> = Tongue::ALL.into_iter().skip(1).map(Tongue::tag).collect();
        assert_eq!(ours, all);
    }

    #[test]
    fn the_plural_follows_the_number() {
        let waits = |n: &str| fill("volunteer.shift_waiting", &[("n", n.to_string())]);
        assert!(waits("1").starts_with("1 waits") && waits("2").starts_with("2 wait "));
        assert!(has("volunteer.shift_waiting"));
    }

    #[test]
    fn the_plural_follows_the_rules_of_the_language_that_is_spoken() {
        let chosen = |n: u32| fill("volunteer.chosen", &[("n", n.to_string())]);
        for (tag, numbers) in [
            ("cy", [0, 1, 2].as_slice()),
            ("pl", &[1, 3, 5]),
            ("ar", &[0, 1, 2, 5, 25, 100]),
            ("ur", &[1, 2]),
        ] {
            speak_tag(tag);
            let said = numbers
                .iter()
                .map(|n| chosen(*n).replace(&n.to_string(), "#"));
            let said: std::collections::BTreeSet<_> = said.collect();
            assert_eq!(said.len(), numbers.len(), "{tag}: {said:?}");
        }
    }

    #[test]
    fn what_another_language_lacks_is_said_in_english() {
        let english = t!("organiser.home");
        let today = t!("volunteer.today");
        speak_tag("cy");
        assert_eq!(t!("organiser.home"), english);
        assert_ne!(t!("volunteer.today"), today);
        assert_eq!(spoken().tongue.tag(), "cy");
        speak(Catalogue::english());
        assert_eq!(t!("volunteer.today"), today);
    }

    #[test]
    fn a_login_page_or_half_a_file_is_no_language() {
        let (_, text) = translations()[0];
        let welsh = Tongue::of("cy").unwrap();
        assert!(Catalogue::read(welsh, text).is_some());
        assert!(Catalogue::read(welsh, &text[..text.len() - 1]).is_none());
        assert!(Catalogue::read(welsh, "<html>\tlog in\n").is_none());
    }

    #[test]
    fn a_missing_key_is_seen() {
        assert_eq!(fill("no.such.key", &[]), "no.such.key");
    }
}
