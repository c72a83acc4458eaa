//! What was there before: groups residents belong to, by their own word, and campaigns that won or lost.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::saving::{Saving, Wrong};
use super::standing::door_words;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::group::Ended;
use crate::canvass::id::DoorId;
use crate::organise::groups::{
    earlier, groups, home_belongs, there_is, there_is_not, there_was, there_was_not,
};
use crate::t;

/// A group as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: String,
    homes: Vec<(DoorId, String)>,
}

fn rows(state: &State) -> Vec<Row> {
    let all = groups(state).into_iter();
    all.map(|group| Row {
        homes: (group.homes.iter())
            .map(|door| (*door, door_words(state, *door)))
            .collect(),
        name: group.name,
    })
    .collect()
}

/// Every door, by its place.
pub fn all_doors(state: &State) -> Vec<(DoorId, String)> {
    let doors = estate::all_doors(state).into_values().flatten();
    let doors = doors.filter(|door| !door.gone);
    doors
        .map(|door| (door.id, door_words(state, door.id)))
        .collect()
}

/// A field to pick a door in.
#[component]
pub fn PickDoor(
    /// The field's id.
    id: String,
    /// What is asked.
    label: String,
    /// What is picked.
    door: RwSignal<Option<DoorId>>,
    /// What may be.
    doors: Vec<(DoorId, String)>,
) -> impl IntoView {
    let options = doors.iter().map(|(id, words)| {
        view! { <option value=id.0.to_string()>{words.clone()}</option> }
    });
    let options = options.collect_view();
    let picked = move |event| {
        let value = event_target_value(&event);
        let found = doors.iter().find(|(id, _)| id.0.to_string() == value);
        door.set(found.map(|(id, _)| *id));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change=picked>
                <option value="">{t!("groups.pick")}</option>
                {options}
            </select>
        </div>
    }
}

/// The page.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let all = Memo::new(move |_| phone.read(rows));
    let name = RwSignal::new(String::new());
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = phone.read_untracked(|state| there_is(state, &name.get_untracked()));
        saving.save(
            draft.into_iter().collect(),
            t!("groups.missing"),
            move |_| {
                let _ = name.try_set(String::new());
            },
        );
    };
    view! {
        <OrganiserPage title=t!("groups.title") back=Back::Home>
            <h2>{t!("groups.groups")}</h2>
            <p>{t!("groups.what")}</p>
            <ul class="stack">
                {move || {
                    let all = all.get().into_iter().enumerate();
                    all.map(|(at, row)| view! { <OneGroup at row /> }).collect_view()
                }}
            </ul>
            <form class="stack" on:submit=keep novalidate>
                <Words id="group" label=t!("groups.name") value=name />
                <Wrong saving />
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("groups.keep")}
                </button>
            </form>
            <h2>{t!("groups.earlier")}</h2>
            <p>{t!("groups.earlier_what")}</p>
            <Before />
        </OrganiserPage>
    }
}

#[component]
fn Words(id: &'static str, label: String, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="text" dir="auto" autocomplete="off" maxlength="100" bind:value=value />
        </div>
    }
}

#[component]
fn OneGroup(at: usize, row: Row) -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let door = RwSignal::new(None::<DoorId>);
    let name = StoredValue::new(row.name.clone());
    let save = move |door: DoorId, is: bool| {
        let draft = phone.read_untracked(|state| {
            let home = estate::household(state, door);
            name.with_value(|name| home_belongs(state, name, home, is))
        });
        saving.save(draft.into_iter().collect(), t!("groups.known"), |_| ());
    };
    let add = move |_| match door.get_untracked() {
        Some(door) => save(door, true),
        None => saving.wrong.set(Some(t!("groups.pick_first"))),
    };
    let gone = move |_| {
        let draft = phone.read_untracked(|state| name.with_value(|name| there_is_not(state, name)));
        saving.save(draft.into_iter().collect(), t!("groups.known"), |_| ());
    };
    let homes = row.homes.iter().map(|(door, words)| {
        let door = *door;
        let label = t!("groups.not", home = words);
        view! {
            <li>
                <bdi>{words.clone()}</bdi>
                <button type="button" class="button plain" on:click=move |_| save(door, false)>
                    {label}
                </button>
            </li>
        }
    });
    let homes = homes.collect_view();
    let many = t!("groups.homes", n = row.homes.len());
    let out = t!("groups.out", name = row.name);
    let doors = phone.read_untracked(all_doors);
    view! {
        <li class="card">
            <strong>
                <bdi>{row.name}</bdi>
            </strong>
            <p class="quiet">{many}</p>
            <ul class="stack tight">{homes}</ul>
            <details class="more">
                <summary>{t!("groups.add")}</summary>
                <p class="hint">{t!("groups.own_word")}</p>
                <PickDoor id=format!("door-{at}") label=t!("groups.home") door doors />
                <button type="button" class="button" disabled=saving.busy on:click=add>
                    {t!("groups.add_keep")}
                </button>
                <button type="button" class="button plain" disabled=saving.busy on:click=gone>
                    {out}
                </button>
            </details>
            <Wrong saving />
        </li>
    }
}

/// Campaigns before this one.
#[component]
fn Before() -> impl IntoView {
    let saving = Saving::new();
    let all = Memo::new(move |_| saving.phone.read(earlier));
    let [who, what, when] = [(); 3].map(|()| RwSignal::new(String::new()));
    let ended = RwSignal::new(Ended::Won);
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = there_was(
            &who.get_untracked(),
            &what.get_untracked(),
            ended.get_untracked(),
            &when.get_untracked(),
        );
        saving.save(
            draft.into_iter().collect(),
            t!("groups.before_missing"),
            move |_| {
                for field in [who, what, when] {
                    let _ = field.try_set(String::new());
                }
            },
        );
    };
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|(dot, said)| {
            let words = t!("groups.before_is", who = said.who, what = said.what);
            let how = t!(&format!("groups.ended_{}", said.ended.word()));
            let label = t!("groups.before_wrong", what = said.what);
            let wrong = move |_| saving.save(vec![there_was_not(dot)], String::new(), |_| ());
            view! {
                <li class="card">
                    <bdi>{words}</bdi>
                    <span class="figure">{how}</span>
                    <span class="quiet">
                        <bdi>{said.when}</bdi>
                    </span>
                    <button type="button" class="button plain" on:click=wrong>
                        {label}
                    </button>
                </li>
            }
        })
        .collect_view()
    };
    let changed = move |event| {
        let value = event_target_value(&event);
        if let Some(picked) = Ended::ALL.into_iter().find(|it| it.word() == value) {
            ended.set(picked);
        }
    };
    let options = Ended::ALL.map(|it| {
        view! { <option value=it.word()>{t!(&format!("groups.ended_{}", it.word()))}</option> }
    });
    view! {
        <ul class="stack">{lines}</ul>
        <form class="stack" on:submit=keep novalidate>
            <Words id="before-who" label=t!("groups.who") value=who />
            <Words id="before-what" label=t!("groups.wanted") value=what />
            <div class="field">
                <label for="before-ended">{t!("groups.ended")}</label>
                <select id="before-ended" on:change=changed>
                    {options.into_iter().collect_view()}
                </select>
            </div>
            <Words id="before-when" label=t!("groups.when") value=when />
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("groups.before_keep")}
            </button>
        </form>
    }
}
