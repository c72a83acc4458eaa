//! What lies in the stores: bytes, the first of which says how they are to be read.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::canvass::author::Author;
use crate::canvass::dot::LogId;
use crate::canvass::event::{Event, Run, encode_run};
use crate::canvass::stream::Stream;
use crate::client::clock::BrowserRng;
use crate::sync::certificate::{CampaignId, CertificateId};
use crate::sync::keys::{Secret, random_bytes};
use crate::sync::outbox::OwnLog;
use crate::sync::wire::RefusalCode;

/// A record that is not sealed: batches, which are sealed already, and everything where the
/// browser can keep no key.
const PLAIN: u8 = 1;
/// A record sealed with the data key: nonce (24 bytes), box.
const SEALED: u8 = 2;

/// A record that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A newer version of the app wrote it. It is kept.
    Newer,
    /// It does not open with the key here, or holds something else.
    Broken,
}

/// One of this device's own logs, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRecord {
    /// The log.
    pub log: LogId,
    /// The campaign it was written in.
    pub campaign: CampaignId,
    /// Who writes it, where, and under which certificate.
    pub author: Author,
    /// The number its next event gets.
    pub next: u64,
    /// The number up to which the endpoint has acknowledged it.
    pub acknowledged: u64,
    /// The hash of the batch that ends there.
    pub hash: [u8; 32],
    /// Why no more is written to it, where that is so.
    pub parked: Option<RefusalCode>,
}

impl LogRecord {
    /// A log nothing stands in yet.
    pub fn new(log: LogId, campaign: CampaignId, author: Author) -> LogRecord {
        LogRecord {
            log,
            campaign,
            author,
            next: 1,
            acknowledged: 0,
            hash: crate::sync::batch::NO_BATCH,
            parked: None,
        }
    }

    /// How many of its events the endpoint has not acknowledged, but for the first, by which nothing was recorded:
    /// it says who writes.
    pub fn unsent(&self) -> u64 {
        (self.next - 1).saturating_sub(self.acknowledged.max(1))
    }

    /// Its stream.
    pub fn stream(&self) -> Stream {
        self.author.stream
    }

    /// The certificate it is written under.
    pub fn certificate(&self) -> CertificateId {
        self.author.device
    }

    /// As the session knows it.
    pub fn own_log(&self) -> OwnLog {
        OwnLog {
            log: self.log,
            stream: self.stream(),
            certificate: self.certificate(),
            acknowledged: self.acknowledged,
            acknowledged_hash: self.hash,
            parked: self.parked,
        }
    }
}

/// The key of what stands in a log from a number on: log (8 bytes), number (8, big-endian), so
/// that a log's records lie together in their order.
pub fn log_key(log: LogId, first: u64) -> Vec<u8> {
    [log.0.as_slice(), &first.to_be_bytes()].concat()
}

/// The log and number of a key; `None` for one that is none.
pub fn read_log_key(key: &[u8]) -> Option<(LogId, u64)> {
    let (log, first) = key.split_at_checked(8)?;
    Some((
        LogId(log.try_into().ok()?),
        u64::from_be_bytes(first.try_into().ok()?),
    ))
}

/// A run of events as bytes, with how far the clock was known to be off. What people are shown is the batch's to
/// tell, which may have been measured since.
pub fn run_bytes(log: LogId, offset: i32, events: &[Event]) -> Vec<u8> {
    let events = events.to_vec();
    encode_run(log, &Run { offset, events })
}

/// Bytes that need no sealing, as a record.
pub fn plain(bytes: &[u8]) -> Vec<u8> {
    [&[PLAIN], bytes].concat()
}

/// Bytes of a store, under a key, as a record: sealed where there is a data key.
pub fn seal(data_key: Option<&Secret>, store: &str, key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Some(data_key) = data_key else {
        return plain(bytes);
    };
    let nonce: [u8; 24] = random_bytes(&mut BrowserRng);
    let sealed = XChaCha20Poly1305::new(&data_key.0.into()).encrypt(
        &XNonce::from(nonce),
        Payload {
            msg: bytes,
            aad: &place(store, key),
        },
    );
    #[expect(clippy::expect_used, reason = "it fails only past 256 GiB")]
    let sealed = sealed.expect("a record is under 256 GiB");
    [&[SEALED], nonce.as_slice(), &sealed].concat()
}

/// The bytes of a record.
///
/// # Errors
/// [`Unread`].
pub fn open(
    data_key: Option<&Secret>,
    store: &str,
    key: &[u8],
    record: &[u8],
) -> Result<Vec<u8>, Unread> {
    match record.split_first() {
        Some((&PLAIN, bytes)) => Ok(bytes.to_vec()),
        Some((&SEALED, rest)) => {
            let data_key = data_key.ok_or(Unread::Broken)?;
            let (nonce, sealed) = rest.split_first_chunk::<24>().ok_or(Unread::Broken)?;
            XChaCha20Poly1305::new(&data_key.0.into())
                .decrypt(
                    &XNonce::from(*nonce),
                    Payload {
                        msg: sealed,
                        aad: &place(store, key),
                    },
                )
                .map_err(|_| Unread::Broken)
        }
        Some(_) => Err(Unread::Newer),
        None => Err(Unread::Broken),
    }
}

/// Where a record lies: one moved elsewhere does not open.
fn place(store: &str, key: &[u8]) -> Vec<u8> {
    [store.as_bytes(), &[0], key].concat()
}

/// Plain data as bytes.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    crate::sync::wire::encode(value)
}

/// Plain data from bytes.
///
/// # Errors
/// [`Unread::Broken`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unread> {
    crate::sync::wire::decode(bytes).map_err(|_| Unread::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_back_to_its_log_and_number() {
        let log = LogId([3; 8]);
        assert_eq!(read_log_key(&log_key(log, 700)), Some((log, 700)));
        assert_eq!(read_log_key(&[1, 2, 3]), None);
        assert!(
            log_key(log, 2) < log_key(log, 300),
            "in the order of numbers"
        );
    }

    #[test]
    fn how_far_the_clock_was_off_stands_beside_what_was_recorded() {
        let log = LogId([3; 8]);
        for offset in [0, 90, -315_360_000] {
            let bytes = run_bytes(log, offset, &[]);
            let run = super::super::load::read_run(&log_key(log, 7), &bytes).unwrap();
            assert_eq!((run.log, run.first, run.offset), (log, 7, offset));
        }
    }

    #[test]
    fn a_newer_record_is_told_from_a_broken_one() {
        assert_eq!(open(None, EVENTS, b"k", &[9, 1, 2]), Err(Unread::Newer));
        assert_eq!(open(None, EVENTS, b"k", &[]), Err(Unread::Broken));
        assert_eq!(open(None, EVENTS, b"k", &[SEALED, 1]), Err(Unread::Broken));
        assert_eq!(open(None, EVENTS, b"k", &plain(b"x")), Ok(b"x".to_vec()));
    }

    const EVENTS: &str = super::super::schema::EVENTS;
}
