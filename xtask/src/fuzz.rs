//! `cargo xtask fuzz`: everything that reads bytes from outside, fed by libFuzzer with whatever reaches
//! more of it. tests/fuzz/ has the targets and the corpus; docs/reliability.md what came of it.
//!
//! The program is a package of its own under `target/`, of the pure core alone: instrumenting the whole
//! would take a quarter of an hour. Stable Rust does it; what counts edges is LLVM's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{project, step};

const USAGE: &str =
    "cargo xtask fuzz [TARGET] [--seconds N] [--seed S] [--keep]: S from 1 to 4294967295.";
/// Pinned: the newest.
const LIBFUZZER: &str = "=0.4.13";
/// What counts which edges of the program are reached, and what is compared there.
const COVERAGE: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];
/// No input is larger, in bytes: a batch's limit, and some.
const LARGEST: &str = "-max_len=70000";
/// Nor may a target take more memory, in MB, in one piece or in all, or more seconds.
const BOUNDS: [&str; 3] = ["-rss_limit_mb=512", "-malloc_limit_mb=64", "-timeout=5"];

/// Feeds a target, or each in turn, for so many seconds, with what a seed draws: the one given, or another
/// each time, which is printed. With `--keep`, what reached more of it goes into the project's corpus, as
/// small as it gets.
///
/// # Errors
/// A sentence, where it does not compile, or there is no such target.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let (mut only, mut seconds, mut keep) = (None, 60, false);
    let mut seed = drawn();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--keep" => keep = true,
            "--seconds" => {
                let number = words.next().and_then(|number| number.parse::<u32>().ok());
                seconds = number.ok_or(USAGE)?;
            }
            "--seed" => {
                let number = words.next().and_then(|number| number.parse::<u32>().ok());
                // Of 0 libFuzzer makes one of its own.
                seed = number.filter(|seed| *seed > 0).ok_or(USAGE)?;
            }
            name => only = Some(name),
        }
    }
    let targets: Vec<String> = targets()?
        .into_iter()
        .filter(|name| only.is_none_or(|only| only == name))
        .collect();
    if targets.is_empty() {
        return Err(USAGE.into());
    }
    let program = built()?;
    let mut ok = true;
    for target in &targets {
        ok &= fed(&program, target, seconds, seed)?;
        if keep {
            kept(&program, target)?;
        }
    }
    Ok(match ok {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// A seed for a run that is given none: the time, so that each run looks elsewhere.
fn drawn() -> u32 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(1, |since| since.subsec_nanos().max(1))
}

/// The names of the targets: the folders of the corpus.
fn targets() -> Result<Vec<String>, String> {
    let folder = corpus("");
    let listed = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = listed
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn corpus(target: &str) -> PathBuf {
    project::root().join("tests/fuzz/corpus").join(target)
}

/// Builds the program; where it lies.
fn built() -> Result<PathBuf, String> {
    let (root, folder) = (project::root(), project::target().join("fuzz"));
    let manifest = project::of_the_pure_core(&format!(
        "libfuzzer-sys = \"{LIBFUZZER}\"\n\n[[bin]]\nname = \"fuzz\"\npath = \"{}\"\n\n[profile.release]\n\
         opt-level = 2\ndebug-assertions = true\noverflow-checks = true\ndebug = \"line-tables-only\"\n",
        root.join("tests/fuzz/main.rs").display()
    ))?;
    let modules = ["canvass", "organise", "sync"].map(|name| {
        let path = root.join("src").join(name).join("mod.rs");
        format!("#[path = \"{}\"]\npub mod {name};\n", path.display())
    });
    let lay_down = || -> std::io::Result<()> {
        fs::create_dir_all(folder.join("src"))?;
        written(&folder.join("Cargo.toml"), &manifest)?;
        written(&folder.join("src/lib.rs"), &modules.concat())?;
        // What is fuzzed is what is shipped, to the version of each crate. Cargo adds libFuzzer's own.
        let lock = fs::read_to_string(root.join("Cargo.lock"))?;
        let before = fs::read_to_string(folder.join("Cargo.lock.of-the-project"));
        if before.ok().as_ref() != Some(&lock) {
            fs::write(folder.join("Cargo.lock"), &lock)?;
            fs::write(folder.join("Cargo.lock.of-the-project"), &lock)?;
        }
        Ok(())
    };
    lay_down().map_err(|error| format!("{}: {error}", folder.display()))?;
    let host = host()?;
    let mut cargo = project::command("cargo");
    // A named target keeps what is instrumented apart from what runs while building.
    cargo.args(["build", "--release", "--bin", "fuzz", "--target", &host]);
    cargo
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTFLAGS", COVERAGE.join(" "));
    step::must("Building what is fuzzed", &mut cargo)?;
    Ok(folder.join("target").join(host).join("release/fuzz"))
}

/// Writes a file, where something else stands in it: cargo takes a newer one for a change.
fn written(path: &Path, text: &str) -> std::io::Result<()> {
    match fs::read_to_string(path) {
        Ok(there) if there == text => Ok(()),
        _ => fs::write(path, text),
    }
}

fn host() -> Result<String, String> {
    let output = project::command("rustc").arg("-vV").output();
    let said = output.map_err(|error| format!("rustc could not be started: {error}"))?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_string)
        .ok_or("rustc does not say what it runs on".to_string())
}

/// What was found to reach more, and where what fails is put.
fn work(target: &str) -> PathBuf {
    project::target().join("fuzz/work").join(target)
}

fn program_for(program: &Path, target: &str) -> Command {
    let mut command = project::command(&program.to_string_lossy());
    command.env("STAIRWELL_FUZZ", target).args(BOUNDS);
    command
}

/// Feeds one target, and prints what it came to; whether nothing failed.
fn fed(program: &Path, target: &str, seconds: u32, seed: u32) -> Result<bool, String> {
    let (work, found) = (work(target), project::target().join("fuzz/found"));
    for folder in [&work, &found] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let mut command = program_for(program, target);
    command
        .arg(format!("-seed={seed}"))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/{target}-", found.display()))
        .args([LARGEST, "-print_final_stats=1", "-use_value_profile=1"])
        .arg(&work)
        .arg(corpus(target));
    let outcome = step::run(&format!("Feeding {target}"), &mut command);
    let number = |name: &str| {
        let found = outcome.lines.iter().rev().find_map(|line| {
            let (_, rest) = line.split_once(name)?;
            rest.split_whitespace().next()?.parse::<u64>().ok()
        });
        found.unwrap_or(0)
    };
    println!(
        "{{\"target\":\"{target}\",\"seed\":{seed},\"seconds\":{seconds},\"executions\":{},\"edges\":{},\"features\":{},\
         \"peak_rss_mb\":{},\"failed\":{}}}",
        number("stat::number_of_executed_units:"),
        number(" cov: "),
        number(" ft: "),
        number("stat::peak_rss_mb:"),
        !outcome.ok
    );
    Ok(outcome.ok)
}

/// Puts the fewest and smallest inputs that reach as much into the project's corpus.
fn kept(program: &Path, target: &str) -> Result<(), String> {
    let (corpus, small) = (corpus(target), project::target().join("fuzz/small"));
    // What an earlier one left.
    let _ = fs::remove_dir_all(&small);
    fs::create_dir_all(&small).map_err(|error| format!("{}: {error}", small.display()))?;
    let mut command = program_for(program, target);
    command.args([LARGEST, "-merge=1"]);
    command.arg(&small).arg(&corpus).arg(work(target));
    step::must(
        &format!("Keeping what reaches more of {target}"),
        &mut command,
    )?;
    let exchange = || -> std::io::Result<()> {
        fs::remove_dir_all(&corpus)?;
        fs::create_dir_all(&corpus)?;
        for entry in fs::read_dir(&small)? {
            let path = entry?.path();
            if let Some(name) = path.file_name() {
                fs::copy(&path, corpus.join(name))?;
            }
        }
        Ok(())
    };
    exchange().map_err(|error| format!("{}: {error}", corpus.display()))
}
