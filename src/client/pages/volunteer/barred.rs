//! A whole stair that could not be entered, with its reason: one tap for all of its doors.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::canvass::id::{DoorId, StairId};
use crate::canvass::walk::{Standing, Walk};
use crate::canvass::way_in::{Barred, barred, no_way_in};
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::t;

fn words(why: Barred) -> String {
    t!(&format!("doors.barred_{}", why.word()))
}

/// That nobody got in last time, and why; nothing where somebody has been at a door since.
#[component]
pub fn BarredBefore(stair: StairId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let told = Memo::new(move |_| phone.read(|state| no_way_in(state, stair)));
    move || {
        told.get().map(|told| {
            let when = time_and_day(told.at);
            let said = t!(
                "doors.barred_before",
                when = when,
                why = words(told.why),
                name = told.by
            );
            view! {
                <p class="banner">
                    <bdi>{said}</bdi>
                </p>
            }
        })
    }
}

/// By which a page finds what is said here.
pub const BARRED: &str = "barred";

/// To say that one cannot get in.
#[component]
pub fn SayBarred(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let busy = RwSignal::new(false);
    let left = move || {
        walk.with(|walk| {
            let walk = walk.as_ref()?;
            let left = walk.stops.iter();
            let left = left.filter(|stop| stop.standing == Standing::Left);
            let doors: Vec<DoorId> = left.map(|stop| stop.door.id).collect();
            Some((walk.stair.id, doors))
        })
    };
    let say = move |why: Barred| {
        let Some((stair, doors)) = untrack(left).filter(|_| !busy.get_untracked()) else {
            return;
        };
        let what = t!("doors.barred_said", n = doors.len(), why = words(why));
        let visit = evening.knockers.visit();
        let drafts = phone.read_untracked(|state| barred(state, &visit, stair, &doors, why));
        busy.set(true);
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening.record_with_undo(phone, what, None, drafts).await;
            busy.try_set(false);
        });
    };
    let many = move || left().map_or(0, |(_, doors)| doors.len());
    // Where no door is left there is nothing to say it of; undone, it is there again.
    view! {
        <Folded id=BARRED hidden=Signal::derive(move || many() == 0) summary=|| t!("doors.barred")>
            <div class="stack">
                <p class="hint">{move || t!("doors.barred_what", n = many())}</p>
                <div class="outcomes" role="group" aria-label=t!("doors.barred_why")>
                    {Barred::ALL
                        .map(|why| {
                            view! {
                                <button type="button" class="outcome" on:click=move |_| say(why)>
                                    {words(why)}
                                </button>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </div>
            </div>
        </Folded>
    }
}
