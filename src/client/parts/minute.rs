//! What time it is, for a page that has something to say once a time has come.

use std::time::Duration;

use leptos::prelude::*;

use crate::client::clock;

/// A page looks at the clock so often.
const EVERY: Duration = Duration::from_secs(10);

/// Now, by this device's clock, in seconds since 1970; looked at again as long as the page stands.
pub fn now() -> ReadSignal<i64> {
    let (now, set) = signal(clock::now());
    let look = move || {
        // The page may have been left meanwhile.
        let _ = set.try_set(clock::now());
    };
    // Without timers the time is the one at which the page was opened.
    if let Ok(timer) = set_interval_with_handle(look, EVERY) {
        on_cleanup(move || timer.clear());
    }
    now
}
