//! When an organiser's device makes a checkpoint, and of what.

use rand_core::CryptoRng;

use super::{Phase, Session};
use crate::canvass::author::Role;
use crate::canvass::checkpoint::Checkpoint;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::sync::checkpoint::SealedCheckpoint;
use crate::sync::wire::NewCheckpoint;

impl Session {
    /// The next checkpoint that an organiser's device makes, once everything has come, is merged and
    /// counted: of a stream of which somebody was erased since its last one (what that replaces goes
    /// at once), or of which enough has come ([`Past::is_worth_it`](crate::sync::checkpoint::Past::is_worth_it)).
    /// `None` where nothing is due. One at a time: the next is due when this one has come back.
    pub fn next_checkpoint(
        &self,
        state: &State,
        rng: &mut impl CryptoRng,
    ) -> Option<NewCheckpoint> {
        let organiser = self.device.role() == Role::Organiser;
        if !organiser || self.phase != Phase::Idle || !self.status().up_to_date {
            return None;
        }
        self.reader.pasts().find_map(|(stream, past)| {
            // Also where the last one told of more than there are.
            let erased = state.erasures_in(stream) != past.erasures;
            if !erased && !past.is_long() {
                return None;
            }
            let made = self.made_of(stream, state)?;
            let worth_it = past.is_worth_it(made.state().entries().count());
            if !erased && !worth_it {
                return None;
            }
            let checkpoint = self.sealed(&made, rng)?.to_bytes();
            // The board names who was erased by number alone, and none of their words.
            let at_once = erased && stream != Stream::Board;
            Some(NewCheckpoint {
                checkpoint,
                at_once,
            })
        })
    }

    /// A checkpoint of this stream, whether it is worth one or not; `None` where none can be made.
    pub fn checkpoint_of(
        &self,
        stream: Stream,
        state: &State,
        rng: &mut impl CryptoRng,
    ) -> Option<SealedCheckpoint> {
        self.sealed(&self.made_of(stream, state)?, rng)
    }

    fn made_of(&self, stream: Stream, state: &State) -> Option<Checkpoint> {
        state
            .checkpoint(stream, &self.reader.heads_of(stream)?)
            .ok()
    }

    fn sealed(&self, made: &Checkpoint, rng: &mut impl CryptoRng) -> Option<SealedCheckpoint> {
        let device = &self.device;
        let key = device.keyring.newest_key(made.stream())?;
        let by = (device.certificate(), &device.keys);
        SealedCheckpoint::seal(device.campaign, made, self.cursor, &key, by, rng).ok()
    }
}
