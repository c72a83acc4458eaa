//! What wakes the pump, and what the page around the app tells: the connection, being looked
//! at, time, other tabs, and the service worker by way of `public/shell.js`.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, EventTarget, VisibilityState};

use super::own::Own;
use super::tabs::News;

/// How often time passes, in milliseconds.
const TICK: i32 = 2_000;

/// How far the app itself is kept on this phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AppKept {
    pub done: u32,
    pub total: u32,
    pub ready: bool,
    pub failed: bool,
}

impl AppKept {
    /// What `data-precache` says: `12/20`, `ready` or `failed`.
    fn read(said: &str) -> AppKept {
        match said {
            "ready" => AppKept {
                ready: true,
                ..AppKept::default()
            },
            "failed" => AppKept {
                failed: true,
                ..AppKept::default()
            },
            numbers => {
                let (done, total) = numbers.split_once('/').unwrap_or_default();
                AppKept {
                    done: done.parse().unwrap_or(0),
                    total: total.parse().unwrap_or(0),
                    ..AppKept::default()
                }
            }
        }
    }
}

/// How far the app itself is kept on this phone.
pub(super) fn app_kept() -> AppKept {
    AppKept::read(&said("precache"))
}

fn said(name: &str) -> String {
    web_sys::window()
        .and_then(|window| window.document()?.document_element())
        .and_then(|root| root.get_attribute(&format!("data-{name}")))
        .unwrap_or_default()
}

impl Own {
    /// Listens to everything that wakes the pump, for as long as the tab lives.
    pub(super) fn listen(self) {
        let Some(window) = web_sys::window() else {
            return;
        };
        self.told.online.set(window.navigator().on_line());
        listen(&window, "online", move || {
            self.told.online.set(true);
            self.begin_sync();
        });
        listen(&window, "offline", move || self.told.online.set(false));
        listen(&window, "pagehide", move || self.held().journal.leave_off());
        listen(&window, "pageshow", move || self.held().journal.go_on());
        if let Some(document) = window.document() {
            let looked_at = document.clone();
            listen(&document, "visibilitychange", move || {
                if looked_at.visibility_state() == VisibilityState::Visible {
                    self.begin_sync();
                }
            });
            listen(&document, "stairwell:precache", move || {
                self.refresh_fetching()
            });
            listen(&document, "stairwell:update", move || self.refresh_update());
        }
        self.refresh_update();
        let tick = Closure::<dyn FnMut()>::new(move || self.tick());
        let every = tick.as_ref().unchecked_ref();
        // Without timers a tap still syncs.
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(every, TICK);
        tick.forget();
        self.watch_tabs();
        self.ask_to_keep();
        wasm_bindgen_futures::spawn_local(self.close_if_stale());
        wasm_bindgen_futures::spawn_local(self.let_go_of_lists());
    }

    fn watch_tabs(self) {
        let held = self.held();
        held.tabs.listen(move |news| match news {
            News::Recorded | News::Changed => spawn_local(async move {
                // Whoever sends is in the middle of it, and takes in what was recorded only.
                if self.held().tabs.leads() {
                    self.take_in_recorded().await;
                } else {
                    self.read_again().await;
                }
            }),
            News::SyncPlease => {
                if self.held().tabs.leads() {
                    self.begin_sync();
                }
            }
        });
        held.tabs.lead(
            move || {
                spawn_local(async move {
                    // Another tab may have led until now.
                    self.read_again().await;
                    self.begin_sync();
                });
            },
            // Whatever other tabs have done meanwhile was not heard.
            move || spawn_local(self.read_again()),
        );
    }

    fn refresh_update(self) {
        self.told.update_waiting.set(said("update") == "waiting");
    }

    /// Sends word to the page around the app that the new version may take over.
    pub(super) fn take_update(self) {
        let document = web_sys::window().and_then(|window| window.document());
        if let (Some(document), Ok(word)) = (document, CustomEvent::new("stairwell:take-update")) {
            // It fails only for an event under way, which a new one is not.
            let _ = document.dispatch_event(&word);
        }
    }
}

fn listen(target: &EventTarget, event: &str, happened: impl FnMut() + 'static) {
    let happened = Closure::<dyn FnMut()>::new(happened);
    // It fails for no event there is.
    let _ = target.add_event_listener_with_callback(event, happened.as_ref().unchecked_ref());
    // It listens as long as the tab lives.
    happened.forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_says_of_the_app_is_read() {
        let half = AppKept::read("12/20");
        assert_eq!((half.done, half.total, half.ready), (12, 20, false));
        assert!(AppKept::read("ready").ready);
        assert!(AppKept::read("failed").failed);
        assert_eq!(AppKept::read(""), AppKept::default());
    }
}
