//! Organisers' devices put checkpoints in the place of the past, as `client::replacing` does; here of
//! any stream, whether it is worth it or not.

use std::collections::BTreeMap;

use stairwell::canvass::dot::Dot;
use stairwell::canvass::fold::Written;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::Role;
use stairwell::sync::checkpoint::Heads;
use stairwell::sync::wire::{NewCheckpoint, path};

use crate::host::NoGood;
use crate::phone::rebuilt::Rebuilt;
use crate::world::World;

/// Longer than the endpoint keeps what was replaced, in seconds.
const EIGHT_DAYS: i64 = 8 * 86_400;

impl World<'_> {
    /// Between the evening and the morning: organisers' devices replace some of the past, two of them
    /// the same at once.
    ///
    /// # Errors
    /// Where the endpoint does not start, or its database is in trouble.
    pub fn night(&mut self) -> anyhow::Result<()> {
        if !self.plan.checkpoints || self.endpoint_full {
            return Ok(());
        }
        self.host.start()?;
        for _ in 0..3 {
            self.replace_some()?;
        }
        Ok(())
    }

    /// An organiser's device makes a checkpoint of a stream, and sometimes another the same.
    ///
    /// # Errors
    /// Where the endpoint's database is in trouble.
    pub fn replace_some(&mut self) -> anyhow::Result<()> {
        let mut streams = vec![Stream::Board];
        streams.extend(self.stairs.iter().map(|stair| Stream::Stair(*stair)));
        let Some(stream) = self.luck.of(&streams) else {
            return Ok(());
        };
        let organisers: Vec<usize> = (0..self.phones.len())
            .filter(|phone| {
                let own = self.phones.get(*phone);
                own.is_some_and(|own| {
                    own.role == Role::Organiser && own.is_on() && !own.tabs.is_empty()
                })
            })
            .collect();
        // Both pull before either sends.
        let made: Vec<_> = organisers
            .into_iter()
            .take(2)
            .filter_map(|phone| Some((phone, self.make(phone, stream)?)))
            .collect();
        let mut taken = 0;
        for (phone, (made, replaced)) in made {
            match self.replace(phone, &made) {
                Ok(()) => {
                    taken += 1;
                    self.replaced.extend(replaced);
                    self.tell(phone, || format!("makes a checkpoint of {stream:?}"));
                }
                Err(no_good) => self.tell(phone, || format!("makes none: {no_good:?}")),
            }
        }
        if taken > 1 {
            let line = format!("two checkpoints of {stream:?} were taken for one past");
            self.wrong.push(line);
        }
        if taken > 0 && self.plan.lets_go {
            let gone = self.host.let_go(self.now + EIGHT_DAYS)?;
            self.tell_all(|| format!("the endpoint lets go of {gone} batches"));
        }
        Ok(())
    }

    /// What an organiser's device would put in a stream's place, and all that is in it.
    fn make(&mut self, phone: usize, stream: Stream) -> Option<(NewCheckpoint, Vec<Written>)> {
        self.sync_through(phone);
        let tab = self.phones.get(phone)?.tabs.first()?;
        let session = tab.session.as_ref();
        let session = session.filter(|session| session.status().up_to_date)?;
        let sealed = session.checkpoint_of(stream, &tab.state, &mut self.chance)?;
        let heads = session.reader().heads_of(stream)?;
        let mut within = BTreeMap::new();
        // As the maker has it. Of what it has from a checkpoint alone, as who made that had it: a copied phone's
        // own is another fact under the same number. Where its disk was full, as whoever else holds it.
        put(&mut within, phone, &self.held_by(phone), &heads);
        put(&mut within, usize::MAX, &self.replaced, &heads);
        for other in (0..self.phones.len()).filter(|other| *other != phone) {
            put(&mut within, other, &self.held_by(other), &heads);
        }
        let within = within.into_values().map(|(_, run)| run);
        let (checkpoint, at_once) = (sealed.to_bytes(), false);
        let new = NewCheckpoint {
            checkpoint,
            at_once,
        };
        Some((new, within.collect()))
    }

    /// What a device's journal and its open tabs come to: these may be ahead of what a full disk let it keep.
    fn held_by(&mut self, holder: usize) -> Vec<Written> {
        let Some(own) = self.phones.get(holder) else {
            return Vec::new();
        };
        let Some(device) = own.device().cloned() else {
            return Vec::new();
        };
        let now = self.now + own.skew;
        let session = own.new_session(device);
        let mut runs = Rebuilt::within(session, &own.journal, now, &mut self.chance).runs;
        runs.extend(own.tabs.iter().flat_map(|tab| tab.heard.clone()));
        runs
    }

    fn replace(&mut self, phone: usize, made: &NewCheckpoint) -> Result<(), NoGood> {
        let token = self.phones.get(phone).and_then(|own| own.device());
        let token = token
            .map(|device| device.token.clone())
            .ok_or(NoGood::NoAnswer)?;
        let at = (path::CHECKPOINT, Some(&token));
        self.host.ask::<_, ()>(at, made, self.now, &mut self.chance)
    }
}

/// Adds what these runs have at or below these heads, where it is not there yet.
fn put(
    within: &mut BTreeMap<Dot, (usize, Written)>,
    holder: usize,
    runs: &[Written],
    heads: &Heads,
) {
    for one in runs.iter().flat_map(|run| up_to(run, heads)) {
        let (log, seq) = (one.log, one.first);
        let there = within.entry(Dot { log, seq });
        let there = there.or_insert_with(|| (holder, one.clone()));
        // As the fold has it: what its author kept before it lay in a box has no offset yet.
        if there.0 == holder && there.1.offset == 0 {
            there.1.offset = one.offset;
        }
    }
}

/// What of a run is at or below these heads, event by event.
fn up_to<'a>(run: &'a Written, heads: &Heads) -> impl Iterator<Item = Written> + 'a {
    let head = heads.get(&run.log).map_or(0, |(head, _)| *head);
    let numbered = (run.first..).zip(&run.events);
    numbered
        .take_while(move |(seq, _)| *seq <= head)
        .map(|(first, event)| Written {
            first,
            events: vec![event.clone()],
            ..run.clone()
        })
}
