//! Three months of a campaign as its organisers read them: every page that three months come to, on an estate
//! of 600 homes, at the sizes of phones and of a laptop.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// The first link on the page to somewhere below a path.
const LINK: &str = "const [below] = arguments;
    const links = [...document.querySelectorAll('main a[href]')].map((it) => it.getAttribute('href'));
    return links.find((href) => href.startsWith(below) && !href.endsWith('/new')) ?? null";

/// How many earlier nights the chart may be looked at as of.
const NIGHTS: &str = "return document.querySelectorAll('#night option:not([value=\"0\"])').length";

/// How many of the cells that say what came of a demand end beyond what can be seen without scrolling sideways.
const OUT_OF_SIGHT: &str =
    "const seen = document.querySelector('.wins').parentElement.getBoundingClientRect();
    const cells = [...document.querySelectorAll('.wins td')];
    if (cells.length < 2) return 'too few cells';
    return cells.filter((it) => it.getBoundingClientRect().right > seen.right + 1).length";

/// From the chart of the estate to the pack for whoever decides.
pub async fn journey(site: &mut Site) -> Result<()> {
    let played = Site::played(site.organiser.engine()).await?;
    let outcome = pages(&played.organiser).await;
    played.close().await;
    outcome
}

async fn pages(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.sees("600").await?;
    browser.long_screen("months-home").await?;
    the_chart(browser).await?;
    leaders_and_standing(browser).await?;
    tests(browser).await?;
    issues_and_wins(browser).await?;
    petition_and_deputation(browser).await?;
    meetings_and_training(browser).await?;
    page.open("/organise/week").await?;
    page.sees(&t!("week.title")).await?;
    browser.long_screen("months-week").await?;
    page.open("/organise/evidence").await?;
    page.sees("Damp homes").await?;
    browser.long_screen("months-evidence").await
}

/// Opens the first page that is linked to below a path.
async fn first(page: &Page, below: &str) -> Result<()> {
    let link = page.script(LINK, &[json!(below)]).await?;
    let link = link.as_str().context(below.to_string())?.to_string();
    page.open(&link).await
}

async fn the_chart(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/chart").await?;
    page.sees(&t!("chart.of_stairs", n = 10, all = 20)).await?;
    let nights = page.script(NIGHTS, &[]).await?;
    ensure!(nights == json!(12), "{nights} nights may be picked");
    browser.long_screen("months-chart").await?;
    page.tap("Hazel House").await?;
    page.sees(&t!("chart.of_leaders", n = 1, all = 3)).await?;
    browser.long_screen("months-chart-block").await
}

async fn leaders_and_standing(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/leaders").await?;
    page.sees(&t!("leaders.people")).await?;
    browser.long_screen("months-leaders").await?;
    page.open("/organise/standing").await?;
    page.sees(&t!("ballot.switch_levels")).await?;
    browser.screen("months-standing-off").await?;
    page.tap(&t!("ballot.switch_on")).await?;
    page.sees(&t!("standing.whole")).await?;
    browser.long_screen("months-standing").await
}

async fn tests(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/tests").await?;
    page.sees("Sign for dry homes").await?;
    browser.long_screen("months-tests").await?;
    first(page, "/organise/test/").await?;
    page.sees("Sign for dry homes").await?;
    browser.long_screen("months-test").await
}

/// Won for one tenure and asked for the other.
async fn issues_and_wins(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/issues").await?;
    page.sees("Damp homes").await?;
    browser.long_screen("months-issues").await?;
    first(page, "/organise/issue/").await?;
    page.sees("Dry the walls and treat the mould").await?;
    let beside = page.script(OUT_OF_SIGHT, &[]).await?;
    ensure!(
        beside == json!(0),
        "{beside} of what came of it is out of sight on a phone"
    );
    browser.long_screen("months-issue").await
}

async fn petition_and_deputation(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/petition").await?;
    page.sees(&t!("petition.to_look_at", n = 2)).await?;
    browser.long_screen("months-petitions").await?;
    first(page, "/organise/petition/").await?;
    page.sees(&t!("petition.found_first_of_two")).await?;
    page.sees(&t!("petition.found_may_be_twice")).await?;
    page.sees(&t!("petition.apart", n = 1)).await?;
    browser.screen("months-petition").await?;
    take_out(browser).await?;
    page.open("/organise/deputation").await?;
    page.sees("Dry homes").await?;
    first(page, "/organise/deputation/").await?;
    browser.long_screen("months-deputation").await
}

/// One of the two is wrong: it is taken out with a reason, and then nobody's second is to be looked at.
async fn take_out(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("petition.take_out")).await?;
    page.tap(&t!("petition.take_out_keep")).await?;
    page.sees(&t!("petition.take_out_missing")).await?;
    page.fill(&t!("petition.take_out_why"), "Another flat signed it")
        .await?;
    browser.screen("months-petition-wrong").await?;
    page.tap(&t!("petition.take_out_keep")).await?;
    page.sees(&t!("petition.nothing_to_look_at")).await?;
    page.tap(&t!("petition.apart", n = 2)).await?;
    page.sees(&t!("petition.put_back")).await?;
    browser.screen("months-petition-apart").await
}

async fn meetings_and_training(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/meetings").await?;
    page.sees("Both blocks together").await?;
    browser.long_screen("months-meetings").await?;
    first(page, "/organise/meeting/").await?;
    page.sees("Both blocks together").await?;
    browser.long_screen("months-meeting").await?;
    page.open("/organise/training").await?;
    page.sees("Marged").await?;
    browser.long_screen("months-training").await
}
