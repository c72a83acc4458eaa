//! Bytes as text, since that is what every way of passing something on lets through: words for whoever finds
//! it, then the bytes in hexadecimal between two lines of their own. A version stands first, then a hash: it
//! tells a damaged file from a whole one, and nothing is vouched for by it.

use super::keys::sha256;
use crate::canvass::hex;

/// What stands first of the bytes.
const VERSION: u8 = 1;
/// Hexadecimal digits in a line.
const LINE: usize = 64;

/// Why no bytes are read from a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArmourError {
    /// There is no line that begins them.
    Missing,
    /// There is no line that ends them.
    CutShort,
    /// They are not what was written.
    Damaged,
    /// A newer version of the app wrote them.
    Newer,
}

/// What the lines around the bytes say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Armour(pub(super) &'static str);

impl Armour {
    fn begin(self) -> String {
        format!("-----BEGIN STAIRWELL {}-----", self.0)
    }

    fn end(self) -> String {
        format!("-----END STAIRWELL {}-----", self.0)
    }

    /// Bytes as text, behind words for whoever finds it.
    pub(super) fn write(self, words: &str, payload: &[u8]) -> String {
        let bytes = [&[VERSION], sha256(payload).as_slice(), payload].concat();
        let digits = hex::encode(&bytes);
        let mut text = format!("{}\n\n{}\n", words.trim_end(), self.begin());
        let mut rest = digits.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(LINE));
            text.push_str(line);
            text.push('\n');
            rest = after;
        }
        text.push_str(&self.end());
        text.push('\n');
        text
    }

    /// The first bytes of a text, and what stands behind them.
    ///
    /// # Errors
    /// [`ArmourError`].
    pub(super) fn read(self, text: &str) -> Result<(Vec<u8>, &str), ArmourError> {
        let (_, rest) = text.split_once(&self.begin()).ok_or(ArmourError::Missing)?;
        let (digits, after) = rest.split_once(&self.end()).ok_or(ArmourError::CutShort)?;
        let digits: String = digits.split_whitespace().collect();
        let bytes = hex::decode_all(&digits).ok_or(ArmourError::Damaged)?;
        let (version, bytes) = bytes.split_first().ok_or(ArmourError::Damaged)?;
        if *version > VERSION {
            return Err(ArmourError::Newer);
        }
        let (hash, payload) = bytes.split_first_chunk().ok_or(ArmourError::Damaged)?;
        match *version == VERSION && sha256(payload) == *hash {
            true => Ok((payload.to_vec(), after)),
            false => Err(ArmourError::Damaged),
        }
    }
}
