//! What an organiser's device says it has merged.

use std::collections::BTreeMap;

use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::estate::counted_through;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{HeadId, Id};
use crate::canvass::stream::Stream;

/// The `counted` events due: for each stair (and for inner, on the board) the logs merged further
/// than anyone has said, with the hash of the batch that ends there. Logs that hold nothing but
/// counts are no reason to count, or two organisers would answer each other for ever.
pub fn due(
    state: &State,
    heads: impl IntoIterator<Item = (LogId, Stream, u64, [u8; 32])>,
) -> Vec<Draft> {
    let mut streams: BTreeMap<Stream, (Vec<Id>, Vec<[u8; 32]>)> = BTreeMap::new();
    for (log, stream, seq, hash) in heads {
        let target = match stream {
            Stream::Board => continue,
            Stream::Inner => Stream::Board,
            stair => stair,
        };
        if merged_here(state, log) < seq
            || counted_through(state, log) >= seq
            || !worth_counting(state, log)
        {
            continue;
        }
        let (about, hashes) = streams.entry(target).or_default();
        about.push(HeadId(Dot { log, seq }).into());
        hashes.push(hash);
    }
    streams
        .into_iter()
        .map(|(stream, (about, hashes))| Draft::new(stream, Fact::Counted { hashes }, about))
        .collect()
}

fn merged_here(state: &State, log: LogId) -> u64 {
    state.log(log).map_or(0, |log| log.head)
}

/// Whether the log's newest events are anything but counts.
fn worth_counting(state: &State, log: LogId) -> bool {
    let counted = counted_through(state, log);
    let head = merged_here(state, log);
    (counted + 1..=head).any(|seq| {
        state.entry(Dot { log, seq }).is_none_or(|entry| {
            entry.event.kind != Kind::COUNTED && entry.event.kind != Kind::WRITER
        })
    })
}
