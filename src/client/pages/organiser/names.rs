//! What a block, its entrances and its doors are called, put right at any time. Nothing that was recorded moves.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::saving::{Saving, Wrong};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::BlockId;
use crate::client::phone::Phone;
use crate::organise::export::stair_name;
use crate::organise::naming::{Called, LONGEST, What, of_block, rename};
use crate::t;

/// Where a block's names are put right.
pub fn path(block: BlockId) -> String {
    format!("/organise/block/{}/names", block.0)
}

/// Something to pick, with how it is shown among the others.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    called: Called,
    words: String,
}

fn read(state: &State, block: BlockId) -> Vec<Shown> {
    let shown = |called: Called| {
        let words = match called.what {
            What::Stair(id) => {
                let stair = estate::stair(state, id);
                stair.map_or_else(String::new, |stair| stair_name(&stair, |key| t!(key)))
            }
            What::Block(_) | What::Door(_) => called.name.clone(),
        };
        Shown { called, words }
    };
    of_block(state, block).into_iter().map(shown).collect()
}

/// The page.
#[component]
pub fn Names(
    /// Which block; none where the link is no block's.
    block: Option<BlockId>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| match block {
        Some(block) => phone.read(|state| read(state, block)),
        None => Vec::new(),
    });
    let is_there = Memo::new(move |_| all.with(|all| !all.is_empty()));
    let name = move || all.with(|all| all.first().map(|block| block.words.clone()));
    view! {
        <OrganiserPage title=t!("list.names") back=Back::Blocks>
            <Show when=move || is_there.get() fallback=|| view! { <p>{t!("list.no_block")}</p> }>
                <p class="figure">
                    <bdi>{name}</bdi>
                </p>
                <p>{t!("list.names_what")}</p>
                {move || all.with(|all| differing(all))}
                <PutRight all />
            </Show>
        </OrganiserPage>
    }
}

/// What organisers call in two ways at once.
fn differing(all: &[Shown]) -> Option<impl IntoView + use<>> {
    let differ = all.iter().filter(|it| !it.called.differ.is_empty());
    let lines = differ.map(|it| {
        let said = it.called.differ.iter().map(|name| said_words(name));
        let words = said.collect::<Vec<_>>().join(" / ");
        view! {
            <li>
                <bdi>{words}</bdi>
            </li>
        }
    });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="banner" role="alert">
                <p>{t!("list.names_differ")}</p>
                <ul class="bullets">{lines}</ul>
            </div>
        }
    })
}

fn said_words(name: &str) -> String {
    match name {
        "" => t!("list.name_none"),
        name => name.to_string(),
    }
}

/// What is picked, and what is typed. A handle, copied freely.
#[derive(Clone, Copy)]
struct Form {
    saving: Saving,
    all: Memo<Vec<Shown>>,
    /// Itself and not its place: others may come before it meanwhile.
    picked: RwSignal<Option<What>>,
    typed: RwSignal<String>,
    kept: RwSignal<String>,
}

impl Form {
    fn new(all: Memo<Vec<Shown>>) -> Form {
        let form = Form {
            saving: Saving::new(),
            all,
            picked: RwSignal::new(None),
            typed: RwSignal::default(),
            kept: RwSignal::default(),
        };
        form.pick(0);
        form
    }

    /// Picks what stands at this place: first the block itself.
    fn pick(self, place: usize) {
        let all = self.all;
        let picked = all.with_untracked(|all| all.get(place).map(|it| it.called.what));
        self.picked.set(picked);
        let called = self.here().map(|called| called.name);
        self.typed.set(called.unwrap_or_default());
        self.saving.wrong.set(None);
        self.kept.set(String::new());
    }

    fn here(self) -> Option<Called> {
        let picked = self.picked.get_untracked()?;
        self.all.with_untracked(|all| {
            let mut all = all.iter().map(|it| &it.called);
            all.find(|called| called.what == picked).cloned()
        })
    }

    fn keep(self) {
        self.kept.set(String::new());
        let Some(called) = self.here() else {
            return;
        };
        let name = self.typed.get_untracked();
        let saving = self.saving;
        let renamed = |state: &State| rename(state, called.what, &name);
        let (drafts, missing) = match saving.phone.read_untracked(renamed) {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), t!(why.key(), n = LONGEST)),
        };
        saving.save(drafts, missing, move |_| {
            saving.phone.sync();
            let words = t!("list.name_kept", name = said_words(name.trim()));
            let _ = self.kept.try_set(words);
        });
    }
}

/// One of them is picked and named.
#[component]
fn PutRight(all: Memo<Vec<Shown>>) -> impl IntoView {
    let form = Form::new(all);
    let pick = move |event| form.pick(event_target_value(&event).parse().unwrap_or(0));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.keep();
    };
    let options = move || {
        let here = form.picked.get_untracked();
        let option = |(place, shown): (usize, &Shown)| {
            view! {
                <option value=place.to_string() selected=Some(shown.called.what) == here>
                    {shown.words.clone()}
                </option>
            }
        };
        all.with(|all| all.iter().enumerate().map(option).collect_view())
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <div class="field">
                <label for="which">{t!("list.names_which")}</label>
                <select id="which" on:change=pick>
                    {options}
                </select>
            </div>
            <div class="field">
                <label for="called">{t!("list.names_called")}</label>
                <input
                    id="called"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=LONGEST.to_string()
                    bind:value=form.typed
                />
            </div>
            <Wrong saving=form.saving />
            <button type="submit" class="button primary" disabled=form.saving.busy>
                {t!("list.names_keep")}
            </button>
            <p role="status">
                <bdi>{move || form.kept.get()}</bdi>
            </p>
        </form>
    }
}
