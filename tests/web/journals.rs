//! Journals as earlier versions of the app have left them, each opened by this one. How they were
//! recorded, and how to add one: `journals/README.md`.

use leptos::prelude::GetUntracked;
use stairwell::client::journal::{Journal, Since};
use stairwell::sync::keys::Secret;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::endpoint::{Endpoint, sync};
use crate::faults::{knocks, member, pack, pull_much};
use crate::site::{again, js, js_async, knock};

/// Each recorded journal, by what it is.
const RECORDED: [(&str, &str); 4] = [
    (
        "before-snapshots",
        include_str!("journals/before-snapshots.json"),
    ),
    (
        "with-a-snapshot",
        include_str!("journals/with-a-snapshot.json"),
    ),
    ("unsealed", include_str!("journals/unsealed.json")),
    ("behind-a-pin", include_str!("journals/behind-a-pin.json")),
];
/// What the one with a PIN opens with: salt and key.
const PIN: ([u8; 16], Secret) = ([7; 16], Secret([8; 32]));

/// Writes a recorded journal into an empty database, and gives what it is expected to hold.
const PUT_IN_PLACE: &str = "
    window.putInPlace = async (name, recorded) => {
        const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
        const open = indexedDB.open(name, 1);
        open.onupgradeneeded = () => {
            for (const store of Object.keys(recorded.stores)) open.result.createObjectStore(store);
        };
        await new Promise((done, failed) => { open.onsuccess = done; open.onerror = failed; });
        const wrapping = recorded.wrapping && await crypto.subtle.importKey(
            'raw', bytes(recorded.wrapping), 'AES-GCM', false, ['encrypt', 'decrypt']);
        const all = open.result.transaction(Object.keys(recorded.stores), 'readwrite');
        for (const [store, records] of Object.entries(recorded.stores)) {
            for (const [key, value] of records) {
                all.objectStore(store).put(value === null ? wrapping : bytes(value), bytes(key));
            }
        }
        await new Promise((done, failed) => { all.oncomplete = done; all.onabort = failed; });
        open.result.close();
    };";

/// Reads a database out as it is recorded. A key that the browser gives nobody is written as null: the
/// one it was made from stands beside it.
const READ_OUT: &str = "
    window.readOut = async (name) => {
        const hex = (value) => Array.from(
            new Uint8Array(value), (byte) => byte.toString(16).padStart(2, '0')).join('');
        const open = indexedDB.open(name, 1);
        await new Promise((done) => { open.onsuccess = done; });
        const stores = {};
        const names = [...open.result.objectStoreNames];
        const all = open.result.transaction(names);
        const got = (request) => new Promise((done) => {
            request.onsuccess = () => done(request.result);
        });
        await Promise.all(names.map(async (name) => {
            const store = all.objectStore(name);
            const [keys, values] = await Promise.all([got(store.getAllKeys()), got(store.getAll())]);
            stores[name] = keys.map((key, n) =>
                [hex(key), values[n] instanceof CryptoKey ? null : hex(values[n])]);
        }));
        open.result.close();
        return stores;
    };";

/// Has the browser make keys that the test knows.
const KNOWN_KEY: &str = "
    window.generate = SubtleCrypto.prototype.generateKey;
    SubtleCrypto.prototype.generateKey = function (algorithm, extractable, usages) {
        const raw = new Uint8Array(32).fill(9);
        return this.importKey('raw', raw, 'AES-GCM', false, usages);
    };";

fn number(of: &str) -> usize {
    let value = js(&format!("recorded.{of}")).as_f64();
    value.unwrap_or_else(|| panic!("{of} is recorded")) as usize
}

#[wasm_bindgen_test]
async fn a_journal_of_every_earlier_version_opens_and_goes_on() {
    js(PUT_IN_PLACE);
    for (what, recorded) in RECORDED {
        let name = format!("recorded-{what}");
        js(&format!("window.recorded = {recorded}"));
        js_async(&format!("putInPlace('stairwell-{name}', recorded)")).await;
        let (journal, repair) = Journal::open(&name).await.unwrap();
        assert_eq!(repair, None, "{what}");
        if journal.lock_salt().is_some() {
            assert_eq!(journal.lock_salt(), Some(PIN.0), "{what}");
            assert!(journal.unlock_with(&PIN.1), "{what}");
            journal.set_lock(None).await.unwrap();
        }
        let loaded = journal.load(Since::Start).await.unwrap();
        assert_eq!((loaded.newer, loaded.broken), (0, 0), "{what}");
        let loaded = journal.load(Since::Snapshot).await.unwrap();
        // A snapshot is of the rules of one version, and these are all of earlier ones: what they
        // come to is folded anew.
        assert!(loaded.snapshot.is_none(), "{what}");

        let phone = again(&name).await;
        assert!(phone.membership().get_untracked().is_some(), "{what}");
        assert_eq!(knocks(phone).len(), number("knocks"), "{what}");
        let waiting = phone.status().get_untracked().waiting;
        assert_eq!(waiting, number("waiting"), "{what}");
        // It goes on under its numbers.
        let dot = phone.record(vec![knock()]).await.unwrap()[0];
        assert_eq!(dot.seq as usize, number("next"), "{what}");
        let after = again(&name).await;
        assert_eq!(crate::site::known(after), crate::site::known(phone));
        assert_eq!(after.status().get_untracked().waiting, waiting + 1);

        // What no endpoint had is sent from there, once.
        let endpoint = Endpoint::open();
        for log in &loaded.logs {
            let mut held = endpoint.held.borrow_mut();
            held.had(log.log, log.acknowledged);
        }
        sync(after).await;
        assert_eq!(after.status().get_untracked().waiting, 0, "{what}");
        assert_eq!(endpoint.held.borrow().events(), waiting + 1, "{what}");
    }
}

/// Records one, in the version of the app that this is compiled with.
async fn record(what: &str) -> String {
    let name = format!("recording-{what}");
    let endpoint = Endpoint::open();
    member(&name).await;
    let phone = again(&name).await;
    phone.record(vec![knock(), knock()]).await.unwrap();
    sync(phone).await;
    phone.record(vec![knock(), knock()]).await.unwrap();
    let (journal, _) = Journal::open(&name).await.unwrap();
    match what {
        "with-a-snapshot" => {
            pull_much(&journal).await;
            assert!(pack(&journal).await);
        }
        "behind-a-pin" => journal.set_lock(Some(&PIN)).await.unwrap(),
        _ => {}
    }
    drop(endpoint);
    let knocks = knocks(phone).len();
    let waiting = phone.status().get_untracked().waiting;
    let next = phone.record(vec![knock()]);
    js_async(&format!(
        "readOut('stairwell-{name}').then((stores) => window.out = JSON.stringify({{
            what: '{what}', knocks: {knocks}, waiting: {waiting},
            wrapping: stores.keys.length ? '{}' : null, stores,
        }}))",
        "09".repeat(32)
    ))
    .await;
    let next = next.await.unwrap()[0].seq;
    let out = js("window.out").as_string().unwrap();
    out.replacen('{', &format!("{{\"next\":{next},"), 1)
}

#[wasm_bindgen_test]
async fn journals_are_recorded_where_that_is_asked_for() {
    if option_env!("STAIRWELL_RECORD_JOURNALS").is_none() {
        return;
    }
    js(READ_OUT);
    js(KNOWN_KEY);
    for (what, _) in RECORDED {
        if what == "unsealed" {
            js("Object.defineProperty(crypto, 'subtle', { configurable: true, value: undefined })");
        }
        console_log!("RECORDED {}", record(what).await);
        js("delete crypto.subtle");
    }
    js("SubtleCrypto.prototype.generateKey = window.generate");
}
