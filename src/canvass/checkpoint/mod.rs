//! Checkpoints: a stream's state, in the place of its past.
//!
//! A checkpoint holds what the fold came to: of each log of the stream how far it was counted and
//! the hash of the batch that ends there, the visible entries, the strikes that wait; of the board
//! also the erased ids and who is cut off. What is at or below a head and not visible is settled,
//! so fold(checkpoint + rest) = fold(all), and checkpoints join. What a checkpoint holds stays
//! counted, whoever is cut off below it later: else whoever joined from it and whoever holds the
//! past would differ.
//!
//! Inner has none: nothing there is ever struck, so a checkpoint would be no smaller, and its box
//! opens for every member. Pure; sealing and signing are [`sync`](crate::sync::checkpoint)'s.

mod layout;

use std::collections::BTreeMap;

use thiserror::Error;

use super::author::Role;
use super::dot::{Dot, LogId};
use super::fold::{Counted, Entry, Log, State, Written, counts, outlasts_erasure};
use super::id::Id;
use super::order::gather;
use super::policy::policy;
use super::stream::Stream;

pub use layout::LayoutError;

/// A stream's state.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    stream: Stream,
    /// Of that stream alone.
    state: State,
    /// The hash of the batch that each log's head ends.
    hashes: BTreeMap<LogId, [u8; 32]>,
    /// How many ids that concern the stream were erased when it was made.
    erasures: u64,
}

/// A checkpoint that came, and what this device had of the stream then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// All that it holds: it is compared, and what is here stays as it is.
    Held(Checkpoint),
    /// Less: it takes the place of what is missing.
    Joined(Checkpoint),
}

/// Why no checkpoint can be made of a stream now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoCheckpoint {
    /// Inner has none.
    #[error("inner has no checkpoints")]
    Inner,
    /// There is nothing in it.
    #[error("there is nothing in that stream")]
    Empty,
    /// What was read and what is counted differ: something is unsent, cut off or set aside.
    #[error("not everything in that stream is merged")]
    NotMerged,
    /// A newer version wrote something this one does not know, and would not keep right.
    #[error("a newer version of the app has written in that stream")]
    Unknown,
}

impl PartialEq for Checkpoint {
    fn eq(&self, other: &Checkpoint) -> bool {
        self.stream == other.stream && self.encode() == other.encode()
    }
}

impl Eq for Checkpoint {}

impl Checkpoint {
    /// The stream.
    pub fn stream(&self) -> Stream {
        self.stream
    }

    /// How far each log was counted, and the hash of the batch that ends there.
    pub fn heads(&self) -> impl Iterator<Item = (Dot, [u8; 32])> {
        self.state.logs.iter().map(|(log, known)| {
            let hash = self.hashes.get(log).copied().unwrap_or_default();
            let (log, seq) = (*log, known.head);
            (Dot { log, seq }, hash)
        })
    }

    /// How many ids that concern the stream were erased when it was made.
    pub fn erasures(&self) -> u64 {
        self.erasures
    }

    /// The state it holds, which is of its stream alone.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Takes in another checkpoint of the same stream: of two made of different parts of one past,
    /// what a checkpoint of both parts would be. In either order it is the same.
    pub fn join(&mut self, other: &Checkpoint) {
        for (head, hash) in other.heads() {
            let ours = self.state.logs.get(&head.log).map_or(0, |log| log.head);
            if head.seq > ours {
                self.hashes.insert(head.log, hash);
            }
        }
        // Both were counted; what is cut off later is below neither.
        let _ = self.state.join(other);
        // Which ids the board's own number is of is known; of a stair's only how many there were.
        self.erasures = match self.stream {
            Stream::Board => self.state.erasures_in(Stream::Board),
            _ => self.erasures.max(other.erasures),
        };
    }
}

impl Taken {
    /// The checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        match self {
            Taken::Held(checkpoint) | Taken::Joined(checkpoint) => checkpoint,
        }
    }
}

impl State {
    /// Folds everything on checkpoints that came: fold(checkpoint + rest).
    pub fn fold_on<'a>(
        taken: &[Taken],
        runs: impl IntoIterator<Item = &'a Written> + Clone,
    ) -> State {
        let mut state = State::default();
        for one in taken {
            // Everything is folded on it here.
            let _ = state.take(one);
        }
        state.and_all(runs)
    }

    /// A checkpoint of a stream, where everything in it was read up to these heads (of all logs
    /// there, with the hash of the batch that ends each) and nothing beyond.
    ///
    /// # Errors
    /// [`NoCheckpoint`].
    pub fn checkpoint(
        &self,
        stream: Stream,
        heads: &BTreeMap<LogId, (u64, [u8; 32])>,
    ) -> Result<Checkpoint, NoCheckpoint> {
        if stream == Stream::Inner {
            return Err(NoCheckpoint::Inner);
        }
        if self.unknown.contains(&stream) {
            return Err(NoCheckpoint::Unknown);
        }
        let state = self.only(stream);
        if state.logs.is_empty() {
            return Err(NoCheckpoint::Empty);
        }
        let merged = state.logs.len() == heads.len()
            && state.logs.iter().all(|(log, known)| {
                let read = heads.get(log);
                read.is_some_and(|(seq, _)| *seq == known.head)
            });
        if !merged {
            return Err(NoCheckpoint::NotMerged);
        }
        Ok(Checkpoint {
            stream,
            state,
            hashes: heads.iter().map(|(log, (_, hash))| (*log, *hash)).collect(),
            erasures: self.erasures_in(stream),
        })
    }

    /// How many erased ids concern a stream: on the board all, in a stair those of its people.
    pub fn erasures_in(&self, stream: Stream) -> u64 {
        let erased = self.erased.iter();
        let concerns = |id: &&Id| match stream {
            Stream::Board => true,
            Stream::Stair(stair) => self.stair_of(**id) == Some(stair),
            Stream::Inner => false,
        };
        erased.filter(concerns).count() as u64
    }

    /// What is here of one stream.
    fn only(&self, stream: Stream) -> State {
        let within = |log: &LogId| {
            let known = self.logs.get(log);
            known.is_some_and(|known| known.author.stream == stream)
        };
        let logs = self.logs.iter().filter(|(log, _)| within(log));
        let entries = self.entries.iter().filter(|(dot, _)| within(&dot.log));
        let mut state = State {
            logs: logs.map(|(log, known)| (*log, known.clone())).collect(),
            entries: entries.map(|(dot, entry)| (*dot, entry.clone())).collect(),
            ..State::default()
        };
        for (target, strikes) in &self.waiting {
            let strikes = strikes.iter().filter(|(by, _)| within(&by.log));
            let strikes: BTreeMap<_, _> = gather(strikes.map(|(by, one)| (*by, one.clone())));
            if !strikes.is_empty() {
                state.waiting.insert(*target, strikes);
            }
        }
        if stream == Stream::Board {
            state.erased.clone_from(&self.erased);
            state.told_and_erased.clone_from(&self.told_and_erased);
            state.revocations = self.revocations.clone();
        }
        state.index();
        state
    }

    /// Takes a checkpoint that came.
    pub fn take(&mut self, taken: &Taken) -> Counted {
        match taken {
            Taken::Joined(checkpoint) => self.join(checkpoint),
            Taken::Held(checkpoint) => {
                let mut counted = Counted::Merged;
                for (head, _) in checkpoint.heads() {
                    self.keep_counted(head);
                    // It was cut off below it.
                    if self.logs.get(&head.log).map_or(0, |log| log.head) < head.seq {
                        counted = Counted::FoldAgain;
                    }
                }
                counted
            }
        }
    }

    fn keep_counted(&mut self, head: Dot) {
        let floor = self.floors.entry(head.log).or_default();
        *floor = head.seq.max(*floor);
    }

    /// Takes in what a checkpoint holds and is not here.
    fn join(&mut self, checkpoint: &Checkpoint) -> Counted {
        let theirs = &checkpoint.state;
        let mut counted = Counted::Merged;
        if self.revocations.join(&theirs.revocations) {
            counted = Counted::FoldAgain;
        }
        for id in &theirs.erased {
            self.erase(*id);
        }
        self.unknown.extend(theirs.unknown.iter().copied());
        self.hide_settled(theirs);
        self.show_theirs(theirs);
        for (log, known) in &theirs.logs {
            let ours = self.logs.entry(*log).or_insert_with(|| known.clone());
            ours.head = ours.head.max(known.head);
            if ours.name.is_none() {
                ours.name.clone_from(&known.name);
            }
            let (log, seq) = (*log, known.head);
            self.keep_counted(Dot { log, seq });
            let (first, last) = (Dot { log, seq: 0 }, Dot { log, seq });
            let settled: Vec<Dot> = self
                .waiting
                .range(first..=last)
                .map(|(dot, _)| *dot)
                .collect();
            for target in settled {
                // Judged where it was shown, or settled there.
                let _ = self.waited_for(target, checkpoint.stream);
            }
        }
        self.strike_as_they(checkpoint.stream, theirs);
        for (log, known) in &theirs.logs {
            if let Some(early) = self.early.get_mut(log) {
                *early = early.split_off(&(known.head + 1));
                if self.count_early(*log) == Counted::FoldAgain {
                    counted = Counted::FoldAgain;
                }
            }
        }
        counted
    }

    /// What is visible here, counted there and not visible there, was struck or erased.
    fn hide_settled(&mut self, theirs: &State) {
        for (log, known) in &theirs.logs {
            let (log, seq) = (*log, known.head);
            let counted = self.entries.range(Dot { log, seq: 0 }..=Dot { log, seq });
            let settled = counted.filter(|(dot, _)| !theirs.entries.contains_key(dot));
            let settled: Vec<Dot> = settled.map(|(dot, _)| *dot).collect();
            for dot in settled {
                self.hide(dot);
            }
        }
    }

    /// What is visible there and not counted here is visible, unless what waits here strikes it.
    fn show_theirs(&mut self, theirs: &State) {
        for (dot, entry) in &theirs.entries {
            let Some(author) = theirs.logs.get(&dot.log).map(|log| &log.author) else {
                continue;
            };
            if self
                .logs
                .get(&dot.log)
                .is_some_and(|log| dot.seq <= log.head)
            {
                if let Some(ours) = self.entries.get_mut(dot)
                    && ours.offset == 0
                {
                    ours.offset = entry.offset;
                }
                continue;
            }
            let waiting = self.waiting.get(dot).into_iter().flatten();
            let mut strikes = waiting.map(|(by, one)| counts(*by, one, *dot, author, &entry.event));
            if !strikes.any(|counts| counts) {
                self.show(*dot, entry.clone());
            }
        }
    }

    /// What waits there to be struck is struck where it is here, or waits here too.
    fn strike_as_they(&mut self, stream: Stream, theirs: &State) {
        for (target, strikes) in &theirs.waiting {
            let counted = self.logs.get(&target.log);
            let here = |log: &&Log| log.author.stream == stream && target.seq <= log.head;
            let Some(log) = counted.filter(here) else {
                let waiting = self.waiting.entry(*target).or_default();
                waiting.extend(strikes.iter().map(|(by, one)| (*by, one.clone())));
                continue;
            };
            let struck = self.entries.get(target).is_some_and(|entry| {
                let mut strikes = strikes.iter();
                strikes.any(|(by, one)| counts(*by, one, *target, &log.author, &entry.event))
            });
            if struck {
                self.hide(*target);
            }
        }
    }

    /// Whether it tells of more erased ids than are known here: then it has to be compared once more when
    /// everything has come, and differs where it still does.
    pub fn awaits_erasures(&self, checkpoint: &Checkpoint) -> bool {
        checkpoint.erasures > self.erasures_in(checkpoint.stream)
    }

    /// Whether a checkpoint of what was counted here holds something else than what is here. To be
    /// asked only where all that it holds is here. What came after it and struck something of it is
    /// left out, what was erased since, and, where it knows of more erased ids, what may be erased: of those
    /// the board tells, whose own checkpoint may stand behind this one in the order.
    pub fn differs_from(&self, checkpoint: &Checkpoint) -> bool {
        let theirs = &checkpoint.state;
        let later = |dot: &Dot| {
            let known = theirs.logs.get(&dot.log);
            known.is_none_or(|known| dot.seq > known.head)
        };
        let ours = self.only(checkpoint.stream);
        let erases_more = self.awaits_erasures(checkpoint);
        let may_be_erased = |entry: &Entry| erases_more && !outlasts_erasure(entry.event.kind);
        let missing = ours
            .entries
            .iter()
            .filter(|(dot, entry)| !later(dot) && !may_be_erased(entry))
            .any(|(dot, entry)| {
                theirs.entries.get(dot).map(|other| &other.event) != Some(&entry.event)
            });
        let more_came = ours.logs.iter().any(|(log, known)| {
            let (log, seq) = (*log, known.head);
            later(&Dot { log, seq })
        });
        let erased = |dot: &Dot, entry: &Entry| {
            let mut about = entry.event.about.iter();
            !outlasts_erasure(entry.event.kind)
                && (self.told_and_erased.contains(dot) || about.any(|id| self.erased.contains(id)))
        };
        let added = theirs
            .entries
            .iter()
            .any(|(dot, entry)| !ours.entries.contains_key(dot) && !erased(dot, entry));
        let known = |(log, known): (&LogId, &Log)| {
            let ours = self.logs.get(log);
            ours.is_some_and(|ours| ours.author == known.author && ours.head >= known.head)
        };
        let board = theirs.erased.is_subset(&self.erased)
            && !self.revocations.clone().join(&theirs.revocations);
        missing || (added && !more_came) || !theirs.logs.iter().all(known) || !board
    }
}

/// Whether an entry may stand in a checkpoint as visible: what the fold never shows may not.
fn may_be_visible(state: &State, dot: Dot, entry: &Entry) -> bool {
    let Some(log) = state.logs.get(&dot.log) else {
        return false;
    };
    let by_who_may = log.author.stream != Stream::Board || log.author.role == Role::Organiser;
    let unknown = policy(entry.event.kind).is_none();
    (1..=log.head).contains(&dot.seq)
        && by_who_may
        && (unknown || super::policy::may_stand(entry.event.kind, log.author.stream))
}
