//! Those on record have moved: whoever lives there now is the one to talk with.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_here;
use super::outcomes::{At, onward};
use super::places::outcome_by;
use crate::canvass::draft;
use crate::canvass::dwelling::{Behind, stands};
use crate::canvass::estate;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::household::on_a_neighbours_word;
use crate::canvass::id::DoorId;
use crate::client::address::Address;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::t;

/// Whether it was a neighbour's word that those before have moved.
fn a_neighbour_said(state: &State, door: DoorId) -> bool {
    let last = estate::knocks(state, door).pop();
    last.is_some_and(|knock| on_a_neighbours_word(state, knock.dot))
}

/// After "Moved away".
#[component]
pub fn MovedPage(door: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let at = Memo::new(move |_| phone.read(|state| At::of(state, door)));
    let busy = RwSignal::new(false);
    // They live there now, so it is their household that is spoken with.
    let talk = move |_| {
        let Some(at) = at.get_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        let visit = evening.knockers.visit();
        let what = outcome_by(&at.label, Outcome::Spoke, &visit);
        let drafts = draft::knock_of(visit, at.stream(), door, at.household, Outcome::Spoke);
        spawn_local(async move {
            let saved = evening.record_with_undo(phone, what, Some(door), drafts);
            if saved.await.is_ok() {
                address.go(&format!("/talk/{}", door.0));
            }
            busy.try_set(false);
        });
    };
    let empty = move |_| {
        let Some(at) = at.get_untracked() else {
            return;
        };
        let words = t!("doors.behind_empty");
        let what = t!("volunteer.kept_at", label = at.label, words = words);
        let draft = phone.read_untracked(|state| stands(state, at.stream(), door, Behind::Empty));
        spawn_local(async move {
            let saved = evening.record_with_undo(phone, what, Some(door), vec![draft]);
            if saved.await.is_ok() {
                address.go(&onward(phone, &at));
            }
        });
    };
    move || {
        let Some(now) = at.get() else {
            return not_here();
        };
        let label = now.label.clone();
        let neighbour = phone.read_untracked(|state| a_neighbour_said(state, door));
        let on = move |_| address.go(&onward(phone, &now));
        view! {
            <Page title=t!("volunteer.door") at=Place::Stair>
                <Heading>{t!("doors.moved_who")}</Heading>
                <p class="quiet">
                    <bdi>{label}</bdi>
                </p>
                <p hidden=!neighbour>{t!("doors.a_neighbour_said")}</p>
                <p>{t!("doors.moved_why")}</p>
                <div class="reach">
                    <button type="button" class="button primary whole" on:click=talk>
                        {t!("doors.moved_talk")}
                    </button>
                    <button type="button" class="button whole" on:click=empty>
                        {t!("doors.behind_empty")}
                    </button>
                    <button type="button" class="button whole" on:click=on>
                        {t!("doors.moved_unknown")}
                    </button>
                </div>
            </Page>
        }
        .into_any()
    }
}
