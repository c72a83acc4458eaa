//! Words that give something away, as a catalogue lists them, and whether one of them stands in a text. A list knows
//! whole words and a few innocent phrases and no context: what it finds is pointed at or asked about by whoever asks
//! here, and dropped by nobody without being told.
//!
//! An entry is a word or a few, between commas. One that ends in `*` is a beginning; one behind a `~` is found with
//! whatever its language does to the beginning of a word, too; one behind a `!` is innocent, and what stands within it
//! gives nothing away: `labour, !labour costs`.

/// A list of them.
#[derive(Clone, Debug, Default)]
pub struct Giveaways {
    sought: Vec<Phrase>,
    innocent: Vec<Phrase>,
}

impl Giveaways {
    /// Those of a list.
    pub fn of(list: &str) -> Giveaways {
        let mut all = Giveaways::default();
        for entry in list.split(',').map(str::trim) {
            match entry.strip_prefix('!') {
                Some(entry) => all.innocent.extend(Phrase::of(entry.trim())),
                None => all.sought.extend(Phrase::of(entry)),
            }
        }
        all
    }

    /// Whether one of them stands in a text.
    pub fn are_in(&self, text: &str) -> bool {
        self.are_said(&in_words(text))
    }

    /// Whether one of them is said, in words as [`in_words`] gives them.
    pub fn are_said(&self, said: &[String]) -> bool {
        let innocent: Vec<Found> = found(&self.innocent, said).collect();
        found(&self.sought, said).any(|it| {
            let within = |around: &Found| around.from <= it.from && it.until <= around.until;
            !innocent.iter().any(within)
        })
    }
}

/// A text's words in small letters, as they are compared: without the marks that Arabic is mostly written without.
pub fn in_words(text: &str) -> Vec<String> {
    let small = text.to_lowercase();
    let letters: String = small.chars().filter_map(letter).collect();
    letters
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect()
}

/// Arabic's vowel signs and the stretch of a line are no letters of a word, and its alef is one, whatever sits on it.
fn letter(c: char) -> Option<char> {
    match c {
        '\u{64b}'..='\u{652}' | '\u{670}' | '\u{640}' => None,
        'أ' | 'إ' | 'آ' => Some('ا'),
        other => Some(other),
    }
}

/// Where a phrase stands among a text's words.
struct Found {
    from: usize,
    until: usize,
}

fn found<'a>(phrases: &'a [Phrase], said: &'a [String]) -> impl Iterator<Item = Found> + 'a {
    phrases.iter().flat_map(move |phrase| {
        let starts = 0..=said.len().saturating_sub(phrase.len());
        let at = starts.filter(move |from| phrase.begins(&said[*from..]));
        at.map(move |from| Found {
            from,
            until: from + phrase.len(),
        })
    })
}

/// An entry of a list, taken apart as what is said is: in some scripts a word falls into several.
#[derive(Clone, Debug)]
struct Phrase {
    /// Its first word, in each form it is found in.
    first: Vec<String>,
    rest: Vec<String>,
    /// Its last word is a beginning.
    is_beginning: bool,
}

impl Phrase {
    fn of(entry: &str) -> Option<Phrase> {
        let (entry, in_its_forms) = match entry.strip_prefix('~') {
            Some(entry) => (entry, true),
            None => (entry, false),
        };
        let mut words = in_words(entry).into_iter();
        let first = words.next()?;
        Some(Phrase {
            first: match in_its_forms {
                true => forms(&first),
                false => vec![first],
            },
            rest: words.collect(),
            is_beginning: entry.ends_with('*'),
        })
    }

    fn len(&self) -> usize {
        self.rest.len() + 1
    }

    /// Whether these words begin with it.
    fn begins(&self, said: &[String]) -> bool {
        let Some((first, rest)) = said.get(..self.len()).and_then(<[String]>::split_first) else {
            return false;
        };
        let is = |word: &String, sought: &String, is_last: bool| match is_last && self.is_beginning
        {
            true => word.starts_with(sought.as_str()),
            false => word == sought,
        };
        let last = self.rest.len();
        let first_is = self.first.iter().any(|form| is(first, form, last == 0));
        let mut rest = rest.iter().zip(&self.rest).zip(1..);
        first_is && rest.all(|((word, sought), at)| is(word, sought, at == last))
    }
}

/// A word and what its language makes of its beginning: Arabic writes what goes before a word together with it, and
/// Welsh changes a word's first letters after another.
fn forms(word: &str) -> Vec<String> {
    match word.chars().next() {
        Some('\u{600}'..='\u{6ff}') => with_arabic_before(word),
        _ => mutated(word),
    }
}

/// With "and" or "so", with "in", "as" or "to", and with the article: any of them, in this order. An entry that has
/// the article is found with it alone.
fn with_arabic_before(word: &str) -> Vec<String> {
    let (stem, articles) = match word.strip_prefix("ال") {
        Some(stem) => (stem, &["ال"][..]),
        None => (word, &["", "ال"][..]),
    };
    let mut forms = Vec::new();
    for and in ["", "و", "ف"] {
        for to in ["", "ب", "ك", "ل"] {
            for article in articles {
                // "To the" is one letter twice.
                let before = match (to, *article) {
                    ("ل", "ال") => "لل".to_string(),
                    (to, article) => format!("{to}{article}"),
                };
                forms.push(format!("{and}{before}{stem}"));
            }
        }
    }
    forms
}

/// What Welsh makes of a word's first letters: by itself, softened, nasal, breathed. Two letters that are one sound
/// come before one.
const MUTATIONS: [(&str, &[&str]); 23] = [
    ("ll", &["l"]),
    ("rh", &["r"]),
    ("ch", &[]),
    ("dd", &[]),
    ("ff", &[]),
    ("ph", &[]),
    ("th", &[]),
    ("p", &["b", "mh", "ph"]),
    ("t", &["d", "nh", "th"]),
    ("c", &["g", "ngh", "ch"]),
    ("b", &["f", "m"]),
    ("d", &["dd", "n"]),
    ("g", &["", "ng"]),
    ("m", &["f"]),
    ("a", &["ha"]),
    ("e", &["he"]),
    ("i", &["hi"]),
    ("o", &["ho"]),
    ("u", &["hu"]),
    ("w", &["hw"]),
    ("y", &["hy"]),
    ("â", &["hâ"]),
    ("ô", &["hô"]),
];

fn mutated(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_string()];
    let all = MUTATIONS.iter();
    let mut found = all.filter_map(|(from, into)| Some((word.strip_prefix(from)?, into)));
    if let Some((rest, into)) = found.next() {
        forms.extend(into.iter().map(|to| format!("{to}{rest}")));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_word_for_word_and_as_a_beginning_where_it_has_a_star() {
        for (list, words, expected) in [
            ("lib dem*", "The Lib-Dems", true),
            ("lib dem*", "Liberal, democratic", false),
            ("votes", "Voted", false),
            ("votes, vot*", "Voted", true),
            // A letter that is left out between two words, and one that is none of its own.
            ("di-waith", "Di waith", true),
            ("গ্রিন পার্টি*", "গ্রিন পার্টিকে", true),
            ("গ্রিন পার্টি*", "গ্রিন চা", false),
            (" , *, ~, !", "Anything", false),
            ("lib dem*", "lib", false),
            ("lib dem*", "", false),
            ("", "", false),
        ] {
            let found = Giveaways::of(list).are_in(words);
            assert_eq!(found, expected, "{list}: {words}");
        }
    }

    #[test]
    fn what_stands_within_innocent_words_gives_nothing_away_and_the_rest_does() {
        let list = "labour, aelod o blaid, ~plaid, !labour cost*, !o blaid";
        for (words, expected) in [
            ("Labour", true),
            ("The labour costs too much", false),
            ("Labour, and the labour costs", true),
            ("Labour. Costs rise", false),
            ("costs of labour", true),
            ("o blaid y cynllun", false),
            // More than the innocent words.
            ("mae e'n aelod o blaid", true),
        ] {
            assert_eq!(Giveaways::of(list).are_in(words), expected, "{words}");
        }
    }

    #[test]
    fn welsh_changes_the_first_letters_of_a_word_and_of_no_other() {
        for (entry, forms) in [
            ("llafur", &["llafur", "lafur"][..]),
            ("plaid", &["plaid", "blaid", "mhlaid", "phlaid"]),
            ("torïaid", &["torïaid", "dorïaid", "nhorïaid", "thorïaid"]),
            (
                "ceidwadwyr",
                &["ceidwadwyr", "geidwadwyr", "ngheidwadwyr", "cheidwadwyr"],
            ),
            ("gwyrdd", &["gwyrdd", "wyrdd", "ngwyrdd"]),
            ("babi", &["babi", "fabi", "mabi"]),
            ("dyled", &["dyled", "ddyled", "nyled"]),
            ("merch", &["merch", "ferch"]),
            ("rhyddfrydol", &["rhyddfrydol", "ryddfrydol"]),
            ("ysgol", &["ysgol", "hysgol"]),
            // Of one sound though of two letters, or of none that changes.
            ("chwech", &["chwech"]),
            ("ffoadur", &["ffoadur"]),
            ("salwch", &["salwch"]),
        ] {
            assert_eq!(super::forms(entry), forms, "{entry}");
            for form in forms {
                assert!(Giveaways::of(&format!("~{entry}")).are_in(form), "{form}");
                let unmarked = Giveaways::of(entry).are_in(form);
                assert_eq!(unmarked, *form == entry, "{form}");
            }
        }
    }

    #[test]
    fn arabic_writes_what_goes_before_a_word_together_with_it() {
        let party = Giveaways::of("~حزب*, ~المحافظين");
        for (words, expected) in [
            ("حزب", true),
            ("الحزب", true),
            ("والحزب", true),
            ("للحزب", true),
            ("لحزب", true),
            ("وبالحزب", true),
            ("فحزبهم", true),
            ("حِزْب", true),
            ("المحافظين", true),
            ("والمحافظين", true),
            ("للمحافظين", true),
            // Not without the article.
            ("محافظين", false),
            ("محزب", false),
        ] {
            assert_eq!(party.are_in(words), expected, "{words}");
        }
        assert!(
            !Giveaways::of("حزب").are_in("الحزب"),
            "unmarked it is itself"
        );
        assert!(Giveaways::of("إعانة").are_in("اعانة"));
    }
}
