//! Closing the old campaign once somebody else has it: for good, by the keyholders' words.

use leptos::prelude::*;

use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::keyholder_words::{KeyholderWords, Signing};
use crate::client::parts::handed_over::HandedOver;
use crate::sync::closing::LONGEST_NAME;
use crate::t;

/// The way to the page.
#[component]
pub(super) fn ToClose() -> impl IntoView {
    view! {
        <h2>{t!("handover.close")}</h2>
        <p>{t!("handover.close_when")}</p>
        <a class="button whole" href="/organise/handover/close">
            {t!("handover.close")}
        </a>
    }
}

/// The page.
#[component]
pub fn ClosePage() -> impl IntoView {
    let signing = Signing::new();
    let over = Memo::new(move |_| {
        let own = signing.phone.membership().get();
        own.is_some_and(|own| own.handed_over.is_some())
    });
    view! {
        <OrganiserPage title=t!("handover.close") back=Back::Handover>
            {move || match over.get() {
                true => view! { <HandedOver /> }.into_any(),
                false => {
                    view! {
                        <p>{t!("handover.close_what")}</p>
                        <p>{t!("handover.close_unsent")}</p>
                        <p class="banner stop">{t!("handover.cannot_recall")}</p>
                        {form(signing)}
                    }
                        .into_any()
                }
            }}
            <p class="error" role="alert" id="mistake">
                {move || signing.wrong.get()}
            </p>
        </OrganiserPage>
    }
}

fn form(signing: Signing) -> impl IntoView {
    let to = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !signing.busy.get_untracked() {
            leptos::task::spawn_local(close(signing, to.get_untracked().trim().to_string()));
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <div class="field">
                <label for="to">{t!("handover.close_to")}</label>
                <p id="to-hint" class="hint">
                    {t!("handover.close_to_hint")}
                </p>
                <input
                    id="to"
                    type="text"
                    autocomplete="off"
                    aria-describedby="to-hint mistake"
                    aria-invalid=move || signing.invalid()
                    bind:value=to
                />
            </div>
            <KeyholderWords signing />
            <button type="submit" class="button danger whole" disabled=signing.busy>
                {t!("handover.close_now")}
            </button>
        </form>
    }
}

/// Checks what was typed, signs and tells everyone.
async fn close(signing: Signing, to: String) {
    signing.wrong.set(None);
    if !(1..=LONGEST_NAME).contains(&to.len()) {
        let why = match to.is_empty() {
            true => t!("handover.close_to_missing"),
            false => t!("handover.close_to_long"),
        };
        return signing.wrong.set(Some(why));
    }
    // Where it is done, the page says so by itself.
    let _ = signing
        .sign(async |signed| signing.phone.close_campaign(&to, &signed).await)
        .await;
}
