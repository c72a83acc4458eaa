//! Before anybody goes: who leads, what the evening still lacks, and until when doors are knocked.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::Evening;
use crate::canvass::estate;
use crate::canvass::hours::{self, EARLIEST, LATEST, NoHour};
use crate::canvass::id::BlockId;
use crate::client::parts::when::{field_minutes, minutes_in_words, picked_minutes};
use crate::organise::lead::{Missing, lead, leads, missing};
use crate::organise::selection::stairs_of;
use crate::t;

/// A name longer than this is no name any more.
const NAME_LENGTH: usize = 60;

/// What the evening still lacks.
#[component]
pub fn Lacks(
    /// What the page holds.
    evening: Evening,
) -> impl IntoView {
    let lacks = Memo::new(move |_| {
        evening.teams.with(|teams| {
            let phone = evening.phone;
            phone.read(|state| missing(state, teams, evening.day))
        })
    });
    let line = |missing| view! { <li dir="auto">{in_words(missing)}</li> };
    view! {
        <Show when=move || lacks.with(|lacks| !lacks.is_empty())>
            <ul class="banner">{move || lacks.get().into_iter().map(line).collect_view()}</ul>
        </Show>
    }
}

fn in_words(missing: Missing) -> String {
    match missing {
        Missing::End => t!("tonight.lacks_end"),
        Missing::Lead => t!("tonight.lacks_lead"),
        Missing::Second { who, turf } => t!("tonight.lacks_second", who = who, turf = turf),
    }
}

/// Who leads tonight.
#[component]
pub fn Lead(
    /// What the page holds.
    evening: Evening,
) -> impl IntoView {
    let phone = evening.phone;
    let names = Memo::new(move |_| phone.read(|state| leads(state, evening.day)));
    let typed = RwSignal::new(String::new());
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let who = typed.get_untracked();
        if let Some(draft) = phone.read_untracked(|state| lead(state, evening.day, &who)) {
            typed.set(String::new());
            evening.record(vec![draft], t!("tonight.lead_kept", who = who.trim()));
        }
    };
    view! {
        <Show when=move || names.with(|names| !names.is_empty())>
            <p>
                <bdi>{move || t!("tonight.lead_is", names = names.get().join(" / "))}</bdi>
            </p>
        </Show>
        <form class="stack tight" on:submit=keep novalidate>
            <div class="field">
                <label for="lead">{t!("tonight.lead")}</label>
                <input
                    id="lead"
                    type="text"
                    autocomplete="off"
                    dir="auto"
                    maxlength=NAME_LENGTH.to_string()
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="button whole">
                {t!("tonight.lead_save")}
            </button>
        </form>
    }
}

/// A block of tonight's, and when the last door is knocked there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    block: BlockId,
    name: String,
    until: u16,
}

/// Until when doors are knocked, block by block of tonight's turfs.
#[component]
pub fn Hours(
    /// What the page holds.
    evening: Evening,
) -> impl IntoView {
    let phone = evening.phone;
    let rows = Memo::new(move |_| {
        evening.teams.with(|teams| {
            phone.read(|state| {
                let turfs = estate::turfs(state).into_iter();
                let tonight = turfs.filter(|turf| teams.iter().any(|team| team.turf == turf.id));
                let mut blocks: Vec<BlockId> = tonight
                    .flat_map(|turf| stairs_of(state, &turf))
                    .filter_map(|stair| Some(estate::stair(state, stair)?.block))
                    .collect();
                crate::canvass::order::sort(&mut blocks);
                blocks.dedup();
                let row = |block| {
                    Some(Row {
                        block,
                        name: estate::block(state, block)?.name,
                        until: hours::until(state, block),
                    })
                };
                blocks.into_iter().filter_map(row).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <details class="more">
                <summary>{t!("tonight.hours")}</summary>
                <p class="quiet">{t!("tonight.hours_what", time = minutes_in_words(LATEST))}</p>
                <For each=move || rows.get() key=|row| (row.block, row.until) let:row>
                    <BlockHours evening=evening row=row />
                </For>
            </details>
        </Show>
    }
}

#[component]
fn BlockHours(evening: Evening, row: Row) -> impl IntoView {
    let phone = evening.phone;
    let typed = RwSignal::new(field_minutes(row.until));
    let wrong = RwSignal::new(None);
    let (block, name) = (row.block, StoredValue::new(row.name.clone()));
    let id = format!("until-{}", block.0);
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let until = picked_minutes(&typed.get_untracked()).unwrap_or(0);
        match phone.read_untracked(|state| hours::set(state, block, until)) {
            Ok(draft) => {
                wrong.set(None);
                let time = minutes_in_words(until);
                let then = t!("tonight.hours_kept", block = name.get_value(), time = time);
                evening.record(vec![draft], then);
            }
            Err(why) => {
                let against = match why {
                    NoHour::TooLate => LATEST,
                    NoHour::TooEarly => EARLIEST,
                };
                wrong.set(Some(t!(why.key(), time = minutes_in_words(against))));
            }
        }
    };
    view! {
        <form class="stack tight" on:submit=keep novalidate>
            <p class="error" role="alert">
                {move || wrong.get()}
            </p>
            <div class="field">
                <label for=id.clone() dir="auto">
                    {t!("tonight.hours_block", block = row.name)}
                </label>
                <input
                    id=id
                    type="time"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="button whole" dir="auto">
                {t!("tonight.hours_save", block = name.get_value())}
            </button>
        </form>
    }
}
