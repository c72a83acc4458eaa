//! A signature that is wrong is taken out, with a reason; one that was is put back.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::signature_out::REASON_LENGTH;
use crate::client::pages::organiser::saving::Saving;
use crate::organise::petition::{Out, Signed};
use crate::t;

/// What is folded away below a signature. `label` says which it is.
#[component]
pub fn TakeOut(saving: Saving, signed: Signed, label: String) -> impl IntoView {
    let may_go_back = signed.out != Out::No;
    let may_go_out = !matches!(signed.out, Out::Yes(_));
    view! {
        {may_go_out.then(|| out(saving, signed.clone(), &label))}
        {may_go_back.then(|| back(saving, signed.clone(), &label))}
    }
}

fn out(saving: Saving, signed: Signed, label: &str) -> impl IntoView + use<> {
    let why = RwSignal::new(String::new());
    let id = format!("why-{}", signed.dot);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = signed.take_out(&why.get_untracked());
        let missing = t!("petition.take_out_missing");
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    view! {
        <details class="more">
            <summary aria-label=t!("petition.take_out_of", what = label)>
                {t!("petition.take_out")}
            </summary>
            <form class="stack" on:submit=submit novalidate>
                <label for=id.clone()>{t!("petition.take_out_why")}</label>
                <input
                    id=id
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=REASON_LENGTH
                    bind:value=why
                />
                <p class="hint">{t!("petition.take_out_what")}</p>
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("petition.take_out_keep")}
                </button>
            </form>
        </details>
    }
}

fn back(saving: Saving, signed: Signed, label: &str) -> impl IntoView + use<> {
    let named = t!("petition.put_back_of", what = label);
    let back = move |_| saving.save(vec![signed.put_back()], String::new(), |_| ());
    view! {
        <button
            type="button"
            class="button"
            aria-label=named
            disabled=saving.busy
            on:click=back
        >
            {t!("petition.put_back")}
        </button>
    }
}
