//! A phone that finds no signal: what it has not sent goes to an organiser's device as a file, is read
//! there at once, and is brought to the endpoint from there. The phone hears of it, and nothing counts
//! twice.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use stairwell::t;

use crate::browser::Browser;
use crate::download;
use crate::site::Site;

/// Two knocks, a file, an organiser without a signal, and then with one.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("By hand", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Ines", &invitation).await?;
    // So that the organiser's pages are there without a signal, too.
    site.organiser.page.open("/organise/phones").await?;
    site.endpoint.stop();
    let door = knock_twice(&phone).await?;
    let file = take_along(site, &phone).await?;

    let desk = &site.organiser.page;
    desk.tap(&t!("carried.link")).await?;
    site.organiser.screen("organiser-carried-new").await?;
    let label = t!("carried.pick");
    let wrong = file.with_file_name("shopping.txt");
    std::fs::write(&wrong, "eggs, milk")?;
    desk.pick_file(&label, &wrong).await?;
    desk.sees(&t!("carried.not_ours")).await?;
    desk.pick_file(&label, &file).await?;
    // Two knocks, and the event that says who writes.
    desk.sees(&t!("carried.new", n = 3)).await?;
    desk.sees(&t!("carried.lent", n = 3)).await?;
    site.organiser.screen("organiser-carried").await?;

    site.endpoint.start_again()?;
    desk.pick_file(&label, &file).await?;
    desk.sees(&t!("carried.known", n = 3)).await?;
    desk.sees(&t!("carried.brought")).await?;

    let page = &phone.page;
    page.open("/sent").await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees("All sent").await?;
    page.fact_is(&t!("volunteer.count_sent"), "2").await?;
    page.fact_is(&t!("volunteer.count_saved"), "2").await?;
    page.does_not_see(&t!("along.link")).await?;
    page.open("/today").await?;
    page.tap("Robin Row").await?;
    page.sees(&door).await?;
    phone.close().await.map(drop)
}

/// Two doors; the first one's name.
async fn knock_twice(phone: &Browser) -> Result<String> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap("Robin Row").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let first = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    let second = page.heading_after(&first).await?;
    page.tap(&t!("outcomes.refused")).await?;
    page.heading_after(&second).await?;
    Ok(first)
}

/// From the page of what is sent to a file among the downloads.
async fn take_along(site: &Site, phone: &Browser) -> Result<PathBuf> {
    let folder = site.endpoint.scratch("carried");
    std::fs::create_dir_all(&folder)?;
    phone.downloads_to(&folder).await?;
    let page = &phone.page;
    page.open("/sent").await?;
    // What nobody answered comes up above the link, and would move it from under the thumb.
    page.sees("It is tried again by itself.").await?;
    page.tap(&t!("along.link")).await?;
    page.sees(&t!("along.holds", n = 3)).await?;
    phone.screen("volunteer-along").await?;
    page.tap(&t!("along.save")).await?;
    page.sees("look among the downloads").await?;
    let file = the_file(&folder).await?;
    let text = String::from_utf8(download::whole(&file).await?)?;
    ensure!(text.contains("BEGIN STAIRWELL CARRIED"), "{text}");
    ensure!(!text.contains("Ines") && !text.contains("Robin"), "{text}");
    Ok(file)
}

/// The app hands it over to the browser, which takes its time.
async fn the_file(folder: &Path) -> Result<PathBuf> {
    let name = |path: &Path| Some(path.file_name()?.to_str()?.to_string());
    let ours = |path: &PathBuf| {
        name(path).is_some_and(|name| name.starts_with("stairwell-") && name.ends_with(".txt"))
    };
    for _ in 0..100 {
        let there = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
        if let Some(file) = there.into_iter().find(ours) {
            return Ok(file);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("no file to carry is among the downloads")
}
