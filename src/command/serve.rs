//! `stairwell serve`: an endpoint on this computer.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::example::{self, Example};
use super::front::{Fronted, Reached};
use super::kept::Kept;
use crate::endpoint::clock::Clock;
use crate::endpoint::limits::Limits;
use crate::endpoint::{Endpoint, Settings, serve, serve_metrics};
use crate::t;

const MEGABYTE: u64 = 1024 * 1024;
/// What the log says unless it is asked for more: trouble, and what was deleted in checkpoints' wake.
const LOGGED: &str = "warn,stairwell::endpoint::checkpoint=info";
/// This computer itself, which a proxy before the endpoint usually runs on.
const LOOPBACK: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

/// The arguments of `stairwell serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    reached: Reached,
    #[arg(long, env = "STAIRWELL_BEHIND_PROXY", conflicts_with_all = ["domain", "certificate"], help = t!("cli.serve_behind_proxy"))]
    behind_proxy: bool,
    #[arg(long, value_name = "IP", env = "STAIRWELL_PROXY", value_delimiter = ',', requires = "behind_proxy", help = t!("cli.serve_proxy"))]
    proxy: Vec<IpAddr>,
    #[arg(long, value_name = "MB", env = "STAIRWELL_ROOM", conflicts_with = "database", help = t!("cli.serve_room"))]
    room: Option<u64>,
    #[arg(long, value_name = "ADDRESS", env = "STAIRWELL_METRICS", help = t!("cli.serve_metrics"))]
    metrics: Option<SocketAddr>,
    #[arg(long, conflicts_with = "practice_clock", help = t!("cli.serve_example"))]
    example: bool,
    #[arg(long, help = t!("cli.serve_practice_clock"))]
    practice_clock: bool,
    #[arg(long, help = t!("cli.serve_json"))]
    json: bool,
}

/// Where it has come to listen.
struct Listening {
    at: SocketAddr,
    plain: Option<SocketAddr>,
    metrics: Option<SocketAddr>,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub(super) fn run(&self) -> Result<()> {
        // Stdout is for what was asked for; the log names no one and no token.
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .init();
        tokio::runtime::Runtime::new()?.block_on(self.serve())
    }

    async fn serve(&self) -> Result<()> {
        let example = match self.example {
            true => Some(example::ready(&self.settings()).await?),
            false => None,
        };
        let endpoint = Endpoint::open(&self.settings()).await?;
        let Fronted { front, at, plain } = self.reached.front(&endpoint, &self.kept).await?;
        let metrics = match self.metrics {
            Some(address) => Some(self.measure(&endpoint, address).await?),
            None => None,
        };
        // Before it says that it answers, so that who stops it at once is heard.
        let stop = stopped()?;
        let listening = Listening { at, plain, metrics };
        let code = endpoint.start_code();
        self.announce(&listening, code.as_deref(), example.as_ref())?;
        Ok(serve(endpoint, front, stop).await?)
    }

    /// Answers monitoring, on an address that nobody outside reaches; answers which.
    async fn measure(&self, endpoint: &Arc<Endpoint>, at: SocketAddr) -> Result<SocketAddr> {
        if !at.ip().is_loopback() {
            bail!(t!("cli.serve_metrics_outside", address = at));
        }
        let listener = TcpListener::bind(at)
            .await
            .with_context(|| t!("cli.serve_cannot_listen", address = at))?;
        let listening = listener.local_addr()?;
        tokio::spawn(serve_metrics(endpoint.clone(), listener));
        Ok(listening)
    }

    fn settings(&self) -> Settings {
        let (clock, limits) = if self.practice_clock {
            (Clock::Practice, Limits::rehearsing())
        } else {
            (Clock::System, Limits::default())
        };
        let mut proxies = self.proxy.clone();
        if self.behind_proxy {
            proxies.extend(LOOPBACK);
        }
        Settings {
            limits,
            room: self
                .room
                .map(|megabytes| megabytes.saturating_mul(MEGABYTE)),
            clock,
            proxies,
            tls: self.reached.is_https(),
            ..self.kept.settings()
        }
    }

    fn announce(
        &self,
        listening: &Listening,
        code: Option<&str>,
        example: Option<&Example>,
    ) -> Result<()> {
        let mut out = std::io::stdout().lock();
        let at = listening.at;
        let origin = self.reached.origin(at);
        let links = |example: &Example| -> Result<_> {
            Ok((example.volunteer(&origin)?, example.organiser(&origin)?))
        };
        let links = example.map(links).transpose()?;
        if self.json {
            let text = |address: Option<SocketAddr>| address.map(|address| address.to_string());
            let ready = json!({
                "listening": at.to_string(),
                "plain": text(listening.plain),
                "metrics": text(listening.metrics),
                "start_code": code,
                "example": links.map(|(volunteer, organiser)| json!({
                    "volunteer": volunteer,
                    "organiser": organiser,
                })),
            });
            writeln!(out, "{ready}")?;
        } else {
            writeln!(out, "{}", t!("cli.serve_ready", origin = origin))?;
            if let Some((volunteer, organiser)) = links {
                writeln!(out, "{}", t!("cli.example_volunteer", link = volunteer))?;
                writeln!(out, "{}", t!("cli.example_organiser", link = organiser))?;
            }
            match code {
                Some(code) => {
                    writeln!(out, "{}", t!("cli.serve_code", code = code))?;
                    let link = start_link(&origin, code);
                    writeln!(out, "{}", t!("cli.serve_link", link = link))?;
                }
                None => writeln!(out, "{}", t!("cli.serve_no_code"))?,
            }
        }
        Ok(out.flush()?)
    }
}

/// The link that starts a campaign.
pub(super) fn start_link(origin: &str, code: &str) -> String {
    format!("{origin}/start#{}", code.replace('-', ""))
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
