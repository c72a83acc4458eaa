//! Knocks at hours when nobody knocks: each has its reason, or organisers ask for it when the evening is
//! closed. No phone keeps anybody from recording what happened.

use crate::canvass::dot::Dot;
use crate::canvass::estate::{self, Knock};
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::hours::{self, LATEST};
use crate::canvass::id::DoorId;
use crate::canvass::promise::promise;
use crate::canvass::walk::Tonight;

use super::evening::{Meeting, meetings};

/// When a night turns, in minutes after midnight.
const TURNS_AT: i64 = 4 * 60;

/// Why somebody knocked at such an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They had asked for it: to come back, or something was promised them for the day.
    Asked,
    /// Everyone was out late that evening, for these reasons.
    Evening(Vec<String>),
}

/// A knock at an hour when nobody knocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfHours {
    /// The knock.
    pub dot: Dot,
    /// The door.
    pub door: DoorId,
    /// Who knocked.
    pub by: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Why; `None` where nothing tells it.
    pub reason: Option<Reason>,
}

/// The knocks of tonight at hours when nobody knocks there, in the order they happened.
pub fn out_of_hours(state: &State, tonight: Tonight) -> Vec<OutOfHours> {
    let mut rows = Vec::new();
    let tonights = meetings(state, tonight.evening);
    for (stair, doors) in estate::all_doors(state) {
        let Some(stair) = estate::stair(state, stair) else {
            continue;
        };
        for door in doors {
            let knocks = estate::knocks(state, door.id);
            for (place, knock) in knocks.iter().enumerate() {
                let minute = (knock.at - tonight.since).div_euclid(60) + TURNS_AT;
                // Of a night before, or of a clock that runs ahead.
                let Some(minute) = u16::try_from(minute).ok().filter(|_| is_of(knock, tonight))
                else {
                    continue;
                };
                if hours::is_out(state, stair.block, minute) {
                    rows.push(OutOfHours {
                        dot: knock.dot,
                        door: door.id,
                        by: knock.by.clone(),
                        at: knock.at,
                        reason: reason(
                            state,
                            door.id,
                            &knocks[..=place],
                            minute,
                            &tonights,
                            tonight,
                        ),
                    });
                }
            }
        }
    }
    rows.sort_by_key(|row| (row.at, row.dot));
    rows
}

fn is_of(knock: &Knock, tonight: Tonight) -> bool {
    (0..24 * 3600).contains(&(knock.at - tonight.since))
}

/// Why somebody knocked then: the last of these knocks, which stand in their order.
fn reason(
    state: &State,
    door: DoorId,
    knocks: &[Knock],
    minute: u16,
    tonights: &[Meeting],
    tonight: Tonight,
) -> Option<Reason> {
    let before = knocks.len().checked_sub(2).map(|before| &knocks[before]);
    let come_back = before.is_some_and(|before| before.outcome == Outcome::ComeBack);
    let household = estate::household(state, door);
    let mut told = state.naming(household);
    // Done or not: it may well have been done by this visit.
    let due = |promised: i32| promised <= tonight.evening;
    let promised = told
        .any(|(dot, entry)| promise(state, dot, entry).is_some_and(|it| it.until.is_some_and(due)));
    if come_back || promised {
        return Some(Reason::Asked);
    }
    // What was said for the whole evening is no reason to knock where a block has its own hour.
    let own = estate::stair_of(state, door)
        .and_then(|stair| estate::stair(state, stair))
        .and_then(|stair| hours::said(state, stair.block))
        .is_some_and(|until| minute > until && until < LATEST);
    let late: Vec<String> = tonights
        .iter()
        .filter(|meeting| minute > LATEST && minute <= meeting.until)
        .flat_map(|meeting| meeting.why_late.clone())
        .collect();
    (!own && !late.is_empty()).then_some(Reason::Evening(late))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::Fact;
    use crate::organise::evening::{Said, meet};
    use crate::organise::small::{NOW, Small};

    fn tonight() -> Tonight {
        Tonight::in_utc(NOW)
    }

    /// Knocks at a door at a time of tonight, in minutes after midnight.
    fn knock(small: &mut Small, door: usize, minute: i64, outcome: Outcome) {
        let fact = Fact::Knock {
            outcome,
            by: Some("Beth".into()),
            when: None,
        };
        small.now = tonight().since + (minute - TURNS_AT) * 60;
        let id = small.door(door).into();
        small.say(3, Role::Volunteer, (door / 4) as u64, fact, vec![id]);
    }

    fn found(small: &Small) -> Vec<(usize, Option<Reason>)> {
        let place = |id: DoorId| (0..8).find(|n| small.door(*n) == id).unwrap();
        let rows = out_of_hours(&small.state(), tonight()).into_iter();
        rows.map(|row| (place(row.door), row.reason)).collect()
    }

    #[test]
    fn r8_3_a_knock_out_of_hours_needs_a_reason() {
        use Outcome::{ComeBack, NotHome, Spoke};
        let late = i64::from(LATEST);
        let mut small = Small::new(4);
        // In hours; yesterday; before nine; a minute too late.
        knock(&mut small, 0, late, Spoke);
        knock(&mut small, 1, late - 24 * 60 + 60, Spoke);
        knock(&mut small, 2, 8 * 60, Spoke);
        knock(&mut small, 3, late + 1, NotHome);
        assert_eq!(found(&small), [(2, None), (3, None)]);
        // They said to come back, and something was promised: both asked for it.
        knock(&mut small, 4, late - 60, ComeBack);
        knock(&mut small, 4, late + 5, Spoke);
        let promise = Fact::FollowUp {
            what: "Bring the form".into(),
            who: None,
            by: Some(tonight().evening),
        };
        small.say(
            3,
            Role::Volunteer,
            1,
            promise,
            vec![small.household(5).into()],
        );
        knock(&mut small, 5, late + 6, Spoke);
        let asked = Some(Reason::Asked);
        assert_eq!(
            found(&small),
            [(2, None), (3, None), (4, asked.clone()), (5, asked)]
        );
    }

    #[test]
    fn r8_3_one_reason_for_the_evening_serves_until_its_end_and_for_no_block_of_its_own_hour() {
        let mut small = Small::new(4);
        let draft = hours::set(&small.state(), small.block(1), 16 * 60).unwrap();
        small.record(1, Role::Organiser, draft);
        let said = Said::checked("the hall", 1_050, LATEST + 30, "They asked us to").unwrap();
        for draft in meet(&small.state(), tonight().evening, &said) {
            small.record(1, Role::Organiser, draft);
        }
        let late = i64::from(LATEST);
        knock(&mut small, 4, 16 * 60 + 1, Outcome::Spoke);
        knock(&mut small, 0, late + 30, Outcome::Spoke);
        knock(&mut small, 1, late + 31, Outcome::Spoke);
        knock(&mut small, 5, late + 20, Outcome::Spoke);
        let evening = Some(Reason::Evening(vec!["They asked us to".into()]));
        assert_eq!(
            found(&small),
            [(4, None), (5, None), (0, evening), (1, None)]
        );
    }
}
