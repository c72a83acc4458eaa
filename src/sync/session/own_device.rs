//! Whose session it is, and what changes of its device without a grant.

use super::Session;
use crate::canvass::author::Author;
use crate::canvass::stream::Stream;
use crate::sync::epoch::Epoch;

impl Session {
    /// Its person goes by this name from now on.
    pub fn go_by(&mut self, name: &str) {
        self.device.name = name.to_string();
    }

    /// It is about to begin this epoch, and [holds](crate::sync::epoch::Keyring::hold) it already.
    pub fn hold(&mut self, epoch: Epoch) {
        self.device.keyring.hold(epoch);
    }

    /// As whom it writes on the board; `None` where its certificate does not hold.
    pub fn author(&self) -> Option<Author> {
        let own = self.reader.holding(self.device.certificate())?;
        Some(own.author(Stream::Board))
    }
}
