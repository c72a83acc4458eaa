//! The organiser's day.

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use crate::client::phone::Phone;
use crate::t;

/// The organiser's routes.
#[component(transparent)]
pub fn OrganiserRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/organise") view=Home /> }
        .into_inner()
        .into_any_nested_route()
}

/// Where the campaign stands.
#[component]
fn Home() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let name = move || phone.membership().get().map(|membership| membership.name);
    view! {
        <main>
            <h1>{t!("app.name")}</h1>
            <p>{name}</p>
        </main>
    }
}
