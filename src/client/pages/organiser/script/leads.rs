//! Where the answers of a question lead: on, further down, or to the end. Never back.

use leptos::prelude::*;

use super::card::{answer_words, then_words};
use super::{Screen, Writing};
use crate::canvass::fact::Value;
use crate::canvass::script::AnswerKind;
use crate::client::pages::start::question::QuestionPage;
use crate::organise::script_draft::{Key, Then, branchable};
use crate::t;

/// The page.
#[component]
pub(super) fn Leads(writing: Writing, key: Key) -> impl IntoView {
    let question = writing
        .draft
        .with_untracked(|draft| draft.question(key).cloned());
    let answers = question.map_or(AnswerKind::Words, |question| question.answers);
    let several = matches!(answers, AnswerKind::Choices(_));
    let rows: Vec<(String, Option<Value>)> = branchable(&answers)
        .into_iter()
        .map(|value| {
            (
                t!("asking.if", answer = answer_words(&answers, &value)),
                Some(value),
            )
        })
        .chain([(t!("asking.if_else"), None)])
        .collect();
    let done = Callback::new(move |()| writing.screen.set(Screen::List));
    let words = writing.draft.with_untracked(|draft| {
        let question = draft.question(key);
        question.map(|it| it.words.clone()).unwrap_or_default()
    });
    view! {
        <QuestionPage
            title=t!("asking.leads_title")
            hint=t!("asking.leads_hint")
            error=RwSignal::new(None)
            button=t!("asking.leads_done")
            on_answer=done
            back=Some(done)
        >
            <p dir="auto">
                <strong>{words}</strong>
            </p>
            {several.then(|| view! { <p class="hint">{t!("asking.leads_several")}</p> })}
            {(0..).zip(rows).map(|(n, (words, value))| row(writing, key, n, words, value)).collect_view()}
        </QuestionPage>
    }
}

/// One answer, and where it leads.
fn row(writing: Writing, key: Key, n: usize, words: String, value: Option<Value>) -> impl IntoView {
    let draft = writing.draft;
    let id = format!("to-{n}");
    let ways: Vec<(Then, String)> = draft.with_untracked(|draft| {
        let further = draft.further_down(key).iter().skip(1);
        [Then::Following]
            .into_iter()
            .chain(further.map(|question| Then::Question(question.key)))
            .chain([Then::End])
            .map(|then| (then, then_words(draft, then)))
            .collect()
    });
    let options = {
        let value = value.clone();
        ways.clone()
            .into_iter()
            .zip(0..)
            .map(move |((then, words), place): (_, usize)| {
                let value = value.clone();
                let chosen = move || draft.with(|draft| draft.leads(key, value.as_ref())) == then;
                view! {
                    <option value=place.to_string() selected=chosen>
                        {words}
                    </option>
                }
            })
            .collect_view()
    };
    let lead = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        if let Some((then, _)) = place.and_then(|place| ways.get(place)) {
            draft.update(|draft| draft.lead(key, value.as_ref(), *then));
        }
    };
    view! {
        <div class="field">
            <label for=id.clone() dir="auto">
                {words}
            </label>
            <select id=id on:change=lead>
                {options}
            </select>
        </div>
    }
}
