//! How far this device's clock is off, as it is known.

use super::{Line, Session};

impl Session {
    /// Endpoint's clock less ours, in seconds, as last measured.
    pub fn offset(&self) -> i32 {
        self.offset.unwrap_or(0)
    }

    /// Beside something that was recorded at a time of this clock's it stands how far that was off. 0 says
    /// nothing: so did earlier versions write it, and so does a session that has measured nothing.
    pub(super) fn measured_before(&mut self, at: i64, offset: i32) {
        let told = (offset != 0).then_some((at, offset));
        self.recorded_with = self.recorded_with.max(told);
    }

    /// What an earlier session measured: as the newest batch of its own tells it, or what was recorded since and
    /// is in no batch yet. What a batch tells may be older than the last answer, or nothing: it was sealed before.
    pub(super) fn offset_told(&self) -> Option<i32> {
        let told = |line: &Line| line.offset_told(self.device.campaign, &self.device.keyring);
        let sealed = self.own.values().filter_map(told).max();
        match (sealed, self.recorded_with) {
            (Some((sealed, offset)), Some((at, _))) if at < sealed => Some(offset),
            (Some((_, offset)), None) | (_, Some((_, offset))) => Some(offset),
            (None, None) => None,
        }
    }
}
