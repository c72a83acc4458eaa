//! A block by hand: somebody stands before it and says what they see, and the drawing grows as they
//! type.

use leptos::ev;
use leptos::prelude::*;

use super::drawing::{Drawing, DrawnFloor};
use super::frame::{Back, OrganiserPage};
use super::list_source::recorded;
use super::load;
use crate::canvass::address_list::Plan;
use crate::canvass::estate;
use crate::canvass::fact::{BlockKind, Source};
use crate::client::phone::Phone;
use crate::organise::by_hand::{self, Building, Numbering, Sides, Street, Unclear};
use crate::t;

/// What is typed. A building takes eight answers, a street five.
#[derive(Clone, Copy)]
struct Typed {
    phone: Phone,
    is_street: RwSignal<bool>,
    name: RwSignal<String>,
    entrances: RwSignal<String>,
    floors: RwSignal<String>,
    per_floor: RwSignal<String>,
    numbering: RwSignal<Numbering>,
    first: RwSignal<String>,
    ground: RwSignal<bool>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    sides: RwSignal<Sides>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// The name and doors of the block that was made last.
    made: RwSignal<Option<(String, usize)>>,
}

impl Typed {
    fn new(phone: Phone) -> Typed {
        let text = |text: &str| RwSignal::new(text.to_string());
        Typed {
            phone,
            is_street: RwSignal::new(false),
            name: text(""),
            entrances: text("1"),
            floors: text("4"),
            per_floor: text("4"),
            numbering: RwSignal::default(),
            first: text("1"),
            ground: RwSignal::new(true),
            from: text("1"),
            to: text("20"),
            sides: RwSignal::default(),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            made: RwSignal::new(None),
        }
    }

    /// What it would become. Without a name it is drawn all the same.
    fn plan(self, name: String) -> Result<Plan, Unclear> {
        let figure = |text: RwSignal<String>| text.get().trim().parse().unwrap_or(0);
        if self.is_street.get() {
            return by_hand::street(&Street {
                name,
                from: figure(self.from),
                to: figure(self.to),
                sides: self.sides.get(),
            });
        }
        let described = Building {
            name,
            entrances: figure(self.entrances),
            floors: figure(self.floors),
            per_floor: figure(self.per_floor),
            numbering: self.numbering.get(),
            first: figure(self.first),
            ground_has_doors: self.ground.get(),
        };
        by_hand::building(&described, |letter| t!("list.entrance", letter = letter))
    }
}

/// The page.
#[component]
pub fn HandPage() -> impl IntoView {
    let typed = Typed::new(expect_context::<Phone>());
    let drawn = Memo::new(move |_| typed.plan("?".to_string()));
    let floors =
        Signal::derive(move || drawn.with(|plan| plan.as_ref().map(floors_of).unwrap_or_default()));
    let unclear = move || drawn.with(|plan| plan.as_ref().err().map(|why| t!(why.key())));
    let there = Memo::new(move |_| {
        let name = typed.name.get();
        let same = |block: &estate::Block| block.name.eq_ignore_ascii_case(name.trim());
        typed
            .phone
            .read(|state| estate::blocks(state).iter().any(same))
    });
    let make = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !typed.busy.get_untracked() {
            leptos::task::spawn_local(make(typed));
        }
    };
    view! {
        <OrganiserPage title=t!("list.by_hand") back=Back::List>
            {move || typed.made.get().map(|(name, doors)| made(name, doors))}
            {move || {
                typed
                    .error
                    .get()
                    .map(|error| view! { <p class="banner stop" role="alert">{error}</p> })
            }}
            <form class="by-hand" on:submit=make>
                <div class="stack">
                    {kind(typed)}
                    <div class="field">
                        <label for="name">
                            {move || {
                                if typed.is_street.get() {
                                    t!("list.hand_street_name")
                                } else {
                                    t!("list.hand_name")
                                }
                            }}
                        </label>
                        <input id="name" autocomplete="off" bind:value=typed.name />
                    </div>
                    {move || there.get().then(|| view! { <p class="hint">{t!("list.hand_there")}</p> })}
                    {move || {
                        if typed.is_street.get() {
                            street(typed).into_any()
                        } else {
                            building(typed).into_any()
                        }
                    }}
                    <button type="submit" class="button primary">
                        {t!("list.hand_make")}
                    </button>
                </div>
                <div class="stack">
                    {move || unclear().map(|why| view! { <p class="error" role="status">{why}</p> })}
                    <Drawing floors=floors />
                </div>
            </form>
        </OrganiserPage>
    }
}

/// A building or a street.
fn kind(typed: Typed) -> impl IntoView {
    let kinds = [
        (false, t!("list.hand_building")),
        (true, t!("list.hand_street")),
    ];
    view! {
        <fieldset class="row">
            <legend class="visually-hidden">{t!("list.hand_kind")}</legend>
            {kinds
                .into_iter()
                .map(|(is_street, words)| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="kind"
                                prop:checked=move || typed.is_street.get() == is_street
                                on:change=move |_| typed.is_street.set(is_street)
                            />
                            <span>{words}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// A field for a figure.
pub(super) fn figure(id: &'static str, label: String, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id inputmode="numeric" autocomplete="off" bind:value=value />
        </div>
    }
}

fn building(typed: Typed) -> impl IntoView {
    let numberings = Numbering::ALL.map(|numbering| {
        let words = match numbering {
            Numbering::ByEntrance => t!("list.numbering_by_entrance"),
            Numbering::ByFloor => t!("list.numbering_by_floor"),
            Numbering::FloorInFront => t!("list.numbering_floor_in_front"),
        };
        (numbering, words)
    });
    let changed = move |event| {
        let place: usize = event_target_value(&event).parse().unwrap_or(0);
        typed
            .numbering
            .set(Numbering::ALL.get(place).copied().unwrap_or_default());
    };
    view! {
        <div class="figures">
            {figure("entrances", t!("list.hand_entrances"), typed.entrances)}
            {figure("floors", t!("list.hand_floors"), typed.floors)}
            {figure("per-floor", t!("list.hand_per_floor"), typed.per_floor)}
            {figure("first", t!("list.hand_first"), typed.first)}
        </div>
        <div class="field">
            <label for="numbering">{t!("list.hand_numbering")}</label>
            <select id="numbering" on:change=changed>
                {(0..)
                    .zip(numberings)
                    .map(|(place, (numbering, words))| {
                        let chosen = move || typed.numbering.get() == numbering;
                        view! {
                            <option value=place.to_string() selected=chosen>
                                {words}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
        <label class="choice">
            <input type="checkbox" bind:checked=typed.ground />
            <span>{t!("list.hand_ground")}</span>
        </label>
    }
}

fn street(typed: Typed) -> impl IntoView {
    let sides = [
        (Sides::Both, t!("list.sides_both")),
        (Sides::Odd, t!("list.sides_odd")),
        (Sides::Even, t!("list.sides_even")),
    ];
    view! {
        <div class="figures">
            {figure("from", t!("list.hand_from"), typed.from)}
            {figure("to", t!("list.hand_to"), typed.to)}
        </div>
        <fieldset class="choices">
            <legend>{t!("list.hand_sides")}</legend>
            {sides
                .into_iter()
                .map(|(side, words)| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="sides"
                                prop:checked=move || typed.sides.get() == side
                                on:change=move |_| typed.sides.set(side)
                            />
                            <span>{words}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// The floors of a plan as they are drawn.
fn floors_of(plan: &Plan) -> Vec<DrawnFloor> {
    let mut floors: Vec<DrawnFloor> = Vec::new();
    for block in &plan.blocks {
        for stair in &block.stairs {
            let part = match (&stair.name, block.kind) {
                (Some(name), _) => Some(name.clone()),
                (None, BlockKind::Street) => Some(t!(block.stair_key(stair))),
                (None, BlockKind::Building) => None,
            };
            for door in &stair.doors {
                match floors.last_mut() {
                    Some(last) if last.part == part && last.floor == door.floor => {
                        last.labels.push(door.label.clone());
                    }
                    _ => floors.push(DrawnFloor {
                        part: part.clone(),
                        floor: door.floor,
                        labels: vec![door.label.clone()],
                    }),
                }
            }
        }
    }
    floors
}

/// Records it, as a list is.
async fn make(typed: Typed) {
    typed.error.set(None);
    typed.made.set(None);
    let name = typed.name.get_untracked();
    let plan = match untrack(|| typed.plan(name)) {
        Ok(plan) => plan,
        Err(why) => return typed.error.set(Some(t!(why.key()))),
    };
    typed.busy.set(true);
    let first = vec![recorded(Source::OwnDoors, plan.doors)];
    let loaded = load::load_after(typed.phone, first, &plan, |_, _| ()).await;
    let _ = typed.busy.try_set(false);
    match loaded {
        Ok(doors) => {
            let name = plan.blocks.into_iter().next().map(|block| block.name);
            let _ = typed.made.try_set(Some((name.unwrap_or_default(), doors)));
            let _ = typed.name.try_set(String::new());
            typed.phone.sync();
        }
        Err(reason) => {
            let words = t!("organiser.list_stopped", reason = reason.sentence());
            let _ = typed.error.try_set(Some(words));
        }
    }
}

fn made(name: String, doors: usize) -> impl IntoView {
    view! {
        <div class="banner good stack" role="status">
            <p>{t!("list.hand_made", n = doors, name = name)}</p>
            <a class="button" href="/organise/turf/new">
                {t!("organiser.turf_new")}
            </a>
        </div>
    }
}
