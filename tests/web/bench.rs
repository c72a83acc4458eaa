//! How long a knock takes to be safe. Printed, not judged: `cargo xtask bench` judges.

use stairwell::client::journal::{Journal, NewRun};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::site::{js, js_async, knock, phone};

const KNOCKS: usize = 300;

/// What the browser itself takes: a read and two strict writes in one database, and the same two
/// writes beside them in a bucket's. The times in milliseconds, by commas.
const FLOOR: &str = "(async () => {
    const open = (factory) => new Promise((done) => {
        const request = factory.open('floor', 1);
        request.onupgradeneeded = () => {
            request.result.createObjectStore('logs');
            request.result.createObjectStore('events');
        };
        request.onsuccess = () => done(request.result);
    });
    const bucket = await navigator.storageBuckets.open('second-copy');
    const main = await open(indexedDB);
    const second = await open(bucket.indexedDB);
    const begin = (database) =>
        database.transaction(['logs', 'events'], 'readwrite', { durability: 'strict' });
    const write = (transaction, key) => {
        transaction.objectStore('events').put(new Uint8Array(90), key);
        transaction.objectStore('logs').put(new Uint8Array(200), 'log');
        transaction.commit();
    };
    const times = [];
    for (let key = 1; key <= 300; key += 1) {
        const begun = performance.now();
        await new Promise((done) => {
            let left = 2;
            const end = () => { left -= 1; if (!left) done(); };
            const transaction = begin(main);
            transaction.oncomplete = end;
            transaction.objectStore('logs').get('log').onsuccess = () => {
                const copy = begin(second);
                copy.oncomplete = end;
                write(copy, key);
                write(transaction, key);
            };
        });
        times.push(performance.now() - begun);
    }
    return times.join();
})()";

fn now() -> f64 {
    js("performance.now()").as_f64().unwrap()
}

/// Median and 95th percentile, in milliseconds.
fn figures(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

#[wasm_bindgen_test]
async fn a_knock_is_timed() {
    let phone = phone("bench").await;
    phone.record(vec![knock()]).await.unwrap();
    let mut taps = Vec::new();
    for _ in 0..KNOCKS {
        let begun = now();
        phone.record(vec![knock()]).await.unwrap();
        taps.push(now() - begun);
    }
    let (journal, _) = Journal::open("bench").await.unwrap();
    let record = journal.load().await.unwrap().logs.remove(0);
    let mut writes = Vec::new();
    for _ in 0..KNOCKS {
        let run = NewRun {
            record: record.clone(),
            opening: None,
            events: vec![knock().at(1_800_000_000)],
        };
        let begun = now();
        journal.record(&[run]).await.unwrap();
        writes.push(now() - begun);
    }
    assert!(journal.has_second(), "both copies were written");
    let floor = js_async(FLOOR).await.as_string().unwrap();
    let floor: Vec<f64> = floor.split(',').map(|time| time.parse().unwrap()).collect();
    let (floor_median, floor_p95) = figures(floor);
    let (journal_median, journal_p95) = figures(writes);
    let (tap_median, tap_p95) = figures(taps);
    console_log!(
        "{{\"bench\":\"knock\",\"knocks\":{KNOCKS},\"floor_median_ms\":{floor_median:.2},\
         \"floor_p95_ms\":{floor_p95:.2},\"journal_median_ms\":{journal_median:.2},\
         \"journal_p95_ms\":{journal_p95:.2},\"record_median_ms\":{tap_median:.2},\
         \"record_p95_ms\":{tap_p95:.2}}}"
    );
}
