//! What was promised at a door: whose it is, by which day, and whether it is done.

use super::dot::Dot;
use super::estate;
use super::event::Kind;
use super::fact::Fact;
use super::fold::{Entry, State};
use super::id::{FollowUpId, HouseholdId};

/// Something promised, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its id.
    pub id: FollowUpId,
    /// What was promised.
    pub what: String,
    /// Who does it; `None` where nobody has taken it on. Several where two organisers gave it to
    /// somebody else each.
    pub who: Option<String>,
    /// By which day: days since 1970-01-01.
    pub until: Option<i32>,
    /// Who says that it is done: the dot of each.
    pub done: Vec<Dot>,
}

impl Promise {
    /// It is not done, and its day has come (days since 1970-01-01).
    pub fn is_due(&self, today: i32) -> bool {
        self.done.is_empty() && self.until.is_some_and(|until| until <= today)
    }
}

/// Whether something promised to a household is due, and not done. Nobody is sent for what is
/// hidden from them.
pub fn is_due_at(state: &State, household: HouseholdId, today: i32) -> bool {
    let mut told = state.naming_as(Kind::FOLLOW_UP, household);
    told.any(|(dot, entry)| promise(state, dot, entry).is_some_and(|it| it.is_due(today)))
        && !estate::is_hidden(state, household)
}

/// The promise that an entry tells of, if it tells of one.
pub fn promise(state: &State, dot: Dot, entry: &Entry) -> Option<Promise> {
    let Ok(Some(Fact::FollowUp { what, who, by })) =
        Fact::read(entry.event.kind, &entry.event.body)
    else {
        return None;
    };
    let id = FollowUpId(dot);
    let (who, until) = match owners(state, id).as_slice() {
        [] => (who, by),
        given => as_given(given),
    };
    Some(Promise {
        id,
        what,
        who: who.filter(|who| !who.is_empty()),
        until,
        done: dones(state, id),
    })
}

/// Who was given it and by which day, each that stands.
pub fn owners(state: &State, id: FollowUpId) -> Vec<(Dot, Option<String>, Option<i32>)> {
    state
        .naming_as(Kind::TAKEN_ON, id)
        .filter_map(
            |(dot, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
                Ok(Some(Fact::TakenOn { who, by })) => Some((dot, who, by)),
                _ => None,
            },
        )
        .collect()
}

/// Everyone it was given to, and the first of the days.
fn as_given(given: &[(Dot, Option<String>, Option<i32>)]) -> (Option<String>, Option<i32>) {
    let mut names: Vec<&str> = given
        .iter()
        .filter_map(|(_, who, _)| who.as_deref())
        .collect();
    names.sort_unstable();
    names.dedup();
    let who = (!names.is_empty()).then(|| names.join(" / "));
    (who, given.iter().filter_map(|(_, _, by)| *by).min())
}

/// The events that say it is done.
pub fn dones(state: &State, id: FollowUpId) -> Vec<Dot> {
    let said = state.naming_as(Kind::DONE, id);
    said.map(|(dot, _)| dot).collect()
}
