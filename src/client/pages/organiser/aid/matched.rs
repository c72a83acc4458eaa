//! Matches: asking both sides, and what either may be told of the other once both said yes.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{held_words, reason_words};
use crate::canvass::aid::{Pass, Taken, Way, take_back};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::aid::{Exchange, Match, NoYes, Said, Stands, ToldBy, matches, pods, say_yes};
use crate::t;

/// A match, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    found: Match,
    /// The doors of who needs and who offers.
    doors: [String; 2],
    /// Who rings both, by name.
    point: Option<String>,
}

fn rows(state: &State) -> Vec<Row> {
    let pods = pods(state);
    let all = matches(state, tonight().today).into_iter();
    all.map(|found| {
        let stair = estate::stair_of(state, found.need.held.door);
        let pod = pods
            .iter()
            .find(|pod| stair.is_some_and(|id| pod.stairs.contains(&id)));
        Row {
            doors: Way::ALL.map(|way| door_words(state, found.side(way).held.door)),
            point: pod.map(|pod| pod.said.point.clone()),
            found,
        }
    })
    .collect()
}

/// All of them.
#[component]
pub fn Matches() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| phone.read(rows));
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|row| view! { <One row /> }).collect_view()
    };
    view! {
        <h2>{t!("aid.matches")}</h2>
        <p class="hint">{t!("aid.matches_what")}</p>
        <ul class="stack">{lines}</ul>
        <Show when=move || all.with(Vec::is_empty)>
            <p class="quiet">{t!("aid.matches_none")}</p>
        </Show>
    }
}

fn state_words(found: &Match) -> String {
    match found.stands(tonight().today) {
        Stands::Asking => t!("aid.stands_asking"),
        Stands::Both => t!("aid.stands_both"),
        Stands::TakenBack(_) => t!("aid.stands_taken_back"),
        Stands::Over => t!("aid.stands_over"),
    }
}

#[component]
fn One(row: Row) -> impl IntoView {
    let stands = state_words(&row.found);
    let why = reason_words(&row.found.reasons);
    let point = match &row.point {
        Some(name) => t!("aid.point_rings", name = name),
        None => t!("aid.point_nobody"),
    };
    let told = row.found.exchange(tonight().today).ok();
    let told = told.map(|told| exchange(&told, &row.doors));
    let sides = Way::ALL.map(|way| {
        let door = row.doors[way as usize].clone();
        view! { <SideOf found=row.found.clone() way door /> }
    });
    view! {
        <li class="card">
            <p class="figure">{stands}</p>
            <p class="quiet">{why}</p>
            <p>{point}</p>
            {sides.into_iter().collect_view()}
            {told}
        </li>
    }
}

/// What each may be told of the other.
fn exchange(told: &Exchange, doors: &[String; 2]) -> impl IntoView + use<> {
    let [need, offer] = doors;
    let line = |to: &str, of: &str, told: &ToldBy| match told {
        ToldBy::PointPerson => t!("aid.tell_nothing", to = to, of = of),
        ToldBy::Reach { name, reach } => {
            t!("aid.tell", to = to, of = of, name = name, reach = reach)
        }
    };
    let lines = [
        line(need, offer, &told.of_offer),
        line(offer, need, &told.of_need),
    ];
    let lines = lines.map(|words| {
        view! {
            <li>
                <bdi>{words}</bdi>
            </li>
        }
    });
    view! {
        <div class="banner">
            <ul class="stack tight">{lines.into_iter().collect_view()}</ul>
        </div>
    }
}

fn why_not(why: NoYes) -> String {
    match why {
        NoYes::Over => t!("aid.stands_over"),
        NoYes::NoReach => t!("aid.no_reach"),
    }
}

/// One side: what it needs or offers, what it said, and asking it.
#[component]
fn SideOf(found: Match, way: Way, door: String) -> impl IntoView {
    let saving = Saving::new();
    let side = found.side(way);
    let (held, said) = (side.held.clone(), side.said);
    let words = held_words(way, held.what, &held.words);
    let said_words = match said {
        Said::NotAsked => t!("aid.said_nothing"),
        Said::Yes => t!("aid.said_yes"),
        Said::TakenBack => t!("aid.said_no"),
    };
    let asks = said != Said::Yes && held.is_open(tonight().today);
    let back = t!("aid.back", home = door);
    let (home, pair) = (held.home, found.pair);
    let no = move |_| {
        let draft = take_back(home, Taken::Match(pair), tonight().today);
        saving.save(vec![draft], String::new(), |_| ());
    };
    let may_take_back = said != Said::TakenBack;
    view! {
        <div class="stack tight">
            <p>
                <strong>
                    <bdi>{door.clone()}</bdi>
                </strong>
                " · "
                <bdi>{words}</bdi>
                " · "
                {said_words}
            </p>
            {asks.then(|| view! { <Ask saving found=found.clone() way door /> })}
            <Wrong saving />
            {may_take_back
                .then(|| {
                    view! {
                        <button type="button" class="button plain" disabled=saving.busy on:click=no>
                            {back}
                        </button>
                    }
                })}
        </div>
    }
}

/// Whether they agree to this match, and how that is passed on.
#[component]
fn Ask(saving: Saving, found: Match, way: Way, door: String) -> impl IntoView {
    let number = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let reach = RwSignal::new(String::new());
    let id = format!("{}-{}-{}", found.pair.need, found.pair.offer, way.word());
    let of = StoredValue::new(id.clone());
    let field = move |what: &str| of.with_value(|id| format!("{what}-{id}"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let pass = match number.get_untracked() {
            false => Pass::PointPerson,
            true => Pass::Reach {
                name: name.get_untracked(),
                reach: reach.get_untracked(),
            },
        };
        let (drafts, missing) = match say_yes(&found, way, pass, tonight().today) {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why_not(why)),
        };
        saving.save(drafts, missing, |_| ());
    };
    let choice = move |is: bool, words: String| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=field("pass")
                    prop:checked=move || number.get() == is
                    on:change=move |_| number.set(is)
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <details class="more">
            <summary>{t!("aid.ask", home = door)}</summary>
            <form class="stack" on:submit=submit novalidate>
                <p class="hint">{t!("aid.ask_what")}</p>
                <fieldset class="choices">
                    <legend>{t!("aid.pass")}</legend>
                    {choice(false, t!("aid.pass_point"))}
                    {choice(true, t!("aid.pass_reach"))}
                </fieldset>
                <Show when=move || number.get()>
                    <div class="field">
                        <label for=field("name")>{t!("aid.name")}</label>
                        <input
                            id=field("name")
                            type="text"
                            dir="auto"
                            autocomplete="off"
                            maxlength="60"
                            bind:value=name
                        />
                    </div>
                    <div class="field">
                        <label for=field("reach")>{t!("aid.reach")}</label>
                        <input
                            id=field("reach")
                            type="text"
                            dir="auto"
                            autocomplete="off"
                            maxlength="100"
                            bind:value=reach
                        />
                    </div>
                </Show>
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("aid.say_yes")}
                </button>
            </form>
        </details>
    }
}
