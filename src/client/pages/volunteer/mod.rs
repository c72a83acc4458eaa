//! The volunteer's evening: join, today's stairs, a stair, a door, a talk; then what is sent, and
//! the end of the shift.

mod access;
mod acts;
mod along;
mod back_to_talk;
mod barred;
mod closing;
mod contact;
mod door;
mod fetching;
mod finding;
mod follow_ups;
mod handed_over;
mod helping;
pub(super) mod household;
mod incident;
mod invitation;
mod join;
mod knocking;
mod known;
mod landing;
mod language;
mod leaving;
pub(super) mod lifting;
mod moved;
mod name_unknown;
mod neighbours;
mod no_home;
mod no_knock;
mod not_named;
mod one_tap;
mod other_device;
pub(super) mod outcomes;
mod own_device;
mod pin;
pub(super) mod places;
mod practice;
mod privacy;
mod promises;
pub(super) mod question;
pub(super) mod said;
mod sent;
mod shift;
mod signing;
mod squares;
mod stair;
mod talk;
mod tenure;
mod today;
mod trained;
mod unsealed;
mod who;
mod wipe;

use js_sys::Reflect;
use leptos::prelude::*;

use crate::canvass::dot::Dot;
use crate::canvass::id::{DoorId, StairId};
use crate::client::address::{parts, practised, redirect};
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::client::told::Membership;
use crate::t;

/// The way in: the first screen a volunteer sees.
pub fn join() -> AnyView {
    view! { <join::Join /> }.into_any()
}

/// After joining: what is being fetched.
pub fn fetching() -> AnyView {
    view! { <fetching::FetchingScreen /> }.into_any()
}

/// The volunteer's page at this path, but for the way in.
pub fn page(path: &str) -> Option<AnyView> {
    match practised(path) {
        Some(path) => practice::page(path),
        None => earnest(path),
    }
}

/// The same, in earnest.
fn earnest(path: &str) -> Option<AnyView> {
    let page = match parts(path)[..] {
        ["today"] => member(|| view! { <today::Today /> }.into_any()),
        ["stair", id] => of(id, |id| {
            view! { <stair::StairPage id=StairId(id) /> }.into_any()
        }),
        ["door", id] => of(id, |id| {
            view! { <door::DoorPage id=DoorId(id) /> }.into_any()
        }),
        ["talk", id] => of(id, |id| view! { <talk::Talk door=DoorId(id) /> }.into_any()),
        // Typed in from a board of paper, and back to it.
        ["talk", id, "board", ref board @ ..] => {
            let back = format!("/organise/board/{}", board.join("/"));
            let door = id.parse().ok().map(DoorId);
            member(move || match door {
                Some(door) => view! { <talk::Talk door back=back.clone() /> }.into_any(),
                None => not_here(),
            })
        }
        ["language", id] => of(id, |id| {
            view! { <language::LanguagePage door=DoorId(id) /> }.into_any()
        }),
        ["known", id] => of(id, |id| {
            view! { <known::KnownPage door=DoorId(id) /> }.into_any()
        }),
        ["promises"] => member(|| view! { <follow_ups::FollowUps /> }.into_any()),
        ["no-knock", id] => of(id, |id| {
            view! { <no_knock::NoKnockPage door=DoorId(id) /> }.into_any()
        }),
        ["moved", id] => of(id, |id| {
            view! { <moved::MovedPage door=DoorId(id) /> }.into_any()
        }),
        ["incident"] => member(|| view! { <incident::IncidentPage /> }.into_any()),
        ["trained"] => member(|| view! { <trained::TrainedPage /> }.into_any()),
        ["sent"] => still_member(|| view! { <sent::Sent /> }.into_any()),
        // Also of a phone that was emptied, and only sends what it has left.
        ["along"] => {
            let phone = expect_context::<Phone>();
            let belongs = Memo::new(move |_| phone.membership().with(Option::is_some));
            let shown = move || match belongs.get() {
                true => view! { <along::Along /> }.into_any(),
                false => redirect("/"),
            };
            shown.into_any()
        }
        ["privacy"] => still_member(|| view! { <privacy::PrivacyCard /> }.into_any()),
        ["locked"] if expect_context::<Phone>().locked().get_untracked() => {
            view! { <pin::Locked /> }.into_any()
        }
        ["device"] => member(|| view! { <own_device::OwnDevicePage /> }.into_any()),
        ["pin"] => member(|| view! { <pin::PinPage /> }.into_any()),
        ["wipe"] => view! { <wipe::Wipe /> }.into_any(),
        ["shift"] => member(|| view! { <shift::Shift /> }.into_any()),
        _ => return None,
    };
    Some(page)
}

/// A page for who works in a campaign: where it was handed over that is said in its place, for nothing is
/// written into it any more. A page on which somebody is typing stays until they leave it: what they wrote is
/// nowhere else.
fn member(page: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let phone = expect_context::<Phone>();
    let over = Memo::new(move |before: Option<&bool>| {
        let over = |own: &Membership| own.handed_over.is_some();
        let is_over = phone
            .membership()
            .with(|own| own.as_ref().is_some_and(over));
        is_over && (before != Some(&false) || !is_typed_on())
    });
    still_member(move || match over.get() {
        true => view! { <handed_over::HandedOverPage /> }.into_any(),
        false => page(),
    })
}

/// Whether something stands in a field of the page that is shown.
fn is_typed_on() -> bool {
    let mains = document().get_elements_by_tag_name("main");
    let fields = (0..mains.length())
        .filter_map(|n| mains.item(n))
        .flat_map(|main| ["textarea", "input"].map(|name| main.get_elements_by_tag_name(name)));
    let mut fields = fields.flat_map(|all| (0..all.length()).filter_map(move |n| all.item(n)));
    fields.any(|field| {
        let is_text = field.get_attribute("type").is_none_or(|it| it == "text");
        let value = Reflect::get(&field, &"value".into());
        let value = value.ok().and_then(|value| value.as_string());
        is_text && value.is_some_and(|value| !value.trim().is_empty())
    })
}

/// A page for who belongs to a campaign; the way in for everyone else.
fn still_member(page: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let phone = expect_context::<Phone>();
    let belongs = Memo::new(move |_| {
        let belongs = |own: &Membership| !own.emptied;
        phone
            .membership()
            .with(|own| own.as_ref().is_some_and(belongs))
    });
    let shown = move || match belongs.get() {
        true => page(),
        false => redirect("/"),
    };
    shown.into_any()
}

/// The page of the thing that an address names.
fn of(id: &str, page: fn(Dot) -> AnyView) -> AnyView {
    let dot = id.parse::<Dot>().ok();
    member(move || dot.map_or_else(not_here, page))
}

/// Shown where an address names nothing this phone has.
fn not_here() -> AnyView {
    view! {
        <Page title=t!("volunteer.not_here") at=Place::Elsewhere>
            <Heading>{t!("volunteer.not_here")}</Heading>
            <p>{t!("volunteer.not_here_why")}</p>
            <a class="button primary" href="/today">
                {t!("volunteer.to_today")}
            </a>
        </Page>
    }
    .into_any()
}
