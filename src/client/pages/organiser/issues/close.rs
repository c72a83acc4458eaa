//! How an issue ends, and why.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::issue_path;
use crate::canvass::demand::Ending;
use crate::canvass::dot::Dot;
use crate::client::address::Address;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::tonight;
use crate::organise::issues::{WHY_LENGTH, close};
use crate::t;

/// The page.
#[component]
pub fn ClosePage(
    /// The issue, where the path names one.
    issue: Option<Dot>,
) -> impl IntoView {
    view! {
        <OrganiserPage title=t!("issues.ending") back=Back::Issues>
            {match issue {
                Some(issue) => view! { <Closing issue /> }.into_any(),
                None => view! { <p class="quiet">{t!("issues.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn ending_words(ending: Ending) -> String {
    match ending {
        Ending::Open => t!("issues.end_open"),
        Ending::Settled => t!("issues.end_settled"),
        Ending::CulDeSac => t!("issues.end_cul_de_sac"),
    }
}

#[component]
fn Closing(issue: Dot) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let ending = RwSignal::new(Ending::CulDeSac);
    let why = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (ending, why) = (ending.get_untracked(), why.get_untracked());
        let today = tonight().today;
        let draft = saving
            .phone
            .read_untracked(|state| close(state, issue, ending, &why, today));
        let missing = t!("issues.why_missing");
        saving.save(draft.into_iter().collect(), missing, move |_| {
            address.go(&issue_path(issue));
        });
    };
    let choice = move |one: Ending| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="ending"
                    prop:checked=move || ending.get() == one
                    on:change=move |_| ending.set(one)
                />
                <span>{ending_words(one)}</span>
            </label>
        }
    };
    view! {
        <p>{t!("issues.close_what")}</p>
        <form class="stack" on:submit=submit novalidate>
            <fieldset class="choices">
                <legend>
                    <strong>{t!("issues.ending")}</strong>
                </legend>
                {[Ending::CulDeSac, Ending::Settled, Ending::Open]
                    .map(choice)
                    .into_iter()
                    .collect_view()}
            </fieldset>
            <div class="field">
                <label for="why">{t!("issues.why")}</label>
                <textarea
                    id="why"
                    dir="auto"
                    maxlength=WHY_LENGTH.to_string()
                    prop:value=why
                    on:input=move |event| why.set(event_target_value(&event))
                ></textarea>
            </div>
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("issues.close_keep")}
            </button>
        </form>
    }
}
