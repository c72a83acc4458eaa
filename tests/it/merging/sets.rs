//! State is a function of the set of events: any histories, hostile ones above all, in any
//! order, split and doubled anyhow.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use stairwell::canvass::author::Role;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind};
use stairwell::canvass::fact::{Fact, NoKnockScope, Value};
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::id::{HeadId, Id, ResidentId};
use stairwell::canvass::stream::Stream;

use super::*;

/// Everyone who writes: organisers in three ranks and one come back by the words, volunteers
/// (one with two devices, one who intrudes on the board), in four streams. Each device has its certificate from
/// another time, some of them after what their clocks then say.
fn logs() -> Vec<Log> {
    let mut logs = writers();
    for log in &mut logs {
        log.author.issued = i64::from(log.author.device.0[0]) * 20;
    }
    logs
}

fn writers() -> Vec<Log> {
    let top = board(1).appointed(10);
    let left = board(2).below(&[&top]).appointed(10);
    let lower = board(3).below(&[&top, &left]).appointed(10);
    let back = board(4).appointed(20);
    let a = volunteer(5).below(&[&lower]);
    let b = volunteer(6).below(&[&left]);
    vec![
        organiser(7).same_device(&left),
        organiser(8).same_device(&lower),
        volunteer(9).below(&[&lower]).same_person(&a),
        volunteer(10).same_device(&b).in_stream(Stream::Inner),
        volunteer(11).same_device(&a).in_stream(other_stair()),
        log(12, Role::Trainer, Stream::Board).same_person(&b),
        top,
        left,
        lower,
        back,
        a,
        b,
    ]
}

fn any_dot() -> impl Strategy<Value = Dot> {
    let numbers = prop_oneof![10 => 1..5u64, 1 => Just(0), 1 => Just(u64::MAX)];
    (1..13u8, numbers).prop_map(|(log, seq)| Dot {
        log: LogId([log; 8]),
        seq,
    })
}

fn any_about() -> impl Strategy<Value = Vec<Id>> {
    prop_oneof![
        6 => Just(vec![household(), question()]),
        4 => Just(vec![household()]),
        1 => Just(vec![door().into()]),
        1 => (5..7u8, 1..4u64).prop_map(|(log, seq)| {
            vec![ResidentId(Dot { log: LogId([log; 8]), seq }).into()]
        }),
        1 => prop::collection::vec(any_dot().prop_map(|dot| HeadId(dot).into()), 0..3),
    ]
}

fn any_body() -> impl Strategy<Value = (Kind, Vec<u8>)> {
    let fact = prop_oneof![
        4 => prop_oneof![Just(Value::Yes), Just(Value::No)].prop_map(answer),
        2 => Just(knock()),
        2 => Just(note()),
        3 => Just(strike()),
        2 => Just(Fact::DoNotKnock { scope: NoKnockScope::Campaign }),
        1 => Just(Fact::Moved {}),
        1 => Just(Fact::Resident { name: "Ifor".into() }),
        1 => Just(Fact::Turf { name: "Two".into() }),
        1 => Just(Fact::Writer { name: "Sian".into() }),
        1 => Just(Fact::Nomination { whom: "number 9".into() }),
        2 => Just(Fact::Erased {}),
        4 => (1..13u8).prop_map(|n| Fact::Revoked { device: device_of(n) }),
    ];
    prop_oneof![
        12 => fact.prop_map(|fact| (fact.kind(), fact.body())),
        1 => Just((Kind(9_999), vec![1, 2])),
        1 => Just((Kind::REVOKED, vec![1, 2])),
    ]
}

fn device_of(n: u8) -> stairwell::canvass::author::CertificateId {
    logs()
        .into_iter()
        .find(|log| log.id == LogId([n; 8]))
        .unwrap()
        .author
        .device
}

/// Whose certificate that is, where they write in a stream.
pub(super) fn author_of(
    device: stairwell::canvass::author::CertificateId,
    stream: Stream,
) -> Option<Author> {
    let mut logs = logs().into_iter();
    let found = logs.find(|log| log.author.device == device && log.author.stream == stream);
    found.map(|log| log.author)
}

fn any_event() -> impl Strategy<Value = Event> {
    let some = (
        0..300i64,
        any_about(),
        prop::collection::vec(any_dot(), 0..4),
        any_body(),
    )
        .prop_map(|(at, about, over, (kind, body))| Event {
            at,
            kind,
            about,
            over,
            body,
        });
    prop_oneof![7 => some, 1 => any_count()]
}

/// That somebody has merged logs up to these heads: an organiser, or whoever says so.
fn any_count() -> impl Strategy<Value = Event> {
    let heads = prop::collection::vec(any_dot(), 1..6);
    (0..400i64, heads).prop_map(|(at, heads)| {
        let hashes = vec![[0; 32]; heads.len()];
        Event {
            at,
            kind: Kind::COUNTED,
            about: heads.into_iter().map(|dot| HeadId(dot).into()).collect(),
            over: Vec::new(),
            body: Fact::Counted { hashes }.body(),
        }
    })
}

/// By how much a log's clock was measured to be off, seconds.
fn any_offset() -> impl Strategy<Value = i32> {
    prop_oneof![2 => Just(0), 3 => -200..200i32, 1 => any::<i32>()]
}

/// What each log holds, as one run or as two that tell different offsets. In half of the histories nobody is cut off,
/// and in half nobody is erased: else, with a few people and one home, there would seldom be much left to compare.
fn any_history() -> impl Strategy<Value = Vec<Written>> {
    let without = (any::<bool>(), any::<bool>());
    (any_events(), without).prop_map(|(mut history, (cut_off, erased))| {
        let events = history.iter_mut().flat_map(|run| &mut run.events);
        for event in events {
            let left_out = match event.kind {
                Kind::REVOKED => cut_off,
                Kind::ERASED => erased,
                _ => false,
            };
            if left_out {
                let said = answer(Value::Yes);
                (event.kind, event.body) = (said.kind(), said.body());
            }
        }
        history
    })
}

fn any_events() -> impl Strategy<Value = Vec<Written>> {
    let events = prop::collection::vec(any_event(), 0..5);
    let boxes = (events, any::<Index>(), any_offset(), any_offset());
    prop::collection::vec(boxes, 12).prop_map(|all| {
        let logs = logs().into_iter().zip(all);
        let boxes = logs.flat_map(|(log, (events, cut, before, after))| {
            let whole = Written {
                log: log.id,
                author: log.author,
                first: 1,
                offset: before,
                events,
            };
            let mut boxes = cut_at(&whole, cut.index(whole.events.len() + 1));
            for later in boxes.iter_mut().filter(|run| run.first > 1) {
                later.offset = after;
            }
            boxes
        });
        boxes.collect()
    })
}

/// The same history as it may arrive: each run cut in two somewhere, pieces doubled, shuffled.
pub(super) fn any_arrival() -> impl Strategy<Value = (Vec<Written>, Vec<Written>)> {
    any_history().prop_flat_map(|history| {
        let count = history.len();
        (
            Just(history),
            prop::collection::vec(any::<Index>(), count),
            prop::collection::vec(any::<Index>(), 0..4),
        )
            .prop_flat_map(|(history, cuts, doubled)| {
                let mut pieces: Vec<Written> = history
                    .iter()
                    .zip(cuts)
                    .flat_map(|(run, cut)| cut_at(run, cut.index(run.events.len() + 1)))
                    .collect();
                if !pieces.is_empty() {
                    for index in doubled {
                        let again = pieces[index.index(pieces.len())].clone();
                        pieces.push(again);
                    }
                }
                (Just(history), Just(pieces).prop_shuffle())
            })
    })
}

fn cut_at(run: &Written, at: usize) -> Vec<Written> {
    let (before, after) = run.events.split_at(at);
    [(run.first, before), (run.first + at as u64, after)]
        .into_iter()
        .filter(|(_, events)| !events.is_empty())
        .map(|(first, events)| Written {
            first,
            events: events.to_vec(),
            ..run.clone()
        })
        .collect()
}

/// Cuts every log at the first number that is nowhere in these pieces.
fn gap_free(pieces: &[Written]) -> Vec<Written> {
    let mut logs: BTreeMap<LogId, BTreeMap<u64, Written>> = BTreeMap::new();
    for piece in pieces {
        let events = logs.entry(piece.log).or_default();
        for (seq, event) in (piece.first..).zip(&piece.events) {
            let alone = Written {
                first: seq,
                events: vec![event.clone()],
                ..piece.clone()
            };
            events.insert(seq, alone);
        }
    }
    logs.into_values()
        .flat_map(|events| {
            let in_line = (1..).zip(events).take_while(|(n, (seq, _))| n == seq);
            in_line.map(|(_, (_, alone))| alone)
        })
        .collect()
}

/// What is not in the bytes is made from what is: an entry is found by its kind and by what it
/// is about exactly where it is at home.
fn indexes_agree(state: &State) {
    for (dot, entry) in state.entries() {
        let found = state
            .of_kind(entry.event.kind)
            .any(|(other, _)| other == dot);
        assert_eq!(found, state.is_at_home(dot));
        for id in &entry.event.about {
            let found = state.naming(*id).any(|(other, _)| other == dot);
            assert_eq!(found, state.is_at_home(dot));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_order_split_and_doubling_gives_the_same_bytes((history, pieces) in any_arrival()) {
        let state = State::fold(&history);
        let arrived = State::fold(&pieces);
        prop_assert_eq!(state.to_bytes(), arrived.to_bytes());
        indexes_agree(&arrived);
    }

    /// A device's own events are merged before they lie in a box: without an offset, in whichever order that and the
    /// box come to be merged.
    #[test]
    fn what_was_merged_before_it_lay_in_a_box_comes_to_what_the_box_tells(
        (history, mut pieces) in any_arrival(),
        own in prop::collection::vec((any::<Index>(), any::<Index>()), 0..6),
    ) {
        for (which, at) in own {
            if !pieces.is_empty() {
                let mut recorded = pieces[which.index(pieces.len())].clone();
                recorded.offset = 0;
                pieces.insert(at.index(pieces.len() + 1), recorded);
            }
        }
        prop_assert_eq!(State::fold(&pieces).to_bytes(), State::fold(&history).to_bytes());
        prop_assert_eq!(one_by_one(&pieces).to_bytes(), State::fold(&history).to_bytes());
    }

    #[test]
    fn adding_one_by_one_is_folding_all_so_far((_, pieces) in any_arrival()) {
        let mut state = State::default();
        for (n, piece) in pieces.iter().enumerate() {
            if state.add(piece) == Counted::FoldAgain {
                state = State::fold(&pieces[..=n]);
            }
            prop_assert_eq!(state.to_bytes(), State::fold(&pieces[..=n]).to_bytes());
            indexes_agree(&state);
        }
    }

    #[test]
    fn what_is_past_a_gap_might_as_well_not_be_there(
        (_, mut pieces) in any_arrival(),
        lost in prop::collection::vec(any::<Index>(), 0..4),
    ) {
        for index in lost {
            if !pieces.is_empty() {
                pieces.remove(index.index(pieces.len()));
            }
        }
        prop_assert_eq!(
            State::fold(&pieces).to_bytes(),
            State::fold(&gap_free(&pieces)).to_bytes()
        );
    }

    /// More events never bring back what was struck or erased, unless somebody is cut off.
    #[test]
    fn nothing_that_was_struck_returns((_, pieces) in any_arrival()) {
        let pieces: Vec<Written> = pieces
            .into_iter()
            .filter(|piece| piece.events.iter().all(|event| event.kind != Kind::REVOKED))
            .collect();
        let mut gone = std::collections::BTreeSet::new();
        let mut state = State::default();
        for piece in &pieces {
            let before: Vec<Dot> = state.entries().map(|(dot, _)| dot).collect();
            let _ = state.add(piece);
            gone.extend(before.into_iter().filter(|dot| state.entry(*dot).is_none()));
            prop_assert!(gone.iter().all(|dot| state.entry(*dot).is_none()));
        }
    }
}
