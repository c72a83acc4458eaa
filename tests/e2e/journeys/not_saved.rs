//! The phone's storage does not answer, or is full: NOT SAVED stands on the page with what it is about and why,
//! until it is saved.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::site::Site;

/// From now on the browser refuses every transaction, for this reason.
const BREAKS: &str = "window.plain = IDBDatabase.prototype.transaction;
    const [why] = arguments;
    IDBDatabase.prototype.transaction = () => { throw new DOMException('refused', why); };";
/// And no longer.
const MENDS: &str = "IDBDatabase.prototype.transaction = window.plain";

/// A tap that cannot be saved, and the same tap saved after all; then another, for want of room.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Robin again", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Gwen", &invitation).await?;
    let page = &phone.page;
    page.tap(&t!("volunteer.to_today")).await?;
    page.tap("Robin Row").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("outcomes.refused")).await?;
    page.script(BREAKS, &[json!("InvalidStateError")]).await?;
    refused_is_not_saved(&phone, &t!("errors.save.storage")).await?;
    phone.screen("volunteer-not-saved").await?;
    // The same tap once more is another try, and no second knock.
    page.tap(&t!("outcomes.refused")).await?;
    page.sees(&t!("volunteer.status_not_saved")).await?;
    page.script(MENDS, &[]).await?;
    saved_after_all(&phone, 1).await?;

    let profile = phone.close().await?;
    let phone = site.reopen(profile, "Gwen").await?;
    let (page, origin) = (&phone.page, site.endpoint.origin());
    if phone.engine() == Engine::Chromium {
        // Less than is taken already, before the app begins.
        phone.room(&origin, Some(1024)).await?;
    }
    page.open("/today").await?;
    if phone.engine() == Engine::WebKit {
        // It cannot be told, and refuses as it does where no room is left.
        page.script(BREAKS, &[json!("QuotaExceededError")]).await?;
    }
    page.tap("Robin Row").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("volunteer.no_history")).await?;
    refused_is_not_saved(&phone, &t!("errors.save.full")).await?;
    phone.screen("volunteer-storage-full").await?;
    phone.held_every_way("volunteer-storage-full").await?;
    // For as long as there is no room, another try is no use, and says so.
    page.tap(&t!("volunteer.try_again")).await?;
    page.tap(&t!("volunteer.sent")).await?;
    page.fact_is(&t!("volunteer.count_saved"), "1").await?;
    page.sees(&t!("errors.save.full")).await?;
    match phone.engine() {
        Engine::Chromium => phone.room(&origin, None).await?,
        Engine::WebKit => page.script(MENDS, &[]).await.map(drop)?,
    }
    saved_after_all(&phone, 2).await?;
    phone.close().await.map(drop)
}

/// A tap that comes to nothing: what it is about and why stands there, and the page stays at the door.
async fn refused_is_not_saved(phone: &Browser, why: &str) -> Result<()> {
    let page = &phone.page;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.refused")).await?;
    page.sees(&t!("volunteer.status_not_saved")).await?;
    page.sees(&t!(
        "volunteer.outcome_at",
        label = door,
        outcome = t!("outcomes.refused")
    ))
    .await?;
    page.sees(why).await?;
    page.does_not_see(&t!("volunteer.status_saved")).await?;
    ensure!(page.heading().await? == door, "the page stays at the door");
    Ok(())
}

async fn saved_after_all(phone: &Browser, so_many: usize) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("volunteer.try_again")).await?;
    page.no_longer_sees(&t!("volunteer.status_not_saved"))
        .await?;
    page.tap(&t!("volunteer.sent")).await?;
    page.fact_is(&t!("volunteer.count_saved"), &so_many.to_string())
        .await
}
