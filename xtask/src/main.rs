//! The project's two commands, one that measures, and those that look for what goes wrong.
//!
//! - `cargo xtask serve` builds the app and starts the endpoint with the app inside it.
//! - `cargo xtask test` runs everything that must hold; its last line is `N passed, N failed`.
//! - `cargo xtask bench` measures the budgets.
//! - `cargo xtask simulate` plays evenings from seeds, and looks whether anything was lost.
//! - `cargo xtask kills` and `hostile` do their worst to the endpoint and the browser, `sabotage` to the
//!   fold, `fuzz` to whatever reads bytes from outside, and look whether it shows.
//!
//! Each installs what it misses first. No dependencies, so that it compiles in a second.

use std::process::ExitCode;

mod bench;
mod build;
mod fuzz;
mod hostile;
mod kills;
mod optimised;
mod peers;
mod project;
mod sabotage;
mod serve;
mod setup;
mod simulate;
mod step;
mod suite;
mod tally;

const USAGE: &str = "\
cargo xtask test [native|web|journeys]...   everything that must hold, or a part of it
cargo xtask serve [--release] [-- ARGS...]  the app and its endpoint on http://localhost:8080, with a
                                            living example in it; `-- --bare` leaves that out
cargo xtask build                           one program with the app inside it, and its checksum, in target/dist
cargo xtask bench [day|first-load|import|knock|memory|opening|stair|writers|stored|native|growth|merge|load|peers]...
                                            the budgets, as JSON; docs/performance.md
cargo xtask simulate [--seeds N] [--seed S] [--json] [--sabotage NAME|all]
                                            evenings of phones, organisers and the endpoint, from seeds
cargo xtask fuzz [TARGET] [--seconds N] [--seed S] [--keep]
                                            whatever reads bytes from outside, fed with what breaks it
cargo xtask hostile [--batches N] [--routes N] [--http N] [--seed S]
                                            pushes that must not be taken, from a seed
cargo xtask kills [--endpoint N] [--postgres N] [--browser N] [--seed S]
                                            each killed so often in the middle of writing, from a seed
cargo xtask sabotage [WORD | --mutants]     each rule of the fold broken in turn: a test must find it
cargo xtask setup                           install what is missing, and nothing else";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "test" => suite::run(&rest),
        "serve" => serve::run(&rest),
        "build" => build::release().map(|()| ExitCode::SUCCESS),
        "bench" => bench::run(&rest),
        "simulate" => simulate::run(&rest),
        "fuzz" => fuzz::run(&rest),
        "hostile" => hostile::run(&rest),
        "kills" => kills::run(&rest),
        "sabotage" => sabotage::run(&rest),
        "setup" => setup::everything().map(|()| ExitCode::SUCCESS),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("There is no command `{other}`.\n\n{USAGE}")),
    };
    outcome.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::FAILURE
    })
}
