//! Knock by knock, and by the time of day: a bar for each, and the same as a table.

use leptos::prelude::*;

use super::bars::{bar, picture};
use super::of;
use crate::client::pages::organiser::wall::Look;
use crate::organise::chart::{AtTime, Chart, Round};
use crate::t;

/// What a knock or a time of day is called, how many homes were reached then and how many tried.
struct Then {
    name: String,
    reached: usize,
    tried: usize,
}

/// Knock by knock.
pub fn knocks(chart: &Chart) -> impl IntoView + use<> {
    let row = |round: &Round| Then {
        name: t!("chart.nth", n = round.nth),
        reached: round.reached,
        tried: round.tried,
    };
    let rows: Vec<Then> = chart.rounds.iter().map(row).collect();
    drawn(t!("chart.column_knock"), &rows)
}

/// By the time of day.
pub fn at_times(chart: &Chart) -> impl IntoView + use<> {
    let row = |at: &AtTime| Then {
        name: t!(&format!("chart.at_{}", at.slot.word())),
        reached: at.reached,
        tried: at.tried,
    };
    let rows: Vec<Then> = chart.at_times.iter().map(row).collect();
    drawn(t!("chart.column_at"), &rows)
}

fn drawn(first: String, rows: &[Then]) -> impl IntoView + use<> {
    let longest = rows.iter().map(|it| it.tried).max().unwrap_or(0);
    let bars = rows.iter().map(|it| {
        let parts = [
            (Look::Reached, it.reached),
            (Look::Tried, it.tried - it.reached),
        ];
        let words = format!("{} · {}", it.name, of(it.reached, it.tried));
        bar(words, parts, longest)
    });
    let bars = bars.collect_view().into_any();
    let caption = t!("chart.bar_then", all = longest);
    let shown = (longest > 0).then(|| picture(caption, bars));
    view! {
        {shown}
        {table(first, rows)}
    }
}

fn table(first: String, rows: &[Then]) -> impl IntoView + use<> {
    let name = first.clone();
    let rows = rows.iter().map(|it| {
        view! {
            <tr>
                <th scope="row">{it.name.clone()}</th>
                <td class="number">{of(it.reached, it.tried)}</td>
            </tr>
        }
    });
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=name>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        <th scope="col" class="number">
                            {t!("chart.column_reached_then")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
