//! What follows what: a batch that another tab sealed behind something else than the endpoint has never
//! holds up a log, nor parks it.

use stairwell::sync::batch::Context;

use super::*;

/// The same two events, sealed by two tabs or by a phone and its copy: here, and there.
fn two_seals() -> (Bench, Vec<u8>, Bench, Vec<u8>) {
    let mut here = bench(2);
    let ours = sent(&here.request()).batches.remove(0);
    let mut there = bench(2);
    there.rng = ChaCha20Rng::seed_from_u64(99);
    let theirs = sent(&there.request()).batches.remove(0);
    assert_ne!(ours, theirs);
    (here, ours, there, theirs)
}

/// A third event, sealed behind a batch that was not acknowledged.
fn third_behind(mut bench: Bench) -> Vec<u8> {
    bench.step(Input::NoAnswer);
    bench.record(3);
    sent(&bench.request()).batches.remove(1)
}

fn head(seq: u64, bytes: &[u8]) -> Head {
    Head {
        log: LOG,
        seq,
        hash: Batch::hash(bytes),
    }
}

fn holding(heads: Vec<Head>, held: &[&[u8]]) -> SyncAnswer {
    SyncAnswer {
        now: NOW,
        heads,
        held: held.iter().map(|bytes| bytes.to_vec()).collect(),
        ..SyncAnswer::default()
    }
}

/// Whether the endpoint would take a batch behind another.
fn follows(device: &Device, bytes: &[u8], before: &[u8]) -> bool {
    let context = Context {
        campaign: device.campaign,
        stream: STREAM,
        certificate: device.certificate(),
        previous: Batch::hash(before),
    };
    let batch = Batch::from_bytes(bytes).unwrap();
    batch.signed_by(device.keys.sign_public(), &context)
}

/// As the journal has it: the endpoint has acknowledged `theirs`, and `ours` could not be replaced.
fn opened_after(ours: &[u8], theirs: &[u8]) -> Bench {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let device = device(&mut rng);
    let mut bench = Bench {
        token: device.token.clone(),
        session: Session::new(device.clone()),
        rng: ChaCha20Rng::seed_from_u64(7),
    };
    bench.step(Input::Opened(OwnLog {
        log: LOG,
        stream: STREAM,
        certificate: device.certificate(),
        acknowledged: 2,
        acknowledged_hash: Batch::hash(theirs),
        parked: None,
    }));
    bench.step(Input::Stored {
        log: LOG,
        first: 1,
        bytes: ours.to_vec(),
    });
    bench.record(3);
    bench
}

/// The endpoint has the other's two, and this tab knows it.
fn knowing_theirs() -> (Bench, Vec<u8>, Vec<u8>) {
    let (mut here, _, _, theirs) = two_seals();
    here.step(Input::NoAnswer);
    let request = here.request();
    let clash = Refusal::of_log(RefusalCode::Clash, LOG, Some(2));
    let outputs = here.refuse(&request, &clash);
    let request = here.drain_to_request(outputs);
    let answer = holding(vec![head(2, &theirs)], &[&theirs]);
    here.answer(&request, 200, encode(&answer));
    assert_eq!(here.session.status().waiting, 0);
    let stale = third_behind(two_seals().0);
    here.record(3);
    (here, theirs, stale)
}

fn stored(first: u64, bytes: &[u8]) -> Input {
    Input::Stored {
        log: LOG,
        first,
        bytes: bytes.to_vec(),
    }
}

#[test]
fn what_a_tab_sealed_behind_what_was_replaced_is_replaced_too_and_never_sent() {
    let (mut bench, theirs, stale) = knowing_theirs();
    bench.step(Input::Sync);
    let outputs = bench.step(stored(3, &stale));
    let [
        Output::Replace {
            first: 3, bytes, ..
        },
        Output::Store {
            first: 3,
            bytes: again,
            ..
        },
    ] = outputs.as_slice()
    else {
        panic!("{outputs:?}");
    };
    assert_eq!(bytes, again);
    let outputs = bench.step(stored(3, bytes));
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches, std::slice::from_ref(bytes));
    assert!(follows(bench.session.device(), bytes, &theirs));
}

#[test]
fn where_the_disk_is_too_full_to_replace_it_that_is_tried_again_later() {
    let (mut bench, _, stale) = knowing_theirs();
    bench.step(Input::Sync);
    bench.step(stored(3, &stale));
    assert_eq!(bench.step(stored(3, &stale)), []);
    assert_eq!(bench.session.wants_tick_at(), Some(NOW + 5));
    assert_eq!(bench.session.status().waiting, 1);
}

#[test]
fn a_tab_that_has_not_heard_what_the_endpoint_has_looks_before_it_sends_what_does_not_follow() {
    let (mut bench, _, there, theirs) = two_seals();
    let third = third_behind(there);
    bench.step(Input::NoAnswer);
    bench.record(3);
    bench.step(Input::Sync);
    let outputs = bench.step(stored(3, &third));
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).want, [(LOG, 1)]);
    assert!(sent(&request).batches.is_empty());
    let answer = holding(vec![head(3, &third)], &[&theirs, &third]);
    bench.answer(&request, 200, encode(&answer));
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn what_follows_a_batch_that_could_not_be_replaced_follows_the_endpoints() {
    let (_, ours, _, theirs) = two_seals();
    let mut bench = opened_after(&ours, &theirs);
    let third = sent(&bench.request()).batches.remove(0);
    assert!(follows(bench.session.device(), &third, &theirs));
}

#[test]
fn what_was_stored_and_does_not_follow_is_sealed_again_once_the_endpoint_refuses_it() {
    let (here, ours, _, theirs) = two_seals();
    let stale = third_behind(here);
    let mut bench = opened_after(&ours, &theirs);
    bench.step(stored(3, &stale));
    let request = bench.request();
    assert_eq!(sent(&request).batches, std::slice::from_ref(&stale));
    let refusal = Refusal::of_log(RefusalCode::BadSignature, LOG, Some(2));
    let outputs = bench.refuse(&request, &refusal);
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).want, [(LOG, 3)]);
    // It has nothing more: what was stored is another's, and this tab's takes its place.
    let answer = holding(vec![head(2, &theirs)], &[]);
    let outputs = bench.answer(&request, 200, encode(&answer));
    assert!(matches!(
        outputs.last(),
        Some(Output::Store { first: 3, .. })
    ));
    let mut outputs = bench.step(stored(3, &stale));
    assert!(matches!(
        outputs.first(),
        Some(Output::Replace { first: 3, .. })
    ));
    let Some(Output::Store { bytes, .. }) = outputs.pop() else {
        panic!("{outputs:?}");
    };
    assert!(follows(bench.session.device(), &bytes, &theirs));
    let outputs = bench.step(stored(3, &bytes));
    let request = bench.drain_to_request(outputs);
    bench.accept(&request);
    assert_eq!(bench.session.status().waiting, 0);
}

fn anew(outputs: &[Output]) -> Vec<(u64, Event)> {
    let anew = outputs.iter().find_map(|output| match output {
        Output::RecordAnew {
            log: LOG, events, ..
        } => Some(events.clone()),
        _ => None,
    });
    anew.unwrap_or_default()
}

#[test]
fn what_is_refused_again_goes_on_in_another_log() {
    let mut bench = bench(2);
    let request = bench.request();
    let first = sent(&request).batches.remove(0);
    bench.accept(&request);
    bench.record(3);
    let refusal = Refusal::of_log(RefusalCode::BadSignature, LOG, Some(2));
    let request = bench.request();
    let outputs = bench.refuse(&request, &refusal);
    let request = bench.drain_to_request(outputs);
    let answer = holding(vec![head(2, &first)], &[]);
    let outputs = bench.answer(&request, 200, encode(&answer));
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches.len(), 1);
    let outputs = bench.refuse(&request, &refusal);
    assert_eq!(
        anew(&outputs),
        [(3, knock(3))],
        "and not what was acknowledged"
    );
    bench.step(Input::RecordedAnew { log: LOG });
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn a_log_of_which_the_middle_is_lost_goes_on_in_another() {
    let mut whole = bench(2);
    whole.request();
    let third = third_behind(whole);
    let mut bench = bench(0);
    bench.step(stored(3, &third));
    bench.record(3);
    let request = bench.request();
    let gap = Refusal::of_log(RefusalCode::Gap, LOG, Some(0));
    let outputs = bench.refuse(&request, &gap);
    assert_eq!(anew(&outputs), [(3, knock(3))]);
}

#[test]
fn where_the_endpoint_has_more_than_was_heard_a_gap_is_looked_at() {
    let mut whole = bench(2);
    whole.request();
    let third = third_behind(whole);
    let mut bench = bench(0);
    bench.step(stored(3, &third));
    bench.record(3);
    let request = bench.request();
    let gap = Refusal::of_log(RefusalCode::Gap, LOG, Some(1));
    let outputs = bench.refuse(&request, &gap);
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).want, [(LOG, 1)]);
    assert!(sent(&request).batches.is_empty());
}

/// What two tabs sealed, as it lies in the journal: this one two events, the other a third behind them. This one
/// has heard nothing of the third, and asks what the endpoint has.
fn another_tab_sent_more() -> (Bench, Request, Vec<(u64, Vec<u8>)>) {
    let mut here = bench(2);
    let request = here.request();
    let ours = sent(&request).batches.remove(0);
    here.step(Input::NoAnswer);
    let mut other = bench(2);
    other.step(stored(1, &ours));
    other.record(3);
    let third = sent(&other.request()).batches.remove(1);
    assert!(follows(here.session.device(), &third, &ours));
    let request = here.request();
    let answer = holding(vec![head(3, &third)], &[]);
    let outputs = here.answer(&request, 200, encode(&answer));
    let request = here.drain_to_request(outputs);
    assert_eq!(sent(&request).want, [(LOG, 1)]);
    (here, request, vec![(1, ours), (3, third)])
}

/// The answer of an endpoint that has all of these.
fn all_held(batches: &[(u64, Vec<u8>)]) -> SyncAnswer {
    let held: Vec<&[u8]> = batches.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let last = batches.last().map(|(_, bytes)| bytes).unwrap();
    let through = Batch::from_bytes(last).unwrap().last();
    holding(vec![head(through, last)], &held)
}

fn looks(outputs: &[Output]) -> bool {
    outputs.contains(&Output::LookFor { log: LOG })
}

#[test]
fn what_another_tab_recorded_and_sent_is_looked_for_and_nothing_is_recorded_anew() {
    let (mut bench, request, batches) = another_tab_sent_more();
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    assert!(looks(&outputs) && anew(&outputs).is_empty(), "{outputs:?}");
    bench.record(3);
    let found = batches.clone();
    bench.step(Input::Found {
        log: LOG,
        batches: found,
    });
    let request = bench.drain_to_request(outputs);
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    let (_, third) = &batches[1];
    let acknowledged = Output::Acknowledged {
        log: LOG,
        through: 3,
        hash: Batch::hash(third),
    };
    assert_eq!(outputs, [acknowledged]);
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn what_another_tab_has_been_told_was_taken_is_known_by_its_batch_alone() {
    let (mut bench, request, batches) = another_tab_sent_more();
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    // The journal lets go of events that are acknowledged.
    let found = batches.clone();
    bench.step(Input::Found {
        log: LOG,
        batches: found,
    });
    let request = bench.drain_to_request(outputs);
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    assert!(anew(&outputs).is_empty(), "{outputs:?}");
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn where_a_checkpoint_replaced_what_another_tab_sent_that_is_looked_for_too() {
    let (mut bench, request, batches) = another_tab_sent_more();
    let gone = SyncAnswer {
        held: Vec::new(),
        ..all_held(&batches)
    };
    let outputs = bench.answer(&request, 200, encode(&gone));
    assert!(looks(&outputs) && anew(&outputs).is_empty(), "{outputs:?}");
    let found = batches.clone();
    bench.step(Input::Found {
        log: LOG,
        batches: found,
    });
    let request = bench.drain_to_request(outputs);
    let outputs = bench.answer(&request, 200, encode(&gone));
    assert!(anew(&outputs).is_empty(), "{outputs:?}");
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn what_the_other_tab_sends_while_it_is_looked_for_is_looked_for_again() {
    let (mut bench, request, mut batches) = another_tab_sent_more();
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    bench.record(3);
    let found = batches.clone();
    bench.step(Input::Found {
        log: LOG,
        batches: found,
    });
    let mut other = self::bench(3);
    for (first, bytes) in &batches {
        other.step(stored(*first, bytes));
    }
    other.record(4);
    let fourth = sent(&other.request()).batches.remove(2);
    batches.push((4, fourth));
    let request = bench.drain_to_request(outputs);
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    assert!(looks(&outputs) && anew(&outputs).is_empty(), "{outputs:?}");
}

#[test]
fn what_no_tab_has_recorded_is_a_copys_and_looked_for_once() {
    let (mut bench, request, batches) = another_tab_sent_more();
    bench.record(3);
    bench.record(4);
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    assert!(!looks(&outputs), "all of it is known: {outputs:?}");

    let (mut bench, request, batches) = another_tab_sent_more();
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    let own = batches[..1].to_vec();
    bench.step(Input::Found {
        log: LOG,
        batches: own,
    });
    let request = bench.drain_to_request(outputs);
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    assert!(!looks(&outputs));
    let left = outputs.iter().any(|output| {
        matches!(output, Output::RecordAnew { events, through: 2, .. } if events.is_empty())
    });
    assert!(left, "{outputs:?}");
}

#[test]
fn where_the_journal_does_not_say_nothing_is_settled_and_it_is_asked_again_later() {
    let (mut bench, request, batches) = another_tab_sent_more();
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    assert!(looks(&outputs));
    assert_eq!(bench.step(Input::NoAnswer), []);
    assert_eq!(bench.session.wants_tick_at(), Some(NOW + 5));
    let request = bench.request();
    let outputs = bench.answer(&request, 200, encode(&all_held(&batches)));
    assert!(looks(&outputs) && anew(&outputs).is_empty());
}

/// Another tab recorded and sent two events before this one heard of them, and of a third: the first two are in no run
/// of the journal's any more.
fn heard_of_the_third_alone() -> (Bench, Vec<u8>) {
    let two = sent(&self::bench(2).request()).batches.remove(0);
    let mut here = self::bench(0);
    here.record(3);
    (here, two)
}

#[test]
fn what_another_tab_has_sent_before_what_waits_here_is_looked_for_before_a_sync() {
    let (mut bench, two) = heard_of_the_third_alone();
    assert_eq!(
        bench.step(Input::Sync),
        [Output::LookFor { log: LOG }],
        "nothing is asked before"
    );
    let batches = vec![(1, two.clone())];
    let outputs = bench.step(Input::Found { log: LOG, batches });
    let request = bench.drain_to_request(outputs);
    let [first, third] = &sent(&request).batches[..] else {
        panic!("{:?}", sent(&request).batches);
    };
    assert_eq!(*first, two);
    assert!(follows(bench.session.device(), third, &two));
    let outputs = bench.accept(&request);
    let through = |output: &Output| match output {
        Output::Acknowledged { through, .. } => Some(*through),
        _ => None,
    };
    assert_eq!(outputs.iter().filter_map(through).max(), Some(3));
    assert_eq!(bench.session.status().waiting, 0);
}

/// The other tab has sent the third, too.
#[test]
fn what_another_tab_has_sent_is_not_called_unsent_here() {
    let (mut bench, two) = heard_of_the_third_alone();
    let mut other = self::bench(2);
    let request = other.request();
    other.accept(&request);
    other.record(3);
    let third = sent(&other.request()).batches.remove(0);
    bench.step(Input::Sync);
    let batches = vec![(1, two.clone()), (3, third.clone())];
    let outputs = bench.step(Input::Found { log: LOG, batches });
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches, [two, third]);
    bench.accept(&request);
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn what_is_missing_and_nowhere_holds_up_nothing_else_and_is_looked_for_once_a_sync() {
    for not_there in [
        Input::Found {
            log: LOG,
            batches: Vec::new(),
        },
        Input::NoAnswer,
    ] {
        let (mut bench, _) = heard_of_the_third_alone();
        assert!(looks(&bench.step(Input::Sync)));
        let outputs = bench.step(not_there.clone());
        match not_there {
            Input::NoAnswer => {
                assert_eq!(outputs, []);
                assert_eq!(bench.session.wants_tick_at(), Some(NOW + 5));
            }
            _ => {
                let request = bench.drain_to_request(outputs);
                assert_eq!(sent(&request).batches, Vec::<Vec<u8>>::new());
                bench.accept(&request);
                assert_eq!(bench.session.status().trouble, None);
            }
        }
        assert!(looks(&bench.step(Input::Sync)));
    }
}
