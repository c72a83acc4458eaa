//! What was noted and promised at doors.

use super::report::door_of;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;

/// Something that was promised at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseRow {
    /// The door.
    pub door: DoorId,
    /// What was promised.
    pub what: String,
    /// Who does it; `None` where nobody has taken it on.
    pub who: Option<String>,
    /// By which day: days since 1970-01-01.
    pub until: Option<i32>,
    /// Who promised it.
    pub by: String,
}

impl PromiseRow {
    /// Somebody does it, by a day. What is not taken on is forgotten.
    pub fn is_taken_on(&self) -> bool {
        self.who.is_some() && self.until.is_some()
    }
}

/// A few words noted at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    /// The door.
    pub door: DoorId,
    /// The words.
    pub words: String,
    /// Who noted them.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// Every promise: first those nobody has taken on or that have no day, then by their day.
pub fn promise_rows(state: &State) -> Vec<PromiseRow> {
    let mut promises: Vec<PromiseRow> = state
        .of_kind(Kind::FOLLOW_UP)
        .filter_map(|(dot, entry)| {
            let Ok(Some(Fact::FollowUp { what, who, by })) =
                Fact::read(entry.event.kind, &entry.event.body)
            else {
                return None;
            };
            Some(PromiseRow {
                door: door_of(state, &entry.event.about)?,
                what,
                who: who.filter(|who| !who.is_empty()),
                until: by,
                by: estate::name_of(state, dot),
            })
        })
        .collect();
    promises.sort_by(|a, b| {
        let place = |row: &PromiseRow| (row.is_taken_on(), row.until, row.door);
        place(a).cmp(&place(b))
    });
    promises
}

/// Every note, newest first.
pub fn note_rows(state: &State) -> Vec<NoteRow> {
    let mut notes: Vec<NoteRow> = state
        .of_kind(Kind::NOTE)
        .filter_map(|(dot, entry)| {
            let Ok(Some(Fact::Note { words })) = Fact::read(entry.event.kind, &entry.event.body)
            else {
                return None;
            };
            Some(NoteRow {
                door: door_of(state, &entry.event.about)?,
                words,
                by: estate::name_of(state, dot),
                at: state.happened_at(dot)?,
            })
        })
        .collect();
    notes.sort_by(|a, b| b.at.cmp(&a.at).then(a.door.cmp(&b.door)));
    notes
}
