//! Invitations: 80 random bits, as a link's `#fragment`, its QR code and 16 typed characters.
//! They give a lookup name and keys; the joiner's certificate, signed with those, is the proof.

use std::fmt;

use data_encoding::{Encoding, Specification};
use rand_core::CryptoRng;
use std::sync::OnceLock;
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
fn alphabet() -> &'static Encoding {
    static ALPHABET: OnceLock<Encoding> = OnceLock::new();
    ALPHABET.get_or_init(|| {
        let mut specification = Specification::new();
        specification
            .symbols
            .push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
        specification
            .translate
            .from
            .push_str("abcdefghjkmnpqrstvwxyzOoIiLl");
        specification
            .translate
            .to
            .push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
        #[expect(
            clippy::expect_used,
            reason = "the specification is constant and every test of this file runs it"
        )]
        specification.encoding().expect("the alphabet is one")
    })
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
        if let Some(stranger) = code
            .chars()
            .find(|c| !c.is_ascii_alphanumeric() || matches!(c, 'u' | 'U'))
        {
            return Err(CodeError::Character(stranger));
        }
        alphabet()
            .decode(code.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(InviteCode)
            .ok_or(CodeError::Length(code.chars().count()))
    }

    /// Its 16 characters.
    pub fn characters(&self) -> String {
        alphabet().encode(&self.0)
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
