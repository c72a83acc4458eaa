//! Homes that stand empty, block by block and month by month: a picture, its table, and what is written down.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::ballot::Became;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::switched::Switch;
use crate::client::pages::organiser::fields::{Choices, DayField};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::petition::DoorPicked;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::switched::Switched;
use crate::client::parts::when::{day_and_year, tonight};
use crate::client::phone::Phone;
use crate::organise::ballot::timeline::{
    Change, Month, Timeline, became, changes, timeline, was_wrong,
};
use crate::t;

/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

/// Each block by its name, over time; a block of which nothing is written down has no month.
fn blocks(state: &State) -> Vec<(String, Timeline)> {
    let today = tonight().today;
    let all = estate::blocks(state).into_iter();
    all.map(|block| {
        let over_time = timeline(state, &block, today);
        (block.name, over_time)
    })
    .collect()
}

/// The page.
#[component]
pub fn VoidsPage() -> impl IntoView {
    view! {
        <OrganiserPage title=t!("ballot.voids") back=Back::Ballot>
            <p>{t!("ballot.voids_what")}</p>
            <Switched switch=Switch::Decants>
                <Whole />
            </Switched>
        </OrganiserPage>
    }
}

#[component]
fn Whole() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| phone.read(blocks));
    let each = move || {
        let all = all.get().into_iter();
        all.map(|(name, over_time)| block(name, &over_time))
            .collect_view()
    };
    view! {
        {each}
        <WriteDown />
        <Written />
    }
}

fn block(name: String, over_time: &Timeline) -> impl IntoView + use<> {
    let Some(last) = over_time.months.last() else {
        let words = t!("ballot.voids_none", n = over_time.homes);
        return view! {
            <h2>
                <bdi>{name}</bdi>
            </h2>
            <p class="quiet">{words}</p>
        }
        .into_any();
    };
    let all = over_time.homes;
    let now = t!(
        "ballot.voids_now",
        void = last.void,
        decanted = last.decanted,
        n = all
    );
    let bars = over_time
        .months
        .iter()
        .map(|month| bar(month, all))
        .collect_view();
    let rows = over_time.months.iter().rev().map(|month| row(month, all));
    let rows = rows.collect_view();
    let label = t!("ballot.voids_table", block = name);
    let caption = label.clone();
    view! {
        <h2>
            <bdi>{name}</bdi>
        </h2>
        <p class="figure">{now}</p>
        <figure class="breadth voids" aria-hidden="true">
            <figcaption>{t!("ballot.voids_bar", n = all)}</figcaption>
            <ul class="bars">{bars}</ul>
        </figure>
        <div class="scrolls" tabindex="0" role="region" aria-label=label>
            <table>
                <caption>
                    <bdi>{caption}</bdi>
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("ballot.column_by")}</th>
                        <th scope="col" class="number">
                            {t!("ballot.became_void")}
                        </th>
                        <th scope="col" class="number">
                            {t!("ballot.became_decanted")}
                        </th>
                        <th scope="col" class="number">
                            {t!("ballot.column_rest")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn bar(month: &Month, all: usize) -> impl IntoView + use<> {
    let width = |n: usize| (n * LONG / all.max(1)).to_string();
    let void = width(month.void);
    let view_box = format!("0 0 {LONG} {HIGH}");
    view! {
        <li>
            {day_and_year(month.day)}
            <svg viewBox=view_box preserveAspectRatio="none">
                <rect class="rest" x="0" y="0" width=LONG.to_string() height=HIGH.to_string() />
                <rect class="void" x="0" y="0" width=void.clone() height=HIGH.to_string() />
                <rect
                    class="decanted"
                    x=void
                    y="0"
                    width=width(month.decanted)
                    height=HIGH.to_string()
                />
            </svg>
        </li>
    }
}

fn row(month: &Month, all: usize) -> impl IntoView + use<> {
    let rest = all.saturating_sub(month.void + month.decanted);
    let of = |n: usize| t!("organiser.n_of_all", n = n, all = all);
    view! {
        <tr>
            <th scope="row">{day_and_year(month.day)}</th>
            <td class="number">{of(month.void)}</td>
            <td class="number">{of(month.decanted)}</td>
            <td class="number">{of(rest)}</td>
        </tr>
    }
}

/// What became of a home, and since when.
#[component]
fn WriteDown() -> impl IntoView {
    let saving = Saving::new();
    let door = RwSignal::new(None::<DoorId>);
    let what = RwSignal::new(Became::Void);
    let today = tonight().today;
    let day = RwSignal::new(Some(today));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = door
            .get_untracked()
            .zip(day.get_untracked())
            .and_then(|(door, day)| became(door, what.get_untracked(), day, tonight().today));
        let missing = t!("ballot.became_missing");
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    let all = Became::ALL.map(|it| (it, t!(&format!("ballot.became_{}", it.word()))));
    view! {
        <h2>{t!("ballot.write_down")}</h2>
        <form class="stack" on:submit=submit novalidate>
            <DoorPicked door />
            <Choices id="became" name=t!("ballot.became") all=all.to_vec() picked=what />
            <DayField id="became-day" name=t!("ballot.became_day") day />
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("ballot.became_keep")}
            </button>
        </form>
    }
}

/// All that is written down, the newest first, each with the way to take it out.
#[component]
fn Written() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let all = Memo::new(move |_| {
        phone.read(|state| {
            let all = changes(state).into_iter().rev();
            let all = all.map(|it| (place(state, it.door), it));
            all.collect::<Vec<_>>()
        })
    });
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|(place, change)| line(saving, place, change))
            .collect_view()
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <details class="more">
                <summary>{move || t!("ballot.written", n = all.with(Vec::len))}</summary>
                <Wrong saving />
                <ul class="stack tight">{lines}</ul>
            </details>
        </Show>
    }
}

fn place(state: &State, door: DoorId) -> String {
    estate::door(state, door)
        .map(|it| it.label)
        .unwrap_or_default()
}

fn line(saving: Saving, place: String, change: Change) -> impl IntoView {
    let what = t!(&format!("ballot.became_{}", change.what.word()));
    let words = format!("{place} · {what} · {}", day_and_year(change.day));
    let label = t!("acts.wrong_what", what = words);
    let out = move |_| saving.save(vec![was_wrong(&change)], String::new(), |_| ());
    view! {
        <li class="row apart">
            <bdi>{words}</bdi>
            <button
                type="button"
                class="button"
                aria-label=label
                disabled=saving.busy
                on:click=out
            >
                {t!("acts.wrong")}
            </button>
        </li>
    }
}
