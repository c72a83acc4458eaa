//! The week in figures: homes nobody has tried first, and every figure with what it counts.

use leptos::prelude::*;

use super::download::{self, Sheet};
use super::estate_switch::{Estates, ExtentSwitch, OfCampaign};
use super::frame::{Back, OrganiserPage};
use super::lock;
use super::saving::{Saving, Wrong};
use crate::canvass::id::StairId;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::estates::{Extent, Places};
use crate::organise::evidence::sheet::tenure_words;
use crate::organise::paper::NotPrintable;
use crate::organise::week::sheet::week_sheets;
use crate::organise::week::{
    EVENINGS, Hours, Raised, Rate, StairWeek, Week, complained, complaints, not_complained,
};
use crate::t;

/// What the file is called: it says nothing of the campaign or its doors.
const FILE: &str = "stairwell-week.pdf";
/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

fn place_words(places: &Places<'_>, stair: StairId) -> String {
    places.name(stair, |key| t!(key)).unwrap_or_default()
}

fn days_words() -> String {
    let until = tonight().evening;
    let before = i32::try_from(EVENINGS - 1).unwrap_or(0);
    t!(
        "week.days",
        from = short_day(until - before),
        until = short_day(until)
    )
}

/// The page.
#[component]
pub fn WeekPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let estates = Estates::new(phone);
    let week = Memo::new(move |_| {
        let of = estates.extent();
        phone.read(|state| Week::read_of(state, &of, tonight()))
    });
    view! {
        <OrganiserPage title=t!("week.title") back=Back::Home>
            <p class="quiet">{days_words()}</p>
            <p>{t!("week.what")}</p>
            <ExtentSwitch estates />
            // Figures of few homes are for this screen: on paper is the file.
            <div class="on-screen stack">
                {move || week.with(|week| of_homes(phone, week, &estates.extent()))}
                {move || {
                    (!estates.is_whole()).then(|| view! { <h2>{t!("night.all_estates")}</h2> })
                }}
                {move || week.with(of_campaign)}
            </div>
            <h2>{t!("week.complaint_write")}</h2>
            <Complaints />
            <h2>{t!("week.print")}</h2>
            <OfCampaign estates />
            <Paper />
        </OrganiserPage>
    }
}

/// What is counted of homes, so of the estate that is picked.
fn of_homes(phone: Phone, week: &Week, of: &Extent) -> impl IntoView + use<> {
    let named: Vec<(String, StairWeek)> = phone.read_untracked(|state| {
        let places = Places::new(state, of);
        let stairs = week.stairs.iter();
        let named = stairs.map(|stair| (place_words(&places, stair.stair), stair.clone()));
        named.collect()
    });
    let times = week.at_times.iter().map(|(slot, rate)| {
        let name = t!(&format!("chart.at_{}", slot.word()));
        (name, *rate)
    });
    let rounds = week.rounds.iter();
    let rounds = rounds.map(|(nth, rate)| (t!("week.nth", n = nth), *rate));
    let no_ground = || view! { <p class="quiet">{t!("week.no_ground")}</p> };
    let asked = match (week.asks, week.acts) {
        (Some(asks), Some(acts)) => view! { {alone(asks)} {alone(acts)} }.into_any(),
        _ => no_ground().into_any(),
    };
    let shows = match week.shows {
        Some(rate) => alone(rate).into_any(),
        None => view! { <p class="quiet">{t!("week.no_meeting")}</p> }.into_any(),
    };
    view! {
        {alone(week.never_tried())}
        {alone(week.reached())}
        <figure class="breadth tested" aria-hidden="true">
            <figcaption>{t!("week.picture")}</figcaption>
            {key()}
            <ul class="bars">{named.iter().map(bar).collect_view()}</ul>
        </figure>
        {stairs(&named)}
        {listed(times.collect())}
        {listed(rounds.collect())}
        {asked}
        {shows}
        {alone(week.overdue)}
        {raised(&week.raised)}
        {alone(week.no_knock)}
        {alone(week.unmet)}
        {alone(week.to_settle)}
    }
}

/// What belongs to no home: the same whichever estate is picked.
fn of_campaign(week: &Week) -> impl IntoView + use<> {
    view! {
        {hours(week.hours)}
        {alone(week.trainers)}
        {alone(week.complaints)}
        {alone(week.missing)}
    }
}

fn of(rate: Rate) -> String {
    t!("organiser.n_of_all", n = rate.n, all = rate.of)
}

/// What a figure is called, and what it counts: by a tap.
fn defined(rate: Rate) -> impl IntoView {
    let word = rate.measure.word();
    let (name, what) = (
        t!(&format!("week.{word}")),
        t!(&format!("week.{word}_what")),
    );
    view! {
        <details class="defined">
            <summary>{name}</summary>
            <p class="hint">{what}</p>
        </details>
    }
}

fn alone(rate: Rate) -> impl IntoView {
    view! {
        <div class="measure">
            {defined(rate)} <p class="figure">{of(rate)}</p>
        </div>
    }
}

fn listed(rows: Vec<(String, Rate)>) -> Option<impl IntoView> {
    let head = defined(rows.first()?.1);
    let rows = rows.into_iter().map(|(name, rate)| {
        view! {
            <li>
                <bdi>{name}</bdi>
                ": "
                <span class="figure">{of(rate)}</span>
            </li>
        }
    });
    Some(view! {
        <div class="measure">
            {head} <ul class="stack tight">{rows.collect_view()}</ul>
        </div>
    })
}

/// What each part of a bar stands for, in the order they are drawn in.
fn key() -> impl IntoView {
    let parts = [
        ("with-us", t!("week.reached")),
        ("tried-only", t!("week.tried_only")),
        ("never-tried", t!("week.never_tried")),
    ];
    let parts = parts.map(|(class, words)| {
        view! {
            <li class="row">
                <svg class="bar-key" viewBox="0 0 20 20">
                    <rect class=class x="1" y="1" width="18" height="18" />
                </svg>
                {words}
            </li>
        }
    });
    view! { <ul class="row">{parts.into_iter().collect_view()}</ul> }
}

fn bar((name, stair): &(String, StairWeek)) -> impl IntoView + use<> {
    let homes = stair.reached.of.max(1);
    let wide = |n: usize| (n * LONG / homes).to_string();
    let tried = homes.saturating_sub(stair.never_tried.n);
    let high = HIGH.to_string();
    let view_box = format!("0 0 {LONG} {HIGH}");
    view! {
        <li>
            <bdi>{name.clone()}</bdi>
            " · "
            {of(stair.reached)}
            <svg viewBox=view_box preserveAspectRatio="none">
                <rect class="never-tried" x="0" y="0" width=wide(homes) height=high.clone() />
                <rect class="tried-only" x="0" y="0" width=wide(tried) height=high.clone() />
                <rect class="with-us" x="0" y="0" width=wide(stair.reached.n) height=high />
            </svg>
        </li>
    }
}

fn stairs(named: &[(String, StairWeek)]) -> Option<impl IntoView + use<>> {
    let first = named.first()?.1.clone();
    let rows = named.iter().map(|(name, stair)| {
        let next = match stair.next {
            Some(slot) => t!(&format!("chart.at_{}", slot.word())),
            None => t!("week.next_any"),
        };
        view! {
            <tr>
                <th scope="row">
                    <bdi>{name.clone()}</bdi>
                </th>
                <td class="number">{of(stair.never_tried)}</td>
                <td class="number">{of(stair.reached)}</td>
                <td class="number">{of(stair.leaders)}</td>
                <td>{next}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    Some(view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("week.by_stair")>
            <table class="by-level">
                <caption>{t!("week.by_stair")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("week.stair")}</th>
                        <th scope="col">{t!("week.never_tried")}</th>
                        <th scope="col">{t!("week.reached")}</th>
                        <th scope="col">{t!("week.leaders")}</th>
                        <th scope="col">{t!("week.next")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {defined(first.leaders)}
    })
}

fn hours(hours: Hours) -> impl IntoView {
    let figure = match hours.known {
        0 => t!("week.hours_none", n = hours.evenings),
        _ => t!(
            "week.hours_known",
            n = hours.conversations,
            minutes = hours.minutes
        ),
    };
    let known =
        (hours.known > 0).then(|| t!("week.hours_of", n = hours.known, all = hours.evenings));
    view! {
        <div class="measure">
            <details class="defined">
                <summary>{t!("week.hours")}</summary>
                <p class="hint">{t!("week.hours_what")}</p>
            </details>
            <p class="figure">{figure}</p>
            <p class="quiet">{known}</p>
        </div>
    }
}

fn raised(raised: &[Raised]) -> AnyView {
    let first = raised.iter().find_map(|it| it.tenures.first().cloned());
    let Some((_, raise, act)) = first else {
        return view! { <p class="quiet">{t!("week.nothing_raised")}</p> }.into_any();
    };
    let rows = raised.iter().flat_map(|it| {
        let rows = it.tenures.iter().map(|(tenure, raise, act)| {
            let tenure = tenure_words(&locales::fill, tenure.as_deref());
            view! {
                <tr>
                    <th scope="row">
                        <bdi>{it.name.clone()}</bdi>
                    </th>
                    <td>
                        <bdi>{tenure}</bdi>
                    </td>
                    <td class="number">{of(*raise)}</td>
                    <td class="number">{of(*act)}</td>
                </tr>
            }
        });
        rows.collect::<Vec<_>>()
    });
    let rows = rows.collect_view();
    view! {
        {defined(raise)}
        {defined(act)}
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("week.raise")>
            <table class="by-level">
                <caption>{t!("week.raise")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("issues.column_name")}</th>
                        <th scope="col">{t!("week.tenure")}</th>
                        <th scope="col">{t!("week.raise")}</th>
                        <th scope="col">{t!("week.would_act")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Complaints of the week, and writing one down.
#[component]
fn Complaints() -> impl IntoView {
    let saving = Saving::new();
    let words = RwSignal::new(String::new());
    let all = Memo::new(move |_| saving.phone.read(|state| complaints(state, tonight())));
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = complained(&words.get_untracked(), tonight().evening);
        let missing = t!("week.complaint_missing");
        saving.save(draft.into_iter().collect(), missing, move |_| {
            let _ = words.try_set(String::new());
        });
    };
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|(dot, said)| {
            let label = t!("week.complaint_wrong", what = said.what);
            let wrong = move |_| saving.save(vec![not_complained(dot)], String::new(), |_| ());
            view! {
                <li>
                    <bdi>{said.what}</bdi>
                    <button type="button" class="button plain" on:click=wrong>
                        {label}
                    </button>
                </li>
            }
        })
        .collect_view()
    };
    view! {
        <ul class="stack tight">{lines}</ul>
        <form class="stack" on:submit=keep novalidate>
            <div class="field">
                <label for="complaint">{t!("week.complaint")}</label>
                <input
                    id="complaint"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="140"
                    bind:value=words
                />
                <p class="hint">{t!("week.complaint_hint")}</p>
            </div>
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("week.complaint_keep")}
            </button>
        </form>
    }
}

/// The week as a file to print: that it was taken out is recorded first. It is of the whole campaign,
/// whichever estate is looked at: from two papers, one of all and one of most, could be told what is left
/// out of either.
#[component]
fn Paper() -> impl IntoView {
    let saving = Saving::new();
    let done = RwSignal::new(String::new());
    let save = move |_| {
        let may = match lock::to_print(saving.phone) {
            Ok(may) => may,
            Err(locked) => return saving.wrong.set(Some(locked)),
        };
        let phone = saving.phone;
        let made = phone.read_untracked(|state| {
            let places = Places::new(state, &Extent::Campaign);
            let place = |stair| place_words(&places, stair);
            let week = Week::read(state, tonight());
            let bytes = week_sheets(&week, &days_words(), &place, &locales::fill)?;
            Ok((bytes, week.stairs.len()))
        });
        let (bytes, rows) = match made {
            Ok(made) => made,
            Err(NotPrintable(letter)) => {
                saving.wrong.set(Some(t!("paper.letter", letter = letter)));
                return;
            }
        };
        let sheet = Sheet {
            name: FILE,
            rows,
            bytes,
            beside: Vec::new(),
            saved: t!("week.printed", file = FILE),
        };
        download::sheet(&may, saving, sheet, done);
    };
    view! {
        <p class="hint">{t!("week.print_what")}</p>
        <Wrong saving />
        <button type="button" class="button" disabled=saving.busy on:click=save>
            {t!("week.print")}
        </button>
        <p role="status">{move || done.get()}</p>
    }
}
