//! Bytes as two lower-case hexadecimal digits each: names in addresses and headers.

/// Bytes in hexadecimal.
pub fn encode(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// What [`encode`] has written, and nothing else; as many bytes as are asked for.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    let value = |at: usize| match digits.get(at)? {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        digit @ b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = value(at * 2)? << 4 | value(at * 2 + 1)?;
    }
    (digits.len() == N * 2).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        for byte in 0..=u8::MAX {
            let text = encode(&[byte]);
            assert_eq!(text, format!("{byte:02x}"));
            assert_eq!(decode(&text), Some([byte]));
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for text in ["", "0", "000", "0G", "0A", "é"] {
            assert_eq!(decode::<1>(text), None, "{text}");
        }
    }
}
