//! Disagreements: every version, who recorded it and when, and one tap to say which stands.

use leptos::prelude::*;

use super::estate_switch::{Estates, OfCampaign};
use super::frame::{Back, OrganiserPage};
use super::known::Known;
use super::morning::{places, report};
use crate::canvass::dwelling::Behind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::id::Facet;
use crate::client::pages::volunteer::said::whose_words;
use crate::client::parts::language::language_name;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::organise::eleven::later_stands;
use crate::organise::export::answer_words;
use crate::organise::report::{DisagreementRow, Report, Version};
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
    view! {
        <OrganiserPage title=t!("organiser.disagreements") back=Back::Morning>
            <p>{t!("organiser.disagreements_what")}</p>
            <OfCampaign estates=Estates::new(phone) />
            <Settling report=report />
        </OrganiserPage>
    }
}

/// Everything that is to be settled, one by one or many at once; and what is only history.
#[component]
pub fn Settling(
    /// The report as it stands.
    report: Memo<Report>,
) -> impl IntoView {
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
        <LaterStands report=report said=said />
        <ul class="stack">{rows}</ul>
        <History report=report />
    }
}

/// Settles all of which one version was heard last, with that one.
#[component]
fn LaterStands(report: Memo<Report>, said: Said) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let many = Memo::new(move |_| {
        report.with(|report| phone.read(|state| later_stands(state, report).len()))
    });
    let several = Memo::new(move |_| many.get() > 1);
    let settle = move |_| {
        let drafts = report
            .with_untracked(|report| phone.read_untracked(|state| later_stands(state, report)));
        let n = drafts.len();
        leptos::task::spawn_local(async move {
            let outcome = match phone.record(drafts).await {
                Ok(_) => {
                    phone.sync();
                    Ok(t!("night.disagreements_later_done", n = n))
                }
                Err(reason) => Err(reason.sentence()),
            };
            let _ = said.try_set(Some(outcome));
        });
    };
    view! {
        <Show when=move || several.get()>
            <div class="card">
                <p>{t!("night.disagreements_all_later_what")}</p>
                <button type="button" class="button" on:click=settle>
                    {move || t!("night.disagreements_all_later", n = many.get())}
                </button>
            </div>
        </Show>
    }
}

/// What was said otherwise on a later evening: nothing to settle, and nothing hidden.
#[component]
fn History(report: Memo<Report>) -> impl IntoView {
    let rows = move || {
        report.with(|report| {
            let doors = places(report);
            let rows = report.history.iter();
            rows.map(|row| {
                let place = row.door.and_then(|door| doors.get(&door).cloned());
                history_row(row, place.unwrap_or_default())
            })
            .collect_view()
        })
    };
    let many = move || report.with(|report| report.history.len());
    view! {
        <Show when=move || many() != 0>
            <details class="more">
                <summary>{move || t!("night.history", n = many())}</summary>
                <p class="hint">{t!("night.history_what")}</p>
                <ul class="stack">{rows}</ul>
            </details>
        </Show>
    }
}

fn history_row(row: &DisagreementRow, place: String) -> impl IntoView + use<> {
    let phone = expect_context::<Phone>();
    let line = |version: &Version, now: bool| {
        let words = phone.read_untracked(|state| version_words(state, row, &version.value));
        let words = format!("{words} ({})", heard(version));
        match now {
            true => t!("night.history_now", words = words),
            false => t!("night.history_before", words = words),
        }
    };
    let lines: Vec<String> = row
        .versions
        .iter()
        .map(|version| line(version, true))
        .chain(row.before.iter().map(|version| line(version, false)))
        .collect();
    view! {
        <li class="card">
            <h3>
                <bdi>{place}</bdi>
            </h3>
            <p dir="auto">{phone.read_untracked(|state| question_words(state, row))}</p>
            {lines.into_iter().map(|line| view! { <p dir="auto">{line}</p> }).collect_view()}
        </li>
    }
}

/// Who heard it and when.
fn heard(version: &Version) -> String {
    let by: Vec<String> = version
        .by
        .iter()
        .map(|(name, at)| t!("organiser.by_at", name = name, time = time_and_day(*at)))
        .collect();
    by.join(", ")
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
    let question = phone.read_untracked(|state| question_words(state, &row));
    let versions = row.versions.clone();
    let all = together(&row).map(|value| {
        let words = phone.read_untracked(|state| version_words(state, &row, &value));
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

/// The question in words, or which plain fact it is; and whose word, where it is not the household's.
fn question_words(state: &State, row: &DisagreementRow) -> String {
    let words = register_words(state, row);
    match whose_words(state, &row.about) {
        Some(whose) => format!("{whose}: {words}"),
        None => words,
    }
}

fn register_words(state: &State, row: &DisagreementRow) -> String {
    let entry = row.question.and_then(|id| state.entry(id.0));
    match entry.map(|entry| Fact::read(entry.event.kind, &entry.event.body)) {
        Some(Ok(Some(Fact::Question { words, .. }))) => words,
        _ if is_about(row, Facet::LANGUAGE) => t!("volunteer.language"),
        _ if is_about(row, Facet::CONTACT_CONSENT) => t!("volunteer.be_in_touch"),
        _ if is_about(row, Facet::BEHIND) => t!("night.behind"),
        _ => t!("organiser.plain_fact"),
    }
}

/// A version in words.
fn version_words(state: &State, row: &DisagreementRow, value: &Value) -> String {
    match value {
        Value::Choice(n) if is_about(row, Facet::BEHIND) => {
            let behind = Behind::ALL.get(usize::from(*n));
            behind.map_or_else(String::new, |it| t!(&format!("doors.behind_{}", it.word())))
        }
        Value::Words(language) if is_about(row, Facet::LANGUAGE) => language_name(language),
        _ => answer_words(state, row.question, value, |key| t!(key)),
    }
}

fn is_about(row: &DisagreementRow, facet: Facet) -> bool {
    row.about.contains(&facet.into())
}

#[component]
fn VersionRow(row: StoredValue<DisagreementRow>, version: Version, said: Said) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let words = phone
        .read_untracked(|state| row.with_value(|row| version_words(state, row, &version.value)));
    let by = heard(&version);
    let value = version.value;
    let stands = move |_| {
        leptos::task::spawn_local(settle_as(phone, row, value.clone(), said));
    };
    view! {
        <li class="version">
            <p>
                <strong dir="auto">{words.clone()}</strong>
                <br />
                <span class="quiet small">{by}</span>
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
