//! Where one can always go, under the thumb.

use leptos::prelude::*;

use super::evening::Evening;
use crate::client::phone::Phone;
use crate::locales;
use crate::sync::certificate::Role;
use crate::t;

/// A place of the bottom bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// My stairs.
    Today,
    /// The stair one is on.
    Stair,
    /// What is saved, sent and merged.
    Sent,
    /// Anywhere else.
    Elsewhere,
}

/// Today, the stair, what is sent; for who organises, the way back to that.
#[component]
pub fn BottomBar(
    /// Where one is.
    at: Place,
) -> impl IntoView {
    let evening = expect_context::<Evening>();
    let phone = expect_context::<Phone>();
    let organises = Memo::new(move |_| {
        let own = phone.membership().get();
        own.is_some_and(|own| own.role == Role::Organiser)
    });
    let current = move |place| (place == at).then_some("page");
    // There is nothing to send in practice, and one stair.
    let practice = phone.is_to_practise();
    let sent = match practice {
        true => t!("practice.to_summary"),
        false => t!("volunteer.sent"),
    };
    view! {
        <nav class="bottom-bar" aria-label=t!("volunteer.places")>
            {(!practice)
                .then(|| {
                    view! {
                        <a href="/today" aria-current=current(Place::Today)>
                            <Icon path="M3 11l9-8 9 8M5.5 9.5V21h13V9.5M10 21v-6h4v6" />
                            {t!("volunteer.today")}
                        </a>
                    }
                })}
            {move || {
                // Up, the way one reads.
                evening.stair.get().map(|stair| {
                    view! {
                        <a href=format!("/stair/{}", stair.0) aria-current=current(Place::Stair)>
                            <Icon path="M3 21h5v-5h5v-5h5V6h3" turns=true />
                            {t!("volunteer.stair")}
                        </a>
                    }
                })
            }}
            <a href="/sent" aria-current=current(Place::Sent)>
                <Icon path="M12 20V5M5 12l7-7 7 7M4 21.5h16" />
                {sent}
            </a>
            {move || organises.get().then(|| view! { <Organise /> })}
        </nav>
    }
}

/// Back to the organiser's pages.
#[component]
fn Organise() -> impl IntoView {
    // The volunteer's program has none of them: the browser is to load the other one.
    let elsewhere = !locales::has("organiser.home");
    view! {
        <a href="/organise" rel=elsewhere.then_some("external")>
            <Icon path="M4 5h16M4 12h16M4 19h10" />
            {t!("volunteer.organise")}
        </a>
    }
}

#[component]
fn Icon(path: &'static str, #[prop(optional)] turns: bool) -> impl IntoView {
    view! {
        <svg class:turns=turns viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path
                d=path
                fill="none"
                stroke="currentColor"
                stroke-width="2"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
}
