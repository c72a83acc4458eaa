//! What a list would become, before anything is changed: figures, blocks, and everything that is
//! left out, with its reason.

use std::sync::Arc;

use leptos::prelude::*;

use crate::canvass::address_list::{
    Column, ColumnUse, LeftOut, LeftOutAs, Plan, PlannedBlock, PlannedStair,
};
use crate::locales;
use crate::t;

/// So many rows of a table are drawn at once; more on a tap.
const SHOWN_AT_ONCE: usize = 60;

/// The plan of a list.
#[component]
pub fn PlanView(
    /// The plan.
    plan: Arc<Plan>,
) -> impl IntoView {
    view! {
        {plan
            .sheet
            .as_ref()
            .map(|sheet| view! { <p>{t!("import.sheet_read", sheet = sheet)}</p> })}
        <Figures plan=plan.clone() />
        {plan
            .warnings
            .iter()
            .map(|warning| {
                view! {
                    <p class="banner">
                        {locales::fill(warning.key(), &[("n", warning.n().to_string())])}
                    </p>
                }
            })
            .collect_view()}
        <p>{t!("organiser.plan_columns", columns = columns(&plan, ColumnUse::Address))}</p>
        {ignored(&plan).into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
        <Blocks plan=plan.clone() />
        <LeftOutTables plan=plan />
    }
}

#[component]
fn Figures(plan: Arc<Plan>) -> impl IntoView {
    let rows = [
        (t!("organiser.plan_rows"), plan.rows),
        (t!("organiser.plan_doors"), plan.doors),
        (t!("organiser.plan_duplicates"), plan.duplicates),
        (t!("organiser.plan_not_doors"), plan.not_doors),
        (t!("organiser.plan_problems"), plan.problems),
    ];
    view! {
        <dl class="facts card">
            {rows
                .into_iter()
                .map(|(name, figure)| {
                    view! {
                        <dt>{name}</dt>
                        <dd>{figure}</dd>
                    }
                })
                .collect_view()}
        </dl>
    }
}

/// The headers of the columns used so, in the list's order.
fn columns(plan: &Plan, used: ColumnUse) -> String {
    let names: Vec<String> = plan
        .columns
        .iter()
        .filter(|column| column.used == used)
        .map(column_name)
        .collect();
    names.join(", ")
}

fn column_name(column: &Column) -> String {
    match column.header.trim() {
        "" => t!("import.column_without_header", position = column.position),
        header => header.to_string(),
    }
}

/// Which columns are left out, and why, in sentences.
fn ignored(plan: &Plan) -> Vec<String> {
    let count = |used| {
        plan.columns
            .iter()
            .filter(|column| column.used == used)
            .count()
    };
    [
        (ColumnUse::Personal, "import.columns_personal"),
        (ColumnUse::NotNeeded, "import.columns_not_needed"),
    ]
    .into_iter()
    .filter(|(used, _)| count(*used) > 0)
    .map(|(used, key)| t!(key, n = count(used), columns = columns(plan, used)))
    .collect()
}

#[component]
fn Blocks(plan: Arc<Plan>) -> impl IntoView {
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let all = plan.blocks.len();
    let rows = {
        let plan = plan.clone();
        move || {
            plan.blocks
                .iter()
                .take(shown.get())
                .map(block_row)
                .collect_view()
        }
    };
    view! {
        <h2>{t!("organiser.plan_blocks", n = all)}</h2>
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("organiser.plan_blocks", n = all)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t!("organiser.column_block")}</th>
                        <th scope="col">{t!("organiser.column_stairs")}</th>
                        <th scope="col" class="number">
                            {t!("organiser.column_doors")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <More shown=shown all=all />
    }
}

fn block_row(block: &PlannedBlock) -> impl IntoView + use<> {
    let doors: usize = block.stairs.iter().map(|stair| stair.doors.len()).sum();
    let stairs: Vec<_> = block
        .stairs
        .iter()
        .map(|stair| stair_words(block, stair))
        .collect();
    view! {
        <tr>
            <th scope="row">
                <bdi>{block.name.clone()}</bdi>
            </th>
            <td>
                <ul>{stairs.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            </td>
            <td class="number">{doors}</td>
        </tr>
    }
}

/// A stair's name and its first and last door.
fn stair_words(block: &PlannedBlock, stair: &PlannedStair) -> String {
    let name = match &stair.name {
        Some(name) => name.clone(),
        None => t!(block.stair_key(stair)),
    };
    let label = |door: Option<&crate::canvass::address_list::PlannedDoor>| {
        door.map(|door| door.label.clone()).unwrap_or_default()
    };
    t!(
        "organiser.plan_stair",
        n = stair.doors.len(),
        name = name,
        first = label(stair.doors.first()),
        last = label(stair.doors.last())
    )
}

#[component]
fn LeftOutTables(plan: Arc<Plan>) -> impl IntoView {
    let kinds = [
        (LeftOutAs::Problem, "import.problems_heading"),
        (LeftOutAs::NotADoor, "import.not_doors_heading"),
        (LeftOutAs::Duplicate, "import.duplicates_heading"),
    ];
    kinds
        .into_iter()
        .map(|(kind, heading)| {
            let rows: Vec<LeftOut> = plan
                .left_out
                .iter()
                .filter(|left| left.reason.counts_as() == kind)
                .cloned()
                .collect();
            (!rows.is_empty()).then(|| view! { <LeftOutTable heading=t!(heading) rows=rows /> })
        })
        .collect_view()
}

#[component]
fn LeftOutTable(heading: String, rows: Vec<LeftOut>) -> impl IntoView {
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let all = rows.len();
    let drawn = move || {
        rows.iter()
            .take(shown.get())
            .map(left_out_row)
            .collect_view()
    };
    let label = heading.clone();
    view! {
        <details class="more" open=all <= SHOWN_AT_ONCE>
            <summary>
                <h2>{heading}</h2>
                <span class="figure">{all}</span>
            </summary>
            <div class="scrolls" tabindex="0" role="region" aria-label=label>
                <table>
                    <thead>
                        <tr>
                            <th scope="col" class="number">
                                {t!("organiser.column_row")}
                            </th>
                            <th scope="col">{t!("organiser.column_text")}</th>
                            <th scope="col">{t!("organiser.column_reason")}</th>
                        </tr>
                    </thead>
                    <tbody>{drawn}</tbody>
                </table>
            </div>
            <More shown=shown all=all />
        </details>
    }
}

fn left_out_row(left: &LeftOut) -> impl IntoView + use<> {
    let reason = locales::fill(left.reason.key(), &left.reason.values());
    view! {
        <tr>
            <td class="number">{left.row}</td>
            <td>
                <bdi>{left.text.clone()}</bdi>
            </td>
            <td>{reason}</td>
        </tr>
    }
}

/// A button that draws more rows, as long as there are any.
#[component]
pub fn More(
    /// How many are drawn.
    shown: RwSignal<usize>,
    /// How many there are.
    all: usize,
) -> impl IntoView {
    view! {
        <Show when=move || shown.get() < all>
            <button
                type="button"
                class="button"
                on:click=move |_| shown.update(|shown| *shown += SHOWN_AT_ONCE * 4)
            >
                {move || t!("organiser.more", n = all - shown.get().min(all))}
            </button>
        </Show>
    }
}
