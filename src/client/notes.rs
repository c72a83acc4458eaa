//! Short notes beside the database, in the browser's local storage: what the front page still has
//! to say when the database says nothing any more, and what was begun and is to be finished. Of
//! people they say nothing.

use super::clock::now;
use super::phone::{OnlyPractice, Phone};
use crate::canvass::author::CertificateId;
use crate::canvass::hex;
use crate::canvass::route::Route;
use crate::organise::ending::Kept;

/// Why this device belongs to no campaign any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// What happened.
    pub how: How,
    /// How many events had not been sent then. Their sealed batches are still here.
    pub unsent: usize,
}

/// How it came to belong to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// An organiser took it off.
    TakenOff,
    /// The campaign has ended.
    Ended,
    /// Its list was closed: at the end of a shift, or after so many days without contact.
    Closed,
    /// It was wiped here.
    Wiped,
}

impl How {
    const ALL: [How; 4] = [How::TakenOff, How::Ended, How::Closed, How::Wiped];

    fn word(self) -> &'static str {
        match self {
            How::TakenOff => "taken-off",
            How::Ended => "ended",
            How::Closed => "closed",
            How::Wiped => "wiped",
        }
    }
}

impl Left {
    /// The note, if there is one.
    pub fn read(database: &str) -> Option<Left> {
        Left::parse(&get(database, LEFT)?)
    }

    /// Writes it.
    pub fn write(self, database: &str) {
        put(
            database,
            LEFT,
            &format!("{} {}", self.how.word(), self.unsent),
        );
    }

    /// Takes it away: the device belongs to a campaign again.
    pub fn remove(database: &str) {
        remove(database, LEFT);
    }

    fn parse(text: &str) -> Option<Left> {
        let (word, unsent) = text.split_once(' ')?;
        Some(Left {
            how: How::ALL.into_iter().find(|how| how.word() == word)?,
            unsent: unsent.parse().ok()?,
        })
    }
}

/// A device or an invitation that is being taken off: kept until everyone else has new keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakingOff(pub CertificateId);

impl TakingOff {
    /// The one that was begun and not finished.
    pub fn read(database: &str) -> Option<TakingOff> {
        let id = hex::decode(&get(database, TAKING_OFF)?)?;
        Some(TakingOff(CertificateId(id)))
    }

    /// It is begun.
    pub fn write(self, database: &str) {
        put(database, TAKING_OFF, &hex::encode(&self.0.0));
    }

    /// It is finished.
    pub fn remove(database: &str) {
        remove(database, TAKING_OFF);
    }
}

/// When the last shift on this device ended: seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftEnd(pub i64);

impl ShiftEnd {
    /// The note, if there is one.
    pub fn read(database: &str) -> Option<ShiftEnd> {
        get(database, SHIFT_END)?.parse().ok().map(ShiftEnd)
    }

    /// It ends.
    pub fn write(self, database: &str) {
        put(database, SHIFT_END, &self.0.to_string());
    }
}

/// A script that is being written, as it was when its page was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptScript(pub String);

impl KeptScript {
    /// The note, if there is one.
    pub fn read(database: &str) -> Option<KeptScript> {
        get(database, SCRIPT).map(KeptScript)
    }

    /// Writes it.
    pub fn write(&self, database: &str) {
        put(database, SCRIPT, &self.0);
    }

    /// It is published, given up, or the device belongs to the campaign no more.
    pub fn remove(database: &str) {
        remove(database, SCRIPT);
    }
}

/// What a campaign that has ended came to, on an organiser's device.
pub struct KeptCounts;

impl KeptCounts {
    /// The note, if there is one.
    pub fn read(database: &str) -> Option<Kept> {
        Kept::from_text(&get(database, COUNTS)?)
    }

    /// Keeps it; of an earlier campaign no more.
    pub fn write(kept: Kept, database: &str) {
        put(database, COUNTS, &kept.to_text());
    }
}

/// Which way this phone's owner walks.
pub struct WalkRoute;

impl WalkRoute {
    /// The way; the usual one where none was chosen.
    pub fn read(database: &str) -> Route {
        get(database, WALK).map_or_else(Route::default, |text| Route::read(&text))
    }

    /// Another way from now on.
    pub fn write(route: Route, database: &str) {
        put(database, WALK, &route.text());
    }
}

/// Since when this device's clock is not believed, by itself: seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubted(pub i64);

impl Doubted {
    /// The note, if there is one.
    pub fn read(database: &str) -> Option<Doubted> {
        get(database, DOUBTED)?.parse().ok().map(Doubted)
    }

    /// From now on it is doubted.
    pub fn write(self, database: &str) {
        put(database, DOUBTED, &self.0.to_string());
    }

    /// The endpoint was heard.
    pub fn remove(database: &str) {
        remove(database, DOUBTED);
    }
}

/// That its owner has folded away how the app comes to the home screen.
pub struct HomeFolded;

impl HomeFolded {
    /// Whether it is folded away.
    pub fn read(database: &str) -> bool {
        get(database, HOME).is_some()
    }

    /// Folds it away, or out again.
    pub fn write(folded: bool, database: &str) {
        match folded {
            true => put(database, HOME, "folded"),
            false => remove(database, HOME),
        }
    }
}

/// What pages read and write of them.
impl Phone {
    /// Whether its owner has folded away how the app comes to the home screen.
    pub fn home_folded(self) -> bool {
        self.own()
            .is_ok_and(|own| HomeFolded::read(own.held().journal.database()))
    }

    /// Keeps that it is folded away, or is not.
    pub fn fold_home(self, folded: bool) {
        if let Ok(own) = self.own() {
            HomeFolded::write(folded, own.held().journal.database());
        }
    }

    /// When a shift last ended on this device: seconds since 1970.
    pub fn shift_ended_at(self) -> Option<i64> {
        let held = self.own().ok()?.held();
        ShiftEnd::read(held.journal.database()).map(|ShiftEnd(at)| at)
    }

    /// Notes that a shift ends now.
    pub fn note_shift_end(self) {
        if let Ok(own) = self.own() {
            ShiftEnd(now()).write(own.held().journal.database());
        }
    }

    /// The script that is being written here, as its page left it.
    pub fn kept_script(self) -> Option<String> {
        let held = self.own().ok()?.held();
        KeptScript::read(held.journal.database()).map(|KeptScript(text)| text)
    }

    /// Keeps the script that is being written here on this device, or nothing of it any more.
    pub fn keep_script(self, text: Option<&str>) {
        if let Ok(own) = self.own() {
            own.keep_script(text);
        }
    }

    /// What the campaign that has ended came to, where this device has kept that.
    pub fn kept_counts(self) -> Option<Kept> {
        let held = self.own().ok()?.held();
        KeptCounts::read(held.journal.database())
    }

    /// Which way its owner walks.
    pub fn route(self) -> Route {
        match self.own() {
            Ok(own) => WalkRoute::read(own.held().journal.database()),
            Err(OnlyPractice) => Route::default(),
        }
    }

    /// Keeps which way its owner walks.
    pub fn keep_route(self, route: Route) {
        if let Ok(own) = self.own() {
            WalkRoute::write(route, own.held().journal.database());
        }
    }
}

const DOUBTED: &str = "clock-doubted";
const HOME: &str = "home-folded";
const LEFT: &str = "left";
const COUNTS: &str = "counts";
const SCRIPT: &str = "script";
const SHIFT_END: &str = "shift-end";
const WALK: &str = "walk";
const TAKING_OFF: &str = "taking-off";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn get(database: &str, note: &str) -> Option<String> {
    storage()?.get_item(&format!("{database}-{note}")).ok()?
}

fn put(database: &str, note: &str, text: &str) {
    if let Some(storage) = storage() {
        // Where nothing can be kept, it is said only as long as the app stays open.
        let _ = storage.set_item(&format!("{database}-{note}"), text);
    }
}

fn remove(database: &str, note: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{database}-{note}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_reads_back_and_anything_else_is_none() {
        assert_eq!(
            Left::parse("taken-off 12"),
            Some(Left {
                how: How::TakenOff,
                unsent: 12
            })
        );
        for text in ["", "taken-off", "gone 3", "taken-off x"] {
            assert_eq!(Left::parse(text), None, "{text}");
        }
    }
}
