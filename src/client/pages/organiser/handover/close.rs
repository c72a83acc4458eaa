//! Closing the old campaign once somebody else has it: for good, by the keyholders' words.

use leptos::prelude::*;

use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::start::founding::{self, Stumble};
use crate::client::pages::start::word_list;
use crate::client::parts::handed_over::HandedOver;
use crate::client::phone::Phone;
use crate::client::told::PhoneError;
use crate::sync::closing::LONGEST_NAME;
use crate::sync::keys::OwnKeys;
use crate::sync::wire::RefusalCode;
use crate::t;

/// What the page holds.
#[derive(Clone, Copy)]
struct Closing {
    phone: Phone,
    to: RwSignal<String>,
    words: RwSignal<String>,
    /// Who has signed so far, where more than one keyholder has to.
    signed: StoredValue<Vec<OwnKeys>>,
    missing: RwSignal<usize>,
    wrong: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

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
    let phone = expect_context::<Phone>();
    let closing = Closing {
        phone,
        to: RwSignal::default(),
        words: RwSignal::default(),
        signed: StoredValue::new(Vec::new()),
        missing: RwSignal::new(0),
        wrong: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let over = Memo::new(move |_| {
        let own = phone.membership().get();
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
                        {form(closing)}
                    }
                        .into_any()
                }
            }}
            <p class="error" role="alert" id="mistake">
                {move || closing.wrong.get()}
            </p>
        </OrganiserPage>
    }
}

fn form(closing: Closing) -> impl IntoView {
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !closing.busy.get_untracked() {
            leptos::task::spawn_local(close(closing));
        }
    };
    let invalid = move || closing.wrong.get().is_some().then_some("true");
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
                    aria-invalid=invalid
                    bind:value=closing.to
                />
            </div>
            <div class="field">
                <label for="words">{t!("start.recover_words")}</label>
                <p id="words-hint" class="hint">
                    {t!("keys.end_words_hint")}
                </p>
                <textarea
                    id="words"
                    rows="3"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    translate="no"
                    aria-describedby="words-hint mistake"
                    aria-invalid=invalid
                    bind:value=closing.words
                />
            </div>
            <p role="status">
                {move || {
                    match (closing.busy.get(), closing.missing.get()) {
                        (true, _) => t!("start.recover_wait"),
                        (false, 0) => String::new(),
                        (false, n) => t!("keys.end_missing", n = n),
                    }
                }}
            </p>
            <button type="submit" class="button danger whole" disabled=closing.busy>
                {t!("handover.close_now")}
            </button>
        </form>
    }
}

/// Checks what was typed, signs and tells everyone.
async fn close(closing: Closing) {
    closing.wrong.set(None);
    let to = closing.to.get_untracked().trim().to_string();
    if !(1..=LONGEST_NAME).contains(&to.len()) {
        let why = match to.is_empty() {
            true => t!("handover.close_to_missing"),
            false => t!("handover.close_to_long"),
        };
        return closing.wrong.set(Some(why));
    }
    closing.busy.set(true);
    let outcome = sign(closing, &to).await;
    let _ = closing.busy.try_set(false);
    match outcome {
        // Where it is done, the page says so by itself.
        Ok(missing) => {
            let _ = closing.missing.try_set(missing);
        }
        Err(reason) => {
            let _ = closing.wrong.try_set(Some(reason));
        }
    }
}

/// Works the words out and signs with them: how many keyholders are still to.
async fn sign(closing: Closing, to: &str) -> Result<usize, String> {
    let list = word_list::fetch().await.ok_or(t!("start.list_missing"))?;
    let keys = founding::keys(&closing.words.get_untracked(), &list)
        .await
        .map_err(|stumble| match stumble {
            Stumble::StartCode(reason) | Stumble::Other(reason) => reason,
        })?;
    let mut signed = closing.signed.get_value();
    if !signed.contains(&keys) {
        signed.push(keys);
    }
    let missing = closing.phone.close_campaign(to, &signed).await;
    let missing = missing.map_err(|reason| match reason {
        PhoneError::Refused(RefusalCode::UnknownCampaign) => t!("keys.end_other_words"),
        other => other.sentence(),
    })?;
    let _ = closing.words.try_set(String::new());
    closing.signed.set_value(match missing {
        0 => Vec::new(),
        _ => signed,
    });
    Ok(missing)
}
