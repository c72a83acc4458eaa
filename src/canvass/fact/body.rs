//! An event's body as bytes.

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// Why an event's body is not what its kind says.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("this event's body does not have its kind's shape")]
pub struct MalformedBody;

/// A body of these fields.
pub(super) fn write<T: Serialize>(fields: &T) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    postcard::to_allocvec(fields).expect("a body can be written")
}

/// The fields of a body that ends with them.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, MalformedBody> {
    let (fields, rest) = postcard::take_from_bytes(body).map_err(|_| MalformedBody)?;
    if rest.is_empty() {
        Ok(fields)
    } else {
        Err(MalformedBody)
    }
}
