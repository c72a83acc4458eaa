//! A new version of the app is published while somebody knocks: nothing changes under their
//! hands until they say so, and the API is none of the service worker's business.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stairwell::t;

use crate::site::Site;

/// The service worker as it was built, put back whatever happens.
struct Published {
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Published {
    /// Publishes the app under another version's name.
    fn another() -> Result<Published> {
        let dist = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dist");
        let mut files = Vec::new();
        for name in ["sw.js", "sw.js.br"] {
            let path = dist.join(name);
            if let Ok(bytes) = fs::read(&path) {
                files.push((path, bytes));
            }
        }
        let published = Published { files };
        let (path, bytes) = published.files.first().context("dist/sw.js is there")?;
        let worker = String::from_utf8(bytes.clone())?;
        let start = "const VERSION = \"";
        let newer = worker.replacen(start, &format!("{start}newer-"), 1);
        ensure!(newer != worker, "the service worker names its version");
        fs::write(path, newer)?;
        if let Some((compressed, _)) = published.files.get(1) {
            fs::remove_file(compressed)?;
        }
        Ok(published)
    }
}

impl Drop for Published {
    fn drop(&mut self) {
        for (path, bytes) in &self.files {
            // A build that cannot be put back is said by whatever needs it next.
            let _ = fs::write(path, bytes);
        }
    }
}

/// Asks the browser to look for a new version, as it does by itself every day.
const LOOK: &str = "navigator.serviceWorker.ready.then((worker) => worker.update())";
/// The caches of the app, by name.
const CACHES: &str = "const done = arguments[arguments.length - 1]; caches.keys().then(done)";
/// Anything of the API in any cache.
const OF_THE_API: &str = "const done = arguments[arguments.length - 1];
    (async () => {
        const kept = [];
        for (const name of await caches.keys()) {
            for (const request of await (await caches.open(name)).keys()) {
                if (new URL(request.url).pathname.startsWith('/v1')) kept.push(request.url);
            }
        }
        done(kept);
    })()";

/// Knock, be told of the new version, knock on, and take it.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Robin for updates", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Jac", &invitation).await?;
    let page = &phone.page;
    page.tap(&t!("volunteer.to_today")).await?;
    page.script("window.notReloaded = true", &[]).await?;
    let before = page.driver.execute_async(CACHES, Vec::new()).await?;
    let before = before.json().clone();

    let published = Published::another()?;
    page.script(LOOK, &[]).await?;
    page.sees(&t!("volunteer.update_waiting")).await?;
    phone.screen("volunteer-update").await?;
    page.tap("Robin Row").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await?;
    let same = page.script("return window.notReloaded", &[]).await?;
    ensure!(same == Value::Bool(true), "the page was loaded again");

    page.tap(&t!("volunteer.today")).await?;
    page.tap(&t!("volunteer.update_now")).await?;
    page.until(
        "the new version to load the page again",
        "return !window.notReloaded && !!document.querySelector('h1')",
    )
    .await?;
    drop(published);
    page.does_not_see(&t!("volunteer.update_waiting")).await?;
    let after = page.driver.execute_async(CACHES, Vec::new()).await?;
    ensure!(
        *after.json() != before && after.json().as_array().is_some_and(|all| all.len() == 1),
        "one version is kept, the new one: {before} then {}",
        after.json()
    );
    let of_the_api = page.driver.execute_async(OF_THE_API, Vec::new()).await?;
    ensure!(
        *of_the_api.json() == json!([]),
        "kept of the API: {}",
        of_the_api.json()
    );
    page.open("/sent").await?;
    page.fact_is(&t!("volunteer.count_saved"), "1").await?;
    phone.close().await.map(drop)
}
