//! A phone is wiped, and a list is closed: what was not sent is spared until it has been, and
//! nothing else is left.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::t;

use super::taken_off::{count, knock};
use crate::site::Site;

/// Days ago, in the browser's own note of when the endpoint last answered.
const LONG_AGO: &str =
    "const key = Object.keys(localStorage).find((key) => key.endsWith('-answered'));
    localStorage.setItem(key, String(Math.floor(Date.now() / 1000) - arguments[0] * 86400));";

/// Wiped without a signal, closed at the end of a shift, closed after 14 days without contact.
pub async fn journey(site: &mut Site) -> Result<()> {
    wiped(site).await?;
    closed_after_the_shift(site).await?;
    another_evening(site).await?;
    closed_after_days(site).await
}

async fn wiped(site: &mut Site) -> Result<()> {
    let invitation = site.invite("To be wiped", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Mabli", &invitation).await?;
    let page = &phone.page;
    site.endpoint.stop();
    knock(&phone, "Robin Row").await?;
    page.open("/shift").await?;
    phone.screen("volunteer-shift-close").await?;
    page.tap(&t!("phone.wipe")).await?;
    page.sees(&t!("phone.wipe_waiting", n = 1)).await?;
    phone.screen("volunteer-wipe").await?;
    page.tap(&t!("phone.wipe_now")).await?;
    page.sees(&t!("phone.wiped")).await?;
    page.sees(&t!("phone.unsent_waits", n = 1)).await?;
    phone.screen("start-wiped-unsent").await?;
    ensure!(count(page, "pulled").await? == 0, "doors are still there");
    ensure!(count(page, "batches").await? >= 1, "the knock is gone");
    page.open("/today").await?;
    page.sees(&t!("welcome.have_code")).await?;
    // Opened again where there is a signal, it sends what it had, and then nothing is left.
    site.endpoint.start_again()?;
    page.reload().await?;
    let sent = "return !document.body.innerText.includes('to be sent')";
    page.until("the knock to be sent", sent).await?;
    page.sees(&t!("phone.wiped")).await?;
    ensure!(count(page, "batches").await? == 0, "a batch is left");
    ensure!(count(page, "device").await? == 0, "a device is left");
    phone.close().await?;
    let page = &site.organiser.page;
    page.open("/organise/phones").await?;
    page.sees("Mabli").await
}

async fn closed_after_the_shift(site: &mut Site) -> Result<()> {
    let invitation = site.invite("To be closed", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Non", &invitation).await?;
    let page = &phone.page;
    knock(&phone, "Robin Row").await?;
    page.open("/shift").await?;
    page.tap(&t!("phone.end_and_close")).await?;
    // Nothing is closed by the one tap.
    page.sees(&t!("phone.end_and_close_what")).await?;
    phone.screen("volunteer-shift-closing").await?;
    ensure!(count(page, "pulled").await? > 0, "the doors are gone");
    page.tap(&t!("phone.close_now")).await?;
    page.sees(&t!("phone.closed")).await?;
    phone.screen("start-closed").await?;
    ensure!(count(page, "pulled").await? == 0, "doors are still there");
    // Another evening, another invitation, on the same phone.
    let again = site.invite("Another evening", &["Robin Row"], 1).await?;
    page.open_link(&again.link).await?;
    page.fill(&t!("volunteer.your_name"), "Non").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    phone.close().await.map(drop)
}

/// A phone that is in takes the next evening's invitation of the same campaign: without a signal it
/// keeps what it has; with one that is sent, and other doors come.
async fn another_evening(site: &mut Site) -> Result<()> {
    let first = site.invite("One evening", &["Robin Row"], 1).await?;
    let second = site
        .invite("The next evening", &["Dunlin House"], 1)
        .await?;
    let phone = site.volunteer("Tegwen", &first).await?;
    let page = &phone.page;
    site.endpoint.stop();
    knock(&phone, "Robin Row").await?;
    page.open_link(&second.link).await?;
    page.sees(&t!("volunteer.still_has")).await?;
    phone.screen("join-still-has").await?;
    page.tap(&t!("volunteer.still_has_change")).await?;
    page.sees(&t!("volunteer.still_has_no_signal")).await?;
    ensure!(count(page, "pulled").await? > 0, "the doors are gone");
    site.endpoint.start_again()?;
    page.tap(&t!("volunteer.still_has_change")).await?;
    page.sees(&t!("volunteer.invited")).await?;
    ensure!(count(page, "batches").await? == 0, "the knock was not sent");
    page.fill(&t!("volunteer.your_name"), "Tegwen").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    page.tap(&t!("volunteer.to_today")).await?;
    page.sees("Dunlin House").await?;
    page.does_not_see("Robin Row").await?;
    phone.close().await.map(drop)
}

async fn closed_after_days(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Left in a drawer", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Owain", &invitation).await?;
    let page = &phone.page;
    page.open("/today").await?;
    page.sees("Robin Row").await?;
    site.endpoint.stop();
    page.script(LONG_AGO, &[json!(13)]).await?;
    page.reload().await?;
    page.sees("Robin Row").await?;
    // A year at once is more likely the clock.
    page.script(LONG_AGO, &[json!(365)]).await?;
    page.reload().await?;
    page.sees(&t!("phone.clock_doubted")).await?;
    page.sees("Robin Row").await?;
    phone.screen("volunteer-clock-doubted").await?;
    phone.held_every_way("volunteer-clock-doubted").await?;
    page.script(LONG_AGO, &[json!(15)]).await?;
    page.reload().await?;
    page.sees(&t!("phone.closed")).await?;
    ensure!(count(page, "pulled").await? == 0, "doors are still there");
    site.endpoint.start_again()?;
    phone.close().await.map(drop)
}
