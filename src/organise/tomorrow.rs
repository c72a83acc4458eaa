//! Where it goes on tomorrow: what is left on each stair, and which of them are proposed.

use std::collections::{BTreeMap, BTreeSet};

use super::eleven::stairs_of;
use super::estates::Estate;
use super::report::{DoorRow, Report, StairRow};
use super::teams::{Team, leave, teams, work};
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId, TurfId};
use crate::canvass::loose::added_on;

/// So many stairs are proposed for tomorrow where no team was out tonight.
pub const USUAL_STAIRS: usize = 3;

/// What is left to do on a stair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToDo {
    /// The stair.
    pub stair: StairId,
    /// Doors nobody has been to.
    pub never: usize,
    /// Doors to try again: nobody was reached and that was not too often, or they said later.
    pub again: usize,
    /// Promises to be kept there by then.
    pub due: usize,
    /// Somebody has begun it.
    pub begun: bool,
    /// A phone that is not in may have been there.
    pub out: bool,
}

/// What is left on each stair of an estate on a day (days since 1970-01-01): first where a promise
/// is due, then what was begun, then what nobody has been to; last where a phone is still out.
pub fn to_do(report: &Report, estate: &Estate, day: i32) -> Vec<ToDo> {
    let mut due: BTreeMap<DoorId, usize> = BTreeMap::new();
    for promise in &report.promises {
        if promise.is_due(day) {
            *due.entry(promise.door).or_default() += 1;
        }
    }
    let mut rows: Vec<ToDo> = stairs_of(report, estate)
        .map(|row| ToDo {
            stair: row.stair.id,
            never: count(row, |door| door.knocks.is_empty()),
            again: count(row, to_try_again),
            due: row
                .doors
                .iter()
                .filter_map(|door| due.get(&door.door.id))
                .sum(),
            begun: row.tried() > 0,
            out: !row.may_be_knocked.is_empty(),
        })
        .filter(|row| row.never + row.again + row.due > 0)
        .collect();
    rows.sort_by_key(|row| (row.out, row.due == 0, !row.begun));
    rows
}

fn count(row: &StairRow, which: impl Fn(&DoorRow) -> bool) -> usize {
    let doors = row.doors.iter().filter(|door| !door.do_not_knock);
    doors.filter(|door| which(door)).count()
}

/// Whether a door is to be tried another evening.
pub fn to_try_again(row: &DoorRow) -> bool {
    match row.outcome() {
        Some(Outcome::ComeBack) => true,
        Some(_) => !row.reached() && !row.enough,
        None => false,
    }
}

/// The stairs proposed for tomorrow: as many as teams were out tonight.
pub fn proposed(to_do: &[ToDo], teams: usize) -> BTreeSet<StairId> {
    let many = if teams == 0 { USUAL_STAIRS } else { teams };
    let free = to_do.iter().filter(|row| !row.out);
    free.take(many).map(|row| row.stair).collect()
}

/// The stairs that are planned for an evening, each with the turfs of these teams that are all of it.
pub fn planned(state: &State, teams: &[Team]) -> BTreeMap<StairId, Vec<Team>> {
    let turfs = estate::turfs(state);
    let mut stairs: BTreeMap<StairId, Vec<Team>> = BTreeMap::new();
    for team in teams {
        let turf = turfs.iter().find(|turf| turf.id == team.turf);
        let doors = turf.map(|turf| turf.doors.clone()).unwrap_or_default();
        let first = doors
            .first()
            .and_then(|door| estate::stair_of(state, *door));
        if let Some(stair) = first.filter(|stair| is_whole(state, *stair, &doors)) {
            stairs.entry(stair).or_default().push(team.clone());
        }
    }
    stairs
}

/// What makes these stairs an evening's, where some of them are turfs already and some are planned:
/// the turfs still to be made are none of it.
pub fn plan(
    state: &State,
    day: i32,
    wanted: &BTreeSet<StairId>,
    here: &BTreeSet<StairId>,
) -> Vec<Draft> {
    let there = planned(state, &teams(state, day));
    let mut drafts = Vec::new();
    for (stair, teams) in &there {
        if here.contains(stair) && !wanted.contains(stair) {
            drafts.extend(teams.iter().flat_map(|team| leave(team, day)));
        }
    }
    for stair in wanted.iter().filter(|stair| !there.contains_key(stair)) {
        let turf = turf_of(state, *stair);
        drafts.extend(turf.into_iter().flat_map(|turf| work(turf, day, &[])));
    }
    drafts
}

/// Whether these doors are all of a stair and nothing else. A door that is gone, or came later, may
/// be missing.
fn is_whole(state: &State, stair: StairId, doors: &[DoorId]) -> bool {
    let all = estate::doors(state, stair);
    let listed: BTreeSet<DoorId> = all.iter().map(|door| door.id).collect();
    let added = added_on(state, stair);
    let mut there = all
        .iter()
        .filter(|door| !door.gone && !added.contains(&door.id));
    !doors.is_empty()
        && doors.iter().all(|door| listed.contains(door))
        && there.all(|door| doors.contains(&door.id))
}

/// A turf that is all of a stair and nothing else, if there is one.
pub fn turf_of(state: &State, stair: StairId) -> Option<TurfId> {
    let mut turfs = estate::turfs(state).into_iter();
    let turf = turfs.find(|turf| is_whole(state, stair, &turf.doors));
    turf.map(|turf| turf.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::{Fact, NoKnockScope};
    use crate::canvass::walk::Tonight;
    use crate::organise::estates::estates;
    use crate::organise::small::{NOW, Small};

    fn tonight() -> Tonight {
        Tonight::in_utc(NOW)
    }

    fn knock(small: &mut Small, door: usize, outcome: Outcome) {
        let fact = Fact::Knock {
            outcome,
            by: None,
            when: None,
        };
        let id = small.door(door).into();
        small.say(3, Role::Volunteer, (door / 4) as u64, fact, vec![id]);
    }

    fn report(small: &Small) -> Report {
        Report::read(&small.state(), &[], tonight())
    }

    fn all(small: &Small) -> Estate {
        estates(&small.state()).remove(0)
    }

    #[test]
    fn tomorrow_goes_where_a_promise_is_due_then_on_where_it_was_begun() {
        let mut small = Small::new(4);
        let day = tonight().today + 1;
        assert_eq!(
            to_do(&report(&small), &all(&small), day)
                .iter()
                .map(|row| (row.never, row.again, row.begun))
                .collect::<Vec<_>>(),
            [(4, 0, false), (4, 0, false)]
        );
        // The second stair is begun: one to try again, one that is done, one asked not to be knocked.
        knock(&mut small, 4, Outcome::NotHome);
        knock(&mut small, 5, Outcome::Spoke);
        let scope = NoKnockScope::Campaign;
        let about = vec![small.household(6).into()];
        small.say(3, Role::Volunteer, 1, Fact::DoNotKnock { scope }, about);
        let rows = to_do(&report(&small), &all(&small), day);
        assert_eq!(rows[0].stair, small.stair(1));
        assert_eq!((rows[0].never, rows[0].again, rows[0].due), (1, 1, 0));
        assert_eq!(proposed(&rows, 1), BTreeSet::from([small.stair(1)]));
        assert_eq!(proposed(&rows, 0).len(), 2);
        // A promise at the first stair comes before that.
        let fact = Fact::FollowUp {
            what: "Bring the form".into(),
            who: None,
            by: Some(day),
        };
        let about = vec![small.household(0).into()];
        small.say(3, Role::Volunteer, 0, fact, about);
        let rows = to_do(&report(&small), &all(&small), day);
        assert_eq!((rows[0].stair, rows[0].due), (small.stair(0), 1));
        assert_eq!(to_do(&report(&small), &all(&small), day - 1)[0].due, 0);
    }

    #[test]
    fn a_door_is_tried_again_four_times_at_most_and_whenever_they_said_later() {
        for (knocks, expected) in [
            (vec![], false),
            (vec![Outcome::NotHome], true),
            (vec![Outcome::NotHome; 4], false),
            (vec![Outcome::NotHome, Outcome::ComeBack], true),
            (vec![Outcome::ComeBack, Outcome::NotHome], false),
            (vec![Outcome::Spoke], false),
            (vec![Outcome::Refused], false),
        ] {
            let mut small = Small::new(4);
            for outcome in &knocks {
                knock(&mut small, 0, *outcome);
            }
            let row = report(&small).stairs[0].doors[0].clone();
            assert_eq!(to_try_again(&row), expected, "{knocks:?}");
        }
    }

    #[test]
    fn a_turf_is_a_whole_stairs_where_it_has_its_doors_and_no_others() {
        let mut small = Small::new(4);
        let name = || Fact::Turf {
            name: "Cambrian House".into(),
        };
        let part = vec![small.door(0).into(), small.door(1).into()];
        small.board(name(), part);
        assert_eq!(turf_of(&small.state(), small.stair(0)), None);
        let whole = (0..4).map(|door| small.door(door).into()).collect();
        let turf = TurfId(small.board(name(), whole));
        assert_eq!(turf_of(&small.state(), small.stair(0)), Some(turf));
    }

    #[test]
    fn what_is_unticked_is_no_longer_tomorrows_and_what_is_elsewhere_stays() {
        let mut small = Small::new(4);
        let day = tonight().evening + 1;
        let turfs = [0, 1].map(|stair| {
            let doors = stair * 4..stair * 4 + 4;
            let about = doors.map(|door| small.door(door).into()).collect();
            let name = format!("Stair {stair}");
            TurfId(small.board(Fact::Turf { name }, about))
        });
        let (first, second) = (small.stair(0), small.stair(1));
        let all = BTreeSet::from([first, second]);
        let make = |small: &mut Small, wanted: &[StairId], here: &BTreeSet<StairId>| {
            let wanted = wanted.iter().copied().collect();
            let drafts = plan(&small.state(), day, &wanted, here);
            let many = drafts.len();
            for draft in drafts {
                small.record(3, Role::Organiser, draft);
            }
            let state = small.state();
            let there = planned(&state, &teams(&state, day));
            (many, there.into_keys().collect::<Vec<_>>())
        };
        assert_eq!(make(&mut small, &[first], &all), (1, vec![first]));
        // Tapped again, nothing is recorded again.
        assert_eq!(make(&mut small, &[first], &all), (0, vec![first]));
        assert_eq!(make(&mut small, &[second], &all), (2, vec![second]));
        // On another estate's page it is not there to be unticked.
        assert_eq!(
            make(&mut small, &[], &BTreeSet::from([first])),
            (0, vec![second])
        );
        let join = crate::organise::teams::join(turfs[1], day, "Amina");
        small.record(3, Role::Organiser, join);
        assert_eq!(make(&mut small, &[], &all), (2, vec![]));
        let state = small.state();
        let home = crate::organise::teams::at_home(&state, day, &teams(&state, day));
        assert_eq!(home, ["Amina"]);
    }
}
