//! Opening from a snapshot: the same as opening from everything, and from everything where it does not
//! fit.

use stairwell::client::clock::pause;
use stairwell::client::journal::{Journal, Since};
use stairwell::client::phone::Phone;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::estate::filled;
use crate::site::{again, device, js_async, knock, known};

/// Stairs enough for a snapshot to be worth it.
const STAIRS: u64 = 40;
/// Milliseconds until it is written after a start, and some.
const WRITTEN: i32 = 2_500;

async fn with_snapshot(name: &str) -> Phone {
    filled(name, STAIRS).await;
    let phone = again(name).await;
    pause(WRITTEN).await;
    phone
}

/// Whether a phone opens from a snapshot, and how many chunks it reads besides.
async fn opens_from(name: &str) -> (bool, usize) {
    let (journal, _) = Journal::open(name).await.unwrap();
    let loaded = journal.load(Since::Snapshot).await.unwrap();
    (loaded.snapshot.is_some(), loaded.pulled.len())
}

async fn chunks(name: &str) -> usize {
    let (journal, _) = Journal::open(name).await.unwrap();
    journal.load(Since::Start).await.unwrap().pulled.len()
}

/// Runs a piece of script on the store of a phone's database.
async fn on_store(name: &str, store: &str, script: &str) {
    js_async(&format!(
        "new Promise((done, failed) => {{
            const opening = indexedDB.open('stairwell-{name}');
            opening.onsuccess = () => {{
                const database = opening.result;
                const transaction = database.transaction('{store}', 'readwrite');
                const store = transaction.objectStore('{store}');
                {script}
                transaction.oncomplete = () => {{ database.close(); done(); }};
                transaction.onerror = () => failed(transaction.error);
            }};
        }})"
    ))
    .await;
}

#[wasm_bindgen_test]
async fn a_phone_opens_from_its_snapshot_to_the_same_and_small_chunks_become_one() {
    let name = "snapshot-same";
    filled(name, STAIRS).await;
    let before = chunks(name).await;
    assert!(before > 1);
    let all = known(again(name).await);
    pause(WRITTEN).await;
    assert_eq!(opens_from(name).await, (true, 0));
    assert_eq!(chunks(name).await, 1);
    let phone = again(name).await;
    assert!(known(phone) == all);
    // What is recorded after it stands there too.
    phone.record(vec![knock()]).await.unwrap();
    let more = known(phone);
    assert!(more != all);
    assert!(known(again(name).await) == more);
    // And from the packed chunk alone.
    on_store(name, "meta", "store.clear();").await;
    assert!(known(again(name).await) == more);
}

#[wasm_bindgen_test]
async fn a_snapshot_that_does_not_fit_is_left_alone() {
    for (name, store, script) in [
        (
            "snapshot-broken",
            "meta",
            "store.openCursor().onsuccess = (event) => {
            const cursor = event.target.result;
            if (!cursor) return;
            const bytes = new Uint8Array(cursor.value);
            bytes[bytes.length - 1] ^= 1;
            cursor.update(bytes);
        };",
        ),
        (
            "snapshot-cut",
            "meta",
            "store.openCursor().onsuccess = (event) => {
            const cursor = event.target.result;
            if (cursor) cursor.update(new Uint8Array(cursor.value).slice(0, 5));
        };",
        ),
    ] {
        let all = known(with_snapshot(name).await);
        on_store(name, store, script).await;
        assert!(!opens_from(name).await.0, "{name}");
        assert!(known(again(name).await) == all, "{name}");
    }
    // An older version of the app has cleared the chunks, and knows nothing of snapshots.
    with_snapshot("snapshot-cleared").await;
    on_store("snapshot-cleared", "pulled", "store.clear();").await;
    assert_eq!(opens_from("snapshot-cleared").await, (false, 0));
}

#[wasm_bindgen_test]
async fn another_device_and_a_phone_taken_off_have_no_snapshot() {
    with_snapshot("snapshot-other").await;
    let (journal, _) = Journal::open("snapshot-other").await.unwrap();
    journal.keep_device(&device()).await.unwrap();
    assert!(!opens_from("snapshot-other").await.0);

    with_snapshot("snapshot-off").await;
    let (journal, _) = Journal::open("snapshot-off").await.unwrap();
    journal.forget_pulled().await.unwrap();
    let left = "store.count().onsuccess = (event) => {
        if (event.target.result) throw new Error('something of it is left');
    };";
    on_store("snapshot-off", "meta", left).await;
}
