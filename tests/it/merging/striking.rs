//! What a strike does, whom it obeys, and what it cannot reach.

use stairwell::canvass::author::Role;
use stairwell::canvass::dot::Dot;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, NoKnockScope, Value};
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::id::Id;
use stairwell::canvass::policy::{MayStrike, Policy, policy};
use stairwell::canvass::stream::Stream;

use super::*;

/// A kind no version knows.
const UNKNOWN: Kind = Kind(9_999);

fn door_id() -> Id {
    door().into()
}

/// Whether `target` (a log's first event) is still visible after `striker`'s event over it.
fn survives(target: Written, striker: Written) -> bool {
    let dot = Dot {
        log: target.log,
        seq: target.first,
    };
    seen(&[target, striker], &[dot])[0]
}

#[test]
fn a_strike_hides_its_target_whichever_comes_first() {
    let (a, b) = (volunteer(1), volunteer(2));
    let target = a.says(1, &answer(Value::Yes), &[household(), question()], &[]);
    let striker = b.says(1, &strike(), &[household(), question()], &[a.dot(1)]);
    assert!(!survives(target, striker));
}

#[test]
fn nothing_struck_returns() {
    let (a, b, c) = (volunteer(1), volunteer(2), volunteer(3));
    let about = [household(), question()];
    let runs = [
        a.says(1, &answer(Value::Yes), &about, &[]),
        b.says(1, &answer(Value::No), &about, &[a.dot(1)]),
        // B's answer is struck; A's, which it had struck, stays struck.
        c.says(1, &strike(), &about, &[b.dot(1)]),
        // And A's arrives a second time.
        a.says(1, &answer(Value::Yes), &about, &[]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), b.dot(1)]), [false, false]);
}

#[test]
fn a_strike_about_something_else_does_not_count() {
    let (a, b) = (volunteer(1), volunteer(2));
    let target = || a.says(1, &answer(Value::Yes), &[household(), question()], &[]);
    for about in [
        vec![],
        vec![household()],
        vec![question(), household()],
        vec![household(), question(), facet()],
        vec![household(), facet()],
    ] {
        let striker = b.says(1, &strike(), &about, &[a.dot(1)]);
        assert!(survives(target(), striker), "{about:?}");
    }
}

#[test]
fn a_strike_in_another_stream_does_not_count() {
    let a = volunteer(1);
    let target = || a.says(1, &answer(Value::Yes), &[household(), question()], &[]);
    for stream in [Stream::Board, Stream::Inner, other_stair()] {
        let b = organiser(2).in_stream(stream);
        let striker = b.says(1, &strike(), &[household(), question()], &[a.dot(1)]);
        assert!(survives(target(), striker), "{stream:?}");
    }
}

#[test]
fn within_one_log_neither_itself_nor_a_later_event_is_struck() {
    let a = volunteer(1);
    let about = [household(), question()];
    let runs = [
        a.says(1, &answer(Value::Yes), &about, &[a.dot(1), a.dot(2)]),
        a.says(2, &answer(Value::No), &about, &[]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), a.dot(2)]), [true, true]);
    assert_eq!(
        seen(
            &[
                a.says(1, &answer(Value::Yes), &about, &[]),
                a.says(2, &answer(Value::No), &about, &[a.dot(1)]),
            ],
            &[a.dot(1), a.dot(2)]
        ),
        [false, true]
    );
}

/// Two who strike each other empty a register: a signed insider's act that anyone can see, and
/// the same on every device.
#[test]
fn two_logs_may_strike_each_other_and_all_devices_agree() {
    let (a, b) = (volunteer(1), volunteer(2));
    let about = [household(), question()];
    let runs = [
        a.says(1, &answer(Value::Yes), &about, &[b.dot(1)]),
        b.says(1, &answer(Value::No), &about, &[a.dot(1)]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), b.dot(1)]), [false, false]);
}

#[test]
fn a_strike_at_number_nought_waits_for_nothing() {
    let (a, b) = (volunteer(1), volunteer(2));
    let runs = [
        a.says(1, &knock(), &[door_id()], &[]),
        b.says(1, &strike(), &[door_id()], &[a.dot(0)]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1)]), [true]);
}

/// The body of a kind, and what it is about, wherever the table lets it stand.
fn sample(kind: Kind) -> (Vec<u8>, Vec<Id>) {
    let fact = match kind {
        Kind::ANSWER => answer(Value::Yes),
        Kind::PLAIN_FACT => Fact::PlainFact { value: Value::Yes },
        Kind::DO_NOT_KNOCK => Fact::DoNotKnock {
            scope: NoKnockScope::ForGood,
        },
        Kind::KNOCK => knock(),
        Kind::NOTE => note(),
        // The rule asks nothing of a body; the rest may be empty.
        _ => return (Vec::new(), vec![household()]),
    };
    (fact.body(), vec![household()])
}

/// Every row of the table, against everybody who might strike.
#[test]
fn each_kind_is_struck_by_those_its_row_allows_and_nobody_else() {
    for (kind, name) in Fact::KNOWN {
        let Policy {
            home, may_strike, ..
        } = policy(*kind).unwrap();
        use stairwell::canvass::policy::Home;
        let stream = match home {
            Home::Board | Home::StairOrBoard => Stream::Board,
            Home::Any | Home::Stair => stair(),
            Home::Inner => Stream::Inner,
        };
        let writer = match stream {
            Stream::Board => board(1),
            _ => volunteer(1).in_stream(stream),
        };
        let (body, about) = sample(*kind);
        let target = || writer.writes(1, NOW, *kind, &about, &[], body.clone());
        // Who: another volunteer, the own person's other device, an organiser.
        let others = [
            (volunteer(2), Who::Other),
            (volunteer(3).same_person(&writer), Who::OwnPerson),
            (organiser(4), Who::Organiser),
        ];
        for (striker, who) in others {
            let striker = striker.in_stream(stream);
            if stream == Stream::Board && striker.author.role < Role::Organiser {
                continue; // Nobody but an organiser is counted on the board at all.
            }
            let over = striker.says(1, &strike(), &about, &[writer.dot(1)]);
            let allowed = match may_strike {
                MayStrike::Nobody => false,
                MayStrike::OwnPerson => who != Who::Other,
                MayStrike::Organiser => who == Who::Organiser,
                MayStrike::Anyone => true,
            };
            assert_eq!(!survives(target(), over), allowed, "{name} by {who:?}");
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Other,
    OwnPerson,
    Organiser,
}

#[test]
fn a_trainer_strikes_as_a_volunteer_does() {
    let (a, trainer) = (volunteer(1), log(2, Role::Trainer, stair()));
    let safety = Fact::Hidden {};
    for (target, gone) in [
        (a.says(1, &safety, &[household()], &[]), false),
        (a.says(1, &note(), &[household()], &[]), false),
        (a.says(1, &answer(Value::Yes), &[household()], &[]), true),
    ] {
        let striker = trainer.says(1, &strike(), &[household()], &[a.dot(1)]);
        assert_eq!(survives(target, striker), !gone);
    }
}

#[test]
fn a_slip_of_the_thumb_is_taken_back_by_its_own_log_within_two_minutes() {
    let a = volunteer(1);
    let safety = Fact::DoNotKnock {
        scope: NoKnockScope::ForGood,
    };
    for (later, gone) in [(0, true), (120, true), (121, false), (-1, false)] {
        let runs = [
            a.says_at(NOW, 1, &safety, &[household()], &[]),
            a.says_at(NOW + later, 2, &strike(), &[household()], &[a.dot(1)]),
        ];
        assert_eq!(seen(&runs, &[a.dot(1)]), [!gone], "{later} seconds later");
    }
}

#[test]
fn another_log_of_the_same_device_takes_no_slip_back() {
    let a = volunteer(1);
    let again = volunteer(2).same_device(&a);
    let safety = Fact::Hidden {};
    assert!(survives(
        a.says(1, &safety, &[household()], &[]),
        again.says(1, &strike(), &[household()], &[a.dot(1)]),
    ));
}

#[test]
fn a_second_do_not_knock_outlives_the_lifting_of_the_first() {
    let (a, b, lead) = (volunteer(1), volunteer(2), organiser(3));
    let safety = Fact::DoNotKnock {
        scope: NoKnockScope::Campaign,
    };
    let runs = [
        a.says(1, &safety, &[household()], &[]),
        b.says(1, &safety, &[household()], &[]),
        lead.says(1, &strike(), &[household()], &[a.dot(1)]),
    ];
    assert_eq!(seen(&runs, &[a.dot(1), b.dot(1)]), [false, true]);
}

#[test]
fn a_strike_by_an_unknown_kind_is_judged_by_its_targets_row() {
    let (a, b, lead) = (volunteer(1), volunteer(2), organiser(3));
    let over = |by: &Log| by.writes(1, NOW, UNKNOWN, &[door_id()], &[a.dot(1)], vec![7]);
    let target = || a.says(1, &knock(), &[door_id()], &[]);
    assert!(survives(target(), over(&b)), "somebody else's knock");
    assert!(!survives(target(), over(&lead)), "an organiser's strike");
}

#[test]
fn an_unknown_kind_is_kept_and_nobody_strikes_it_yet() {
    let (a, lead) = (volunteer(1), organiser(2));
    let runs = [
        a.writes(1, NOW, UNKNOWN, &[household()], &[], vec![1, 2, 3]),
        lead.says(1, &strike(), &[household()], &[a.dot(1)]),
    ];
    let state = fold(&runs);
    assert_eq!(
        state.entry(a.dot(1)).map(|entry| &entry.event.body),
        Some(&vec![1, 2, 3])
    );
    assert_eq!(state.naming(household()).count(), 2);
}

/// A device that knows a kind, and so that it may not stand here, must come to the same as one
/// that does not: its strikes count for both.
#[test]
fn what_may_not_stand_here_is_not_seen_but_strikes() {
    let (a, b) = (volunteer(1), volunteer(2));
    let about = [household(), question()];
    let misplaced = b.says(
        1,
        &Fact::Turf {
            name: "Not here".into(),
        },
        &about,
        &[a.dot(1)],
    );
    let runs = [a.says(1, &answer(Value::Yes), &about, &[]), misplaced];
    assert_eq!(seen(&runs, &[a.dot(1), b.dot(1)]), [false, false]);
}

#[test]
fn a_strike_that_waits_for_what_may_not_stand_waits_no_more() {
    let (a, lead) = (volunteer(1), organiser(2));
    let runs = [
        a.says(1, &Fact::Turf { name: "No".into() }, &[household()], &[]),
        lead.says(1, &strike(), &[household()], &[a.dot(1)]),
    ];
    // Folded in both orders: a strike still waiting would show in the bytes.
    assert_eq!(seen(&runs, &[a.dot(1), lead.dot(1)]), [false, true]);
}

#[test]
fn nobody_but_an_organiser_is_counted_on_the_board() {
    let lead = board(1);
    let intruder = log(2, Role::Trainer, Stream::Board);
    let name = Fact::Turf {
        name: "Larch House".into(),
    };
    let runs = [
        lead.says(1, &name, &[door_id()], &[]),
        intruder.says(1, &name, &[door_id()], &[lead.dot(1)]),
        intruder.says(2, &Fact::Erased {}, &[household()], &[]),
        lead.says(2, &strike(), &[door_id()], &[intruder.dot(1)]),
    ];
    let state = fold(&runs);
    assert!(!state.is_erased(household()));
    assert_eq!(
        seen(&runs, &[lead.dot(1), intruder.dot(1), intruder.dot(2)]),
        [true, false, false]
    );
}

#[test]
fn what_an_intruder_on_the_board_strikes_is_not_even_waited_for() {
    let (lead, intruder) = (board(1), volunteer(2).in_stream(Stream::Board));
    let event = |over: &[Dot]| fold(&[intruder.says(1, &strike(), &[door_id()], over)]);
    assert_eq!(event(&[lead.dot(1)]).to_bytes(), event(&[]).to_bytes());
}

#[test]
fn what_is_past_a_gap_is_not_counted_until_the_gap_closes() {
    let a = volunteer(1);
    let runs = [
        a.says(1, &knock(), &[door_id()], &[]),
        a.says(2, &note(), &[household()], &[]),
        a.says(3, &note(), &[household()], &[]),
    ];
    let with_gap = [runs[0].clone(), runs[2].clone()];
    assert_eq!(seen(&with_gap, &[a.dot(1), a.dot(3)]), [true, false]);
    assert_eq!(
        State::fold(&with_gap).to_bytes(),
        State::fold(&runs[..1]).to_bytes()
    );
    assert_eq!(
        seen(&runs, &[a.dot(1), a.dot(2), a.dot(3)]),
        [true, true, true]
    );
}

/// A device merges its own events as it records them, before a box tells their offset.
#[test]
fn the_box_tells_the_offset_whether_it_comes_before_or_after() {
    let a = volunteer(1);
    let recorded: Vec<Written> = (1..=2)
        .map(|seq| a.says(seq, &knock(), &[door_id()], &[]))
        .collect();
    let mut boxed = recorded.clone();
    for run in &mut boxed {
        run.offset = 60;
    }
    let state = fold(&[recorded, boxed].concat());
    for (_, entry) in state.entries() {
        assert_eq!(entry.offset, 60);
    }
}

#[test]
fn a_log_goes_by_the_name_in_its_first_event_alone() {
    let a = volunteer(1);
    let writer = |name: &str| Fact::Writer { name: name.into() };
    let runs = [
        a.says(1, &writer("Mair"), &[], &[]),
        a.says(2, &writer("Someone else"), &[], &[]),
    ];
    assert_eq!(
        fold(&runs).log(a.id).and_then(|log| log.name.clone()),
        Some("Mair".into())
    );
    let late = [a.says(1, &knock(), &[door_id()], &[]), runs[1].clone()];
    assert_eq!(fold(&late).log(a.id).and_then(|log| log.name.clone()), None);
}

#[test]
fn times_are_shown_between_the_certificate_and_the_first_count() {
    let mut a = volunteer(1);
    a.author.issued = 500;
    for (at, offset, latest, shown) in [
        (1_000, 0, 2_000, 1_000),
        (1_000, 60, 2_000, 1_060),
        (1_000, -60, 2_000, 940),
        (100, 0, 2_000, 500),
        (9_999_999, 0, 2_000, 2_000),
        (i64::MAX, 60, 2_000, 2_000),
        (i64::MIN, -60, 2_000, 500),
        (1_000, 0, 400, 400),
    ] {
        let mut run = a.says_at(at, 1, &knock(), &[door_id()], &[]);
        run.offset = offset;
        let state = fold(&[run]);
        assert_eq!(
            state.shown_at(a.dot(1), latest),
            Some(shown),
            "{at} {offset}"
        );
    }
}
