//! The boards that were typed in: who knocked and when, as it stands on each.

use leptos::prelude::*;

use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::organise::board::{self, Entered};
use crate::t;

/// A board with its place.
type Row = (Entered, String);

fn rows(phone: Phone) -> Memo<Vec<Row>> {
    Memo::new(move |_| {
        phone.read(|state| {
            let boards = board::entered(state).into_iter();
            boards
                .map(|entered| {
                    let place = board::place(state, entered.stair, |key| t!(key));
                    (entered, place.unwrap_or_default())
                })
                .collect()
        })
    })
}

/// All of them.
#[component]
pub fn EnteredBoards() -> impl IntoView {
    let rows = rows(expect_context::<Phone>());
    view! {
        <List rows=rows />
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="quiet">{t!("paper.entered_none")}</p>
        </Show>
    }
}

/// What the morning has of paper; nothing where nobody knocked on paper.
#[component]
pub fn FromPaper() -> impl IntoView {
    let rows = rows(expect_context::<Phone>());
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <h2>{t!("paper.from_paper")}</h2>
            <List rows=rows />
        </Show>
    }
}

#[component]
fn List(rows: Memo<Vec<Row>>) -> impl IntoView {
    let row = |(entered, place): Row| {
        let time = time_and_day(entered.typed_at);
        let typed = t!(
            "paper.entered_doors",
            n = entered.doors,
            typed_by = entered.typed_by,
            time = time
        );
        let knocked = t!(
            "paper.entered_by",
            by = entered.by,
            time = time_and_day(entered.when)
        );
        view! {
            <li class="card">
                <strong>
                    <bdi>{place}</bdi>
                    " · "
                    {entered.code}
                </strong>
                <p class="figure">
                    <bdi>{knocked}</bdi>
                </p>
                <p class="quiet">{typed}</p>
            </li>
        }
    };
    view! { <ul class="stack tight">{move || rows.get().into_iter().map(row).collect_view()}</ul> }
}
