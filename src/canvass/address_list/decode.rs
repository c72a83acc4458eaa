//! From a file's bytes to text: what kind of file it is, and which encoding.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::MAX_BYTES;
use super::error::ListError;

/// How much of a file is looked at to tell what it is.
const LOOK: usize = 4096;

/// The text of a file.
///
/// # Errors
/// Where the file is empty, too large, or no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ListError> {
    if bytes.len() > MAX_BYTES {
        return Err(ListError::TooLarge);
    }
    if let Some(error) = other_format(bytes) {
        return Err(error);
    }
    let (encoding, bom) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (guess(bytes), 0),
    };
    let (text, _) = encoding.decode_without_bom_handling(&bytes[bom..]);
    if text.trim().is_empty() {
        return Err(ListError::Empty);
    }
    if is_binary(&text) {
        return Err(ListError::NotText);
    }
    if is_web_page(&text) {
        return Err(ListError::WebPage);
    }
    Ok(text)
}

/// Files known by their first bytes.
fn other_format(bytes: &[u8]) -> Option<ListError> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        // Excel's and LibreOffice's files are zips that name themselves among their first entries.
        let head = &bytes[..bytes.len().min(LOOK)];
        let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
        let sheet = has(b"[Content_Types].xml")
            || has(b"xl/")
            || has(b"_rels/")
            || has(b"application/vnd.oasis.opendocument");
        return Some(if sheet {
            ListError::Spreadsheet
        } else {
            ListError::Archive
        });
    }
    if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(ListError::Spreadsheet);
    }
    if starts(b"%PDF") {
        return Some(ListError::Pdf);
    }
    let archives: [&[u8]; 6] = [
        b"\x1F\x8B",
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!",
        b"BZh",
        b"\xFD7zXZ",
        b"\x28\xB5\x2F\xFD",
    ];
    if archives.iter().any(|magic| starts(magic)) {
        return Some(ListError::Archive);
    }
    let pictures: [&[u8]; 6] = [
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"II*\0",
        b"MM\0*",
        b"\0\0\x01\0",
    ];
    let boxed = bytes.len() > 12 && (&bytes[4..8] == b"ftyp" || &bytes[8..12] == b"WEBP");
    (boxed || pictures.iter().any(|magic| starts(magic))).then_some(ListError::Picture)
}

/// The encoding of a file without a byte-order mark.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(LOOK)];
    // In UTF-16 the letters of an address list have a zero byte each, always on the same side.
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 5 > head.len() && even * 10 < odd {
        UTF_16LE
    } else if even * 5 > head.len() && odd * 10 < even {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

/// Control characters that no list has.
fn is_binary(text: &str) -> bool {
    let mut odd = 0;
    let mut seen = 0;
    for c in text.chars().take(LOOK * 4) {
        seen += 1;
        if c == '\0' {
            return true;
        }
        if c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}') {
            odd += 1;
        }
    }
    odd * 50 > seen
}

fn is_web_page(text: &str) -> bool {
    let head: String = text
        .trim_start()
        .chars()
        .take(200)
        .collect::<String>()
        .to_ascii_lowercase();
    ["<!doctype", "<html", "<table", "<?xml", "<body"]
        .iter()
        .any(|tag| head.starts_with(tag))
}
