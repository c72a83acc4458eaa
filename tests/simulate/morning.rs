//! The morning: the faults have stopped, everyone has signal, and what must be true is looked at.

use std::collections::BTreeMap;

use stairwell::canvass::checkpoint::{Checkpoint, Taken};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Checked, Reach, Role};

use crate::office::Coming;
use crate::phone::Phone;
use crate::phone::rebuilt::Rebuilt;
use crate::tally::Mark;
use crate::world::World;

/// After so many retries nothing may be unsent.
const RETRIES: usize = 3;
/// After so many rounds everyone has heard everything.
const ROUNDS: usize = 8;
/// How far a time that was measured may be off, in seconds: what a message takes both ways.
pub const MEASURED: i64 = 60;

/// What came of a history.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Facts that were recorded.
    pub events: usize,
    pub lost: usize,
    pub duplicated: usize,
    /// Facts unsent after three retries.
    pub stuck: usize,
    /// Facts that people are shown at a time that cannot be.
    pub mistimed: usize,
    /// Facts recorded with a clock more than a year off.
    pub far_off: usize,
    /// Everything that is not as it must be, a line each.
    pub wrong: Vec<String>,
    pub had: Had,
}

/// What there was in a history, besides lost messages and dead batteries.
#[derive(Clone, Copy, Debug, Default)]
pub struct Had {
    /// The endpoint was brought back from a backup.
    pub brought_back: bool,
    /// A phone was copied, or put back to what it was.
    pub copied: bool,
    /// A phone had the app open twice.
    pub two_tabs: bool,
    /// Some request was delivered five times.
    pub five_deliveries: bool,
}

impl World<'_> {
    /// Has the faults stop, everyone sync, and looks.
    ///
    /// # Errors
    /// Where the endpoint does not start.
    pub fn morning(&mut self) -> anyhow::Result<Verdict> {
        self.tell_all(|| "The faults stop.".to_string());
        self.calm_down()?;
        let mut verdict = Verdict::default();
        for _ in 0..RETRIES {
            self.round();
        }
        self.look_for_stuck(&mut verdict);
        self.finish_taking_off();
        self.change_keys_again();
        let newcomer = self.plan.newcomer;
        if newcomer {
            self.newcomer();
        }
        self.settle(&mut verdict);
        self.look(&mut verdict);
        verdict.wrong.append(&mut self.wrong);
        verdict.had = Had {
            brought_back: self.brought_back,
            copied: self.phones.iter().any(|own| own.copied),
            two_tabs: self.two_tabs,
            five_deliveries: self.most_deliveries == 5,
        };
        Ok(verdict)
    }

    fn calm_down(&mut self) -> anyhow::Result<()> {
        self.calm = true;
        match self.endpoint_full {
            true => self.host.make_room()?,
            false => self.host.start()?,
        }
        self.endpoint_full = false;
        for own in &mut self.phones {
            own.journal.full = false;
        }
        self.wait_for_all();
        // What was late still arrives.
        while !self.flights.is_empty() {
            self.fly(0);
        }
        for phone in 0..self.phones.len() {
            self.wake(phone);
        }
        Ok(())
    }

    /// A phone is opened where it is off, or anew; what was not saved is saved with a tap.
    fn wake(&mut self, phone: usize) {
        let Some(own) = self.phones.get(phone) else {
            return;
        };
        if own.gone {
            return;
        }
        // Where a full disk left a gap in what was pulled, a grant that is not kept or a log that is to
        // be left, that is mended when the app is opened anew (`client::pump`).
        let gap = own.tabs.iter().any(|tab| tab.pulled_gap || tab.behind);
        if !own.tabs.is_empty() {
            self.save_held(phone);
            self.rest(phone);
        }
        if self.plan.reopens || gap {
            self.close(phone);
        }
        if self
            .phones
            .get(phone)
            .is_some_and(|own| own.tabs.is_empty())
        {
            self.open(phone);
        }
    }

    fn save_held(&mut self, phone: usize) {
        let tabs = self.phones.get(phone).map_or(0, |own| own.tabs.len());
        for tab in 0..tabs {
            self.now += 1;
            let saved = self.with(phone, tab, |tab, journal, moment| {
                (tab.save_held(journal, moment), moment.now)
            });
            let (now, revoked) = (self.now, self.is_revoked(phone));
            for drafts in saved.iter().flat_map(|(saved, _)| saved) {
                let at = saved.as_ref().map_or(now, |(_, at)| *at);
                self.tally.record(phone, drafts, at, now, false, revoked);
            }
            self.pass_on_news(phone, tab);
            self.hear_all(phone);
        }
    }

    /// Everyone syncs, all tabs that send.
    fn round(&mut self) {
        self.wait(310);
        for phone in 0..self.phones.len() {
            let tabs = self.phones.get(phone).map_or(0, |own| own.tabs.len());
            for tab in (0..tabs).rev() {
                if !self.leads(tab) {
                    continue;
                }
                self.with(phone, tab, |tab, journal, moment| {
                    tab.begin_sync(journal, moment);
                });
                self.pass_on_news(phone, tab);
                self.rest(phone);
            }
        }
    }

    fn look_for_stuck(&mut self, verdict: &mut Verdict) {
        for own in self.phones.iter().filter(|own| own.is_on()) {
            let waits: usize = own.tabs.iter().map(crate::phone::tab::Tab::waits).sum();
            if waits > 0 {
                let status = own.tabs.first().and_then(|tab| tab.session.as_ref());
                let status = status.map(stairwell::sync::session::Session::status);
                verdict.stuck += waits;
                let line = format!("{}: {waits} facts are still unsent, {status:?}", own.name);
                verdict.wrong.push(line);
            }
        }
    }

    /// What was begun in the evening and not finished.
    fn finish_taking_off(&mut self) {
        if let Some(phone) = self.taking_off.take()
            && let Err(no_good) = self.take_off(0, phone)
        {
            let line = format!("a phone cannot be taken off: {no_good:?}");
            self.wrong.push(line);
        }
    }

    /// Keys that were changed after the backup are changed again, as docs/hosting.md tells organisers.
    fn change_keys_again(&mut self) {
        if self.brought_back
            && self.epoch_forgotten
            && let Err(no_good) = self.change_keys(0)
        {
            let line = format!("the keys cannot be changed any more: {no_good:?}");
            self.wrong.push(line);
        }
    }

    /// Somebody new sees what the others see.
    fn newcomer(&mut self) {
        let coming = Coming {
            name: "Nia".to_string(),
            role: Role::Organiser,
            reach: Reach::Everything,
            second_of: None,
            skew: 0,
        };
        if let Err(no_good) = self.invite(0, &coming) {
            let line = format!("nobody can be invited any more: {no_good:?}");
            self.wrong.push(line);
        }
    }

    fn settle(&mut self, verdict: &mut Verdict) {
        let shown = |world: &World<'_>| -> Vec<Vec<u8>> {
            let on = world.phones.iter().filter(|own| own.is_on());
            on.flat_map(|own| &own.tabs)
                .map(|tab| tab.state.to_bytes())
                .collect()
        };
        let mut before = shown(self);
        for _ in 0..ROUNDS {
            self.round();
            let after = shown(self);
            if after == before {
                return;
            }
            before = after;
        }
        verdict.wrong.push("it never settles".to_string());
    }

    fn is_revoked(&self, phone: usize) -> bool {
        self.phones.get(phone).is_some_and(|own| own.revoked)
    }

    fn look(&mut self, verdict: &mut Verdict) {
        let runs: Vec<Option<Rebuilt>> = (0..self.phones.len())
            .map(|phone| self.runs_of(phone))
            .collect();
        self.count(runs.first().and_then(Option::as_ref), verdict);
        self.look_at_checkpoints(verdict);
        let mut streams = vec![Stream::Board, Stream::Inner];
        streams.extend(self.stairs.iter().map(|stair| Stream::Stair(*stair)));
        let checked: Vec<Option<Checked>> = self.phones.iter().map(Phone::checked).collect();
        for stream in streams {
            let reads = |checked: &Option<Checked>| {
                let checked = checked.as_ref();
                checked.is_some_and(|checked| checked.may_read(stream))
            };
            let reading = self.phones.iter().zip(&runs).zip(&checked);
            let reading = reading.filter(|(_, checked)| reads(checked));
            compare(stream, reading.map(|(own, _)| own), verdict);
        }
        self.compare_with_a_restart(&runs, verdict);
    }

    /// Everything a phone's journal comes to; none of one that takes part no more.
    fn runs_of(&mut self, phone: usize) -> Option<Rebuilt> {
        let own = self.phones.get(phone).filter(|own| own.is_on())?;
        let device = own.journal.device.clone()?;
        let now = self.now + own.skew;
        let session = own.new_session(device);
        Some(Rebuilt::within(
            session,
            &own.journal,
            now,
            &mut self.chance,
        ))
    }

    /// Each fact is found once, in what the first organiser has.
    fn count(&mut self, first: Option<&Rebuilt>, verdict: &mut Verdict) {
        let mut runs = self.replaced.clone();
        runs.extend(first.iter().flat_map(|first| first.runs.iter().cloned()));
        // From checkpoints and the rest comes what comes from everything.
        let state = State::fold(&runs);
        if let Some(first) = first.map(Rebuilt::state)
            && first.to_bytes() != state.to_bytes()
        {
            let line = format!(
                "checkpoints and the rest are not everything: {}",
                difference(&first, &state)
            );
            verdict.wrong.push(line);
        }
        let mut events = BTreeMap::new();
        for run in &runs {
            let counted = state.log(run.log).map_or(0, |log| log.head);
            for (seq, event) in (run.first..).zip(&run.events) {
                if seq <= counted {
                    events.insert((run.log, seq), event);
                }
            }
        }
        let mut found: BTreeMap<Mark, usize> = BTreeMap::new();
        for event in events.values() {
            *found.entry(Mark::of(event)).or_default() += 1;
        }
        let outcome = self.tally.compare(&found);
        (verdict.lost, verdict.duplicated) = (outcome.lost, outcome.duplicated);
        verdict.events = self.tally.facts.len();
        if outcome.lost + outcome.duplicated > 0 {
            verdict.wrong.extend(self.tally.told(&found, &self.phones));
        }
        let places = events
            .iter()
            .map(|(place, event)| (Mark::of(event), *place));
        self.look_at_times(&state, &places.collect(), verdict);
    }

    /// Whoever holds the past finds the same in every checkpoint. After a backup somebody may hold what
    /// is offered again only later.
    fn look_at_checkpoints(&self, verdict: &mut Verdict) {
        for own in self.phones.iter().filter(|_| !self.brought_back) {
            for line in own.tabs.iter().flat_map(|tab| &tab.differing) {
                verdict
                    .wrong
                    .push(format!("{} says: a checkpoint of {line}", own.name));
            }
            for tab in &own.tabs {
                let state = &tab.state;
                let still = |it: &&Checkpoint| state.awaits_erasures(it) || state.differs_from(it);
                for it in tab.awaiting.iter().filter(still) {
                    let (name, stream) = (&own.name, it.stream());
                    let line = format!("{name} never hears of what {stream:?} says is erased");
                    verdict.wrong.push(line);
                }
            }
        }
    }

    /// People are shown no time that cannot be: none after this morning, and where the phone had
    /// measured its clock, the right one.
    fn look_at_times(
        &self,
        state: &State,
        places: &BTreeMap<Mark, (LogId, u64)>,
        verdict: &mut Verdict,
    ) {
        for fact in &self.tally.facts {
            let Some((log, seq)) = places.get(&fact.mark).copied() else {
                continue;
            };
            let off = (fact.mark.at - fact.really).abs() > 365 * 86_400;
            verdict.far_off += usize::from(off);
            let dot = Dot { log, seq };
            let covered = state.counted_at(dot).is_some();
            let (Some(shown), true) = (state.happened_at(dot), covered) else {
                continue;
            };
            // What a copy records anew is shown no earlier than its newer certificate.
            let copied = self.phones.get(fact.phone).is_none_or(|own| own.copied);
            let is_right = |shown: i64| (shown - fact.really).abs() <= MEASURED;
            // An organiser's clock may be set between an answer and what is counted by it: that says when
            // by the new clock, and how far it is off by the old one. Its author's word is right all the same.
            let miscounted = self
                .phones
                .iter()
                .any(Phone::counts_by_a_clock_that_was_set)
                && state.shown_at(dot, i64::MAX).is_some_and(is_right);
            let right = copied || miscounted || is_right(shown);
            if (fact.timed && !right)
                || (shown > self.now + MEASURED && self.clocks_of_organisers_are_good())
            {
                verdict.mistimed += 1;
                let late = shown - fact.really;
                let line = format!("{:?} is shown {late} s from when it was", fact.mark);
                verdict.wrong.push(line);
            }
        }
    }

    /// `counted` says when, by an organiser's clock.
    fn clocks_of_organisers_are_good(&self) -> bool {
        let mut organisers = self.phones.iter().filter(|own| own.role == Role::Organiser);
        organisers.all(|own| own.steady && own.skew.abs() < MEASURED / 2)
    }

    /// What is on the screen is what a restart would show.
    fn compare_with_a_restart(&self, runs: &[Option<Rebuilt>], verdict: &mut Verdict) {
        for (own, runs) in self.phones.iter().zip(runs) {
            let Some(runs) = runs else { continue };
            for tab in &own.tabs {
                let timed = timed_as_shown(&runs.runs, &tab.state, own);
                let again = State::fold_on(&runs.taken, &timed);
                if tab.state.to_bytes() != again.to_bytes() {
                    let line = format!(
                        "{} shows something else after a restart: {}",
                        own.name,
                        difference(&tab.state, &again)
                    );
                    verdict.wrong.push(line);
                }
            }
        }
    }
}

/// Whoever reads a stream has the same of it, to the byte.
fn compare<'p>(
    stream: Stream,
    reading: impl Iterator<Item = (&'p Phone, &'p Option<Rebuilt>)>,
    verdict: &mut Verdict,
) {
    let mut first: Option<(&str, State)> = None;
    for (own, runs) in reading {
        let Some(runs) = runs else { continue };
        let here = [Stream::Board, stream];
        let of = |run: &&Written| here.contains(&run.author.stream);
        let own_runs: Vec<Written> = runs.runs.iter().filter(of).cloned().collect();
        let taken = runs.taken.iter();
        let taken = taken.filter(|taken| here.contains(&taken.checkpoint().stream()));
        let taken: Vec<Taken> = taken.cloned().collect();
        let state = State::fold_on(&taken, &own_runs);
        match &first {
            None => first = Some((&own.name, state)),
            Some((name, expected)) if expected.to_bytes() != state.to_bytes() => {
                let line = format!(
                    "{} and {name} differ in {stream:?}: {}",
                    own.name,
                    difference(&state, expected)
                );
                verdict.wrong.push(line);
            }
            Some(_) => {}
        }
    }
}

/// The first thing in which two states differ, for people.
fn difference(one: &State, other: &State) -> String {
    let heads = |state: &State| -> BTreeMap<LogId, u64> {
        let logs = state.logs();
        logs.map(|(log, known)| (log, known.head)).collect()
    };
    let (ours, theirs) = (heads(one), heads(other));
    let logs = ours.keys().chain(theirs.keys());
    let read = |log: &LogId| (ours.get(log).copied(), theirs.get(log).copied());
    let unlike = logs.map(|log| (log, read(log)));
    if let Some((log, (ours, theirs))) = unlike.clone().find(|(_, (ours, theirs))| ours != theirs) {
        return format!("of log {log:?} they have {ours:?} and {theirs:?}");
    }
    let entries = one.entries().chain(other.entries());
    let mut dots = entries.map(|(dot, _)| dot);
    match dots.find(|dot| one.entry(*dot) != other.entry(*dot)) {
        Some(dot) => {
            let (ours, theirs) = (one.entry(dot), other.entry(dot));
            format!("{dot:?} is {ours:?} and {theirs:?}")
        }
        None => "what waits to be struck, or who is cut off".to_string(),
    }
}

/// What a phone writes and does not read (for organisers; in a stair that was taken away) never comes
/// back to it, so it learns only by a restart which offset its boxes tell. Nobody compares it with
/// theirs; it is taken from the screen.
fn timed_as_shown(runs: &[Written], shown: &State, own: &Phone) -> Vec<Written> {
    let mut timed = Vec::new();
    let checked = own.checked();
    let reads = |stream| {
        let checked = checked.as_ref();
        checked.is_some_and(|checked| checked.may_read(stream))
    };
    for run in runs {
        if reads(run.author.stream) {
            timed.push(run.clone());
            continue;
        }
        for (seq, event) in (run.first..).zip(&run.events) {
            let dot = Dot { log: run.log, seq };
            let offset = shown.entry(dot).map_or(run.offset, |entry| entry.offset);
            timed.push(Written {
                first: seq,
                offset,
                events: vec![event.clone()],
                ..run.clone()
            });
        }
    }
    timed
}
