//! `stairwell serve`: an endpoint on this computer.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::endpoint::clock::Clock;
use crate::endpoint::limits::Limits;
use crate::endpoint::{Endpoint, Settings, serve};
use crate::t;

const MEGABYTE: u64 = 1024 * 1024;

/// The arguments of `stairwell serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[arg(long, value_name = "DIR", env = "STAIRWELL_DATA", default_value = "./data", help = t!("cli.serve_data"))]
    data: PathBuf,
    #[arg(long, value_name = "ADDRESS", env = "STAIRWELL_LISTEN", default_value = "127.0.0.1:8080", help = t!("cli.serve_listen"))]
    listen: SocketAddr,
    #[arg(long, value_name = "URL", env = "STAIRWELL_ORIGIN", help = t!("cli.serve_origin"))]
    origin: Option<String>,
    #[arg(long, env = "STAIRWELL_BEHIND_PROXY", help = t!("cli.serve_behind_proxy"))]
    behind_proxy: bool,
    #[arg(long, value_name = "MB", env = "STAIRWELL_ROOM", help = t!("cli.serve_room"))]
    room: Option<u64>,
    #[arg(long, help = t!("cli.serve_practice_clock"))]
    practice_clock: bool,
    #[arg(long, help = t!("cli.serve_json"))]
    json: bool,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub(super) fn run(&self) -> Result<()> {
        // Stdout is for what was asked for; the log names no one and no token.
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .init();
        tokio::runtime::Runtime::new()?.block_on(self.serve())
    }

    async fn serve(&self) -> Result<()> {
        let endpoint = Endpoint::open(&self.settings()).await?;
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| t!("cli.serve_cannot_listen", address = self.listen))?;
        let listening = listener.local_addr()?;
        // Before it says that it answers, so that who stops it at once is heard.
        let stop = stopped()?;
        self.announce(listening, &endpoint.start_code())?;
        Ok(serve(endpoint, listener, stop).await?)
    }

    fn settings(&self) -> Settings {
        let (clock, limits) = if self.practice_clock {
            (Clock::Practice, Limits::rehearsing())
        } else {
            (Clock::System, Limits::default())
        };
        let origin = self.origin.as_deref().unwrap_or_default();
        Settings {
            limits,
            room: self
                .room
                .map(|megabytes| megabytes.saturating_mul(MEGABYTE)),
            clock,
            behind_proxy: self.behind_proxy,
            tls: origin.starts_with("https://"),
            ..Settings::in_folder(&self.data)
        }
    }

    fn announce(&self, listening: SocketAddr, code: &str) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        if self.json {
            let ready = json!({"listening": listening.to_string(), "start_code": code});
            writeln!(out, "{ready}")?;
        } else {
            let origin = match &self.origin {
                Some(origin) => origin.trim_end_matches('/').to_string(),
                // Browsers allow on localhost what they otherwise allow over HTTPS only.
                None if listening.ip().is_loopback() => {
                    format!("http://localhost:{}", listening.port())
                }
                None => format!("http://{listening}"),
            };
            let link = format!("{origin}/start#{}", code.replace('-', ""));
            writeln!(out, "{}", t!("cli.serve_ready", origin = origin))?;
            writeln!(out, "{}", t!("cli.serve_code", code = code))?;
            writeln!(out, "{}", t!("cli.serve_link", link = link))?;
        }
        out.flush()
    }
}

/// Ends when the process is told to stop, by whoever started it or from the keyboard.
fn stopped() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
