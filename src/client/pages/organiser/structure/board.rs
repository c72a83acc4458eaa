//! What may be shown of a test: to hold up, to print, to write on a wall.

use leptos::prelude::*;

use super::find;
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::client::pages::organiser::estate_switch::OfThese;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::parts::when::short_day;
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::estates::{Extent, Places};
use crate::organise::evidence::sheet::figure;
use crate::organise::evidence::{Figure, Share};
use crate::organise::structure::{Board, Row, board};
use crate::t;

/// The page.
#[component]
pub fn TestBoard(
    /// The test, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let shown = Memo::new(move |_| {
        phone.read(|state| {
            let seen = find(state, id?)?;
            Some((board(&seen.tested, &seen.findings)?, seen.estates))
        })
    });
    view! {
        <OrganiserPage title=t!("structure.board") back=Back::Tests may_be_printed=true>
            {move || match shown.get() {
                Some((board, estates)) => whole(phone, board, estates).into_any(),
                None => view! { <p class="quiet">{t!("structure.private")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn share_words(share: Share) -> String {
    if (share.n, share.of) == (Figure::LeftOut, Figure::LeftOut) {
        return t!("evidence.few");
    }
    t!(
        "structure.board_of",
        k = figure(&locales::fill, share.n),
        all = figure(&locales::fill, share.of)
    )
}

fn whole(phone: Phone, mut board: Board, estates: Vec<String>) -> impl IntoView {
    // As the estate is listed.
    let stairs = phone.read_untracked(|state| {
        let blocks = estate::blocks(state).into_iter();
        let stairs = blocks.flat_map(|block| block.stairs);
        stairs.map(|stair| stair.id).collect::<Vec<_>>()
    });
    let place_of = |row: &Row| stairs.iter().position(|stair| *stair == row.stair);
    board.stairs.sort_by_key(place_of);
    let names = phone.read_untracked(|state| {
        let places = Places::new(state, &Extent::Campaign);
        let names = board.stairs.iter();
        let names = names.map(|row| places.name(row.stair, |key| t!(key)));
        names.collect::<Vec<_>>()
    });
    let rows = board.stairs.into_iter().zip(names).map(|(row, place)| {
        view! {
            <tr>
                <th scope="row">
                    <bdi>{place}</bdi>
                </th>
                <td class="number">{share_words(row.homes)}</td>
            </tr>
        }
    });
    view! {
        <h2>
            <bdi>{board.ask}</bdi>
        </h2>
        <p class="figure">{share_words(board.homes)}</p>
        <OfThese names=estates />
        <p>{t!("structure.as_of", day = short_day(board.as_of))}</p>
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("structure.by_stair")>
            <table>
                <caption>{t!("structure.by_stair")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("structure.column_part")}</th>
                        <th scope="col" class="number">
                            {t!("structure.column_homes")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="hint">{t!("structure.board_left_out")}</p>
    }
}
