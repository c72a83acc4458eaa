//! An endpoint that answers and gives nothing is asked again later, not at once for ever; and
//! what a session knew, the next one knows.

use super::*;
use stairwell::sync::batch::Context;

/// That this outcome asks nothing more now, and waits so long.
fn waits(bench: &Bench, outputs: &[Output], seconds: i64) {
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Send(_))),
        "{outputs:?}"
    );
    assert_eq!(bench.session.wants_tick_at(), Some(NOW + seconds));
    assert!(!bench.session.status().up_to_date);
}

#[test]
fn more_that_never_comes_is_asked_for_later_and_ever_later() {
    let mut bench = bench(0);
    for seconds in [5, 15, 30, 60, 120, 300, 300] {
        let request = bench.request();
        let answer = SyncAnswer {
            now: NOW,
            more: true,
            ..SyncAnswer::default()
        };
        let outputs = bench.answer(&request, 200, encode(&answer));
        waits(&bench, &outputs, seconds);
        // It has answered, and what somebody took back may still be to come.
        assert_eq!(bench.session.status().last_answer, Some(NOW));
        assert_eq!(bench.session.status().caught_up, None);
    }
    let request = bench.request();
    bench.accept(&request);
    assert!(bench.session.status().up_to_date);
    assert_eq!(bench.session.status().caught_up, Some(NOW));
    assert_eq!(bench.session.wants_tick_at(), None);
}

#[test]
fn a_push_that_is_neither_taken_nor_refused_waits() {
    let mut bench = bench(2);
    let request = bench.request();
    let answer = SyncAnswer {
        now: NOW,
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    waits(&bench, &outputs, 5);
    assert_eq!(bench.session.status().waiting, 2);
}

#[test]
fn a_clash_of_which_nothing_is_shown_waits() {
    let mut bench = bench(2);
    let request = bench.request();
    let outputs = bench.refuse(&request, &Refusal::of_log(RefusalCode::Clash, LOG, Some(2)));
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).want, [(LOG, 1)]);
    let answer = SyncAnswer {
        now: NOW,
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    waits(&bench, &outputs, 5);
    assert_eq!(bench.session.status().waiting, 2);
}

#[test]
fn from_the_very_start_there_is_nothing_to_start_over() {
    let mut bench = bench(0);
    let request = bench.request();
    let answer = SyncAnswer {
        now: NOW,
        restored: true,
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    assert_eq!(outputs, []);
    waits(&bench, &outputs, 5);
}

#[test]
fn batches_that_come_with_a_restored_order_are_pulled_again_from_its_start() {
    let mut bench = bench(1);
    let request = bench.request();
    let own = sent(&request).batches;
    let mut answer = accepting(&request);
    answer.cursor.position = 4;
    bench.answer(&request, 200, encode(&answer));
    let request = bench.request();
    let answer = SyncAnswer {
        now: NOW,
        restored: true,
        batches: own,
        cursor: Cursor {
            position: 7,
            chain: [7; 32],
        },
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Keep(_) | Output::Merge(_))),
        "{outputs:?}"
    );
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).cursor, Cursor::default());
}

/// By its cursor alone a device learns later that an endpoint was brought back and has forgotten what it
/// had acknowledged.
#[test]
fn the_cursor_behind_a_batch_is_kept_before_the_batch_is_called_acknowledged() {
    let mut bench = bench(1);
    let request = bench.request();
    let mut answer = accepting(&request);
    answer.cursor.position = 1;
    let outputs = bench.answer(&request, 200, encode(&answer));
    let place = |of: fn(&Output) -> bool| outputs.iter().position(of).unwrap();
    let kept = place(|output| matches!(output, Output::Keep(_)));
    let acknowledged = place(|output| matches!(output, Output::Acknowledged { .. }));
    assert!(kept < acknowledged, "{outputs:?}");
}

/// What 4xx of the protocol's table stands for what.
#[test]
fn every_refusal_is_waited_out_or_stops_or_parks_its_log() {
    use RefusalCode::*;
    for (code, with_log, expected) in [
        (TooMany, false, Some(Trouble::Busy(TooMany))),
        (TooMany, true, Some(Trouble::Busy(TooMany))),
        (Internal, false, Some(Trouble::Busy(Internal))),
        (DiskFull, true, Some(Trouble::Busy(DiskFull))),
        (UnknownDevice, false, Some(Trouble::Refused(UnknownDevice))),
        (RunOut, false, Some(Trouble::Refused(RunOut))),
        (NotAllowed, false, Some(Trouble::Refused(NotAllowed))),
        (Revoked, false, Some(Trouble::Refused(Revoked))),
        // Parked: nothing stands in the way of the rest.
        (Malformed, true, None),
        (BadCertificate, true, None),
        (BadSignature, true, None),
        (ForeignStream, true, None),
        (HandedOver, true, None),
        (TooLarge, true, None),
        (Gap, true, None),
    ] {
        let mut bench = bench(1);
        let request = bench.request();
        let refusal = match with_log {
            true => Refusal::of_log(code, LOG, Some(0)),
            false => Refusal::new(code),
        };
        let outputs = bench.refuse(&request, &refusal);
        let parked = outputs
            .iter()
            .any(|output| matches!(output, Output::Park { log: LOG, .. }));
        assert_eq!(parked, expected.is_none(), "{code:?}");
        assert_eq!(bench.session.status().trouble, expected, "{code:?}");
        assert_eq!(bench.session.status().waiting, 1, "{code:?} loses nothing");
        let retries = matches!(expected, Some(Trouble::Busy(_)));
        assert_eq!(
            bench.session.wants_tick_at().is_some(),
            retries,
            "{code:?} is tried again"
        );
    }
}

#[test]
fn where_there_is_no_room_one_batch_is_tried_alone_and_then_what_is_new_still_comes() {
    let mut bench = bench(1_200);
    let request = bench.request();
    let refusal = Refusal::new(RefusalCode::OverQuota);
    let outputs = bench.refuse(&request, &refusal);
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches.len(), 1);
    let outputs = bench.accept(&request);
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches.len(), 1);
    let outputs = bench.refuse(&request, &refusal);
    let request = bench.drain_to_request(outputs);
    assert!(sent(&request).batches.is_empty());
    // It pulls page by page until all has come, and offers nothing meanwhile.
    let page = |position, more| SyncAnswer {
        now: NOW,
        cursor: Cursor {
            position,
            chain: [1; 32],
        },
        more,
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&page(3, true)));
    assert!(matches!(outputs.first(), Some(Output::Keep(_))));
    let request = bench.drain_to_request(outputs);
    assert!(sent(&request).batches.is_empty());
    let outputs = bench.answer(&request, 200, encode(&page(5, false)));
    assert!(matches!(outputs.as_slice(), [Output::Keep(_)]));
    let status = bench.session.status();
    assert!(status.up_to_date && !status.sending);
    assert_eq!(status.waiting, 700);
    assert_eq!(status.trouble, Some(Trouble::Busy(RefusalCode::OverQuota)));
    assert_eq!(bench.session.wants_tick_at(), Some(NOW + 5));
    // Ever later, and refused each time it loses nothing.
    let request = bench.request();
    assert_eq!(sent(&request).batches.len(), 1);
    let outputs = bench.refuse(&request, &refusal);
    let request = bench.drain_to_request(outputs);
    bench.answer(&request, 200, encode(&page(5, false)));
    assert_eq!(bench.session.wants_tick_at(), Some(NOW + 15));
    // Once there is room, all of it goes.
    let mut request = bench.request();
    while bench.session.status().waiting > 0 {
        let outputs = bench.accept(&request);
        if bench.session.status().sending {
            request = bench.drain_to_request(outputs);
        }
    }
    assert_eq!(bench.session.status().trouble, None);
}

#[test]
fn what_an_organiser_says_on_the_board_goes_where_nothing_else_does() {
    let mut bench = bench(2);
    let board = LogId([8; 8]);
    let certificate = bench.session.device().certificate();
    bench.step(Input::Opened(OwnLog {
        log: board,
        stream: Stream::Board,
        certificate,
        acknowledged: 0,
        acknowledged_hash: [0; 32],
        parked: None,
    }));
    bench.step(Input::Recorded {
        log: board,
        seq: 1,
        event: knock(1),
    });
    let refusal = Refusal::new(RefusalCode::OverQuota);
    let mut request = bench.request();
    assert_eq!(sent(&request).batches.len(), 2);
    while sent(&request).batches.len() > 1
        || Batch::from_bytes(&sent(&request).batches[0]).unwrap().log != board
    {
        let outputs = bench.refuse(&request, &refusal);
        request = bench.drain_to_request(outputs);
    }
    let outputs = bench.accept(&request);
    let through = outputs.iter().find_map(|output| match output {
        Output::Acknowledged { log, through, .. } if *log == board => Some(*through),
        _ => None,
    });
    assert_eq!(through, Some(1));
    let status = bench.session.status();
    assert_eq!((status.waiting, status.sending), (2, false));
    assert_eq!(status.trouble, Some(Trouble::Busy(RefusalCode::OverQuota)));
}

/// A phone whose first batch tells no offset, since nothing had been measured yet; the answer to it tells 90
/// seconds. And that batch.
fn measured_after_a_batch() -> (Bench, Vec<u8>) {
    let mut first = bench(1);
    let request = first.request();
    let untold = sent(&request).batches.remove(0);
    let mut answer = accepting(&request);
    answer.now = NOW + 90;
    first.answer(&request, 200, encode(&answer));
    (first, untold)
}

/// The same phone opened anew: its journal holds these batches of one event each, all acknowledged.
fn opened_anew(first: &Bench, batches: &[&Vec<u8>]) -> Bench {
    let device = first.session.device().clone();
    let mut journal = Bench {
        token: device.token.clone(),
        session: Session::new(device.clone()),
        rng: ChaCha20Rng::seed_from_u64(3),
    };
    journal.step(Input::Opened(OwnLog {
        log: LOG,
        stream: STREAM,
        certificate: device.certificate(),
        acknowledged: batches.len() as u64,
        acknowledged_hash: batches.last().map_or([0; 32], |last| Batch::hash(last)),
        parked: None,
    }));
    for (first, bytes) in (1..).zip(batches) {
        journal.step(Input::Stored {
            log: LOG,
            first,
            bytes: bytes.to_vec(),
        });
    }
    journal
}

/// The offset that the next batch tells, behind this one.
fn told_next(journal: &mut Bench, last: &[u8]) -> i32 {
    let bytes = sent(&journal.request()).batches.remove(0);
    let device = journal.session.device();
    let context = Context {
        campaign: device.campaign,
        stream: STREAM,
        certificate: device.certificate(),
        previous: Batch::hash(last),
    };
    let key = device.keyring.newest_key(STREAM).unwrap();
    let batch = Batch::from_bytes(&bytes).unwrap();
    batch.open(&context, &key).unwrap().offset
}

#[test]
fn a_wrong_clock_is_told_from_the_first_batch_after_a_restart() {
    let (mut first, untold) = measured_after_a_batch();
    first.record(2);
    let told = sent(&first.request()).batches.remove(0);
    let mut journal = opened_anew(&first, &[&untold, &told]);
    journal.record(3);
    assert_eq!(told_next(&mut journal, &told), 90);
}

/// An organiser's device counts what it has merged in the moment it has measured its clock; where it is closed
/// before that is sealed, no batch tells what was measured, and by a clock that is behind the count would put
/// everybody's facts years back.
#[test]
fn a_wrong_clock_is_told_of_what_was_recorded_and_not_sealed_before_a_restart() {
    let (first, untold) = measured_after_a_batch();
    let offset = first.session.offset();
    let mut journal = opened_anew(&first, &[&untold]);
    journal.record(2);
    let at = knock(2).at;
    journal.step(Input::Measured { at, offset });
    // Recorded once it was opened again, before anything was measured.
    journal.record(3);
    journal.step(Input::Measured {
        at: knock(3).at,
        offset: 0,
    });
    assert_eq!(told_next(&mut journal, &untold), 90);
}

#[test]
fn what_was_measured_last_is_told_after_a_restart_whether_it_is_sealed_or_not() {
    let (mut first, untold) = measured_after_a_batch();
    first.record(2);
    let told = sent(&first.request()).batches.remove(0);
    let second = knock(2).at;
    for (at, expected) in [(second - 1, 90), (second, 120), (second + 1, 120)] {
        let mut journal = opened_anew(&first, &[&untold, &told]);
        journal.step(Input::Measured { at, offset: 120 });
        journal.record(3);
        assert_eq!(told_next(&mut journal, &told), expected, "{at}");
    }
}

#[test]
fn what_waits_behind_a_settled_clash_goes_out_at_once() {
    let mut other_tab = bench(2);
    other_tab.rng = ChaCha20Rng::seed_from_u64(99);
    let held = sent(&other_tab.request()).batches;
    let mut bench = bench(3);
    let request = bench.request();
    let outputs = bench.refuse(&request, &Refusal::of_log(RefusalCode::Clash, LOG, Some(2)));
    let request = bench.drain_to_request(outputs);
    let answer = SyncAnswer {
        now: NOW,
        held,
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    let batches = sent(&bench.drain_to_request(outputs)).batches;
    assert_eq!(batches.len(), 1);
    assert_eq!(Batch::from_bytes(&batches[0]).unwrap().first, 3);
}

#[test]
fn what_is_recorded_while_a_sync_is_under_way_goes_with_the_next_request_once_it_is_asked_for() {
    let mut bench = bench(1);
    let request = bench.request();
    bench.record(2);
    // The shift is ended while the request is on its way.
    assert_eq!(bench.step(Input::Sync), []);
    let outputs = bench.accept(&request);
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches.len(), 1);
    let outputs = bench.accept(&request);
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Send(_))),
        "{outputs:?}"
    );
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn asking_again_with_nothing_recorded_meanwhile_costs_no_request() {
    let mut bench = bench(1);
    let request = bench.request();
    assert_eq!(bench.step(Input::Sync), []);
    let outputs = bench.accept(&request);
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Send(_))),
        "{outputs:?}"
    );
    assert_eq!(bench.session.wants_tick_at(), None);
}

/// A session that has nothing to send asks for nothing, however much time passes; what is recorded
/// afterwards waits for whoever decides that it is time, too.
#[test]
fn time_alone_makes_no_request_where_nothing_waits() {
    let mut bench = bench(1);
    let request = bench.request();
    bench.accept(&request);
    for hour in 1..=48 {
        let now = NOW + hour * 3_600;
        let outputs = bench.session.step(now, Input::Tick, &mut bench.rng);
        assert!(outputs.is_empty(), "{outputs:?}");
        assert_eq!(bench.session.wants_tick_at(), None);
    }
    assert_eq!(bench.session.status().waiting, 0);
}
