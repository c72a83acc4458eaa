//! Boards of paper: printed for who goes out without a phone, typed in when they are back.

mod entered;
mod head;
mod keys;
mod notes;
mod print;
mod rows;
mod stairs;
mod typing;
mod whole;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::dot::Dot;
use crate::canvass::id::{StairId, TurfId};
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::when::{evening_day, short_day};
use crate::client::phone::Phone;
use crate::organise::board::{self, BoardId, Head};
use crate::sync::certificate::Role;
use crate::t;
use entered::EnteredBoards;
pub use entered::FromPaper;
use head::HeadForm;
use print::Print;
use stairs::Stairs;
use typing::TypeIn;

/// A board is looked for by its code among the evenings of so many days.
const DAYS_BACK: i32 = 60;
/// And of the next ones, for which some are printed already.
const DAYS_AHEAD: i32 = 14;

/// Every address of the organiser's begins so.
const ORGANISE: &str = "/organise/";
/// The end of a board's address where one has begun to type it in.
const ON: &str = "on";

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    board: BoardId,
    /// It was begun: where that is remembered, it goes on where one was.
    on: bool,
}

/// The board that an address names: a stair, whose board is tonight's; a stair and a day; or a
/// stair, a turf and a day.
pub fn named(parts: &[&str]) -> Option<Named> {
    let (parts, on) = match parts {
        [parts @ .., last] if *last == ON => (parts, true),
        parts => (parts, false),
    };
    let dot = |part: &str| part.parse::<Dot>().ok();
    let (stair, turf, day) = match *parts {
        [stair] => (dot(stair)?, None, evening_day()),
        [stair, day] => (dot(stair)?, None, day.parse().ok()?),
        [stair, turf, day] => (dot(stair)?, Some(dot(turf)?), day.parse().ok()?),
        _ => return None,
    };
    let board = BoardId {
        stair: StairId(stair),
        turf: turf.map(TurfId),
        day,
    };
    Some(Named { board, on })
}

/// Where a board is typed in.
fn address(board: BoardId) -> String {
    let turf = board.turf.map(|turf| format!("{}/", turf.0));
    let turf = turf.unwrap_or_default();
    format!("{ORGANISE}board/{}/{turf}{}", board.stair.0, board.day)
}

/// Where one goes on with it.
fn going_on(board: BoardId) -> String {
    format!("{}/{ON}", address(board))
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
    let several = RwSignal::new(Vec::new());
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        let today = evening_day();
        let days = today - DAYS_BACK..=today + DAYS_AHEAD;
        let found = code
            .with_untracked(|code| phone.read_untracked(|state| board::find(state, code, days)));
        match *found {
            [] => wrong.set(true),
            [only] => going.go(&address(only)),
            _ => several.set(found),
        }
    };
    Effect::new(move |_| {
        code.track();
        wrong.set(false);
        several.set(Vec::new());
    });
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
                    bind:value=code
                />
                <p class="error" id="board-code-wrong" role="alert">
                    {move || wrong.get().then(|| t!("paper.code_missing"))}
                </p>
            </div>
            <button type="submit" class="button primary">
                {t!("paper.go")}
            </button>
        </form>
        <Which boards=several />
    }
}

/// Boards that have one code: to pick from, by where and when they are of.
#[component]
fn Which(boards: RwSignal<Vec<BoardId>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let link = move |board: BoardId| {
        let place = phone.read_untracked(|state| board::place(state, board.stair, |key| t!(key)));
        view! {
            <li>
                <a class="button" href=address(board)>
                    <bdi>{place}</bdi>
                    " · "
                    {short_day(board.day)}
                </a>
            </li>
        }
    };
    view! {
        <div role="status">
            <Show when=move || boards.with(|boards| !boards.is_empty())>
                <p>{t!("paper.two_boards")}</p>
                <ul class="row">{move || boards.get().into_iter().map(link).collect_view()}</ul>
            </Show>
        </div>
    }
}

/// A board that is typed in: its head, then door after door. For whoever has the stair.
#[component]
pub fn BoardPage(
    /// Which one.
    board: Option<Named>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let place = Memo::new(move |_| {
        let stair = board?.board.stair;
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
                (Some(named), Some(place)) => {
                    view! {
                        <p class="figure">
                            <bdi>{place}</bdi>
                        </p>
                        <Board named=named />
                    }
                        .into_any()
                }
                _ => view! { <p>{t!("volunteer.not_here_why")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

#[component]
fn Board(named: Named) -> impl IntoView {
    let Named { board, on } = named;
    let begun = expect_context::<Evening>().board.get_untracked();
    let begun = begun.filter(|(head, _)| on && head.board == board);
    let head: RwSignal<Option<Head>> = RwSignal::new(begun.map(|(head, _)| head));
    move || match head.get() {
        None => view! { <HeadForm board=board head=head /> }.into_any(),
        Some(head) => view! { <TypeIn head=head /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dot::LogId;

    #[test]
    fn an_address_names_its_board_and_whether_it_was_begun() {
        let dot = |seq| Dot {
            log: LogId([7; 8]),
            seq,
        };
        for turf in [None, Some(TurfId(dot(9)))] {
            let board = BoardId {
                stair: StairId(dot(4)),
                turf,
                day: 20_782,
            };
            for (on, address) in [(false, address(board)), (true, going_on(board))] {
                let parts = crate::client::address::parts(&address);
                assert_eq!(parts[..2], ["organise", "board"]);
                assert_eq!(named(&parts[2..]), Some(Named { board, on }));
            }
        }
        assert_eq!(named(&["on"]), None);
    }
}
