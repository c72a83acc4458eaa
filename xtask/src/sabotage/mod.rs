//! `cargo xtask sabotage`: each rule of the fold broken in turn, in a copy, and looked whether the test
//! that is named for it fails. docs/reliability.md says why it is done this way.
//!
//! The copy holds `src/canvass` and `tests/it/merging` and nothing else, so that breaking a rule costs
//! seconds: the whole package takes a minute and more each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::{project, setup, step};

mod rules;

use rules::{Broken, Edit};

/// Makes mutants of its own, whichever rule they break.
const MUTANTS: (&str, &str) = ("cargo-mutants", "27.1.0");
/// What mutants are made of: the fold and what it asks.
const MUTATED: [&str; 10] = [
    "checkpoint/layout.rs",
    "checkpoint/mod.rs",
    "fold.rs",
    "lookup.rs",
    "policy.rs",
    "register.rs",
    "revocation.rs",
    "author.rs",
    "shown.rs",
    "snapshot.rs",
];
/// A broken fold may go round in a circle: seconds.
const PATIENCE: &str = "120";

/// Where the properties' histories are drawn from: the same ones each time, so that a verdict is the rule's
/// and not chance's.
const SEED: &str = "1";

/// Breaks every rule, or those whose names hold a word; with `--mutants`, whatever `cargo mutants`
/// thinks of.
///
/// # Errors
/// A sentence, where the copy cannot be made or the tests fail before anything is broken.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let copy = copied()?;
    // Its crates are compiled once, which may take longer than any test is given.
    step::must("The copy is compiled", &mut compiled(&copy))?;
    step::must("The tests of merging, on the copy", &mut tests(&copy, None))?;
    if arguments.iter().any(|word| word == "--mutants") {
        return mutants(&copy);
    }
    let word = arguments.first().map_or("", String::as_str);
    let rules = rules::all()?;
    let wanted = rules.iter().filter(|broken| broken.rule.contains(word));
    let (mut found, mut survived) = (0, 0);
    for broken in wanted {
        let begun = Instant::now();
        let verdict = match found_by_its_test(&copy, broken)? {
            true => {
                found += 1;
                "found"
            }
            false => {
                survived += 1;
                "NOT FOUND"
            }
        };
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "{verdict} in {seconds:.0} s: {} ({})",
            broken.rule, broken.found_by
        );
    }
    let all = found + survived;
    println!("{{\"rules\":{all},\"found\":{found},\"not_found\":{survived}}}");
    Ok(match survived {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Breaks a rule in the copy, runs its test, and mends it; whether the test failed.
fn found_by_its_test(copy: &Path, broken: &Broken) -> Result<bool, String> {
    let mut whole: Vec<(PathBuf, String)> = Vec::new();
    for edit in &broken.edits {
        let path = copy.join("src/canvass").join(&edit.file);
        let text = read(&path)?;
        write(&path, &edited(&text, edit, &broken.rule)?)?;
        whole.push((path, text));
    }
    let output = tests(copy, Some(&broken.found_by)).output();
    for (path, text) in whole.iter().rev() {
        write(path, text)?;
    }
    let output = output.map_err(|error| format!("the tests could not be started: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let failed = format!("test merging::{} ... FAILED", broken.found_by);
    let passed = format!("test merging::{} ... ok", broken.found_by);
    // A fold that never ends is found, too.
    if said.contains(&failed) || output.status.code() == Some(124) {
        return Ok(true);
    }
    if said.contains(&passed) {
        return Ok(false);
    }
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!(
        "“{}” cannot be judged: it does not compile, or there is no such test.\n{said}{errors}",
        broken.rule
    ))
}

/// The text with the lines of an edit exchanged.
///
/// # Errors
/// A sentence, where they do not stand there exactly once.
fn edited(text: &str, edit: &Edit, rule: &str) -> Result<String, String> {
    let text = format!("\n{text}");
    let was = format!("\n{}", edit.was);
    match text.matches(&was).count() {
        1 => Ok(text.replacen(&was, &format!("\n{}", edit.is), 1)[1..].to_string()),
        times => Err(format!(
            "“{rule}”: its lines stand {times} times in {}",
            edit.file
        )),
    }
}

/// A package of `canvass` and its tests alone, under `target/`, as the sources are now.
fn copied() -> Result<PathBuf, String> {
    let (root, copy) = (project::root(), project::target().join("sabotage"));
    for old in ["src", "tests", "docs"] {
        // Where there is none, none is in the way.
        let _ = fs::remove_dir_all(copy.join(old));
    }
    copy_folder(&root.join("src/canvass"), &copy.join("src/canvass"))?;
    copy_folder(
        &root.join("tests/it/merging"),
        &copy.join("tests/it/merging"),
    )?;
    let manifest = project::of_the_pure_core(
        "[lib]\ntest = false\ndoctest = false\n\n[[test]]\nname = \"it\"\npath = \"tests/it/main.rs\"\n\n\
         [dev-dependencies]\nproptest = \"1\"\n\n[profile.dev]\ndebug = false\n",
    )?;
    write(&copy.join("Cargo.toml"), &manifest)?;
    write(&copy.join("src/lib.rs"), "pub mod canvass;\n")?;
    write(&copy.join("tests/it/main.rs"), "mod merging;\n")?;
    for file in ["Cargo.lock", "docs/protocol.md"] {
        write(&copy.join(file), &read(&root.join(file))?)?;
    }
    Ok(copy)
}

fn compiled(copy: &Path) -> Command {
    let mut compiled = project::command("cargo");
    compiled.args(["test", "--test", "it", "--no-run"]);
    compiled
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"));
    compiled
}

fn tests(copy: &Path, named: Option<&str>) -> Command {
    let mut tests = project::command("timeout");
    tests.args([PATIENCE, "cargo", "test", "--test", "it"]);
    tests
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"));
    // Proptest writes down what failed, for a source that is gone in a moment.
    tests.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true");
    tests.env("PROPTEST_RNG_SEED", SEED);
    // That it fails is asked, and not how little it takes.
    tests.env("PROPTEST_MAX_SHRINK_ITERS", "0");
    if let Some(named) = named {
        tests.args(["--", "--exact", &format!("merging::{named}")]);
    }
    tests
}

/// Hands over to `cargo mutants`, which says what it made and what survived.
fn mutants(copy: &Path) -> Result<ExitCode, String> {
    setup::sabotage(MUTANTS)?;
    let mut mutants = project::command("cargo");
    mutants.args([
        "mutants",
        "--in-place",
        "--no-shuffle",
        "--timeout",
        PATIENCE,
    ]);
    mutants.args(["--colors", "never", "--annotations", "none"]);
    for file in MUTATED {
        mutants.args(["--file", &format!("src/canvass/{file}")]);
    }
    mutants
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true")
        .env("PROPTEST_RNG_SEED", SEED)
        .env("PROPTEST_MAX_SHRINK_ITERS", "0");
    let status = mutants
        .status()
        .map_err(|error| format!("cargo mutants could not be started: {error}"))?;
    let missed = read(&copy.join("mutants.out/missed.txt")).unwrap_or_default();
    let unlisted: Vec<&str> = missed
        .lines()
        .filter(|line| !rules::EQUIVALENT.contains(&without_place(line)))
        .collect();
    for line in &unlisted {
        println!("NOT FOUND: {line}");
    }
    // 2: some were missed; 3: some went round in a circle. Both are looked at above.
    let done = matches!(status.code(), Some(0 | 2 | 3));
    println!(
        "{{\"missed\":{},\"listed_as_equivalent\":{}}}",
        unlisted.len(),
        missed.lines().count() - unlisted.len()
    );
    Ok(match done && unlisted.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// A mutant's name without its line and column, which change.
fn without_place(line: &str) -> &str {
    line.split_once(": ").map_or(line, |(_, name)| name)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    let listed = fs::read_dir(from);
    for entry in listed.map_err(|error| format!("{}: {error}", from.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            write(&to.join(name), &read(&path)?)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]
mod tests {
    use super::*;

    /// A rule whose lines have changed could not be broken any more, and its test not be asked.
    #[test]
    fn every_rule_can_still_be_broken_and_names_a_test_there_is() {
        let rules = rules::all().unwrap();
        assert!(rules.len() > 95);
        for broken in rules {
            assert!(!broken.edits.is_empty(), "{}", broken.rule);
            for edit in &broken.edits {
                let path = project::root().join("src/canvass").join(&edit.file);
                edited(&read(&path).unwrap(), edit, &broken.rule).unwrap();
            }
            let (module, name) = broken.found_by.split_once("::").unwrap();
            let path = format!("tests/it/merging/{module}.rs");
            let tests = read(&project::root().join(path)).unwrap();
            assert!(
                tests.contains(&format!("fn {name}(")),
                "{}",
                broken.found_by
            );
        }
    }
}
