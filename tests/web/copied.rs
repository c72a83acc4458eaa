//! A phone that was copied: two go on under the same numbers, and the endpoint has taken the
//! other's first.

use std::collections::BTreeMap;

use leptos::prelude::GetUntracked;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::client::journal::{Journal, LogRecord, NewRun, Since};
use stairwell::client::phone::Phone;
use stairwell::client::told::Tally;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::endpoint::{Endpoint, sync};
use crate::site::{STAIR, again, knock, known, phone};

/// A copy of what a phone has recorded and not sent yet.
async fn copy(from: &str, to: &str) -> Phone {
    let (original, _) = Journal::open(from).await.unwrap();
    let loaded = original.load(Since::Start).await.unwrap();
    let (journal, _) = Journal::open(to).await.unwrap();
    journal.keep_device(&loaded.device.unwrap()).await.unwrap();
    for record in loaded.logs {
        let runs = loaded.events.iter().filter(|run| run.log == record.log);
        let mut events: Vec<_> = runs.flat_map(|run| run.events.clone()).collect();
        let opening = Some(events.remove(0));
        let record = LogRecord::new(record.log, record.campaign, record.author);
        let run = NewRun {
            record,
            opening,
            events,
            offset: 0,
        };
        journal.record(&[run]).await.unwrap();
    }
    again(to).await
}

/// A knock that is no event of the original's, though it may be recorded in the same second.
fn other(outcome: Outcome) -> Draft {
    let (by, when) = (None, None);
    Draft {
        fact: Fact::Knock { outcome, by, when },
        ..knock()
    }
}

fn knocks(phone: Phone) -> Vec<Dot> {
    phone.read_untracked(|state| state.of_kind(Kind::KNOCK).map(|(dot, _)| dot).collect())
}

/// How many events the journal keeps of each log one by one, and how many batches.
async fn kept(name: &str) -> BTreeMap<LogId, (usize, usize)> {
    let (journal, _) = Journal::open(name).await.unwrap();
    let loaded = journal.load(Since::Start).await.unwrap();
    let mut kept: BTreeMap<LogId, (usize, usize)> = BTreeMap::new();
    for record in &loaded.logs {
        kept.insert(record.log, (0, 0));
    }
    for run in &loaded.events {
        kept.get_mut(&run.log).unwrap().0 += run.events.len();
    }
    for (log, ..) in &loaded.batches {
        kept.get_mut(log).unwrap().1 += 1;
    }
    kept
}

#[wasm_bindgen_test]
async fn what_only_a_copy_has_moves_to_a_new_log_and_stands_once() {
    let original = phone("original").await;
    let first = original.record(vec![knock()]).await.unwrap()[0];
    let copied = copy("original", "copied").await;
    assert_eq!(known(copied), known(original));
    let endpoint = Endpoint::open();
    original.record(vec![knock()]).await.unwrap();
    sync(original).await;

    // Under the number of what the original has sent: a slip, and what took its place.
    let slip = copied.record(vec![other(Outcome::Refused)]).await.unwrap();
    assert_eq!((slip[0].log, slip[0].seq), (first.log, 3));
    let undo = Draft {
        over: slip,
        ..other(Outcome::LeftLeaflet)
    };
    copied.record(vec![undo]).await.unwrap();
    sync(copied).await;

    let old = kept("copied").await[&first.log];
    assert_eq!(old.0, 0, "nothing of the old log waits any more");
    assert_eq!(copied.status().get_untracked().not_accepted, 0);
    let after_restart = again("copied").await;
    assert_eq!(known(after_restart), known(copied));
    assert_eq!(
        after_restart.tally().get_untracked(),
        copied.tally().get_untracked()
    );

    for _ in 0..2 {
        // Each counts what the other has recorded, until there is nothing to count.
        sync(copied).await;
        sync(original).await;
    }
    assert_eq!(copied.status().get_untracked().waiting, 0);
    assert_eq!(known(copied), known(original));
    assert_eq!(knocks(copied).len(), 3, "the slip does not stand");
    assert!(
        kept("copied")
            .await
            .values()
            .all(|(events, _)| *events == 0)
    );
    let after_restart = again("copied").await;
    assert_eq!(known(after_restart), known(copied));
    let Tally { recorded, sent, .. } = after_restart.tally().get_untracked();
    assert_eq!(recorded, sent);
    assert_eq!(
        after_restart.tally().get_untracked(),
        copied.tally().get_untracked()
    );
    let stairs = copied.read_untracked(|state| {
        let logs = state.logs().filter(|(_, log)| log.author.stream == STAIR);
        logs.count()
    });
    assert_eq!(stairs, 2, "one each");
    drop(endpoint);
}

#[wasm_bindgen_test]
async fn what_a_tab_records_in_the_moment_it_is_closed_is_sent_by_the_other() {
    let sends = phone("closing").await;
    sends.record(vec![knock()]).await.unwrap();
    // No tab opened so tells another anything.
    let closed = again("closing").await;
    closed.record(vec![knock()]).await.unwrap();
    assert_eq!(knocks(sends).len(), 1);
    // And this one goes on in the same log, behind what it does not know of.
    sends.record(vec![knock()]).await.unwrap();
    let endpoint = Endpoint::open();
    sync(sends).await;
    assert_eq!(knocks(sends).len(), 3);
    assert_eq!(sends.status().get_untracked().waiting, 0);
    assert!(
        kept("closing")
            .await
            .values()
            .all(|(events, _)| *events == 0)
    );
    drop(endpoint);
}
