//! Boards of paper: printed for who goes out without a phone, typed in when they are back.

mod entered;
mod head;
mod keys;
mod print;
mod stairs;
mod typing;
mod whole;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::dot::Dot;
use crate::canvass::id::{StairId, TurfId};
use crate::client::address::Address;
use crate::client::parts::when::evening_day;
use crate::client::phone::Phone;
use crate::organise::board::{self, BoardId};
use crate::sync::certificate::Role;
use crate::t;
use entered::EnteredBoards;
pub use entered::FromPaper;
use head::{Head, HeadForm};
use print::Print;
use stairs::Stairs;
use typing::TypeIn;

/// A board is looked for by its code among the evenings of so many days.
const DAYS_BACK: i32 = 60;
/// And of the next ones, for which some are printed already.
const DAYS_AHEAD: i32 = 14;

/// The board that an address names: a stair, whose board is tonight's; a stair and a day; or a
/// stair, a turf and a day.
pub fn named(parts: &[&str]) -> Option<BoardId> {
    let dot = |part: &str| part.parse::<Dot>().ok();
    let (stair, turf, day) = match *parts {
        [stair] => (dot(stair)?, None, evening_day()),
        [stair, day] => (dot(stair)?, None, day.parse().ok()?),
        [stair, turf, day] => (dot(stair)?, Some(dot(turf)?), day.parse().ok()?),
        _ => return None,
    };
    Some(BoardId {
        stair: StairId(stair),
        turf: turf.map(TurfId),
        day,
    })
}

/// Where a board is typed in.
fn address(board: BoardId) -> String {
    let turf = board.turf.map(|turf| format!("{}/", turf.0));
    let turf = turf.unwrap_or_default();
    format!("/organise/board/{}/{turf}{}", board.stair.0, board.day)
}

/// Printing, typing in, and what was typed in.
#[component]
pub fn PaperPage() -> impl IntoView {
    let day = RwSignal::new(evening_day());
    view! {
        <OrganiserPage title=t!("paper.title") back=Back::Home>
            <h2>{t!("paper.print")}</h2>
            <Print day=day />
            <h2>{t!("paper.type")}</h2>
            <Find />
            <h2>{t!("paper.pick")}</h2>
            <Stairs day=day />
            <h2>{t!("paper.entered")}</h2>
            <EnteredBoards />
        </OrganiserPage>
    }
}

/// The way to a board by its code.
#[component]
fn Find() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let going = expect_context::<Address>();
    let code = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        let today = evening_day();
        let days = today - DAYS_BACK..=today + DAYS_AHEAD;
        let found = code
            .with_untracked(|code| phone.read_untracked(|state| board::find(state, code, days)));
        // Of two with one code it is likelier the later evening's; the page says which stair it is of,
        // and any other is found by its stair.
        match found.into_iter().max_by_key(|board| board.day) {
            Some(board) => going.go(&address(board)),
            None => wrong.set(true),
        }
    };
    view! {
        <p>{t!("paper.type_what")}</p>
        <form class="stack" on:submit=go>
            <div class="field">
                <label for="board-code">{t!("paper.code")}</label>
                <p class="hint" id="board-code-hint">
                    {t!("paper.code_hint")}
                </p>
                <input
                    id="board-code"
                    class="code-input"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength="12"
                    aria-describedby="board-code-hint board-code-wrong"
                    aria-invalid=move || wrong.get().then_some("true")
                    prop:value=code
                    on:input=move |event| {
                        wrong.set(false);
                        code.set(event_target_value(&event));
                    }
                />
                <p class="error" id="board-code-wrong" role="alert">
                    {move || wrong.get().then(|| t!("paper.code_missing"))}
                </p>
            </div>
            <button type="submit" class="button primary">
                {t!("paper.go")}
            </button>
        </form>
    }
}

/// A board that is typed in: its head, then door after door. For whoever has the stair.
#[component]
pub fn BoardPage(
    /// Which one.
    board: Option<BoardId>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let place = Memo::new(move |_| {
        let stair = board?.stair;
        phone.read(|state| board::place(state, stair, |key| t!(key)))
    });
    let role = phone.membership().get_untracked().map(|own| own.role);
    let back = match role {
        Some(Role::Organiser) => Back::Paper,
        _ => Back::Today,
    };
    view! {
        <OrganiserPage title=t!("paper.type") back=back least=Role::Volunteer>
            {move || match (board, place.get()) {
                (Some(board), Some(place)) => {
                    view! {
                        <p class="figure">
                            <bdi>{place}</bdi>
                        </p>
                        <Board board=board />
                    }
                        .into_any()
                }
                _ => view! { <p>{t!("volunteer.not_here_why")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

#[component]
fn Board(board: BoardId) -> impl IntoView {
    let head: RwSignal<Option<Head>> = RwSignal::new(None);
    move || match head.get() {
        None => view! { <HeadForm board=board head=head /> }.into_any(),
        Some(head) => view! { <TypeIn head=head /> }.into_any(),
    }
}
