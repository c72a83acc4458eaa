//! Whether the browser promises to keep what is here: asked again for as long as it has not, and never where
//! it has.

use js_sys::Reflect;
use leptos::prelude::GetUntracked;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::site::{again, js, phone};

/// Has the browser answer so from now on, and count how often it is asked to promise.
fn answers(persisted: &str, persist: &str) {
    js(&format!(
        "globalThis.askedToPersist = 0;
        navigator.storage.persisted = async () => {persisted};
        navigator.storage.persist = async () => {{ askedToPersist += 1; return {persist}; }};"
    ));
}

fn times_asked() -> f64 {
    let times = Reflect::get(&js_sys::global(), &"askedToPersist".into());
    times.unwrap().as_f64().unwrap()
}

#[wasm_bindgen_test]
async fn a_browser_is_asked_to_keep_what_is_here_until_it_has_promised_to() {
    let site = phone("keeping").await;
    assert_eq!(site.promised().get_untracked(), None);
    answers("false", "false");
    site.ask_to_keep().await;
    assert_eq!(
        (site.promised().get_untracked(), times_asked()),
        (Some(false), 1.0)
    );
    // As at the next start.
    let site = again("keeping").await;
    answers("false", "true");
    site.ask_to_keep().await;
    assert_eq!(
        (site.promised().get_untracked(), times_asked()),
        (Some(true), 1.0)
    );
    let site = again("keeping").await;
    answers("true", "false");
    site.ask_to_keep().await;
    assert_eq!(
        (site.promised().get_untracked(), times_asked()),
        (Some(true), 0.0)
    );
    // A browser that fails to say has promised nothing, and nothing is claimed of it.
    answers(
        "Promise.reject(new Error('none'))",
        "Promise.reject(new Error('none'))",
    );
    let site = again("keeping").await;
    site.ask_to_keep().await;
    assert_eq!(site.promised().get_untracked(), None);
    js("delete navigator.storage.persisted; delete navigator.storage.persist;");
}
