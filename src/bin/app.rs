//! The browser app's entry. Everything it does is in `stairwell::client`.

use leptos::prelude::*;
use stairwell::t;

fn main() {
    leptos::mount::mount_to_body(|| view! { <main><h1>{t!("app.name")}</h1></main> });
}
