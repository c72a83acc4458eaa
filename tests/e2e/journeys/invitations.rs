//! Invitations that open nothing, each told apart; and one that is typed from a sheet.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::site::Site;

async fn type_code(phone: &Browser, code: &str) -> Result<()> {
    phone.page.fill(&t!("volunteer.code"), code).await?;
    phone.page.tap(&t!("volunteer.look_at_invitation")).await
}

/// Unknown, cut short, mistyped, good, used up, taken back; and browsers that are none to join in.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Robin Row", &["Robin Row"], 1).await?;
    let phone = site.phone("Elin").await?;
    phone.page.open("/join").await?;
    phone.screen("join-code").await?;
    type_code(&phone, "0123 4567 89AB CDEF").await?;
    phone
        .page
        .sees(&t!("errors.refusal.unknown_invite"))
        .await?;
    phone.screen("join-unknown").await?;
    type_code(&phone, &invitation.code[..11]).await?;
    phone
        .page
        .sees(&t!("errors.code_length", n = 9)[..45])
        .await?;
    type_code(&phone, &invitation.code.replace('-', " ").to_lowercase()).await?;
    phone.page.sees(&t!("volunteer.invited")).await?;
    phone
        .page
        .sees(&t!("volunteer.invited_stairs", n = 2))
        .await?;
    phone.page.fill(&t!("volunteer.your_name"), "Elin").await?;
    phone.page.tap(&t!("volunteer.join")).await?;
    phone.page.sees(&t!("volunteer.no_signal_needed")).await?;
    // For an invitation of no use nobody gives their doors away.
    phone.page.open_link(&invitation.link).await?;
    phone.page.sees(&t!("volunteer.still_has")).await?;
    phone.page.tap(&t!("volunteer.still_has_change")).await?;
    phone.page.sees(&t!("errors.refusal.used_invite")).await?;
    phone.page.open("/today").await?;
    phone.page.sees("Robin Row").await?;
    // An organiser's device stays where it is.
    let organiser = &site.organiser;
    organiser.page.open_link(&invitation.link).await?;
    organiser.page.sees(&t!("volunteer.member_already")).await?;
    organiser.screen("join-member-already").await?;

    let late = site.phone("a latecomer").await?;
    late.page.open_link(&invitation.link).await?;
    late.page.sees(&t!("errors.refusal.used_invite")).await?;
    late.screen("join-used-up").await?;
    late.page.open("/nowhere/at/all").await?;
    late.page.sees(&t!("app.not_here")).await?;
    late.screen("not-here").await?;
    late.close().await?;
    phone.close().await?;
    taken_back(site).await?;
    if site.organiser.engine() != Engine::Chromium {
        // WebKit cannot be told to pass for another browser.
        return Ok(());
    }
    inside_an_app(site).await?;
    too_old(site).await
}

/// An invitation that got about is taken back, from the list of those that are open.
async fn taken_back(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Taken back", &["Robin Row"], 1).await?;
    let page = &site.organiser.page;
    page.open("/organise/phones").await?;
    let to = t!("keys.to_turf", role = t!("keys.to_volunteer"), turfs = "");
    page.sees(&to).await?;
    page.sees("Taken back").await?;
    let mine = "const cards = [...document.querySelectorAll('li.card')];
        cards.find((card) => card.querySelector('h3')?.textContent.includes('Taken back'))
            .querySelector('a').click();";
    page.script(mine, &[]).await?;
    page.sees(&t!("keys.nobody_joins")).await?;
    site.organiser.screen("organiser-take-back").await?;
    page.tap(&t!("keys.take_back_now")).await?;
    page.sees(&t!("keys.taken_off")).await?;
    let late = site.phone("somebody sent on the link").await?;
    late.page.open_link(&invitation.link).await?;
    late.page.sees(&t!("errors.refusal.revoked_invite")).await?;
    late.close().await.map(drop)
}

/// Inside another app's browser: said before anything is fetched, with the link to take along.
async fn inside_an_app(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Sent in a chat", &["Robin Row"], 1).await?;
    let phone = site.phone("somebody in a messenger").await?;
    let page = &phone.page;
    let agent = "Mozilla/5.0 (Linux; Android 14; Pixel 7; wv) AppleWebKit/537.36 (KHTML, like \
        Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36 Instagram 350.1.0";
    let cdp = page.driver.cdp();
    cdp.send_raw("Network.setUserAgentOverride", json!({"userAgent": agent}))
        .await?;
    page.driver.goto(&invitation.link).await?;
    page.sees(&t!("volunteer.inside_app")).await?;
    page.sees(&t!("app.inside_android")).await?;
    let link = page
        .script("return document.getElementById('inside-link').value", &[])
        .await?;
    ensure!(link == json!(invitation.link), "the link to copy is {link}");
    let loaded = page
        .script("return performance.getEntriesByType('resource').some((it) => it.name.includes('/app-') && it.initiatorType === 'script')", &[])
        .await?;
    ensure!(loaded == json!(false), "the program was started");
    phone.screen("join-inside-app").await?;
    page.tap(&t!("app.inside_copy")).await?;
    page.sees(&t!("app.inside_copied")).await?;
    // Whoever has no other browser goes on, and is told once more.
    page.tap(&t!("app.inside_go_on")).await?;
    page.sees(&t!("volunteer.invited")).await?;
    page.sees(&t!("volunteer.inside_app_code")).await?;
    phone.close().await.map(drop)
}

/// A browser without something the app needs says so, and nothing is loaded.
async fn too_old(site: &mut Site) -> Result<()> {
    let phone = site.phone("somebody with an old phone").await?;
    let page = &phone.page;
    let old = json!({"source": "delete window.BroadcastChannel"});
    page.driver
        .cdp()
        .send_raw("Page.addScriptToEvaluateOnNewDocument", old)
        .await?;
    page.driver
        .goto(format!("{}/join#0123456789ABCDEF", site.endpoint.origin()))
        .await?;
    page.sees(&t!("app.too_old")).await?;
    page.sees(&t!("app.too_old_which")).await?;
    phone.screen("too-old").await?;
    page.does_not_see(&t!("volunteer.looking")).await?;
    phone.close().await.map(drop)
}
