//! My stairs tonight: what is left first.

use std::sync::Arc;

use leptos::prelude::*;

use super::incident::ToIncident;
use super::name_unknown::NameUnknown;
use super::places::stair_name;
use super::talk;
use crate::canvass::conversation;
use crate::canvass::estate;
use crate::canvass::id::TurfId;
use crate::canvass::walk::{Walk, next_door};
use crate::client::clock;
use crate::client::parts::below::Below;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::clock_wrong::ClockBanner;
use crate::client::parts::evening::Evening;
use crate::client::parts::home_screen::HomeScreen;
use crate::client::parts::in_turn::once_painted;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::progress::ProgressBar;
use crate::client::parts::tongue_choice::TongueChoice;
use crate::client::parts::when::{long_day, tonight};
use crate::client::phone::Phone;
use crate::client::told::Membership;
use crate::organise::ending::days_left;
use crate::organise::meetings::meetings;
use crate::sync::certificate::Role;
use crate::t;

/// So many stairs are drawn before the first frame: no phone shows more.
const AT_ONCE: usize = 6;

/// My turfs' stairs.
#[component]
pub fn Today() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    phone.freshen();
    let walks = Memo::new(move |_| {
        let turfs = my_turfs(phone);
        phone.walks(&turfs, tonight())
    });
    // The bottom bar leads back to a stair even before one was opened.
    Effect::new(move |_| {
        let first = walks.with(|walks| walks.first().map(|walk| walk.stair.id));
        if evening.stair.get_untracked().is_none() && first.is_some() {
            evening.stair.set(first);
        }
    });
    let none = Memo::new(move |_| walks.with(Vec::is_empty));
    let greeting = move || {
        let membership = phone.membership().get();
        t!(
            "volunteer.hello",
            name = membership.map(|m| m.name).unwrap_or_default()
        )
    };
    view! {
        <Page title=t!("volunteer.today") at=Place::Today>
            <Heading>{t!("volunteer.my_stairs")}</Heading>
            <p class="quiet">{greeting}</p>
            <UpdateWaiting />
            <NameUnknown />
            <ClockBanner />
            <NewQuestions />
            <NotAllHere />
            <EndsSoon />
            <HomeScreen />
            {move || match none.get() {
                true => view! { <Nothing /> }.into_any(),
                false => view! { <Cards walks /> }.into_any(),
            }}
            <Below>
                <a class="button whole" href="/promises">
                    {t!("doors.promises")}
                </a>
                <ToIncident />
                <OwnDevices />
                <TongueChoice />
                <div class="reach">
                    <a class="button whole" href="/shift">
                        {t!("volunteer.end_shift")}
                    </a>
                </div>
            </Below>
        </Page>
    }
}

/// To the pages of the other program that are a volunteer's and a trainer's too: the browser is to
/// load it.
#[component]
fn OwnDevices() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let trains = move || {
        let own = phone.membership().get();
        own.is_some_and(|own| own.role == Role::Trainer)
    };
    let meets = Memo::new(move |_| {
        let today = tonight().today;
        phone.read(|state| meetings(state).iter().any(|it| it.day() >= today))
    });
    view! {
        {move || {
            meets
                .get()
                .then(|| {
                    view! {
                        <a class="button whole" href="/organise/lists" rel="external">
                            {t!("phone.meetings")}
                        </a>
                    }
                })
        }}
        {move || {
            trains()
                .then(|| {
                    view! {
                        <a class="button whole" href="/organise/train" rel="external">
                            {t!("phone.invite_volunteers")}
                        </a>
                    }
                })
        }}
        <a class="button plain" href="/pin">
            {t!("phone.pin")}
        </a>
        <a class="button plain" href="/device">
            {t!("phone.own_device")}
        </a>
        <a class="button plain" href="/practice">
            {t!("practice.again")}
        </a>
    }
}

/// The turfs of this phone; an organiser's are all there are.
pub fn my_turfs(phone: Phone) -> Vec<TurfId> {
    match phone.membership().get() {
        Some(Membership {
            role: Role::Organiser,
            ..
        }) => phone.read(|state| {
            estate::turfs(state)
                .into_iter()
                .map(|turf| turf.id)
                .collect()
        }),
        Some(membership) => membership.turfs,
        None => Vec::new(),
    }
}

/// The stairs: as many as a screen shows, and the others once those have been painted.
#[component]
fn Cards(walks: Memo<Vec<Arc<Walk>>>) -> impl IntoView {
    let painted = once_painted();
    let some = move |begun: bool| {
        let walks = walks.get().into_iter().enumerate();
        let walks = walks.filter(|(place, _)| (*place < AT_ONCE) == begun);
        walks.map(card).collect_view()
    };
    view! {
        <ul class="stack">
            {move || some(true)}
            {move || painted.get().then(|| some(false))}
        </ul>
    }
}

fn card((place, walk): (usize, Arc<Walk>)) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let walked = phone.route().walked(&walk.stops);
    let progress = walk.progress();
    let next = next_door(&walked, None);
    let next = next.and_then(|id| walk.stops.iter().find(|stop| stop.door.id == id));
    let next = next.map(|stop| stop.door.label.clone());
    let address = format!("/stair/{}", walk.stair.id.0);
    let first = place == 0 && progress.left > 0;
    view! {
        <li>
            <a class="card" class:next=first href=address>
                <h2>
                    <bdi>{walk.block.clone()}</bdi>
                </h2>
                {stair_name(&walk).map(|name| view! { <span><bdi>{name}</bdi></span> })}
                <ProgressBar progress />
                {next.map(|label| view! { <span class="quiet">{t!("volunteer.next_is", label = label)}</span> })}
            </a>
        </li>
    }
}

/// Nothing to do yet, and what will be here.
#[component]
fn Nothing() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let fetching = move || phone.fetching().with(Option::is_some);
    view! {
        <div class="banner">
            <p>
                {move || {
                    if fetching() { t!("volunteer.nothing_fetching") } else { t!("volunteer.nothing_yet") }
                }}
            </p>
        </div>
        <button type="button" class="button" on:click=move |_| phone.sync()>
            {t!("volunteer.fetch_now")}
        </button>
        <a class="button" href="/practice">
            {t!("practice.offer")}
        </a>
        <p class="hint">{t!("practice.offer_hint")}</p>
    }
}

/// Some of what was given to this phone has not come: better said before the signal goes.
#[component]
fn NotAllHere() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let missing = Memo::new(move |_| {
        phone.fetching().with(|fetching| {
            let fetching = fetching.as_ref();
            fetching.is_some_and(|fetching| {
                fetching.doors_done > 0 && fetching.doors_done < fetching.doors_total
            })
        })
    });
    move || {
        missing.get().then(|| {
            view! {
                <div class="banner" role="status">
                    <p>{t!("volunteer.not_all_here")}</p>
                </div>
            }
        })
    }
}

/// The campaign ends before long, and this phone is empty then.
#[component]
fn EndsSoon() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let ends = Memo::new(move |_| phone.membership().get().map(|own| own.ends));
    move || {
        let ends = ends.get().filter(|_| !phone.is_to_practise())?;
        let left = days_left(ends, clock::now())?;
        let words = t!("phone.ends_in", n = left, day = long_day(ends));
        Some(view! { <p class="banner">{words}</p> })
    }
}

/// What is asked has changed since this evening began: said here, and asked from the next one on.
#[component]
fn NewQuestions() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let waits = Memo::new(move |_| {
        let person = phone.membership().get().map(|own| own.person);
        let since = talk::since(phone);
        phone.read(|state| person.is_some_and(|me| conversation::newer_waits(state, me, since)))
    });
    move || {
        waits.get().then(|| {
            view! { <p class="banner">{t!("volunteer.new_questions")}</p> }
        })
    }
}

/// A new version of the app: only here, never under anyone's hands at a door.
#[component]
fn UpdateWaiting() -> impl IntoView {
    let phone = expect_context::<Phone>();
    move || {
        phone.update_waiting().get().then(|| {
            view! {
                <div class="banner good">
                    <p>{t!("volunteer.update_waiting")}</p>
                    <button type="button" class="button" on:click=move |_| phone.update_now()>
                        {t!("volunteer.update_now")}
                    </button>
                </div>
            }
        })
    }
}
