//! What residents asked to have hidden, and organisers are to erase: each with its day.

use super::report::door_of;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, Id, ResidentId};
use crate::canvass::readback::ERASE_WITHIN;
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;

/// A household that asked to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToErase {
    /// The household.
    pub household: HouseholdId,
    /// Its door.
    pub door: DoorId,
    /// Who was asked, at the door.
    pub by: String,
    /// When: seconds since 1970.
    pub at: i64,
    /// By which day it is to be done: days since 1970-01-01.
    pub until: i32,
}

/// Who waits to be erased, the longest first. What is erased or lifted is not there any more.
pub fn to_erase(state: &State, tonight: Tonight) -> Vec<ToErase> {
    let told = state.of_kind(Kind::HIDDEN);
    let mut rows: Vec<ToErase> = Vec::new();
    for (dot, entry) in told {
        let about = &entry.event.about;
        let household = about.iter().find_map(|id| HouseholdId::try_from(*id).ok());
        let (Some(household), Some(door), Some(at)) =
            (household, door_of(state, about), state.happened_at(dot))
        else {
            continue;
        };
        let nights = (at - tonight.since).div_euclid(24 * 3600);
        let day = tonight.evening + i32::try_from(nights).unwrap_or(0);
        rows.push(ToErase {
            household,
            door,
            by: estate::name_of(state, dot),
            at,
            until: day + ERASE_WITHIN,
        });
    }
    rows.sort_by_key(|row| (row.at, row.household));
    // Asked twice, it is one request, and the first day counts.
    let mut seen = Vec::new();
    rows.retain(|row| {
        let new = !seen.contains(&row.household);
        seen.push(row.household);
        new
    });
    rows
}

/// Erases a household, and with it who is named there: for good, on every device.
pub fn erase(state: &State, household: HouseholdId) -> Draft {
    let named = state
        .naming(household)
        .filter(|(_, entry)| entry.event.kind == Kind::RESIDENT)
        .map(|(dot, _)| Id::from(ResidentId(dot)));
    let about = std::iter::once(household.into()).chain(named).collect();
    Draft::new(Stream::Board, Fact::Erased {}, about)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::note;
    use crate::canvass::readback::hide;
    use crate::canvass::whose::Whose;
    use crate::organise::small::{NOW, Small};

    #[test]
    fn who_asked_to_be_erased_waits_with_a_day_until_an_organiser_does_it() {
        let mut small = Small::new(2);
        let household = small.household(0);
        let stream = Stream::Stair(small.stair(0));
        let name = Fact::Resident {
            name: "Mair".into(),
        };
        small.say(3, Role::Volunteer, 0, name, vec![household.into()]);
        let bell = note::write(stream, household, Whose::Household, "The bell is broken");
        small.record(3, Role::Volunteer, bell);
        let tonight = Tonight::in_utc(NOW);
        assert_eq!(to_erase(&small.state(), tonight), []);
        // Asked on two phones, two nights apart.
        for (by, days) in [(3, 0), (4, 2)] {
            small.now = NOW + days * 86_400;
            small.record(by, Role::Volunteer, hide(stream, household));
        }
        let later = Tonight::in_utc(NOW + 3 * 86_400);
        let rows = to_erase(&small.state(), later);
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.door, row.at, row.until))
            .collect();
        assert_eq!(told, [(small.door(0), NOW, tonight.evening + ERASE_WITHIN)]);

        let draft = erase(&small.state(), household);
        small.record(1, Role::Organiser, draft);
        let state = small.state();
        assert_eq!(to_erase(&state, later), []);
        // Neither the note nor the name is there, and whoever lives there begins anew.
        assert_eq!(note::notes(&state, household, NOW), []);
        assert_eq!(state.of_kind(Kind::RESIDENT).count(), 0);
        assert_ne!(estate::household(&state, small.door(0)), household);
    }
}
