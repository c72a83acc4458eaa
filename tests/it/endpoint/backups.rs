//! Backups made while everybody writes, and brought back: whole, checked, and never in the place
//! of something newer by mistake.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::sync::certificate::Role;
use stairwell::sync::wire::{SyncAnswer, SyncRequest, path};
use tempfile::TempDir;

use super::camp::{FIRST, only};
use super::hand::{Hand, stair};
use super::{closing, cluster, database};
use crate::site::{Desk, PROGRAM, Site};

/// Runs a command about an endpoint: what the program says, and whether it did it.
pub fn run(data: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(PROGRAM);
    if let Some(address) = cluster::ready(data) {
        command.env("STAIRWELL_DATABASE", address);
    }
    let done = command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

fn backup(data: &Path, to: &Path) -> (bool, String) {
    run(data, &["backup", "--to", to.to_str().unwrap()])
}

fn restore(data: &Path, from: &Path, more: &[&str]) -> (bool, String) {
    run(data, &[&["restore", from.to_str().unwrap()], more].concat())
}

/// Makes a backup.
pub fn made(data: &Path, to: &Path) {
    let (done, said) = backup(data, to);
    assert!(done, "{said}");
}

/// Puts a backup in the place of what is there, however new that is.
pub fn brought_back(data: &Path, from: &Path) {
    let (done, said) = restore(data, from, &["--replace"]);
    assert!(done, "{said}");
}

/// A campaign with a backup of it.
struct Kept {
    folder: TempDir,
    site: Site,
    olwen: Desk,
    hand: Hand,
}

impl Kept {
    fn new() -> Kept {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::program(&folder.path().join("data"));
        let mut olwen = Desk::founded(&site, 4);
        let link = olwen.invite(&site, Role::Volunteer, only(FIRST));
        let vera = Desk::joined(&site, &link, "Vera", 6);
        let hand = Hand::new(vera.device(), stair(FIRST), 20);
        let mut kept = Kept {
            folder,
            site,
            olwen,
            hand,
        };
        kept.push(3);
        made(&kept.site.data, &kept.file());
        kept
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("evening.backup")
    }

    fn push(&mut self, batches: usize) {
        let request = SyncRequest {
            batches: (0..batches).map(|_| self.hand.write(5)).collect(),
            ..SyncRequest::default()
        };
        let token = Some(self.olwen.token());
        let _: SyncAnswer = self.site.ask(path::SYNC, token, &request);
    }

    /// A backup of it once it was handed over, so that nothing a campaign can have is missing.
    fn handed_over(&self) -> PathBuf {
        let (token, close) = (self.olwen.token(), closing::handed_over(&self.olwen));
        let () = self.site.ask(path::CLOSE, Some(token), &close);
        let file = self.folder.path().join("handed-over.backup");
        made(&self.site.data, &file);
        file
    }

    /// What is there, but for what changes as time passes.
    fn rows(&self) -> Vec<String> {
        let mut rows = database::rows(&self.site.data);
        rows.retain(|row| !row.starts_with("_sqlx_migrations") && !row.starts_with("pulse"));
        rows
    }

    /// A restore that is refused: with these words, and without having changed anything.
    fn refused(&self, from: &Path, words: &str) {
        let before = self.rows();
        let (done, said) = restore(&self.site.data, from, &[]);
        assert!(!done && said.contains(words), "{said}");
        assert_eq!(self.rows(), before, "{words}");
        let left: Vec<_> = fs::read_dir(&self.site.data)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .filter(|name| name.to_string_lossy().ends_with(".part"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn a_backup_brings_back_every_row() {
    let kept = Kept::new();
    let mode = fs::metadata(kept.file()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "as secret as the database");
    let mode = fs::metadata(&kept.site.data).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let file = kept.handed_over();
    kept.site.kill();
    let before = kept.rows();
    brought_back(&kept.site.data, &file);
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = (
        before.into_iter().collect(),
        kept.rows().into_iter().collect(),
    );
    let lost: Vec<_> = before.symmetric_difference(&after).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    let site = Site::program(&kept.site.data);
    assert_eq!(site.start_code, kept.site.start_code);
    // And the next campaign gets a key of its own.
    Desk::founded(&site, 5);
}

#[test]
fn a_backup_brings_a_campaign_to_another_computer_and_database() {
    let kept = Kept::new();
    let elsewhere = kept.folder.path().join("elsewhere");
    let file = kept.file();
    // Whatever it came from, into SQLite.
    let done = Command::new(PROGRAM)
        .args(["restore", file.to_str().unwrap(), "--data"])
        .arg(&elsewhere)
        .env_remove("STAIRWELL_DATABASE")
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    assert!(elsewhere.join("stairwell.db").exists());
    let again = kept.folder.path().join("again.backup");
    let done = Command::new(PROGRAM)
        .args(["backup", "--to", again.to_str().unwrap(), "--data"])
        .arg(&elsewhere)
        .env_remove("STAIRWELL_DATABASE")
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    // And from there to where this test's databases are.
    let data = kept.folder.path().join("third");
    let (done, said) = restore(&data, &again, &[]);
    assert!(done, "{said}");
    assert_eq!(database::batches(&data), database::batches(&kept.site.data));
}

#[test]
fn a_backup_made_while_everybody_writes_is_whole() {
    let mut kept = Kept::new();
    let stop = AtomicBool::new(false);
    let (data, folder) = (kept.site.data.clone(), kept.folder.path().to_path_buf());
    thread::scope(|threads| {
        let writing = threads.spawn(|| {
            let mut pushed = 0;
            while !stop.load(Ordering::Relaxed) {
                kept.push(2);
                pushed += 1;
            }
            pushed
        });
        for n in 0..3 {
            let before = database::count(&data, "batches");
            let to = folder.join(format!("{n}.backup"));
            let (done, said) = backup(&data, &to);
            assert!(done, "{said}");
            let held: i64 = said
                .split(' ')
                .find_map(|word| word.parse().ok())
                .unwrap_or(1);
            assert!(held >= before, "{held} of {before}");
        }
        stop.store(true, Ordering::Relaxed);
        assert!(writing.join().unwrap() > 1);
    });
}

#[test]
fn what_is_newer_damaged_or_something_else_is_left_alone() {
    let mut kept = Kept::new();
    let whole = fs::read(kept.file()).unwrap();
    kept.push(2);
    if cluster::address(&kept.site.data).is_none() {
        kept.refused(&kept.file(), "an endpoint is running");
    }
    kept.site.kill();
    kept.refused(&kept.file(), "newer than");
    kept.refused(&kept.file(), "2 batches");
    let other = kept.folder.path().join("other");
    let refused_bytes = |bytes: &[u8], words: &str| {
        fs::write(&other, bytes).unwrap();
        kept.refused(&other, words);
    };
    refused_bytes(
        b"not a database at all, but long enough to be looked at",
        "not a backup",
    );
    refused_bytes(b"", "not a backup");
    refused_bytes(&whole[..whole.len() / 2], "not a whole one");
    // One bit of a batch, which the database's own pages do not vouch for.
    let batch = database::batches(&kept.site.data).remove(1).7;
    let middle = &batch[batch.len() - 40..batch.len() - 8];
    let place = whole
        .windows(32)
        .position(|window| window == middle)
        .unwrap();
    let mut bent = whole.clone();
    bent[place + 16] ^= 1;
    refused_bytes(&bent, "a batch is not what it was");
    // The live database itself is no backup: half of it may be in its log.
    let live = kept.site.data.join("stairwell.db");
    if live.exists() {
        let live = fs::read(live).unwrap();
        refused_bytes(&live, "not a backup");
    }
    let (done, said) = backup(&kept.site.data, &kept.file());
    assert!(!done && said.contains("never overwrites"), "{said}");
    assert_eq!(fs::read(kept.file()).unwrap(), whole);
}

#[test]
fn the_newest_backups_of_a_folder_are_kept() {
    let kept = Kept::new();
    let folder = kept.folder.path().join("backups");
    fs::create_dir(&folder).unwrap();
    for old in ["20200101T000000Z", "20200102T000000Z", "20200103T000000Z"] {
        fs::write(folder.join(format!("stairwell-{old}.backup")), "old").unwrap();
    }
    fs::write(folder.join("letter.txt"), "not ours").unwrap();
    let to = folder.to_str().unwrap();
    let (done, said) = run(&kept.site.data, &["backup", "--to", to, "--keep", "2"]);
    assert!(done, "{said}");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(names[0], "letter.txt");
    assert_eq!(names[1], "stairwell-20200103T000000Z.backup");
}

#[test]
fn what_was_written_after_the_backup_comes_back_from_the_phones() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("one.backup"));
    let site = Site::program(&data);
    let mut olwen = Desk::founded(&site, 4);
    let note = |desk: &mut Desk, words: &str| {
        let fact = Fact::Note {
            words: words.to_string(),
        };
        desk.record(vec![Draft::new(stair(FIRST), fact, Vec::new())]);
    };
    note(&mut olwen, "before");
    olwen.sync(&site);
    made(&data, &file);
    note(&mut olwen, "after");
    olwen.sync(&site);
    let before = database::batches(&data);
    site.kill();
    brought_back(&data, &file);
    assert!(database::batches(&data).len() < before.len());
    let site = Site::program(&data);
    olwen.try_sync(&site);
    assert_eq!(database::batches(&data), before);
}
