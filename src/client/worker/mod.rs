//! Slow work, done beside the page so that it never stands still: taking an address list apart,
//! and turning six words into keys. One wasm program, `import_worker`, does both.
//!
//! The page posts a [`Job`] (postcard) or a file; the worker answers with [`Told`]s (postcard),
//! the last of which is not a [`Told::Progress`].

mod ask;
mod jobs;

use serde::{Deserialize, Serialize};

use crate::canvass::address_list::Plan;
use crate::sync::keys::{OwnKeys, Secret};

pub use ask::{ask, file, job};
pub use jobs::{Jobs, read_list};

/// The file the page starts the worker from: a loader of a fixed name.
pub const SCRIPT: &str = "/import_worker.js";

/// What the worker is asked to do, other than to read a file that is handed to it as it is.
#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Turn six words into keys.
    Words {
        /// As typed.
        words: String,
        /// The whole list, one word a line.
        list: String,
    },
    /// Turn a PIN into a key.
    Pin {
        /// As typed.
        pin: String,
        /// This phone's.
        salt: [u8; 16],
    },
}

/// What the worker says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Told {
    /// So much of the work is done.
    Progress {
        /// Rows done.
        done: u32,
        /// Rows in all.
        total: u32,
    },
    /// The list, taken apart.
    List(Plan),
    /// Addresses stand on these sheets of the workbook, each with how many doors they would become:
    /// one has to be named.
    WhichSheet(Vec<(String, usize)>),
    /// The words' keys.
    Keys(OwnKeys),
    /// The PIN's key.
    PinKey(Secret),
    /// It cannot be done.
    Refused(Sentence),
}

/// A sentence of the catalogue, as it travels between the worker and the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The catalogue's key.
    pub key: String,
    /// The values of its placeholders.
    pub values: Vec<(String, String)>,
}

impl Sentence {
    /// A sentence without placeholders.
    pub fn plain(key: &str) -> Sentence {
        Sentence {
            key: key.to_string(),
            values: Vec::new(),
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        let values: Vec<_> = self
            .values
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        crate::locales::fill(&self.key, &values)
    }
}
