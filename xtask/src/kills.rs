//! `cargo xtask kills`: the endpoint, and a browser, killed in the middle of writing, again and again.
//! docs/reliability.md says what must be there afterwards.

use std::process::{Command, ExitCode};

use crate::tally::Tally;
use crate::{build, project, setup, step};

/// How many kills of the browser run with all the other tests; the endpoint's are among those.
const SHARE: &str = "3";
const USAGE: &str =
    "cargo xtask kills [--endpoint N] [--postgres N] [--browser N] [--seed S]: name one at least.";

/// Plays the kills that are asked for, and passes on their figures.
///
/// # Errors
/// A sentence, where something else is asked for, or does not compile.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let mut kills = Vec::new();
    let mut seed = "1".to_string();
    for pair in arguments.chunks(2) {
        let [name, number] = pair else {
            return Err(USAGE.into());
        };
        if number.parse::<u64>().is_err() {
            return Err(USAGE.into());
        }
        match name.as_str() {
            "--seed" => seed.clone_from(number),
            "--endpoint" | "--postgres" | "--browser" => kills.push((name.as_str(), number)),
            _ => return Err(USAGE.into()),
        }
    }
    if kills.is_empty() {
        return Err(USAGE.into());
    }
    let mut ok = true;
    for (of, number) in kills {
        let (what, mut command) = match of {
            "--endpoint" => ("Killing the endpoint", endpoint(number, &seed)),
            "--postgres" => {
                setup::for_hosting();
                let what = "Killing the endpoint, on PostgreSQL";
                (what, on_postgres(number, &seed))
            }
            _ => {
                setup::for_browsing()?;
                build::app_where_missing()?;
                ("Killing the browser", browser(number, &seed))
            }
        };
        let outcome = step::run(what, &mut command);
        let told = outcome.lines.iter().filter(|line| line.starts_with('{'));
        told.for_each(|line| println!("{line}"));
        ok &= outcome.ok;
    }
    Ok(match ok {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// A few kills of the browser, as one check. The app is there.
pub fn share(tally: &mut Tally) {
    let what = "Killing the browser";
    let outcome = step::run(what, &mut browser(SHARE, "1"));
    tally.check(what, outcome.ok);
    if let (true, Some(last)) = (outcome.ok, outcome.lines.last()) {
        println!("    {last}");
    }
}

fn endpoint(kills: &str, seed: &str) -> Command {
    let mut tests = native(kills, seed);
    tests.args(["endpoint::kills::", "--nocapture"]);
    tests
}

fn on_postgres(kills: &str, seed: &str) -> Command {
    let mut tests = native(kills, seed);
    tests.args(["endpoint::postgres::", "--nocapture"]);
    tests.env("STAIRWELL_POSTGRES_ONLY", "endpoint::kills::");
    tests
}

fn native(kills: &str, seed: &str) -> Command {
    let mut tests = project::command("cargo");
    tests.args(["test", "--locked", "--test", "it", "--"]);
    tests.env("STAIRWELL_KILLS", kills);
    tests.env("STAIRWELL_SEED", seed);
    tests
}

fn browser(kills: &str, seed: &str) -> Command {
    let mut journeys = project::command("cargo");
    journeys.args(["test", "--locked", "--test", "e2e", "--", "kill-browser"]);
    journeys.args([kills, seed]);
    journeys
}
