//! How a household holds its home: one tap, where they say so.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use crate::canvass::tenure::{OFFERED, Tenure, holds, tenure};
use crate::client::parts::evening::Evening;
use crate::client::parts::tenure::{recorded, tenure_name};
use crate::client::phone::Phone;
use crate::t;

/// A tenure's name is no longer than this: characters.
const NAME_LENGTH: usize = 40;

/// Folded away until somebody says; its heading says what is known.
#[component]
pub fn TenureHere(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let household = at.household;
    let known = Memo::new(move |_| {
        phone.read(|state| match tenure(state, household) {
            Tenure::Unknown => Vec::new(),
            Tenure::Known(tenure) => vec![tenure],
            Tenure::Disputed(several) => several,
        })
    });
    let typed = RwSignal::new(String::new());
    let keep = Callback::new(move |tenure: String| {
        let what = t!(
            "volunteer.kept_at",
            label = at.label,
            words = tenure_name(&tenure)
        );
        let draft = phone.read_untracked(|state| holds(state, at.stream(), household, &tenure));
        spawn_local(async move {
            // A failure stands in the banner, and the page stays.
            if evening.record(phone, what, vec![draft]).await.is_ok() {
                typed.try_set(String::new());
            }
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let tenure = recorded(&typed.get_untracked());
        if !tenure.is_empty() {
            keep.run(tenure);
        }
    };
    let tap = move |word: &'static str| {
        let pressed = move || known.with(|known| known.as_slice() == [word]);
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || pressed().to_string()
                on:click=move |click| {
                    if !evening.taps.tremble(&click) && !pressed() {
                        keep.run(word.to_string());
                    }
                }
            >
                {tenure_name(word)}
            </button>
        }
    };
    let names = move || {
        let known = known.get();
        let names: Vec<String> = known.iter().map(|one| tenure_name(one)).collect();
        names.join(" / ")
    };
    view! {
        <details class="more">
            <summary>
                {t!("tenure.what")} " " <strong>
                    <bdi>{names}</bdi>
                </strong>
            </summary>
            <form class="stack" on:submit=submit>
                <div class="stack" role="group" aria-label=t!("tenure.what")>
                    {OFFERED.map(tap).into_iter().collect_view()}
                </div>
                <div class="field">
                    <label for="tenure">{t!("tenure.other")}</label>
                    <input
                        id="tenure"
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        maxlength=NAME_LENGTH.to_string()
                        prop:value=typed
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
                <button type="submit" class="button whole">
                    {t!("tenure.keep")}
                </button>
            </form>
        </details>
    }
}
