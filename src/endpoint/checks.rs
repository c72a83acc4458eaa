//! Chains of certificates that held: checked once, remembered while there is room.
//!
//! Every request shows a token whose certificate is checked up to the root, a signature or more for each on the way.
//! Whether a chain holds depends on its bytes alone ([`Chain::fingerprint`]), so one that held under
//! a fingerprint holds under it for ever: no revocation, no time and no newer certificate is decided here. What does
//! not hold is not remembered.

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::sync::certificate::{
    CampaignId, CertificateError, CertificateId, Chain, Checked, Reach,
};

/// How many chains may be remembered, where none is large.
const CHAINS: usize = 8_192;
/// How much they may weigh together, in bytes.
const WEIGHT: u64 = 16 * 1024 * 1024;
/// What a chain weighs without its stairs and its line, in bytes: more than it takes.
const OF_EACH: u64 = 512;

/// The chains that held.
#[derive(Debug)]
pub struct Checks {
    held: Cache<[u8; 32], Checked, Bytes>,
}

/// About the bytes of a checked chain.
#[derive(Clone, Debug)]
struct Bytes;

impl Weighter<[u8; 32], Checked> for Bytes {
    fn weight(&self, _: &[u8; 32], checked: &Checked) -> u64 {
        let stairs = match &checked.certificate.reach {
            Reach::Everything => 0,
            Reach::Stairs(stairs) => stairs.len() * 16,
        };
        let line = checked.line.len() * 32;
        (stairs + line)
            .try_into()
            .unwrap_or(u64::MAX)
            .saturating_add(OF_EACH)
    }
}

impl Default for Checks {
    fn default() -> Checks {
        Checks {
            held: Cache::with_weighter(CHAINS, WEIGHT, Bytes),
        }
    }
}

impl Checks {
    /// What [`Chain::check`] says of a certificate.
    ///
    /// # Errors
    /// [`CertificateError`], as there.
    pub fn check(
        &self,
        chain: &Chain,
        campaign: CampaignId,
        id: CertificateId,
    ) -> Result<Checked, CertificateError> {
        let fingerprint = chain.fingerprint(campaign, id);
        if let Some(checked) = self.held.get(&fingerprint) {
            return Ok(checked);
        }
        let checked = chain.check(campaign, id)?;
        self.held.insert(fingerprint, checked.clone());
        Ok(checked)
    }
}
