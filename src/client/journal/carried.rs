//! What an organiser's device took in from files and has not got back from the endpoint. It lies beside
//! the snapshot, in a store that older versions of the app read one key of.

use super::record::{Unread, decode, encode};
use super::schema::META;
use super::strict::{Fault, Strict};
use super::{Journal, Write, put_all};
use crate::sync::carried::Carried;

/// What the key of each begins with; then come eight bytes of its hash.
const CARRIED: &[u8] = b"carried";

fn key(carried: &Carried) -> Vec<u8> {
    let hash = carried.hash();
    [CARRIED, hash.split_at(8).0].concat()
}

impl Journal {
    /// Keeps one, strictly.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_carried(&self, carried: &Carried) -> Result<(), Fault> {
        let key = key(carried);
        let record = self.seal(META, &key, &encode(carried));
        self.write_meta(&(META, key, Some(record))).await
    }

    /// Lets go of one.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn forget_carried(&self, carried: &Carried) -> Result<(), Fault> {
        self.write_meta(&(META, key(carried), None)).await
    }

    async fn write_meta(&self, write: &Write<'_>) -> Result<(), Fault> {
        self.twice(async || {
            let transaction = self.main.begin(&[META])?;
            put_all(&transaction, std::slice::from_ref(write))?;
            transaction.finish().await
        })
        .await
    }

    /// Those there are, by their keys.
    pub(super) async fn carried_in(
        &self,
        transaction: &Strict,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>, Fault> {
        let to = [CARRIED, &[u8::MAX; 9]].concat();
        let mut records = Vec::new();
        for key in transaction.keys(META, CARRIED, &to).await? {
            let record = transaction.get_bytes(META, &key).await?;
            records.extend(record.map(|record| (key, record)));
        }
        Ok(records)
    }

    pub(super) fn read_carried(&self, key: &[u8], record: &[u8]) -> Result<Carried, Unread> {
        decode(&self.unseal(META, key, record)?)
    }
}
