//! `stairwell rehearse`: plays a night against an endpoint of its own, over HTTP, in a practice
//! campaign on a simulated clock, and counts what was lost.

mod endpoint_process;
pub(super) mod night;
mod tally;
mod walker;
mod wire_tap;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::Args;
use data_encoding::HEXLOWER;
use serde::Serialize;

use super::chance;
use super::merge::summary;
use crate::canvass::about::USUAL_DAYS;
use crate::canvass::address_list::{self, Plan};
use crate::organise::listening;
use crate::t;
use night::Programme;

/// When it begins: Monday 9 March 2026, 17:30 in UTC, in seconds since 1970.
const EVENING: i64 = 1_773_077_400;
/// About as many doors as one phone walks in an evening.
const DOORS_A_TURF: usize = 60;

/// The arguments.
#[derive(Debug, Args)]
pub struct Rehearse {
    #[arg(long, value_name = "FILE", help = t!("cli.rehearse_doors"))]
    doors: PathBuf,
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(2..=50), help = t!("cli.rehearse_phones"))]
    phones: u16,
    #[arg(long, value_name = "S", default_value_t = 1, help = t!("cli.rehearse_seed"))]
    seed: u64,
    #[arg(long, help = t!("cli.rehearse_json"))]
    json: bool,
}

/// The last line, for programs.
#[derive(Debug, Serialize)]
struct Outcome {
    recorded: usize,
    merged: usize,
    lost: usize,
    duplicated: usize,
    disagreements: usize,
    bytes_per_event: f64,
    body_bytes_per_event: f64,
    seconds: f64,
}

impl Rehearse {
    fn programme<'p>(&self, plan: &'p Plan) -> Programme<'p> {
        let names = (1..=self.phones).map(|n| format!("Walker {n}"));
        Programme {
            plan,
            phones: usize::from(self.phones),
            doors_a_turf: DOORS_A_TURF,
            evening: EVENING,
            ends: EVENING + 365 * 86_400,
            about: [
                listening::about_us("Made-up Tenants", "tenants@example.org", ""),
                listening::kept("What you tell us", "To practise", USUAL_DAYS),
            ],
            names: names.collect(),
            luck: chance::from_seed(self.seed),
            chance: chance::from_seed(!self.seed),
        }
    }

    /// Plays the night and prints the merged report.
    ///
    /// # Errors
    /// Where the list cannot be read, the endpoint does not start, or anything was lost, doubled
    /// or differs between devices.
    pub fn run(&self) -> anyhow::Result<()> {
        let started = Instant::now();
        let bytes = std::fs::read(&self.doors)
            .context(t!("cli.cannot_read", file = self.doors.display()))?;
        let plan = address_list::read(&bytes, |_, _| {})
            .map_err(|error| anyhow::anyhow!(crate::locales::fill(error.key(), &error.values())))?;
        let endpoint = endpoint_process::start()?;
        let night = night::play(self.programme(&plan), &endpoint.stage)?;
        drop(endpoint);
        let comparison = &night.comparison;
        let per_event = |bytes: u64| {
            let exact = bytes as f64 / comparison.recorded.max(1) as f64;
            (exact * 10.0).round() / 10.0
        };
        let outcome = Outcome {
            recorded: comparison.recorded,
            merged: comparison.merged,
            lost: comparison.lost,
            duplicated: comparison.doubled,
            disagreements: night.report.disagreements.len(),
            bytes_per_event: per_event(night.bytes),
            body_bytes_per_event: per_event(night.body_bytes),
            seconds: (started.elapsed().as_secs_f64() * 10.0).round() / 10.0,
        };
        println!("{}", summary(&night.report, &night.withheld));
        println!(
            "{}",
            t!(
                "cli.rehearse_digest",
                seed = self.seed,
                digest = HEXLOWER.encode(&night.digest)
            )
        );
        println!("{}", t!("cli.rehearse_refused", n = comparison.refused));
        if self.json {
            println!("{}", serde_json::to_string(&outcome)?);
        } else {
            println!(
                "{}",
                t!(
                    "cli.rehearse_outcome",
                    recorded = outcome.recorded,
                    merged = outcome.merged,
                    lost = outcome.lost,
                    doubled = outcome.duplicated
                )
            );
        }
        if outcome.lost > 0 || outcome.duplicated > 0 || !night.differing.is_empty() {
            bail!(t!(
                "cli.rehearse_failed",
                lost = outcome.lost,
                doubled = outcome.duplicated,
                differing = night.differing.len()
            ));
        }
        Ok(())
    }
}
