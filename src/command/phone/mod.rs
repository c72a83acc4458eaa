//! A device without a browser: a journal, a session over it, and the state they make.

use std::collections::BTreeSet;
use std::sync::mpsc::sync_channel;

use crate::canvass::checkpoint::{Checkpoint, Taken};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::event::{Event, Kind, renumbered};
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Counted, State, Written};
use crate::canvass::stream::Stream;
use crate::sync::certificate::Chain;
use crate::sync::inner::{seal_event, unwrap_event};
use crate::sync::keys::random_bytes;
use crate::sync::session::{Input, Output, Request, Session};
use anyhow::Context;

use crate::command::at_once;
use crate::command::chance::Chance;
use crate::command::journal::Journal;
use crate::command::post::Answer;

/// How many answers may be read before the first of them is counted.
const READ_AHEAD: usize = 16;

/// A device at work.
pub struct Phone {
    /// What it does not forget.
    pub journal: Journal,
    /// What it decides.
    pub session: Session,
    /// What it knows.
    pub state: State,
    /// What was recorded here, for folding again.
    own: Vec<Written>,
    /// What was pulled, for the same.
    pulled: Vec<Written>,
    /// The checkpoints among it.
    taken: Vec<Taken>,
    /// Streams of which a checkpoint is not what this device holds.
    differing: BTreeSet<Stream>,
    /// Checkpoints that told of more erased ids than were known when they came.
    awaiting: Vec<Checkpoint>,
    /// The endpoint has taken this device off the campaign.
    pub forgotten: bool,
}

impl Phone {
    /// Opens a journal: hands the session all that is in it.
    pub fn open(journal: Journal, now: i64, chance: &mut Chance) -> anyhow::Result<Phone> {
        let mut phone = Phone {
            session: Session::new(journal.device.clone()),
            state: State::default(),
            own: Vec::new(),
            pulled: Vec::new(),
            taken: Vec::new(),
            differing: BTreeSet::new(),
            awaiting: Vec::new(),
            forgotten: false,
            journal,
        };
        for log in phone.journal.logs.keys().copied().collect::<Vec<_>>() {
            if let Some(own) = phone.journal.own_log(log) {
                phone.session.step(now, Input::Opened(own), chance);
            }
        }
        for (dot, bytes) in phone.journal.batches.clone() {
            let (log, first) = (dot.log, dot.seq);
            phone
                .session
                .step(now, Input::Stored { log, first, bytes }, chance);
        }
        phone.replay(now, chance)?;
        for (dot, event) in phone.journal.events.clone() {
            phone.hand_in(dot, event, now, chance)?;
        }
        Ok(phone)
    }

    /// Reads what was pulled before, and counts it meanwhile: what is read hangs on nothing that is counted.
    fn replay(&mut self, now: i64, chance: &mut Chance) -> anyhow::Result<()> {
        let pulled = std::mem::take(&mut self.journal.pulled);
        let mut session =
            std::mem::replace(&mut self.session, Session::new(self.journal.device.clone()));
        let (read, to_count) = sync_channel(READ_AHEAD);
        let replay = || {
            for pulled in &pulled {
                let replayed = Input::Replayed(pulled.clone());
                for output in session.step(now, replayed, chance) {
                    // Nobody counts any more: that one ends with what it has to say.
                    let _ = read.send(output);
                }
            }
            drop(read);
        };
        let mut others = Vec::new();
        let count = || {
            for output in to_count {
                match output {
                    Output::Merge(written) => self.take_in(written),
                    Output::Checkpoint(taken) => self.take(taken),
                    other => others.push(other),
                }
            }
        };
        at_once::both(replay, count);
        (self.session, self.journal.pulled) = (session, pulled);
        for output in others {
            self.carry_out(output, now, chance, &mut |_| None)?;
        }
        Ok(())
    }

    /// Records drafts: opens logs where there are none, takes numbers, stores, merges.
    pub fn record(
        &mut self,
        drafts: &[Draft],
        now: i64,
        chance: &mut Chance,
    ) -> anyhow::Result<Vec<Dot>> {
        let mut dots = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let log = self.log_for(draft.stream, now, chance)?;
            dots.push(self.store(log, draft.stream, draft.at(now), now, chance)?);
        }
        Ok(dots)
    }

    fn log_for(&mut self, stream: Stream, now: i64, chance: &mut Chance) -> anyhow::Result<LogId> {
        if let Some(log) = self.journal.open_log(stream) {
            return Ok(log);
        }
        let log = LogId(random_bytes(chance));
        self.journal.add_log(log, stream);
        if let Some(own) = self.journal.own_log(log) {
            self.session.step(now, Input::Opened(own), chance);
        }
        let name = self.journal.device.name.clone();
        let writer = Draft::new(stream, Fact::Writer { name }, Vec::new());
        let dot = self
            .journal
            .add_event(log, writer.at(now))
            .context("a log that was just opened is there")?;
        self.hand_in(dot, writer.at(now), now, chance)?;
        Ok(log)
    }

    fn store(
        &mut self,
        log: LogId,
        stream: Stream,
        event: Event,
        now: i64,
        chance: &mut Chance,
    ) -> anyhow::Result<Dot> {
        let event = match stream {
            Stream::Inner => {
                let device = &self.journal.device;
                let to = device
                    .keyring
                    .inner_public()
                    .context("a device holds the key inner is sealed to")?;
                seal_event(device.campaign, device.person(), &event, to, chance)?
            }
            _ => event,
        };
        let dot = self
            .journal
            .add_event(log, event.clone())
            .context("a log that events go to is there")?;
        self.hand_in(dot, event, now, chance)?;
        Ok(dot)
    }

    /// Hands an event that is stored to the session and the state.
    fn hand_in(
        &mut self,
        dot: Dot,
        event: Event,
        now: i64,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let (log, seq) = (dot.log, dot.seq);
        let own = self
            .journal
            .own_log(log)
            .context("an event's own log is there")?;
        let device = &self.journal.device;
        let mut chain = Chain::default();
        for signed in &device.line {
            chain.insert(signed.clone());
        }
        let author = chain
            .check(device.campaign, own.certificate)
            .or_else(|_| device.checked())?
            .author(own.stream);
        let shown = unwrap_event(
            device.campaign,
            author.person,
            event.clone(),
            &device.keyring,
        );
        self.session
            .step(now, Input::Recorded { log, seq, event }, chance);
        let run = Written {
            log,
            author,
            first: seq,
            offset: 0,
            events: vec![shown],
        };
        self.own.push(run.clone());
        self.merge(&[run]);
        Ok(())
    }

    fn take_in(&mut self, pulled: Vec<Written>) {
        let before = self.pulled.len();
        self.pulled.extend(pulled);
        let mut again = false;
        for run in &self.pulled[before..] {
            again |= self.state.add(run) == Counted::FoldAgain;
        }
        if again {
            self.fold_again();
        }
    }

    /// Whether a checkpoint says something else than what is here, once everything has come.
    pub fn checkpoint_differs(&self) -> bool {
        let differs = |it| self.state.awaits_erasures(it) || self.state.differs_from(it);
        !self.differing.is_empty() || self.awaiting.iter().any(differs)
    }

    fn take(&mut self, taken: Taken) {
        if let Taken::Held(checkpoint) = &taken {
            if self.state.differs_from(checkpoint) {
                self.differing.insert(checkpoint.stream());
            } else if self.state.awaits_erasures(checkpoint) {
                self.awaiting.push(checkpoint.clone());
            }
        }
        let again = self.state.take(&taken) == Counted::FoldAgain;
        self.taken.push(taken);
        if again {
            self.fold_again();
        }
    }

    fn merge(&mut self, runs: &[Written]) {
        let mut again = false;
        for run in runs {
            again |= self.state.add(run) == Counted::FoldAgain;
        }
        if again {
            self.fold_again();
        }
    }

    fn fold_again(&mut self) {
        let runs = self.pulled.iter().chain(&self.own);
        self.state = State::fold_on(&self.taken, runs);
    }

    /// Everything that was pulled, as it came.
    pub fn pulled(&self) -> &[Written] {
        &self.pulled
    }

    /// Does what the session wants, until it wants nothing more. `send` carries a request, or
    /// does not. Ends early, as if the battery died, when `dies` says so before an output.
    pub fn sync(
        &mut self,
        now: i64,
        first: Input,
        chance: &mut Chance,
        send: &mut dyn FnMut(&Request) -> Option<Answer>,
        dies: &mut dyn FnMut() -> bool,
    ) -> anyhow::Result<Sync> {
        let mut inputs = vec![first];
        while let Some(input) = inputs.pop() {
            for output in self.session.step(now, input, chance) {
                if dies() {
                    return Ok(Sync::Died);
                }
                if let Some(next) = self.carry_out(output, now, chance, send)? {
                    inputs.push(next);
                }
            }
            // Inputs that follow are taken in the order their outputs were given.
            inputs.reverse();
        }
        Ok(Sync::Done)
    }

    fn carry_out(
        &mut self,
        output: Output,
        now: i64,
        chance: &mut Chance,
        send: &mut dyn FnMut(&Request) -> Option<Answer>,
    ) -> anyhow::Result<Option<Input>> {
        match output {
            Output::Store { log, first, bytes } => {
                let bytes = self.journal.add_batch(log, first, bytes);
                return Ok(Some(Input::Stored { log, first, bytes }));
            }
            Output::Replace { log, first, bytes } => self.journal.replace(log, first, bytes),
            Output::Send(request) => {
                return Ok(Some(match send(&request) {
                    Some(Answer { status, body, mac }) => Input::Answered { status, body, mac },
                    None => Input::NoAnswer,
                }));
            }
            Output::LookFor { log } => {
                let batches = self.journal.batches_of(log);
                return Ok(Some(Input::Found { log, batches }));
            }
            Output::Acknowledged { log, through, hash } => {
                self.journal.acknowledge(log, through, hash);
            }
            Output::Keep(pulled) => self.journal.pulled.push(pulled),
            Output::Merge(written) => self.take_in(written),
            Output::Checkpoint(taken) => self.take(taken),
            Output::Differs(stream) => {
                self.differing.insert(stream);
            }
            Output::KeepDevice(device) => self.journal.device = device,
            Output::Park { log, .. } => self.close(log),
            // Nobody else records here: there is nothing beyond what the session knows.
            Output::RecordAnew { log, events, .. } => {
                self.record_anew(log, &events, now, chance)?;
                return Ok(Some(Input::RecordedAnew { log }));
            }
            Output::StartOver => self.journal.pulled.clear(),
            Output::Forget => {
                self.journal.pulled.clear();
                self.forgotten = true;
            }
        }
        Ok(None)
    }

    fn close(&mut self, log: LogId) {
        if let Some(record) = self.journal.logs.get_mut(&log) {
            record.closed = true;
        }
    }

    /// Moves events that only this phone has to a new log of the same stream. The old one keeps
    /// what was acknowledged, in the journal and in the state: under the rest of its numbers stands
    /// what the endpoint holds.
    fn record_anew(
        &mut self,
        log: LogId,
        events: &[(u64, Event)],
        now: i64,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let Some(stream) = self.journal.own_log(log).map(|own| own.stream) else {
            return Ok(());
        };
        let kept = self.journal.leave(log);
        self.own.retain(|run| run.log != log || run.first <= kept);
        self.fold_again();
        // The new log has its own beginning.
        let mut events = events.to_vec();
        events.retain(|(_, event)| event.kind != Kind::WRITER);
        if events.is_empty() {
            return Ok(());
        }
        let new = self.log_for(stream, now, chance)?;
        let first = self.journal.logs.get(&new).map_or(1, |record| record.next);
        let first = Dot {
            log: new,
            seq: first,
        };
        // Inner events are sealed already, and stay as they are.
        for event in renumbered(log, &events, first) {
            let dot = self
                .journal
                .add_event(new, event.clone())
                .context("a log that was just opened is there")?;
            self.hand_in(dot, event, now, chance)?;
        }
        Ok(())
    }
}

/// How a sync ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sync {
    /// There is nothing more to do now.
    Done,
    /// The battery died in the middle.
    Died,
}

#[cfg(test)]
mod tests;
