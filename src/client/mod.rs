//! The browser shell: it holds the phone's journal, sends and fetches, and draws the pages.
//!
//! Pages know the [`phone`] only. Behind it stand the journal (the one place that names the
//! storage crate), `net` (the one that names the HTTP crate) and the pump that drives the
//! session of [`sync`](crate::sync).

pub mod clock;
mod held;
mod joining;
pub mod journal;
mod members;
pub mod net;
pub mod pages;
pub mod parts;
pub mod phone;
mod pump;
mod recording;
mod tabs;
pub mod told;
mod wake;
pub mod worker;

use leptos::prelude::*;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::path;

use crate::sync::certificate::Role;
use crate::t;
use pages::organiser::OrganiserRoutes;
use pages::start::StartRoutes;
use pages::volunteer::VolunteerRoutes;
use phone::Phone;

/// Opens the phone and puts the app on the page.
pub fn mount() {
    // Leptos' own executor is there only once something is mounted.
    wasm_bindgen_futures::spawn_local(async {
        match Phone::open().await {
            Ok(phone) => leptos::mount::mount_to_body(move || {
                provide_context(phone);
                view! { <App /> }
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

/// The pages and how one comes to them. Needs a [`Phone`] in context.
#[component]
pub fn App() -> impl IntoView {
    provide_context(parts::evening::Evening::new());
    view! {
        <Router>
            <Routes fallback=|| view! { <NotHere /> }>
                <Route path=path!("/") view=Front />
                <StartRoutes />
                <VolunteerRoutes />
                <OrganiserRoutes />
            </Routes>
        </Router>
    }
}

/// Leads to where this device's day begins.
#[component]
fn Front() -> impl IntoView {
    let phone = expect_context::<Phone>();
    move || match phone.membership().get().map(|membership| membership.role) {
        None => view! { <pages::start::Welcome /> }.into_any(),
        Some(Role::Organiser) => view! { <Redirect path="/organise" /> }.into_any(),
        Some(Role::Trainer | Role::Volunteer) => view! { <Redirect path="/today" /> }.into_any(),
    }
}

#[component]
fn NotHere() -> impl IntoView {
    view! {
        <main>
            <h1>{t!("app.not_here")}</h1>
            <p>
                <a href="/">{t!("app.to_start")}</a>
            </p>
        </main>
    }
}
