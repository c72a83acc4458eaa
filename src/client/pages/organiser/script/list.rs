//! All questions in their order, and what can be done with the whole.

use leptos::prelude::*;

use super::card::Card;
use super::{STAGES, Screen, Writing};
use crate::canvass::script::Stage;
use crate::organise::script_draft::{Flaw, MOST_QUESTIONS};
use crate::t;

/// A script's name is no longer than this: characters.
const TITLE_LENGTH: &str = "60";

/// The list.
#[component]
pub(super) fn List(writing: Writing) -> impl IntoView {
    let keys = Memo::new(move |_| {
        let keys = |draft: &super::ScriptDraft| draft.questions.iter().map(|it| it.key).collect();
        writing.draft.with(keys)
    });
    let keys = move || -> Vec<_> { keys.get() };
    view! {
        <p class="quiet">{move || stands(writing)}</p>
        <p role="status">{move || writing.said.get()}</p>
        <Unpublished writing />
        <Head writing />
        <h2>{t!("asking.questions")}</h2>
        <ol class="script">
            <For each=keys key=|key| *key children=move |key| view! { <Card writing key /> } />
        </ol>
        <button
            type="button"
            class="button whole"
            disabled=move || writing.draft.with(|draft| draft.questions.len() >= MOST_QUESTIONS)
            on:click=move |_| writing.screen.set(Screen::Edit(None))
        >
            {t!("asking.add")}
        </button>
        <Onward writing />
    }
}

/// What is asked at doors now.
fn stands(writing: Writing) -> String {
    match writing.asked.get() {
        Some(script) => t!(
            "asking.asked_now",
            n = script.questions.len(),
            version = script.version
        ),
        None => t!("asking.nothing_asked"),
    }
}

/// That what stands here is not asked yet, and the way back to what is.
#[component]
fn Unpublished(writing: Writing) -> impl IntoView {
    let changed = Memo::new(move |_| writing.changed());
    let overtaken = Memo::new(move |_| writing.overtaken());
    move || {
        changed.get().then(|| {
            view! {
                <div class="banner">
                    <p>{t!("asking.not_published")}</p>
                    {overtaken.get().map(|n| view! { <p>{t!("asking.overtaken", version = n)}</p> })}
                    <button type="button" class="button" on:click=move |_| writing.discard()>
                        {t!("asking.discard")}
                    </button>
                </div>
            }
        })
    }
}

/// What the script is called, and how far the campaign has come.
#[component]
fn Head(writing: Writing) -> impl IntoView {
    let draft = writing.draft;
    let hint = |stage| match stage {
        Stage::Listen => t!("asking.stage_listen_hint"),
        Stage::Commit => t!("asking.stage_commit_hint"),
        Stage::Test => t!("asking.stage_test_hint"),
    };
    let stage = move |(stage, key): (Stage, &'static str)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="stage"
                    prop:checked=move || draft.with(|draft| draft.stage == stage)
                    on:change=move |_| draft.update(|draft| draft.stage = stage)
                />
                <span>
                    {t!(key)} <span class="quiet small">{hint(stage)}</span>
                </span>
            </label>
        }
    };
    view! {
        <div class="field">
            <label for="title">{t!("asking.name")}</label>
            <input
                id="title"
                type="text"
                autocomplete="off"
                maxlength=TITLE_LENGTH
                prop:value=draft.with_untracked(|draft| draft.title.clone())
                on:input=move |event| draft.update(|draft| draft.title = event_target_value(&event))
            />
        </div>
        <fieldset class="choices">
            <legend>
                <strong>{t!("asking.stage")}</strong>
            </legend>
            {STAGES.map(stage).collect_view()}
        </fieldset>
    }
}

/// On to seeing and publishing it, or why it cannot be published.
#[component]
fn Onward(writing: Writing) -> impl IntoView {
    let flaws = Memo::new(move |_| writing.draft.with(|draft| draft.flaws().len()));
    let whole = Memo::new(move |_| {
        writing.draft.with(|draft| {
            let flaws = draft.flaws();
            match flaws.first() {
                Some(Flaw::NoQuestions) => Some(t!("asking.flaw_none")),
                Some(Flaw::TooMany) => Some(t!("asking.flaw_many", n = MOST_QUESTIONS)),
                _ => None,
            }
        })
    });
    let changed = Memo::new(move |_| writing.changed());
    view! {
        {move || whole.get().map(|words| view! { <p class="error">{words}</p> })}
        {move || {
            (flaws.get() > 0 && whole.with(Option::is_none))
                .then(|| view! { <p class="error">{t!("asking.flaws", n = flaws.get())}</p> })
        }}
        <div class="stays">
            <button
                type="button"
                class="button"
                disabled=move || writing.draft.with(|draft| draft.questions.is_empty())
                on:click=move |_| writing.screen.set(Screen::Preview)
            >
                {t!("asking.preview")}
            </button>
            <button
                type="button"
                class="button primary"
                disabled=move || { flaws.get() > 0 || !changed.get() }
                on:click=move |_| writing.screen.set(Screen::Publish)
            >
                {t!("asking.publish")}
            </button>
        </div>
    }
}
