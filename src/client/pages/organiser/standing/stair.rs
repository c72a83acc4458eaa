//! Where the homes of a stair stand, door by door.

use leptos::prelude::*;

use super::read;
use crate::canvass::estate;
use crate::canvass::id::StairId;
use crate::canvass::switched::{Switch, is_on};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::parts::when::short_day;
use crate::client::phone::Phone;
use crate::organise::estates::{Extent, Places};
use crate::organise::standing::{Stale, Standing};
use crate::t;

/// The page.
#[component]
pub fn StairPage(
    /// The stair, where the path names one.
    stair: Option<StairId>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let homes = Memo::new(move |_| {
        phone.read(|state| {
            let shown = read(state, &Extent::Campaign).filter(|_| is_on(state, Switch::Levels));
            let homes = shown?.standings.homes.into_iter();
            let homes = homes.filter(|home| Some(home.stair) == stair);
            let labelled = homes.filter_map(|home| {
                let door = estate::door(state, home.door)?;
                Some((door.label, home))
            });
            Some(labelled.collect::<Vec<(String, Standing)>>())
        })
    });
    let name = move || {
        let stair = stair?;
        phone.read(|state| Places::new(state, &Extent::Campaign).name(stair, |key| t!(key)))
    };
    let rows = move || {
        let homes = homes.get().unwrap_or_default().into_iter();
        homes.map(|(label, home)| row(label, &home)).collect_view()
    };
    let is_there = move || homes.with(|homes| homes.as_ref().is_some_and(|it| !it.is_empty()));
    view! {
        <OrganiserPage title=t!("standing.title") back=Back::Standing>
            <Show
                when=is_there
                fallback=|| view! { <p class="quiet">{t!("standing.gone")}</p> }
            >
                <table class="door-by-door">
                    <caption>
                        <bdi>{name}</bdi>
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!("standing.column_door")}</th>
                            <th scope="col">{t!("standing.title")}</th>
                            <th scope="col">{t!("standing.column_day")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Show>
        </OrganiserPage>
    }
}

fn row(label: String, home: &Standing) -> impl IntoView + use<> {
    let stale = home.stale.map(|stale| match stale {
        Stale::Old => t!("standing.stale_old"),
        Stale::Absent(_) => t!("standing.stale_absent"),
    });
    let stale = stale.map(|words| view! { <span class="quiet">" · " {words}</span> });
    let differ = (!home.differ.is_empty())
        .then(|| view! { <span class="quiet">" · " {t!("standing.differ")}</span> });
    // One person of a home is not all of it.
    let what = home.what.map(|what| {
        let act = t!(&format!("acts.{}", what.word()));
        view! { <span class="quiet">" · " {t!("standing.somebody", act = act)}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <bdi>{label}</bdi>
            </th>
            <td>{t!(&home.level.key())} {what} {stale} {differ}</td>
            <td>{home.day.map(short_day)}</td>
        </tr>
    }
}
