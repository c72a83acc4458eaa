//! Every device is lost. Six words on paper bring the campaign back on an empty one.

use anyhow::Result;
use stairwell::t;

use crate::site::Site;

/// A wrong word, then the right ones, then everything is there.
pub async fn journey(site: &mut Site) -> Result<()> {
    let laptop = site.phone("a new laptop").await?;
    let page = &laptop.page;
    page.open("/").await?;
    page.tap(&t!("welcome.have_words")).await?;
    page.sees(&t!("start.recover_words_hint")).await?;
    laptop.screen("recover-words").await?;
    let mut mistyped = site.words.clone();
    mistyped[3] = "xyzzy".to_string();
    let field = t!("start.recover_words");
    page.fill(&field, &mistyped.join(" ")).await?;
    page.tap(&t!("start.go_on")).await?;
    page.sees(&t!("start.words_unknown", place = 4, word = "xyzzy"))
        .await?;
    laptop.screen("recover-mistyped").await?;
    page.fill(&field, &site.words.join(" ").to_uppercase())
        .await?;
    page.tap(&t!("start.go_on")).await?;
    page.sees(&t!("start.name")).await?;
    page.fill(&t!("start.name"), "Olwen").await?;
    page.tap(&t!("start.recover")).await?;
    page.sees("Kestrel Residents").await?;
    page.sees("74").await?;
    page.open("/organise/turf/new").await?;
    page.sees("Kestrel Court").await?;
    laptop.close().await.map(drop)
}
