//! What a night's merging costs: its own size, not the history's. Counted in allocations and their bytes,
//! which are the same on every computer, and not in time, which is not.
//!
//! A walk through everything that allocates nothing would not be counted; `cargo xtask bench` times it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use allocation_counter::{AllocationInfo, measure};
use stairwell::canvass::aid::{Help, Way, tapped};
use stairwell::canvass::basis::{Basis, Ground, Group, write_down};
use stairwell::canvass::dot::Dot;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::{BlockKind, Fact, StairKind, Value};
use stairwell::canvass::fold::{Counted, State, Written};
use stairwell::canvass::id::{BlockId, DoorId, HouseholdId, Id, StairId};
use stairwell::canvass::meeting::{List, Row};
use stairwell::canvass::petition::{By, Council, Petition, Sheets, Told, begin, on_paper};
use stairwell::canvass::stream::Stream;
use stairwell::canvass::walk::Tonight;
use stairwell::organise::aid::{ByStair, MOST_SUGGESTED, by_stair};
use stairwell::organise::export::{Export, Merged};
use stairwell::organise::lock::may_export;
use stairwell::organise::meetings::{Plan, find, set_up, sign_in, signed_in_here};
use stairwell::organise::petition;
use stairwell::organise::report::Report;

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

/// Which homes somebody signed of.
#[derive(Clone, Copy, Debug)]
enum SignedOf {
    HomesEach,
    OneHome,
    NoHome,
}

/// A petition that so many signed, a line after the other and each with a name.
fn petitioned(of: SignedOf, many: u64) -> State {
    let said = Petition {
        prayer: "Mend the lifts".into(),
        target: "The council".into(),
        organiser: "Bronwen Hedd".into(),
        reach: "Flat 1, Llwyn House".into(),
        council: Council {
            key: String::new(),
            name: "Llwyn".into(),
            phones: Told::No,
            public: Told::No,
            checked: None,
        },
        closes: None,
    };
    let (board, inner) = (board(90), organiser(92).in_stream(Stream::Inner));
    let begun = begin(said).unwrap();
    let id = board.dot(1);
    let door = Fact::Door {
        label: "Flat 1".into(),
        floor: None,
        order: 0,
        uprn: None,
    };
    let sheets = (0..many.div_ceil(2_000)).map(|n| {
        let (first, last) = (n as u16 * 200 + 1, n as u16 * 200 + 200);
        let petition = id;
        Fact::Sheets {
            said: Sheets {
                petition,
                first,
                last,
            },
        }
    });
    let sheets = sheets.map(|fact| event(&fact, Vec::new()));
    let signed = (0..many).map(|n| {
        let by = By {
            petition: id,
            who: format!("Signer {n}"),
            day: 0,
            also_act: false,
        };
        let home = match of {
            SignedOf::HomesEach => Some(HouseholdId::FirstOf(DoorId(organiser(91).dot(n + 1)))),
            SignedOf::OneHome => Some(HouseholdId::FirstOf(DoorId(organiser(91).dot(1)))),
            SignedOf::NoHome => None,
        };
        let line = (n as u16 / 10 + 1, (n % 10) as u8 + 1);
        let draft = on_paper(home, line, by).unwrap();
        event(&draft.fact, draft.about)
    });
    let of_signed = Written {
        log: inner.id,
        author: inner.author.clone(),
        first: 1,
        offset: 0,
        events: sheets.chain(signed).collect(),
    };
    State::fold(&[
        board.says(1, &begun.fact, &begun.about, &[]),
        organiser(91).says(1, &door, &[], &[]),
        of_signed,
    ])
}

fn event(fact: &Fact, about: Vec<Id>) -> Event {
    Event {
        at: NOW,
        kind: fact.kind(),
        about,
        over: Vec::<Dot>::new(),
        body: fact.body(),
    }
}

/// Whoever signs is asked for among those who signed before, and not beside each of them.
#[test]
fn four_times_the_signatures_cost_about_four_times_as_much_to_count() {
    for of in [SignedOf::HomesEach, SignedOf::OneHome, SignedOf::NoHome] {
        let cost = |many: u64| {
            let state = petitioned(of, many);
            let mut read = Vec::new();
            let cost = measure(|| read = petition::read(&state, 0)).count_total;
            assert_eq!(read[0].valid() as u64, many, "{of:?}");
            cost
        };
        let (few, many) = (cost(1_000), cost(4_000));
        assert!(few > 1_000, "something is counted");
        assert!(many <= 5 * few, "{of:?}: {few} and {many}");
    }
}

/// A door of a stair.
fn flat(order: u32) -> Fact {
    Fact::Door {
        label: format!("Flat {order}"),
        floor: None,
        order,
        uprn: None,
    }
}

/// So many homes' needs and as many offers of the same help, from two homes of one stair.
fn neighbours(many: u64) -> State {
    let (board, inner) = (board(90), organiser(92).in_stream(Stream::Inner));
    let block = Fact::Block {
        name: "Cambrian House".into(),
        kind: BlockKind::Building,
    };
    let stair = Fact::Stair {
        name: String::new(),
        kind: StairKind::Entrance,
    };
    let doors = organiser(91).in_stream(Stream::Stair(StairId(board.dot(2))));
    let home = |seq| HouseholdId::FirstOf(DoorId(doors.dot(seq)));
    let said = (0..many).flat_map(|_| {
        let needed = tapped(home(1), Way::Needs, Help::Shopping, 0);
        let offered = tapped(home(2), Way::Offers, Help::Shopping, 0);
        [needed, offered].map(|draft| event(&draft.fact, draft.about))
    });
    State::fold(&[
        board.says(1, &block, &[], &[]),
        board.says(2, &stair, &[BlockId(board.dot(1)).into()], &[]),
        doors.says(1, &flat(1), &[], &[]),
        doors.says(2, &flat(2), &[], &[]),
        Written {
            log: inner.id,
            author: inner.author.clone(),
            first: 1,
            offset: 0,
            events: said.collect(),
        },
    ])
}

/// A page of needs looks for offers beside each of its own, and never beside all there are.
#[test]
fn four_times_the_needs_and_offers_cost_about_four_times_as_much_to_show() {
    const PAGE: usize = 20;
    let cost = |many: u64| {
        let state = neighbours(many);
        let mut shown = ByStair::default();
        let cost = measure(|| shown = by_stair(&state, 0, PAGE)).count_total;
        let rows = &shown.stairs[0].1;
        assert_eq!((shown.all as u64, rows.len()), (2 * many, PAGE));
        let first = &rows[0];
        assert_eq!(first.suggested.len(), MOST_SUGGESTED);
        assert_eq!((first.suggested.len() + first.more) as u64, many);
        cost
    };
    let (few, many) = (cost(500), cost(2_000));
    assert!(few > 1_000, "something is counted");
    assert!(many <= 5 * few, "{few} and {many}");
}

/// As many meetings as homes signed in, each at another one.
fn met(many: u64) -> State {
    let (board, inner) = (board(90), organiser(92).in_stream(Stream::Inner));
    let plan = Plan {
        what: "The first meeting".into(),
        day: 0,
        from: 18 * 60,
        place: "The hall".into(),
    };
    let meeting = set_up(&plan, 0).unwrap();
    let condition = Group::Members.conditions()[0];
    let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
    let ground = write_down(&State::default(), Some(&ground));
    let said = std::iter::once(ground).chain((0..many).map(|_| meeting.clone()));
    let door = Fact::Door {
        label: "Flat 1".into(),
        floor: None,
        order: 0,
        uprn: None,
    };
    let home = HouseholdId::FirstOf(DoorId(organiser(91).dot(1)));
    let signed = (0..many).map(|n| sign_in(board.dot(n + 2), home, 1, 0));
    let written = |log: &Log, drafts: Vec<Draft>| Written {
        log: log.id,
        author: log.author.clone(),
        first: 1,
        offset: 0,
        events: drafts
            .into_iter()
            .map(|draft| event(&draft.fact, draft.about))
            .collect(),
    };
    State::fold(&[
        written(&board, said.collect()),
        organiser(91).says(1, &door, &[], &[]),
        written(&inner, signed.collect()),
    ])
}

/// Whoever signs in is asked for at their meeting, and not beside each of them.
#[test]
fn four_times_the_meetings_and_whom_they_sign_in_cost_about_four_times_as_much() {
    let cost = |many: u64| {
        let state = met(many);
        let first = find(&state, board(90).dot(2)).unwrap();
        let mut came = BTreeMap::new();
        let cost = measure(|| came = signed_in_here(&state, &first)).count_total;
        assert_eq!(came.len(), 1, "somebody was signed in");
        cost
    };
    let (few, many) = (cost(250), cost(1_000));
    assert!(few > 1_000, "something is counted");
    assert!(many <= 5 * few, "{few} and {many}");
}

/// One street of so many stairs, each with a name, or reading one would allocate nothing and not be counted; and with
/// two doors that were knocked at and answered.
fn street(stairs: u8) -> State {
    let board = board(90);
    let block = Fact::Block {
        name: "Cambrian Road".into(),
        kind: BlockKind::Street,
    };
    let stair = Fact::Stair {
        name: "Odd numbers".into(),
        kind: StairKind::OddSide,
    };
    let mut written = vec![board.says(1, &block, &[], &[])];
    for n in 0..stairs {
        let seq = u64::from(n) + 2;
        written.push(board.says(seq, &stair, &[BlockId(board.dot(1)).into()], &[]));
        let there = Stream::Stair(StairId(board.dot(seq)));
        let here = organiser(100 + n).in_stream(there);
        let door_ids = [1, 2].map(|seq| Id::from(DoorId(here.dot(seq))));
        let homes = [1, 2].map(|seq| Id::from(HouseholdId::FirstOf(DoorId(here.dot(seq)))));
        let doors = [1, 2].map(|order| event(&flat(order), Vec::new()));
        let said = (0..2).flat_map(|k| {
            let home = homes[k];
            let said = answer(Value::Yes);
            [
                event(&knock(), vec![door_ids[k], home]),
                event(&said, vec![home, question()]),
            ]
        });
        written.push(Written {
            log: here.id,
            author: here.author.clone(),
            first: 1,
            offset: 0,
            events: doors.into_iter().chain(said).collect(),
        });
    }
    State::fold(&written)
}

/// A line of a file looks at its own door, and never at every stair of its street.
#[test]
fn four_times_the_stairs_of_a_street_cost_about_four_times_as_much_to_take_out() {
    let cost = |stairs: u8| {
        let state = street(stairs);
        let tonight = Tonight::in_utc(NOW);
        let may = may_export(&state, None, tonight.today).unwrap();
        let report = Report::read(&state, &[], tonight);
        let from = Merged::new(&state, &report, tonight, &str::to_string);
        Export::ALL.map(|file| {
            let mut lines = 0;
            let cost = measure(|| lines = file.write(&may, &from).unwrap().lines).count_total;
            (file, cost, lines)
        })
    };
    let (few, many) = (cost(20), cost(80));
    let knocks = few.iter().find(|(file, ..)| *file == Export::Knocks);
    assert_eq!(knocks.map(|(.., lines)| *lines), Some(40));
    for ((file, few, _), (_, many, _)) in few.into_iter().zip(many) {
        // What does not grow at all is in it, too.
        assert!(many <= 5 * few, "{file:?}: {few} and {many}");
    }
}

/// Several lists of many homes become one in about the time it takes to read them. Looking through a list allocates
/// nothing, so this is timed: far below what looking through all of it for each home takes.
#[test]
fn lists_that_are_lent_are_joined_in_the_time_it_takes_to_read_them() {
    const HOMES: u64 = 40_000;
    let list = |first: u64| List {
        places: (0..HOMES).map(|n| format!("Stair {}", first + n)).collect(),
        rows: (0..HOMES)
            .map(|n| Row {
                place: n as u16,
                home: HouseholdId::FirstOf(DoorId(organiser(91).dot(first + n))),
                label: "Flat 1".into(),
                pledged: false,
                name: String::new(),
                reach: String::new(),
            })
            .collect(),
    };
    let lists = [list(1), list(1), list(HOMES / 2)];
    let begun = Instant::now();
    let joined = List::joined(lists);
    let took = begun.elapsed();
    assert_eq!(joined.rows.len() as u64, HOMES + HOMES / 2 - 1);
    assert_eq!(joined.places.len(), joined.rows.len());
    assert!(took < Duration::from_secs(8), "{took:?}");
}
