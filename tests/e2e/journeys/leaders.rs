//! Whom four homes of one stair name, put together on an organiser's device: two know the door, one only
//! how to describe her; she is talked to, agrees to bring a neighbour, and is tested by who came. Then, at her own
//! door, she does not want to be named.

use anyhow::Result;
use serde_json::json;
use stairwell::t;

use super::chart::{of_one_estate, r11_1_to_a_block};
use super::meeting::{first_door, send, to_depth};
use super::stair::by_hand;
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

const HOUSE: &str = "Avocet House";
/// Of whom they speak.
const HER: &str = "Flat 1";
const DESCRIBED: &str = "the woman with two dogs";

/// Says whose door was meant.
const MEANT: &str = "const [words, label] = arguments;
    const forms = [...document.querySelectorAll('form.card')];
    const form = forms.find((form) => form.textContent.includes(words));
    const select = form.querySelector('select');
    select.value = [...select.options].find((it) => it.textContent === label).value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    form.querySelector('button').click();";

/// From the doors to somebody who was tested.
pub async fn journey(site: &mut Site) -> Result<()> {
    by_hand(site, HOUSE, 2, 2).await?;
    let invitation = site.invite("Avocet", &[HOUSE], 1).await?;
    let phone = site.volunteer("Nesta", &invitation).await?;
    // From the top down: at flats 3 and 4, then at her own door, then at flat 2.
    for whom in [HER, HER, HER, DESCRIBED] {
        names(&phone, whom).await?;
    }
    send(&phone).await?;
    r2_1_homes_are_counted(&site.organiser).await?;
    r2_3_only_who_was_tested_counts(&site.organiser).await?;
    r11_1_to_a_block(&site.organiser, HOUSE, HER).await?;
    of_one_estate(&site.organiser, HOUSE).await?;
    // What a phone sealed for organisers it cannot read, and it has no page for it.
    phone.page.open("/organise/leaders").await?;
    phone.page.does_not_see(HER).await?;
    phone.page.does_not_see(DESCRIBED).await?;
    r2_5_at_her_own_door(&phone, &site.organiser).await?;
    phone.close().await.map(drop)
}

/// The next door opens, and says whose door they would knock on.
async fn names(phone: &Browser, whom: &str) -> Result<()> {
    let page = &phone.page;
    first_door(phone, HOUSE).await?;
    to_depth(phone).await?;
    page.tap(&t!("script.depth_matters")).await?;
    page.sees(&t!("script.whose_door")).await?;
    page.fill(&t!("volunteer.answer"), whom).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(whom).await?;
    // What was named is sealed as the talk is left.
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.no_longer_sees(&t!("volunteer.read_back_why")).await
}

/// The home that named its neighbour by a description is one more, once it is known whose door that
/// is; who names themselves is not believed.
async fn r2_1_homes_are_counted(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.sees(&t!("organiser.weeks")).await?;
    page.tap(&t!("leaders.people")).await?;
    let named = |n: usize| t!("leaders.named_by", n = n, all = 4);
    page.sees(&named(2)).await?;
    browser.long_screen("leaders").await?;
    page.script(MEANT, &[json!(DESCRIBED), json!(HER)]).await?;
    page.sees(&named(3)).await?;
    page.no_longer_sees(DESCRIBED).await
}

async fn r2_3_only_who_was_tested_counts(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    let tested = |n: usize| t!("leaders.tested", n = n, homes = 4);
    page.sees(&tested(0)).await?;
    page.tap(&t!("leaders.open", label = HER)).await?;
    page.sees(&t!("leaders.talk_what")).await?;
    browser.screen("leader-talk").await?;
    page.tap(&t!("leaders.talk")).await?;
    page.sees(&t!("leaders.task")).await?;
    page.tap(&t!("leaders.agree")).await?;
    page.sees(&t!("leaders.task_missing")).await?;
    page.fill(&t!("leaders.task"), "Bring them to the meeting")
        .await?;
    page.tap("Flat 2").await?;
    browser.screen("leader-agree").await?;
    page.tap(&t!("leaders.agree")).await?;
    page.sees(&t!("leaders.came")).await?;
    page.tap("Flat 2").await?;
    browser.screen("leader-came").await?;
    page.tap(&t!("leaders.came_keep")).await?;
    page.sees("1 of the 1 homes they agreed to bring came")
        .await?;
    page.open("/organise/leaders").await?;
    page.sees(&tested(1)).await?;
    for_fewer_homes(page).await?;
    browser.screen("leaders-tested").await
}

/// Organisers say for how many homes one leader is wanted: of four homes for each two it is one more.
async fn for_fewer_homes(page: &Page) -> Result<()> {
    page.sees(&t!("leaders.no_more", homes = 10)).await?;
    page.tap(&t!("leaders.each_now", homes = 10)).await?;
    page.fill(&t!("leaders.each"), "0").await?;
    page.tap(&t!("leaders.each_keep")).await?;
    page.sees(&t!("leaders.each_missing", most = 50)).await?;
    page.fill(&t!("leaders.each"), "2").await?;
    page.tap(&t!("leaders.each_keep")).await?;
    page.sees(&t!("leaders.more", n = 1, homes = 2)).await
}

/// It can be said at any door, which tells nothing of who was named; and once she has, organisers see her no more.
async fn r2_5_at_her_own_door(phone: &Browser, organiser: &Browser) -> Result<()> {
    let page = &phone.page;
    // Last at hers.
    for door in ["Flat 2", HER] {
        page.open("/today").await?;
        page.tap(HOUSE).await?;
        page.tap(door).await?;
        page.tap(&t!("doors.known")).await?;
        page.sees(&t!("doors.known_title")).await?;
        page.tap(&t!("doors.unnamed")).await?;
        page.sees(&t!("doors.unnamed_what")).await?;
    }
    phone.screen("door-not-named").await?;
    page.tap(&t!("doors.unnamed_keep")).await?;
    page.sees(&t!("doors.unnamed_kept")).await?;
    send(phone).await?;
    let page = &organiser.page;
    page.open("/organise/leaders").await?;
    page.no_longer_sees(&t!("leaders.open", label = HER)).await
}
