//! Long lists are drawn in turn: as much as a screen shows before the first frame, and the rest each time what
//! is there has been painted. Nobody is hurried by it and nothing waits for it: it is how soon a tap is answered.

use std::time::Duration;

use leptos::prelude::*;

/// False until what is on the page now has been painted.
pub fn once_painted() -> Signal<bool> {
    let painted = RwSignal::new(false);
    after_the_frame(move || {
        // The page may have gone meanwhile.
        painted.try_set(true);
    });
    painted.into()
}

/// A task after the next frame's: by then it has been painted.
fn after_the_frame(act: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
}

/// How many of so many rows are drawn by now: `at_once` from the start, and `then` more after each frame.
pub fn drawn_in_turn(rows: Signal<usize>, at_once: usize, then: usize) -> Signal<usize> {
    let drawn = RwSignal::new(at_once);
    let more = move || {
        // The page may have gone meanwhile.
        drawn.try_update(|drawn| *drawn += then);
    };
    Effect::new(move |_| {
        if drawn.get() < rows.get() {
            after_the_frame(more);
        }
    });
    drawn.into()
}
