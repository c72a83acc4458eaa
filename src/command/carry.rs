//! `stairwell carry`: files of what phones could not send, brought to the endpoint by whoever has them.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::chance;
use super::post::Endpoint;
use crate::sync::carried::Carried;
use crate::sync::wire::{CarriedTo, Carry as Request, FULL_CARRY, RefusalCode, path};
use crate::t;

/// The arguments.
#[derive(Debug, Args)]
pub struct Carry {
    #[arg(long, value_name = "URL", help = t!("cli.carry_endpoint"))]
    endpoint: String,
    #[arg(required = true, value_name = "FILE", help = t!("cli.carry_files"))]
    files: Vec<PathBuf>,
}

impl Carry {
    /// Brings each file, whatever becomes of the others.
    ///
    /// # Errors
    /// Where one was no such file, or not all of it was taken.
    pub fn run(&self) -> anyhow::Result<()> {
        let endpoint = Endpoint::new(&self.endpoint);
        let mut chance = chance::from_system()?;
        let mut left = 0;
        for file in &self.files {
            let brought = read(file).and_then(|all| {
                bring(&all, |carried, batches| {
                    let campaign = carried.campaign;
                    let request = Request { campaign, batches };
                    let _: CarriedTo = endpoint.ask(path::CARRY, None, &request, &mut chance)?;
                    Ok(())
                })
            });
            match brought {
                Ok(brought) => {
                    left += brought.refused.len();
                    print!("{}", brought.said(file));
                }
                Err(error) => {
                    left += 1;
                    eprintln!("{}: {error:#}", file.display());
                }
            }
        }
        if left > 0 {
            bail!(t!("cli.carry_left"));
        }
        Ok(())
    }
}

/// What was brought.
#[derive(Debug, Default)]
pub struct Brought {
    /// Events that are at the endpoint now, or were there already.
    pub events: u64,
    /// Of each log it would not take: why, and how many events.
    pub refused: Vec<(RefusalCode, u64)>,
}

impl Brought {
    /// In words.
    pub fn said(&self, file: &Path) -> String {
        let file = file.display();
        let mut said = t!("cli.carry_brought", file = file, n = self.events);
        said.push('\n');
        for (code, events) in &self.refused {
            said += &t!("cli.carry_refused", file = file, n = events, why = code);
            said.push('\n');
        }
        said
    }
}

/// What lies in a file.
///
/// # Errors
/// Where it cannot be read, or is no such file.
pub fn read(file: &Path) -> anyhow::Result<Vec<Carried>> {
    let bytes = std::fs::read(file).context(t!("cli.cannot_read", file = file.display()))?;
    Carried::from_file(&bytes).map_err(|error| anyhow::anyhow!(t!(error.key())))
}

/// Brings all of it, log by log: what is refused of one holds up no other.
///
/// # Errors
/// Where no answer came, or it was refused for another reason than the log's.
pub fn bring(
    all: &[Carried],
    mut send: impl FnMut(&Carried, Vec<Vec<u8>>) -> anyhow::Result<()>,
) -> anyhow::Result<Brought> {
    let mut brought = Brought::default();
    for carried in all {
        for (log, pushes) in carried.pushes(FULL_CARRY) {
            let sent = pushes.into_iter().try_for_each(|it| send(carried, it));
            let events = carried.events_of(log);
            match sent.map_err(|error| error.downcast::<RefusalCode>()) {
                Ok(()) => brought.events += events,
                Err(Ok(code)) if code.is_of_a_log() => brought.refused.push((code, events)),
                Err(Ok(code)) => return Err(code.into()),
                Err(Err(error)) => return Err(error),
            }
        }
    }
    Ok(brought)
}
