//! `cargo xtask hostile`: pushes that are hostile in one way or another, from a seed. docs/reliability.md
//! says which ways there are.

use std::process::ExitCode;

use crate::{project, step};

const USAGE: &str = "cargo xtask hostile [--batches N] [--routes N] [--http N] [--seed S]";
/// What is asked for on the command line, how the tests hear of it, and how many it is otherwise.
const NUMBERS: [(&str, &str, &str); 4] = [
    ("--batches", "STAIRWELL_HOSTILE", "1000000"),
    ("--routes", "STAIRWELL_HOSTILE_ROUTES", "50000"),
    ("--http", "STAIRWELL_HOSTILE_HTTP", "10000"),
    ("--seed", "STAIRWELL_SEED", "1"),
];

/// Plays them, and passes on the figures.
///
/// # Errors
/// A sentence, where something else is asked for.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let mut tests = project::command("cargo");
    tests.args(["test", "--locked", "--test", "it", "--", "--nocapture"]);
    tests.arg("endpoint::hostile::");
    tests.arg("a_line_that_breaks_within_a_push");
    tests.env("STAIRWELL_EVERY_BYTE", "1");
    for (_, name, usual) in NUMBERS {
        tests.env(name, usual);
    }
    for pair in arguments.chunks(2) {
        let [named, number] = pair else {
            return Err(USAGE.into());
        };
        let known = NUMBERS.iter().find(|(name, _, _)| name == named);
        let (Some((_, name, _)), Ok(_)) = (known, number.parse::<u64>()) else {
            return Err(USAGE.into());
        };
        tests.env(name, number);
    }
    let outcome = step::run("Pushing what is hostile", &mut tests);
    let told = outcome.lines.iter().filter(|line| line.starts_with('{'));
    told.for_each(|line| println!("{line}"));
    Ok(match outcome.ok {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
