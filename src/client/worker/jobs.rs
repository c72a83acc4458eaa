//! The worker's side: what is done for each message.

use super::{Job, Sentence, Told};
use crate::canvass::address_list::{self, ListError, Options};
use crate::sync::pin;
use crate::sync::root::{self, WordsError};

/// The jobs the worker knows, from bytes to bytes.
pub struct Jobs;

impl Jobs {
    /// Does a job of the page's; the answer as it is posted back.
    pub fn run(job: &[u8]) -> Vec<u8> {
        let told = match postcard::from_bytes(job) {
            Ok(Job::Words { words, list }) => keys(&words, &list),
            Ok(Job::Pin { pin, salt }) => match pin::key(&pin, &salt) {
                Some(key) => Told::PinKey(key),
                None => Told::Refused(Sentence::plain("phone.pin_not_done")),
            },
            Err(_) => Told::Refused(Sentence::plain("start.worker_failed")),
        };
        told.to_bytes()
    }
}

impl Told {
    /// As it is posted.
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        postcard::to_allocvec(self).expect("a message can be written")
    }

    /// The browser could not read the file that was picked.
    pub fn unreadable() -> Told {
        Told::Refused(Sentence::plain("organiser.list_unreadable"))
    }
}

/// Takes an address list apart, saying now and then how far it has come. The options are as they
/// were posted.
pub fn read_list(bytes: &[u8], options: &[u8], mut say: impl FnMut(Told)) -> Told {
    let options: Options = postcard::from_bytes(options).unwrap_or_default();
    let plan = address_list::read_as(bytes, &options, |done, total| {
        say(Told::Progress {
            done: u32::try_from(done).unwrap_or(u32::MAX),
            total: u32::try_from(total).unwrap_or(u32::MAX),
        });
    });
    match plan {
        Ok(plan) => Told::List(plan),
        Err(ListError::WhichSheet { sheets }) => Told::WhichSheet(sheets),
        Err(error) => Told::Refused(list_refused(&error)),
    }
}

/// Why a list was not read, as a sentence.
fn list_refused(error: &ListError) -> Sentence {
    Sentence {
        key: error.key().to_string(),
        values: error
            .values()
            .into_iter()
            .map(|(name, value)| (name.to_string(), value))
            .collect(),
    }
}

fn keys(words: &str, list: &str) -> Told {
    let list: Vec<&str> = list.lines().collect();
    match root::keys(words, &list) {
        Ok(keys) => Told::Keys(keys),
        Err(error) => Told::Refused(words_refused(&error)),
    }
}

fn words_refused(error: &WordsError) -> Sentence {
    let (key, values) = match error {
        WordsError::Count(count) => ("start.words_count", vec![("n", count.to_string())]),
        WordsError::Unknown(place, word) => (
            "start.words_unknown",
            vec![("place", place.to_string()), ("word", word.clone())],
        ),
        WordsError::Unreliable => ("start.words_unreliable", vec![]),
    };
    Sentence {
        key: key.to_string(),
        values: values
            .into_iter()
            .map(|(name, value)| (name.to_string(), value))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(job: &Job) -> Told {
        let answer = Jobs::run(&postcard::to_allocvec(job).unwrap());
        postcard::from_bytes(&answer).unwrap()
    }

    #[test]
    fn an_unknown_word_is_named_with_its_place() {
        let list = include_str!("../../../public/words.txt").to_string();
        let words = "abacus abdomen abacus abacus abacus xyzzy".to_string();
        let Told::Refused(sentence) = told(&Job::Words { words, list }) else {
            panic!("six words of which one is unknown give no keys");
        };
        let words = sentence.words();
        assert!(words.contains("xyzzy") && words.contains('6'), "{words}");
    }

    #[test]
    fn what_is_no_job_is_refused() {
        let answer = Jobs::run(&[250, 1, 2]);
        assert!(matches!(
            postcard::from_bytes(&answer),
            Ok(Told::Refused(_))
        ));
    }

    #[test]
    fn a_file_that_is_no_list_says_why_in_words() {
        let Told::Refused(sentence) = read_list(b"", &[], |_| ()) else {
            panic!("an empty file is no list");
        };
        assert!(crate::locales::has(&sentence.key), "{}", sentence.key);
    }
}
