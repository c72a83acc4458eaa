//! A stair: its floors as they stand, the highest on top; on each, its doors in the order one
//! walks. Several doors at once can be marked not home.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::knocking::Knocking;
use super::not_here;
use super::places::{door_spoken, floor_name, floor_spoken, stair_name};
use super::privacy::PrivacyLink;
use super::today::my_turfs;
use crate::canvass::draft;
use crate::canvass::estate;
use crate::canvass::fact::{BlockKind, Outcome};
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::stream::Stream;
use crate::canvass::walk::{self, Row, Standing, Stop, Walk, next_door, short_label};
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::mark::{Mark, outcome_letter, outcome_name};
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::progress::ProgressBar;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// Which doors are chosen, while several are being chosen.
type Chosen = RwSignal<Option<BTreeSet<DoorId>>>;

/// One stair.
#[component]
pub fn StairPage(id: StairId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    expect_context::<Evening>().stair.set(Some(id));
    let walk = Memo::new(move |_| {
        let turfs = my_turfs(phone);
        phone.read(|state| walk::walk(state, id, &turfs, tonight()))
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
fn Drawn(walk: Signal<Option<Walk>>) -> impl IntoView {
    let chosen: Chosen = RwSignal::new(None);
    let names = Memo::new(move |_| {
        walk.with(|walk| {
            walk.as_ref()
                .map(|walk| (walk.block.clone(), stair_name(walk)))
        })
    });
    let progress = Memo::new(move |_| walk.with(|walk| walk.as_ref().map(Walk::progress)));
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
    let next = Memo::new(move |_| {
        walk.with(|walk| walk.as_ref().and_then(|walk| next_door(&walk.stops, None)))
    });
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
        {move || progress.get().map(|progress| view! { <ProgressBar progress /> })}
        <Knocking asks=true />
        <div
            class="floors"
            class:street=is_street
            role="group"
            aria-label=move || if chosen.with(Option::is_some) { t!("volunteer.choose_doors") } else { t!("volunteer.doors") }
        >
            {move || {
                let mut entrance = None;
                rows.get()
                    .into_iter()
                    .map(|row| {
                        let begins = row.entrance.clone().filter(|name| entrance.as_ref() != Some(name));
                        entrance.clone_from(&row.entrance);
                        view! {
                            {begins.map(|name| view! { <p class="entrance"><bdi>{name}</bdi></p> })}
                            {floor(row, next.get(), chosen)}
                        }
                    })
                    .collect_view()
            }}
        </div>
        <Key rows />
        {move || {
            if chosen.with(Option::is_some) {
                view! { <Choosing walk chosen /> }.into_any()
            } else {
                view! { <Onward walk next chosen /> }.into_any()
            }
        }}
    }
}

/// One floor, or the whole of a street's side.
fn floor(row: Row, next: Option<DoorId>, chosen: Chosen) -> impl IntoView {
    let Row { floor, stops, .. } = row;
    view! {
        <div class="floor" class:unknown=floor.is_none() role="group" aria-label=floor.map(floor_spoken)>
            {floor.map(|floor| view! { <span class="storey" aria-hidden="true">{floor_name(floor)}</span> })}
            <div class="doors">
                {stops.into_iter().map(|stop| square(stop, next, chosen)).collect_view()}
            </div>
        </div>
    }
}

/// A door: to open it, or to choose it.
fn square(stop: Stop, next: Option<DoorId>, chosen: Chosen) -> impl IntoView {
    let id = stop.door.id;
    let class = match stop.standing {
        Standing::Left => "door left",
        Standing::Tried => "door tried",
        Standing::Reached => "door",
        Standing::NoKnock => "door no-knock",
    };
    let face = StoredValue::new(stop);
    move || {
        let Some(doors) = chosen.get() else {
            return view! {
                <a
                    class=class
                    class:here=next == Some(id)
                    href=format!("/door/{}", id.0)
                >
                    {face.with_value(door_face)}
                </a>
            }
            .into_any();
        };
        let no_knock = face.with_value(|stop| stop.standing == Standing::NoKnock);
        let toggle = move |_| {
            if no_knock {
                return;
            }
            chosen.update(|chosen| {
                if let Some(doors) = chosen
                    && !doors.remove(&id)
                {
                    doors.insert(id);
                }
            });
        };
        view! {
            <button
                type="button"
                role="checkbox"
                class=class
                aria-checked=doors.contains(&id).to_string()
                aria-disabled=no_knock.then_some("true")
                on:click=toggle
            >
                {face.with_value(door_face)}
            </button>
        }
        .into_any()
    }
}

/// The number, and the mark and letter of what came of it; read out, all of it in words.
fn door_face(stop: &Stop) -> impl IntoView + use<> {
    let outcome = match stop.standing {
        Standing::NoKnock => Some(Outcome::DoNotKnock),
        _ => stop.last.as_ref().map(|knock| knock.outcome),
    };
    view! {
        <span class="visually-hidden">{door_spoken(stop)}</span>
        <bdi class="number" aria-hidden="true">
            {short_label(&stop.door.label).to_string()}
        </bdi>
        {outcome
            .map(|outcome| {
                view! {
                    <span class="sign" aria-hidden="true">
                        <Mark outcome />
                        {outcome_letter(outcome)}
                    </span>
                }
            })}
    }
}

/// What the marks on this stair mean.
#[component]
fn Key(rows: Memo<Vec<Row>>) -> impl IntoView {
    let outcomes = Memo::new(move |_| {
        rows.with(|rows| {
            let stops = rows.iter().flat_map(|row| &row.stops);
            let marks: Vec<_> = stops
                .filter_map(|stop| match stop.standing {
                    Standing::NoKnock => Some(Outcome::DoNotKnock),
                    _ => stop.last.as_ref().map(|knock| knock.outcome),
                })
                .collect();
            let seen = |outcome: &Outcome| marks.contains(outcome);
            Outcome::ALL.into_iter().filter(seen).collect::<Vec<_>>()
        })
    });
    move || {
        let outcomes = outcomes.get();
        (!outcomes.is_empty()).then(|| {
            view! {
                <details class="more">
                    <summary>{t!("volunteer.key")}</summary>
                    <ul class="key">
                        {outcomes
                            .into_iter()
                            .map(|outcome| {
                                view! {
                                    <li>
                                        <Mark outcome />
                                        <strong>{outcome_letter(outcome)}</strong>
                                        {outcome_name(outcome)}
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                </details>
            }
        })
    }
}

/// To the next door; or to choosing several.
#[component]
fn Onward(walk: Signal<Option<Walk>>, next: Memo<Option<DoorId>>, chosen: Chosen) -> impl IntoView {
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
        <div class="reach in-sight">
            {move || match next.get() {
                Some(id) => {
                    view! {
                        <a class="button primary whole" href=format!("/door/{}", id.0)>
                            {t!("volunteer.next_is", label = label(id))}
                        </a>
                    }
                        .into_any()
                }
                None => view! { <p class="banner good">{t!("volunteer.stair_done")}</p> }.into_any(),
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
                        <a class="small" href=format!("/organise/board/{}", stair.0) rel="external">
                            {t!("volunteer.paper")}
                        </a>
                    }
                })
        }}
    }
}

/// What to do with the chosen ones.
#[component]
fn Choosing(walk: Signal<Option<Walk>>, chosen: Chosen) -> impl IntoView {
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
        <div class="reach in-sight">
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
