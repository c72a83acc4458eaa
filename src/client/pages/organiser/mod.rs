//! The organiser's day: the list in the afternoon, turfs and invitations, the morning after.

mod answers;
mod disagreements;
mod download;
mod files;
mod frame;
mod home;
mod hours;
mod invite;
mod known;
mod list;
mod load;
mod morning;
mod noted;
mod phones;
mod plan;
mod turf_new;
mod turf_sum;
mod turfs;
mod wall;

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use disagreements::Disagreements;
use home::Home;
use invite::{Invite, InviteOrganiser};
use list::ListPage;
use morning::Morning;
use phones::Phones;
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
        <Route path=path!("/organise/organiser") view=InviteOrganiser />
        <Route path=path!("/organise/morning") view=Morning />
        <Route path=path!("/organise/disagreements") view=Disagreements />
        <Route path=path!("/organise/phones") view=Phones />
    }
    .into_inner()
    .into_any_nested_route()
}
