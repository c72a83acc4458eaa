//! Where homes stand as a bar a stair, as long as it has homes, not asked first; and as a table.

use leptos::prelude::*;

use super::{Row, Shown};
use crate::organise::standing::{Level, Tally};
use crate::t;

/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

fn class(level: Level) -> &'static str {
    match level {
        Level::NotAsked => "not-asked",
        Level::Brings => "brings",
        Level::WithUs => "with-us",
        Level::SaysYes => "says-yes",
        Level::NotSure => "not-sure",
        Level::NotForThem => "not-for-them",
        Level::Against => "against",
    }
}

/// The picture. What it shows stands in the table below it, so it is not read out.
#[component]
pub fn Picture(shown: Memo<Option<Shown>>) -> impl IntoView {
    let bars = move || {
        shown.with(|shown| {
            let rows = shown.as_ref().map_or(&[][..], |it| &it.rows);
            let most = rows.iter().map(|row| row.tally.all).max().unwrap_or(1);
            rows.iter().map(|row| bar(row, most)).collect_view()
        })
    };
    let key = Level::ALL.map(|level| {
        view! {
            <li class="row">
                <svg class="bar-key" viewBox="0 0 20 20">
                    <rect class=class(level) x="1" y="1" width="18" height="18" />
                </svg>
                {t!(&level.key())}
            </li>
        }
    });
    view! {
        <figure class="breadth levels" aria-hidden="true">
            <figcaption>{t!("standing.picture")}</figcaption>
            <ul class="row">{key.into_iter().collect_view()}</ul>
            <ul class="bars">{bars}</ul>
        </figure>
    }
}

fn bar(row: &Row, most: usize) -> impl IntoView + use<> {
    let mut from = 0;
    let rects = Level::ALL.map(|level| {
        let homes = row.tally.at(level);
        let x = from * LONG / most;
        from += homes;
        let width = from * LONG / most - x;
        (homes > 0).then(|| {
            view! {
                <rect
                    class=class(level)
                    x=x.to_string()
                    y="0"
                    width=width.to_string()
                    height=HIGH.to_string()
                />
            }
        })
    });
    let asked = row.tally.all - row.tally.at(Level::NotAsked);
    let words = t!("standing.asked_of", n = asked, all = row.tally.all);
    let view_box = format!("0 0 {LONG} {HIGH}");
    view! {
        <li>
            <bdi>{row.place.clone()}</bdi>
            " · "
            {words}
            <svg viewBox=view_box preserveAspectRatio="none">
                {rects.into_iter().collect_view()}
            </svg>
        </li>
    }
}

/// The table: first the whole estate, then each stair.
#[component]
pub fn Table(shown: Memo<Option<Shown>>) -> impl IntoView {
    let rows = move || {
        shown.with(|shown| {
            let shown = shown.as_ref()?;
            let whole = line(view! { {t!("standing.whole")} }.into_any(), &shown.whole);
            let stairs = shown.rows.iter().map(|row| {
                let name = view! {
                    <a href=format!("/organise/standing/{}", row.id.0)>
                        <bdi>{row.place.clone()}</bdi>
                    </a>
                };
                line(name.into_any(), &row.tally)
            });
            Some((whole, stairs.collect_view()))
        })
    };
    let levels = Level::ALL.map(|level| view! { <th scope="col">{t!(&level.key())}</th> });
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("standing.table")>
            <table>
                <caption>{t!("standing.table")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("standing.column_stair")}</th>
                        {levels.into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn line(name: AnyView, tally: &Tally) -> impl IntoView + use<> {
    let cells = Level::ALL.map(|level| {
        let of = t!("organiser.n_of_all", n = tally.at(level), all = tally.all);
        let stale = tally.stale_at(level);
        let stale = (stale > 0).then(|| {
            view! { <span class="quiet small">{t!("standing.of_them_stale", n = stale)}</span> }
        });
        view! { <td class="number">{of} " " {stale}</td> }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells.into_iter().collect_view()}
        </tr>
    }
}
