//! A captive portal answers 200 with a login page: nothing counts as sent, nothing is lost, and
//! nobody joins by it.

use anyhow::Result;
use stairwell::t;

use crate::portal::Portal;
use crate::site::Site;

/// Knock, meet the portal, and send once it is gone.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Heron Close", &["Heron Close"], 2).await?;
    let phone = site.volunteer("Dilys", &invitation).await?;
    let newcomer = site.phone("a newcomer").await?;
    newcomer.page.open("/join").await?;
    site.endpoint.stop();
    let portal = Portal::open(site.endpoint.port()).await?;

    let page = &phone.page;
    page.open("/today").await?;
    page.tap("Heron Close").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await?;
    page.tap(&t!("volunteer.sent")).await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees(&t!("volunteer.trouble_no_answer")).await?;
    page.does_not_see("All sent").await?;
    page.fact_is(&t!("volunteer.count_sent"), "0").await?;
    page.fact_is(&t!("volunteer.count_saved"), "1").await?;
    phone.screen("volunteer-sent-portal").await?;
    // The app itself comes from the phone, not from the portal.
    page.reload().await?;
    page.does_not_see("Larkton").await?;
    page.fact_is(&t!("volunteer.count_saved"), "1").await?;

    newcomer
        .page
        .fill(&t!("volunteer.code"), &invitation.code)
        .await?;
    newcomer
        .page
        .tap(&t!("volunteer.look_at_invitation"))
        .await?;
    newcomer.page.sees(&t!("errors.no_answer")).await?;
    newcomer.screen("join-no-answer").await?;

    drop(portal);
    site.endpoint.start_again()?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees("All sent").await?;
    page.fact_is(&t!("volunteer.count_sent"), "1").await?;
    // The invitation was not used up by what the portal answered.
    newcomer
        .page
        .tap(&t!("volunteer.look_at_invitation"))
        .await?;
    newcomer
        .page
        .sees(&t!("volunteer.invited_uses", n = 1))
        .await?;
    newcomer.close().await?;
    phone.close().await.map(drop)
}
