//! The address in the browser's bar, and the page that belongs to it. A crate for routing brings
//! nested routes, loading states and data that is fetched before a page is shown: 25 kB of what
//! every phone fetches, none of which is used here.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use super::tongue::Speaking;

/// What stands before every address of practice. The pages are the same as in earnest, and their links
/// too: one that is followed here stays here, unless it says that it leaves.
pub const PRACTICE: &str = "/practice";
/// What a link says that leaves practice.
const LEAVES: &str = "data-leaves";

/// Where in the app one is. From context; a handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    path: RwSignal<String>,
}

impl Address {
    /// Reads the bar, and follows it and every link from now on, for as long as the tab lives.
    fn follow() -> Address {
        let address = Address {
            path: RwSignal::new(bar()),
        };
        let _ = window_event_listener(ev::popstate, move |_| address.path.set(bar()));
        let _ = window_event_listener(ev::click, move |click| {
            if let Some((path, leaves)) = followed(&click) {
                click.prevent_default();
                match leaves {
                    true => address.go_out(&path),
                    false => address.go(&path),
                }
            }
        });
        address
    }

    /// Goes to another page; "back" leads here. In practice it is the page of practice.
    pub fn go(self, path: &str) {
        let to = within(&self.path.get_untracked(), path);
        self.go_out(&to);
    }

    /// Goes to a page wherever it is.
    fn go_out(self, path: &str) {
        if path != self.path.get_untracked() {
            // A browser that refuses has an old address in its bar; the page is the new one.
            let history = window().history();
            let _ = history.and_then(|it| it.push_state_with_url(&JsValue::NULL, "", Some(path)));
            self.path.set(path.to_string());
        }
    }

    /// Goes to another page in place of this one; "back" leads to the one before.
    pub fn replace(self, path: &str) {
        let path = within(&self.path.get_untracked(), path);
        let history = window().history();
        let _ = history.and_then(|it| it.replace_state_with_url(&JsValue::NULL, "", Some(&path)));
        self.path.set(path);
    }
}

/// Draws whatever page belongs to the address, and provides it.
pub fn pages(page: fn(&str) -> AnyView) -> AnyView {
    let address = Address::follow();
    provide_context(address);
    let speaking = Speaking::here();
    let shown = move || {
        // In another language it is another page.
        speaking.track();
        let path = address.path.get();
        speaking.speak();
        // What a page reads while it is made must not make it again.
        untrack(|| page(&path))
    };
    shown.into_any()
}

/// The parts of a path: `["stair", "…"]`.
pub fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

/// In a page's place: leads to another.
pub fn redirect(path: &'static str) -> AnyView {
    let address = expect_context::<Address>();
    // This page is to be drawn before the next.
    spawn_local(async move { address.replace(path) });
    ().into_any()
}

/// A page of practice by its own path; `None` for any other page.
pub fn practised(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(PRACTICE)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Where a path leads from here: from practice to practice.
fn within(here: &str, path: &str) -> String {
    match (practised(here), practised(path)) {
        (Some(_), None) => format!("{PRACTICE}{path}"),
        _ => path.to_string(),
    }
}

/// What the bar says.
pub fn bar() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The path of the link that was clicked, where it leads to another page of this program and
/// nothing but that was asked for; and whether it leaves practice.
fn followed(click: &MouseEvent) -> Option<(String, bool)> {
    let plain = click.button() == 0
        && !click.default_prevented()
        && !(click.meta_key() || click.alt_key() || click.ctrl_key() || click.shift_key());
    let target: Element = click.target().filter(|_| plain)?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let elsewhere = !link.target().is_empty()
        || link.has_attribute("download")
        || link.rel() == "external"
        || link.origin() != window().location().origin().ok()?
        || !link.hash().is_empty();
    (!elsewhere).then(|| (link.pathname(), link.has_attribute(LEAVES)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_practice_stay_there_and_others_do_not_lead_in() {
        for (here, link, to) in [
            ("/practice", "/stair/1", "/practice/stair/1"),
            ("/practice/door/2", "/talk/2", "/practice/talk/2"),
            ("/practice/door/2", "/practice", "/practice"),
            ("/practice/door/2", "/practice/sent", "/practice/sent"),
            ("/today", "/door/2", "/door/2"),
            ("/", "/practice", "/practice"),
            ("/practices", "/door/2", "/door/2"),
        ] {
            assert_eq!(within(here, link), to, "{here} {link}");
        }
        assert_eq!(practised("/practice/door/2"), Some("/door/2"));
        assert_eq!(practised("/practices"), None);
    }
}
