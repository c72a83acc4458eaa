//! Drives the session: hands in what happens, carries out what it wants, in order.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::clock::now;
use super::journal::{CaughtUp, Fault, Loaded, Since, ToKeep};
use super::net;
use super::notes::{How, KeptCounts, Left};
use super::own::Own;
use super::rebuilt::{FoldAll, Rebuilt};
use super::tabs::News;
use super::told::{Fetching, Membership};
use crate::canvass::dot::LogId;
use crate::canvass::fold::{Counted, State, Written};
use crate::organise::counted::to_count;
use crate::organise::ending::Kept;
use crate::sync::certificate::Role;
use crate::sync::device::Device;
use crate::sync::session::{Input, Output, Session, Trouble};
use crate::sync::wire::RefusalCode;

/// What waits is sent after so long, in seconds.
const EVERY: i64 = 300;
/// How long after a start a snapshot is written, in milliseconds: the page has been drawn by then.
const SNAPSHOT_AFTER: i32 = 1_500;
/// How often a sync that somebody waits for looks whether another is still under way.
const LOOKS: usize = 120;
/// How long until it is looked at again whether others carry something out, in milliseconds.
const LOOK_AGAIN: i32 = 20;

impl Own {
    /// Begins a sync, here or in the tab that sends.
    pub(super) fn begin_sync(self) {
        let held = self.held();
        if held.tabs.leads() && held.has_lent() {
            spawn_local(async move {
                // What is refused is said where files are taken in; here it is only not shown any more.
                let _ = self.bring().await;
            });
        } else if held.tabs.leads() {
            spawn_local(self.sync_through());
        } else {
            held.tabs.tell(News::SyncPlease);
        }
    }

    /// Somebody looks at something that others may have changed: it is asked for, where that is long ago.
    pub(super) fn freshen(self) {
        if is_long_ago(self.held().last_sync.get(), now()) {
            self.begin_sync();
        }
    }

    /// Time has passed: a retry may be due, or the five minutes may be over. A phone on which nothing waits
    /// asks for nothing by itself: each request wakes its radio.
    pub(super) fn tick(self) {
        let held = self.held();
        if !held.tabs.leads() {
            return;
        }
        if is_long_ago(held.last_sync.get(), now()) && (held.waits() || self.watches()) {
            held.last_sync.set(now());
            return self.begin_sync();
        }
        let outputs = held.step(Input::Tick);
        if !outputs.is_empty() {
            spawn_local(self.carry_out(outputs));
        }
    }

    /// Whether an organiser has this page before them: what others send is to appear there by itself.
    fn watches(self) -> bool {
        let organises = |own: &Membership| own.role == Role::Organiser;
        let own = self.told.membership;
        own.with_untracked(|own| own.as_ref().is_some_and(organises)) && !document().hidden()
    }

    /// Syncs, and resolves when it has ended, well or not.
    pub(super) async fn sync_through(self) {
        let held = self.held();
        held.last_sync.set(now());
        self.hear_of_other_tabs().await;
        self.acknowledge_again().await;
        let outputs = held.step(Input::Sync);
        if outputs.is_empty() {
            for _ in 0..LOOKS {
                let sending = held.session.borrow().as_ref().map(|s| s.status().sending);
                if sending != Some(true) {
                    break;
                }
                super::clock::pause(250).await;
            }
        } else {
            self.carry_out(outputs).await;
        }
    }

    /// Carries these out behind whatever waits already, and resolves when nothing does. One at a
    /// time: a session that has heard an answer may ask again before that is kept, and of what is
    /// pulled a later chunk kept without an earlier one would leave a gap for ever.
    pub(super) async fn carry_out(self, outputs: Vec<Output>) {
        let held = self.held();
        held.waiting.borrow_mut().extend(outputs);
        if held.carrying.replace(true) {
            while held.carrying.get() {
                super::clock::pause(LOOK_AGAIN).await;
            }
            return;
        }
        let (mut changed, mut replaced) = (false, false);
        self.refresh();
        loop {
            let next = held.waiting.borrow_mut().pop_front();
            let Some(output) = next else { break };
            changed |= !matches!(output, Output::Send(_) | Output::Store { .. });
            let more = self.carry_out_one(output).await;
            held.waiting.borrow_mut().extend(more);
            self.refresh();
            let mut again = held.waiting.borrow().is_empty() && self.count().await;
            // One a sync: it is the next one that brings it back.
            if !again && !replaced && held.waiting.borrow().is_empty() {
                replaced = self.replace().await;
                again = replaced;
            }
            if again {
                let more = held.step(Input::Sync);
                held.waiting.borrow_mut().extend(more);
            }
        }
        held.carrying.set(false);
        if self.has_ended() {
            self.be_forgotten(How::Ended).await;
            changed = true;
        }
        self.finish_emptying().await;
        self.finish_closing().await;
        if changed && held.has_lent() {
            self.settle_carried().await;
        }
        if changed {
            self.held().tabs.tell(News::Changed);
        }
    }

    /// Carries out one output; what the session wants next comes back.
    async fn carry_out_one(self, output: Output) -> Vec<Output> {
        let held = self.held();
        match output {
            Output::Store { log, first, bytes } => {
                return match held.journal.store_batch(log, first, &bytes).await {
                    Ok(bytes) => held.step(Input::Stored { log, first, bytes }),
                    // Another tab has left the log: where to, the journal knows.
                    Err(Fault::Closed) => {
                        self.read_again().await;
                        held.step(Input::Sync)
                    }
                    // What is not stored is not sent; it is tried again like a lost answer.
                    Err(_) => held.step(Input::NoAnswer),
                };
            }
            Output::Send(request) => {
                return match net::send(&request).await {
                    Some(answer) => held.step(Input::Answered {
                        status: answer.status,
                        body: answer.body,
                        mac: answer.mac,
                    }),
                    None => held.step(Input::NoAnswer),
                };
            }
            Output::Replace { log, first, bytes } => {
                // Should it fail, ours is sent again after the next start and clashes again.
                let _ = held.journal.replace_batch(log, first, &bytes).await;
                // It may tell another offset, measured by the other phone or tab.
                self.fold_again().await;
            }
            Output::LookFor { log } => return self.look_for(log).await,
            Output::Acknowledged { log, through, hash } => {
                self.acknowledge(log, through, hash).await;
            }
            // An emptied phone only sends.
            Output::Keep(_) if held.device().is_some_and(|own| own.keyring.is_empty()) => {}
            Output::Keep(pulled) => {
                // What follows a chunk that is missing here must be fetched again with it.
                let kept =
                    !held.pulled_gap.get() && held.journal.keep_pulled(&pulled).await.is_ok();
                held.pulled_gap.set(!kept);
            }
            Output::Merge(runs) => self.merge(&runs).await,
            Output::Checkpoint(taken) => {
                self.told.anew.update_value(|anew| *anew += 1);
                if held.take(&taken) == Counted::FoldAgain {
                    self.fold_again().await;
                }
                self.changed();
            }
            Output::Differs(stream) => {
                held.differing.borrow_mut().insert(stream);
                self.changed();
            }
            Output::KeepDevice(device) => self.keep_device(&device).await,
            Output::Park { log, code } => self.park(log, code).await,
            Output::RecordAnew {
                log,
                events,
                through,
            } => {
                // Where it cannot be saved, the old log keeps them: see `Status::not_accepted`.
                // After the next start it is found to clash again.
                let _ = self.record_anew(log, events, through).await;
            }
            // What was pulled stays true; it comes again, and is merged as what it is: the same.
            Output::StartOver => held.unkept.borrow_mut().clear(),
            Output::Forget => self.be_forgotten(How::TakenOff).await,
        }
        Vec::new()
    }

    /// The endpoint has a log up to a number.
    async fn acknowledge(self, log: LogId, through: u64, hash: [u8; 32]) {
        let held = self.held();
        if let Some(record) = held.logs.borrow_mut().get_mut(&log) {
            record.acknowledged = through;
            record.hash = hash;
        }
        // Where the cursor behind it could not be kept, it is sent again after the next start, and
        // acknowledged again.
        if !held.pulled_gap.get() {
            self.keep_acknowledged(log, through, hash).await;
        }
    }

    async fn merge(self, runs: &[Written]) {
        if self.held().merge(runs) == Counted::FoldAgain {
            self.fold_again().await;
        }
        self.changed();
    }

    async fn keep_device(self, device: &Device) {
        // Should it fail, the grant comes again: its number was not kept either.
        let _ = self.held().journal.keep_device(device).await;
        let held = self.held();
        self.told.membership.set(held.membership(device));
        // What it sealed itself under keys that come only now, after a start without them.
        self.fold_again().await;
    }

    /// The campaign has ended: the endpoint does not know it any more or says so, and by this
    /// device's own clock it is so. Either alone could be a wrong clock.
    fn has_ended(self) -> bool {
        let over = self.told.membership.with_untracked(|own| {
            let own = own.as_ref();
            own.is_some_and(|own| own.ends <= now())
        });
        let refused = self.told.status.with_untracked(|status| status.trouble);
        let gone = [RefusalCode::RunOut, RefusalCode::UnknownDevice].map(Trouble::Refused);
        over && refused.is_some_and(|trouble| gone.contains(&trouble))
    }

    /// This device belongs to the campaign no more: pulled data and keys go, what is unsent stays.
    async fn be_forgotten(self, how: How) {
        let held = self.held();
        let left = Left {
            how,
            unsent: held.tally().waiting(),
        };
        self.keep_counts(how);
        // Should it fail, the endpoint says so again at the next sync.
        let _ = held.journal.forget_pulled().await;
        left.write(held.journal.database());
        self.told.left.set(Some(left));
        held.session.replace(None);
        self.in_its_place(State::default());
        held.logs.borrow_mut().clear();
        held.carried.borrow_mut().clear();
        self.told.membership.set(None);
        self.changed();
    }

    /// Of a campaign that has ended an organiser's device keeps figures, and nothing else.
    fn keep_counts(self, how: How) {
        let own = self.told.membership;
        let organises = own.with_untracked(|own| {
            let own = own.as_ref();
            own.is_some_and(|own| own.role == Role::Organiser && !own.emptied)
        });
        if how != How::Ended || !organises {
            return;
        }
        if let Some(kept) = self.read_untracked(Kept::of) {
            KeptCounts::write(kept, self.held().journal.database());
        }
    }

    /// On an organiser's device, once everything has come: writes what it has merged. Whether
    /// there was anything to write.
    async fn count(self) -> bool {
        let held = self.held();
        let drafts = {
            let session = held.session.borrow();
            let Some(session) = session.as_ref() else {
                return false;
            };
            if session.device().role() != Role::Organiser || !session.status().up_to_date {
                return false;
            }
            let Some(by) = session.author() else {
                return false;
            };
            to_count(&held.state.borrow(), &by, session.reader().heads())
        };
        // Should it fail, the next sync counts again.
        !drafts.is_empty() && self.save(&drafts).await.is_ok()
    }

    /// Reads the journal again: after another tab has written to it, or this one takes over.
    pub(super) async fn read_again(self) {
        let held = self.held();
        let (loaded, meanwhile) = held.load_alone(Since::Snapshot).await;
        let Ok(mut loaded) = loaded else { return };
        let rebuilt = loaded
            .device
            .take()
            .map(|device| Rebuilt::from(device, loaded));
        let (rebuilt, meanwhile) = match rebuilt.transpose() {
            Ok(rebuilt) => (rebuilt, meanwhile),
            Err(FoldAll) => {
                let (loaded, more) = held.load_alone(Since::Start).await;
                let Some(rebuilt) = loaded.ok().and_then(from_all) else {
                    return;
                };
                (Some(rebuilt), [meanwhile, more].concat())
            }
        };
        self.put_in_place(rebuilt);
        for (record, run) in meanwhile {
            let _ = held.take_in(&record, run);
        }
        self.refresh();
        self.changed();
    }

    /// Takes what the journal came to for the truth.
    pub(super) fn put_in_place(self, rebuilt: Option<Rebuilt>) {
        let held = self.held();
        let membership = rebuilt.as_ref().map(|rebuilt| {
            let (session, state) = (&rebuilt.session, &rebuilt.state);
            Membership::of(session.device(), state, session.reader(), &held.committee)
        });
        match rebuilt {
            Some(rebuilt) => {
                held.session.replace(Some(rebuilt.session));
                self.in_its_place(rebuilt.state);
                held.differing.borrow_mut().extend(rebuilt.differing);
                held.awaiting.borrow_mut().extend(rebuilt.awaiting);
                held.logs.replace(rebuilt.logs);
                held.carried.replace(rebuilt.carried);
                held.mark();
                if let Some(keep) = rebuilt.keep {
                    spawn_local(self.keep_snapshot(keep));
                }
            }
            None => {
                held.session.replace(None);
                self.in_its_place(State::default());
                held.logs.borrow_mut().clear();
                held.carried.borrow_mut().clear();
            }
        }
        if self.told.membership.get_untracked() != membership {
            self.told.membership.set(membership);
        }
    }

    /// Puts another state where one was.
    fn in_its_place(self, state: State) {
        self.told.anew.update_value(|anew| *anew += 1);
        self.held().state.replace(state);
    }

    /// Keeps a snapshot once there is nothing more urgent.
    async fn keep_snapshot(self, keep: ToKeep) {
        super::clock::pause(SNAPSHOT_AFTER).await;
        // Without it the next start folds what this one did.
        let _ = self.held().journal.keep_snapshot(&keep).await;
    }

    /// Folds everything again: the board cuts off, or lets back in, what was counted otherwise.
    pub(super) async fn fold_again(self) {
        let held = self.held();
        let (loaded, meanwhile) = held.load_alone(Since::Start).await;
        let again = held.session.borrow().as_ref().map(Session::again);
        let Some(session) = again else { return };
        if let Ok(loaded) = loaded
            && let Ok(rebuilt) = Rebuilt::within(session, loaded)
        {
            self.in_its_place(rebuilt.state);
            for (_, run) in meanwhile {
                let _ = held.merge(&[run]);
            }
        }
        self.changed();
    }

    /// The state has changed: whoever reads it reads again.
    pub(super) fn changed(self) {
        let held = self.held();
        // The keyholders may have put the end later.
        let membership = held.device().and_then(|device| held.membership(&device));
        if self.told.membership.get_untracked() != membership {
            self.told.membership.set(membership);
        }
        self.told.version.update(|version| *version += 1);
    }

    /// Tells pages where things stand, if that has changed.
    pub(super) fn refresh(self) {
        let held = self.held();
        let status = held.session.borrow().as_ref().map(|s| s.status());
        if let Some(mut status) = status {
            self.hear(&mut status);
            let refused = held.not_accepted().into_iter().map(|(_, n)| n).sum::<u64>();
            status.not_accepted = usize::try_from(refused).unwrap_or(usize::MAX);
            let before = self.told.status.with_untracked(|told| told.caught_up);
            if let Some(at) = status.caught_up.filter(|_| status.caught_up != before) {
                CaughtUp::write(held.journal.database(), at);
                // What was pulled may end a list that was lent to this phone.
                spawn_local(self.let_go_of_lists());
            }
            if self.told.status.get_untracked() != status {
                self.told.status.set(status);
            }
        }
        let tally = held.tally();
        if self.told.tally.get_untracked() != tally {
            self.told.tally.set(tally);
        }
        self.refresh_fetching();
    }

    /// Tells pages how far the phone is from needing no signal.
    pub(super) fn refresh_fetching(self) {
        let (doors_done, doors_total) = self.held().doors_here();
        let app = super::wake::app_kept();
        let fetching = Fetching {
            app_done: app.done,
            app_total: app.total,
            app_failed: app.failed,
            doors_done,
            doors_total,
        };
        let needs_none = app.ready && doors_done >= doors_total;
        let fetching = (!needs_none).then_some(fetching);
        if self.told.fetching.get_untracked() != fetching {
            self.told.fetching.set(fetching);
        }
    }
}

/// Whether five minutes are over since something happened at a time: seconds since 1970. A clock that was put
/// back says nothing.
fn is_long_ago(at: i64, now: i64) -> bool {
    !(0..EVERY).contains(&(now - at))
}

/// What everything that was read comes to.
fn from_all(mut loaded: Loaded) -> Option<Rebuilt> {
    let device = loaded.device.take()?;
    Rebuilt::from(device, loaded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_goes_after_five_minutes_and_a_clock_put_back_keeps_nothing_waiting() {
        let at = 1_000_000;
        assert!(!is_long_ago(at, at));
        assert!(!is_long_ago(at, at + EVERY - 1));
        assert!(is_long_ago(at, at + EVERY));
        // A year back: nobody waits a year.
        assert!(is_long_ago(at, at - 365 * 86_400));
    }
}
