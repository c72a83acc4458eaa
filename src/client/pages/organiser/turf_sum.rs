//! What is picked for a turf so far, how long it takes, and its name: one low strip under the
//! thumb, so that the stairs above stay in sight.

use leptos::prelude::*;

use super::hours;
use super::turf_new::{Cutting, Purpose};
use crate::canvass::id::{DoorId, TurfId};
use crate::client::address::Address;
use crate::client::parts::when::evening_day;
use crate::client::told::SaveError;
use crate::locales;
use crate::organise::came;
use crate::organise::selection;
use crate::organise::teams::{teams, work};
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
        if cutting.busy.get_untracked() {
            return;
        }
        if let Some(cut) = cut(cutting) {
            cutting.busy.set(true);
            leptos::task::spawn_local(async move {
                match save(cutting, cut).await {
                    Ok(path) => address.go(&path),
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
                {match cutting.purpose {
                    Purpose::Inviting => t!("organiser.turf_make"),
                    Purpose::Tonight => t!("tonight.turf_make"),
                }}
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

/// A turf as it was cut.
struct Cut {
    doors: Vec<DoorId>,
    name: String,
}

/// Makes the turf: where it goes on then. Tried again, it goes on from what is there: what was held is
/// saved, and what was made is not made twice.
async fn save(cutting: Cutting, cut: Cut) -> Result<String, SaveError> {
    let phone = cutting.phone;
    if phone.holds_unsaved() {
        phone.retry_save().await?;
    }
    let made = phone.read_untracked(|state| came::made(state, &cut.doors, &cut.name));
    let turf = match made {
        Some(turf) => turf,
        None => {
            let drafts = vec![came::turf(&cut.doors, &cut.name)];
            let dots = phone.record(drafts).await?;
            // One draft has one dot; without it there is nowhere to go on to.
            let dot = dots.first().copied().ok_or(SaveError::Storage)?;
            TurfId(dot)
        }
    };
    if cutting.purpose == Purpose::Tonight {
        let day = evening_day();
        let there = phone.read_untracked(|state| teams(state, day));
        if !there.iter().any(|team| team.turf == turf) {
            phone.record(work(turf, day, &[])).await?;
        }
    }
    phone.sync();
    Ok(match cutting.purpose {
        Purpose::Inviting => format!("/organise/invite/{}", turf.0),
        Purpose::Tonight => "/organise/tonight".to_string(),
    })
}

/// The turf, or what is missing of it.
fn cut(cutting: Cutting) -> Option<Cut> {
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
    let doors = |state: &_| selection::doors(state, &choices, &picked);
    Some(Cut {
        doors: cutting.phone.read_untracked(doors),
        name: name.to_string(),
    })
}
