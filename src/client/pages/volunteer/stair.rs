//! A stair: its floors as they stand, the highest on top; on each, its doors in the order one
//! walks. Several doors at once can be marked not home.

use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::access::{AccessHere, SAY_ACCESS, SayAccess};
use super::barred::{BARRED, BarredBefore, SayBarred};
use super::finding::{AddDoor, Find, Walking};
use super::incident::ToIncident;
use super::knocking::Knocking;
use super::not_here;
use super::places::stair_name;
use super::privacy::PrivacyLink;
use super::squares::{Chosen, Key, Looking, Squares, floor};
use super::today::my_turfs;
use crate::canvass::access::Place as Access;
use crate::canvass::attempts;
use crate::canvass::draft;
use crate::canvass::estate::{self, Stair};
use crate::canvass::fact::{BlockKind, Outcome};
use crate::canvass::hours;
use crate::canvass::id::{BlockId, DoorId, StairId};
use crate::canvass::stream::Stream;
use crate::canvass::walk::{self, Stop, Walk, next_door};
use crate::client::parts::below::Below;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::open_fold;
use crate::client::parts::in_turn::drawn_in_turn;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::progress::ProgressBar;
use crate::client::parts::when::{minutes_in_words, time_and_day, tonight};
use crate::client::phone::Phone;
use crate::t;

/// So many floors are drawn before the first frame: a phone's screen shows five of a tower.
const AT_ONCE: usize = 6;
/// So many more after each frame: a tall stair answers a tap as soon as a low one.
const THEN: usize = 9;

/// One stair.
#[component]
pub fn StairPage(id: StairId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    expect_context::<Evening>().stair.set(Some(id));
    phone.freshen();
    let walk = Memo::new(move |_| {
        let turfs = my_turfs(phone);
        phone.walk(id, &turfs, tonight())
    });
    let known = Memo::new(move |_| walk.with(Option::is_some));
    move || {
        if !known.get() {
            return not_here();
        }
        let walk = Signal::derive(move || walk.get());
        view! {
            <Page title=t!("volunteer.stair") at=Place::Stair>
                <Drawn walk />
            </Page>
        }
        .into_any()
    }
}

#[component]
fn Drawn(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let walking = expect_context::<Evening>().walking;
    let chosen: Chosen = RwSignal::new(None);
    let names = Memo::new(move |_| {
        walk.with(|walk| {
            walk.as_ref()
                .map(|walk| (walk.block.clone(), stair_name(walk)))
        })
    });
    let progress = Memo::new(move |_| walk.with(|walk| walk.as_ref().map(|walk| walk.progress())));
    let next = Memo::new(move |_| {
        walk.with(|walk| {
            let walked = walking.walked(phone, &walk.as_ref()?.stops);
            next_door(&walked, None)
        })
    });
    let stair = walk.with_untracked(|walk| walk.as_ref().map(|walk| walk.stair.clone()));
    view! {
        <div class="stack tight">
            <div class="row apart">
                <Heading>
                    <bdi>{move || names.get().map(|(block, _)| block)}</bdi>
                </Heading>
                <PrivacyLink />
            </div>
            {move || names.get().and_then(|(_, stair)| stair).map(|name| view! { <p><bdi>{name}</bdi></p> })}
        </div>
        {stair
            .clone()
            .map(|stair| {
                view! {
                    <AccessHere places=places(&stair) />
                    <BarredBefore stair=stair.id />
                    <LastKnock block=stair.block />
                }
            })}
        {move || progress.get().map(|progress| view! { <ProgressBar progress /> })}
        <Resting walk />
        <Knocking asks=true />
        <ToWayIn walk />
        <Find walk />
        <Floors walk next chosen />
        {move || {
            if chosen.with(Option::is_some) {
                view! { <Choosing walk chosen /> }.into_any()
            } else {
                view! { <Onward walk next chosen /> }.into_any()
            }
        }}
        <Below>
            <SayBarred walk />
            {stair.map(|stair| view! { <SayAccess places=places(&stair) stream=Stream::Stair(stair.id) /> })}
            <AddDoor walk />
            <Walking walk />
            <ToIncident />
        </Below>
    }
}

/// On a tower, whoever is locked out does not look below its floors for what to do.
#[component]
fn ToWayIn(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let all = move |of: fn(&[Stop]) -> bool| {
        walk.with(|walk| walk.as_ref().is_some_and(|walk| of(&walk.stops)))
    };
    let is_tall = Memo::new(move |_| all(|stops| walk::rows(stops).len() > AT_ONCE));
    // Where no door is left there is nobody to say it of.
    let to = move |_| match untrack(|| all(|stops| walk::progress(stops).left > 0)) {
        true => open_fold(BARRED),
        false => open_fold(SAY_ACCESS),
    };
    view! {
        <Show when=move || is_tall.get()>
            <div>
                <button type="button" class="button plain" on:click=to>
                    {t!("doors.way_in")}
                </button>
            </div>
        </Show>
    }
}

/// What else seems done, and is to be knocked again later today.
#[component]
fn Resting(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let resting =
        Memo::new(move |_| walk.with(|walk| attempts::resting(&walk.as_ref()?.stops, tonight())));
    move || {
        resting.get().map(|(n, at)| {
            let words = t!("doors.resting", n = n, time = time_and_day(at));
            view! { <p class="quiet small">{words}</p> }
        })
    }
}

/// Until when doors are knocked here, where organisers have said so.
#[component]
fn LastKnock(block: BlockId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let said = Memo::new(move |_| phone.read(|state| hours::said(state, block)));
    let words = |until| t!("doors.last_knock", time = minutes_in_words(until));
    move || {
        said.get()
            .map(|until| view! { <p class="quiet small">{words(until)}</p> })
    }
}

/// What may be said of how to get into a stair: of its building, and of itself.
fn places(stair: &Stair) -> Vec<Access> {
    vec![Access::Block(stair.block), Access::Stair(stair.id)]
}

/// The doors where they are, and what their marks mean.
#[component]
fn Floors(
    walk: Signal<Option<Arc<Walk>>>,
    next: Memo<Option<DoorId>>,
    chosen: Chosen,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let is_street = move || {
        walk.with(|walk| {
            walk.as_ref()
                .is_some_and(|walk| walk.kind == BlockKind::Street)
        })
    };
    let rows = Memo::new(move |_| {
        walk.with(|walk| {
            walk.as_ref()
                .map(|walk| walk::rows(&walk.stops))
                .unwrap_or_default()
        })
    });
    let choosing = Memo::new(move |_| chosen.with(Option::is_some));
    let many = Memo::new(move |_| rows.with(Vec::len));
    let shown = drawn_in_turn(many.into(), AT_ONCE, THEN);
    let one = move |n: usize, by: &Looking| {
        let row = rows.with(|rows| {
            let row = rows.get(n)?.clone();
            let before = n.checked_sub(1).and_then(|n| rows.get(n));
            let begins = before.is_none_or(|before| before.entrance != row.entrance);
            Some((row.entrance.clone().filter(|_| begins), row))
        });
        let squares = match choosing.get() {
            true => Squares::Choose(chosen),
            false => Squares::Open(next.get()),
        };
        row.map(|(begins, row)| {
            view! {
                {begins.map(|name| view! { <p class="entrance"><bdi>{name}</bdi></p> })}
                {floor(row, squares, by)}
            }
        })
    };
    let some = move |part: Range<usize>| {
        let is_shown = Memo::new(move |_| part.start < shown.get());
        move || {
            let by = Looking {
                own: phone.own_logs(),
                tonight: tonight(),
            };
            let part = if is_shown.get() { part.clone() } else { 0..0 };
            part.map(|n| one(n, &by)).collect_view()
        }
    };
    let drawn = move || {
        let begins = (AT_ONCE..many.get()).step_by(THEN);
        let parts = begins.map(|from| from..from + THEN);
        iter::once(0..AT_ONCE).chain(parts).map(some).collect_view()
    };
    let label = move || match choosing.get() {
        true => t!("volunteer.choose_doors"),
        false => t!("volunteer.doors"),
    };
    view! {
        <div class="floors" class:street=is_street role="group" aria-label=label>
            {drawn}
        </div>
        <Key rows />
    }
}

/// To the next door; or to choosing several.
#[component]
fn Onward(
    walk: Signal<Option<Arc<Walk>>>,
    next: Memo<Option<DoorId>>,
    chosen: Chosen,
) -> impl IntoView {
    let label = move |id: DoorId| {
        walk.with(|walk| {
            let stops = walk.iter().flat_map(|walk| &walk.stops);
            stops
                .filter(|stop| stop.door.id == id)
                .map(|stop| stop.door.label.clone())
                .next()
        })
        .unwrap_or_default()
    };
    view! {
        <div class="reach stays in-sight">
            {move || match next.get() {
                Some(id) => {
                    view! {
                        <a class="button primary whole" href=format!("/door/{}", id.0)>
                            {t!("volunteer.next_is", label = label(id))}
                        </a>
                    }
                        .into_any()
                }
                None => view! { <Done walk /> }.into_any(),
            }}
        </div>
        <button
            type="button"
            class="button whole"
            on:click=move |_| chosen.set(Some(BTreeSet::new()))
        >
            {t!("volunteer.choose_several")}
        </button>
        {move || {
            let stair = walk.with(|walk| walk.as_ref().map(|walk| walk.stair.id));
            // A page of the other program: the browser is to load it.
            stair
                .map(|stair| {
                    view! {
                        <a class="button plain" href=format!("/organise/board/{}", stair.0) rel="external">
                            {t!("volunteer.paper")}
                        </a>
                    }
                })
        }}
    }
}

/// Nothing is left here: on to the next stair that has something.
#[component]
fn Done(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let next = Memo::new(move |_| {
        let here = walk.with(|walk| walk.as_ref().map(|walk| walk.stair.id));
        let turfs = my_turfs(phone);
        let walks = phone.walks(&turfs, tonight());
        let left = |walk: &Arc<Walk>| walk.progress().left > 0 && Some(walk.stair.id) != here;
        walks.into_iter().find(left).map(|walk| {
            let parts = [Some(walk.block.clone()), stair_name(&walk)];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            (walk.stair.id, name)
        })
    });
    view! {
        <p class="banner good">{t!("volunteer.stair_done")}</p>
        {move || {
            next.get()
                .map(|(stair, name)| {
                    view! {
                        <a class="button primary whole" href=format!("/stair/{}", stair.0)>
                            {t!("volunteer.next_is", label = name)}
                        </a>
                    }
                })
        }}
    }
}

/// What to do with the chosen ones.
#[component]
fn Choosing(walk: Signal<Option<Arc<Walk>>>, chosen: Chosen) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let count = move || chosen.with(|chosen| chosen.as_ref().map_or(0, BTreeSet::len));
    let busy = RwSignal::new(false);
    let not_home = move |_| {
        // A second tap before the first is saved is no second knock at each of them.
        if busy.get_untracked() {
            return;
        }
        let doors = chosen.get_untracked().unwrap_or_default();
        let Some(stair) = walk.with_untracked(|walk| walk.as_ref().map(|walk| walk.stair.id))
        else {
            return;
        };
        if doors.is_empty() {
            return;
        }
        let what = t!(
            "volunteer.several_done",
            n = doors.len(),
            outcome = outcome_name(Outcome::NotHome)
        );
        let drafts = phone.read_untracked(|state| {
            doors
                .iter()
                .flat_map(|door| {
                    let household = estate::household(state, *door);
                    let visit = evening.knockers.visit();
                    draft::knock_of(
                        visit,
                        Stream::Stair(stair),
                        *door,
                        household,
                        Outcome::NotHome,
                    )
                })
                .collect()
        });
        busy.set(true);
        spawn_local(async move {
            let saved = evening.record_with_undo(phone, what, None, drafts).await;
            busy.try_set(false);
            if saved.is_ok() {
                chosen.try_set(None);
            }
        });
    };
    view! {
        <div class="reach stays in-sight">
            <p role="status">{move || t!("volunteer.chosen", n = count())}</p>
            <button
                type="button"
                class="button primary whole"
                aria-disabled=move || (count() == 0).then_some("true")
                on:click=not_home
            >
                <Mark outcome=Outcome::NotHome />
                {outcome_name(Outcome::NotHome)}
            </button>
        </div>
        <button type="button" class="button whole" on:click=move |_| chosen.set(None)>
            {t!("volunteer.cancel")}
        </button>
    }
}
