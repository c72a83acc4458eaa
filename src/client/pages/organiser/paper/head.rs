//! A board's head: who knocked, on which evening, and about when they began.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::going_on;
use crate::canvass::draft::Visit;
use crate::canvass::fold::State;
use crate::client::clock::now;
use crate::client::parts::evening::Evening;
use crate::client::parts::when::{
    evening_span, evening_time, field_day, field_time, picked_day, time_and_day,
};
use crate::client::phone::Phone;
use crate::organise::board::{self, BoardId, Head, entered, entered_of};
use crate::organise::teams::{same, teams};
use crate::t;

/// The longest name that is taken.
const NAME_LENGTH: &str = "60";

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

/// Has the address name the board of the evening that was picked, should the page be loaded again or
/// come back to.
fn stay_at(board: BoardId) {
    let history = window().history();
    // A browser that refuses asks for the head anew after a break.
    let _ = history
        .and_then(|it| it.replace_state_with_url(&JsValue::NULL, "", Some(&going_on(board))));
}

/// The fields. A handle, copied freely.
#[derive(Clone, Copy)]
struct Fields {
    who: RwSignal<String>,
    day: RwSignal<String>,
    time: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

impl Fields {
    fn new(board: BoardId) -> Fields {
        Fields {
            who: RwSignal::default(),
            day: RwSignal::new(field_day(board.day)),
            time: RwSignal::default(),
            error: RwSignal::new(None),
        }
    }

    /// Fills in what stood at the head of this board when it was typed in before, or begun.
    fn fill(self, phone: Phone, board: BoardId) {
        let Visit { by, when } = phone.read_untracked(|state| {
            let under_way = board::under_way(state, board, evening_span(board.day));
            let ended = || Some(entered_of(state, board)?.visit);
            under_way.or_else(ended).unwrap_or_default()
        });
        if let (Some(by), Some(when)) = (by, when) {
            self.who.set(by);
            self.time.set(field_time(when));
        }
    }

    fn are_empty(self) -> bool {
        self.who.with_untracked(String::is_empty) && self.time.with_untracked(String::is_empty)
    }

    /// Looks anew after every change: another evening may have been typed in before, and what was
    /// wrong may be right by now, which is said at the next try.
    fn follow(self, phone: Phone, board: BoardId) {
        Effect::new(move |before: Option<()>| {
            let day = picked_day(&self.day.get());
            if let Some(day) = day.filter(|_| before.is_some() && self.are_empty()) {
                self.fill(phone, BoardId { day, ..board });
            }
        });
        Effect::new(move |before: Option<()>| {
            self.who.track();
            self.day.track();
            self.time.track();
            if before.is_some() {
                self.error.set(None);
            }
        });
    }

    fn read(self, board: BoardId) -> Result<Head, String> {
        let (who, day) = (self.who.get_untracked(), self.day.get_untracked());
        read(board, &who, &day, &self.time.get_untracked())
    }
}

/// Asks for it. What was typed in from this board before, or begun, stands there already.
#[component]
pub fn HeadForm(
    /// The board.
    board: BoardId,
    /// Where the head goes.
    head: RwSignal<Option<Head>>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let fields = Fields::new(board);
    fields.fill(phone, board);
    fields.follow(phone, board);
    let start = move |event: SubmitEvent| {
        event.prevent_default();
        match fields.read(board) {
            Ok(read) => {
                stay_at(read.board);
                evening.board.set(None);
                head.set(Some(read));
            }
            Err(why) => fields.error.set(Some(why)),
        }
    };
    view! {
        <Already board=board day=fields.day />
        <form class="stack" on:submit=start>
            <Who board=board who=fields.who />
            <Began day=fields.day time=fields.time />
            <p class="error" id="board-wrong" role="alert">
                {move || fields.error.get()}
            </p>
            <button type="submit" class="button primary">
                {t!("paper.type_go")}
            </button>
        </form>
    }
}

#[component]
fn Who(board: BoardId, who: RwSignal<String>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let names = phone.read_untracked(|state| names(state, board.day));
    let names = names.into_iter();
    view! {
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
                {names.map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
        </div>
    }
}

#[component]
fn Began(day: RwSignal<String>, time: RwSignal<String>) -> impl IntoView {
    view! {
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
    }
}

/// Says that the board of that evening was typed in before.
#[component]
fn Already(board: BoardId, day: RwSignal<String>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let already = Memo::new(move |_| {
        let day = picked_day(&day.get())?;
        phone.read(|state| entered_of(state, BoardId { day, ..board }))
    });
    view! {
        <div role="status">
            {move || {
                already
                    .get()
                    .map(|it| {
                        let words = t!(
                            "paper.entered_before",
                            n = it.doors,
                            by = it.by,
                            began = time_and_day(it.when),
                            typed_by = it.typed_by,
                            time = time_and_day(it.typed_at)
                        );
                        view! { <p class="banner stop">{words}</p> }
                    })
            }}
        </div>
    }
}
