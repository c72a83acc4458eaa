//! Where an endpoint keeps everything, as every command about one is told.

use std::path::PathBuf;

use clap::Args;

use crate::endpoint::Settings;
use crate::t;

/// A folder, or a folder and a database.
#[derive(Debug, Args)]
pub(super) struct Kept {
    #[arg(long, value_name = "DIR", env = "STAIRWELL_DATA", default_value = "./data", help = t!("cli.serve_data"))]
    pub(super) data: PathBuf,
    #[arg(long, value_name = "URL", env = "STAIRWELL_DATABASE", hide_env_values = true, help = t!("cli.serve_database"))]
    database: Option<String>,
}

impl Kept {
    /// As settings that are otherwise the usual.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            postgres: self.database.clone(),
            ..Settings::in_folder(&self.data)
        }
    }
}
