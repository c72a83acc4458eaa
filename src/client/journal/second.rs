//! The second copy: a browser has been seen to empty a database, keys and all, two starts after
//! it was killed. What cannot be fetched again is kept in a storage bucket of its own where
//! there are buckets, and a marker outside both says what should be there.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::schema::COPIED;
use super::strict::{Connection, Fault};

/// The bucket's name (lower case, digits, dashes: Storage Buckets, "validate a bucket name").
const BUCKET: &str = "second-copy";

/// Opens the second copy; `None` where this browser has no buckets.
///
/// # Errors
/// [`Fault`] where it has, and this one does not open.
pub async fn open(database: &str) -> Result<Option<Connection>, Fault> {
    let Some((buckets, open)) = buckets() else {
        return Ok(None);
    };
    let fault = |error: JsValue| Fault::of(&error);
    let opening = open.call1(&buckets, &BUCKET.into()).map_err(fault)?;
    let bucket = JsFuture::from(Promise::from(opening))
        .await
        .map_err(fault)?;
    let factory = Reflect::get(&bucket, &"indexedDB".into()).map_err(fault)?;
    let connection = Connection::open(factory.unchecked_into(), database).await?;
    Ok(Some(connection))
}

/// This browser's buckets, and what opens one.
fn buckets() -> Option<(JsValue, Function)> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let buckets = Reflect::get(&navigator, &"storageBuckets".into()).ok()?;
    let open = Reflect::get(&buckets, &"open".into()).ok()?;
    Some((buckets, open.dyn_into().ok()?))
}

/// Puts what one database holds into the other: of each store what `keep` says, and nothing
/// that is there already is taken away.
///
/// # Errors
/// [`Fault`].
pub async fn copy(
    from: &Connection,
    to: &Connection,
    keep: impl Fn(&str, &[u8]) -> bool,
) -> Result<(), Fault> {
    let reading = from.begin_reading(&COPIED)?;
    let mut all = Vec::new();
    for store in COPIED {
        all.push((store, reading.all(store).await?));
    }
    let writing = to.begin(&COPIED)?;
    for (store, records) in all {
        for (key, value) in records {
            if keep(store, &key) {
                writing.put(store, &key, &value)?;
            }
        }
    }
    writing.finish().await
}

/// What should be in the database, kept where an emptied database does not reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marker {
    /// How many logs this device has opened.
    pub logs: u64,
    /// How many events stand in them.
    pub events: u64,
}

impl Marker {
    /// As it stands; `None` where there is no device, or no place to keep a marker.
    pub fn read(database: &str) -> Option<Marker> {
        let text = local_storage()?.get_item(database).ok()??;
        let (logs, events) = text.split_once(' ')?;
        Some(Marker {
            logs: logs.parse().ok()?,
            events: events.parse().ok()?,
        })
    }

    /// Writes it.
    pub fn write(self, database: &str) {
        if let Some(storage) = local_storage() {
            // Without a marker a loss is repaired all the same; it is only not noticed where
            // there is no second copy.
            let text = format!("{} {}", self.logs, self.events);
            let _ = storage.set_item(database, &text);
        }
    }

    /// Takes it away.
    pub fn remove(database: &str) {
        if let Some(storage) = local_storage() {
            let _ = storage.remove_item(database);
            let _ = storage.remove_item(&answered_key(database));
            let _ = storage.remove_item(&offset_key(database));
            let _ = storage.remove_item(&caught_up_key(database));
        }
    }
}

/// When the endpoint last answered, kept beside the marker: an app that was closed since, or
/// another tab, is not to say that it never has.
#[derive(Clone, Copy, Debug)]
pub struct LastAnswer;

impl LastAnswer {
    /// Seconds since 1970; `None` where it never has.
    pub fn read(database: &str) -> Option<i64> {
        let text = local_storage()?.get_item(&answered_key(database)).ok()??;
        text.parse().ok()
    }

    /// Keeps it.
    pub fn write(database: &str, at: i64) {
        if let Some(storage) = local_storage() {
            // It is said only as long as the app stays open then.
            let _ = storage.set_item(&answered_key(database), &at.to_string());
        }
    }
}

/// What was measured of this device's clock when the endpoint last answered, kept beside the marker: the
/// endpoint's clock less this one's, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct LastOffset;

impl LastOffset {
    /// Seconds; `None` where it was never measured.
    pub fn read(database: &str) -> Option<i32> {
        let text = local_storage()?.get_item(&offset_key(database)).ok()??;
        text.parse().ok()
    }

    /// Keeps it.
    pub fn write(database: &str, offset: i32) {
        if let Some(storage) = local_storage() {
            // Until the next answer the clock is taken for right then.
            let _ = storage.set_item(&offset_key(database), &offset.to_string());
        }
    }
}

/// When the endpoint last answered with all that was left to pull, kept beside the marker. An answer that
/// more comes after says nothing of what somebody took back meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct CaughtUp;

impl CaughtUp {
    /// Seconds since 1970; `None` where it never has.
    pub fn read(database: &str) -> Option<i64> {
        let text = local_storage()?.get_item(&caught_up_key(database)).ok()??;
        text.parse().ok()
    }

    /// Keeps it.
    pub fn write(database: &str, at: i64) {
        if let Some(storage) = local_storage() {
            // Until the next such answer nothing is taken out then.
            let _ = storage.set_item(&caught_up_key(database), &at.to_string());
        }
    }
}

fn caught_up_key(database: &str) -> String {
    format!("{database}-caught-up")
}

fn offset_key(database: &str) -> String {
    format!("{database}-offset")
}

fn answered_key(database: &str) -> String {
    format!("{database}-answered")
}

fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
