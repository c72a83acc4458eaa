//! What is sealed to somebody together with the word of the device that sealed it.
//!
//! Anyone can seal to a public key, the endpoint too, which knows them all. So keys that come
//! sealed are believed only with a signature of a device whose certificates lead up to the
//! campaign's root.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::certificate::{CampaignId, Chain, Checked, SignedCertificate};
use super::keys::{DoesNotOpen, OwnKeys, SealPublic, Signed, seal_to, verify};

/// A device that vouches for what it seals.
#[derive(Clone, Copy, Debug)]
pub struct Voucher<'a> {
    /// Its keys.
    pub keys: &'a OwnKeys,
    /// Its certificate and those above it, root first.
    pub line: &'a [SignedCertificate],
}

impl Voucher<'_> {
    /// The campaign it belongs to.
    ///
    /// # Errors
    /// [`DoesNotOpen`] where its line is empty.
    pub fn campaign(&self) -> Result<CampaignId, DoesNotOpen> {
        self.line
            .first()
            .map(SignedCertificate::campaign)
            .ok_or(DoesNotOpen)
    }
}

/// What lies in the box.
#[derive(Serialize, Deserialize)]
struct Layout {
    payload: Vec<u8>,
    /// The device's certificate and those above it, root first.
    line: Vec<Vec<u8>>,
    signature: ([u8; 32], [u8; 32]),
}

/// What was opened, and who vouches for it.
#[derive(Debug)]
pub struct Vouched {
    /// What was sealed.
    pub payload: Vec<u8>,
    /// The device that sealed it.
    pub by: Checked,
    /// That device's certificate and those above it, root first.
    pub line: Vec<SignedCertificate>,
}

/// Seals to a public key with the sealer's signature inside.
///
/// # Errors
/// [`DoesNotOpen`] where the key is none.
pub fn seal_vouched(
    purpose: &str,
    to: SealPublic,
    payload: Vec<u8>,
    by: &Voucher<'_>,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, DoesNotOpen> {
    let campaign = by.campaign()?;
    let signed = by.keys.sign(purpose, &[&campaign.0, &to.0, &payload]).0;
    let (mut a, mut b) = ([0; 32], [0; 32]);
    a.copy_from_slice(&signed[..32]);
    b.copy_from_slice(&signed[32..]);
    let layout = Layout {
        payload,
        line: by.line.iter().map(SignedCertificate::to_bytes).collect(),
        signature: (a, b),
    };
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    let plain = postcard::to_allocvec(&layout).expect("what is sealed can be written");
    seal_to(to, purpose, &campaign.0, &plain, rng)
}

/// Opens what [`seal_vouched`] sealed to these keys in this campaign. Whether this device's word
/// is enough is for the caller to say.
///
/// # Errors
/// [`DoesNotOpen`] where it was not, or nobody of the campaign signed it.
pub fn open_vouched(
    purpose: &str,
    campaign: CampaignId,
    keys: &OwnKeys,
    sealed: &[u8],
) -> Result<Vouched, DoesNotOpen> {
    let plain = keys.open(purpose, &campaign.0, sealed)?;
    let Ok((layout, [])) = postcard::take_from_bytes::<Layout>(&plain) else {
        return Err(DoesNotOpen);
    };
    let mut chain = Chain::default();
    let mut line = Vec::new();
    for bytes in &layout.line {
        let signed = SignedCertificate::from_bytes(bytes).map_err(|_| DoesNotOpen)?;
        chain.insert(signed.clone());
        line.push(signed);
    }
    let id = line.last().map(SignedCertificate::id).ok_or(DoesNotOpen)?;
    let by = chain.check(campaign, id).map_err(|_| DoesNotOpen)?;
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&layout.signature.0);
    signature[32..].copy_from_slice(&layout.signature.1);
    let vouched = verify(
        by.certificate.sign,
        purpose,
        &[&campaign.0, &keys.seal_public().0, &layout.payload],
        &Signed(signature),
    );
    if by.is_device() && vouched {
        Ok(Vouched {
            payload: layout.payload,
            by,
            line,
        })
    } else {
        Err(DoesNotOpen)
    }
}
