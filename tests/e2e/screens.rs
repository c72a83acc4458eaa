//! Every page at the sizes of phones, looked over by axe-core and kept as a picture.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::browser::{Browser, Engine, PHONE};

/// A laptop's screen, in CSS pixels.
const LAPTOP: (u32, u32) = (1280, 800);

/// A small phone's screen, a laptop's and the usual phone's, which is left last.
const SIZES: [(u32, u32); 3] = [(320, 640), LAPTOP, PHONE];

/// Whatever runs sideways out of the screen.
const TOO_WIDE: &str = "return document.documentElement.scrollWidth > innerWidth
    ? [...document.querySelectorAll('body *')]
        .filter((it) => it.getBoundingClientRect().right > innerWidth + 1)
        .map((it) => it.tagName + '.' + it.className).slice(-3)
    : []";

/// What axe-core finds wrong, each with where it stands.
const LOOK_OVER: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.map(({ id, help, nodes }) =>
            ({ id, help, at: nodes.map((node) => node.html.slice(0, 200)) }))),
        (error) => done([String(error)]));";

/// Where the pictures go.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screens")
}

impl Browser {
    /// Looks the page over at every size, in the light and in the dark, and keeps pictures of it. In
    /// WebKit at a phone's size and in the light, which is all it can be told.
    pub async fn screen(&self, name: &str) -> Result<()> {
        fs::create_dir_all(folder())?;
        if self.engine() == Engine::WebKit {
            self.look_over(name, PHONE.0).await?;
            return self.picture(&format!("webkit-{name}")).await;
        }
        for size in SIZES {
            self.size(size).await?;
            self.look_over(name, size.0).await?;
            self.picture(&format!("{name}-{}", size.0)).await?;
        }
        self.dark(true).await?;
        self.look_over(name, PHONE.0).await?;
        self.picture(&format!("{name}-dark")).await?;
        self.dark(false).await
    }

    /// Looks the page over as a phone shows it, in the light and in the dark, and keeps a picture of each. In
    /// WebKit in the light.
    pub async fn in_both_themes(&self, name: &str) -> Result<()> {
        fs::create_dir_all(folder())?;
        self.look_over(name, PHONE.0).await?;
        if self.engine() == Engine::WebKit {
            return self.picture(&format!("webkit-{name}")).await;
        }
        self.picture(name).await?;
        self.dark(true).await?;
        self.look_over(name, PHONE.0).await?;
        self.picture(&format!("{name}-dark")).await?;
        self.dark(false).await
    }

    /// Looks over a page of the organiser's that is longer than a screen: at every size, and on a
    /// laptop, each in one picture from top to bottom.
    pub async fn long_screen(&self, name: &str) -> Result<()> {
        self.screen(name).await?;
        if self.engine() == Engine::WebKit {
            return Ok(());
        }
        for width in [PHONE.0, LAPTOP.0] {
            self.size((width, PHONE.1)).await?;
            let height = "return document.documentElement.scrollHeight";
            let height = self.page.script(height, &[]).await?;
            let height = height
                .as_u64()
                .and_then(|height| u32::try_from(height).ok());
            self.size((width, height.unwrap_or(PHONE.1))).await?;
            self.look_over(name, width).await?;
            self.picture(&format!("{name}-{width}-whole")).await?;
        }
        self.size(PHONE).await
    }

    async fn look_over(&self, name: &str, width: u32) -> Result<()> {
        let page = &self.page;
        // Colours that are still turning are no colours to judge.
        tokio::time::sleep(Duration::from_millis(80)).await;
        let too_wide = page.script(TOO_WIDE, &[]).await?;
        if too_wide != json!([]) {
            bail!("{name} runs out of a screen {width} wide: {too_wide}");
        }
        if page.script("return !window.axe", &[]).await? == Value::Bool(true) {
            page.script(&axe()?, &[]).await?;
        }
        let found = page.driver.execute_async(LOOK_OVER, Vec::new()).await?;
        if *found.json() != json!([]) {
            bail!("axe-core on {name}, {width} wide: {:#}", found.json());
        }
        Ok(())
    }

    /// Keeps a picture of what the screen shows.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let picture = self.page.driver.screenshot_as_png().await?;
        let file = folder().join(format!("{name}.png"));
        fs::write(&file, picture).with_context(|| file.display().to_string())
    }
}

fn axe() -> Result<String> {
    let file = std::env::var("STAIRWELL_AXE")
        .context("STAIRWELL_AXE says where axe-core is; `cargo xtask test` sets it")?;
    fs::read_to_string(&file).context(file)
}
