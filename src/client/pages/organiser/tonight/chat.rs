//! The message for the group chat, and the button that copies it.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Evening;
use crate::client::parts::when::{minutes_in_words, short_day};
use crate::locales;
use crate::organise::message::{message, stairs_to_do};
use crate::t;

/// The message.
#[component]
pub fn Chat(
    /// What the page holds.
    evening: Evening,
) -> impl IntoView {
    let text = Memo::new(move |_| {
        let meeting = evening.meetings.with(|all| all.first().cloned())?;
        let teams = evening.teams.get();
        let stairs = evening.phone.read(|state| stairs_to_do(state, &teams));
        let day = short_day(evening.day);
        let times = [meeting.from, meeting.until].map(minutes_in_words);
        let times = (&*times[0], &*times[1]);
        Some(message(&day, &meeting, times, stairs, locales::fill))
    });
    let there = Memo::new(move |_| text.with(Option::is_some));
    let copied = RwSignal::new(None);
    let copy = move |_| {
        let words = text.get_untracked().unwrap_or_default();
        leptos::task::spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            let outcome = JsFuture::from(clipboard.write_text(&words)).await;
            let _ = copied.try_set(Some(match outcome {
                Ok(_) => t!("organiser.copied"),
                Err(_) => t!("tonight.copy_failed"),
            }));
        });
    };
    view! {
        <Show
            when=move || there.get()
            fallback=|| view! { <p class="quiet">{t!("tonight.chat_first")}</p> }
        >
            <p class="card message" dir="auto">
                {move || text.get()}
            </p>
            <button type="button" class="button whole" on:click=copy>
                {t!("tonight.chat_copy")}
            </button>
            <p role="status">{move || copied.get()}</p>
            <p class="hint">{t!("tonight.chat_why")}</p>
        </Show>
    }
}
