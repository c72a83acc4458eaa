//! What is picked for a turf so far, how long it takes, and its name: one low strip under the
//! thumb, so that the stairs above stay in sight.

use leptos::prelude::*;

use super::hours;
use super::turf_new::Cutting;
use crate::canvass::draft::Draft;
use crate::client::address::Address;
use crate::locales;
use crate::organise::selection;
use crate::t;

/// A name longer than this is no name any more, and fills a phone's screen.
const NAME_LENGTH: usize = 60;

/// The strip.
#[component]
pub fn Sum(
    /// What the page holds.
    cutting: Cutting,
) -> impl IntoView {
    let sum = Memo::new(move |_| {
        cutting.choices.with(|choices| {
            cutting
                .picked
                .with(|picked| selection::sum(choices, picked))
        })
    });
    let any = Memo::new(move |_| sum.get().0 > 0);
    let address = expect_context::<Address>();
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(draft) = draft(cutting) {
            cutting.busy.set(true);
            leptos::task::spawn_local(async move {
                match cutting.phone.record(vec![draft]).await {
                    Ok(dots) => {
                        cutting.phone.sync();
                        if let Some(dot) = dots.first() {
                            address.go(&format!("/organise/invite/{dot}"));
                        }
                    }
                    Err(reason) => {
                        let _ = cutting.error.try_set(Some(reason.sentence()));
                        let _ = cutting.busy.try_set(false);
                    }
                }
            });
        }
    };
    view! {
        <form class="card turf-sum" on:submit=save novalidate>
            <p role="status">
                {move || match sum.get() {
                    (0, _) => t!("organiser.turf_empty"),
                    (doors, time) => {
                        let doors = t!("organiser.count_doors", n = doors);
                        format!("{doors} · {}", hours::range(time))
                    }
                }}
                {move || {
                    sum.get()
                        .1
                        .is_more_than_an_evening()
                        .then(|| {
                            format!(" · {}", t!("organiser.turf_long"))
                        })
                }}
            </p>
            <Show when=move || any.get()>
                <Name cutting=cutting />
            </Show>
        </form>
    }
}

/// The name, and the button.
#[component]
fn Name(cutting: Cutting) -> impl IntoView {
    view! {
        {move || {
            cutting
                .error
                .get()
                .map(|error| {
                    view! {
                        <p class="error" role="alert">
                            {error}
                        </p>
                    }
                })
        }}
        <label for="turf-name">{t!("organiser.turf_name")}</label>
        <div class="row">
            <input
                id="turf-name"
                type="text"
                autocomplete="off"
                dir="auto"
                maxlength=NAME_LENGTH.to_string()
                prop:value=move || cutting.name.get().unwrap_or_else(|| suggested(cutting))
                on:input=move |event| cutting.name.set(Some(event_target_value(&event)))
            />
            <button type="submit" class="button primary" disabled=cutting.busy>
                {t!("organiser.turf_make")}
            </button>
        </div>
    }
}

/// What it may be called, unless something else is typed.
fn suggested(cutting: Cutting) -> String {
    let name = cutting.choices.with(|choices| {
        let picked = |picked: &_| selection::suggested_name(choices, picked, locales::fill);
        cutting.picked.with(picked)
    });
    name.chars().take(NAME_LENGTH).collect()
}

/// The turf, or what is missing of it.
fn draft(cutting: Cutting) -> Option<Draft> {
    cutting.error.set(None);
    let typed = cutting.name.get_untracked();
    let name = typed.unwrap_or_else(|| untrack(|| suggested(cutting)));
    let name = name.trim();
    if name.is_empty() {
        cutting.error.set(Some(t!("organiser.turf_nameless")));
        return None;
    }
    let choices = cutting.choices.get_untracked();
    let picked = cutting.picked.get_untracked();
    let turf = |state: &_| selection::turf(state, &choices, &picked, name);
    Some(cutting.phone.read_untracked(turf))
}
