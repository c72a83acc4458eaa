//! `cargo xtask bench`: the budgets, one JSON object a line.

use std::fmt::Write;
use std::fs;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::{build, optimised, peers, project, setup, step};

/// Brotli bytes of everything a phone fetches before the first volunteer's screen.
const FIRST_LOAD_BUDGET: u64 = 300_000;
/// Rows of the list whose import is timed, how often, and the budget at the median in seconds.
const IMPORT: (u64, usize, f64) = (27_000, 5, 1.0);

/// Batches that are written while they are pulled, and none missed.
const WRITTEN: u64 = 1_000_000;

/// Measures the budgets named, or all; fails where one is exceeded.
///
/// # Errors
/// A sentence naming what could not be built, or the budget there is not.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let mut budgets = vec!["first-load", "import", "knock", "opening", "writers"];
    budgets.extend(["day", "memory", "stair", "stored", "peers"]);
    budgets.extend(optimised::NAMES);
    if let Some(unknown) = arguments.iter().find(|name| !budgets.contains(&&***name)) {
        let budgets = budgets.join(", ");
        return Err(format!(
            "There is no budget `{unknown}`; there are {budgets}."
        ));
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|each| each == name);
    let mut within = true;
    if wanted("import") {
        within &= import()?;
    }
    if wanted("writers") {
        setup::for_hosting();
        within &= writers();
    }
    let native: Vec<&str> = optimised::NAMES
        .into_iter()
        .filter(|name| wanted(name))
        .collect();
    if !native.is_empty() {
        optimised::build()?;
    }
    for name in native {
        within &= measure(&format!("Measuring: {name}"), &mut optimised::program(name));
    }
    let in_the_browser = [
        ("opening", "Timing the opening in Chromium"),
        ("stored", "Weighing what the journal stores in Chromium"),
    ];
    for (name, what) in in_the_browser {
        if wanted(name) {
            setup::for_building()?;
            setup::for_browsing()?;
            within &= measure(what, &mut in_chromium(name));
        }
    }
    if wanted("peers") {
        setup::for_building()?;
        setup::for_browsing()?;
        peers::run()?;
    }
    if !["day", "first-load", "knock", "memory", "stair"]
        .into_iter()
        .any(wanted)
    {
        return Ok(code(within));
    }
    setup::for_building()?;
    build::app()?;
    if wanted("first-load") {
        within &= first_load()?;
    }
    if wanted("knock") {
        setup::for_browsing()?;
        build::program()?;
        within &= knock();
    }
    let in_the_shipped_app = [
        ("day", "Timing a day's taps in the app"),
        ("stair", "Drawing a tall stair in the app"),
        ("memory", "Counting the app's memory"),
    ];
    for (name, what) in in_the_shipped_app {
        if wanted(name) {
            setup::for_browsing()?;
            build::program()?;
            within &= in_the_app(what, &format!("bench-{name}"));
        }
    }
    Ok(code(within))
}

fn code(within: bool) -> ExitCode {
    if within {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A million batches written by sixteen at once, and pulled meanwhile: none may be missed. On
/// SQLite, and on PostgreSQL with two endpoints. Some minutes each.
fn writers() -> bool {
    let mut tests = project::command("cargo");
    tests.args(["test", "--locked", "--test", "it", "--"]);
    tests.args(["endpoint::writers", "--nocapture", "--test-threads=1"]);
    tests.env("STAIRWELL_ROWS", WRITTEN.to_string());
    measure("Pulling while sixteen write", &mut tests)
}

/// How long the optimised program takes over a made-up borough's list, from start to exit.
fn import() -> Result<bool, String> {
    let mut cargo = project::command("cargo");
    cargo.args(["build", "--locked", "--release", "--bin", "stairwell"]);
    step::must("Building stairwell, optimised", &mut cargo)?;
    let (rows, times, budget) = IMPORT;
    let list = project::target().join("made-up-borough.csv");
    fs::write(&list, made_up(rows))
        .map_err(|error| format!("{} cannot be written: {error}", list.display()))?;
    let program = project::target().join("release").join("stairwell");
    let mut seconds = Vec::with_capacity(times);
    for _ in 0..times {
        let mut import = project::command(&program.to_string_lossy());
        import.args(["import", "--json", "--plan"]).arg(&list);
        let begun = Instant::now();
        let output = import
            .output()
            .map_err(|error| format!("{} could not be started: {error}", program.display()))?;
        seconds.push(begun.elapsed().as_secs_f64());
        if !output.status.success() {
            return Err("the made-up list could not be imported".to_string());
        }
    }
    seconds.sort_by(f64::total_cmp);
    let median = seconds[times / 2];
    println!(
        "{{\"measure\":\"import\",\"rows\":{rows},\"runs\":{times},\"median_s\":{median:.3},\"slowest_s\":{:.3},\"budget_s\":{budget}}}",
        seconds[times - 1]
    );
    Ok(median <= budget)
}

/// A list with the shapes of a council's: one-line addresses, flats and houses.
fn made_up(rows: u64) -> String {
    let mut list = String::from("Property,UPRN\n");
    for row in 0..rows {
        let (street, number) = (row / 60, row % 60 + 1);
        let flat = if street % 3 == 0 {
            format!("FLAT {number},, 2, ")
        } else {
            format!("{number}, ")
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            list,
            "\"{flat}MADE UP STREET {street}, LARKTON, QZ47 {}AA\",{}",
            street % 10,
            900_300_000_000 + row
        );
    }
    list
}

/// `pack` knows what the page links to; it prints `{"budget":…,"bytes":…,"files":{…}}`.
fn first_load() -> Result<bool, String> {
    let program = project::target().join("debug").join("pack");
    let mut pack = project::command(&program.to_string_lossy());
    pack.args(["--first-load", "dist", &FIRST_LOAD_BUDGET.to_string()]);
    Ok(measure("Measuring the first load", &mut pack))
}

/// A knock's two budgets, both in Chromium: the journal's, by itself and optimised as it is
/// shipped, and the screen's, in the app.
fn knock() -> bool {
    let kept = measure("Timing the journal in Chromium", &mut in_chromium("bench"));
    in_the_app("Timing knocks in the app", "bench-knock") && kept
}

/// A measurement in the app as people have it.
fn in_the_app(what: &str, named: &str) -> bool {
    let mut journeys = project::command("cargo");
    journeys.args(["test", "--locked", "--test", "e2e", "--", named]);
    measure(what, &mut journeys)
}

/// Tests in the browser whose names hold this, optimised as the app is shipped.
fn in_chromium(named: &str) -> Command {
    let mut tests = project::command("cargo");
    tests.args(["test", "--locked", "--profile", "wasm-release"]);
    tests.args(["--target", "wasm32-unknown-unknown", "--test", "web"]);
    tests.args([named, "--", "--nocapture"]);
    tests
}

/// Runs a measurement and passes on the JSON it prints; false where it fails or is over.
fn measure(what: &str, command: &mut Command) -> bool {
    let outcome = step::run(what, command);
    for line in outcome.lines.iter().map(|line| line.trim()) {
        if outcome.ok && line.starts_with('{') {
            println!("{line}");
        }
    }
    outcome.ok
}
