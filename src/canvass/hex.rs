//! Bytes as two lower-case hexadecimal digits each: names in addresses and headers.

/// Bytes in hexadecimal.
pub fn encode(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

/// The same into a place that has room for two digits a byte; nothing where it has not.
pub fn encode_in<'a>(bytes: &[u8], digits: &'a mut [u8]) -> &'a str {
    base16ct::lower::encode_str(bytes, digits).unwrap_or_default()
}

/// What [`encode`] has written, and nothing else; as many bytes as are asked for.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let read = base16ct::lower::decode(text, &mut bytes).ok()?.len();
    (read == N).then_some(bytes)
}

/// What [`encode`] has written, however long; `None` for anything else.
pub fn decode_all(text: &str) -> Option<Vec<u8>> {
    base16ct::lower::decode_vec(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        for byte in 0..=u8::MAX {
            let text = encode(&[byte]);
            assert_eq!(text, format!("{byte:02x}"));
            assert_eq!(encode_in(&[byte], &mut [0; 2]), text);
            assert_eq!(decode(&text), Some([byte]));
            assert_eq!(decode_all(&text), Some(vec![byte]));
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for text in ["", "0", "000", "0G", "0A", "é"] {
            assert_eq!(decode::<1>(text), None, "{text}");
            let any = decode_all(text).filter(|bytes| !bytes.is_empty());
            assert!(any.is_none(), "{text}");
        }
    }
}
