//! A PIN: nothing of the campaign opens without it, also without a signal; it can be taken away, and
//! one that is forgotten costs what was not sent.

use anyhow::{Result, ensure};
use stairwell::t;

use super::taken_off::count;
use crate::site::Site;

/// Set, asked for, mistyped, typed, changed to none; forgotten.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Behind a PIN", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Tegan", &invitation).await?;
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(&t!("phone.pin")).await?;
    page.sees(&t!("phone.pin_what_not")).await?;
    phone.screen("volunteer-pin").await?;
    let new = t!("phone.pin_new", n = 6);
    page.fill(&new, "472").await?;
    page.tap(&t!("phone.pin_keep")).await?;
    page.sees(&t!("phone.pin_short", n = 6)).await?;
    page.fill(&new, "472910").await?;
    page.fill(&t!("phone.pin_again"), "472910").await?;
    page.tap(&t!("phone.pin_keep")).await?;
    page.sees(&t!("phone.pin_set")).await?;

    // Asked for when it is opened, whatever page; the second copy is no way around.
    site.endpoint.stop();
    page.open("/today").await?;
    page.sees(&t!("phone.locked")).await?;
    page.does_not_see("Robin Row").await?;
    phone.screen("locked").await?;
    phone.held_every_way("locked").await?;
    page.fill(&t!("phone.pin"), "472911").await?;
    page.tap(&t!("phone.pin_open")).await?;
    page.sees(&t!("phone.pin_wrong")).await?;
    page.fill(&t!("phone.pin"), "472910").await?;
    page.tap(&t!("phone.pin_open")).await?;
    page.sees("Robin Row").await?;
    // What is recorded behind it is there after the next start, and is sent.
    knock_unlocked(&phone).await?;
    site.endpoint.start_again()?;
    page.tap(&t!("volunteer.sent")).await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees("All sent").await?;

    page.reload().await?;
    page.sees(&t!("phone.locked")).await?;
    page.tap(&t!("phone.pin_forgotten")).await?;
    page.tap(&t!("phone.pin_wipe")).await?;
    page.sees(&t!("welcome.have_code")).await?;
    ensure!(count(page, "device").await? == 0, "a device is left");
    phone.close().await.map(drop)
}

/// Knocks without loading the page again, which would ask for the PIN.
async fn knock_unlocked(phone: &crate::browser::Browser) -> Result<()> {
    let page = &phone.page;
    page.tap("Robin Row").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await.map(drop)
}
