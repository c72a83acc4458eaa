//! What an organiser ticks beside a name: the list is on their phone, or they are back.

use leptos::prelude::*;

use super::{Evening, Shown};
use crate::organise::back::{Back, tick};
use crate::organise::teams::{Going, same, seen};
use crate::t;

/// A box that is ticked by a tap. A button: it shows what is recorded and nothing else, however often
/// it is tapped meanwhile.
#[component]
fn Tick(
    words: String,
    aloud: String,
    is_so: Memo<bool>,
    #[prop(into)] fixed: Signal<bool>,
    turn: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button tick"
            aria-pressed=move || is_so.get().to_string()
            aria-label=aloud
            disabled=fixed
            on:click=move |_| turn.run(!is_so.get_untracked())
        >
            <span class="box" aria-hidden="true">
                {move || if is_so.get() { "✓" } else { "" }}
            </span>
            {words}
        </button>
    }
}

/// An organiser saw the list on their phone.
#[component]
pub fn Ready(
    /// What the page holds.
    evening: Evening,
    /// The team.
    row: Memo<Option<Shown>>,
    /// Whose phone it is.
    who: String,
) -> impl IntoView {
    let key = StoredValue::new(same(&who));
    let find = move |row: &Option<Shown>| {
        let people = row.iter().flat_map(|row| &row.team.people);
        let mut its =
            people.filter(|going: &&Going| key.with_value(|key| same(&going.who) == *key));
        its.next().cloned()
    };
    let is_so = Memo::new(move |_| row.with(|row| find(row).is_some_and(|going| going.ready)));
    let turn = Callback::new(move |ready: bool| {
        let row = row.get_untracked();
        let going = find(&row);
        let Some((row, going)) = row.zip(going) else {
            return;
        };
        evening.said.set(None);
        let draft = seen(&row.team, &going, evening.day, ready);
        evening.record(vec![draft], t!("tonight.kept"));
    });
    view! {
        <Tick
            words=t!("tonight.ready")
            aloud=t!("tonight.ready_aloud", who = who)
            is_so=is_so
            fixed=false
            turn=turn
        />
    }
}

/// They are back: seen, heard or waved to, or their phone's shift has ended.
#[component]
pub fn IsBack(
    /// What the page holds.
    evening: Evening,
    /// Who.
    who: String,
) -> impl IntoView {
    let key = StoredValue::new(same(&who));
    let how = Memo::new(move |_| {
        let back = |back: &std::collections::BTreeMap<String, Back>| {
            key.with_value(|key| back.get(key).copied())
        };
        evening.back.with(back).unwrap_or(Back::NotYet)
    });
    let is_so = Memo::new(move |_| how.get() != Back::NotYet);
    // What the phone said itself no tap takes back.
    let ended = Signal::derive(move || how.get() == Back::ShiftEnded);
    let name = StoredValue::new(who.clone());
    let turn = Callback::new(move |back: bool| {
        evening.said.set(None);
        let draft = name.with_value(|who| {
            evening
                .phone
                .read_untracked(|state| tick(state, evening.day, who, back))
        });
        evening.record(vec![draft], t!("tonight.kept"));
    });
    view! {
        <Tick
            words=t!("tonight.back")
            aloud=t!("tonight.back_aloud", who = who)
            is_so=is_so
            fixed=ended
            turn=turn
        />
    }
}
