//! Eleven o'clock, with the signal gone: whose phone is not in, what must not be overlooked, a
//! promise given to somebody, what two phones heard differently settled by the later visit, and
//! tomorrow's stairs.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use super::meeting::{first_door, send, to_depth};
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

const BLOCK: &str = "Dunlin House";

/// Gives a promise, by its words, to somebody.
pub const GIVE: &str = "const [what, who] = arguments;
    const cards = [...document.querySelectorAll('li.card')];
    const card = cards.find((card) => card.textContent.includes(what));
    const field = card.querySelector('input[type=text]');
    field.value = who;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    card.querySelector('button[type=submit]').click();";

/// Opens the way to lift what stands at a door of this block.
const LIFT: &str = "const words = [...arguments];
    const cards = [...document.querySelectorAll('li.card')];
    cards.find((card) => words.every((it) => card.textContent.includes(it)))
        .querySelector('button').click();";

/// From two phones that never met to tomorrow's stairs.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Dunlin again", &[BLOCK], 2).await?;
    let beth = site.volunteer("Beth", &invitation).await?;
    let carys = site.volunteer("Carys", &invitation).await?;
    site.endpoint.stop();
    for door in 0..2 {
        heard(&beth, BLOCK, "depth_grumble", door == 0).await?;
    }
    for _ in 0..2 {
        heard(&carys, BLOCK, "depth_matters", false).await?;
    }
    carys.page.open("/today").await?;
    carys.page.tap(BLOCK).await?;
    carys.page.tap(&t!("volunteer.next_is", label = "")).await?;
    carys.page.tap(&t!("volunteer.more_outcomes")).await?;
    let door = carys.page.heading().await?;
    carys.page.tap(&t!("outcomes.do_not_knock")).await?;
    carys.page.heading_after(&door).await?;
    site.endpoint.start_again()?;
    send(&beth).await?;
    send(&carys).await?;

    let organiser = &site.organiser;
    organiser.page.open("/organise/eleven").await?;
    organiser
        .page
        .sees(&t!("organiser.disagreements_left", n = 2))
        .await?;
    site.endpoint.stop();
    closing(organiser).await?;
    site.endpoint.start_again()?;
    asked_again(&organiser.page).await?;
    beth.close().await?;
    carys.close().await.map(drop)
}

/// At the next door somebody talks, and something may be promised that nobody takes on.
pub async fn heard(phone: &Browser, block: &str, depth: &str, promise: bool) -> Result<()> {
    let page = &phone.page;
    first_door(phone, block).await?;
    to_depth(phone).await?;
    page.tap(&t!(&format!("script.{depth}"))).await?;
    page.sees(&t!("script.whose_door")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&t!("volunteer.read_back_why")).await?;
    if promise {
        page.tap(&t!("volunteer.add_follow_up")).await?;
        page.fill(&t!("volunteer.promise"), "Bring the damp form")
            .await?;
        page.tap(&t!("volunteer.keep_follow_up")).await?;
        page.sees("Bring the damp form").await?;
    }
    page.tap(&t!("volunteer.done_next_door")).await
}

/// The page, opened anew with no signal.
async fn closing(organiser: &Browser) -> Result<()> {
    let page = &organiser.page;
    page.reload().await?;
    page.sees(&t!("night.not_known")).await?;
    page.sees(&t!("night.not_in_seen")).await?;
    page.does_not_see(&t!("night.all_in")).await?;
    page.sees("Beth").await?;
    page.sees("Carys").await?;
    page.sees(&t!("volunteer.safety_do_not_knock")).await?;
    page.sees("Bring the damp form").await?;
    organiser.long_screen("organiser-eleven").await?;
    in_order(organiser).await?;

    // Others may have been promised something before.
    page.script(GIVE, &[json!("Bring the damp form"), json!("Dilys")])
        .await?;
    page.sees("Dilys does it by").await?;
    let gone = "return !document.body.innerText.includes('Bring the damp form')";
    page.until("the promise to have somebody", gone).await?;

    let what = t!("volunteer.safety_do_not_knock");
    page.script(LIFT, &[json!(BLOCK), json!(what)]).await?;
    page.tap(&t!("volunteer.lift_it")).await?;
    page.sees(&t!("volunteer.lift_why_missing")).await?;
    page.fill(&t!("volunteer.lift_why"), "They rang and asked us back")
        .await?;
    organiser.screen("organiser-eleven-lifting").await?;
    page.tap(&t!("volunteer.lift_it")).await?;
    page.sees("They rang and asked us back").await?;
    page.does_not_see(&t!("volunteer.lift_why")).await?;

    page.tap(&t!("night.disagreements_all_later", n = 2))
        .await?;
    page.sees(&t!("night.disagreements_later_done", n = 2))
        .await?;
    page.sees(&t!("organiser.disagreements_none")).await?;

    page.tap("Heron Close").await?;
    organiser.screen("organiser-eleven-tomorrow").await?;
    tomorrow(page).await
}

/// What is ticked becomes tomorrow's, and what is unticked then is so no longer.
async fn tomorrow(page: &Page) -> Result<()> {
    let ticked = "return document.querySelectorAll('main input[type=checkbox]:checked').length";
    let ticked = page.script(ticked, &[]).await?;
    let ticked = ticked.as_u64().context("a count")?;
    ensure!(ticked > 1, "{ticked} stairs are ticked");
    for (n, first) in [(ticked, false), (ticked - 1, true)] {
        if first {
            let untick = "document.querySelector('main input[type=checkbox]:checked').click()";
            page.script(untick, &[]).await?;
        }
        page.tap("tomorrow’s stair").await?;
        page.sees(&t!("night.tomorrow_made", n = n)).await?;
        planned(page, n).await?;
    }
    page.sees("Tomorrow so far:").await
}

/// Waits until so many stairs are marked as tomorrow's.
async fn planned(page: &Page, n: u64) -> Result<()> {
    let mark = t!("night.stair_planned");
    let script = format!(
        "const rows = [...document.querySelectorAll('main label.choice .quiet')];
         return rows.filter((it) => it.textContent.startsWith({mark:?})).length === {n}"
    );
    page.until(&format!("{n} stairs to be tomorrow's"), &script)
        .await
}

/// With the signal back one tap tells which phones are out.
async fn asked_again(page: &Page) -> Result<()> {
    page.tap(&t!("organiser.ask_again")).await?;
    let unknown = t!("night.not_known");
    let known = format!("return !document.body.innerText.includes({unknown:?})");
    page.until("the phones to be known", &known).await
}

/// The six parts stand in the order they are gone through.
async fn in_order(organiser: &Browser) -> Result<()> {
    let titles = [
        "night.not_in_title",
        "night.spoken",
        "night.safety",
        "night.erase_title",
        "night.unowned",
        "organiser.disagreements",
        "night.tomorrow",
        "night.tries",
    ];
    let wanted: Vec<String> = titles.iter().map(|key| t!(key)).collect();
    let script =
        "return [...document.querySelectorAll('main > h2')].map((it) => it.textContent.trim())";
    let found = organiser.page.script(script, &[]).await?;
    ensure!(found == json!(wanted), "{found}");
    Ok(())
}
