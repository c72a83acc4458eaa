//! The six words: shown once, to be written down, printed or saved as a sheet; then two of them
//! typed back.

use leptos::html;
use leptos::prelude::*;

use super::question::{DESCRIPTION, FIELD, QuestionPage};
use crate::client::clock::BrowserRng;
use crate::client::pages::organiser::download;
use crate::locales;
use crate::organise::paper::NotPrintable;
use crate::organise::recovery_sheet::{About, recovery_sheet};
use crate::t;
use rand_core::Rng;

/// What the file is called: it says nothing of the group.
const FILE: &str = "stairwell-six-words.pdf";

/// The sheet to copy the words from.
#[component]
pub fn WordsSheet(
    /// The six words.
    words: RwSignal<Vec<String>>,
    /// Unused here, and empty.
    error: RwSignal<Option<String>>,
    /// Where "back" leads.
    back: Callback<()>,
    /// The words are on paper.
    on_written: Callback<()>,
    /// What else stands on the sheet.
    about: About,
) -> impl IntoView {
    let said = RwSignal::new(None);
    let on_paper = [
        t!("start.sheet_made", day = about.made),
        t!("start.sheet_ends", day = about.ends),
        t!("start.sheet_how", origin = about.origin),
        t!("start.sheet_keep"),
    ];
    let title = t!("start.sheet_title", group = about.group);
    let save = move |_| {
        let made = words.with_untracked(|words| recovery_sheet(words, &about, locales::fill));
        said.set(Some(match made {
            Ok(file) => match download::words(FILE, &file) {
                Some(()) => t!("organiser.file_saved", file = FILE),
                None => t!("organiser.file_not_saved", file = FILE),
            },
            Err(NotPrintable(letter)) => t!("start.sheet_letter", letter = letter),
        }));
    };
    // An app on an iPhone's home screen cannot print, and says nothing where it is asked to.
    let print = move |_| {
        if window().print().is_err() {
            said.set(Some(t!("start.sheet_no_print")));
        }
    };
    view! {
        <QuestionPage
            title=t!("start.words")
            hint=t!("start.words_hint")
            error=error
            button=t!("start.words_written")
            on_answer=on_written
            back=Some(back)
        >
            <p class="on-paper title">{title}</p>
            <ol class="words-sheet" translate="no">
                {words
                    .get_untracked()
                    .into_iter()
                    .map(|word| view! { <li>{word}</li> })
                    .collect_view()}
            </ol>
            <p>{t!("start.words_why")}</p>
            <p>{t!("start.words_never_kept")}</p>
            {on_paper.map(|words| view! { <p class="on-paper">{words}</p> }).collect_view()}
            <div class="row">
                <button type="button" class="button" on:click=print>
                    {t!("start.sheet_print")}
                </button>
                <button type="button" class="button" on:click=save>
                    {t!("start.sheet_save")}
                </button>
            </div>
            <p class="hint">{t!("start.sheet_files")}</p>
            <p role="status">{move || said.get()}</p>
        </QuestionPage>
    }
}

/// Two of the words, typed from the sheet.
#[component]
pub fn TypedBack(
    /// The six words.
    words: RwSignal<Vec<String>>,
    /// What is wrong with what was typed.
    error: RwSignal<Option<String>>,
    /// Back to the sheet.
    back: Callback<()>,
    /// Both are right.
    on_right: Callback<()>,
) -> impl IntoView {
    let places = two_places(words.get_untracked().len(), BrowserRng.next_u32());
    let typed = places.map(|_| RwSignal::new(String::new()));
    let check = Callback::new(move |()| {
        let wrong = words.with_untracked(|words| {
            places
                .into_iter()
                .zip(typed)
                .find(|(place, typed)| {
                    let typed = typed.get_untracked();
                    words.get(*place).map(String::as_str) != Some(&typed.trim().to_lowercase())
                })
                .map(|(place, _)| place + 1)
        });
        match wrong {
            Some(place) => error.set(Some(t!("start.typed_back_wrong", place = place))),
            None => on_right.run(()),
        }
    });
    view! {
        <QuestionPage
            title=t!("start.typed_back")
            hint=t!("start.typed_back_hint")
            error=error
            button=t!("start.found")
            on_answer=check
            back=Some(back)
        >
            {places
                .into_iter()
                .zip(typed)
                .enumerate()
                .map(|(n, (place, typed))| {
                    let id = if n == 0 { FIELD.to_string() } else { format!("{FIELD}-{n}") };
                    view! { <WordField id=id place=place + 1 typed=typed error=error /> }
                })
                .collect_view()}
        </QuestionPage>
    }
}

#[component]
fn WordField(
    id: String,
    place: usize,
    typed: RwSignal<String>,
    error: RwSignal<Option<String>>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    view! {
        <label for=id.clone()>{t!("start.typed_back_word", place = place)}</label>
        <input
            id=id
            node_ref=field
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby=DESCRIPTION
            aria-invalid=move || error.get().is_some().then_some("true")
            bind:value=typed
        />
    }
}

/// Two different places among `count`, in order, by a random number.
fn two_places(count: usize, random: u32) -> [usize; 2] {
    let count = count.max(2);
    let random = random as usize;
    let first = random % count;
    let second = (first + 1 + (random / count) % (count - 1)) % count;
    [first.min(second), first.max(second)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_different_words_are_asked_in_order() {
        for random in 0..10_000 {
            let [first, second] = two_places(6, random);
            assert!(first < second && second < 6, "{random}");
        }
    }

    #[test]
    fn every_pair_is_asked_sometime() {
        let pairs: std::collections::BTreeSet<_> =
            (0..36).map(|random| two_places(6, random)).collect();
        assert_eq!(pairs.len(), 15);
    }
}
