//! Two tabs are one device: what one records the other shows, and nothing is numbered twice.

use anyhow::Result;
use stairwell::t;

use crate::site::Site;

/// Knocks from both tabs, sent once.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Heron again", &["Heron Close"], 1).await?;
    let phone = site.volunteer("Hari", &invitation).await?;
    let page = &phone.page;
    let first = page.driver.window().await?;
    page.driver.new_tab().await?;
    let second = page
        .driver
        .windows()
        .await?
        .into_iter()
        .find(|tab| *tab != first);
    let second = second.ok_or_else(|| anyhow::anyhow!("a second tab"))?;
    for (tab, outcome) in [
        (&second, "not_home"),
        (&first, "refused"),
        (&second, "come_back"),
        (&first, "not_home"),
    ] {
        page.driver.switch_to_window(tab.clone()).await?;
        page.open("/today").await?;
        page.tap("Heron Close").await?;
        page.tap(&t!("volunteer.next_is", label = "")).await?;
        let door = page.heading().await?;
        page.tap(&t!(&format!("outcomes.{outcome}"))).await?;
        page.heading_after(&door).await?;
    }
    page.driver.switch_to_window(second).await?;
    page.open("/sent").await?;
    page.fact_is(&t!("volunteer.count_saved"), "4").await?;
    page.driver.switch_to_window(first).await?;
    page.open("/sent").await?;
    page.fact_is(&t!("volunteer.count_saved"), "4").await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.fact_is(&t!("volunteer.count_sent"), "4").await?;
    // Whichever tab sends, both say so; and so does the app when it is opened again.
    page.sees("All sent").await?;
    page.open("/today").await?;
    page.sees("All sent").await?;
    phone.close().await.map(drop)
}
