//! Lists of people lent to one phone. It asks with a public key made for that list alone, and an organiser
//! seals the list to it. So a phone that lets go of the secret has let go of the list, wherever copies of
//! what was sealed still lie; a device's own keys, which outlast every list, open none.

use rand_core::CryptoRng;

use super::batch::{pad, unpad};
use super::certificate::CampaignId;
use super::keys::{DoesNotOpen, SealPublic, Secret, open, random_secret, seal_public, seal_to};
use crate::canvass::dot::Dot;
use crate::canvass::meeting::List;

const PURPOSE: &str = "lent list";
/// A list inflates to no more than this: bytes.
const LARGEST: usize = 512 * 1024;
/// What is sealed is no larger than this, so that the event it stands in fits a batch: bytes.
pub const LARGEST_SEALED: usize = 40 * 1024;

/// The secret of one list, on the phone that asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListKey(pub Secret);

impl ListKey {
    /// A new one, for a list that is about to be asked for.
    pub fn random(rng: &mut impl CryptoRng) -> ListKey {
        ListKey(random_secret(rng))
    }

    /// What the list is to be sealed to.
    pub fn public(&self) -> [u8; 32] {
        seal_public(&self.0).0
    }

    /// Opens the list that was asked for by this entry.
    ///
    /// # Errors
    /// [`DoesNotOpen`] where it was sealed to another key, in another campaign or for another asking.
    pub fn open(
        &self,
        campaign: CampaignId,
        asked: Dot,
        sealed: &[u8],
    ) -> Result<List, DoesNotOpen> {
        let plain = open(&self.0, PURPOSE, &aad(campaign, asked), sealed)?;
        let bytes = unpad(&plain, LARGEST).map_err(|_| DoesNotOpen)?;
        match postcard::take_from_bytes(&bytes) {
            Ok((list, [])) => Ok(list),
            _ => Err(DoesNotOpen),
        }
    }
}

/// Why a list cannot be lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotLent {
    /// The key that was asked with is none.
    #[error("nothing can be sealed to the key this phone asked with")]
    NoKey,
    /// It has more homes than one list can have.
    #[error("there are more homes on this list than one list can have")]
    TooLong,
}

/// Seals a list to the key that was asked with.
///
/// # Errors
/// [`NotLent`].
pub fn seal_list(
    campaign: CampaignId,
    asked: Dot,
    key: [u8; 32],
    list: &List,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, NotLent> {
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    let bytes = postcard::to_allocvec(list).expect("a list can be written");
    let to = SealPublic(key);
    if !to.is_useful() {
        return Err(NotLent::NoKey);
    }
    let sealed = seal_to(to, PURPOSE, &aad(campaign, asked), &pad(&bytes), rng);
    let sealed = sealed.map_err(|_| NotLent::NoKey)?;
    match sealed.len() <= LARGEST_SEALED {
        true => Ok(sealed),
        false => Err(NotLent::TooLong),
    }
}

fn aad(campaign: CampaignId, asked: Dot) -> Vec<u8> {
    let seq = asked.seq.to_be_bytes();
    [campaign.0.as_slice(), &asked.log.0, &seq].concat()
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::canvass::dot::LogId;
    use crate::canvass::id::{DoorId, HouseholdId};
    use crate::canvass::meeting::Row;

    fn dot(seq: u64) -> Dot {
        Dot {
            log: LogId([3; 8]),
            seq,
        }
    }

    fn list(homes: usize) -> List {
        let row = |n: usize| Row {
            place: 0,
            home: HouseholdId::FirstOf(DoorId(dot(n as u64 + 1))),
            label: format!("Flat {n}"),
            pledged: n == 1,
            name: "Siân".into(),
            reach: String::new(),
        };
        List {
            places: vec!["Cambrian House".into()],
            rows: (0..homes).map(row).collect(),
        }
    }

    #[test]
    fn a_list_opens_for_the_key_it_was_asked_with_and_for_nothing_else() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let campaign = CampaignId([7; 32]);
        let (own, other) = (ListKey::random(&mut rng), ListKey::random(&mut rng));
        let list = list(3);
        let sealed = seal_list(campaign, dot(4), own.public(), &list, &mut rng).unwrap();
        assert_eq!(own.open(campaign, dot(4), &sealed), Ok(list));
        assert_eq!(other.open(campaign, dot(4), &sealed), Err(DoesNotOpen));
        assert_eq!(own.open(campaign, dot(5), &sealed), Err(DoesNotOpen));
        let elsewhere = CampaignId([8; 32]);
        assert_eq!(own.open(elsewhere, dot(4), &sealed), Err(DoesNotOpen));
        // No name stands in it in the clear.
        assert!(!String::from_utf8_lossy(&sealed).contains("Flat"));
    }

    #[test]
    fn an_estate_of_a_thousand_homes_is_one_list_and_no_key_is_none() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let campaign = CampaignId([7; 32]);
        let key = ListKey::random(&mut rng).public();
        assert!(seal_list(campaign, dot(1), key, &list(1_000), &mut rng).is_ok());
        let low = seal_list(campaign, dot(1), [0; 32], &list(1), &mut rng);
        assert_eq!(low, Err(NotLent::NoKey));
    }
}
