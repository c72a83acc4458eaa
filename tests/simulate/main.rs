//! The simulator: phones, organisers and the endpoint, the real ones, in one process, through lost
//! messages, dead batteries, copied phones and backups brought back. One seed is one history.
//!
//! Run by `cargo xtask simulate`; see docs/reliability.md. The last line printed is JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a simulator that cannot go on fails"
)]

mod air;
mod checkpoints;
mod evening;
mod host;
mod luck;
mod meddle;
mod morning;
mod office;
mod people;
mod phone;
mod plan;
mod run;
mod sabotage;
mod setting;
mod story;
mod tally;
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    match run::asked(std::env::args().skip(1)) {
        Ok(asked) => asked.carry_out(),
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
