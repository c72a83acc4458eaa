//! Breadth by depth: a bar as long as the homes that raise something, parted by how far they would go;
//! and the same as a table.

use leptos::prelude::*;

use super::{groups_words, path, stage_words};
use crate::client::parts::language::language_name;
use crate::client::parts::tenure::tenure_name;
use crate::organise::issues::{Depth, Heard, Issues};
use crate::t;

/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

/// The parts of a bar in their order: the class they are drawn in and how many homes.
fn parts(heard: &Heard) -> [(&'static str, usize); 4] {
    let deep = &heard.deep;
    [
        ("would-act", deep.would_act()),
        ("matters", deep.at(Depth::Matters)),
        ("grumble", deep.at(Depth::Grumble)),
        ("unasked", deep.unknown),
    ]
}

/// The picture. What it shows stands in the table below it, so it is not read out.
#[component]
pub fn Picture(issues: Memo<Issues>, shown: RwSignal<usize>) -> impl IntoView {
    let bars = move || {
        issues.with(|issues| {
            let most = issues.heard.first().map_or(1, |it| it.breadth.homes.len());
            let heard = issues.heard.iter().take(shown.get());
            let spoken = issues.spoken();
            let bars = heard.map(|heard| bar(heard, most.max(1), spoken));
            bars.collect_view()
        })
    };
    let key = [
        ("would-act", t!("issues.would_act")),
        ("matters", t!("issues.matters")),
        ("grumble", t!("issues.grumble")),
        ("unasked", t!("issues.unasked")),
    ];
    let key = key.map(|(class, words)| {
        view! {
            <li class="row">
                <svg class="bar-key" viewBox="0 0 20 20">
                    <rect class=class x="1" y="1" width="18" height="18" />
                </svg>
                {words}
            </li>
        }
    });
    view! {
        <figure class="breadth" aria-hidden="true">
            <figcaption>{t!("issues.picture")}</figcaption>
            <ul class="row">{key.into_iter().collect_view()}</ul>
            <ul class="bars">{bars}</ul>
        </figure>
    }
}

fn bar(heard: &Heard, most: usize, spoken: usize) -> impl IntoView + use<> {
    let mut from = 0;
    let rects = parts(heard).map(|(class, homes)| {
        let x = from * LONG / most;
        from += homes;
        let width = from * LONG / most - x;
        (homes > 0).then(|| {
            view! {
                <rect
                    class=class
                    x=x.to_string()
                    y="0"
                    width=width.to_string()
                    height=HIGH.to_string()
                />
            }
        })
    });
    let homes = t!(
        "organiser.n_of_all",
        n = heard.breadth.homes.len(),
        all = spoken
    );
    let view_box = format!("0 0 {LONG} {HIGH}");
    view! {
        <li>
            <bdi>{heard.name.clone()}</bdi>
            " · "
            {homes}
            <svg viewBox=view_box preserveAspectRatio="none">
                {rects.into_iter().collect_view()}
            </svg>
        </li>
    }
}

/// The table.
#[component]
pub fn Table(issues: Memo<Issues>, shown: RwSignal<usize>) -> impl IntoView {
    let rows = move || {
        issues.with(|issues| {
            let spoken = issues.spoken();
            let heard = issues.heard.iter().take(shown.get());
            heard.map(|heard| row(heard, spoken)).collect_view()
        })
    };
    let head = [
        t!("issues.column_name"),
        t!("issues.column_homes"),
        t!("issues.would_act"),
        t!("issues.matters"),
        t!("issues.grumble"),
        t!("issues.unasked"),
        t!("issues.column_stairs"),
        t!("issues.column_tenures"),
        t!("issues.column_languages"),
        t!("issues.column_stage"),
    ];
    let head = head.map(|words| view! { <th scope="col">{words}</th> });
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("issues.table")>
            <table>
                <caption>{t!("issues.table")}</caption>
                <thead>
                    <tr>{head.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(heard: &Heard, spoken: usize) -> impl IntoView + use<> {
    let (breadth, deep) = (&heard.breadth, &heard.deep);
    let asked = deep.asked();
    let of = |n: usize, all: usize| t!("organiser.n_of_all", n = n, all = all);
    view! {
        <tr>
            <th scope="row">
                <a href=path(heard)>
                    <bdi>{heard.name.clone()}</bdi>
                </a>
            </th>
            <td class="number">{of(breadth.homes.len(), spoken)}</td>
            <td class="number">{of(deep.would_act(), asked)}</td>
            <td class="number">{of(deep.at(Depth::Matters), asked)}</td>
            <td class="number">{of(deep.at(Depth::Grumble), asked)}</td>
            <td class="number">{deep.unknown}</td>
            <td class="number">{breadth.stairs.known.len()}</td>
            <td>
                <bdi>{groups_words(&breadth.tenures, |it| tenure_name(it))}</bdi>
            </td>
            <td>
                <bdi>{groups_words(&breadth.languages, |it| language_name(it))}</bdi>
            </td>
            <td>{stage_words(heard)}</td>
        </tr>
    }
}
