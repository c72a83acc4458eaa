//! Phones that asked for a list, and lending it; who rings whom.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::canvass::author::Role;
use crate::canvass::draft::Draft;
use crate::canvass::fold::State;
use crate::canvass::id::HouseholdId;
use crate::canvass::meeting::Purpose;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::meetings::{
    Ask, Lending, LentAnew, Meeting, NotAssigned, RingList, asks, end, lend, lent_anew, named,
    ring_list, sign_in_list, stale, to_ring,
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
            let stale = stale(state, tonight().today);
            let all = asks(state).into_iter().filter(|ask| ask.meeting == id);
            all.map(|ask| (stale.contains(&ask.dot), ask))
                .collect::<Vec<_>>()
        })
    });
    let lines = move || {
        let all = asked.get().into_iter();
        all.map(|(stale, ask)| line(phone, ask, &meeting, stale))
            .collect_view()
    };
    view! {
        <p class="hint">{t!("meeting.lists_what")}</p>
        <ul class="stack">{lines}</ul>
        <Show when=move || asked.with(Vec::is_empty)>
            <p class="quiet">{t!("meeting.lists_none")}</p>
        </Show>
    }
}

fn role_words(role: Role) -> String {
    match role {
        Role::Volunteer => t!("meeting.as_volunteer"),
        Role::Trainer => t!("meeting.as_trainer"),
        Role::Organiser => t!("meeting.as_organiser"),
    }
}

fn line(phone: Phone, ask: Ask, meeting: &Meeting, stale: bool) -> AnyView {
    let key = format!("meeting.asks_{}", ask.purpose.word());
    let words = t!(&key, name = ask.name);
    let role = role_words(ask.role);
    let rest = match (ask.lending, ask.purpose) {
        (Lending::Until(until), _) => {
            let rung = phone.read_untracked(|state| {
                let all = to_ring(state, meeting, tonight().today);
                all.iter().filter(|it| it.by.contains(&ask.dot)).count()
            });
            let lent = t!("meeting.lent", day = short_day(until));
            let rings = (ask.purpose == Purpose::Ringing).then(|| t!("meeting.rings", n = rung));
            view! {
                <p class="quiet">{lent} " " {rings}</p>
                <Lent ask meeting=meeting.clone() stale />
            }
            .into_any()
        }
        (Lending::Ended(_), _) => view! { <p class="quiet">{t!("meeting.ended")}</p> }.into_any(),
        (Lending::Waits, Purpose::SignIn) => {
            view! { <LendSignIn ask meeting=meeting.clone() /> }.into_any()
        }
        (Lending::Waits, Purpose::Ringing) => {
            view! { <LendRing ask meeting=meeting.clone() /> }.into_any()
        }
    };
    view! {
        <li class="card">
            <strong>
                <bdi>{words}</bdi>
            </strong>
            <p class="quiet">{role}</p>
            {rest}
        </li>
    }
    .into_any()
}

/// What is to be recorded where a list is lent, or lent anew: to sign in with, or to ring from with these
/// homes besides those that it has.
fn lent(
    phone: Phone,
    ask: &Ask,
    meeting: &Meeting,
    homes: &BTreeSet<HouseholdId>,
) -> Result<Vec<Draft>, String> {
    let today = tonight().today;
    let made = phone.read_untracked(|state| match ask.purpose {
        Purpose::SignIn => Ok(to_sign_in(state, meeting)),
        Purpose::Ringing => ring_list(state, ask, homes, today, &|key| t!(key)),
    });
    sealed(phone, ask, meeting, made.map_err(not_assigned)?)
}

/// What is to be recorded where a list is lent anew: its end, where nobody is left on it.
fn lent_again(phone: Phone, ask: &Ask, meeting: &Meeting) -> Result<Vec<Draft>, String> {
    let today = tonight().today;
    let made = phone.read_untracked(|state| match ask.purpose {
        Purpose::SignIn => Ok(LentAnew::List(to_sign_in(state, meeting))),
        Purpose::Ringing => lent_anew(state, ask, today, &|key| t!(key)),
    });
    match made.map_err(not_assigned)? {
        LentAnew::List(made) => sealed(phone, ask, meeting, made),
        LentAnew::Ended(draft) => Ok(vec![draft]),
    }
}

fn to_sign_in(state: &State, meeting: &Meeting) -> RingList {
    let today = tonight().today;
    RingList {
        list: sign_in_list(state, meeting, today, &|key| t!(key)),
        contacts: named(state, today),
        rings: Vec::new(),
    }
}

fn sealed(
    phone: Phone,
    ask: &Ask,
    meeting: &Meeting,
    made: RingList,
) -> Result<Vec<Draft>, String> {
    let sealed = phone.seal_list(ask, &made.list).map_err(not_lent)?;
    let lent = phone.read_untracked(|state| lend(state, ask, meeting, made.contacts, sealed));
    Ok(made.rings.into_iter().chain(lent).collect())
}

fn not_assigned(why: NotAssigned) -> String {
    match why {
        NotAssigned::Nobody => t!("meeting.nobody_chosen"),
        NotAssigned::NotAsked => t!("meeting.gone"),
    }
}

/// A list that is lent: ending it, and lending it anew without whoever may not be reached any more.
#[component]
fn Lent(ask: Ask, meeting: Meeting, stale: bool) -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let ask = StoredValue::new(ask);
    let anew = move |_| match ask.with_value(|ask| lent_again(phone, ask, &meeting)) {
        Ok(drafts) => saving.save(drafts, String::new(), |_| ()),
        Err(why) => saving.wrong.set(Some(why)),
    };
    let over = move |_| {
        let draft = ask.with_value(|ask| end(ask, tonight().today));
        saving.save(vec![draft], String::new(), |_| ());
    };
    view! {
        {stale
            .then(|| {
                view! {
                    <div class="banner" role="alert">
                        <p>{t!("meeting.stale")}</p>
                        <button type="button" class="button" disabled=saving.busy on:click=anew>
                            {t!("meeting.lend_anew")}
                        </button>
                    </div>
                }
            })}
        <Wrong saving />
        <button type="button" class="button plain" disabled=saving.busy on:click=over>
            {t!("meeting.end_list")}
        </button>
    }
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
    let tap = move |_| match lent(saving.phone, &ask, &meeting, &BTreeSet::new()) {
        Ok(drafts) => saving.save(drafts, String::new(), |_| ()),
        Err(why) => saving.wrong.set(Some(why)),
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
        let homes = chosen.get_untracked();
        match lent(saving.phone, &ask, &meeting, &homes) {
            Ok(drafts) => saving.save(drafts, String::new(), |_| ()),
            Err(why) => saving.wrong.set(Some(why)),
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
