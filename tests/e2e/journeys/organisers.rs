//! Somebody else runs the campaign too, or the same person on another device, or somebody trains
//! others: each invited in two taps from the home page. Without a connection the morning says that
//! nothing is hatched.

use anyhow::{Context, Result, ensure};
use stairwell::client::told::PhoneError;
use stairwell::t;

use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// The link on the page.
async fn link(page: &Page) -> Result<String> {
    page.sees(&t!("organiser.invite_once")).await?;
    let link = "return document.querySelector('.invite-link').textContent.trim()";
    let link = page.script(link, &[]).await?;
    link.as_str().map(str::to_string).context("a link")
}

/// Two taps from the home page to an invitation of this kind.
async fn add(site: &Site, what: &str, allows: &str, screen: &str) -> Result<String> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise").await?;
    page.tap(what).await?;
    page.sees(allows).await?;
    browser.screen(screen).await?;
    page.tap(&t!("organiser.invite_make")).await?;
    let link = link(page).await?;
    page.sees(allows).await?;
    Ok(link)
}

async fn join(site: &mut Site, who: &str, link: &str, role: &str) -> Result<Browser> {
    let device = site.phone(who).await?;
    let page = &device.page;
    page.open_link(link).await?;
    page.sees(role).await?;
    page.fill(&t!("volunteer.your_name"), who).await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    Ok(device)
}

/// Another device of somebody's: nothing is asked of them.
async fn join_as_self(site: &mut Site, who: &str, link: &str) -> Result<Browser> {
    let device = site.phone(who).await?;
    let page = &device.page;
    page.open_link(link).await?;
    page.sees(&t!("volunteer.invited_second_device")).await?;
    page.sees(&t!("phone.invited_as_self")).await?;
    page.does_not_see(&t!("volunteer.your_name")).await?;
    device.screen("join-as-self").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    Ok(device)
}

/// From the invitations to a morning without a signal.
pub async fn journey(site: &mut Site) -> Result<()> {
    let page = &site.organiser.page;
    page.open("/organise").await?;
    page.sees(&t!("keys.second_none")).await?;
    site.organiser.screen("organiser-only-one").await?;
    own_laptop(site).await?;
    r6_5_a_trainer_lets_the_next_one_in(site).await?;
    a_second_organiser(site).await
}

async fn own_laptop(site: &mut Site) -> Result<()> {
    let what = t!("keys.add_device");
    let link = add(
        site,
        &what,
        &t!("keys.device_allows"),
        "organiser-add-device",
    )
    .await?;
    let laptop = join_as_self(site, "Olwen", &link).await?;
    let page = &laptop.page;
    // What the first device wrote says who it is.
    page.open("/today").await?;
    page.sees(&t!("volunteer.hello", name = "Olwen")).await?;
    page.open("/").await?;
    page.sees(&t!("organiser.tonight")).await?;
    page.sees("74").await?;
    // Another device is not another organiser.
    page.sees(&t!("keys.second_none")).await?;
    site.endpoint.stop();
    page.open("/organise/morning").await?;
    let reason = PhoneError::NoAnswer.sentence();
    page.sees(&t!("organiser.hatching_unknown", reason = reason))
        .await?;
    page.fact_is(&t!("organiser.phones_in"), &t!("organiser.not_known"))
        .await?;
    laptop.screen("organiser-morning-offline").await?;
    site.endpoint.start_again()?;
    page.tap(&t!("organiser.ask_again")).await?;
    let unknown = t!("organiser.not_known");
    let known = format!("return !document.body.innerText.includes({unknown:?})");
    page.until("the phones to be known", &known).await?;
    laptop.close().await.map(drop)
}

/// A trainer invites a volunteer to one of the turfs, and adds the app on a home screen.
async fn r6_5_a_trainer_lets_the_next_one_in(site: &mut Site) -> Result<()> {
    site.invite("For training", &["Robin Row"], 1).await?;
    let what = t!("keys.add_trainer");
    let link = add(
        site,
        &what,
        &t!("keys.trainer_allows"),
        "organiser-add-trainer",
    )
    .await?;
    let trainer = join(site, "Tova", &link, &t!("volunteer.invited_trainer")).await?;
    let page = &trainer.page;
    page.open("/today").await?;
    page.tap(&t!("phone.invite_volunteers")).await?;
    page.sees(&t!("keys.train_which")).await?;
    trainer.screen("trainer-turfs").await?;
    page.tap("For training").await?;
    page.tap(&t!("organiser.invite_make")).await?;
    let link = self::link(page).await?;
    let volunteer = join(site, "Nell", &link, &t!("volunteer.invited_stairs", n = 2)).await?;
    volunteer.page.open("/today").await?;
    volunteer.page.sees("Robin Row").await?;
    let link = own_device(&volunteer).await?;
    let app = join_as_self(site, "Nell", &link).await?;
    // She has recorded nothing yet that would say who she is.
    app.page.sees(&t!("phone.name_unknown")).await?;
    app.page.fill(&t!("volunteer.your_name"), "Nell").await?;
    app.screen("join-name-unknown").await?;
    app.page.tap(&t!("volunteer.keep_name")).await?;
    app.page.no_longer_sees(&t!("phone.name_unknown")).await?;
    // What may wait in the other one, this one cannot know, and says so.
    for path in ["/sent", "/shift"] {
        app.page.open(path).await?;
        app.page.sees(&t!("phone.other_nothing")).await?;
    }
    app.screen("volunteer-other-device").await?;
    app.page.open("/today").await?;
    app.page.sees("Robin Row").await?;
    app.page.sees(&t!("volunteer.hello", name = "Nell")).await?;
    // What is only for organisers leads back.
    app.page.open("/organise/phones").await?;
    app.page.sees("Robin Row").await?;
    app.close().await?;
    volunteer.close().await?;
    trainer.close().await.map(drop)
}

/// A volunteer's own page for another device: two taps from today.
async fn own_device(volunteer: &Browser) -> Result<String> {
    let page = &volunteer.page;
    page.tap(&t!("phone.own_device")).await?;
    page.sees(&t!("phone.device_none_waits")).await?;
    volunteer.screen("volunteer-own-device").await?;
    page.tap(&t!("phone.device_make")).await?;
    page.sees(&t!("phone.device_once")).await?;
    volunteer.screen("volunteer-own-device-made").await?;
    volunteer
        .held_every_way("volunteer-own-device-made")
        .await?;
    let link = "return document.querySelector('.invite-link').textContent.trim()";
    let link = page.script(link, &[]).await?;
    link.as_str().map(str::to_string).context("a link")
}

/// Somebody else who organises here, on a device of their own.
pub async fn one_more(site: &mut Site, who: &str) -> Result<Browser> {
    let what = t!("keys.add_organiser");
    let allows = t!("organiser.invite_organiser_allows");
    let link = add(site, &what, &allows, "organiser-add-organiser").await?;
    join(site, who, &link, &t!("volunteer.invited_organiser")).await
}

async fn a_second_organiser(site: &mut Site) -> Result<()> {
    let second = one_more(site, "Ines").await?;
    second.page.open("/").await?;
    second.page.sees(&t!("organiser.tonight")).await?;
    let page = &site.organiser.page;
    page.open("/organise/phones").await?;
    page.sees(&t!("keys.this_device")).await?;
    page.open("/organise").await?;
    page.sees(&t!("keys.about")).await?;
    let asked = format!(
        "return !document.body.innerText.includes({:?})",
        t!("keys.second_why")
    );
    page.until("nobody to be asked for a second organiser", &asked)
        .await?;
    ensure!(page.heading().await? == t!("organiser.home"));
    second.close().await.map(drop)
}
