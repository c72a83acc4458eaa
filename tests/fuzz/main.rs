//! One program for all targets: libFuzzer feeds the one that is named in the environment.
//! `cargo xtask fuzz` builds and runs it.
#![no_main]

mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("STAIRWELL_FUZZ").unwrap_or_default();
    let found = targets::TARGETS.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, target)| *target)
        .expect("STAIRWELL_FUZZ names a target")
});

fuzz_target!(|data: &[u8]| TARGET(data));
