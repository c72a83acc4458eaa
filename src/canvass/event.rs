//! Events, and how a run of them is written down inside a box.
//!
//! An event is `{at, kind, about, over, body}`. The body is length-prefixed, so a device skips
//! and keeps what it does not know; a kind's shape never changes, and decoding consumes every
//! byte (docs/protocol.md, "Events").

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::dot::{Dot, LogId};
use super::id::{Id, Sort};

/// The number of a kind of event. The table is in `docs/protocol.md`; see
/// [`fact`](super::fact) for those this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Kind(pub u16);

/// An immutable fact, as its author wrote it. Which log and number it has is told beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Event {
    /// When, by the author's clock: seconds since 1970. For people; nothing is decided by it.
    pub at: i64,
    /// What kind of fact.
    pub kind: Kind,
    /// The things it concerns. For a register: the subject and the facet, compared whole.
    pub about: Vec<Id>,
    /// The dots it strikes.
    pub over: Vec<Dot>,
    /// The rest, in the kind's own shape.
    pub body: Vec<u8>,
}

impl Event {
    /// The household that this event ends, and so begins another after: the first it is about,
    /// where it is a `moved` or `erased`. Only the first, or one event about many would make one
    /// household of the people who come to live behind all their doors.
    pub fn ends_household(&self) -> Option<Id> {
        let ends = [Kind::MOVED, Kind::ERASED].contains(&self.kind);
        let mut households = self.about.iter().filter(|id| id.is_household());
        households.next().copied().filter(|_| ends)
    }
}

/// A run of events of one log, as it lies in a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Endpoint's clock less the author's, in seconds, as measured at the last sync.
    pub offset: i32,
    /// The events, gap-free in the order of their numbers.
    pub events: Vec<Event>,
}

/// Events of one log as they are to stand in another, from `first` on. What they name of each other
/// is found under its new number, or what one phone undid would stand again, and what it wrote of
/// a household that one of them began would be about nobody. Heads stay: they say what was there.
pub fn renumbered(from: LogId, events: &[(u64, Event)], first: Dot) -> Vec<Event> {
    let there = (first.seq..).map(|seq| Dot { seq, ..first });
    let here = events.iter().map(|(seq, _)| Dot {
        log: from,
        seq: *seq,
    });
    let moved: BTreeMap<Dot, Dot> = here.zip(there).collect();
    let now = |dot: Dot| moved.get(&dot).copied().unwrap_or(dot);
    events
        .iter()
        .map(|(_, event)| Event {
            about: event
                .about
                .iter()
                .map(|id| match *id {
                    Id::Named(sort, dot) if sort != Sort::HEAD => Id::Named(sort, now(dot)),
                    other => other,
                })
                .collect(),
            over: event.over.iter().map(|dot| now(*dot)).collect(),
            ..event.clone()
        })
        .collect()
}

/// Why bytes are not a run of events.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum RunError {
    /// Not in the format, or with bytes left over.
    #[error("these bytes are not a run of events")]
    Malformed,
    /// Written by a format this version does not know.
    #[error("this run of events was written by a newer version of the app")]
    NewerFormat,
}

/// The one format so far.
const FORMAT: u8 = 1;

/// How a run is laid out: postcard, logs listed once, dots as pairs of small numbers.
#[derive(Serialize, Deserialize)]
struct Layout {
    format: u8,
    offset: i32,
    /// `at` of the first event; the others say how much later they are.
    base: i64,
    /// The logs named inside; index 0 is the run's own log, index n is `logs[n - 1]`.
    logs: Vec<LogId>,
    events: Vec<EventLayout>,
}

#[derive(Serialize, Deserialize)]
struct EventLayout {
    later: i64,
    kind: u16,
    about: Vec<(u8, u64, u64)>,
    over: Vec<(u64, u64)>,
    body: Vec<u8>,
}

/// Writes a run of events of `log`.
pub fn encode_run(log: LogId, run: &Run) -> Vec<u8> {
    let mut logs = LogTable::new(log);
    let mut before = run.events.first().map_or(0, |event| event.at);
    let base = before;
    let events = run
        .events
        .iter()
        .map(|event| {
            let later = event.at.wrapping_sub(before);
            before = event.at;
            EventLayout {
                later,
                kind: event.kind.0,
                about: event.about.iter().map(|id| logs.id(id)).collect(),
                over: event.over.iter().map(|dot| logs.dot(dot)).collect(),
                body: event.body.clone(),
            }
        })
        .collect();
    let layout = Layout {
        format: FORMAT,
        offset: run.offset,
        base,
        logs: logs.listed,
        events,
    };
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    postcard::to_allocvec(&layout).expect("a run of events can be written")
}

/// Reads a run of events of `log`.
///
/// # Errors
/// [`RunError`] where the bytes are not exactly one run in a format this version knows.
pub fn decode_run(log: LogId, bytes: &[u8]) -> Result<Run, RunError> {
    match bytes.first() {
        Some(&FORMAT) => {}
        Some(&format) if format > FORMAT => return Err(RunError::NewerFormat),
        _ => return Err(RunError::Malformed),
    }
    let (layout, rest): (Layout, &[u8]) =
        postcard::take_from_bytes(bytes).map_err(|_| RunError::Malformed)?;
    if !rest.is_empty() {
        return Err(RunError::Malformed);
    }
    let mut at = layout.base;
    let mut events = Vec::with_capacity(layout.events.len());
    for written in layout.events {
        at = at.wrapping_add(written.later);
        let about = written
            .about
            .into_iter()
            .map(|triple| read_id(log, &layout.logs, triple))
            .collect::<Result<_, _>>()?;
        let over = written
            .over
            .into_iter()
            .map(|pair| read_dot(log, &layout.logs, pair))
            .collect::<Result<_, _>>()?;
        events.push(Event {
            at,
            kind: Kind(written.kind),
            about,
            over,
            body: written.body,
        });
    }
    Ok(Run {
        offset: layout.offset,
        events,
    })
}

/// The logs a run names, in the order it first names them.
struct LogTable {
    own: LogId,
    listed: Vec<LogId>,
    index: BTreeMap<LogId, u64>,
}

impl LogTable {
    fn new(own: LogId) -> Self {
        LogTable {
            own,
            listed: Vec::new(),
            index: BTreeMap::new(),
        }
    }

    fn dot(&mut self, dot: &Dot) -> (u64, u64) {
        if dot.log == self.own {
            return (0, dot.seq);
        }
        let listed = &mut self.listed;
        let index = *self.index.entry(dot.log).or_insert_with(|| {
            listed.push(dot.log);
            listed.len() as u64
        });
        (index, dot.seq)
    }

    fn id(&mut self, id: &Id) -> (u8, u64, u64) {
        match id {
            Id::Named(sort, dot) => {
                let (log, seq) = self.dot(dot);
                (sort.0, log, seq)
            }
            Id::Numbered(sort, number) => (sort.0, *number, 0),
        }
    }
}

fn read_dot(own: LogId, logs: &[LogId], (index, seq): (u64, u64)) -> Result<Dot, RunError> {
    let log = match index {
        0 => own,
        n => *usize::try_from(n - 1)
            .ok()
            .and_then(|n| logs.get(n))
            .ok_or(RunError::Malformed)?,
    };
    Ok(Dot { log, seq })
}

fn read_id(own: LogId, logs: &[LogId], (sort, a, b): (u8, u64, u64)) -> Result<Id, RunError> {
    let sort = Sort(sort);
    if sort.names_a_dot() {
        Ok(Id::Named(sort, read_dot(own, logs, (a, b))?))
    } else if b == 0 {
        Ok(Id::Numbered(sort, a))
    } else {
        Err(RunError::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_log() -> impl Strategy<Value = LogId> {
        (0u8..4).prop_map(|n| LogId([n; 8]))
    }

    fn any_dot() -> impl Strategy<Value = Dot> {
        (any_log(), any::<u64>()).prop_map(|(log, seq)| Dot { log, seq })
    }

    fn any_id() -> impl Strategy<Value = Id> {
        (any::<u8>(), any_dot(), any::<u64>()).prop_map(|(sort, dot, number)| {
            let sort = Sort(sort);
            if sort.names_a_dot() {
                Id::Named(sort, dot)
            } else {
                Id::Numbered(sort, number)
            }
        })
    }

    fn any_event() -> impl Strategy<Value = Event> {
        (
            any::<i64>(),
            any::<u16>(),
            prop::collection::vec(any_id(), 0..3),
            prop::collection::vec(any_dot(), 0..3),
            prop::collection::vec(any::<u8>(), 0..40),
        )
            .prop_map(|(at, kind, about, over, body)| Event {
                at,
                kind: Kind(kind),
                about,
                over,
                body,
            })
    }

    proptest! {
        #[test]
        fn a_run_reads_back_as_it_was_written_kinds_unknown_or_not(
            log in any_log(),
            offset in any::<i32>(),
            events in prop::collection::vec(any_event(), 0..8),
        ) {
            let run = Run { offset, events };
            prop_assert_eq!(decode_run(log, &encode_run(log, &run)), Ok(run));
        }

        #[test]
        fn any_bytes_are_read_or_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = bytes;
            if let Some(first) = bytes.first_mut() { *first = FORMAT; }
            let _ = decode_run(LogId([1; 8]), &bytes);
        }

        #[test]
        fn a_byte_too_many_is_refused(events in prop::collection::vec(any_event(), 0..4), more in any::<u8>()) {
            let log = LogId([1; 8]);
            let mut bytes = encode_run(log, &Run { offset: 0, events });
            bytes.push(more);
            prop_assert_eq!(decode_run(log, &bytes), Err(RunError::Malformed));
        }
    }

    #[test]
    fn what_moves_to_another_log_goes_on_naming_what_moves_with_it() {
        let (old, new) = (LogId([1; 8]), LogId([2; 8]));
        let dot = |log, seq| Dot { log, seq };
        let event = |about: Vec<Id>, over: Vec<Dot>| Event {
            at: 7,
            kind: Kind::KNOCK,
            about,
            over,
            body: vec![1],
        };
        let since = |dot| Id::Named(Sort::LATER_HOUSEHOLD, dot);
        let head = |dot| Id::Named(Sort::HEAD, dot);
        let stays = [since(dot(old, 3)), head(dot(old, 4)), since(dot(new, 4))];
        let moving = [
            (4, event(stays.to_vec(), vec![dot(old, 3)])),
            (6, event(vec![since(dot(old, 4))], vec![dot(old, 4)])),
        ];
        let moved = renumbered(old, &moving, dot(new, 9));
        let last = event(vec![since(dot(new, 9))], vec![dot(new, 9)]);
        assert_eq!(moved, [moving[0].1.clone(), last]);
    }

    #[test]
    fn a_newer_format_is_named_as_such() {
        assert_eq!(
            decode_run(LogId([1; 8]), &[2, 0]),
            Err(RunError::NewerFormat)
        );
    }
}
