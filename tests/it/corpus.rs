//! Every input a fuzzer ever kept, fed to its target again: `tests/fuzz/targets.rs` says what holds.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use allocation_counter::measure;
use targets::TARGETS;

/// Nor may one take more memory at once than this, in bytes, and so many times its own size: what a
/// small one asks for is what a batch may inflate to, three times over.
const ROOM: u64 = 4 << 20;
const TIMES: u64 = 400;
/// None takes longer, by far, on the slowest computer that builds this.
const PATIENCE: Duration = Duration::from_secs(20);
/// A corpus is kept in the project, so it stays small: bytes of one target's.
const MOST: u64 = 300_000;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

fn inputs(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let listed = fs::read_dir(corpus().join(target)).unwrap();
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).unwrap();
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_input_that_was_kept_is_read_or_refused() {
    for (name, target) in TARGETS {
        let inputs = inputs(name);
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for (path, bytes) in inputs {
            // Told first: what panics says no more.
            println!("{}", path.display());
            let begun = Instant::now();
            let taken = measure(|| target(&bytes));
            assert!(begun.elapsed() < PATIENCE, "{}", path.display());
            let bound = ROOM + TIMES * bytes.len() as u64;
            assert!(taken.bytes_max < bound, "{}: {taken:?}", path.display());
        }
    }
}

#[test]
fn each_target_has_a_corpus_that_is_small_and_no_corpus_is_without_a_target() {
    let mut folders: Vec<String> = fs::read_dir(corpus())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(folders, names);
    for name in names {
        let size: usize = inputs(name).iter().map(|(_, bytes)| bytes.len()).sum();
        assert!((size as u64) < MOST, "{name}: {size} bytes");
    }
}
