//! Night by night: a bar for each, parted as the estate's homes were at its end, and the same as a
//! table.

use leptos::prelude::*;

use super::{day_of, of};
use crate::client::pages::organiser::wall::Look;
use crate::client::parts::when::short_day;
use crate::organise::chart::{Chart, Night};
use crate::t;

/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

/// The picture and its table.
#[component]
pub fn Nights(chart: Memo<Chart>) -> impl IntoView {
    let nights = Memo::new(move |_| chart.with(|chart| chart.nights.clone()));
    view! {
        <Show
            when=move || !nights.with(Vec::is_empty)
            fallback=|| view! { <p class="quiet">{t!("chart.nights_none")}</p> }
        >
            {move || nights.with(|nights| picture(nights))}
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

/// What it shows stands in the table below it, so it is not read out.
fn picture(nights: &[Night]) -> impl IntoView + use<> {
    let all = nights.last().map_or(0, |night| night.homes);
    view! {
        <figure class="breadth nights" aria-hidden="true">
            <figcaption>{t!("chart.bar", all = all)}</figcaption>
            <ul class="bars">{nights.iter().map(bar).collect_view()}</ul>
        </figure>
    }
}

fn bar(night: &Night) -> impl IntoView + use<> {
    let mut from = 0;
    let all = night.homes.max(1);
    let parts = PARTS.map(|look| {
        let x = from * LONG / all;
        from += homes(night, look);
        let width = from * LONG / all - x;
        view! {
            <rect
                class=look.class()
                x=x.to_string()
                y="0"
                width=width.to_string()
                height=HIGH.to_string()
            />
        }
    });
    let view_box = format!("0 0 {LONG} {HIGH}");
    view! {
        <li>
            {short_day(day_of(night.evening))} " · " {of(night.reached, night.homes)}
            <svg viewBox=view_box preserveAspectRatio="none">
                {parts.into_iter().collect_view()}
            </svg>
        </li>
    }
}

fn table(nights: &[Night]) -> impl IntoView + use<> {
    let head = [
        t!("chart.column_tried"),
        t!("chart.column_first"),
        t!("chart.column_so_far"),
        t!("organiser.never_tried"),
    ];
    let head = head.map(|words| {
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
                        {head.into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{nights.iter().rev().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(night: &Night) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{short_day(day_of(night.evening))}</th>
            <td class="number">{of(night.tried, night.homes)}</td>
            <td class="number">{of(night.newly_reached, night.tried)}</td>
            <td class="number">{of(night.reached, night.homes)}</td>
            <td class="number">{of(night.never_tried, night.homes)}</td>
        </tr>
    }
}
