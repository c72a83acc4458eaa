//! What was noted and promised at doors.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::morning::places;
use super::plan::More;
use crate::canvass::id::DoorId;
use crate::client::parts::when::{short_day, time_and_day};
use crate::organise::noted::{NoteRow, PromiseRow};
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
    let all = move || report.with(|report| report.promises.len());
    let open = move || {
        report.with(|report| {
            let promises = report.promises.iter();
            promises.filter(|row| !row.is_taken_on()).count()
        })
    };
    let rows = move || {
        report.with(|report| {
            let doors = places(report);
            let promises = report.promises.iter().take(shown.get());
            promises.map(|row| promise_row(row, &doors)).collect_view()
        })
    };
    view! {
        <p class="quiet">
            {move || match all() {
                0 => t!("organiser.promises_none"),
                all => t!("organiser.promises_what", open = open(), all = all),
            }}
        </p>
        <ul class="stack">{rows}</ul>
        {move || view! { <More shown=shown all=all() /> }}
    }
}

fn promise_row(row: &PromiseRow, doors: &BTreeMap<DoorId, String>) -> impl IntoView + use<> {
    let place = doors.get(&row.door).cloned().unwrap_or_default();
    let who = match &row.who {
        Some(who) => who.clone(),
        None => t!("organiser.promise_nobody"),
    };
    let day = match row.until {
        Some(day) => short_day(day),
        None => t!("organiser.promise_no_day"),
    };
    let open = !row.is_taken_on();
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
        </li>
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
            <p dir="auto">{note.words.clone()}</p>
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
