//! Finding one's way on a stair: a door by its number, one that no list has, and which way one walks.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::places::floor_spoken;
use super::today::my_turfs;
use crate::canvass::added::{LABEL_LENGTH, NotAdded, added};
use crate::canvass::estate;
use crate::canvass::fact::BlockKind;
use crate::canvass::id::DoorId;
use crate::canvass::route::{Along, Floors, Route, numbered};
use crate::canvass::walk::{self, Walk};
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// With fewer doors than this all of them are in sight.
const FEW: usize = 9;

/// To a door by typing its number: there at once, or what to do where there is none.
#[component]
pub fn Find(walk: Signal<Option<Walk>>) -> impl IntoView {
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

/// A door that is there and on no list.
#[component]
pub fn AddDoor(walk: Signal<Option<Walk>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let label = RwSignal::new(String::new());
    let floor = RwSignal::new(None::<i16>);
    let wrong = RwSignal::new(None::<String>);
    let floors = Memo::new(move |_| {
        walk.with(|walk| {
            let stops = walk.iter().flat_map(|walk| &walk.stops);
            let mut floors: Vec<i16> = stops.filter_map(|stop| stop.door.floor).collect();
            floors.dedup();
            floors
        })
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(stair) = walk.with_untracked(|walk| walk.as_ref().map(|walk| walk.stair.id))
        else {
            return;
        };
        // What is in another team's part of the stair is theirs to walk.
        let go_to = move |door: DoorId| {
            let turfs = untrack(|| my_turfs(phone));
            let walked = phone.read_untracked(|state| walk::walk(state, stair, &turfs, tonight()));
            let is_mine = |walk: &Walk| walk.stops.iter().any(|stop| stop.door.id == door);
            match walked.as_ref().is_some_and(is_mine) {
                true => address.go(&format!("/door/{}", door.0)),
                false => wrong.set(Some(t!("doors.add_elsewhere"))),
            }
        };
        let floor = floor
            .get_untracked()
            .or_else(|| floors.with_untracked(|floors| floors.first().copied()));
        let typed = label.get_untracked();
        let draft =
            phone.read_untracked(|state| added(&estate::doors(state, stair), stair, &typed, floor));
        match draft {
            Err(NotAdded::NoLabel) => wrong.set(Some(t!("doors.add_no_label"))),
            Err(NotAdded::There(door)) => go_to(door),
            Ok(draft) => spawn_local(async move {
                let what = t!("doors.added", label = typed.trim());
                // A failure stands in the banner.
                if let Ok(dots) = evening.record(phone, what, vec![draft]).await
                    && let Some(dot) = dots.first()
                {
                    go_to(DoorId(*dot));
                }
            }),
        }
    };
    view! {
        <details class="more">
            <summary>{t!("doors.add")}</summary>
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
        </details>
    }
}

/// Which way one walks: it changes which door is next, and nothing that is drawn.
#[component]
pub fn Walking(walk: Signal<Option<Walk>>) -> impl IntoView {
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
        <details class="more">
            <summary>{t!("doors.walk")}</summary>
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
        </details>
    }
}
