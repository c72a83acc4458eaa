//! A building's entrances and floors, put right at any time: "flats 1 to 24, four a floor, entrance
//! A". The drawing shows what it comes to; no record moves.

use leptos::ev;
use leptos::prelude::*;

use super::drawing::{Drawing, DrawnFloor};
use super::frame::{Back, OrganiserPage};
use super::names;
use crate::canvass::estate::{self, Door, Spot};
use crate::canvass::id::BlockId;
use crate::client::phone::Phone;
use crate::organise::placing::{self, Differing, Layout, Placed};
use crate::t;

/// So many facts are recorded in one transaction.
const PART: usize = 250;

/// One entrance as it is typed.
#[derive(Clone, Copy)]
struct Typed {
    key: usize,
    name: RwSignal<String>,
    first: RwSignal<usize>,
    last: RwSignal<usize>,
    per_floor: RwSignal<String>,
    lowest: RwSignal<String>,
    top_down: RwSignal<bool>,
}

impl Typed {
    fn of(key: usize, layout: &Layout) -> Typed {
        Typed {
            key,
            name: RwSignal::new(layout.entrance.clone()),
            first: RwSignal::new(layout.first),
            last: RwSignal::new(layout.last),
            per_floor: RwSignal::new(layout.per_floor.to_string()),
            lowest: RwSignal::new(layout.lowest.to_string()),
            top_down: RwSignal::new(layout.top_down),
        }
    }

    fn layout(self) -> Layout {
        let text = |text: RwSignal<String>| text.get().trim().to_string();
        Layout {
            entrance: text(self.name),
            first: self.first.get(),
            last: self.last.get(),
            per_floor: text(self.per_floor).parse().unwrap_or(0),
            lowest: text(self.lowest).parse().unwrap_or(0),
            top_down: self.top_down.get(),
        }
    }
}

/// What the page holds.
#[derive(Clone, Copy)]
struct Editing {
    phone: Phone,
    doors: StoredValue<Vec<Door>>,
    entrances: RwSignal<Vec<Typed>>,
    said: RwSignal<Option<Result<usize, String>>>,
    busy: RwSignal<bool>,
}

impl Editing {
    fn placed(self) -> Vec<Placed> {
        let layouts: Vec<Layout> = self
            .entrances
            .get()
            .into_iter()
            .map(Typed::layout)
            .collect();
        self.doors
            .with_value(|doors| placing::place(doors, &layouts))
    }
}

/// The page.
#[component]
pub fn Entrances(
    /// Which block; none where the link is no block's.
    block: Option<BlockId>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let name = block.and_then(|id| phone.read_untracked(|state| estate::block(state, id)));
    let doors = match block {
        Some(id) => phone.read_untracked(|state| placing::by_number(state, id)),
        None => Vec::new(),
    };
    let stairs = name
        .as_ref()
        .map(|block| block.stairs.clone())
        .unwrap_or_default();
    let stair_name = |door: &Door| {
        let stair = stairs.iter().find(|stair| stair.id == door.stair);
        stair.map(|stair| stair.name.clone()).unwrap_or_default()
    };
    let entrances = placing::guess(&doors, stair_name);
    let entrances = (0..)
        .zip(&entrances)
        .map(|(key, layout)| Typed::of(key, layout));
    let editing = Editing {
        phone,
        entrances: RwSignal::new(entrances.collect()),
        doors: StoredValue::new(doors),
        said: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let name = name.map(|block| (block.id, block.name));
    view! {
        <OrganiserPage title=t!("list.entrances") back=Back::Blocks>
            {match name.clone() {
                Some((id, name)) => edit(editing, id, name).into_any(),
                None => view! { <p>{t!("list.no_block")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn edit(editing: Editing, block: BlockId, name: String) -> impl IntoView {
    let floors = Signal::derive(move || {
        let placed = editing.placed();
        let floors = placing::floors(&placed).into_iter();
        floors
            .map(|(entrance, floor, doors)| DrawnFloor {
                part: entrance.map(str::to_string),
                floor,
                labels: doors.iter().map(|door| door.label.clone()).collect(),
            })
            .collect::<Vec<_>>()
    });
    let keep = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !editing.busy.get_untracked() {
            leptos::task::spawn_local(keep(editing));
        }
    };
    view! {
        <p class="figure">
            <bdi>{name}</bdi>
        </p>
        <p>{t!("list.entrances_what")}</p>
        <a class="button" href=names::path(block)>
            {t!("list.names_link")}
        </a>
        {move || editing.phone.read(|state| differing(&placing::differing(state, block)))}
        {move || {
            editing
                .said
                .get()
                .map(|said| match said {
                    Ok(0) => view! { <p class="banner good" role="status">{t!("list.entrances_same")}</p> }.into_any(),
                    Ok(doors) => {
                        view! {
                            <p class="banner good" role="status">
                                {t!("list.entrances_kept", n = doors)}
                            </p>
                        }
                            .into_any()
                    }
                    Err(why) => view! { <p class="banner stop" role="alert">{why}</p> }.into_any(),
                })
        }}
        <form class="by-hand" on:submit=keep>
            <div class="stack">
                <For
                    each=move || editing.entrances.get()
                    key=|typed| typed.key
                    children=move |typed| entrance(editing, typed)
                />
                <button type="button" class="button" on:click=move |_| add(editing)>
                    {t!("list.entrance_add")}
                </button>
                <button type="submit" class="button primary">
                    {t!("list.entrances_keep")}
                </button>
            </div>
            <Drawing floors=floors />
        </form>
    }
}

/// What organisers said in several ways at once.
fn differing(doors: &[Differing]) -> Option<impl IntoView + use<>> {
    let lines = doors.iter().map(|door| {
        let said = door.spots.iter().map(spot_words).collect::<Vec<_>>();
        view! {
            <li>
                <bdi>{door.label.clone()}</bdi>
                ": "
                <bdi>{said.join(" / ")}</bdi>
            </li>
        }
    });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="banner" role="alert">
                <p>{t!("list.entrances_differ")}</p>
                <ul class="bullets">{lines}</ul>
            </div>
        }
    })
}

fn spot_words((entrance, floor, order): &Spot) -> String {
    let floor = floor.map(|floor| t!("list.floor", floor = floor));
    let place = t!("list.entrances_place", n = order.saturating_add(1));
    let parts = [entrance.clone(), floor, Some(place)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Cuts the last entrance's doors in two: its second half is the new one's.
fn add(editing: Editing) {
    let all = editing.doors.with_value(Vec::len);
    let typed = editing.entrances.get_untracked();
    let key = typed.iter().map(|typed| typed.key + 1).max().unwrap_or(0);
    let mut layout = Layout {
        entrance: String::new(),
        first: 0,
        last: all.saturating_sub(1),
        per_floor: 4,
        lowest: 0,
        top_down: false,
    };
    if let Some(last) = typed.last() {
        let cut = untrack(|| last.layout());
        let middle = cut.first + cut.last.saturating_sub(cut.first).div_ceil(2);
        layout = Layout {
            entrance: String::new(),
            first: middle.max(cut.first),
            ..cut
        };
        last.last.set(middle.saturating_sub(1).max(cut.first));
    }
    editing
        .entrances
        .update(|entrances| entrances.push(Typed::of(key, &layout)));
}

fn entrance(editing: Editing, typed: Typed) -> impl IntoView {
    let key = typed.key;
    let id = move |what: &str| format!("{what}-{key}");
    let remove = move |_| {
        editing
            .entrances
            .update(|entrances| entrances.retain(|other| other.key != key));
    };
    let several = move || editing.entrances.with(Vec::len) > 1;
    view! {
        <fieldset class="card stack">
            <legend class="visually-hidden">{t!("list.entrance_number", n = key + 1)}</legend>
            <div class="field">
                <label for=id("entrance")>{t!("list.entrance_name")}</label>
                <input id=id("entrance") autocomplete="off" bind:value=typed.name />
            </div>
            <div class="figures">
                {door_choice(editing, id("first"), t!("list.entrance_from"), typed.first)}
                {door_choice(editing, id("last"), t!("list.entrance_to"), typed.last)}
                <div class="field">
                    <label for=id("per-floor")>{t!("list.entrance_per_floor")}</label>
                    <input
                        id=id("per-floor")
                        inputmode="numeric"
                        autocomplete="off"
                        bind:value=typed.per_floor
                    />
                </div>
                <div class="field">
                    <label for=id("lowest")>{t!("list.entrance_lowest")}</label>
                    <input id=id("lowest") autocomplete="off" bind:value=typed.lowest />
                </div>
            </div>
            <label class="choice">
                <input type="checkbox" bind:checked=typed.top_down />
                <span>{t!("list.entrance_top_down")}</span>
            </label>
            {move || {
                several()
                    .then(|| {
                        view! {
                            <button type="button" class="button" on:click=remove>
                                {t!("list.entrance_remove")}
                            </button>
                        }
                    })
            }}
        </fieldset>
    }
}

/// One of the block's doors.
fn door_choice(
    editing: Editing,
    id: String,
    label: String,
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let options = editing.doors.with_value(|doors| {
        let labels = doors.iter().map(|door| door.label.clone()).enumerate();
        labels
            .map(|(place, label)| {
                view! {
                    <option value=place.to_string() selected=move || chosen.get() == place>
                        {label}
                    </option>
                }
            })
            .collect_view()
    });
    let changed = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            chosen.set(place);
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id prop:value=move || chosen.get().to_string() on:change=changed>
                {options}
            </select>
        </div>
    }
}

/// Records where the doors are shown, as far as it is new.
async fn keep(editing: Editing) {
    editing.said.set(None);
    editing.busy.set(true);
    let placed = untrack(|| editing.placed());
    let drafts = editing
        .phone
        .read_untracked(|state| placing::drafts(state, &placed));
    let mut said = Ok(drafts.len());
    for part in drafts.chunks(PART) {
        if let Err(reason) = editing.phone.record(part.to_vec()).await {
            said = Err(reason.sentence());
            break;
        }
    }
    editing.phone.sync();
    let _ = editing.busy.try_set(false);
    let _ = editing.said.try_set(Some(said));
}
