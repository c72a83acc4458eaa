//! The campaign's end is shown, and put later by the six words and by nothing else; every phone has
//! the new day at its next sync.

use anyhow::Result;
use stairwell::t;

use crate::site::Site;

/// Wrong words, an earlier day, and then a later one.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Until later", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Carys", &invitation).await?;
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise").await?;
    page.tap(&t!("keys.end")).await?;
    page.sees(&t!("keys.end_what")).await?;
    browser.screen("organiser-end").await?;
    let words = site.words.join(" ");
    let year = "return String(new Date().getFullYear() + 3)";
    let year = page.script(year, &[]).await?;
    let year = year.as_str().unwrap_or_default().to_string();
    page.fill(&t!("start.recover_words"), &words).await?;
    page.tap(&t!("keys.end_put_later")).await?;
    page.sees(&t!("keys.end_not_later")).await?;
    // A date field is typed otherwise in every country.
    let pick = "const field = document.getElementById('until');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    let day = format!("{year}-06-15");
    page.script(pick, &[serde_json::json!(day)]).await?;
    page.fill(
        &t!("start.recover_words"),
        "abacus abdomen abdominal zoology zoom zookeeper",
    )
    .await?;
    page.tap(&t!("keys.end_put_later")).await?;
    page.sees(&t!("keys.end_other_words")).await?;
    browser.screen("organiser-end-other-words").await?;
    page.fill(&t!("start.recover_words"), &words).await?;
    page.tap(&t!("keys.end_put_later")).await?;
    page.sees(&t!("keys.end_done")).await?;
    page.sees(&format!("15 June {year}")).await?;
    // Nobody told the phone: its next sync brings it, and residents are shown the new day.
    phone.page.open("/sent").await?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.open("/privacy").await?;
    phone.page.sees(&format!("15 June {year}")).await?;
    phone.close().await.map(drop)
}
