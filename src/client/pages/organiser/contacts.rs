//! Who agreed to be contacted, and how: what `contacts.csv` holds, each to be taken out where it is
//! wrong.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::morning::places;
use super::plan::More;
use crate::canvass::id::DoorId;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::contacts::take_out;
use crate::organise::export::{Contact, reachable};
use crate::organise::report::Report;
use crate::t;

/// So many are drawn at once.
const SHOWN_AT_ONCE: usize = 20;

/// Everyone who agreed to be contacted, by their door.
#[component]
pub fn Contacts(
    /// The morning's report.
    report: Memo<Report>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let wrong = RwSignal::new(None);
    let all = Memo::new(move |_| phone.read(|state| reachable(state, tonight().today)));
    let rows = move || {
        let doors = report.with(places);
        all.with(|all| {
            let contacts = all.iter().take(shown.get());
            contacts
                .map(|contact| row(contact, &doors, wrong))
                .collect_view()
        })
    };
    view! {
        <h3>{t!("organiser.contacts")}</h3>
        <p class="quiet">
            {move || match all.with(Vec::is_empty) {
                true => t!("organiser.contacts_none"),
                false => t!("organiser.contacts_what"),
            }}
        </p>
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
        <ul class="stack">{rows}</ul>
        {move || view! { <More shown=shown all=all.with(Vec::len) /> }}
    }
}

fn row(
    contact: &Contact,
    doors: &BTreeMap<DoorId, String>,
    wrong: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let phone = expect_context::<Phone>();
    let place = doors.get(&contact.door).cloned().unwrap_or_default();
    let (dot, household) = (contact.dot, contact.household);
    let out = move |_| {
        leptos::task::spawn_local(async move {
            let saved = phone.record(vec![take_out(dot, household)]).await;
            // The page may have been left meanwhile.
            let _ = wrong.try_set(saved.err().map(|reason| reason.sentence()));
        });
    };
    view! {
        <li class="card">
            <p>
                <bdi>{contact.name.clone()}</bdi>
                " · "
                <bdi>{contact.reach.clone()}</bdi>
            </p>
            <div class="row apart">
                <span class="quiet small">
                    <bdi>{place}</bdi>
                    " · "
                    <bdi>{contact.by.clone()}</bdi>
                </span>
                <button
                    type="button"
                    class="button"
                    aria-label=t!("organiser.contact_out_aloud", name = contact.name)
                    on:click=out
                >
                    {t!("organiser.contact_out")}
                </button>
            </div>
        </li>
    }
}
