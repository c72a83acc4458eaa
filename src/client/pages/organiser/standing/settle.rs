//! Homes of which people say different things: both versions, and a person who says which stands.

use leptos::prelude::*;

use super::{Shown, door_words};
use crate::canvass::estate::name_of;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::short_day;
use crate::client::phone::Phone;
use crate::organise::standing::{Standing, Version, settle};
use crate::t;

/// The list.
#[component]
pub fn ToSettle(shown: Memo<Option<Shown>>) -> impl IntoView {
    let saving = Saving::new();
    let homes = Memo::new(move |_| {
        shown.with(|shown| {
            let standings = shown.as_ref().map(|it| &it.standings);
            let homes = standings.into_iter().flat_map(|it| it.to_settle());
            homes.cloned().collect::<Vec<Standing>>()
        })
    });
    view! {
        <Show
            when=move || homes.with(|homes| !homes.is_empty())
            fallback=|| view! { <p class="quiet">{t!("standing.to_settle_none")}</p> }
        >
            <ul class="stack tight">
                {move || homes.get().into_iter().map(|home| one(home, saving)).collect_view()}
            </ul>
            <Wrong saving />
        </Show>
    }
}

fn one(home: Standing, saving: Saving) -> impl IntoView {
    let phone = saving.phone;
    let place = phone.read_untracked(|state| door_words(state, home.door));
    let level = t!(&home.level.key());
    let shown = t!("standing.weaker_shown", level = level);
    let versions = home
        .differ
        .clone()
        .into_iter()
        .map(|it| version(phone, &home, it, saving));
    let versions = versions.collect_view();
    view! {
        <li class="card">
            <p class="figure">
                <bdi>{place}</bdi>
            </p>
            <p>{shown}</p>
            <ul class="stack tight">{versions}</ul>
        </li>
    }
}

fn version(
    phone: Phone,
    home: &Standing,
    version: Version,
    saving: Saving,
) -> impl IntoView + use<> {
    let deed = version.deed;
    let by = phone.read_untracked(|state| name_of(state, deed.dot));
    let act = t!(&format!("acts.{}", deed.what.word()));
    let day = short_day(deed.day);
    let words = match by.is_empty() {
        true => t!("standing.version_nobody", act = act, day = day),
        false => t!("standing.version", act = act, day = day, by = by),
    };
    let level = t!(&version.level.key());
    let label = t!("standing.this_stands_of", what = words);
    let home = home.clone();
    let keep = move |_| {
        let draft = phone.read_untracked(|state| settle(state, &home, deed.dot));
        saving.save(draft.into_iter().collect(), t!("standing.settled"), |_| ());
    };
    view! {
        <li class="row apart">
            <span>
                <bdi>{words}</bdi>
                " · "
                {level}
            </span>
            <button
                type="button"
                class="button"
                aria-label=label
                disabled=saving.busy
                on:click=keep
            >
                {t!("standing.this_stands")}
            </button>
        </li>
    }
}
