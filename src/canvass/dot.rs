//! Logs and dots: how an event is named.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One device's numbered run of events in one stream under one certificate: 8 random bytes.
///
/// All zeroes is no log: stream names start with a log id, and the board's and inner's start
/// with zeroes (see [`Stream`](super::stream::Stream)).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId(pub [u8; 8]);

impl fmt::Debug for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// An event's only name: its log, and its number in it, gap-free from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dot {
    /// The log the event stands in.
    pub log: LogId,
    /// Its place in that log, from 1.
    pub seq: u64,
}

impl fmt::Debug for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}.{}", self.log, self.seq)
    }
}
