//! What a phone's browser is told apart by, and what is said of it: Safari on an iPhone, the app on its home
//! screen, a private window, a browser that promises to keep what is here or does not, a clock that is wrong.
//! Chromium passes for each.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use super::later_days::CLOCK;
use crate::browser::Browser;
use crate::site::Site;

const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 \
    (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
/// What the app on the home screen says of itself.
const APP: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 \
    (KHTML, like Gecko) Mobile/15E148";

/// A browser that makes up its mind only later, and counts how often it is asked.
const PROMISES_NOTHING: &str = "window.askedToPersist = 0;
    navigator.storage.persisted = async () => false;
    navigator.storage.persist = async () => { window.askedToPersist += 1; return false; };";
const PROMISES: &str = "navigator.storage.persisted = async () => true;";

async fn passes_for(phone: &Browser, agent: &str) -> Result<()> {
    let cdp = phone.page.driver.cdp();
    let agent = json!({"userAgent": agent});
    cdp.send_raw("Network.setUserAgentOverride", agent).await?;
    Ok(())
}

/// Runs a piece of script before every page from now on.
async fn before_every_page(phone: &Browser, source: &str) -> Result<()> {
    let cdp = phone.page.driver.cdp();
    let source = json!({"source": source});
    let run = "Page.addScriptToEvaluateOnNewDocument";
    cdp.send_raw(run, source).await?;
    Ok(())
}

/// From Safari to the home screen; then the other browsers.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("On an iPhone", &["Robin Row"], 2).await?;
    let phone = site.phone("Seren").await?;
    passes_for(&phone, SAFARI).await?;
    before_every_page(&phone, PROMISES_NOTHING).await?;
    let page = &phone.page;
    page.open_link(&invitation.link).await?;
    page.fill(&t!("volunteer.your_name"), "Seren").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    for words in [
        "home_title",
        "home_why",
        "home_share",
        "home_add",
        "home_open",
    ] {
        page.sees(&t!(&format!("phone.{words}"))).await?;
    }
    phone.screen("iphone-home-screen").await?;
    page.tap(&t!("phone.home_title")).await?;
    page.no_longer_sees(&t!("phone.home_share")).await?;
    // Folded away once, it stays so, and can be had again.
    page.open("/today").await?;
    page.sees(&t!("phone.home_title")).await?;
    page.does_not_see(&t!("phone.home_share")).await?;
    page.tap(&t!("phone.home_title")).await?;
    page.sees(&t!("phone.home_share")).await?;
    phone.screen("iphone-today").await?;
    phone.held_every_way("iphone-today").await?;
    page.tap(&t!("phone.home_bring")).await?;
    page.sees(&t!("phone.device_none_waits")).await?;
    page.tap(&t!("phone.device_make")).await?;
    page.sees(&t!("phone.device_once")).await?;
    phone.screen("iphone-own-device").await?;
    phone.held_every_way("iphone-own-device").await?;
    let link = "return document.querySelector('.invite-link').textContent.trim()";
    let link = page.script(link, &[]).await?;
    let link = link.as_str().context("a link")?.to_string();
    promised(&phone).await?;
    clock_wrong(&phone).await?;
    phone.close().await?;
    on_the_home_screen(site, &link).await?;
    private_window(site, &invitation.link).await
}

/// Asked at each start for as long as the browser has not promised, and said either way.
async fn promised(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/sent").await?;
    page.sees(&t!("phone.kept_not_promised")).await?;
    let asked = page.script("return window.askedToPersist", &[]).await?;
    ensure!(asked == json!(1), "asked {asked} times at a start");
    phone.screen("volunteer-not-promised").await?;
    phone.held_every_way("volunteer-not-promised").await?;
    before_every_page(phone, PROMISES).await?;
    page.reload().await?;
    page.sees(&t!("phone.kept_promised")).await?;
    let asked = page.script("return window.askedToPersist", &[]).await?;
    ensure!(asked == json!(0), "it has promised, and is asked again");
    Ok(())
}

/// A clock two days ahead is named once the endpoint has answered.
async fn clock_wrong(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.does_not_see(&t!("phone.clock_days", n = 2)).await?;
    before_every_page(phone, &CLOCK.replace("DAYS", "2")).await?;
    page.reload().await?;
    page.sees(&t!("phone.clock_days", n = 2)).await?;
    phone.screen("volunteer-clock-wrong").await?;
    phone.held_every_way("volunteer-clock-wrong").await
}

/// The app there begins with nothing; what was copied is pasted, and no name is asked before joining.
async fn on_the_home_screen(site: &mut Site, link: &str) -> Result<()> {
    let app = site.phone("Seren's app").await?;
    passes_for(&app, APP).await?;
    let copied = json!(link);
    let standalone = format!(
        "Object.defineProperty(navigator, 'standalone', {{ value: true }});
        navigator.clipboard.readText = async () => {copied};"
    );
    before_every_page(&app, &standalone).await?;
    let page = &app.page;
    page.open("/").await?;
    page.sees(&t!("phone.paste_hint")).await?;
    app.screen("iphone-app-empty").await?;
    app.held_every_way("iphone-app-empty").await?;
    page.tap(&t!("phone.paste")).await?;
    page.sees(&t!("phone.invited_as_self")).await?;
    app.screen("iphone-app-invited").await?;
    app.held_every_way("iphone-app-invited").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    page.does_not_see(&t!("phone.home_title")).await?;
    // She has recorded nothing in Safari that would say who she is.
    page.sees(&t!("phone.name_unknown")).await?;
    page.open("/today").await?;
    page.sees("Robin Row").await?;
    app.close().await.map(drop)
}

/// A window that is called private, as Firefox's and Safari's can be told: said before anything is used up.
async fn private_window(site: &mut Site, link: &str) -> Result<()> {
    let phone = site.phone("somebody in private").await?;
    let refuses = "navigator.storage.getDirectory = () =>
        Promise.reject(new DOMException('private', 'SecurityError'));";
    before_every_page(&phone, refuses).await?;
    let page = &phone.page;
    page.open_link(link).await?;
    page.sees(&t!("phone.private_window")).await?;
    page.sees(&t!("phone.private_window_how")).await?;
    page.sees(&t!("volunteer.invited")).await?;
    phone.screen("join-private-window").await?;
    phone.close().await.map(drop)
}
