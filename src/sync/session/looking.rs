//! What the journal is asked for: another tab of the same app may have recorded and sent what is not known
//! here.

use rand_core::CryptoRng;

use super::{Output, Phase, Session};
use crate::canvass::dot::LogId;

impl Session {
    /// Before a sync: logs of which a number is missing here, and later ones are not. Another tab has recorded
    /// that, and where the endpoint has acknowledged it there, it lies in the journal in no run of events any more, but in a
    /// batch. Without it nothing behind it could be sealed or sent here, and would be called unsent for ever, sent by
    /// that tab or not. That the journal takes it for acknowledged is not believed, since the endpoint may have been
    /// brought back from a backup since: it is offered once more, and the endpoint says so.
    pub(super) fn look_for_missing(&mut self) -> Vec<Output> {
        let lines = self.own.values().filter(|line| line.misses_some());
        let logs: Vec<LogId> = lines.map(|line| line.own.log).collect();
        if !logs.is_empty() {
            self.phase = Phase::Looking(logs.iter().copied().collect());
        }
        logs.into_iter()
            .map(|log| Output::LookFor { log })
            .collect()
    }

    /// What lies in the journal of a log; once all is found that a sync waits for, it goes on.
    pub(super) fn found(
        &mut self,
        log: LogId,
        batches: Vec<(u64, Vec<u8>)>,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let Some(line) = self.own.get_mut(&log) else {
            return Vec::new();
        };
        let Phase::Looking(logs) = &mut self.phase else {
            line.find(batches);
            return Vec::new();
        };
        // Nothing was answered yet of what the endpoint holds: that this was looked for says nothing of it.
        line.seal_as_stored(batches);
        logs.remove(&log);
        if !logs.is_empty() {
            return Vec::new();
        }
        self.phase = Phase::Idle;
        self.seal_or_ask(rng)
    }
}
