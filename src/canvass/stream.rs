//! Streams: what is read and written under one key.

use serde::{Deserialize, Serialize};

use super::dot::{Dot, LogId};
use super::id::StairId;

/// What is read and written under one key.
///
/// A door lives in its stair's stream for ever, so a strike always finds its target in the same
/// stream, whatever turf the door is in tonight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stream {
    /// Script, turfs, counts, revocations, erased ids. Members read, organisers write.
    Board,
    /// Contacts, nominations, ended shifts. All write, organisers read, event by event.
    Inner,
    /// One stair: its doors, knocks, answers. Those granted it read and write.
    Stair(StairId),
}

impl Stream {
    /// The stream's name on the wire, 16 bytes: zeroes for the board, a lone 1 for inner, and
    /// for a stair its id: log (8 bytes) and sequence number (8 bytes, big-endian).
    pub fn name(self) -> [u8; 16] {
        let mut name = [0; 16];
        match self {
            Stream::Board => {}
            Stream::Inner => name[15] = 1,
            Stream::Stair(StairId(dot)) => {
                name[..8].copy_from_slice(&dot.log.0);
                name[8..].copy_from_slice(&dot.seq.to_be_bytes());
            }
        }
        name
    }

    /// The stream a wire name means; `None` for a name that no stream can have.
    pub fn from_name(name: [u8; 16]) -> Option<Stream> {
        let mut log = [0; 8];
        let mut seq = [0; 8];
        log.copy_from_slice(&name[..8]);
        seq.copy_from_slice(&name[8..]);
        let seq = u64::from_be_bytes(seq);
        match (log == [0; 8], seq) {
            (true, 0) => Some(Stream::Board),
            (true, 1) => Some(Stream::Inner),
            (true, _) | (false, 0) => None,
            (false, seq) => Some(Stream::Stair(StairId(Dot {
                log: LogId(log),
                seq,
            }))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_stream() {
        let stair = Stream::Stair(StairId(Dot {
            log: LogId([7; 8]),
            seq: 300,
        }));
        for stream in [Stream::Board, Stream::Inner, stair] {
            assert_eq!(Stream::from_name(stream.name()), Some(stream));
        }
    }

    #[test]
    fn a_name_no_stream_has_is_none() {
        let mut name = [0; 16];
        name[15] = 2;
        assert_eq!(Stream::from_name(name), None);
        assert_eq!(
            Stream::from_name([9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            None
        );
    }
}
