//! One person's several devices, as far as what they wrote has come: each says who writes in the first event
//! of its logs.

use std::collections::BTreeSet;

use super::author::PersonId;
use super::dot::LogId;
use super::fold::State;

/// That a person has other devices, as far as this one can know: what waits there, nobody else can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Others {
    /// When the newest was recorded that has come from them, seconds since 1970; none has, where it is `None`.
    pub newest: Option<i64>,
}

/// The other devices of a person, at `now` (seconds since 1970), for one of them that writes the logs `own`
/// and joined as a `second` one or did not. None is known before something of it has come, but for the one
/// that let this one in; and none that was taken off counts.
pub fn others(
    state: &State,
    person: PersonId,
    own: &BTreeSet<LogId>,
    second: bool,
    now: i64,
) -> Option<Others> {
    let theirs = state.logs().filter(|(id, log)| {
        let by_them = log.author.person == person;
        by_them && !own.contains(id)
    });
    let (off, on): (Vec<_>, Vec<_>) = theirs.partition(|(_, log)| state.is_revoked(&log.author));
    if on.is_empty() {
        return (second && off.is_empty()).then_some(Others { newest: None });
    }
    let on: BTreeSet<LogId> = on.into_iter().map(|(id, _)| id).collect();
    let of_them = state.entries().filter(|(dot, _)| on.contains(&dot.log));
    let newest = of_them
        .filter_map(|(dot, _)| state.shown_at(dot, now))
        .max();
    Some(Others { newest })
}

/// The name that a person goes by: `own`, as this device has it, or else, where it has none, as the first of
/// their devices to join says. Empty where none of them has written anything yet.
pub fn name(state: &State, person: PersonId, own: &str) -> String {
    if !own.is_empty() {
        return own.to_string();
    }
    let theirs = state.logs().filter(|(_, log)| log.author.person == person);
    let named = theirs.filter_map(|(id, log)| {
        let name = log.name.as_ref().filter(|name| !name.is_empty())?;
        Some((log.author.issued, id, name))
    });
    let first = named.min();
    first.map(|(_, _, name)| name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::{Author, CertificateId, Role};
    use crate::canvass::dot::{Dot, LogId};
    use crate::canvass::draft::Draft;
    use crate::canvass::fact::Fact;
    use crate::canvass::fold::Written;
    use crate::canvass::id::{HeadId, StairId};
    use crate::canvass::stream::Stream;

    const NERYS: PersonId = PersonId([1; 16]);
    const NOW: i64 = 1_773_077_400;

    /// A log of one of somebody's devices, with who writes and a note.
    fn log(n: u8, person: PersonId, issued: i64, name: &str) -> Written {
        let stream = Stream::Stair(StairId(Dot {
            log: LogId([5; 8]),
            seq: 1,
        }));
        let author = Author {
            device: CertificateId([n; 32]),
            line: Vec::new(),
            person,
            role: Role::Volunteer,
            issued,
            appointed: NOW,
            stream,
        };
        let writer = Fact::Writer {
            name: name.to_string(),
        };
        let note = Fact::Note {
            words: "made up".to_string(),
        };
        let events = [writer, note].map(|fact| Draft::new(stream, fact, Vec::new()).at(NOW));
        Written {
            log: LogId([n; 8]),
            author,
            first: 1,
            offset: 0,
            events: events.into(),
        }
    }

    #[test]
    fn other_devices_are_known_by_what_has_come_and_none_that_was_taken_off_counts() {
        let ours = BTreeSet::from([LogId([1; 8])]);
        let known =
            |logs: &[Written], second| others(&State::fold(logs), NERYS, &ours, second, NOW + 60);
        let this = log(1, NERYS, NOW, "Nerys");
        let olwen = log(4, PersonId([2; 16]), NOW, "Olwen");
        let alone = [this.clone(), olwen.clone()];
        assert_eq!(known(&alone, false), None);
        assert_eq!(known(&alone, true), Some(Others { newest: None }));
        let mut late = log(2, NERYS, NOW, "Nerys");
        late.events[1].at = NOW + 30;
        let both = [this.clone(), olwen.clone(), late.clone()];
        let newest = Some(NOW + 30);
        assert_eq!(known(&both, false), Some(Others { newest }));
        assert_eq!(known(&both, true), Some(Others { newest }));
        // A clock that runs ahead is shown no later than now.
        late.events[1].at = NOW + 9_000;
        let ahead = [this.clone(), late.clone()];
        assert_eq!(
            known(&ahead, false).and_then(|it| it.newest),
            Some(NOW + 60)
        );
        let mut desk = log(5, PersonId([3; 16]), NOW, "Rhian");
        desk.author.role = Role::Organiser;
        desk.author.stream = Stream::Board;
        let device = late.author.device;
        let head = HeadId(Dot {
            log: late.log,
            seq: 2,
        });
        let revoked = Draft::new(Stream::Board, Fact::Revoked { device }, vec![head.into()]);
        desk.events[1] = revoked.at(NOW);
        let taken_off = [this, desk, late];
        assert_eq!(known(&taken_off, false), None);
        assert_eq!(known(&taken_off, true), None);
    }

    #[test]
    fn a_device_without_a_name_goes_by_that_of_the_first_which_has_one() {
        let state = State::fold(&[
            log(1, NERYS, NOW + 2, "Nerys on the app"),
            log(2, NERYS, NOW + 1, "Nerys"),
            log(3, NERYS, NOW, ""),
            log(4, PersonId([2; 16]), NOW, "Olwen"),
        ]);
        assert_eq!(name(&state, NERYS, ""), "Nerys");
        assert_eq!(name(&state, NERYS, "N."), "N.");
        assert_eq!(name(&state, PersonId([3; 16]), ""), "");
    }
}
