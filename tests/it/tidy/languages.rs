//! Every other language says all that the volunteer's screens say, no more, and says it whole: each
//! placeholder, each plural in each of the language's categories. What is missing is printed key by
//! key: see `docs/languages.md`.

use std::collections::{BTreeMap, BTreeSet};

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde_json::{Map, Value};
use stairwell::canvass::note::{Topic, touches};
use stairwell::locales::{self, Catalogue, EVENING, Tongue};
use unic_langid::LanguageIdentifier;

use super::none;
use super::source::{Source, Token, shipped, tokens, under};

/// What the languages are called by those who speak them, which is the same in each.
const NAMES: &str = "tongues";
/// Says who has read what; no part of the catalogue.
const MARKS: &str = "reviewed";
/// What is the same in English and elsewhere: the product's name, and sentences made of nothing but
/// what is put into them.
const SAME: [&str; 1] = ["app.name"];

type Entries = BTreeMap<String, Value>;

/// A language's entries by key, and the marks of who has read them.
fn language(tag: &str) -> (Entries, Map<String, Value>) {
    let mut entries = Entries::new();
    let mut marks = Map::new();
    for file in under(&format!("src/locales/{tag}"), &[".json"]) {
        let part = file.path.rsplit('/').next().unwrap();
        let part = part.trim_end_matches(".json");
        let of_file: Map<String, Value> = serde_json::from_str(&file.text).unwrap();
        if part == MARKS {
            marks = of_file;
            continue;
        }
        let of_file = of_file.into_iter();
        entries.extend(of_file.map(|(key, entry)| (format!("{part}.{key}"), entry)));
    }
    (entries, marks)
}

/// The English entries that are translated: what the volunteer's program carries.
fn english() -> Entries {
    let (mut entries, _) = language("en");
    entries.retain(|key, _| is_translated(key));
    entries
}

fn is_translated(key: &str) -> bool {
    EVENING.iter().any(|part| in_part(key, part.name()))
}

fn in_part(key: &str, part: &str) -> bool {
    key.split_once('.').is_some_and(|(of, _)| of == part)
}

/// A language's plural categories, each with the whole numbers it stands for.
fn categories(tag: &str) -> BTreeMap<&'static str, Vec<u32>> {
    let language: LanguageIdentifier = tag.parse().unwrap();
    let rules = PluralRules::create(language, PluralRuleType::CARDINAL).unwrap();
    // Every plural has it; in some languages only fractions take it.
    let mut found = BTreeMap::from([("other", Vec::new())]);
    for n in 0..=1_000_u32 {
        let category = match rules.select(n).unwrap() {
            PluralCategory::ZERO => "zero",
            PluralCategory::ONE => "one",
            PluralCategory::TWO => "two",
            PluralCategory::FEW => "few",
            PluralCategory::MANY => "many",
            PluralCategory::OTHER => "other",
        };
        found.entry(category).or_default().push(n);
    }
    found
}

/// What stands in braces in a sentence.
fn places(sentence: &str) -> BTreeSet<&str> {
    let after = sentence.split('{').skip(1);
    after
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// An entry's sentences, each with its category; `None` for a plain one.
fn sentences(entry: &Value) -> Vec<(Option<&str>, &str)> {
    match entry {
        Value::Object(forms) => forms
            .iter()
            .map(|(category, words)| (Some(category.as_str()), words.as_str().unwrap()))
            .collect(),
        words => vec![(None, words.as_str().unwrap())],
    }
}

/// What is wrong with a language, key by key.
fn complaints(tag: &str, english: &Entries, words: &Entries) -> Vec<String> {
    let categories = categories(tag);
    let mut found = Vec::new();
    for key in words.keys().filter(|key| !english.contains_key(*key)) {
        found.push(format!("{tag} has {key}, which English has not"));
    }
    for (key, original) in english {
        let Some(entry) = words.get(key) else {
            found.push(format!("{tag} lacks {key}: {original}"));
            continue;
        };
        found.extend(wrong_plural(tag, key, original, entry, &categories));
        let wanted: BTreeSet<_> = sentences(original)
            .into_iter()
            .flat_map(|(_, words)| places(words))
            .collect();
        for (category, sentence) in sentences(entry) {
            let which = category.map_or_else(|| key.clone(), |it| format!("{key}/{it}"));
            let has = places(sentence);
            // "One door" needs no figure: the category stands for that number alone.
            let alone = category.and_then(|it| categories.get(it));
            let alone = alone.is_some_and(|numbers| numbers.len() == 1);
            let may_lack = |name: &str| alone && name == "n";
            for name in wanted.difference(&has).filter(|name| !may_lack(name)) {
                found.push(format!("{tag} {which} lacks {{{name}}}: {sentence}"));
            }
            for name in has.difference(&wanted) {
                found.push(format!(
                    "{tag} {which} has {{{name}}}, which English has not"
                ));
            }
            if sentence.trim().is_empty() {
                found.push(format!("{tag} {which} says nothing"));
            }
        }
        if entry == original && !SAME.contains(&key.as_str()) && has_words(original) {
            found.push(format!("{tag} {key} is in English: {original}"));
        }
    }
    found
}

/// Whether there is anything to translate beside what is put in.
fn has_words(entry: &Value) -> bool {
    let letters = |sentence: &str| {
        let mut depth = 0;
        sentence.chars().any(|it| {
            depth += i32::from(it == '{') - i32::from(it == '}');
            depth == 0 && it.is_alphabetic()
        })
    };
    // A letter alone is a sign, and may be the same one.
    sentences(entry)
        .iter()
        .any(|(_, words)| words.chars().count() > 1 && letters(words))
}

fn wrong_plural(
    tag: &str,
    key: &str,
    original: &Value,
    entry: &Value,
    categories: &BTreeMap<&'static str, Vec<u32>>,
) -> Vec<String> {
    let Value::Object(forms) = entry else {
        return match original {
            Value::Object(_) => vec![format!("{tag} {key} is no plural, and English's is")],
            _ => Vec::new(),
        };
    };
    // Where English does not change with the number, another language may.
    if !original.is_object() && !places(original.as_str().unwrap()).contains("n") {
        return vec![format!(
            "{tag} {key} is a plural, and has no {{n}} in English"
        )];
    }
    let has: BTreeSet<_> = forms.keys().map(String::as_str).collect();
    let wanted: BTreeSet<_> = categories.keys().copied().collect();
    let lacks = wanted.difference(&has);
    let too_many = has.difference(&wanted);
    lacks
        .map(|category| format!("{tag} {key} lacks the form for `{category}`"))
        .chain(too_many.map(|it| format!("{tag} {key} has a form for `{it}`, which {tag} has not")))
        .collect()
}

fn others() -> impl Iterator<Item = Tongue> {
    let all = Tongue::ALL.into_iter();
    all.filter(|tongue| *tongue != Tongue::ENGLISH)
}

#[test]
fn no_language_lacks_a_sentence_has_one_too_many_or_leaves_a_part_of_one_out() {
    let english = english();
    let of = |tongue: Tongue| complaints(tongue.tag(), &english, &language(tongue.tag()).0);
    none(others().flat_map(of).collect());
}

#[test]
fn every_folder_of_the_catalogue_is_a_language_that_may_be_chosen() {
    let folders: BTreeSet<_> = under("src/locales", &[".json"])
        .iter()
        .map(|file| file.path.split('/').nth(2).unwrap().to_string())
        .collect();
    let tags = Tongue::ALL.map(|tongue| tongue.tag().to_string());
    assert_eq!(folders, BTreeSet::from(tags));
    // What the tongues are called stands once, for all of them.
    let (english, _) = language("en");
    let named = english.keys().filter(|key| in_part(key, NAMES));
    assert_eq!(named.count(), Tongue::ALL.len());
}

#[test]
fn a_mark_says_who_read_which_sentence_and_no_mark_is_of_a_sentence_that_is_not_there() {
    let english = english();
    let mut found = Vec::new();
    for tongue in others() {
        let tag = tongue.tag();
        let (_, marks) = language(tag);
        for (key, mark) in &marks {
            if !english.contains_key(key) {
                found.push(format!("{tag} has a mark of {key}, which is not there"));
            }
            for what in ["by", "on", "english", "words"] {
                if mark.get(what).is_none_or(|it| it.as_str() == Some("")) {
                    found.push(format!("{tag} {key}: the mark does not say `{what}`"));
                }
            }
        }
    }
    none(found);
}

#[test]
fn saved_sent_merged_and_not_saved_are_four_things_in_every_language() {
    for tongue in Tongue::ALL {
        let (words, _) = language(tongue.tag());
        let all = [
            "status_saved",
            "count_sent",
            "count_merged",
            "status_not_saved",
        ];
        let all = all.map(|key| {
            words[&format!("volunteer.{key}")]
                .as_str()
                .unwrap()
                .to_lowercase()
        });
        for (at, one) in all.iter().enumerate() {
            for other in &all[at + 1..] {
                let apart = !one.contains(other.as_str()) && !other.contains(one.as_str());
                assert!(apart, "{}: {one} / {other}", tongue.tag());
            }
        }
    }
}

/// R8.4: a hint at what is not to be written, in the language it is written in.
#[test]
fn r8_4_each_language_has_words_of_its_own_that_give_away_what_is_not_to_be_written() {
    for tongue in Tongue::ALL {
        let (words, _) = language(tongue.tag());
        let listed = |topic: Topic| {
            let key = format!("doors.giveaways_{}", topic.word());
            words[&key].as_str().unwrap().to_string()
        };
        for topic in Topic::ALL {
            let all = listed(topic);
            let each: Vec<&str> = all.split(',').map(str::trim).collect();
            assert!(each.len() >= 3, "{} {topic:?}: {all}", tongue.tag());
            for word in each {
                // What is innocent is found no more, though what gives away stands in it.
                let (word, is_innocent) = match word.strip_prefix('!') {
                    Some(word) => (word, true),
                    None => (word, false),
                };
                let word = word.trim_start_matches('~').trim_end_matches('*');
                let touched = touches(&format!("1, {word} 2"), listed);
                assert_eq!(
                    touched.contains(&topic),
                    !is_innocent,
                    "{} {topic:?}: {word}",
                    tongue.tag()
                );
            }
        }
    }
}

#[test]
fn each_outcome_has_a_sign_and_a_name_of_its_own_in_every_language() {
    for tongue in Tongue::ALL {
        let (words, _) = language(tongue.tag());
        let of_part = words.iter().filter(|(key, _)| in_part(key, "outcomes"));
        let of_part: Vec<_> = of_part
            .map(|(key, it)| (key, it.as_str().unwrap()))
            .collect();
        let all: BTreeSet<_> = of_part.iter().map(|(_, words)| words).collect();
        assert_eq!(all.len(), of_part.len(), "{}", tongue.tag());
        for (key, letter) in of_part.iter().filter(|(key, _)| key.contains("letter_")) {
            assert_eq!(letter.chars().count(), 1, "{} {key}", tongue.tag());
        }
    }
}

/// The sources of what the volunteer's program shows: the browser's, without the organiser's pages and
/// those that start a campaign, which are in English alone.
fn volunteers_sources() -> Vec<Source> {
    let english_only = |path: &str| {
        let starts = path.contains("/pages/start/") && !path.ends_with("/welcome.rs");
        path.contains("/pages/organiser/") || starts
    };
    let mut sources = shipped("src/client");
    sources.retain(|source| !english_only(&source.path));
    sources
}

/// Keys and beginnings of keys (`outcomes.{}`) that the sources name.
fn named(sources: &[Source]) -> BTreeSet<String> {
    let texts = sources.iter().flat_map(|source| tokens(&source.text));
    let texts = texts.filter_map(|(token, _)| match token {
        Token::Text(text) => Some(text),
        _ => None,
    });
    texts
        .map(|text| text.split('{').next().unwrap_or_default().to_string())
        .filter(|text| text.contains('.') && !text.contains(' '))
        .collect()
}

/// What only an organiser comes to see, though the volunteer's sources name it: whether the organiser's
/// pages are here at all, and what went wrong with a list or the six words.
const ORGANISERS: [&str; 5] = [
    "organiser.home",
    "organiser.list_unreadable",
    "start.worker_failed",
    "start.words_",
    "import.",
];

#[test]
fn every_sentence_that_the_volunteers_pages_name_is_translated() {
    let named = named(&volunteers_sources());
    let left_out: Vec<_> = locales::keys()
        .filter(|key| named.contains(*key))
        .filter(|key| !is_translated(key) && !in_part(key, NAMES))
        .filter(|key| !ORGANISERS.iter().any(|it| key.starts_with(it)))
        .map(|key| format!("a volunteer's page names {key}, which is in no translated part"))
        .collect();
    none(left_out);
}

#[test]
fn nothing_is_translated_that_no_volunteer_sees() {
    let mut sources = volunteers_sources();
    // What pure code hands to pages by its key.
    for pure in ["src/canvass", "src/organise"] {
        sources.extend(shipped(pure));
    }
    let mut named = named(&sources);
    for source in under("public", &[".html", ".webmanifest"]) {
        let after = source.text.split("{{").skip(1);
        named.extend(after.filter_map(|rest| Some(rest.split_once("}}")?.0.to_string())));
    }
    let beginning = |key: &str| {
        let mut all = named.iter();
        all.any(|it| it == key || (it.ends_with(['.', '_']) && key.starts_with(it)))
    };
    let unseen = english().into_keys().filter(|key| !beginning(key));
    none(
        unseen
            .map(|key| format!("no volunteer's page names {key}: move it to an organiser's part"))
            .collect(),
    );
}

/// The card's sentences that something else than the card says.
fn said_past_the_card(source: &Source) -> Vec<String> {
    let tokens = tokens(&source.text);
    let calls = tokens.windows(4).filter_map(|window| {
        let [
            (name, _),
            (mark, _),
            (Token::Open('('), _),
            (Token::Text(key), line),
        ] = window
        else {
            return None;
        };
        let says = *name == Token::Name("t".into()) && *mark == Token::Mark('!');
        (says && key.starts_with("card.")).then_some((key, line))
    });
    calls
        .map(|(key, line)| format!("{}:{line} {key} is the card's to say", source.path))
        .collect()
}

#[test]
fn what_a_resident_is_told_is_said_by_the_card_alone() {
    let sources = shipped("src");
    none(sources.iter().flat_map(said_past_the_card).collect());
    let sneaky = Source {
        path: "a.rs".to_string(),
        text: "f(t!(\"card.title\"), card.say(\"card.title\", &[]))".to_string(),
    };
    assert_eq!(said_past_the_card(&sneaky).len(), 1);
}

#[test]
fn what_is_wrong_with_a_language_is_noticed() {
    let of = |json: &str| -> Entries { serde_json::from_str(json).unwrap() };
    let english = of(r#"{"a.b": "Go, {name}", "a.n": {"one": "{n} door", "other": "{n} doors"}}"#);
    let polish = |first: &str, plural: &str| {
        let words = of(&format!(r#"{{"a.b": "{first}", "a.n": {plural}}}"#));
        complaints("pl", &english, &words).len()
    };
    let good = r#"{"one": "drzwi", "few": "{n} drzwi", "many": "{n} drzwi", "other": "{n} drzwi"}"#;
    assert_eq!(polish("Idź, {name}", good), 0);
    assert_eq!(polish("Idź", good), 1);
    assert_eq!(polish("Idź, {name} {when}", good), 1);
    assert_eq!(polish("Go, {name}", good), 1);
    assert_eq!(polish("", good), 2);
    assert_eq!(
        polish("Idź, {name}", &good.replace("\"few\"", "\"two\"")),
        2
    );
    assert_eq!(
        polish(
            "Idź, {name}",
            &good.replace("\"few\": \"{n} ", "\"few\": \"")
        ),
        1
    );
    assert_eq!(polish("Idź, {name}", "\"{n} drzwi\""), 1);
    assert_eq!(complaints("pl", &english, &Entries::new()).len(), 2);
    let more = of(r#"{"a.b": "Idź, {name}", "a.c": "Więcej"}"#);
    assert_eq!(complaints("pl", &english, &more).len(), 2);
}

#[test]
fn arabic_and_welsh_have_six_categories_and_polish_four() {
    for (tag, count) in [
        ("ar", 6),
        ("cy", 6),
        ("pl", 4),
        ("bn", 2),
        ("so", 2),
        ("ur", 2),
    ] {
        assert_eq!(categories(tag).len(), count, "{tag}");
    }
    assert!(Catalogue::english().keys().count() > english().len());
}
