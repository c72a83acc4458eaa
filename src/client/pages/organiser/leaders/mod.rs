//! Whom people here listen to, stair by stair.

mod each;
mod one;
mod whom;

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::estate_switch::{Estates, ExtentSwitch};
use super::frame::{Back, OrganiserPage};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::estates::{Extent, Places};
use crate::organise::leaders::{FEWEST_ASKED, Named, StairLeaders, Step, leaders};
use crate::t;
use each::Each;
pub use one::Leader;
use whom::WhoIsIt;

/// A stair as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    place: String,
    leaders: StairLeaders,
    /// Its doors, each with who lives there and what is on it, in walk order.
    doors: Vec<(DoorId, HouseholdId, String)>,
}

fn read(state: &State, of: &Extent) -> Vec<Shown> {
    let mut all = leaders(state, tonight().today);
    let mut doors = estate::all_doors(state);
    let mut shown = Vec::new();
    let places = Places::new(state, of);
    let blocks = estate::blocks(state).into_iter();
    for block in blocks.filter(|block| of.has(block.id)) {
        for stair in &block.stairs {
            let (Some(leaders), Some(doors)) = (all.remove(&stair.id), doors.remove(&stair.id))
            else {
                continue;
            };
            let place = (places.name(stair.id, |key| t!(key))).unwrap_or_default();
            let doors = doors.into_iter().map(|door| {
                let home = estate::household(state, door.id);
                (door.id, home, door.label)
            });
            shown.push(Shown {
                place,
                leaders,
                doors: doors.collect(),
            });
        }
    }
    shown
}

/// The page.
#[component]
pub fn Leaders() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let estates = Estates::new(phone);
    let stairs = Memo::new(move |_| {
        let of = estates.extent();
        phone.read(|state| read(state, &of))
    });
    view! {
        <OrganiserPage title=t!("leaders.people") back=Back::Home>
            <p>{t!("leaders.what")}</p>
            <ExtentSwitch estates />
            <Show when=move || stairs.with(Vec::is_empty)>
                <p class="quiet">{t!("organiser.no_list")}</p>
            </Show>
            {move || stairs.get().into_iter().map(stair).collect_view()}
            <Each />
        </OrganiserPage>
    }
}

fn stair(shown: Shown) -> impl IntoView {
    let Shown {
        place,
        leaders,
        doors,
    } = shown;
    let labels: BTreeMap<DoorId, String> = doors
        .iter()
        .map(|(door, _, label)| (*door, label.clone()))
        .collect();
    let asked = match (leaders.too_few(), leaders.named.is_empty()) {
        (true, _) => t!(
            "leaders.too_few",
            n = leaders.asked,
            all = leaders.homes,
            least = FEWEST_ASKED
        ),
        (false, true) => t!("leaders.none", all = leaders.asked),
        (false, false) => t!("leaders.asked", n = leaders.asked, all = leaders.homes),
    };
    let homes = leaders.each.homes();
    let more = match leaders.gap() {
        0 => t!("leaders.no_more", homes = homes),
        n => t!("leaders.more", n = n, homes = homes),
    };
    let tested = t!(
        "leaders.tested",
        n = leaders.tested(),
        homes = leaders.homes
    );
    let all = leaders.asked;
    let people = leaders.named.into_iter().map(|named| {
        let label = labels.get(&named.door).cloned().unwrap_or_default();
        person(&named, all, label)
    });
    let unknown = leaders.unknown.into_iter();
    let unknown = unknown.map(|unknown| view! { <WhoIsIt unknown doors=doors.clone() /> });
    view! {
        <section class="stack">
            <h2>
                <bdi>{place}</bdi>
            </h2>
            <p>
                <span class="figure">{tested}</span>
                ". "
                {more}
            </p>
            <p class="quiet">{asked}</p>
            <ul class="stack tight">{people.collect_view()}</ul>
            {unknown.collect_view()}
        </section>
    }
}

fn person(named: &Named, all: usize, label: String) -> impl IntoView + use<> {
    let others = named.by_others;
    let others = (others > 0).then(|| t!("leaders.named_others", n = others));
    let by = t!("leaders.named_by", n = named.by_own, all = all);
    view! {
        <li class="card">
            <p class="figure">
                <bdi>{label.clone()}</bdi>
            </p>
            <p>{by} " " {others}</p>
            <p class="quiet">
                <bdi>{step_words(&named.step)}</bdi>
            </p>
            <a class="button" href=format!("/organise/leader/{}", named.door.0)>
                {t!("leaders.open", label = label)}
            </a>
        </li>
    }
}

/// How far it has come, in words.
fn step_words(step: &Step) -> String {
    match step {
        Step::Named => t!("leaders.step_named"),
        Step::TalkedTo(day) => t!("leaders.step_talked", day = short_day(*day)),
        Step::Agreed(asked) => t!(
            "leaders.step_agreed",
            n = asked.homes.len(),
            day = short_day(asked.by),
            task = asked.task
        ),
        Step::Tested {
            asked,
            moved,
            on,
            due,
        } => {
            let tested = t!(
                "leaders.step_tested",
                day = short_day(*on),
                moved = moved,
                asked = asked.homes.len(),
                task = asked.task
            );
            match due {
                true => format!("{tested} {}", t!("leaders.step_due")),
                false => tested,
            }
        }
    }
}
