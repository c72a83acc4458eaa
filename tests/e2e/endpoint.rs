//! The endpoint as its host starts it, with the app inside; stopped and started again at will.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::Process;

/// Debian's, to set a program's clock; the program named for it would stand between.
const CLOCK: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/// An endpoint with a folder of its own, on one port for as long as it lives.
pub struct Endpoint {
    folder: TempDir,
    process: Option<Process>,
    port: u16,
    /// What starts a campaign there.
    pub start_code: String,
}

impl Endpoint {
    /// Starts one.
    pub fn start() -> Result<Endpoint> {
        let mut endpoint = Endpoint {
            folder: tempfile::tempdir()?,
            process: None,
            port: 0,
            start_code: String::new(),
        };
        endpoint.start_again()?;
        Ok(endpoint)
    }

    /// Starts one that takes from each request what time it is there.
    pub fn practising() -> Result<Endpoint> {
        let mut endpoint = Endpoint {
            folder: tempfile::tempdir()?,
            process: None,
            port: 0,
            start_code: String::new(),
        };
        endpoint.start_with(0, &["--practice-clock"])?;
        Ok(endpoint)
    }

    /// Starts it again, on the port it had.
    pub fn start_again(&mut self) -> Result<()> {
        self.start_in(0)
    }

    /// Starts it again, so many days from now by its clock.
    pub fn start_in(&mut self, days: u32) -> Result<()> {
        self.start_with(days, &[])
    }

    fn start_with(&mut self, days: u32, more: &[&str]) -> Result<()> {
        self.process = None;
        let mut command = Command::new(env!("CARGO_BIN_EXE_stairwell"));
        if days > 0 {
            command
                .env("LD_PRELOAD", CLOCK)
                .env("FAKETIME", format!("+{days}d"))
                // How long it waits for something stays as it is.
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        command
            .args(["serve", "--json", "--listen"])
            .arg(format!("127.0.0.1:{}", self.port))
            .arg("--data")
            .arg(self.folder.path().join("data"))
            .args(more)
            // In a debug build it reads the app from dist/.
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        let (process, said) = Process::start(&mut command, |line| {
            serde_json::from_str::<Value>(line).ok()
        })?;
        let listening = said["listening"].as_str().context("it says where")?;
        self.port = listening.rsplit(':').next().unwrap_or_default().parse()?;
        self.start_code = said["start_code"].as_str().unwrap_or_default().to_string();
        self.process = Some(process);
        Ok(())
    }

    /// Stops it: no signal any more.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Where it is, for a browser.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A folder for whatever the journeys keep, gone when they have ended.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
