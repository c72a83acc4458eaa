//! Disagreements: every version, who recorded it and when, and one tap to say which stands.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::known::Known;
use super::morning::{places, report};
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::id::QuestionId;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::organise::export::answer_words;
use crate::organise::report::{DisagreementRow, Version};
use crate::organise::settle::{settle, together};
use crate::t;

/// What a settled disagreement leaves to be said.
type Said = RwSignal<Option<Result<String, String>>>;

/// The page.
#[component]
pub fn Disagreements() -> impl IntoView {
    let phone = expect_context::<Phone>();
    // Whose phone is where does not matter here.
    let report = report(phone, RwSignal::new(Known::default()));
    let said: Said = RwSignal::new(None);
    let rows = move || {
        report.with(|report| {
            let doors = places(report);
            let at_one_door = |a: &DisagreementRow, b: &DisagreementRow| a.door == b.door;
            let rows = report.disagreements.chunk_by(at_one_door);
            rows.map(|rows| {
                let place = rows.iter().find_map(|row| doors.get(&row.door?).cloned());
                let (rows, place) = (rows.to_vec(), place.unwrap_or_default());
                view! { <AtDoor rows=rows place=place said=said /> }
            })
            .collect_view()
        })
    };
    view! {
        <OrganiserPage title=t!("organiser.disagreements") back=Back::Morning>
            <p>{t!("organiser.disagreements_what")}</p>
            <p role="status" class="figure">
                {move || match report.with(|report| report.disagreements.len()) {
                    0 => t!("organiser.disagreements_none"),
                    left => t!("organiser.disagreements_left", n = left),
                }}
            </p>
            {move || match said.get() {
                Some(Ok(words)) => view! { <p role="status">{words}</p> }.into_any(),
                Some(Err(reason)) => {
                    view! {
                        <p role="alert" class="error">
                            {reason}
                        </p>
                    }
                        .into_any()
                }
                None => ().into_any(),
            }}
            <ul class="stack">{rows}</ul>
        </OrganiserPage>
    }
}

/// Everything that is to be settled at one door.
#[component]
fn AtDoor(rows: Vec<DisagreementRow>, place: String, said: Said) -> impl IntoView {
    view! {
        <li class="card">
            <h2>
                <bdi>{place}</bdi>
            </h2>
            {rows
                .into_iter()
                .map(|row| view! { <Disagreement row=row said=said /> })
                .collect_view()}
        </li>
    }
}

#[component]
fn Disagreement(row: DisagreementRow, said: Said) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let question = phone.read_untracked(|state| question_words(state, row.question));
    let versions = row.versions.clone();
    let all = together(&row).map(|value| {
        let words =
            phone.read_untracked(|state| answer_words(state, row.question, &value, |key| t!(key)));
        (value, words)
    });
    let n = versions.len();
    let row = StoredValue::new(row);
    view! {
        <h3 dir="auto">{question}</h3>
        <ul class="stack">
            {versions
                .into_iter()
                .map(|version| view! { <VersionRow row=row version=version said=said /> })
                .collect_view()}
        </ul>
        {all
            .map(|(value, words)| {
                let stand = move |_| {
                    leptos::task::spawn_local(settle_as(phone, row, value.clone(), said));
                };
                view! {
                    <div class="version">
                        <p dir="auto">{words.clone()}</p>
                        <button
                            type="button"
                            class="button"
                            aria-label=t!("organiser.stand_together_aloud", words = words)
                            on:click=stand
                        >
                            {match n {
                                2 => t!("organiser.stand_both"),
                                _ => t!("organiser.stand_all"),
                            }}
                        </button>
                    </div>
                }
            })}
    }
}

/// The question in words; a plain fact has none.
fn question_words(state: &State, question: Option<QuestionId>) -> String {
    let entry = question.and_then(|id| state.entry(id.0));
    match entry.map(|entry| Fact::read(entry.event.kind, &entry.event.body)) {
        Some(Ok(Some(Fact::Question { words, .. }))) => words,
        _ => t!("organiser.plain_fact"),
    }
}

#[component]
fn VersionRow(row: StoredValue<DisagreementRow>, version: Version, said: Said) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let words = phone.read_untracked(|state| {
        let question = row.with_value(|row| row.question);
        answer_words(state, question, &version.value, |key| t!(key))
    });
    let by: Vec<String> = version
        .by
        .iter()
        .map(|(name, at)| t!("organiser.by_at", name = name, time = time_and_day(*at)))
        .collect();
    let value = version.value;
    let stands = move |_| {
        leptos::task::spawn_local(settle_as(phone, row, value.clone(), said));
    };
    view! {
        <li class="version">
            <p>
                <strong dir="auto">{words.clone()}</strong>
                <br />
                <span class="quiet small">{by.join(", ")}</span>
            </p>
            <button
                type="button"
                class="button"
                aria-label=t!("organiser.stands_aloud", words = words)
                on:click=stands
            >
                {t!("organiser.stands")}
            </button>
        </li>
    }
}

/// Records that this version stands.
async fn settle_as(phone: Phone, row: StoredValue<DisagreementRow>, value: Value, said: Said) {
    let Some(row) = row.try_get_value() else {
        return;
    };
    let draft = phone.read_untracked(|state| settle(state, &row, value));
    let outcome = match draft {
        Some(draft) => match phone.record(vec![draft]).await {
            Ok(_) => {
                phone.sync();
                Ok(t!("organiser.settled"))
            }
            Err(reason) => Err(reason.sentence()),
        },
        None => Err(t!("organiser.cannot_settle")),
    };
    let _ = said.try_set(Some(outcome));
}
