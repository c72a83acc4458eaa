//! How long a knock takes, in the app as it is shipped: from the tap until the next door is painted
//! on a phone four times slower, which is what is judged; and from the tap, and from the first
//! strict transaction, until the page hears that both copies are durable. One JSON object.
//!
//! Chromium lets what a tap changes be painted before it hands on what a database answers, up to a
//! frame of 16 ms. So next to the latter stands what the browser alone takes for the same writes
//! after a tap, in a page of nothing but a button, and what it takes when there was no tap. Neither is
//! judged; and Chromium has been seen never to complete what the bare page wrote (on one day, and not
//! on others): then there is no figure for it, and the reason is told in its place.
//! `tests/web/bench.rs` judges the journal.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::page::Page;
use crate::site::Site;

/// Knocks timed until they are durable.
const KNOCKS: usize = 50;
/// Taps timed until they are painted.
const TAPS: usize = 50;
/// How much slower than this computer the phone is for that.
const SLOWER: u32 = 4;
/// The screen's budget at the 95th percentile, in milliseconds.
const ON_SCREEN: f64 = 100.0;

/// Notes, for each tap, when its first strict transaction began, when its last one was complete,
/// and when the next door's heading had been painted.
const WATCH: &str = "
    window.knocks = [];
    let now = null;
    addEventListener('click', (event) => {
        if (event.target.closest('.outcome')) knocks.push(now = { tap: performance.now() });
    }, true);
    const plain = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...how) {
        const begun = performance.now();
        const transaction = plain.apply(this, how);
        const of = now;
        if (of && transaction.mode === 'readwrite' && transaction.durability === 'strict') {
            of.begun ??= begun;
            of.transactions = (of.transactions ?? 0) + 1;
            // The knock's own two copies; a stair's end goes on to seal and store a batch.
            if (of.transactions > 2) return transaction;
            transaction.addEventListener('complete', () => { of.durable = performance.now(); });
        }
        return transaction;
    };
    let heading = document.querySelector('h1')?.textContent;
    new MutationObserver(() => {
        const next = document.querySelector('h1')?.textContent;
        if (!next || next === heading) return;
        heading = next;
        const of = now;
        if (of && !of.painted) requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            // A task after the frame's: by then it has been painted.
            port1.onmessage = () => { of.painted ??= performance.now(); };
            port2.postMessage(0);
        });
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
";

/// A page of a button that counts its taps. `floor()` writes what the browser takes for a knock into
/// `knocks`: a read and two strict writes in one database, the same two writes in a bucket's
/// beside it. A tap does it too; the function given hears when all is ready.
const FLOOR: &str = "const done = arguments[arguments.length - 1];
    const open = (factory) => new Promise((opened) => {
        const request = factory.open('floor', 1);
        request.onupgradeneeded = () => {
            request.result.createObjectStore('logs');
            request.result.createObjectStore('events');
        };
        request.onsuccess = () => opened(request.result);
    });
    const begin = (database) =>
        database.transaction(['logs', 'events'], 'readwrite', { durability: 'strict' });
    const write = (transaction, key) => {
        transaction.objectStore('events').put(new Uint8Array(90), key);
        transaction.objectStore('logs').put(new Uint8Array(200), 'log');
        transaction.commit();
    };
    (async () => {
        const bucket = await navigator.storageBuckets.open('second-copy');
        const main = await open(indexedDB);
        const second = await open(bucket.indexedDB);
        let key = 0;
        window.knocks = [];
        window.floor = () => {
            const of = { begun: performance.now() };
            let left = 2;
            const end = () => {
                left -= 1;
                if (!left) knocks.push({ ...of, durable: performance.now() });
            };
            const transaction = begin(main);
            transaction.oncomplete = end;
            transaction.objectStore('logs').get('log').onsuccess = () => {
                const copy = begin(second);
                copy.oncomplete = end;
                key += 1;
                write(copy, key);
                write(transaction, key);
            };
        };
        const button = document.createElement('button');
        button.textContent = 'A bare tap';
        let taps = 0;
        button.onclick = () => { taps += 1; button.dataset.taps = taps; button.style.margin = `${taps}px`; floor(); };
        document.body.replaceChildren(button);
        done();
    })();";

/// The same so many times without a tap, as far apart as taps are.
const FLOOR_WITHOUT_TAPS: &str = "const done = arguments[arguments.length - 1];
    let left = arguments[0];
    const next = () => {
        if (left === 0) return done();
        left -= 1;
        floor();
        setTimeout(next, 50);
    };
    next();";

/// Whether the page is a door's.
const AT_A_DOOR: &str = "return location.pathname.startsWith('/door/')";

/// Runs it.
pub async fn run() -> ExitCode {
    match measure().await {
        Ok((figures, within)) => {
            println!("{figures}");
            if within {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            println!("knocks could not be timed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<(Value, bool)> {
    let mut site = Site::open(Engine::Chromium).await?;
    let blocks = ["Kestrel Court", "Heron Close", "Robin Row"];
    let invitation = site.invite("Everything", &blocks, 1).await?;
    let phone = site.volunteer("Amina", &invitation).await?;
    site.endpoint.stop();
    phone.slow_down(SLOWER).await?;
    let slow = between(&walk(&phone, TAPS).await?, "tap", "painted")?;
    phone.slow_down(1).await?;
    let knocks = again(&phone, KNOCKS).await?;
    let durable = between(&knocks, "tap", "durable")?;
    let journal = between(&knocks, "begun", "durable")?;
    let [tapped, untapped] = floors(&phone).await?;
    let within = slow.1 <= ON_SCREEN;
    let figures = json!({
        "measure": "knock",
        "taps": TAPS, "slowed": SLOWER,
        "on_screen_median_ms": slow.0, "on_screen_p95_ms": slow.1,
        "knocks": KNOCKS,
        "tap_to_durable_median_ms": durable.0, "tap_to_durable_p95_ms": durable.1,
        "begun_to_durable_median_ms": journal.0, "begun_to_durable_p95_ms": journal.1,
        "bare_after_a_tap": tapped, "bare": untapped,
        "budget": {"on_screen_p95_ms": ON_SCREEN},
        "within": within,
    });
    site.close().await;
    Ok((figures, within))
}

/// Walks from stair to stair, door after door, until so many are noted.
async fn walk(phone: &Browser, wanted: usize) -> Result<Vec<Value>> {
    let page = &phone.page;
    let mut noted = Vec::new();
    loop {
        page.open("/today").await?;
        page.script(WATCH, &[]).await?;
        // What is left stands first.
        let open = "document.querySelector('main a.card').click()";
        page.script(open, &[]).await?;
        page.tap(&t!("volunteer.next_is", label = "")).await?;
        page.sees(&t!("outcomes.come_back")).await?;
        while page.script(AT_A_DOOR, &[]).await? == json!(true) {
            let door = page.heading().await?;
            page.tap(&t!("outcomes.come_back")).await?;
            page.heading_after(&door).await?;
        }
        noted.extend(all_noted(page).await?);
        if noted.len() >= wanted {
            noted.truncate(wanted);
            return Ok(noted);
        }
    }
}

/// Knocks at one door again and again.
async fn again(phone: &Browser, wanted: usize) -> Result<Vec<Value>> {
    let page = &phone.page;
    page.open("/today").await?;
    page.script(WATCH, &[]).await?;
    page.tap("Kestrel Court").await?;
    for _ in 0..wanted {
        page.tap("Flat 24,").await?;
        page.sees(&t!("outcomes.come_back")).await?;
        page.tap(&t!("outcomes.come_back")).await?;
        // No door is left, so it leads back to the stair.
        page.sees(&t!("volunteer.choose_several")).await?;
    }
    all_noted(page).await
}

/// What the browser alone takes after a tap, and without one.
async fn floors(phone: &Browser) -> Result<[Value; 2]> {
    let page = &phone.page;
    page.driver.execute_async(FLOOR, Vec::new()).await?;
    for _ in 0..KNOCKS {
        page.tap("A bare tap").await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let tapped = floor(&all_noted(page).await?)?;
    page.script("window.knocks = []", &[]).await?;
    let times = vec![json!(KNOCKS)];
    page.driver.execute_async(FLOOR_WITHOUT_TAPS, times).await?;
    let untapped = floor(&all_noted(page).await?)?;
    Ok([tapped, untapped])
}

/// The browser's own figures, or how many of its writes it never completed.
fn floor(noted: &[Value]) -> Result<Value> {
    if noted.len() < KNOCKS {
        return Ok(json!({ "never_completed": KNOCKS - noted.len() }));
    }
    let (median, tail) = between(noted, "begun", "durable")?;
    Ok(json!({ "median_ms": median, "p95_ms": tail }))
}

/// Everything noted since the page was opened.
async fn all_noted(page: &Page) -> Result<Vec<Value>> {
    // The last one's transactions may still be under way.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let all = page.script("return window.knocks", &[]).await?;
    Ok(serde_json::from_value(all)?)
}

/// Median and 95th percentile of the time between two of the noted moments, in milliseconds.
fn between(knocks: &[Value], from: &str, to: &str) -> Result<(f64, f64)> {
    ensure!(!knocks.is_empty(), "no knock was noted");
    let mut times = Vec::with_capacity(knocks.len());
    for knock in knocks {
        let at = |name: &str| {
            let at = knock[name].as_f64();
            at.with_context(|| format!("a knock without its “{name}”: {knock}"))
        };
        times.push(at(to)? - at(from)?);
    }
    times.sort_by(f64::total_cmp);
    let rounded = |time: f64| (time * 100.0).round() / 100.0;
    let median = times[times.len() / 2];
    let tail = times[times.len() * 95 / 100];
    Ok((rounded(median), rounded(tail)))
}
