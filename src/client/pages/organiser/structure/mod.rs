//! Structure tests: those there are, how each stands, and people elsewhere, who are added to nothing.

mod before;
mod board;
mod likely;
mod moved;
mod new;
mod one;
mod outside;
mod parts;
mod showing;

use leptos::prelude::*;

use super::estate_switch::OfThese;
use super::frame::{Back, OrganiserPage};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::StairId;
use crate::canvass::structure::{Floor, Line, Of};
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::estates::names_of;
use crate::organise::structure::{Findings, Part, Showing, Tested, Tests};
use crate::t;
use before::BeforePart;
pub use board::TestBoard;
pub use likely::range;
pub use new::NewTest;
pub use one::TestPage;
use outside::OutsidePart;

/// A test, what it shows, and whether that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    tested: Tested,
    findings: Findings,
    showing: Showing,
    /// The estates that its homes are of, where there are several.
    estates: Vec<String>,
}

fn seen(state: &State, tests: &Tests, tested: &Tested) -> Seen {
    let findings = Findings::of(state, tests, tested);
    Seen {
        showing: Showing::of(tested, &findings),
        estates: names_of(state, &tested.units),
        tested: tested.clone(),
        findings,
    }
}

/// Every test, the newest first.
fn all(state: &State) -> Vec<Seen> {
    let tests = Tests::read(state, tonight().today);
    let newest_first = tests.all.iter().rev();
    newest_first.map(|it| seen(state, &tests, it)).collect()
}

/// One of them.
fn find(state: &State, id: Dot) -> Option<Seen> {
    let tests = Tests::read(state, tonight().today);
    let tested = tests.find(id)?;
    Some(seen(state, &tests, tested))
}

/// The stairs of a result in the estate's order.
fn in_order(state: &State, findings: &Findings) -> Vec<(StairId, Part)> {
    let blocks = estate::blocks(state).into_iter();
    let stairs = blocks.flat_map(|block| block.stairs);
    let known = stairs.filter_map(|stair| Some((stair.id, *findings.stairs.get(&stair.id)?)));
    known.collect()
}

fn test_path(id: Dot) -> String {
    format!("/organise/test/{id}")
}

/// n of N with N's name, the share, how many nobody knows of, and the day: never one without the others.
fn figure_words(seen: &Seen) -> String {
    let tested = &seen.tested;
    let n = tested.n();
    let Some(all) = tested.all() else {
        return t!(
            "structure.figure_lists",
            n = n,
            day = short_day(tested.as_of)
        );
    };
    t!(
        "structure.figure",
        of = of_words(tested, n, all),
        unknown = unknown_words(seen),
        day = short_day(tested.as_of)
    )
}

/// `76 of 151 homes (50 %)`. A share is rounded down: nobody is told of more than there is.
fn of_words(tested: &Tested, n: usize, all: usize) -> String {
    let share = (n * 100).checked_div(all).unwrap_or(0);
    let key = match tested.test.line {
        Line::Share {
            of: Of::People { .. },
            ..
        } => "structure.of_people",
        Line::Share {
            of: Of::DidIn(_), ..
        } => "structure.of_did",
        Line::Share { of: Of::Homes, .. } | Line::AsAgreed => "structure.of_homes",
    };
    t!(key, k = n, n = all, share = share)
}

fn unknown_words(seen: &Seen) -> String {
    let key = match seen.tested.test.line {
        Line::Share {
            of: Of::People { .. },
            ..
        } => "structure.unknown_people",
        Line::Share { .. } | Line::AsAgreed => "structure.unknown_homes",
    };
    t!(
        key,
        n = seen.findings.unknown,
        all = seen.tested.units.len()
    )
}

/// The line it is to reach, in words.
fn line_words(tested: &Tested) -> String {
    let line = match (tested.needed(), tested.all()) {
        (Some(needed), Some(all)) => t!("structure.line", of = of_words(tested, needed, all)),
        _ => t!("structure.line_lists"),
    };
    match floor_words(tested.test.floor) {
        Some(floor) => format!("{line} {floor}"),
        None => line,
    }
}

fn floor_words(floor: Floor) -> Option<String> {
    match floor {
        Floor::None => None,
        Floor::EachStair(percent) => Some(t!("structure.floor_each_stair", n = percent.get())),
        Floor::EachLanding => Some(t!("structure.floor_each_landing")),
        Floor::EachStairAndTenure => Some(t!("structure.floor_stair_and_tenure")),
    }
}

fn showing_words(showing: Showing) -> String {
    match showing {
        Showing::Met => t!("structure.met"),
        Showing::Agreed => t!("structure.agreed"),
        Showing::Private { .. } => t!("structure.private"),
    }
}

/// The page.
#[component]
pub fn TestsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let tests = Memo::new(move |_| phone.read(all));
    view! {
        <OrganiserPage title=t!("structure.title") back=Back::Home>
            <p>{t!("structure.what")}</p>
            <a class="button primary" href="/organise/test/new">
                {t!("structure.set_up")}
            </a>
            <Show
                when=move || tests.with(|tests| !tests.is_empty())
                fallback=|| view! { <p class="quiet">{t!("structure.none")}</p> }
            >
                <ul class="stack tight tests">
                    {move || tests.get().into_iter().map(|it| card(&it)).collect_view()}
                </ul>
            </Show>
            <BeforePart />
            <OutsidePart />
        </OrganiserPage>
    }
}

fn card(seen: &Seen) -> impl IntoView + use<> {
    let test = &seen.tested.test;
    let rung = t!(&format!("structure.rung_{}", test.rung.word()));
    let ended = seen.tested.ended.as_ref();
    let ended = ended.map(|it| t!("structure.ended", day = short_day(it.day), why = it.why));
    view! {
        <li class="card">
            <p class="quiet">{rung}</p>
            <a href=test_path(seen.tested.id)>
                <bdi>{test.ask.clone()}</bdi>
            </a>
            <p class="figure">{figure_words(seen)}</p>
            <OfThese names=seen.estates.clone() />
            <p>{line_words(&seen.tested)}</p>
            <p class="quiet">{ended.unwrap_or_else(|| showing_words(seen.showing))}</p>
        </li>
    }
}
