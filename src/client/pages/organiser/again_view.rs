//! A list beside what is loaded already: what is new, the same, changed and missing, before anything
//! is written.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::plan::More;
use crate::canvass::id::DoorId;
use crate::organise::again::{Again, Changed, Missing, Shown};
use crate::t;

/// So many rows are drawn at once.
const SHOWN_AT_ONCE: usize = 60;

/// The comparison.
#[component]
pub(super) fn AgainView(
    /// What would change.
    again: Arc<Again>,
    /// The missing doors to mark as not there.
    gone: RwSignal<BTreeSet<DoorId>>,
) -> impl IntoView {
    let elsewhere = again
        .missing
        .iter()
        .filter(|missing| !missing.block_is_listed)
        .count();
    let rows = [
        (t!("list.again_added"), again.added.len()),
        (t!("list.again_same"), again.same),
        (t!("list.again_changed"), again.changed.len()),
        (t!("list.again_missing"), again.missing.len()),
    ];
    view! {
        <h2>{t!("list.again")}</h2>
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
        <p>{t!("list.again_stays")}</p>
        {changed_table(&again)}
        {(elsewhere > 0).then(|| view! { <p>{t!("list.again_elsewhere", n = elsewhere)}</p> })}
        {missing_list(&again, gone)}
    }
}

/// A door's place in words: `Flat 6, 2 Alder Grove`.
fn place(shown: &Shown) -> String {
    let floor = shown.floor.map(|floor| t!("list.floor", floor = floor));
    let parts = [
        Some(shown.label.clone()),
        floor,
        shown.entrance.clone(),
        Some(shown.block.clone()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

fn changed_table(again: &Arc<Again>) -> impl IntoView + use<> {
    let all = again.changed.len();
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let again = again.clone();
    let rows = move || {
        again
            .changed
            .iter()
            .take(shown.get())
            .map(changed_row)
            .collect_view()
    };
    (all > 0).then(|| {
        view! {
            <details class="more" open=all <= SHOWN_AT_ONCE>
                <summary>
                    <h3>{t!("list.again_changed")}</h3>
                    <span class="figure">{all}</span>
                </summary>
                <div class="scrolls" tabindex="0" role="region" aria-label=t!("list.again_changed")>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{t!("list.column_here")}</th>
                                <th scope="col">{t!("list.column_list")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <More shown=shown all=all />
            </details>
        }
    })
}

fn changed_row(changed: &Changed) -> impl IntoView + use<> {
    view! {
        <tr>
            <td>
                <bdi>{place(&changed.was)}</bdi>
            </td>
            <td>
                <bdi>{place(&changed.now)}</bdi>
                {changed
                    .other_block
                    .then(|| view! { <p class="quiet small">{t!("list.again_other_block")}</p> })}
            </td>
        </tr>
    }
}

fn missing_list(again: &Arc<Again>, gone: RwSignal<BTreeSet<DoorId>>) -> impl IntoView + use<> {
    let all = again.missing.len();
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let every: BTreeSet<DoorId> = again.missing.iter().map(|missing| missing.door).collect();
    let every = StoredValue::new(every);
    let again = again.clone();
    let rows = move || {
        again
            .missing
            .iter()
            .take(shown.get())
            .map(|missing| missing_row(missing, gone))
            .collect_view()
    };
    (all > 0).then(|| {
        view! {
            <details class="more">
                <summary>
                    <h3>{t!("list.again_missing")}</h3>
                    <span class="figure">{all}</span>
                </summary>
                <p>{t!("list.again_mark")}</p>
                <button type="button" class="button" on:click=move |_| gone.set(every.get_value())>
                    {t!("list.again_tick_all", n = all)}
                </button>
                <ul class="choices">{rows}</ul>
                <More shown=shown all=all />
            </details>
        }
    })
}

fn missing_row(missing: &Missing, gone: RwSignal<BTreeSet<DoorId>>) -> impl IntoView + use<> {
    let id = missing.door;
    let turn = move |_| {
        gone.update(|gone| {
            if !gone.remove(&id) {
                gone.insert(id);
            }
        });
    };
    view! {
        <li>
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || gone.with(|gone| gone.contains(&id))
                    on:change=turn
                />
                <bdi>{place(&missing.shown)}</bdi>
            </label>
        </li>
    }
}
