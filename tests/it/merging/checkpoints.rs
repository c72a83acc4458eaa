//! A checkpoint and what came after it come to what everything comes to, on whatever it is laid; and
//! nobody replaces what they do not know.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use stairwell::canvass::checkpoint::{Checkpoint, LayoutError, NoCheckpoint, Taken};
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, NoKnockScope};
use stairwell::canvass::fold::{Counted, State};
use stairwell::canvass::id::ResidentId;

use super::sets::{any_arrival, author_of};
use super::*;

/// As [`any_arrival`], with nothing of a kind that nobody knows.
fn any_known_arrival() -> impl Strategy<Value = (Vec<Written>, Vec<Written>)> {
    let known = |runs: Vec<Written>| -> Vec<Written> {
        let known = |mut run: Written| {
            for event in &mut run.events {
                if event.kind == Kind(9_999) {
                    event.kind = Kind::STRIKE;
                    event.body.clear();
                }
            }
            run
        };
        runs.into_iter().map(known).collect()
    };
    any_arrival().prop_map(move |(history, pieces)| (known(history), known(pieces)))
}

fn heads_in(state: &State, stream: Stream) -> BTreeMap<LogId, (u64, [u8; 32])> {
    let logs = state.logs().filter(|(_, log)| log.author.stream == stream);
    logs.map(|(id, log)| (id, (log.head, [log.head as u8; 32])))
        .collect()
}

fn checkpoint(state: &State, stream: Stream) -> Result<Checkpoint, NoCheckpoint> {
    state.checkpoint(stream, &heads_in(state, stream))
}

/// Of every stream that has any.
fn checkpoints(state: &State) -> Vec<Checkpoint> {
    let streams = [Stream::Board, stair(), other_stair()];
    let made = streams
        .into_iter()
        .filter_map(|stream| checkpoint(state, stream).ok());
    made.map(|made| {
        let bytes = made.encode();
        let read = Checkpoint::decode(made.stream(), &bytes, |id| author_of(id, made.stream()));
        let read = read.unwrap();
        assert_eq!(read.encode(), bytes);
        read
    })
    .collect()
}

fn all(made: &[Checkpoint], taken: fn(Checkpoint) -> Taken) -> Vec<Taken> {
    made.iter().cloned().map(taken).collect()
}

fn head_in(made: &[Checkpoint], log: LogId) -> u64 {
    let heads = made.iter().flat_map(Checkpoint::heads);
    heads
        .filter(|(head, _)| head.log == log)
        .map(|(head, _)| head.seq)
        .max()
        .unwrap_or(0)
}

/// What the checkpoints do not hold.
fn rest(made: &[Checkpoint], pieces: &[Written]) -> Vec<Written> {
    let beyond = |piece: &Written| {
        let head = head_in(made, piece.log);
        let skip = (head + 1).saturating_sub(piece.first);
        let events: Vec<Event> = piece.events.iter().skip(skip as usize).cloned().collect();
        Written {
            first: piece.first.max(head + 1),
            events,
            ..piece.clone()
        }
    };
    pieces
        .iter()
        .map(beyond)
        .filter(|piece| !piece.events.is_empty())
        .collect()
}

/// Whether nobody is cut off below what the checkpoints hold.
fn all_counts(made: &[Checkpoint], state: &State) -> bool {
    let heads = made.iter().flat_map(Checkpoint::heads);
    let counted = |log: LogId| state.log(log).map_or(0, |log| log.head);
    heads
        .into_iter()
        .all(|(head, _)| counted(head.log) >= head.seq)
}

/// As a device does it.
fn go_on(mut state: State, pieces: &[Written]) -> Option<State> {
    for piece in pieces {
        if state.add(piece) == Counted::FoldAgain {
            return None;
        }
    }
    Some(state)
}

/// Up to which numbers two have a log.
fn lengths(history: &[Written], cuts: &[(Index, Index)], log: LogId) -> (u64, u64) {
    let runs = history.iter().filter(|run| run.log == log);
    let length = runs.map(|run| run.events.len()).sum::<usize>();
    let (one, other) = cuts[usize::from(log.0[0] - 1)];
    (one.index(length + 1) as u64, other.index(length + 1) as u64)
}

/// Each log of a stream up to some number, and all of the board beside it.
fn prefixes(history: &[Written], stream: Stream, up_to: impl Fn(LogId) -> u64) -> Vec<Written> {
    let of_it = history.iter().filter_map(|run| {
        let mut run = run.clone();
        if run.author.stream == stream {
            let last = up_to(run.log);
            run.events
                .truncate((last + 1).saturating_sub(run.first) as usize);
        } else if run.author.stream != Stream::Board {
            run.events.clear();
        }
        (!run.events.is_empty()).then_some(run)
    });
    of_it.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_checkpoint_and_the_rest_come_to_what_everything_comes_to(
        (history, pieces) in any_known_arrival(),
        at in any::<Index>(),
    ) {
        let (before, _) = pieces.split_at(at.index(pieces.len() + 1));
        let made = checkpoints(&State::fold(before));
        let whole = State::fold(&history);
        let fresh = State::fold_on(&all(&made, Taken::Joined), &rest(&made, &pieces));
        let held = State::fold_on(&all(&made, Taken::Held), &pieces);
        prop_assert_eq!(fresh.to_bytes(), held.to_bytes(), "who joins and who holds the past differ");
        if all_counts(&made, &whole) {
            prop_assert_eq!(fresh.to_bytes(), whole.to_bytes());
            prop_assert!(made.iter().all(|made| !whole.differs_from(made)));
        }
    }

    /// A phone that was away across it has a part of the past, and things of its own.
    #[test]
    fn a_checkpoint_is_laid_on_whatever_is_here(
        (_, pieces) in any_known_arrival(),
        at in any::<Index>(),
        here in prop::collection::vec((any::<Index>(), any::<bool>()), 0..8),
    ) {
        let (before, after) = pieces.split_at(at.index(pieces.len() + 1));
        let made = checkpoints(&State::fold(before));
        let mut here: Vec<Written> = here.iter().filter(|_| !pieces.is_empty())
            .map(|(index, own)| {
                let mut piece = pieces[index.index(pieces.len())].clone();
                // Its own, recorded and in no box yet that tells an offset.
                piece.offset = if *own { 0 } else { piece.offset };
                piece
            })
            .collect();
        let mut state = State::fold(&here);
        let mut again = false;
        for one in all(&made, Taken::Joined) {
            again |= state.take(&one) == Counted::FoldAgain;
        }
        let after = rest(&made, after);
        here.extend(after.clone());
        let anew = State::fold_on(&all(&made, Taken::Joined), &here);
        if !again && let Some(state) = go_on(state, &after) {
            prop_assert_eq!(state.to_bytes(), anew.to_bytes());
        }
    }

    /// Made by two who had each log up to another number: together what whoever had both would make. What a stair's
    /// holds hangs on what the board says, of which both had the same.
    #[test]
    fn two_checkpoints_join_in_either_order_to_that_of_both(
        (history, _) in any_known_arrival(),
        cuts in prop::collection::vec((any::<Index>(), any::<Index>()), 12),
    ) {
        for stream in [Stream::Board, stair(), other_stair()] {
            let part = |of: fn(&(u64, u64)) -> u64| {
                State::fold(&prefixes(&history, stream, |log| of(&lengths(&history, &cuts, log))))
            };
            let parts = [part(|it| it.0), part(|it| it.1)];
            let both = part(|it| it.0.max(it.1));
            let made = parts.each_ref().map(|part| checkpoint(part, stream));
            let [Ok(one), Ok(other)] = made else { continue };
            let (mut left, mut right) = (one.clone(), other.clone());
            left.join(&other);
            right.join(&one);
            prop_assert_eq!(left.encode(), right.encode());
            let mut again = left.clone();
            again.join(&one);
            prop_assert_eq!(left.encode(), again.encode());
            if all_counts(&[one, other], &both) {
                let both = checkpoint(&both, stream).unwrap();
                prop_assert_eq!(left.state().to_bytes(), both.state().to_bytes());
                prop_assert!(left.heads().eq(both.heads()));
                match stream {
                    Stream::Board => prop_assert_eq!(left.encode(), both.encode()),
                    // Whose the erased are, only the board and who has their logs can say.
                    _ => prop_assert!(left.erasures() <= both.erasures()),
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_a_checkpoint_or_none(mut bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Some(first) = bytes.first_mut() { *first = 1; }
        let _ = Checkpoint::decode(stair(), &bytes, |id| author_of(id, stair()));
    }

    /// A checkpoint of real events, with a byte changed: read as what it then is, or refused.
    #[test]
    fn a_changed_byte_is_never_read_as_the_same(
        (_, pieces) in any_known_arrival(),
        place in any::<Index>(),
        change in 1..=255u8,
    ) {
        for made in checkpoints(&State::fold(&pieces)) {
            let mut bytes = made.encode();
            let place = place.index(bytes.len());
            bytes[place] ^= change;
            if let Ok(read) = Checkpoint::decode(made.stream(), &bytes, |id| author_of(id, made.stream())) {
                prop_assert_ne!(read, made);
            }
        }
    }
}

#[test]
fn what_waits_to_be_struck_is_struck_behind_a_checkpoint_too() {
    let (a, b) = (volunteer(1), volunteer(2));
    let about = [household(), question()];
    let target = a.says(1, &answer(Value::Yes), &about, &[]);
    let strikes = b.says(1, &answer(Value::No), &about, &[a.dot(1)]);
    let made = checkpoint(&State::fold(std::slice::from_ref(&strikes)), stair()).unwrap();
    let state = State::fold_on(&[Taken::Joined(made)], std::slice::from_ref(&target));
    assert_eq!(state.to_bytes(), State::fold(&[target, strikes]).to_bytes());
    assert!(state.entry(a.dot(1)).is_none());
}

#[test]
fn nothing_struck_returns_behind_a_checkpoint() {
    let (a, b) = (volunteer(1), volunteer(2));
    let about = [household(), question()];
    let runs = [
        a.says(1, &answer(Value::Yes), &about, &[]),
        b.says(1, &answer(Value::No), &about, &[a.dot(1)]),
    ];
    let made = checkpoint(&State::fold(&runs), stair()).unwrap();
    // Whoever offers the past again changes nothing.
    let state = State::fold_on(&[Taken::Joined(made.clone())], &runs[..1]);
    assert_eq!(state.to_bytes(), made.state().to_bytes());
}

#[test]
fn who_does_not_know_a_kind_keeps_it_and_replaces_nothing() {
    let a = volunteer(1);
    let newer = a.writes(1, NOW, Kind(9_999), &[household()], &[], vec![1, 2]);
    let older = State::fold(&[newer.clone(), a.says(2, &knock(), &[door().into()], &[])]);
    assert_eq!(
        checkpoint(&older, stair()).unwrap_err(),
        NoCheckpoint::Unknown
    );
    // Nor later, nor where it is erased: who knows it might have kept it.
    let erases = board(7).says(1, &Fact::Erased {}, &[household()], &[]);
    let erased = State::fold(&[erases, newer]);
    assert!(erased.entry(a.dot(1)).is_none());
    assert_eq!(
        checkpoint(&erased, stair()).unwrap_err(),
        NoCheckpoint::Unknown
    );
    let again = State::from_snapshot(&older.snapshot()).unwrap();
    assert_eq!(
        checkpoint(&again, stair()).unwrap_err(),
        NoCheckpoint::Unknown
    );
    assert!(
        checkpoint(
            &State::fold(&[board(7).says(1, &note(), &[], &[])]),
            Stream::Board
        )
        .is_ok()
    );
}

#[test]
fn what_a_newer_version_wrote_in_a_checkpoint_is_kept_and_not_replaced() {
    let a = volunteer(5);
    // As a version would write it that knows the kind: put in where a known one stood.
    let made = checkpoint(
        &State::fold(&[a.says(1, &knock(), &[household()], &[])]),
        stair(),
    );
    let mut bytes = made.unwrap().encode();
    let kind = Kind::KNOCK.0 as u8;
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == kind).collect();
    let read = |bytes: &[u8]| Checkpoint::decode(stair(), bytes, |_| Some(a.author.clone()));
    let newer = places.into_iter().find_map(|at| {
        let mut other = bytes.clone();
        other[at] = 99;
        read(&other).ok().filter(|made| {
            made.state()
                .entries()
                .any(|(_, e)| e.event.kind == Kind(99))
        })
    });
    let state = State::fold_on(&[Taken::Joined(newer.unwrap())], &[]);
    assert_eq!(state.entry(a.dot(1)).unwrap().event.kind, Kind(99));
    assert_eq!(
        checkpoint(&state, stair()).unwrap_err(),
        NoCheckpoint::Unknown
    );
    bytes[0] = 2;
    assert_eq!(read(&bytes).unwrap_err(), LayoutError::Newer);
}

#[test]
fn what_is_unsent_or_inner_is_replaced_by_nothing() {
    let a = volunteer(1);
    let state = State::fold(&[a.says(1, &knock(), &[door().into()], &[])]);
    let behind = BTreeMap::from([(a.id, (0, [0; 32]))]);
    assert_eq!(
        state.checkpoint(stair(), &behind).unwrap_err(),
        NoCheckpoint::NotMerged
    );
    assert_eq!(
        state.checkpoint(stair(), &BTreeMap::new()).unwrap_err(),
        NoCheckpoint::NotMerged
    );
    assert_eq!(
        checkpoint(&state, other_stair()).unwrap_err(),
        NoCheckpoint::Empty
    );
    assert_eq!(
        checkpoint(&state, Stream::Inner).unwrap_err(),
        NoCheckpoint::Inner
    );
}

#[test]
fn nobody_is_cut_off_below_a_checkpoint() {
    let (a, o) = (volunteer(1), board(7));
    let runs = [
        a.says(1, &knock(), &[door().into()], &[]),
        a.says(2, &knock(), &[door().into()], &[]),
    ];
    let made = checkpoint(&State::fold(&runs), stair()).unwrap();
    let none = o.says(
        1,
        &Fact::Revoked {
            device: a.author.device,
        },
        &[],
        &[],
    );
    let later = a.says(3, &knock(), &[door().into()], &[]);
    let all = [&runs[..], &[none.clone(), later.clone()]].concat();
    let joined = State::fold_on(&[Taken::Joined(made.clone())], &[none, later]);
    let held = State::fold_on(&[Taken::Held(made.clone())], &all);
    assert_eq!(joined.log(a.id).unwrap().head, 2);
    assert_eq!(joined.to_bytes(), held.to_bytes());
    // On a device, as it comes.
    let mut state = State::fold(&all);
    assert_eq!(state.log(a.id), None);
    assert_eq!(state.take(&Taken::Held(made)), Counted::FoldAgain);
}

#[test]
fn whoever_holds_the_past_finds_what_was_left_out_or_made_up() {
    let (a, o) = (volunteer(1), organiser(2));
    let stays = a.says(
        1,
        &Fact::DoNotKnock {
            scope: NoKnockScope::Campaign,
        },
        &[household()],
        &[],
    );
    let more = a.says(2, &knock(), &[door().into()], &[]);
    let state = State::fold(&[stays.clone(), more.clone()]);
    assert!(!state.differs_from(&checkpoint(&state, stair()).unwrap()));
    let left_out = [
        o.says(1, &strike(), &[household()], &[a.dot(1)]),
        stays.clone(),
        more.clone(),
    ];
    let left_out = checkpoint(&State::fold(&left_out), stair()).unwrap();
    assert!(state.differs_from(&left_out), "a safety fact that is gone");
    let mut other = more.clone();
    other.events[0].at += 1;
    let other = checkpoint(&State::fold(&[stays.clone(), other]), stair()).unwrap();
    assert!(
        state.differs_from(&other),
        "a knock that says something else"
    );
    let struck = [
        a.says(1, &note(), &[household()], &[]),
        o.says(1, &strike(), &[household()], &[a.dot(1)]),
    ];
    let visible = checkpoint(&State::fold(&struck[..1]), stair()).unwrap();
    let own = State::fold(&struck);
    assert!(!own.differs_from(&visible), "what was struck since");
    let erased = board(7).says(1, &Fact::Erased {}, &[household()], &[]);
    let own = State::fold(&[erased, struck[0].clone()]);
    assert!(!own.differs_from(&visible), "what was erased since");
    // The board's erasure may stand behind it in the order.
    let name = "Ann Example".to_string();
    let told = a.says(1, &Fact::Resident { name }, &[household()], &[]);
    let who = ResidentId(a.dot(1)).into();
    let erased = board(7).says(1, &Fact::Erased {}, &[who], &[]);
    let without = checkpoint(&State::fold(&[erased, told.clone()]), stair()).unwrap();
    assert_eq!(without.erasures(), 1);
    let own = State::fold(&[told]);
    assert!(!own.differs_from(&without), "what is not erased here yet");
    assert!(own.awaits_erasures(&without), "and is asked once more");
    assert!(!own.awaits_erasures(&visible));
    let nobody_erased = board(7).says(1, &note(), &[], &[]);
    let made_up = board(7).says(1, &Fact::Erased {}, &[household()], &[]);
    let made_up = checkpoint(&State::fold(&[made_up]), Stream::Board).unwrap();
    assert!(
        State::fold(&[nobody_erased]).differs_from(&made_up),
        "an erasure nobody wrote"
    );
}
