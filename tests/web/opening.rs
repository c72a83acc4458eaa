//! What opening costs without a signal: 10,000 doors and 10,000 events in the journal, until the data
//! is ready; from every chunk there is, and from the snapshot. Judged where the code is optimised as it
//! is shipped, which is how `cargo xtask bench` runs it.

use js_sys::Function;
use stairwell::canvass::event::Kind;
use stairwell::client::clock::pause;
use stairwell::client::journal::{Journal, Since};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::estate::{DOORS, EVENTS, PHONES, filled};
use crate::site::{again, js, known};

/// Stairs: 10,000 doors, 10,000 events.
const STAIRS: u64 = 125;
/// How often it is opened.
const TIMES: usize = 5;
/// Milliseconds until the data is ready, at the median.
const BUDGET: f64 = 80.0;
/// Milliseconds until a snapshot is written after a start, and some.
const WRITTEN: i32 = 3_000;

/// Opens a phone so often: how long the data took, at the median and at most, and what is known then.
async fn opened(name: &str) -> (f64, f64, Vec<u8>) {
    let now: Function = js("performance.now.bind(performance)").unchecked_into();
    let now = || now.call0(&JsValue::UNDEFINED).unwrap().as_f64().unwrap();
    let mut ready = Vec::new();
    let mut bytes = Vec::new();
    for _ in 0..TIMES {
        let begun = now();
        let phone = again(name).await;
        ready.push(now() - begun);
        let of = |kind| phone.read_untracked(|state| state.of_kind(kind).count() as u64);
        assert_eq!(of(Kind::DOOR), STAIRS * DOORS);
        assert_eq!(of(Kind::KNOCK), STAIRS * u64::from(PHONES) * EVENTS * 3 / 4);
        bytes = known(phone);
    }
    ready.sort_by(f64::total_cmp);
    (ready[TIMES / 2], ready[TIMES - 1], bytes)
}

#[wasm_bindgen_test]
async fn opening_is_timed() {
    let bytes = filled("opening", STAIRS).await;
    let (all, all_slowest, known_all) = opened("opening").await;
    pause(WRITTEN).await;
    let (journal, _) = Journal::open("opening").await.unwrap();
    let loaded = journal.load(Since::Snapshot).await.unwrap();
    assert!(loaded.snapshot.is_some() && loaded.pulled.is_empty());
    let (ready, slowest, known) = opened("opening").await;
    assert!(
        known == known_all,
        "the snapshot is what the chunks come to"
    );
    let within = ready <= BUDGET;
    console_log!(
        "{{\"measure\":\"opening\",\"doors\":{},\"events\":{},\"pulled_bytes\":{bytes},\
         \"all_median_ms\":{all:.1},\"all_slowest_ms\":{all_slowest:.1},\
         \"ready_median_ms\":{ready:.1},\"ready_slowest_ms\":{slowest:.1},\
         \"budget_ms\":{BUDGET},\"within\":{within}}}",
        STAIRS * DOORS,
        STAIRS * u64::from(PHONES) * EVENTS,
    );
    assert!(
        within || cfg!(debug_assertions),
        "opening is over its budget"
    );
}
