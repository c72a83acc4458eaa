//! What came of a demand: for whom, how far, and when, one question at a time.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::wins::step_words;
use super::{issue_path, issues};
use crate::canvass::demand::Step;
use crate::canvass::dot::Dot;
use crate::canvass::tenure::OFFERED;
use crate::client::address::Address;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::tenure::tenure_name;
use crate::client::parts::when::{field_day, picked_day, tonight};
use crate::client::phone::Phone;
use crate::organise::issues::{PART_LENGTH, came_of_it};
use crate::t;

/// What is being written. A handle, copied freely.
#[derive(Clone, Copy)]
struct Writing {
    saving: Saving,
    address: Address,
    issue: Dot,
    demand: Dot,
    tenure: RwSignal<Option<String>>,
    step: RwSignal<Option<Step>>,
    document: RwSignal<String>,
    day: RwSignal<Option<i32>>,
}

impl Writing {
    fn keep(self) {
        let step = self.step.get_untracked().map(|step| match step {
            Step::Written { .. } => Step::Written {
                document: self.document.get_untracked(),
            },
            other => other,
        });
        let tenure = self.tenure.get_untracked();
        let draft = (|| came_of_it(self.demand, &tenure?, step?, self.day.get_untracked()?))();
        let missing = t!("issues.win_missing");
        self.saving
            .save(draft.into_iter().collect(), missing, move |_| {
                self.address.go(&issue_path(self.issue));
            });
    }
}

/// The page.
#[component]
pub fn WinPage(
    /// The issue, where the path names one.
    issue: Option<Dot>,
    /// The demand.
    demand: Option<Dot>,
) -> impl IntoView {
    view! {
        <OrganiserPage title=t!("issues.wins") back=Back::Issues>
            {match (issue, demand) {
                (Some(issue), Some(demand)) => view! { <Write issue demand /> }.into_any(),
                _ => view! { <p class="quiet">{t!("issues.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

#[component]
fn Write(issue: Dot, demand: Dot) -> impl IntoView {
    let writing = Writing {
        saving: Saving::new(),
        address: expect_context(),
        issue,
        demand,
        tenure: RwSignal::new(None),
        step: RwSignal::new(None),
        document: RwSignal::new(String::new()),
        day: RwSignal::new(Some(tonight().today)),
    };
    view! {
        {move || match (writing.tenure.get(), writing.step.get()) {
            (None, _) => view! { <ForWhom writing /> }.into_any(),
            (Some(tenure), None) => view! { <HowFar writing tenure /> }.into_any(),
            (Some(tenure), Some(step)) => view! { <When writing tenure step /> }.into_any(),
        }}
    }
}

#[component]
fn ForWhom(writing: Writing) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let mut tenures: Vec<String> =
        issues(phone).with_untracked(|issues| issues.tenures.iter().cloned().collect());
    for offered in OFFERED {
        if !tenures.iter().any(|tenure| tenure == offered) {
            tenures.push(offered.to_string());
        }
    }
    let button = |tenure: String| {
        let name = tenure_name(&tenure);
        view! {
            <button
                type="button"
                class="answer"
                on:click=move |_| writing.tenure.set(Some(tenure.clone()))
            >
                <bdi>{name}</bdi>
            </button>
        }
    };
    view! {
        <h2>{t!("issues.for_whom")}</h2>
        <p>{t!("issues.for_whom_what")}</p>
        <div class="outcomes" role="group" aria-label=t!("issues.for_whom")>
            {tenures.into_iter().map(button).collect_view()}
        </div>
    }
}

#[component]
fn HowFar(writing: Writing, tenure: String) -> impl IntoView {
    let steps = [
        Step::Asked,
        Step::Refused,
        Step::Offered,
        Step::Written {
            document: String::new(),
        },
        Step::Delivered,
        Step::Broken,
    ];
    let button = |step: Step| {
        let name = step_words(&step);
        view! {
            <button
                type="button"
                class="answer"
                on:click=move |_| writing.step.set(Some(step.clone()))
            >
                {name}
            </button>
        }
    };
    view! {
        <h2>
            <bdi>{t!("issues.how_far", tenure = tenure_name(&tenure))}</bdi>
        </h2>
        <div class="outcomes" role="group" aria-label=t!("issues.how_far_short")>
            {steps.map(button).into_iter().collect_view()}
        </div>
        <button type="button" class="button" on:click=move |_| writing.tenure.set(None)>
            {t!("issues.one_back")}
        </button>
    }
}

#[component]
fn When(writing: Writing, tenure: String, step: Step) -> impl IntoView {
    let written = matches!(step, Step::Written { .. });
    let day = writing.day;
    let title = format!("{}: {}", tenure_name(&tenure), step_words(&step));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        writing.keep();
    };
    view! {
        <h2>
            <bdi>{title}</bdi>
        </h2>
        <form class="stack" on:submit=submit novalidate>
            {written
                .then(|| {
                    view! {
                        <div class="field">
                            <label for="document">{t!("issues.document")}</label>
                            <input
                                id="document"
                                type="text"
                                dir="auto"
                                autocomplete="off"
                                maxlength=PART_LENGTH.to_string()
                                bind:value=writing.document
                            />
                        </div>
                    }
                })}
            <div class="field">
                <label for="day">{t!("issues.day")}</label>
                <input
                    id="day"
                    type="date"
                    prop:value=move || day.get().map(field_day).unwrap_or_default()
                    on:change=move |event| day.set(picked_day(&event_target_value(&event)))
                />
            </div>
            <Wrong saving=writing.saving />
            <button type="submit" class="button primary" disabled=writing.saving.busy>
                {t!("issues.win_keep")}
            </button>
            <button type="button" class="button" on:click=move |_| writing.step.set(None)>
                {t!("issues.one_back")}
            </button>
        </form>
    }
}
