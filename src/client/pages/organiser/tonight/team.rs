//! One team: its turf, its people, and whether each has the list on their phone.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::code::Code;
use super::{Evening, Person, Shown};
use crate::canvass::id::TurfId;
use crate::organise::teams::{Going, leave, same, seen};
use crate::t;

/// A name longer than this is no name any more.
const NAME_LENGTH: usize = 60;

/// The card.
#[component]
pub fn TeamCard(
    /// What the page holds.
    evening: Evening,
    /// The turf.
    turf: TurfId,
    /// The teams as they are shown.
    rows: Memo<Vec<Shown>>,
) -> impl IntoView {
    let row = Memo::new(move |_| {
        rows.with(|rows| rows.iter().find(|row| row.team.turf == turf).cloned())
    });
    let name = Memo::new(move |_| row.get().map(|row| row.team.name).unwrap_or_default());
    let people = Memo::new(move |_| row.get().map(|row| row.team.people).unwrap_or_default());
    let goes_here = Memo::new(move |_| {
        let who = evening.held.get()?;
        let here = |going: &Going| same(&going.who) == same(&who);
        let elsewhere = evening.teams.with(|teams| {
            let others = teams.iter().filter(|team| team.turf != turf);
            others.flat_map(|team| &team.people).any(here)
        });
        let only_here = !elsewhere && people.with(|people| people.iter().any(here));
        (!only_here).then_some(who)
    });
    let off = move |_| {
        if let Some(row) = row.get_untracked() {
            let then = t!("tonight.off_done", turf = row.team.name);
            evening.record(vec![leave(&row.team, evening.day)], then);
        }
    };
    let off_aloud = move || t!("tonight.off_aloud", turf = name.get());
    view! {
        <li class="card">
            <h3>
                <bdi>{name}</bdi>
            </h3>
            <p class="quiet">{move || row.get().map(|row| row.work)}</p>
            <Show when=move || people.with(|people| people.len() > 1)>
                <p class="quiet">
                    {move || {
                        let (ready, all) = people.with(|people| ready_of(people));
                        t!("tonight.ready_of", n = ready, all = all)
                    }}
                </p>
            </Show>
            <ul class="people">
                <For
                    each=move || people.with(|people| people.iter().map(|it| it.who.clone()).collect::<Vec<_>>())
                    key=|who| same(who)
                    let:who
                >
                    <li class="row apart">
                        <Person evening=evening who=who.clone() />
                        <Loaded evening=evening row=row people=people who=who />
                    </li>
                </For>
            </ul>
            <Show when=move || people.with(Vec::is_empty)>
                <p>{t!("tonight.nobody")}</p>
            </Show>
            <Show when=move || goes_here.with(Option::is_some)>
                <button
                    type="button"
                    class="button primary whole"
                    on:click=move |_| evening.put_held(Some((turf, name.get_untracked())))
                >
                    {move || t!("tonight.goes_here", who = goes_here.get().unwrap_or_default())}
                </button>
            </Show>
            <AddPerson evening=evening turf=turf name=name />
            <Code evening=evening turf=turf name=name people=people />
            <button type="button" class="button plain" aria-label=off_aloud on:click=off>
                {t!("tonight.off")}
            </button>
        </li>
    }
}

fn ready_of(people: &[Going]) -> (usize, usize) {
    let ready = people.iter().filter(|going| going.ready).count();
    (ready, people.len())
}

/// The tick: an organiser saw the list on their phone.
#[component]
fn Loaded(
    evening: Evening,
    row: Memo<Option<Shown>>,
    people: Memo<Vec<Going>>,
    who: String,
) -> impl IntoView {
    let key = StoredValue::new(same(&who));
    let find = move |people: &[Going]| {
        let is_it = |going: &&Going| key.with_value(|key| same(&going.who) == *key);
        people.iter().find(is_it).cloned()
    };
    let ready =
        Memo::new(move |_| people.with(|people| find(people).is_some_and(|going| going.ready)));
    let turn = move |_| {
        let now = ready.get_untracked();
        let row = row.get_untracked();
        let Some((row, going)) = row.and_then(|row| {
            let going = find(&row.team.people)?;
            Some((row, going))
        }) else {
            return;
        };
        evening.said.set(None);
        let draft = seen(&row.team, &going, evening.day, !now);
        evening.record(vec![draft], t!("tonight.kept"));
    };
    // A button: it shows what is recorded and nothing else, however often it is tapped meanwhile.
    view! {
        <button
            type="button"
            class="button tick"
            aria-pressed=move || ready.get().to_string()
            aria-label=t!("tonight.loaded_aloud", who = who)
            on:click=turn
        >
            <span class="box" aria-hidden="true">
                {move || if ready.get() { "✓" } else { "" }}
            </span>
            {t!("tonight.loaded")}
        </button>
    }
}

/// Somebody more.
#[component]
fn AddPerson(evening: Evening, turf: TurfId, name: Memo<String>) -> impl IntoView {
    let who = RwSignal::new(String::new());
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = who.get_untracked();
        let typed = typed.trim();
        if typed.is_empty() || evening.busy.get_untracked() {
            return;
        }
        evening.put(typed, Some((turf, name.get_untracked())));
        who.set(String::new());
    };
    view! {
        <form class="row add-person" on:submit=add novalidate>
            <input
                type="text"
                autocomplete="off"
                dir="auto"
                maxlength=NAME_LENGTH.to_string()
                aria-label=move || t!("tonight.add_who", turf = name.get())
                bind:value=who
            />
            <button
                type="submit"
                class="button"
                aria-label=move || t!("tonight.add_aloud", turf = name.get())
            >
                {t!("tonight.add")}
            </button>
        </form>
    }
}
