//! How a checkpoint is written down: postcard, what is visible of a log as a [run](super::super::event)
//! with the numbers beside it. docs/protocol.md, "Checkpoints".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Checkpoint, may_be_visible};
use crate::canvass::author::{Author, CertificateId};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::event::{Event, Kind, Run, decode_run, encode_run};
use crate::canvass::fold::{Entry, Log, State, Strike};
use crate::canvass::id::Id;
use crate::canvass::policy::policy;
use crate::canvass::stream::Stream;

/// The one format so far.
const FORMAT: u8 = 1;
/// The log of what is written as a run and stands in none: every log is named in full.
const NO_LOG: LogId = LogId([0; 8]);

/// A device's certificate, and by whom it is cut off in which logs.
type CutOffs = (CertificateId, Vec<(u64, Vec<(LogId, u64)>)>);

/// Why bytes are no checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// Not in the format, or with what no fold comes to.
    #[error("these bytes are not a checkpoint")]
    Malformed,
    /// In a format this version does not know.
    #[error("this checkpoint was written by a newer version of the app")]
    Newer,
    /// A log's certificate is not known, or may not write there.
    #[error("a log in this checkpoint was written by nobody who may")]
    UnknownAuthor,
}

#[derive(Serialize, Deserialize)]
struct Layout {
    format: u8,
    erasures: u64,
    logs: Vec<LogLayout>,
    /// A run of one event, about all erased ids.
    erased: Vec<u8>,
    /// By device: who cut it off (by the place of a log of theirs), and where.
    revoked: Vec<CutOffs>,
}

#[derive(Serialize, Deserialize)]
struct LogLayout {
    log: LogId,
    certificate: CertificateId,
    head: u64,
    hash: [u8; 32],
    name: Option<String>,
    visible: Part,
    /// Strikes, each as an event over its target.
    waiting: Part,
}

/// Some events of a log.
#[derive(Default, Serialize, Deserialize)]
struct Part {
    /// How much higher each one's number is than the one before; the first: than 0.
    gaps: Vec<u64>,
    /// How many in a row have the same offset, and that.
    offsets: Vec<(u64, i32)>,
    run: Vec<u8>,
}

impl Part {
    fn write<'a>(log: LogId, events: impl Iterator<Item = (u64, i32, &'a Event)>) -> Part {
        let mut part = Part::default();
        let (mut before, mut all) = (0, Vec::new());
        for (seq, offset, event) in events {
            part.gaps.push(seq - before);
            before = seq;
            match part.offsets.last_mut() {
                Some((count, same)) if *same == offset => *count += 1,
                _ => part.offsets.push((1, offset)),
            }
            all.push(event.clone());
        }
        if !all.is_empty() {
            let (offset, events) = (0, all);
            part.run = encode_run(log, &Run { offset, events });
        }
        part
    }

    fn read(self, log: LogId) -> Option<Vec<(u64, i32, Event)>> {
        if self.gaps.is_empty() {
            return (self.offsets.is_empty() && self.run.is_empty()).then(Vec::new);
        }
        let run = decode_run(log, &self.run).ok()?;
        let total = self
            .offsets
            .iter()
            .try_fold(0_u64, |sum, (n, _)| sum.checked_add(*n))?;
        if run.events.len() != self.gaps.len() || total != self.gaps.len() as u64 {
            return None;
        }
        let offsets = self
            .offsets
            .into_iter()
            .flat_map(|(count, offset)| (0..count).map(move |_| offset));
        let mut seq = 0_u64;
        let mut events = Vec::new();
        for ((gap, offset), event) in self.gaps.into_iter().zip(offsets).zip(run.events) {
            seq = seq.checked_add(gap)?;
            events.push((seq, offset, event));
        }
        Some(events)
    }
}

/// The strikes of each log that wait, by number, each as an event over its target.
fn waiting_by_log(state: &State) -> BTreeMap<LogId, Vec<(u64, Event)>> {
    let mut by_log: BTreeMap<LogId, BTreeMap<(u64, Dot), Event>> = BTreeMap::new();
    for (target, strikes) in &state.waiting {
        for (by, strike) in strikes {
            let event = Event {
                at: strike.at,
                kind: Kind::STRIKE,
                about: strike.about.clone(),
                over: vec![*target],
                body: Vec::new(),
            };
            by_log
                .entry(by.log)
                .or_default()
                .insert((by.seq, *target), event);
        }
    }
    let ordered = by_log.into_iter();
    ordered
        .map(|(log, all)| {
            (
                log,
                all.into_iter()
                    .map(|((seq, _), event)| (seq, event))
                    .collect(),
            )
        })
        .collect()
}

impl Checkpoint {
    /// As bytes: of equal checkpoints the same.
    pub fn encode(&self) -> Vec<u8> {
        let state = &self.state;
        let waiting = waiting_by_log(state);
        let none = Vec::new();
        let logs = state.logs.iter().map(|(log, known)| {
            let range = Dot { log: *log, seq: 0 }..=Dot {
                log: *log,
                seq: u64::MAX,
            };
            let visible = state.entries.range(range);
            let waiting = waiting.get(log).unwrap_or(&none);
            LogLayout {
                log: *log,
                certificate: known.author.device,
                head: known.head,
                hash: self.hashes.get(log).copied().unwrap_or_default(),
                name: known.name.clone(),
                visible: Part::write(
                    *log,
                    visible.map(|(dot, one)| (dot.seq, one.offset, &one.event)),
                ),
                waiting: Part::write(*log, waiting.iter().map(|(seq, event)| (*seq, 0, event))),
            }
        });
        let layout = Layout {
            format: FORMAT,
            erasures: self.erasures,
            logs: logs.collect(),
            erased: erased_run(state),
            revoked: self.revoked(),
        };
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        postcard::to_allocvec(&layout).expect("a checkpoint can be written")
    }

    fn revoked(&self) -> Vec<CutOffs> {
        let place = |author: &Author| {
            let mut logs = self.state.logs.values();
            // Who has cut somebody off has written on the board.
            logs.position(|log| log.author == *author)
                .map(|at| at as u64)
        };
        let said = self.state.revocations.said.iter();
        said.map(|(device, by)| {
            let by = by.iter().filter_map(|(author, heads)| {
                let heads = heads.iter().map(|(log, seq)| (*log, *seq));
                Some((place(author)?, heads.collect()))
            });
            (*device, by.collect())
        })
        .collect()
    }

    /// From bytes. `author` tells whose certificate that is, as a writer in this stream; `None`
    /// where it does not hold, or may not write there.
    ///
    /// # Errors
    /// [`LayoutError`].
    pub fn decode(
        stream: Stream,
        bytes: &[u8],
        author: impl FnMut(CertificateId) -> Option<Author>,
    ) -> Result<Checkpoint, LayoutError> {
        match bytes.first() {
            Some(&FORMAT) => {}
            Some(&format) if format > FORMAT => return Err(LayoutError::Newer),
            _ => return Err(LayoutError::Malformed),
        }
        let (layout, rest): (Layout, &[u8]) =
            postcard::take_from_bytes(bytes).map_err(|_| LayoutError::Malformed)?;
        if !rest.is_empty() || stream == Stream::Inner {
            return Err(LayoutError::Malformed);
        }
        let checkpoint = read(stream, layout, author)?;
        // Other bytes could decode to the same; only those it encodes to are it.
        match checkpoint.encode() == bytes && checkpoint.is_possible() {
            true => Ok(checkpoint),
            false => Err(LayoutError::Malformed),
        }
    }

    /// Whether a fold can have come to it.
    fn is_possible(&self) -> bool {
        let state = &self.state;
        let board = self.stream == Stream::Board;
        let waits = |(target, strikes): (&Dot, &BTreeMap<Dot, Strike>)| {
            let counted = state.logs.get(&target.log);
            let not_here = counted.is_none_or(|log| target.seq > log.head);
            let by_logs = strikes.keys().all(|by| {
                let log = state.logs.get(&by.log);
                log.is_some_and(|log| (1..=log.head).contains(&by.seq))
            });
            not_here && by_logs
        };
        state.logs.values().all(|log| log.head > 0)
            && state.logs.keys().all(|log| *log != NO_LOG)
            && state
                .entries
                .iter()
                .all(|(dot, entry)| may_be_visible(state, *dot, entry))
            && state.waiting.iter().all(waits)
            && (board || (state.erased.is_empty() && state.revocations.said.is_empty()))
    }
}

fn erased_run(state: &State) -> Vec<u8> {
    if state.erased.is_empty() {
        return Vec::new();
    }
    let event = Event {
        at: 0,
        kind: Kind::ERASED,
        about: state.erased.iter().copied().collect(),
        over: Vec::new(),
        body: Vec::new(),
    };
    let (offset, events) = (0, vec![event]);
    encode_run(NO_LOG, &Run { offset, events })
}

fn erased_ids(run: &[u8]) -> Result<Vec<Id>, LayoutError> {
    if run.is_empty() {
        return Ok(Vec::new());
    }
    let run = decode_run(NO_LOG, run).map_err(|_| LayoutError::Malformed)?;
    Ok(run
        .events
        .into_iter()
        .flat_map(|event| event.about)
        .collect())
}

fn read(
    stream: Stream,
    layout: Layout,
    mut author: impl FnMut(CertificateId) -> Option<Author>,
) -> Result<Checkpoint, LayoutError> {
    let mut state = State::default();
    let mut hashes = BTreeMap::new();
    let mut authors = Vec::new();
    for one in layout.logs {
        let writer = author(one.certificate).ok_or(LayoutError::UnknownAuthor)?;
        authors.push(writer.clone());
        let log = one.log;
        for (seq, offset, event) in one.visible.read(log).ok_or(LayoutError::Malformed)? {
            if policy(event.kind).is_none() {
                state.unknown.insert(stream);
            }
            state
                .entries
                .insert(Dot { log, seq }, Entry { event, offset });
        }
        for (seq, _, event) in one.waiting.read(log).ok_or(LayoutError::Malformed)? {
            let [target] = event.over[..] else {
                return Err(LayoutError::Malformed);
            };
            let strike = Strike {
                author: writer.clone(),
                at: event.at,
                about: event.about,
            };
            let strikes = state.waiting.entry(target).or_default();
            strikes.insert(Dot { log, seq }, strike);
        }
        hashes.insert(log, one.hash);
        let (author, head, name) = (writer, one.head, one.name);
        state.logs.insert(log, Log { author, head, name });
    }
    for id in erased_ids(&layout.erased)? {
        state.erase(id);
    }
    // The board's own are told, each by its id.
    if stream == Stream::Board && layout.erasures != state.erasures_in(stream) {
        return Err(LayoutError::Malformed);
    }
    for (device, by) in layout.revoked {
        let revokers = state.revocations.said.entry(device).or_default();
        for (place, heads) in by {
            let place = usize::try_from(place).map_err(|_| LayoutError::Malformed)?;
            let author = authors.get(place).ok_or(LayoutError::Malformed)?.clone();
            revokers.insert(author, heads.into_iter().collect());
        }
    }
    state.index();
    Ok(Checkpoint {
        stream,
        state,
        hashes,
        erasures: layout.erasures,
    })
}
