//! The stair chart as an organiser reads it: walked by the journeys that have something to show there.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::t;

use super::paper::pick;
use crate::browser::Browser;

/// What is said of a door of a block's picture, with what only a screen reader says.
const SAID_OF: &str = "const [label] = arguments;
    const doors = [...document.querySelectorAll('.chart-door')];
    const door = doors.find((it) => it.querySelector('bdi').textContent === label);
    return door?.textContent ?? ''";

/// What the block's estate is called.
const ESTATE: &str = "Larch Lane";
/// A block of the campaign that is of no estate.
const ANOTHERS: &str = "Dunlin House";

/// From the whole estate to one of its blocks, all four homes of which were reached, and where somebody
/// lives who was tested.
pub async fn r11_1_to_a_block(browser: &Browser, house: &str, leader: &str) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.tap(&t!("chart.title")).await?;
    page.sees(&t!("chart.knocks_what")).await?;
    page.tap(&t!("chart.means")).await?;
    page.sees(&t!("chart.mean_never")).await?;
    browser.long_screen("chart").await?;
    page.tap(house).await?;
    page.sees("Reached: 4 of 4 homes. Never tried: 0 of 4 homes.")
        .await?;
    browser.long_screen("chart-block").await?;
    for (label, is_leader) in [(leader, true), ("Flat 2", false)] {
        let said = page.script(SAID_OF, &[json!(label)]).await?;
        let said = said.as_str().unwrap_or_default();
        let spoke = said.contains(&t!("organiser.look_spoke"));
        let tested = said.contains(&t!("chart.tested_here"));
        ensure!(spoke && tested == is_leader, "{label}: {said}");
    }
    Ok(())
}

/// As it stood last night, when some of what is known now was not: and back.
pub async fn as_of_last_night(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/chart").await?;
    page.sees(&t!("chart.without")).await?;
    pick(page, "night", "-1").await?;
    page.sees(&t!("chart.earlier")).await?;
    page.does_not_see(&t!("chart.without")).await?;
    browser.long_screen("chart-last-night").await?;
    pick(page, "night", "0").await?;
    page.sees(&t!("chart.without")).await
}

/// A block put to an estate of its own: figures are of that estate then, and say so. Put back afterwards.
pub async fn of_one_estate(browser: &Browser, house: &str) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/list").await?;
    page.tap(&t!("list.estates_link")).await?;
    page.sees(&t!("list.estate_blocks")).await?;
    page.tap(&t!("list.estate_keep")).await?;
    page.sees(&t!("list.estate_missing")).await?;
    page.fill(&t!("list.estate_name"), ESTATE).await?;
    page.tap(&t!("list.estate_keep")).await?;
    page.sees(&t!("list.estate_pick")).await?;
    page.tap(house).await?;
    page.tap(&t!("list.estate_keep")).await?;
    page.sees(&format!("{ESTATE}: 1 block")).await?;
    browser.long_screen("estates").await?;
    page.open("/organise").await?;
    page.sees(ESTATE).await?;
    page.open("/organise/chart").await?;
    page.sees(&t!("night.estate")).await?;
    page.sees(ANOTHERS).await?;
    pick(page, "estate", "0").await?;
    page.no_longer_sees(ANOTHERS).await?;
    page.sees(&t!("chart.of_homes", n = 4, all = 4)).await?;
    browser.long_screen("chart-estate").await?;
    page.open("/organise/estates").await?;
    page.tap(house).await?;
    page.tap(&t!("list.estate_none")).await?;
    page.no_longer_sees(&format!("{ESTATE}: 1 block")).await
}
