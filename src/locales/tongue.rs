//! The languages that the volunteer's screens are in.

use crate::t;

/// One of them. `public/shell.js` has the same list: it asks for the words before any program is
/// here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongue {
    tag: &'static str,
    direction: &'static str,
}

const fn tongue(tag: &'static str, direction: &'static str) -> Tongue {
    Tongue { tag, direction }
}

impl Tongue {
    /// What everything else is a translation of, and is shown where that lacks a sentence.
    pub const ENGLISH: Tongue = tongue("en", "ltr");

    /// All of them, in the order in which they are offered.
    pub const ALL: [Tongue; 7] = [
        Tongue::ENGLISH,
        tongue("cy", "ltr"),
        tongue("ur", "rtl"),
        tongue("ar", "rtl"),
        tongue("bn", "ltr"),
        tongue("pl", "ltr"),
        tongue("so", "ltr"),
    ];

    /// The one of a language tag (RFC 5646), wherever it is spoken: `ar-EG` is Arabic.
    pub fn of(tag: &str) -> Option<Tongue> {
        let language = tag.split('-').next().unwrap_or_default();
        let mut all = Tongue::ALL.into_iter();
        all.find(|tongue| tongue.tag.eq_ignore_ascii_case(language))
    }

    /// Its tag, as `lang` has it.
    pub fn tag(self) -> &'static str {
        self.tag
    }

    /// Which way it is written, as `dir` has it.
    pub fn direction(self) -> &'static str {
        self.direction
    }

    /// What those who speak it call it, in its own script.
    pub fn own_name(self) -> String {
        t!(&format!("tongues.{}", self.tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::language::OFFERED;

    #[test]
    fn a_tag_is_a_language_wherever_that_is_spoken() {
        for (tag, expected) in [
            ("ar", Some("ar")),
            ("ar-EG", Some("ar")),
            ("CY-gb", Some("cy")),
            ("fr", None),
            ("arc", None),
            ("", None),
        ] {
            assert_eq!(Tongue::of(tag).map(Tongue::tag), expected, "{tag}");
        }
    }

    #[test]
    fn each_has_its_name_and_may_be_noted_at_a_door() {
        for tongue in Tongue::ALL {
            assert!(!tongue.own_name().contains('.'), "{tongue:?}");
            assert!(OFFERED.contains(&tongue.tag()), "{tongue:?}");
        }
    }

    #[test]
    fn the_page_asks_for_the_words_of_the_same_languages() {
        let shell = include_str!("../../public/shell.js");
        let (_, list) = shell.split_once("const LANGUAGES = {").unwrap();
        let (list, _) = list.split_once("};").unwrap();
        let ours = Tongue::ALL.map(|one| format!("{}: \"{}\"", one.tag, one.direction));
        assert_eq!(list.trim(), ours.join(", "));
    }
}
