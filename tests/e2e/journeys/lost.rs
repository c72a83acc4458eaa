//! A browser that throws away everything the app keeps, both copies of it: whoever opens the app again is told
//! that it is gone and what helps, in their language, and what had been sent is safe.
//!
//! What is left is a note of how much there should be, which lies where a database's loss does not reach.

use anyhow::{Result, ensure};
use stairwell::t;

use super::languages::{In, choose};
use super::meeting::send;
use crate::page::Page;
use crate::site::Site;

/// A file of the site's that is no page of the app: nothing is opened there.
const NO_PAGE: &str = "/words.txt";
/// Throws away every bucket and every database, as a browser does that wants room: how many databases.
const THROW_AWAY: &str = "const done = arguments[arguments.length - 1];
    const gone = (name) => new Promise((ok, no) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = ok;
        request.onerror = () => no(request.error);
    });
    (async () => {
        const buckets = await navigator.storageBuckets?.keys() ?? [];
        for (const name of buckets) await navigator.storageBuckets.delete(name);
        const all = await indexedDB.databases();
        for (const { name } of all) await gone(name);
        return all.length;
    })().then(done, (error) => done(String(error)));";

/// One knock is sent, one is not; then all is gone, and the phone comes back by another invitation.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Thrown away", &["Robin Row"], 2).await?;
    let phone = site.volunteer("Heulwen", &invitation).await?;
    let page = &phone.page;
    let sent = not_home(page).await?;
    send(&phone).await?;
    site.endpoint.stop();
    let unsent = not_home(page).await?;
    page.sees(&t!("volunteer.status_waiting", n = 1)).await?;
    site.endpoint.start_again()?;
    let elsewhere = format!("{}{NO_PAGE}", site.endpoint.origin());
    page.driver.goto(&elsewhere).await?;
    let thrown_away = page.driver.execute_async(THROW_AWAY, Vec::new()).await?;
    let thrown_away = thrown_away.json();
    ensure!(thrown_away.as_u64() >= Some(1), "{thrown_away}");

    page.open("/today").await?;
    page.sees(&t!("volunteer.repaired_lost")).await?;
    page.sees(&t!("welcome.have_code")).await?;
    phone.screen("volunteer-lost").await?;
    choose(page, "en", "ar").await?;
    page.sees(&In::of("ar")?.say("volunteer.repaired_lost"))
        .await?;
    phone.in_both_themes("volunteer-lost-arabic").await?;
    choose(page, "ar", "en").await?;
    // Last: it unfolds what is folded.
    phone.held_every_way("volunteer-lost").await?;

    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    page.fill(&t!("volunteer.your_name"), "Heulwen").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    page.open("/today").await?;
    page.does_not_see(&t!("volunteer.repaired_lost")).await?;
    for (door, safe) in [(sent, true), (unsent, false)] {
        page.tap("Robin Row").await?;
        page.tap(&format!("{door},")).await?;
        page.sees(&t!("outcomes.spoke")).await?;
        let none = page.text().await?.contains(&t!("volunteer.no_history"));
        ensure!(none != safe, "{door}: {}", page.here().await);
        page.go("/today").await?;
    }
    phone.close().await.map(drop)
}

/// Nobody is home at the next door left: which that was.
async fn not_home(page: &Page) -> Result<String> {
    page.open("/today").await?;
    page.tap("Robin Row").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("volunteer.no_history")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await?;
    Ok(door)
}
