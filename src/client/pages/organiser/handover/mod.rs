//! Handing over to a residents' committee: on the old campaign's device what goes along and to whom, on the
//! committee's what came, who is to be asked again, and what keyholders decide together.

mod acts;
mod asking;
mod give;
mod signing;
mod take;
mod who;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::client::phone::Phone;
use crate::organise::handover::Counts;
use crate::t;
use acts::Acts;
use asking::Asking;
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
                    }
                        .into_any()
                }
                false => {
                    view! {
                        <Give />
                        <Asking />
                    }
                        .into_any()
                }
            }}
        </OrganiserPage>
    }
}

/// How much there is, line by line; what there is none of is said, too.
fn counted(counts: &Counts) -> impl IntoView + use<> {
    let lines = [
        ("handover.homes", counts.homes),
        ("handover.access", counts.access),
        ("handover.no_knock", counts.no_knock),
        ("handover.people", counts.people),
        ("handover.ask_again_n", counts.ask_again),
        ("handover.no", counts.no),
        ("handover.issues", counts.issues),
        ("handover.demands", counts.demands),
        ("handover.wins", counts.wins),
        ("handover.tests", counts.tests),
        ("handover.training", counts.training),
    ];
    let line = |(key, n): (&str, usize)| view! { <li>{t!(key, n = n)}</li> };
    view! { <ul>{lines.map(line).collect_view()}</ul> }
}
