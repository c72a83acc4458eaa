//! What the core and the endpoint cost, natively and optimised: one JSON object a line, with its budget
//! and whether it held. Run by `cargo xtask bench native|growth|merge|load`; see docs/performance.md.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot go on fails"
)]

mod boxes;
mod camp;
mod endpoint;
mod estate;
mod evening;
mod figure;
mod folding;
mod growth;
mod ledger;
mod load;
mod merge;
mod packing;
mod phone;
mod process;
mod reading;
mod served;
mod town;
mod walking;
mod wire;

use std::process::ExitCode;

/// Runs what is named, and fails where a budget did not hold.
fn main() -> ExitCode {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let mut held = true;
    for name in &named {
        held &= match name.as_str() {
            "native" => {
                let core = [
                    folding::measure(),
                    walking::measure(),
                    boxes::measure(),
                    packing::measure(),
                ];
                let sent = [wire::measure(), ledger::measure(), endpoint::measure()];
                core.into_iter().chain(sent).all(|held| held)
            }
            "growth" => growth::measure(),
            "merge" => merge::measure(),
            "load" => load::measure(),
            other => {
                eprintln!("There is nothing to measure called `{other}`.");
                false
            }
        };
    }
    if held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
