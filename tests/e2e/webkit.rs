//! WebKitGTK's small browser, over its own driver, in a screen that nobody sees. It keeps nothing
//! beyond its session, so it is good for one evening at a time.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use crate::page::Page;
use crate::process::Process;

/// Debian's small browser on WebKitGTK.
const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/// How long the screen and the driver may take to come up.
const PATIENCE: Duration = Duration::from_secs(20);
/// The browser takes no longer to do one thing.
const ONE_THING: Duration = Duration::from_secs(60);

/// A browser, its driver and its screen.
pub struct Browser {
    /// What it shows.
    pub page: Page,
    _driver: Process,
    _screen: Process,
}

impl Browser {
    /// Opens one.
    pub async fn open(origin: &str) -> Result<Browser> {
        let (screen, display) = screen()?;
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("DISPLAY", &display)
            .env("GDK_BACKEND", "x11")
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            // It speaks for itself only; nobody's own bus or settings come into it.
            .env("NO_AT_BRIDGE", "1")
            .env("GIO_USE_VFS", "local");
        let mut driver = Process::start_at_once(&mut command)?;
        answers(port, &mut driver).await?;
        let mut wanted = Capabilities::new();
        wanted.set(
            "webkitgtk:browserOptions".to_string(),
            json!({"binary": BROWSER, "args": ["--automation"]}),
        )?;
        let session = WebDriver::builder(format!("http://127.0.0.1:{port}"), wanted)
            .request_timeout(ONE_THING)
            .connect()
            .await
            .context("WebKit did not start")?;
        Ok(Browser {
            page: Page::new(session, origin, "WebKit"),
            _driver: driver,
            _screen: screen,
        })
    }

    /// Closes it.
    pub async fn close(self) -> Result<()> {
        Ok(self.page.driver.quit().await?)
    }
}

/// A screen that nobody sees, and its name.
fn screen() -> Result<(Process, String)> {
    let mut command = Command::new("Xvfb");
    // The server picks a free number and says it.
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "800x1000x24",
        "-nolisten",
        "tcp",
    ]);
    let (screen, number) = Process::start(&mut command, |line| line.trim().parse::<u32>().ok())?;
    Ok((screen, format!(":{number}")))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// Waits until the driver listens.
async fn answers(port: u16, driver: &mut Process) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        if !driver.runs() {
            bail!("WebKitWebDriver ended before it listened");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("WebKitWebDriver does not listen")
}
