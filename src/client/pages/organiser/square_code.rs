//! An invitation's link as a square code to be scanned.

use fast_qr::QRBuilder;
use fast_qr::convert::svg::SvgBuilder;

/// The link as a square code, drawn here: no other machine learns of it.
pub fn qr(link: &str) -> String {
    match QRBuilder::new(link).build() {
        Ok(code) => SvgBuilder::default().to_str(&code),
        // Only a link of thousands of characters is too long; this one has some sixty.
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_its_square_code_with_nothing_the_security_policy_refuses() {
        let svg = qr("https://knock.example.org/join#0123456789ABCDEF");
        assert!(svg.starts_with("<svg"), "{svg}");
        assert!(!svg.contains("style"), "{svg}");
    }
}
