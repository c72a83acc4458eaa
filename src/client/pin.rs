//! A PIN for this phone: the key everything is sealed with is itself sealed with a key from the PIN,
//! so that nothing of the campaign opens without it.

use leptos::prelude::*;

use super::clock::BrowserRng;
use super::own::Own;
use super::told::SaveError;
use super::worker::{self, Job, Told};
use crate::sync::keys::{Secret, random_bytes};

/// Why a PIN did not open this phone, or was not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinError {
    /// It is another one.
    Wrong,
    /// The key could not be worked out, or not kept.
    NotDone,
}

impl From<SaveError> for PinError {
    fn from(_: SaveError) -> PinError {
        PinError::NotDone
    }
}

impl Own {
    /// Opens this phone.
    ///
    /// # Errors
    /// [`PinError`].
    pub(super) async fn unlock(self, pin: &str) -> Result<(), PinError> {
        let held = self.held();
        let salt = held.journal.lock_salt().ok_or(PinError::NotDone)?;
        let key = key_of(pin, salt).await?;
        if !held.journal.unlock_with(&key) {
            return Err(PinError::Wrong);
        }
        self.begin().await.map_err(|_| PinError::NotDone)?;
        self.told.locked.set(false);
        self.ask_to_keep();
        self.begin_sync();
        Ok(())
    }

    /// Asks for this PIN from now on, or for none.
    ///
    /// # Errors
    /// [`PinError`]: it is as it was.
    pub(super) async fn set_pin(self, pin: Option<&str>) -> Result<(), PinError> {
        let lock = match pin {
            None => None,
            Some(pin) => {
                let salt = random_bytes(&mut BrowserRng);
                Some((salt, key_of(pin, salt).await?))
            }
        };
        let set = self.held().journal.set_lock(lock.as_ref()).await;
        set.map_err(|_| PinError::NotDone)
    }

    /// Somebody has forgotten the PIN: everything goes, what was not sent, too, since nothing can
    /// open or send it.
    ///
    /// # Errors
    /// [`PinError::NotDone`].
    pub(super) async fn wipe_locked(self) -> Result<(), PinError> {
        self.leave().await.map_err(|_| PinError::NotDone)?;
        self.told.locked.set(false);
        Ok(())
    }
}

/// The key of a PIN, worked out beside the page.
async fn key_of(pin: &str, salt: [u8; 16]) -> Result<Secret, PinError> {
    let job = worker::job(&Job::Pin {
        pin: pin.to_string(),
        salt,
    });
    match worker::ask(job, |_, _| ()).await {
        Told::PinKey(key) => Ok(key),
        _ => Err(PinError::NotDone),
    }
}
