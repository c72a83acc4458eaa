//! Words that have no name yet: a name for them, or a place under one there is.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{issue_path, issues, spread_words};
use crate::canvass::dot::Dot;
use crate::client::address::Address;
use crate::client::pages::organiser::estate_switch::{Estates, OfCampaign};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::phone::Phone;
use crate::organise::issues::{Heard, Issues, NAME_LENGTH, Source, Tag, gather, name};
use crate::t;

/// What stands where an address says: an answer, or a question's choice.
fn find(issues: &Issues, dot: Dot, choice: Option<u16>) -> Option<&Heard> {
    let holds = |source: &Source| match choice {
        Some(n) => source.choices.contains(&(dot, n)),
        None => source.answers.contains(&dot),
    };
    let mut all = issues.heard.iter();
    all.find(|heard| heard.words.iter().any(|words| holds(&words.source)))
}

/// The issues there are, by id and name.
fn named(issues: &Issues) -> Vec<(Dot, String)> {
    let all = issues.heard.iter();
    all.filter_map(|heard| match heard.tag {
        Tag::Issue(id) => Some((id, heard.name.clone())),
        Tag::Words(_) => None,
    })
    .collect()
}

/// The page.
#[component]
pub fn SaidPage(
    /// The answer, or the question whose choice it is.
    dot: Option<Dot>,
    /// The choice's place, where it is one.
    choice: Option<u16>,
) -> impl IntoView {
    let issues = issues(expect_context::<Phone>());
    let found = Memo::new(move |_| {
        issues.with(|issues| {
            let heard = find(issues, dot?, choice)?.clone();
            Some((heard, named(issues), issues.spoken()))
        })
    });
    view! {
        <OrganiserPage title=t!("issues.said") back=Back::Issues>
            {move || match found.get() {
                Some((heard, named, spoken)) => said(heard, named, spoken).into_any(),
                None => view! { <p class="quiet">{t!("issues.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn said(heard: Heard, named: Vec<(Dot, String)>, spoken: usize) -> impl IntoView {
    let homes = t!(
        "issues.homes_of",
        n = heard.breadth.homes.len(),
        all = spoken
    );
    let source = heard.words.first().map(|words| words.source.clone());
    let source = source.unwrap_or_default();
    let under = source.clone();
    // What one home said is no name for it: it may stand on paper.
    let offered = match source.choices.is_empty() {
        true => String::new(),
        false => heard.name.clone(),
    };
    view! {
        <h2>
            <q>
                <bdi>{heard.name.clone()}</bdi>
            </q>
        </h2>
        <p class="figure">{homes}</p>
        <OfCampaign estates=Estates::new(expect_context()) />
        <p>
            <bdi>{spread_words(&heard.breadth)}</bdi>
        </p>
        <p>{t!("issues.said_what")}</p>
        <NewName source words=offered />
        {(!named.is_empty()).then(|| view! { <Under source=under named /> })}
    }
}

/// A name for them.
#[component]
fn NewName(source: Source, words: String) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let called = RwSignal::new(words);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = name(&called.get_untracked());
        let source = source.clone();
        saving.save(
            draft.into_iter().collect(),
            t!("issues.name_missing"),
            move |dots| {
                let Some(id) = dots.first().copied() else {
                    return;
                };
                spawn_local(async move {
                    // A failure stands in the banner; the words stay as they were.
                    if saving.phone.record(vec![gather(id, &source)]).await.is_ok() {
                        address.go(&issue_path(id));
                    }
                });
            },
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <div class="field">
                <label for="name">{t!("issues.name")}</label>
                <input
                    id="name"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=NAME_LENGTH.to_string()
                    bind:value=called
                />
            </div>
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("issues.name_keep")}
            </button>
        </form>
    }
}

/// A place under an issue there is.
#[component]
fn Under(source: Source, named: Vec<(Dot, String)>) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let chosen = RwSignal::new(named.first().map(|(id, _)| *id));
    let ids: Vec<Dot> = named.iter().map(|(id, _)| *id).collect();
    let changed = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        chosen.set(place.and_then(|place| ids.get(place).copied()));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(id) = chosen.get_untracked() else {
            return;
        };
        let draft = gather(id, &source);
        saving.save(vec![draft], String::new(), move |_| {
            address.go(&issue_path(id));
        });
    };
    let options = named.into_iter().enumerate();
    let options = options.map(|(place, (_, name))| {
        view! { <option value=place.to_string()>{name}</option> }
    });
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for="under">{t!("issues.under")}</label>
                <select id="under" on:change=changed>
                    {options.collect_view()}
                </select>
            </div>
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("issues.under_keep")}
            </button>
        </form>
    }
}
