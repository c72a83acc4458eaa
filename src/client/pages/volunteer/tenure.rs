//! How a household holds its home: one tap, where they say so.

use super::one_tap::OneTap;
use crate::canvass::fold::State;
use crate::canvass::id::HouseholdId;
use crate::canvass::tenure::{Tenure, holds, tenure};
use crate::client::parts::tenure::TENURES;

/// It, at a door.
pub const TENURE: OneTap = OneTap {
    offered: TENURES,
    // Their names are too long to stand side by side.
    buttons: "stack",
    id: "tenure",
    what: "tenure.what",
    asks: "tenure.what",
    other: "tenure.other",
    keep: "tenure.keep",
    // A home is held as one.
    of_each: false,
    known,
    known_of: |state, household, _| known(state, household),
    record: |state, stream, (household, _), word| holds(state, stream, household, word),
};

fn known(state: &State, household: HouseholdId) -> Vec<String> {
    match tenure(state, household) {
        Tenure::Unknown => Vec::new(),
        Tenure::Known(tenure) => vec![tenure],
        Tenure::Disputed(several) => several,
    }
}
