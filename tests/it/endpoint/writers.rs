//! Who pulls while many write misses nothing: not on PostgreSQL, where two endpoints give positions
//! in the same order, nor on SQLite. A thousand rows and more in the ordinary tests; as many as
//! `STAIRWELL_ROWS` says with `cargo xtask bench writers`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use stairwell::sync::batch::Batch;
use stairwell::sync::wire::{Cursor, SyncAnswer, SyncRequest, Token, path};

use super::camp::FIRST;
use super::cluster::{self, Cluster};
use super::hand::{Hand, stair};
use crate::site::{Desk, Site};

const WRITERS: usize = 16;
/// Rows in a push: few, so that many pushes meet; of a million, more, as after a night.
fn together() -> usize {
    if asked() < 50_000 { 20 } else { 100 }
}
/// When it is played that all this happens.
const THEN: i64 = 1_773_077_400;

fn asked() -> usize {
    let asked = std::env::var("STAIRWELL_ROWS").ok();
    asked.map_or(1_600, |rows| rows.parse().unwrap())
}

/// As many as come out even.
fn rows() -> usize {
    asked() / (WRITERS * together()) * (WRITERS * together())
}

/// Endpoints in practice, which may be asked as often as they like.
fn endpoint(data: &Path, more: &[&str]) -> Site {
    let mut site = Site::program_with(data, &[&["--practice-clock"], more].concat());
    site.plays = Some(THEN);
    site
}

/// The first bytes of a batch's hash: enough to tell a million apart.
fn name(bytes: &[u8]) -> [u8; 12] {
    Batch::hash(bytes)[..12].try_into().unwrap()
}

/// Writes its share, push after push, to this endpoint.
fn write(mut hand: Hand, site: &Site, token: &Token, pushes: usize) -> Vec<[u8; 12]> {
    let mut names = Vec::with_capacity(pushes * together());
    for _ in 0..pushes {
        let batches: Vec<Vec<u8>> = (0..together()).map(|_| hand.write(1)).collect();
        names.extend(batches.iter().map(|bytes| name(bytes)));
        // Its own are not sent back to it: this is about who pulls beside it.
        let request = SyncRequest {
            batches,
            cursor: far(),
            ..SyncRequest::default()
        };
        let _: SyncAnswer = site.ask(path::SYNC, Some(token), &request);
    }
    names
}

/// A cursor of no order: nothing since it is sent.
fn far() -> Cursor {
    Cursor {
        position: u64::from(u32::MAX),
        chain: [9; 32],
    }
}

/// Pulls from one endpoint after the other until everything was written and has come.
fn read(sites: &[Site], token: &Token, writing: &AtomicUsize) -> (BTreeSet<[u8; 12]>, usize) {
    let (mut seen, mut doubled) = (BTreeSet::new(), 0);
    let mut request = SyncRequest::default();
    for turn in 0.. {
        // Looked at before the pull: what was written by then must be in it.
        let over = writing.load(Ordering::Acquire) == 0;
        let answer: SyncAnswer = sites[turn % sites.len()].ask(path::SYNC, Some(token), &request);
        assert!(!answer.restored);
        for batch in &answer.batches {
            doubled += usize::from(!seen.insert(name(batch)));
        }
        request.cursor = answer.cursor;
        if over && !answer.more {
            break;
        }
        if answer.batches.is_empty() {
            thread::sleep(Duration::from_millis(1));
        }
    }
    (seen, doubled)
}

fn nothing_is_missed(ledger: &str, sites: &[Site]) {
    let olwen = Desk::founded(&sites[0], 4);
    let rows = rows();
    let pushes = rows / WRITERS / together();
    let writing = AtomicUsize::new(WRITERS);
    let begun = Instant::now();
    let (written, readers) = thread::scope(|threads| {
        let (olwen, writing) = (&olwen, &writing);
        let readers: Vec<_> = (0..2)
            .map(|_| threads.spawn(move || read(sites, olwen.token(), writing)))
            .collect();
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                let hand = Hand::new(olwen.device(), stair(FIRST), 20 + n as u8);
                let site = &sites[n % sites.len()];
                threads.spawn(move || {
                    let names = write(hand, site, olwen.token(), pushes);
                    writing.fetch_sub(1, Ordering::Release);
                    names
                })
            })
            .collect();
        let written = writers.into_iter().flat_map(|one| one.join().unwrap());
        let written: BTreeSet<[u8; 12]> = written.collect();
        let readers = readers.into_iter().map(|one| one.join().unwrap());
        (written, readers.collect::<Vec<_>>())
    });
    assert_eq!(written.len(), rows);
    let seconds = begun.elapsed().as_secs_f64();
    for (seen, doubled) in readers {
        let missed = written.difference(&seen).count();
        // On a line of its own, whatever stands there.
        println!(
            "\n{}",
            serde_json::json!({
                "measure": "writers", "ledger": ledger, "endpoints": sites.len(),
                "writers": WRITERS, "rows": rows, "missed": missed, "doubled": doubled,
                "seconds": (seconds * 10.0).round() / 10.0,
            })
        );
        assert_eq!((missed, doubled), (0, 0));
        assert_eq!(seen.len(), rows);
    }
}

#[test]
fn nothing_is_missed_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    nothing_is_missed("sqlite", &[endpoint(&folder.path().join("data"), &[])]);
}

#[test]
fn nothing_is_missed_on_postgresql_with_two_endpoints() {
    let Some(cluster) = Cluster::start(&[]) else {
        println!("skipped: PostgreSQL is not installed (Debian: apt-get install postgresql)");
        return;
    };
    let address = cluster::database(&cluster, "shared");
    let folder = tempfile::tempdir().unwrap();
    let sites = ["one", "two"].map(|name| {
        let data = folder.path().join(name);
        endpoint(&data, &["--database", &address])
    });
    assert_eq!(sites[0].start_code, sites[1].start_code);
    nothing_is_missed("postgresql", &sites);
}
