//! What was told at a talk for organisers alone, until the talk is left: whom they named, and how to
//! reach them. It lies there under the data key and no other, so that a page loaded anew, or a phone
//! that died, has it still.
//!
//! Once it is sealed not even this phone can read it, so the transaction that stores what is sealed takes
//! this out; the second copy never has it; and what was to be kept before something was sealed is not
//! kept after.

use serde::{Deserialize, Serialize};

use super::record::{decode, encode};
use super::schema::DEVICE;
use super::{Fault, Journal, NewRun, Write, put_all};
use crate::canvass::id::HouseholdId;
use crate::canvass::stream::Stream;

/// Where it lies.
const THE_TALK: &[u8] = b"talk";

/// What was told at a talk that was not left yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsealed {
    /// Whose talk.
    pub household: HouseholdId,
    /// Whom they named.
    pub named: Vec<String>,
    /// What they like to be called.
    pub name: String,
    /// Phone or mail, as they gave it.
    pub reach: String,
}

/// When something was to be kept, as the journal counts: before or after something was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(u64);

/// Whether a record belongs in the second copy.
pub(super) fn is_copied(store: &str, key: &[u8]) -> bool {
    (store, key) != (DEVICE, THE_TALK) && super::lists::is_copied(store, key)
}

/// What takes it out.
pub(super) fn taken_out() -> Write<'static> {
    (DEVICE, THE_TALK.to_vec(), None)
}

/// Whether these events take it out: something of them is sealed.
pub(super) fn seals(runs: &[NewRun]) -> bool {
    runs.iter().any(|run| run.record.stream() == Stream::Inner)
}

impl Journal {
    /// Now, for [`Journal::keep_unsealed`]: to be asked when something is told, before anything else is
    /// waited for.
    pub fn moment(&self) -> Moment {
        Moment(self.sealings.get())
    }

    /// Keeps what was told, in place of what was kept before; nothing where nothing is left of it. Where
    /// something was sealed since that moment, and where this browser can keep no key, it is left alone.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_unsealed(
        &self,
        told: Option<&Unsealed>,
        moment: Moment,
    ) -> Result<(), Fault> {
        if self.data_key.borrow().is_none() {
            return Ok(());
        }
        let record = told.map(|told| self.seal(DEVICE, THE_TALK, &encode(told)));
        self.twice(async || {
            if self.moment() != moment {
                return Ok(());
            }
            // Begun before anything that is sealed from now on, so it comes to stand before that.
            let transaction = self.main.begin(&[DEVICE])?;
            put_all(&transaction, &[(DEVICE, THE_TALK.to_vec(), record.clone())])?;
            transaction.finish().await
        })
        .await
    }

    /// What was kept, if it can be read.
    pub async fn unsealed(&self) -> Option<Unsealed> {
        let reading = self.main.begin_reading(&[DEVICE]).ok()?;
        let record = reading.get_bytes(DEVICE, THE_TALK).await.ok()??;
        decode(&self.unseal(DEVICE, THE_TALK, &record).ok()?).ok()
    }
}
