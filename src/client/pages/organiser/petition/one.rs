//! One petition: its figures, sheets to print, what somebody has to look at, and what its council asks.

use leptos::prelude::*;

use super::figure;
use super::print::Print;
use super::rules::CouncilRules;
use super::typed::TypeIn;
use crate::canvass::dot::Dot;
use crate::canvass::draft;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::petition::{How, Verdict, found};
use crate::canvass::stream::Stream;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::short_day;
use crate::client::phone::Phone;
use crate::organise::council;
use crate::organise::petition::{Found, Petitioned, Signed, Why, homes, read};
use crate::t;

/// A petition, how many homes it is of, and each signature's place in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    petition: Petitioned,
    homes: usize,
    places: Vec<(Dot, String)>,
}

fn seen(state: &State, id: Dot) -> Option<Seen> {
    let petition = read(state).into_iter().find(|it| it.id == id)?;
    let places = petition.signed.iter();
    let places = places.map(|it| (it.dot, place_words(state, it)));
    Some(Seen {
        places: places.collect(),
        homes: homes(state),
        petition,
    })
}

/// `Kestrel Court · Flat 6`, or that it is of no home here.
fn place_words(state: &State, signed: &Signed) -> String {
    let door = signed.door.and_then(|door| estate::door(state, door));
    let Some(door) = door else {
        return t!("petition.of_no_home");
    };
    let block = estate::stair(state, door.stair).and_then(|it| estate::block(state, it.block));
    match block {
        Some(block) => format!("{} · {}", block.name, door.label),
        None => door.label,
    }
}

/// The page.
#[component]
pub fn PetitionPage(id: Option<Dot>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let seen = Memo::new(move |_| id.and_then(|id| phone.read(|state| seen(state, id))));
    let known = Memo::new(move |_| seen.with(Option::is_some));
    view! {
        <OrganiserPage title=t!("petition.one") back=Back::Petitions>
            {move || match (known.get(), id) {
                (true, Some(id)) => view! { <Whole id seen /> }.into_any(),
                _ => view! { <p>{t!("petition.not_here")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

#[component]
fn Whole(id: Dot, seen: Memo<Option<Seen>>) -> impl IntoView {
    let petition = seen.with_untracked(|seen| seen.as_ref().map(|it| it.petition.petition.clone()));
    let petition = petition.map(|it| {
        let asks = t!("petition.sheet_title", target = it.target);
        let by = t!(
            "petition.sheet_organiser",
            organiser = it.organiser,
            reach = it.reach
        );
        view! {
            <p class="quiet">
                <bdi>{asks}</bdi>
            </p>
            <blockquote dir="auto">{it.prayer.clone()}</blockquote>
            <p class="quiet">
                <bdi>{by}</bdi>
            </p>
            <Figures seen />
            <Print id petition=it.clone() />
            <ToLookAt seen />
            <TypeIn id />
            <CouncilRules council=it.council />
            <Withdraw id seen />
        }
    });
    view! { {petition} }
}

/// How many signed, and which steps of the council that reaches.
#[component]
fn Figures(seen: Memo<Option<Seen>>) -> impl IntoView {
    let words = move || seen.with(|seen| seen.as_ref().map(|it| figure(&it.petition, it.homes)));
    let elsewhere = move || {
        let n = seen.with(|seen| seen.as_ref().map_or(0, |it| it.petition.elsewhere()));
        (n > 0).then(|| view! { <p>{t!("petition.elsewhere", n = n)}</p> })
    };
    let steps = move || {
        let steps = seen.with(|seen| {
            let petition = &seen.as_ref()?.petition;
            let rules = council::find(&petition.petition.council.key)?.petition?;
            Some((petition.valid(), rules.steps))
        });
        let (valid, steps) = steps?;
        let lines = steps.into_iter().map(|step| {
            let words = t!("petition.step", n = step.names, what = step.what);
            let reached = match step.names.checked_sub(valid) {
                None | Some(0) => t!("petition.step_reached"),
                Some(missing) => t!("petition.step_missing", n = missing),
            };
            view! { <li lang="en">{words} " " <strong>{reached}</strong></li> }
        });
        Some(view! { <ul class="rules">{lines.collect_view()}</ul> })
    };
    view! {
        <p class="figure" role="status">
            {words}
        </p>
        {elsewhere}
        {steps}
    }
}

/// Those that may be somebody's second, and all others to look through.
#[component]
fn ToLookAt(seen: Memo<Option<Seen>>) -> impl IntoView {
    let saving = Saving::new();
    let of = move |flagged: bool| {
        seen.with(|seen| {
            let Some(seen) = seen.as_ref() else {
                return Vec::new();
            };
            let all = seen.petition.signed.iter().zip(&seen.places);
            let is = |it: &Signed| matches!(it.found, Found::Not(why) if why.is_to_be_looked_at());
            all.filter(|(it, _)| is(it) == flagged)
                .map(|(it, (_, place))| (it.clone(), place.clone()))
                .collect::<Vec<_>>()
        })
    };
    let flagged = Memo::new(move |_| of(true));
    let others = Memo::new(move |_| of(false));
    let lines = move |all: Vec<(Signed, String)>| {
        let lines = all.into_iter();
        lines
            .map(|(it, place)| line(saving, it, place))
            .collect_view()
    };
    view! {
        <h2>{t!("petition.look")}</h2>
        <Wrong saving />
        <Show
            when=move || !flagged.with(Vec::is_empty)
            fallback=|| view! { <p class="quiet">{t!("petition.nothing_to_look_at")}</p> }
        >
            <ul class="stack tight">{move || lines(flagged.get())}</ul>
        </Show>
        <Show when=move || !others.with(Vec::is_empty)>
            <details class="more">
                <summary>{move || t!("petition.others", n = others.with(Vec::len))}</summary>
                <ul class="stack tight">{move || lines(others.get())}</ul>
            </details>
        </Show>
    }
}

fn line(saving: Saving, signed: Signed, place: String) -> impl IntoView {
    let stands = match signed.place() {
        Some((sheet, line)) => t!("signing.place", sheet = sheet, line = line),
        None => t!("signing.on_phone"),
    };
    let who = match signed.said.who.is_empty() {
        true => stands,
        false => format!("{stands} · {}", signed.said.who),
    };
    let details = match &signed.said.how {
        How::Phone {
            address, postcode, ..
        } => Some(format!("{address}, {postcode}")),
        How::Paper { .. } | How::TakenBack => None,
    };
    let found_words = found_words(signed.found);
    let day = short_day(signed.said.day);
    let label = format!("{place}, {who}");
    let buttons = Verdict::ALL.map(|verdict| {
        let words = t!(&format!("petition.verdict_{}", verdict.word()));
        let named = t!("petition.verdict_of", verdict = words, what = label);
        let signed = signed.clone();
        let pressed = signed.said.verdict == verdict;
        let judge = move |_| {
            let draft = found(signed.home, signed.dot, &signed.said, verdict);
            saving.save(vec![draft], String::new(), |_| ());
        };
        view! {
            <button
                type="button"
                class="button"
                aria-label=named
                aria-pressed=pressed.to_string()
                disabled=saving.busy
                on:click=judge
            >
                {words}
            </button>
        }
    });
    view! {
        <li class="card">
            <p>
                <strong>
                    <bdi>{place}</bdi>
                </strong>
                " · "
                <bdi>{who}</bdi>
                " · "
                {day}
            </p>
            {details.map(|words| view! { <p><bdi>{words}</bdi></p> })}
            <p class="quiet">{found_words}</p>
            <div class="row">{buttons.into_iter().collect_view()}</div>
        </li>
    }
}

fn found_words(found: Found) -> String {
    match found {
        Found::Valid => t!("petition.found_valid"),
        Found::Not(Why::MayBeTwice(_)) => t!("petition.found_may_be_twice"),
        Found::Not(Why::SameLine(_)) => t!("petition.found_same_line"),
        Found::Not(Why::Twice) => t!("petition.found_twice"),
        Found::Not(Why::DoesNotQualify) => t!("petition.found_does_not_qualify"),
        Found::Not(Why::NotReadable) => t!("petition.found_not_readable"),
        Found::Not(Why::OnPhone) => t!("petition.found_on_phone"),
    }
}

/// A petition that nobody signed is taken back: one with signatures stands.
#[component]
fn Withdraw(id: Dot, seen: Memo<Option<Seen>>) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<crate::client::address::Address>();
    let may = Memo::new(move |_| {
        seen.with(|seen| seen.as_ref().is_some_and(|it| it.petition.total() == 0))
    });
    let withdraw = move |_| {
        let strike = saving
            .phone
            .read_untracked(|state| draft::strike(state, Stream::Board, &[id]));
        saving.save(strike.into_iter().collect(), String::new(), move |_| {
            address.go("/organise/petition");
        });
    };
    view! {
        <Show when=move || may.get()>
            <details class="more">
                <summary>{t!("petition.withdraw")}</summary>
                <p>{t!("petition.withdraw_what")}</p>
                <Wrong saving />
                <button type="button" class="button" disabled=saving.busy on:click=withdraw>
                    {t!("petition.withdraw_keep")}
                </button>
            </details>
        </Show>
    }
}
