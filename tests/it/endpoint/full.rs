//! A full disk: what does not fit is refused with 507, nothing of it stays, and all goes on as
//! soon as there is room.

use std::collections::BTreeSet;
use std::path::Path;

use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::endpoint::Settings;
use stairwell::sync::session::Trouble;
use stairwell::sync::wire::{RefusalCode, SyncAnswer, SyncRequest, encode, path};

use super::camp::{Camp, FIRST, settings};
use super::database;
use super::hand::{Hand, noise, stair};
use super::raw::{head, raw};
use crate::site::{Desk, Site};

const ROOM: u64 = 256 * 1024;

fn small(folder: &Path) -> Settings {
    Settings {
        room: Some(ROOM),
        ..settings(folder)
    }
}

/// Pushes until nothing more fits; answers how many batches did, and the one that did not.
fn fill(camp: &Camp, hand: &mut Hand) -> (usize, Vec<u8>) {
    for taken in 0..1_000 {
        let next = hand.write_much();
        let answer = camp.push(camp.vera.token(), std::slice::from_ref(&next));
        if answer.status != 200 {
            assert_eq!(answer.refusal().code, RefusalCode::DiskFull);
            assert!(answer.authentic);
            return (taken, next);
        }
    }
    panic!("it never fills");
}

#[test]
fn what_does_not_fit_leaves_no_trace_and_reading_goes_on() {
    let camp = Camp::with(|settings| settings.room = Some(ROOM));
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 20);
    let (taken, next) = fill(&camp, &mut hand);
    assert!(taken > 3);
    // Again and again, as phones try again and again.
    for _ in 0..5 {
        camp.refused("one more", RefusalCode::DiskFull, || {
            camp.push(camp.vera.token(), std::slice::from_ref(&next))
        });
    }
    // Who reads is not bothered with it, heard before or not.
    for desk in [&camp.tova, &camp.olwen] {
        let mut pulled = 0;
        let mut request = SyncRequest::default();
        loop {
            let answer = camp.sync(desk.token(), &request);
            let answer: SyncAnswer = answer.read();
            pulled += answer.batches.len();
            request.cursor = answer.cursor;
            if !answer.more {
                break;
            }
        }
        assert_eq!(pulled, taken);
    }
    let health = head(&format!("GET {}", path::HEALTH), &[]);
    assert_eq!(raw(&camp.site, &health).status, 200);
    assert_eq!(database::integrity(&camp.site.data), "ok");
}

#[test]
fn writing_goes_on_once_there_is_room_in_the_same_process() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::here(&small(folder.path()));
    let olwen = Desk::founded(&site, 4);
    let other = Desk::founded(&site, 5);
    let mut hand = Hand::new(olwen.device(), stair(FIRST), 20);
    let push = |desk: &Desk, batch: &[u8]| {
        let request = SyncRequest {
            batches: vec![batch.to_vec()],
            ..SyncRequest::default()
        };
        let body = encode(&request);
        site.post(path::SYNC, Some(desk.token()), &body)
    };
    let refused = (0..1_000)
        .map(|_| hand.write_much())
        .find(|batch| push(&olwen, batch).status != 200)
        .unwrap();
    assert_eq!(push(&olwen, &refused).refusal().code, RefusalCode::DiskFull);
    // Somebody makes room: here, by hand, the half of what the other campaign never needed.
    database::forget_batches(&site.data, 1);
    let theirs = Hand::new(other.device(), stair(FIRST), 21).write_much();
    assert_eq!(push(&other, &theirs).status, 200);
}

#[test]
fn the_same_bytes_are_taken_after_a_start_with_more_room() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::here(&small(folder.path()));
    let mut olwen = Desk::founded(&site, 4);
    let mut n = 0;
    while olwen.session.status().trouble.is_none() {
        let notes = (0..50).map(|_| {
            let words = noise(&mut olwen.rng);
            Draft::new(stair(FIRST), Fact::Note { words }, Vec::new())
        });
        let notes = notes.collect();
        olwen.record(notes);
        n += 50;
        olwen.try_sync(&site);
        assert!(n < 100_000);
    }
    let status = olwen.session.status();
    let busy = Trouble::Busy(RefusalCode::DiskFull);
    assert_eq!(status.trouble, Some(busy));
    assert!(status.waiting > 0 && status.not_accepted == 0);
    drop(site);
    let site = Site::here(&settings(folder.path()));
    olwen.sync(&site);
    let held = database::count(&site.data, "batches");
    assert!(held > 0);
    let last = database::batches(&site.data).pop().unwrap();
    assert_eq!(last.3 + last.4, n + 2);
}

/// A batch of these takes up eight pages and more: so the disk ends once at each place within its being
/// written.
#[test]
fn wherever_the_disk_ends_within_a_write_all_of_it_is_kept_or_nothing() {
    let mut all_taken = BTreeSet::new();
    for pages in 48..60 {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::here(&settings(folder.path()));
        let olwen = Desk::founded(&site, 4);
        drop(site);
        let push = |site: &Site, batch: &[u8]| {
            let request = SyncRequest {
                batches: vec![batch.to_vec()],
                ..SyncRequest::default()
            };
            site.post(path::SYNC, Some(olwen.token()), &encode(&request))
        };
        let site = Site::here(&Settings {
            room: Some(pages * 4_096),
            ..settings(folder.path())
        });
        let mut hand = Hand::new(olwen.device(), stair(FIRST), 20);
        let mut taken = 0;
        let refused = loop {
            let next = hand.write_much();
            let answer = push(&site, &next);
            if answer.status != 200 {
                assert_eq!(answer.refusal().code, RefusalCode::DiskFull, "{pages}");
                break next;
            }
            taken += 1;
            assert!(taken < 8, "{pages} pages never end");
        };
        assert_eq!(database::integrity(&site.data), "ok", "{pages}");
        assert_eq!(database::count(&site.data, "batches"), taken, "{pages}");
        drop(site);
        // With more room the same bytes are taken, behind those that were.
        let site = Site::here(&settings(folder.path()));
        assert_eq!(push(&site, &refused).status, 200, "{pages}");
        assert_eq!(database::count(&site.data, "batches"), taken + 1, "{pages}");
        all_taken.insert(taken);
    }
    assert!(all_taken.len() > 1, "{all_taken:?}");
}
