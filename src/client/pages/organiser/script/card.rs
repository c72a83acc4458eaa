//! One question of the list: what it says, where it leads, what is to be looked at again, and how it
//! is moved without being dragged.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Screen, Writing, flaw_of, kind_words, warning_words};
use crate::canvass::fact::Value;
use crate::canvass::script::AnswerKind;
use crate::client::clock::pause;
use crate::organise::script_draft::{DraftQuestion, Key, ScriptDraft, Then, branchable};
use crate::t;

/// One question.
#[component]
pub(super) fn Card(writing: Writing, key: Key) -> impl IntoView {
    let draft = writing.draft;
    let question = Memo::new(move |_| draft.with(|draft| draft.question(key).cloned()));
    let place = Memo::new(move |_| draft.with(|draft| draft.place(key).map_or(0, |at| at + 1)));
    let words = move || question.get().map(|it| it.words).unwrap_or_default();
    let kind = move || question.get().map(|it| kind_words(&it.answers));
    let ways = move || draft.with(|draft| ways(draft, key));
    let warned = move || draft.with(|draft| draft.warnings(key, |key| t!(key)));
    let flawed = move || {
        let flaws = draft.with(ScriptDraft::flaws);
        flaws
            .into_iter()
            .find_map(|flaw| flaw_of(flaw, key))
            .map(|words| view! { <p class="error">{words}</p> })
    };
    view! {
        <li class="card stack tight">
            <p class="quiet small">{move || t!("asking.place", n = place.get())}</p>
            <h3 dir="auto">{words}</h3>
            <p class="quiet small" dir="auto">
                {kind}
            </p>
            {move || {
                let ways = ways();
                (!ways.is_empty())
                    .then(|| {
                        let line = |words: String| view! { <li dir="auto">{words}</li> };
                        view! { <ul class="ways small">{ways.into_iter().map(line).collect_view()}</ul> }
                    })
            }}
            {move || {
                let line = |words: String| view! { <p class="banner stop">{words}</p> };
                warned().into_iter().map(warning_words).map(line).collect_view()
            }}
            {flawed}
            <Acts writing key question />
        </li>
    }
}

/// Where answers lead that do not simply go on.
fn ways(draft: &ScriptDraft, key: Key) -> Vec<String> {
    let Some(question) = draft.question(key) else {
        return Vec::new();
    };
    let mut ways: Vec<String> = question
        .branches
        .iter()
        .map(|(value, then)| {
            let answer = answer_words(&question.answers, value);
            t!("asking.way", answer = answer, to = then_words(draft, *then))
        })
        .collect();
    if question.otherwise != Then::Following {
        let to = then_words(draft, question.otherwise);
        ways.push(t!("asking.way_else", to = to));
    }
    ways
}

/// An answer in the words it is offered in.
pub(super) fn answer_words(answers: &AnswerKind, value: &Value) -> String {
    crate::client::pages::volunteer::said::value_words(answers, value)
}

/// Where something leads, in words.
pub(super) fn then_words(draft: &ScriptDraft, then: Then) -> String {
    match then {
        Then::Following => t!("asking.to_following"),
        Then::End => t!("asking.to_end"),
        Then::Question(key) => t!(
            "asking.to_question",
            place = draft.place(key).map_or(0, |at| at + 1),
            words = draft
                .question(key)
                .map(|it| it.words.clone())
                .unwrap_or_default()
        ),
    }
}

#[component]
fn Acts(writing: Writing, key: Key, question: Memo<Option<DraftQuestion>>) -> impl IntoView {
    let draft = writing.draft;
    let first = move || draft.with(|draft| draft.place(key) == Some(0));
    let last = move || draft.with(|draft| draft.place(key) == Some(draft.questions.len() - 1));
    let words = move || question.get().map(|it| it.words).unwrap_or_default();
    let leads = move || {
        let question = question.get();
        let branches = question.is_some_and(|it| !branchable(&it.answers).is_empty());
        branches || !last()
    };
    let moved = move |up: bool| {
        let fell = draft.try_update(|draft| match up {
            true => draft.move_up(key),
            false => draft.move_down(key),
        });
        let place = draft.with_untracked(|draft| draft.place(key).map_or(0, |at| at + 1));
        say_moved(writing, place, fell.unwrap_or(0));
        focus_later(format!("{}-{}", if up { "up" } else { "down" }, key.0));
    };
    let take_out = move |_| {
        let said = t!("asking.taken_out", words = words());
        let fell = draft.try_update(|draft| draft.remove(key)).unwrap_or(0);
        writing.said.set(with_fallen(said, fell));
    };
    view! {
        <div class="row">
            <button
                type="button"
                class="button"
                aria-label=move || t!("asking.change_which", words = words())
                on:click=move |_| writing.screen.set(Screen::Edit(Some(key)))
            >
                {t!("asking.change")}
            </button>
            <button
                type="button"
                class="button"
                hidden=move || !leads()
                aria-label=move || t!("asking.leads_which", words = words())
                on:click=move |_| writing.screen.set(Screen::Leads(key))
            >
                {t!("asking.leads")}
            </button>
            <button
                type="button"
                class="button"
                id=format!("up-{}", key.0)
                aria-label=move || t!("asking.up_which", words = words())
                aria-disabled=move || first().to_string()
                on:click=move |_| moved(true)
            >
                {t!("asking.up")}
            </button>
            <button
                type="button"
                class="button"
                id=format!("down-{}", key.0)
                aria-label=move || t!("asking.down_which", words = words())
                aria-disabled=move || last().to_string()
                on:click=move |_| moved(false)
            >
                {t!("asking.down")}
            </button>
            <button
                type="button"
                class="button plain"
                aria-label=move || t!("asking.take_out_which", words = words())
                on:click=take_out
            >
                {t!("asking.take_out")}
            </button>
        </div>
    }
}

fn say_moved(writing: Writing, place: usize, fell: usize) {
    let all = writing.draft.with_untracked(|draft| draft.questions.len());
    let said = t!("asking.moved", place = place, all = all);
    writing.said.set(with_fallen(said, fell));
}

/// What was done, and how many branches fell away with it.
pub(super) fn with_fallen(said: String, fell: usize) -> String {
    match fell {
        0 => said,
        n => format!("{said} {}", t!("asking.fell", n = n)),
    }
}

/// What was moved with the focus on it has lost it: the thing comes back to where it was pressed.
fn focus_later(id: String) {
    spawn_local(async move {
        pause(0).await;
        let button = document().get_element_by_id(&id);
        if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            // Where it cannot have the focus, nothing is lost.
            let _ = button.focus();
        }
    });
}
