//! Turfs that nobody is sent to yet.

use leptos::prelude::*;

use super::{Evening, work_of};
use crate::canvass::id::TurfId;
use crate::canvass::loose;
use crate::client::pages::organiser::plan::More;
use crate::organise::estates::has_turf;
use crate::organise::teams::work;
use crate::t;

/// So many are drawn at once.
const SHOWN_AT_ONCE: usize = 12;

/// A turf to be worked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    turf: TurfId,
    name: String,
    work: String,
}

/// The list.
#[component]
pub fn MoreTurfs(
    /// What the page holds.
    evening: Evening,
) -> impl IntoView {
    let phone = evening.phone;
    let rows = Memo::new(move |_| {
        let here = evening.estates.here();
        evening.teams.with(|teams| {
            phone.read(|state| {
                loose::turfs(state)
                    .into_iter()
                    .filter(|turf| !teams.iter().any(|team| team.turf == turf.id))
                    .filter(|turf| has_turf(state, &here, turf))
                    .map(|turf| Row {
                        turf: turf.id,
                        work: work_of(state, &turf),
                        name: turf.name,
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let drawn = move || {
        let mut rows = rows.get();
        rows.truncate(shown.get());
        rows
    };
    view! {
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="quiet">{t!("tonight.more_all")}</p>
        </Show>
        <ul class="stack tight">
            <For each=drawn key=|row| (row.turf, row.work.clone()) let:row>
                <Turf evening=evening row=row />
            </For>
        </ul>
        {move || view! { <More shown=shown all=rows.with(Vec::len) /> }}
    }
}

#[component]
fn Turf(evening: Evening, row: Row) -> impl IntoView {
    let turf = row.turf;
    let name = StoredValue::new(row.name.clone());
    let aloud = t!("tonight.more_tonight_aloud", turf = row.name);
    let on = move |_| {
        let then = t!("tonight.on_done", turf = name.get_value());
        evening.record(work(turf, evening.day, &[]), then);
    };
    view! {
        <li class="card turf-line">
            <span>
                <strong>
                    <bdi>{row.name}</bdi>
                </strong>
                <br />
                <span class="quiet">{row.work}</span>
            </span>
            <button type="button" class="button" aria-label=aloud on:click=on>
                {t!("tonight.more_tonight")}
            </button>
        </li>
    }
}
