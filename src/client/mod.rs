//! The browser shell: it holds the phone's journal, sends and fetches, and draws the pages.
//!
//! Pages know the [`phone`] only. Behind it stand the journal (the one place that names the
//! storage crate), `net` (the one that names the HTTP crate) and the pump that drives the
//! session of [`sync`](crate::sync).

mod address;
mod age;
pub mod carrying;
pub mod clipboard;
pub mod clock;
mod closing;
pub mod contact;
mod emptying;
mod handing_over;
mod held;
mod incidents;
mod joining;
pub mod journal;
mod keeping;
mod lending;
pub mod members;
pub mod net;
pub mod notes;
mod other_tabs;
mod own;
pub mod own_device;
pub mod pages;
pub mod parts;
pub mod phone;
pub mod pin;
mod practising;
pub mod programs;
mod pump;
mod rebuilt;
mod recording;
mod replacing;
mod rest;
mod signals;
mod tabs;
pub mod told;
pub mod tongue;
mod untold;
mod wake;
mod walked;
pub mod worker;

use leptos::prelude::*;

use crate::t;
use phone::Phone;
use tongue::Speaking;

/// Opens the phone and puts one of the [`programs`] on the page.
pub fn mount(program: fn() -> AnyView) {
    // Leptos' own executor is there only once something is mounted.
    wasm_bindgen_futures::spawn_local(async move {
        // In its person's language it says, too, why it cannot be opened.
        let speaking = Speaking::begin().await;
        match Phone::open().await {
            Ok(phone) => leptos::mount::mount_to_body(move || {
                provide_context(speaking);
                begin(phone, program)
            }),
            Err(error) => leptos::mount::mount_to_body(move || {
                view! {
                    <main class="shell">
                        <h1>{t!("app.name")}</h1>
                        <p role="alert">{error.sentence()}</p>
                    </main>
                }
            }),
        }
    });
}

/// One of the [`programs`] as this phone shows it, from its first page on.
pub fn begin(phone: Phone, program: fn() -> AnyView) -> AnyView {
    provide_context(phone);
    provide_context(parts::evening::Evening::new());
    provide_context(practising::Practising::new());
    Effect::new(move |_| {
        if phone.locked().get() {
            // It is as it was when the PIN was last typed.
            return;
        }
        let role = phone.membership().get().map(|membership| membership.role);
        programs::remember(role);
    });
    let locked = phone.locked();
    let shown = move || match locked.get() {
        // A phone with a PIN has a device, and with it the rest of the program.
        true => rest::here().and_then(|rest| (rest.page)("/locked")),
        false => Some(untrack(program)),
    };
    shown.into_any()
}
