//! Days go by: an invitation has run out; an end comes near, and is warned of. And a journey of its
//! own, where the browser's clock can be set: a campaign is over, and nothing of it is left on
//! anybody's device.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use super::taken_off::count;
use crate::browser::Browser;
use crate::site::Site;

/// In how many days the other campaign ends.
const ENDS_IN: u64 = 5;
/// Days after the end of an invitation, and of that campaign.
const LATER: u32 = 7;

/// The browser's clock, so many days on, in every page it opens from now on.
pub const CLOCK: &str = "(() => {
    const later = DAYS * 86400000;
    const Real = Date;
    globalThis.Date = class extends Real {
        constructor(...given) { super(...(given.length === 0 ? [Real.now() + later] : given)); }
        static now() { return Real.now() + later; }
    };
})();";

/// The invitation in the common campaign; the warning in one of its own, which ends.
pub async fn journey(site: &mut Site) -> Result<()> {
    run_out(site).await?;
    let other = one_that_ends(site).await?;
    let outcome = the_end_is_near(&other).await;
    other.close().await;
    outcome
}

/// In a campaign of its own, which ends while this runs.
pub async fn the_end(site: &mut Site) -> Result<()> {
    let mut other = one_that_ends(site).await?;
    let outcome = to_the_end(&mut other).await;
    other.close().await;
    outcome
}

async fn one_that_ends(site: &Site) -> Result<Site> {
    let day = chrono::Utc::now().date_naive() + chrono::Days::new(ENDS_IN);
    Site::another(site.organiser.engine(), Some(&day.to_string())).await
}

async fn run_out(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Too late", &["Robin Row"], 1).await?;
    site.endpoint.start_in(LATER)?;
    let late = site.phone("somebody who waited").await?;
    late.page.open_link(&invitation.link).await?;
    late.page.sees(&t!("errors.refusal.expired_invite")).await?;
    late.screen("join-expired").await?;
    site.endpoint.start_again()?;
    late.close().await.map(drop)
}

async fn the_end_is_near(site: &Site) -> Result<()> {
    let page = &site.organiser.page;
    page.open("/organise").await?;
    page.sees(&t!("keys.ends_take_along")).await?;
    let urgent = "return document.querySelector('.banner.stop')?.textContent ?? ''";
    let said = page.script(urgent, &[]).await?;
    let said = said.as_str().context("the warning is shown")?;
    ensure!(said.contains(&format!("in {ENDS_IN} days")), "{said}");
    site.organiser.screen("organiser-home-ends").await
}

async fn to_the_end(site: &mut Site) -> Result<()> {
    let page = &site.organiser.page;
    page.open("/organise/list").await?;
    page.tap(&t!("list.by_hand_link")).await?;
    page.fill(&t!("list.hand_name"), "Larch House").await?;
    page.fill(&t!("list.hand_floors"), "2").await?;
    page.fill(&t!("list.hand_per_floor"), "2").await?;
    page.tap(&t!("list.hand_make")).await?;
    page.sees(&t!("list.hand_made", n = 4, name = "Larch House"))
        .await?;
    let invitation = site.invite("Larch", &["Larch House"], 1).await?;
    let phone = site.volunteer("Tegid", &invitation).await?;
    ensure!(count(&phone.page, "pulled").await? > 0, "no doors came");
    phone.page.open("/today").await?;
    phone.page.sees(&format!("Days left: {ENDS_IN}")).await?;
    over(site, &phone).await?;
    phone.close().await.map(drop)
}

/// The endpoint's clock alone ends nothing on a phone; with its own, everything goes.
async fn over(site: &mut Site, phone: &Browser) -> Result<()> {
    site.endpoint.start_in(LATER)?;
    phone.page.open("/sent").await?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees(&t!("errors.refusal.run_out")).await?;
    ensure!(
        count(&phone.page, "pulled").await? > 0,
        "the doors are gone"
    );
    for browser in [phone, &site.organiser] {
        let clock = CLOCK.replace("DAYS", &LATER.to_string());
        let source = json!({ "source": clock });
        let cdp = browser.page.driver.cdp();
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        browser.page.open("/").await?;
        browser.page.sees(&t!("phone.ended")).await?;
        ensure!(count(&browser.page, "pulled").await? == 0, "doors are left");
    }
    // What the organiser's device has kept are figures, and no door.
    let page = &site.organiser.page;
    page.tap(&t!("phone.counts_kept")).await?;
    page.sees(&t!("keys.counts_what")).await?;
    site.organiser.screen("organiser-counts").await?;
    phone.screen("start-ended").await
}
