//! What is recorded is there after a reload, numbered once, durable, and there twice.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use stairwell::canvass::dot::Dot;
use stairwell::client::clock::pause;
use stairwell::client::journal::{Fault, Journal, Since};
use stairwell::client::phone::Phone;
use stairwell::client::told::Repair;
use stairwell::sync::batch::NO_BATCH;
use stairwell::sync::wire::RefusalCode;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::site::{
    STAIR, again, block, device, empty_main, js, js_async, knock, known, phone, together,
};
use leptos::prelude::GetUntracked;

#[wasm_bindgen_test]
async fn a_reload_sees_everything_that_was_recorded() {
    let before = phone("reload").await;
    let first = before.record(vec![block("Alder House"), knock()]).await;
    let second = before.record(vec![knock()]).await.unwrap();
    assert_eq!(first.unwrap().len(), 2);
    assert_eq!(second[0].seq, 3, "after who writes, and the first knock");

    let after = again("reload").await;
    assert_eq!(known(after), known(before));
    assert_eq!(after.tally().get_untracked().recorded, 3);
    assert_eq!(after.status().get_untracked().waiting, 5, "with who writes");
    assert_eq!(
        after.membership().get_untracked(),
        before.membership().get_untracked()
    );
    assert_eq!(after.repaired().get_untracked(), None);
}

#[wasm_bindgen_test]
async fn two_tabs_never_give_one_number_twice() {
    let tabs = [phone("tabs").await, again("tabs").await];
    // Both know the log before they write to it at once.
    let opened = tabs[0].record(vec![knock()]).await.unwrap();
    let tabs = [again("tabs").await, tabs[0], tabs[1]];
    let dots: Rc<RefCell<Vec<Dot>>> = Rc::default();
    together((0..30).map(|n| {
        let (tab, dots) = (tabs[n % tabs.len()], dots.clone());
        async move {
            let written = tab.record(vec![knock(), knock()]).await.unwrap();
            assert_eq!(written[0].seq + 1, written[1].seq);
            dots.borrow_mut().extend(written);
        }
    }))
    .await;
    let dots = dots.take();
    let once: BTreeSet<Dot> = dots.iter().chain(&opened).copied().collect();
    assert_eq!(once.len(), 61);

    let (journal, _) = Journal::open("tabs").await.unwrap();
    let loaded = journal.load(Since::Start).await.unwrap();
    let stored: usize = loaded.events.iter().map(|run| run.events.len()).sum();
    assert_eq!(stored, 61 + loaded.logs.len());
    for record in &loaded.logs {
        let runs = loaded.events.iter().filter(|run| run.log == record.log);
        let mut next = 1;
        for run in runs {
            assert_eq!(run.first, next, "without a gap");
            next += run.events.len() as u64;
        }
        assert_eq!(record.next, next);
    }
}

/// Waits until it is so, for five seconds at most.
async fn soon(so: impl Fn() -> bool) -> bool {
    for _ in 0..50 {
        if so() {
            return true;
        }
        pause(100).await;
    }
    false
}

#[wasm_bindgen_test]
async fn what_one_tab_records_the_other_shows() {
    let (journal, _) = Journal::open("").await.unwrap();
    journal.keep_device(&device()).await.unwrap();
    let first = Phone::open().await.unwrap();
    let second = Phone::open().await.unwrap();
    second.record(vec![knock()]).await.unwrap();
    assert!(soon(|| known(first) == known(second)).await);
    first.record(vec![block("Alder House")]).await.unwrap();
    assert!(soon(|| known(first) == known(second)).await);
    assert_eq!(second.tally().get_untracked().recorded, 2);

    first.forget().await.unwrap();
    assert!(soon(|| second.membership().get_untracked().is_none()).await);
    assert_eq!(known(second), known(first));
}

#[wasm_bindgen_test]
async fn taps_at_once_open_one_log() {
    let phone = phone("once").await;
    together((0..5).map(|_| async move {
        phone.record(vec![knock()]).await.unwrap();
    }))
    .await;
    let (journal, _) = Journal::open("once").await.unwrap();
    let logs = journal.load(Since::Start).await.unwrap().logs;
    assert_eq!(logs.len(), 1);
    assert_eq!(logs[0].stream(), STAIR);
    assert_eq!(logs[0].next, 7);
}

#[wasm_bindgen_test]
async fn strict_durability_is_asked_for_in_both_copies() {
    let phone = phone("strict").await;
    js("window.seen = [];
        window.plain = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (stores, mode, options) {
            const transaction = window.plain.call(this, stores, mode, options);
            window.seen.push(`${transaction.mode} ${transaction.durability}`);
            return transaction;
        };");
    let recorded = phone.record(vec![knock()]).await;
    js("IDBDatabase.prototype.transaction = window.plain");
    recorded.unwrap();
    let seen = js("window.seen.join()").as_string().unwrap();
    assert_eq!(seen, "readwrite strict,readwrite strict");
}

#[wasm_bindgen_test]
async fn an_emptied_database_is_filled_from_the_second_copy() {
    let before = phone("emptied").await;
    before
        .record(vec![block("Alder House"), knock()])
        .await
        .unwrap();
    before.record(vec![knock()]).await.unwrap();
    empty_main("emptied").await;

    let after = again("emptied").await;
    let restored = Some(Repair::Restored { events: 3 });
    assert_eq!(after.repaired().get_untracked(), restored);
    assert_eq!(known(after), known(before));
    assert_eq!(
        after.membership().get_untracked(),
        before.membership().get_untracked()
    );

    // The numbers go on where they were, and the next start has nothing to repair.
    assert_eq!(after.record(vec![knock()]).await.unwrap()[0].seq, 4);
    assert_eq!(again("emptied").await.repaired().get_untracked(), None);
}

#[wasm_bindgen_test]
async fn a_database_emptied_while_the_app_runs_is_filled_too() {
    let phone = phone("running").await;
    phone.record(vec![knock()]).await.unwrap();
    empty_main("running").await;
    assert_eq!(phone.record(vec![knock()]).await.unwrap()[0].seq, 3);
    assert_eq!(known(again("running").await), known(phone));
}

#[wasm_bindgen_test]
async fn an_emptied_second_copy_is_written_again() {
    let before = phone("second").await;
    before.record(vec![knock(), knock()]).await.unwrap();
    js_async("navigator.storageBuckets.delete('second-copy')").await;

    let whole = again("second").await;
    assert_eq!(whole.repaired().get_untracked(), None);
    empty_main("second").await;
    let after = again("second").await;
    assert_eq!(
        after.repaired().get_untracked(),
        Some(Repair::Restored { events: 2 })
    );
    assert_eq!(known(after), known(before));
}

#[wasm_bindgen_test]
async fn a_loss_with_no_copy_left_is_said() {
    let phone = phone("lost").await;
    phone.record(vec![knock()]).await.unwrap();
    js_async("navigator.storageBuckets.delete('second-copy')").await;
    empty_main("lost").await;
    let after = again("lost").await;
    assert_eq!(after.repaired().get_untracked(), Some(Repair::Lost));
    assert_eq!(after.membership().get_untracked(), None);
    assert_eq!(
        again("lost").await.repaired().get_untracked(),
        None,
        "said once"
    );
}

/// Nobody would ever take it out again, and this phone would show under the old numbers what was moved.
#[wasm_bindgen_test]
async fn a_log_that_is_written_to_no_more_takes_no_batch_that_another_tab_sealed() {
    let phone = phone("left").await;
    let dot = phone.record(vec![knock()]).await.unwrap()[0];
    let (journal, _) = Journal::open("left").await.unwrap();
    journal.park(dot.log, RefusalCode::Clash).await.unwrap();
    let stored = journal.store_batch(dot.log, 1, b"late").await;
    assert_eq!(stored, Err(Fault::Closed));
    let replaced = journal.replace_batch(dot.log, 1, b"late").await;
    assert_eq!(replaced, Err(Fault::Closed));
    assert!(journal.load(Since::Start).await.unwrap().batches.is_empty());
}

#[wasm_bindgen_test]
async fn a_tab_that_has_heard_less_does_not_undo_what_another_has_heard() {
    let phone = phone("heard").await;
    let dot = phone.record(vec![knock()]).await.unwrap()[0];
    let (journal, _) = Journal::open("heard").await.unwrap();
    let acknowledged = async || journal.load(Since::Start).await.unwrap().logs[0].acknowledged;
    journal.acknowledge(dot.log, 2, [9; 32]).await.unwrap();
    journal.acknowledge(dot.log, 1, [8; 32]).await.unwrap();
    assert_eq!(acknowledged().await, 2);
    // An endpoint that was brought back has forgotten it, and is offered it again.
    journal.store_batch(dot.log, 2, b"again").await.unwrap();
    journal.acknowledge(dot.log, 1, [8; 32]).await.unwrap();
    assert_eq!(acknowledged().await, 1);
}

#[wasm_bindgen_test]
async fn what_is_acknowledged_leaves_the_second_copy_and_stays_in_the_first() {
    let phone = phone("acknowledged").await;
    let dot = phone.record(vec![knock()]).await.unwrap()[0];
    let (journal, _) = Journal::open("acknowledged").await.unwrap();
    let stored = journal.store_batch(dot.log, 1, b"first").await.unwrap();
    assert_eq!(stored, b"first");
    let stored = journal.store_batch(dot.log, 1, b"later").await.unwrap();
    assert_eq!(stored, b"first", "the first one stored wins");
    phone.record(vec![knock()]).await.unwrap();
    journal.acknowledge(dot.log, 2, [9; 32]).await.unwrap();

    let loaded = journal.load(Since::Start).await.unwrap();
    assert_eq!(loaded.logs[0].acknowledged, 2);
    assert_ne!(loaded.logs[0].hash, NO_BATCH);
    assert_eq!(loaded.batches.len(), 1);
    assert_eq!(loaded.events.len(), 1, "the one that is not acknowledged");
    assert_eq!(loaded.events[0].first, 3);

    empty_main("acknowledged").await;
    let (journal, repair) = Journal::open("acknowledged").await.unwrap();
    assert_eq!(repair, Some(Repair::Restored { events: 1 }));
    let loaded = journal.load(Since::Start).await.unwrap();
    assert_eq!(loaded.batches, Vec::new());
    assert_eq!(loaded.events.len(), 1);
    assert_eq!(loaded.logs[0].next, 4);
}

#[wasm_bindgen_test]
async fn a_record_of_a_newer_version_is_kept_and_stops_nothing() {
    let before = phone("newer").await;
    let dot = before.record(vec![knock()]).await.unwrap()[0];
    let log: Vec<String> = dot.log.0.iter().map(u8::to_string).collect();
    let raw = |code: &str| {
        format!(
            "new Promise((done, failed) => {{
                const opening = indexedDB.open('stairwell-newer', 1);
                opening.onsuccess = () => {{
                    const stores = ['events'];
                    const transaction = opening.result.transaction(stores, 'readwrite');
                    const store = transaction.objectStore('events');
                    const key = new Uint8Array([{},0,0,0,0,0,0,0,3]);
                    const request = {code};
                    transaction.oncomplete = () => {{ opening.result.close(); done(request.result); }};
                    transaction.onabort = failed;
                }};
            }})",
            log.join(",")
        )
    };
    js_async(&raw("store.put(new Uint8Array([9, 1, 2, 3]), key)")).await;

    let after = again("newer").await;
    assert_eq!(known(after), known(before));
    let kept = js_async(&raw("store.get(key)")).await;
    assert_eq!(js_sys::Uint8Array::new(&kept).to_vec(), [9, 1, 2, 3]);
}

#[wasm_bindgen_test]
async fn at_rest_no_word_can_be_read() {
    let phone = phone("sealed").await;
    phone.record(vec![block("Alderhouse")]).await.unwrap();
    let everything = js_async(
        "new Promise((done, failed) => {
            const opening = indexedDB.open('stairwell-sealed', 1);
            opening.onsuccess = async () => {
                const names = [...opening.result.objectStoreNames];
                const transaction = opening.result.transaction(names);
                const all = names.map((name) => new Promise((got) => {
                    const request = transaction.objectStore(name).getAll();
                    request.onsuccess = () => got(request.result);
                }));
                const values = (await Promise.all(all)).flat();
                opening.result.close();
                const decoder = new TextDecoder('latin1');
                done(values.map((value) =>
                    value instanceof Uint8Array ? decoder.decode(value) : String(value)).join());
            };
        })",
    )
    .await
    .as_string()
    .unwrap();
    assert!(everything.contains("[object CryptoKey]"));
    assert!(!everything.contains("Alderhouse"));
    assert!(!everything.contains("Rhian"));
}
