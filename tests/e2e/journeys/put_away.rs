//! What is typed at a door and not kept yet: struck out where it is read back, and saved where the
//! phone is put away and its browser ends. And what only an organiser lifts, at the door itself.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stairwell::t;

use super::meeting::{first_door, send, to_depth};
use crate::browser::Browser;
use crate::site::Site;

const BLOCK: &str = "Robin Row";

/// The app is switched away. No driver can do that to a page; what the browser tells it can be told.
const PUT_AWAY: &str = "
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));";

/// A contact struck, a note kept by the phone; a door that asked to be left alone, asked back.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Typed and put away", &[BLOCK], 1).await?;
    let phone = site.volunteer("Ceri", &invitation).await?;
    site.endpoint.stop();
    struck(&phone).await?;
    let phone = kept(site, phone).await?;
    let door = left_alone(&phone).await?;
    site.endpoint.start_again()?;
    send(&phone).await?;
    lifted(site, &door).await?;
    send(&phone).await?;
    phone.page.open(&door).await?;
    let why = t!("volunteer.no_knock_why");
    phone.page.does_not_see(&why).await?;
    phone.close().await?;
    an_organiser_who_wipes(site).await
}

/// How to reach somebody is struck out before it is sealed, and is nowhere then.
async fn struck(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    first_door(phone, BLOCK).await?;
    to_depth(phone).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&t!("volunteer.read_back_why")).await?;
    page.tap(&t!("volunteer.be_in_touch")).await?;
    page.tap(&t!("volunteer.yes_in_touch")).await?;
    page.fill(&t!("volunteer.contact_name"), "Gwil").await?;
    page.fill(&t!("volunteer.contact_reach"), "01632 960 177")
        .await?;
    let typed = "Gwil, 01632 960 177";
    page.sees(typed).await?;
    page.tap(&t!("volunteer.strike_what", what = typed)).await?;
    page.does_not_see(typed).await?;
    let fields = "return [...document.querySelectorAll('#contact-name,#contact-reach')]
        .map((field) => field.value).join('')";
    let left = page.script(fields, &[]).await?;
    ensure!(left == json!(""), "the form still holds {left}");
    page.tap(&t!("volunteer.done_next_door")).await
}

/// A note that nobody kept is there after the phone was put away and its browser ended.
async fn kept(site: &mut Site, phone: Browser) -> Result<Browser> {
    let page = &phone.page;
    page.sees(&t!("volunteer.no_history")).await?;
    let door = page.script("return location.pathname", &[]).await?;
    let door = door.as_str().context("a door's page")?.to_string();
    page.tap(&t!("volunteer.add_note")).await?;
    page.fill(&t!("volunteer.note"), "The gate sticks").await?;
    page.sees(&t!("volunteer.status_waiting", n = 2)).await?;
    page.script(PUT_AWAY, &[]).await?;
    page.sees(&t!("volunteer.status_waiting", n = 3)).await?;
    let profile = phone.close().await?;
    let phone = site.reopen(profile, "Ceri").await?;
    phone.page.open(&door).await?;
    phone.page.sees("The gate sticks").await?;
    Ok(phone)
}

/// The path of a door where somebody asked not to be knocked again.
async fn left_alone(phone: &Browser) -> Result<String> {
    let page = &phone.page;
    let door = page.script("return location.pathname", &[]).await?;
    page.tap(&t!("volunteer.more_outcomes")).await?;
    let before = page.heading().await?;
    page.tap(&t!("outcomes.do_not_knock")).await?;
    page.heading_after(&before).await?;
    let Value::String(door) = door else {
        anyhow::bail!("not at a door");
    };
    page.open(&door).await?;
    // A volunteer sees it, and no way to lift it.
    page.sees(&t!("volunteer.no_knock_why")).await?;
    page.does_not_see(&t!("volunteer.lift")).await?;
    Ok(door)
}

/// An organiser at the same door lifts it, and says why.
async fn lifted(site: &Site, door: &str) -> Result<()> {
    let browser = &site.organiser;
    let page = &browser.page;
    page.open("/organise").await?;
    page.open(door).await?;
    page.sees(&t!("volunteer.safety_do_not_knock")).await?;
    browser.screen("volunteer-door-lift").await?;
    page.tap(&t!("volunteer.lift")).await?;
    page.tap(&t!("volunteer.lift_it")).await?;
    page.sees(&t!("volunteer.lift_why_missing")).await?;
    let why = "They waved us in from the window";
    page.fill(&t!("volunteer.lift_why"), why).await?;
    page.tap(&t!("volunteer.lift_it")).await?;
    page.sees(why).await?;
    send(browser).await
}

/// Before an organiser's device is wiped, it says what goes with it. Nothing is.
async fn an_organiser_who_wipes(site: &Site) -> Result<()> {
    let page = &site.organiser.page;
    page.open("/wipe").await?;
    page.sees(&t!("phone.wipe_organiser")).await?;
    site.organiser.screen("organiser-wipe").await?;
    page.tap(&t!("volunteer.cancel")).await?;
    page.open("/organise").await?;
    page.sees(&t!("organiser.home")).await
}
