//! `cargo xtask test`: everything that must hold.

use std::process::ExitCode;
use std::thread::JoinHandle;
use std::time::Instant;

use crate::tally::Tally;
use crate::{build, kills, project, setup, simulate, step};

/// The parts that can be asked for, in the order they run.
const PARTS: [&str; 3] = ["native", "web", "journeys"];

/// Runs the parts named, or all; the last line printed is `N passed, N failed`.
///
/// # Errors
/// A sentence, where a part is asked for that there is not.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    if let Some(unknown) = arguments.iter().find(|part| !PARTS.contains(&&***part)) {
        let parts = PARTS.join(", ");
        return Err(format!("There is no part `{unknown}`; there are {parts}."));
    }
    let wanted = |part: &str| arguments.is_empty() || arguments.iter().any(|name| name == part);
    let begun = Instant::now();
    let mut tally = Tally::default();
    // The program is compiled before the app is built, and takes down where it will lie: a folder
    // that is there can be followed through links. Without it, that path is taken as it stands.
    let _ = std::fs::create_dir_all(project::root().join("dist"));
    // Before the app is built beside it: nothing is installed into a compiler that is at work.
    let checked = wanted("native") && ready(setup::for_checking(), &mut tally);
    let app =
        (wanted("journeys") && ready(setup::for_building(), &mut tally)).then(build::app_beside);
    if checked {
        native(&mut tally);
    }
    let tools = || setup::for_building().and_then(|()| setup::for_browsing());
    if wanted("web") && ready(tools(), &mut tally) {
        web(&mut tally);
    }
    if let Some(app) = app
        && ready(setup::for_browsing(), &mut tally)
    {
        journeys(app, &mut tally);
    }
    println!("==> Finished in {:.0} s", begun.elapsed().as_secs_f64());
    for line in &tally.failures {
        println!("    {line}");
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whether set-up succeeded; what it says, and one failure, where not.
fn ready(outcome: Result<(), String>, tally: &mut Tally) -> bool {
    if let Err(sentence) = &outcome {
        println!("{sentence}");
        tally.check("Setting up", false);
    }
    outcome.is_ok()
}

fn native(tally: &mut Tally) {
    setup::for_hosting();
    let mut format = project::command("cargo");
    format.args(["fmt", "--all", "--check"]);
    run_check("Checking the format", &mut format, tally);

    let mut clippy = project::command("cargo");
    clippy.args(["clippy", "--locked", "--workspace", "--all-targets"]);
    clippy.args(["--features", "stairwell/bench", "--", "--deny", "warnings"]);
    run_check("Clippy, for this computer", &mut clippy, tally);

    let mut clippy = project::command("cargo");
    clippy.args(["clippy", "--locked", "--target", "wasm32-unknown-unknown"]);
    clippy.args(["--lib", "--bin", "app", "--bin", "desk"]);
    clippy.args(["--bin", "import_worker", "--test", "web"]);
    clippy.args(["--example", "ours"]);
    // As for people; whole, it is read for this computer.
    clippy.args(["--features", "split"]);
    clippy.args(["--", "--deny", "warnings"]);
    run_check("Clippy, for the browser", &mut clippy, tally);

    let mut tests = project::command("cargo");
    tests.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
    tests.args(["--lib", "--bins", "--test", "it"]);
    run_tests("Native tests", &mut tests, tally);
    simulate::share(tally);
}

fn web(tally: &mut Tally) {
    let mut tests = project::command("cargo");
    tests.args(["test", "--locked", "--target", "wasm32-unknown-unknown"]);
    tests.args(["--test", "web"]);
    run_tests("Tests in the browser", &mut tests, tally);
}

fn journeys(app: JoinHandle<Result<(), String>>, tally: &mut Tally) {
    let built = app
        .join()
        .unwrap_or_else(|_| Err("Building the app ended without a word.".to_string()))
        .and_then(|()| build::program());
    tally.check("Building the app", built.is_ok());
    if let Err(sentence) = built {
        println!("{sentence}");
        return;
    }
    let mut tests = project::command("cargo");
    tests.args(["test", "--locked", "--test", "e2e"]);
    let lines = run_tests("Journeys in Chromium and in WebKit", &mut tests, tally);
    // How long each took, and the steps of those that tell theirs.
    for line in lines.iter().filter(|line| is_told(line)) {
        println!("    {line}");
    }
    kills::share(tally);
}

/// Whether a journey tells this of itself.
fn is_told(line: &str) -> bool {
    let journey = line.starts_with("test ") && !line.starts_with("test result:");
    journey || (line.starts_with("    ") && line.contains(" s  "))
}

fn run_check(what: &str, command: &mut std::process::Command, tally: &mut Tally) {
    tally.check(what, step::run(what, command).ok);
}

/// Runs tests and counts them; what they printed, where all is well and it has not been shown.
fn run_tests(what: &str, command: &mut std::process::Command, tally: &mut Tally) -> Vec<String> {
    let outcome = step::run(what, command);
    tally.tests(what, outcome.ok, &outcome.lines);
    for line in &outcome.lines {
        if outcome.ok && line.starts_with("test result:") {
            println!("    {line}");
        }
    }
    if outcome.ok {
        outcome.lines
    } else {
        Vec::new()
    }
}
