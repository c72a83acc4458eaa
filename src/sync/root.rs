//! The root: six words that make a keyholder's keys, and are never stored.
//!
//! Argon2id (RFC 9106), 64 MiB, three passes, one lane, a fixed salt naming product and version,
//! 64 bytes out; derived twice and compared, since phones have been seen to get the first run
//! wrong. Six of 7,776 words are 77 bits.

use argon2::{Algorithm, Argon2, Params, Version};
use rand_core::CryptoRng;
use thiserror::Error;

use super::certificate::{Chain, Keyholder, Kind, Role, SignedCertificate};
use super::epoch::Epoch;
use super::keys::{OwnKeys, Secret, sha256};
use super::vouched::{Voucher, open_vouched, seal_vouched};

/// How many words.
pub const WORDS: usize = 6;
/// How long the list is.
pub const LIST_LENGTH: usize = 7_776;
const SALT: &[u8] = b"stairwell/1 root words";
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const RECOVERY: &str = "recovery";

/// Why words are not a root.
#[derive(Debug, Error, PartialEq, Eq, Clone)]
pub enum WordsError {
    /// Not six.
    #[error("there are six words on the sheet; {0} were given")]
    Count(usize),
    /// Not on the list; the place from 1, and the word.
    #[error("word {0}, “{1}”, is not one of those on any sheet")]
    Unknown(usize, String),
    /// This machine got two different results from the same words.
    #[error("this device could not work the words out reliably; use another")]
    Unreliable,
}

/// Picks six words of the list at random.
///
/// # Errors
/// [`WordsError::Unreliable`] where the list is not the one it should be.
pub fn pick(list: &[&str], rng: &mut impl CryptoRng) -> Result<[String; WORDS], WordsError> {
    if list.len() != LIST_LENGTH {
        return Err(WordsError::Unreliable);
    }
    let mut words: [String; WORDS] = Default::default();
    for word in &mut words {
        // 7,776 divides into 2^32 with a remainder; draws in it are drawn again, so that each
        // word is as likely as another.
        let limit = u32::MAX - u32::MAX % LIST_LENGTH as u32;
        let draw = loop {
            let draw = rng.next_u32();
            if draw < limit {
                break draw;
            }
        };
        *word = list[draw as usize % LIST_LENGTH].to_string();
    }
    Ok(words)
}

/// The keys six words give. Case and spacing do not matter. Takes a second or so and 64 MiB:
/// run it in a worker.
///
/// # Errors
/// [`WordsError`].
pub fn keys(words: &str, list: &[&str]) -> Result<OwnKeys, WordsError> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    if words.len() != WORDS {
        return Err(WordsError::Count(words.len()));
    }
    if let Some((place, word)) = (1..)
        .zip(&words)
        .find(|(_, word)| !list.contains(&word.as_str()))
    {
        return Err(WordsError::Unknown(place, word.clone()));
    }
    let phrase = words.join(" ");
    let first = derive(&phrase)?;
    if first != derive(&phrase)? {
        return Err(WordsError::Unreliable);
    }
    Ok(OwnKeys::from_secret(&first))
}

fn derive(phrase: &str) -> Result<[u8; 64], WordsError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, 1, Some(64)).map_err(|_| WordsError::Unreliable)?;
    let mut out = [0; 64];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(phrase.as_bytes(), SALT, &mut out)
        .map_err(|_| WordsError::Unreliable)?;
    Ok(out)
}

/// A keyholder as the root certificate names them.
pub fn keyholder(keys: &OwnKeys) -> Keyholder {
    Keyholder {
        sign: keys.sign_public(),
        recover: keys.seal_public(),
    }
}

/// What the endpoint finds a campaign by: the hash of the keyholder's public key.
pub fn find_name(keyholder: &Keyholder) -> [u8; 32] {
    sha256(&keyholder.sign.0)
}

/// Seals every epoch there has been to a keyholder, with an organiser's word for them, so that
/// the keyholder's words bring them back.
///
/// # Errors
/// [`WordsError::Unreliable`] where the keyholder's key is none.
pub fn seal_recovery(
    epochs: &[Epoch],
    keyholder: &Keyholder,
    by: &Voucher<'_>,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, WordsError> {
    let payload: Vec<u8> = epochs.iter().flat_map(|epoch| epoch.0.0).collect();
    seal_vouched(RECOVERY, keyholder.recover, payload, by, rng).map_err(|_| WordsError::Unreliable)
}

/// What a keyholder's words bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Every epoch there has been, oldest first.
    pub epochs: Vec<Epoch>,
    /// When the organiser at the top of the line of who sealed them was certified by the
    /// keyholders, seconds since 1970.
    pub appointed: i64,
}

/// Opens what [`seal_recovery`] sealed; `None` where it was not for these words, where they did
/// not sign this root, or where no organiser of its campaign vouches for it.
pub fn open_recovery(keys: &OwnKeys, root: &SignedCertificate, sealed: &[u8]) -> Option<Recovered> {
    // The chain's check has every keyholder's signature, so these words' own among them.
    let mut chain = Chain::default();
    let id = chain.insert(root.clone());
    let campaign = root.campaign();
    let checked = chain.check(campaign, id).ok()?;
    match &checked.certificate.kind {
        Kind::Root { keyholders, .. } if keyholders.contains(&keyholder(keys)) => {}
        _ => return None,
    }
    let vouched = open_vouched(RECOVERY, campaign, keys, sealed).ok()?;
    let (epochs, rest) = vouched.payload.as_chunks::<32>();
    let whole = rest.is_empty() && vouched.by.certificate.role == Role::Organiser;
    whole.then(|| Recovered {
        epochs: epochs.iter().map(|secret| Epoch(Secret(*secret))).collect(),
        appointed: vouched.by.appointed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Vec<&'static str> {
        include_str!("../../public/words.txt").lines().collect()
    }

    #[test]
    fn the_list_is_whole_and_has_no_word_twice() {
        let mut words = list();
        assert_eq!(words.len(), LIST_LENGTH);
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), LIST_LENGTH);
    }

    #[test]
    fn words_too_few_or_unknown_say_which() {
        let list = list();
        assert_eq!(keys("abacus abdomen", &list), Err(WordsError::Count(2)));
        assert_eq!(
            keys("abacus abdomen abacus abacus abacus xyzzy", &list),
            Err(WordsError::Unknown(6, "xyzzy".into()))
        );
    }

    #[test]
    fn the_same_words_however_typed_give_the_same_keys() {
        let list = list();
        let plain = keys("abacus abdomen abdominal zoology zoom zookeeper", &list);
        let typed = keys(
            "  Abacus ABDOMEN abdominal\nzoology zoom  zookeeper ",
            &list,
        );
        assert!(plain.is_ok());
        assert_eq!(plain, typed);
    }
}
