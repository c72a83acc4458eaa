//! How one comes to a campaign: by a code, by starting one, by six words.

mod founding;
mod question;
mod recover;
mod start_campaign;
mod welcome;
mod word_list;
mod words_sheet;

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::path;
use leptos_router::{MatchNestedRoutes, any_nested_route::IntoAnyNestedRoute};

use recover::Recover;
use start_campaign::StartCampaign;
pub use welcome::Welcome;

/// The routes of a device that belongs to no campaign yet.
#[component(transparent)]
pub fn StartRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/start") view=StartCampaign />
        <Route path=path!("/recover") view=Recover />
    }
    .into_inner()
    .into_any_nested_route()
}
