//! Join, knock and send in another engine.

use anyhow::Result;
use stairwell::t;

use crate::site::Site;
use crate::webkit;

/// The shortest evening there is.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Dunlin again", &["Dunlin House"], 1).await?;
    let webkit = webkit::Browser::open(&site.endpoint.origin()).await?;
    let page = &webkit.page;
    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    page.fill(&t!("volunteer.your_name"), "Idris").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    page.tap(&t!("volunteer.to_today")).await?;
    site.endpoint.stop();
    page.reload().await?;
    page.tap("Dunlin House").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await?;
    page.sees(&t!("volunteer.status_waiting", n = 1)).await?;
    site.endpoint.start_again()?;
    page.tap(&t!("volunteer.sent")).await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees("All sent").await?;
    page.fact_is(&t!("volunteer.count_sent"), "1").await?;
    webkit.close().await
}
