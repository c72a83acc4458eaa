//! The test vectors of docs/protocol.md, both ways: what the code makes is what the file holds,
//! and what the file holds is read, opened and verified.
//!
//! After a change that is meant, `STAIRWELL_WRITE_VECTORS=1 cargo test --test it vectors` writes
//! the files anew, for review.

mod agm;
mod aid;
mod bodies;
mod boxes;
mod carried;
mod certificates;
mod checkpoints;
mod events;
mod handover;
mod incident;
mod keys;
mod meetings;
mod petition;
mod structure;
mod training;
mod wire;

use std::collections::BTreeMap;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use serde_json::Value;
use stairwell::sync::keys::OwnKeys;

/// Compares what was made with the file of that name, and gives what the file holds.
///
/// As values, not as text: in which order an object's fields are printed depends on a feature of
/// serde_json that any dependency may turn on.
fn held(name: &str, made: &Value) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/vectors")
        .join(name);
    if std::env::var_os("STAIRWELL_WRITE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(&sorted(made)).unwrap() + "\n";
        std::fs::write(&path, text).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    assert!(
        file == *made,
        "{name} is not what the code makes; if that is meant, see tests/it/vectors/mod.rs"
    );
    file
}

/// The same value with every object's fields in the order of their names.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<&String, &Value> = fields.iter().collect();
            let sorted = fields.into_iter();
            Value::Object(
                sorted
                    .map(|(name, field)| (name.clone(), self::sorted(field)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
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
