//! Finding one's way on a stair: a door by its number, one that no list has, and which way one walks.

use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::places::floor_spoken;
use super::today::my_turfs;
use crate::canvass::added::{LABEL_LENGTH, NotAdded, added};
use crate::canvass::estate;
use crate::canvass::fact::BlockKind;
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::route::{Along, Floors, Route, numbered};
use crate::canvass::walk::Walk;
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// With fewer doors than this all of them are in sight.
const FEW: usize = 9;

/// To a door by typing its number: there at once, or what to do where there is none.
#[component]
pub fn Find(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let address = expect_context::<Address>();
    let typed = RwSignal::new(String::new());
    let missed = RwSignal::new(false);
    let many = Memo::new(move |_| {
        walk.with(|walk| walk.as_ref().is_some_and(|walk| walk.stops.len() >= FEW))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = typed.get_untracked();
        let found = walk.with_untracked(|walk| numbered(&walk.as_ref()?.stops, &typed));
        match found {
            Some(door) => address.go(&format!("/door/{}", door.0)),
            None => missed.set(!typed.trim().is_empty()),
        }
    };
    view! {
        <Show when=move || many.get()>
            <form class="find" role="search" on:submit=submit>
                <label for="find">{t!("doors.find")}</label>
                <input
                    id="find"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    enterkeyhint="go"
                    maxlength=LABEL_LENGTH.to_string()
                    prop:value=typed
                    on:input=move |event| {
                        missed.set(false);
                        typed.set(event_target_value(&event));
                    }
                />
                <button type="submit" class="button">
                    {t!("doors.find_go")}
                </button>
            </form>
            <p role="status" class="small" hidden=move || !missed.get()>
                {move || missed.get().then(|| t!("doors.find_none", label = typed.get().trim()))}
            </p>
        </Show>
    }
}

/// A door that is being added. A handle, copied freely.
#[derive(Clone, Copy)]
struct Adding {
    phone: Phone,
    evening: Evening,
    address: Address,
    walk: Signal<Option<Arc<Walk>>>,
    label: RwSignal<String>,
    floor: RwSignal<Option<i16>>,
    /// The stair's floors, the first one meant where none is picked.
    floors: Memo<Vec<i16>>,
    wrong: RwSignal<Option<String>>,
}

impl Adding {
    fn new(walk: Signal<Option<Arc<Walk>>>) -> Adding {
        Adding {
            phone: expect_context(),
            evening: expect_context(),
            address: expect_context(),
            walk,
            label: RwSignal::default(),
            floor: RwSignal::new(None),
            floors: Memo::new(move |_| {
                walk.with(|walk| {
                    let stops = walk.iter().flat_map(|walk| &walk.stops);
                    let mut floors: Vec<i16> = stops.filter_map(|stop| stop.door.floor).collect();
                    floors.dedup();
                    floors
                })
            }),
            wrong: RwSignal::new(None),
        }
    }

    /// Records it, and goes there; to the one that is there already, where it has that label.
    fn add(self) {
        let stair = self
            .walk
            .with_untracked(|walk| Some(walk.as_ref()?.stair.id));
        let Some(stair) = stair else { return };
        let first = || self.floors.with_untracked(|floors| floors.first().copied());
        let floor = self.floor.get_untracked().or_else(first);
        let typed = self.label.get_untracked();
        let draft = self
            .phone
            .read_untracked(|state| added(&estate::doors(state, stair), stair, &typed, floor));
        match draft {
            Err(NotAdded::NoLabel) => self.wrong.set(Some(t!("doors.add_no_label"))),
            Err(NotAdded::There(door)) => self.go_to(stair, door),
            Ok(draft) => spawn_local(async move {
                let what = t!("doors.added", label = typed.trim());
                // A failure stands in the banner.
                if let Ok(dots) = self.evening.record(self.phone, what, vec![draft]).await
                    && let Some(dot) = dots.first()
                {
                    self.go_to(stair, DoorId(*dot));
                }
            }),
        }
    }

    /// What is in another team's part of the stair is theirs to walk.
    fn go_to(self, stair: StairId, door: DoorId) {
        let turfs = untrack(|| my_turfs(self.phone));
        let walked = self.phone.walk_untracked(stair, &turfs, tonight());
        let is_mine = |walk: &Arc<Walk>| walk.stops.iter().any(|stop| stop.door.id == door);
        match walked.as_ref().is_some_and(is_mine) {
            true => self.address.go(&format!("/door/{}", door.0)),
            false => self.wrong.set(Some(t!("doors.add_elsewhere"))),
        }
    }
}

/// A door that is there and on no list.
#[component]
pub fn AddDoor(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let adding = Adding::new(walk);
    let Adding {
        label,
        floor,
        floors,
        wrong,
        ..
    } = adding;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        adding.add();
    };
    view! {
        <Folded summary=|| t!("doors.add")>
            <form class="stack" on:submit=submit novalidate>
                <div class="field">
                    <label for="add-label">{t!("doors.add_label")}</label>
                    <p class="error" id="add-wrong" role="alert">
                        {move || wrong.get()}
                    </p>
                    <input
                        id="add-label"
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        maxlength=LABEL_LENGTH.to_string()
                        aria-describedby="add-wrong"
                        aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                        bind:value=label
                    />
                </div>
                <Show when=move || floors.with(|floors| !floors.is_empty())>
                    <div class="field">
                        <label for="add-floor">{t!("doors.add_floor")}</label>
                        <select
                            id="add-floor"
                            on:change=move |event| floor.set(event_target_value(&event).parse().ok())
                        >
                            {move || {
                                floors
                                    .get()
                                    .into_iter()
                                    .map(|n| view! { <option value=n.to_string()>{floor_spoken(n)}</option> })
                                    .collect_view()
                            }}
                        </select>
                    </div>
                </Show>
                <button type="submit" class="button whole">
                    {t!("doors.add_it")}
                </button>
            </form>
        </Folded>
    }
}

/// Which way one walks: it changes which door is next, and nothing that is drawn.
#[component]
pub fn Walking(walk: Signal<Option<Arc<Walk>>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let walking = expect_context::<Evening>().walking;
    let storeys = Memo::new(move |_| {
        walk.with(|walk| {
            let walk = walk.as_ref();
            walk.is_some_and(|walk| walk.kind == BlockKind::Building)
        })
    });
    let button = move |words: String, pressed: Signal<bool>, turned: Callback<Route, Route>| {
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || pressed.get().to_string()
                on:click=move |_| {
                    let route = untrack(|| walking.route(phone));
                    walking.turn(phone, turned.run(route));
                }
            >
                {words}
            </button>
        }
    };
    let floors = move || {
        let each = Floors::ALL.map(|(floors, word)| {
            let pressed = Signal::derive(move || walking.route(phone).floors == floors);
            let turned = Callback::new(move |route: Route| Route { floors, ..route });
            button(t!(&format!("doors.walk_{word}")), pressed, turned)
        });
        each.into_iter().collect_view()
    };
    let along = Along::ALL.map(|(along, word)| {
        let pressed = Signal::derive(move || walking.route(phone).along == along);
        let turned = Callback::new(move |route: Route| Route { along, ..route });
        button(t!(&format!("doors.along_{word}")), pressed, turned)
    });
    view! {
        <Folded summary=|| t!("doors.walk")>
            <div class="stack">
                <Show when=move || storeys.get()>
                    <div class="days" role="group" aria-label=t!("doors.walk_floors")>
                        {floors()}
                    </div>
                </Show>
                <div class="days" role="group" aria-label=t!("doors.walk_along")>
                    {along.into_iter().collect_view()}
                </div>
                <p class="hint">{t!("doors.walk_kept")}</p>
            </div>
        </Folded>
    }
}
