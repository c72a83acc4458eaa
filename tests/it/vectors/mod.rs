//! The test vectors of docs/protocol.md, both ways: what the code makes is what the file holds,
//! and what the file holds is read, opened and verified.
//!
//! After a change that is meant, `STAIRWELL_WRITE_VECTORS=1 cargo test --test it vectors` writes
//! the files anew, for review.

mod bodies;
mod boxes;
mod certificates;
mod events;
mod keys;
mod wire;

use std::path::PathBuf;

use data_encoding::HEXLOWER;
use serde_json::Value;
use stairwell::sync::keys::OwnKeys;

/// Compares what was made with the file of that name, and gives what the file holds.
fn held(name: &str, made: &Value) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/vectors")
        .join(name);
    let text = serde_json::to_string_pretty(made).unwrap() + "\n";
    if std::env::var_os("STAIRWELL_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let file = std::fs::read_to_string(&path).unwrap();
    assert!(
        file == text,
        "{name} is not what the code makes; if that is meant, see tests/it/vectors/mod.rs"
    );
    serde_json::from_str(&file).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// The bytes a hex field of an object holds.
fn bytes(value: &Value, field: &str) -> Vec<u8> {
    HEXLOWER
        .decode(text(value, field).as_bytes())
        .unwrap_or_else(|_| panic!("{field} is hex"))
}

fn array<const N: usize>(value: &Value, field: &str) -> [u8; N] {
    bytes(value, field)
        .try_into()
        .unwrap_or_else(|_| panic!("{field} is {N} bytes"))
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} is text"))
}

fn number(value: &Value, field: &str) -> i64 {
    value[field]
        .as_i64()
        .unwrap_or_else(|| panic!("{field} is a number"))
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field]
        .as_array()
        .unwrap_or_else(|| panic!("{field} is a list"))
}

/// The keys called `n`: the 64 bytes n, n, …
fn own_keys(n: i64) -> OwnKeys {
    OwnKeys::from_secret(&[u8::try_from(n).unwrap(); 64])
}
