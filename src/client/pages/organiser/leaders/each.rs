//! For how many homes one leader is wanted: organisers say, for all of the campaign.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::homes_a_leader::{AT_MOST, HomesALeader, set};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::t;

/// What it is now, and another number.
#[component]
pub fn Each() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let each = Memo::new(move |_| phone.read(HomesALeader::read).homes());
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(each.get().to_string()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let number = typed.get_untracked().trim().parse().ok();
        let draft = number.and_then(|homes| phone.read_untracked(|state| set(state, homes)));
        let missing = t!("leaders.each_missing", most = AT_MOST);
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    view! {
        <details class="more">
            <summary>{move || t!("leaders.each_now", homes = each.get())}</summary>
            <form class="stack" on:submit=submit novalidate>
                <p class="hint">{t!("leaders.each_what")}</p>
                <div class="field">
                    <label for="each">{t!("leaders.each")}</label>
                    <input
                        id="each"
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength="3"
                        bind:value=typed
                    />
                </div>
                <Wrong saving />
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("leaders.each_keep")}
                </button>
            </form>
        </details>
    }
}
