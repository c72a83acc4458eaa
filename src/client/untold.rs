//! What was told at a talk and is not sealed yet, as the pages keep it.

use super::journal::Unsealed;
use super::phone::Phone;

impl Phone {
    /// Keeps what was told at a talk until it is sealed, or forgets it where nothing is left of it. It is
    /// a help and no promise: where it cannot be kept, it stands on the screen as before.
    pub fn keep_unsealed(self, told: Option<Unsealed>) -> impl Future<Output = ()> {
        let held = self.own().ok().map(|own| own.held());
        // What is sealed before this has its turn has it already.
        let moment = held.as_ref().map(|held| held.journal.moment());
        async move {
            if let (Some(held), Some(moment)) = (held, moment) {
                let _ = held.journal.keep_unsealed(told.as_ref(), moment).await;
            }
        }
    }

    /// What was told at a talk that was never left.
    pub async fn unsealed(self) -> Option<Unsealed> {
        let held = self.own().ok()?.held();
        held.journal.unsealed().await
    }
}
