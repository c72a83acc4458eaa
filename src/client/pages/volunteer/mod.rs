//! The volunteer's evening.

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use crate::client::phone::Phone;
use crate::t;

/// The volunteer's routes.
#[component(transparent)]
pub fn VolunteerRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/today") view=Today /> }
        .into_inner()
        .into_any_nested_route()
}

/// My stairs, and what is left of them.
#[component]
fn Today() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let name = move || phone.membership().get().map(|membership| membership.name);
    view! {
        <main>
            <h1>{t!("app.name")}</h1>
            <p>{name}</p>
        </main>
    }
}
