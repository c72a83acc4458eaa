//! Eleven o'clock: what organisers go through before they go to bed, in this order: whose phone is
//! not in, how far the evening came, what must not be overlooked, what nobody has taken on, what
//! is to be settled, and where it goes on tomorrow.

use std::collections::{BTreeMap, BTreeSet};

use super::estates::Estate;
use super::phones::Phone;
use super::report::{DoorRow, Report, StairRow, door_of};
use super::rounds::evening;
use super::teams::{Team, same};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId, TurfId};
use crate::canvass::walk::Tonight;

/// After so many attempts at which nobody was reached a door is better left a letter.
pub const MOST_ATTEMPTS: usize = 4;
/// So many stairs are proposed for tomorrow where no team was out tonight.
pub const USUAL_STAIRS: usize = 3;

/// A fact that must not be overlooked, in the order they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// They asked not to be knocked.
    DoNotKnock,
    /// Somebody has died.
    Deceased,
    /// Not to be shown to anybody.
    Hidden,
    /// Consent was taken back.
    ConsentWithdrawn,
    /// Those on record have moved.
    Moved,
}

impl Safety {
    /// All of them, with their kinds.
    const KINDS: [(Safety, Kind); 5] = [
        (Safety::DoNotKnock, Kind::DO_NOT_KNOCK),
        (Safety::Deceased, Kind::DECEASED),
        (Safety::Hidden, Kind::HIDDEN),
        (Safety::ConsentWithdrawn, Kind::CONSENT_WITHDRAWN),
        (Safety::Moved, Kind::MOVED),
    ];
}

/// A safety fact that is new since last night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyRow {
    /// What it is.
    pub what: Safety,
    /// The event.
    pub dot: Dot,
    /// The door.
    pub door: DoorId,
    /// Who recorded it.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// The safety facts that were recorded tonight, or came in tonight from a phone that had held them
/// since an earlier evening.
pub fn safety(state: &State, tonight: Tonight) -> Vec<SafetyRow> {
    let mut rows = Vec::new();
    for (what, kind) in Safety::KINDS {
        for (dot, entry) in state.of_kind(kind) {
            let at = state.happened_at(dot).unwrap_or(0);
            let came = state.counted_at(dot).unwrap_or(at);
            if at.max(came) < tonight.since {
                continue;
            }
            // A resident's own fact is told at no door: there is none to go to.
            let Some(door) = door_of(state, &entry.event.about) else {
                continue;
            };
            let by = estate::name_of(state, dot);
            rows.push(SafetyRow {
                what,
                dot,
                door,
                by,
                at,
            });
        }
    }
    rows.sort_by(|a, b| (a.what, a.at, a.dot).cmp(&(b.what, b.at, b.dot)));
    rows
}

/// How far an estate has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The estate; empty for the blocks that were put to none.
    pub estate: String,
    /// Doors where somebody talked tonight.
    pub tonight: usize,
    /// Doors where somebody ever talked.
    pub ever: usize,
    /// All doors.
    pub doors: usize,
}

/// Conversations, estate by estate.
pub fn spoken(report: &Report, estates: &[Estate], tonight: Tonight) -> Vec<Spoken> {
    estates
        .iter()
        .map(|estate| {
            let doors: Vec<&DoorRow> = stairs_of(report, estate)
                .flat_map(|row| &row.doors)
                .collect();
            let talked = |row: &DoorRow, since: Option<i64>| {
                let mut knocks = row.knocks.iter();
                knocks.any(|knock| {
                    let then = since.is_none_or(|since| evening(knock.at, tonight) >= since);
                    knock.outcome == Outcome::Spoke && then
                })
            };
            Spoken {
                estate: estate.name.clone(),
                tonight: doors.iter().filter(|row| talked(row, Some(0))).count(),
                ever: doors.iter().filter(|row| talked(row, None)).count(),
                doors: doors.len(),
            }
        })
        .collect()
}

/// An estate's stairs, in the report's order.
fn stairs_of<'a>(report: &'a Report, estate: &'a Estate) -> impl Iterator<Item = &'a StairRow> {
    let stairs = report.stairs.iter();
    stairs.filter(|row| estate.blocks.contains(&row.stair.block))
}

/// Who was to go out and of whom no phone is known by name: on paper, on somebody else's phone, or
/// not heard of yet.
pub fn unheard(teams: &[Team], phones: &[Phone]) -> Vec<String> {
    let known: BTreeSet<String> = phones.iter().map(|phone| same(&phone.whose.name)).collect();
    let mut seen = BTreeSet::new();
    let people = teams.iter().flat_map(|team| &team.people);
    people
        .filter(|going| !known.contains(&same(&going.who)) && seen.insert(same(&going.who)))
        .map(|going| going.who.clone())
        .collect()
}

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
        if promise.until.is_some_and(|until| until <= day) {
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
    let tries = row.knocks.len();
    match row.outcome() {
        Some(Outcome::ComeBack) => true,
        Some(_) => !row.reached() && tries < MOST_ATTEMPTS,
        None => false,
    }
}

/// The stairs proposed for tomorrow: as many as teams were out tonight.
pub fn proposed(to_do: &[ToDo], teams: usize) -> BTreeSet<StairId> {
    let many = if teams == 0 { USUAL_STAIRS } else { teams };
    let free = to_do.iter().filter(|row| !row.out);
    free.take(many).map(|row| row.stair).collect()
}

/// A turf that is all of a stair and nothing else, if there is one.
pub fn turf_of(state: &State, stair: StairId) -> Option<TurfId> {
    let doors: BTreeSet<DoorId> = estate::doors(state, stair)
        .into_iter()
        .map(|door| door.id)
        .collect();
    let turfs = estate::turfs(state).into_iter();
    let whole = |turf: &estate::Turf| {
        turf.doors.len() == doors.len() && turf.doors.iter().all(|door| doors.contains(door))
    };
    turfs.filter(whole).map(|turf| turf.id).next()
}

/// Says of many disagreements at once that the later visit stands: one draft for each of which one
/// version was heard last.
pub fn later_stands(state: &State, report: &Report) -> Vec<Draft> {
    let rows = report.disagreements.iter();
    rows.filter_map(|row| {
        let value = super::settle::later(row)?.value.clone();
        super::settle::settle(state, row, value)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::{Fact, NoKnockScope, Value};
    use crate::canvass::id::QuestionId;
    use crate::organise::estates::estates;
    use crate::organise::small::{NOW, Small};

    const DAY: i64 = 86_400;

    fn tonight() -> Tonight {
        Tonight::in_utc(NOW)
    }

    fn knock(small: &mut Small, by: u8, door: usize, outcome: Outcome) {
        let fact = Fact::Knock {
            outcome,
            by: None,
            when: None,
        };
        let id = small.door(door).into();
        small.say(by, Role::Volunteer, (door / 4) as u64, fact, vec![id]);
    }

    fn report(small: &Small) -> Report {
        Report::read(&small.state(), &[], tonight())
    }

    fn all(small: &Small) -> Estate {
        estates(&small.state()).remove(0)
    }

    #[test]
    fn a_safety_fact_is_new_where_it_was_recorded_or_first_came_tonight() {
        let mut small = Small::new(4);
        let fact = || Fact::DoNotKnock {
            scope: NoKnockScope::Campaign,
        };
        small.now = NOW - 2 * DAY;
        let about = |small: &Small, door| vec![small.household(door).into()];
        let counted_then = small.say(3, Role::Volunteer, 0, fact(), about(&small, 0));
        let count = |small: &mut Small, dot: Dot| {
            let hashes = vec![[7; 32]];
            let head = crate::canvass::id::HeadId(dot).into();
            small.say(2, Role::Organiser, 0, Fact::Counted { hashes }, vec![head]);
        };
        count(&mut small, counted_then);
        let held_back = small.say(4, Role::Volunteer, 0, Fact::Moved {}, about(&small, 1));
        small.now = NOW;
        count(&mut small, held_back);
        let fresh = small.say(5, Role::Volunteer, 1, Fact::Deceased {}, about(&small, 4));
        let rows = safety(&small.state(), tonight());
        let told: Vec<_> = rows.iter().map(|row| (row.what, row.dot)).collect();
        assert_eq!(
            told,
            [(Safety::Deceased, fresh), (Safety::Moved, held_back)]
        );
        assert_eq!(rows[1].door, small.door(1));
    }

    #[test]
    fn conversations_are_counted_by_estate_tonight_and_ever() {
        let mut small = Small::new(4);
        let heron = crate::organise::estates::put(&small.state(), [small.block(1)], "Heron");
        for draft in heron {
            small.record(1, Role::Organiser, draft);
        }
        small.now = NOW - DAY;
        knock(&mut small, 3, 0, Outcome::Spoke);
        knock(&mut small, 3, 1, Outcome::Spoke);
        small.now = NOW;
        knock(&mut small, 3, 1, Outcome::Spoke);
        knock(&mut small, 3, 2, Outcome::NotHome);
        knock(&mut small, 4, 4, Outcome::Spoke);
        let rows = spoken(&report(&small), &estates(&small.state()), tonight());
        let figures: Vec<_> = rows
            .iter()
            .map(|row| (row.estate.as_str(), row.tonight, row.ever, row.doors))
            .collect();
        assert_eq!(figures, [("Heron", 1, 1, 4), ("", 1, 2, 4)]);
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
        knock(&mut small, 3, 4, Outcome::NotHome);
        knock(&mut small, 3, 5, Outcome::Spoke);
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
                knock(&mut small, 3, 0, *outcome);
            }
            let row = report(&small).stairs[0].doors[0].clone();
            assert_eq!(to_try_again(&row), expected, "{knocks:?}");
        }
    }

    #[test]
    fn the_later_visit_stands_for_all_at_once_and_another_evening_is_history() {
        let mut small = Small::new(4);
        let fact = Fact::Question {
            words: "Will you come?".into(),
            answers: crate::canvass::script::AnswerKind::YesNo,
        };
        let question = QuestionId(small.board(fact, vec![]));
        let answer = |small: &mut Small, by: u8, door: usize, value: Value| {
            knock(small, by, door, Outcome::Spoke);
            let about = vec![small.household(door).into(), question.into()];
            let fact = Fact::Answer { value, script: 1 };
            small.say(by, Role::Volunteer, 0, fact, about);
        };
        small.now = NOW - DAY;
        answer(&mut small, 3, 0, Value::Yes);
        answer(&mut small, 3, 1, Value::Yes);
        answer(&mut small, 4, 1, Value::WouldNotSay);
        small.now = NOW;
        // Another phone, another evening, and it knew of nothing: history.
        answer(&mut small, 5, 0, Value::No);
        // Two phones on one evening.
        answer(&mut small, 5, 2, Value::Yes);
        small.now = NOW + 60;
        answer(&mut small, 6, 2, Value::No);
        let before = report(&small);
        assert_eq!((before.disagreements.len(), before.history.len()), (2, 1));
        assert_eq!(before.history[0].versions[0].value, Value::No);
        assert_eq!(before.history[0].before[0].value, Value::Yes);
        assert_eq!(before.questions[0].disagreements, 2);
        assert_eq!(before.questions[0].counts[&Value::No], 1);

        // At the second door both were heard at the same moment: nobody can say which was later.
        let drafts = later_stands(&small.state(), &before);
        assert_eq!(drafts.len(), 1);
        for draft in drafts {
            small.record(2, Role::Organiser, draft);
        }
        let after = report(&small);
        assert_eq!((after.disagreements.len(), after.history.len()), (1, 1));
        assert_eq!(after.questions[0].counts[&Value::No], 2);
    }

    /// An answer typed in from paper the next morning was heard when the board says.
    #[test]
    fn what_is_typed_in_later_belongs_to_the_evening_it_was_heard() {
        let mut small = Small::new(4);
        let fact = Fact::Question {
            words: "Will you come?".into(),
            answers: crate::canvass::script::AnswerKind::YesNo,
        };
        let question = QuestionId(small.board(fact, vec![]));
        let about = vec![small.household(0).into(), question.into()];
        let said = |value| Fact::Answer { value, script: 1 };
        small.now = NOW - DAY;
        knock(&mut small, 3, 0, Outcome::Spoke);
        small.say(3, Role::Volunteer, 0, said(Value::Yes), about.clone());
        small.now = NOW;
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: Some("Carys".into()),
            when: Some(NOW - DAY),
        };
        let door = small.door(0).into();
        small.say(2, Role::Organiser, 0, fact, vec![door]);
        small.say(2, Role::Organiser, 0, said(Value::No), about);
        let report = report(&small);
        assert_eq!((report.disagreements.len(), report.history.len()), (1, 0));
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
    fn whoever_was_to_go_and_has_no_phone_by_that_name_is_named() {
        use crate::canvass::author::PersonId;
        use crate::organise::phones::{KnownPhone, Whose};
        use crate::organise::teams::Going;
        let going = |who: &str| Going {
            dot: Dot {
                log: crate::canvass::dot::LogId([1; 8]),
                seq: 1,
            },
            who: who.into(),
            ready: false,
        };
        let team = Team {
            turf: TurfId(going("").dot),
            name: "A".into(),
            people: vec![going("Amina"), going("Beth"), going("beth")],
            holds: vec![],
        };
        let phone = Phone {
            whose: Whose {
                name: "amina ".into(),
                turfs: vec![],
            },
            known: KnownPhone {
                person: PersonId([1; 16]),
                certificates: vec![],
                stairs: vec![],
                last_heard: None,
                revoked: false,
            },
            ended: None,
            is_in: false,
            events: 0,
        };
        assert_eq!(unheard(&[team], &[phone]), ["Beth"]);
    }
}
