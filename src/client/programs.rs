//! The two programs a browser loads, and who needs which. A volunteer's phone never needs the
//! organiser's pages, so it does not wait for them: `app` is the way in and the volunteer's
//! evening, `desk` all that and starting, recovering and organising. `public/shell.js` picks one
//! by the address and by what [`remember`] leaves it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address::{pages, redirect};
use super::pages::start::Welcome;
use super::pages::{organiser, start, volunteer};
use super::phone::Phone;
use super::rest;
use super::tongue::Speaking;
use crate::sync::certificate::Role;
use crate::t;

/// Where [`remember`] leaves word for `public/shell.js`, outside IndexedDB: the page is to know
/// at once.
const KEY: &str = "stairwell-program";
/// The word for the organiser's program. Without a word it is the volunteer's.
const DESK: &str = "desk";

/// The volunteer's pages. Needs a [`Phone`] in context.
pub fn app() -> AnyView {
    pages(|path| match path {
        "/" => front(load_desk),
        "/join" => volunteer::join(),
        _ => later(path.to_string()),
    })
}

/// All pages: organisers walk, too. Needs a [`Phone`] in context.
pub fn desk() -> AnyView {
    pages(|path| {
        let page = match path {
            "/" => Some(front(|| redirect("/organise"))),
            "/join" => Some(volunteer::join()),
            _ => volunteer::page(path).or_else(|| {
                // An organiser's pages are in English alone, and read from the left.
                Speaking::here().speak_english();
                organiser::page(path).or_else(|| start::page(path))
            }),
        };
        page.unwrap_or_else(not_here)
    })
}

/// A page of the rest, drawn once that has come.
fn later(path: String) -> AnyView {
    let come = RwSignal::new(rest::here().map(|_| true));
    if come.get_untracked().is_none() {
        spawn_local(async move {
            come.try_set(Some(rest::come().await.is_ok()));
        });
    }
    let shown = move || match (come.get(), rest::here()) {
        (Some(true), Some(rest)) => untrack(|| (rest.page)(&path)).unwrap_or_else(not_here),
        (None, _) => view! { <main class="shell"><h1>{t!("app.loading")}</h1></main> }.into_any(),
        _ => not_loaded(),
    };
    shown.into_any()
}

fn not_loaded() -> AnyView {
    view! {
        <main class="shell">
            <h1>{t!("app.name")}</h1>
            <p role="alert">{t!("app.failed")}</p>
        </main>
    }
    .into_any()
}

/// Leaves word which program this device is to load next time. It tells whoever looks no more
/// than that an organiser uses this browser.
pub(super) fn remember(role: Option<Role>) {
    let storage = window().local_storage().ok().flatten();
    if let Some(storage) = storage {
        // Without the word `app` is loaded, which leads an organiser on.
        let _ = match role {
            Some(Role::Organiser) => storage.set_item(KEY, DESK),
            Some(Role::Trainer | Role::Volunteer) | None => storage.remove_item(KEY),
        };
    }
}

/// Leaves this program for the one that has the organiser's pages.
fn load_desk() -> AnyView {
    // The browser loads another page, or the one that is there stays.
    let _ = location().replace("/organise");
    ().into_any()
}

/// Leads to where this device's day begins; `to_desk` leads an organiser on.
fn front(to_desk: fn() -> AnyView) -> AnyView {
    let phone = expect_context::<Phone>();
    let role = Memo::new(move |_| {
        let own = phone.membership().get();
        own.filter(|own| !own.emptied).map(|own| own.role)
    });
    let led = move || match role.get() {
        None => view! { <Welcome /> }.into_any(),
        Some(Role::Organiser) => to_desk(),
        Some(Role::Trainer | Role::Volunteer) => redirect("/today"),
    };
    led.into_any()
}

fn not_here() -> AnyView {
    view! {
        <div class="page">
            <main>
                <h1>{t!("app.not_here")}</h1>
                <a class="button primary" href="/">
                    {t!("app.to_start")}
                </a>
            </main>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_looks_where_the_word_is_left() {
        let shell = include_str!("../../public/shell.js");
        assert!(shell.contains(&format!("getItem(\"{KEY}\") === \"{DESK}\"")));
    }
}
