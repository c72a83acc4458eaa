//! `stairwell start-code` and `stairwell host`: what an endpoint's host decides and is told. Counts
//! of groups, by the host's own labels; nothing of anyone.

use std::io::Write;

use anyhow::{Result, bail};
use chrono::DateTime;
use clap::{Args, Subcommand};
use serde_json::json;

use super::kept::Kept;
use super::serve::start_link;
use crate::endpoint::clock::system_now;
use crate::endpoint::ledger::Ledger;
use crate::endpoint::ledger::backup::Place;
use crate::endpoint::ledger::start_code::{NewStartCode, StartCode, StartQuota, day_of};
use crate::endpoint::randomness;
use crate::sync::invite::InviteCode;
use crate::t;

const MEGABYTE: u64 = 1024 * 1024;

/// The arguments of `stairwell start-code`.
#[derive(Debug, Args)]
pub(super) struct StartCodes {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    #[command(about = t!("cli.start_code_new"))]
    New(New),
    #[command(about = t!("cli.start_code_change"))]
    Change(Change),
    #[command(about = t!("cli.start_code_list"))]
    List(Listing),
    #[command(about = t!("cli.start_code_revoke"))]
    Revoke(Revoke),
}

#[derive(Debug, Args)]
struct New {
    #[command(flatten)]
    kept: Kept,
    #[arg(long, value_name = "WORDS", help = t!("cli.start_code_label"))]
    label: String,
    #[command(flatten)]
    most: Most,
    #[arg(long, value_name = "URL", env = "STAIRWELL_ORIGIN", help = t!("cli.serve_origin"))]
    origin: Option<String>,
}

/// A quota, or what of it is to be another.
#[derive(Debug, Args)]
struct Most {
    #[arg(long, value_name = "MB", help = t!("cli.start_code_megabytes"))]
    megabytes: Option<u64>,
    #[arg(long, value_name = "N", help = t!("cli.start_code_devices"))]
    devices: Option<u32>,
    #[arg(long, value_name = "N", help = t!("cli.start_code_events"))]
    events_a_day: Option<u64>,
}

impl Most {
    fn quota(&self) -> StartQuota {
        StartQuota {
            bytes: self
                .megabytes
                .map(|megabytes| megabytes.saturating_mul(MEGABYTE)),
            devices: self.devices,
            events: self.events_a_day,
        }
    }
}

#[derive(Debug, Args)]
struct Change {
    #[command(flatten)]
    kept: Kept,
    #[arg(value_name = "LABEL", help = t!("cli.start_code_which"))]
    label: String,
    #[command(flatten)]
    most: Most,
}

#[derive(Debug, Args)]
struct Listing {
    #[command(flatten)]
    kept: Kept,
    #[arg(long, help = t!("cli.host_json"))]
    json: bool,
}

#[derive(Debug, Args)]
struct Revoke {
    #[command(flatten)]
    kept: Kept,
    #[arg(value_name = "LABEL", help = t!("cli.start_code_which"))]
    label: String,
}

/// The arguments of `stairwell host`.
#[derive(Debug, Args)]
pub(super) struct Host {
    #[command(subcommand)]
    what: Told,
}

#[derive(Debug, Subcommand)]
enum Told {
    #[command(about = t!("cli.host_status"))]
    Status(Listing),
}

impl StartCodes {
    /// Does what is asked for.
    pub(super) fn run(&self) -> Result<()> {
        wait(async {
            match &self.what {
                What::New(new) => new.run().await,
                What::Change(change) => change.run().await,
                What::List(listing) => listing.codes().await,
                What::Revoke(revoke) => revoke.run().await,
            }
        })
    }
}

impl Host {
    /// Says how the endpoint is.
    pub(super) fn run(&self) -> Result<()> {
        let Told::Status(listing) = &self.what;
        wait(listing.status())
    }
}

fn wait<T>(of: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Runtime::new()?.block_on(of)
}

/// What an endpoint keeps, which is there.
async fn ledger(kept: &Kept) -> Result<Box<dyn Ledger>> {
    let settings = kept.settings();
    if let Place::File(file) = settings.place()
        && !file.exists()
    {
        bail!(t!("cli.host_nothing", folder = settings.folder.display()));
    }
    Ok(settings.ledger().await?)
}

impl New {
    async fn run(&self) -> Result<()> {
        let label = self.label.trim();
        if label.is_empty() {
            bail!(t!("cli.start_code_no_label"));
        }
        let code = InviteCode::random(&mut randomness()?);
        let new = NewStartCode {
            code: code.characters(),
            label: label.to_string(),
            quota: self.most.quota(),
            now: system_now(),
        };
        if !ledger(&self.kept).await?.new_start_code(&new).await? {
            bail!(t!("cli.start_code_taken", label = label));
        }
        let mut out = std::io::stdout();
        writeln!(out, "{}", t!("cli.serve_code", code = code.in_fours()))?;
        if let Some(origin) = &self.origin {
            let link = start_link(origin.trim_end_matches('/'), &code.in_fours());
            writeln!(out, "{}", t!("cli.serve_link", link = link))?;
        }
        Ok(())
    }
}

impl Change {
    async fn run(&self) -> Result<()> {
        let (label, quota) = (self.label.trim(), self.most.quota());
        if quota == StartQuota::default() {
            bail!(t!("cli.start_code_no_change"));
        }
        let ledger = ledger(&self.kept).await?;
        if !ledger.change_start_code(label, &quota).await? {
            bail!(t!("cli.start_code_unknown", label = label));
        }
        let said = t!("cli.start_code_changed", label = label);
        writeln!(std::io::stdout(), "{said}")?;
        Ok(())
    }
}

impl Revoke {
    async fn run(&self) -> Result<()> {
        let label = self.label.trim();
        if !ledger(&self.kept).await?.revoke_start_code(label).await? {
            bail!(t!("cli.start_code_unknown", label = label));
        }
        writeln!(
            std::io::stdout(),
            "{}",
            t!("cli.start_code_revoked", label = label)
        )?;
        Ok(())
    }
}

/// A day as it is written, of a time in seconds since 1970.
fn day(time: i64) -> String {
    DateTime::from_timestamp(time, 0).map_or_else(String::new, |time| time.date_naive().to_string())
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / MEGABYTE as f64)
}

/// What became of a code, without the code.
fn in_json(code: &StartCode, today: i64) -> serde_json::Value {
    json!({
        "label": code.label,
        "revoked": code.revoked,
        "made": day(code.made),
        "campaigns": code.campaigns,
        "devices": code.devices,
        "most_devices": code.quota.devices,
        "bytes": code.bytes,
        "most_bytes": code.quota.bytes,
        "events_today": today_of(code, today),
        "most_events_a_day": code.quota.events,
        "last_heard": code.last_heard.map(day),
    })
}

fn today_of(code: &StartCode, today: i64) -> u64 {
    let (day, events) = code.events;
    if day == today { events } else { 0 }
}

fn in_words(code: &StartCode, today: i64) -> String {
    let of = |used: String, most: Option<String>| match most {
        Some(most) => t!("cli.host_of", used = used, most = most),
        None => used,
    };
    let quota = &code.quota;
    let count = |number: u64| number.to_string();
    t!(
        "cli.host_code",
        label = code.label,
        campaigns = code.campaigns,
        devices = of(
            count(code.devices),
            quota.devices.map(|most| most.to_string())
        ),
        megabytes = of(megabytes(code.bytes), quota.bytes.map(megabytes)),
        events = of(count(today_of(code, today)), quota.events.map(count)),
        day = code.last_heard.map_or_else(|| t!("cli.host_never"), day)
    )
}

impl Listing {
    async fn codes(&self) -> Result<()> {
        let codes = ledger(&self.kept).await?.start_codes().await?;
        let today = day_of(system_now());
        let mut out = std::io::stdout();
        for code in &codes {
            if self.json {
                let mut line = in_json(code, today);
                line["code"] = code.code.clone().into();
                writeln!(out, "{line}")?;
                continue;
            }
            let typed = InviteCode::parse(&code.code).map(|code| code.in_fours());
            let shown = if code.revoked {
                t!("cli.host_revoked")
            } else {
                typed.unwrap_or_default()
            };
            writeln!(out, "{shown}  {}", in_words(code, today))?;
        }
        Ok(())
    }

    async fn status(&self) -> Result<()> {
        let ledger = ledger(&self.kept).await?;
        let (summary, codes) = (ledger.summary().await?, ledger.start_codes().await?);
        let today = day_of(system_now());
        let mut out = std::io::stdout();
        if self.json {
            let codes: Vec<_> = codes.iter().map(|code| in_json(code, today)).collect();
            let status = json!({
                "campaigns": summary.campaigns,
                "devices": summary.devices,
                "batches": summary.batches,
                "bytes": summary.bytes,
                "database_bytes": summary.database_bytes,
                "last_heard": summary.last_heard.map(day),
                "start_codes": codes,
            });
            writeln!(out, "{status}")?;
            return Ok(());
        }
        let words = t!(
            "cli.host_summary",
            n = summary.campaigns,
            devices = summary.devices,
            megabytes = megabytes(summary.bytes),
            database = megabytes(summary.database_bytes),
            day = summary.last_heard.map_or_else(|| t!("cli.host_never"), day)
        );
        writeln!(out, "{words}")?;
        for code in &codes {
            writeln!(out, "{}", in_words(code, today))?;
        }
        Ok(())
    }
}
