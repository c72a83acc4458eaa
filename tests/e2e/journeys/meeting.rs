//! Two phones that never met, at one door: different questions are both kept; the same one,
//! answered differently, is a disagreement that an organiser settles once for everyone.

use anyhow::Result;
use stairwell::t;

use crate::browser::Browser;
use crate::site::Site;

/// Knocks at the first door left, where somebody talks.
pub async fn first_door(phone: &Browser, block: &str) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(block).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await
}

/// To the depth question, passing over what comes before.
pub async fn to_depth(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("script.own_words")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("script.depth")).await
}

/// Sends all that waits.
pub async fn send(phone: &Browser) -> Result<()> {
    phone.page.open("/sent").await?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees("All sent").await
}

/// Both kept, one disagreement, one answer.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Dunlin House", &["Dunlin House"], 2).await?;
    let beth = site.volunteer("Beth", &invitation).await?;
    let carys = site.volunteer("Carys", &invitation).await?;
    site.endpoint.stop();

    // Beth hears of the lift, and that it is a nuisance.
    first_door(&beth, "Dunlin House").await?;
    beth.page.tap(&t!("script.issue_lift")).await?;
    beth.page.tap(&t!("volunteer.keep_answer")).await?;
    beth.page.sees(&t!("script.own_words")).await?;
    beth.page.tap(&t!("volunteer.skip")).await?;
    beth.page.sees(&t!("script.depth")).await?;
    beth.page.tap(&t!("script.depth_grumble")).await?;
    beth.page.tap(&t!("volunteer.finish_talk")).await?;
    beth.page.sees(&t!("script.depth_grumble")).await?;

    // Carys hears that it matters a lot, and that she may come back.
    first_door(&carys, "Dunlin House").await?;
    to_depth(&carys).await?;
    carys.page.tap(&t!("script.depth_matters")).await?;
    carys.page.sees(&t!("script.whose_door")).await?;
    carys.page.tap(&t!("volunteer.skip")).await?;
    carys.page.tap(&t!("volunteer.yes")).await?;
    carys.page.sees(&t!("script.depth_matters")).await?;

    site.endpoint.start_again()?;
    send(&beth).await?;
    send(&carys).await?;

    let organiser = &site.organiser;
    organiser.page.open("/organise/disagreements").await?;
    organiser.page.sees(&t!("script.depth")).await?;
    organiser.page.sees(&t!("script.depth_grumble")).await?;
    organiser.page.sees(&t!("script.depth_matters")).await?;
    organiser.page.sees("Beth").await?;
    organiser.page.sees("Carys").await?;
    // What only one of them asked is no disagreement.
    organiser.page.does_not_see(&t!("script.pressure")).await?;
    organiser.page.does_not_see(&t!("script.come_back")).await?;
    organiser.screen("organiser-disagreements").await?;
    let stands = t!("organiser.stands_aloud", words = t!("script.depth_matters"));
    organiser.page.tap(&stands).await?;
    organiser.page.sees(&t!("organiser.settled")).await?;
    organiser
        .page
        .sees(&t!("organiser.disagreements_none"))
        .await?;
    organiser.page.open("/organise/morning").await?;
    organiser
        .page
        .fact_is(&t!("organiser.disagreements"), "0")
        .await?;
    organiser.page.sees(&t!("script.issue_lift")).await?;
    beth.close().await?;
    carys.close().await.map(drop)
}
