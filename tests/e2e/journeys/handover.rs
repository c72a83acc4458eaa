//! A hand-over: three keyholders found a campaign at an endpoint of their own, the old one seals what it knows to
//! them, and as much is there as was in the file.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::download;
use crate::site::Site;

/// The committee: who, where, and how they hold their home.
const COMMITTEE: [(&str, &str, &str); 3] = [
    ("Amina", "Kestrel Court", "council"),
    ("Bram", "Robin Row", "council"),
    ("Cerys", "Kestrel Court", "owner"),
];

/// From the old campaign's device to the committee's.
pub async fn journey(site: &mut Site) -> Result<()> {
    let committee = Site::of_committee(site.organiser.engine(), &COMMITTEE).await?;
    let page = &committee.organiser.page;
    page.open("/organise/handover").await?;
    page.sees(&t!("handover.own_card")).await?;
    committee.organiser.screen("handover-card").await?;
    let read = |id: &str| format!("return document.getElementById('{id}').value");
    let card = page.script(&read("own-card"), &[]).await?;
    let card = card.as_str().context("a card")?.to_string();
    let code = "return document.getElementById('code').textContent.trim()";
    let code = page.script(code, &[]).await?;
    let code = code.as_str().context("a code")?.to_string();

    let (browser, old) = (&site.organiser, &site.organiser.page);
    let folder = site.endpoint.scratch("hand-over");
    std::fs::create_dir_all(&folder)?;
    browser.downloads_to(&folder).await?;
    old.open("/organise/handover").await?;
    old.sees(&t!("handover.cannot_recall")).await?;
    browser.screen("handover-give").await?;
    old.fill(&t!("handover.card"), "no card").await?;
    old.tap(&t!("handover.go_on")).await?;
    old.sees(&t!("handover.not_ours")).await?;
    let paste = "const field = document.getElementById('card');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    old.script(paste, &[json!(card)]).await?;
    old.tap(&t!("handover.go_on")).await?;
    old.sees(&code).await?;
    browser.screen("handover-code").await?;
    old.tap(&t!("handover.code_yes")).await?;
    old.sees(&t!("handover.homes", n = 74)).await?;
    browser.long_screen("handover-goes").await?;
    old.tap(&t!("handover.save_file")).await?;
    let name = "stairwell-hand-over.txt";
    old.sees(&t!("handover.file_saved", file = name)).await?;
    let read_out = "return document.getElementById('file-code').textContent.trim()";
    let read_out = old.script(read_out, &[]).await?;
    let read_out = read_out.as_str().context("a code")?.to_string();
    let file = folder.join(name);
    let bytes = download::whole(&file).await?;
    ensure!(
        !String::from_utf8_lossy(&bytes).contains("Kestrel"),
        "the file can be read"
    );

    page.pick_file(&t!("handover.file"), &file).await?;
    page.sees(&read_out).await?;
    page.sees(&t!("handover.homes", n = 74)).await?;
    committee.organiser.long_screen("handover-preview").await?;
    page.tap(&t!("handover.file_code_yes")).await?;
    page.sees(&t!("handover.came")).await?;
    page.sees(&t!("handover.homes", n = 74)).await?;
    committee.organiser.long_screen("handover-came").await?;
    page.open("/organise").await?;
    page.sees("74").await?;
    committee.close().await;
    Ok(())
}
