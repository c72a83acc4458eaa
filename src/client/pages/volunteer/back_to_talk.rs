//! A talk of this phone's own at a door, to go on with: the one that was left just now by a link; one that was
//! left before, at its next knock.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use super::places::outcome_by;
use crate::canvass::author::PersonId;
use crate::canvass::conversation::conversation;
use crate::canvass::draft;
use crate::canvass::estate::Knock;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::going_on::was_left;
use crate::canvass::id::DoorId;
use crate::canvass::whose::Whose;
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// How a talk is gone on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// Nothing has come in between since tonight's knock that began it.
    Straight,
    /// It was left, and somebody opens again: that is another knock, and counts as one.
    Knocked,
}

/// Whether there is one. `newest`: the last knock that is shown at the door; `since`: when this evening's asking
/// began.
pub fn back(
    state: &State,
    (door, person): (DoorId, PersonId),
    newest: Option<&Knock>,
    since: i64,
) -> Option<Back> {
    let began = conversation(state, door, person).map(|talk| talk.began);
    let straight = |knock: &Knock| Some(knock.dot) == began && knock.at >= tonight().since;
    if newest.is_some_and(straight) {
        return Some(Back::Straight);
    }
    was_left(state, door, person, since).then_some(Back::Knocked)
}

/// The way back to it.
#[component]
pub fn BackToTalk(
    /// The door.
    at: At,
    /// Whether there is one.
    back: Memo<Option<Back>>,
) -> impl IntoView {
    let at = StoredValue::new(at);
    move || match back.get()? {
        Back::Straight => {
            let address = at.with_value(|at| format!("/talk/{}", at.door.0));
            let link = view! {
                <a class="button whole" href=address>
                    {t!("volunteer.back_to_talk")}
                </a>
            };
            Some(link.into_any())
        }
        Back::Knocked => Some(view! { <Knocked at=at.get_value() /> }.into_any()),
    }
}

/// A knock that leads on into the talk that was left.
#[component]
fn Knocked(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let busy = RwSignal::new(false);
    let go_on = move |click| {
        if busy.get_untracked() || evening.taps.tremble(&click) {
            return;
        }
        busy.set(true);
        let visit = evening.knockers.visit();
        let what = outcome_by(&at.label, Outcome::Spoke, &visit);
        let (stream, door) = (at.stream(), at.door);
        let drafts = phone.read_untracked(|state| {
            draft::knock_told(state, visit, Whose::Household, stream, door, Outcome::Spoke)
        });
        spawn_local(async move {
            let saved = evening.record_with_undo(phone, what, Some(door), drafts);
            // Else the page stays, and the banner says that it is NOT SAVED.
            if saved.await.is_ok() {
                address.go(&format!("/talk/{}", door.0));
            }
            busy.try_set(false);
        });
    };
    view! {
        <button type="button" class="button whole" aria-describedby="talk-left" on:click=go_on>
            {t!("volunteer.back_to_talk")}
        </button>
        <p class="quiet small" id="talk-left">
            {t!("doors.talk_left")}
        </p>
    }
}
