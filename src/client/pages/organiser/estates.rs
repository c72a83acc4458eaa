//! Which blocks are of which estate, where a campaign goes to several: figures are of one of them then,
//! or of the whole campaign.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::estate_switch::estate_name;
use super::frame::{Back, OrganiserPage};
use super::plan::More;
use super::saving::{Saving, Wrong};
use crate::canvass::fold::State;
use crate::canvass::id::BlockId;
use crate::organise::estates::{estates, name_of, put};
use crate::organise::selection;
use crate::t;

/// So many blocks are drawn at once.
const SHOWN_AT_ONCE: usize = 60;
/// The longest name that is taken.
const NAME_LENGTH: &str = "60";

/// A block as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: BlockId,
    name: String,
    /// What its estate is called; empty where it was put to none.
    estate: String,
}

fn rows(state: &State) -> Vec<Row> {
    let blocks = selection::choices(state).into_iter();
    blocks
        .map(|block| Row {
            id: block.id,
            name: block.name,
            estate: name_of(state, block.id),
        })
        .collect()
}

/// What is picked and typed. A handle, copied freely.
#[derive(Clone, Copy)]
struct Putting {
    saving: Saving,
    blocks: Memo<Vec<Row>>,
    picked: RwSignal<BTreeSet<BlockId>>,
    name: RwSignal<String>,
}

impl Putting {
    fn new() -> Putting {
        let saving = Saving::new();
        Putting {
            saving,
            blocks: Memo::new(move |_| saving.phone.read(rows)),
            picked: RwSignal::default(),
            name: RwSignal::default(),
        }
    }

    /// Puts what is picked to the estate of this name; to none where it is empty.
    fn put(self, name: &str) {
        let picked = self.picked.get_untracked();
        let missing = match picked.is_empty() {
            true => t!("list.estate_pick"),
            false => t!("list.estate_same"),
        };
        let phone = self.saving.phone;
        let drafts = phone.read_untracked(|state| put(state, picked, name));
        self.saving.save(drafts, missing, move |_| {
            self.picked.try_set(BTreeSet::new());
            self.name.try_set(String::new());
        });
    }

    fn submit(self) {
        let name = self.name.get_untracked();
        match name.trim() {
            "" => self.saving.wrong.set(Some(t!("list.estate_missing"))),
            name => self.put(name),
        }
    }
}

/// The page.
#[component]
pub fn EstatesPage() -> impl IntoView {
    let putting = Putting::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        putting.submit();
    };
    let none = move |_| putting.put("");
    let (saving, blocks) = (putting.saving, putting.blocks);
    view! {
        <OrganiserPage title=t!("list.estates") back=Back::List>
            <p>{t!("list.estates_what")}</p>
            <Told saving />
            <Show when=move || blocks.with(Vec::is_empty)>
                <p class="quiet">{t!("organiser.no_list")}</p>
            </Show>
            <Show when=move || !blocks.with(Vec::is_empty)>
                <form class="stack" on:submit=submit novalidate>
                    <Blocks putting />
                    <Name putting />
                    <Wrong saving />
                    <button type="submit" class="button primary" disabled=saving.busy>
                        {t!("list.estate_keep")}
                    </button>
                    <button type="button" class="button plain" disabled=saving.busy on:click=none>
                        {t!("list.estate_none")}
                    </button>
                </form>
            </Show>
        </OrganiserPage>
    }
}

/// The estates there are, with how many blocks each has; nothing as long as nobody has told any apart.
#[component]
fn Told(saving: Saving) -> impl IntoView {
    let told = Memo::new(move |_| {
        let all = saving.phone.read(estates);
        let all = all.into_iter().map(|it| (it.name, it.blocks.len()));
        all.collect::<Vec<_>>()
    });
    let lines = move || {
        let told = told.get();
        let apart = told.iter().any(|(name, _)| !name.is_empty());
        let told = told.into_iter().filter(move |_| apart);
        told.map(|(name, blocks)| {
            view! {
                <li>
                    <strong>
                        <bdi>{estate_name(&name)}</bdi>
                    </strong>
                    ": "
                    {t!("organiser.count_blocks", n = blocks)}
                </li>
            }
        })
        .collect_view()
    };
    view! { <ul>{lines}</ul> }
}

#[component]
fn Blocks(putting: Putting) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let found = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        let mut blocks = putting.blocks.get();
        blocks.retain(|block| block.name.to_lowercase().contains(&wanted));
        blocks
    });
    let boxes = move || {
        let found = found.get().into_iter().take(shown.get());
        found
            .map(|row| tick_box(row, putting.picked))
            .collect_view()
    };
    view! {
        <Show when=move || { putting.blocks.with(Vec::len) > SHOWN_AT_ONCE }>
            <div class="field">
                <label for="wanted">{t!("organiser.turf_find")}</label>
                <input id="wanted" type="search" autocomplete="off" bind:value=wanted />
            </div>
        </Show>
        <fieldset class="choices">
            <legend>{t!("list.estate_blocks")}</legend>
            {boxes}
        </fieldset>
        {move || view! { <More shown=shown all=found.with(Vec::len) /> }}
    }
}

fn tick_box(row: Row, picked: RwSignal<BTreeSet<BlockId>>) -> impl IntoView {
    let id = row.id;
    let change = move |event| {
        let on = event_target_checked(&event);
        picked.update(|picked| match on {
            true => {
                picked.insert(id);
            }
            false => {
                picked.remove(&id);
            }
        });
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || picked.with(|picked| picked.contains(&id))
                on:change=change
            />
            <span>
                <bdi>{row.name}</bdi>
                " "
                <bdi class="quiet">{row.estate}</bdi>
            </span>
        </label>
    }
}

/// What their estate is called: one there is, or a new one.
#[component]
fn Name(putting: Putting) -> impl IntoView {
    let names = Memo::new(move |_| {
        let all = putting.saving.phone.read(estates).into_iter();
        all.map(|it| it.name)
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
    });
    let options = move || {
        let names = names.get().into_iter();
        names
            .map(|name| view! { <option value=name></option> })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for="estate-name">{t!("list.estate_name")}</label>
            <input
                id="estate-name"
                type="text"
                dir="auto"
                autocomplete="off"
                list="estate-names"
                maxlength=NAME_LENGTH
                bind:value=putting.name
            />
            <datalist id="estate-names">{options}</datalist>
        </div>
    }
}
