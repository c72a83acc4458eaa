//! One team: its turf, its people, and what is ticked beside each.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::code::Code;
use super::tick::{IsBack, Ready};
use super::{Evening, Person, Shown};
use crate::canvass::id::TurfId;
use crate::organise::teams::{Going, same};
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
    let off = move |_| {
        if let Some(row) = row.get_untracked() {
            evening.take_off(row.team);
        }
    };
    view! {
        <li class="card">
            <h3>
                <bdi>{name}</bdi>
            </h3>
            <p class="quiet">{move || row.get().map(|row| row.work)}</p>
            <People evening=evening row=row people=people />
            <GoesHere evening=evening turf=turf name=name people=people />
            <AddPerson evening=evening turf=turf name=name />
            <Code evening=evening turf=turf name=name people=people />
            <button
                type="button"
                class="button plain"
                aria-label=move || t!("tonight.off_aloud", turf = name.get())
                on:click=off
            >
                {t!("tonight.off")}
            </button>
        </li>
    }
}

/// Who goes, each with what is ticked.
#[component]
fn People(evening: Evening, row: Memo<Option<Shown>>, people: Memo<Vec<Going>>) -> impl IntoView {
    let names = move || {
        let names =
            |people: &Vec<Going>| people.iter().map(|it| it.who.clone()).collect::<Vec<_>>();
        people.with(names)
    };
    view! {
        <Show when=move || people.with(|people| people.len() > 1)>
            <p class="quiet">
                {move || {
                    let (ready, all) = people.with(|people| ready_of(people));
                    t!("tonight.ready_of", n = ready, all = all)
                }}
            </p>
        </Show>
        <ul class="people">
            <For each=names key=|who: &String| same(who) let:who>
                <li class="row apart">
                    <Person evening=evening who=who.clone() />
                    <Ready evening=evening row=row who=who.clone() />
                    <IsBack evening=evening who=who />
                </li>
            </For>
        </ul>
        <Show when=move || people.with(Vec::is_empty)>
            <p>{t!("tonight.nobody")}</p>
        </Show>
    }
}

/// The second tap, for whoever is held and is not here already.
#[component]
fn GoesHere(
    evening: Evening,
    turf: TurfId,
    name: Memo<String>,
    people: Memo<Vec<Going>>,
) -> impl IntoView {
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
    view! {
        <Show when=move || goes_here.with(Option::is_some)>
            <button
                type="button"
                class="button primary whole"
                on:click=move |_| evening.put_held(Some((turf, name.get_untracked())))
            >
                {move || t!("tonight.goes_here", who = goes_here.get().unwrap_or_default())}
            </button>
        </Show>
    }
}

fn ready_of(people: &[Going]) -> (usize, usize) {
    let ready = people.iter().filter(|going| going.ready).count();
    (ready, people.len())
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
        // Where that only saves what was not saved, the name is still to be added.
        let stays = evening.phone.holds_unsaved();
        evening.put(typed, Some((turf, name.get_untracked())));
        if !stays {
            who.set(String::new());
        }
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
