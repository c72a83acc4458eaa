//! What only a browser can show: the same code, compiled to wasm and run in Chromium.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

// It measures, and is judged where the code is optimised only: `cargo xtask bench knock`.
#[cfg(not(debug_assertions))]
mod bench;
mod carrying;
mod clock;
mod copied;
mod emptied;
mod endpoint;
mod estate;
mod faults;
mod inside;
mod journal;
mod journals;
mod keeping;
mod lists;
mod members;
mod opening;
mod replacing;
mod site;
mod snapshot;
// It takes a while, and says nothing of code that is not optimised.
#[cfg(not(debug_assertions))]
mod stored;
mod trouble;
mod unsealed;
mod versions;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_catalogue_reads_the_same() {
    stairwell::locales::carry(&[stairwell::locales::EVENING]);
    assert_eq!(stairwell::t!("app.name"), "Stairwell");
    let waits = |n: u64| stairwell::t!("volunteer.shift_waiting", n = n);
    assert!(waits(1).starts_with("1 waits") && waits(2).starts_with("2 wait "));
}

#[wasm_bindgen_test]
fn a_day_comes_back_from_its_field_as_it_went_in() {
    use stairwell::client::parts::when::{field_day, picked_day};

    // 2026-11-22, in days since 1970-01-01.
    assert_eq!(picked_day("2026-11-22"), Some(20_779));
    assert_eq!(field_day(20_779), "2026-11-22");
    assert_eq!(picked_day(""), None);
}
