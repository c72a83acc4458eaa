//! From drafts to events in the journal.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::clock::{BrowserRng, now};
use super::held::Held;
use super::journal::{Fault, Leaving, Left, LogRecord, NewRun, Since, ToAsk};
use super::own::Own;
use super::phone::{Kept, OnlyPractice, Phone};
use super::tabs::News;
use super::told::{SaveError, Saving};
use crate::canvass::author::{Author, CertificateId};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::event::Event;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Counted, Written};
use crate::canvass::other_devices;
use crate::canvass::stream::Stream;
use crate::sync::device::Device;
use crate::sync::inner::seal_event;
use crate::sync::keys::random_bytes;
use crate::sync::session::{Input, Session};
use crate::sync::wire::RefusalCode;

/// How often drafts are put to other logs before it counts as a fault: a log may be parked by
/// another tab in between.
const ATTEMPTS: usize = 3;

impl From<Fault> for SaveError {
    fn from(fault: Fault) -> SaveError {
        match fault {
            Fault::Full => SaveError::Full,
            Fault::Dead | Fault::Emptied | Fault::Closed | Fault::Other => SaveError::Storage,
        }
    }
}

/// When pages hear of what was recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// Before whoever recorded it goes on.
    First,
    /// After whoever recorded it has gone on: the page that is left by the same tap is then not drawn once more
    /// for it.
    Then,
}

impl Phone {
    /// Records these drafts, all of them or none, in one strict transaction; resolves once that
    /// has completed, with the dot of each. Drafts for inner are sealed first.
    ///
    /// # Errors
    /// [`SaveError`]: the drafts are NOT SAVED, and held for [`Phone::retry_save`].
    pub async fn record(self, drafts: Vec<Draft>) -> Result<Vec<Dot>, SaveError> {
        self.record_heard(drafts, Heard::First).await
    }

    /// The same of a tap that leads to another page: what is shown hears of it once whoever recorded it has gone
    /// on, and so may not read what pages show right after it. The state itself has it.
    ///
    /// # Errors
    /// As [`Phone::record`].
    pub async fn record_leading_on(self, drafts: Vec<Draft>) -> Result<Vec<Dot>, SaveError> {
        self.record_heard(drafts, Heard::Then).await
    }

    async fn record_heard(self, drafts: Vec<Draft>, heard: Heard) -> Result<Vec<Dot>, SaveError> {
        let practice = match self.kept {
            Kept::Own(own) => return own.record_or_hold(drafts, heard).await,
            Kept::Practice(practice) => practice,
        };
        let recorded = practice.try_update_value(|practice| {
            let practice = practice.as_mut()?;
            Some(practice.record(&drafts, now()))
        });
        self.told.version.update(|version| *version += 1);
        Ok(recorded.flatten().ok_or(OnlyPractice)?)
    }
}

impl Own {
    async fn record_or_hold(self, drafts: Vec<Draft>, heard: Heard) -> Result<Vec<Dot>, SaveError> {
        // What is not taken is not held either: there is no later time at which it would be. It is said, or
        // a tap would do nothing that anybody sees.
        if let Err(reason) = self.still_records() {
            self.say_not_saved(&reason);
            return Err(reason);
        }
        let held = self.held();
        // What is not saved stays said until it is, whatever is saved meanwhile.
        if held.unsaved.borrow().is_empty() {
            self.told.saving.set(Saving::Saving);
        }
        match self.save_heard(&drafts, heard).await {
            Ok(dots) => {
                self.say_saved();
                Ok(dots)
            }
            Err(reason) => {
                held.unsaved.borrow_mut().push(drafts);
                self.say_not_saved(&reason);
                Err(reason)
            }
        }
    }

    pub(super) async fn save_held(self) -> Result<(), SaveError> {
        let held = self.held();
        self.told.saving.set(Saving::Saving);
        let mut unsaved = held.unsaved.take().into_iter();
        while let Some(drafts) = unsaved.next() {
            if let Err(reason) = self.save(&drafts).await {
                let mut still = held.unsaved.borrow_mut();
                still.push(drafts);
                still.extend(unsaved);
                drop(still);
                self.say_not_saved(&reason);
                return Err(reason);
            }
        }
        self.say_saved();
        Ok(())
    }

    fn say_saved(self) {
        if self.held().unsaved.borrow().is_empty() {
            self.told.saving.set(Saving::Saved);
        }
    }

    fn say_not_saved(self, reason: &SaveError) {
        let reason = reason.clone();
        self.told.saving.set(Saving::NotSaved { reason });
    }

    /// Writes drafts in one transaction, then shows and keeps them for sending.
    pub(super) async fn save(self, drafts: &[Draft]) -> Result<Vec<Dot>, SaveError> {
        self.save_heard(drafts, Heard::First).await
    }

    async fn save_heard(self, drafts: &[Draft], heard: Heard) -> Result<Vec<Dot>, SaveError> {
        self.still_records()?;
        let held = self.held();
        let device = held.device().ok_or(SaveError::NoCampaign)?;
        let events = sealed(&device, drafts)?;
        let written = write(&held, &device, &events, None).await?;
        let dots = dots(drafts, &written);
        self.show(written, heard).await;
        Ok(dots)
    }

    /// Writes what asks for a list, with the secret it opens with, in one transaction; then as
    /// [`Own::save`]. What could not be written is not held: nobody has asked for anything.
    pub(super) async fn save_asking(self, draft: &Draft, asking: &ToAsk) -> Result<(), SaveError> {
        self.still_records()?;
        let held = self.held();
        let device = held.device().ok_or(SaveError::NoCampaign)?;
        let events = sealed(&device, std::slice::from_ref(draft))?;
        let written = write(&held, &device, &events, Some(asking)).await?;
        self.show(written, Heard::First).await;
        Ok(())
    }

    async fn show(self, written: Vec<super::journal::Written>, heard: Heard) {
        let held = self.held();
        let mut again = false;
        for run in written {
            let record = run.record.clone();
            again |= held.take_in(&record, in_no_box(run)) == Counted::FoldAgain;
        }
        held.mark();
        held.tabs.tell(News::Recorded);
        if again {
            self.fold_again().await;
        }
        let tell = move || {
            self.refresh();
            self.changed();
        };
        match heard {
            Heard::First => tell(),
            Heard::Then => spawn_local(async move { tell() }),
        }
    }

    /// Writes that the endpoint has a log up to a number; what a full disk does not take is tried again
    /// with the next sync.
    pub(super) async fn keep_acknowledged(self, log: LogId, through: u64, hash: [u8; 32]) -> bool {
        let held = self.held();
        let kept = held.journal.acknowledge(log, through, hash).await.is_ok();
        let mut unkept = held.unkept.borrow_mut();
        if kept {
            unkept.remove(&log);
        } else {
            unkept.insert(log, (through, hash));
        }
        kept
    }

    /// What is acknowledged and could not be written would be shown as waiting by every other tab.
    pub(super) async fn acknowledge_again(self) {
        let held = self.held();
        let mut kept = false;
        for (log, (through, hash)) in held.unkept.take() {
            kept |= self.keep_acknowledged(log, through, hash).await;
        }
        if kept {
            held.tabs.tell(News::Changed);
        }
    }

    /// Leaves a log whose numbers hold something else at the endpoint: moves to a new one what only
    /// this phone has.
    pub(super) async fn record_anew(
        self,
        log: LogId,
        events: Vec<(u64, Event)>,
        through: u64,
    ) -> Result<(), SaveError> {
        let held = self.held();
        let device = held.device().ok_or(SaveError::NoCampaign)?;
        let record = {
            let mut logs = held.logs.borrow_mut();
            let Some(record) = logs.get_mut(&log) else {
                return Ok(());
            };
            // Whatever becomes of this, taps go to another log from now on.
            record.parked = Some(RefusalCode::Clash);
            record.clone()
        };
        let leaving = Leaving {
            record,
            code: RefusalCode::Clash,
            events,
            through,
        };
        let left = leave(&held, &device, &leaving).await?;
        let Some(Left { record, written }) = left else {
            // It was, by a transaction that was thought to have failed: where to, the journal knows.
            self.read_again().await;
            return Ok(());
        };
        held.step(Input::RecordedAnew { log });
        held.logs.borrow_mut().insert(log, record);
        self.show(written.into_iter().collect(), Heard::First).await;
        // Under the old numbers stands what the others see there.
        self.fold_again().await;
        Ok(())
    }

    /// Writes no more to a log.
    pub(super) async fn park(self, log: LogId, code: RefusalCode) {
        let held = self.held();
        if let Some(record) = held.logs.borrow_mut().get_mut(&log) {
            record.parked = Some(code);
        }
        // Should it fail, the endpoint refuses it again after the next start.
        let _ = held.journal.park(log, code).await;
    }
}

/// The events of these drafts, now, each with its stream; those for inner sealed.
fn sealed(device: &Device, drafts: &[Draft]) -> Result<Vec<(Stream, Event)>, SaveError> {
    let now = now();
    drafts
        .iter()
        .map(|draft| {
            let event = draft.at(now);
            if device.keyring.newest_key(draft.stream).is_none() {
                return Err(SaveError::NoKey);
            }
            if draft.stream != Stream::Inner {
                return Ok((draft.stream, event));
            }
            let to = device.keyring.inner_public().ok_or(SaveError::NoKey)?;
            seal_event(
                device.campaign,
                device.person(),
                &event,
                to,
                &mut BrowserRng,
            )
            .map(|event| (Stream::Inner, event))
            .map_err(|_| SaveError::NoKey)
        })
        .collect()
}

/// Writes events to this device's logs, each stream's in their order.
async fn write(
    held: &Held,
    device: &Device,
    events: &[(Stream, Event)],
    asking: Option<&ToAsk>,
) -> Result<Vec<super::journal::Written>, SaveError> {
    let mut streams: BTreeMap<Stream, Vec<Event>> = BTreeMap::new();
    for (stream, event) in events {
        streams.entry(*stream).or_default().push(event.clone());
    }
    for _ in 0..ATTEMPTS {
        let runs = streams
            .iter()
            .map(|(stream, events)| {
                let place = (*stream, device.certificate());
                run_for(
                    held,
                    device,
                    place,
                    || author_in(held, device, *stream),
                    events,
                )
            })
            .collect::<Result<Vec<_>, SaveError>>()?;
        let written = match (asking, runs.as_slice()) {
            (Some(asking), [run]) => held.journal.record_asking(run, asking).await,
            _ => held.journal.record(&runs).await,
        };
        for run in &runs {
            held.opening.borrow_mut().remove(&run.record.stream());
        }
        match written {
            Err(Fault::Closed) => reread_logs(held).await?,
            other => return Ok(other?),
        }
    }
    Err(SaveError::Storage)
}

/// Leaves a log to the one this device writes its stream in now; where that was taken from it
/// meanwhile, to one under the certificate the log was written under.
async fn leave(held: &Held, device: &Device, leaving: &Leaving) -> Result<Option<Left>, SaveError> {
    let stream = leaving.record.stream();
    let checked = device.checked().map_err(|_| SaveError::NoKey)?;
    let author = match checked.may_write(stream) {
        true => checked.author(stream),
        false => leaving.record.author.clone(),
    };
    for _ in 0..ATTEMPTS {
        let place = (stream, author.device);
        let run = run_for(held, device, place, || Ok(author.clone()), &[])?;
        let left = held.journal.leave(leaving, &run).await;
        held.opening.borrow_mut().remove(&stream);
        match left {
            Err(Fault::Closed) => reread_logs(held).await?,
            other => return Ok(other?),
        }
    }
    Err(SaveError::Storage)
}

/// Who this device is in a stream, by its certificate; where the stream was taken from it between a tap and
/// its being written, by the one it wrote there under before, or the endpoint would never take it.
fn author_in(held: &Held, device: &Device, stream: Stream) -> Result<Author, SaveError> {
    let checked = device.checked().map_err(|_| SaveError::NoKey)?;
    if checked.may_write(stream) {
        return Ok(checked.author(stream));
    }
    let logs = held.logs.borrow();
    let before = logs.values().rfind(|record| record.stream() == stream);
    before
        .map(|record| record.author.clone())
        .ok_or(SaveError::NoKey)
}

/// The log that events of a stream go to: the one this device writes there under a certificate, or one
/// to be opened. Only then is it asked who its author is: a certificate's chain takes signatures to
/// check, and a knock does not wait for those.
fn run_for(
    held: &Held,
    device: &Device,
    (stream, certificate): (Stream, CertificateId),
    author: impl FnOnce() -> Result<Author, SaveError>,
    events: &[Event],
) -> Result<NewRun, SaveError> {
    let open_under = |certificate| {
        let fits = |record: &&LogRecord| {
            record.stream() == stream
                && record.certificate() == certificate
                && record.parked.is_none()
        };
        held.logs.borrow().values().find(fits).cloned()
    };
    let offset = held.session.borrow().as_ref().map_or(0, Session::offset);
    let go_on = |record| NewRun {
        record,
        opening: None,
        events: events.to_vec(),
        offset,
    };
    if let Some(record) = open_under(certificate) {
        return Ok(go_on(record));
    }
    let author = author()?;
    if let Some(record) = open_under(author.device) {
        return Ok(go_on(record));
    }
    let mut opening = held.opening.borrow_mut();
    let record = opening.entry(stream).or_insert_with(|| {
        LogRecord::new(
            LogId(random_bytes(&mut BrowserRng)),
            device.campaign,
            author,
        )
    });
    let name = other_devices::name(&held.state.borrow(), device.person(), &device.name);
    let writer = Draft::new(stream, Fact::Writer { name }, Vec::new());
    Ok(NewRun {
        record: record.clone(),
        opening: Some(writer.at(now())),
        events: events.to_vec(),
        offset,
    })
}

/// Another tab has left a log: see which.
async fn reread_logs(held: &Held) -> Result<(), SaveError> {
    let loaded = held.journal.load(Since::Snapshot).await?;
    let mut logs = held.logs.borrow_mut();
    for record in loaded.logs {
        if let Some(known) = logs.get_mut(&record.log) {
            known.parked = known.parked.or(record.parked);
        }
    }
    Ok(())
}

/// What was recorded, for the fold: it tells no offset. That is the box's to tell, and by the time it
/// is sealed another may have been measured.
fn in_no_box(run: super::journal::Written) -> Written {
    Written {
        log: run.record.log,
        author: run.record.author,
        first: run.first,
        offset: 0,
        events: run.events,
    }
}

/// Where each draft came to stand.
fn dots(drafts: &[Draft], written: &[super::journal::Written]) -> Vec<Dot> {
    let mut next: BTreeMap<Stream, Dot> = BTreeMap::new();
    for run in written {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::{PersonId, Role};
    use crate::canvass::fold::State;
    use crate::sync::certificate::CertificateId;

    #[test]
    fn what_was_recorded_is_the_same_as_what_its_box_brings_to_others() {
        let stream = Stream::Board;
        let author = Author {
            device: CertificateId([1; 32]),
            line: Vec::new(),
            person: PersonId([1; 16]),
            role: Role::Organiser,
            issued: 0,
            appointed: 0,
            stream,
        };
        let campaign = crate::sync::certificate::CampaignId([2; 32]);
        let recorded = super::super::journal::Written {
            record: LogRecord::new(LogId([3; 8]), campaign, author),
            first: 1,
            events: vec![Draft::new(stream, Fact::Strike {}, Vec::new()).at(1_000)],
            opened: false,
        };
        let mut here = State::default();
        let _ = here.add(&in_no_box(recorded.clone()));
        let mut boxed = in_no_box(recorded);
        // Measured between recording and sealing.
        boxed.offset = 90;
        let _ = here.add(&boxed);
        assert_eq!(here.to_bytes(), State::fold(&[boxed]).to_bytes());
    }
}
