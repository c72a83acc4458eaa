//! Who reads and who writes what: enforced by the endpoint, and once more by keys.

use std::collections::BTreeSet;

use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::Batch;
use stairwell::sync::wire::{LogId, RefusalCode, SyncAnswer, SyncRequest};

use super::camp::{Camp, streams};
use super::hand::Hand;
use crate::site::Desk;

/// Who may write where, and read what.
const WRITES: [(&str, &[&str]); 4] = [
    ("Olwen", &["board", "inner", "first stair", "second stair"]),
    ("Tova", &["inner", "first stair"]),
    ("Vera", &["inner", "first stair"]),
    ("Bram", &["inner", "second stair"]),
];
const READS: [(&str, &[&str]); 4] = [
    ("Olwen", &["board", "inner", "first stair", "second stair"]),
    ("Tova", &["board", "first stair"]),
    ("Vera", &["board", "first stair"]),
    ("Bram", &["board", "second stair"]),
];

fn may(table: &[(&str, &[&str])], who: &str, stream: &str) -> bool {
    table
        .iter()
        .any(|(of, streams)| *of == who && streams.contains(&stream))
}

#[test]
fn each_writes_where_their_certificate_reaches_and_nowhere_else() {
    let camp = Camp::new();
    for ((who, desk), place) in camp.everyone().into_iter().zip(0..) {
        for ((name, stream), n) in streams().into_iter().zip(0..) {
            let batch = Hand::new(desk.device(), stream, 100 + 10 * place + n).write(2);
            if may(&WRITES, who, name) {
                // Who carries it does not matter.
                let answer = camp.take(&camp.bram, &[batch]);
                assert_eq!(answer.heads[0].seq, 2, "{who} on the {name}");
            } else {
                for carrier in [desk, &camp.olwen] {
                    camp.refused(who, RefusalCode::ForeignStream, || {
                        camp.push(carrier.token(), std::slice::from_ref(&batch))
                    });
                }
            }
        }
    }
}

/// One log in each stream, by Olwen: its name, stream, log and batch.
fn one_log_each(camp: &Camp) -> Vec<(&'static str, Stream, LogId, Vec<u8>)> {
    let logs = streams().into_iter().zip(60..).map(|((name, stream), n)| {
        let mut hand = Hand::new(camp.olwen.device(), stream, n);
        (name, stream, hand.log, hand.write(2))
    });
    let logs: Vec<_> = logs.collect();
    let batches: Vec<_> = logs.iter().map(|log| log.3.clone()).collect();
    camp.take(&camp.olwen, &batches);
    logs
}

#[test]
fn each_reads_what_their_certificate_reaches_by_whichever_way_they_ask() {
    let camp = Camp::new();
    let logs = one_log_each(&camp);
    let everything = SyncRequest {
        backfill: streams().iter().map(|(_, to)| (to.name(), 0)).collect(),
        want: logs.iter().map(|(_, _, log, _)| (*log, 1)).collect(),
        ..SyncRequest::default()
    };
    for (who, desk) in camp.everyone() {
        let readable = |name: &str| may(&READS, who, name);
        let expected: Vec<&Vec<u8>> = logs
            .iter()
            .filter(|log| readable(log.0))
            .map(|log| &log.3)
            .collect();
        let pulled: SyncAnswer = camp.sync(desk.token(), &everything).read();
        assert!(pulled.batches.iter().eq(expected.iter().copied()), "{who}");
        let same = |got: &[Vec<u8>]| {
            let got: BTreeSet<_> = got.iter().collect();
            got == expected.iter().copied().collect()
        };
        assert!(same(&pulled.held), "{who} wants");
        // Of a log one may not read, not even where it stands.
        let heads: BTreeSet<_> = pulled.heads.iter().map(|head| head.log).collect();
        let told: BTreeSet<_> = logs
            .iter()
            .filter(|log| readable(log.0))
            .map(|log| log.2)
            .collect();
        assert_eq!(heads, told, "{who}");
        let again = SyncRequest {
            cursor: pulled.cursor,
            ..everything.clone()
        };
        let filled: SyncAnswer = camp.sync(desk.token(), &again).read();
        assert!(same(&filled.backfilled), "{who} fills");
        assert!(
            filled.batches.is_empty() && filled.backfill.is_empty(),
            "{who}"
        );
    }
}

#[test]
fn keys_open_no_more_than_the_endpoint_hands_out() {
    let camp = Camp::new();
    let logs = one_log_each(&camp);
    for (who, desk) in camp.everyone() {
        let ring = &desk.device().keyring;
        for (name, stream, log, bytes) in &logs {
            let batch = Batch::from_bytes(bytes).unwrap();
            let context = Hand::new(camp.olwen.device(), *stream, 0).context;
            assert_eq!(batch.log, *log);
            let keys = streams().map(|(_, of)| ring.key(of, batch.key));
            let opened = keys
                .iter()
                .flatten()
                .any(|key| batch.open(&context, key).is_ok());
            // The box inner events travel in is the board's; each event in it is sealed again.
            let held = may(&READS, who, name) || *name == "inner";
            assert_eq!(opened, held, "{who} opens the {name}");
        }
        let organises = who == "Olwen";
        assert_eq!(!ring.inner_secrets().is_empty(), organises, "{who}");
    }
}

#[test]
fn another_campaign_reads_and_writes_nothing_here() {
    let camp = Camp::new();
    let logs = one_log_each(&camp);
    let stranger = Desk::founded(&camp.site, 41);
    let asked = SyncRequest {
        backfill: streams().iter().map(|(_, to)| (to.name(), 0)).collect(),
        want: logs.iter().map(|(_, _, log, _)| (*log, 1)).collect(),
        ..SyncRequest::default()
    };
    let answer: SyncAnswer = camp.sync(stranger.token(), &asked).read();
    assert_eq!(
        answer,
        SyncAnswer {
            now: answer.now,
            ..SyncAnswer::default()
        }
    );
    for (_, _, _, batch) in logs {
        camp.refused("somebody else's batch", RefusalCode::BadCertificate, || {
            camp.push(stranger.token(), &[batch])
        });
    }
}
