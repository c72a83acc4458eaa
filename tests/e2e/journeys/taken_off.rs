//! A phone is lost, and taken off the campaign while another is out of signal under the old keys:
//! the lost one is refused at once and says so, everyone else goes on by themselves, and nothing
//! that was sent or recorded is missing in the morning.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// How many records of one kind lie in the journal.
const COUNT: &str = "const [store, done] = arguments;
    const open = indexedDB.open('stairwell');
    open.onsuccess = () => {
        const count = open.result.transaction(store).objectStore(store).count();
        count.onsuccess = () => { open.result.close(); done(count.result); };
    };";

/// How many records of one kind lie in the journal.
pub async fn count(page: &Page, store: &str) -> Result<u64> {
    let count = page.driver.execute_async(COUNT, vec![json!(store)]).await?;
    Ok(count.json().as_u64().unwrap_or_default())
}

/// Knocks at the next door of a stair: nobody is home.
pub async fn knock(phone: &Browser, block: &str) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(block).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await.map(drop)
}

async fn send(phone: &Browser) -> Result<()> {
    phone.page.open("/sent").await?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees("All sent").await
}

/// Whether the card of somebody's phone says so many records are here.
fn records_are(who: &str, records: usize) -> String {
    let said = format!("{} {records} ", t!("organiser.events_here"));
    format!(
        "const cards = [...document.querySelectorAll('li.card')].map((card) =>
            card.innerText.replace(/\\s+/g, ' ') + ' ');
         return cards.some((card) => card.startsWith('{who}') && card.includes('{said}'))"
    )
}

/// From a lost phone to the morning.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Lost and found", &["Robin Row"], 2).await?;
    let lost = site.volunteer("Lowri", &invitation).await?;
    let away = site.volunteer("Gethin", &invitation).await?;
    knock(&lost, "Robin Row").await?;
    send(&lost).await?;

    // Neither has a signal now, and each goes on knocking.
    site.endpoint.stop();
    knock(&lost, "Robin Row").await?;
    knock(&away, "Robin Row").await?;
    away.page
        .sees(&t!("volunteer.status_waiting", n = 1))
        .await?;

    // Away and put down: neither may say a word before the one is taken off.
    let (lost, away) = (lost.close().await?, away.close().await?);
    site.endpoint.start_again()?;
    take_off(site).await?;
    let lost = site.reopen(lost, "Lowri").await?;
    the_lost_one(&lost).await?;
    let away = site.reopen(away, "Gethin").await?;

    // Nobody told this one anything: its next sync brings the new keys, and takes what it
    // recorded under the old ones.
    send(&away).await?;
    knock(&away, "Robin Row").await?;
    send(&away).await?;

    let page = &site.organiser.page;
    // Under both keys, from both phones: what opens each log, and a knock or two.
    page.open("/organise/phones").await?;
    for (who, records) in [("Lowri", 2), ("Gethin", 3)] {
        page.until("what came of a phone", &records_are(who, records))
            .await?;
    }
    let profile = away.close().await?;
    let away = site.reopen(profile, "Gethin").await?;
    away.page.open("/sent").await?;
    away.page.tap(&t!("volunteer.send_now")).await?;
    let saved = away.page.fact(&t!("volunteer.count_saved")).await?;
    away.page
        .fact_is(&t!("volunteer.count_merged"), &saved)
        .await?;
    ensure!(saved == "2", "Gethin has recorded {saved}");
    away.close().await?;
    lost.close().await.map(drop)
}

async fn take_off(site: &Site) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/phones").await?;
    page.sees("Lowri").await?;
    page.sees(&t!("keys.open_invitations")).await?;
    browser.screen("organiser-phones").await?;
    page.tap(&t!("keys.take_off_whom", name = "Lowri")).await?;
    page.sees(&t!("keys.what_happens")).await?;
    page.sees("Lowri").await?;
    browser.screen("organiser-take-off").await?;
    page.tap(&t!("keys.take_off_now")).await?;
    page.sees(&t!("keys.taken_off")).await?;
    browser.screen("organiser-taken-off").await?;
    page.tap(&t!("organiser.phones")).await?;
    page.sees(&t!("organiser.phone_revoked")).await
}

/// It is told at its next word, says so as often as it is opened, and keeps what was not sent.
async fn the_lost_one(lost: &Browser) -> Result<()> {
    let page = &lost.page;
    // It may have heard by itself before anybody taps.
    page.open("/sent").await?;
    let send = "document.querySelector('main button.primary')?.click()";
    page.script(send, &[]).await?;
    page.sees(&t!("phone.taken_off")).await?;
    page.sees(&t!("phone.unsent_kept", n = 1)).await?;
    lost.screen("start-taken-off").await?;
    page.reload().await?;
    page.sees(&t!("phone.taken_off")).await?;
    ensure!(
        count(page, "batches").await? >= 1,
        "its unsent batch is gone"
    );
    ensure!(
        count(page, "pulled").await? == 0,
        "its doors are still there"
    );
    page.open("/today").await?;
    page.sees(&t!("welcome.have_code")).await
}
