//! Petitions: those there are, how many signed, and what the council asks.

mod new;
mod one;
mod out;
mod print;
mod rules;
mod twice;
mod typed;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::conversation::script;
use crate::canvass::dot::Dot;
use crate::canvass::script::Stage;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::petition::{Petitioned, homes, read};
use crate::t;
pub use new::NewPetition;
pub use one::PetitionPage;
pub use rules::{Source, age_words, deputation_lines};
pub use typed::DoorPicked;

/// A petition's page.
fn path(id: Dot) -> String {
    format!("/organise/petition/{id}")
}

/// `31 valid of 34 signatures, of 28 of 151 homes`: never one figure without the others.
fn figure(petition: &Petitioned, homes: usize) -> String {
    t!(
        "petition.figure",
        valid = petition.valid(),
        total = petition.total(),
        homes = t!("petition.of_homes", k = petition.homes().len(), n = homes)
    )
}

/// Until when it is signed, or since when it no longer is; nothing of one without a last day.
fn closes(petition: &Petitioned) -> Option<String> {
    let day = short_day(petition.petition.closes?);
    Some(match petition.open {
        true => t!("petition.closes_on", day = day),
        false => t!("petition.closed_on", day = day),
    })
}

/// The page.
#[component]
pub fn PetitionsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| phone.read(|state| (read(state, tonight().today), homes(state))));
    let listens = Memo::new(move |_| {
        let script = phone.read(script);
        script.is_none_or(|script| script.stage == Stage::Listen)
    });
    view! {
        <OrganiserPage title=t!("petition.title") back=Back::Home>
            <p>{t!("petition.what")}</p>
            <a class="button primary" href="/organise/petition/new">
                {t!("petition.begin")}
            </a>
            <Show when=move || listens.get()>
                <p class="banner">{t!("petition.listens")}</p>
            </Show>
            <Show
                when=move || all.with(|(all, _)| !all.is_empty())
                fallback=|| view! { <p class="quiet">{t!("petition.none")}</p> }
            >
                <ul class="stack tight tests">
                    {move || {
                        let (all, homes) = all.get();
                        all.into_iter().map(|it| card(&it, homes)).collect_view()
                    }}
                </ul>
            </Show>
        </OrganiserPage>
    }
}

fn card(petition: &Petitioned, homes: usize) -> impl IntoView + use<> {
    let said = &petition.petition;
    let flagged = petition.flagged().count();
    let closes = closes(petition);
    view! {
        <li class="card">
            <p class="quiet">
                <bdi>{t!("petition.sheet_title", target = said.target)}</bdi>
            </p>
            <a href=path(petition.id)>
                <bdi>{said.prayer.clone()}</bdi>
            </a>
            <p class="figure">{figure(petition, homes)}</p>
            <p class="quiet">{closes}</p>
            {(flagged > 0).then(|| view! { <p>{t!("petition.to_look_at", n = flagged)}</p> })}
        </li>
    }
}
