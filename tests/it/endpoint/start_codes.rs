//! Groups with a start code each: what the host decides of them, and what the host is told.

use std::path::Path;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::Founding;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::wire::{Joined, RefusalCode, SyncRequest, encode, path};

use super::backups::run;
use super::camp::FIRST;
use super::cluster;
use super::hand::{Hand, stair};
use crate::site::{Answer, Desk, Site};

/// Makes a code for a group, and answers it.
fn code(data: &Path, label: &str, quota: &[&str]) -> String {
    let (done, said) = run(
        data,
        &[&["start-code", "new", "--label", label], quota].concat(),
    );
    assert!(done, "{said}");
    said.trim().rsplit(' ').next().unwrap().to_string()
}

/// Asks to start a campaign with a code.
fn start(site: &Site, code: &str, seed: u64) -> (Answer, Option<Desk>) {
    let mut desk_rng = ChaCha20Rng::seed_from_u64(seed);
    let root = OwnKeys::random(&mut desk_rng);
    let founding = Founding {
        start_code: code.to_string(),
        name: "Olwen".into(),
        now: site.now(),
        ends: site.now() + 86_400,
        practice: false,
    };
    let (start, joining) = founding.found(&root, &mut desk_rng).unwrap();
    let answer = site.post(path::START, None, &encode(&start));
    let desk = (answer.status == 200).then(|| {
        let joined: Joined = answer.read();
        Desk::new(joining.finish(&joined).unwrap(), desk_rng, site.now())
    });
    (answer, desk)
}

fn push(site: &Site, desk: &Desk, batches: Vec<Vec<u8>>) -> Answer {
    let request = SyncRequest {
        batches,
        ..SyncRequest::default()
    };
    site.post(path::SYNC, Some(desk.token()), &encode(&request))
}

#[test]
fn each_group_starts_with_its_own_code_until_that_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program(&folder.path().join("data"));
    let larks = code(&site.data, "Larks", &[]);
    let moles = code(&site.data, "Moles", &[]);
    assert_ne!(larks, moles);
    let (_, olwen) = start(&site, &larks, 1);
    let olwen = olwen.unwrap();
    assert!(start(&site, &moles, 2).1.is_some());
    let (done, said) = run(&site.data, &["start-code", "revoke", "Larks"]);
    assert!(done, "{said}");
    let (refused, _) = start(&site, &larks, 3);
    assert_eq!(refused.refusal().code, RefusalCode::WrongStartCode);
    // What it started goes on; so do others' codes.
    let batch = Hand::new(olwen.device(), stair(FIRST), 20).write(2);
    assert_eq!(push(&site, &olwen, vec![batch]).status, 200);
    assert!(start(&site, &moles, 4).1.is_some());
    // Nothing by halves, and in sentences.
    let (done, said) = run(&site.data, &["start-code", "new", "--label", "Moles"]);
    assert!(!done && said.contains("another label"), "{said}");
    let (done, said) = run(&site.data, &["start-code", "revoke", "Voles"]);
    assert!(!done && said.contains("no start code"), "{said}");
    let nowhere = folder.path().join("nowhere");
    if cluster::address(&nowhere).is_none() {
        let (done, said) = run(&nowhere, &["host", "status"]);
        assert!(!done && said.contains("no endpoint"), "{said}");
        assert!(!nowhere.exists());
    }
}

#[test]
fn a_group_keeps_no_more_than_its_code_allows_and_others_are_not_bothered() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program(&folder.path().join("data"));
    let events = code(&site.data, "Few events", &["--events-a-day", "10"]);
    let devices = code(&site.data, "Few devices", &["--devices", "1"]);
    let bytes = code(&site.data, "Few bytes", &["--megabytes", "1"]);
    let few = start(&site, &events, 1).1.unwrap();
    let other = start(&site, &events, 2).1.unwrap();
    let mut hand = Hand::new(few.device(), stair(FIRST), 20);
    assert_eq!(push(&site, &few, vec![hand.write(8)]).status, 200);
    // What would be too many together is refused whole; what is not is taken.
    let three = Hand::new(other.device(), stair(FIRST), 21).write(3);
    let refused = push(&site, &other, vec![three]);
    assert_eq!(refused.refusal().code, RefusalCode::OverQuota);
    assert_eq!(push(&site, &few, vec![hand.write(2)]).status, 200);
    // The same again is no event more.
    let two = Hand::new(few.device(), stair(FIRST), 20).write(8);
    assert_eq!(push(&site, &few, vec![two]).status, 200);

    assert!(start(&site, &devices, 3).1.is_some());
    let (refused, _) = start(&site, &devices, 4);
    assert_eq!(refused.refusal().code, RefusalCode::OverQuota);

    let large = start(&site, &bytes, 5).1.unwrap();
    let mut hand = Hand::new(large.device(), stair(FIRST), 22);
    let taken = (0..200).take_while(|_| {
        let batch = hand.write_much();
        push(&site, &large, vec![batch]).status == 200
    });
    let taken = taken.count();
    assert!((10..60).contains(&taken), "{taken} of some 30 kB");

    let free = start(&site, &site.start_code, 6).1.unwrap();
    let batch = Hand::new(free.device(), stair(FIRST), 23).write(50);
    assert_eq!(push(&site, &free, vec![batch]).status, 200);
}

#[test]
fn of_a_code_s_day_a_part_is_left_for_the_board_and_nobody_has_more_than_a_quarter() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program(&folder.path().join("data"));
    let larks = code(&site.data, "Larks", &["--events-a-day", "3200"]);
    let mut olwen = start(&site, &larks, 1).1.unwrap();
    let reach = Reach::Stairs(vec![stair(FIRST).name()]);
    let link = olwen.invite(&site, Role::Volunteer, reach);
    let vera = Desk::joined(&site, &link, "Vera", 2);
    let over = |desk: &Desk, batch: Vec<u8>| {
        let refused = push(&site, desk, vec![batch]);
        assert_eq!(refused.refusal().code, RefusalCode::OverQuota);
    };
    let mut hers = Hand::new(vera.device(), stair(FIRST), 20);
    assert_eq!(push(&site, &vera, vec![hers.write(500)]).status, 200);
    assert_eq!(push(&site, &vera, vec![hers.write(300)]).status, 200);
    over(&vera, hers.write(1));
    let mut hand = Hand::new(olwen.device(), stair(FIRST), 21);
    let mut board = Hand::new(olwen.device(), Stream::Board, 22);
    let all: Vec<_> = [500, 500, 500, 500, 200].map(|n| hand.write(n)).into();
    assert_eq!(push(&site, &olwen, all).status, 200);
    over(&olwen, hand.write(1));
    assert_eq!(push(&site, &olwen, vec![board.write(200)]).status, 200);
    over(&olwen, board.write(1));
}

#[test]
fn a_code_is_given_another_quota_in_what_is_named_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program(&folder.path().join("data"));
    let quota = ["--events-a-day", "10", "--devices", "1"];
    let larks = code(&site.data, "Larks", &quota);
    let olwen = start(&site, &larks, 1).1.unwrap();
    let mut hand = Hand::new(olwen.device(), stair(FIRST), 20);
    assert_eq!(push(&site, &olwen, vec![hand.write(10)]).status, 200);
    let more = hand.write(10);
    let refused = push(&site, &olwen, vec![more.clone()]);
    assert_eq!(refused.refusal().code, RefusalCode::OverQuota);
    let change = |more: &[&str]| {
        let change = ["start-code", "change", "Larks"];
        run(&site.data, &[&change[..], more].concat())
    };
    let (done, said) = change(&["--events-a-day", "40"]);
    assert!(done && said.contains("Larks"), "{said}");
    assert_eq!(push(&site, &olwen, vec![more]).status, 200);
    let (_, said) = run(&site.data, &["start-code", "list"]);
    assert!(said.contains("1 of 1 devices"), "{said}");
    // Nothing by halves, and in sentences.
    let (done, said) = change(&[]);
    assert!(!done && said.contains("--megabytes"), "{said}");
    let unknown = ["start-code", "change", "Voles", "--devices", "9"];
    let (done, said) = run(&site.data, &unknown);
    assert!(!done && said.contains("no start code"), "{said}");
}

#[test]
fn a_host_is_told_counts_and_nothing_of_anyone() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program(&folder.path().join("data"));
    let larks = code(&site.data, "Larks", &["--devices", "9"]);
    let olwen = start(&site, &larks, 1).1.unwrap();
    let batch = Hand::new(olwen.device(), stair(FIRST), 20).write(7);
    assert_eq!(push(&site, &olwen, vec![batch]).status, 200);
    let (done, said) = run(&site.data, &["host", "status", "--json"]);
    assert!(done, "{said}");
    let status: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (&status["campaigns"], &status["devices"]),
        (&1.into(), &1.into())
    );
    let group = &status["start_codes"][1];
    assert_eq!(group["label"], "Larks");
    assert_eq!(group["events_today"], 7);
    assert_eq!(group["most_devices"], 9);
    assert_eq!(
        group["last_heard"].as_str().unwrap().len(),
        10,
        "a day, no time"
    );
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let plain = larks.replace('-', "");
    for secret in [
        &hex(&olwen.device().campaign.0),
        &hex(&olwen.token().0.0),
        &larks,
        &plain,
    ] {
        assert!(!said.contains(secret.as_str()));
    }
    // Codes are shown where they are asked for.
    let (_, said) = run(&site.data, &["start-code", "list"]);
    assert!(
        said.contains(&larks) && said.contains("1 of 9 devices"),
        "{said}"
    );
    let (_, said) = run(&site.data, &["host", "status"]);
    assert!(
        said.contains("One campaign") && !said.contains(&larks),
        "{said}"
    );
}

#[test]
fn a_database_from_before_there_were_several_keeps_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let (data, old) = (folder.path().join("data"), folder.path().join("old"));
    if cluster::address(&data).is_some() {
        return;
    }
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/endpoint/ledger/migrations/sqlite/0001_ledger.sql");
    std::fs::create_dir(&old).unwrap();
    std::fs::create_dir(&data).unwrap();
    std::fs::copy(shipped, old.join("0001_ledger.sql")).unwrap();
    cluster::wait(async {
        let file = SqliteConnectOptions::new().filename(data.join("stairwell.db"));
        let mut db = file.create_if_missing(true).connect().await.unwrap();
        let then = Migrator::new(old.as_path()).await.unwrap();
        then.run(&mut db).await.unwrap();
        sqlx::query("INSERT INTO start_code (code) VALUES ('K7PM2Q9RT4WXK7PM')")
            .execute(&mut db)
            .await
            .unwrap();
        db.close().await.unwrap();
    });
    let site = Site::program(&data);
    assert_eq!(site.start_code, "K7PM-2Q9R-T4WX-K7PM");
    assert!(start(&site, &site.start_code, 1).1.is_some());
}
