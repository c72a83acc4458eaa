//! `stairwell backup` and `stairwell restore`: everything an endpoint keeps, as one file.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::Utc;
use clap::Args;

use super::kept::Kept;
use crate::endpoint::in_use::Alone;
use crate::endpoint::ledger::backup::{Place, backup, restore};
use crate::t;

/// How the names of backups in a folder begin and end; between, the time in UTC.
const NAME: (&str, &str) = ("stairwell-", ".backup");

/// The arguments of `stairwell backup`.
#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    kept: Kept,
    #[arg(long, value_name = "FILE", help = t!("cli.backup_to"))]
    to: PathBuf,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help = t!("cli.backup_keep"))]
    keep: Option<u32>,
}

impl Backup {
    /// Writes the backup, while the endpoint runs or while it does not.
    pub(super) fn run(&self) -> Result<()> {
        let file = if self.to.is_dir() {
            let time = Utc::now().format("%Y%m%dT%H%M%SZ");
            self.to.join(format!("{}{time}{}", NAME.0, NAME.1))
        } else if self.keep.is_some() {
            bail!(t!("cli.backup_keep_folder", folder = self.to.display()));
        } else {
            self.to.clone()
        };
        let place = self.kept.settings().place();
        let batches = wait(backup(&place, &file))??;
        if let Some(keep) = self.keep {
            forget(&self.to, keep)?;
        }
        let file = file.display();
        say(&t!("cli.backup_done", n = batches, file = file))
    }
}

/// Removes all but the newest of the backups in a folder.
fn forget(folder: &Path, keep: u32) -> Result<()> {
    let unread = || t!("cli.cannot_read", file = folder.display());
    let mut backups = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(unread)? {
        let entry = entry.with_context(unread)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(NAME.0) && name.ends_with(NAME.1) {
            backups.push(entry.path());
        }
    }
    // By name is by time.
    backups.sort();
    let old = backups.len().saturating_sub(keep as usize);
    for backup in &backups[..old] {
        std::fs::remove_file(backup)
            .with_context(|| t!("cli.backup_cannot_forget", file = backup.display()))?;
    }
    Ok(())
}

/// The arguments of `stairwell restore`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    kept: Kept,
    #[arg(value_name = "FILE", help = t!("cli.restore_file"))]
    file: PathBuf,
    #[arg(long, help = t!("cli.restore_replace"))]
    replace: bool,
}

impl Restore {
    /// Brings the backup back.
    pub(super) fn run(&self) -> Result<()> {
        let settings = self.kept.settings();
        let place = settings.place();
        // For as long as this lasts, no endpoint starts in the folder either.
        let _alone = match &place {
            Place::File(_) => Some(Alone::in_folder(&settings.folder)?),
            Place::Postgres(_) => None,
        };
        let batches = wait(restore(&self.file, &place, self.replace))??;
        let file = self.file.display();
        say(&t!("cli.restore_done", n = batches, file = file))
    }
}

fn wait<T>(of: impl Future<Output = T>) -> Result<T> {
    Ok(tokio::runtime::Runtime::new()?.block_on(of))
}

fn say(sentence: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{sentence}")?)
}
