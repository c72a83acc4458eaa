//! Invitations: 80 random bits, as a link's `#fragment`, its QR code and 16 typed characters.
//! They give a lookup name and keys; the joiner's certificate, signed with those, is the proof.

use std::fmt;

use rand_core::CryptoRng;
use thiserror::Error;

use super::keys::{OwnKeys, derive_into, random_bytes};

/// The 80 bits of an invitation. Whoever has them may join by it.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteCode([u8; 10]);

/// What the endpoint knows an invitation by.
pub type LookupName = [u8; 16];

/// Why typed characters are not an invitation.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum CodeError {
    /// Fewer or more than 16 characters.
    #[error("an invitation has 16 letters and digits; this has {0}")]
    Length(usize),
    /// A character no code contains.
    #[error("an invitation has no “{0}” in it")]
    Character(char),
}

impl fmt::Debug for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteCode(…)")
    }
}

/// Crockford's base 32: no I, L, O or U to mistake; read as 1, 1 and 0 if typed all the same.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Five bits each.
const CHARACTERS: usize = 16;

/// The five bits that a character stands for.
fn value(typed: char) -> Option<u8> {
    let symbol = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET
        .iter()
        .position(|known| char::from(*known) == symbol)?;
    u8::try_from(at).ok()
}

impl InviteCode {
    /// A new invitation.
    pub fn random(rng: &mut impl CryptoRng) -> InviteCode {
        InviteCode(random_bytes(rng))
    }

    /// Reads what was typed, pasted or scanned: spaces and dashes do not matter, nor does case,
    /// and of a link only what stands behind its `#`.
    ///
    /// # Errors
    /// [`CodeError`] with what is wrong with it.
    pub fn parse(typed: &str) -> Result<InviteCode, CodeError> {
        let code = typed.rsplit_once('#').map_or(typed, |(_, code)| code);
        let code: String = code
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        if let Some(stranger) = code.chars().find(|c| value(*c).is_none()) {
            return Err(CodeError::Character(stranger));
        }
        // All are of one byte now: the alphabet's.
        if code.len() != CHARACTERS {
            return Err(CodeError::Length(code.len()));
        }
        let bits = code.chars().filter_map(value);
        let bits = bits.fold(0, |bits, five| bits << 5 | u128::from(five));
        let [.., a, b, c, d, e, f, g, h, i, j] = bits.to_be_bytes();
        Ok(InviteCode([a, b, c, d, e, f, g, h, i, j]))
    }

    /// Its 16 characters.
    pub fn characters(&self) -> String {
        let bits = self.0.iter();
        let bits = bits.fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        (0..CHARACTERS)
            .rev()
            .map(|at| char::from(ALPHABET[(bits >> (at * 5)) as usize % 32]))
            .collect()
    }

    /// Its 16 characters in fours, for reading out and typing.
    pub fn in_fours(&self) -> String {
        let characters = self.characters();
        let fours: Vec<&str> = (0..4)
            .filter_map(|n| characters.get(n * 4..n * 4 + 4))
            .collect();
        fours.join("-")
    }

    /// The link that joins by it. The secret stands behind the `#`, which no browser sends.
    pub fn link(&self, origin: &str) -> String {
        format!(
            "{}/join#{}",
            origin.trim_end_matches('/'),
            self.characters()
        )
    }

    /// What the endpoint knows it by.
    pub fn lookup_name(&self) -> LookupName {
        let mut name = [0; 16];
        derive_into(&self.0, "invite name", &[], &mut name);
        name
    }

    /// Its keys: the joiner signs their certificate with them, and the grant is sealed to them.
    pub fn keys(&self) -> OwnKeys {
        let mut secret = [0; 64];
        derive_into(&self.0, "invite keys", &[], &mut secret);
        OwnKeys::from_secret(&secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_fours_and_lower_case_are_the_same_code() {
        let code = InviteCode([1, 2, 3, 4, 5, 6, 7, 8, 9, 250]);
        for typed in [
            code.characters(),
            code.in_fours(),
            code.characters().to_lowercase(),
            code.link("https://knock.example/"),
            format!("  {} ", code.in_fours().replace('0', "o").replace('1', "l")),
        ] {
            assert_eq!(InviteCode::parse(&typed), Ok(code.clone()), "{typed}");
        }
        assert_eq!(code.characters().len(), 16);
    }

    #[test]
    fn a_code_cut_short_says_how_much_is_there() {
        assert_eq!(InviteCode::parse("ABCD-EF"), Err(CodeError::Length(6)));
        assert_eq!(InviteCode::parse(""), Err(CodeError::Length(0)));
        assert_eq!(
            InviteCode::parse("ABCD-EFU"),
            Err(CodeError::Character('U'))
        );
    }
}
