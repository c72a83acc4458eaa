//! The turfs there are, each with its doors, its hours and the way to invite somebody to it.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::hours;
use crate::canvass::estate;
use crate::canvass::id::{StairId, TurfId};
use crate::canvass::loose;
use crate::client::parts::when::evening_day;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::board;
use crate::organise::selection;
use crate::organise::teams;
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
                    <TurfRow row=row />
                </For>
            </ul>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="quiet">{t!("organiser.turfs_none")}</p>
            </Show>
            <InNoTurf />
        </OrganiserPage>
    }
}

/// A stair of which doors are in no turf.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LeftOut {
    stair: StairId,
    place: String,
    /// What stands on them, in walk order; `None` where it is every door of the stair.
    labels: Option<Vec<String>>,
    doors: usize,
}

/// The doors nobody is sent to. Of a stair that nobody has cut yet it is said in a word.
#[component]
fn InNoTurf() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let stairs = Memo::new(move |_| phone.read(left_out));
    let line = |row: LeftOut| {
        let doors = t!("organiser.count_doors", n = row.doors);
        let which = match row.labels {
            Some(labels) => labels.join(", "),
            None => t!("organiser.no_turf_all"),
        };
        view! {
            <li>
                <bdi>{row.place}</bdi>
                " · "
                {doors}
                " · "
                <bdi class="quiet">{which}</bdi>
            </li>
        }
    };
    view! {
        <Show when=move || stairs.with(|stairs| !stairs.is_empty())>
            <h2>{t!("organiser.no_turf")}</h2>
            <p class="quiet">{t!("organiser.no_turf_what")}</p>
            <ul class="stack tight">
                <For each=move || stairs.get() key=|row| (row.stair, row.doors) let:row>
                    {line(row)}
                </For>
            </ul>
        </Show>
    }
}

fn left_out(state: &crate::canvass::fold::State) -> Vec<LeftOut> {
    let rows = loose::in_no_turf(state).into_iter().map(|(stair, doors)| {
        let all = estate::doors(state, stair);
        let there = all.iter().filter(|door| !door.gone).count();
        let labels = doors.iter().map(|door| door.label.clone()).collect();
        LeftOut {
            stair,
            place: board::place(state, stair, |key| t!(key)).unwrap_or_default(),
            labels: (doors.len() < there).then_some(labels),
            doors: doors.len(),
        }
    });
    let mut rows: Vec<LeftOut> = rows.collect();
    // Some doors of a stair first: they are easily overlooked.
    rows.sort_by(|a, b| {
        let whole = |row: &LeftOut| row.labels.is_none();
        whole(a)
            .cmp(&whole(b))
            .then_with(|| estate::natural(&a.place, &b.place))
    });
    rows
}

#[component]
fn TurfRow(row: Row) -> impl IntoView {
    let doors = t!("organiser.turf_doors", n = row.doors, reached = row.reached);
    view! {
        <li class="card">
            <h2>
                <bdi>{row.name.clone()}</bdi>
            </h2>
            <p>{doors} " · " {row.time}</p>
            <a class="button" href=format!("/organise/invite/{}", row.id.0)>
                {t!("organiser.invite")}
            </a>
            <Away turf=row.id name=row.name />
        </li>
    }
}

/// The way to take a turf away: first what that does.
#[component]
fn Away(turf: TurfId, name: String) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let asked = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None);
    let away = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            // The row goes by itself once the turf has.
            if let Err(reason) = take_away(phone, turf).await {
                let _ = wrong.try_set(Some(reason.sentence()));
            }
            let _ = busy.try_set(false);
        });
    };
    let ask = move || {
        view! {
            <button
                type="button"
                class="button plain"
                aria-label=t!("organiser.turf_away_aloud", turf = name)
                on:click=move |_| asked.set(true)
            >
                {t!("organiser.turf_away")}
            </button>
        }
    };
    view! {
        <Show when=move || asked.get() fallback=ask>
            <p role="status">{t!("organiser.turf_away_what")}</p>
            <p class="error" role="alert">
                {move || wrong.get()}
            </p>
            <button type="button" class="button danger" disabled=busy on:click=away>
                {t!("organiser.turf_away_now")}
            </button>
            <button type="button" class="button plain" on:click=move |_| asked.set(false)>
                {t!("organiser.turf_stays")}
            </button>
        </Show>
    }
}

/// Takes a turf away, and whoever was to work it off tonight and tomorrow: they stay at home until
/// somebody says where they go.
async fn take_away(phone: Phone, turf: TurfId) -> Result<(), SaveError> {
    if phone.holds_unsaved() {
        phone.retry_save().await?;
    }
    let drafts = phone.read_untracked(|state| teams::take_away(state, turf, evening_day()));
    if !drafts.is_empty() {
        phone.record(drafts).await?;
    }
    phone.sync();
    Ok(())
}

fn read(state: &crate::canvass::fold::State) -> Vec<Row> {
    loose::turfs(state)
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
