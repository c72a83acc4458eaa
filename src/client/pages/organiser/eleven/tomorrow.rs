//! Tomorrow's stairs: proposed, changed by a tap, and then what tomorrow's evening begins with.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use crate::canvass::draft::Draft;
use crate::canvass::id::{StairId, TurfId};
use crate::client::pages::organiser::estate_switch::Estates;
use crate::client::pages::organiser::morning::stair_place;
use crate::client::pages::organiser::plan::More;
use crate::client::parts::when::evening_day;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::locales;
use crate::organise::report::Report;
use crate::organise::selection::{self, Part, Picked};
use crate::organise::teams::{Team, teams, work};
use crate::organise::tomorrow::{ToDo, proposed, to_do, turf_of};
use crate::t;

/// So many stairs are drawn at once, and no fewer than are proposed.
const SHOWN_AT_ONCE: usize = 12;

/// The stairs, and the button that makes them tomorrow's.
#[component]
pub fn Tomorrow(
    /// The report as it stands.
    report: Memo<Report>,
    /// The estates.
    estates: Estates,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let day = evening_day() + 1;
    let rows = Memo::new(move |_| {
        let here = estates.here();
        report.with(|report| to_do(report, &here, day))
    });
    let tonights = Memo::new(move |_| phone.read(|state| teams(state, day - 1).len()));
    let planned = Memo::new(move |_| phone.read(|state| teams(state, day)));
    // What was tapped; until then what is proposed stands.
    let tapped: RwSignal<Option<BTreeSet<StairId>>> = RwSignal::new(None);
    Effect::new(move |before: Option<String>| {
        let here = estates.here().name;
        if before.is_some_and(|before| before != here) {
            tapped.set(None);
        }
        here
    });
    let picked = Memo::new(move |_| {
        let proposal = || rows.with(|rows| proposed(rows, tonights.get()));
        tapped.get().unwrap_or_else(proposal)
    });
    let places = Memo::new(move |_| {
        report.with(|report| {
            let stairs = report.stairs.iter();
            stairs
                .map(|row| (row.stair.id, stair_place(row)))
                .collect::<BTreeMap<_, _>>()
        })
    });
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let turn = move |stair: StairId| {
        let mut now = picked.get_untracked();
        if !now.remove(&stair) {
            now.insert(stair);
        }
        tapped.set(Some(now));
    };
    let drawn = move || {
        let places = places.get();
        let mut rows = rows.get();
        rows.truncate(shown.get());
        rows.into_iter()
            .map(|row| {
                let place = places.get(&row.stair).cloned().unwrap_or_default();
                view! { <StairRow row=row place=place picked=picked turn=Callback::new(turn) /> }
            })
            .collect_view()
    };
    view! {
        <p class="quiet">
            {move || match rows.with(Vec::is_empty) {
                true => t!("night.tomorrow_none"),
                false => t!("night.tomorrow_what"),
            }}
        </p>
        <ul class="stack tight">{drawn}</ul>
        {move || view! { <More shown=shown all=rows.with(Vec::len) /> }}
        <Make picked=picked day=day tapped=tapped />
        <Show when=move || planned.with(|teams| !teams.is_empty())>
            <p>
                <bdi>{move || t!("night.tomorrow_is", names = planned.with(|teams| names(teams)))}</bdi>
            </p>
        </Show>
    }
}

fn names(teams: &[Team]) -> String {
    let names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    names.join("; ")
}

#[component]
fn StairRow(
    row: ToDo,
    place: String,
    picked: Memo<BTreeSet<StairId>>,
    turn: Callback<StairId>,
) -> impl IntoView {
    let stair = row.stair;
    let mut words = Vec::new();
    if row.due > 0 {
        words.push(t!("night.stair_due", n = row.due));
    }
    if row.never > 0 {
        words.push(t!("night.stair_never", n = row.never));
    }
    if row.again > 0 {
        words.push(t!("night.stair_again", n = row.again));
    }
    if row.out {
        words.push(t!("night.stair_out"));
    }
    view! {
        <li>
            <label class="choice" class:hatched=row.out>
                <input
                    type="checkbox"
                    prop:checked=move || picked.with(|picked| picked.contains(&stair))
                    on:change=move |_| turn.run(stair)
                />
                <span>
                    <bdi>{place}</bdi>
                    <br />
                    <span class="quiet">{words.join(" · ")}</span>
                </span>
            </label>
        </li>
    }
}

/// The button.
#[component]
fn Make(
    picked: Memo<BTreeSet<StairId>>,
    day: i32,
    tapped: RwSignal<Option<BTreeSet<StairId>>>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let said = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let stairs = picked.get_untracked();
        leptos::task::spawn_local(async move {
            let outcome = plan(phone, &stairs, day).await;
            let _ = busy.try_set(false);
            let _ = said.try_set(Some(match outcome {
                Ok(n) => {
                    phone.sync();
                    let _ = tapped.try_set(Some(BTreeSet::new()));
                    Ok(t!("night.tomorrow_made", n = n))
                }
                Err(reason) => Err(reason.sentence()),
            }));
        });
    };
    let many = move || picked.with(BTreeSet::len);
    view! {
        <Show when=move || many() != 0>
            <button type="button" class="button primary" disabled=busy on:click=make>
                {move || t!("night.tomorrow_make", n = many())}
            </button>
        </Show>
        {move || match said.get() {
            Some(Ok(words)) => view! { <p role="status">{words}</p> }.into_any(),
            Some(Err(words)) => {
                view! {
                    <p class="error" role="alert">
                        {words}
                    </p>
                }
                    .into_any()
            }
            None => ().into_any(),
        }}
    }
}

/// Has these stairs worked on a day: a turf for each that is none yet. Those that are worked that
/// day already are left as they are.
async fn plan(phone: Phone, stairs: &BTreeSet<StairId>, day: i32) -> Result<usize, SaveError> {
    let (mut turfs, new) = phone.read_untracked(|state| {
        let choices = selection::choices(state);
        let mut turfs: Vec<TurfId> = Vec::new();
        let mut new: Vec<Draft> = Vec::new();
        for stair in stairs {
            if let Some(turf) = turf_of(state, *stair) {
                turfs.push(turf);
                continue;
            }
            let blocks = choices.iter().flat_map(|block| &block.stairs);
            for choice in blocks.filter(|choice| choice.stair.id == *stair) {
                let picked = Picked::from([(*stair, Part::whole(choice.doors))]);
                let name = selection::suggested_name(&choices, &picked, locales::fill);
                new.push(selection::turf(state, &choices, &picked, &name));
            }
        }
        (turfs, new)
    });
    if !new.is_empty() {
        turfs.extend(phone.record(new).await?.into_iter().map(TurfId));
    }
    let drafts: Vec<Draft> = phone.read_untracked(|state| {
        let there = teams(state, day);
        let missing = |turf: &&TurfId| !there.iter().any(|team| team.turf == **turf);
        let turfs = turfs.iter().filter(missing);
        turfs.flat_map(|turf| work(*turf, day, &[])).collect()
    });
    if !drafts.is_empty() {
        phone.record(drafts).await?;
    }
    Ok(turfs.len())
}
