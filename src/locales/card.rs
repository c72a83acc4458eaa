//! The words that are shown or said to a resident before they agree to anything: the privacy card. In
//! English, or in a language whose every word of it somebody who speaks that language has read.

use super::{Catalogue, Tongue};

/// The part of the catalogue that is the card. No other code names its keys.
const PART: &str = "card.";

/// The languages of which the card was read when this was built, beside English. Each one's own
/// catalogue is asked once more before it is shown.
pub fn read_cards() -> impl Iterator<Item = Tongue> {
    let tags = include_str!(concat!(env!("OUT_DIR"), "/read_cards.txt"));
    tags.lines().filter_map(Tongue::of)
}

/// The card's words in one language, of which somebody has read every one. There is no other way to
/// them.
#[derive(Clone, Copy, Debug)]
pub struct Card(Catalogue);

/// Of this language, nobody has read the whole card yet: it is not shown to a resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRead;

impl Card {
    /// In English, which needs no reader.
    pub fn english() -> Card {
        Card(Catalogue::english())
    }

    /// In the language of this catalogue.
    ///
    /// # Errors
    /// [`NotRead`] where it lacks a sentence of the card, or nobody has read one.
    pub fn of(catalogue: Catalogue) -> Result<Card, NotRead> {
        if catalogue.tongue == Tongue::ENGLISH {
            return Ok(Card::english());
        }
        let english = Catalogue::english();
        let mut keys = english.keys().filter(|key| key.starts_with(PART));
        match keys.all(|key| catalogue.is_read(key)) {
            true => Ok(Card(catalogue)),
            false => Err(NotRead),
        }
    }

    /// Its language.
    pub fn tongue(self) -> Tongue {
        self.0.tongue
    }

    /// What dates on it are written by, as `Intl` takes it.
    pub fn calendar(self) -> String {
        self.0.say("app.calendar", &[]).unwrap_or_default()
    }

    /// The card's sentence for a key of it (`card.title`), with its placeholders filled; the key
    /// itself where it is none of the card's.
    pub fn say(self, key: &str, values: &[(&str, String)]) -> String {
        let sentence = self.0.say(key, values).filter(|_| key.starts_with(PART));
        sentence.unwrap_or_else(|| key.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::translations;

    fn welsh() -> (Tongue, &'static str) {
        let mut all = translations().iter();
        let (tag, text) = all.find(|(tag, _)| *tag == "cy").unwrap();
        (Tongue::of(tag).unwrap(), text)
    }

    /// As if somebody had read these lines.
    fn read_where(text: &str, read: impl Fn(&str) -> bool) -> String {
        let line = |line: &str| match read(line) && !line.ends_with("\tread") {
            true => format!("{line}\tread\n"),
            false => format!("{line}\n"),
        };
        text.lines().map(line).collect()
    }

    fn unread(text: &str) -> String {
        text.replace("\tread\n", "\n")
    }

    #[test]
    fn a_card_that_nobody_has_read_is_refused() {
        for (tag, text) in translations() {
            let tongue = Tongue::of(tag).unwrap();
            let catalogue = Catalogue::read(tongue, &unread(text)).unwrap();
            assert_eq!(Card::of(catalogue).unwrap_err(), NotRead, "{tag}");
        }
    }

    #[test]
    fn a_card_that_was_read_is_shown_in_its_own_words() {
        let (tongue, text) = welsh();
        let text = read_where(&unread(text), |line| line.starts_with("card."));
        let card = Card::of(Catalogue::read(tongue, &text).unwrap()).unwrap();
        assert_eq!(card.tongue(), tongue);
        let title = card.say("card.title", &[]);
        assert!(!["card.title", &Card::english().say("card.title", &[])].contains(&title.as_str()));
        assert_eq!(card.say("phone.who_we_are", &[]), "phone.who_we_are");
    }

    #[test]
    fn one_sentence_that_was_not_read_or_is_not_there_is_enough_to_refuse_it() {
        let (tongue, text) = welsh();
        let keys: Vec<_> = Catalogue::english().keys().collect();
        for left_out in keys.iter().filter(|key| key.starts_with(PART)) {
            let of_card = |line: &str| line.starts_with(PART);
            let of_key = |line: &str| line.starts_with(&format!("{left_out}\t"));
            let marked = read_where(&unread(text), |line| of_card(line) && !of_key(line));
            let without: String = read_where(&unread(text), of_card)
                .lines()
                .filter(|line| !of_key(line))
                .map(|line| format!("{line}\n"))
                .collect();
            for text in [marked, without] {
                let catalogue = Catalogue::read(tongue, &text).unwrap();
                assert_eq!(Card::of(catalogue).unwrap_err(), NotRead, "{left_out}");
            }
        }
    }

    #[test]
    fn what_was_read_when_this_was_built_is_what_the_catalogues_say() {
        let read: Vec<_> = read_cards().map(Tongue::tag).collect();
        for (tag, text) in translations() {
            let catalogue = Catalogue::read(Tongue::of(tag).unwrap(), text).unwrap();
            assert_eq!(Card::of(catalogue).is_ok(), read.contains(tag), "{tag}");
        }
    }
}
