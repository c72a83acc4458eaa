//! Eleven o'clock: what organisers go through before they go to bed, in this order: whose phone is
//! not in, how far the evening came, what must not be overlooked, what nobody has taken on, what
//! is to be settled, and where it goes on tomorrow.

use std::collections::BTreeSet;

use super::estates::Estate;
use super::phones::Phone;
use super::report::{DoorRow, Report, StairRow, door_of};
use super::rounds::evening;
use super::teams::{Team, same};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, Facet};
use crate::canvass::walk::Tonight;
use crate::canvass::whose::Whose;

/// A fact that must not be overlooked, in the order they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// They asked not to be knocked.
    DoNotKnock,
    /// Somebody has died.
    Deceased,
    /// Not to be shown to anybody.
    Hidden,
    /// They said no to being contacted, or took their yes back.
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

    /// What an event of this kind is; `None` for what is no safety fact.
    pub fn of(kind: Kind) -> Option<Safety> {
        let mut kinds = Safety::KINDS.into_iter();
        kinds.find_map(|(what, safety)| (safety == kind).then_some(what))
    }
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
    /// A neighbour said so, not the household.
    pub neighbour: bool,
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
                neighbour: Whose::of(&entry.event.about) == Whose::Neighbour,
                by,
                at,
            });
        }
    }
    rows.sort_by_key(|row| (row.what, row.at, row.dot));
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
                    knock.outcome.heard() && then
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
pub fn stairs_of<'a>(report: &'a Report, estate: &'a Estate) -> impl Iterator<Item = &'a StairRow> {
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

/// Says of many disagreements at once that the later visit stands: one draft for each of which one
/// version was heard last. Whether somebody may be contacted is left out: of two answers to that
/// none becomes a yes by being the newer one.
pub fn later_stands(state: &State, report: &Report) -> Vec<Draft> {
    let rows = report.disagreements.iter();
    let others = rows.filter(|row| !row.about.contains(&Facet::CONTACT_CONSENT.into()));
    others
        .filter_map(|row| {
            let value = super::settle::later(row)?.value.clone();
            super::settle::settle(state, row, value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::{Fact, NoKnockScope, Outcome, Value};
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

    #[test]
    fn consent_that_was_heard_differently_is_never_settled_by_which_came_later() {
        let mut small = Small::new(4);
        let mut say = |by: u8, at: i64, facet: Facet, value: Value| {
            small.now = at;
            knock(&mut small, by, 0, Outcome::Spoke);
            let about = vec![small.household(0).into(), facet.into()];
            small.say(by, Role::Volunteer, 0, Fact::PlainFact { value }, about);
        };
        for facet in [Facet::CONTACT_CONSENT, Facet::LANGUAGE] {
            say(3, NOW, facet, Value::No);
            say(4, NOW + 60, facet, Value::Yes);
        }
        let report = report(&small);
        assert_eq!(report.disagreements.len(), 2);
        let drafts = later_stands(&small.state(), &report);
        let about: Vec<_> = drafts.iter().map(|draft| draft.about[1]).collect();
        assert_eq!(about, [Facet::LANGUAGE.into()]);
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

    /// Who came to the door and when is that of the conversation, and not of a refusal after it, nor of a
    /// visit to which nobody came; and the one who knocked, whoever's phone it was noted on.
    #[test]
    fn an_answer_was_heard_at_the_conversation_and_at_no_refusal_after_it() {
        let mut small = Small::new(4);
        let fact = Fact::Question {
            words: "Will you come?".into(),
            answers: crate::canvass::script::AnswerKind::YesNo,
        };
        let question = QuestionId(small.board(fact, vec![]));
        let about = vec![small.household(0).into(), question.into()];
        let said = |value| Fact::Answer { value, script: 1 };
        for after in [
            Outcome::Refused,
            Outcome::NotHome,
            Outcome::Inaccessible,
            Outcome::AddressNotFound,
            Outcome::ComeBack,
        ] {
            let mut small = small.clone();
            for (outcome, by, at) in [(Outcome::Spoke, "Carys", NOW - DAY), (after, "Dewi", NOW)] {
                let fact = Fact::Knock {
                    outcome,
                    by: Some(by.into()),
                    when: Some(at),
                };
                small.say(3, Role::Volunteer, 0, fact, vec![small.door(0).into()]);
            }
            // Corrected on that phone later, and otherwise by another.
            small.say(3, Role::Volunteer, 0, said(Value::Yes), about.clone());
            small.now = NOW - DAY;
            knock(&mut small, 4, 0, Outcome::Spoke);
            small.say(4, Role::Volunteer, 0, said(Value::No), about.clone());
            let report = report(&small);
            let versions = &report.disagreements[0].versions;
            let yes = versions.iter().find(|it| it.value == Value::Yes).unwrap();
            assert_eq!(yes.by, [("Carys".to_string(), NOW - DAY)], "{after:?}");
        }
    }

    #[test]
    fn whoever_was_to_go_and_has_no_phone_by_that_name_is_named() {
        use crate::canvass::author::PersonId;
        use crate::organise::phones::{KnownPhone, Whose};
        use crate::organise::teams::Going;
        let dot = Dot {
            log: crate::canvass::dot::LogId([1; 8]),
            seq: 1,
        };
        let going = |who: &str| Going {
            dots: vec![dot],
            who: who.into(),
            ready: false,
        };
        let team = Team {
            turf: crate::canvass::id::TurfId(dot),
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
