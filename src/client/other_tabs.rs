//! What other tabs of the app have recorded, or have sealed and sent: the journal knows.

use super::journal::{LogRecord, Since};
use super::own::Own;
use crate::canvass::dot::LogId;
use crate::canvass::fold::{Counted, Written};
use crate::sync::session::{Input, Output};

impl Own {
    /// A tab that was closed in the moment it recorded something told nobody: looks whether there is
    /// such a thing, or its log would wait for what nobody sends. Where another tab has left a log, what waits
    /// here behind it waits elsewhere now.
    pub(super) async fn hear_of_other_tabs(self) {
        let held = self.held();
        // Should it fail, the next sync looks again.
        let there = held.journal.logs_there().await.unwrap_or_default();
        let (unheard, left) = {
            let logs = held.logs.borrow();
            let unheard = |record: &LogRecord| {
                let known = logs.get(&record.log).map(|known| known.next);
                held.is_of_this_campaign(record) && known.is_none_or(|next| next < record.next)
            };
            let left = |record: &LogRecord| {
                let known = logs.get(&record.log);
                record.parked.is_some() && known.is_some_and(|known| known.parked.is_none())
            };
            (there.iter().any(unheard), there.iter().any(left))
        };
        let sends = held.session.borrow().as_ref().map(|s| s.status().sending);
        if left && sends == Some(false) {
            self.read_again().await;
        } else if held.missed.take() || unheard {
            self.take_in_recorded().await;
        }
    }

    /// Takes in what another tab has recorded, and what it has sealed of one log; what the session wants
    /// next comes back.
    pub(super) async fn look_for(self, log: LogId) -> Vec<Output> {
        let input = match self.take_in_all().await {
            Some(batches) => {
                let own = batches.into_iter().filter(|(of, ..)| *of == log);
                let batches = own.map(|(_, first, bytes)| (first, bytes)).collect();
                Input::Found { log, batches }
            }
            // Like a lost answer: it is asked for again later.
            None => Input::NoAnswer,
        };
        self.held().step(input)
    }

    /// Takes in what another tab has recorded.
    pub(super) async fn take_in_recorded(self) {
        // Should it fail, the next sync looks again.
        let _ = self.take_in_all().await;
    }

    /// Takes in what another tab has recorded: all batches there are, of own logs, each with the number of
    /// its first event. `None` where the journal does not say.
    async fn take_in_all(self) -> Option<Vec<(LogId, u64, Vec<u8>)>> {
        let held = self.held();
        let loaded = held.journal.load(Since::Snapshot).await.ok()?;
        let mut again = *held.carried.borrow() != loaded.carried;
        held.carried.replace(loaded.carried);
        for own in loaded.events {
            let record = loaded.logs.iter().find(|record| record.log == own.log);
            let Some(record) = record else { continue };
            if let Some(measured) = own.measured() {
                held.step(measured);
            }
            let run = Written {
                log: own.log,
                author: record.author.clone(),
                first: own.first,
                offset: 0,
                events: own.events,
            };
            again |= held.take_in(record, run) == Counted::FoldAgain;
        }
        if again {
            self.fold_again().await;
        }
        self.refresh();
        self.changed();
        Some(loaded.batches)
    }
}
