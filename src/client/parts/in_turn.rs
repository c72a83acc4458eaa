//! Long lists are drawn in turn: as much as a screen shows before the first frame, and the rest each time what
//! is there has been painted. Nobody is hurried by it and nothing waits for it: it is how soon a tap is answered.

use std::time::Duration;

use leptos::prelude::*;

/// How many of so many rows are drawn by now, `at_once` more after each frame.
pub fn drawn_in_turn(rows: Signal<usize>, at_once: usize) -> Signal<usize> {
    let drawn = RwSignal::new(at_once);
    let more = move || {
        // The page may have gone meanwhile.
        drawn.try_update(|drawn| *drawn += at_once);
    };
    Effect::new(move |_| {
        if drawn.get() < rows.get() {
            // A task after the frame's: by then it has been painted.
            request_animation_frame(move || set_timeout(more, Duration::ZERO));
        }
    });
    drawn.into()
}
