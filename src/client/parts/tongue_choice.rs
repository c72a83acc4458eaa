//! Which language the app is in: each by what those who speak it call it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::tongue::{NotHere, Speaking};
use crate::locales::{self, Tongue};
use crate::t;

/// The languages, folded away behind the one that is spoken. A globe stands beside it for who cannot
/// read that.
#[component]
pub fn TongueChoice(
    /// Runs before the page is drawn anew in another language, and what is on it is gone.
    #[prop(optional, into)]
    before: Option<Callback<()>>,
) -> impl IntoView {
    let speaking = Speaking::here();
    let missing = RwSignal::new(false);
    let choose = move |tongue: Tongue| {
        missing.set(false);
        spawn_local(async move {
            let before = || {
                // The page may have been left meanwhile.
                let _ = before.and_then(|before| before.try_run(()));
            };
            if speaking.choose(tongue, before).await == Err(NotHere) {
                missing.try_set(true);
            }
        });
    };
    let spoken = locales::spoken();
    let language = move |tongue: Tongue| {
        view! {
            <button
                type="button"
                class="button"
                lang=tongue.tag()
                dir=tongue.direction()
                aria-pressed=(tongue == spoken.tongue).to_string()
                on:click=move |_| choose(tongue)
            >
                {tongue.own_name()}
            </button>
        }
    };
    view! {
        <details class="more tongues">
            <summary>
                <Globe />
                <span class="visually-hidden">{t!("phone.speaks")} " "</span>
                {spoken.tongue.own_name()}
            </summary>
            <div class="row" role="group" aria-label=t!("phone.speaks")>
                {Tongue::ALL.map(language).into_iter().collect_view()}
            </div>
            <p role="status">{move || missing.get().then(|| t!("phone.speaks_missing"))}</p>
            {(!spoken.is_all_read()).then(|| view! { <p class="hint">{t!("phone.speaks_unread")}</p> })}
        </details>
    }
}

#[component]
fn Globe() -> impl IntoView {
    view! {
        <svg class="globe" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path
                d="M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"
                fill="none"
                stroke="currentColor"
                stroke-width="2"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
}
