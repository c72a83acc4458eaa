//! People elsewhere who support it: each place for itself, of no home and in no share.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::structure::{elsewhere, outside};
use crate::t;

/// What stands at the end of the page of tests.
#[component]
pub fn OutsidePart() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let places = move || {
        let places = phone.read(elsewhere).into_iter();
        let lines = places.map(|it| {
            let words = t!(
                "structure.outside_at",
                people = it.people,
                place = it.place,
                day = short_day(it.day)
            );
            view! {
                <li>
                    <bdi>{words}</bdi>
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <h2>{t!("structure.outside")}</h2>
        <p class="hint">{t!("structure.outside_what")}</p>
        <ul>{places}</ul>
        <details class="more">
            <summary>{t!("structure.outside_write")}</summary>
            <Write />
        </details>
    }
}

#[component]
fn Write() -> impl IntoView {
    let saving = Saving::new();
    let place = RwSignal::new(String::new());
    let people = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let today = tonight().today;
        let typed = people.get_untracked();
        let people: Option<u64> = typed.trim().parse().ok();
        let draft = people.and_then(|people| {
            let place = place.get_untracked();
            let phone = saving.phone;
            phone.read_untracked(|state| outside(state, &place, people, today))
        });
        let missing = t!("structure.outside_missing");
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <div class="field">
                <label for="outside-place">{t!("structure.outside_place")}</label>
                <input
                    id="outside-place"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="80"
                    bind:value=place
                />
            </div>
            <div class="field">
                <label for="outside-people">{t!("structure.outside_people")}</label>
                <input
                    id="outside-people"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="9"
                    bind:value=people
                />
            </div>
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("structure.outside_keep")}
            </button>
        </form>
    }
}
