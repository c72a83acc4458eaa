//! What the core and the endpoint cost, optimised and without a browser: the program in
//! tests/bench/native, beside the endpoint's own.

use std::process::Command;

use crate::{project, step};

/// What it measures, by name.
pub const NAMES: [&str; 4] = ["native", "growth", "merge", "load"];

/// Builds both, without the browser's pages: they take ten minutes, and nothing here shows one.
///
/// # Errors
/// A sentence, where they do not compile.
pub fn build() -> Result<(), String> {
    let mut cargo = project::command("cargo");
    cargo.args(["build", "--locked", "--release", "--no-default-features"]);
    cargo.args([
        "--features",
        "bench",
        "--bin",
        "stairwell",
        "--bin",
        "bench",
    ]);
    step::must("Building what is measured, optimised", &mut cargo).map(drop)
}

/// The program that measures.
pub fn program(measured: &str) -> Command {
    let built = project::target().join("release").join("bench");
    let mut program = project::command(&built.to_string_lossy());
    program.arg(measured);
    program
}
