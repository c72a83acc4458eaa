//! Logs and dots: how an event is named.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::hex;

/// One device's numbered run of events in one stream under one certificate: 8 random bytes.
///
/// All zeroes is no log: stream names start with a log id, and the board's and inner's start
/// with zeroes (see [`Stream`](super::stream::Stream)).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId(pub [u8; 8]);

impl fmt::Debug for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In one go: files name two in each of their lines.
        let mut digits = [0; 16];
        f.write_str(hex::encode_in(&self.0, &mut digits))
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

impl fmt::Display for Dot {
    /// `<log in hex>-<seq>`: how a dot stands in an address of the app.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}-{}", self.log, self.seq)
    }
}

/// Why a text is no dot.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("this does not name an event")]
pub struct NoDot;

impl FromStr for Dot {
    type Err = NoDot;

    fn from_str(text: &str) -> Result<Dot, NoDot> {
        let (log, seq) = text.split_once('-').ok_or(NoDot)?;
        Ok(Dot {
            log: LogId(hex::decode(log).ok_or(NoDot)?),
            seq: seq.parse().map_err(|_| NoDot)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_reads_back_from_an_address() {
        let dot = Dot {
            log: LogId([0, 1, 2, 3, 0xfc, 0xfd, 0xfe, 0xff]),
            seq: 18_446_744_073_709_551_615,
        };
        assert_eq!(dot.to_string().parse(), Ok(dot));
        for text in ["", "-", "00-1", "0001020304050607-", "000102030405060g-1"] {
            assert_eq!(text.parse::<Dot>(), Err(NoDot), "{text}");
        }
    }
}
