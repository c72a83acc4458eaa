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
const ALPHABET: base32::Alphabet = base32::Alphabet::Crockford;

/// Characters of a code, five bits each.
const CHARACTERS: usize = 16;

/// Whether a character stands for five bits.
fn is_known(typed: char) -> bool {
    typed.is_ascii_alphanumeric() && !typed.eq_ignore_ascii_case(&'u')
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
        if let Some(stranger) = code.chars().find(|c| !is_known(*c)) {
            return Err(CodeError::Character(stranger));
        }
        // Seventeen would be ten bytes too, with bits to spare.
        if code.len() != CHARACTERS {
            return Err(CodeError::Length(code.len()));
        }
        base32::decode(ALPHABET, &code)
            .and_then(|bytes| bytes.try_into().ok())
            .map(InviteCode)
            .ok_or(CodeError::Length(code.len()))
    }

    /// Its 16 characters.
    pub fn characters(&self) -> String {
        base32::encode(ALPHABET, &self.0)
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
    fn one_character_too_many_is_no_code() {
        let typed = "0123456789ABCDEFG";
        assert_eq!(InviteCode::parse(typed), Err(CodeError::Length(17)));
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
