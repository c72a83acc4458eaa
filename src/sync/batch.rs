//! Batches: events of one log, sealed and signed together.
//!
//! On the wire: `version, log, first, count, opening?, key id, nonce, box, signature`. What is
//! signed and authenticated covers besides, unsent, the campaign, the stream, the device's
//! certificate and the hash of the log's previous batch; so a log's newest signature vouches
//! for all before. docs/protocol.md, "Batches".

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::certificate::{CampaignId, CertificateId};
use super::epoch::{KeyId, key_id};
use super::keys::{OwnKeys, Secret, SignPublic, Signed, random_bytes, sha256, verify};
use crate::canvass::dot::LogId;
use crate::canvass::event::{Run, RunError, decode_run, encode_run};
use crate::canvass::stream::Stream;

/// What a signature on a batch is for.
const PURPOSE: &str = "batch";
/// A box's plain text is padded to a multiple of this, so that its size tells less.
const PAD: usize = 64;
/// No batch holds more events.
pub const MOST_EVENTS: usize = 500;
/// A phone closes a batch before its box's plain text passes this, in bytes.
pub const FULL_BATCH: usize = 48 * 1024;
/// No batch is larger on the wire, in bytes.
pub const LARGEST_BATCH: usize = 64 * 1024;
/// No box holds more once inflated, in bytes.
pub const LARGEST_RUN: usize = 512 * 1024;

/// The hash of a log's previous batch where there is none.
pub const NO_BATCH: [u8; 32] = [0; 32];

/// What a log's first batch says of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The stream's name.
    pub stream: [u8; 16],
    /// The certificate it is written under.
    pub certificate: CertificateId,
}

/// A sealed batch, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    version: u8,
    /// The log.
    pub log: LogId,
    /// The number of its first event.
    pub first: u64,
    /// How many events.
    pub count: u16,
    /// In a log's first batch: what the log is.
    pub opening: Option<Opening>,
    /// Which key opens it.
    pub key: KeyId,
    nonce: [u8; 24],
    sealed: Vec<u8>,
    signature: ([u8; 32], [u8; 32]),
}

/// What a batch is sealed in: authenticated with it, never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The campaign.
    pub campaign: CampaignId,
    /// The log's stream.
    pub stream: Stream,
    /// The certificate the log is written under.
    pub certificate: CertificateId,
    /// The hash of the log's previous batch, or [`NO_BATCH`].
    pub previous: [u8; 32],
}

/// Why bytes are not a batch, or a batch does not open.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum BatchError {
    /// Not a batch, or with bytes left over.
    #[error("these bytes are not a batch")]
    Malformed,
    /// Larger than any batch may be.
    #[error("this batch is too large")]
    TooLarge,
    /// It holds no events, or more than a batch may, or names log or number that cannot be.
    #[error("this batch holds no events, too many, or impossible numbers")]
    BadCount,
    /// Not under this key, or changed, or not where it says it belongs.
    #[error("this batch does not open with the keys here")]
    DoesNotOpen,
    /// Opened, but not a run of events, or not as many as it says.
    #[error("this batch holds something other than what it says")]
    BadRun,
    /// Opened, but written by a newer version.
    #[error("this batch was written by a newer version of the app")]
    NewerFormat,
}

impl Batch {
    /// Seals a run of events that follows what `context.previous` hashes.
    ///
    /// # Errors
    /// [`BatchError::BadCount`] or [`BatchError::TooLarge`] where it is no batch's size.
    pub fn seal(
        log: LogId,
        first: u64,
        run: &Run,
        context: &Context,
        key: &Secret,
        signer: &OwnKeys,
        rng: &mut impl CryptoRng,
    ) -> Result<Batch, BatchError> {
        let count = u16::try_from(run.events.len()).map_err(|_| BatchError::BadCount)?;
        let mut batch = Batch {
            version: 1,
            log,
            first,
            count,
            opening: (first == 1).then(|| Opening {
                stream: context.stream.name(),
                certificate: context.certificate,
            }),
            key: key_id(key),
            nonce: random_bytes(rng),
            sealed: Vec::new(),
            signature: ([0; 32], [0; 32]),
        };
        batch.check_numbers()?;
        let bytes = encode_run(log, run);
        if bytes.len() > LARGEST_RUN {
            return Err(BatchError::TooLarge);
        }
        let plain = pad(&bytes);
        let header = batch.header(context);
        batch.sealed = XChaCha20Poly1305::new(&key.0.into())
            .encrypt(
                &XNonce::from(batch.nonce),
                Payload {
                    msg: &plain,
                    aad: &header,
                },
            )
            .map_err(|_| BatchError::TooLarge)?;
        let signed = signer
            .sign(PURPOSE, &[&header, &batch.nonce, &batch.sealed])
            .0;
        batch.signature.0.copy_from_slice(&signed[..32]);
        batch.signature.1.copy_from_slice(&signed[32..]);
        if batch.to_bytes().len() > LARGEST_BATCH {
            return Err(BatchError::TooLarge);
        }
        Ok(batch)
    }

    /// Whether it is signed by this key, in this context.
    #[must_use]
    pub fn signed_by(&self, key: SignPublic, context: &Context) -> bool {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&self.signature.0);
        signature[32..].copy_from_slice(&self.signature.1);
        self.opens_as(context)
            && verify(
                key,
                PURPOSE,
                &[&self.header(context), &self.nonce, &self.sealed],
                &Signed(signature),
            )
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`BatchError`].
    pub fn open(&self, context: &Context, key: &Secret) -> Result<Run, BatchError> {
        if !self.opens_as(context) {
            return Err(BatchError::DoesNotOpen);
        }
        let header = self.header(context);
        let plain = XChaCha20Poly1305::new(&key.0.into())
            .decrypt(
                &XNonce::from(self.nonce),
                Payload {
                    msg: &self.sealed,
                    aad: &header,
                },
            )
            .map_err(|_| BatchError::DoesNotOpen)?;
        let run =
            decode_run(self.log, &unpad(&plain, LARGEST_RUN)?).map_err(|error| match error {
                RunError::Malformed => BatchError::BadRun,
                RunError::NewerFormat => BatchError::NewerFormat,
            })?;
        if run.events.len() == usize::from(self.count) {
            Ok(run)
        } else {
            Err(BatchError::BadRun)
        }
    }

    /// The number of its last event.
    pub fn last(&self) -> u64 {
        self.first + u64::from(self.count) - 1
    }

    /// As bytes. What it hashes to, and what is sent, always.
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        postcard::to_allocvec(self).expect("a batch can be written")
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`BatchError`] where they are not exactly one batch that could be.
    pub fn from_bytes(bytes: &[u8]) -> Result<Batch, BatchError> {
        if bytes.len() > LARGEST_BATCH {
            return Err(BatchError::TooLarge);
        }
        match postcard::take_from_bytes::<Batch>(bytes) {
            // Other bytes could decode to the same batch; only the bytes it encodes to are it.
            Ok((batch, [])) if batch.version == 1 && batch.to_bytes() == bytes => {
                batch.check_numbers()?;
                Ok(batch)
            }
            _ => Err(BatchError::Malformed),
        }
    }

    /// The hash of an encoded batch: what the log's next one covers.
    pub fn hash(bytes: &[u8]) -> [u8; 32] {
        sha256(bytes)
    }

    fn check_numbers(&self) -> Result<(), BatchError> {
        let opens = self.opening.is_some();
        let possible = self.count >= 1
            && usize::from(self.count) <= MOST_EVENTS
            && self.first >= 1
            && self.first.checked_add(u64::from(self.count)).is_some()
            && self.log.0 != [0; 8]
            && opens == (self.first == 1);
        if possible {
            Ok(())
        } else {
            Err(BatchError::BadCount)
        }
    }

    /// Whether what a first batch says of its log is what the context says. The header covers
    /// the context, so this covers what is sent.
    fn opens_as(&self, context: &Context) -> bool {
        self.opening.is_none_or(|opening| {
            opening.stream == context.stream.name() && opening.certificate == context.certificate
        })
    }

    fn header(&self, context: &Context) -> Vec<u8> {
        [
            super::keys::PRODUCT.as_bytes(),
            &context.campaign.0,
            &context.stream.name(),
            &context.certificate.0,
            &context.previous,
            &self.log.0,
            &self.first.to_be_bytes(),
            &self.count.to_be_bytes(),
            &self.key.0,
        ]
        .concat()
    }
}

/// Deflates if smaller, and pads: a byte (0 plain, 1 deflated), the length (4 bytes,
/// big-endian), the data, zeroes.
pub(super) fn pad(run: &[u8]) -> Vec<u8> {
    let deflated = miniz_oxide::deflate::compress_to_vec(run, 6);
    let (flag, data) = if deflated.len() < run.len() {
        (1, deflated.as_slice())
    } else {
        (0, run)
    };
    let mut plain = vec![flag];
    #[expect(
        clippy::expect_used,
        reason = "a run or a checkpoint's state is at most 8 MiB"
    )]
    let length = u32::try_from(data.len()).expect("what is padded is under 4 GiB");
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(data);
    plain.resize(plain.len().next_multiple_of(PAD), 0);
    plain
}

/// Takes a run's bytes, or a state's, out of what stands in an open box; as many as `most`, however small
/// they were deflated.
///
/// # Errors
/// [`BatchError::BadRun`] where it is not laid out so.
pub fn unpad(plain: &[u8], most: usize) -> Result<Vec<u8>, BatchError> {
    let (flag, rest) = plain.split_first().ok_or(BatchError::BadRun)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(BatchError::BadRun)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| BatchError::BadRun)?;
    let (data, padding) = rest.split_at_checked(length).ok_or(BatchError::BadRun)?;
    if padding.len() >= PAD || padding.iter().any(|byte| *byte != 0) {
        return Err(BatchError::BadRun);
    }
    match flag {
        0 => Ok(data.to_vec()),
        1 => miniz_oxide::inflate::decompress_to_vec_with_limit(data, most)
            .map_err(|_| BatchError::BadRun),
        _ => Err(BatchError::BadRun),
    }
}
