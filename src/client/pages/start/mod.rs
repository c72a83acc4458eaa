//! How one comes to a campaign: by a code, by starting one, by six words.

pub mod about_us;
mod committee;
pub mod founding;
pub mod question;
mod recover;
mod start_campaign;
mod welcome;
pub mod word_list;
mod words_sheet;

use leptos::prelude::*;

use recover::Recover;
use start_campaign::StartCampaign;
pub use welcome::Welcome;

/// The page at this path of a device that belongs to no campaign yet.
pub fn page(path: &str) -> Option<AnyView> {
    match path {
        "/start" => Some(view! { <StartCampaign /> }.into_any()),
        "/recover" => Some(view! { <Recover /> }.into_any()),
        _ => None,
    }
}
