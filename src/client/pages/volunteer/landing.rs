//! A whole landing where nobody came: one tap, with its undo.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::onward_from;
use crate::canvass::draft;
use crate::canvass::estate;
use crate::canvass::fact::Outcome;
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::stream::Stream;
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::phone::Phone;
use crate::t;

/// The tap; nothing where this door is alone on its landing.
#[component]
pub fn WholeLanding(
    /// The stair.
    stair: StairId,
    /// The door one stands at.
    door: DoorId,
    /// The doors left on its landing.
    doors: Memo<Option<Vec<DoorId>>>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let busy = RwSignal::new(false);
    let say = move |click| {
        let doors = doors.get_untracked().unwrap_or_default();
        if doors.is_empty() || busy.get_untracked() || evening.taps.tremble(&click) {
            return;
        }
        busy.set(true);
        let outcome = Outcome::NotHome;
        let name = outcome_name(outcome);
        let what = t!("volunteer.several_done", n = doors.len(), outcome = name);
        let drafts = phone.read_untracked(|state| {
            let knocks = doors.iter().flat_map(|door| {
                let household = estate::household(state, *door);
                let visit = evening.knockers.visit();
                draft::knock_of(visit, Stream::Stair(stair), *door, household, outcome)
            });
            knocks.collect()
        });
        spawn_local(async move {
            let saved = evening.record_with_undo(phone, what, Some(door), drafts);
            if saved.await.is_ok() {
                address.go(&onward_from(phone, stair, door));
            }
            busy.try_set(false);
        });
    };
    let many = Memo::new(move |_| doors.with(|doors| doors.as_ref().map_or(0, Vec::len)));
    view! {
        <Show when=move || { many.get() > 1 }>
            <button type="button" class="button whole" on:click=say>
                <Mark outcome=Outcome::NotHome />
                {move || t!("doors.landing", n = many.get())}
            </button>
        </Show>
    }
}
