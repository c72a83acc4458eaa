//! Chromium, driven over WebDriver: one driver for all journeys, a profile of its own for each
//! person, closed and opened again as phones are.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{ChromeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use crate::browser::{Browser, PHONE};
use crate::page::Page;
use crate::process::Process;

/// What keeps Chromium to itself and to this computer.
const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--lang=en-GB",
    "--accept-lang=en-GB",
];
/// A browser takes no longer to do one thing.
const PATIENCE: Duration = Duration::from_secs(60);

/// The driver.
pub struct Driver {
    _process: Process,
    url: String,
}

impl Driver {
    /// Starts chromedriver on a free port of this computer.
    pub fn start() -> Result<Driver> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or("chromedriver".to_string());
        let mut command = Command::new(program);
        command.args(["--port=0", "--log-level=WARNING"]);
        let (process, port) = Process::start(&mut command, |line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        })?;
        Ok(Driver {
            _process: process,
            url: format!("http://127.0.0.1:{port}"),
        })
    }

    /// Opens a browser on a profile, made where there is none.
    pub async fn browser(&self, profile: &Path, origin: &str, who: &str) -> Result<Browser> {
        let page = Page::new(self.session(profile).await?, origin, who);
        let browser = Browser::chromium(page, profile.to_path_buf());
        browser.size(PHONE).await?;
        Ok(browser)
    }

    async fn session(&self, profile: &Path) -> Result<WebDriver> {
        let mut wanted: ChromeCapabilities = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            wanted.add_arg(argument)?;
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
        wanted.set_binary("/usr/bin/chromium")?;
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let mut last = None;
        // The last browser on this profile may take a moment to let it go.
        for _ in 0..5 {
            let session = WebDriver::builder(&self.url, wanted.clone())
                .request_timeout(PATIENCE)
                .connect()
                .await;
            match session {
                Ok(session) => return Ok(session),
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        bail!("Chromium did not start: {last:?}")
    }
}
