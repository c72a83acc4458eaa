//! Help between neighbours: what homes need and offer, stair by stair, who might help whom, and writing one
//! down. Off until an organiser switches it on. No way to reach anybody stands here but in a match to which
//! both said yes.

mod checks;
mod children;
mod matched;
mod pods;
mod write;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::plan::More;
use super::saving::{Saving, Wrong};
use super::standing::door_words;
use super::switched::Switched;
use crate::canvass::aid::{Help, Taken, Way, take_back};
use crate::canvass::fold::State;
use crate::canvass::switched::Switch;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::aid::{Held, Shown, Suggestion, by_stair, propose};
use crate::organise::estates::{Extent, Places};
use crate::t;
pub use children::ChildcarePage;
use matched::Matches;
pub use pods::PodsPage;
use write::WriteDown;

/// What is needed or offered, in words: `Needs: Getting somewhere`.
fn held_words(way: Way, what: Help, words: &str) -> String {
    let help = t!(&format!("neighbours.help_{}", what.word()));
    let said = t!(&format!("neighbours.what_{}", way.word()), what = help);
    match words.is_empty() {
        true => said,
        false => format!("{said} · {words}"),
    }
}

/// So many are listed at first.
const LISTED_AT_ONCE: usize = 20;

/// A need or an offer, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    held: Held,
    door: String,
    /// The nearest offers that may suit it, each with its door.
    suggested: Vec<(Suggestion, String)>,
    /// How many more there are.
    more: usize,
}

/// What there is, by stair, and how much in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rows {
    stairs: Vec<(String, Vec<Row>)>,
    all: usize,
}

fn rows(state: &State, most: usize) -> Rows {
    let found = by_stair(state, tonight().today, most);
    let places = Places::new(state, &Extent::Campaign);
    let stairs = found.stairs.into_iter().filter_map(|(stair, shown)| {
        let name = places.name(stair, |key| t!(key))?;
        let rows = shown.into_iter().map(|it| row(state, it)).collect();
        Some((name, rows))
    });
    Rows {
        stairs: stairs.collect(),
        all: found.all,
    }
}

fn row(state: &State, shown: Shown) -> Row {
    let with_door = |it: Suggestion| (it.clone(), door_words(state, it.offer.door));
    Row {
        door: door_words(state, shown.held.door),
        suggested: shown.suggested.into_iter().map(with_door).collect(),
        more: shown.more,
        held: shown.held,
    }
}

/// The page.
#[component]
pub fn HelpPage() -> impl IntoView {
    view! {
        <OrganiserPage title=t!("aid.title") back=Back::Home>
            <p>{t!("aid.what")}</p>
            <Switched switch=Switch::Help>
                <Whole />
            </Switched>
        </OrganiserPage>
    }
}

#[component]
fn Whole() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let most = RwSignal::new(LISTED_AT_ONCE);
    let rows = Memo::new(move |_| phone.read(|state| rows(state, most.get())));
    let shown = move || {
        let all = rows.get().stairs.into_iter();
        all.map(|(name, rows)| {
            let rows = rows.into_iter().map(|row| view! { <One row /> });
            view! {
                <h3>
                    <bdi>{name}</bdi>
                </h3>
                <ul class="stack">{rows.collect_view()}</ul>
            }
        })
        .collect_view()
    };
    view! {
        <p class="hint">{t!("aid.no_board")}</p>
        <div class="row">
            <a class="button" href="/organise/pods">
                {t!("aid.pods")}
            </a>
            <a class="button" href="/organise/childcare">
                {t!("aid.childcare")}
            </a>
        </div>
        <Matches />
        <h2>{t!("aid.by_stair")}</h2>
        {shown}
        {move || view! { <More shown=most all=rows.with(|rows| rows.all) /> }}
        <Show when=move || rows.with(|rows| rows.all == 0)>
            <p class="quiet">{t!("aid.none")}</p>
        </Show>
        <h2>{t!("aid.write")}</h2>
        <WriteDown />
    }
}

/// One need or offer, what may suit it, and that it is no more.
#[component]
fn One(row: Row) -> impl IntoView {
    let saving = Saving::new();
    let Row {
        held,
        door,
        suggested,
        more,
    } = row;
    let words = held_words(held.way, held.what, &held.words);
    let until = t!("aid.until", day = short_day(held.until), who = held.by);
    let no_more = t!("aid.no_more", what = words);
    let (home, dot) = (held.home, held.dot);
    let is_need = held.way == Way::Needs;
    let none = suggested.is_empty();
    let lines = suggested.into_iter();
    let lines = lines.map(|it| suggestion(saving, held.clone(), it));
    let lines = lines.collect_view();
    let gone = move |_| {
        let draft = take_back(home, Taken::Entry(dot), tonight().today);
        saving.save(vec![draft], String::new(), |_| ());
    };
    view! {
        <li class="card">
            <strong>
                <bdi>{door}</bdi>
            </strong>
            <p>
                <bdi>{words}</bdi>
            </p>
            <p class="quiet">{until}</p>
            {is_need
                .then(|| {
                    view! {
                        <p>{if none { t!("aid.suits_none") } else { t!("aid.suits") }}</p>
                        <ul class="stack tight">{lines}</ul>
                        {(more > 0).then(|| view! { <p class="quiet">{t!("aid.suits_more", n = more)}</p> })}
                    }
                })}
            <Wrong saving />
            <button type="button" class="button plain" disabled=saving.busy on:click=gone>
                {no_more}
            </button>
        </li>
    }
}

fn suggestion(
    saving: Saving,
    need: Held,
    (suggested, door): (Suggestion, String),
) -> impl IntoView + use<> {
    let why = reason_words(&suggested.reasons);
    let offered = held_words(Way::Offers, suggested.offer.what, &suggested.offer.words);
    let label = t!("aid.propose", home = door);
    let tap = move |_| {
        let draft = propose(&need, &suggested, tonight().today);
        saving.save(vec![draft], String::new(), |_| ());
    };
    view! {
        <li>
            <bdi>{door}</bdi>
            " · "
            <bdi>{offered}</bdi>
            <p class="quiet">{why}</p>
            <button type="button" class="button" disabled=saving.busy on:click=tap>
                {label}
            </button>
        </li>
    }
}

/// Why two might suit each other, the nearest first.
fn reason_words(reasons: &[crate::canvass::aid::Reason]) -> String {
    let words = reasons
        .iter()
        .map(|it| t!(&format!("aid.reason_{}", it.word())));
    words.collect::<Vec<_>>().join(" · ")
}
