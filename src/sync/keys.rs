//! Keys: signing (Ed25519, RFC 8032), sealing (X25519 by HPKE, RFC 9180), and their derivation
//! (HKDF-SHA-256, RFC 5869). Every primitive comes from a well-kept crate.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The first bytes of everything hashed or signed here: product and protocol version.
pub const PRODUCT: &str = "stairwell/1";

/// A public signing key: Ed25519, 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SignPublic(pub [u8; 32]);

/// A public sealing key: X25519, 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SealPublic(pub [u8; 32]);

impl SealPublic {
    /// Whether anything can be sealed to it: not to one of the few points of low order, which give
    /// everybody the same (nothing) to agree on (RFC 7748, section 6.1).
    #[must_use]
    pub fn is_useful(self) -> bool {
        // Any secret tells: it is a multiple of eight once clamped, and those points' orders
        // divide that.
        let any = x25519_dalek::StaticSecret::from([1; 32]);
        let agreed = any.diffie_hellman(&x25519_dalek::PublicKey::from(self.0));
        agreed.was_contributory()
    }
}

/// An Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signed(pub [u8; 64]);

/// Something secret: 32 bytes that never show in logs and are wiped when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Secret(pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why something sealed did not open.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("this was not sealed for this device, or was changed on its way")]
pub struct DoesNotOpen;

/// A device's (or invite's, or keyholder's) own keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKeys {
    sign: Secret,
    seal: Secret,
}

impl OwnKeys {
    /// New keys.
    pub fn random(rng: &mut impl CryptoRng) -> OwnKeys {
        OwnKeys {
            sign: random_secret(rng),
            seal: random_secret(rng),
        }
    }

    /// Keys from 64 secret bytes: 32 for signing, 32 for sealing.
    pub fn from_secret(secret: &[u8; 64]) -> OwnKeys {
        let mut sign = [0; 32];
        let mut seal = [0; 32];
        sign.copy_from_slice(&secret[..32]);
        seal.copy_from_slice(&secret[32..]);
        OwnKeys {
            sign: Secret(sign),
            seal: Secret(seal),
        }
    }

    /// The public signing key.
    pub fn sign_public(&self) -> SignPublic {
        SignPublic(
            SigningKey::from_bytes(&self.sign.0)
                .verifying_key()
                .to_bytes(),
        )
    }

    /// The public sealing key.
    pub fn seal_public(&self) -> SealPublic {
        seal_public(&self.seal)
    }

    /// Signs these parts, each behind its length, under a purpose.
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> Signed {
        Signed(
            SigningKey::from_bytes(&self.sign.0)
                .sign(&framed(purpose, parts))
                .to_bytes(),
        )
    }

    /// Opens what [`seal_to`] sealed for these keys.
    ///
    /// # Errors
    /// [`DoesNotOpen`].
    pub fn open(&self, purpose: &str, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        open(&self.seal, purpose, aad, sealed)
    }
}

/// Whether a signature over these parts is `key`'s.
#[must_use]
pub fn verify(key: SignPublic, purpose: &str, parts: &[&[u8]], signature: &Signed) -> bool {
    VerifyingKey::from_bytes(&key.0).is_ok_and(|key| {
        key.verify_strict(
            &framed(purpose, parts),
            &Signature::from_bytes(&signature.0),
        )
        .is_ok()
    })
}

/// The public half of an X25519 secret.
pub fn seal_public(secret: &Secret) -> SealPublic {
    SealPublic(
        x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(secret.0)).to_bytes(),
    )
}

/// Seals to a public key: HPKE base mode, DHKEM(X25519, HKDF-SHA-256), HKDF-SHA-256,
/// ChaCha20-Poly1305. The answer is the encapsulated key (32 bytes), then the ciphertext.
///
/// # Errors
/// [`DoesNotOpen`] where the public key is no point anything can be sealed to.
pub fn seal_to(
    to: SealPublic,
    purpose: &str,
    aad: &[u8],
    plain: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, DoesNotOpen> {
    let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&to.0).map_err(|_| DoesNotOpen)?;
    let (key, sealed) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &to,
            label(purpose).as_bytes(),
            plain,
            aad,
            rng,
        )
        .map_err(|_| DoesNotOpen)?;
    Ok([key.to_bytes().as_slice(), &sealed].concat())
}

/// Opens what [`seal_to`] sealed.
///
/// # Errors
/// [`DoesNotOpen`].
pub fn open(
    secret: &Secret,
    purpose: &str,
    aad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, DoesNotOpen> {
    let (key, sealed) = sealed.split_at_checked(32).ok_or(DoesNotOpen)?;
    let secret =
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&secret.0).map_err(|_| DoesNotOpen)?;
    let key = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(key).map_err(|_| DoesNotOpen)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &key,
        label(purpose).as_bytes(),
        sealed,
        aad,
    )
    .map_err(|_| DoesNotOpen)
}

/// HKDF-SHA-256 without salt; the info is the product, the purpose and the context.
pub fn derive(secret: &[u8], purpose: &str, context: &[u8]) -> Secret {
    let mut out = [0; 32];
    derive_into(secret, purpose, context, &mut out);
    Secret(out)
}

/// As [`derive`], as many bytes as `out` holds (at most 8,160).
pub fn derive_into(secret: &[u8], purpose: &str, context: &[u8], out: &mut [u8]) {
    #[expect(
        clippy::expect_used,
        reason = "every caller asks for 64 bytes or fewer"
    )]
    Hkdf::<Sha256>::new(None, secret)
        .expand(&framed(purpose, &[context]), out)
        .expect("fewer than 8,160 bytes are asked for");
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 of the product, a space, the purpose and these bytes: the labelled hash that short
/// names are cut from.
pub fn labelled_hash(purpose: &str, bytes: &[u8]) -> [u8; 32] {
    sha256(&[label(purpose).as_bytes(), bytes].concat())
}

/// 32 random bytes.
pub fn random_secret(rng: &mut impl CryptoRng) -> Secret {
    Secret(random_bytes(rng))
}

/// Random bytes.
pub fn random_bytes<const N: usize>(rng: &mut impl CryptoRng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn label(purpose: &str) -> String {
    format!("{PRODUCT} {purpose}")
}

/// Purpose and parts as one run of bytes that reads only one way: each behind its length
/// (4 bytes, big-endian).
fn framed(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let label = label(purpose);
    let mut bytes = Vec::new();
    for part in std::iter::once(&label.as_bytes()).chain(parts) {
        #[expect(
            clippy::expect_used,
            reason = "parts are batches, certificates and names, all under 4 GiB"
        )]
        let length = u32::try_from(part.len()).expect("a part is under 4 GiB");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
