//! Which language this device speaks. English is in the program; any other is a file of its own,
//! `/locales/cy.txt`, which the service worker keeps with the rest. `public/shell.js` asks for the
//! words of the language of the first screen while the program itself is still on its way.

use std::cell::RefCell;

use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::net;
use crate::locales::{self, Catalogue, Tongue};

/// Where a choice is kept: in local storage, since `public/shell.js` is to know at once.
const KEY: &str = "stairwell-language";
/// Where `public/shell.js` leaves the promise of the words.
const WORDS: &str = "stairwellWords";

thread_local! {
    /// What was fetched, for as long as the app is open.
    static FETCHED: RefCell<Vec<Catalogue>> = const { RefCell::new(Vec::new()) };
}

/// The language's words are not on this device, and did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHere;

/// The language this device speaks, from context. A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Speaking {
    chosen: RwSignal<Tongue>,
}

impl Speaking {
    /// From context; English where nothing provided one.
    pub fn here() -> Speaking {
        use_context().unwrap_or_else(|| Speaking {
            chosen: RwSignal::new(Tongue::ENGLISH),
        })
    }

    /// Takes up the language that the page begins with.
    pub(super) async fn begin() -> Speaking {
        let words = words_of_the_page().await;
        // Says another language only once the words have come.
        let tag = root().and_then(|root| root.get_attribute("lang"));
        let tongue = tag.and_then(|tag| Tongue::of(&tag));
        let tongue = tongue.unwrap_or(Tongue::ENGLISH);
        let catalogue = match (kept(tongue), words) {
            (None, Some(words)) => keep(tongue, &words),
            (kept, _) => kept,
        };
        let chosen = catalogue.map_or(Tongue::ENGLISH, |it| it.tongue);
        let speaking = Speaking {
            chosen: RwSignal::new(chosen),
        };
        speaking.speak();
        speaking
    }

    /// The language chosen on this device, whatever the page that is shown is in.
    pub fn chosen(self) -> Tongue {
        self.chosen.get()
    }

    /// Runs whatever asks again once another language is chosen.
    pub(super) fn track(self) {
        self.chosen.track();
    }

    /// The page that is drawn next is in the chosen language.
    pub(super) fn speak(self) {
        let tongue = self.chosen.get_untracked();
        speak(kept(tongue).unwrap_or_else(Catalogue::english));
    }

    /// The page that is drawn next is in English.
    pub(super) fn speak_english(self) {
        speak(Catalogue::english());
    }

    /// Fetches a language, if need be, and speaks it from now on, the next time the app is opened,
    /// too; `before` runs just before the page is drawn anew.
    ///
    /// # Errors
    /// [`NotHere`]; what was spoken goes on.
    pub async fn choose(self, tongue: Tongue, before: impl FnOnce()) -> Result<(), NotHere> {
        catalogue(tongue).await?;
        if let Some(storage) = window().local_storage().ok().flatten() {
            // Where nothing can be kept, it is spoken for as long as the app is open.
            let _ = storage.set_item(KEY, tongue.tag());
        }
        before();
        self.chosen.try_set(tongue);
        Ok(())
    }
}

/// A language's sentences, fetched if need be.
///
/// # Errors
/// [`NotHere`].
pub async fn catalogue(tongue: Tongue) -> Result<Catalogue, NotHere> {
    if let Some(catalogue) = kept(tongue) {
        return Ok(catalogue);
    }
    let text = net::text(&format!("/locales/{}.txt", tongue.tag())).await;
    text.and_then(|text| keep(tongue, &text)).ok_or(NotHere)
}

fn kept(tongue: Tongue) -> Option<Catalogue> {
    if tongue == Tongue::ENGLISH {
        return Some(Catalogue::english());
    }
    FETCHED.with_borrow(|fetched| fetched.iter().find(|it| it.tongue == tongue).copied())
}

fn keep(tongue: Tongue, text: &str) -> Option<Catalogue> {
    let catalogue = Catalogue::read(tongue, text)?;
    FETCHED.with_borrow_mut(|fetched| fetched.push(catalogue));
    Some(catalogue)
}

/// What `public/shell.js` has fetched; `None` where there is none, or it did not come.
async fn words_of_the_page() -> Option<String> {
    let promise = Reflect::get(&window(), &JsValue::from(WORDS)).ok()?;
    let words = JsFuture::from(promise.dyn_into::<Promise>().ok()?).await;
    words.ok()?.as_string().filter(|text| !text.is_empty())
}

fn root() -> Option<web_sys::Element> {
    document().document_element()
}

/// Sentences are in this language from now on, and the document says that it is in it.
fn speak(catalogue: Catalogue) {
    let tongue = catalogue.tongue;
    locales::speak(catalogue);
    if let Some(root) = root() {
        for (name, said) in [("lang", tongue.tag()), ("dir", tongue.direction())] {
            // Chromium 156 styles the whole document anew for either, though it says the same as before: with
            // each page, half of what a tap took.
            if root.get_attribute(name).as_deref() != Some(said) {
                // Setting an attribute of <html> does not fail.
                let _ = root.set_attribute(name, said);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_looks_where_the_choice_is_left_and_leaves_the_words_where_they_are_looked_for() {
        let shell = include_str!("../../public/shell.js");
        assert!(shell.contains(&format!("getItem(\"{KEY}\")")));
        assert!(shell.contains(&format!("globalThis.{WORDS} = ")));
    }
}
