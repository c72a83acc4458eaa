//! Grants: keys and package, sealed to one device's or invite's key, waiting at the endpoint.
//! Believed where an organiser signed them, or a device above the one they are for.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::certificate::{CampaignId, Reach, Role, SignedCertificate};
use super::epoch::Keyring;
use super::keys::{DoesNotOpen, OwnKeys, SealPublic};
use super::vouched::{Vouched, Voucher, open_vouched, seal_vouched};
use crate::canvass::dot::LogId;
use crate::canvass::id::TurfId;
use crate::canvass::stream::Stream;

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

impl Package {
    /// What whoever reaches so far is to have: of the logs here, each with its stream and its newest
    /// number, those of the board and of the stairs within reach. Nobody waits for what is never theirs.
    pub fn within(reach: &Reach, logs: impl Iterator<Item = (LogId, Stream, u64)>) -> Package {
        let reached = |stream: Stream| match stream {
            Stream::Board => true,
            Stream::Inner => false,
            Stream::Stair(_) => reach.covers(&Reach::Stairs(vec![stream.name()])),
        };
        let within = logs.filter(|(_, stream, _)| reached(*stream));
        Package {
            version: 1,
            heads: within.map(|(log, _, head)| (log, head)).collect(),
        }
    }
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
    /// Seals it to a device or an invite, with the sealing device's word for it.
    ///
    /// # Errors
    /// [`DoesNotOpen`] where the key is none.
    pub fn seal(
        &self,
        to: SealPublic,
        by: &Voucher<'_>,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, DoesNotOpen> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        let payload = postcard::to_allocvec(self).expect("a grant can be written");
        seal_vouched(PURPOSE, to, payload, by, rng)
    }

    /// Opens one sealed to these keys. Whether the word of who sealed it is enough,
    /// [`Opened::believe`] says.
    ///
    /// # Errors
    /// [`DoesNotOpen`] where it was not, holds something else, or nobody of the campaign signed
    /// it.
    pub fn open(
        campaign: CampaignId,
        keys: &OwnKeys,
        sealed: &[u8],
    ) -> Result<Opened, DoesNotOpen> {
        let vouched = open_vouched(PURPOSE, campaign, keys, sealed)?;
        match postcard::take_from_bytes(&vouched.payload) {
            Ok((grant, [])) => Ok(Opened { grant, vouched }),
            _ => Err(DoesNotOpen),
        }
    }
}

/// A grant that opened, from a device of the campaign: not yet to be believed.
#[derive(Debug)]
pub struct Opened {
    grant: Grant,
    vouched: Vouched,
}

impl Opened {
    /// The grant, for the device with this line (its certificate and those above it, root
    /// first). With it, where it brings a newer certificate, comes the line that leads to that.
    ///
    /// # Errors
    /// [`DoesNotOpen`] where it was signed by nobody who may grant to this device: an organiser,
    /// or a device in its line.
    pub fn believe(
        self,
        line: &[SignedCertificate],
    ) -> Result<(Grant, Option<Vec<SignedCertificate>>), DoesNotOpen> {
        let by = &self.vouched.by;
        let above = line.iter().any(|signed| signed.id() == by.id);
        if by.certificate.role != Role::Organiser && !above {
            return Err(DoesNotOpen);
        }
        let new_line = self.grant.certificate.clone().map(|certificate| {
            let mut line = self.vouched.line;
            line.push(certificate);
            line
        });
        Ok((self.grant, new_line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dot::Dot;
    use crate::canvass::id::StairId;

    #[test]
    fn a_package_has_nothing_that_is_never_theirs() {
        let stair = |seq| {
            let log = LogId([5; 8]);
            Stream::Stair(StairId(Dot { log, seq }))
        };
        let streams = [Stream::Board, Stream::Inner, stair(1), stair(2)];
        let logs = || {
            (1..)
                .zip(streams)
                .map(|(n, stream)| (LogId([n; 8]), stream, 7))
        };
        let named = |reach: &Reach| -> Vec<u8> {
            let package = Package::within(reach, logs());
            package.heads.iter().map(|(log, _)| log.0[0]).collect()
        };
        assert_eq!(named(&Reach::Stairs(vec![stair(2).name()])), [1, 4]);
        assert_eq!(named(&Reach::Everything), [1, 3, 4]);
    }
}
