//! The morning after: what the doors said, every figure as n of N.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::answers::Questions;
use super::estate_switch::{Estates, ExtentSwitch, OfCampaign, OfExtent};
use super::files::Files;
use super::frame::{Back, OrganiserPage};
use super::known::{self, Answer, AskAgain, Known};
use super::noted::{Notes, Promises};
use super::paper::FromPaper;
use super::plan::More;
use super::wall::{Look, WallKey, WallStair};
use crate::canvass::fact::Outcome;
use crate::canvass::id::DoorId;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::when::{time_and_day, tonight};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::counted::owners;
use crate::organise::estates::Extent;
use crate::organise::phones::how_many_in;
use crate::organise::report::{Report, StairRow};
use crate::t;

/// So many stairs stand in the table, or as many as were begun where those are more.
const STAIRS_AT_ONCE: usize = 12;

/// The report as it stands, read again whenever anything comes in.
pub fn report(phone: Phone, known: RwSignal<Known>) -> Memo<Report> {
    report_of(phone, Signal::stored(Extent::Campaign), known)
}

/// The same of an estate.
fn report_of(phone: Phone, of: Signal<Extent>, known: RwSignal<Known>) -> Memo<Report> {
    Memo::new(move |_| {
        let (of, known) = (of.get(), known.get());
        phone.read(|state| Report::read_of(state, &of, known.phones(), tonight()))
    })
}

/// The page.
#[component]
pub fn Morning() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = known::ask(phone);
    let estates = Estates::new(phone);
    // What is taken out as files is of the whole campaign, whichever estate is looked at.
    let whole = report(phone, known);
    let report = report_of(phone, Signal::derive(move || estates.extent()), known);
    view! {
        <OrganiserPage title=t!("organiser.morning") back=Back::Home>
            <Withheld />
            <Unhatched known=known />
            <AskAgain known=known />
            <ExtentSwitch estates />
            <Figures report=report known=known estates />
            <h2>{t!("organiser.wall")}</h2>
            <OfExtent estates />
            {move || report.with(key)}
            <Wall report=report />
            <Untouched report=report />
            <h2>{t!("organiser.by_stair")}</h2>
            <StairTable report=report />
            <FromPaper />
            <h2>{t!("organiser.outcomes")}</h2>
            {move || report.with(outcomes)}
            <h2>{t!("organiser.answers")}</h2>
            <Questions report=report />
            <h2>{t!("organiser.promises")}</h2>
            <Promises report=report />
            <h2>{t!("organiser.notes")}</h2>
            <Notes report=report />
            <FilesHeading />
            <OfCampaign estates />
            <Files report=whole />
        </OrganiserPage>
    }
}

/// The heading that links lead to: a browser looks for it before the page is drawn.
#[component]
fn FilesHeading() -> impl IntoView {
    let heading = NodeRef::<leptos::html::H2>::new();
    Effect::new(move |_| {
        let wanted = window()
            .location()
            .hash()
            .is_ok_and(|hash| hash == "#files");
        if let Some(heading) = heading.get().filter(|_| wanted) {
            heading.scroll_into_view();
            // Where it cannot have the focus, nothing is lost.
            let _ = heading.focus();
        }
    });
    view! {
        <h2 id="files" tabindex="-1" node_ref=heading>
            {t!("organiser.files")}
        </h2>
    }
}

/// Says which logs the endpoint should have brought and has not, and whether a checkpoint is not what
/// this device holds.
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
    let differs = move || {
        phone
            .checkpoint_differs()
            .then(|| t!("organiser.checkpoint_differs"))
    };
    view! {
        <div role="status">
            {move || words().map(|words| view! { <p class="banner">{words}</p> })}
            {move || differs().map(|words| view! { <p class="banner">{words}</p> })}
        </div>
    }
}

/// Says that hatching is missing or old: a stair without it looks as if nobody had been there.
#[component]
fn Unhatched(known: RwSignal<Known>) -> impl IntoView {
    let words = move || {
        let known = known.get();
        match (known.answer, known.said) {
            (Answer::NotNow(reason), None) => {
                Some(t!("organiser.hatching_unknown", reason = reason))
            }
            (Answer::NotNow(reason), Some((_, at))) => Some(t!(
                "organiser.phones_earlier",
                reason = reason,
                time = time_and_day(at)
            )),
            _ => None,
        }
    };
    view! {
        <div role="status">
            {move || words().map(|words| view! { <p class="banner">{words}</p> })}
        </div>
    }
}

#[component]
fn Figures(report: Memo<Report>, known: RwSignal<Known>, estates: Estates) -> impl IntoView {
    let figure = move |of: fn(&Report) -> usize| {
        report.with(|report| t!("organiser.n_of_all", n = of(report), all = report.doors()))
    };
    let phones = move || match known.with(|known| known.said.is_some()) {
        true => report.with(|report| {
            let (is_in, all) = how_many_in(&report.phones);
            t!("organiser.n_of_all", n = is_in, all = all)
        }),
        false if known.with(|known| known.answer == Answer::Asking) => {
            t!("organiser.phones_asking")
        }
        false => t!("organiser.not_known"),
    };
    view! {
        <dl class="facts card">
            <dt>{t!("organiser.never_tried")}</dt>
            <dd>{move || figure(|report| report.doors() - report.tried())}</dd>
            <dt>{t!("organiser.tried")}</dt>
            <dd>{move || figure(Report::tried)}</dd>
            <dt>{t!("organiser.reached")}</dt>
            <dd>{move || figure(Report::reached)}</dd>
            {move || {
                let apart = report.with(Report::apart);
                (apart > 0).then(|| view! {
                    <dt>{t!("night.apart")}</dt>
                    <dd>{apart}</dd>
                })
            }}
            <dt>
                <a href="/organise/phones">{t!("organiser.phones_in")}</a>
            </dt>
            <dd>
                {phones}
                {move || {
                    let words = || view! { <span class="quiet">" · " {t!("night.all_estates")}</span> };
                    (!estates.is_whole()).then(words)
                }}
            </dd>
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
    let stairs = move || report.with(|report| stairs_where(report, true));
    view! { <ul class="wall">{stairs}</ul> }
}

/// The stairs nobody has been to, folded away: on the first nights they are nearly all, and the
/// few that were worked would be lost among them. While there is nothing else they stand open.
#[component]
fn Untouched(report: Memo<Report>) -> impl IntoView {
    let of_all = Memo::new(move |_| {
        report.with(|report| {
            let untouched = report.stairs.iter().filter(|row| !row.is_begun()).count();
            (untouched, report.stairs.len())
        })
    });
    let begun = move || of_all.with(|(untouched, all)| untouched < all);
    let opened = RwSignal::new(!begun());
    let node = NodeRef::<leptos::html::Details>::new();
    let turned = move |_| opened.set(node.get_untracked().is_some_and(|details| details.open()));
    let stairs = move || {
        let stairs = || report.with(|report| stairs_where(report, false));
        opened.get().then(stairs)
    };
    view! {
        <Show when=move || of_all.with(|(untouched, _)| *untouched != 0)>
            <details
                class="more"
                node_ref=node
                open=opened.get_untracked()
                on:toggle=turned
            >
                <summary>
                    {move || {
                        let (untouched, all) = of_all.get();
                        t!("organiser.untouched", n = untouched, all = all)
                    }}
                </summary>
                <ul class="wall">{stairs}</ul>
            </details>
        </Show>
    }
}

fn stairs_where(report: &Report, begun: bool) -> impl IntoView + use<> {
    let stairs = report.stairs.iter().filter(|row| row.is_begun() == begun);
    stairs
        .cloned()
        .map(|row| view! { <WallStair row=row /> })
        .collect_view()
}

#[component]
fn StairTable(report: Memo<Report>) -> impl IntoView {
    let begun = |report: &Report| report.stairs.iter().filter(|row| row.is_begun()).count();
    let shown = RwSignal::new(report.with_untracked(begun).max(STAIRS_AT_ONCE));
    let rows = move || {
        report.with(|report| {
            let stairs = report.stairs_to_read().into_iter().take(shown.get());
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
    let whose = row.may_be_knocked.iter();
    let names: Vec<String> = whose.map(|whose| whose.called(locales::fill)).collect();
    let pending =
        (!names.is_empty()).then(|| t!("organiser.may_be_knocked_by", names = names.join("; ")));
    let hatched = pending.is_some();
    view! {
        <tr class:hatched=hatched>
            <th scope="row">
                <bdi>{row.block.clone()}</bdi>
            </th>
            <td>
                <bdi>{row.name(|key| t!(key))}</bdi>
            </td>
            <td class="number">{of(all - row.tried())}</td>
            <td class="number">{of(row.tried())}</td>
            <td class="number">{of(row.reached())}</td>
            <td>{pending}</td>
        </tr>
    }
}

/// Block and name of a stair, as far as it has one.
pub fn stair_place(row: &StairRow) -> String {
    match row.name(|key| t!(key)) {
        Some(name) => format!("{} · {name}", row.block),
        None => row.block.clone(),
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

/// Block and label of every door.
pub fn places(report: &Report) -> BTreeMap<DoorId, String> {
    report
        .stairs
        .iter()
        .flat_map(|stair| {
            stair
                .all()
                .map(move |row| (row.door.id, format!("{}, {}", stair.block, row.door.label)))
        })
        .collect()
}
