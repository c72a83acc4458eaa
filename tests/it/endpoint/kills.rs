//! The program killed in the middle of everybody's pushes, and started again: what it had
//! acknowledged is there, byte for byte; what it had not is there whole or not at all.
//!
//! A few kills with all other tests; `cargo xtask kills --endpoint N` plays as many as are wanted, from
//! a seed, and prints what they came to.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use stairwell::sync::batch::Batch;
use stairwell::sync::keys::sha256;
use stairwell::sync::wire::{SyncAnswer, SyncRequest, Token, encode, path};

use super::camp::FIRST;
use super::database::{self, Stored};
use super::hand::{Hand, stair};
use crate::site::{Desk, Site};

/// How many kills, unless [`WANTED`] says otherwise.
const KILLS: u64 = 8;
/// Where a number of kills, and a seed for when they come, may stand.
const WANTED: [&str; 2] = ["STAIRWELL_KILLS", "STAIRWELL_SEED"];
/// So many in one campaign: everything is read after each.
const IN_A_CAMPAIGN: u64 = 40;
/// A kill comes up to so many microseconds after the first pushes were acknowledged.
const WITHIN: u64 = 60_000;
const PHONES: u8 = 3;
/// Batches in a push.
const TOGETHER: usize = 3;

/// A phone that sends push after push, and the same again until it is acknowledged.
struct Phone {
    hand: Hand,
    token: Token,
    acknowledged: Vec<Vec<u8>>,
    /// Sent, and not acknowledged.
    waiting: Vec<Vec<u8>>,
}

impl Phone {
    /// Sends until there is no answer.
    fn work(&mut self, site: &Site, pushed: &AtomicUsize) {
        loop {
            if self.waiting.is_empty() {
                self.waiting = (0..TOGETHER).map(|_| self.hand.write(7)).collect();
            }
            let request = SyncRequest {
                batches: self.waiting.clone(),
                ..SyncRequest::default()
            };
            let Ok(answer) = site.try_post(path::SYNC, Some(&self.token), &encode(&request)) else {
                return;
            };
            assert!(answer.authentic);
            let answer: SyncAnswer = answer.read();
            let newest = self.waiting.last().map(|bytes| Batch::hash(bytes));
            assert_eq!(Some(answer.heads[0].hash), newest);
            self.acknowledged.append(&mut self.waiting);
            pushed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many of the batches that wait are there all the same.
    fn check(&self, stored: &[Stored]) -> usize {
        let log = &self.hand.log.0[..];
        let own: Vec<&Vec<u8>> = stored
            .iter()
            .filter(|batch| batch.2 == log)
            .map(|batch| &batch.7)
            .collect();
        let (known, more) = own.split_at(self.acknowledged.len().min(own.len()));
        assert!(
            known.iter().copied().eq(&self.acknowledged),
            "something is lost"
        );
        assert!(
            more.is_empty() || more.iter().copied().eq(&self.waiting),
            "half a push"
        );
        more.len()
    }
}

/// The order has no gap, its chain is right, and every log's head is its last batch.
fn check_order(data: &Path, stored: &[Stored]) {
    let mut chain = vec![0; 32];
    let mut heads: BTreeMap<&[u8], (i64, &[u8])> = BTreeMap::new();
    for ((_, position, log, first, count, hash, kept, bytes), expected) in stored.iter().zip(1..) {
        assert_eq!(*position, expected);
        assert_eq!(hash[..], Batch::hash(bytes));
        chain = sha256(&[chain, hash.clone()].concat()).to_vec();
        assert_eq!(*kept, chain);
        let last = heads.insert(log, (first + count - 1, hash));
        assert_eq!(last.map_or(0, |(last, _)| last) + 1, *first);
    }
    let rows = database::heads(data);
    assert_eq!(rows.len(), heads.len());
    for (log, seq, hash) in &rows {
        assert_eq!(heads[&log[..]], (*seq, &hash[..]));
    }
    assert_eq!(database::integrity(data), "ok");
}

/// What the kills came to.
#[derive(Default)]
struct Figures {
    kills: u64,
    acknowledged: usize,
    /// Pushes that were there though nobody had heard so.
    unheard: usize,
}

#[test]
fn killed_at_any_moment_it_keeps_what_it_acknowledged_and_nothing_half() {
    let wanted = WANTED.map(|name| Some(std::env::var(name).ok()?.parse().unwrap()));
    let (kills, seed) = (wanted[0].unwrap_or(KILLS), wanted[1].unwrap_or(1));
    let mut luck = ChaCha20Rng::seed_from_u64(seed);
    let mut figures = Figures::default();
    while figures.kills < kills {
        let some = IN_A_CAMPAIGN.min(kills - figures.kills);
        a_campaign(some, &mut luck, &mut figures);
    }
    // Every line above would have ended it.
    println!(
        "\n{{\"measure\":\"kills-endpoint\",\"database\":\"{}\",\"seed\":{seed},\"kills\":{},\
         \"acknowledged_batches\":{},\"lost\":0,\"partial\":0,\"kept_unheard_pushes\":{}}}",
        database::name(),
        figures.kills,
        figures.acknowledged,
        figures.unheard,
    );
}

/// Kills the endpoint of a new campaign so many times, and brings it all to an end.
fn a_campaign(kills: u64, luck: &mut ChaCha20Rng, figures: &mut Figures) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut site = Site::program(&data);
    let olwen = Desk::founded(&site, 4);
    let mut phones: Vec<Phone> = (0..PHONES)
        .map(|n| Phone {
            hand: Hand::new(olwen.device(), stair(FIRST), 20 + n),
            token: olwen.token().clone(),
            acknowledged: Vec::new(),
            waiting: Vec::new(),
        })
        .collect();
    for _ in 0..kills {
        let pushed = AtomicUsize::new(0);
        let delay = Duration::from_micros(luck.next_u64() % WITHIN);
        thread::scope(|threads| {
            for phone in &mut phones {
                threads.spawn(|| phone.work(&site, &pushed));
            }
            // However busy this computer is, in the middle of it.
            for _ in 0..1_000 {
                if pushed.load(Ordering::Relaxed) > usize::from(PHONES) {
                    break;
                }
                thread::sleep(Duration::from_millis(5));
            }
            thread::sleep(delay);
            site.kill();
        });
        site = Site::program(&data);
        let stored = database::batches(&data);
        let there: usize = phones.iter().map(|phone| phone.check(&stored)).sum();
        let acknowledged: usize = phones.iter().map(|phone| phone.acknowledged.len()).sum();
        assert!(acknowledged > 0);
        assert_eq!(stored.len(), acknowledged + there);
        check_order(&data, &stored);
        figures.kills += 1;
        figures.unheard += there / TOGETHER;
    }
    // What was in the air is sent once more, and nothing is doubled.
    for phone in &mut phones {
        let batches = phone.waiting.clone();
        let request = SyncRequest {
            batches,
            ..SyncRequest::default()
        };
        let token = Some(&phone.token);
        let _: SyncAnswer = site.ask(path::SYNC, token, &request);
        phone.acknowledged.append(&mut phone.waiting);
    }
    let stored = database::batches(&data);
    assert!(phones.iter().all(|phone| phone.check(&stored) == 0));
    check_order(&data, &stored);
    figures.acknowledged += stored.len();
}
