//! The first and only screen of a phone whose campaign was handed over.

use leptos::prelude::*;

use crate::client::parts::handed_over::HandedOver;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::status_line::{NotSavedBanner, StatusLine};
use crate::t;

/// The page.
#[component]
pub fn HandedOverPage() -> impl IntoView {
    set_title(&t!("phone.handed_over_title"));
    view! {
        <div class="page">
            <NotSavedBanner />
            <StatusLine />
            <main>
                <Heading>{t!("phone.handed_over_title")}</Heading>
                <HandedOver />
            </main>
        </div>
    }
}
