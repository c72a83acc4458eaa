//! Phones that asked for a list, and lending it; who rings whom.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::canvass::fold::State;
use crate::canvass::id::HouseholdId;
use crate::canvass::meeting::Purpose;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::meetings::{
    Ask, Meeting, NotAssigned, asks, lend, ring_list, sign_in_list, to_ring,
};
use crate::sync::lent::NotLent;
use crate::t;

/// So many are suggested to one who rings.
const EACH: usize = 10;

/// Somebody who may be rung, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    home: HouseholdId,
    words: String,
    pledged: bool,
    /// How many ring them already.
    rung: usize,
}

fn rows(state: &State, meeting: &Meeting) -> Vec<Row> {
    let all = to_ring(state, meeting, tonight().today).into_iter();
    all.map(|ring| Row {
        home: ring.home,
        words: format!("{} · {}", ring.name, door_words(state, ring.door)),
        pledged: ring.pledged,
        rung: ring.by.len(),
    })
    .collect()
}

/// Everybody who asked for this meeting.
#[component]
pub fn Asks(meeting: Meeting) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let id = meeting.id;
    let asked = Memo::new(move |_| {
        phone.read(|state| {
            let all = asks(state).into_iter();
            all.filter(|ask| ask.meeting == id).collect::<Vec<_>>()
        })
    });
    let lines = move || {
        let all = asked.get().into_iter();
        all.map(|ask| line(phone, ask, &meeting)).collect_view()
    };
    view! {
        <p class="hint">{t!("meeting.lists_what")}</p>
        <ul class="stack">{lines}</ul>
        <Show when=move || asked.with(Vec::is_empty)>
            <p class="quiet">{t!("meeting.lists_none")}</p>
        </Show>
    }
}

fn line(phone: Phone, ask: Ask, meeting: &Meeting) -> AnyView {
    let key = format!("meeting.asks_{}", ask.purpose.word());
    let words = t!(&key, name = ask.name);
    let rest = match (ask.until, ask.purpose) {
        (Some(until), _) => {
            let rung = phone.read_untracked(|state| {
                let all = to_ring(state, meeting, tonight().today);
                all.iter().filter(|it| it.by.contains(&ask.dot)).count()
            });
            let lent = t!("meeting.lent", day = short_day(until));
            let rings = (ask.purpose == Purpose::Ringing).then(|| t!("meeting.rings", n = rung));
            view! { <p class="quiet">{lent} " " {rings}</p> }.into_any()
        }
        (None, Purpose::SignIn) => view! { <LendSignIn ask meeting=meeting.clone() /> }.into_any(),
        (None, Purpose::Ringing) => view! { <LendRing ask meeting=meeting.clone() /> }.into_any(),
    };
    view! {
        <li class="card">
            <strong>
                <bdi>{words}</bdi>
            </strong>
            {rest}
        </li>
    }
    .into_any()
}

fn not_lent(why: NotLent) -> String {
    match why {
        NotLent::NoKey => t!("meeting.no_key"),
        NotLent::TooLong => t!("meeting.too_long"),
    }
}

#[component]
fn LendSignIn(ask: Ask, meeting: Meeting) -> impl IntoView {
    let saving = Saving::new();
    let label = t!("meeting.lend_to", name = ask.name);
    let tap = move |_| {
        let phone = saving.phone;
        let today = tonight().today;
        let list =
            phone.read_untracked(|state| sign_in_list(state, &meeting, today, &|key| t!(key)));
        match phone.seal_list(&ask, &list) {
            Ok(sealed) => saving.save(vec![lend(&ask, &meeting, sealed)], String::new(), |_| ()),
            Err(why) => saving.wrong.set(Some(not_lent(why))),
        }
    };
    view! {
        <Wrong saving />
        <button type="button" class="button primary" disabled=saving.busy on:click=tap>
            {label}
        </button>
    }
}

#[component]
fn LendRing(ask: Ask, meeting: Meeting) -> impl IntoView {
    let saving = Saving::new();
    let all = saving.phone.read_untracked(|state| rows(state, &meeting));
    // Those whom nobody rings yet, a few of them.
    let suggested = all.iter().filter(|row| row.rung == 0).take(EACH);
    let chosen: BTreeSet<HouseholdId> = suggested.map(|row| row.home).collect();
    let chosen = RwSignal::new(chosen);
    let label = t!("meeting.lend_to", name = ask.name);
    let boxes = all.iter().map(|row| tick_box(row, chosen)).collect_view();
    let nobody = all.is_empty();
    let tap = move |_| {
        let phone = saving.phone;
        let today = tonight().today;
        let made = phone.read_untracked(|state| {
            ring_list(state, &ask, &chosen.get_untracked(), today, &|key| t!(key))
        });
        let (list, rings) = match made {
            Ok(made) => made,
            Err(NotAssigned::Nobody) => return saving.wrong.set(Some(t!("meeting.nobody_chosen"))),
            Err(NotAssigned::NotAsked) => return saving.wrong.set(Some(t!("meeting.gone"))),
        };
        match phone.seal_list(&ask, &list) {
            Ok(sealed) => {
                let drafts = vec![rings, lend(&ask, &meeting, sealed)];
                saving.save(drafts, String::new(), |_| ());
            }
            Err(why) => saving.wrong.set(Some(not_lent(why))),
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{t!("meeting.ring_whom")}</legend>
            {boxes}
            {nobody.then(|| view! { <p class="quiet">{t!("meeting.ring_nobody")}</p> })}
        </fieldset>
        <Wrong saving />
        <button type="button" class="button primary" disabled=saving.busy on:click=tap>
            {label}
        </button>
    }
}

fn tick_box(row: &Row, chosen: RwSignal<BTreeSet<HouseholdId>>) -> impl IntoView + use<> {
    let home = row.home;
    let words = row.words.clone();
    let said = row.pledged.then(|| t!("meeting.said_yes"));
    let rung = (row.rung > 0).then(|| t!("meeting.is_rung", n = row.rung));
    let notes: Vec<String> = [said, rung].into_iter().flatten().collect();
    let change = move |event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            if on {
                chosen.insert(home);
            } else {
                chosen.remove(&home);
            }
        });
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || chosen.with(|chosen| chosen.contains(&home))
                on:change=change
            />
            <span>
                <bdi>{words}</bdi>
                " "
                <span class="quiet">{notes.join(" · ")}</span>
            </span>
        </label>
    }
}
