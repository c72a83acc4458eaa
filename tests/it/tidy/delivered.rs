//! R8.1: no message is ever described as delivered unless it was acknowledged. Every sentence with a word of
//! delivery stands in a list here: it claims so, and then the one page that shows it reads the count that
//! only acknowledgements fill; or it claims nothing, and it is said why.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use stairwell::locales::{DESK, EVENING};

use super::none;
use super::source::{Token, shipped, tokens, under};

/// Words that may say that something has come to somebody.
const WORDS: &[&str] = &[
    "sent",
    "delivered",
    "received",
    "arrived",
    "arrives",
    "merged",
    "handed",
    "reached us",
];

/// What says that something was delivered: the key, the page that shows it, and what that page reads.
const CLAIMS: &[(&str, &str, &str)] = &[
    ("phone.wipe_all_sent", "pages/volunteer/wipe.rs", "tally"),
    ("volunteer.count_merged", "pages/volunteer/sent.rs", "tally"),
    ("volunteer.count_sent", "pages/volunteer/sent.rs", "tally"),
    (
        "volunteer.shift_all_sent",
        "pages/volunteer/shift.rs",
        "tally",
    ),
    (
        "volunteer.shift_ended_sent",
        "pages/volunteer/shift.rs",
        "tally",
    ),
    ("volunteer.status_all_sent", "parts/status_line.rs", "tally"),
    // Nothing waits: the session has no unsent batch to write into a file.
    ("along.nothing", "pages/volunteer/along.rs", "Nothing"),
];

/// What has such a word and says nothing of the kind.
const NONE: &[(&str, &str)] = &[
    ("along.link", "what is not sent"),
    ("along.saved", "says that the browser has it"),
    (
        "along.shared",
        "says that an app has it, and that nobody knows more",
    ),
    ("along.what", "what waits"),
    ("card.petition_public", "sheets of paper, and what will be"),
    ("errors.refusal.handed_over", "who has the campaign"),
    ("errors.refusal.malformed", "was refused"),
    ("errors.refusal.over_quota", "was refused"),
    ("incident.kept_what", "nobody has it; names the counts"),
    ("handover.close_unsent", "what is not sent"),
    ("handover.paper", "a heading"),
    ("issues.step_delivered", "a landlord's promise"),
    ("keys.others_get_keys", "what will still come"),
    ("keys.sent_stays", "of whatever was sent"),
    ("keys.unsent_stays_there", "what is not sent"),
    ("list.again_mark", "people are sent nowhere"),
    ("night.not_in_seen", "what has not come"),
    ("organiser.no_turf_what", "people are sent nowhere"),
    ("organiser.phones_what", "what has to be here first"),
    ("petition.council", "what will be"),
    ("petition.sheet_public", "sheets of paper, and what will be"),
    ("phone.end_and_close_what", "what is not sent"),
    ("phone.handed_over", "who has the campaign"),
    ("phone.handed_over_title", "a page's heading"),
    ("phone.handed_over_unsent", "what was not sent"),
    ("phone.pin_forgotten_what", "what was not sent"),
    ("phone.pin_what_not", "what was not sent"),
    ("phone.taken_off", "of whatever was sent"),
    ("phone.unsent_kept", "what was not sent"),
    ("phone.unsent_waits", "what is not sent"),
    ("phone.wipe_left_behind", "what was not sent"),
    ("phone.wipe_waiting", "what is not sent"),
    ("practice.intro", "nothing is sent"),
    ("practice.status", "nothing is sent"),
    ("start.days_hint", "what is not sent"),
    ("structure.before_what", "who has the campaign"),
    ("tonight.teams_none", "people are sent nowhere"),
    ("volunteer.counts_explained", "what the counts mean"),
    ("volunteer.join_how", "a link somebody sent"),
    ("volunteer.repaired", "what was not sent"),
    ("volunteer.repaired_lost", "of whatever was sent"),
    ("volunteer.sent", "a page's name"),
    ("volunteer.sent_title", "a page's heading"),
    ("volunteer.still_has_why", "what is not sent"),
    ("volunteer.status_not_sent_for", "what is not sent"),
];

/// The English entries of both programs that have one of the words.
fn with_a_word() -> BTreeMap<String, String> {
    let carried: BTreeSet<&str> = EVENING.iter().chain(DESK).map(|part| part.name()).collect();
    let mut found = BTreeMap::new();
    for file in under("src/locales/en", &[".json"]) {
        let part = file.path.rsplit('/').next().unwrap();
        let part = part.trim_end_matches(".json").to_string();
        if !carried.contains(part.as_str()) {
            continue;
        }
        let entries: BTreeMap<String, Value> = serde_json::from_str(&file.text).unwrap();
        for (key, entry) in entries {
            let sentence = entry.to_string().to_lowercase();
            if has_a_word(&sentence) {
                found.insert(format!("{part}.{key}"), sentence);
            }
        }
    }
    found
}

fn has_a_word(sentence: &str) -> bool {
    let words: Vec<&str> = sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let words = format!(" {} ", words.join(" "));
    WORDS
        .iter()
        .any(|word| words.contains(&format!(" {word} ")))
}

#[test]
fn r8_1_every_sentence_with_a_word_of_delivery_is_known_here() {
    let found = with_a_word();
    let known: BTreeSet<&str> = (CLAIMS.iter().map(|(key, ..)| *key))
        .chain(NONE.iter().map(|(key, _)| *key))
        .collect();
    let new = found
        .iter()
        .filter(|(key, _)| !known.contains(key.as_str()));
    let mut wrong: Vec<String> = new
        .map(|(key, sentence)| format!("does {key} say that something was delivered? {sentence}"))
        .collect();
    let gone = known.iter().filter(|key| !found.contains_key(**key));
    wrong.extend(gone.map(|key| format!("{key} has no such word any more")));
    none(wrong);
}

#[test]
fn r8_1_what_is_called_delivered_is_shown_by_what_counts_acknowledgements() {
    let sources = shipped("src/client");
    let mut wrong = Vec::new();
    for (key, page, reads) in CLAIMS {
        let showing: Vec<&str> = sources
            .iter()
            .filter(|source| {
                let all = tokens(&source.text);
                all.iter()
                    .any(|(token, _)| matches!(token, Token::Text(text) if text == key))
            })
            .map(|source| source.path.as_str())
            .collect();
        // The page of an incident names a count, and claims none.
        let showing: Vec<&str> = showing
            .into_iter()
            .filter(|path| !path.ends_with("pages/volunteer/incident.rs"))
            .collect();
        if !matches!(showing[..], [path] if path.ends_with(page)) {
            wrong.push(format!(
                "{key} is shown by {showing:?}, not by {page} alone"
            ));
        }
        let read = sources.iter().filter(|source| source.path.ends_with(page));
        if !read.clone().any(|source| source.text.contains(reads)) {
            wrong.push(format!("{page} shows {key} and does not read {reads}"));
        }
    }
    none(wrong);
}

#[test]
fn a_word_is_found_whole_and_in_any_form_of_a_plural() {
    assert!(has_a_word("everything is sent."));
    assert!(has_a_word("{\"one\":\"{n} was merged\"}"));
    assert!(!has_a_word("sentence by sentence"));
    assert!(!has_a_word("consent is absent"));
}
