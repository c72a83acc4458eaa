//! Practice: the volunteer's own pages at made-up doors, each with its card, a page before and one
//! after. Everything here is marked as practice.

mod card;
mod intro;
mod summary;

use leptos::context::Provider;
use leptos::prelude::*;

use super::stair::StairPage;
use crate::canvass::id::DoorId;
use crate::client::address::parts;
use crate::client::parts::page::Beside;
use crate::client::practising::Practising;
use crate::organise::practice::Practice;
use card::RolePlay;
use intro::Intro;
use summary::Summary;

/// The page of practice at this path, as it is in practice: `/door/…`.
pub fn page(path: &str) -> Option<AnyView> {
    let (phone, evening) = expect_context::<Practising>().here();
    let path = path.to_string();
    let made = move || {
        provide_context(evening);
        provide_context(beside(&path));
        match parts(&path)[..] {
            [] => Some(view! { <Intro /> }.into_any()),
            // There is one stair, and no list of them.
            ["today"] => Some(view! { <StairPage id=Practice::stair() /> }.into_any()),
            ["sent" | "shift"] => Some(view! { <Summary /> }.into_any()),
            ["stair" | "door" | "talk" | "language" | "privacy", _]
            | ["known" | "no-knock" | "moved", _]
            | ["privacy"] => super::earnest(&path),
            _ => None,
        }
        .unwrap_or_else(super::not_here)
    };
    Some(view! { <Provider value=phone>{made()}</Provider> }.into_any())
}

/// What stands on a page besides: at a door, its card.
fn beside(path: &str) -> Beside {
    let (place, id) = match parts(path)[..] {
        [place, id] => (place.to_string(), id.parse().ok().map(DoorId)),
        _ => (String::new(), None),
    };
    Beside(Callback::new(move |()| {
        let card = id.and_then(Practice::card);
        let at_door = place == "door";
        card.map(|card| view! { <RolePlay card at_door /> })
            .into_any()
    }))
}
