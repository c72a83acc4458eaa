//! Whether a household may be contacted.

use super::fact_of;
use crate::canvass::consent::{Consent, consent};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{Facet, HouseholdId, ResidentId};
use crate::organise::report::door_of;
use crate::organise::teams::same;

/// Whether a household may be contacted: it lives behind its door, it agreed, that stands, and nothing
/// speaks against it, of its [twins](estate::twins) neither. How to reach it is sealed, and outlasts an
/// agreement that was struck out again.
pub(in crate::organise) fn may_contact(state: &State, household: HouseholdId, today: i32) -> bool {
    let meant: Vec<HouseholdId> = estate::twins(state, household).collect();
    let door = door_of(state, &[household.into()]);
    let here = door.is_some_and(|door| meant.contains(&estate::household(state, door)));
    // Erased is not there to be read any more; this is for what a later change would let through.
    let gone = |household: HouseholdId| {
        state.is_erased(household)
            || has_moved(state, household)
            || says(state, household, Kind::DECEASED)
    };
    let hidden = |household: HouseholdId| {
        estate::is_hidden(state, household)
            || residents(state, household).any(|(id, _)| estate::is_hidden(state, id))
    };
    let agreed = consent(state, household, Facet::CONTACT_CONSENT) == Consent::Given;
    let unwanted = estate::do_not_knock(state, household, today);
    here && agreed && !unwanted && !meant.into_iter().any(|it| gone(it) || hidden(it))
}

fn says(state: &State, household: HouseholdId, kind: Kind) -> bool {
    state.naming_as(kind, household).next().is_some()
}

/// Whether those of a household have moved out.
pub(super) fn has_moved(state: &State, household: HouseholdId) -> bool {
    let mut moved = state.naming_as(Kind::MOVED, household);
    moved.any(|(_, entry)| entry.event.ends_household() == Some(household.into()))
}

fn residents(
    state: &State,
    household: HouseholdId,
) -> impl Iterator<Item = (ResidentId, String)> + '_ {
    state
        .naming_as(Kind::RESIDENT, household)
        .filter_map(|(dot, entry)| match fact_of(entry)? {
            Fact::Resident { name } => Some((ResidentId(dot), name)),
            _ => None,
        })
}

/// Whether somebody of this name lived there and has died.
pub(super) fn has_died(state: &State, household: HouseholdId, name: &str) -> bool {
    estate::twins(state, household)
        .flat_map(|household| residents(state, household))
        .filter(|(_, resident)| same(resident) == same(name))
        .any(|(id, _)| {
            let mut died = state.naming_as(Kind::DECEASED, id);
            died.next().is_some()
        })
}
