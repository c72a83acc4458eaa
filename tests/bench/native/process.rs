//! What a process has used, as Linux tells it.

use std::fs;
use std::path::Path;

/// Seconds that one thread has been on a processor, by its folder in `/proc`; 0 where it has just ended.
pub fn task_seconds(task: &Path) -> f64 {
    let told = fs::read_to_string(task.join("schedstat")).unwrap_or_default();
    let nanoseconds = told
        .split(' ')
        .next()
        .and_then(|first| first.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e9
}

/// Seconds that a process has been on processors: its threads' together, those that have ended too.
pub fn seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // Behind the program's name, which may hold anything, stand the state and then numbers, in
    // hundredths of a second.
    let (_, rest) = stat.rsplit_once(") ").unwrap();
    let numbers: Vec<&str> = rest.split(' ').collect();
    let hundredths = |at: usize| numbers[at].parse::<f64>().unwrap();
    (hundredths(11) + hundredths(12)) / 100.0
}

/// The most memory a process has had at once, in megabytes.
pub fn peak_memory(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().nth(1))
        .unwrap();
    kilobytes.parse::<f64>().unwrap() * 1.024 / 1_000.0
}
