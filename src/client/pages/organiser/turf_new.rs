//! Cutting a turf: stairs are picked by block, whole or in part, and what they come to stands
//! under the thumb all the while.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::plan::More;
use super::turf_sum::Sum;
use crate::canvass::id::StairId;
use crate::client::phone::Phone;
use crate::organise::export::stair_name;
use crate::organise::selection::{self, BlockChoice, Part, Picked, StairChoice};
use crate::t;

/// So many blocks are drawn at once.
const SHOWN_AT_ONCE: usize = 40;

/// What the page holds.
#[derive(Clone, Copy)]
pub struct Cutting {
    /// This device.
    pub phone: Phone,
    /// What there is to pick from.
    pub choices: Memo<Vec<BlockChoice>>,
    /// What is picked.
    pub picked: RwSignal<Picked>,
    /// The name that was typed; `None` as long as the suggested one stands.
    pub name: RwSignal<Option<String>>,
    /// What is wrong.
    pub error: RwSignal<Option<String>>,
    /// The turf is being saved.
    pub busy: RwSignal<bool>,
    /// What the turf is cut for.
    pub purpose: Purpose,
}

/// What a turf is cut for, and where it goes on once it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Somebody is invited to it.
    Inviting,
    /// It is worked tonight.
    Tonight,
}

impl Cutting {
    fn new(phone: Phone, purpose: Purpose) -> Cutting {
        Cutting {
            phone,
            choices: Memo::new(move |_| phone.read(selection::choices)),
            picked: RwSignal::new(Picked::new()),
            name: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            purpose,
        }
    }
}

/// The page.
#[component]
pub fn TurfNew(
    /// What it is cut for.
    purpose: Purpose,
) -> impl IntoView {
    let cutting = Cutting::new(expect_context::<Phone>(), purpose);
    let back = match purpose {
        Purpose::Inviting => Back::Turfs,
        Purpose::Tonight => Back::Tonight,
    };
    let wanted = RwSignal::new(String::new());
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let found = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        cutting.choices.with(|choices| {
            choices
                .iter()
                .filter(|block| block.name.to_lowercase().contains(&wanted))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    view! {
        <OrganiserPage title=t!("organiser.turf_new") back=back>
            <Show when=move || cutting.choices.with(Vec::is_empty)>
                <p>{t!("organiser.no_list")}</p>
                <a class="button primary" href="/organise/list">
                    {t!("organiser.step_list")}
                </a>
            </Show>
            <details class="small">
                <summary>{t!("organiser.time_how")}</summary>
                <p>{t!("organiser.time_rule")}</p>
            </details>
            <div class="field">
                <label for="wanted">{t!("organiser.turf_find")}</label>
                <input id="wanted" type="search" autocomplete="off" bind:value=wanted />
            </div>
            <p class="visually-hidden" role="status">
                {move || t!("organiser.count_blocks", n = found.with(Vec::len))}
            </p>
            <div class="stack">
                <For
                    each=move || {
                        let mut blocks = found.get();
                        blocks.truncate(shown.get());
                        blocks
                    }
                    key=|block| block.id
                    let:block
                >
                    <BlockPicker cutting=cutting block=block />
                </For>
            </div>
            {move || view! { <More shown=shown all=found.with(Vec::len) /> }}
            <Sum cutting=cutting />
        </OrganiserPage>
    }
}

#[component]
fn BlockPicker(cutting: Cutting, block: BlockChoice) -> impl IntoView {
    let stairs = StoredValue::new(block.stairs);
    let doors: usize = stairs.with_value(|stairs| stairs.iter().map(|stair| stair.doors).sum());
    let picked_here = move || {
        stairs.with_value(|stairs| {
            cutting.picked.with(|picked| {
                stairs
                    .iter()
                    .filter_map(|stair| picked.get(&stair.stair.id))
                    .map(|part| part.doors())
                    .sum::<usize>()
            })
        })
    };
    let all = move |_| {
        cutting.picked.update(|picked| {
            stairs.with_value(|stairs| {
                let whole = stairs
                    .iter()
                    .map(|stair| (stair.stair.id, Part::whole(stair.doors)));
                picked.extend(whole);
            });
        });
    };
    view! {
        <details class="more">
            <summary>
                <bdi>{block.name}</bdi>
                <span class="quiet">
                    {move || match picked_here() {
                        0 => t!("organiser.count_doors", n = doors),
                        picked => t!("organiser.picked_of", n = picked, all = doors),
                    }}
                </span>
            </summary>
            <button type="button" class="button" on:click=all>
                {t!("organiser.turf_all_of_block")}
            </button>
            <ul class="stack">
                {stairs
                    .get_value()
                    .into_iter()
                    .map(|stair| view! { <StairPicker cutting=cutting stair=stair /> })
                    .collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn StairPicker(cutting: Cutting, stair: StairChoice) -> impl IntoView {
    let id = stair.stair.id;
    let doors = stair.doors;
    let picked = move || cutting.picked.with(|picked| picked.contains_key(&id));
    let turn = move |_| {
        cutting.error.set(None);
        cutting.picked.update(|picked| {
            if picked.remove(&id).is_none() {
                picked.insert(id, Part::whole(doors));
            }
        });
    };
    let labels = stair.labels.clone();
    let in_turfs = (stair.in_turfs > 0).then(|| t!("organiser.stair_in_turfs", n = stair.in_turfs));
    view! {
        <li class="stack tight">
            <label class="choice">
                <input type="checkbox" prop:checked=picked on:change=turn />
                <span>
                    <bdi>{stair_name(&stair.stair, |key| t!(key))}</bdi>
                    " · "
                    {t!("organiser.count_doors", n = doors)}
                    {in_turfs.map(|words| view! { <span class="quiet">" · " {words}</span> })}
                </span>
            </label>
            {move || {
                (picked() && doors > 1)
                    .then(|| view! { <PartPicker cutting=cutting stair=id labels=labels.clone() /> })
            }}
        </li>
    }
}

/// From which door to which.
#[component]
fn PartPicker(cutting: Cutting, stair: StairId, labels: Vec<String>) -> impl IntoView {
    let part = move || {
        let part = cutting.picked.with(|picked| picked.get(&stair).copied());
        part.unwrap_or(Part::whole(0))
    };
    let change = move |first: Option<usize>, last: Option<usize>| {
        cutting.picked.update(|picked| {
            if let Some(part) = picked.get_mut(&stair) {
                part.first = first.unwrap_or(part.first);
                part.last = last.unwrap_or(part.last);
                // Whichever end was moved past the other takes it along.
                match first.is_some() {
                    true => part.last = part.last.max(part.first),
                    false => part.first = part.first.min(part.last),
                }
            }
        });
    };
    let ends = [
        (t!("organiser.turf_from"), true),
        (t!("organiser.turf_to"), false),
    ];
    view! {
        <div class="row part">
            {ends
                .into_iter()
                .map(|(words, is_first)| {
                    let chosen = move || if is_first { part().first } else { part().last };
                    let options = labels
                        .iter()
                        .enumerate()
                        .map(|(place, label)| {
                            view! {
                                <option value=place.to_string() selected=move || chosen() == place>
                                    {label.clone()}
                                </option>
                            }
                        })
                        .collect_view();
                    let changed = move |event| {
                        let place = event_target_value(&event).parse().ok();
                        if is_first { change(place, None) } else { change(None, place) }
                    };
                    view! {
                        <label class="field">
                            <span>{words}</span>
                            <select prop:value=move || chosen().to_string() on:change=changed>
                                {options}
                            </select>
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
}
