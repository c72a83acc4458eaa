//! One of them: talked to, agreed to something, tested.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Shown, read, step_words};
use crate::canvass::estate::natural;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::client::address::Address;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{field_day, picked_day, tonight};
use crate::client::phone::Phone;
use crate::organise::estates::Extent;
use crate::organise::leaders::{Asked, Named, Step, agreed, came, talked_to, unnamed};
use crate::t;

/// A week is offered to begin with.
const DAYS: i32 = 7;

/// What is known of who lives at this door, and the other homes of their stair.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Them {
    /// Their stair, and what is on their door.
    label: String,
    asked: usize,
    named: Named,
    /// Their neighbours, by what is on the door and in its order.
    others: Vec<(HouseholdId, String)>,
}

fn them(shown: Vec<Shown>, door: DoorId) -> Option<Them> {
    let has = |shown: &Shown| shown.doors.iter().any(|(id, ..)| *id == door);
    let shown = shown.into_iter().find(has)?;
    let named = shown.leaders.named.into_iter();
    let label = |id: DoorId| {
        let found = shown.doors.iter().find(|(other, ..)| *other == id);
        found.map(|(_, _, label)| format!("{}, {label}", shown.place))
    };
    let others = shown.doors.iter().filter(|(id, ..)| *id != door);
    let mut others: Vec<_> = others
        .map(|(_, home, label)| (*home, label.clone()))
        .collect();
    others.sort_by(|(_, a), (_, b)| natural(a, b));
    Some(Them {
        label: label(door)?,
        asked: shown.leaders.asked,
        others,
        named: named.into_iter().find(|named| named.door == door)?,
    })
}

/// The page.
#[component]
pub fn Leader(
    /// Their door, where the path names one.
    door: Option<DoorId>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let them = Memo::new(move |_| them(phone.read(|state| read(state, &Extent::Campaign)), door?));
    view! {
        <OrganiserPage title=t!("leaders.people") back=Back::Leaders>
            {move || match them.get() {
                Some(them) => known(them).into_any(),
                None => view! { <p class="quiet">{t!("leaders.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn known(them: Them) -> impl IntoView {
    let by = t!("leaders.named_by", n = them.named.by_own, all = them.asked);
    let home = them.named.home;
    let words = step_words(&them.named.step);
    let (talk, list, again) = match them.named.step.clone() {
        Step::Named => (true, None, false),
        Step::TalkedTo(_) => (false, None, true),
        Step::Agreed(asked) => (false, Some(asked), false),
        Step::Tested { .. } => (false, None, true),
    };
    let others = them.others.clone();
    view! {
        <h2>
            <bdi>{them.label}</bdi>
        </h2>
        <p>{by}</p>
        <p class="figure">
            <bdi>{words}</bdi>
        </p>
        {talk.then(|| view! { <Talk home /> })}
        {list.map(|asked| view! { <WhoCame home asked others=them.others /> })}
        {again.then(|| view! { <Agree home others /> })}
        <Unnamed home />
    }
}

/// They have heard that they were named, and do not want it.
#[component]
fn Unnamed(home: HouseholdId) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let take_off = move |_| {
        saving.save(vec![unnamed(home)], String::new(), move |_| {
            address.go("/organise/leaders");
        });
    };
    view! {
        <details class="more">
            <summary>{t!("leaders.unnamed")}</summary>
            <p>{t!("leaders.unnamed_what")}</p>
            <Wrong saving />
            <button type="button" class="button" disabled=saving.busy on:click=take_off>
                {t!("leaders.unnamed_now")}
            </button>
        </details>
    }
}

#[component]
fn Talk(home: HouseholdId) -> impl IntoView {
    let saving = Saving::new();
    let talk = move |_| {
        let today = tonight().today;
        let draft = saving
            .phone
            .read_untracked(|state| talked_to(state, home, today));
        saving.save(vec![draft], String::new(), |_| ());
    };
    view! {
        <p>{t!("leaders.talk_what")}</p>
        <Wrong saving />
        <button type="button" class="button primary" disabled=saving.busy on:click=talk>
            {t!("leaders.talk")}
        </button>
    }
}

/// Homes to tick: those that are, by their place.
fn homes(others: &[(HouseholdId, String)]) -> (Vec<(HouseholdId, RwSignal<bool>)>, Vec<AnyView>) {
    let ticks: Vec<_> = others
        .iter()
        .map(|(home, _)| (*home, RwSignal::new(false)))
        .collect();
    let views = ticks.iter().zip(others).map(|((_, tick), (_, label))| {
        let tick = *tick;
        view! {
            <label class="choice">
                <input type="checkbox" bind:checked=tick />
                <span>
                    <bdi>{label.clone()}</bdi>
                </span>
            </label>
        }
        .into_any()
    });
    let views = views.collect();
    (ticks, views)
}

fn ticked(ticks: &[(HouseholdId, RwSignal<bool>)]) -> Vec<HouseholdId> {
    let ticked = ticks.iter().filter(|(_, tick)| tick.get_untracked());
    ticked.map(|(home, _)| *home).collect()
}

/// What they agree to, with which homes, by when.
#[component]
fn Agree(home: HouseholdId, others: Vec<(HouseholdId, String)>) -> impl IntoView {
    let saving = Saving::new();
    let task = RwSignal::new(String::new());
    let by = RwSignal::new(Some(tonight().today + DAYS));
    let (ticks, views) = homes(&others);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let homes = ticked(&ticks);
        let draft = by.get_untracked().and_then(|by| {
            let task = task.get_untracked();
            saving
                .phone
                .read_untracked(|state| agreed(state, home, &task, &homes, by))
        });
        let missing = t!("leaders.task_missing");
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <h3>{t!("leaders.again")}</h3>
            <div class="field">
                <label for="task">{t!("leaders.task")}</label>
                <p class="hint" id="task-hint">
                    {t!("leaders.task_hint")}
                </p>
                <input
                    id="task"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="140"
                    aria-describedby="task-hint"
                    bind:value=task
                />
            </div>
            <div class="field">
                <label for="by">{t!("leaders.by")}</label>
                <input
                    id="by"
                    type="date"
                    prop:value=move || by.get().map(field_day).unwrap_or_default()
                    on:change=move |event| by.set(picked_day(&event_target_value(&event)))
                />
            </div>
            <fieldset class="stack tight">
                <legend>
                    <strong>{t!("leaders.homes")}</strong>
                </legend>
                {views}
            </fieldset>
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("leaders.agree")}
            </button>
        </form>
    }
}

/// Which of the homes they agreed to bring came.
#[component]
fn WhoCame(home: HouseholdId, asked: Asked, others: Vec<(HouseholdId, String)>) -> impl IntoView {
    let saving = Saving::new();
    let listed: Vec<_> = others
        .into_iter()
        .filter(|(other, _)| asked.homes.contains(other))
        .collect();
    let (ticks, views) = homes(&listed);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (homes, today) = (ticked(&ticks), tonight().today);
        let draft = saving
            .phone
            .read_untracked(|state| came(state, home, &asked, &homes, today));
        saving.save(vec![draft], String::new(), |_| ());
    };
    view! {
        <form class="stack" on:submit=submit>
            <fieldset class="stack tight">
                <legend>
                    <strong>{t!("leaders.came")}</strong>
                </legend>
                {views}
            </fieldset>
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("leaders.came_keep")}
            </button>
        </form>
    }
}
