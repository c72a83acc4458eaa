//! What was noted and promised at doors.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::morning::places;
use super::plan::More;
use crate::canvass::id::DoorId;
use crate::client::parts::when::{short_day, time_and_day};
use crate::client::phone::Phone;
use crate::organise::noted::{NoteRow, PromiseRow, done, not_done};
use crate::organise::report::Report;
use crate::t;

/// So many are drawn at once.
const SHOWN_AT_ONCE: usize = 60;

/// Everything that was promised: what nobody has taken on stands first.
#[component]
pub fn Promises(
    /// The morning's report.
    report: Memo<Report>,
) -> impl IntoView {
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let wrong = RwSignal::new(None);
    let all = move || report.with(|report| report.promises.len());
    let open = move || {
        report.with(|report| {
            let promises = report.promises.iter();
            promises.filter(|row| row.needs_somebody()).count()
        })
    };
    let rows = move || {
        report.with(|report| {
            let doors = places(report);
            let promises = report.promises.iter().take(shown.get());
            promises
                .map(|row| promise_row(row, &doors, wrong))
                .collect_view()
        })
    };
    view! {
        <p class="quiet">
            {move || match all() {
                0 => t!("organiser.promises_none"),
                all => t!("organiser.promises_what", open = open(), all = all),
            }}
        </p>
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
        <ul class="stack">{rows}</ul>
        {move || view! { <More shown=shown all=all() /> }}
    }
}

fn promise_row(
    row: &PromiseRow,
    doors: &BTreeMap<DoorId, String>,
    wrong: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let place = doors.get(&row.door).cloned().unwrap_or_default();
    let who = match &row.who {
        Some(who) => who.clone(),
        None => t!("organiser.promise_nobody"),
    };
    let day = match row.until {
        Some(day) => short_day(day),
        None => t!("organiser.promise_no_day"),
    };
    let open = row.needs_somebody();
    view! {
        <li class="card">
            <p dir="auto">{row.what.clone()}</p>
            <p class:figure=open>
                <bdi>{t!("organiser.promise_by", who = who, day = day)}</bdi>
            </p>
            <p class="quiet small">
                <bdi>{place}</bdi>
                " · "
                <bdi>{row.by.clone()}</bdi>
            </p>
            {done_or_not(row, wrong)}
        </li>
    }
}

/// Who did it and when, and a tap to say that it is done, or is not after all.
fn done_or_not(row: &PromiseRow, wrong: RwSignal<Option<String>>) -> impl IntoView + use<> {
    let phone = expect_context::<Phone>();
    let id = row.id;
    let is_done = row.done.is_some();
    let (words, aloud) = match is_done {
        true => (
            t!("organiser.promise_not_done"),
            t!("organiser.promise_not_done_aloud", what = row.what),
        ),
        false => (
            t!("organiser.promise_is_done"),
            t!("organiser.promise_is_done_aloud", what = row.what),
        ),
    };
    let say = move |_| {
        let draft = phone.read_untracked(|state| match is_done {
            true => not_done(state, id),
            false => done(state, id),
        });
        leptos::task::spawn_local(async move {
            let saved = phone.record(draft.into_iter().collect()).await;
            let _ = wrong.try_set(saved.err().map(|reason| reason.sentence()));
        });
    };
    let by = row.done.clone();
    let by = by.map(|(by, at)| t!("organiser.promise_done", by = by, time = time_and_day(at)));
    view! {
        <div class="row apart">
            <span>
                <bdi>{by}</bdi>
            </span>
            <button type="button" class="button" aria-label=aloud on:click=say>
                {words}
            </button>
        </div>
    }
}

/// Every note, the newest first.
#[component]
pub fn Notes(
    /// The morning's report.
    report: Memo<Report>,
) -> impl IntoView {
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let rows = move || {
        report.with(|report| {
            let doors = places(report);
            let notes = report.notes.iter().take(shown.get());
            notes.map(|note| note_row(note, &doors)).collect_view()
        })
    };
    view! {
        <Show when=move || report.with(|report| report.notes.is_empty())>
            <p class="quiet">{t!("organiser.notes_none")}</p>
        </Show>
        <ul class="stack">{rows}</ul>
        {move || view! { <More shown=shown all=report.with(|report| report.notes.len()) /> }}
    }
}

fn note_row(note: &NoteRow, doors: &BTreeMap<DoorId, String>) -> impl IntoView + use<> {
    let place = doors.get(&note.door).cloned().unwrap_or_default();
    view! {
        <li class="card">
            <p dir="auto">
                {match note.neighbour {
                    true => t!("doors.neighbour_said", words = note.words),
                    false => note.words.clone(),
                }}
            </p>
            <p class="quiet small">
                <bdi>{place}</bdi>
                " · "
                <bdi>{note.by.clone()}</bdi>
                " · "
                {time_and_day(note.at)}
            </p>
        </li>
    }
}
