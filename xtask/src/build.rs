//! Building the app (trunk, with `pack` for its programs) and the program that serves it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::{project, setup, step};

/// Builds the browser app into `dist/`.
///
/// # Errors
/// A sentence naming the step that failed.
pub fn app() -> Result<(), String> {
    app_by(step::must)
}

/// Builds it while something else goes on: its last minutes are one thread's work. Wait for it before
/// `dist/` is read.
pub fn app_beside() -> thread::JoinHandle<Result<(), String>> {
    thread::spawn(|| app_by(step::beside))
}

fn app_by(take: fn(&str, &mut Command) -> Result<Vec<String>, String>) -> Result<(), String> {
    // Trunk starts it as its last act; building it first gives it a line and a time of its own.
    let mut pack = project::command("cargo");
    pack.args(["build", "--bin", "pack"]);
    take("Building pack, which finishes what trunk makes", &mut pack)?;
    let mut trunk = project::command("trunk");
    trunk.args(["build", "--release", "--locked"]);
    take("Building the app for the browser", &mut trunk).map(drop)
}

/// Builds the `stairwell` program for this computer; it reads the app from `dist/`.
///
/// # Errors
/// A sentence naming the step that failed.
pub fn program() -> Result<(), String> {
    let mut cargo = project::command("cargo");
    cargo.args(["build", "--bin", "stairwell"]);
    step::must("Building stairwell", &mut cargo).map(drop)
}

/// Builds one optimised program with the app inside it.
///
/// # Errors
/// A sentence naming the step that failed.
pub fn release() -> Result<(), String> {
    setup::for_building()?;
    app()?;
    let mut cargo = project::command("cargo");
    cargo
        .args(["build", "--release", "--bin", "stairwell"])
        // cargo sees that embedded files have changed, but not that new ones came.
        .env("STAIRWELL_DIST", fingerprint(&project::root().join("dist")));
    step::must("Building stairwell, optimised, the app inside", &mut cargo)?;
    let program = project::target().join("release").join("stairwell");
    let dist = project::target().join("dist");
    let lay_down = || -> std::io::Result<()> {
        fs::create_dir_all(&dist)?;
        fs::copy(&program, dist.join("stairwell")).map(drop)
    };
    lay_down().map_err(|error| format!("{} cannot be written: {error}", dist.display()))?;
    let mut sum = project::command("sha256sum");
    sum.current_dir(&dist).arg("stairwell");
    let lines = step::must("Adding up its checksum", &mut sum)?;
    let text = lines.join("\n") + "\n";
    fs::write(dist.join("stairwell.sha256"), &text)
        .map_err(|error| format!("{} cannot be written: {error}", dist.display()))?;
    println!("    {}", dist.join("stairwell").display());
    print!("    {text}");
    Ok(())
}

/// A value that changes whenever the list of built files does.
fn fingerprint(dist: &Path) -> String {
    let mut names: Vec<_> = fs::read_dir(dist)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| {
            let length = entry.metadata().map_or(0, |data| data.len());
            (entry.file_name(), length)
        })
        .collect();
    names.sort();
    let mut hasher = DefaultHasher::new();
    names.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
