//! Every test of the endpoint once more, on PostgreSQL.

use std::process::Command;

use super::cluster::{ADDRESS, Cluster};

/// What starts a cluster of its own, what has nothing to do with the database, and what is about
/// SQLite: how much room its file is given.
const NOT_HERE: [&str; 4] = [
    "endpoint::postgres",
    "endpoint::certified",
    "endpoint::writers",
    "endpoint::full",
];

/// Where a part of them may be named, which is then played alone.
const ONLY: &str = "STAIRWELL_POSTGRES_ONLY";

#[test]
fn the_same_tests_hold_on_postgresql() {
    let Some(cluster) = Cluster::start(&["fsync=off", "max_connections=300", "max_wal_size=100MB"])
    else {
        println!("skipped: PostgreSQL is not installed (Debian: apt-get install postgresql)");
        return;
    };
    let mut again = Command::new(std::env::current_exe().unwrap());
    let only = std::env::var(ONLY).ok();
    let (part, at_least) = match &only {
        Some(part) => (part.as_str(), 0),
        None => ("endpoint::", 60),
    };
    again
        .args([part, "--nocapture"])
        .env(ADDRESS, cluster.address());
    for name in NOT_HERE {
        again.args(["--skip", name]);
    }
    let done = again.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let passed = said.lines().find_map(|line| {
        let passed = line.strip_prefix("test result: ok. ")?;
        passed.split(' ').next()?.parse::<u32>().ok()
    });
    assert!(
        done.status.success() && passed.is_some_and(|passed| passed > at_least),
        "{said}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
    for line in said.lines().filter(|line| line.starts_with('{')) {
        println!("{line}");
    }
    println!("{passed:?} passed on PostgreSQL");
}
