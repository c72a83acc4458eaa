//! `cargo xtask serve`: the app and its endpoint on this computer.

use std::process::ExitCode;

use crate::{build, project, setup};

/// Builds what is needed and hands over to `stairwell serve`, whose exit code is ours.
///
/// # Errors
/// A sentence naming what could not be installed, built or started.
pub fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let split = arguments.iter().position(|argument| argument == "--");
    let (ours, passed_on) = match split {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    let release = match ours {
        [] => false,
        [flag] if flag == "--release" => true,
        _ => return Err("`cargo xtask serve` takes `--release`, and what follows `--`.".into()),
    };
    let profile = if release {
        build::release()?;
        "release"
    } else {
        setup::for_building()?;
        build::app()?;
        build::program()?;
        "debug"
    };
    let program = project::target().join(profile).join("stairwell");
    let mut command = project::command(&program.to_string_lossy());
    command.arg("serve");
    // Given once by the person, or by us.
    for (flag, value) in [("--data", "./data"), ("--listen", "127.0.0.1:8080")] {
        let given = passed_on
            .iter()
            .any(|argument| argument == flag || argument.starts_with(&format!("{flag}=")));
        if !given {
            command.args([flag, value]);
        }
    }
    command.args(passed_on);
    println!("==> Starting the endpoint");
    let status = command
        .status()
        .map_err(|error| format!("{} could not be started: {error}", program.display()))?;
    Ok(ExitCode::from(if status.success() { 0 } else { 1 }))
}
