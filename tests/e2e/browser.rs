//! A browser somebody holds: closed and opened again as phones are, in either engine.

use std::fmt;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::page::Page;
use crate::webkit;

/// A phone's screen, in CSS pixels.
pub const PHONE: (u32, u32) = (390, 844);

/// What draws the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, as on Android and most laptops.
    Chromium,
    /// WebKit, as on an iPhone.
    WebKit,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Chromium => "Chromium",
            Engine::WebKit => "WebKit",
        })
    }
}

/// A browser somebody holds.
pub struct Browser {
    /// What it shows.
    pub page: Page,
    /// Where it keeps everything.
    pub profile: PathBuf,
    /// Its driver and its screen, where it has them to itself.
    webkit: Option<webkit::Running>,
}

impl Browser {
    /// A session of Chromium.
    pub fn chromium(page: Page, profile: PathBuf) -> Browser {
        Browser {
            page,
            profile,
            webkit: None,
        }
    }

    /// A session of WebKit.
    pub fn webkit(page: Page, profile: PathBuf, running: webkit::Running) -> Browser {
        Browser {
            page,
            profile,
            webkit: Some(running),
        }
    }

    /// What draws its pages.
    pub fn engine(&self) -> Engine {
        match self.webkit {
            None => Engine::Chromium,
            Some(_) => Engine::WebKit,
        }
    }

    /// Whether the engine itself gave way, as WebKit's process of a page does now and then.
    pub fn crashed(&self) -> bool {
        self.webkit.as_ref().is_some_and(webkit::Running::crashed)
    }

    /// Gives the screen this size, as a phone's.
    pub async fn size(&self, (width, height): (u32, u32)) -> Result<()> {
        match self.engine() {
            Engine::Chromium => {
                let metrics = json!({
                    "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true,
                });
                self.devtools("Emulation.setDeviceMetricsOverride", metrics)
                    .await
            }
            Engine::WebKit => {
                let driver = &self.page.driver;
                driver.set_window_rect(0, 0, width, height).await?;
                let fits = format!("return innerWidth === {width}");
                self.page.until("a screen of this width", &fits).await
            }
        }
    }

    /// Dark or light, whatever the computer is. Chromium only.
    pub async fn dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await
    }

    /// Colours that a person has set, in place of a page's own. Chromium only.
    pub async fn forced_colours(&self, forced: bool) -> Result<()> {
        let value = if forced { "active" } else { "none" };
        let features = json!([{"name": "forced-colors", "value": value}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await
    }

    /// Slows the page down so many times. Chromium only.
    pub async fn slow_down(&self, times: u32) -> Result<()> {
        self.devtools("Emulation.setCPUThrottlingRate", json!({"rate": times}))
            .await
    }

    /// Runs a piece of script in each page that is opened from now on, before anything of the page's own.
    /// Chromium only.
    pub async fn before_each_page(&self, script: &str) -> Result<()> {
        let source = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source)
            .await
    }

    /// How long the page's main thread has been at each of these so far, in seconds, by the browser's own
    /// count. Chromium only.
    pub async fn worked<const N: usize>(&self, counts: [&str; N]) -> Result<[f64; N]> {
        self.devtools("Performance.enable", json!({})).await?;
        let cdp = self.page.driver.cdp();
        let told = cdp.send_raw("Performance.getMetrics", json!({})).await?;
        let told = told["metrics"].as_array().context("the browser's counts")?;
        let mut so_far = [0.0; N];
        for (name, so_far) in counts.into_iter().zip(&mut so_far) {
            let count = told.iter().find(|it| it["name"] == name);
            let count = count.and_then(|it| it["value"].as_f64());
            *so_far = count.with_context(|| name.to_string())?;
        }
        Ok(so_far)
    }

    /// Puts what is downloaded into a folder, without asking.
    pub async fn downloads_to(&self, folder: &Path) -> Result<()> {
        match self.engine() {
            Engine::Chromium => {
                let to = json!({"behavior": "allow", "downloadPath": folder});
                self.devtools("Browser.setDownloadBehavior", to).await
            }
            // It has one folder for as long as it runs.
            Engine::WebKit => {
                fs::remove_dir(folder).ok();
                Ok(symlink(webkit::downloads(&self.profile), folder)?)
            }
        }
    }

    /// From now on nothing comes whose address is like one of these (`*` is anything); with none,
    /// everything comes again. Chromium only.
    pub async fn keep_out(&self, addresses: &[&str]) -> Result<()> {
        self.devtools("Network.enable", json!({})).await?;
        let addresses = json!({ "urls": addresses });
        self.devtools("Network.setBlockedURLs", addresses).await
    }

    /// From now on what is at these addresses is never answered; with none, everything is again.
    /// Chromium only.
    pub async fn leave_waiting(&self, addresses: &[&str]) -> Result<()> {
        if addresses.is_empty() {
            return self.devtools("Fetch.disable", json!({})).await;
        }
        let patterns = addresses.iter().map(|it| json!({ "urlPattern": it }));
        let patterns = json!({ "patterns": patterns.collect::<Vec<_>>() });
        self.devtools("Fetch.enable", patterns).await
    }

    /// From now on a site has room for so many bytes, whatever it has taken already; with none, for as many as the
    /// browser lets it. Chromium only, which believes for half a minute in the room it found when it looked last.
    pub async fn room(&self, origin: &str, bytes: Option<u64>) -> Result<()> {
        let room = match bytes {
            Some(bytes) => json!({"origin": origin, "quotaSize": bytes}),
            None => json!({"origin": origin}),
        };
        self.devtools("Storage.overrideQuotaForOrigin", room).await
    }

    async fn devtools(&self, command: &str, arguments: serde_json::Value) -> Result<()> {
        if self.engine() != Engine::Chromium {
            bail!("{} cannot do this: {command}", self.engine());
        }
        let sent = self.page.driver.cdp().send_raw(command, arguments).await;
        sent.map(drop).with_context(|| command.to_string())
    }

    /// What the browser itself complains of: a broken security policy, a panic, an exception.
    /// That there is no connection is no complaint. WebKit's driver does not tell.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        if self.engine() != Engine::Chromium {
            return Ok(Vec::new());
        }
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
