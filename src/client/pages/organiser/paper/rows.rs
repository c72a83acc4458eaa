//! All doors of a board that is being typed in.

use leptos::html;
use leptos::prelude::*;

use super::typing::Typing;
use crate::canvass::id::DoorId;
use crate::client::pages::volunteer::places::floor_spoken;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::organise::board::Line;
use crate::t;

/// All doors of the board, with what is typed; a tap on one goes there.
#[component]
pub fn Rows(
    /// The board.
    typing: Typing,
) -> impl IntoView {
    let list = NodeRef::<html::Ol>::new();
    let rows = typing.lines.get_value();
    let mut before = None;
    let rows = rows.iter().enumerate().map(|(place, line)| {
        let here = Some((line.door.entrance.clone(), line.door.floor));
        let begins = here != before;
        before = here;
        view! { <Row typing=typing place=place line=line.clone() begins=begins list=list /> }
    });
    view! {
        <ol class="board-rows" node_ref=list>
            {rows.collect_view()}
        </ol>
    }
}

#[component]
fn Row(
    typing: Typing,
    place: usize,
    line: Line,
    begins: bool,
    list: NodeRef<html::Ol>,
) -> impl IntoView {
    let row = NodeRef::<html::Li>::new();
    let here = Memo::new(move |_| typing.at.get() == place);
    Effect::new(move |_| {
        if here.get()
            && let (Some(row), Some(list)) = (row.get(), list.get())
        {
            // In the middle of the list, so that the doors before and after are in sight.
            let middle = row.offset_top() - (list.client_height() - row.offset_height()) / 2;
            list.set_scroll_top(middle);
        }
    });
    let (door, struck) = (line.door.id, line.struck);
    let names = [
        line.door.entrance.clone(),
        line.door.floor.map(floor_spoken),
    ];
    let names: Vec<String> = names.into_iter().flatten().collect();
    let floor = (begins && !names.is_empty()).then(|| names.join(" · "));
    view! {
        <li node_ref=row>
            {floor.map(|floor| view! { <p class="board-floor">{floor}</p> })}
            <button
                type="button"
                class="board-row"
                class:here=here
                class:struck=struck
                aria-current=move || here.get().then_some("step")
                on:click=move |_| typing.go(place)
            >
                <bdi>{line.door.label}</bdi>
                <Said typing=typing door=door struck=struck />
            </button>
        </li>
    }
}

/// What is typed for a door, or that nothing is.
#[component]
fn Said(typing: Typing, door: DoorId, struck: bool) -> impl IntoView {
    let outcome = Memo::new(move |_| typing.outcome(door));
    let said = move || match outcome.get() {
        Some(outcome) => view! {
            <Mark outcome />
            <span>{outcome_name(outcome)}</span>
        }
        .into_any(),
        None if struck => view! { <span class="quiet">{t!("paper.struck")}</span> }.into_any(),
        None => view! { <span class="visually-hidden">{t!("paper.empty")}</span> }.into_any(),
    };
    view! { <span class="row">{said}</span> }
}
