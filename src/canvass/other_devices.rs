//! One person's several devices, as far as what they wrote has come: each says who writes in the first event
//! of its logs.

use super::author::PersonId;
use super::fold::State;

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
    use crate::canvass::id::StairId;
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
