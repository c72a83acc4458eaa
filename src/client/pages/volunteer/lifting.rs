//! Lifting a safety fact: for organisers, wherever they look at such a door.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::canvass::dot::Dot;
use crate::canvass::id::DoorId;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::organise::eleven::{Safety, SafetyRow};
use crate::organise::lifting::{LiftedRow, WHY_LENGTH, lift, lifted, standing};
use crate::sync::certificate::Role;
use crate::t;

/// A safety fact in words.
pub fn safety_words(what: Safety) -> String {
    match what {
        Safety::DoNotKnock => t!("volunteer.safety_do_not_knock"),
        Safety::Deceased => t!("volunteer.safety_deceased"),
        Safety::Hidden => t!("volunteer.safety_hidden"),
        Safety::ConsentWithdrawn => t!("volunteer.safety_consent"),
        Safety::Moved => t!("volunteer.safety_moved"),
    }
}

fn organises(phone: Phone) -> bool {
    let own = phone.membership().get();
    own.is_some_and(|own| own.role == Role::Organiser)
}

/// What stands at a door that only an organiser lifts, and what was lifted there. Nothing for anyone
/// else.
#[component]
pub fn SafetyHere(door: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let is_organiser = Memo::new(move |_| organises(phone));
    let rows = Memo::new(move |_| phone.read(|state| standing(state, door)));
    let was = Memo::new(move |_| {
        phone.read(|state| {
            let mut rows = lifted(state);
            rows.retain(|row| row.door == door);
            rows
        })
    });
    let any = move || is_organiser.get() && !(rows.with(Vec::is_empty) && was.with(Vec::is_empty));
    view! {
        <Show when=any>
            <ul class="stack tight" aria-label=t!("volunteer.safety_here")>
                <For each=move || rows.get() key=|row| row.dot let:row>
                    <li class="card">{standing_row(row)}</li>
                </For>
                {move || was.get().into_iter().map(|row| lifted_row(row, String::new())).collect_view()}
            </ul>
        </Show>
    }
}

/// What stands, who recorded it and when, and the way to lift it.
pub fn standing_row(row: SafetyRow) -> impl IntoView {
    view! {
        <p>{safety_words(row.what)}</p>
        <p hidden=!row.neighbour>{t!("doors.a_neighbour_said")}</p>
        <p class="quiet small">
            {t!("volunteer.safety_by", name = row.by, time = time_and_day(row.at))}
        </p>
        <Lift fact=row.dot />
    }
}

/// What was lifted, by whom and why.
pub fn lifted_row(row: LiftedRow, place: String) -> impl IntoView {
    let (what, time) = (safety_words(row.what), time_and_day(row.at));
    let said = t!("volunteer.lifted", what = what, name = row.by, time = time);
    view! {
        <li class="card">
            <p class="figure" hidden=place.is_empty()>
                <bdi>{place.clone()}</bdi>
            </p>
            <p>
                <bdi>{said}</bdi>
            </p>
            <p dir="auto">{row.why}</p>
        </li>
    }
}

/// To lift it: asks why, and then does it.
#[component]
fn Lift(fact: Dot) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let asked = RwSignal::new(false);
    move || match (organises(phone), asked.get()) {
        (false, _) => ().into_any(),
        (true, false) => view! {
            <button type="button" class="button" on:click=move |_| asked.set(true)>
                {t!("volunteer.lift")}
            </button>
        }
        .into_any(),
        (true, true) => view! { <Why fact asked /> }.into_any(),
    }
}

#[component]
fn Why(fact: Dot, asked: RwSignal<bool>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let why = RwSignal::new(String::new());
    let wrong = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wrong.set(None);
        if busy.get_untracked() {
            return;
        }
        let drafts = phone.read_untracked(|state| lift(state, fact, &why.get_untracked()));
        let Some(drafts) = drafts else {
            wrong.set(Some(t!("volunteer.lift_why_missing")));
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let saved = phone.record(drafts.to_vec()).await;
            let _ = busy.try_set(false);
            match saved {
                Ok(_) => phone.sync(),
                Err(reason) => {
                    let _ = wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    };
    let (id, wrong_id) = (format!("why-{fact}"), format!("why-{fact}-wrong"));
    view! {
        <form class="stack" on:submit=submit novalidate>
            <div class="field">
                <label for=id.clone()>{t!("volunteer.lift_why")}</label>
                <p class="error" id=wrong_id.clone() role="alert">
                    {move || wrong.get()}
                </p>
                <input
                    id=id
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=WHY_LENGTH.to_string()
                    aria-describedby=wrong_id
                    aria-invalid=move || wrong.get().map(|_| "true")
                    bind:value=why
                />
            </div>
            <button type="submit" class="button danger">
                {t!("volunteer.lift_it")}
            </button>
            <button type="button" class="button" on:click=move |_| asked.set(false)>
                {t!("volunteer.cancel")}
            </button>
        </form>
    }
}
