//! A hand-over: three keyholders found a campaign at an endpoint of their own, the old one seals what it knows to
//! them, and as much is there as was in the file. And once the old campaign is closed: a phone that was away is told,
//! keeps what it had not sent, and nothing of it is taken; and an old invitation says to whom it went.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use super::taken_off::{count, knock};
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

    let paper = "stairwell-hand-over.pdf";
    old.tap(&t!("handover.paper_save")).await?;
    old.sees(&t!("handover.paper_saved", file = paper)).await?;
    let bytes = download::whole(&folder.join(paper)).await?;
    ensure!(bytes.starts_with(b"%PDF"), "the paper is no paper");

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

/// A campaign of its own is closed while a phone is away.
pub async fn closed(site: &mut Site) -> Result<()> {
    let mut old = Site::quickly(site.organiser.engine()).await?;
    let outcome = close_it(&mut old).await;
    old.close().await;
    outcome
}

async fn close_it(site: &mut Site) -> Result<()> {
    let invitation = site.invite("To be handed over", &["Robin Row"], 2).await?;
    let away = site.volunteer("Mabli", &invitation).await?;
    let there = site.volunteer("Non", &invitation).await?;
    site.endpoint.stop();
    knock(&away, "Robin Row").await?;
    let away = away.close().await?;
    site.endpoint.start_again()?;
    // Somebody is writing meanwhile.
    let note = "Rings the bell twice";
    there.page.open("/today").await?;
    there.page.tap("Robin Row").await?;
    there.page.tap(&t!("volunteer.next_is", label = "")).await?;
    there.page.tap(&t!("volunteer.add_note")).await?;
    there.page.fill(&t!("volunteer.note"), note).await?;

    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/handover").await?;
    page.tap(&t!("handover.close")).await?;
    page.sees(&t!("handover.close_what")).await?;
    browser.screen("handover-close").await?;
    let words = site.words.join(" ");
    page.fill(&t!("start.recover_words"), &words).await?;
    page.tap(&t!("handover.close_now")).await?;
    page.sees(&t!("handover.close_to_missing")).await?;
    page.fill(&t!("handover.close_to"), "Kestrel Committee")
        .await?;
    page.tap(&t!("handover.close_now")).await?;
    page.sees(&t!("phone.handed_over_copies")).await?;
    page.open("/organise").await?;
    page.sees("Kestrel Committee").await?;
    browser.screen("organiser-home-handed-over").await?;
    // It was left for this page in the middle of it: what is not answered is asked again some seconds later.
    let told = "return performance.getEntriesByType('resource')
        .some((it) => it.name.endsWith('/v1/close'))";
    page.until("the endpoint to be told", told).await?;

    // Whoever opens an old invitation reads to whom it went, and is asked to wipe nothing.
    let newcomer = site.phone("Owain").await?;
    newcomer.page.open_link(&invitation.link).await?;
    let to = "Kestrel Committee";
    let ask = t!("phone.handed_over_newcomer", to = to);
    newcomer.page.sees(&ask).await?;
    newcomer.page.sees(&t!("phone.handed_over_title")).await?;
    newcomer
        .page
        .does_not_see(&t!("phone.handed_over_copies"))
        .await?;
    newcomer.page.does_not_see(&t!("phone.wipe")).await?;
    newcomer.screen("join-handed-over").await?;
    newcomer.held_every_way("join-handed-over").await?;
    newcomer
        .page
        .tap(&t!("phone.handed_over_other_code"))
        .await?;
    newcomer.page.sees(&t!("volunteer.join_title")).await?;
    newcomer.close().await?;

    // Whoever is writing is told as they keep it, and what they wrote stays before them.
    let syncs = "performance.getEntriesByType('resource')
        .filter((it) => it.name.endsWith('/v1/sync')).length";
    let back_in_reach = format!("window.before = {syncs}; dispatchEvent(new Event('online'))");
    there.page.script(&back_in_reach, &[]).await?;
    let answered = format!("return {syncs} > window.before");
    there.page.until("an answer", &answered).await?;
    // It is heard, too, a moment after it has come.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    there.page.tap(&t!("volunteer.keep_note")).await?;
    there.page.sees(&t!("errors.refusal.handed_over")).await?;
    // Tried again, it is not kept either, and not gone.
    there.page.tap(&t!("volunteer.keep_note")).await?;
    let written = "return document.getElementById('note').value";
    let written = there.page.script(written, &[]).await?;
    ensure!(written == json!(note), "the note is gone: {written}");
    there.screen("volunteer-handed-over-note").await?;

    // On any other page it is told, and nothing else is to be had on that phone.
    there.page.tap(&t!("volunteer.today")).await?;
    there.page.sees("Kestrel Committee").await?;
    ensure!(
        !there.page.text().await?.contains("Robin Row"),
        "a stair is offered"
    );

    // Whoever was away hears it with the first answer, and keeps what was not taken.
    let away = site.reopen(away, "Mabli").await?;
    away.page.open("/sent").await?;
    away.page.tap(&t!("volunteer.send_now")).await?;
    away.page.sees(&t!("errors.refusal.handed_over")).await?;
    away.page.open("/today").await?;
    away.page
        .sees(&t!("phone.handed_over_unsent", n = 1))
        .await?;
    away.page
        .sees(&t!("volunteer.status_not_accepted", n = 1))
        .await?;
    away.screen("volunteer-handed-over").await?;
    away.held_every_way("volunteer-handed-over").await?;
    ensure!(
        count(&away.page, "batches").await? >= 1,
        "the knock is gone"
    );
    away.page.tap(&t!("phone.wipe")).await?;
    away.page.sees(&t!("phone.wipe_left_behind", n = 1)).await?;
    away.page.tap(&t!("phone.wipe_now")).await?;
    away.page.sees(&t!("phone.wiped")).await?;
    ensure!(count(&away.page, "batches").await? == 0, "a batch is left");
    ensure!(count(&away.page, "device").await? == 0, "a device is left");
    away.close().await?;
    there.close().await.map(drop)
}
