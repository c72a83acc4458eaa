//! What is not sent, as a file, and files of that kind from other phones.
//!
//! A file that an organiser's device takes in is kept and shown at once, signal or none, and brought to
//! the endpoint with the next sync. Until it has come back from there it is only lent: within one log
//! the endpoint's word counts, and with everyone else. So nobody is told that it is merged before, and
//! what the endpoint will not take goes again.

use leptos::prelude::*;

use super::clock::{BrowserRng, pause};
use super::held::{Held, shown};
use super::net;
use super::own::Own;
use super::phone::Phone;
use super::tabs::News;
use super::told::SaveError;
use crate::canvass::fold::{Counted, Written};
use crate::canvass::hex;
use crate::sync::carried::{Carried, CarriedError};
use crate::sync::certificate::{Role, SignedCertificate};
use crate::sync::device::Device;
use crate::sync::keys::random_bytes;
use crate::sync::reader::{Reader, Trust};
use crate::sync::session::{Input, Session};
use crate::sync::wire::{FULL_CARRY, Refusal, RefusalCode};

/// How often it is looked whether a sync under way has ended, and how long in between: milliseconds.
const LOOKS: usize = 40;
const LOOK_AGAIN: i32 = 250;

/// A file that is ready to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it is called: it names nobody.
    pub name: String,
    /// What lies in it.
    pub text: String,
    /// How many events.
    pub events: u64,
}

/// A file that was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Events that were not here yet, and are now.
    pub new: u64,
    /// Events that were here before.
    pub known: u64,
    /// Events that cannot be read here, or that nobody vouches for.
    pub unread: u64,
}

/// Why a file was not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The file is not right.
    File(CarriedError),
    /// It could not be kept here.
    Save(SaveError),
    /// Only organisers' devices take files in.
    NotAllowed,
}

impl Phone {
    /// Seals what is recorded, and makes a file of what is not sent; `None` where nothing waits.
    ///
    /// # Errors
    /// Where not all of it could be sealed now.
    pub async fn unsent_file(self, day: &str, words: &str) -> Result<Option<File>, SaveError> {
        match self.own() {
            Ok(own) => own.unsent_file(day, words).await,
            Err(_) => Ok(None),
        }
    }

    /// Takes in a file of what another phone has not sent: keeps it, shows it, and has it brought to
    /// the endpoint.
    ///
    /// # Errors
    /// [`NotTaken`]: then nothing of it is here.
    pub async fn take_in(self, file: &[u8]) -> Result<TakenIn, NotTaken> {
        let own = self.own().map_err(|_| NotTaken::NotAllowed)?;
        own.take_in(file).await
    }

    /// How many events are here from files, and not at the endpoint yet.
    pub fn lent(self) -> u64 {
        self.own().map_or(0, Own::lent)
    }

    /// Brings to the endpoint what was taken in from files, and fetches it back: what it would not
    /// take, and why.
    pub async fn bring(self) -> Vec<(RefusalCode, u64)> {
        match self.own() {
            Ok(own) => own.bring().await,
            Err(_) => Vec::new(),
        }
    }
}

impl Own {
    async fn unsent_file(self, day: &str, words: &str) -> Result<Option<File>, SaveError> {
        let held = self.held();
        self.carry_out(held.step(Input::Seal)).await;
        let sealed = || {
            held.session
                .borrow()
                .as_ref()
                .is_none_or(Session::is_sealed)
        };
        for _ in 0..LOOKS {
            if sealed() {
                break;
            }
            // A sync is under way, and seals what it has not yet when it ends.
            pause(LOOK_AGAIN).await;
            self.carry_out(held.step(Input::Seal)).await;
        }
        if !sealed() {
            return Err(SaveError::Storage);
        }
        let unsent = held.session.borrow().as_ref().and_then(Session::unsent);
        let Some(carried) = unsent else {
            return Ok(None);
        };
        let [a, b, ..] = carried.hash();
        let text = carried.to_file(words).map_err(|_| SaveError::Storage)?;
        Ok(Some(File {
            name: format!("stairwell-{day}-{}.txt", hex::encode(&[a, b])),
            text,
            events: carried.events(),
        }))
    }

    async fn take_in(self, file: &[u8]) -> Result<TakenIn, NotTaken> {
        let held = self.held();
        let device = held.device().ok_or(NotTaken::NotAllowed)?;
        if device.role() != Role::Organiser {
            return Err(NotTaken::NotAllowed);
        }
        let all = Carried::from_file(file).map_err(NotTaken::File)?;
        let mut taken = TakenIn::default();
        for carried in all {
            let carried = carried.of(device.campaign).map_err(NotTaken::File)?;
            let reader = held.session.borrow().as_ref().map(|it| it.reader().clone());
            let mut reader = reader.ok_or(NotTaken::NotAllowed)?;
            let _ = read(&mut reader, &device, &held.carried.borrow());
            let known = reader_has(&reader, &carried);
            let runs = read(&mut reader, &device, std::slice::from_ref(&carried));
            let new: u64 = runs.iter().map(|run| run.events.len() as u64).sum();
            taken.new += new;
            taken.known += known;
            taken.unread += carried.events().saturating_sub(known + new);
            if known == carried.events() {
                continue;
            }
            let kept = held.journal.keep_carried(&carried).await;
            kept.map_err(|fault| NotTaken::Save(fault.into()))?;
            held.carried.borrow_mut().push(carried);
            held.tabs.tell(News::Changed);
            self.merge_lent(&runs).await;
        }
        Ok(taken)
    }

    async fn merge_lent(self, runs: &[Written]) {
        if self.held().merge(runs) == Counted::FoldAgain {
            self.fold_again().await;
        }
        self.changed();
    }

    fn lent(self) -> u64 {
        self.told.version.track();
        let held = self.held();
        let carried = held.carried.borrow();
        carried.iter().map(Carried::events).sum()
    }

    pub(super) async fn bring(self) -> Vec<(RefusalCode, u64)> {
        let held = self.held();
        let mut refused = Vec::new();
        let all = held.carried.borrow().clone();
        for carried in all {
            let Some(left) = self.bring_one(&carried, &mut refused).await else {
                // No answer: it stays for another time, and the sync says that there is none.
                break;
            };
            if left != carried {
                self.keep_only(&carried, left).await;
            }
        }
        self.sync_through().await;
        refused
    }

    /// Brings one file, log by log; what is left of it once what the endpoint refuses is taken out.
    async fn bring_one(
        self,
        carried: &Carried,
        refused: &mut Vec<(RefusalCode, u64)>,
    ) -> Option<Carried> {
        let held = self.held();
        let mut left = carried.clone();
        for (log, pushes) in carried.pushes(FULL_CARRY) {
            for batches in pushes {
                let nonce = random_bytes(&mut BrowserRng);
                let request = {
                    let session = held.session.borrow();
                    session.as_ref()?.bringing(carried, batches, nonce)
                };
                let answer = net::send(&request).await?;
                let token = held.device()?.token;
                let mac = answer.mac.unwrap_or_default();
                if !token.is_answer(&nonce, answer.status, &answer.body, &mac) {
                    return None;
                }
                if answer.status == 200 {
                    continue;
                }
                let code = Refusal::read(&answer.body)?.code;
                if !code.is_of_a_log() {
                    return None;
                }
                refused.push((code, carried.events_of(log)));
                left = left.without(log);
                break;
            }
        }
        Some(left)
    }

    /// What the endpoint will not take of a file is not shown any more either.
    async fn keep_only(self, carried: &Carried, left: Carried) {
        let held = self.held();
        if !left.batches.is_empty() {
            // Should it fail, the whole file is brought and refused again after the next start.
            let _ = held.journal.keep_carried(&left).await;
        }
        let _ = held.journal.forget_carried(carried).await;
        {
            let mut all = held.carried.borrow_mut();
            all.retain(|other| other != carried);
            if !left.batches.is_empty() {
                all.push(left);
            }
        }
        self.fold_again().await;
    }

    /// What has come back from the endpoint is lent no more.
    pub(super) async fn settle_carried(self) {
        let held = self.held();
        let settled: Vec<Carried> = {
            let session = held.session.borrow();
            let Some(session) = session.as_ref() else {
                return;
            };
            let all = held.carried.borrow();
            let came = all.iter().filter(|it| came_back(session.reader(), it));
            came.cloned().collect()
        };
        if settled.is_empty() {
            return;
        }
        for carried in &settled {
            // Should it fail, it is found to have come back after the next start.
            let _ = held.journal.forget_carried(carried).await;
        }
        held.carried
            .borrow_mut()
            .retain(|carried| !settled.contains(carried));
        // Under its numbers the endpoint may have something else.
        self.fold_again().await;
    }
}

impl Held {
    /// Whether there is anything that was taken in from files and has not come back.
    pub fn has_lent(&self) -> bool {
        !self.carried.borrow().is_empty()
    }

    /// Whether anything is to be brought to the endpoint: own records, or somebody's from a file.
    pub fn waits(&self) -> bool {
        let session = self.session.borrow();
        let own = session.as_ref().map_or(0, |own| own.status().waiting);
        own > 0 || self.has_lent()
    }
}

/// Whether a reader has read as far as a file goes.
fn came_back(reader: &Reader, carried: &Carried) -> bool {
    reader_has(reader, carried) == carried.events()
}

/// How many events of a file a reader has read, or something else under their numbers.
fn reader_has(reader: &Reader, carried: &Carried) -> u64 {
    let logs = carried.logs().into_iter();
    let batches = logs.flat_map(|(_, batches)| batches);
    let read = batches.filter(|(batch, _)| {
        let head = reader.head(batch.log);
        head.is_some_and(|(head, _)| batch.last() <= head)
    });
    read.map(|(batch, _)| u64::from(batch.count)).sum()
}

/// What these files hold beyond what a reader has read, as this device may show it.
pub(super) fn beyond(reader: &Reader, device: &Device, all: &[Carried]) -> Vec<Written> {
    match all {
        [] => Vec::new(),
        all => read(&mut reader.clone(), device, all),
    }
}

/// The same, with which the reader goes on.
fn read(reader: &mut Reader, device: &Device, all: &[Carried]) -> Vec<Written> {
    let mut runs = Vec::new();
    for carried in all {
        for bytes in &carried.certificates {
            if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
                reader.chain_mut().insert(signed);
            }
        }
        let batches = carried.batches.iter().map(Vec::as_slice);
        let page = reader.read(batches, &device.keyring, Trust::Verify);
        runs.extend(page.written.into_iter().map(|run| shown(device, run)));
    }
    runs
}
