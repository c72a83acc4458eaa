//! A board's head: who knocked, on which evening, and about when they began.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::address;
use crate::canvass::fold::State;
use crate::client::clock::now;
use crate::client::parts::when::{
    evening_span, evening_time, field_day, field_time, picked_day, time_and_day,
};
use crate::client::phone::Phone;
use crate::organise::board::{self, BoardId, entered};
use crate::organise::teams::{same, teams};
use crate::t;

/// The longest name that is taken.
const NAME_LENGTH: &str = "60";

/// What stands at the head of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The board, for the evening that was picked.
    pub board: BoardId,
    /// Who knocked.
    pub by: String,
    /// When they began: seconds since 1970.
    pub when: i64,
}

/// Everyone by name who may have knocked: whoever has a phone, tonight's teams, who stood on a
/// board before.
fn names(state: &State, day: i32) -> Vec<String> {
    let logs = state.logs().filter_map(|(_, log)| log.name.clone());
    let teams = teams(state, day).into_iter();
    let teams = teams.flat_map(|team| team.people.into_iter().map(|going| going.who));
    let boards = entered(state).into_iter().map(|board| board.by);
    let mut seen = BTreeSet::new();
    let mut names: Vec<String> = logs
        .chain(teams)
        .chain(boards)
        .filter(|name| !name.is_empty() && seen.insert(same(name)))
        .collect();
    names.sort();
    names
}

/// What is wrong with a head, or the head.
fn read(board: BoardId, who: &str, day: &str, time: &str) -> Result<Head, String> {
    let by = who.split_whitespace().collect::<Vec<_>>().join(" ");
    if by.is_empty() {
        return Err(t!("paper.missing_who"));
    }
    let day_picked = picked_day(day).ok_or_else(|| t!("paper.missing_day"))?;
    let when = evening_time(day, time).ok_or_else(|| t!("paper.missing_time"))?;
    if when > now() {
        return Err(t!("paper.not_yet"));
    }
    let board = BoardId {
        day: day_picked,
        ..board
    };
    Ok(Head { board, by, when })
}

/// Has the address name the board of the evening that was picked, should the page be loaded again.
fn stay_at(board: BoardId) {
    let history = window().history();
    // A browser that refuses asks for the head anew after a break.
    let _ =
        history.and_then(|it| it.replace_state_with_url(&JsValue::NULL, "", Some(&address(board))));
}

/// Asks for it. What was being typed in from this board before a break stands there already.
#[component]
pub fn HeadForm(
    /// The board.
    board: BoardId,
    /// Where the head goes.
    head: RwSignal<Option<Head>>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let (before, names) = phone.read_untracked(|state| {
        let before = board::under_way(state, board, evening_span(board.day));
        (before.unwrap_or_default(), names(state, board.day))
    });
    let who = RwSignal::new(before.by.unwrap_or_default());
    let day = RwSignal::new(field_day(board.day));
    let time = RwSignal::new(before.when.map(field_time).unwrap_or_default());
    let error = RwSignal::new(None);
    Effect::new(move |before: Option<()>| {
        who.track();
        day.track();
        time.track();
        // What was wrong may be right by now: that is said at the next try.
        if before.is_some() {
            error.set(None);
        }
    });
    let start = move |event: SubmitEvent| {
        event.prevent_default();
        let read = read(
            board,
            &who.get_untracked(),
            &day.get_untracked(),
            &time.get_untracked(),
        );
        match read {
            Ok(read) => {
                stay_at(read.board);
                head.set(Some(read));
            }
            Err(why) => error.set(Some(why)),
        }
    };
    view! {
        <Already board=board day=day />
        <form class="stack" on:submit=start>
            <div class="field">
                <label for="board-who">{t!("paper.who")}</label>
                <p class="hint" id="board-who-hint">
                    {t!("paper.who_hint")}
                </p>
                <input
                    id="board-who"
                    type="text"
                    dir="auto"
                    list="board-names"
                    autocomplete="off"
                    maxlength=NAME_LENGTH
                    aria-describedby="board-who-hint board-wrong"
                    bind:value=who
                />
                <datalist id="board-names">
                    {names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
                </datalist>
            </div>
            <div class="field">
                <label for="board-day">{t!("paper.knocked_on")}</label>
                <input id="board-day" type="date" aria-describedby="board-wrong" bind:value=day />
            </div>
            <div class="field">
                <label for="board-began">{t!("paper.began")}</label>
                <p class="hint" id="board-began-hint">
                    {t!("paper.began_hint")}
                </p>
                <input
                    id="board-began"
                    type="time"
                    aria-describedby="board-began-hint board-wrong"
                    bind:value=time
                />
            </div>
            <p class="error" id="board-wrong" role="alert">
                {move || error.get()}
            </p>
            <button type="submit" class="button primary">
                {t!("paper.type_go")}
            </button>
        </form>
    }
}

/// Says that the board of that evening was typed in before.
#[component]
fn Already(board: BoardId, day: RwSignal<String>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let already = Memo::new(move |_| {
        let day = picked_day(&day.get())?;
        let code = BoardId { day, ..board }.code();
        let all = phone.read(entered).into_iter();
        let mut of_this = all.filter(|it| it.stair == board.stair && it.code == code);
        of_this.next()
    });
    view! {
        <div role="status">
            {move || {
                already
                    .get()
                    .map(|it| {
                        let words = t!(
                            "paper.entered_before",
                            by = it.by,
                            typed_by = it.typed_by,
                            time = time_and_day(it.typed_at)
                        );
                        view! { <p class="banner stop">{words}</p> }
                    })
            }}
        </div>
    }
}
