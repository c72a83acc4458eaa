//! Grants: keys and package, sealed to one device's or invite's key, waiting at the endpoint.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::certificate::{CampaignId, SignedCertificate};
use super::epoch::Keyring;
use super::keys::{DoesNotOpen, OwnKeys, SealPublic, seal_to};
use crate::canvass::dot::LogId;
use crate::canvass::id::TurfId;

const PURPOSE: &str = "grant";

/// What a device is to fetch before it can do without signal: a version and the heads it
/// stands on. Never a second copy of the doors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Counts up.
    pub version: u32,
    /// Each log of the board and of the stairs granted, and the number it has to reach.
    pub heads: Vec<(LogId, u64)>,
}

/// What a grant brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The keys.
    pub keys: Keyring,
    /// The turfs it is for; none: the same as before.
    pub turfs: Vec<TurfId>,
    /// What to fetch; version 0: the same as before.
    pub package: Package,
    /// The device's new certificate, where its reach or role has changed.
    pub certificate: Option<SignedCertificate>,
}

impl Grant {
    /// Seals it to a device or an invite.
    ///
    /// # Errors
    /// [`DoesNotOpen`] where the key is none.
    pub fn seal(
        &self,
        campaign: CampaignId,
        to: SealPublic,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, DoesNotOpen> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        let plain = postcard::to_allocvec(self).expect("a grant can be written");
        seal_to(to, PURPOSE, &campaign.0, &plain, rng)
    }

    /// Opens one sealed to these keys.
    ///
    /// # Errors
    /// [`DoesNotOpen`] where it was not, or holds something else.
    pub fn open(campaign: CampaignId, keys: &OwnKeys, sealed: &[u8]) -> Result<Grant, DoesNotOpen> {
        let plain = keys.open(PURPOSE, &campaign.0, sealed)?;
        match postcard::take_from_bytes(&plain) {
            Ok((grant, [])) => Ok(grant),
            _ => Err(DoesNotOpen),
        }
    }
}
