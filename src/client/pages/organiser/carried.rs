//! Files of what phones could not send, taken in on an organiser's device: shown at once, and brought
//! to the endpoint.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Back, OrganiserPage};
use super::picked_file::{self, NotRead};
use crate::client::carrying::{NotTaken, TakenIn};
use crate::client::phone::Phone;
use crate::client::told::refusal;
use crate::sync::carried::{CarriedError, LARGEST_FILE};
use crate::t;

/// What became of a file.
type Line = (String, String);

/// The page.
#[component]
pub fn CarriedPage() -> impl IntoView {
    view! {
        <OrganiserPage title=t!("carried.title") back=Back::Phones>
            <TakeIn />
        </OrganiserPage>
    }
}

#[component]
fn TakeIn() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let lines = RwSignal::new(Vec::<Line>::new());
    let refused = RwSignal::new(Vec::<String>::new());
    let bringing = RwSignal::new(false);
    let bring = move || {
        bringing.set(true);
        spawn_local(async move {
            let not_taken = phone.bring().await;
            let _ = refused.try_update(|refused| {
                refused.extend(
                    not_taken
                        .into_iter()
                        .map(|(code, n)| t!("carried.refused", n = n, why = self::refusal(code))),
                );
            });
            let _ = bringing.try_set(false);
        });
    };
    let input = NodeRef::<html::Input>::new();
    let picked = move |_| {
        let files = input.get_untracked().and_then(|input| input.files());
        let Some(files) = files else { return };
        let files: Vec<web_sys::File> = (0..files.length()).filter_map(|n| files.get(n)).collect();
        spawn_local(async move {
            for file in files {
                let name = file.name();
                let what = take_in(phone, &file).await;
                if lines.try_update(|lines| lines.push((name, what))).is_none() {
                    return;
                }
            }
            bring();
        });
    };
    let lent = Memo::new(move |_| phone.lent());
    view! {
        <p>{t!("carried.what")}</p>
        <div class="field">
            <label for="files">{t!("carried.pick")}</label>
            <p class="hint" id="files-hint">
                {t!("carried.pick_hint")}
            </p>
            <input
                id="files"
                type="file"
                class="file"
                multiple=true
                accept=".txt,text/plain"
                aria-describedby="files-hint"
                node_ref=input
                on:change=picked
            />
        </div>
        <div role="status">
            <ul class="stack">{move || lines.get().into_iter().map(line).collect_view()}</ul>
        </div>
        <p role="status">
            {move || match (bringing.get(), lent.get(), lines.with(Vec::is_empty)) {
                (true, _, _) => t!("carried.bringing"),
                (_, 0, true) => String::new(),
                (_, 0, false) => t!("carried.brought"),
                (_, n, _) => t!("carried.lent", n = n),
            }}
        </p>
        <div role="alert">
            {move || {
                refused.get().into_iter().map(|words| view! { <p class="error">{words}</p> }).collect_view()
            }}
        </div>
    }
}

fn line((name, what): Line) -> impl IntoView {
    view! {
        <li class="card">
            <bdi>{name}</bdi>
            <p>{what}</p>
        </li>
    }
}

/// Takes a file in, and says what became of it.
async fn take_in(phone: Phone, file: &web_sys::File) -> String {
    let bytes = match picked_file::bytes(file, LARGEST_FILE).await {
        Ok(bytes) => bytes,
        Err(NotRead::TooLarge) => return t!(CarriedError::TooLarge.key()),
        Err(NotRead::Unreadable) => return t!("carried.unreadable"),
    };
    match phone.take_in(&bytes).await {
        Ok(taken) => words(&taken),
        Err(NotTaken::File(error)) => t!(error.key()),
        Err(NotTaken::Save(error)) => error.sentence(),
        Err(NotTaken::NotAllowed) => t!("carried.only_organisers"),
    }
}

fn words(taken: &TakenIn) -> String {
    let counts = [
        (taken.new, "carried.new"),
        (taken.known, "carried.known"),
        (taken.unread, "carried.unread"),
    ];
    let said = counts.into_iter().filter(|(n, _)| *n > 0);
    let said: Vec<String> = said.map(|(n, key)| t!(key, n = n)).collect();
    said.join(" ")
}
