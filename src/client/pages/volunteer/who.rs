//! Who is answering: the household as one, one of those who live there, or a neighbour about them.
//! Each keeps answers of its own.

use leptos::prelude::*;

use super::household::{AddResident, residents};
use super::outcomes::At;
use super::said::resident_name;
use crate::canvass::id::HouseholdId;
use crate::canvass::whose::Whose;
use crate::client::parts::evening::Evening;
use crate::client::phone::Phone;
use crate::t;

/// What each of them is called.
fn name(phone: Phone, whose: Whose) -> String {
    match whose {
        Whose::Household => t!("doors.who_household"),
        Whose::Neighbour => t!("doors.who_neighbour"),
        Whose::Resident(id) => phone.read(|state| resident_name(state, id)),
    }
}

/// The household as one and each of those who live there, to tap; and a neighbour, where that may be.
#[component]
pub fn Whom(
    /// Who lives there.
    household: HouseholdId,
    /// Who it is now.
    whose: Signal<Whose>,
    /// Somebody else is tapped.
    turn: Callback<Whose>,
    /// What is asked.
    label: String,
    /// A neighbour may be it, too.
    #[prop(default = false)]
    neighbour: bool,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let known = Memo::new(move |_| phone.read(|state| residents(state, household)));
    let button = move |one: Whose| {
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || (whose.get() == one).to_string()
                on:click=move |click| {
                    if !evening.taps.tremble(&click) && whose.get_untracked() != one {
                        turn.run(one);
                    }
                }
            >
                <bdi>{move || name(phone, one)}</bdi>
            </button>
        }
    };
    view! {
        <div class="stack" role="group" aria-label=label>
            {button(Whose::Household)}
            {move || {
                known
                    .get()
                    .into_iter()
                    .map(|(id, _)| button(Whose::Resident(id)))
                    .collect_view()
            }}
            {neighbour.then(|| button(Whose::Neighbour))}
        </div>
    }
}

/// Who it is, folded away; a tap goes on with somebody else's answers.
#[component]
pub fn WhoAnswers(at: At, whose: Signal<Whose>, turn: Callback<Whose>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let household = at.household;
    view! {
        <details class="more">
            <summary>
                <span>
                    {t!("doors.who")} " "
                    <strong>
                        <bdi>{move || name(phone, whose.get())}</bdi>
                    </strong>
                </span>
            </summary>
            <div class="stack">
                <Whom household whose turn label=t!("doors.who") neighbour=true />
                <AddResident at />
            </div>
        </details>
    }
}
