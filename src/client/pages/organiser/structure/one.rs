//! A test: how it stands, what keeps it from being met, its parts, who moved, and what is likely.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::moved::Moved;
use super::parts::{Lists, Parts};
use super::showing::MayBeShown;
use super::{Seen, figure_words, find, in_order, line_words, range};
use crate::canvass::dot::Dot;
use crate::canvass::fold::State;
use crate::client::pages::organiser::estate_switch::OfThese;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::pages::volunteer::places::floor_spoken;
use crate::client::parts::tenure::tenure_name;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::estates::{Extent, Places};
use crate::organise::structure::{Fails, Findings, Tests, end, forecast};
use crate::t;

/// The page.
#[component]
pub fn TestPage(
    /// The test, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let seen = Memo::new(move |_| phone.read(|state| find(state, id?)));
    view! {
        <OrganiserPage title=t!("structure.test") back=Back::Tests>
            {move || match seen.get() {
                Some(seen) => known(phone, &seen).into_any(),
                None => view! { <p class="quiet">{t!("structure.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn known(phone: Phone, seen: &Seen) -> impl IntoView + use<> {
    let test = &seen.tested.test;
    let rung = t!(&format!("structure.rung_{}", test.rung.word()));
    let days = t!(
        "structure.days",
        from = short_day(test.from),
        until = short_day(test.until)
    );
    let fails = phone.read_untracked(|state| fails_words(state, &seen.findings));
    let met = fails.is_empty().then(|| t!("structure.met"));
    let fails = fails.into_iter().map(|words| {
        view! {
            <li>
                <bdi>{words}</bdi>
            </li>
        }
    });
    let once = seen.tested.seen_once.len();
    let once = (once > 0).then(|| view! { <p>{t!("structure.seen_once", n = once)}</p> });
    let ended = seen.tested.ended.as_ref();
    let ended = ended.map(|it| t!("structure.ended", day = short_day(it.day), why = it.why));
    let is_open = ended.is_none() && test.until >= tonight().today;
    let id = seen.tested.id;
    view! {
        <p class="quiet">{rung} " · " {days}</p>
        <h2>
            <bdi>{test.ask.clone()}</bdi>
        </h2>
        <p class="figure">{figure_words(seen)}</p>
        <OfThese names=seen.estates.clone() />
        <p>{line_words(&seen.tested)}</p>
        {once}
        {ended.map(|words| view! { <p>{words}</p> })}
        <h3>{t!("structure.fails")}</h3>
        <ul class="stack tight">{met} {fails.collect_view()}</ul>
        <p class="hint">{t!("structure.gates_nothing")}</p>
        {is_open.then(|| view! { <Likely id /> })}
        <Parts seen=seen.clone() />
        <Lists seen=seen.clone() />
        <Moved seen=seen.clone() />
        <MayBeShown seen=seen.clone() />
        {is_open.then(|| view! { <GiveUp id /> })}
    }
}

/// What keeps it from being met, each in words; stairs in the estate's order.
fn fails_words(state: &State, findings: &Findings) -> Vec<String> {
    let places = Places::new(state, &Extent::Campaign);
    let stair_place = |stair| places.name(stair, |key| t!(key)).unwrap_or_default();
    let stairs = in_order(state, findings);
    let order = |fails: &Fails| match fails {
        Fails::Line(_) => None,
        Fails::Stair(stair) | Fails::Landing(stair, ..) => {
            stairs.iter().position(|(other, _)| other == stair)
        }
        Fails::Tenure(_) | Fails::List(_) | Fails::NoList => Some(stairs.len()),
    };
    let mut fails: Vec<&Fails> = findings.fails.iter().collect();
    fails.sort_by_key(|fails| order(fails));
    let words = fails.into_iter().map(|fails| match fails {
        Fails::Line(missing) => t!("structure.fails_line", n = missing),
        Fails::Stair(stair) => {
            let part = findings.stairs.get(stair).copied().unwrap_or_default();
            t!(
                "structure.fails_stair",
                place = stair_place(*stair),
                k = part.n,
                n = part.all,
                needed = part.needed
            )
        }
        Fails::Landing(stair, entrance, floor) => {
            let parts = [
                Some(stair_place(*stair)),
                entrance.clone(),
                floor.map(floor_spoken),
            ];
            let place: Vec<String> = parts.into_iter().flatten().collect();
            t!("structure.fails_landing", place = place.join(", "))
        }
        Fails::Tenure(tenure) => t!("structure.fails_tenure", tenure = tenure_name(tenure)),
        Fails::List(door) => t!("structure.fails_list", place = door_words(state, *door)),
        Fails::NoList => t!("structure.fails_no_list"),
    });
    words.collect()
}

/// How many more are likely to do it.
#[component]
fn Likely(id: Dot) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let found = Memo::new(move |_| {
        phone.read(|state| {
            let tests = Tests::read(state, tonight().today);
            forecast(state, &tests, tests.find(id)?)
        })
    });
    view! {
        <h3>{t!("structure.likely")}</h3>
        {move || match found.get() {
            None => view! { <p class="quiet">{t!("structure.likely_none")}</p> }.into_any(),
            Some(found) => range(&found).into_any(),
        }}
    }
}

/// The way to end it before its last day.
#[component]
fn GiveUp(id: Dot) -> impl IntoView {
    let saving = Saving::new();
    let why = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = end(id, &why.get_untracked(), tonight().today);
        let missing = t!("structure.why_missing");
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    view! {
        <details class="more">
            <summary>{t!("structure.give_up")}</summary>
            <p class="hint">{t!("structure.give_up_what")}</p>
            <form class="stack" on:submit=submit novalidate>
                <div class="field">
                    <label for="why">{t!("structure.why")}</label>
                    <input
                        id="why"
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        maxlength="140"
                        bind:value=why
                    />
                </div>
                <Wrong saving />
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("structure.give_up_keep")}
                </button>
            </form>
        </details>
    }
}
