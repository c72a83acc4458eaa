//! The app's own side of `cargo xtask bench peers`, for the page that measures it beside others: the
//! journal, the session, the seals and the fold as the app has them, without its screens.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot go on fails"
)]

#[cfg(target_arch = "wasm32")]
#[path = "../../web/estate.rs"]
mod estate;
#[cfg(target_arch = "wasm32")]
mod phone;
#[cfg(target_arch = "wasm32")]
#[path = "../../web/site.rs"]
#[allow(
    dead_code,
    reason = "what the tests in the browser stand on has more than is used here"
)]
mod site;

fn main() {}
