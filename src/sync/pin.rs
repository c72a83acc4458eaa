//! A key from a PIN, for what a phone keeps: Argon2id (RFC 9106) as for the six words, with a salt
//! of the phone's own. What it protects against is somebody with the phone in their hand: each try
//! costs a second, and it does not go on without this browser's own key.

use argon2::{Algorithm, Argon2, Params, Version};

use super::keys::Secret;

/// The fewest characters of a PIN.
pub const SHORTEST: usize = 6;
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// The key of a PIN and a phone's salt; `None` where this machine has no room for it. Takes a second
/// or so and 64 MiB: run it in a worker.
pub fn key(pin: &str, salt: &[u8; 16]) -> Option<Secret> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).ok()?;
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, &mut out)
        .ok()?;
    Some(Secret(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_pin_or_another_phone_is_another_key() {
        let own = key("472910", &[1; 16]);
        assert!(own.is_some());
        assert_eq!(own, key("472910", &[1; 16]));
        assert_ne!(own, key("472911", &[1; 16]));
        assert_ne!(own, key("472910", &[2; 16]));
    }
}
