//! `cargo xtask bench`: the budgets that need a built app, one JSON object a line.

use std::process::{Command, ExitCode};

use crate::{build, project, setup, step};

/// Brotli bytes of everything a phone fetches before the first volunteer's screen.
const FIRST_LOAD_BUDGET: u64 = 300_000;

/// Measures the budgets named, or all; fails where one is exceeded.
///
/// # Errors
/// A sentence naming what could not be built, or the budget there is not.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let budgets = ["first-load", "knock"];
    if let Some(unknown) = arguments.iter().find(|name| !budgets.contains(&&***name)) {
        let budgets = budgets.join(", ");
        return Err(format!(
            "There is no budget `{unknown}`; there are {budgets}."
        ));
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|each| each == name);
    setup::for_building()?;
    build::app()?;
    let mut within = true;
    if wanted("first-load") {
        within &= first_load()?;
    }
    if wanted("knock") {
        setup::for_browsing()?;
        build::program()?;
        within &= knock();
    }
    Ok(if within {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `pack` knows what the page links to; it prints `{"budget":…,"bytes":…,"files":{…}}`.
fn first_load() -> Result<bool, String> {
    let program = project::target().join("debug").join("pack");
    let mut pack = project::command(&program.to_string_lossy());
    pack.args(["--first-load", "dist", &FIRST_LOAD_BUDGET.to_string()]);
    Ok(measure("Measuring the first load", &mut pack))
}

/// The journeys' program times knocks where the journal is: in Chromium.
fn knock() -> bool {
    let mut journeys = project::command("cargo");
    journeys.args(["test", "--locked", "--test", "e2e", "--", "bench-knock"]);
    measure("Timing knocks in Chromium", &mut journeys)
}

/// Runs a measurement and passes on the JSON it prints; false where it fails or is over.
fn measure(what: &str, command: &mut Command) -> bool {
    let outcome = step::run(what, command);
    for line in &outcome.lines {
        if outcome.ok && line.starts_with('{') {
            println!("{line}");
        }
    }
    outcome.ok
}
