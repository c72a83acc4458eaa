//! Before the first door: what this is, in few words.

use leptos::prelude::*;

use crate::client::parts::bottom_bar::Place;
use crate::client::parts::page::{Heading, Page};
use crate::organise::practice::Practice;
use crate::t;

/// The page.
#[component]
pub(super) fn Intro() -> impl IntoView {
    // Straight to the first door: the stair comes by itself.
    let first = format!("/door/{}", Practice::door(0).0);
    view! {
        <Page title=t!("practice.title") at=Place::Elsewhere>
            <Heading>{t!("practice.title")}</Heading>
            <p>{t!("practice.intro")}</p>
            <p>{t!("practice.intro_two")}</p>
            <div class="reach">
                <a class="button primary whole" href=first>
                    {t!("practice.begin")}
                </a>
                <Leave />
            </div>
        </Page>
    }
}

/// The way out.
#[component]
pub(super) fn Leave() -> impl IntoView {
    view! {
        <a class="button whole" href="/" data-leaves="">
            {t!("practice.leave")}
        </a>
        <p class="hint">{t!("practice.leave_why")}</p>
    }
}
