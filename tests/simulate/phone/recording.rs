//! From drafts to events in the journal, as `client::recording`.

use std::collections::BTreeMap;

use stairwell::canvass::author::Author;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::{Event, Kind};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::CertificateId;
use stairwell::sync::device::Device;
use stairwell::sync::epoch::Epoch;
use stairwell::sync::inner::seal_event;
use stairwell::sync::keys::random_bytes;
use stairwell::sync::session::{Input, Session};
use stairwell::sync::wire::RefusalCode;

use super::journal::{Fault, Journal, Leaving, LogRecord, NewRun, Wrote};
use super::tab::{Moment, Tab};
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
                // A certificate's chain takes signatures to check, and a knock does not wait for those.
                let run = match self.open_log(*stream, device.certificate()) {
                    Some(record) => going_on(record, events, self.offset()),
                    None => {
                        let author = self.author_in(device, *stream)?;
                        self.run_for(device, author, events, moment)
                    }
                };
                runs.push(run);
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

    /// Who it is in a stream; where that was taken from it meanwhile, as it wrote there before.
    fn author_in(&self, device: &Device, stream: Stream) -> Result<Author, NotSaved> {
        let checked = device.checked().map_err(|_| NotSaved::NoKey)?;
        if checked.may_write(stream) {
            return Ok(checked.author(stream));
        }
        let before = self.logs.values().rfind(|record| record.stream() == stream);
        before
            .map(|record| record.author.clone())
            .ok_or(NotSaved::NoKey)
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
        if let Some(record) = self.open_log(stream, author.device) {
            return going_on(record, events, self.offset());
        }
        let log = LogId(random_bytes(moment.chance));
        let name = device.name.clone();
        let writer = Draft::new(stream, Fact::Writer { name }, Vec::new());
        NewRun {
            record: LogRecord::new(log, author),
            opening: Some(writer.at(moment.now)),
            events: events.to_vec(),
            offset: self.offset(),
        }
    }

    /// How far its clock is off, as it is known.
    fn offset(&self) -> i32 {
        self.session.as_ref().map_or(0, Session::offset)
    }

    /// The log that is written in a stream under a certificate.
    fn open_log(&self, stream: Stream, certificate: CertificateId) -> Option<LogRecord> {
        let fits = |record: &&LogRecord| {
            record.stream() == stream
                && record.author.device == certificate
                && record.parked.is_none()
        };
        self.logs.values().find(fits).cloned()
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

    /// Keeps an epoch before anybody is given it.
    pub fn hold(&mut self, epoch: Epoch, journal: &mut Journal) -> Result<(), Fault> {
        let mut device = self.device().cloned().ok_or(Fault::Emptied)?;
        device.keyring.hold(epoch.clone());
        journal.keep_device(&device)?;
        if let Some(session) = &mut self.session {
            session.hold(epoch);
        }
        Ok(())
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
        let Some(((log, _), run)) = unsent else {
            return;
        };
        let events: Vec<Event> = run
            .events
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

/// Events for a log that is there.
fn going_on(record: LogRecord, events: &[Event], offset: i32) -> NewRun {
    NewRun {
        record,
        opening: None,
        events: events.to_vec(),
        offset,
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

/// Where each draft came to stand.
fn dots(drafts: &[Draft], wrote: &[Wrote]) -> Vec<Dot> {
    let mut next: BTreeMap<Stream, Dot> = BTreeMap::new();
    for run in wrote {
        let dot = Dot {
            log: run.record.log,
            seq: run.first + u64::from(run.opened),
        };
        next.insert(run.record.stream(), dot);
    }
    drafts
        .iter()
        .filter_map(|draft| {
            let dot = next.get_mut(&draft.stream)?;
            let here = *dot;
            dot.seq += 1;
            Some(here)
        })
        .collect()
}

/// Events by stream, in their order.
fn by_stream(events: &[(Stream, Event)]) -> BTreeMap<Stream, Vec<Event>> {
    let mut streams: BTreeMap<Stream, Vec<Event>> = BTreeMap::new();
    for (stream, event) in events {
        streams.entry(*stream).or_default().push(event.clone());
    }
    streams
}
