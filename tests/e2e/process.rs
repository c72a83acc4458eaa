//! A process of the journeys' own, ended with them whatever happens.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// How long a process may take to say that it is ready.
const PATIENCE: Duration = Duration::from_secs(30);

/// A process that is killed when this is dropped.
pub struct Process(Child);

impl Process {
    /// Starts it, and waits for the first line of its output that `ready` takes something from.
    pub fn start<T>(
        command: &mut Command,
        ready: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> Result<(Process, T)>
    where
        T: Send + 'static,
    {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{program} could not be started"))?;
        let output = child.stdout.take().context("its output is piped")?;
        let process = Process(child);
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            // Read to the end, so that it never waits for somebody to listen.
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(found) = ready(&line) {
                    // Nobody waits any more for a second one.
                    let _ = tell.send(found);
                }
            }
        });
        match told.recv_timeout(PATIENCE) {
            Ok(found) => Ok((process, found)),
            Err(_) => bail!("{program} did not say that it is ready"),
        }
    }

    /// Starts it without waiting for anything; what it complains of goes into a file.
    pub fn start_at_once(command: &mut Command, log: File) -> Result<Process> {
        let program = command.get_program().to_string_lossy().into_owned();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map(Process)
            .with_context(|| format!("{program} could not be started"))
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
