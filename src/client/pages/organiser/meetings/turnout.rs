//! Who came of whom, as a picture and as tables: of those who said that they will, and of all homes.

use leptos::prelude::*;

use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::client::parts::tenure::tenure_name;
use crate::organise::estates::{Extent, Places};
use crate::organise::meetings::{Part, Turnout};
use crate::t;

/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

/// Parts by their names.
pub type Named = Vec<(String, Part)>;

/// The stairs by name, in the estate's order; then the tenures, last where nobody knows.
pub fn named(state: &State, turnout: &Turnout) -> (Named, Named) {
    let blocks = estate::blocks(state).into_iter();
    let stairs = blocks.flat_map(|block| block.stairs);
    let places = Places::new(state, &Extent::Campaign);
    let stairs = stairs.filter_map(|stair| {
        let part = turnout.stairs.get(&stair.id)?;
        Some((places.name(stair.id, |key| t!(key))?, *part))
    });
    let known = turnout.tenures.iter();
    let known = known.filter_map(|(tenure, part)| Some((tenure_name(tenure.as_ref()?), *part)));
    let unknown = turnout.tenures.get(&None);
    let unknown = unknown.map(|part| (t!("structure.not_known"), *part));
    (stairs.collect(), known.chain(unknown).collect())
}

/// All of it.
pub fn shown(whole: Part, stairs: Named, tenures: Named) -> impl IntoView {
    let most = |rows: &[(String, Part)]| rows.iter().map(|(_, it)| it.homes).max().unwrap_or(1);
    let bars = |rows: &[(String, Part)]| {
        let most = most(rows);
        rows.iter()
            .map(|(name, part)| bar(name, part, most))
            .collect_view()
    };
    let came = t!(
        "meeting.came_of",
        n = whole.came,
        pledged = whole.pledged,
        all = whole.homes
    );
    let people = t!("meeting.people", n = whole.people);
    let kept = t!("meeting.kept", n = whole.kept, all = whole.pledged);
    view! {
        <div class="on-screen stack">
            <p class="figure">{came}</p>
            <p>{people}</p>
            <p>{kept}</p>
            <figure class="breadth tested" aria-hidden="true">
                <figcaption>{t!("meeting.picture")}</figcaption>
                <ul class="bars">{bars(&tenures)}</ul>
                <ul class="bars">{bars(&stairs)}</ul>
            </figure>
            {table(t!("meeting.by_tenure"), &tenures)}
            {table(t!("meeting.by_stair"), &stairs)}
        </div>
    }
}

fn bar(name: &str, part: &Part, most: usize) -> impl IntoView + use<> {
    let wide = |homes: usize| (homes * LONG / most).to_string();
    let pledged = wide(part.pledged);
    let words = t!("organiser.n_of_all", n = part.came, all = part.homes);
    let high = HIGH.to_string();
    let view_box = format!("0 0 {LONG} {HIGH}");
    let line = (part.pledged > 0).then(|| {
        view! { <line class="floor" x1=pledged.clone() x2=pledged y1="0" y2=high.clone() /> }
    });
    view! {
        <li>
            <bdi>{name.to_string()}</bdi>
            " · "
            {words}
            <svg viewBox=view_box preserveAspectRatio="none">
                <rect class="not-asked" x="0" y="0" width=wide(part.homes) height=high.clone() />
                <rect class="with-us" x="0" y="0" width=wide(part.came) height=high />
                {line}
            </svg>
        </li>
    }
}

fn table(caption: String, parts: &[(String, Part)]) -> impl IntoView + use<> {
    let of = |n: usize, all: usize| t!("organiser.n_of_all", n = n, all = all);
    let rows = parts.iter().map(|(name, part)| {
        view! {
            <tr>
                <th scope="row">
                    <bdi>{name.clone()}</bdi>
                </th>
                <td class="number">{of(part.came, part.homes)}</td>
                <td class="number">{of(part.kept, part.pledged)}</td>
                <td class="number">{part.people}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let label = caption.clone();
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=label>
            <table class="by-level">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("structure.column_part")}</th>
                        <th scope="col">{t!("meeting.column_came")}</th>
                        <th scope="col">{t!("meeting.column_kept")}</th>
                        <th scope="col">{t!("meeting.column_people")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
