//! Where the doors come from: a file, cells pasted from a spreadsheet, or made by hand.

use js_sys::Array;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::Blob;

use super::list::List;
use crate::t;

/// The ways to bring doors.
#[component]
pub(super) fn Pick(
    /// The page.
    list: List,
    /// How many doors there are already.
    there: Memo<usize>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let picked = move |_: ev::Event| {
        let file = input
            .get_untracked()
            .and_then(|input| input.files())
            .and_then(|files| files.get(0));
        if let Some(file) = file {
            list.take(file.into());
        }
    };
    view! {
        <p>{t!("organiser.list_what")}</p>
        <p>{t!("organiser.list_private")}</p>
        {move || {
            (there.get() > 0)
                .then(|| {
                    view! {
                        <div class="banner">
                            <p>{t!("organiser.list_there", n = there.get())}</p>
                        </div>
                    }
                })
        }}
        <div class="field">
            <label for="file">{t!("organiser.list_pick")}</label>
            <input
                id="file"
                type="file"
                class="file"
                accept=".xlsx,.xlsm,.csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                node_ref=input
                on:change=picked
            />
        </div>
        <Paste list=list />
        <p>
            <a href="/organise/list/hand">{t!("list.by_hand_link")}</a>
        </p>
        {move || {
            (there.get() > 0)
                .then(|| {
                    view! {
                        <p>
                            <a href="/organise/blocks">{t!("list.buildings_link")}</a>
                        </p>
                        <p>
                            <a href="/organise/estates">{t!("list.estates_link")}</a>
                        </p>
                    }
                })
        }}
    }
}

/// Cells copied in a spreadsheet program. What is pasted goes the way of a file.
#[component]
fn Paste(list: List) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let read = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = pasted.get_untracked();
        // An empty one says so itself.
        if let Ok(blob) = Blob::new_with_str_sequence(&Array::of1(&text.into())) {
            list.take(blob);
        }
    };
    view! {
        <details class="more">
            <summary>{t!("list.paste_instead")}</summary>
            <form class="stack" on:submit=read>
                <div class="field">
                    <label for="cells">{t!("list.paste")}</label>
                    <p class="hint" id="cells-hint">
                        {t!("list.paste_hint")}
                    </p>
                    <textarea
                        id="cells"
                        rows="8"
                        aria-describedby="cells-hint"
                        autocomplete="off"
                        spellcheck="false"
                        bind:value=pasted
                    />
                </div>
                <button type="submit" class="button">
                    {t!("list.paste_read")}
                </button>
            </form>
        </details>
    }
}
