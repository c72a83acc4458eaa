//! What other tabs have recorded, sealed, sent or left: what `client::other_tabs` does.

use stairwell::canvass::dot::LogId;
use stairwell::canvass::fold::{Counted, Written};
use stairwell::sync::session::{Input, Output};

use super::journal::{Journal, LogRecord, measured};
use super::tab::{Moment, Tab};

impl Tab {
    /// Where another tab has left a log, what waits here behind it waits elsewhere now.
    pub fn hear_of_left_logs(&mut self, journal: &Journal, moment: &mut Moment<'_>) {
        let left = |record: &LogRecord| {
            let known = self.logs.get(&record.log);
            record.parked.is_some() && known.is_some_and(|known| known.parked.is_none())
        };
        let session = self.session.as_ref();
        let sends = session.is_some_and(|session| session.status().sending);
        if !sends && journal.logs.values().any(left) {
            self.read_again(journal, moment);
        }
    }

    /// Takes in what another tab has recorded, and what it has sealed of one log; what the session wants
    /// next comes back.
    pub fn look_for(
        &mut self,
        log: LogId,
        journal: &Journal,
        moment: &mut Moment<'_>,
    ) -> Vec<Output> {
        self.take_in_recorded(journal, moment);
        let own = journal.batches.range((log, 0)..=(log, u64::MAX));
        let batches = own.map(|((_, at), it)| (*at, it.clone())).collect();
        self.step(Input::Found { log, batches }, moment)
    }

    /// What another tab has recorded.
    pub fn take_in_recorded(&mut self, journal: &Journal, moment: &mut Moment<'_>) {
        let mut again = false;
        for ((log, first), own) in &journal.events {
            let Some(record) = journal.logs.get(log) else {
                continue;
            };
            if let Some(measured) = measured(own) {
                self.step(measured, moment);
            }
            let run = Written {
                log: *log,
                author: record.author.clone(),
                first: *first,
                offset: 0,
                events: own.events.clone(),
            };
            again |= self.take_in(record, run, moment) == Counted::FoldAgain;
        }
        if again {
            self.fold_again(journal, moment);
        }
    }
}
