//! The list of words, fetched only where words are made or typed: 62 kB that no volunteer needs.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The list, one word a line; `None` where it could not be fetched.
pub async fn fetch() -> Option<String> {
    let answer = JsFuture::from(leptos::prelude::window().fetch_with_str("/words.txt"))
        .await
        .ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}
