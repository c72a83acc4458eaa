//! How fast taps follow each other: a cold thumb that taps twice has not knocked at the next door
//! already, nor answered the next question.

use leptos::prelude::*;

/// Two taps closer together than this are one, in milliseconds: people tap twice within 250, and
/// nobody reads a question or walks to a door in 300.
const TREMBLE: f64 = 300.0;

/// When the thumb last came down, and how long after the time before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rhythm {
    last: f64,
    gap: f64,
}

impl Default for Rhythm {
    fn default() -> Rhythm {
        Rhythm {
            last: f64::NEG_INFINITY,
            gap: f64::INFINITY,
        }
    }
}

impl Rhythm {
    /// The thumb comes down, at a time in milliseconds.
    fn down(&mut self, at: f64) {
        self.gap = at - self.last;
        self.last = at;
    }

    /// Whether the tap that ends now is a tremble after another.
    fn trembles(self) -> bool {
        self.gap < TREMBLE
    }
}

/// A handle, copied freely; from the evening.
#[derive(Clone, Copy, Debug)]
pub struct Taps(StoredValue<Rhythm>);

impl Taps {
    /// Nobody has tapped yet.
    pub fn new() -> Taps {
        Taps(StoredValue::new(Rhythm::default()))
    }

    /// Listens for as long as the component that is being made is there. A finger, a pen and a
    /// mouse alike; a key on a keyboard goes where the focus is, which moves with the page.
    pub fn listen(self) {
        let down = window_event_listener_untyped("pointerdown", move |event| {
            self.0
                .try_update_value(|rhythm| rhythm.down(event.time_stamp()));
        });
        on_cleanup(move || down.remove());
    }

    /// Whether a click is a tremble, and so says nothing.
    pub fn tremble(self, click: &leptos::ev::MouseEvent) -> bool {
        // A click without a count came from a keyboard.
        click.detail() > 0 && self.0.get_value().trembles()
    }
}

impl Default for Taps {
    fn default() -> Taps {
        Taps::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_taps_in_a_row_are_one_and_the_next_door_is_a_new_one() {
        let mut rhythm = Rhythm::default();
        rhythm.down(10.0);
        assert!(!rhythm.trembles(), "the first tap counts");
        rhythm.down(170.0);
        assert!(rhythm.trembles());
        rhythm.down(320.0);
        assert!(rhythm.trembles(), "a third one shakes as well");
        rhythm.down(620.0);
        assert!(!rhythm.trembles());
    }
}
