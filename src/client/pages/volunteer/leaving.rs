//! What is typed and not kept yet, when its page is left or the phone is put away.

use leptos::prelude::*;

use crate::canvass::dot::Dot;

/// How a page is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// For another page: what stood there is gone.
    Gone,
    /// The app is switched away, or closed: it may never come back, or be there again as it was.
    PutAway,
}

/// Runs when what is being made is left.
pub fn when_left(run: impl Fn(Left) + Copy + Send + Sync + 'static) {
    on_cleanup(move || run(Left::Gone));
    let closed = window_event_listener_untyped("pagehide", move |_| run(Left::PutAway));
    on_cleanup(move || closed.remove());
    // An app that was switched away is often ended without another word.
    let hidden = window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() {
            run(Left::PutAway);
        }
    });
    on_cleanup(move || hidden.remove());
}

/// What was recorded of something that still stands on the screen: put away twice, it is recorded
/// once, and typed on, in place of what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once<T> {
    recorded: Option<T>,
    dots: Vec<Dot>,
}

impl<T: PartialEq> Once<T> {
    /// Nothing has been recorded yet.
    pub fn new() -> Once<T> {
        Once {
            recorded: None,
            dots: Vec::new(),
        }
    }

    /// This is to be recorded now, in place of these; `None` where it has been.
    pub fn begin(&mut self, typed: T) -> Option<Vec<Dot>> {
        if self.has(&typed) {
            return None;
        }
        self.recorded = Some(typed);
        Some(std::mem::take(&mut self.dots))
    }

    /// It stands at these.
    pub fn stands_at(&mut self, dots: Vec<Dot>) {
        self.dots = dots;
    }

    /// Whether anything of it has been recorded.
    pub fn has_begun(&self) -> bool {
        self.recorded.is_some()
    }

    /// Whether exactly this has been recorded.
    pub fn has(&self, typed: &T) -> bool {
        self.recorded.as_ref() == Some(typed)
    }
}

impl<T: PartialEq> Default for Once<T> {
    fn default() -> Once<T> {
        Once::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dot::LogId;

    #[test]
    fn what_is_put_away_twice_is_recorded_once_and_what_is_typed_on_stands_in_its_place() {
        let dot = Dot {
            log: LogId([1; 8]),
            seq: 7,
        };
        let mut once = Once::new();
        assert_eq!(once.begin("The bell"), Some(vec![]));
        // Before the first is saved.
        assert_eq!(once.begin("The bell"), None);
        once.stands_at(vec![dot]);
        assert_eq!(once.begin("The bell"), None);
        assert_eq!(once.begin("The bell is broken"), Some(vec![dot]));
        assert_eq!(once.begin("The bell is broken"), None);
        // Kept, and the same again: another note.
        once = Once::new();
        assert_eq!(once.begin("The bell is broken"), Some(vec![]));
    }
}
