//! Emptying this phone: doors, what was said there and the keys go; what has not been sent stays,
//! sealed, until it has been. By a tap, at the end of a shift, or after so many days without contact.

use leptos::prelude::*;

use super::contact::Contact;
use super::notes::{How, Left};
use super::own::Own;
use super::told::{PhoneError, SaveError};
use crate::canvass::shift;
use crate::sync::certificate::Role;
use crate::sync::session::Session;

impl Own {
    /// Sends what it can and empties this phone: how many events had to stay, unsent.
    pub(super) async fn empty(self, how: How) -> Result<usize, PhoneError> {
        let held = self.held();
        if held.device().is_none() {
            self.leave_nothing(how).await?;
            return Ok(0);
        }
        // Twice: what is recorded while a request is under way is sealed by the next.
        for _ in 0..2 {
            self.sync_through().await;
        }
        let waiting = held.tally().waiting();
        // What a campaign that was handed over has refused, it never takes: the page has said that it goes. What only
        // waits is sent first, or nobody would hear of it from the device that hands it over.
        let refused = held.not_accepted().into_iter().map(|(_, n)| n).sum::<u64>();
        let never_taken = how == How::Wiped && self.is_handed_over() && waiting as u64 <= refused;
        if waiting == 0 || never_taken {
            self.leave_nothing(how).await?;
            return Ok(0);
        }
        let sealed = held
            .session
            .borrow()
            .as_ref()
            .is_none_or(Session::is_sealed);
        let unsaved = !held.unsaved.borrow().is_empty();
        let Some(device) = held.device().filter(|_| sealed && !unsaved) else {
            return Err(SaveError::Storage.into());
        };
        held.journal
            .empty(&device.emptied())
            .await
            .map_err(SaveError::from)?;
        self.say_left(Left {
            how,
            unsent: waiting,
        });
        self.read_again().await;
        held.tabs.tell(super::tabs::News::Changed);
        Ok(waiting)
    }

    /// Ends the shift and closes the list where nothing is left to be sent: how many events are.
    pub(super) async fn close_sent(self) -> Result<usize, PhoneError> {
        let held = self.held();
        self.sync_through().await;
        if !held.unsaved.borrow().is_empty() {
            return Err(SaveError::Storage.into());
        }
        let own = self.told.membership.get_untracked();
        let own = own.filter(|own| !own.emptied && own.handed_over.is_none());
        if let Some(own) = own.filter(|_| held.tally().waiting() == 0) {
            // Or its stairs would stay hatched: the phone comes back as another.
            let ended = self.read_untracked(|state| shift::ended(state, own.person));
            self.save(&[ended]).await?;
            self.sync_through().await;
        }
        let waiting = held.tally().waiting();
        if waiting == 0 {
            self.leave_nothing(How::Closed).await?;
        }
        Ok(waiting)
    }

    /// Wipes everything of the campaign, and says why on the front page.
    async fn leave_nothing(self, how: How) -> Result<(), PhoneError> {
        self.leave().await?;
        self.say_left(Left { how, unsent: 0 });
        Ok(())
    }

    fn say_left(self, left: Left) {
        left.write(self.held().journal.database());
        self.told.left.set(Some(left));
    }

    /// An emptied phone has sent what it still had: the rest goes, too.
    pub(super) async fn finish_emptying(self) {
        let emptied = self.is_emptied();
        let waiting = self.held().tally().waiting();
        if emptied && waiting == 0 {
            let how = self
                .told
                .left
                .get_untracked()
                .map_or(How::Wiped, |left| left.how);
            // Should it fail, the next sync tries again.
            let _ = self.leave_nothing(how).await;
        }
    }

    fn is_emptied(self) -> bool {
        let membership = self.told.membership;
        membership.with_untracked(|own| own.as_ref().is_some_and(|own| own.emptied))
    }

    /// Closes the list where the endpoint has not been heard for longer than the campaign allows, by a clock
    /// that can be believed.
    /// An organiser's device stays open: closing the only one would close the campaign.
    pub(super) async fn close_if_stale(self) {
        let volunteers = self.told.membership.with_untracked(|own| {
            let own = own.as_ref();
            own.is_some_and(|own| own.role < Role::Organiser && !own.emptied)
        });
        if !volunteers || self.contact() == Contact::Kept {
            return;
        }
        // Where it answers now, there is contact, and it has said whether this phone is still on.
        self.sync_through().await;
        if self.told.membership.get_untracked().is_none() {
            return;
        }
        match self.contact() {
            Contact::Kept => {}
            Contact::Doubtful => self.doubt_clock(),
            Contact::Lost => {
                // Where it cannot be done, it is tried again when the app is next opened.
                let _ = self.empty(How::Closed).await;
            }
        }
    }
}
