//! A killed Chromium can empty an origin's IndexedDB two starts later. What was not sent comes
//! back from the second copy, and the person is told.
//!
//! The loss is made as it happens: a log record's header without its body, appended while the
//! browser is closed; the next start reads on and appends behind it, the one after finds the
//! log corrupt and begins a new database.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use stairwell::t;

use crate::browser::Browser;
use crate::site::Site;

/// The header of a record of 89 bytes that never came: checksum, length, type.
const TORN: [u8; 7] = [0x78, 0x56, 0x34, 0x12, 89, 0, 1];

/// Appends the torn header to the log of this origin's main database.
fn tear(profile: &Path, port: u16) -> Result<()> {
    let folder = profile.join(format!(
        "Default/IndexedDB/http_localhost_{port}.indexeddb.leveldb"
    ));
    let mut logs: Vec<_> = fs::read_dir(&folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "log"))
        .collect();
    logs.sort();
    let log = logs.pop().context("the database has a log")?;
    let mut log = OpenOptions::new().append(true).open(log)?;
    Ok(log.write_all(&TORN)?)
}

async fn knock(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap("Kestrel Court").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await.map(drop)
}

/// How many squares of the stair bear a mark, on a phone that is offline.
async fn marked(phone: &Browser) -> Result<u64> {
    phone.page.open("/today").await?;
    phone.page.tap("Kestrel Court").await?;
    phone.page.sees(&t!("volunteer.choose_several")).await?;
    let count = "return document.querySelectorAll('.floors .door > .mark').length";
    let count = phone.page.script(count, &[]).await?;
    count.as_u64().context("a number")
}

/// Record, lose the database, find everything, send everything.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Kestrel again", &["Kestrel Court"], 1).await?;
    let phone = site.volunteer("Ffion", &invitation).await?;
    site.endpoint.stop();
    for _ in 0..3 {
        knock(&phone).await?;
    }
    let before = marked(&phone).await?;
    let profile = phone.close().await?;
    tear(&profile, site.endpoint.port())?;

    // This start reads on, and writes behind the torn header.
    let phone = site.reopen(profile, "Ffion").await?;
    ensure!(marked(&phone).await? == before, "nothing is lost yet");
    knock(&phone).await?;
    let profile = phone.close().await?;

    // This one finds the database emptied.
    let phone = site.reopen(profile, "Ffion").await?;
    phone.page.open("/sent").await?;
    let repaired = t!("volunteer.repaired", n = 4);
    let told = phone.page.text().await?;
    ensure!(
        told.contains(&repaired),
        "the browser kept what it should have lost, or nobody is told how much is back: {told}"
    );
    phone.screen("volunteer-repaired").await?;
    phone.held_every_way("volunteer-repaired").await?;
    phone
        .page
        .fact_is(&t!("volunteer.count_saved"), "4")
        .await?;
    site.endpoint.start_again()?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees("All sent").await?;
    phone.page.fact_is(&t!("volunteer.count_sent"), "4").await?;
    // What had been pulled comes again.
    ensure!(
        marked(&phone).await? == before + 1,
        "every knock is on the stair again"
    );
    phone.close().await.map(drop)
}
