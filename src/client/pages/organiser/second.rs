//! Asking for a second organiser, for as long as there is only one: calmly, and in one place.

use leptos::prelude::*;

use super::known::Known;
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::organise::roster::organisers_at_work;
use crate::sync::certificate::Role;
use crate::t;

/// What is known of the others who run the campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Others {
    /// Somebody else does.
    Some,
    /// Nobody yet; until when an invitation for somebody is open, seconds since 1970.
    Invited(i64),
    /// Nobody.
    None,
}

fn others(phone: Phone, known: &Known) -> Others {
    // Whoever has written something is known without the endpoint.
    let at_work = phone.read(organisers_at_work);
    let roster = known.members.as_ref().map(|members| phone.roster(members));
    let joined = roster.as_ref().map_or(0, |roster| roster.organisers());
    if at_work.max(joined) > 1 {
        return Others::Some;
    }
    let open = roster.iter().flat_map(|roster| &roster.invitations);
    let mut open = open.filter(|open| open.role == Role::Organiser && !open.second_device);
    match open.next_back() {
        Some(open) => Others::Invited(open.until),
        None => Others::None,
    }
}

/// The standing line.
#[component]
pub fn OnlyOne(known: RwSignal<Known>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let others = Memo::new(move |_| known.with(|known| others(phone, known)));
    move || {
        let words = match others.get() {
            Others::Some => return None,
            Others::Invited(until) => t!("keys.second_invited", day = long_day(until)),
            Others::None => t!("keys.second_none"),
        };
        Some(view! {
            <div class="banner">
                <p>{words}</p>
                <p>{t!("keys.second_why")}</p>
                <a class="button whole" href="/organise/add/organiser">
                    {t!("keys.second_add")}
                </a>
            </div>
        })
    }
}
