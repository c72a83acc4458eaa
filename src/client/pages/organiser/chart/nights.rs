//! Night by night: a bar for each, parted as the estate's homes were at its end, and the same as a
//! table.

use leptos::prelude::*;

use super::bars::{bar, picture};
use super::{day_of, of};
use crate::client::pages::organiser::wall::Look;
use crate::client::parts::when::short_day;
use crate::organise::chart::{Chart, Night};
use crate::t;

/// The picture and its table.
#[component]
pub fn Nights(chart: Memo<Chart>) -> impl IntoView {
    let nights = Memo::new(move |_| chart.with(|chart| chart.nights.clone()));
    view! {
        <Show
            when=move || !nights.with(Vec::is_empty)
            fallback=|| view! { <p class="quiet">{t!("chart.nights_none")}</p> }
        >
            {move || nights.with(|nights| drawn(nights))}
            {move || nights.with(|nights| table(nights))}
        </Show>
    }
}

/// How many homes look so at a night's end.
fn homes(night: &Night, look: Look) -> usize {
    match look {
        Look::Reached => night.reached,
        Look::Untried => night.never_tried,
        Look::Tried => night.homes - night.reached - night.never_tried,
        Look::Spoke | Look::NoKnock => 0,
    }
}

/// The parts of a bar, in their order.
const PARTS: [Look; 3] = [Look::Reached, Look::Tried, Look::Untried];

/// What it shows stands in the table below it.
fn drawn(nights: &[Night]) -> impl IntoView + use<> {
    let all = nights.last().map_or(0, |night| night.homes);
    let bars = nights.iter().map(|night| {
        let (day, reached) = (
            short_day(day_of(night.evening)),
            of(night.reached, night.homes),
        );
        let parts = PARTS.map(|look| (look, homes(night, look)));
        bar(format!("{day} · {reached}"), parts, all)
    });
    let bars = bars.collect_view().into_any();
    picture(t!("chart.bar", all = all), bars)
}

fn table(nights: &[Night]) -> impl IntoView + use<> {
    let may_keep = nights.iter().any(|night| night.acted.is_some());
    let acted = may_keep.then(|| t!("chart.column_acted"));
    let head = [
        t!("chart.column_tried"),
        t!("chart.column_first"),
        t!("chart.column_again"),
        t!("chart.column_so_far"),
        t!("organiser.never_tried"),
    ];
    let head = head.into_iter().chain(acted).map(|words| {
        view! {
            <th scope="col" class="number">
                {words}
            </th>
        }
    });
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("chart.nights")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t!("chart.column_night")}</th>
                        {head.collect_view()}
                    </tr>
                </thead>
                <tbody>{nights.iter().rev().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(night: &Night) -> impl IntoView + use<> {
    let acted = (night.acted).map(|n| view! { <td class="number">{of(n, night.homes)}</td> });
    view! {
        <tr>
            <th scope="row">{short_day(day_of(night.evening))}</th>
            <td class="number">{of(night.tried, night.homes)}</td>
            <td class="number">{of(night.newly_reached, night.tried)}</td>
            <td class="number">{of(night.reached_again, night.gone_back_to)}</td>
            <td class="number">{of(night.reached, night.homes)}</td>
            <td class="number">{of(night.never_tried, night.homes)}</td>
            {acted}
        </tr>
    }
}
