//! The organiser's day: the list in the afternoon, turfs and invitations, the morning after.

mod frame;
mod home;
mod hours;
mod invite;
mod list;
mod load;
mod plan;
mod turf_new;
mod turfs;

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use home::Home;
use invite::Invite;
use list::ListPage;
use turf_new::TurfNew;
use turfs::Turfs;

/// The organiser's routes.
#[component(transparent)]
pub fn OrganiserRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/organise") view=Home />
        <Route path=path!("/organise/list") view=ListPage />
        <Route path=path!("/organise/turfs") view=Turfs />
        <Route path=path!("/organise/turf/new") view=TurfNew />
        <Route path=path!("/organise/invite/:turf") view=Invite />
    }
    .into_inner()
    .into_any_nested_route()
}
