//! The volunteer's evening: join, today's stairs, a stair, a door, a talk; then what is sent, and
//! the end of the shift.

mod closing;
mod door;
mod fetching;
mod household;
mod inside_app;
mod invitation;
mod join;
mod outcomes;
mod places;
mod question;
mod said;
mod sent;
mod shift;
mod stair;
mod talk;
mod today;

use leptos::prelude::*;
use leptos_router::components::{Redirect, Route};
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use crate::canvass::dot::Dot;
use crate::canvass::id::{DoorId, StairId};
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::t;

/// The volunteer's routes.
#[component(transparent)]
pub fn VolunteerRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/join") view=join::Join />
        <Route path=path!("/today") view=|| member(|| view! { <today::Today /> }.into_any()) />
        <Route path=path!("/stair/:id") view=|| member(stair_of_address) />
        <Route path=path!("/door/:id") view=|| member(door_of_address) />
        <Route path=path!("/talk/:id") view=|| member(talk_of_address) />
        <Route path=path!("/sent") view=|| member(|| view! { <sent::Sent /> }.into_any()) />
        <Route path=path!("/shift") view=|| member(|| view! { <shift::Shift /> }.into_any()) />
    }
    .into_inner()
    .into_any_nested_route()
}

/// A page for who belongs to a campaign; the way in for everyone else.
fn member(page: impl Fn() -> AnyView + Copy + Send + 'static) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let belongs = Memo::new(move |_| phone.membership().with(Option::is_some));
    move || {
        if belongs.get() {
            page()
        } else {
            view! { <Redirect path="/" /> }.into_any()
        }
    }
}

/// Draws a page anew whenever the thing in its address is another one.
fn of_address(page: impl Fn(Dot) -> AnyView + Copy + Send + 'static) -> AnyView {
    let params = use_params_map();
    let dot = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<Dot>().ok()));
    let view = move || dot.get().map_or_else(not_here, page);
    view.into_any()
}

fn stair_of_address() -> AnyView {
    of_address(|dot| view! { <stair::StairPage id=StairId(dot) /> }.into_any())
}

fn door_of_address() -> AnyView {
    of_address(|dot| view! { <door::DoorPage id=DoorId(dot) /> }.into_any())
}

fn talk_of_address() -> AnyView {
    of_address(|dot| view! { <talk::Talk door=DoorId(dot) /> }.into_any())
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
