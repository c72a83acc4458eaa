//! `cargo xtask serve`: the app and its endpoint on this computer, with a living example in it.

use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus};

use crate::{build, project, setup};

/// Leaves the living example out.
const BARE: &str = "--bare";

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
    command.arg("serve").args(arguments_for_serving(passed_on));
    println!("==> Starting the endpoint");
    let status = command
        .status()
        .map_err(|error| format!("{} could not be started: {error}", program.display()))?;
    Ok(ExitCode::from(code_of(status)))
}

/// A program's exit code; of one that was ended by a signal, what a shell says.
fn code_of(status: ExitStatus) -> u8 {
    let signal = || status.signal().map_or(1, |signal| 128 + signal);
    let code = status.code().unwrap_or_else(signal);
    u8::try_from(code).unwrap_or(1)
}

/// What `stairwell serve` is given: what stands after `--`, and what the person has not said.
fn arguments_for_serving(passed_on: &[String]) -> Vec<&str> {
    let given = |flag: &str| {
        let mut given = passed_on.iter();
        given.any(|argument| argument == flag || argument.starts_with(&format!("{flag}=")))
    };
    let mut arguments = Vec::new();
    for (flag, value) in [("--data", "./data"), ("--listen", "127.0.0.1:8080")] {
        if !given(flag) {
            arguments.extend([flag, value]);
        }
    }
    if ![BARE, "--example", "--practice-clock"]
        .into_iter()
        .any(given)
    {
        arguments.push("--example");
    }
    let passed_on = passed_on.iter().map(String::as_str);
    arguments.extend(passed_on.filter(|argument| *argument != BARE));
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(passed_on: &[&str]) -> String {
        let passed_on: Vec<String> = passed_on.iter().map(ToString::to_string).collect();
        arguments_for_serving(&passed_on).join(" ")
    }

    #[test]
    fn the_endpoint_s_exit_code_is_ours() {
        for (raw, code) in [(0, 0), (1 << 8, 1), (2 << 8, 2), (101 << 8, 101), (15, 143)] {
            assert_eq!(code_of(ExitStatus::from_raw(raw)), code);
        }
    }

    #[test]
    fn there_is_an_example_unless_it_is_left_out() {
        let usual = "--data ./data --listen 127.0.0.1:8080";
        assert_eq!(given(&[]), format!("{usual} --example"));
        assert_eq!(given(&["--bare"]), usual);
        assert_eq!(given(&["--example"]), format!("{usual} --example"));
        assert_eq!(
            given(&["--data=elsewhere", "--listen", "[::1]:9000", "--bare"]),
            "--data=elsewhere --listen [::1]:9000"
        );
    }
}
