//! What residents asked to have erased, each with its day; and how often a door is tried.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::canvass::attempts;
use crate::canvass::draft::Draft;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::client::pages::organiser::morning::places;
use crate::client::parts::when::{short_day, time_and_day, tonight};
use crate::client::phone::Phone;
use crate::organise::report::Report;
use crate::organise::requests::{ToErase, erase, to_erase};
use crate::t;

/// Who asked to be erased.
#[component]
pub fn Requests(report: Memo<Report>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let rows = Memo::new(move |_| phone.read(|state| to_erase(state, tonight())));
    let doors = Memo::new(move |_| report.with(places));
    let place = move |door: DoorId| doors.with(|doors| doors.get(&door).cloned());
    view! {
        <p class="quiet">
            {move || match rows.with(Vec::is_empty) {
                true => t!("night.erase_none"),
                false => t!("night.erase_what"),
            }}
        </p>
        <ul class="stack tight">
            <For each=move || rows.get() key=|row| row.household let:row>
                <li class="card">{request(row, move |door| place(door).unwrap_or_default())}</li>
            </For>
        </ul>
    }
}

fn request(row: ToErase, place: impl Fn(DoorId) -> String + Send + 'static) -> impl IntoView {
    let late = row.until < tonight().today;
    let day = short_day(row.until);
    let door = row.door;
    view! {
        <p class="figure">
            <bdi>{move || place(door)}</bdi>
        </p>
        <p class:error=late>
            {if late { t!("night.erase_late", day = day) } else { t!("night.erase_by", day = day) }}
        </p>
        <p class="quiet small">
            {t!("volunteer.safety_by", name = row.by, time = time_and_day(row.at))}
        </p>
        <Erase household=row.household />
    }
}

/// To erase it, in two steps: nothing brings it back.
#[component]
fn Erase(household: HouseholdId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let asked = RwSignal::new(false);
    let wrong = RwSignal::new(None);
    let now = move |_| {
        let draft = phone.read_untracked(|state| erase(state, household));
        record(phone, draft, wrong);
    };
    view! {
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
        {move || match asked.get() {
            false => {
                view! {
                    <button type="button" class="button" on:click=move |_| asked.set(true)>
                        {t!("night.erase")}
                    </button>
                }
                    .into_any()
            }
            true => {
                view! {
                    <p>{t!("night.erase_sure")}</p>
                    <div class="row">
                        <button type="button" class="button danger" on:click=now>
                            {t!("night.erase_now")}
                        </button>
                        <button type="button" class="button" on:click=move |_| asked.set(false)>
                            {t!("volunteer.cancel")}
                        </button>
                    </div>
                }
                    .into_any()
            }
        }}
    }
}

fn record(phone: Phone, draft: Draft, wrong: RwSignal<Option<String>>) {
    spawn_local(async move {
        match phone.record(vec![draft]).await {
            Ok(_) => phone.sync(),
            Err(reason) => {
                let _ = wrong.try_set(Some(reason.sentence()));
            }
        }
    });
}

/// How often a door is tried where nobody is reached.
#[component]
pub fn Tries() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let wrong = RwSignal::new(None);
    let most = Memo::new(move |_| phone.read(attempts::most));
    let button = move |n: u8| {
        let set = move |_| {
            if most.get_untracked() != usize::from(n) {
                match phone.read_untracked(|state| attempts::set(state, n)) {
                    Ok(draft) => record(phone, draft, wrong),
                    Err(why) => wrong.set(Some(t!(why.key(), most = attempts::AT_MOST))),
                }
            }
        };
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || (most.get() == usize::from(n)).to_string()
                on:click=set
            >
                {n}
            </button>
        }
    };
    view! {
        <p class="quiet">{t!("night.tries_what")}</p>
        <div class="row" role="group" aria-label=t!("night.tries")>
            {(1..=attempts::AT_MOST).map(button).collect_view()}
        </div>
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
    }
}
