//! The morning after: what the doors said, every figure as n of N.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::answers::Questions;
use super::download;
use super::frame::{Back, OrganiserPage};
use super::known::{self, Known};
use super::plan::More;
use super::wall::{Look, WallKey, WallStair};
use crate::canvass::fact::Outcome;
use crate::canvass::id::DoorId;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::when::{time_and_day, tonight};
use crate::client::phone::Phone;
use crate::organise::counted::owners;
use crate::organise::export::{self, stair_name};
use crate::organise::report::{NoteRow, Report, StairRow};
use crate::t;

/// So many stairs, or notes, are drawn at once.
const SHOWN_AT_ONCE: usize = 60;

/// The report as it stands, read again whenever anything comes in.
pub fn report(phone: Phone, known: RwSignal<Known>) -> Memo<Report> {
    Memo::new(move |_| {
        let known = known.get();
        phone.read(|state| Report::read(state, known.phones(), tonight().today))
    })
}

/// The page.
#[component]
pub fn Morning() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = known::ask(phone);
    let report = report(phone, known);
    view! {
        <OrganiserPage title=t!("organiser.morning") back=Back::Home>
            <Withheld />
            <Figures report=report known=known />
            <h2>{t!("organiser.wall")}</h2>
            {move || report.with(key)}
            <Wall report=report />
            <h2>{t!("organiser.by_stair")}</h2>
            <StairTable report=report />
            <h2>{t!("organiser.outcomes")}</h2>
            {move || report.with(outcomes)}
            <h2>{t!("organiser.answers")}</h2>
            <Questions report=report />
            <h2>{t!("organiser.notes")}</h2>
            <Notes report=report />
            <h2>{t!("organiser.files")}</h2>
            <Files report=report />
        </OrganiserPage>
    }
}

/// Says which logs the endpoint should have brought and has not.
#[component]
fn Withheld() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let withheld = Memo::new(move |_| phone.withheld());
    let words = move || {
        withheld.with(|withheld| {
            let names = owners(withheld, |key| t!(key));
            (!withheld.is_empty())
                .then(|| t!("organiser.withheld", n = withheld.len(), names = names))
        })
    };
    view! {
        <div role="status">
            {move || words().map(|words| view! { <p class="banner">{words}</p> })}
        </div>
    }
}

#[component]
fn Figures(report: Memo<Report>, known: RwSignal<Known>) -> impl IntoView {
    let figure = move |of: fn(&Report) -> usize| {
        report.with(|report| t!("organiser.n_of_all", n = of(report), all = report.doors()))
    };
    let phones = move || match known.get() {
        Known::Asking => t!("organiser.phones_asking"),
        Known::NotNow(reason) => t!("organiser.phones_not_now", reason = reason),
        Known::Phones(_) => report.with(|report| {
            let phones = report.phones.iter().filter(|phone| !phone.known.revoked);
            let all = phones.clone().count();
            let is_in = phones.filter(|phone| phone.is_in).count();
            t!("organiser.n_of_all", n = is_in, all = all)
        }),
    };
    view! {
        <dl class="facts card">
            <dt>{t!("organiser.never_tried")}</dt>
            <dd>{move || figure(|report| report.doors() - report.tried())}</dd>
            <dt>{t!("organiser.tried")}</dt>
            <dd>{move || figure(Report::tried)}</dd>
            <dt>{t!("organiser.reached")}</dt>
            <dd>{move || figure(Report::reached)}</dd>
            <dt>
                <a href="/organise/phones">{t!("organiser.phones_in")}</a>
            </dt>
            <dd>{phones}</dd>
            <dt>
                <a href="/organise/disagreements">{t!("organiser.disagreements")}</a>
            </dt>
            <dd>{move || report.with(|report| report.disagreements.len())}</dd>
        </dl>
    }
}

fn key(report: &Report) -> impl IntoView + use<> {
    let mut counts: BTreeMap<Look, usize> = BTreeMap::new();
    for row in report.stairs.iter().flat_map(|stair| &stair.doors) {
        *counts.entry(Look::of(row)).or_insert(0) += 1;
    }
    let counts = Look::ALL
        .map(|look| counts.get(&look).copied().unwrap_or(0))
        .to_vec();
    view! { <WallKey counts=counts all=report.doors() /> }
}

#[component]
fn Wall(report: Memo<Report>) -> impl IntoView {
    let shown = RwSignal::new(SHOWN_AT_ONCE * 4);
    let stairs = move || {
        report.with(|report| {
            let stairs = report.stairs.iter().take(shown.get());
            stairs
                .cloned()
                .map(|row| view! { <WallStair row=row /> })
                .collect_view()
        })
    };
    view! {
        <ul class="wall">{stairs}</ul>
        {move || view! { <More shown=shown all=report.with(|report| report.stairs.len()) /> }}
    }
}

#[component]
fn StairTable(report: Memo<Report>) -> impl IntoView {
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let rows = move || {
        report.with(|report| {
            let stairs = report.stairs.iter().take(shown.get());
            stairs.map(stair_row).collect_view()
        })
    };
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("organiser.by_stair")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t!("organiser.column_block")}</th>
                        <th scope="col">{t!("organiser.column_stair")}</th>
                        <th scope="col" class="number">
                            {t!("organiser.never_tried")}
                        </th>
                        <th scope="col" class="number">
                            {t!("organiser.tried")}
                        </th>
                        <th scope="col" class="number">
                            {t!("organiser.reached")}
                        </th>
                        <th scope="col">{t!("organiser.column_phones")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {move || view! { <More shown=shown all=report.with(|report| report.stairs.len()) /> }}
    }
}

fn stair_row(row: &StairRow) -> impl IntoView + use<> {
    let all = row.doors.len();
    let of = |n: usize| t!("organiser.n_of_all", n = n, all = all);
    let names: Vec<String> = row.may_be_knocked.iter().map(|name| named(name)).collect();
    let pending =
        (!names.is_empty()).then(|| t!("organiser.may_be_knocked_by", names = names.join(", ")));
    let hatched = pending.is_some();
    view! {
        <tr class:hatched=hatched>
            <th scope="row">
                <bdi>{row.block.clone()}</bdi>
            </th>
            <td>
                <bdi>{stair_name(&row.stair, |key| t!(key))}</bdi>
            </td>
            <td class="number">{of(all - row.tried())}</td>
            <td class="number">{of(row.tried())}</td>
            <td class="number">{of(row.reached())}</td>
            <td>{pending}</td>
        </tr>
    }
}

/// A phone's name, or that nothing has come of it yet.
pub fn named(name: &str) -> String {
    match name {
        "" => t!("organiser.phone_nameless"),
        name => name.to_string(),
    }
}

fn outcomes(report: &Report) -> impl IntoView + use<> {
    let tried = report.tried();
    let rows: Vec<(Outcome, usize)> = Outcome::ALL
        .into_iter()
        .filter_map(|outcome| Some((outcome, *report.outcomes.get(&outcome)?)))
        .collect();
    if rows.is_empty() {
        return view! { <p class="quiet">{t!("organiser.outcomes_none")}</p> }.into_any();
    }
    view! {
        <p class="hint">{t!("organiser.outcomes_hint")}</p>
        <dl class="facts card">
            {rows
                .into_iter()
                .map(|(outcome, count)| {
                    view! {
                        <dt class="row">
                            <Mark outcome=outcome />
                            {outcome_name(outcome)}
                        </dt>
                        <dd>{t!("organiser.n_of_all", n = count, all = tried)}</dd>
                    }
                })
                .collect_view()}
        </dl>
    }
    .into_any()
}

#[component]
fn Notes(report: Memo<Report>) -> impl IntoView {
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

/// Block and label of every door.
pub fn places(report: &Report) -> BTreeMap<DoorId, String> {
    report
        .stairs
        .iter()
        .flat_map(|stair| {
            stair
                .doors
                .iter()
                .map(move |row| (row.door.id, format!("{}, {}", stair.block, row.door.label)))
        })
        .collect()
}

/// The tables as files that are safe to open in a spreadsheet.
#[component]
fn Files(report: Memo<Report>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let said = RwSignal::new(String::new());
    let words = |key: &str| t!(key);
    let save = move |name: &'static str| {
        let bytes = report.with_untracked(|report| {
            phone.read_untracked(|state| match name {
                "doors.csv" => export::doors(state, report, words),
                "knocks.csv" => export::knocks(report),
                "answers.csv" => export::answers(state, words),
                _ => export::disagreements(state, report, words),
            })
        });
        let saved = bytes.ok().and_then(|bytes| download::csv(name, &bytes));
        said.set(match saved {
            Some(()) => t!("organiser.file_saved", file = name),
            None => t!("organiser.file_not_saved", file = name),
        });
    };
    let files = [
        ("doors.csv", t!("organiser.file_doors")),
        ("knocks.csv", t!("organiser.file_knocks")),
        ("answers.csv", t!("organiser.file_answers")),
        ("disagreements.csv", t!("organiser.file_disagreements")),
    ];
    view! {
        <p>{t!("organiser.files_what")}</p>
        <div class="row">
            {files
                .into_iter()
                .map(|(file, words)| {
                    view! {
                        <button type="button" class="button" on:click=move |_| save(file)>
                            {words}
                        </button>
                    }
                })
                .collect_view()}
        </div>
        <p role="status">{move || said.get()}</p>
    }
}
