//! A ballot on the estate: who may likely vote, by tenure, and what would settle it. Off until an organiser
//! switches it on.

mod homes;
mod person;
mod timeline;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::fields::{DayField, WordsField};
use super::frame::{Back, OrganiserPage};
use super::saving::{Saving, Wrong};
use super::switched::Switched;
use crate::canvass::ballot::Ballot;
use crate::canvass::switched::Switch;
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::ballot::{Roll, Tally, set};
use crate::organise::evidence::sheet::tenure_words;
use crate::t;
use homes::Homes;
pub use person::BallotHome;
pub use timeline::VoidsPage;

/// The page.
#[component]
pub fn BallotPage() -> impl IntoView {
    view! {
        <OrganiserPage title=t!("ballot.title") back=Back::Home>
            <p>{t!("ballot.what")}</p>
            <a class="button" href="/organise/voids">
                {t!("ballot.voids")}
            </a>
            <Switched switch=Switch::Ballot>
                <Whole />
            </Switched>
        </OrganiserPage>
    }
}

#[component]
fn Whole() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let roll = Memo::new(move |_| phone.read(Roll::read));
    view! {
        <p class="banner">{t!("ballot.no_roll")}</p>
        <Figures roll />
        <Days roll />
        <Homes roll />
    }
}

/// Persons, never without how many homes told anything.
#[component]
fn Figures(roll: Memo<Roll>) -> impl IntoView {
    let whole = move || {
        let tally = roll.with(Roll::tally);
        t!("ballot.figure", k = tally.told, n = tally.homes)
    };
    let rows = move || {
        let roll = roll.get();
        let by = roll.by_tenure().into_iter();
        let by =
            by.map(|(tenure, tally)| row(tenure_words(&locales::fill, tenure.as_deref()), tally));
        let by: Vec<_> = by.collect();
        view! {
            {row(t!("ballot.whole"), roll.tally())}
            {by}
        }
    };
    let heads = [
        t!("ballot.column_homes"),
        t!("ballot.likely"),
        t!("ballot.unknown"),
        t!("ballot.not"),
    ];
    let heads = heads.map(|words| {
        view! {
            <th scope="col" class="number">
                {words}
            </th>
        }
    });
    view! {
        <p class="figure" role="status">
            {whole}
        </p>
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("ballot.table")>
            <table>
                <caption>{t!("ballot.table")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("ballot.column_tenure")}</th>
                        {heads.into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(name: String, tally: Tally) -> impl IntoView {
    let of = |n: usize| t!("organiser.n_of_all", n = n, all = tally.people());
    view! {
        <tr>
            <th scope="row">
                <bdi>{name}</bdi>
            </th>
            <td class="number">{t!("organiser.n_of_all", n = tally.told, all = tally.homes)}</td>
            <td class="number">{of(tally.likely)}</td>
            <td class="number">{of(tally.unknown)}</td>
            <td class="number">{of(tally.not)}</td>
        </tr>
    }
}

/// The days, of which that of the offer works everything out anew.
#[component]
fn Days(roll: Memo<Roll>) -> impl IntoView {
    let saving = Saving::new();
    let now = roll.get_untracked().ballot;
    let offer = RwSignal::new(now.offer);
    let opens = RwSignal::new(now.opens);
    let closes = RwSignal::new(now.closes);
    let scrutineer = RwSignal::new(now.scrutineer);
    let done = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        done.set(String::new());
        let said = Ballot {
            offer: offer.get_untracked(),
            opens: opens.get_untracked(),
            closes: closes.get_untracked(),
            scrutineer: scrutineer.get_untracked(),
            instead: Vec::new(),
        };
        let draft = roll.with_untracked(|roll| set(roll, said));
        let missing = t!("ballot.days_wrong");
        saving.save(draft.into_iter().collect(), missing, move |_| {
            done.try_set(t!("ballot.days_kept"));
        });
    };
    view! {
        <h2>{t!("ballot.days")}</h2>
        <p class="hint">{t!("ballot.days_what")}</p>
        <form class="stack" on:submit=submit novalidate>
            <DayField id="offer" name=t!("ballot.offer") day=offer />
            <DayField id="opens" name=t!("ballot.opens") day=opens />
            <DayField id="closes" name=t!("ballot.closes") day=closes />
            <WordsField id="body" name=t!("ballot.scrutineer") typed=scrutineer length=80 />
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("ballot.days_keep")}
            </button>
            <p role="status">{move || done.get()}</p>
        </form>
    }
}
