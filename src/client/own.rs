//! A phone of its own: the journal, the session, and what they come to. Everything in the shell that
//! stores, sends or joins is of this, and of nothing else: an evening of practice is none, and so there
//! is no way from it to a campaign.

use std::rc::Rc;

use leptos::prelude::*;

use super::held::Held;
use super::journal::{Journal, Since};
use super::notes::{KeptScript, Left};
use super::rebuilt::{FoldAll, Rebuilt};
use super::rest;
use super::signals::Told;
use super::told::OpenError;
use crate::canvass::fold::State;

/// A handle, copied freely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    held: StoredValue<Rc<Held>, LocalStorage>,
    pub told: Told,
}

impl Own {
    /// Opens the journal, repaired if the browser had emptied it, folds what it holds, and
    /// listens for what should wake it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open() -> Result<Own, OpenError> {
        let own = Own::open_asleep("").await?;
        own.wake();
        Ok(own)
    }

    /// As [`Own::open`], under a name of its own and as its only tab: it syncs when told to.
    /// Several phones in one browser are for tests.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_as(name: &str) -> Result<Own, OpenError> {
        let own = Own::open_asleep(name).await?;
        own.held().tabs.lead_at_once();
        Ok(own)
    }

    async fn open_asleep(name: &str) -> Result<Own, OpenError> {
        let (journal, repaired) = Journal::open(name).await?;
        let member = journal.has_device().await;
        let member = member.map_err(|_| OpenError::NoStorage)?;
        let left = Left::read(journal.database());
        let own = Own {
            held: StoredValue::new_local(Rc::new(Held::new(journal))),
            told: Told::new(repaired, left),
        };
        if member {
            let rest = rest::come().await.map_err(|_| OpenError::NotLoaded)?;
            (rest.begin)(own).await?;
        }
        Ok(own)
    }

    /// Folds what the journal holds.
    pub async fn begin(self) -> Result<(), OpenError> {
        let held = self.held();
        if held.journal.lock_salt().is_some() {
            self.told.locked.set(true);
            return Ok(());
        }
        let rebuilt = match self.rebuilt(Since::Snapshot).await? {
            Err(FoldAll) => match self.rebuilt(Since::Start).await? {
                Ok(rebuilt) => rebuilt,
                Err(FoldAll) => return Err(OpenError::Unreadable),
            },
            Ok(rebuilt) => rebuilt,
        };
        self.put_in_place(rebuilt);
        self.refresh();
        Ok(())
    }

    /// What the journal comes to; `None` where it holds no device.
    async fn rebuilt(self, since: Since) -> Result<Result<Option<Rebuilt>, FoldAll>, OpenError> {
        let loaded = self.held().journal.load(since).await;
        let mut loaded = loaded.map_err(|_| OpenError::NoStorage)?;
        match loaded.device.take() {
            Some(device) => Ok(Rebuilt::from(device, loaded).map(Some)),
            // A device that is there and does not open must not look like none.
            None if loaded.device_unread => Err(OpenError::Unreadable),
            None => Ok(Ok(None)),
        }
    }

    pub fn held(self) -> Rc<Held> {
        self.held.get_value()
    }

    /// Reads what is true at the doors, once.
    pub fn read_untracked<T>(self, f: impl FnOnce(&State) -> T) -> T {
        self.held.with_value(|held| f(&held.state.borrow()))
    }

    /// Keeps the script that is being written here, or nothing of it any more.
    pub fn keep_script(self, text: Option<&str>) {
        let held = self.held();
        match text {
            Some(text) => KeptScript(text.to_string()).write(held.journal.database()),
            None => KeptScript::remove(held.journal.database()),
        }
    }
}
