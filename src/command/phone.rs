//! A device without a browser: a journal, a session over it, and the state they make.

use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::event::Event;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Counted, State, Written};
use crate::canvass::stream::Stream;
use crate::sync::certificate::Chain;
use crate::sync::inner::{seal_event, unwrap_event};
use crate::sync::keys::random_bytes;
use crate::sync::session::{Input, Output, Request, Session};
use anyhow::Context;

use super::chance::Chance;
use super::journal::Journal;
use super::post::Answer;

/// A device at work.
pub struct Phone {
    /// What it does not forget.
    pub journal: Journal,
    /// What it decides.
    pub session: Session,
    /// What it knows.
    pub state: State,
    /// Everything merged, for folding again after a revocation.
    merged: Vec<Written>,
    /// The endpoint has taken this device off the campaign.
    pub forgotten: bool,
}

impl Phone {
    /// Opens a journal: hands the session all that is in it.
    pub fn open(journal: Journal, now: i64, chance: &mut Chance) -> anyhow::Result<Phone> {
        let mut phone = Phone {
            session: Session::new(journal.device.clone()),
            state: State::default(),
            merged: Vec::new(),
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
        for pulled in phone.journal.pulled.clone() {
            let outputs = phone.session.step(now, Input::Replayed(pulled), chance);
            for output in outputs {
                if let Output::Merge(written) = output {
                    phone.merge(written);
                }
            }
        }
        for (dot, event) in phone.journal.events.clone() {
            phone.hand_in(dot, event, now, chance)?;
        }
        Ok(phone)
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
        self.merge(vec![Written {
            log,
            author,
            first: seq,
            offset: 0,
            events: vec![shown],
        }]);
        Ok(())
    }

    fn merge(&mut self, written: Vec<Written>) {
        let mut again = false;
        for run in &written {
            again |= self.state.add(run) == Counted::FoldAgain;
        }
        self.merged.extend(written);
        if again {
            self.state = State::fold(&self.merged);
        }
    }

    /// Everything that was merged, as it came.
    pub fn merged(&self) -> &[Written] {
        &self.merged
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
            Output::Replace { log, first, bytes } => {
                self.journal.batches.insert(Dot { log, seq: first }, bytes);
            }
            Output::Send(request) => {
                return Ok(Some(match send(&request) {
                    Some(Answer { status, body, mac }) => Input::Answered { status, body, mac },
                    None => Input::NoAnswer,
                }));
            }
            Output::Acknowledged { log, through, hash } => {
                self.journal.acknowledge(log, through, hash);
            }
            Output::Keep(pulled) => self.journal.pulled.push(pulled),
            Output::Merge(written) => self.merge(written),
            Output::KeepDevice(device) => self.journal.device = device,
            Output::Park { log, .. } => self.close(log),
            Output::RecordAnew { log, events } => self.record_anew(log, events, now, chance)?,
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

    /// Writes events that only this phone has to a new log of the same stream.
    fn record_anew(
        &mut self,
        log: LogId,
        events: Vec<Event>,
        now: i64,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        self.close(log);
        let Some(stream) = self.journal.own_log(log).map(|own| own.stream) else {
            return Ok(());
        };
        self.journal.events.retain(|dot, _| dot.log != log);
        let new = self.log_for(stream, now, chance)?;
        for event in events {
            // Inner events are sealed already, and stay as they are.
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
