//! How people learn to organise: the debrief on one phone without a signal, and who trained whom.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::page::Page;
use crate::site::Site;

/// The debrief is kept while nobody answers, stands again after a start and ends with tomorrow's stairs; then two are trained, one of
/// whom trains another, and a step that somebody saw is taken out again. Last a volunteer says on their own
/// phone whom they trained, and an organiser that somebody else saw it.
pub async fn journey(site: &mut Site) -> Result<()> {
    r6_3_the_debrief_needs_no_signal(site).await?;
    r6_4_who_trained_whom(site).await?;
    r6_4_said_on_a_phone(site).await
}

async fn r6_3_the_debrief_needs_no_signal(site: &mut Site) -> Result<()> {
    let page = &site.organiser.page;
    page.open("/organise/eleven").await?;
    page.sees(&t!("night.eleven_what")).await?;
    site.endpoint.stop();
    page.tap(&t!("training.debrief")).await?;
    page.sees(&t!("training.debrief_what")).await?;
    page.fill(&t!("training.debrief_rose"), "Nobody shut the door on us")
        .await?;
    page.fill(&t!("training.debrief_thorn"), "The lift was out")
        .await?;
    page.fill(&t!("training.debrief_heard"), "The heating")
        .await?;
    page.tap(&t!("training.debrief_keep")).await?;
    page.sees(&t!("training.debrief_kept")).await?;
    site.organiser.long_screen("debrief").await?;
    page.reload().await?;
    page.sees(&t!("training.debrief_what")).await?;
    let kept = "return document.getElementById('rose')?.value";
    let kept = page.script(kept, &[]).await?;
    ensure!(kept == "Nobody shut the door on us", "{kept}");
    r8_5_what_happened_is_written_elsewhere(page).await?;
    it_ends_with_tomorrow(page).await?;
    site.endpoint.start_again().context("the endpoint again")
}

/// That somebody was unsafe is a yes, and no field of the page takes a word of it. On the way to where it is written
/// what was typed is kept.
async fn r8_5_what_happened_is_written_elsewhere(page: &Page) -> Result<()> {
    page.does_not_see(&t!("training.debrief_incident_write"))
        .await?;
    page.fill(&t!("training.debrief_bud"), "A sheet of their own")
        .await?;
    page.tap(&t!("training.debrief_incident_yes")).await?;
    page.sees(&t!("training.debrief_incident_hint")).await?;
    let fields =
        "return [...document.querySelectorAll('#incident :is(textarea, [type=text])')].length";
    let fields = page.script(fields, &[]).await?;
    ensure!(fields == 0, "{fields} fields take words of an incident");
    page.tap(&t!("training.debrief_incident_write")).await?;
    page.sees(&t!("incident.sealed")).await?;
    page.open("/organise/debrief").await?;
    page.sees(&t!("training.debrief_incident_hint")).await?;
    let kept = "return document.getElementById('bud')?.value";
    let kept = page.script(kept, &[]).await?;
    ensure!(kept == "A sheet of their own", "{kept}");
    page.tap(&t!("training.debrief_incident_no")).await?;
    page.no_longer_sees(&t!("training.debrief_incident_write"))
        .await
}

/// Promises nobody does, then tomorrow's hours and its stairs, on this page: nothing after them.
async fn it_ends_with_tomorrow(page: &Page) -> Result<()> {
    let titles =
        "return [...document.querySelectorAll('main > h2')].map((it) => it.textContent.trim())";
    let titles = page.script(titles, &[]).await?;
    let wanted = [
        t!("training.debrief_asked"),
        t!("training.debrief_next"),
        t!("night.unowned"),
        t!("night.tomorrow"),
    ];
    ensure!(titles == json!(wanted), "{titles}");
    page.sees(&t!("tonight.meet_unset")).await?;
    page.sees(&t!("night.tomorrow_what")).await?;
    let stairs = "return document.querySelectorAll('main input[type=checkbox]').length";
    let stairs = page.script(stairs, &[]).await?;
    ensure!(stairs != 0, "no stair to go on at");
    Ok(())
}

async fn r6_4_who_trained_whom(site: &Site) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise").await?;
    page.tap(&t!("training.title")).await?;
    page.sees(&t!("training.nobody")).await?;
    page.tap(&t!("training.keep")).await?;
    page.sees(&t!("training.missing")).await?;
    for (who, by) in [("Bronwen", "Amina"), ("Dafydd", "Bronwen")] {
        page.fill(&t!("training.who_learnt"), who).await?;
        page.fill(&t!("training.by"), by).await?;
        page.tap(&t!("training.keep")).await?;
        page.sees(who).await?;
    }
    page.sees(&t!("training.trainers", n = 1, all = 2)).await?;
    page.tap(&t!("training.tell")).await?;
    page.sees(&before_the_day("training.told")).await?;
    page.no_longer_sees(&t!("training.tell")).await?;
    page.tap(&t!("training.rungs")).await?;
    page.sees(&t!("ballot.switch_rungs")).await?;
    page.tap(&t!("ballot.switch_on")).await?;
    page.sees(&t!("training.rungs_what")).await?;
    page.fill(&t!("training.who"), "Dafydd").await?;
    page.fill(&t!("training.witness"), "Bronwen").await?;
    let keep = "document.querySelector('details form button[type=submit]').click()";
    page.script(keep, &[]).await?;
    let taken_out = t!("training.not_rung", rung = t!("training.rung_practised"));
    page.sees(&taken_out).await?;
    browser.long_screen("training").await?;
    page.tap(&taken_out).await?;
    page.no_longer_sees(&taken_out).await?;
    page.tap(&t!("training.not", who = "Dafydd", by = "Bronwen"))
        .await?;
    page.sees(&t!("training.trainers", n = 0, all = 1)).await?;
    // What the team is shown stays what it is until it is shown anew.
    page.sees(&before_the_day("training.told")).await?;
    page.sees(&t!("training.tell")).await
}

/// The sentence that says one of two, up to its day.
fn before_the_day(key: &str) -> String {
    let words = t!(key, n = 1, all = 2, day = "|");
    words.split('|').next().unwrap_or_default().to_string()
}

/// A name that stands on no volunteer's phone once it is sealed.
const LEARNT: &str = "Carys of the second floor";

async fn r6_4_said_on_a_phone(site: &mut Site) -> Result<()> {
    let invitation = site.invite("To be taught", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Eleri", &invitation).await?;
    let page = &phone.page;
    page.open("/shift").await?;
    page.sees(&before_the_day("volunteer.trained_team")).await?;
    page.tap(&t!("volunteer.trained_link")).await?;
    page.sees(&t!("volunteer.trained_what")).await?;
    page.tap(&t!("incident.keep")).await?;
    page.sees(&t!("volunteer.trained_missing")).await?;
    page.fill(&t!("volunteer.trained_who"), LEARNT).await?;
    page.tap(&t!("volunteer.trained_them")).await?;
    phone.screen("volunteer-trained").await?;
    page.tap(&t!("incident.keep")).await?;
    page.sees(&t!("incident.kept")).await?;
    for path in ["/trained", "/shift"] {
        page.open(path).await?;
        let shown = "const typed = [...document.querySelectorAll('input')];
            return document.body.textContent + typed.map((field) => field.value).join()";
        let shown = page.script(shown, &[]).await?.to_string();
        ensure!(!shown.contains(LEARNT), "{path} shows it");
    }
    page.sees(&t!("volunteer.shift_all_sent")).await?;
    phone.close().await?;
    let page = &site.organiser.page;
    page.open("/organise/training").await?;
    page.sees(&t!("training.own_word", by = "Eleri")).await?;
    let seen = t!("training.own_word_seen", who = LEARNT, by = "Eleri");
    page.tap(&seen).await?;
    page.no_longer_sees(&seen).await?;
    page.sees(LEARNT).await
}
