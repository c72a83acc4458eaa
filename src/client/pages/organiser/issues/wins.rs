//! What came of an issue's demands, for whom: below each demand a row a tenure, so that all of them are in
//! sight on a phone.

use leptos::prelude::*;

use super::issue_path;
use crate::canvass::demand::Step;
use crate::canvass::dot::Dot;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::tenure::tenure_name;
use crate::client::parts::when::short_day;
use crate::organise::handover::paper::step_key;
use crate::organise::issues::{Cell, Demand, Entry, Issues, was_wrong};
use crate::t;

/// The table, and what else was written down under it.
#[component]
pub fn Matrix(
    /// All that is raised.
    issues: Memo<Issues>,
    /// The issue.
    id: Dot,
    /// Its demands.
    demands: Vec<Demand>,
) -> impl IntoView {
    if demands.is_empty() {
        return view! { <p class="quiet">{t!("issues.wins_none")}</p> }.into_any();
    }
    let demands = StoredValue::new(demands);
    let table = move || {
        issues.with(|issues| {
            let tenures: Vec<(String, usize)> = issues
                .tenures
                .iter()
                .map(|tenure| (tenure.clone(), homes_of(issues, tenure)))
                .collect();
            let rows = demands.with_value(|demands| {
                let rows = demands.iter().map(|demand| rows(issues, demand, &tenures));
                rows.collect_view()
            });
            view! {
                <table class="wins">
                    <caption>{t!("issues.wins_caption")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!("issues.column_for")}</th>
                            <th scope="col">{t!("issues.column_came_of_it")}</th>
                        </tr>
                    </thead>
                    {rows}
                </table>
            }
        })
    };
    let add = move || {
        demands.with_value(|demands| {
            let links = demands.iter().map(|demand| {
                let to = format!("{}/won/{}", issue_path(id), demand.id);
                let words = t!("issues.win_add", what = demand.terms().what);
                view! {
                    <li>
                        <a class="button" href=to>
                            <bdi>{words}</bdi>
                        </a>
                    </li>
                }
            });
            links.collect_view()
        })
    };
    view! {
        <p>{t!("issues.wins_what")}</p>
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("issues.wins")>
            {table}
        </div>
        <ul class="stack tight">{add}</ul>
        <Log issues demands />
    }
    .into_any()
}

fn homes_of(issues: &Issues, tenure: &str) -> usize {
    let homes = issues.homes.iter();
    homes
        .filter(|home| home.tenure.as_deref() == Some(tenure))
        .count()
}

/// A demand, and how it stands for each tenure.
fn rows(issues: &Issues, demand: &Demand, tenures: &[(String, usize)]) -> impl IntoView + use<> {
    let row = issues.wins.get(&demand.id);
    let rows = tenures.iter().map(|(tenure, homes)| {
        let words = t!(
            "issues.tenure_homes",
            tenure = tenure_name(tenure),
            n = homes
        );
        let cell = row.and_then(|row| row.get(tenure));
        view! {
            <tr>
                <th scope="row">
                    <bdi>{words}</bdi>
                </th>
                <td>
                    <bdi>{cell_words(cell)}</bdi>
                </td>
            </tr>
        }
    });
    view! {
        <tbody>
            <tr>
                <th scope="rowgroup" colspan="2">
                    <bdi>{demand.terms().what}</bdi>
                </th>
            </tr>
            {rows.collect_view()}
        </tbody>
    }
}

/// How a demand stands for those of one tenure.
fn cell_words(cell: Option<&Cell>) -> String {
    let now = cell.map(Cell::now).unwrap_or_default();
    if now.is_empty() {
        return t!("issues.step_none");
    }
    let now: Vec<String> = now.iter().map(entry_words).collect();
    now.join(" / ")
}

fn entry_words(entry: &Entry) -> String {
    let day = short_day(entry.day);
    match &entry.step {
        Step::Written { document } => t!("issues.written_in", day = day, document = document),
        other => t!("issues.step_day", step = step_words(other), day = day),
    }
}

/// A step in words.
pub fn step_words(step: &Step) -> String {
    t!(step_key(step))
}

/// Every entry, with a way to say that it was wrong.
#[component]
fn Log(issues: Memo<Issues>, demands: StoredValue<Vec<Demand>>) -> impl IntoView {
    let saving = Saving::new();
    let lines = move || {
        issues.with(|issues| {
            let mut lines = Vec::new();
            for demand in demands.get_value() {
                for (tenure, cell) in issues.wins.get(&demand.id).into_iter().flatten() {
                    for entry in &cell.log {
                        lines.push(line(saving, &demand, tenure, entry));
                    }
                }
            }
            lines
        })
    };
    view! {
        <details class="more">
            <summary>{t!("issues.log")}</summary>
            <ul class="stack tight">{lines}</ul>
            <Wrong saving />
        </details>
    }
}

fn line(saving: Saving, demand: &Demand, tenure: &str, entry: &Entry) -> AnyView {
    let words = t!(
        "issues.log_line",
        what = demand.terms().what,
        tenure = tenure_name(tenure),
        step = entry_words(entry),
        by = entry.by
    );
    let label = t!("issues.wrong_what", words = words.clone());
    let draft = was_wrong(demand.id, entry);
    let wrong = move |_| saving.save(vec![draft.clone()], String::new(), |_| ());
    view! {
        <li class="said">
            <span class="words">
                <bdi>{words}</bdi>
            </span>
            <button type="button" class="button" aria-label=label on:click=wrong>
                {t!("issues.wrong")}
            </button>
        </li>
    }
    .into_any()
}
