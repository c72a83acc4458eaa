//! From drafts to events in the journal, as `client::recording`.

use stairwell::canvass::author::Author;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::{Event, Kind};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::stream::Stream;
use stairwell::sync::device::Device;
use stairwell::sync::inner::seal_event;
use stairwell::sync::keys::random_bytes;
use stairwell::sync::session::Input;
use stairwell::sync::wire::RefusalCode;

use super::journal::{Fault, Journal, Leaving, LogRecord, NewRun, Wrote};
use super::tab::{Moment, Tab, by_stream, dots};
use crate::sabotage::Sabotage;

/// How often drafts are put to other logs before it counts as a fault.
const ATTEMPTS: usize = 3;

/// Why nothing was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// The disk.
    Storage,
    /// This device has no key for that stream, or belongs to no campaign.
    NoKey,
}

impl Tab {
    /// Records these drafts, all or none; where they cannot be saved, they stay on the screen.
    pub fn record(
        &mut self,
        drafts: &[Draft],
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) -> Result<Vec<Dot>, NotSaved> {
        let saved = self.save(drafts, journal, moment);
        if saved == Err(NotSaved::Storage) {
            self.unsaved.push(drafts.to_vec());
        }
        saved
    }

    /// Writes drafts in one transaction, then shows and keeps them for sending.
    pub fn save(
        &mut self,
        drafts: &[Draft],
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) -> Result<Vec<Dot>, NotSaved> {
        let device = self.device().cloned().ok_or(NotSaved::NoKey)?;
        let events = sealed(&device, drafts, moment)?;
        let wrote = self.write(&device, &events, journal, moment)?;
        let dots = dots(drafts, &wrote);
        self.show(wrote, journal, moment);
        Ok(dots)
    }

    fn write(
        &mut self,
        device: &Device,
        events: &[(Stream, Event)],
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) -> Result<Vec<Wrote>, NotSaved> {
        let streams = by_stream(events);
        for _ in 0..ATTEMPTS {
            let mut runs = Vec::new();
            for (stream, events) in &streams {
                let checked = device.checked().map_err(|_| NotSaved::NoKey)?;
                let author = checked.author(*stream);
                runs.push(self.run_for(device, author, events, moment));
            }
            if moment.is(Sabotage::NumbersByMemory) {
                for run in &runs {
                    let stored = journal.logs.get_mut(&run.record.log);
                    if let Some(stored) = stored {
                        stored.next = run.record.next;
                    }
                }
            }
            match journal.record(&runs) {
                Err(Fault::Closed) => self.reread_logs(journal),
                other => return other.map_err(|_| NotSaved::Storage),
            }
        }
        Err(NotSaved::Storage)
    }

    /// The log that events of an author's stream go to: the one written there under that
    /// certificate, or one to be opened.
    fn run_for(
        &self,
        device: &Device,
        author: Author,
        events: &[Event],
        moment: &mut Moment<'_>,
    ) -> NewRun {
        let stream = author.stream;
        let fits = |record: &&LogRecord| {
            record.stream() == stream
                && record.author.device == author.device
                && record.parked.is_none()
        };
        if let Some(record) = self.logs.values().find(fits).cloned() {
            return NewRun {
                record,
                opening: None,
                events: events.to_vec(),
            };
        }
        let log = LogId(random_bytes(moment.chance));
        let name = device.name.clone();
        let writer = Draft::new(stream, Fact::Writer { name }, Vec::new());
        NewRun {
            record: LogRecord::new(log, author),
            opening: Some(writer.at(moment.now)),
            events: events.to_vec(),
        }
    }

    fn reread_logs(&mut self, journal: &Journal) {
        for record in journal.logs.values() {
            if let Some(known) = self.logs.get_mut(&record.log) {
                known.parked = known.parked.or(record.parked);
            }
        }
    }

    /// Leaves a log whose numbers hold something else at the endpoint.
    pub fn record_anew(
        &mut self,
        log: LogId,
        events: Vec<(u64, Event)>,
        through: u64,
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) {
        if moment.is(Sabotage::IgnoresAClash) {
            self.park(log, RefusalCode::Clash, journal);
            journal.events.retain(|(of, _), _| *of != log);
            self.step(Input::RecordedAnew { log }, moment);
            return;
        }
        let Some(device) = self.device().cloned() else {
            return;
        };
        let Some(record) = self.logs.get_mut(&log) else {
            return;
        };
        record.parked = Some(RefusalCode::Clash);
        let mut leaving = Leaving {
            record: record.clone(),
            events,
            through,
        };
        if moment.is(Sabotage::LeavesTheTailBehind) {
            leaving.events.truncate(1);
        }
        let Some(left) = self.leave(&device, &leaving, journal, moment) else {
            self.behind = true;
            return;
        };
        let Some((record, wrote)) = left else {
            self.read_again(journal, moment);
            return;
        };
        self.step(Input::RecordedAnew { log }, moment);
        self.logs.insert(log, record);
        self.show(wrote.into_iter().collect(), journal, moment);
        self.fold_again(journal, moment);
    }

    fn leave(
        &mut self,
        device: &Device,
        leaving: &Leaving,
        journal: &mut Journal,
        moment: &mut Moment<'_>,
    ) -> Option<Option<(LogRecord, Option<Wrote>)>> {
        let stream = leaving.record.stream();
        let checked = device.checked().ok()?;
        let author = match checked.may_write(stream) {
            true => checked.author(stream),
            false => leaving.record.author.clone(),
        };
        for _ in 0..ATTEMPTS {
            let run = self.run_for(device, author.clone(), &[], moment);
            match journal.leave(leaving, &run) {
                Err(Fault::Closed) => self.reread_logs(journal),
                other => return other.ok(),
            }
        }
        None
    }

    /// What nobody has answered for yet is recorded as if it never had been
    /// ([`Sabotage::CountsDoubledDelivery`]).
    pub fn record_once_more(&mut self, journal: &mut Journal, moment: &mut Moment<'_>) {
        let Some(device) = self.device().cloned() else {
            return;
        };
        let unsent = journal.events.iter().find(|((log, first), _)| {
            let record = journal.logs.get(log);
            record.is_some_and(|record| record.acknowledged < *first)
        });
        let Some(((log, _), events)) = unsent else {
            return;
        };
        let events: Vec<Event> = events
            .iter()
            .filter(|one| one.kind != Kind::WRITER)
            .cloned()
            .collect();
        let Some(stream) = journal.logs.get(log).map(LogRecord::stream) else {
            return;
        };
        let Ok(checked) = device.checked() else {
            return;
        };
        let run = self.run_for(&device, checked.author(stream), &events, moment);
        if let Ok(wrote) = journal.record(&[run]) {
            self.show(wrote, journal, moment);
        }
    }

    /// Tries again to save what is not saved.
    pub fn save_held(&mut self, journal: &mut Journal, moment: &mut Moment<'_>) -> Vec<Vec<Draft>> {
        let mut unsaved = std::mem::take(&mut self.unsaved).into_iter();
        let mut saved = Vec::new();
        while let Some(drafts) = unsaved.next() {
            // A door that was taken away meanwhile is on no screen.
            let checked = self.device().map(Device::checked);
            let may = |draft: &Draft| {
                let checked = checked.as_ref().and_then(|checked| checked.as_ref().ok());
                checked.is_some_and(|checked| checked.may_write(draft.stream))
            };
            if !drafts.iter().all(may) {
                continue;
            }
            if self.save(&drafts, journal, moment).is_err() {
                self.unsaved.push(drafts);
                self.unsaved.extend(unsaved);
                break;
            }
            saved.push(drafts);
        }
        saved
    }
}

/// The events of these drafts, now; those for inner sealed.
fn sealed(
    device: &Device,
    drafts: &[Draft],
    moment: &mut Moment<'_>,
) -> Result<Vec<(Stream, Event)>, NotSaved> {
    let now = moment.now;
    let keyring = &device.keyring;
    let mut events = Vec::new();
    for draft in drafts {
        let event = draft.at(now);
        if keyring.newest_key(draft.stream).is_none() {
            return Err(NotSaved::NoKey);
        }
        let event = match draft.stream {
            Stream::Inner => {
                let to = keyring.inner_public().ok_or(NotSaved::NoKey)?;
                let person = device.person();
                let sealed = seal_event(device.campaign, person, &event, to, moment.chance);
                sealed.map_err(|_| NotSaved::NoKey)?
            }
            _ => event,
        };
        events.push((draft.stream, event));
    }
    Ok(events)
}
