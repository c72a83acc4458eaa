//! The language spoken behind a door: one tap, so that somebody who speaks it can come back.

use leptos::prelude::*;

use super::not_here;
use super::one_tap::{OneTap, Taps};
use super::outcomes::{At, onward};
use crate::canvass::id::DoorId;
use crate::canvass::language::{speaks_of, spoken, spoken_by};
use crate::client::address::Address;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::language::LANGUAGES;
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::t;

/// It, at a door.
pub const LANGUAGE: OneTap = OneTap {
    offered: LANGUAGES,
    buttons: "outcomes",
    id: "language",
    what: "volunteer.language",
    asks: "volunteer.which_language",
    other: "volunteer.other_language",
    keep: "volunteer.keep_language",
    of_each: true,
    known: spoken,
    known_of: spoken_by,
    record: speaks_of,
};

/// After "No shared language": which it was, and on to the next door.
#[component]
pub fn LanguagePage(door: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let address = expect_context::<Address>();
    let at = Memo::new(move |_| phone.read(|state| At::of(state, door)));
    move || {
        let Some(at) = at.get() else {
            return not_here();
        };
        let (label, next) = (at.label.clone(), at.clone());
        let on = Callback::new(move |()| address.go(&onward(phone, &next)));
        view! {
            <Page title=t!("volunteer.language") at=Place::Stair>
                <Heading>{t!("volunteer.which_language")}</Heading>
                <p class="quiet">
                    <bdi>{label}</bdi>
                </p>
                <Taps at fact=LANGUAGE on />
                <div class="reach">
                    <button type="button" class="button whole" on:click=move |_| on.run(())>
                        {t!("volunteer.language_unknown")}
                    </button>
                </div>
            </Page>
        }
        .into_any()
    }
}
