//! A language's sentences by key, and which of them somebody has read.

use std::collections::BTreeMap;

use super::Tongue;
use super::number::{category, written};

/// What stands under a key: the sentence, and behind a tab, where somebody has read it, that they
/// have. Of a plural, a key for each category. One kind of map for every language: another kind is
/// 2 kB of what every phone fetches.
pub(super) type Sentences = BTreeMap<&'static str, &'static str>;

/// One language's sentences. A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue {
    /// The language.
    pub tongue: Tongue,
    sentences: &'static Sentences,
}

impl Catalogue {
    /// English, as far as this program carries it.
    pub fn english() -> Catalogue {
        Catalogue {
            tongue: Tongue::ENGLISH,
            sentences: super::sentences(),
        }
    }

    /// The language of a text that was fetched, as `lines.rs` makes them; `None` where it is something
    /// else: a login page, half a file.
    pub fn read(tongue: Tongue, text: &str) -> Option<Catalogue> {
        // Kept for as long as the app is open, like English. There are seven at most.
        let text: &'static str = text.to_string().leak();
        let whole = text.ends_with('\n');
        let sentences: Sentences = text.lines().filter_map(|it| it.split_once('\t')).collect();
        let catalogue = Catalogue {
            tongue,
            sentences: Box::leak(Box::new(sentences)),
        };
        (whole && catalogue.has("app.name")).then_some(catalogue)
    }

    fn entry(self, key: &str) -> Option<&'static str> {
        self.sentences.get(key).copied()
    }

    /// The sentence for a key, with its placeholders filled.
    pub fn say(self, key: &str, values: &[(&str, String)]) -> Option<String> {
        let entry = self.entry(key).or_else(|| self.plural(key, values))?;
        let mut sentence = entry.split('\t').next().unwrap_or_default().to_string();
        for (name, value) in values {
            let place = format!("{{{name}}}");
            sentence = match *name {
                "n" => sentence.replace(&place, &self.number(value)),
                _ => sentence.replace(&place, &self.apart(value)),
            };
        }
        Some(sentence)
    }

    /// What is put into a sentence of the other direction, a name or an address, set apart from it
    /// (UAX 9, first strong isolate): a full stop or a number beside it stays where it belongs.
    fn apart(self, value: &str) -> String {
        let leftwards = |it: char| matches!(it, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}');
        match self.tongue.direction() == "rtl" || value.contains(leftwards) {
            true => format!("\u{2068}{value}\u{2069}"),
            false => value.to_string(),
        }
    }

    /// A number as this language writes it.
    fn number(self, n: &str) -> String {
        written(self.entry("app.calendar").unwrap_or_default(), n)
    }

    fn plural(self, key: &str, values: &[(&str, String)]) -> Option<&'static str> {
        let n = values.iter().find(|(name, _)| *name == "n");
        let n = n.map_or("0", |(_, value)| value);
        let form = |category: &str| self.entry(&format!("{key}/{category}"));
        form(&category(self.tongue, n)).or_else(|| form("other"))
    }

    /// Whether there is a sentence for a key.
    pub fn has(self, key: &str) -> bool {
        let plural = || self.entry(&format!("{key}/other"));
        self.entry(key).or_else(plural).is_some()
    }

    /// Whether somebody has read the sentence of a key, of a plural all of its forms. A mark is of the
    /// whole entry.
    pub fn is_read(self, key: &str) -> bool {
        let entry = self.entry(key);
        let entry = entry.or_else(|| self.entry(&format!("{key}/other")));
        entry.is_some_and(|entry| entry.contains('\t'))
    }

    /// Whether somebody has read all there is.
    pub fn is_all_read(self) -> bool {
        self.tongue == Tongue::ENGLISH || self.sentences.values().all(|it| it.contains('\t'))
    }

    /// Every key, in order.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        // Every plural has its catch-all.
        let keys = self.sentences.keys();
        keys.filter_map(|key| match key.split_once('/') {
            None => Some(*key),
            Some((key, category)) => (category == "other").then_some(key),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &str) -> Catalogue {
        let text = "app.name\tStairwell\na.b\t{name}: {n}\tread\n";
        Catalogue::read(Tongue::of(tag).unwrap(), text).unwrap()
    }

    #[test]
    fn what_runs_the_other_way_is_set_apart_within_its_sentence() {
        let said = |tag: &str, name: &str| {
            let values = [("name", name.to_string()), ("n", "3".to_string())];
            of(tag).say("a.b", &values).unwrap()
        };
        assert_eq!(said("pl", "Flat 12A"), "Flat 12A: 3");
        assert_eq!(said("ar", "Flat 12A"), "\u{2068}Flat 12A\u{2069}: 3");
        assert_eq!(said("pl", "سعاد"), "\u{2068}سعاد\u{2069}: 3");
    }

    #[test]
    fn what_was_read_is_known_sentence_by_sentence() {
        let welsh = of("cy");
        assert!(welsh.is_read("a.b") && !welsh.is_read("app.name") && !welsh.is_read("a.c"));
        assert!(!welsh.is_all_read() && Catalogue::english().is_all_read());
    }
}
