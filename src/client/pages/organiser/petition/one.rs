//! One petition: its figures, sheets to print, what somebody has to look at, and what its council asks.

use leptos::prelude::*;

use super::out::TakeOut;
use super::print::Print;
use super::rules::CouncilRules;
use super::twice::{PrintedTwice, WhichSheet};
use super::typed::TypeIn;
use super::{closes, figure};
use crate::canvass::dot::Dot;
use crate::canvass::draft;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::petition::{How, Verdict};
use crate::canvass::stream::Stream;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::council;
use crate::organise::petition::{Found, Out, Petitioned, Signed, Why, homes, read};
use crate::t;

/// A petition, how many homes it is of, and each signature's place in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    petition: Petitioned,
    homes: usize,
    places: Vec<(Dot, String)>,
}

fn seen(state: &State, id: Dot) -> Option<Seen> {
    let all = read(state, tonight().today);
    let petition = all.into_iter().find(|it| it.id == id)?;
    let places = petition.signed.iter();
    let places = places.map(|it| (it.dot, place_words(state, it)));
    Some(Seen {
        places: places.collect(),
        homes: homes(state),
        petition,
    })
}

/// `Kestrel Court, Flat 6`, or that it is of no home here.
fn place_words(state: &State, signed: &Signed) -> String {
    let door = signed.door.and_then(|door| estate::door(state, door));
    match door {
        Some(door) => door_words(state, door.id),
        None => t!("petition.of_no_home"),
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
            <PrintedTwice id />
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
    let closes = move || {
        let words = seen.with(|seen| seen.as_ref().and_then(|it| closes(&it.petition)));
        words.map(|words| view! { <p class="quiet">{words}</p> })
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
        {closes}
        {elsewhere}
        {steps}
    }
}

/// Which list of the page a signature stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Among {
    /// Somebody has to look.
    ToLookAt,
    /// In neither figure.
    Apart,
    Others,
}

fn among(signed: &Signed) -> Among {
    match signed.found {
        found if found.is_to_be_looked_at() => Among::ToLookAt,
        found if found.is_apart() => Among::Apart,
        _ => Among::Others,
    }
}

/// Those that somebody has to look at, those that stand apart, and all others to look through.
#[component]
fn ToLookAt(seen: Memo<Option<Seen>>) -> impl IntoView {
    let saving = Saving::new();
    let of = move |which: Among| {
        seen.with(|seen| {
            let Some(seen) = seen.as_ref() else {
                return Vec::new();
            };
            let all = seen.petition.signed.iter().zip(&seen.places);
            all.filter(|(it, _)| among(it) == which)
                .map(|(it, (_, place))| (it.clone(), place.clone()))
                .collect::<Vec<_>>()
        })
    };
    let flagged = Memo::new(move |_| of(Among::ToLookAt));
    let apart = Memo::new(move |_| of(Among::Apart));
    let others = Memo::new(move |_| of(Among::Others));
    let lines = move |all: Vec<(Signed, String)>| {
        let lines = all.into_iter();
        lines
            .map(|(it, place)| line(saving, it, place))
            .collect_view()
    };
    let folded = move |all: Memo<Vec<(Signed, String)>>, words: fn(usize) -> String| {
        view! {
            <Show when=move || !all.with(Vec::is_empty)>
                <details class="more">
                    <summary>{move || words(all.with(Vec::len))}</summary>
                    <ul class="stack tight">{move || lines(all.get())}</ul>
                </details>
            </Show>
        }
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
        {folded(apart, |n| t!("petition.apart", n = n))}
        {folded(others, |n| t!("petition.others", n = n))}
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
    let found_words = found_words(&signed);
    let label = format!("{place}, {who}");
    let sheet = view! { <WhichSheet saving signed=signed.clone() label=label.clone() /> };
    let out = view! { <TakeOut saving signed=signed.clone() label=label.clone() /> };
    let buttons = Verdict::ALL.map(|verdict| {
        let words = t!(&format!("petition.verdict_{}", verdict.word()));
        let named = t!("petition.verdict_of", verdict = words, what = label);
        let signed = signed.clone();
        let pressed = signed.said.verdict == verdict;
        let judge = move |_| {
            saving.save(vec![signed.judge(verdict)], String::new(), |_| ());
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
                {short_day(signed.said.day)}
            </p>
            {details.map(|words| view! { <p><bdi>{words}</bdi></p> })}
            <p class="quiet">{found_words}</p>
            {sheet}
            <div class="row">{buttons.into_iter().collect_view()}</div>
            {out}
        </li>
    }
}

fn found_words(signed: &Signed) -> String {
    let why = match signed.found {
        Found::Valid => return t!("petition.found_valid"),
        Found::FirstOfTwo(_) => return t!("petition.found_first_of_two"),
        Found::EitherSheet => return t!("petition.found_either_sheet"),
        Found::Not(why) => why,
    };
    match why {
        Why::MayBeTwice(_) => t!("petition.found_may_be_twice"),
        Why::EitherSheet(_) => t!("petition.found_either_line"),
        Why::SameLine(_) => t!("petition.found_same_line"),
        Why::Differ => t!("petition.found_differ"),
        Why::Twice => t!("petition.found_twice"),
        Why::DoesNotQualify => t!("petition.found_does_not_qualify"),
        Why::NotReadable => t!("petition.found_not_readable"),
        Why::OnPhone => t!("petition.found_on_phone"),
        Why::TooLate => t!("petition.found_too_late"),
        Why::NotPrinted => t!("petition.found_not_printed"),
        Why::TakenOut => t!("petition.found_taken_out", why = reasons(&signed.out)),
    }
}

fn reasons(out: &Out) -> String {
    match out {
        Out::Yes(reasons) => reasons.join("; "),
        Out::No | Out::Differ => String::new(),
    }
}

/// A petition that nobody signed is taken back: one with signatures stands.
#[component]
fn Withdraw(id: Dot, seen: Memo<Option<Seen>>) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<crate::client::address::Address>();
    let may = Memo::new(move |_| {
        seen.with(|seen| {
            seen.as_ref()
                .is_some_and(|it| it.petition.signed.is_empty())
        })
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
