//! The turfs there are, each with its doors, its hours and the way to invite somebody to it.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::hours;
use crate::canvass::estate;
use crate::canvass::id::TurfId;
use crate::client::phone::Phone;
use crate::organise::selection;
use crate::t;

/// A turf as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: TurfId,
    name: String,
    doors: usize,
    reached: usize,
    time: String,
}

/// The page.
#[component]
pub fn Turfs() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let rows = Memo::new(move |_| phone.read(read));
    view! {
        <OrganiserPage title=t!("organiser.turfs") back=Back::Home>
            <p>{t!("organiser.turfs_what")}</p>
            <a class="button primary" href="/organise/turf/new">
                {t!("organiser.turf_new")}
            </a>
            <ul class="stack">
                <For each=move || rows.get() key=|row| (row.id, row.doors, row.reached) let:row>
                    <li class="card">
                        <h2>
                            <bdi>{row.name}</bdi>
                        </h2>
                        <p>
                            {t!("organiser.turf_doors", n = row.doors, reached = row.reached)} " · "
                            {row.time}
                        </p>
                        <a class="button" href=format!("/organise/invite/{}", row.id.0)>
                            {t!("organiser.invite")}
                        </a>
                    </li>
                </For>
            </ul>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="quiet">{t!("organiser.turfs_none")}</p>
            </Show>
        </OrganiserPage>
    }
}

fn read(state: &crate::canvass::fold::State) -> Vec<Row> {
    estate::turfs(state)
        .into_iter()
        .map(|turf| Row {
            id: turf.id,
            reached: turf
                .doors
                .iter()
                .filter(|door| {
                    let knocks = estate::knocks(state, **door);
                    knocks.iter().any(|knock| knock.outcome.reached())
                })
                .count(),
            time: hours::range(selection::time_for(state, &turf)),
            doors: turf.doors.len(),
            name: turf.name,
        })
        .collect()
}
