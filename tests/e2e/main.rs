//! Journeys: the real app in real browsers, against the real endpoint, as its people use it.
//! Prints its result as libtest does. A word on the command line picks the journeys whose names
//! hold it; `bench-knock` times knocks instead.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a journey that cannot go on fails"
)]

mod chromium;
mod endpoint;
mod journeys;
mod knock_bench;
mod page;
mod portal;
mod process;
mod screens;
mod site;
mod webkit;

use std::process::ExitCode;
use std::time::Instant;

use site::Site;

fn main() -> ExitCode {
    let filter = std::env::args()
        .nth(1)
        .filter(|word| !word.starts_with('-'));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if filter.as_deref() == Some("bench-knock") {
        return runtime.block_on(knock_bench::run());
    }
    runtime.block_on(run(filter.as_deref().unwrap_or_default()))
}

/// Runs the journeys whose names hold the word, one after the other on one estate.
async fn run(filter: &str) -> ExitCode {
    let begun = Instant::now();
    let all = journeys::all();
    let of_all = all.len();
    let wanted: Vec<_> = all
        .into_iter()
        .filter(|(name, _)| name.contains(filter))
        .collect();
    println!("running {} tests", wanted.len());
    let (mut passed, mut failed) = (0, 0);
    let mut site = match Site::open().await {
        Ok(site) => site,
        Err(error) => {
            println!("the estate the journeys need could not be set up: {error:#}");
            println!(
                "test result: FAILED. 0 passed; {} failed",
                wanted.len().max(1)
            );
            return ExitCode::FAILURE;
        }
    };
    for (name, journey) in &wanted {
        let started = Instant::now();
        let outcome = journey(&mut site).await;
        let seconds = started.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => {
                passed += 1;
                println!("test {name} ... ok ({seconds:.1} s)");
            }
            Err(error) => {
                failed += 1;
                println!("test {name} ... FAILED ({seconds:.1} s)\n{error:#}");
                site.after_a_failure(name).await;
            }
        }
    }
    site.close().await;
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "test result: {verdict}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {} filtered out; finished in {:.2}s",
        of_all - wanted.len(),
        begun.elapsed().as_secs_f64()
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
