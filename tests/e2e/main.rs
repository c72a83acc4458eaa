//! Journeys: the real app in real browsers, Chromium and WebKit, against the real endpoint, as its
//! people use it.
//! Prints its result as libtest does. A word on the command line picks the journeys whose names
//! hold it; `bench-knock` times knocks instead, `bench-day` a day's taps, `bench-stair` a tall stair;
//! `bench-memory` counts what the app takes of it, and `kill-browser N SEED` kills the browser.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a journey that cannot go on fails"
)]

mod browser;
mod chromium;
mod crowd;
mod day_bench;
mod download;
mod endpoint;
mod founding;
mod held;
mod journeys;
mod kills;
mod knock_bench;
mod memory_bench;
mod page;
mod played;
mod portal;
mod process;
mod screens;
#[allow(
    dead_code,
    unused_imports,
    reason = "what is compared with what happened is for the native test"
)]
#[path = "../it/three_months/script/mod.rs"]
mod script;
mod site;
mod stair_bench;
mod towers;
mod webkit;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use browser::Engine;
use journeys::{Estate, Journey};
use site::Site;

fn main() -> ExitCode {
    let filter = std::env::args()
        .nth(1)
        .filter(|word| !word.starts_with('-'));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if filter.as_deref() == Some("bench-knock") {
        return runtime.block_on(knock_bench::run());
    }
    if filter.as_deref() == Some("bench-day") {
        return runtime.block_on(day_bench::run());
    }
    if filter.as_deref() == Some("bench-memory") {
        return runtime.block_on(memory_bench::run());
    }
    if filter.as_deref() == Some("kill-browser") {
        let number = |n| std::env::args().nth(n).and_then(|word| word.parse().ok());
        return runtime.block_on(kills::run(number(2).unwrap_or(3), number(3).unwrap_or(1)));
    }
    if filter.as_deref() == Some("bench-stair") {
        return runtime.block_on(stair_bench::run());
    }
    runtime.block_on(run(filter.as_deref().unwrap_or_default()))
}

/// Runs the journeys whose names hold the word, in one engine after the other.
async fn run(filter: &str) -> ExitCode {
    let begun = Instant::now();
    let mut result = Tally::default();
    for engine in [Engine::Chromium, Engine::WebKit] {
        let (wanted, others): (Vec<_>, Vec<_>) = journeys::within(engine)
            .into_iter()
            .partition(|(name, _)| named(engine, name).contains(filter));
        result.left_out += others.len();
        if !wanted.is_empty() {
            println!("running {} tests in {engine}", wanted.len());
            result.add(run_in(engine, &wanted).await);
        }
    }
    let verdict = if result.failed == 0 { "ok" } else { "FAILED" };
    println!(
        "test result: {verdict}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out; finished in {:.2}s",
        result.passed,
        result.failed,
        result.left_out,
        begun.elapsed().as_secs_f64()
    );
    if result.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    left_out: usize,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out += other.left_out;
    }
}

fn named(engine: Engine, journey: &str) -> String {
    format!("{engine}: {journey}")
}

/// Three estates at the same time; then what wants to be alone.
async fn run_in(engine: Engine, wanted: &[(&'static str, Journey)]) -> Tally {
    let on = |estate| walk(engine, estate, wanted);
    let (first, second, third) =
        tokio::join!(on(Estate::First), on(Estate::Second), on(Estate::Third));
    let mut result = walk(engine, Estate::Alone, wanted).await;
    for others in [first, second, third] {
        result.add(others);
    }
    result
}

/// The journeys of one estate, each in turn.
async fn walk(engine: Engine, estate: Estate, wanted: &[(&'static str, Journey)]) -> Tally {
    let mut result = Tally::default();
    let here = wanted
        .iter()
        .filter(|(name, _)| journeys::estate(name) == estate);
    let here: Vec<_> = here.collect();
    if here.is_empty() {
        return result;
    }
    let mut site = match made(engine, estate).await {
        Ok(site) => site,
        Err(error) => {
            println!("the estate the journeys need could not be set up: {error:#}");
            result.failed += here.len();
            return result;
        }
    };
    for (name, journey) in here {
        let started = Instant::now();
        let (mut outcome, crashes) = webkit::counting_crashes(journey(&mut site)).await;
        let crashed = crashes > 0 || site.organiser.crashed();
        let name = named(engine, name);
        if let (true, Err(error)) = (crashed, &outcome) {
            println!(
                "    {name}: {error:#}\n    WebKit's own process crashed: once more, elsewhere"
            );
            outcome = again(engine, estate, *journey, &mut site).await;
        }
        let seconds = started.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => {
                result.passed += 1;
                println!("test {name} ... ok ({seconds:.1} s)");
            }
            Err(error) => {
                result.failed += 1;
                println!("test {name} ... FAILED ({seconds:.1} s)\n{error:#}");
                site.after_a_failure(&name).await;
            }
        }
    }
    site.close().await;
    result
}

async fn made(engine: Engine, estate: Estate) -> Result<Site> {
    match estate {
        Estate::First => Site::open(engine).await,
        Estate::Second | Estate::Third | Estate::Alone => Site::quickly(engine).await,
    }
}

/// Walks a journey once more, on an estate that takes the place of the one it was on. WebKit's
/// process of a page ends now and then by an assertion of its own (seen in 2.50.6, as a trap in the
/// kernel's log); a browser that did so says it, and only then is this done.
async fn again(engine: Engine, estate: Estate, journey: Journey, site: &mut Site) -> Result<()> {
    let fresh = made(engine, estate).await?;
    std::mem::replace(site, fresh).close().await;
    journey(site).await
}
