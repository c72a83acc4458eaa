//! Tenures by their names.

use super::offered::Offered;
use crate::canvass::tenure::OFFERED;

/// Those offered here.
pub const TENURES: Offered = Offered {
    words: &OFFERED,
    key: |word| format!("tenure.{word}"),
};

/// The name of a tenure that was recorded: of one offered here in the words of this catalogue, any other
/// as it was typed.
pub fn tenure_name(tenure: &str) -> String {
    TENURES.name(tenure)
}
