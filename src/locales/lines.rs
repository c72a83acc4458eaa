//! From the catalogues' files to lines of text: `key`, a tab, the sentence. A plural's forms are
//! lines of their own: `key/one`, `key/other`. Behind a sentence that somebody who speaks the
//! language has read stands [`READ`]. Used before the crate is built, see `build.rs`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;

use serde_json::{Map, Value};

/// What stands behind a sentence that was read.
pub const READ: &str = "\tread";

/// The entries of one file.
pub type Entries = Map<String, Value>;

/// The files of one language, by part.
pub type Files = BTreeMap<String, Entries>;

/// A file's lines; `read` tells whether somebody has read the entry of a key.
///
/// # Errors
/// An entry that is no sentence and no plural, or has a tab or the end of a line in it.
pub fn lines(
    part: &str,
    entries: &Entries,
    read: impl Fn(&str) -> bool,
) -> Result<String, Box<dyn Error>> {
    let mut lines = String::new();
    let mut line = |key: &str, sentence: &Value, mark: &str| -> Result<(), Box<dyn Error>> {
        let sentence = sentence.as_str().ok_or(format!("{key} is no sentence"))?;
        if sentence.contains(['\t', '\n']) {
            return Err(format!("{key} has a tab or the end of a line in it").into());
        }
        Ok(writeln!(lines, "{part}.{key}\t{sentence}{mark}")?)
    };
    for (key, entry) in entries {
        let mark = if read(&format!("{part}.{key}")) {
            READ
        } else {
            ""
        };
        match entry {
            Value::Object(forms) => {
                if !forms.contains_key("other") {
                    return Err(format!("{key} has no `other` form").into());
                }
                for (category, sentence) in forms {
                    line(&format!("{key}/{category}"), sentence, mark)?;
                }
            }
            sentence => line(key, sentence, mark)?,
        }
    }
    Ok(lines)
}

/// Whether somebody has read this entry, by the language's `reviewed.json`: its mark says who did, on
/// which day, and what they read, the English and the translation. Where either was changed since,
/// the mark is of another text, and counts for nothing.
pub fn is_read(marks: &Entries, key: &str, english: Option<&Value>, words: Option<&Value>) -> bool {
    let Some(mark) = marks.get(key) else {
        return false;
    };
    let said = |what: &str| mark.get(what).and_then(Value::as_str).unwrap_or_default();
    let is_day = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        text.len() == 10 && digits == 8 && text.split('-').count() == 3
    };
    let same = |what: &str, now: Option<&Value>| now.is_some() && mark.get(what) == now;
    !said("by").trim().is_empty()
        && is_day(said("on"))
        && same("english", english)
        && same("words", words)
}

/// The entry of a key (`card.title`) in a language's files.
pub fn entry<'a>(files: &'a Files, key: &str) -> Option<&'a Value> {
    let (part, key) = key.split_once('.')?;
    files.get(part)?.get(key)
}

/// A whole language's lines, each with its mark.
///
/// # Errors
/// As of [`lines`], with the part it is in.
pub fn translated(
    english: &Files,
    files: &Files,
    marks: &Entries,
) -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    for (part, entries) in files {
        let read = |key: &str| is_read(marks, key, entry(english, key), entry(files, key));
        let of_part = lines(part, entries, read).map_err(|error| format!("{part}: {error}"))?;
        all.push_str(&of_part);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(json: &str) -> Entries {
        serde_json::from_str(json).unwrap()
    }

    fn files(json: &str) -> Files {
        Files::from([("card".to_string(), entries(json))])
    }

    #[test]
    fn a_plurals_forms_are_lines_of_their_own() {
        let file = entries(r#"{"a": "One", "b": {"one": "{n} door", "other": "{n} doors"}}"#);
        assert_eq!(
            lines("card", &file, |key| key == "card.a").unwrap(),
            "card.a\tOne\tread\ncard.b/one\t{n} door\ncard.b/other\t{n} doors\n"
        );
        for wrong in [r#"{"a": {"one": "x"}}"#, r#"{"a": "x\ty"}"#, r#"{"a": 3}"#] {
            assert!(
                lines("card", &entries(wrong), |_| false).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_mark_counts_for_exactly_what_was_read_and_says_who_read_it_when() {
        let (english, words) = (files(r#"{"a": "Who"}"#), files(r#"{"a": "Pwy"}"#));
        let mark = |by: &str, on: &str, of: &str, words: &str| {
            entries(&format!(
                r#"{{"card.a": {{"by": "{by}", "on": "{on}", "english": "{of}", "words": "{words}"}}}}"#
            ))
        };
        let of = |marks: &Entries| translated(&english, &words, marks).unwrap();
        let good = mark("A. Reader", "2026-12-01", "Who", "Pwy");
        assert_eq!(of(&good), "card.a\tPwy\tread\n");
        for bad in [
            Entries::new(),
            mark("", "2026-12-01", "Who", "Pwy"),
            mark("A. Reader", "soon", "Who", "Pwy"),
            mark("A. Reader", "2026-12-01", "Who else", "Pwy"),
            mark("A. Reader", "2026-12-01", "Who", "Pwy arall"),
            entries(r#"{"card.b": {"by": "A. Reader", "on": "2026-12-01"}}"#),
        ] {
            assert_eq!(of(&bad), "card.a\tPwy\n", "{bad:?}");
        }
    }
}
