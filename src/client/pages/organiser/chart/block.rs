//! A block of the chart: stair by stair, floor by floor, door by door.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use super::{Picked, WhichNight, of, of_leaders, row, table};
use crate::canvass::id::{BlockId, DoorId};
use crate::client::pages::organiser::estate_switch::{Estates, estate_name};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::wall::{Look, Sign, WallKey};
use crate::client::pages::volunteer::places::{floor_name, floor_spoken};
use crate::client::phone::Phone;
use crate::organise::chart::{ChartBlock, ChartStair};
use crate::organise::estates::{Extent, of_block};
use crate::organise::report::DoorRow;
use crate::t;

/// The page.
#[component]
pub fn BlockPage(
    /// The block, where the path names one.
    block: Option<BlockId>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    // Its own estate's, whichever is looked at elsewhere: so are the nights.
    let estate = Memo::new(move |_| phone.read(|state| of_block(state, block?)));
    let extent = move || estate.get().map_or(Extent::Campaign, Extent::Estate);
    let picked = Picked::of(Signal::derive(extent));
    let estates = Estates::new(phone);
    let of_estate = move || {
        let name = estate.with(|estate| Some(estate_name(&estate.as_ref()?.name)));
        let name = name.filter(|_| estates.several());
        name.map(|name| view! { <p class="quiet"><bdi>{name}</bdi></p> })
    };
    let shown = Memo::new(move |_| picked.chart.with(|chart| chart.block(block?).cloned()));
    view! {
        <OrganiserPage title=t!("chart.title") back=Back::Chart>
            <Show
                when=move || shown.with(Option::is_some)
                fallback=|| view! { <p class="quiet">{t!("chart.block_gone")}</p> }
            >
                {of_estate}
                <WhichNight picked />
                {move || shown.with(|block| block.as_ref().map(drawn))}
            </Show>
        </OrganiserPage>
    }
}

fn drawn(block: &ChartBlock) -> impl IntoView + use<> {
    let rows = block.stairs.iter().map(|stair| {
        let name = view! { <bdi>{name(block, stair)}</bdi> };
        row(name.into_any(), std::slice::from_ref(stair))
    });
    let rows = rows.collect_view().into_any();
    view! {
        <h2>
            <bdi>{block.name.clone()}</bdi>
        </h2>
        {key(block)}
        {block.stairs.iter().map(drawn_stair).collect_view()}
        {table(block.name.clone(), t!("organiser.column_stair"), rows)}
    }
}

fn key(block: &ChartBlock) -> impl IntoView + use<> {
    let mut counts: BTreeMap<Look, usize> = BTreeMap::new();
    let doors = block.stairs.iter().flat_map(|stair| &stair.row.doors);
    for door in doors.clone() {
        *counts.entry(Look::of(door)).or_insert(0) += 1;
    }
    let all = doors.count();
    let counts = Look::ALL.map(|look| counts.get(&look).copied().unwrap_or(0));
    view! { <WallKey counts=counts.to_vec() all /> }
}

/// What a stair is called: as its block where that has no other.
fn name(block: &ChartBlock, stair: &ChartStair) -> String {
    let own = stair.row.name(|key| t!(key));
    own.unwrap_or_else(|| block.name.clone())
}

fn drawn_stair(stair: &ChartStair) -> impl IntoView + use<> {
    let reached = stair.reached();
    let tested = stair.tested();
    let floors = stair.floors().into_iter();
    let floors = floors.map(|(floor, doors)| drawn_floor(floor, &doors, &tested));
    // Where it is all there is of its block, the block's name stands above it.
    let own = stair.row.name(|key| t!(key));
    let heading = own.map(|name| view! { <h3><bdi>{name}</bdi></h3> });
    let led = stair.gap().map(|gap| {
        let (tested, gap) = [tested.len(), gap]
            .map(|n| of_leaders(n, stair.wanted()))
            .into();
        view! {
            <p class="figure">
                {t!("chart.column_tested")} ": " {tested} ". " {t!("chart.column_wanted")} ": "
                {gap} "."
            </p>
        }
    });
    view! {
        <section class="stack">
            {heading}
            <p class="figure">
                {t!("organiser.reached")} ": " {of(reached.n, reached.homes)} ". "
                {t!("organiser.never_tried")} ": " {of(reached.unknown, reached.homes)} "."
            </p>
            {led}
            <div class="chart-stair">{floors.collect_view()}</div>
        </section>
    }
}

fn drawn_floor(
    floor: Option<i16>,
    doors: &[&DoorRow],
    tested: &BTreeSet<DoorId>,
) -> impl IntoView + use<> {
    let doors = doors.iter();
    let doors = doors.map(|door| drawn_door(door, tested.contains(&door.door.id)));
    view! {
        <div class="chart-floor">
            <span aria-hidden="true" class="quiet">
                {floor.map(floor_name)}
            </span>
            <ul class="chart-doors" aria-label=floor.map(floor_spoken)>
                {doors.collect_view()}
            </ul>
        </div>
    }
}

fn drawn_door(row: &DoorRow, tested: bool) -> impl IntoView + use<> {
    let look = Look::of(row);
    let label = row.door.label.clone();
    let star = tested.then(|| {
        view! {
            <span aria-hidden="true">"★"</span>
            <span class="visually-hidden">", " {t!("chart.tested_here")}</span>
        }
    });
    view! {
        <li class=format!("chart-door {}", look.class())>
            <Sign look />
            <bdi>{label}</bdi>
            <span class="visually-hidden">": " {look.words()}</span>
            {star}
        </li>
    }
}
