//! A volunteer's phone: asking for a list for a meeting, and what was lent. It goes when the meeting is over.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sign::{SignIn, Signing};
use super::when_words;
use crate::canvass::act::{Act, acted};
use crate::canvass::dot::Dot;
use crate::canvass::event::Kind;
use crate::canvass::id::HouseholdId;
use crate::canvass::meeting::{List, Purpose, Row};
use crate::client::journal::Tick;
use crate::client::lending::OwnList;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::meetings::{Meeting, meetings};
use crate::sync::certificate::Role;
use crate::t;

/// The page.
#[component]
pub fn ListsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let lists = RwSignal::new(None::<Vec<OwnList>>);
    let asked = RwSignal::new(0_u32);
    // What was pulled meanwhile may be a list that was asked for.
    let version = Memo::new(move |_| {
        phone.read(|state| {
            state
                .of_kind(Kind::LENT)
                .map(|(dot, _)| dot)
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        version.track();
        asked.track();
        spawn_local(async move {
            let own = phone.own_lists().await;
            let _ = lists.try_set(Some(own));
        });
    });
    let coming = Memo::new(move |_| {
        let today = tonight().today;
        phone.read(|state| {
            let all = meetings(state).into_iter();
            all.filter(|it| it.day() >= today).collect::<Vec<_>>()
        })
    });
    let shown = move || {
        let lists = lists.get().unwrap_or_default();
        let all = coming.get().into_iter();
        all.map(|meeting| one(phone, meeting, &lists, asked))
            .collect_view()
    };
    view! {
        <OrganiserPage title=t!("meeting.own_lists") back=Back::Today least=Role::Volunteer>
            <p>{t!("meeting.own_lists_what")}</p>
            {shown}
            <Show when=move || coming.with(Vec::is_empty)>
                <p class="quiet">{t!("meeting.none_coming")}</p>
            </Show>
        </OrganiserPage>
    }
}

fn one(phone: Phone, meeting: Meeting, lists: &[OwnList], asked: RwSignal<u32>) -> AnyView {
    let of = |purpose: Purpose| {
        let mut own = lists.iter().filter(|it| it.asked.meeting == meeting.id);
        own.rfind(|it| it.asked.purpose == purpose).cloned()
    };
    let part = |purpose: Purpose| match of(purpose) {
        None => view! { <AskFor meeting=meeting.clone() purpose asked /> }.into_any(),
        Some(OwnList { list: None, .. }) => {
            let words = t!(&format!("meeting.waits_{}", purpose.word()));
            view! {
                <div class="banner">
                    <p>{words}</p>
                    <button type="button" class="button" on:click=move |_| phone.sync()>
                        {t!("meeting.fetch")}
                    </button>
                </div>
            }
            .into_any()
        }
        Some(OwnList {
            asked,
            list: Some(list),
        }) => {
            let ticked = asked.ticked.iter();
            let ticked: BTreeMap<HouseholdId, Tick> = ticked.map(|it| (it.home, *it)).collect();
            match purpose {
                Purpose::SignIn => {
                    let came = ticked.iter().map(|(home, tick)| (*home, tick.what));
                    let signing = Signing::new(&meeting, came.collect(), Some(asked.asked));
                    view! { <SignIn meeting=meeting.clone() list signing headed=false /> }
                        .into_any()
                }
                Purpose::Ringing => view! { <Ring list ticked asked=asked.asked /> }.into_any(),
            }
        }
    };
    let what = meeting.said().map(|said| said.what.clone());
    let ends = t!("meeting.ends", day = short_day(meeting.day()));
    view! {
        <section class="stack">
            <h2>
                <bdi>{what}</bdi>
            </h2>
            <p class="quiet">
                <bdi>{when_words(&meeting)}</bdi>
            </p>
            {part(Purpose::Ringing)}
            {part(Purpose::SignIn)}
            <p class="hint">{ends}</p>
        </section>
    }
    .into_any()
}

#[component]
fn AskFor(meeting: Meeting, purpose: Purpose, asked: RwSignal<u32>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let words = t!(&format!("meeting.ask_{}", purpose.word()));
    let tap = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let meeting = meeting.clone();
        spawn_local(async move {
            let done = phone.ask_for_list(&meeting, purpose).await;
            let _ = busy.try_set(false);
            match done {
                Ok(()) => {
                    phone.sync();
                    asked.try_update(|asked| *asked += 1);
                }
                Err(reason) => {
                    let _ = wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    };
    view! {
        <button type="button" class="button whole" disabled=busy on:click=tap>
            {words}
        </button>
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
    }
}

/// What somebody said who was rung, in the order of its numbers on the list, from 1.
const SAID: [Act; 3] = [Act::SaysYes, Act::NotSure, Act::NotForThem];

/// People to ring.
#[component]
fn Ring(list: List, ticked: BTreeMap<HouseholdId, Tick>, asked: Dot) -> impl IntoView {
    let ticked = RwSignal::new(ticked);
    let wrong = RwSignal::new(None::<String>);
    let lines = list.rows.iter().map(|row| {
        let place = list.places.get(usize::from(row.place)).cloned();
        rung(row.clone(), place.unwrap_or_default(), asked, ticked, wrong)
    });
    let lines = lines.collect_view();
    let left = {
        let homes: Vec<HouseholdId> = list.rows.iter().map(|row| row.home).collect();
        move || {
            let done = ticked.with(|it| homes.iter().filter(|home| it.contains_key(home)).count());
            t!("meeting.rung_of", n = done, all = homes.len())
        }
    };
    view! {
        <h3>{t!("meeting.to_ring")}</h3>
        <p class="figure">{left}</p>
        <p class="hint">{t!("meeting.to_ring_what")}</p>
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
        <ul class="stack">{lines}</ul>
    }
}

/// What was tapped of a home that was rung. The same again takes it back; another takes its place.
#[derive(Clone, Copy)]
struct Rung {
    phone: Phone,
    home: HouseholdId,
    asked: Dot,
    ticked: RwSignal<BTreeMap<HouseholdId, Tick>>,
    wrong: RwSignal<Option<String>>,
}

impl Rung {
    fn tick(self) -> Option<Tick> {
        self.ticked.with(|it| it.get(&self.home).copied())
    }

    fn tap(self, number: u8, act: Act) {
        let before = self.ticked.with_untracked(|it| it.get(&self.home).copied());
        let again = before.is_some_and(|tick| tick.what == number);
        let act = if again { Act::TakenBack } else { act };
        let instead: Vec<Dot> = before.and_then(|tick| tick.entry).into_iter().collect();
        // What was ticked before ticks had their entries stays as it is.
        if again && instead.is_empty() {
            return;
        }
        let draft = acted(self.home, act, tonight().today, instead);
        spawn_local(async move {
            match self.phone.record(vec![draft]).await {
                Ok(dots) => {
                    let _ = self.wrong.try_set(None);
                    let tick = Tick {
                        home: self.home,
                        what: if again { 0 } else { number },
                        entry: dots.first().copied(),
                    };
                    self.ticked.try_update(|it| match again {
                        true => it.remove(&self.home),
                        false => it.insert(self.home, tick),
                    });
                    self.phone.tick_on_list(self.asked, tick).await;
                }
                Err(reason) => {
                    let _ = self.wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    }
}

fn rung(
    row: Row,
    place: String,
    asked: Dot,
    ticked: RwSignal<BTreeMap<HouseholdId, Tick>>,
    wrong: RwSignal<Option<String>>,
) -> impl IntoView {
    let rung = Rung {
        phone: expect_context(),
        home: row.home,
        asked,
        ticked,
        wrong,
    };
    let buttons = (1_u8..).zip(SAID).map(|(number, act)| {
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || {
                    rung.tick().is_some_and(|tick| tick.what == number).to_string()
                }
                on:click=move |_| rung.tap(number, act)
            >
                {t!(&format!("meeting.said_{}", act.word()))}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    view! {
        <li class="card">
            <strong>
                <bdi>{row.name}</bdi>
            </strong>
            <span class="quiet">
                <bdi>{format!("{place}, {}", row.label)}</bdi>
            </span>
            <span class="figure">
                <bdi>{row.reach}</bdi>
            </span>
            <div class="stack tight" role="group" aria-label=t!("meeting.what_they_said")>
                {buttons}
            </div>
        </li>
    }
}
