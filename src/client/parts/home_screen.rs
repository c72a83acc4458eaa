//! How the app comes to an iPhone's home screen, and why: for who has it open in Safari, which deletes what
//! a site keeps after seven days without a visit (WebKit, "Full Third-Party Cookie Blocking and More",
//! 2020; the app on the home screen counts its own days, each of which is a visit).

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlDetailsElement;

use crate::client::phone::Phone;
use crate::t;

/// What `public/check.js` has left on `<html>`.
const MARK: &str = "data-home";
/// What it says where this is the app on the home screen, which begins with nothing.
const APP: &str = "app";
/// What it says where this is Safari alone.
const NOT: &str = "not";

/// Whether this is Safari on an iPhone or an iPad, and not the app on its home screen.
pub fn is_in_safari() -> bool {
    says(NOT)
}

/// Whether this is the app on an iPhone's or an iPad's home screen.
pub fn is_home_app() -> bool {
    says(APP)
}

fn says(word: &str) -> bool {
    let root = document().document_element();
    root.is_some_and(|root| root.get_attribute(MARK).as_deref() == Some(word))
}

/// The steps. Folded away once, they stay so.
#[component]
pub fn HomeScreen() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let shown = is_in_safari() && !phone.is_to_practise();
    shown.then(|| {
        let toggled = move |event: Event| {
            let it = event.target();
            if let Some(it) = it.and_then(|it| it.dyn_into::<HtmlDetailsElement>().ok()) {
                phone.fold_home(!it.open());
            }
        };
        view! {
            <div class="banner">
                <details class="more" id="home-screen" open=!phone.home_folded() on:toggle=toggled>
                    <summary>{t!("phone.home_title")}</summary>
                    <p>{t!("phone.home_why")}</p>
                    <ol class="steps">
                        <li>{t!("phone.home_share")}</li>
                        <li>{t!("phone.home_add")}</li>
                        <li>{t!("phone.home_open")}</li>
                    </ol>
                    <a class="button whole" href="/device">
                        {t!("phone.home_bring")}
                    </a>
                </details>
            </div>
        }
    })
}
