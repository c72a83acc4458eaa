//! An endpoint of the rehearsal's own: this program as a process, on a port the system gives.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use serde::Deserialize;

use super::night::Stage;
use crate::t;

/// A running endpoint; it ends, and its data with it, when this is dropped.
pub struct EndpointProcess {
    process: Child,
    data: PathBuf,
    /// Where it listens, and what starts a campaign there.
    pub stage: Stage,
}

/// The line it prints for programs.
#[derive(Deserialize)]
struct Started {
    listening: SocketAddr,
    start_code: String,
}

/// Starts one.
///
/// # Errors
/// Where it does not come up.
pub fn start() -> anyhow::Result<EndpointProcess> {
    let data = std::env::temp_dir().join(format!("stairwell-rehearsal-{}", std::process::id()));
    std::fs::create_dir_all(&data)?;
    let mut process = Command::new(std::env::current_exe()?)
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--json",
            "--practice-clock",
            "--data",
        ])
        .arg(&data)
        .stdout(Stdio::piped())
        .spawn()
        .context(t!("cli.endpoint_did_not_start"))?;
    let out = process
        .stdout
        .take()
        .context(t!("cli.endpoint_did_not_start"))?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    let started: Started = serde_json::from_str(&line).context(t!("cli.endpoint_did_not_start"))?;
    Ok(EndpointProcess {
        process,
        data,
        stage: Stage {
            listening: started.listening,
            start_code: started.start_code,
        },
    })
}

impl Drop for EndpointProcess {
    fn drop(&mut self) {
        // Already gone is as good as ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}
