//! Checkpoints as they travel: sealed for whoever reads the stream, signed by the organiser's device
//! that made them. docs/protocol.md, "Checkpoints".
//!
//! One stands in the campaign's order like a batch, and takes the place of its stream's batches
//! before it; the first byte tells which it is.

use std::collections::BTreeMap;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::batch::{pad, unpad};
use super::certificate::{CampaignId, CertificateId};
use super::epoch::{KeyId, key_id};
use super::keys::{OwnKeys, PRODUCT, Secret, SignPublic, Signed, derive, random_bytes, verify};
use super::wire::Cursor;
use crate::canvass::checkpoint::{Checkpoint, NoCheckpoint};
use crate::canvass::dot::LogId;
use crate::canvass::stream::Stream;

/// What a signature on a checkpoint is for.
const PURPOSE: &str = "checkpoint";
/// What a stream's key is derived for, to seal its checkpoints with.
const KEY_PURPOSE: &str = "checkpoint key";
/// A batch's is 1.
const VERSION: u8 = 2;
/// No checkpoint is larger on the wire, in bytes: it has to fit into a request.
pub const LARGEST_CHECKPOINT: usize = 768 * 1024;
/// No box holds more once inflated, in bytes.
const LARGEST_STATE: usize = 8 * 1024 * 1024;

/// A sealed checkpoint, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedCheckpoint {
    version: u8,
    /// Its stream's name.
    pub stream: [u8; 16],
    /// The certificate of the organiser's device that made it.
    pub certificate: CertificateId,
    /// How far that device had pulled: everything before is in it, and nothing of the board after
    /// was there when it was taken.
    pub upto: Cursor,
    /// Which of the stream's keys its own is derived from.
    pub key: KeyId,
    nonce: [u8; 24],
    sealed: Vec<u8>,
    signature: ([u8; 32], [u8; 32]),
}

/// Why a checkpoint is not made, or bytes are none, or it does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// Not a sealed checkpoint, or with bytes left over.
    #[error("these bytes are not a checkpoint")]
    Malformed,
    /// Larger than any may be.
    #[error("this checkpoint is too large")]
    TooLarge,
    /// Not under this key, or changed, or not where it says it belongs.
    #[error("this checkpoint does not open with the keys here")]
    DoesNotOpen,
    /// None can be made now.
    #[error(transparent)]
    None(#[from] NoCheckpoint),
}

/// What has come of a stream since its last checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Batches.
    pub batches: u64,
    /// Events in them.
    pub events: u64,
    /// How many ids that concern the stream were erased when that was made.
    pub erasures: u64,
    /// How far its author had pulled; 0 where there is none.
    pub upto: u64,
}

/// How far each log of a stream was read, and the hash of the batch that ends there.
pub type Heads = BTreeMap<LogId, (u64, [u8; 32])>;

/// A stream is replaced once so many batches have come since: one evening's are fewer.
const MANY: u64 = 50;

impl Past {
    /// Whether so much has come that a checkpoint may be [worth it](Past::is_worth_it).
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.batches >= MANY
    }

    /// Whether a checkpoint of so many visible entries is worth it: everyone fetches one, so as much
    /// must have come since the last as it holds. Then what is fetched of checkpoints is never more
    /// than what is fetched of batches.
    #[must_use]
    pub fn is_worth_it(&self, entries: usize) -> bool {
        self.is_long() && self.events >= entries as u64
    }
}

impl SealedCheckpoint {
    /// Whether bytes that stand where batches do are a checkpoint.
    #[must_use]
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.first() == Some(&VERSION)
    }

    /// Seals a checkpoint with its stream's key, as the device of this certificate and these keys,
    /// which has pulled up to `upto`.
    ///
    /// # Errors
    /// [`CheckpointError::TooLarge`].
    pub fn seal(
        campaign: CampaignId,
        checkpoint: &Checkpoint,
        upto: Cursor,
        key: &Secret,
        (certificate, signer): (CertificateId, &OwnKeys),
        rng: &mut impl CryptoRng,
    ) -> Result<SealedCheckpoint, CheckpointError> {
        let mut sealed = SealedCheckpoint {
            version: VERSION,
            stream: checkpoint.stream().name(),
            certificate,
            upto,
            key: key_id(key),
            nonce: random_bytes(rng),
            sealed: Vec::new(),
            signature: ([0; 32], [0; 32]),
        };
        let bytes = checkpoint.encode();
        if bytes.len() > LARGEST_STATE {
            return Err(CheckpointError::TooLarge);
        }
        let header = sealed.header(campaign);
        let payload = Payload {
            msg: &pad(&bytes),
            aad: &header,
        };
        sealed.sealed = cipher(key)
            .encrypt(&XNonce::from(sealed.nonce), payload)
            .map_err(|_| CheckpointError::TooLarge)?;
        let parts: [&[u8]; 3] = [&header, &sealed.nonce, &sealed.sealed];
        let signed = signer.sign(PURPOSE, &parts).0;
        sealed.signature.0.copy_from_slice(&signed[..32]);
        sealed.signature.1.copy_from_slice(&signed[32..]);
        match sealed.to_bytes().len() <= LARGEST_CHECKPOINT {
            true => Ok(sealed),
            false => Err(CheckpointError::TooLarge),
        }
    }

    /// Whether it is signed by this key.
    #[must_use]
    pub fn signed_by(&self, campaign: CampaignId, key: SignPublic) -> bool {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&self.signature.0);
        signature[32..].copy_from_slice(&self.signature.1);
        let header = self.header(campaign);
        let parts: [&[u8]; 3] = [&header, &self.nonce, &self.sealed];
        verify(key, PURPOSE, &parts, &Signed(signature))
    }

    /// Opens it with its stream's key: an encoded [`Checkpoint`].
    ///
    /// # Errors
    /// [`CheckpointError::DoesNotOpen`] or [`CheckpointError::Malformed`].
    pub fn open(&self, campaign: CampaignId, key: &Secret) -> Result<Vec<u8>, CheckpointError> {
        let payload = Payload {
            msg: &self.sealed,
            aad: &self.header(campaign),
        };
        let plain = cipher(key)
            .decrypt(&XNonce::from(self.nonce), payload)
            .map_err(|_| CheckpointError::DoesNotOpen)?;
        unpad(&plain, LARGEST_STATE).map_err(|_| CheckpointError::Malformed)
    }

    /// The stream; `None` for a name that no stream with checkpoints has.
    pub fn stream(&self) -> Option<Stream> {
        Stream::from_name(self.stream).filter(|stream| *stream != Stream::Inner)
    }

    /// As bytes: what it hashes to, and what is sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        postcard::to_allocvec(self).expect("a checkpoint can be written")
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`] or [`CheckpointError::TooLarge`].
    pub fn from_bytes(bytes: &[u8]) -> Result<SealedCheckpoint, CheckpointError> {
        if bytes.len() > LARGEST_CHECKPOINT {
            return Err(CheckpointError::TooLarge);
        }
        match postcard::take_from_bytes::<SealedCheckpoint>(bytes) {
            // Other bytes could decode to the same; only those it encodes to are it.
            Ok((sealed, []))
                if sealed.version == VERSION
                    && sealed.stream().is_some()
                    && sealed.to_bytes() == bytes =>
            {
                Ok(sealed)
            }
            _ => Err(CheckpointError::Malformed),
        }
    }

    fn header(&self, campaign: CampaignId) -> Vec<u8> {
        [
            PRODUCT.as_bytes(),
            &campaign.0,
            &self.stream,
            &self.certificate.0,
            &self.upto.position.to_be_bytes(),
            &self.upto.chain,
            &self.key.0,
        ]
        .concat()
    }
}

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&derive(&key.0, KEY_PURPOSE, &[]).0.into())
}
