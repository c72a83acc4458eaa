//! A tired volunteer's thumb: it taps twice, goes on without keeping what was typed, and leaves a
//! talk in the middle. No door is counted that was not knocked on, and no word is lost.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// Between the two taps of a tremble.
const TREMBLE: Duration = Duration::from_millis(120);

/// One evening, badly tapped.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Tired", &["Kestrel Court"], 1).await?;
    let phone = site.volunteer("Idris", &invitation).await?;
    site.endpoint.stop();
    two_taps(&phone).await?;
    a_note_not_kept(&phone).await?;
    a_talk_left(&phone).await?;
    several(&phone).await?;
    site.endpoint.start_again()?;
    phone.close().await.map(drop)
}

async fn to_the_stair(page: &Page) -> Result<()> {
    page.open("/today").await?;
    page.tap("Kestrel Court").await
}

async fn touch(page: &Page, point: &serde_json::Value) -> Result<()> {
    let cdp = page.driver.cdp();
    for (kind, points) in [("touchStart", json!([point])), ("touchEnd", json!([]))] {
        let touch = json!({"type": kind, "touchPoints": points});
        cdp.send_raw("Input.dispatchTouchEvent", touch).await?;
    }
    Ok(())
}

/// Two taps on "Not home": one knock, and the next door is still to be knocked on.
async fn two_taps(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_the_stair(page).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("volunteer.no_history")).await?;
    let door = page.heading().await?;
    let middle = "const button = document.querySelector('.outcome');
        button.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = button.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 }";
    let point = page.script(middle, &[]).await?;
    tokio::time::sleep(Duration::from_millis(400)).await;
    touch(page, &point).await?;
    tokio::time::sleep(TREMBLE).await;
    touch(page, &point).await?;
    let next = page.heading_after(&door).await?;
    tokio::time::sleep(Duration::from_millis(400)).await;
    ensure!(
        page.heading().await? == next,
        "the tremble knocked at {next}"
    );
    page.sees(&t!("volunteer.status_waiting", n = 1)).await
}

/// A note is typed, and an outcome tapped: the note is kept, and the knock can still be undone.
async fn a_note_not_kept(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    let door = page.heading().await?;
    page.tap(&t!("volunteer.add_note")).await?;
    page.fill(&t!("volunteer.note"), "Parcels at the back")
        .await?;
    page.tap(&t!("outcomes.come_back")).await?;
    page.heading_after(&door).await?;
    page.sees(&t!("volunteer.undo")).await?;
    to_the_stair(page).await?;
    page.tap(&format!("{door},")).await?;
    page.sees("Parcels at the back").await
}

/// A talk is left at a question, with words half typed; it is gone on with, and nothing of it
/// was lost on the way, nor a promise that was not kept by its own button.
async fn a_talk_left(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("script.issue_lift")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    page.fill(&t!("volunteer.answer"), "The lift, since May")
        .await?;
    page.driver.back().await?;
    page.sees(&t!("volunteer.back_to_talk")).await?;
    phone.screen("volunteer-door-talk").await?;
    page.tap(&t!("volunteer.back_to_talk")).await?;
    page.sees(&t!("script.depth")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees("The lift, since May").await?;
    let door = page
        .script("return document.querySelector('main bdi').textContent", &[])
        .await?;
    let door = door.as_str().context("a door")?.to_string();
    page.tap(&t!("volunteer.add_follow_up")).await?;
    page.fill(&t!("volunteer.promise"), "Ask about the lift")
        .await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.sees(&t!("volunteer.no_history")).await?;
    to_the_stair(page).await?;
    page.tap(&format!("{door},")).await?;
    page.tap(&t!("volunteer.back_to_talk")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees("Ask about the lift").await?;
    let times = "return document.body.innerText.split(arguments[0]).length - 1";
    let question = json!(t!("script.own_words"));
    let times = page.script(times, &[question]).await?;
    ensure!(times == json!(1), "an answer was recorded twice");
    Ok(())
}

/// Several doors at once, and all of them back again.
async fn several(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_the_stair(page).await?;
    page.tap(&t!("volunteer.choose_several")).await?;
    page.tap("Flat 1,").await?;
    page.tap("Flat 2,").await?;
    page.sees(&t!("volunteer.chosen", n = 2)).await?;
    phone.screen("volunteer-stair-choosing").await?;
    page.tap(&t!("outcomes.not_home")).await?;
    let done = t!(
        "volunteer.several_done",
        n = 2,
        outcome = t!("outcomes.not_home")
    );
    page.sees(&done).await?;
    page.tap(&t!("volunteer.undo")).await?;
    page.tap("Flat 2,").await?;
    page.sees(&t!("volunteer.no_history")).await
}
