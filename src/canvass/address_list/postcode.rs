//! UK postcodes: their shape only, as Royal Mail's Programmers' Guide (PAF) gives it.

/// The postcode in `text`, upper case with one space, if `text` is one and nothing else.
pub(super) fn parse(text: &str) -> Option<String> {
    let mut compact = [0u8; 7];
    let mut length = 0;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            *compact.get_mut(length)? = byte.to_ascii_uppercase();
            length += 1;
        } else if byte != b' ' && byte != b'.' {
            return None;
        }
    }
    let compact = compact.get(..length)?;
    let (outward, inward) = compact.split_at_checked(length.checked_sub(3)?)?;
    let inward_fits = inward[0].is_ascii_digit() && inward[1..].iter().all(u8::is_ascii_alphabetic);
    if !inward_fits || !is_outward(outward) {
        return None;
    }
    let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    Some(format!("{} {}", text(outward), text(inward)))
}

/// `A9`, `A99`, `AA9`, `AA99`, `A9A`, `AA9A`.
fn is_outward(outward: &[u8]) -> bool {
    let letters = outward
        .iter()
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let rest = &outward[letters..];
    (1..=2).contains(&letters)
        && match rest {
            [a] => a.is_ascii_digit(),
            [a, b] => a.is_ascii_digit() && b.is_ascii_alphanumeric(),
            _ => false,
        }
}

/// Whether `text` is the first half of a postcode.
pub(super) fn is_first_half(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    text.bytes().all(|b| b.is_ascii_alphanumeric()) && is_outward(text.as_bytes())
}

/// Takes a postcode off the end of `text`.
pub(super) fn split_off(text: &str) -> (&str, Option<String>) {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || c == '.' || c == ',');
    let mut from = text.len();
    for _ in 0..2 {
        let Some(start) = text[..from].trim_end().rfind(char::is_whitespace) else {
            return match parse(text) {
                Some(postcode) => ("", Some(postcode)),
                None => (text, None),
            };
        };
        let tail = &text[start..];
        if let Some(postcode) = parse(tail.trim()) {
            return (text[..start].trim_end(), Some(postcode));
        }
        from = start;
    }
    (text, None)
}

/// The first half: `CF47` of `CF47 9SF`.
pub(super) fn outward(postcode: &str) -> &str {
    postcode.split(' ').next().unwrap_or(postcode)
}

/// The letters that begin it: `CF` of `CF47 9SF`.
pub(super) fn area(postcode: &str) -> &str {
    let end = postcode
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(postcode.len());
    &postcode[..end]
}

/// All but the last two letters: `CF47 9` of `CF47 9SF`.
pub(super) fn sector(postcode: &str) -> &str {
    postcode
        .get(..postcode.len().saturating_sub(2))
        .unwrap_or(postcode)
}
