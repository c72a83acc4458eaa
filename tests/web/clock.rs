//! What was measured of this device's clock is not forgotten by an app that is closed.

use stairwell::client::journal::{Journal, Since};
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::endpoint::{Endpoint, sync};
use crate::site::{STAIR, again, knock, phone};

/// Ten years.
const AHEAD: i64 = 315_360_000;

fn is_ten_years(offset: i32) -> bool {
    (i64::from(offset) - AHEAD).abs() < 60
}

#[wasm_bindgen_test]
async fn what_was_measured_of_the_clock_is_told_of_what_lay_in_no_box_when_the_app_was_closed() {
    let before = phone("measured").await;
    let endpoint = Endpoint::open();
    endpoint.held.borrow_mut().ahead = AHEAD;
    sync(before).await;
    drop(endpoint);
    before.record(vec![knock()]).await.unwrap();
    let (journal, _) = Journal::open("measured").await.unwrap();
    let loaded = journal.load(Since::Start).await.unwrap();
    assert!(loaded.batches.is_empty(), "nothing is sealed yet");
    assert!(is_ten_years(loaded.events[0].offset), "{loaded:?}");

    let after = again("measured").await;
    after.unsent_file("2026-11-30", "").await.unwrap();
    let loaded = journal.load(Since::Start).await.unwrap();
    let (_, _, bytes) = &loaded.batches[0];
    let device = loaded.device.unwrap();
    let context = Context {
        campaign: device.campaign,
        stream: STAIR,
        certificate: device.certificate(),
        previous: NO_BATCH,
    };
    let batch = Batch::from_bytes(bytes).unwrap();
    let key = device.keyring.key(STAIR, batch.key).unwrap();
    let run = batch.open(&context, &key).unwrap();
    assert!(is_ten_years(run.offset), "{}", run.offset);
}
