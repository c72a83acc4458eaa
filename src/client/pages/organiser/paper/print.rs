//! Printing boards: as a PDF file among the downloads, for a printer or a copy shop. That they are taken out is recorded
//! first.

use leptos::prelude::*;

use crate::canvass::about::AboutUs;
use crate::canvass::conversation;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::TurfId;
use crate::client::pages::organiser::download::{self, Sheet};
use crate::client::pages::organiser::lock;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{field_day, long_day, picked_day, short_day};
use crate::client::phone::Phone;
use crate::locales::{self, Card};
use crate::organise::board::{self, BoardId};
use crate::organise::board_sheet::{Printed, Said, board_sheets, homes};
use crate::organise::paper::NotPrintable;
use crate::organise::teams::teams;
use crate::t;

/// What the file is called: it says nothing of the campaign or its doors.
const FILE: &str = "stairwell-boards.pdf";

/// Tonight's turfs' boards, and each turf's.
#[component]
pub fn Print(
    /// The evening they are for.
    day: RwSignal<i32>,
) -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let said = RwSignal::new(String::new());
    let may = Memo::new(move |_| phone.read(|state| AboutUs::read(state).is_whole()));
    view! {
        <p>{t!("paper.print_what")}</p>
        <Evening day=day />
        <Show
            when=move || may.get()
            fallback=|| {
                view! {
                    <p class="banner">
                        {t!("paper.load_first")} <a href="/organise/about">{t!("keys.about")}</a>
                    </p>
                }
            }
        >
            <Turfs saving=saving day=day said=said />
        </Show>
        <Wrong saving />
        <p role="status">{move || said.get()}</p>
    }
}

/// A button for all of the evening's turfs, and one each.
#[component]
fn Turfs(saving: Saving, day: RwSignal<i32>, said: RwSignal<String>) -> impl IntoView {
    let phone = saving.phone;
    let turfs = Memo::new(move |_| {
        phone.read(|state| {
            let turfs = estate::turfs(state).into_iter();
            turfs.map(|turf| (turf.id, turf.name)).collect::<Vec<_>>()
        })
    });
    let worked = Memo::new(move |_| {
        let day = day.get();
        phone.read(|state| {
            let teams = teams(state, day).into_iter();
            teams.map(|team| team.turf).collect::<Vec<_>>()
        })
    });
    let save = move |turfs: &[TurfId]| {
        let boards = boards_of(phone, turfs, day.get_untracked());
        print(saving, &boards, said);
    };
    let button = move |(turf, name): (TurfId, String)| {
        view! {
            <li>
                <button
                    type="button"
                    class="button"
                    disabled=saving.busy
                    on:click=move |_| save(&[turf])
                >
                    {t!("paper.print_turf", turf = name)}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || worked.with(|worked| !worked.is_empty())>
            <button
                type="button"
                class="button primary"
                disabled=saving.busy
                on:click=move |_| save(&worked.get_untracked())
            >
                {move || t!("paper.print_all", n = worked.with(Vec::len))}
            </button>
        </Show>
        <ul class="row">
            <For each=move || turfs.get() key=|(id, _)| *id let:turf>
                {button(turf)}
            </For>
        </ul>
        <Show when=move || turfs.with(Vec::is_empty)>
            <p class="quiet">{t!("organiser.turfs_none")}</p>
        </Show>
    }
}

/// Which evening the boards are for.
#[component]
fn Evening(day: RwSignal<i32>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="board-evening">{t!("paper.evening")}</label>
            <input
                id="board-evening"
                type="date"
                prop:value=field_day(day.get_untracked())
                on:change=move |event| {
                    if let Some(picked) = picked_day(&event_target_value(&event)) {
                        day.set(picked);
                    }
                }
            />
        </div>
    }
}

fn boards_of(phone: Phone, turfs: &[TurfId], day: i32) -> Vec<BoardId> {
    phone.read_untracked(|state| {
        let mut boards = Vec::new();
        for turf in turfs {
            for board in board::boards(state, *turf, day) {
                if !boards.contains(&board) {
                    boards.push(board);
                }
            }
        }
        boards
    })
}

/// Records that these boards are taken out, hands them over as a file, and says what came of it.
pub fn print(saving: Saving, boards: &[BoardId], said_of_it: RwSignal<String>) {
    let phone = saving.phone;
    let Some(membership) = phone.membership().get_untracked() else {
        return;
    };
    let may = match lock::to_print(phone) {
        Ok(may) => may,
        Err(locked) => return saving.wrong.set(Some(locked)),
    };
    let made = phone.read_untracked(|state| {
        let day = boards.first().map_or(0, |board| board.day);
        let said = said(state, day, membership.ends);
        let boards: Vec<Printed> = boards.iter().filter_map(|it| printed(state, *it)).collect();
        let made = board_sheets(&boards, &said, &locales::fill);
        made.map(|bytes| (bytes, homes(&boards)))
    });
    let (bytes, rows) = match made {
        Ok(made) => made,
        Err(NotPrintable(letter)) => {
            return saving.wrong.set(Some(t!("paper.letter", letter = letter)));
        }
    };
    let sheet = Sheet {
        name: FILE,
        rows,
        bytes,
        beside: Vec::new(),
        saved: t!("organiser.file_saved", file = FILE),
    };
    download::sheet(&may, saving, sheet, said_of_it);
}

fn printed(state: &State, board: BoardId) -> Option<Printed> {
    let turfs = estate::turfs(state).into_iter();
    let mut turfs = turfs.filter(|turf| Some(turf.id) == board.turf);
    Some(Printed {
        place: board::place(state, board.stair, |key| t!(key))?,
        turf: turfs
            .next()
            .map(|turf| t!("paper.turf_part", turf = turf.name)),
        code: board.code(),
        lines: board::lines(state, board, i64::MAX, board.day),
    })
}

/// What stands on every board: the privacy card in two lines.
fn said(state: &State, day: i32, ends: i64) -> Said {
    let about = AboutUs::read(state);
    let until = long_day(ends);
    let card = Card::english();
    let (group, shared_with) = (("group", about.group), ("shared_with", about.shared_with));
    let privacy = match shared_with.1.is_empty() {
        true => card.say("card.consent", &[group, ("day", until)]),
        false => card.say("card.consent_shared", &[group, ("day", until), shared_with]),
    };
    let script = conversation::script(state);
    let questions = script.map(|script| script.questions).unwrap_or_default();
    let questions = questions.into_iter().flatten();
    Said {
        day: short_day(day),
        privacy: [
            privacy,
            format!("{}: {}", card.say("card.contact", &[]), about.contact),
        ],
        questions: questions
            .map(|asked| (asked.words, asked.answers))
            .collect(),
    }
}
