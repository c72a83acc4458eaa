//! Where people stand, stair by stair; off until the campaign has written down its ground.

mod ground;
mod picture;
mod settle;
mod stair;

use leptos::prelude::*;

use super::estate_switch::{Estates, ExtentSwitch, OfCampaign};
use super::frame::{Back, OrganiserPage};
use super::switched::Switched;
use crate::canvass::basis::{Group, ground};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::switched::Switch;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::estates::{Extent, Places};
use crate::organise::standing::{FRESH_FOR, Standings, Tally};
use crate::t;
pub use ground::GroundPage;
use picture::{Picture, Table};
use settle::ToSettle;
pub use stair::StairPage;

/// A week has so many days.
const WEEK: i32 = 7;

/// A stair as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: StairId,
    place: String,
    tally: Tally,
}

/// All that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    standings: Standings,
    whole: Tally,
    rows: Vec<Row>,
    /// What sort of campaign it is.
    group: Group,
}

/// What is shown; nothing while it is off.
fn read(state: &State, of: &Extent) -> Option<Shown> {
    let standings = Standings::read(state, tonight().today)?;
    let blocks = estate::blocks(state).into_iter();
    let blocks = blocks.filter(|block| of.has(block.id));
    let stairs = blocks.flat_map(|block| block.stairs);
    let places = Places::new(state, of);
    let rows = stairs.map(|stair| Row {
        id: stair.id,
        place: (places.name(stair.id, |key| t!(key))).unwrap_or_default(),
        tally: standings.tally(|home| home.stair == stair.id),
    });
    Some(Shown {
        rows: rows.filter(|row| row.tally.all > 0).collect(),
        whole: standings.tally(|home| of.has_stair(state, home.stair)),
        group: ground(state)?.group(),
        standings,
    })
}

/// A door's place, its estate with it where there are several, and what is on it: `Cambrian House, Flat 6`.
pub(super) fn door_words(state: &State, door: DoorId) -> String {
    let found = estate::door(state, door);
    let (label, stair) = found.map_or((String::new(), None), |it| (it.label, Some(it.stair)));
    let places = Places::new(state, &Extent::Campaign);
    let place = stair.and_then(|stair| places.name(stair, |key| t!(key)));
    let parts = [place, Some(label)].into_iter().flatten();
    parts.collect::<Vec<_>>().join(", ")
}

/// The page.
#[component]
pub fn StandingPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let estates = Estates::new(phone);
    let shown = Memo::new(move |_| {
        let of = estates.extent();
        phone.read(|state| read(state, &of))
    });
    let is_on = Memo::new(move |_| shown.with(Option::is_some));
    view! {
        <OrganiserPage title=t!("standing.title") back=Back::Home>
            <Show when=move || is_on.get() fallback=off>
                <Switched switch=Switch::Levels>
                    <Levels shown estates />
                </Switched>
                <p>
                    <a href="/organise/standing/ground">{t!("standing.ground")}</a>
                </p>
            </Show>
        </OrganiserPage>
    }
}

/// Where homes stand, and what is to be settled.
#[component]
fn Levels(shown: Memo<Option<Shown>>, estates: Estates) -> impl IntoView {
    view! {
        <p>{t!("standing.what")}</p>
        <p class="hint">{move || shown.with(group_words)}</p>
        <ExtentSwitch estates />
        <Picture shown />
        <Table shown />
        <p class="hint">{t!("standing.stale_what", weeks = FRESH_FOR / WEEK)}</p>
        <h2>{t!("standing.to_settle")}</h2>
        <p class="hint">{t!("standing.to_settle_what")}</p>
        <OfCampaign estates />
        <ToSettle shown />
    }
}

fn group_words(shown: &Option<Shown>) -> Option<String> {
    let shown = shown.as_ref()?;
    (shown.group == Group::Residents).then(|| t!("standing.acts_only"))
}

fn off() -> impl IntoView {
    view! {
        <p>{t!("standing.off")}</p>
        <p class="hint">{t!("standing.off_why")}</p>
        <a class="button primary" href="/organise/standing/ground">
            {t!("standing.ground_write")}
        </a>
    }
}
