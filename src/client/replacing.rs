//! Organisers' devices put checkpoints in the place of long pasts.

use leptos::prelude::*;

use super::clock::BrowserRng;
use super::net;
use super::own::Own;
use super::phone::Phone;
use crate::canvass::checkpoint::Checkpoint;
use crate::sync::wire::path;

impl Own {
    /// Makes the checkpoint that is due next, on an organiser's device, once everything has come and is
    /// counted. Whether one was taken: it comes back with the next pull.
    pub(super) async fn replace(self) -> bool {
        let held = self.held();
        let due = {
            let session = held.session.borrow();
            session.as_ref().and_then(|session| {
                let new = session.next_checkpoint(&held.state.borrow(), &mut BrowserRng)?;
                Some((session.device().token.clone(), new))
            })
        };
        let Some((token, new)) = due else {
            return false;
        };
        // Where more has come meanwhile, or another was quicker, it is looked at again after the next
        // sync.
        let taken = net::ask_as::<_, ()>(&token, path::CHECKPOINT, &new).await;
        taken.is_ok()
    }
}

impl Phone {
    /// Whether a checkpoint was made that is not what this device holds. Runs again whenever that may
    /// have changed.
    pub fn checkpoint_differs(self) -> bool {
        self.own().is_ok_and(|own| {
            own.told.version.track();
            let held = own.held();
            let up_to_date = held
                .session
                .borrow()
                .as_ref()
                .is_some_and(|it| it.status().up_to_date);
            let state = held.state.borrow();
            let differs = |it: &Checkpoint| state.awaits_erasures(it) || state.differs_from(it);
            !held.differing.borrow().is_empty()
                || (up_to_date && held.awaiting.borrow().iter().any(differs))
        })
    }
}
