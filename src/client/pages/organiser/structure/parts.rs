//! A test's parts: stairs, tenures and languages, each with what it is of; and leaders' lists.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{Seen, in_order};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::language::language_name;
use crate::client::parts::tenure::tenure_name;
use crate::client::phone::Phone;
use crate::organise::estates::{Extent, Places};
use crate::organise::structure::{List, Part};
use crate::t;

/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

/// The parts, stairs as a picture too.
#[component]
pub fn Parts(seen: Seen) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let findings = seen.findings;
    let stairs = phone.read_untracked(|state| {
        let stairs = in_order(state, &findings).into_iter();
        let places = Places::new(state, &Extent::Campaign);
        let named = stairs.map(|(stair, part)| {
            let place = places.name(stair, |key| t!(key));
            (place.unwrap_or_default(), part)
        });
        named.collect::<Vec<_>>()
    });
    let most = stairs.iter().map(|(_, part)| part.all).max().unwrap_or(1);
    let bars = stairs.iter().map(|(name, part)| bar(name, part, most));
    let tenures = named(&findings.tenures, |it| tenure_name(it));
    let languages = named(&findings.languages, |it| language_name(it));
    view! {
        <figure class="breadth tested" aria-hidden="true">
            <figcaption>{t!("structure.picture")}</figcaption>
            <ul class="bars">{bars.collect_view()}</ul>
        </figure>
        {table(t!("structure.by_stair"), stairs)}
        {table(t!("structure.by_tenure"), tenures)}
        {table(t!("structure.by_language"), languages)}
    }
}

/// Groups by their names; last those of which nobody knows.
fn named(
    parts: &BTreeMap<Option<String>, Part>,
    name: impl Fn(&String) -> String,
) -> Vec<(String, Part)> {
    let known = parts
        .iter()
        .filter_map(|(group, part)| Some((group.as_ref()?, part)));
    let known = known.map(|(group, part)| (name(group), *part));
    let unknown = parts
        .get(&None)
        .map(|part| (t!("structure.not_known"), *part));
    known.chain(unknown).collect()
}

fn bar(name: &str, part: &Part, most: usize) -> impl IntoView + use<> {
    let did = part.n * LONG / most;
    let all = part.all * LONG / most;
    let floor = part.needed * LONG / most;
    let words = t!("organiser.n_of_all", n = part.n, all = part.all);
    let floor = (part.needed > 0).then(|| {
        let x = floor.to_string();
        view! { <line class="floor" x1=x.clone() x2=x y1="0" y2=HIGH.to_string() /> }
    });
    let view_box = format!("0 0 {LONG} {HIGH}");
    view! {
        <li>
            <bdi>{name.to_string()}</bdi>
            " · "
            {words}
            <svg viewBox=view_box preserveAspectRatio="none">
                <rect
                    class="not-asked"
                    x="0"
                    y="0"
                    width=all.to_string()
                    height=HIGH.to_string()
                />
                <rect class="with-us" x="0" y="0" width=did.to_string() height=HIGH.to_string() />
                {floor}
            </svg>
        </li>
    }
}

fn table(caption: String, parts: Vec<(String, Part)>) -> impl IntoView {
    let rows = parts.into_iter().map(|(name, part)| {
        let of = t!("organiser.n_of_all", n = part.n, all = part.all);
        let line = match (part.needed, part.is_met()) {
            (0, _) => t!("structure.no_floor"),
            (needed, true) => t!("structure.floor_met", n = needed),
            (needed, false) => t!("structure.floor_failed", n = needed - part.n, all = needed),
        };
        view! {
            <tr>
                <th scope="row">
                    <bdi>{name}</bdi>
                </th>
                <td class="number">{of}</td>
                <td>{line}</td>
            </tr>
        }
    });
    let label = caption.clone();
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=label>
            <table>
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("structure.column_part")}</th>
                        <th scope="col" class="number">
                            {t!("structure.column_homes")}
                        </th>
                        <th scope="col">{t!("structure.column_floor")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Leaders' lists, those first of which nobody did it.
#[component]
pub fn Lists(seen: Seen) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let mut lists = seen.findings.lists;
    lists.sort_by_key(|list| list.n > 0);
    let rows = lists.into_iter().map(|list| row(phone, list));
    let rows = rows.collect::<Vec<_>>();
    let is_empty = rows.is_empty();
    view! {
        <h3>{t!("structure.lists")}</h3>
        <ul class="stack tight links">{rows}</ul>
        {is_empty.then(|| view! { <p class="quiet">{t!("structure.lists_none")}</p> })}
    }
}

fn row(phone: Phone, list: List) -> impl IntoView {
    let place = phone.read_untracked(|state| door_words(state, list.door));
    let moved = match list.n {
        0 => t!("structure.list_unmoved", n = list.all),
        k => t!("structure.list_moved", k = k, n = list.all),
    };
    view! {
        <li>
            <a href=format!("/organise/leader/{}", list.door.0)>
                <bdi>{place}</bdi>
            </a>
            " · "
            <bdi>{list.task}</bdi>
            " · "
            <span class="figure">{moved}</span>
        </li>
    }
}
