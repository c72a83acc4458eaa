//! Somebody else runs the campaign too, or the same person on another device: invited in the app,
//! they see the whole estate. Without a connection the morning says that nothing is hatched.

use anyhow::Result;
use stairwell::client::told::PhoneError;
use stairwell::t;

use crate::site::Site;

/// From the invitation to a morning without a signal.
pub async fn journey(site: &mut Site) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise").await?;
    page.tap(&t!("organiser.invite_organiser_link")).await?;
    page.sees(&t!("organiser.invite_organiser_allows")).await?;
    browser.screen("organiser-invite-organiser").await?;
    page.tap(&t!("organiser.invite_mine")).await?;
    page.tap(&t!("organiser.invite_make")).await?;
    page.sees(&t!("organiser.invite_once")).await?;
    let link = "return document.querySelector('.invite-link').textContent.trim()";
    let link = page.script(link, &[]).await?;

    let laptop = site.phone("a laptop of the same").await?;
    let page = &laptop.page;
    page.open_link(link.as_str().unwrap_or_default()).await?;
    page.sees(&t!("volunteer.invited_organiser")).await?;
    page.sees(&t!("volunteer.invited_second_device")).await?;
    page.fill(&t!("volunteer.your_name"), "Olwen").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    page.open("/").await?;
    page.sees(&t!("organiser.tonight")).await?;
    page.sees("74").await?;

    site.endpoint.stop();
    page.open("/organise/morning").await?;
    let reason = PhoneError::NoAnswer.sentence();
    page.sees(&t!("organiser.hatching_unknown", reason = reason))
        .await?;
    page.fact_is(&t!("organiser.phones_in"), &t!("organiser.not_known"))
        .await?;
    laptop.screen("organiser-morning-offline").await?;
    site.endpoint.start_again()?;
    laptop.close().await.map(drop)
}
