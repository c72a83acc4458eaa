//! What an issue is called, and how widely it was raised before this campaign.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::dot::Dot;
use crate::canvass::handover::RaisedBefore;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::organise::issues::{NAME_LENGTH, rename};
use crate::t;

/// In the campaign that was handed over to this one.
pub(super) fn before_words(before: &RaisedBefore) -> String {
    match before.homes {
        Some(homes) => t!("issues.before", n = homes, all = before.spoken),
        None => t!("issues.before_left_out"),
    }
}

/// Calls it otherwise: folded away, since that is rare.
#[component]
pub(super) fn Rename(id: Dot, name: String) -> impl IntoView {
    let saving = Saving::new();
    let typed = RwSignal::new(name);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked();
        let draft = saving
            .phone
            .read_untracked(|state| rename(state, id, &name));
        let missing = t!("issues.rename_missing");
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    view! {
        <details class="more">
            <summary>{t!("issues.rename")}</summary>
            <form class="stack" on:submit=submit novalidate>
                <Wrong saving />
                <div class="field">
                    <label for="called">{t!("issues.called")}</label>
                    <input
                        id="called"
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        maxlength=NAME_LENGTH.to_string()
                        bind:value=typed
                    />
                </div>
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("issues.rename_keep")}
                </button>
            </form>
        </details>
    }
}
