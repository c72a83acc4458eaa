//! `cargo xtask simulate`: histories of phones and an endpoint, from seeds. docs/reliability.md says
//! what is in them.

use std::process::{Command, ExitCode};

use crate::tally::Tally;
use crate::{project, step};

/// How many seeds run with all the other tests.
const SHARE: &str = "100";

/// How it is compiled.
#[derive(Clone, Copy)]
enum As {
    /// Optimised, which takes some minutes of its own.
    Optimised,
    /// As the tests are, with what is compiled for them already.
    ForTests,
}

/// Builds the simulator and hands over to it; its exit code is ours, and so is its last line.
///
/// # Errors
/// A sentence, where it does not compile or start.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    step::must(
        "Building the simulator, optimised",
        &mut building(As::Optimised),
    )?;
    let mut simulator = program(As::Optimised);
    simulator.args(arguments);
    let status = simulator
        .status()
        .map_err(|error| format!("the simulator could not be started: {error}"))?;
    Ok(match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// A share of the seeds, and whatever is broken on purpose: one check each.
pub fn share(tally: &mut Tally) {
    let built = step::run("Building the simulator", &mut building(As::ForTests)).ok;
    if !built {
        tally.check("Building the simulator", false);
        return;
    }
    for (what, arguments) in [
        ("Simulating evenings, from seeds", ["--seeds", SHARE]),
        ("Breaking the simulated phones", ["--sabotage", "all"]),
    ] {
        let mut simulator = program(As::ForTests);
        simulator.args(arguments);
        let outcome = step::run(what, &mut simulator);
        tally.check(what, outcome.ok);
        if let (true, Some(last)) = (outcome.ok, outcome.lines.last()) {
            println!("    {last}");
        }
    }
}

fn building(how: As) -> Command {
    let mut cargo = project::command("cargo");
    cargo.args(["build", "--locked", "--example", "simulate"]);
    if let As::Optimised = how {
        cargo.args(["--profile", "simulate", "--no-default-features"]);
    }
    cargo
}

fn program(how: As) -> Command {
    let profile = match how {
        As::Optimised => "simulate",
        As::ForTests => "debug",
    };
    let built = project::target().join(profile).join("examples");
    project::command(&built.join("simulate").to_string_lossy())
}
