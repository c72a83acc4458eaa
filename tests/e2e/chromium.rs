//! Chromium, driven over WebDriver: one driver for all journeys, a profile of its own for each
//! person, closed and opened again as phones are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{ChromeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

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
/// A phone's screen, in CSS pixels.
pub const PHONE: (u32, u32) = (390, 844);
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
        let browser = Browser {
            page: Page::new(self.session(profile).await?, origin, who),
            profile: profile.to_path_buf(),
        };
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

/// A browser somebody holds.
pub struct Browser {
    /// What it shows.
    pub page: Page,
    /// Where it keeps everything.
    pub profile: PathBuf,
}

impl Browser {
    /// Gives the screen this size, as a phone's.
    pub async fn size(&self, (width, height): (u32, u32)) -> Result<()> {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await
    }

    /// Dark or light, whatever the computer is.
    pub async fn dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await
    }

    /// Slows the page down so many times.
    pub async fn slow_down(&self, times: u32) -> Result<()> {
        self.devtools("Emulation.setCPUThrottlingRate", json!({"rate": times}))
            .await
    }

    /// Puts what is downloaded into a folder, without asking.
    pub async fn downloads_to(&self, folder: &Path) -> Result<()> {
        self.devtools(
            "Browser.setDownloadBehavior",
            json!({"behavior": "allow", "downloadPath": folder}),
        )
        .await
    }

    /// From now on nothing comes whose address is like one of these (`*` is anything); with none,
    /// everything comes again.
    pub async fn keep_out(&self, addresses: &[&str]) -> Result<()> {
        self.devtools("Network.enable", json!({})).await?;
        let addresses = json!({ "urls": addresses });
        self.devtools("Network.setBlockedURLs", addresses).await
    }

    async fn devtools(&self, command: &str, arguments: serde_json::Value) -> Result<()> {
        let sent = self.page.driver.cdp().send_raw(command, arguments).await;
        sent.map(drop).with_context(|| command.to_string())
    }

    /// What the browser itself complains of: a broken security policy, a panic, an exception.
    /// That there is no connection is no complaint.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.page.driver.browser_log().await?;
        Ok(log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.message.contains("panicked"))
            .map(|entry| entry.message)
            .filter(|message| !message.contains("net::ERR_"))
            .filter(|message| !message.contains("Failed to load resource"))
            // The same, as what fetches the rest of the app tells it.
            .filter(|message| !message.contains("TypeError: Failed to fetch"))
            .collect())
    }

    /// Closes it, as a person does.
    pub async fn close(self) -> Result<PathBuf> {
        let complaints = self.complaints().await?;
        let who = self.page.who.clone();
        self.page.driver.quit().await?;
        if !complaints.is_empty() {
            bail!("{who}'s browser complained: {complaints:#?}");
        }
        Ok(self.profile)
    }
}
