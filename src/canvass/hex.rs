//! Bytes as two lower-case hexadecimal digits each: names in addresses and headers.

/// Bytes in hexadecimal.
pub fn encode(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

/// What [`encode`] has written, and nothing else; as many bytes as are asked for.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let read = base16ct::lower::decode(text, &mut bytes).ok()?.len();
    (read == N).then_some(bytes)
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
