//! Coming back: six words on an empty device bring the campaign back.

use leptos::prelude::*;

use super::founding::{self, Stumble};
use super::question::{DESCRIPTION, FIELD, HEADING, QuestionPage, TextField};
use super::start_campaign::{go_home, leave};
use super::word_list;
use crate::client::phone::Phone;
use crate::sync::keys::OwnKeys;
use crate::t;

/// Asks for the words, then for a name.
#[component]
pub fn Recover() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let words = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let named = RwSignal::new(false);
    let keys = StoredValue::new(Vec::<OwnKeys>::new());
    let missing = RwSignal::new(0_usize);
    let home = go_home();
    let away = leave();
    Effect::new(move |_| {
        if phone.membership().get().is_some() {
            home.run(());
        }
    });
    // The words are checked at once, so that a slip is found before anything else is asked.
    let on_words = Callback::new(move |()| {
        error.set(None);
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = match word_list::fetch().await {
                Some(list) => founding::keys(&words.get_untracked(), &list).await,
                None => Err(Stumble::Other(t!("start.list_missing"))),
            };
            let outcome = match outcome {
                Ok(made) => so_far(phone, keys, made).await,
                Err(stumble) => Err(stumble),
            };
            busy.set(false);
            match outcome {
                Ok(others) => {
                    words.set(String::new());
                    missing.set(others);
                    named.set(others == 0);
                }
                Err(Stumble::StartCode(reason) | Stumble::Other(reason)) => {
                    error.set(Some(reason));
                }
            }
        });
    });
    let on_name = Callback::new(move |()| {
        let name = name.get_untracked().trim().to_string();
        let keys = keys.get_value();
        if keys.is_empty() {
            named.set(false);
            return;
        }
        if name.is_empty() {
            error.set(Some(t!("start.name_missing")));
            return;
        }
        error.set(None);
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = phone.recover(&keys, &name).await;
            busy.set(false);
            match outcome {
                Ok(()) => {
                    phone.sync();
                    home.run(());
                }
                Err(reason) => error.set(Some(reason.sentence())),
            }
        });
    });
    move || match named.get() {
        false => words_page(words, error, (busy, missing), on_words, away).into_any(),
        true => view! {
            <QuestionPage
                title=t!("start.name")
                hint=t!("start.name_hint")
                error=error
                button=t!("start.recover")
                on_answer=on_name
                back=Some(Callback::new(move |()| {
                    error.set(None);
                    named.set(false);
                }))
                busy=busy
            >
                <TextField value=name error=error autocomplete="given-name" />
            </QuestionPage>
        }
        .into_any(),
    }
}

/// Adds a keyholder's keys to those typed before: how many keyholders are still missing. The same words typed
/// again are one keyholder's.
async fn so_far(
    phone: Phone,
    keys: StoredValue<Vec<OwnKeys>>,
    made: OwnKeys,
) -> Result<usize, Stumble> {
    let mut all = keys.get_value();
    if !all.contains(&made) {
        all.push(made);
    }
    let missing = phone.words_missing(&all).await?;
    keys.set_value(all);
    Ok(missing)
}

fn words_page(
    words: RwSignal<String>,
    error: RwSignal<Option<String>>,
    (busy, missing): (RwSignal<bool>, RwSignal<usize>),
    on_words: Callback<()>,
    away: Callback<()>,
) -> impl IntoView {
    view! {
        <QuestionPage
            title=t!("start.recover_words")
            hint=t!("start.recover_words_hint")
            error=error
            button=t!("start.go_on")
            on_answer=on_words
            back=Some(away)
            busy=busy
        >
            <textarea
                id=FIELD
                rows="3"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                translate="no"
                aria-labelledby=HEADING
                aria-describedby=DESCRIPTION
                aria-invalid=move || error.get().is_some().then_some("true")
                bind:value=words
            />
            <p role="status">
                {move || {
                    let n = missing.get();
                    (n > 0 && !busy.get()).then(|| t!("keys.end_missing", n = n))
                }}
            </p>
            <Show when=move || busy.get()>
                <p role="status">{t!("start.recover_wait")}</p>
                <progress aria-label=t!("start.recover_wait") />
            </Show>
        </QuestionPage>
    }
}
