//! The phone's storage does not answer: NOT SAVED stands on the page with what it is about, until
//! it is saved.

use anyhow::Result;
use stairwell::t;

use crate::site::Site;

/// A tap that cannot be saved, and the same tap saved after all.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Robin again", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Gwen", &invitation).await?;
    let page = &phone.page;
    page.tap(&t!("volunteer.to_today")).await?;
    page.tap("Robin Row").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    let breaks = "window.plain = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = () => {
            throw new DOMException('gone', 'InvalidStateError');
        };";
    page.script(breaks, &[]).await?;
    page.tap(&t!("outcomes.refused")).await?;
    page.sees(&t!("volunteer.status_not_saved")).await?;
    page.sees(&t!(
        "volunteer.outcome_at",
        label = door,
        outcome = t!("outcomes.refused")
    ))
    .await?;
    page.sees(&t!("errors.save.storage")).await?;
    page.does_not_see(&t!("volunteer.status_saved")).await?;
    anyhow::ensure!(page.heading().await? == door, "the page stays at the door");
    phone.screen("volunteer-not-saved").await?;
    // The same tap once more is another try, and no second knock.
    page.tap(&t!("outcomes.refused")).await?;
    page.sees(&t!("volunteer.status_not_saved")).await?;
    let mends = "IDBDatabase.prototype.transaction = window.plain";
    page.script(mends, &[]).await?;
    page.tap(&t!("volunteer.try_again")).await?;
    page.sees(&t!("volunteer.status_saved")).await?;
    page.does_not_see(&t!("volunteer.status_not_saved")).await?;
    page.tap(&t!("volunteer.sent")).await?;
    page.fact_is(&t!("volunteer.count_saved"), "1").await?;
    phone.close().await.map(drop)
}
