//! The organiser's day: the list in the afternoon, turfs and invitations, the morning after.

mod frame;
mod home;

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use home::Home;

/// The organiser's routes.
#[component(transparent)]
pub fn OrganiserRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/organise") view=Home /> }
        .into_inner()
        .into_any_nested_route()
}
