//! What a phone stores of each event it has pulled, once its chunks are packed and a snapshot is kept:
//! what 10,000 events add to 10,000 doors. Judged as it is shipped: `cargo xtask bench stored`.

use stairwell::client::clock::pause;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::estate::{EVENTS, PHONES, filled_by};
use crate::site::{again, js_async};

/// Stairs: 10,000 doors, 10,000 events.
const STAIRS: u64 = 125;
/// Bytes an event.
const BUDGET: f64 = 20.0;
/// Milliseconds until a snapshot is written after a start, and some.
const WRITTEN: i32 = 3_000;

/// Bytes of all records in one store of a phone's database.
async fn bytes(name: &str, store: &str) -> f64 {
    let sum = js_async(&format!(
        "new Promise((done, failed) => {{
            const opening = indexedDB.open('stairwell-{name}');
            opening.onerror = () => failed(opening.error);
            opening.onsuccess = () => {{
                const database = opening.result;
                const all = database.transaction('{store}').objectStore('{store}').getAll();
                all.onsuccess = () => {{
                    database.close();
                    done(all.result.reduce((sum, record) => sum + record.byteLength, 0));
                }};
            }};
        }})"
    ))
    .await;
    sum.as_f64().unwrap()
}

/// Bytes of chunks, and of the snapshot, of a phone that so many phones' events were pulled to.
async fn packed(name: &str, phones: u8) -> (f64, f64) {
    filled_by(name, STAIRS, phones).await;
    // Twice: the first start folds and keeps, the second goes on from what was kept.
    for _ in 0..2 {
        let _ = again(name).await;
        pause(WRITTEN).await;
    }
    (bytes(name, "pulled").await, bytes(name, "meta").await)
}

#[wasm_bindgen_test]
async fn what_is_stored_is_weighed() {
    let doors = packed("stored-doors", 0).await;
    let all = packed("stored-all", PHONES).await;
    let events = (STAIRS * u64::from(PHONES) * EVENTS) as f64;
    let each = |all: f64, doors: f64| ((all - doors) / events * 10.0).round() / 10.0;
    let (chunks, snapshot) = (each(all.0, doors.0), each(all.1, doors.1));
    let together = each(all.0 + all.1, doors.0 + doors.1);
    let within = together <= BUDGET;
    console_log!(
        "{{\"measure\":\"stored\",\"events\":{events},\"batches_of\":{EVENTS},\
         \"doors_bytes\":{},\"bytes_each\":{together},\"chunks_bytes_each\":{chunks},\
         \"snapshot_bytes_each\":{snapshot},\"budget_bytes_each\":{BUDGET},\"within\":{within}}}",
        doors.0 + doors.1,
    );
    assert!(chunks > 0.0 && snapshot > 0.0, "both were kept");
}
