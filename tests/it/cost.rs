//! What a night's merging costs: its own size, not the history's. Counted in allocations and their bytes,
//! which are the same on every computer, and not in time, which is not.
//!
//! A walk through everything that allocates nothing would not be counted; `cargo xtask bench` times it.

use allocation_counter::{AllocationInfo, measure};
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::Value;
use stairwell::canvass::fold::{Counted, State, Written};
use stairwell::canvass::id::{DoorId, HouseholdId, Id};

use crate::merging::*;

/// Events of a night's batch.
const NIGHT: u64 = 400;

/// The household behind one of many doors.
fn home(n: u64) -> Id {
    HouseholdId::FirstOf(DoorId(organiser(91).dot(n))).into()
}

/// A log's next events: a knock, an answer and the next answer over it, a note, a strike.
fn evening(by: &Log, first: u64, count: u64) -> Written {
    let events = (first..first + count).map(|seq| {
        let home = home(seq / 5 + 1);
        let (fact, about, over) = match seq % 5 {
            0 => (knock(), vec![home], vec![]),
            1 => (answer(Value::Yes), vec![home, question()], vec![]),
            2 => (
                answer(Value::No),
                vec![home, question()],
                vec![by.dot(seq - 1)],
            ),
            3 => (note(), vec![home], vec![]),
            _ => (strike(), vec![home], vec![by.dot(seq - 1)]),
        };
        Event {
            at: NOW + seq as i64,
            kind: fact.kind(),
            about,
            over,
            body: fact.body(),
        }
    });
    Written {
        log: by.id,
        author: by.author.clone(),
        first,
        offset: 3,
        events: events.collect(),
    }
}

/// What a night costs on top of a history of so many events.
fn night_after(history: u64) -> AllocationInfo {
    let (old, new) = (volunteer(1), volunteer(2));
    let mut state = State::default();
    assert_eq!(state.add(&evening(&old, 1, history)), Counted::Merged);
    let tonight = [
        // The same log goes on, another begins, and something comes a second time.
        evening(&old, history + 1, NIGHT),
        evening(&new, 1, NIGHT),
        evening(&new, 1, NIGHT),
    ];
    let cost = measure(|| {
        for run in &tonight {
            assert_eq!(state.add(run), Counted::Merged);
        }
    });
    assert_eq!(state.log(old.id).map(|log| log.head), Some(history + NIGHT));
    assert_eq!(state.log(new.id).map(|log| log.head), Some(NIGHT));
    cost
}

#[test]
fn a_nights_merging_costs_its_own_size_and_not_the_historys() {
    let small = night_after(500);
    assert!(small.count_total > NIGHT, "something is counted");
    for history in [5_000, 50_000] {
        let large = night_after(history);
        // A tree that is larger splits no more often; a little is left to where it does.
        let bound = |of_small: u64| of_small + of_small / 10;
        assert!(
            large.count_total <= bound(small.count_total),
            "{history}: {large:?} against {small:?}"
        );
        assert!(
            large.bytes_total <= bound(small.bytes_total),
            "{history}: {large:?} against {small:?}"
        );
    }
}

/// Twice the night, twice the cost: neither less, or nothing would be counted, nor much more.
#[test]
fn a_night_twice_as_long_costs_twice_as_much() {
    let cost = |count: u64| {
        let by = volunteer(1);
        let mut state = State::default();
        let run = evening(&by, 1, count);
        measure(|| assert_eq!(state.add(&run), Counted::Merged)).count_total
    };
    let (once, twice) = (cost(5_000), cost(10_000));
    assert!(
        (19 * once / 10..=21 * once / 10).contains(&twice),
        "{once} and {twice}"
    );
}
