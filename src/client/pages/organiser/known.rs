//! The phones the endpoint knows, asked for when a page opens: without a connection a page says
//! that they are not known, and shows everything else.

use leptos::prelude::*;

use crate::client::phone::Phone;
use crate::organise::phones::{self, KnownPhone};

/// What is known of the phones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// The endpoint has been asked.
    #[default]
    Asking,
    /// These.
    Phones(Vec<KnownPhone>),
    /// Not now, and why, in words.
    NotNow(String),
}

impl Known {
    /// The phones, as far as they are known.
    pub fn phones(&self) -> &[KnownPhone] {
        match self {
            Known::Phones(phones) => phones,
            Known::Asking | Known::NotNow(_) => &[],
        }
    }
}

/// Asks the endpoint.
pub fn ask(phone: Phone) -> RwSignal<Known> {
    let known = RwSignal::new(Known::Asking);
    leptos::task::spawn_local(async move {
        let answer = match phone.members().await {
            Ok(members) => Known::Phones(phones::known(&members)),
            Err(reason) => Known::NotNow(reason.sentence()),
        };
        // The page may have been left meanwhile.
        let _ = known.try_set(answer);
    });
    known
}
