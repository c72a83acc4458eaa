//! The screen an invitation leads to does not wait for the rest of the app.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::json;
use stairwell::t;

use crate::browser::Browser;
use crate::site::Site;

/// The rest, wherever it is fetched from.
const REST: [&str; 1] = ["*_rest-*"];

/// Only an app for people comes in two parts; one that is tried out is whole.
fn is_split() -> Result<bool> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    for entry in fs::read_dir(dist)? {
        if entry?.file_name().to_string_lossy().contains("_rest-") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The invitation is shown without it; whatever needs it says so, and works once it comes.
pub async fn journey(site: &mut Site) -> Result<()> {
    if !is_split()? {
        println!("    the app in dist/ is whole: it has no rest to wait for");
        return Ok(());
    }
    let invitation = site.invite("Robin Row", &["Robin Row"], 1).await?;
    never_answered(site.phone("Ffion").await?, &invitation.link).await?;
    let phone = site.phone("Nesta").await?;
    let page = &phone.page;
    phone.keep_out(&REST).await?;
    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    page.fill(&t!("volunteer.your_name"), "Nesta").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("errors.no_answer")).await?;
    phone.screen("join-no-answer").await?;
    page.open("/today").await?;
    page.sees(&t!("app.failed")).await?;
    phone.screen("rest-not-loaded").await?;

    phone.keep_out(&[]).await?;
    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    page.fill(&t!("volunteer.your_name"), "Nesta").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;

    // A phone that has joined opens with it, or says what is wrong.
    phone.keep_out(&REST).await?;
    page.open("/today").await?;
    page.sees(&t!("app.failed")).await?;
    phone.keep_out(&[]).await?;
    page.open("/today").await?;
    page.sees(&t!("volunteer.today")).await?;
    phone.close().await.map(drop)
}

/// Whoever waits for a program that never comes is offered to load it again, and it does.
async fn never_answered(phone: Browser, link: &str) -> Result<()> {
    let page = &phone.page;
    phone.leave_waiting(&["*.wasm*"]).await?;
    // Not as a driver opens a page: it would wait for the program, too.
    page.script("location.href = arguments[0]", &[json!(link)])
        .await?;
    page.sees(&t!("app.slow")).await?;
    page.does_not_see(&t!("volunteer.invited")).await?;
    phone.screen("never-answered").await?;
    // As the program would come by itself once nothing is held back, the tap is first; and it is not
    // a driver's, which would wait for the page.
    page.script("window.before = true", &[]).await?;
    page.script("document.getElementById('shell-again').click()", &[])
        .await?;
    phone.leave_waiting(&[]).await?;
    page.sees(&t!("volunteer.invited")).await?;
    page.until("another page", "return window.before === undefined")
        .await?;
    phone.close().await.map(drop)
}
