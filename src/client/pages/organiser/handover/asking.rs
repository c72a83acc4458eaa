//! Before a campaign is handed over: the homes that can be reached are asked whether that may be passed on.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::canvass::consent::said;
use crate::canvass::estate;
use crate::canvass::id::{Facet, HouseholdId};
use crate::canvass::stream::Stream;
use crate::client::pages::organiser::plan::More;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::board::place;
use crate::organise::export::{Contact, reachable};
use crate::organise::handover::{ToAsk, to_be_asked_before};
use crate::t;

/// So many homes are listed at first.
const LISTED_AT_ONCE: usize = 20;

/// A home, and whom to ask there.
#[derive(Clone, PartialEq)]
struct Home {
    home: ToAsk,
    people: Vec<Contact>,
}

/// The homes that are still to be asked, each with a yes and a no.
#[component]
pub(super) fn Asking() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let saving = Saving::new();
    let homes = Memo::new(move |_| {
        let today = tonight().today;
        phone.read(|state| {
            let mut people: BTreeMap<HouseholdId, Vec<Contact>> = BTreeMap::new();
            for contact in reachable(state, today) {
                people.entry(contact.household).or_default().push(contact);
            }
            let homes = to_be_asked_before(state, today).into_iter();
            homes
                .map(|home| Home {
                    people: people.remove(&home.household).unwrap_or_default(),
                    home,
                })
                .collect::<Vec<Home>>()
        })
    });
    let shown = RwSignal::new(LISTED_AT_ONCE);
    let rows = move || {
        let homes = homes.get().into_iter().take(shown.get());
        homes.map(|home| row(saving, home)).collect_view()
    };
    move || {
        (!homes.with(Vec::is_empty)).then(|| {
            view! {
                <h2>{t!("handover.pass_on")}</h2>
                <p>{t!("handover.pass_on_what", n = homes.with(Vec::len))}</p>
                <Wrong saving=saving />
                <ul class="stack tight">{rows}</ul>
                <More shown=shown all=homes.with(Vec::len) />
            }
        })
    }
}

fn row(saving: Saving, Home { home, people }: Home) -> impl IntoView + use<> {
    let phone = saving.phone;
    let (stair, door) = phone.read_untracked(|state| {
        let door = estate::door(state, home.door).map(|door| door.label);
        let stair = place(state, home.stair, |key| t!(key));
        (stair.unwrap_or_default(), door.unwrap_or_default())
    });
    let where_it_is = format!("{stair} {door}");
    let answer = move |yes: bool| {
        move |_| {
            let stream = Stream::Stair(home.stair);
            let hearer = phone.hearer(stream);
            let drafts = phone.read_untracked(|state| {
                said(state, hearer, stream, home.household, Facet::PASSED_ON, yes)
            });
            saving.save(drafts, String::new(), |_| ());
        }
    };
    let people = people.into_iter().map(|it| {
        view! {
            <p>
                <bdi>{it.name}</bdi>
                " "
                <bdi>{it.reach}</bdi>
            </p>
        }
    });
    view! {
        <li class="card stack">
            <strong>
                <bdi>{where_it_is.clone()}</bdi>
            </strong>
            {people.collect_view()}
            <div class="row">
                <button
                    type="button"
                    class="button"
                    aria-label=t!("handover.pass_on_yes_of", home = where_it_is)
                    on:click=answer(true)
                >
                    {t!("handover.pass_on_yes")}
                </button>
                <button
                    type="button"
                    class="button"
                    aria-label=t!("handover.pass_on_no_of", home = where_it_is)
                    on:click=answer(false)
                >
                    {t!("handover.pass_on_no")}
                </button>
            </div>
        </li>
    }
}
