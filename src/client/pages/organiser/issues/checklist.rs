//! What a residents' group says about an issue: who and when, then one question at a time, then saved.

use std::collections::BTreeMap;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::card::{check_words, question_words};
use super::issue_path;
use crate::canvass::demand::Check;
use crate::canvass::dot::Dot;
use crate::client::address::Address;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{field_day, picked_day, tonight};
use crate::organise::issues::{GROUP_LENGTH, Question, checked};
use crate::t;

/// What is being answered. A handle, copied freely.
#[derive(Clone, Copy)]
struct Answering {
    saving: Saving,
    address: Address,
    issue: Dot,
    group: RwSignal<String>,
    day: RwSignal<Option<i32>>,
    /// The question that is asked, by its place; none while the group is not named.
    at: RwSignal<Option<usize>>,
    answers: RwSignal<BTreeMap<Question, Check>>,
}

impl Answering {
    fn begin(self) {
        let named = self.group.with_untracked(|group| !group.trim().is_empty());
        match named && self.day.get_untracked().is_some() {
            true => {
                self.saving.wrong.set(None);
                self.at.set(Some(0));
            }
            false => self.saving.wrong.set(Some(t!("issues.group_missing"))),
        }
    }

    fn answer(self, question: Question, check: Option<Check>) {
        self.answers.update(|answers| {
            match check {
                Some(check) => answers.insert(question, check),
                None => answers.remove(&question),
            };
        });
        let place = Question::ALL.iter().position(|it| *it == question);
        self.at.set(place.map(|place| place + 1));
    }

    fn save(self) {
        let (issue, group) = (self.issue, self.group.get_untracked());
        let answers = self.answers.get_untracked();
        let draft = self.day.get_untracked().and_then(|day| {
            let phone = self.saving.phone;
            phone.read_untracked(|state| checked(state, issue, &group, day, &answers))
        });
        let missing = t!("issues.answers_missing");
        self.saving
            .save(draft.into_iter().collect(), missing, move |_| {
                self.address.go(&issue_path(issue));
            });
    }
}

/// The page.
#[component]
pub fn ChecklistPage(
    /// The issue, where the path names one.
    issue: Option<Dot>,
) -> impl IntoView {
    view! {
        <OrganiserPage title=t!("issues.questions") back=Back::Issues>
            {match issue {
                Some(issue) => view! { <Asking issue /> }.into_any(),
                None => view! { <p class="quiet">{t!("issues.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

#[component]
fn Asking(issue: Dot) -> impl IntoView {
    let answering = Answering {
        saving: Saving::new(),
        address: expect_context(),
        issue,
        group: RwSignal::new(String::new()),
        day: RwSignal::new(Some(tonight().today)),
        at: RwSignal::new(None),
        answers: RwSignal::new(BTreeMap::new()),
    };
    view! {
        {move || match answering.at.get() {
            None => view! { <Group answering /> }.into_any(),
            Some(place) => match Question::ALL.get(place).copied() {
                Some(question) => view! { <Ask answering question place /> }.into_any(),
                None => view! { <Done answering /> }.into_any(),
            },
        }}
        <Wrong saving=answering.saving />
    }
}

/// Which group, and when.
#[component]
fn Group(answering: Answering) -> impl IntoView {
    let day = answering.day;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        answering.begin();
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p>{t!("issues.questions_what")}</p>
            <div class="field">
                <label for="group">{t!("issues.group")}</label>
                <input
                    id="group"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=GROUP_LENGTH.to_string()
                    bind:value=answering.group
                />
            </div>
            <div class="field">
                <label for="day">{t!("issues.day")}</label>
                <input
                    id="day"
                    type="date"
                    prop:value=move || day.get().map(field_day).unwrap_or_default()
                    on:change=move |event| day.set(picked_day(&event_target_value(&event)))
                />
            </div>
            <button type="submit" class="button primary">
                {t!("issues.begin")}
            </button>
        </form>
    }
}

#[component]
fn Ask(answering: Answering, question: Question, place: usize) -> impl IntoView {
    let said = answering
        .answers
        .with_untracked(|answers| answers.get(&question).copied());
    let button = |check: Check| {
        let pressed = (said == Some(check)).to_string();
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=pressed
                on:click=move |_| answering.answer(question, Some(check))
            >
                {check_words(check)}
            </button>
        }
    };
    let words = question_words(question);
    view! {
        <p class="quiet">
            {t!("issues.step", n = place + 1, all = Question::ALL.len())}
        </p>
        <h2>{words.clone()}</h2>
        <div class="outcomes" role="group" aria-label=words>
            {[Check::Yes, Check::No, Check::Unsure].map(button).into_iter().collect_view()}
        </div>
        <button type="button" class="button" on:click=move |_| answering.answer(question, None)>
            {t!("issues.leave_out")}
        </button>
        <button type="button" class="button" on:click=move |_| answering.at.set(place.checked_sub(1))>
            {t!("issues.one_back")}
        </button>
    }
}

#[component]
fn Done(answering: Answering) -> impl IntoView {
    let lines = answering.answers.with_untracked(|answers| {
        let lines = answers.iter().map(|(question, check)| {
            view! {
                <dt>{question_words(*question)}</dt>
                <dd>{check_words(*check)}</dd>
            }
        });
        lines.collect_view()
    });
    view! {
        <dl class="terms">{lines}</dl>
        <button
            type="button"
            class="button primary"
            disabled=answering.saving.busy
            on:click=move |_| answering.save()
        >
            {t!("issues.answers_keep")}
        </button>
        <button
            type="button"
            class="button"
            on:click=move |_| answering.at.set(Some(Question::ALL.len() - 1))
        >
            {t!("issues.one_back")}
        </button>
    }
}
