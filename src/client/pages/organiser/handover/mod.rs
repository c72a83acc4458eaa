//! Handing over to a residents' committee: on the old campaign's device what goes along and to whom, on the
//! committee's what came, who is to be asked again, and what keyholders decide together.

mod acts;
mod asking;
mod close;
mod give;
mod signing;
mod take;
mod who;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::client::phone::Phone;
use crate::organise::handover::{Counts, paper};
use crate::t;
use acts::Acts;
use asking::Asking;
pub use close::ClosePage;
use close::ToClose;
use give::Give;
use signing::Keyholders;
use take::{AskAgain, Take};

/// The page.
#[component]
pub fn HandoverPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let is_committees = Memo::new(move |_| {
        let own = phone.membership().get();
        own.is_some_and(|own| own.committee.is_some())
    });
    view! {
        <OrganiserPage title=t!("handover.title") back=Back::Home>
            {move || match is_committees.get() {
                true => {
                    view! {
                        <Take />
                        <AskAgain />
                        <Keyholders />
                        <Acts />
                        <ToClose />
                    }
                        .into_any()
                }
                false => {
                    view! {
                        <Give />
                        <Asking />
                        <ToClose />
                    }
                        .into_any()
                }
            }}
        </OrganiserPage>
    }
}

/// How much there is, line by line; what there is none of is said, too.
fn counted(counts: &Counts) -> impl IntoView + use<> {
    let line = |(key, n): (&str, usize)| view! { <li>{t!(key, n = n)}</li> };
    view! { <ul>{paper::counted(counts).map(line).collect_view()}</ul> }
}
