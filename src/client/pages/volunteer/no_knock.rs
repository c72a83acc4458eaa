//! For how long they asked not to be knocked. It is recorded already when this is asked: for this
//! campaign, unless they say otherwise.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_here;
use super::outcomes::{At, onward};
use crate::canvass::fact::{NoKnockScope, Outcome};
use crate::canvass::id::DoorId;
use crate::canvass::no_knock::{Held, asked, in_force};
use crate::client::address::Address;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::mark::Mark;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::when::{field_day, picked_day, short_day, tonight};
use crate::client::phone::Phone;
use crate::t;

/// Days offered by a tap: so many from today.
const DAYS: [i32; 2] = [30, 183];

/// A scope in words: `until Sat, 2 May`.
pub fn scope_words(scope: NoKnockScope) -> String {
    match scope {
        NoKnockScope::Campaign => t!("doors.scope_campaign"),
        NoKnockScope::Until(day) => t!("doors.scope_until", day = short_day(day)),
        NoKnockScope::ForGood => t!("doors.scope_good"),
    }
}

/// That they asked not to be knocked, and for how long: on whatever leads to their door.
#[component]
pub fn AskedNot(
    /// What holds.
    held: Held,
) -> impl IntoView {
    view! {
        <p class="asked-not">
            <Mark outcome=Outcome::DoNotKnock />
            <strong>{t!("volunteer.no_knock")}</strong>
            <span>{scope_words(held.scope)}</span>
        </p>
        <p class="small" hidden=!held.neighbour>
            {t!("doors.no_knock_neighbour")}
        </p>
    }
}

/// After "Do not knock again".
#[component]
pub fn NoKnockPage(door: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let address = expect_context::<Address>();
    let at = Memo::new(move |_| phone.read(|state| At::of(state, door)));
    move || {
        let Some(at) = at.get() else {
            return not_here();
        };
        let next = at.clone();
        let on = move |_| address.go(&onward(phone, &next));
        view! {
            <Page title=t!("volunteer.door") at=Place::Stair>
                <Heading>{t!("doors.scope_how_long")}</Heading>
                <p class="quiet">
                    <bdi>{at.label.clone()}</bdi>
                </p>
                <Scopes at />
                <div class="reach">
                    <button type="button" class="button primary whole" on:click=on>
                        {t!("volunteer.done_next_door")}
                    </button>
                </div>
            </Page>
        }
        .into_any()
    }
}

/// The scopes, the one that holds pressed.
#[component]
pub fn Scopes(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let today = tonight().today;
    let household = at.household;
    let holds = Memo::new(move |_| phone.read(|state| in_force(state, household, today)));
    let at = StoredValue::new(at);
    let say = move |scope: NoKnockScope| {
        if holds.get_untracked() == Some(scope) {
            return;
        }
        let at = at.get_value();
        let what = t!(
            "volunteer.kept_at",
            label = at.label,
            words = scope_words(scope)
        );
        let hearer = phone.hearer(at.stream());
        let drafts =
            phone.read_untracked(|state| asked(state, hearer, at.stream(), at.household, scope));
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening.record(phone, what, drafts).await;
        });
    };
    let button = move |scope: NoKnockScope| {
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || (holds.get() == Some(scope)).to_string()
                on:click=move |click| {
                    if !evening.taps.tremble(&click) {
                        say(scope);
                    }
                }
            >
                {scope_words(scope)}
            </button>
        }
    };
    let offered = [NoKnockScope::Campaign, NoKnockScope::ForGood];
    let days = DAYS.map(|days| NoKnockScope::Until(today + days));
    let other = move || match holds.get() {
        Some(NoKnockScope::Until(day)) if !DAYS.contains(&(day - today)) => field_day(day),
        _ => String::new(),
    };
    // Anything wider that stands for longer than two minutes is an organiser's to lift.
    let narrower = move || {
        holds
            .get()
            .is_some_and(|holds| holds != NoKnockScope::Campaign)
    };
    view! {
        <div class="stack" role="group" aria-label=t!("doors.scope_how_long")>
            {offered.map(button).into_iter().collect_view()}
            {days.map(button).into_iter().collect_view()}
            <div class="field">
                <label for="scope-day">{t!("volunteer.other_day")}</label>
                <input
                    id="scope-day"
                    type="date"
                    min=field_day(today)
                    prop:value=other
                    on:change=move |event| {
                        if let Some(day) = picked_day(&event_target_value(&event)) {
                            say(NoKnockScope::Until(day));
                        }
                    }
                />
            </div>
        </div>
        <p role="status" class="hint">
            {move || if narrower() { t!("doors.scope_widest") } else { t!("doors.scope_everyone") }}
        </p>
    }
}
