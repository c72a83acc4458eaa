//! What comes of a knock: one tap. Then on to the next door, or into the talk.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::places::outcome_by;
use super::today::my_turfs;
use crate::canvass::draft;
use crate::canvass::estate;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, StairId};
use crate::canvass::stream::Stream;
use crate::canvass::walk::{self, next_door};
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// The four that come of most knocks, where the thumb is.
const COMMON: [Outcome; 4] = [
    Outcome::NotHome,
    Outcome::ComeBack,
    Outcome::Refused,
    Outcome::Spoke,
];

/// The rest.
const RARE: [Outcome; 7] = [
    Outcome::Inaccessible,
    Outcome::Language,
    Outcome::LeftLeaflet,
    Outcome::Moved,
    Outcome::Deceased,
    Outcome::AddressNotFound,
    Outcome::DoNotKnock,
];

/// The door one stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The door.
    pub door: DoorId,
    /// As on the door.
    pub label: String,
    /// Its stair, whose stream all of it goes to.
    pub stair: StairId,
    /// Who lives there now.
    pub household: HouseholdId,
}

impl At {
    /// A door and who lives there now; `None` where this phone has no such door.
    pub fn of(state: &State, door: DoorId) -> Option<At> {
        let known = estate::door(state, door)?;
        Some(At {
            door,
            label: known.label,
            stair: known.stair,
            household: estate::household(state, door),
        })
    }

    /// The stream of everything recorded here.
    pub fn stream(&self) -> Stream {
        Stream::Stair(self.stair)
    }
}

/// The address after this door: the next one left, or the stair where none is.
pub fn onward(phone: Phone, at: &At) -> String {
    let turfs = untrack(|| my_turfs(phone));
    let next = phone.read_untracked(|state| {
        let walk = walk::walk(state, at.stair, &turfs, tonight())?;
        next_door(&walk.stops, Some(at.door))
    });
    match next {
        Some(next) => format!("/door/{}", next.0),
        None => format!("/stair/{}", at.stair.0),
    }
}

/// The buttons.
#[component]
pub fn Outcomes(at: At) -> impl IntoView {
    let busy = RwSignal::new(false);
    let common = COMMON.map(|outcome| button(outcome, at.clone(), true, busy));
    let rare = RARE.map(|outcome| button(outcome, at.clone(), false, busy));
    view! {
        <div class="outcomes" role="group" aria-label=t!("volunteer.outcome")>
            {common.into_iter().collect_view()}
        </div>
        <details class="more">
            <summary>{t!("volunteer.more_outcomes")}</summary>
            <div class="outcomes">{rare.into_iter().collect_view()}</div>
        </details>
    }
}

fn button(outcome: Outcome, at: At, common: bool, busy: RwSignal<bool>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let record = move |click| {
        // A second tap before the first is saved, on whichever of these, is no second knock; nor
        // is one that comes right after it, when this is the next door already.
        if busy.get_untracked() || evening.taps.tremble(&click) {
            return;
        }
        busy.set(true);
        let at = at.clone();
        let visit = evening.knockers.visit();
        let what = outcome_by(&at.label, outcome, &visit);
        let drafts = draft::knock_of(visit, at.stream(), at.door, at.household, outcome);
        spawn_local(async move {
            let saved = evening
                .record_with_undo(phone, what, Some(at.door), drafts)
                .await;
            busy.try_set(false);
            match saved {
                Ok(()) if outcome == Outcome::Spoke => address.go(&format!("/talk/{}", at.door.0)),
                Ok(()) if outcome == Outcome::Language => {
                    address.go(&format!("/language/{}", at.door.0));
                }
                Ok(()) => address.go(&onward(phone, &at)),
                // The page stays; the banner says that it is NOT SAVED.
                Err(_) => {}
            }
        });
    };
    view! {
        <button
            type="button"
            class="outcome"
            class:common=common
            class:spoke=outcome == Outcome::Spoke
            class:stop=outcome == Outcome::DoNotKnock
            on:click=record
        >
            <Mark outcome />
            {outcome_name(outcome)}
        </button>
    }
}
