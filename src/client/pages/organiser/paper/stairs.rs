//! Any stair's board: to print, or to type in where its code cannot be read.

use leptos::prelude::*;

use super::address;
use super::print::print;
use crate::canvass::about::AboutUs;
use crate::canvass::id::StairId;
use crate::client::pages::organiser::plan::More;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::organise::board::{self, BoardId};
use crate::organise::selection;
use crate::t;

/// So many stairs are drawn at once.
const SHOWN_AT_ONCE: usize = 8;

/// The stairs, by name.
#[component]
pub fn Stairs(
    /// The evening.
    day: RwSignal<i32>,
) -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let all = Memo::new(move |_| {
        phone.read(|state| {
            let blocks = selection::choices(state).into_iter();
            let stairs = blocks.flat_map(|block| block.stairs);
            stairs
                .filter_map(|choice| {
                    let id = choice.stair.id;
                    Some((id, board::place(state, id, |key| t!(key))?))
                })
                .collect::<Vec<(StairId, String)>>()
        })
    });
    let wanted = RwSignal::new(String::new());
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let said = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        let mut all = all.get();
        all.retain(|(_, place)| place.to_lowercase().contains(&wanted));
        all
    });
    let first = move || {
        found
            .get()
            .into_iter()
            .take(shown.get())
            .collect::<Vec<_>>()
    };
    view! {
        <div class="field">
            <label for="board-stair">{t!("paper.pick_find")}</label>
            <input id="board-stair" type="search" autocomplete="off" bind:value=wanted />
        </div>
        <ul class="stack">
            <For each=first key=|(id, _)| *id let:stair>
                <StairRow stair=stair.0 place=stair.1 saving=saving day=day said=said />
            </For>
        </ul>
        {move || view! { <More shown=shown all=found.with(Vec::len) /> }}
        <Show when=move || all.with(Vec::is_empty)>
            <p class="quiet">{t!("paper.none")}</p>
        </Show>
        <Wrong saving />
        <p role="status">{move || said.get()}</p>
    }
}

/// A stair, and what one may do with its board.
#[component]
fn StairRow(
    stair: StairId,
    place: String,
    saving: Saving,
    day: RwSignal<i32>,
    said: RwSignal<String>,
) -> impl IntoView {
    let phone = saving.phone;
    let may = Memo::new(move |_| phone.read(|state| AboutUs::read(state).is_whole()));
    let board = move || BoardId {
        stair,
        turf: None,
        day: day.get(),
    };
    let print_it = move |_| print(saving, &[untrack(board)], said);
    let print_aloud = format!("{}: {place}", t!("paper.print_one"));
    view! {
        <li class="card">
            <strong>
                <bdi>{place.clone()}</bdi>
            </strong>
            <div class="row">
                <a
                    class="button"
                    href=move || address(board())
                    aria-label=format!("{}: {place}", t!("paper.type_one"))
                >
                    {t!("paper.type_one")}
                </a>
                <Show when=move || may.get()>
                    <button
                        type="button"
                        class="button"
                        disabled=saving.busy
                        on:click=print_it
                        aria-label=print_aloud.clone()
                    >
                        {t!("paper.print_one")}
                    </button>
                </Show>
            </div>
        </li>
    }
}
