//! How one comes to a campaign: by a code, by starting one, by six words.

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use crate::t;

/// The routes of a device that belongs to no campaign yet.
#[component(transparent)]
pub fn StartRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/start") view=Welcome /> }
        .into_inner()
        .into_any_nested_route()
}

/// Shown where this device belongs to no campaign.
#[component]
pub fn Welcome() -> impl IntoView {
    view! {
        <main>
            <h1>{t!("app.name")}</h1>
            <p>{t!("app.description")}</p>
        </main>
    }
}
