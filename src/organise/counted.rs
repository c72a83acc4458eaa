//! What an organiser's device says it has merged, so that phones can show "merged".

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::author::{Author, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::estate::counted_heads;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{HeadId, Id, Sort};
use crate::canvass::stream::Stream;

/// No event names more heads: a hash does not deflate, and a batch has to hold them.
const MOST_HEADS: usize = 500;

/// How far organisers' devices have counted each log.
fn counted(state: &State) -> BTreeMap<LogId, u64> {
    let mut through: BTreeMap<LogId, u64> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::COUNTED) {
        let by_organiser = state
            .log(dot.log)
            .is_some_and(|log| log.author.role == Role::Organiser);
        for id in entry.event.about.iter().filter(|_| by_organiser) {
            if let Id::Named(Sort::HEAD, head) = id {
                let known = through.entry(head.log).or_default();
                *known = head.seq.max(*known);
            }
        }
    }
    through
}

/// The drafts that say what has been merged and not been counted yet: one for each stair with
/// something new, and one on the board for inner. `heads` is how far each log was read: its
/// stream, its newest number and the hash of the batch that ends there.
///
/// Where more than [`MOST_HEADS`] are new in one stream there are several.
///
/// Counting is itself nothing to count, or devices would never come to rest. For the same reason nothing is
/// counted by a device (`by`) that the board cuts off: what it says counts nowhere, here neither, so it would say it
/// again after each sync for as long as the endpoint takes it, and one that was brought back from a backup
/// does, which has forgotten who was taken off.
pub fn to_count(
    state: &State,
    by: &Author,
    heads: impl IntoIterator<Item = (LogId, Stream, u64, [u8; 32])>,
) -> Vec<Draft> {
    if state.is_revoked(by) {
        return Vec::new();
    }
    let counted = counted(state);
    let counted = |log| counted.get(&log).copied().unwrap_or(0);
    let mut streams: BTreeMap<Stream, Vec<(Dot, [u8; 32])>> = BTreeMap::new();
    for (log, stream, seq, hash) in heads {
        let merged = state.log(log).is_some_and(|log| log.head >= seq);
        let into = match stream {
            Stream::Board => None,
            Stream::Inner => Some(Stream::Board),
            Stream::Stair(_) => Some(stream),
        };
        if let Some(into) = into
            && merged
            && (counted(log) + 1..=seq).any(|seq| is_news(state, Dot { log, seq }))
        {
            let heads = streams.entry(into).or_default();
            heads.push((Dot { log, seq }, hash));
        }
    }
    streams
        .iter()
        .flat_map(|(stream, heads)| heads.chunks(MOST_HEADS).map(|heads| (*stream, heads)))
        .map(|(stream, heads)| {
            let about = heads.iter().map(|(dot, _)| HeadId(*dot).into()).collect();
            let hashes = heads.iter().map(|(_, hash)| *hash).collect();
            Draft::new(stream, Fact::Counted { hashes }, about)
        })
        .collect()
}

/// Whose logs an organiser's device has counted further than they were read here, or with another
/// batch where they end: held back, or shown differently to different devices. One name a log, in
/// order, empty where [nothing here tells it](whose). To be asked only on an organiser's device,
/// which may read all that is counted, and only once everything has come. `heads` as for
/// [`to_count`].
pub fn withheld(
    state: &State,
    heads: impl IntoIterator<Item = (LogId, Stream, u64, [u8; 32])>,
) -> Vec<String> {
    let read: BTreeMap<LogId, (u64, [u8; 32])> = heads
        .into_iter()
        .map(|(log, _, seq, hash)| (log, (seq, hash)))
        .collect();
    let not_here = |(head, hash): &(Dot, [u8; 32])| {
        let (seq, here) = read.get(&head.log).copied().unwrap_or((0, [0; 32]));
        seq < head.seq || (seq == head.seq && here != *hash)
    };
    let logs: BTreeSet<LogId> = counted_heads(state)
        .filter(not_here)
        .map(|(head, _)| head.log)
        .collect();
    let mut names: Vec<String> = logs.into_iter().map(|log| whose(state, log)).collect();
    names.sort();
    names
}

/// The names of [`withheld`] logs as they are read, each once.
pub fn owners(withheld: &[String], words: impl Fn(&str) -> String) -> String {
    let mut names: Vec<String> = withheld
        .iter()
        .map(|name| match name.as_str() {
            "" => words("organiser.withheld_unknown"),
            name => name.to_string(),
        })
        .collect();
    names.dedup();
    names.join(", ")
}

/// Whose phone writes a log, by the name they go by: as the log itself tells it, or the phone that
/// held it when its shift ended. Empty where nothing here does.
fn whose(state: &State, log: LogId) -> String {
    let itself = state.log(log).and_then(|log| log.name.clone());
    let held = |entry: &Entry| {
        let mut heads = entry.event.about.iter();
        heads.any(|id| HeadId::try_from(*id).is_ok_and(|HeadId(head)| head.log == log))
    };
    itself
        .or_else(|| {
            let mut ended = state.of_kind(Kind::SHIFT_ENDED);
            let (dot, _) = ended.find(|(_, entry)| held(entry))?;
            state.log(dot.log)?.name.clone()
        })
        .unwrap_or_default()
}

/// Whether an event is something to count. What is struck or erased is: its phone is to see that
/// it came.
fn is_news(state: &State, dot: Dot) -> bool {
    state.entry(dot).is_none_or(|entry| {
        let kind = entry.event.kind;
        kind != Kind::COUNTED && kind != Kind::WRITER
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::{CertificateId, PersonId};
    use crate::canvass::estate::counted_through;
    use crate::canvass::fact::Outcome;
    use crate::canvass::fold::Written;
    use crate::canvass::id::{DoorId, StairId};

    const PHONE: LogId = LogId([1; 8]);
    const DESK: LogId = LogId([2; 8]);

    fn stair() -> Stream {
        Stream::Stair(StairId(Dot { log: DESK, seq: 9 }))
    }

    fn written(log: LogId, role: Role, first: u64, drafts: &[Draft]) -> Written {
        Written {
            log,
            author: Author {
                device: CertificateId([log.0[0]; 32]),
                line: Vec::new(),
                person: PersonId([log.0[0]; 16]),
                role,
                issued: 0,
                appointed: 0,
                stream: stair(),
            },
            first,
            offset: 0,
            events: drafts.iter().map(|draft| draft.at(100)).collect(),
        }
    }

    fn who_counts() -> Author {
        written(DESK, Role::Organiser, 1, &[]).author
    }

    fn knock() -> Draft {
        let door = DoorId(Dot { log: DESK, seq: 1 });
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        Draft::new(stair(), fact, vec![door.into()])
    }

    #[test]
    fn a_knock_is_counted_once_and_counting_is_not_counted() {
        let mut state = State::default();
        let _ = state.add(&written(PHONE, Role::Volunteer, 1, &[knock(), knock()]));
        let head = (PHONE, stair(), 2, [7; 32]);
        let drafts = to_count(&state, &who_counts(), [head]);
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].stream, stair());

        let _ = state.add(&written(DESK, Role::Organiser, 1, &drafts));
        assert_eq!(counted_through(&state, PHONE), 2);
        let desk = (DESK, stair(), 1, [8; 32]);
        assert_eq!(to_count(&state, &who_counts(), [head, desk]), Vec::new());
    }

    /// Nothing of what it says counts: it would say the same after each sync, without end.
    #[test]
    fn who_is_cut_off_counts_nothing() {
        let mut state = State::default();
        let _ = state.add(&written(PHONE, Role::Volunteer, 1, &[knock()]));
        let head = (PHONE, stair(), 1, [7; 32]);
        assert_eq!(to_count(&state, &who_counts(), [head]).len(), 1);

        let device = who_counts().device;
        let revoked = Draft::new(Stream::Board, Fact::Revoked { device }, Vec::new());
        let mut words = written(LogId([3; 8]), Role::Organiser, 1, &[revoked]);
        (words.author.stream, words.author.appointed) = (Stream::Board, 1);
        let counting = written(
            DESK,
            Role::Organiser,
            1,
            &to_count(&state, &who_counts(), [head]),
        );
        let runs = [
            written(PHONE, Role::Volunteer, 1, &[knock()]),
            words,
            counting,
        ];
        let state = State::fold(&runs);
        assert_eq!(counted_through(&state, PHONE), 0);
        assert_eq!(to_count(&state, &who_counts(), [head]), Vec::new());
    }

    #[test]
    fn what_was_struck_or_erased_is_counted_too_so_that_its_phone_sees_it_came() {
        let mut state = State::default();
        let door = DoorId(Dot { log: DESK, seq: 1 });
        let mut strike = Draft::new(stair(), Fact::Strike {}, vec![door.into()]);
        strike.over = vec![Dot { log: PHONE, seq: 1 }];
        let _ = state.add(&written(PHONE, Role::Volunteer, 1, &[knock()]));
        let _ = state.add(&written(DESK, Role::Organiser, 1, &[strike]));
        assert_eq!(state.of_kind(Kind::KNOCK).count(), 0);
        let drafts = to_count(&state, &who_counts(), [(PHONE, stair(), 1, [7; 32])]);
        assert_eq!(drafts.len(), 1);
    }

    /// A hash does not deflate, and a batch holds 64 KiB: one event naming a night's five thousand
    /// logs would never be sealed, nor anything behind it in its log.
    #[test]
    fn a_nights_thousands_of_logs_are_counted_in_events_that_a_batch_holds() {
        let mut state = State::default();
        let logs: Vec<LogId> = (1..=5_000_u64).map(|n| LogId(n.to_be_bytes())).collect();
        for log in &logs {
            let mut run = written(*log, Role::Volunteer, 1, &[knock()]);
            run.author.stream = Stream::Inner;
            let _ = state.add(&run);
        }
        let heads = logs.iter().map(|log| (*log, Stream::Inner, 1, [7; 32]));
        let drafts = to_count(&state, &who_counts(), heads);
        assert_eq!(
            drafts.iter().map(|draft| draft.about.len()).sum::<usize>(),
            5_000
        );
        for draft in &drafts {
            assert_eq!(draft.stream, Stream::Board);
            let events = vec![draft.at(100)];
            let run = crate::canvass::event::Run { offset: 0, events };
            let bytes = crate::canvass::event::encode_run(DESK, &run);
            assert!(bytes.len() <= crate::sync::batch::FULL_BATCH);
        }
    }

    #[test]
    fn what_others_counted_and_is_not_here_or_is_something_else_was_withheld() {
        let writer = Fact::Writer {
            name: "Vera".into(),
        };
        let run = [Draft::new(stair(), writer, vec![]), knock()];
        for stream in [stair(), Stream::Inner] {
            let mut state = State::default();
            let mut vera = written(PHONE, Role::Volunteer, 1, &run);
            vera.author.stream = stream;
            let _ = state.add(&vera);
            let count = to_count(&state, &who_counts(), [(PHONE, stream, 2, [7; 32])]);
            let head = |seq, hash| (PHONE, stream, seq, hash);
            for (role, here, expected) in [
                (Role::Organiser, Some(head(2, [7; 32])), false),
                (Role::Organiser, Some(head(3, [9; 32])), false),
                (Role::Organiser, Some(head(1, [6; 32])), true),
                (Role::Organiser, Some(head(2, [8; 32])), true),
                (Role::Organiser, None, true),
                (Role::Volunteer, None, false),
            ] {
                let mut state = state.clone();
                let mut desk = written(DESK, role, 1, &count);
                desk.author.stream = count[0].stream;
                let _ = state.add(&desk);
                let found = withheld(&state, here);
                let whose = if expected { vec!["Vera"] } else { Vec::new() };
                assert_eq!(found, whose, "{role:?} {here:?}");
            }
        }
    }

    #[test]
    fn whose_a_log_is_that_never_came_its_phone_told_when_the_shift_ended() {
        let (inner, lost, never) = (LogId([3; 8]), LogId([4; 8]), LogId([5; 8]));
        let head = |log| HeadId(Dot { log, seq: 3 }).into();
        let hashes = vec![[7; 32]; 2];
        let count = Draft::new(
            stair(),
            Fact::Counted { hashes },
            vec![head(lost), head(never)],
        );
        let name = "Vera".into();
        let run = [
            Draft::new(Stream::Inner, Fact::Writer { name }, vec![]),
            Draft::new(Stream::Inner, Fact::ShiftEnded {}, vec![head(lost)]),
        ];
        let mut vera = written(inner, Role::Volunteer, 1, &run);
        vera.author.stream = Stream::Inner;
        let mut state = State::default();
        let _ = state.add(&vera);
        let _ = state.add(&written(DESK, Role::Organiser, 1, &[count]));
        assert_eq!(withheld(&state, []), ["", "Vera"]);
    }

    #[test]
    fn what_is_read_but_not_merged_is_not_counted() {
        let mut state = State::default();
        let _ = state.add(&written(PHONE, Role::Volunteer, 1, &[knock()]));
        assert_eq!(
            to_count(&state, &who_counts(), [(PHONE, stair(), 2, [7; 32])]),
            Vec::new()
        );
    }
}
