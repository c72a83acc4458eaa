//! Lists of people that this phone asked for: the secret each opens with, and what was ticked on it. They
//! lie under the data key, in the first copy alone, and go when the list ends: with the secret the list
//! is gone, wherever copies of what was sealed still lie.

use serde::{Deserialize, Serialize};

use super::record::{decode, encode};
use super::schema::DEVICE;
use super::{Fault, Journal, put_all};
use crate::canvass::dot::Dot;
use crate::canvass::id::HouseholdId;
use crate::canvass::meeting::Purpose;
use crate::sync::keys::Secret;

/// Where they lie.
const THE_LISTS: &[u8] = b"lists";

/// A list this phone asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedFor {
    /// The entry that asked.
    pub asked: Dot,
    /// The meeting.
    pub meeting: Dot,
    /// What for.
    pub purpose: Purpose,
    /// What it opens with.
    pub secret: Secret,
    /// The last day it is kept unless it is lent for another: days since 1970-01-01.
    pub until: i32,
    /// What was ticked: homes, and how many of each have come, or the place of what they said.
    pub ticked: Vec<(HouseholdId, u8)>,
}

/// Whether a record belongs in the second copy.
pub(super) fn is_copied(store: &str, key: &[u8]) -> bool {
    (store, key) != (DEVICE, THE_LISTS)
}

impl Journal {
    /// Keeps these in place of those that were kept; without any, nothing is left. Whether it could: a
    /// browser that can keep no key keeps no list.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_lists(&self, lists: &[AskedFor]) -> Result<bool, Fault> {
        if self.data_key.borrow().is_none() {
            return Ok(false);
        }
        let some = !lists.is_empty();
        let record = some.then(|| self.seal(DEVICE, THE_LISTS, &encode(&lists)));
        self.twice(async || {
            let transaction = self.main.begin(&[DEVICE])?;
            put_all(
                &transaction,
                &[(DEVICE, THE_LISTS.to_vec(), record.clone())],
            )?;
            transaction.finish().await
        })
        .await?;
        Ok(true)
    }

    /// What was kept, if it can be read.
    pub async fn lists(&self) -> Vec<AskedFor> {
        self.read_lists().await.unwrap_or_default()
    }

    async fn read_lists(&self) -> Option<Vec<AskedFor>> {
        let reading = self.main.begin_reading(&[DEVICE]).ok()?;
        let record = reading.get_bytes(DEVICE, THE_LISTS).await.ok()??;
        decode(&self.unseal(DEVICE, THE_LISTS, &record).ok()?).ok()
    }
}
