//! What was noted and promised at doors.

use super::report::door_of;
use crate::canvass::author::PersonId;
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{DoorId, FollowUpId, HouseholdId};
use crate::canvass::note::note;
use crate::canvass::promise::{dones, owners, promise};
use crate::canvass::stream::Stream;

/// Something that was promised at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseRow {
    /// Its id.
    pub id: FollowUpId,
    /// The door.
    pub door: DoorId,
    /// What was promised.
    pub what: String,
    /// Who does it; `None` where nobody has taken it on. Several where two organisers gave it to
    /// somebody else each.
    pub who: Option<String>,
    /// The same, each by themselves.
    pub doers: Vec<Doer>,
    /// By which day: days since 1970-01-01.
    pub until: Option<i32>,
    /// Who promised it.
    pub by: String,
    /// Who said first that it is done, and when (seconds since 1970); `None` as long as it is not.
    pub done: Option<(String, i64)>,
}

/// Somebody who does what was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doer {
    /// What they go by.
    pub name: String,
    /// Who that is, where they took it on themselves; of whoever was given it the name alone is known.
    pub person: Option<PersonId>,
}

/// Whoever asks what is theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    person: PersonId,
    name: String,
    /// Somebody else goes by that name.
    shares_it: bool,
}

impl Asker {
    /// This person, who goes by this name.
    pub fn new(state: &State, person: PersonId, name: &str) -> Asker {
        let mut others = state.logs().filter(|(_, log)| log.author.person != person);
        let shares_it = others.any(|(_, log)| {
            let other = log.name.as_deref();
            other.is_some_and(|other| is_same(other, name))
        });
        Asker {
            person,
            name: name.to_string(),
            shares_it,
        }
    }

    /// What they go by.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Whether something is done by whoever asks, alone or with others; the most of it last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mine {
    /// Somebody else does it, or nobody yet.
    No,
    /// Somebody of that name does, and another goes by it too.
    ByName,
    /// They do.
    Yes,
}

fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim().to_lowercase(), other.trim().to_lowercase());
    !one.is_empty() && one == other
}

impl PromiseRow {
    /// Whether whoever asks does it, alone or with others.
    pub fn mine(&self, asker: &Asker) -> Mine {
        let mine = |doer: &Doer| match doer.person {
            Some(person) if person == asker.person => Mine::Yes,
            Some(_) => Mine::No,
            None if !is_same(&doer.name, &asker.name) => Mine::No,
            None if asker.shares_it => Mine::ByName,
            None => Mine::Yes,
        };
        self.doers.iter().map(mine).max().unwrap_or(Mine::No)
    }

    /// Somebody does it, by a day. What is not taken on is forgotten.
    pub fn is_taken_on(&self) -> bool {
        self.who.is_some() && self.until.is_some()
    }

    /// It is not done, and nobody has taken it on or it has no day.
    pub fn needs_somebody(&self) -> bool {
        self.done.is_none() && !self.is_taken_on()
    }

    /// It is not done, and its day has come (days since 1970-01-01).
    pub fn is_due(&self, today: i32) -> bool {
        self.done.is_none() && self.until.is_some_and(|until| until <= today)
    }
}

/// A few words noted at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    /// The door.
    pub door: DoorId,
    /// The words.
    pub words: String,
    /// A neighbour's words, not the household's.
    pub neighbour: bool,
    /// Who noted them.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// Every promise: first those nobody has taken on or that have no day, then by their day, and last
/// what is done.
pub fn promise_rows(state: &State) -> Vec<PromiseRow> {
    let told = state.of_kind(Kind::FOLLOW_UP);
    in_order(
        told.filter(|(_, entry)| !is_hidden(state, entry))
            .filter_map(|(dot, entry)| promise_row(state, dot, entry)),
    )
}

/// Whether an entry is about a household that is hidden: then nobody is shown it.
fn is_hidden(state: &State, entry: &Entry) -> bool {
    let mut about = entry.event.about.iter();
    about.any(|id| HouseholdId::try_from(*id).is_ok_and(|id| estate::is_hidden(state, id)))
}

/// What was promised to a household, in the same order.
pub fn promises_at(state: &State, household: HouseholdId) -> Vec<PromiseRow> {
    let told = state.naming(household);
    in_order(told.filter_map(|(dot, entry)| promise_row(state, dot, entry)))
}

fn in_order(rows: impl Iterator<Item = PromiseRow>) -> Vec<PromiseRow> {
    let mut rows: Vec<PromiseRow> = rows.collect();
    rows.sort_by_key(|row| (row.done.is_some(), row.is_taken_on(), row.until, row.door));
    rows
}

fn promise_row(state: &State, dot: Dot, entry: &Entry) -> Option<PromiseRow> {
    let promise = promise(state, dot, entry)?;
    let done = promise.done.iter();
    let done = done.filter_map(|dot| Some((state.happened_at(*dot)?, *dot)));
    Some(PromiseRow {
        id: promise.id,
        door: door_of(state, &entry.event.about)?,
        what: promise.what,
        doers: doers(state, dot, promise.who.as_deref()),
        who: promise.who,
        until: promise.until,
        by: estate::name_of(state, dot),
        done: done
            .min()
            .map(|(at, dot)| (estate::name_of(state, dot), at)),
    })
}

/// Who does it, each by themselves. Whoever wrote their own name took it on. `promised`: where it was promised;
/// `who`: as it stands.
fn doers(state: &State, promised: Dot, who: Option<&str>) -> Vec<Doer> {
    let given = owners(state, FollowUpId(promised));
    let said: Vec<(Dot, Option<String>)> = match given.is_empty() {
        true => vec![(promised, who.map(String::from))],
        false => given.into_iter().map(|(dot, who, _)| (dot, who)).collect(),
    };
    let doer = |dot: Dot, name: &str| Doer {
        name: name.trim().to_string(),
        person: match is_same(name, &estate::name_of(state, dot)) {
            true => state.log(dot.log).map(|log| log.author.person),
            false => None,
        },
    };
    let named = said.into_iter().flat_map(|(dot, who)| {
        let who = who.unwrap_or_default();
        let all: Vec<Doer> = who.split(" / ").map(|name| doer(dot, name)).collect();
        all
    });
    named.filter(|doer| !doer.name.is_empty()).collect()
}

/// Gives a promise to somebody, by a day. `None` where it is no longer there.
pub fn give(state: &State, id: FollowUpId, who: &str, by: i32) -> Option<Draft> {
    let Stream::Stair(stair) = state.log(id.0.log)?.author.stream else {
        return None;
    };
    state.entry(id.0)?;
    let fact = Fact::TakenOn {
        who: Some(who.to_string()),
        by: Some(by),
    };
    Some(Draft {
        stream: Stream::Stair(stair),
        fact,
        about: vec![id.into()],
        over: owners(state, id).into_iter().map(|(dot, ..)| dot).collect(),
    })
}

/// Says that a promise is done. `None` where it is no longer there, or done already.
pub fn done(state: &State, id: FollowUpId) -> Option<Draft> {
    let stream = state.log(id.0.log)?.author.stream;
    state.entry(id.0)?;
    if !dones(state, id).is_empty() {
        return None;
    }
    Some(Draft::new(stream, Fact::Done {}, vec![id.into()]))
}

/// Takes back that a promise is done. `None` where nobody says so.
pub fn not_done(state: &State, id: FollowUpId) -> Option<Draft> {
    let stream = state.log(id.0.log)?.author.stream;
    draft::strike(state, stream, &dones(state, id))
}

/// Every note that is not too old (`now`: seconds since 1970), newest first.
pub fn note_rows(state: &State, now: i64) -> Vec<NoteRow> {
    let mut notes: Vec<NoteRow> = state
        .of_kind(Kind::NOTE)
        .filter(|(_, entry)| !is_hidden(state, entry))
        .filter_map(|(dot, entry)| {
            let note = note(state, dot, entry, now)?;
            Some(NoteRow {
                door: door_of(state, &entry.event.about)?,
                words: note.words,
                neighbour: note.neighbour,
                by: note.by,
                at: note.at,
            })
        })
        .collect();
    notes.sort_by(|a, b| b.at.cmp(&a.at).then(a.door.cmp(&b.door)));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::organise::small::Small;

    #[test]
    fn a_promise_that_is_done_is_no_longer_due_and_may_be_taken_back() {
        let mut small = Small::new(2);
        let household = small.household(0);
        let fact = Fact::FollowUp {
            what: "Ring about the mould".into(),
            who: None,
            by: Some(12),
        };
        small.say(3, Role::Volunteer, 0, fact, vec![household.into()]);
        let row = promise_rows(&small.state()).remove(0);
        assert!(row.needs_somebody() && row.is_due(12) && !row.is_due(11));

        // Two who have not heard of each other both did it: it is done once.
        let before = small.state();
        for (log, role) in [(4, Role::Volunteer), (5, Role::Organiser)] {
            small.record(log, role, done(&before, row.id).unwrap());
        }
        let state = small.state();
        let row = promise_rows(&state).remove(0);
        assert!(row.done.is_some() && !row.needs_somebody() && !row.is_due(12));
        assert_eq!(done(&state, row.id), None);

        small.record(4, Role::Volunteer, not_done(&state, row.id).unwrap());
        let state = small.state();
        assert!(promise_rows(&state).remove(0).is_due(12));
        assert_eq!(not_done(&state, row.id), None);
    }

    /// R1.4: without somebody and a day it is an orphan of the evening's close, until it has both.
    #[test]
    fn r1_4_a_promise_without_an_owner_and_a_day_needs_somebody() {
        for (who, by, orphan) in [
            (None, None, true),
            (Some("Beth"), None, true),
            (None, Some(12), true),
            (Some("Beth"), Some(12), false),
        ] {
            let mut small = Small::new(1);
            let fact = Fact::FollowUp {
                what: "Ring about the mould".into(),
                who: who.map(String::from),
                by,
            };
            let about = vec![small.household(0).into()];
            small.say(3, Role::Volunteer, 0, fact, about);
            let row = promise_rows(&small.state()).remove(0);
            assert_eq!(row.needs_somebody(), orphan, "{who:?} {by:?}");
            small.record(
                4,
                Role::Organiser,
                give(&small.state(), row.id, "Carys", 13).unwrap(),
            );
            assert!(!promise_rows(&small.state()).remove(0).needs_somebody());
        }
    }

    #[test]
    fn a_promise_is_theirs_whose_name_it_bears_and_gone_with_a_household_that_is_hidden() {
        let mut small = Small::new(1);
        let household = small.household(0);
        let fact = Fact::FollowUp {
            what: "Ring".into(),
            who: Some("Beth / Carys".into()),
            by: None,
        };
        small.say(3, Role::Volunteer, 0, fact, vec![household.into()]);
        let state = small.state();
        let row = promise_rows(&state).remove(0);
        for (name, theirs) in [
            ("beth ", Mine::Yes),
            ("Carys", Mine::Yes),
            ("Be", Mine::No),
            ("", Mine::No),
        ] {
            let asker = Asker::new(&state, PersonId([9; 16]), name);
            assert_eq!(row.mine(&asker), theirs, "{name}");
        }
        small.say(
            3,
            Role::Volunteer,
            0,
            Fact::Hidden {},
            vec![household.into()],
        );
        assert_eq!(promise_rows(&small.state()), []);
    }

    /// Two who go by one name: what either took on is theirs alone, and what the name was given is perhaps theirs.
    #[test]
    fn of_two_who_share_a_name_each_has_what_they_took_on_themselves() {
        let mut small = Small::new(1);
        let household = small.household(0);
        let writer = |name: &str| Fact::Writer { name: name.into() };
        for (by, name) in [(3, "Amina"), (4, "amina "), (5, "Beth")] {
            small.say(by, Role::Volunteer, 0, writer(name), vec![]);
        }
        let promise = |small: &mut Small, by: u8, who: &str| {
            let fact = Fact::FollowUp {
                what: format!("{who} by {by}"),
                who: Some(who.into()),
                by: None,
            };
            let about = vec![household.into()];
            FollowUpId(small.say(by, Role::Volunteer, 0, fact, about))
        };
        let own = promise(&mut small, 3, "Amina");
        let given = promise(&mut small, 5, "Amina");
        let mine = |small: &Small, by: u8, name: &str, id: FollowUpId| {
            let state = small.state();
            let asker = Asker::new(&state, PersonId([by; 16]), name);
            let rows = promise_rows(&state);
            rows.iter().find(|row| row.id == id).unwrap().mine(&asker)
        };
        for (by, name, of_own, of_given) in [
            (3, "Amina", Mine::Yes, Mine::ByName),
            (4, "amina ", Mine::No, Mine::ByName),
            (5, "Beth", Mine::No, Mine::No),
        ] {
            assert_eq!(mine(&small, by, name, own), of_own, "{by}");
            assert_eq!(mine(&small, by, name, given), of_given, "{by}");
        }
        let taken = give(&small.state(), given, "amina ", 12).unwrap();
        small.record(4, Role::Volunteer, taken);
        assert_eq!(mine(&small, 3, "Amina", given), Mine::No);
        assert_eq!(mine(&small, 4, "amina ", given), Mine::Yes);
    }

    #[test]
    fn a_promise_is_given_to_somebody_and_two_who_gave_it_differently_are_both_named() {
        let mut small = Small::new(2);
        let household = small.household(0);
        let fact = Fact::FollowUp {
            what: "Ring about the mould".into(),
            who: None,
            by: None,
        };
        small.say(3, Role::Volunteer, 0, fact, vec![household.into()]);
        let row = promise_rows(&small.state()).remove(0);
        assert!(!row.is_taken_on());

        // Two organisers who have not heard of each other.
        let before = small.state();
        for (log, who, by) in [(4, "Beth", 12), (5, "Carys", 11)] {
            let draft = give(&before, row.id, who, by).unwrap();
            small.record(log, Role::Organiser, draft);
        }
        let both = promise_rows(&small.state()).remove(0);
        assert_eq!(
            (both.who.as_deref(), both.until),
            (Some("Beth / Carys"), Some(11))
        );
        assert_eq!(both.what, row.what);

        let draft = give(&small.state(), row.id, "Dilys", 14).unwrap();
        small.record(4, Role::Organiser, draft);
        let rows = promise_rows(&small.state());
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].who.as_deref(), rows[0].until),
            (Some("Dilys"), Some(14))
        );
    }
}
