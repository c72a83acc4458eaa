//! Lists of people that this phone asked for: the secret each opens with, and what was ticked on it. They
//! lie under the data key, in the first copy alone, and go when the list ends: with the secret the list
//! is gone, wherever copies of what was sealed still lie.

use serde::{Deserialize, Serialize};

use super::record::{decode, encode};
use super::schema::DEVICE;
use super::strict::Strict;
use super::{Fault, Journal, put_all};
use crate::canvass::dot::Dot;
use crate::canvass::id::HouseholdId;
use crate::canvass::meeting::Purpose;
use crate::sync::keys::Secret;

/// Where they lie.
const THE_LISTS: &[u8] = b"lists";

/// What was ticked of a home on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The home.
    pub home: HouseholdId,
    /// How many of it have come, or the place of what they said.
    pub what: u8,
    /// The entry that says so to organisers, which a correction takes the place of.
    pub entry: Option<Dot>,
}

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
    /// What was ticked.
    pub ticked: Vec<Tick>,
}

/// A list that is about to be asked for: all but the entry, which only the storing transaction knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToAsk {
    /// The meeting.
    pub meeting: Dot,
    /// What for.
    pub purpose: Purpose,
    /// What it opens with.
    pub secret: Secret,
    /// The last day it is kept unless it is lent for another: days since 1970-01-01.
    pub until: i32,
}

impl ToAsk {
    fn asked_by(&self, asked: Dot) -> AskedFor {
        AskedFor {
            asked,
            meeting: self.meeting,
            purpose: self.purpose,
            secret: self.secret.clone(),
            until: self.until,
            ticked: Vec::new(),
        }
    }
}

/// A list as it lay there before ticks had their entries.
#[derive(Deserialize)]
struct Before {
    asked: Dot,
    meeting: Dot,
    purpose: Purpose,
    secret: Secret,
    until: i32,
    ticked: Vec<(HouseholdId, u8)>,
}

impl From<Before> for AskedFor {
    fn from(before: Before) -> AskedFor {
        let ticks = before.ticked.into_iter();
        let ticked = ticks.map(|(home, what)| Tick {
            home,
            what,
            entry: None,
        });
        AskedFor {
            asked: before.asked,
            meeting: before.meeting,
            purpose: before.purpose,
            secret: before.secret,
            until: before.until,
            ticked: ticked.collect(),
        }
    }
}

/// The first byte of a record whose ticks have their entries. A record without it begins with how many
/// lists there are, and no phone has so many.
const WITH_ENTRIES: u8 = 0xff;

fn written(lists: &[AskedFor]) -> Vec<u8> {
    let mut bytes = vec![WITH_ENTRIES];
    bytes.extend(encode(&lists));
    bytes
}

fn read(bytes: &[u8]) -> Option<Vec<AskedFor>> {
    match bytes.split_first() {
        Some((&WITH_ENTRIES, rest)) => decode(rest).ok(),
        _ => {
            let before: Vec<Before> = decode(bytes).ok()?;
            Some(before.into_iter().map(AskedFor::from).collect())
        }
    }
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
        let record = some.then(|| self.seal(DEVICE, THE_LISTS, &written(lists)));
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
        read(&self.unseal(DEVICE, THE_LISTS, &record).ok()?)
    }

    /// Whether this browser can keep a list at all: without a key it keeps none.
    pub fn keeps_lists(&self) -> bool {
        self.data_key.borrow().is_some()
    }

    /// What is to lie there once this was asked for by that entry, with all that lies there in this
    /// transaction.
    pub(super) async fn with_asked(
        &self,
        transaction: &Strict,
        asking: &ToAsk,
        asked: Dot,
    ) -> Result<Vec<u8>, Fault> {
        let there = transaction.get_bytes(DEVICE, THE_LISTS).await?;
        let there = there.and_then(|it| self.unseal(DEVICE, THE_LISTS, &it).ok());
        let mut lists = there.and_then(|it| read(&it)).unwrap_or_default();
        lists.push(asking.asked_by(asked));
        Ok(self.seal(DEVICE, THE_LISTS, &written(&lists)))
    }
}

/// Where it lies: for whoever writes it beside something else.
pub(super) fn place(record: Vec<u8>) -> super::Write<'static> {
    (DEVICE, THE_LISTS.to_vec(), Some(record))
}
