//! Who is answering: the household as one, one of those who live there, or a neighbour about them.
//! Each keeps answers of its own.

use leptos::prelude::*;

use super::household::{AddResident, residents};
use super::outcomes::At;
use super::said::resident_name;
use crate::canvass::whose::Whose;
use crate::client::parts::evening::Evening;
use crate::client::phone::Phone;
use crate::t;

/// Who it is, folded away; a tap goes on with somebody else's answers.
#[component]
pub fn WhoAnswers(at: At, whose: Signal<Whose>, turn: Callback<Whose>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let household = at.household;
    let known = Memo::new(move |_| phone.read(|state| residents(state, household)));
    let name = move |whose: Whose| match whose {
        Whose::Household => t!("doors.who_household"),
        Whose::Neighbour => t!("doors.who_neighbour"),
        Whose::Resident(id) => phone.read(|state| resident_name(state, id)),
    };
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
                <bdi>{move || name(one)}</bdi>
            </button>
        }
    };
    view! {
        <details class="more">
            <summary>
                <span>
                    {t!("doors.who")} " "
                    <strong>
                        <bdi>{move || name(whose.get())}</bdi>
                    </strong>
                </span>
            </summary>
            <div class="stack">
                <div class="stack" role="group" aria-label=t!("doors.who")>
                    {button(Whose::Household)}
                    {move || {
                        known
                            .get()
                            .into_iter()
                            .map(|(id, _)| button(Whose::Resident(id)))
                            .collect_view()
                    }}
                    {button(Whose::Neighbour)}
                </div>
                <AddResident at />
            </div>
        </details>
    }
}
