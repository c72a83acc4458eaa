//! What comes of a knock: one tap. Then on to the next door, or into the talk.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::no_home::NoHome;
use super::places::outcome_by;
use super::today::my_turfs;
use crate::canvass::draft;
use crate::canvass::estate;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, StairId};
use crate::canvass::stream::Stream;
use crate::canvass::walk::next_door;
use crate::canvass::whose::Whose;
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
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
    onward_from(phone, at.stair, at.door)
}

/// As [`onward`], from a door of a stair.
pub fn onward_from(phone: Phone, stair: StairId, door: DoorId) -> String {
    let turfs = untrack(|| my_turfs(phone));
    let route = phone.route();
    let walk = phone.walk_untracked(stair, &turfs, tonight());
    let next = walk.and_then(|walk| next_door(&route.walked(&walk.stops), Some(door)));
    match next {
        Some(next) => format!("/door/{}", next.0),
        None => format!("/stair/{}", stair.0),
    }
}

/// The buttons.
#[component]
pub fn Outcomes(at: At) -> impl IntoView {
    let tapping = Tapping {
        busy: RwSignal::new(false),
        neighbour: RwSignal::new(false),
    };
    let common = COMMON.map(|outcome| button(outcome, at.clone(), true, tapping));
    let rare = {
        let at = at.clone();
        move || RARE.map(|outcome| button(outcome, at.clone(), false, tapping))
    };
    let neighbour = tapping.neighbour;
    view! {
        <div class="outcomes" role="group" aria-label=t!("volunteer.outcome")>
            {common.into_iter().collect_view()}
        </div>
        <Folded summary=|| t!("volunteer.more_outcomes")>
            <div class="stack">
                // Before what it changes.
                <button
                    type="button"
                    role="checkbox"
                    class="answer several"
                    aria-checked=move || neighbour.get().to_string()
                    on:click=move |_| neighbour.update(|says| *says = !*says)
                >
                    {t!("doors.neighbour_says_so")}
                </button>
                <div class="outcomes">{rare().into_iter().collect_view()}</div>
                <NoHome at />
            </div>
        </Folded>
    }
}

/// What the buttons of one door share.
#[derive(Clone, Copy)]
struct Tapping {
    /// A tap is being saved.
    busy: RwSignal<bool>,
    /// A neighbour says so: that they moved, that somebody has died.
    neighbour: RwSignal<bool>,
}

impl Tapping {
    /// Whose word the next tap is.
    fn whose(self) -> Whose {
        match self.neighbour.get_untracked() {
            true => Whose::Neighbour,
            false => Whose::Household,
        }
    }
}

/// The page that a tap leads to.
fn after(outcome: Outcome, phone: Phone, at: &At) -> String {
    let door = at.door.0;
    match outcome {
        Outcome::Spoke => format!("/talk/{door}"),
        Outcome::Language => format!("/language/{door}"),
        Outcome::DoNotKnock => format!("/no-knock/{door}"),
        Outcome::Moved => format!("/moved/{door}"),
        _ => onward(phone, at),
    }
}

fn button(outcome: Outcome, at: At, common: bool, tapping: Tapping) -> impl IntoView {
    let busy = tapping.busy;
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
        let drafts = phone.read_untracked(|state| {
            draft::knock_told(state, visit, tapping.whose(), at.stream(), at.door, outcome)
        });
        spawn_local(async move {
            let saved = evening
                .record_with_undo(phone, what, Some(at.door), drafts)
                .await;
            busy.try_set(false);
            // Else the page stays, and the banner says that it is NOT SAVED.
            if saved.is_ok() {
                address.go(&after(outcome, phone, &at));
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
