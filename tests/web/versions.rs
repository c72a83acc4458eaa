//! Other versions of the app, and other tabs that are in the way: what a newer one has written is kept
//! byte for byte by an older one, and what cannot be done is said.

use leptos::prelude::GetUntracked;
use stairwell::canvass::event::Kind;
use stairwell::client::journal::Journal;
use stairwell::client::phone::Phone;
use stairwell::client::told::{OpenError, SaveError, Saving};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::endpoint::{Endpoint, sync};
use crate::site::{again, js, js_async, knock, known, phone};

/// A record as no version has written it yet.
const NEWER: &str = "new Uint8Array([9, 1, 2, 3])";

/// Runs a piece of script on one store of a phone's database; what its request came to.
async fn on(name: &str, store: &str, request: &str) -> wasm_bindgen::JsValue {
    js_async(&format!(
        "new Promise((done, failed) => {{
            const opening = indexedDB.open('stairwell-{name}', 1);
            opening.onsuccess = () => {{
                const database = opening.result;
                const transaction = database.transaction('{store}', 'readwrite');
                const store = transaction.objectStore('{store}');
                const request = {request};
                transaction.oncomplete = () => {{ database.close(); done(request.result); }};
                transaction.onabort = () => failed(transaction.error);
            }};
        }})"
    ))
    .await
}

fn bytes(numbers: &[u8]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u8::to_string).collect();
    format!("new Uint8Array([{}])", numbers.join(","))
}

#[wasm_bindgen_test]
async fn an_older_app_after_a_roll_back_keeps_what_a_newer_one_wrote_and_goes_on() {
    let name = "rolled-back";
    let endpoint = Endpoint::open();
    let before = phone(name).await;
    let dot = before.record(vec![knock()]).await.unwrap()[0];
    sync(before).await;
    before.record(vec![knock()]).await.unwrap();
    let at = |seq: u8| bytes(&[&dot.log.0[..], &[0, 0, 0, 0, 0, 0, 0, seq]].concat());
    let newer = [
        ("logs", bytes(&[7; 8])),
        ("events", at(200)),
        ("batches", at(200)),
        ("pulled", bytes(&[0, 0, 0, 0, 0, 0, 1, 0])),
        // Of another sort than any there is now.
        ("pulled", bytes(b"by stream")),
        ("meta", bytes(b"another")),
        ("meta", bytes(b"snapshot")),
    ];
    for (store, key) in &newer {
        on(name, store, &format!("store.put({NEWER}, {key})")).await;
    }
    let after = again(name).await;
    assert_eq!(known(after), known(before));
    after.record(vec![knock()]).await.unwrap();
    sync(after).await;
    assert_eq!(after.status().get_untracked().waiting, 0);
    let last = again(name).await;
    assert_eq!(
        last.read_untracked(|state| state.of_kind(Kind::KNOCK).count()),
        3
    );
    for (store, key) in &newer {
        let kept = on(name, store, &format!("store.get({key})")).await;
        let kept = js_sys::Uint8Array::new(&kept).to_vec();
        assert_eq!(kept, [9, 1, 2, 3], "{store} {key}");
    }
    drop(endpoint);
}

#[wasm_bindgen_test]
async fn a_device_that_only_a_newer_app_reads_is_said_and_left_as_it_is() {
    let name = "newer-device";
    phone(name).await.record(vec![knock()]).await.unwrap();
    let key = bytes(b"device");
    let was = on(name, "device", &format!("store.get({key})")).await;
    on(name, "device", &format!("store.put({NEWER}, {key})")).await;
    for _ in 0..2 {
        let refused = Phone::open_as(name).await.err();
        assert_eq!(refused, Some(OpenError::Unreadable));
    }
    // The newer app comes back.
    js_sys::Reflect::set(&js_sys::global(), &"was".into(), &was).unwrap();
    on(name, "device", &format!("store.put(was, {key})")).await;
    let phone = again(name).await;
    assert_eq!(phone.tally().get_untracked().recorded, 1);
}

#[wasm_bindgen_test]
async fn a_database_that_somebody_raised_is_visibly_not_saved_to() {
    let name = "raised";
    let phone = phone(name).await;
    phone.record(vec![knock()]).await.unwrap();
    js_async(
        "new Promise((done, failed) => {
            const opening = indexedDB.open('stairwell-raised', 2);
            opening.onsuccess = () => { opening.result.close(); done(); };
            opening.onerror = opening.onblocked = failed;
        })",
    )
    .await;
    let refused = phone.record(vec![knock()]).await;
    assert_eq!(refused, Err(SaveError::Storage));
    let reason = SaveError::Storage;
    assert_eq!(phone.saving().get_untracked(), Saving::NotSaved { reason });
    assert_eq!(Phone::open_as(name).await.err(), Some(OpenError::NoStorage));
}

#[wasm_bindgen_test]
async fn another_tab_that_keeps_the_database_is_said_and_the_next_try_opens() {
    js(include_str!("faults.js"));
    let name = "kept-open";
    phone(name).await.record(vec![knock()]).await.unwrap();
    // A tab that does not let go, and one that wants the database gone: who opens it now waits.
    js_async(
        "new Promise((done, failed) => {
            const opening = indexedDB.open('stairwell-kept-open', 1);
            opening.onsuccess = () => {
                window.keeps = opening.result;
                const deleting = indexedDB.deleteDatabase('stairwell-kept-open');
                deleting.onblocked = () => done();
                window.deleted = new Promise((gone) => { deleting.onsuccess = gone; });
            };
            opening.onerror = failed;
        })",
    )
    .await;
    js("faults.arm('stairwell-kept-open', 'patient', 1e9)");
    let refused = Phone::open_as(name).await.err();
    js("faults.disarm()");
    assert_eq!(refused, Some(OpenError::Blocked));
    js("keeps.close()");
    js_async("deleted").await;
    let (journal, _) = Journal::open(name).await.unwrap();
    assert!(journal.has_second());
    let phone = again(name).await;
    assert_eq!(
        phone.tally().get_untracked().recorded,
        1,
        "from the second copy"
    );
}
